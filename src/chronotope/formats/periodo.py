"""PeriodO read: the periods of its dataset, of one authority, or of one period.

Its years are those of ISO 8601: -0500 is 501 BC, as in EDTF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chronotope.dossier.files import refuse
from chronotope.formats._dating import interval, lasts, make_parts, parts_text
from chronotope.formats._fields import dated
from chronotope.formats._intake import Intake, Record
from chronotope.formats._recognition import Sample
from chronotope.formats._source import as_list
from chronotope.lang.dates import parse_date

_COLLECTIONS = ("authorities", "periodCollections")
_PERIODS = ("periods", "definitions")


def looks_like(sample: Sample) -> bool:
    """Return whether JSON holds authorities or periods of PeriodO."""
    first = sample.first
    listed = next((x for x in as_list(first.get("periods")) if isinstance(x, Mapping)), {})
    if isinstance(listed.get("start"), Mapping) and isinstance(listed.get("stop"), Mapping):
        return True
    return any(isinstance(first.get(key), Mapping) for key in (*_COLLECTIONS, *_PERIODS)) or (
        first.get("type") == "Period" and isinstance(first.get("start"), Mapping)
    )


def read(intake: Intake) -> None:
    """Take in each period with a start and a stop."""
    value = intake.source.json
    root = intake.record({"@graph": value} if isinstance(value, list) else value)
    if not isinstance(root.value, Mapping):
        intake.source.json_object()
    root.leave("@context", reason="not_read")
    periods = list(_periods(root))
    intake.source.require_few(periods)
    root.close()
    for record in intake.records([x for _, x in periods], path="periods", table="periods"):
        record.place = periods[record.number - 1][0]
        _read_period(record)
    if not periods:
        refuse(intake.source.name, "there are no periods", "PeriodO JSON", "Export it again.")


def _periods(root: Record) -> Iterator[tuple[str, Any]]:
    if root.look("type") == "Period":
        yield "", root.take()
        return
    authorities = [root] if any(root.look(key) for key in _PERIODS) else []
    for number, member in enumerate(as_list(root.look("@graph"))):
        if isinstance(member, Mapping) and member.get("type") == "Period":
            yield root.path("@graph", number), root.take("@graph", number)
        elif isinstance(member, Mapping):
            authorities.append(root.inner("@graph", number))
    for key in _COLLECTIONS:
        members = root.look(key)
        for name in members if isinstance(members, Mapping) else ():
            authorities.append(root.inner(key, name))
    for authority in authorities:
        authority.expect("type", values=("Authority", "PeriodCollection"))
        for key in _PERIODS:
            members = authority.look(key)
            if isinstance(members, Mapping | list):
                authority.take(key)
                named = members.items() if isinstance(members, Mapping) else enumerate(members)
                yield from ((authority.path(key, name), x) for name, x in named)


def _read_period(record: Record) -> None:
    record.expect("type", values=("Period", "PeriodDefinition"))
    record.name_row(record.text("id"))
    date = dated(record, lambda: _date(record))
    if not date:
        return
    row = {"period_id": record.row, "date": date, "kind": "era", **_labels(record)}
    record.intake.found.add("periods", row)


def _labels(record: Record) -> dict[str, str]:
    """Return the label in each language that a dossier and the period have."""
    lang = record.intake.lang
    tag = str(record.look("language") or record.look("languageTag") or "").rpartition("/")[2]
    own = record.intake.language_of(tag) or lang
    labels = {}
    given = record.look("localizedLabels")
    for code in given if isinstance(given, Mapping) else ():
        other = record.intake.language_of(code)
        is_new = bool(other) and f"label_{other}" not in labels
        if is_new and (text := record.text("localizedLabels", code, 0)):
            labels[f"label_{other}"] = text
    label = str(record.look("label") or "")
    if label and label in labels.values():
        record.take("label")
    column = f"label_{own if own in record.intake.languages else lang}"
    if column not in labels and (text := record.text("label")):
        labels[column] = text
    return labels


def _date(record: Record) -> str:
    first, last = (_bound(record, key) for key in ("start", "stop"))
    if not first or not last:
        return ""
    if last == "..":
        return parse_date(f"{first}/..").text
    return interval(first, last) if first != last else f"{first}/{first}"


def _bound(record: Record, key: str) -> str:
    """Take the year of one end; of an end that is uncertain the outer year, with a line."""
    end = record.inner(key, "in")
    outer, inner = ("earliestYear", "latestYear") if key == "start" else (
        "latestYear", "earliestYear")  # fmt: skip
    if end.look("year") not in (None, ""):
        year = end.look("year")
        if key == "stop" and lasts(year):
            end.take("year")
            return ".."
        end.take("year")
    elif end.look(outer) not in (None, ""):
        year = end.look(outer)
        end.take(outer)
        end.leave(inner, reason="held_as", detail=str(year))
    else:
        return ""
    return parts_text(make_parts(year))
