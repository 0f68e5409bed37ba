"""What the tables of every dossier are: names, columns, types, keys, as ``tables.json`` says."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

PACKAGE_FILE = "datapackage.json"


def split_list(text: str) -> list[str]:
    """Return the members of a ``;`` list; none for a blank cell."""
    return text.split(";") if text else []


def table_names() -> tuple[str, ...]:
    """Return the names of the tables of every dossier."""
    return tuple(table_schemas())


@cache
def table_schemas() -> Mapping[str, dict]:
    """Return the Table Schema of each table, as ``tables.json`` states it."""
    text = (resources.files("chronotope.dossier") / "tables.json").read_text(encoding="utf-8")
    return MappingProxyType({t["name"]: t["schema"] for t in json.loads(text)["resources"]})


def table_columns(table: str) -> list[str]:
    """Return the columns that a table must have, in order."""
    return [column["name"] for column in table_schemas()[table]["fields"]]


def key_columns(table: str) -> list[str]:
    """Return the columns that identify a row of a table."""
    return list(table_schemas()[table]["primaryKey"])
