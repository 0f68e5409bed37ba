"""A dossier to begin with: a workbook with the sheets of one level, or a small invented example."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

from chronotope.dossier.book import BARE, Leaf, book_bytes
from chronotope.dossier.closed_words import word_said
from chronotope.dossier.files import json_bytes, refuse, write_file, write_folder
from chronotope.dossier.licences import licence_entry
from chronotope.dossier.schemas import FORMAT_VERSION, PACKAGE_FILE, table_columns, text_stems
from chronotope.lang.languages import LAST_RESORT, Language
from chronotope.lang.words import word

# What a person fills in at each level (DESIGN.md): of the tables that stand there whole, None.
_LEVELS: tuple[Mapping[str, Sequence[str] | None], ...] = (
    {"events": BARE["events"]},
    {"places": BARE["places"]},
    {
        "actors": ("label", "kind", "country", "role"),
        "channels": ("label", "side"),
        "periods": ("label", "date", "kind"),
        "topics": ("label",),
    },
    {"sources": ("title", "publisher", "author", "date", "url", "kind", "language")},
    dict.fromkeys(
        ("sentences", "passages", "mentions", "statements", "statement_sources", "positions")
    ),
    dict.fromkeys(("frames", "figures", "special_areas")),
)
LEVELS = range(1, len(_LEVELS) + 1)


def _shown(lang: str) -> dict[str, str]:
    """Return the cells of the row that shows how, in a language."""
    told = {name: word(f"workbook.shown.{name}", lang) for name in ("title", "group", "summary")}
    return told | {
        "date": "1901-06-10", "place": "Lugano", "label": "Lugano", "source": "https://…",
        "actors": "Ruritania;Graustark",
        "status": "held" if lang == LAST_RESORT else word_said("status", "held", lang),
    }  # fmt: skip


def starter_leaves(level: int, languages: Sequence[str]) -> dict[str, Leaf]:
    """Return the sheets of a level, each with one row that shows how and is none.

    Parameters
    ----------
    level
        1 events, 2 places, 3 actors and lanes, 4 sources, 5 the article, 6 an editor's choices.
    languages
        Languages of the dossier; with one, text columns need not name it.

    Raises
    ------
    ValueError
        If there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"no level {level}; choose {LEVELS[0]} to {LEVELS[-1]}")
    lang = Language(languages[0], languages)
    shown, example_word = _shown(lang), word("workbook.example", lang)
    leaves = {}
    for tables in _LEVELS[:level]:
        for table, columns in tables.items():
            names = table_columns(table, languages) if columns is None else columns
            if table == "events":
                names = [*names, *(["passages"] if level > 4 else [])]
            spoken = [x for name in names for x in _spoken(table, name, languages)]
            first, *rest = (shown.get(name.partition("_")[0], "") for name in spoken)
            example = [f"{example_word} {first}".strip(), *rest]
            leaves[table] = Leaf(spoken, [example] if columns is not None else [])
    return leaves


def _spoken(table: str, column: str, languages: Sequence[str]) -> list[str]:
    """Return a column once for each language, if it is a text and there are several."""
    is_text = column in text_stems(table) and len(languages) > 1
    return [f"{column}_{lang}" for lang in languages] if is_text else [column]


def new_workbook(
    path: str | Path,
    *,
    level: int = 2,
    title: str = "",
    languages: Iterable[str] = ("en",),
    licence: str = "",
) -> Path:
    """Write a workbook to fill in, and return its path.

    Parameters
    ----------
    path
        A new ``.xlsx`` file.
    level
        Which sheets: see `starter_leaves`.
    title
        Name of the dossier; blank leaves it to whoever fills in the sheet ``about``.
    languages
        Languages of its texts.
    licence
        Name of the licence of the dossier; blank states none.

    Raises
    ------
    DossierError
        If something stands there already, or it cannot be written.
    """
    path, spoken = Path(path), list(languages)
    _require_new(path)
    about = [("languages", ";".join(spoken))]
    about += [(f"title.{lang}", title) for lang in spoken]
    about += [("licence", licence)] if licence else []
    leaves = starter_leaves(level, spoken)
    write_file(path, book_bytes(leaves, about, lang=Language(spoken[0], spoken)))
    return path


def new_example(path: str | Path, *, licence: str = "") -> Path:
    """Write a small, complete and clearly invented dossier: a folder, or an ``.xlsx`` file.

    Raises
    ------
    DossierError
        If something stands there already, or it cannot be written.
    """
    path = Path(path)
    folder = resources.files("chronotope.edit") / "assets" / "example"
    texts = {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir()}
    title = "An invented example"
    if path.suffix.lower() == ".xlsx":
        _require_new(path)
        leaves = {n.removesuffix(".csv"): _leaf(text) for n, text in sorted(texts.items())}
        ordered = {name: leaves[name] for name in ("events", "places", "actors")}
        about = [("languages", "en"), ("title.en", title), ("as_of", "1901-12-31")]
        about += [("licence", licence)] if licence else []
        write_file(path, book_bytes(ordered, about))
        return path
    said = {"version": FORMAT_VERSION, "languages": ["en"], "title": {"en": title}}
    package: dict[str, object] = {"title": title, "chronotope": {**said, "as_of": "1901-12-31"}}
    if licence:
        package["licenses"] = [licence_entry(licence)]
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    write_folder(path, {**files, PACKAGE_FILE: json_bytes(package)})
    return path


def _leaf(text: str) -> Leaf:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return Leaf(header, rows)


def _require_new(path: Path) -> None:
    if path.exists():
        refuse(path.name, "something is there already", "a new file", "Choose another name.")
