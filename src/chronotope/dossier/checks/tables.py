"""Rules that hold for every table: dates, lists, order, translations."""

from collections.abc import Iterator

from chronotope.dossier.checks.rows import fields_with, rows_of
from chronotope.dossier.conformity import unknown_id_fault
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier, key_columns, split_list, table_names, table_schemas
from chronotope.lang.dates import MAXYEAR, DateError, parse_date
from chronotope.lang.words import LANGUAGES


def check_dates(dossier: Dossier) -> Iterator[Fault]:
    """Dates are EDTF, unambiguous, in order, and within the years that charts can place."""
    for table in table_names():
        fields = fields_with(table, "edtf")
        for line, row in rows_of(dossier, table) if fields else ():
            for column in fields:
                text = row[column["name"]]
                wrong = _date_problem(text, column["edtf"]) if text else None
                if wrong:
                    yield Fault(f"{table}.csv", line, column["name"], text, *wrong)


def _date_problem(text: str, kind: str) -> tuple[str, str, str] | None:
    try:
        parsed = parse_date(text)
    except DateError as error:
        return error.problem, error.allowed, error.remedy
    if parsed.is_out_of_range:
        return (
            "out of range",
            f"years -{MAXYEAR} to {MAXYEAR}",
            "Keep it in a text, not as a date.",
        )
    if kind == "interval" and parsed.precision != "interval":
        return "not an interval", "a start, / and an end", f"Write {text}/{text}, or the ends."
    return None


def check_lists(dossier: Dossier) -> Iterator[Fault]:
    """Each member of a list is an id of the table it names, and stands there once."""
    for table in table_names():
        for column in fields_with(table, "listOf"):
            name = column["name"]
            target, key = column["listOf"].split(".")
            known = list(getattr(dossier, target)[key])
            ids = frozenset(known)
            for line, row in rows_of(dossier, table):
                members = split_list(row[name])
                for member in dict.fromkeys(members):
                    if member not in ids and target not in dossier.unread:
                        yield unknown_id_fault(
                            f"{table}.csv", line, name, member, f"{target}.csv", known
                        )
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


def check_order(dossier: Dossier) -> Iterator[Fault]:
    """Rows are sorted by id."""
    for table in table_names():
        keys = key_columns(table)
        before: tuple = ()
        for line, row in rows_of(dossier, table):
            key = tuple(row[column] for column in keys)
            if key < before:
                yield Fault(
                    f"{table}.csv",
                    line,
                    ",".join(keys),
                    ",".join(key),
                    f"the row stands after {','.join(before)}",
                    "rows sorted by id",
                    f"Sort the rows by {', '.join(keys)}.",
                )
                break
            before = key


def check_translations(dossier: Dossier) -> Iterator[Fault]:
    """A text is there in every language or in none."""
    for table in table_names():
        columns = {c["name"]: c for c in table_schemas()[table]["fields"]}
        last = f"_{LANGUAGES[-1]}"
        stems = [name.removesuffix(last) for name in columns if name.endswith(last)]
        for stem in stems:
            group = [f"{stem}_{lang}" for lang in LANGUAGES]
            if columns[group[0]].get("constraints", {}).get("required"):
                continue  # the schema refuses a blank one
            for line, row in rows_of(dossier, table):
                blank = [name for name in group if not row[name]]
                for name in blank if len(blank) < len(group) else ():
                    yield Fault(
                        f"{table}.csv",
                        line,
                        name,
                        None,
                        "missing translation",
                        f"{', '.join(group)}: all or none",
                        "Translate it.",
                    )
