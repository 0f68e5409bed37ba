"""RIS read, the tagged lines that reference managers and catalogues export: the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from chronotope.dossier.files import refuse
from chronotope.formats._dating import make_parts, parts_text, read_date
from chronotope.formats._intake import Intake, Record
from chronotope.formats._recognition import Sample
from chronotope.lang.dates import DateError

KINDS = {"NEWS": "press", "MGZN": "press", "ENCYC": "reference", "DICT": "reference"}
_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$")
_TITLES = ("TI", "T1", "CT", "BT")
_PUBLISHERS = ("JO", "T2", "JF", "JA", "PB")
_DATES = ("DA", "PY", "Y1")


def looks_like(sample: Sample) -> bool:
    """Return whether a text is RIS: its first line that is not blank opens a record."""
    return bool(re.search(r"^TY {1,2}- ?\S", sample.start, re.M))


def read(intake: Intake) -> None:
    """Take in the sources of a RIS file."""
    items = list(_items(intake))
    intake.source.require_few(items)
    for record in intake.records(items, path="RIS", table="sources"):
        record.name_row(record.text("ID", 0))
        kind = KINDS.get(str(record.look("TY", 0)), "")
        if kind:
            record.take("TY", 0)
        row = {
            "source_id": record.row, "kind": kind, "title": _take_first(record, _TITLES),
            "publisher": _take_first(record, _PUBLISHERS), "language": record.text("LA", 0),
            "author": ";".join(_take_names(record)), "url": _take_address(record),
            "date": _take_date(record),
        }  # fmt: skip
        if row["url"] and (accessed := _take_access(record)):
            row["accessed"] = accessed
        intake.found.add("sources", row)


def _items(intake: Intake) -> Iterator[dict[str, Any]]:
    """Go through the records: under each tag the list of its lines, in their order."""
    item: dict[str, Any] = {}
    last = ""
    lines = intake.source.text.splitlines()
    if not any(re.match(r"TY {1,2}- ", line) for line in lines):
        refuse(intake.source.name, "no line opens a record", "RIS: TY  - …", "Export it again.")
    for number, line in enumerate(lines, start=1):
        match = _LINE.match(line)
        if match and match[1] == "ER":
            yield item
            item, last = {}, ""
        elif match and match[1] == "TY" and item:
            yield item
            item, last = {"TY": [match[2] or ""]}, "TY"
        elif match:
            last = match[1]
            item.setdefault(last, []).append((match[2] or "").strip())
        elif last and line.strip():
            item[last][-1] += f" {line.strip()}"
        elif line.strip():
            intake.warn("sources", str(number), "", line, "not_read")
    if item:
        yield item


def _take_first(record: Record, tags: tuple[str, ...]) -> str:
    tag = next((tag for tag in tags if record.look(tag)), "")
    return record.text(tag, 0) if tag else ""


def _take_names(record: Record) -> list[str]:
    names = []
    for tag in ("AU", "A1"):
        for name in record.texts(tag):
            family, *given = (part.strip() for part in name.split(","))
            turned = f"{given[0]} {family}" if given else family
            names.append(f"{turned}, {given[1]}" if len(given) > 1 and given[1] else turned)
    return [name.replace(";", ",") for name in names if name]


def _take_address(record: Record) -> str:
    if address := record.text("UR", 0):
        return address
    doi = str(record.look("DO", 0) or "")
    return f"https://doi.org/{record.text('DO', 0)}" if doi.startswith("10.") else ""


def _date(text: str) -> str:
    """Return a date of RIS: year, month, day and a word beside them, or what people write."""
    cells = ["" if cell.strip("0") == "" else cell for cell in text.split("/")]  # 1968/00/00
    if 2 < len(cells) < 5 and re.fullmatch(r"\d{4}", cells[0]):
        date = parts_text(make_parts(*cells[:3]))
        with suppress(DateError):  # 1968///Spring
            return read_date(f"{cells[3]} {cells[0]}") if cells[3:] and len(date) == 4 else date
        return date
    return read_date(text)


def _take_date(record: Record) -> str:
    """Take the most precise date; ``2019/09/09/`` is a day, ``2019///`` a year."""
    for tag in _DATES:
        text = str(record.look(tag, 0) or "").strip()
        if not text:
            continue
        try:
            date = _date(text)
        except DateError as error:
            record.warn("date", error.text, "bad_date", error.problem)
            continue
        beside = text.rpartition("/")[2] if text.count("/") == 3 else ""
        if beside and not re.fullmatch(r"\d{4}-2[1-4]", date):  # the season was read
            record.warn(tag, beside, "not_read")
        record.take(tag, 0)
        for other in _DATES:
            if str(record.look(other, 0) or "").strip("/") == date[:4]:
                record.take(other, 0)
        return date
    return ""


def _take_access(record: Record) -> str:
    """Take the day on which an address was read."""
    with suppress(DateError):
        if day := _date(str(record.look("Y2", 0) or "").strip("/ ")):
            record.take("Y2", 0)
            return day
    return ""
