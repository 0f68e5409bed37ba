"""Country, admin-1 and special-status polygons, and the border point of view.

The layers lie in `data/basemap` of the repository and are made by `build_basemap.py`
there; `README.md` beside them says from what. An installed package without the repository
looks for the same files in `chronotope/data/basemap`.
"""

from __future__ import annotations

import csv
import difflib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from chronotope.dates.days import CivilDay
from chronotope.lang.dates import date_words
from chronotope.lang.languages import get_locale
from chronotope.lang.words import has_word, word
from chronotope.world.sphere import distance_to_km
from chronotope.world.views import POINTS_OF_VIEW, OwnView, View

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

CRS = "EPSG:4326"
NAMES = ["name_en", "name_fr", "name_ru"]
Names = Mapping[str, Mapping[str, str]]  # by code, then by column
# Since South Sudan became independent no state border of the layers has moved by agreement:
# a map of an earlier day has to say that its borders are later ones.
BORDERS_SINCE = CivilDay(2011, 7, 9)
# Countries of whose names a note says how they are romanised.
ROMANISED = ("RU", "UA")
OFF_COAST = 0.3  # degrees: how far from a generalised coast a harbour or cape may lie


def basemap_folder() -> Path:
    """Return the folder that holds the layers.

    Raises
    ------
    FileNotFoundError
        When neither the repository nor the installed package holds them.
    """
    here = Path(__file__).resolve()
    places = [here.parents[3] / "data" / "basemap", here.parents[1] / "data" / "basemap"]
    for folder in places:
        if (folder / "countries.topojson").is_file():
            return folder
    raise FileNotFoundError(
        f"no base map in {' or '.join(map(str, places))}: run data/basemap/build_basemap.py"
    )


def load_countries(point_of_view: View = "un") -> gpd.GeoDataFrame:
    """Return every country as one point of view draws it, sorted by code.

    Parameters
    ----------
    point_of_view
        One of `un`, `fr`, `ru`, `ua` and `de-facto`, or one that a dossier adds.

    Returns
    -------
    GeoDataFrame
        `code` (ISO 3166-1 alpha-2, XK for Kosovo, or the `X-` code of an area that this
        point of view draws as a country), `name_en`, `name_fr`, `name_ru`, `geometry`.
    """
    return _located(_countries(_known_view(point_of_view)))


@lru_cache(maxsize=32)
def area_names(lang: str) -> Mapping[str, str]:
    """Return the name of each country, unit and special area in a language, by code.

    The names that the base map carries come first; countries in any other language are named by
    CLDR, and what CLDR does not name (areas of special status) by ``basemap.area.…`` among the
    words of the language, else in English.
    """
    return _named(_stored_names(), lang)


def country_names(lang: str, point_of_view: View = "un") -> Mapping[str, str]:
    """Return the names of :func:`area_names` that a map of countries may need.

    The names of units lie with their outlines, which are much to read: they are among these only
    where a point of view may draw a unit apart.
    """
    return area_names(lang) if unit_owners(point_of_view) else _country_names(lang)


@lru_cache(maxsize=32)
def _country_names(lang: str) -> Mapping[str, str]:
    return _named(_names(), lang)


@lru_cache(maxsize=1)
def _stored_names() -> Names:
    units = [row["properties"] for row in _rows(_topology("units"))]
    return {**_names(), **{unit["unit"]: {name: unit[name] for name in NAMES} for unit in units}}


def _named(stored: Names, lang: str) -> dict[str, str]:
    column = f"name_{lang}"
    is_stored = column in NAMES
    names = {code: row[column if is_stored else "name_en"] for code, row in stored.items()}
    if is_stored:
        return names
    territories = get_locale(lang).territories
    for code in names:
        key = f"basemap.area.{code}"
        own = word(key, lang) if has_word(key, lang) else names[code]
        names[code] = territories.get(code) or own
    return names


def load_units(codes: str | Iterable[str] | None = None) -> gpd.GeoDataFrame:
    """Return admin-1 units by ISO 3166-2 code, in the order asked for.

    A country code stands for all its units; None for the units of the world.

    Returns
    -------
    GeoDataFrame
        `code`, `name_en`, `name_fr`, `name_ru`, `geometry`.

    Raises
    ------
    ValueError
        Names each unknown code and the codes closest to it.
    """
    index = _unit_rows()
    wanted = list(index) if codes is None else _expand(_codes(codes), index)
    return _located(_frame([index[code] for code in wanted], _topology("units"), "unit"))


def load_world() -> gpd.GeoDataFrame:
    """Return the 110m world for a locator globe: `code`, `geometry`.

    Borders are those of the point of view `un`, too coarse for any other use.
    """
    topology = _topology("globe")
    return _located(_frame(_rows(topology), topology, "code")[["code", "geometry"]])


def load_special_areas() -> gpd.GeoDataFrame:
    """Return every area drawn differently by some point of view.

    Returns
    -------
    GeoDataFrame
        `code` (`X-…`), names, one column for each of `POINTS_OF_VIEW` with the code of
        the country that it draws the area in, `basis` (what that rests on), `geometry`.
    """
    return _located(_special_areas())


def area_geometry(codes: str | Iterable[str], point_of_view: View = "un") -> shapely.Geometry:
    """Return one geometry for a list of areas.

    Parameters
    ----------
    codes
        Country, unit and `X-` codes, mixed as needed: a list, or text with `;` between.
        Units are those of ISO 3166-2, whoever owns them.
    point_of_view
        Where the borders of the countries run.

    Raises
    ------
    ValueError
        Names each unknown code and the codes closest to it.
    """
    view = _known_view(point_of_view)
    wanted = _codes(codes)
    if not wanted:
        raise ValueError("no area code given")
    known, units = _known_areas(view), _unit_rows()
    unknown = [c for c in wanted if c not in known and c not in units]
    if unknown:
        raise ValueError(_unknown(unknown, [*known, *units]))
    shapes = [known[c] if c in known else _shape(units[c], _topology("units")) for c in wanted]
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


@lru_cache(maxsize=8)
def _known_areas(view: View) -> dict[str, shapely.Geometry]:
    """Return countries, special areas, and the areas that are a country of their own, by code."""
    special = _special_shapes()
    apart = {code: special[area] for code, area in _own_countries().items()}
    return {**special, **apart, **_country_shapes(view)}


def unknown_areas(codes: Iterable[str]) -> set[str]:
    """Return those of the codes that :func:`area_geometry` would refuse."""
    rest = {code for code in codes if code.strip() not in _known_areas("un")}
    return {code for code in rest if code.strip() not in _unit_codes()} if rest else rest


def country_at(longitude: float, latitude: float, point_of_view: View = "un") -> str | None:
    """Return the code of the country at a point, or of the nearest within 0.3 degrees.

    Returns
    -------
    str or None
        ISO 3166-1 alpha-2, XK for Kosovo, or the `X-` code of an area that the view shows apart;
        None at sea and for a point that is no place on Earth.
    """
    tree, codes = _country_tree(_known_view(point_of_view))
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        return None
    point = shapely.Point(longitude, latitude)
    inside = tree.query(point, predicate="intersects")
    if len(inside) == 0:
        inside = tree.query_nearest(point, max_distance=OFF_COAST)
    return min(codes[i] for i in inside) if len(inside) else None


def country_distance_km(
    code: str, longitude: float, latitude: float, point_of_view: View = "un"
) -> float | None:
    """Return how far a point lies from the outline of a country, in km; 0 inside it.

    Returns
    -------
    float or None
        None where the base map has no outline of that country.
    """
    shape = _country_shapes(_known_view(point_of_view)).get(code)
    return None if shape is None else distance_to_km(longitude, latitude, shape)


def special_area_at(longitude: float, latitude: float) -> str | None:
    """Return the `X-` code of the special-status area that holds a point, or None."""
    point = shapely.Point(longitude, latitude)
    inside = (code for code, shape in _special_shapes().items() if shape.intersects(point))
    return next(inside, None)


def gate(point_of_view: str = "un") -> pd.DataFrame:
    """Return the test points of the map gate: what must be there, and what is.

    Returns
    -------
    DataFrame
        `point_id`, names, `longitude`, `latitude`, `expected` and `found` (country code),
        `expected_area` and `found_area` (special-status area, blank for none), `is_right`.
    """
    view = _known_view(point_of_view)
    points = _points("gate")
    columns = ["point_id", *NAMES, "longitude", "latitude"]
    table = points[columns].assign(expected=points[view])
    xy = list(zip(table["longitude"], table["latitude"], strict=True))
    table["found"] = [country_at(x, y, view) or "" for x, y in xy]
    table["expected_area"] = points["area"]
    table["found_area"] = [special_area_at(x, y) or "" for x, y in xy]
    is_right = table["found"].eq(table["expected"])
    return table.assign(is_right=is_right & table["found_area"].eq(table["expected_area"]))


def load_capitals() -> pd.DataFrame:
    """Return the capitals that close maps name: code, name_* by language, longitude, latitude."""
    return _points("capitals")


def load_seas() -> pd.DataFrame:
    """Return the seas that maps name: sea_id, name_* by language, longitude, latitude."""
    return _points("seas")


def describe_point_of_view(
    point_of_view: View = "un",
    lang: str = "en",
    *,
    as_of: CivilDay | None = None,
    called: str = "",
) -> str:
    """Return what a point of view is and what it draws differently from `un`.

    Parameters
    ----------
    point_of_view
        One of `un`, `fr`, `ru`, `ua` and `de-facto`, or one that a dossier adds.
    lang
        Language code.
    as_of
        The day of the map; where it is older than the borders, the text says so.
    called
        What that day is in words, where it is not known to the day.
    """
    view = _known_view(point_of_view)
    text = point_of_view_words(view, lang)
    if as_of is not None and as_of < BORDERS_SINCE:
        day = called or date_words(as_of.isoformat(), lang)
        text = word(f"basemap.later.{view}" if view == "un" else "basemap.later", lang,
                    text=text, date=day)  # fmt: skip
    usual = special_owners("un")
    owners = special_owners(view) | unit_owners(view)
    changed = [area for area, owner in owners.items() if owner != usual.get(area)]
    if not changed:
        return text if view == "un" else f"{text} {word('basemap.no-change', lang)}"
    names = country_names(lang, view)
    items = [
        word("basemap.apart", lang, area=names[area])
        if names[owners[area]] == names[area]
        else word("basemap.in", lang, area=names[area], country=names[owners[area]])
        for area in sorted(changed, key=lambda area: names[area])
    ]
    return f"{text} {word('basemap.changes', lang, list=word('basemap.comma', lang).join(items))}"


def point_of_view_words(point_of_view: View, lang: str) -> str:
    """Return what a point of view is, without what it changes; what it rests on, if it is own."""
    if isinstance(point_of_view, OwnView):
        basis = word("basemap.comma", lang).join(point_of_view.basis)
        return word("basemap.own-view", lang, text=point_of_view.label(lang), basis=basis)
    return word(f"basemap.view.{_known_view(point_of_view)}", lang)


def special_owners(point_of_view: View) -> dict[str, str]:
    """Return the code of the country that each area of special status is drawn in."""
    if isinstance(point_of_view, OwnView):
        return point_of_view.special_owners(special_owners("un"))
    return {area["part"]: area[point_of_view] for area in _records("points_of_view")}


def unit_owners(point_of_view: View) -> dict[str, str]:
    """Return the units that a point of view moves to another country, with that country."""
    return point_of_view.unit_owners() if isinstance(point_of_view, OwnView) else {}


def romanisation_notes(countries: Iterable[str], lang: str) -> list[str]:
    """Return how the names of these countries are written, where a system says how."""
    codes = sorted(set(countries) & set(ROMANISED) - {lang.upper()})
    return [word(f"basemap.romanised.{code}", lang) for code in codes]


# --- reading --------------------------------------------------------------------------


def _known_view(point_of_view: View) -> View:
    if not isinstance(point_of_view, OwnView) and point_of_view not in POINTS_OF_VIEW:
        raise ValueError(f"point of view {point_of_view!r}: not one of {', '.join(POINTS_OF_VIEW)}")
    return point_of_view


@lru_cache(maxsize=4)
def _topology(name: str) -> dict[str, Any]:
    text = (basemap_folder() / f"{name}.topojson").read_text(encoding="utf-8")
    topology: dict[str, Any] = json.loads(text)
    # Arrays: as lists they are a quarter of a million objects for every collection of garbage.
    topology["arcs"] = [np.array(arc) for arc in topology["arcs"]]
    return topology


def _rows(topology: dict[str, Any]) -> list[dict[str, Any]]:
    (layer,) = topology["objects"].values()
    rows: list[dict[str, Any]] = layer["geometries"]
    return rows


def _shape(row: dict[str, Any], topology: dict[str, Any]) -> shapely.Geometry:
    """Return the geometry of one TopoJSON row."""
    polygons = [
        shapely.Polygon(_ring(rings[0], topology), [_ring(r, topology) for r in rings[1:]])
        for rings in row["arcs"]
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _ring(numbers: list[int], topology: dict[str, Any]) -> np.ndarray:
    """Return the corners of a ring made of arcs; each arc repeats the corner before it."""
    steps: list[np.ndarray] = []
    for number in numbers:
        arc = np.cumsum(topology["arcs"][number if number >= 0 else ~number], axis=0)
        arc = arc if number >= 0 else arc[::-1]
        steps.append(arc if not steps else arc[1:])
    transform = topology["transform"]
    corners: np.ndarray
    corners = np.round(np.vstack(steps) * transform["scale"] + transform["translate"], 6)
    return corners


def _frame(rows: list[dict[str, Any]], topology: dict[str, Any], code: str) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame([row["properties"] for row in rows]).rename(columns={code: "code"})
    return table.assign(geometry=[_shape(row, topology) for row in rows])


def _located(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a table with its outlines as GeoPandas has them, for who draws.

    What only asks where a point lies does without: GeoPandas takes long to import.
    """
    import geopandas as gpd

    return gpd.GeoDataFrame(table, geometry="geometry", crs=CRS)


@lru_cache(maxsize=8)
def _records(name: str) -> list[dict[str, str]]:
    text = (basemap_folder() / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _points(name: str) -> pd.DataFrame:
    """Return a table of points; its other columns are texts."""
    import pandas as pd

    table = pd.DataFrame(_records(name), dtype="str")
    return table.astype({"longitude": float, "latitude": float})


@lru_cache(maxsize=1)
def _names() -> Names:
    """Return the names of countries and special areas, by code."""
    rows = [(row["code"], row) for row in _records("country_names")]
    rows += [(row["part"], row) for row in _records("points_of_view")]
    return {code: {name: row[name] for name in NAMES} for code, row in rows}


@dataclass(frozen=True)
class _Part:
    """A country less its special areas (``code`` blank), or a special area, as stored."""

    code: str
    home: str
    shape: shapely.Geometry


@lru_cache(maxsize=1)
def _parts() -> list[_Part]:
    topology = _topology("countries")
    said = [row["properties"] for row in _rows(topology)]
    shapes = [_shape(row, topology) for row in _rows(topology)]
    return [_Part(p["part"], p["home"], shape) for p, shape in zip(said, shapes, strict=True)]


@lru_cache(maxsize=1)
def _special_shapes() -> dict[str, shapely.Geometry]:
    """Return the special areas by code, in the order of their outlines."""
    shapes = {part.code: part.shape for part in _parts() if part.code}
    if set(shapes) != {area["part"] for area in _records("points_of_view")}:
        raise ValueError("points_of_view.csv and countries.topojson differ: build the base map")
    return shapes


@lru_cache(maxsize=1)
def _special_areas() -> pd.DataFrame:
    import pandas as pd

    stored = {area["part"]: area for area in _records("points_of_view")}
    columns = [*NAMES, *POINTS_OF_VIEW, "basis"]
    rows = [
        {"code": code, **{name: stored[code][name] for name in columns}, "geometry": shape}
        for code, shape in _special_shapes().items()
    ]
    return pd.DataFrame(rows)


@lru_cache(maxsize=1)
def _own_countries() -> dict[str, str]:
    """Return the special areas that are a whole ISO country, such as Kosovo, by its code."""
    areas = _records("points_of_view")
    count = Counter(area["home"] for area in areas)
    homes = {part.home for part in _parts() if not part.code}
    return {a["home"]: a["part"] for a in areas if count[a["home"]] == 1 and a["home"] not in homes}


@lru_cache(maxsize=8)
def _country_shapes(view: View) -> dict[str, shapely.Geometry]:
    """Return every country as a point of view draws it, by code and sorted by it."""
    owners = special_owners(view)
    found: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for part in _parts():
        found[owners.get(part.code, part.home)].append(part.shape)
    shapes = {
        code: found[code][0] if len(found[code]) == 1 else shapely.coverage_union_all(found[code])
        for code in sorted(found)
    }
    return _with_units_moved(shapes, moved) if (moved := unit_owners(view)) else shapes


@lru_cache(maxsize=8)
def _countries(view: View) -> pd.DataFrame:
    import pandas as pd

    names = _stored_names() if unit_owners(view) else _names()  # a unit may be drawn apart
    shapes = _country_shapes(view)
    table = pd.DataFrame([{"code": code, **names[code]} for code in shapes])
    return table.assign(geometry=list(shapes.values()))


def _with_units_moved(
    shapes: Mapping[str, shapely.Geometry], owners: Mapping[str, str]
) -> dict[str, shapely.Geometry]:
    """Return the countries with units taken from whoever holds them and given to their owners."""
    rows, moved = _unit_rows(), dict(shapes)
    for unit, owner in owners.items():
        shape = _shape(rows[unit], _topology("units"))
        for code, country in moved.items():
            if code != owner and shapely.intersects(country, shape):
                moved[code] = shapely.difference(country, shape)
        moved[owner] = shapely.union_all([moved[owner], shape]) if owner in moved else shape
    return {code: moved[code] for code in sorted(moved) if not moved[code].is_empty}


@lru_cache(maxsize=8)
def _country_tree(view: View) -> tuple[shapely.STRtree, list[str]]:
    shapes = _country_shapes(view)
    outlines = list(shapes.values())
    shapely.prepare(outlines)
    return shapely.STRtree(outlines), list(shapes)


@lru_cache(maxsize=1)
def _unit_rows() -> dict[str, dict[str, Any]]:
    return {row["properties"]["unit"]: row for row in _rows(_topology("units"))}


@lru_cache(maxsize=1)
def _unit_codes() -> frozenset[str]:
    """Return the codes of the units: as JSON the file takes a hundred times as long to read."""
    text = (basemap_folder() / "units.topojson").read_text(encoding="utf-8")
    return frozenset(re.findall(r'"unit":"([^"]+)"', text))


# --- codes ----------------------------------------------------------------------------


def _codes(codes: str | Iterable[str]) -> list[str]:
    parts = codes.split(";") if isinstance(codes, str) else list(codes)
    return [c.strip() for c in parts if c.strip()]


def _expand(codes: list[str], units: dict[str, dict[str, Any]]) -> list[str]:
    """Return unit codes with each country code replaced by the codes of its units."""
    found, unknown = [], []
    for code in codes:
        own = [code] if code in units else [u for u in units if u.startswith(f"{code}-")]
        found += own
        unknown += [] if own else [code]
    if unknown:
        raise ValueError(_unknown(unknown, units))
    return list(dict.fromkeys(found))


def _unknown(codes: list[str], known: Iterable[str]) -> str:
    """Return the message for unknown area codes, with close matches."""
    known = list(dict.fromkeys(known))
    texts = []
    for code in codes:
        close = difflib.get_close_matches(code.upper(), known, n=3, cutoff=0.6)
        texts.append(f"{code!r}" + (f" (close: {', '.join(close)})" if close else ""))
    return (
        f"unknown area code {'; '.join(texts)}: use an ISO 3166-1 alpha-2 code,"
        " an ISO 3166-2 code or an X- code of the base map"
    )
