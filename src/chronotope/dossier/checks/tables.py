"""Rules that hold for every table: dates and lists."""

from collections.abc import Iterator

from chronotope.dossier.checks.rows import fields_with
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier, split_list, table_names
from chronotope.dossier.rules import unknown_id_fault
from chronotope.lang.dates import MAXYEAR, DateError, parse_date
from chronotope.lang.languages import interface_languages
from chronotope.lang.written import edtf_of


def check_dates(dossier: Dossier) -> Iterator[Fault]:
    """Dates are EDTF, unambiguous, in order, and within the years that charts can place."""
    for table in table_names():
        fields = fields_with(table, "edtf")
        for line, row in dossier.numbered_rows(table) if fields else ():
            for column in fields:
                text = row[column["name"]]
                if text and text == row.get("date_relative"):
                    continue  # it could not be placed, and that fault is there too
                if column["name"] == "date" and row.get("calendar"):
                    continue  # its calendar has no such date, or is none: that fault is there too
                wrong = _date_problem(text, column["edtf"], dossier.languages) if text else None
                if wrong:
                    yield Fault(f"{table}.csv", line, column["name"], text, *wrong)


def _date_problem(text: str, kind: str, languages: tuple[str, ...]) -> tuple[str, str, str] | None:
    try:
        parsed = parse_date(text)
    except DateError as error:
        told = _as_written(text, languages) or error
        return told.problem, told.allowed, told.remedy
    if parsed.is_out_of_range:
        return (
            "out of range",
            f"years -{MAXYEAR} to {MAXYEAR}",
            "Keep it in a text, not as a date.",
        )
    if kind == "interval" and parsed.precision != "interval":
        return "not an interval", "a start, / and an end", f"Write {text}/{text}, or the ends."
    return None


def _as_written(text: str, languages: tuple[str, ...]) -> DateError | None:
    """Return what is wrong with a date that a person wrote, which says more than EDTF's rules."""
    try:
        edtf_of(text, languages=languages, also=interface_languages())
    except DateError as error:
        return error
    return None


def check_lists(dossier: Dossier) -> Iterator[Fault]:
    """Each member of a list is an id of the table it names, and stands there once."""
    for table in table_names():
        for column in fields_with(table, "listOf"):
            name = column["name"]
            target, key = column["listOf"].split(".")
            known = [row[key] for row in dossier.rows(target)]
            ids = frozenset(known)
            for line, row in dossier.numbered_rows(table):
                members = split_list(row[name])
                for member in dict.fromkeys(members):
                    if member not in ids and target not in dossier.unread:
                        yield unknown_id_fault((f"{table}.csv", line, name), member, target, known)
                    if members.count(member) > 1:
                        yield Fault(
                            f"{table}.csv",
                            line,
                            name,
                            member,
                            "twice in the list",
                            "each id once",
                            "Remove one.",
                        )
