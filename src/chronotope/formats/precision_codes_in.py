"""Files in the columns of ACLED or of UCDP GED read, with how well each date and place is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chronotope.dossier.files import refuse
from chronotope.dossier.rows import unshielded
from chronotope.formats._dating import read_date
from chronotope.formats._intake import Intake, Record
from chronotope.formats._points import place_at, place_named, take_degrees
from chronotope.formats._recognition import Sample
from chronotope.formats.precision_codes import edtf_of_acled, edtf_of_ucdp, place_precision
from chronotope.lang.dates import DateError, parse_date


@dataclass(frozen=True)
class _Scheme:
    name: str
    needed: tuple[str, str]
    key: str
    titles: tuple[str, ...]
    place: str
    code: str


_ACLED = _Scheme("acled", ("event_date", "time_precision"), "event_id_cnty",
                 ("notes",), "location", "geo_precision")  # fmt: skip
# The description is a column of the candidate events and of our own files only.
_UCDP = _Scheme("ucdp", ("date_start", "date_prec"), "id",
                ("event_description", "source_headline", "conflict_name", "dyad_name"),
                "where_coordinates", "where_prec")  # fmt: skip


def looks_like_acled(sample: Sample) -> bool:
    """Return whether a sheet has the precision codes of ACLED."""
    return bool({"time_precision", "geo_precision"} & (sample.columns | _answered(sample)))


def looks_like_ucdp(sample: Sample) -> bool:
    """Return whether a sheet has the precision codes of UCDP GED."""
    return bool({"date_prec", "where_prec"} & sample.columns)


def _answered(sample: Sample) -> set[str]:
    """Return the names in the first record of what the service of ACLED answers."""
    data = sample.member("data")
    first = data[0] if isinstance(data, list) and data else None
    return {str(name).lower() for name in first} if isinstance(first, Mapping) else set()


def read_acled(intake: Intake) -> None:
    """Take in the events and places of a file in the columns of ACLED."""
    _read(_ACLED, intake)


def read_ucdp(intake: Intake) -> None:
    """Take in the events and places of a file in the columns of UCDP GED."""
    _read(_UCDP, intake)


def _read(scheme: _Scheme, intake: Intake) -> None:
    rows, columns = _rows(intake)
    if rows and not set(scheme.needed) <= columns:
        refuse(intake.source.name, "columns are missing", ", ".join(scheme.needed),
               "Export it again.", row=1)  # fmt: skip
    for number, (line, cells) in enumerate(rows, start=1):
        plain = {column: unshielded(cell.strip()) for column, cell in cells.items()}
        record = Record(plain, intake, table="events", row=str(line))
        record.number = number
        _read_row(scheme, record)
        record.close()


def _rows(intake: Intake) -> tuple[list[tuple[int, dict[str, str]]], set[str]]:
    """Return the rows of a sheet, or of what the service answers; columns in small letters."""
    source = intake.source
    if not source.text.lstrip().startswith("{"):
        sheet = source.sheet
        given = [(line, dict(cells)) for line, cells in sheet.rows]
        names = sheet.columns
    else:
        root = intake.record(source.json_object())
        members = [x for x in root.take("data") or [] if isinstance(x, Mapping)]
        given = [
            (number, {str(k): "" if v is None else str(v) for k, v in member.items()})
            for number, member in enumerate(members, start=1)
        ]
        names = list(given[0][1]) if given else []
        root.close()
    source.require_few(given)
    lowered = [(line, {k.lower(): v for k, v in cells.items()}) for line, cells in given]
    return lowered, {name.lower() for name in names}


def _read_row(scheme: _Scheme, record: Record) -> None:
    event_id = record.name_row(record.text(scheme.key))
    try:
        edtf = _take_date(scheme, record)
    except DateError as error:
        record.refuse("date", error.text, "bad_date", error.problem)
        return
    title = next((column for column in scheme.titles if record.look(column)), "")
    row = {
        "event_id": event_id, "date": edtf, "place_id": _take_place(scheme, record),
        f"title_{record.intake.lang}": record.text(title) if title else "",
    }  # fmt: skip
    record.intake.found.add("events", row)


def _take_date(scheme: _Scheme, record: Record) -> str:
    code = _take_code(scheme, record)
    if not code:
        return _without_code(scheme, record)
    if scheme is _ACLED:
        edtf = edtf_of_acled(_day(str(record.look("event_date") or "")), code)
        taken: tuple[str, ...] = ("event_date", "time_precision")
    else:
        edtf = edtf_of_ucdp(*_days(record), code)
        taken = ("date_start", "date_end", "date_prec")
    for column in taken:
        record.take(column)
    if str(record.look("year") or "") == edtf.lstrip("[")[:4]:
        record.take("year")
    return edtf


def _take_code(scheme: _Scheme, record: Record) -> int:
    """Return the code of how well a date is known; 0 where the file has none.

    Raises
    ------
    DateError
        If what stands there is no number.
    """
    text = str(record.look(scheme.needed[1]) or "")
    if text and not re.fullmatch(r"[0-9]{1,2}(\.0)?", text):
        raise DateError(text, "no precision code", "Write the code.")
    return int(text.split(".")[0]) if text else 0


def _without_code(scheme: _Scheme, record: Record) -> str:
    """Return a date of which nobody says how well it is known: about that day, or one of them."""
    if scheme is _ACLED:
        date = f"{_day(str(record.look('event_date') or ''))}~"
        record.take("event_date")
    else:
        first, last = _days(record)
        date = f"{first}~" if first == last else parse_date(f"[{first}..{last}]").text
        for column in ("date_start", "date_end"):
            record.take(column)
    if str(record.look("year") or "") == date.lstrip("[")[:4]:
        record.take("year")
    record.warn("date", "", "no_precision", date)
    return date


def _days(record: Record) -> tuple[str, str]:
    first = _day(str(record.look("date_start") or ""))
    return first, _day(str(record.look("date_end") or "") or first)


def _day(text: str) -> str:
    """Return a day; ACLED writes ``31 December 1999`` and ``31-Dec-99`` as well."""
    text = re.sub(r" 12:00:00 ?AM$", "", text.strip())  # midnight, as American programs write it
    short = re.fullmatch(r"(\d{1,2})-([A-Za-z]{3})-(\d\d)", text)
    if short:
        # Both schemes begin after 1989, so two digits of a year have one reading.
        century = "19" if int(short[3]) > 88 else "20"
        text = f"{short[1]} {short[2]} {century}{short[3]}"
    date = read_date(text)
    if parse_date(date).precision != "day":
        raise DateError(text, "not a day", "Write 1999-12-31.")
    return date.split("T")[0]


def _take_place(scheme: _Scheme, record: Record) -> str:
    position = take_degrees(record, ("longitude",), ("latitude",))
    if position is None:
        has_numbers = record.look("longitude") or record.look("latitude")
        return "" if has_numbers else place_named(record, scheme.place)
    code = str(record.look(scheme.code) or "").split(".")[0]
    precision = place_precision(scheme.name, int(code)) if code.isdecimal() else None
    cells = {"precision": precision or ""}
    if precision is None:
        record.warn(scheme.code, code, "bad_code")
    else:
        record.take(scheme.code)
    if re.fullmatch(r"[A-Z]{2}", str(record.look("country") or "")):
        cells["country"] = record.text("country")
    return place_at(record, position, record.text(scheme.place), **cells)
