"""The files of a dossier folder, written from its rows and from what it says of itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from importlib import resources

from chronotope.dossier.files import json_bytes
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, clean_cell
from chronotope.dossier.schemas import key_columns, table_columns
from chronotope.lang.words import LANGUAGES

EXTENSION = "chronotope"  # member of other formats' files, and of datapackage.json, that is ours


def csv_bytes(table: str, rows: Sequence[Row]) -> bytes:
    """Return a table as its CSV file, sorted by id."""
    columns = table_columns(table)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[c] for c in key_columns(table)]))
    return text.getvalue().encode("utf-8")


def package_of(about: Mapping[str, object], *, name: str) -> dict:
    """Return the ``datapackage.json`` of a dossier of which so much is known."""
    descriptor = json.loads(
        (resources.files("chronotope.dossier") / "tables.json").read_text(encoding="utf-8")
    )
    title = about.get("title")
    titles = {lang: title.get(lang) if isinstance(title, Mapping) else None for lang in LANGUAGES}
    package_title = next((str(t) for t in titles.values() if t), name)
    # A title in brackets is a description: the file names no article.
    nothing = {
        "title": f"[{clean_cell(name)}]",
        "author": "[none]",
        "language": "und",
        "characters": 0,
        "sha256": hashlib.sha256(b"").hexdigest(),
    }
    article = about.get("article")
    described = {
        "title": titles,
        "as_of": about.get("as_of"),
        "sides": about.get("sides"),
        "article": dict(article) if isinstance(article, Mapping) else nothing,
    }
    if isinstance(about.get("abbreviations"), Mapping):
        described["abbreviations"] = about["abbreviations"]
    return {
        "name": re.sub(r"[^a-z0-9]+", "-", package_title.lower()).strip("-") or "imported",
        "title": package_title,
        **({"created": about["created"]} if isinstance(about.get("created"), str) else {}),
        **{k: v for k, v in descriptor.items() if k != "resources"},
        EXTENSION: described,
        "resources": descriptor["resources"],
    }


def package_bytes(about: Mapping[str, object]) -> bytes:
    """Return the ``datapackage.json`` of a dossier that is so described."""
    return json_bytes(package_of(about, name="dossier"))


def about_of(dossier: Dossier) -> dict:
    """Return what a dossier says of itself, as :class:`Found` carries it."""
    about = {
        "title": {lang: dossier.title(lang) for lang in LANGUAGES},
        "as_of": dossier.as_of.isoformat(),
        "sides": list(dossier.sides),
        "article": dict(dossier.article),
    }
    more = {
        "created": dossier.created,
        "abbreviations": {lang: dict(words) for lang, words in dossier.abbreviations.items()},
    }
    return about | {key: value for key, value in more.items() if value}
