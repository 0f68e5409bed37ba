"""The tables against their schema, by frictionless: types, enums, patterns, keys."""

from collections.abc import Mapping
from functools import lru_cache

from chronotope.dossier.errors import Fault
from chronotope.dossier.schemas import key_columns, table_schemas
from chronotope.dossier.sheets import Sheet
from chronotope.lang.words import LANGUAGES

_BLANK = ("blank", "Fill the cell.")
# A sheet that cannot be changed: columns, rows, lines, whether every row was read.
_Frozen = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[int, ...], bool]


def schema_faults(sheets: Mapping[str, Sheet]) -> list[Fault]:
    """Return every fault against the schema, table by table.

    What frictionless says of a table is kept: it costs more than everything else that is read,
    and rests on nothing but the table and the ids that it refers to.
    """
    return [
        fault
        for table, sheet in sheets.items()
        for fault in _table_faults(table, _frozen(sheet), _referred(table, sheets))
    ]


def _frozen(sheet: Sheet) -> _Frozen:
    rows = tuple(map(tuple, sheet.rows))
    return tuple(sheet.columns), rows, tuple(sheet.lines), sheet.is_whole


def _referred(table: str, sheets: Mapping[str, Sheet]) -> tuple[tuple[str, str, tuple], ...]:
    """Return the tables that a table refers to, with the ids in them, as far as all were read."""
    found = []
    for key in table_schemas()[table].get("foreignKeys", []):
        target, column = key["reference"]["resource"], key["reference"]["fields"][0]
        sheet = sheets.get(target)
        if target and _is_whole(sheet):
            at = sheet.columns.index(column)
            found.append((target, column, tuple(row[at] for row in sheet.rows)))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def _table_faults(
    table: str, frozen: _Frozen, referred: tuple[tuple[str, str, tuple], ...]
) -> tuple[Fault, ...]:
    # Imported here: it costs as much as everything else that is read.
    from frictionless import Package, Resource, Schema

    columns, rows, lines, is_whole = frozen
    sheets = {
        target: Sheet([column], [[value] for value in ids], list(range(2, len(ids) + 2)))
        for target, column, ids in referred
    }
    sheets[table] = Sheet(list(columns), [list(row) for row in rows], list(lines), is_whole)
    package = Package(
        resources=[
            Resource(
                name=name,
                data=[sheet.columns, *sheet.rows],
                schema=Schema.from_descriptor(
                    _readable_schema(name, sheet, sheets) if name == table else _plain(sheet)
                ),
            )
            for name, sheet in sheets.items()
        ]
    )
    report = package.get_resource(table).validate()
    faults = [
        _convert(table, sheets[table], error, sheets)
        for task in report.tasks
        for error in task.errors
    ]
    return tuple(fault for fault in faults if fault is not None)


def _plain(sheet: Sheet) -> dict:
    return {"fields": [{"name": name, "type": "string"} for name in sheet.columns]}


def _readable_schema(table: str, sheet: Sheet, sheets: Mapping[str, Sheet]) -> dict:
    """Return the schema of a table with the keys that can be followed in what was read."""
    schema = table_schemas()[table]
    own = [{"name": name, "type": "string"} for name in sheet.columns]
    known = {f["name"]: f for f in schema["fields"]}
    keys = schema.get("foreignKeys", [])
    return {
        **schema,
        "fields": [known.get(column["name"], column) for column in own],
        "foreignKeys": [
            k for k in keys if _is_whole(sheets.get(k["reference"]["resource"] or table))
        ],
    }


def _is_whole(sheet: Sheet | None) -> bool:
    return sheet is not None and sheet.is_whole


def _convert(table: str, sheet: Sheet, error: object, sheets: Mapping[str, Sheet]) -> Fault | None:
    """Return a frictionless error as a fault of ours; None where another fault says it."""
    kind = error.type
    number = getattr(error, "row_number", None)
    if number is None:
        return Fault(f"{table}.csv", None, None, None, str(error.message), "", "Restore the file.")
    index = number - 2
    row = dict(zip(sheet.columns, sheet.rows[index], strict=True))
    file, line = f"{table}.csv", sheet.lines[index]
    if kind == "blank-row":
        return Fault(file, line, None, None, "a row with no text", "filled rows", "Remove the row.")
    if kind == "primary-key":
        return _key_fault(file, line, table, row, sheet, error.note)
    if kind == "foreign-key":
        column = error.note.split('"')[1]
        target, known = _referenced(table, column, sheets)
        return unknown_id_fault(file, line, column, row[column], target, known)
    column = error.field_name
    if kind == "unique-error":
        other = sheet.lines[_position(error.note) - 2]
        problem = f"the same as in row {other}"
        return Fault(file, line, column, row[column], problem, "each value once", "Change one.")
    schema = next(f for f in table_schemas()[table]["fields"] if f["name"] == column)
    if kind == "constraint-error":
        rule = error.note.split('"')[1]
        return _rule_fault(file, line, schema, row[column], rule)
    expected = "a whole number" if schema["type"] == "integer" else f"a {schema['type']}"
    problem = f"not {expected}"
    return Fault(file, line, column, row[column], problem, expected, "Write it so.")


def _key_fault(
    file: str, line: int, table: str, row: dict[str, str], sheet: Sheet, note: str
) -> Fault | None:
    if "same as" not in note:
        return None  # a blank id: the column is required, and that fault is there too
    columns = key_columns(table)
    other = sheet.lines[_position(note) - 2]
    value = ",".join(row[c] for c in columns)
    return Fault(
        file, line, ",".join(columns), value, f"a duplicate id (also in row {other})",
        "each id once", "Remove one row, or give it an id of its own.",
    )  # fmt: skip


def _position(note: str) -> int:
    return int(note.rsplit(" ", 1)[1])


def _referenced(table: str, column: str, sheets: Mapping[str, Sheet]) -> tuple[str, list[str]]:
    keys = table_schemas()[table]["foreignKeys"]
    target = next(k["reference"] for k in keys if k["fields"] == [column])
    name, key = target["resource"] or table, target["fields"][0]
    at = sheets[name].columns.index(key)
    return f"{name}.csv", [row[at] for row in sheets[name].rows]


def unknown_id_fault(
    file: str, row: int, column: str, value: str, target: str, known: list[str]
) -> Fault:
    """Return the fault for an id that the table it refers to does not hold."""
    import difflib

    close = difflib.get_close_matches(value, known, n=3)
    remedy = f"Write {' or '.join(close)}?" if close else f"Add the row to {target}."
    return Fault(file, row, column, value, "an unknown id", f"an id of {target}", remedy)


def _rule_fault(file: str, line: int, schema: dict, value: str, rule: str) -> Fault | None:
    column, rules = schema["name"], schema["constraints"]
    what = schema["description"].split(". ")[0].rstrip(".")
    if rule == "required":
        is_text = column.rpartition("_")[2] in LANGUAGES
        problem, remedy = ("missing translation", "Translate it.") if is_text else _BLANK
        return Fault(file, line, column, None, problem, what, remedy)
    if rule == "enum":
        allowed = ", ".join(rules["enum"])
        return Fault(file, line, column, value, "not one of the words", allowed, "Choose one.")
    if rule == "pattern":
        allowed = f"{what} ({rules['pattern']})"
        return Fault(file, line, column, value, "written otherwise", allowed, "Write it so.")
    if rule == "maxLength":
        problem = f"{len(value)} characters"
        return Fault(file, line, column, value, problem, f"at most {rules[rule]}", "Shorten it.")
    allowed = " to ".join(str(rules[k]) for k in ("minimum", "maximum") if k in rules)
    if "maximum" not in rules:
        allowed += " or more"
    remedy = "Correct the number."
    if column in ("longitude", "latitude"):
        remedy = "Check the number; are longitude and latitude swapped?"
    return Fault(file, line, column, value, "out of range", allowed, remedy)
