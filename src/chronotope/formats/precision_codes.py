"""Precision codes of ACLED and UCDP GED: how well a date and a place are known, as one digit.

========  =====================================  =================================================
code      EDTF                                   place
========  =====================================  =================================================
ACLED 1   a day                                  ``exact`` or ``city``; read as city
ACLED 2   a day with ``~``, two to seven days    ``representative``
ACLED 3   a month, eight to 31 days              ``area``
UCDP 1    a day                                  ``exact``
UCDP 2    one of two to six days                 ``city``
UCDP 3    one of seven days                      read as ``area`` (a second-order unit); not written
UCDP 4    a month, or one of its days            ``area`` of one first-order unit
UCDP 5    a longer time, up to a year            ``representative``, or a larger part of a country
UCDP 6    (not a code for dates)                 ``area`` of one country
UCDP 7    (not a code for dates)                 read as ``representative`` (at sea); not written
========  =====================================  =================================================

Both schemes code *when something happened within a time*; an event that lasts is written with the
days it lasts and comes back as "one of these days", which the report says.

What the codes mean is told, after both codebooks, in the manual of the R package
mapme.biodiversity, and was compared with it:

- ACLED, time 1 to 3 and place 1 to 3:
  https://rdrr.io/cran/mapme.biodiversity/man/fatalities_acled.html
  (codebook: https://acleddata.com/knowledge-base/codebook/)
- UCDP GED, date 1 to 5 and place 1 to 7:
  https://rdrr.io/cran/mapme.biodiversity/man/fatalities_ucpd.html
  (R. Sundberg and E. Melander, "Introducing the UCDP Georeferenced Event Dataset", Journal of
  Peace Research 50(4), 2013, pp. 523-532)

ACLED's own R package lists time 3 as the middle of a week or weekend
(https://rdrr.io/cran/acledR/man/acled_codebook.html); the codebook's month is taken here. That a
``city`` of a dossier is UCDP's "limited area around a location", and not its exact one, is our
choice: a dossier says ``exact`` when it means the building or the ground.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import timedelta

from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.rows import Row, shielded, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._losses import LossReport
from chronotope.lang.dates import DateError, parse_date

ACLED_PLACES = {"exact": 1, "city": 1, "representative": 2, "area": 3}
ACLED_COLUMNS = [
    "event_id_cnty", "event_date", "year", "time_precision", "event_type", "actor1", "actor2",
    "country", "location", "latitude", "longitude", "geo_precision", "source", "notes",
]  # fmt: skip
UCDP_COLUMNS = [
    "id", "year", "date_prec", "date_start", "date_end", "side_a", "side_b", "where_coordinates",
    "where_prec", "latitude", "longitude", "country", "source_article", "event_description",
]  # fmt: skip
_NAMES = {
    "acled": ("event_id_cnty", "notes", "location", "geo_precision"),
    "ucdp": ("id", "event_description", "where_coordinates", "where_prec"),
}
TOOK_PLACE = ("", "held", "recalled")
_LONGEST = 366
_COUNTRY = re.compile(r"[A-Z]{2}")
_FIRST_ORDER = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


# --- codes ---------------------------------------------------------------------------------------


def acled_date(text: str) -> tuple[str, int] | None:
    """Return the day and time precision of an EDTF text; None where ACLED has no code for it."""
    parsed = parse_date(text)
    if parsed.earliest is None or parsed.latest is None or parsed.is_uncertain:
        return None
    if parsed.precision == "day":
        return parsed.earliest.isoformat(), 2 if parsed.is_approximate else 1
    if parsed.precision == "month":
        return parsed.earliest.replace(day=15).isoformat(), 3
    days = (parsed.latest - parsed.earliest).days + 1
    middle = parsed.earliest + timedelta(days=(days - 1) // 2)
    if days <= 7:
        return middle.isoformat(), 2
    return (middle.isoformat(), 3) if days <= 31 else None


def edtf_of_acled(day: str, code: int) -> str:
    """Return the EDTF text of an ACLED day and time precision.

    Raises
    ------
    DateError
        If the day is no day or the code is not 1, 2 or 3.
    """
    first = parse_date(day).earliest
    if first is None or parse_date(day).precision != "day":
        raise DateError(day, "not a day", "Write 1999-12-31.")
    forms = {1: first.isoformat(), 2: f"{first.isoformat()}~", 3: first.isoformat()[:7]}
    if code not in forms:
        raise DateError(str(code), "no time precision of ACLED", "Write 1, 2 or 3.")
    return forms[code]


def ucdp_dates(text: str) -> tuple[str, str, int] | None:
    """Return first day, last day and code of an EDTF text; None where UCDP has no code for it."""
    parsed = parse_date(text)
    first, last = parsed.earliest, parsed.latest
    if first is None or last is None or parsed.is_uncertain or parsed.is_approximate:
        return None
    days = (last - first).days + 1
    if days > _LONGEST:
        return None
    limits = ((1, 1), (6, 2), (7, 3), (31, 4))
    code = next((code for most, code in limits if days <= most), 5)
    return first.isoformat(), last.isoformat(), code


def edtf_of_ucdp(first: str, last: str, code: int) -> str:
    """Return the EDTF text of two UCDP days and their code.

    Raises
    ------
    DateError
        If they are no days, the last comes before the first, or code 1 has two days.
    """
    start, end = parse_date(first).earliest, parse_date(last).earliest
    if start is None or end is None or len(first) != 10 or len(last) != 10:
        raise DateError(f"{first}/{last}", "not two days", "Write 1999-12-31.")
    if code not in range(1, 6):
        raise DateError(str(code), "no date precision of UCDP", "Write 1 to 5.")
    if start == end:
        # One day with a code that says less: the day is where the coders put it, not when it was.
        return {1: first, 2: f"{first}~", 3: f"{first}~", 4: first[:7], 5: first[:4]}[code]
    if end < start or code == 1:
        raise DateError(f"{first}/{last}", "the days and the code disagree", "Correct one.")
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return first[:7]
        if start.month == 1 and end.month == 12 and start.year == end.year:
            return first[:4]
    return f"[{first}..{last}]"


def ucdp_place_code(place: Mapping[str, str]) -> int | None:
    """Return the UCDP code of how well a place is known; None for an area of several countries."""
    if place["precision"] != "area":
        return {"exact": 1, "city": 2, "representative": 5}[place["precision"]]
    units = split_list(place["area"])
    if len(units) == 1:
        return 6 if _COUNTRY.fullmatch(units[0]) else 4 if _FIRST_ORDER.fullmatch(units[0]) else 5
    return 5 if place["country"] else None


def place_precision(scheme: str, code: int) -> str | None:
    """Return the place precision of a code; None for a code that is none of the scheme."""
    if scheme == "acled":
        return {1: "city", 2: "representative", 3: "area"}.get(code)
    areas = dict.fromkeys((3, 4, 6), "area")
    return {1: "exact", 2: "city", 5: "representative", 7: "representative", **areas}.get(code)


# --- writing -------------------------------------------------------------------------------------


def write_acled(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the events in the columns of ACLED."""
    return _write("acled", ACLED_COLUMNS, dossier, report, lang)


def write_ucdp(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the events in the columns of UCDP GED."""
    return _write("ucdp", UCDP_COLUMNS, dossier, report, lang)


def _write(
    scheme: str, columns: list[str], dossier: Dossier, report: LossReport, lang: str
) -> bytes:
    places = {row["place_id"]: row for row in table_rows(dossier, "places")}
    actors = {row["actor_id"]: row[f"label_{lang}"] for row in table_rows(dossier, "actors")}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
    writer.writeheader()
    left_out = set()
    for row in table_rows(dossier, "events"):
        place = places.get(row["place_id"])
        cells = _acled_row(row) if scheme == "acled" else _ucdp_row(row)
        reason = "no_code" if cells is None else "no_place" if place is None else ""
        if cells and place and not _add_place_code(scheme, place, cells):
            reason = "no_place_code"
        if row["status"] not in TOOK_PLACE:  # every row of either is something that happened
            report.add("left-out", "events", row["event_id"], "status", row["status"],
                       reason="not_an_event")  # fmt: skip
            left_out.add(row["event_id"])
            continue
        if not cells or not place or reason:
            left_out.add(row["event_id"])
            column = "date" if reason == "no_code" else "place_id"
            report.add("left-out", "events", row["event_id"], column, row[column], reason=reason)
            continue
        _note_precision(scheme, row, place, cells, report)
        names = [actors[a] for a in split_list(row["actors"])]
        held = {"place_id": place[f"label_{lang}"], "actors": "; ".join(names)}
        for column, label in held.items():
            if row[column]:
                report.add("changed", "events", row["event_id"], column, row[column],
                           reason="held_as", detail=label)  # fmt: skip
        cells |= _shared_cells(scheme, row, place, names, lang)
        writer.writerow({column: shielded(str(cells.get(column, ""))) for column in columns})
    used = {r["place_id"] for r in table_rows(dossier, "events") if r["event_id"] not in left_out}
    account(
        report,
        dossier,
        Held(
            native={
                "events": ("date", f"title_{lang}", "actors", "place_id"),
                "places": ("longitude", "latitude", "country", "precision", f"label_{lang}"),
                "actors": (f"label_{lang}",),
            },
            left_out={"events": left_out, "places": places.keys() - used},
        ),
    )
    for place_id in sorted(places.keys() - used):
        report.add("left-out", "places", place_id, reason="no_event_there")
    return text.getvalue().encode("utf-8")


def _acled_row(row: Row) -> dict[str, object] | None:
    coded = acled_date(row["date"])
    if coded is None:
        return None
    return {"event_date": coded[0], "year": coded[0][:4], "time_precision": coded[1]}


def _ucdp_row(row: Row) -> dict[str, object] | None:
    coded = ucdp_dates(row["date"])
    if coded is None:
        return None
    first, last, code = coded
    return {"date_start": first, "date_end": last, "year": first[:4], "date_prec": code}


def _add_place_code(scheme: str, place: Row, cells: dict[str, object]) -> bool:
    """Add the code of a place to a row; return whether there is one."""
    is_acled = scheme == "acled"
    code = ACLED_PLACES[place["precision"]] if is_acled else ucdp_place_code(place)
    cells["geo_precision" if is_acled else "where_prec"] = code
    return code is not None


def _note_precision(
    scheme: str, row: Row, place: Row, cells: dict[str, object], report: LossReport
) -> None:
    if scheme == "acled":
        code = int(str(cells["geo_precision"]))
        back = edtf_of_acled(str(cells["event_date"]), int(str(cells["time_precision"])))
    else:
        code = int(str(cells["where_prec"]))
        first, last = (str(cells[key]) for key in ("date_start", "date_end"))
        back = edtf_of_ucdp(first, last, int(str(cells["date_prec"])))
    if back != row["date"]:
        report.add("changed", "events", row["event_id"], "date", row["date"],
                   reason="held_as", detail=back)  # fmt: skip
    if place_precision(scheme, code) != place["precision"]:
        report.add("changed", "events", row["event_id"], "place_id", place["precision"],
                   reason="code_coarser", detail=code)  # fmt: skip


def _shared_cells(
    scheme: str, row: Row, place: Row, names: list[str], lang: str
) -> dict[str, object]:
    first, others = (names[0], "; ".join(names[1:])) if names else ("", "")
    where = {key: place[key] for key in ("latitude", "longitude", "country")}
    title = row[f"title_{lang}"]
    if scheme == "acled":
        return {**where, "event_id_cnty": row["event_id"], "location": place[f"label_{lang}"],
                "actor1": first, "actor2": others, "notes": title}  # fmt: skip
    return {**where, "id": row["event_id"], "where_coordinates": place[f"label_{lang}"],
            "side_a": first, "side_b": others, "event_description": title}  # fmt: skip
