"""The card of the data folder: one row a file, made from the files and their descriptors."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any

from chronotope.dossier.placing import replacing

HEADER = "| file | what | rows | source | licence | sha256 | what we changed |"
DESCRIPTOR = "datapackage.json"
_INTRO = (
    "# Data",
    "",
    "One row a file, written by `chronotope card` from the files themselves and from the",
    f"`{DESCRIPTOR}` beside them; a test keeps it true. Do not edit it by hand.",
    "",
)


def write_card(folder: Path, *, is_comparing: bool = False) -> bool:
    """Write ``README.md`` in the data folder; return whether it was right already or is now.

    Parameters
    ----------
    folder
        Folder of data packages, each a folder with a ``datapackage.json``.
    is_comparing
        Write nothing; return False if the card would change.
    """
    text = describe_folder(folder)
    path = folder / "README.md"
    if is_comparing:
        return path.is_file() and path.read_text("utf-8") == text
    with replacing(path) as beside:
        beside.write_text(text, "utf-8")
    return True


def describe_folder(folder: Path) -> str:
    """Return the card of all data packages in a folder, as Markdown.

    Raises
    ------
    ValueError
        If the folder holds no data package, or a descriptor cannot be read.
    OSError
        If a file that a descriptor names is missing.
    """
    descriptors = sorted(folder.glob(f"*/{DESCRIPTOR}"))
    if not descriptors:
        raise ValueError(f"{folder}: no folder in it holds a {DESCRIPTOR}")
    parts = list(_INTRO)
    for descriptor in descriptors:
        parts += _describe_package(descriptor)
    return "\n".join(parts)


def _read_descriptor(path: Path) -> dict[str, Any]:
    try:
        package = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: not JSON ({error})") from None
    needed = ("title", "description", "licenses", "resources")
    missing = [name for name in needed if not isinstance(package, dict) or name not in package]
    if missing:
        raise ValueError(f"{path}: a data package needs {', '.join(missing)}")
    return dict(package)


def _describe_package(descriptor: Path) -> list[str]:
    package = _read_descriptor(descriptor)
    folder = descriptor.parent
    lines = [f"## `{folder.name}/`: {package['title']}", "", package["description"], ""]
    lines += [HEADER, "|" + " --- |" * (HEADER.count("|") - 1)]
    for resource in package["resources"]:
        path = folder / resource["path"]
        cells = (
            f"`{resource['path']}`",
            resource.get("description", resource.get("title", "")),
            str(_count_rows(path)),
            _titles(resource.get("sources", package.get("sources", []))),
            _titles(resource.get("licenses", package["licenses"])),
            f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`",
            resource.get("changes", package.get("changes", "")),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return [*lines, ""]


def _titles(items: list[dict[str, str]]) -> str:
    return "; ".join(item.get("title", item.get("name", "")) for item in items)


def _count_rows(path: Path) -> int | str:
    """Return the rows of a CSV without its header, the geometries of a TopoJSON, else nothing."""
    if path.name.endswith((".csv", ".csv.gz")):
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
        return sum(1 for _ in csv.reader(io.StringIO(raw.decode("utf-8")))) - 1
    if path.suffix == ".topojson":
        layers = json.loads(path.read_text("utf-8"))["objects"].values()
        return sum(len(layer["geometries"]) for layer in layers)
    return ""
