"""A dossier folder of an earlier version of the format brought over to this one."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chronotope.dossier.about import read_about
from chronotope.dossier.encoding import text_of
from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import json_bytes, read_bounded, refuse, write_file
from chronotope.dossier.schemas import (
    FORMAT_VERSION,
    PACKAGE_FILE,
    package_resources,
    table_columns,
    table_names,
)

COPY_FILE = "datapackage.version-1.json"


@dataclass(frozen=True)
class Migration:
    """What a migration changes: the new file, and each change in words."""

    folder: Path
    before: bytes
    after: bytes
    changes: tuple[str, ...]


def plan_migration(folder: str | Path) -> Migration:
    """Return what would be changed in a dossier folder; nothing is written.

    The tables stay as they are: version 2 says once, in ``datapackage.json``, what version 1 took
    for granted (its three languages), and describes each column as something that may be missing.

    Parameters
    ----------
    folder
        Folder of a dossier of any version.

    Raises
    ------
    DossierError
        If there is no ``datapackage.json`` in it, or none that can be read.
    """
    path = Path(folder) / PACKAGE_FILE
    before = read_bounded(path)
    try:
        package = json.loads(text_of(before, PACKAGE_FILE))
    except ValueError as error:
        refuse(PACKAGE_FILE, f"not JSON ({error})", "a data package", "Correct the file.")
    if not isinstance(package, dict) or not isinstance(package.get("chronotope"), dict):
        refuse(PACKAGE_FILE, "it describes no dossier", "a member chronotope", "Name a dossier.")
    about = read_about(package)
    if about.faults:
        raise DossierError(about.faults)
    said = package["chronotope"]
    if said.get("version") == FORMAT_VERSION:
        return Migration(Path(folder), before, before, ())
    languages = about.languages
    described = package.get("resources")
    anew = described_anew(described, languages)
    resources, absent = _as_there(anew, described, Path(folder))
    changes = [
        f"{PACKAGE_FILE}, chronotope.version: {FORMAT_VERSION}",
        f"{PACKAGE_FILE}, chronotope.languages: {', '.join(languages)}",
        f"{PACKAGE_FILE}, resources: the columns described as version {FORMAT_VERSION} does",
    ]
    after = {
        **package,
        "chronotope": {
            "version": FORMAT_VERSION,
            "languages": list(languages),
            **{k: v for k, v in said.items() if k not in ("version", "languages")},
        },
        "resources": resources,
    }
    if absent:
        changes.append(f"{PACKAGE_FILE}, resources: without files not there: {', '.join(absent)}")
    return Migration(Path(folder), before, json_bytes(after), tuple(changes))


def _as_there(
    resources: list[dict[str, Any]], listed: object, folder: Path
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what describes a folder as it stands, and the files that are listed but not there.

    To version 2 a described file or column that is missing is a fault. So neither a table nor a
    column that version 1 did not know is described before someone writes it.
    """
    theirs = listed if isinstance(listed, list) else []
    before = {r.get("path"): r for r in theirs if isinstance(r, dict)}
    ours = {f"{name}.csv" for name in table_names()}
    absent = {p for p in ours if not (folder / p).is_file()}
    kept = []
    for resource in resources:
        path, schema = resource.get("path"), resource.get("schema")
        if path in absent:
            continue
        if path in ours and isinstance(schema, dict):
            schema = _columns_there(schema, before.get(path, {}).get("schema"), folder / str(path))
            keys = schema.get("foreignKeys", [])
            resource = {**resource, "schema": {**schema, "foreignKeys": [
                key for key in keys if f"{key['reference']['resource']}.csv" not in absent
            ]}} if keys else {**resource, "schema": schema}  # fmt: skip
        kept.append(resource)
    return kept, [f"{name}.csv" for name in table_names() if f"{name}.csv" in absent & set(before)]


def _columns_there(schema: dict[str, Any], before: object, path: Path) -> dict[str, Any]:
    """Return a schema without the columns that neither the file nor its old schema has."""
    header = next(csv.reader(text_of(read_bounded(path), path.name).splitlines()), [])
    fields = before.get("fields", []) if isinstance(before, dict) else []
    known = {name.strip() for name in header} | {f.get("name") for f in fields}
    return {**schema, "fields": [f for f in schema["fields"] if f["name"] in known]}


def described_anew(listed: object, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the resources of a package with today's columns, and all that it says beside.

    Parameters
    ----------
    listed
        The resources as they stand; columns and tables of the dossier's own are kept.
    languages
        The languages of the dossier.
    """
    theirs = [r for r in listed if isinstance(r, dict)] if isinstance(listed, list) else []
    found = []
    for ours in package_resources(languages):
        old: Mapping[str, object] = next((r for r in theirs if r.get("name") == ours["name"]), {})
        schema = old.get("schema")
        fields = schema.get("fields", []) if isinstance(schema, dict) else []
        known = table_columns(ours["name"], languages)
        own = [f for f in fields if isinstance(f, dict) and f.get("name") not in known]
        new = {**ours["schema"], "fields": [*ours["schema"]["fields"], *own]}
        found.append({**old, **ours, "schema": new})
    names = {resource["name"] for resource in found}
    return [*found, *(resource for resource in theirs if resource.get("name") not in names)]


def migrate(folder: str | Path) -> Migration:
    """Bring a dossier folder over, and keep a copy of what is changed.

    Parameters
    ----------
    folder
        Folder of a dossier; one of this version is left as it is.

    Raises
    ------
    DossierError
        As :func:`plan_migration`, and if the folder cannot be written to.
    """
    plan = plan_migration(folder)
    if plan.changes:
        write_file(plan.folder / COPY_FILE, plan.before)
        write_file(plan.folder / PACKAGE_FILE, plan.after)
    return plan
