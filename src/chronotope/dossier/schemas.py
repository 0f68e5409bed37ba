"""What the tables of every dossier are: names, columns, types, keys, as ``tables.json`` says.

``tables.json`` holds each text once, marked ``perLanguage``; a dossier has a column of it for each
of its own languages (``title_de``). More marks are ours beside those of a Table Schema:
``default`` (what a blank cell means), ``made`` (a blank cell is filled from the rest of the row,
see :mod:`chronotope.dossier.defaults`), ``listOf`` (ids of another table with ``;`` between),
``words`` (a list of these words) and ``gap`` (what is required may be blank for
the time being: a gap of that kind).
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from chronotope.lang.languages import get_locale, is_language

PACKAGE_FILE = "datapackage.json"
FORMAT_VERSION = 2
_OURS = ("perLanguage", "made", "default", "words", "gap")


def split_list(text: str) -> list[str]:
    """Return the members of a ``;`` list; none for a blank cell."""
    return text.split(";") if text else []


@cache
def _tables() -> Mapping[str, dict[str, Any]]:
    text = (resources.files("chronotope.dossier") / "tables.json").read_text(encoding="utf-8")
    return MappingProxyType({t["name"]: t for t in json.loads(text)["resources"]})


def table_names() -> tuple[str, ...]:
    """Return the names of the tables of every dossier."""
    return tuple(_tables())


def key_columns(table: str) -> list[str]:
    """Return the columns that identify a row of a table."""
    return list(_tables()[table]["schema"]["primaryKey"])


def reference(table: str, column: str) -> str | None:
    """Return the table whose ids stand in a column, alone or in a list; None for any other."""
    schema = _tables()[table]["schema"]
    for key in schema.get("foreignKeys", []):
        if key["fields"] == [column]:
            return str(key["reference"]["resource"] or table)
    lists = {f["name"]: f["listOf"] for f in schema["fields"] if "listOf" in f}
    return str(lists[column]).partition(".")[0] if column in lists else None


def text_stems(table: str) -> list[str]:
    """Return the columns of a table that stand there once for each language: ``title`` …"""
    return [f["name"] for f in _tables()[table]["schema"]["fields"] if f.get("perLanguage")]


def needed_texts(table: str) -> list[str]:
    """Return the texts that must stand there in one language, and that nothing else stands for."""
    fields = _tables()[table]["schema"]["fields"]
    return [
        f["name"]
        for f in fields
        if f.get("perLanguage") and f.get("constraints", {}).get("required") and "made" not in f
    ]


def text_languages(columns: Iterable[str], stem: str) -> tuple[str, ...]:
    """Return the languages in which a table has a text, from its columns."""
    return tuple(name[len(stem) + 1 :] for name in columns if name.rpartition("_")[0] == stem)


def table_fields(table: str, languages: Iterable[str]) -> list[dict[str, Any]]:
    """Return the fields of a table, each text once for each language.

    Parameters
    ----------
    languages
        The languages of the dossier, in its order.

    Returns
    -------
    list of dict
        Fields of a Table Schema with our marks; a text has ``stem`` and ``lang`` beside.
    """
    return _fields(table, tuple(languages))


@cache
def _fields(table: str, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for field in _tables()[table]["schema"]["fields"]:
        if not field.get("perLanguage"):
            found.append(field)
            continue
        stem = field["name"]
        found += [{**field, "name": f"{stem}_{x}", "stem": stem, "lang": x} for x in languages]
    return found


def table_columns(table: str, languages: Iterable[str]) -> list[str]:
    """Return the columns of a table, in order, in a dossier of those languages."""
    return [field["name"] for field in table_fields(table, languages)]


def is_column(table: str, name: str) -> bool:
    """Return whether a dossier of any language has that column."""
    if name in table_columns(table, ()):
        return True
    stem, _, lang = name.rpartition("_")
    return stem in text_stems(table) and is_language(lang)


def sorted_columns(table: str, names: Iterable[str], languages: Iterable[str]) -> list[str]:
    """Return the columns of a table and, after them, those names that are none of them."""
    known = table_columns(table, languages)
    return [*known, *(name for name in dict.fromkeys(names) if name not in known)]


# --- the data package of one dossier --------------------------------------------------------------


def package_resources(
    languages: Iterable[str], extras: Mapping[str, Iterable[str]] | None = None
) -> list[dict[str, Any]]:
    """Return the tables as a Frictionless Data Package describes them, for one dossier.

    Parameters
    ----------
    languages
        The languages of the dossier.
    extras
        For a table, the columns of the dossier's own after the others.
    """
    found = []
    for name, table in _tables().items():
        fields = [_described(field) for field in table_fields(name, languages)]
        fields += [{"name": extra, "type": "string"} for extra in (extras or {}).get(name, ())]
        found.append({**table, "schema": {**table["schema"], "fields": fields}})
    return found


def _described(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field as people and other programs read it, with no mark of ours but two."""
    kept = {k: v for k, v in field.items() if k not in (*_OURS, "stem", "lang", "constraints")}
    rules = dict(field.get("constraints", {}))
    if "lang" in field:
        language = get_locale(field["lang"]).get_display_name("en")
        kept["description"] = f"{field['description']} In {language}."
    if {"lang", "default", "made"} & set(field):
        # A text must stand there in one language, whichever; what is filled in may be blank.
        rules.pop("required", None)
    return {**kept, "constraints": rules} if rules else kept
