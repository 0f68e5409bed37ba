"""RO-Crate 1.1: the dossier, and the notebooks and figures made from it, as one described folder.

https://w3id.org/ro/crate/1.1
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chronotope.dossier.files import json_bytes, refuse
from chronotope.dossier.packing import about_of, csv_bytes, package_bytes
from chronotope.dossier.read import PACKAGE_FILE, Dossier, table_names
from chronotope.dossier.rows import own_rows
from chronotope.formats._losses import LossReport

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
METADATA = "ro-crate-metadata.json"
DATA = "data"
# Types that the registry of the machine may or may not know.
TYPES = {
    ".csv": "text/csv", ".json": "application/json", ".ipynb": "application/x-ipynb+json",
    ".svg": "image/svg+xml", ".pdf": "application/pdf", ".png": "image/png",
    ".tiff": "image/tiff", ".html": "text/html", ".md": "text/markdown", ".txt": "text/plain",
}  # fmt: skip


def write(
    dossier: Dossier,
    report: LossReport,
    lang: str,
    *,
    folder: str | Path | None = None,
    include: Sequence[str | Path] = (),
    licence: str | None = None,
) -> Mapping[str, bytes]:
    """Return the files of a crate by name.

    Parameters
    ----------
    dossier, report, lang
        As every format. A crate holds the whole dossier, so nothing is lost.
    folder
        Folder of the dossier; its files are taken as they are. None writes its tables anew.
    include
        Folders beside it, such as notebooks and figures; each keeps its name.
    licence
        Address of the licence; None takes it from the dossier's ``datapackage.json``.
    """
    files = _files_of(Path(folder), DATA) if folder else _tables(dossier)
    package = json.loads(files[f"{DATA}/{PACKAGE_FILE}"])
    for place in include:
        _require_new_folder(Path(place), files)
        files |= _files_of(Path(place), Path(place).resolve().name)
    graph = _graph(dossier, files, package, lang, licence)
    if "license" not in graph[1]:
        report.add("missing", "file", column="license", reason="required")
    return {METADATA: json_bytes({"@context": CONTEXT, "@graph": graph}), **files}


def _require_new_folder(place: Path, files: Mapping[str, bytes]) -> None:
    name = place.resolve().name
    if not place.is_dir():
        refuse(str(place), "there is no such folder", "a folder to put beside the data",
               "Check the name.")  # fmt: skip
    if any(file.split("/")[0] == name for file in files):
        refuse(str(place), "a folder of that name is in the crate already", "another name",
               "Leave it out, or rename it.")  # fmt: skip


def _tables(dossier: Dossier) -> dict[str, bytes]:
    files = {
        f"{DATA}/{t}.csv": csv_bytes(t, own_rows(dossier, t), dossier.languages)
        for t in table_names()
    }
    return {**files, f"{DATA}/{PACKAGE_FILE}": package_bytes(about_of(dossier))}


def _files_of(folder: Path, name: str) -> dict[str, bytes]:
    """Return the plain files of a folder by name; hidden ones, caches and links stay out."""
    files = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        parts = path.relative_to(folder).parts
        if any(part.startswith((".", "__")) for part in parts) or path.is_symlink():
            continue
        if path.is_file():
            files["/".join((name, *parts))] = path.read_bytes()
    if name == DATA and f"{DATA}/{PACKAGE_FILE}" not in files:
        refuse(PACKAGE_FILE, "the file is missing", "the folder of a dossier", "Check the name.")
    return files


def _graph(
    dossier: Dossier,
    files: Mapping[str, bytes],
    package: Mapping[str, Any],
    lang: str,
    licence: str | None,
) -> list[dict[str, Any]]:
    licences = package.get("licenses") or []
    first = licences[0] if licences and isinstance(licences[0], Mapping) else {}
    address = licence or str(first.get("path") or "")
    folders = sorted({name.split("/")[0] for name in files})
    article = dossier.article
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": dossier.title(lang),
        "description": str(package.get("description") or dossier.title(lang)),
        "datePublished": dossier.as_of.isoformat(),
        "inLanguage": list(dossier.languages),
        "keywords": [str(word) for word in package.get("keywords") or []],
        "hasPart": _one_or_all([{"@id": f"{name}/"} for name in folders]),
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        root,
    ]
    if article:  # a dossier need not be that of a text
        root["about"] = {"@id": "#article"}
        graph += _article(article)
    if address:
        root["license"] = {"@id": address}
        name = str(first.get("title") or address)
        graph.append({"@id": address, "@type": "CreativeWork", "name": name, "description": name})
    authors = _authors(package)
    if authors:
        root["author"] = root["publisher"] = _one_or_all(
            [{"@id": author["@id"]} for author in authors]
        )
        graph += authors
    for name in folders:
        own = [n for n in sorted(files) if n.startswith(f"{name}/")]
        parts = _one_or_all([{"@id": _address(n)} for n in own])
        graph.append({"@id": f"{name}/", "@type": "Dataset", "name": name, "hasPart": parts,
                      "description": f"{name}: {len(own)}"})  # fmt: skip
        graph += [_file(n, files[n], package) for n in own]
    return graph


def _article(article: Mapping[str, object]) -> list[dict[str, Any]]:
    return [
        {
            "@id": "#article",
            "@type": "Article",
            "name": str(article["title"]),
            "author": {"@id": "#author"},
            "inLanguage": str(article["language"]),
            "identifier": f"sha256:{article['sha256']}",
        },
        {"@id": "#author", "@type": "Person", "name": str(article["author"])},
    ]


def _authors(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = package.get("contributors")
    titles = [c.get("title") for c in given if isinstance(c, Mapping)] if given else []
    return [
        {"@id": f"#contributor-{number}", "@type": "Organization", "name": str(title)}
        for number, title in enumerate(filter(None, titles), start=1)
    ]


def _one_or_all(values: list[dict[str, Any]]) -> object:
    # RO-Crate 1.1 wants a single value alone, not in a list.
    return values[0] if len(values) == 1 else values


def _address(name: str) -> str:
    return quote(name)


def _file(name: str, raw: bytes, package: Mapping[str, Any]) -> dict[str, Any]:
    suffix = Path(name).suffix.lower()
    kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix) or "application/octet-stream"
    resources = {r.get("path"): r for r in package.get("resources", []) if isinstance(r, Mapping)}
    resource = resources.get(name.removeprefix(f"{DATA}/"), {}) if name.startswith(DATA) else {}
    return {
        "@id": _address(name),
        "@type": "File",
        "name": str(resource.get("title") or Path(name).name),
        "description": str(resource.get("description") or Path(name).name),
        "encodingFormat": kind,
        "contentSize": str(len(raw)),
    }
