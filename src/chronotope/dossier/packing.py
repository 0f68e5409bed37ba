"""The files of a dossier folder, written from its rows and from what it says of itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slugify import slugify

from chronotope.dossier.files import json_bytes
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row
from chronotope.dossier.schemas import (
    FORMAT_VERSION,
    key_columns,
    package_resources,
    sorted_columns,
    text_stems,
)
from chronotope.lang.languages import is_language

EXTENSION = "chronotope"  # member of other formats' files, and of datapackage.json, that is ours


def csv_bytes(table: str, rows: Sequence[Row], languages: Iterable[str]) -> bytes:
    """Return a table as its CSV file, sorted by id; columns of the person's own come last."""
    columns = sorted_columns(table, (name for row in rows for name in row), tuple(languages))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[c] for c in key_columns(table)]))
    return text.getvalue().encode("utf-8")


def found_languages(
    about: Mapping[str, object], tables: Mapping[str, Sequence[Row]], *, otherwise: str = "en"
) -> tuple[str, ...]:
    """Return the languages of what was found: as it says, else those that its texts are in.

    Parameters
    ----------
    about
        What is said of the dossier as a whole.
    tables
        Its rows.
    otherwise
        The language where there is no text.
    """
    said = about.get("languages")
    if isinstance(said, list | tuple) and said:
        return tuple(dict.fromkeys(str(code) for code in said if is_language(str(code))))
    titles = about.get("title")
    found = dict.fromkeys(str(x) for x in titles) if isinstance(titles, Mapping) else {}
    for table, rows in tables.items():
        for column in {name: None for row in rows for name, cell in row.items() if cell}:
            stem, _, lang = column.rpartition("_")
            if stem in text_stems(table):
                found.setdefault(lang)
    return tuple(code for code in found if is_language(code)) or (otherwise,)


def package_of(about: Mapping[str, object], *, name: str) -> dict[str, Any]:
    """Return the ``datapackage.json`` of a dossier of which so much is known.

    Parameters
    ----------
    about
        ``languages``, ``title``, ``as_of``, ``sides``, ``article``, ``abbreviations``,
        ``version``, ``created`` and ``licenses``; what is not known is left out.
    name
        Name of the package, where it has no title.
    """
    languages = found_languages(about, {})
    title, article = about.get("title"), about.get("article")
    titles = {x: title[x] for x in languages if title.get(x)} if isinstance(title, Mapping) else {}
    package_title = next((str(text) for text in titles.values()), name)
    said = {
        "title": titles,
        **{key: about.get(key) for key in ("as_of", "sides", "abbreviations", "draft")},
        "article": dict(article) if isinstance(article, Mapping) else None,
    }
    return {
        "name": slugify(package_title) or "imported",
        "title": package_title,
        **{key: about[key] for key in ("version", "created", "licenses") if about.get(key)},
        EXTENSION: {
            "version": FORMAT_VERSION,
            "languages": list(languages),
            **{key: value for key, value in said.items() if value},
        },
        "resources": package_resources(languages),
    }


def package_bytes(about: Mapping[str, object]) -> bytes:
    """Return the ``datapackage.json`` of a dossier that is so described."""
    return json_bytes(package_of(about, name="dossier"))


def about_of(dossier: Dossier) -> dict[str, Any]:
    """Return what a dossier says of itself, as :class:`Found` carries it."""
    about = {
        "languages": list(dossier.languages),
        "title": dict(dossier.titles),
        "as_of": dossier.as_of.isoformat() if dossier.is_dated else "",
        "sides": list(dossier.sides),
        "article": dict(dossier.article),
        "version": dossier.version,
        "created": dossier.created,
        "abbreviations": {lang: dict(words) for lang, words in dossier.abbreviations.items()},
        "draft": dict(dossier.draft),
        "licenses": [
            {"name": dossier.licence} | ({"path": url} if (url := dossier.licence_url) else {})
        ]
        if dossier.licence
        else [],
    }
    return {key: value for key, value in about.items() if value}
