"""What the desk says of a column: its kind, what may stand in it, and what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from chronotope.dossier.cells import column_names
from chronotope.dossier.defaults import ALIASES
from chronotope.dossier.schemas import key_columns, reference, table_columns, table_fields
from chronotope.lang.languages import is_language

_WIDTHS = {"date": 150, "choice": 130, "number": 100, "ids": 150, "id": 150, "text": 220}
_IDS = ("place_id", "channel")
_OTHER = {"name": "", "type": "string", "description": ""}  # a column of the person's own


def describe_columns(
    table: str, columns: Sequence[str], ids: Mapping[str, Iterable[tuple[str, str]]]
) -> list[dict[str, object]]:
    """Return each column as the page draws it.

    Parameters
    ----------
    table
        Name of a table of the format.
    columns
        The header of the file.
    ids
        For a table, the ids that a cell may name, each with what it is called.

    Returns
    -------
    list of dict
        ``name``, ``header``, ``note``, ``kind`` (text, date, choice, number, ids, id), ``help``
        (date, place or blank: what a person who types is told), ``options`` (value and text),
        ``needed`` and ``width``.
    """
    return [_describe(table, name, ids) for name in columns]


def absent_columns(table: str, columns: Sequence[str], languages: Sequence[str]) -> list[str]:
    """Return the columns of the format that a file does not have, as a person would call them."""
    there = set(column_names(columns, table, tuple(languages)))
    # Two of the events have a name that says more to a person than the format's.
    shorter = {column: name for name, column in ALIASES.items() if column in _IDS}
    called = shorter if table == "events" else {}
    known = [name for name in table_columns(table, languages) if name not in there]
    beside = ["source"] if table == "events" and "source" not in there else []
    return [called.get(name, name) for name in known] + beside


def id_options(frame: pd.DataFrame, key: str) -> list[tuple[str, str]]:
    """Return the ids of a table, each with its first label or title."""
    named = [c for c in frame.columns if str(c).startswith(("label", "title"))]
    texts = frame[named[0]].fillna("") if named else frame[key]
    return [(str(i), str(t)) for i, t in zip(frame[key], texts, strict=True)]


def key_of(table: str) -> str:
    """Return the one column that identifies a row of a table; blank where it takes two."""
    keys = key_columns(table)
    return keys[0] if len(keys) == 1 else ""


def kind_of(table: str, column: str) -> str:
    """Return the kind of a column: text, date, choice, number, ids or id."""
    field = _field(table, column)
    rules = field.get("constraints", {})
    if "edtf" in field:
        return "date"
    if "enum" in rules:
        return "choice"
    if target_of(table, column):
        return "ids"
    if field["type"] in ("number", "integer"):
        return "number"
    return "id" if column == key_of(table) else "text"


def target_of(table: str, column: str) -> str:
    """Return the table whose ids stand in a column; blank for any other."""
    field = _field(table, column)
    return "" if field is _OTHER else reference(table, str(field["name"])) or ""


def _describe(
    table: str, name: str, ids: Mapping[str, Iterable[tuple[str, str]]]
) -> dict[str, object]:
    field, kind = _field(table, name), kind_of(table, name)
    rules = field.get("constraints", {})
    options = [(word, word) for word in rules.get("enum", ())]
    if kind == "ids" and "listOf" not in field:
        options = list(ids.get(target_of(table, name), ()))
    is_place_name = table == "places" and name.startswith("label")
    is_place_name = is_place_name or (target_of(table, name) == "places" and "listOf" not in field)
    return {
        "name": name,
        "header": name,
        "note": str(field["description"]),
        "kind": kind,
        "help": "date" if kind == "date" else "place" if is_place_name else "",
        "options": options,
        "needed": is_needed(field),
        "width": _WIDTHS[kind],
    }


def is_needed(field: Mapping[str, Any]) -> bool:
    """Return whether a person must fill a column: nothing stands in for a blank cell."""
    required = bool(field.get("constraints", {}).get("required"))
    return required and not {"default", "made"} & set(field)


def _field(table: str, header: str) -> Mapping[str, Any]:
    """Return the column that a header means: ``Date`` is date, ``Place`` an id of places."""
    # The language is no matter here: a text column is of its kind in each of them.
    (column,) = column_names([header], table, ("en",))
    lang = column.rpartition("_")[2]
    fields = table_fields(table, [lang] if lang and is_language(lang) else ())
    return next((f for f in fields if f["name"] == column), _OTHER)
