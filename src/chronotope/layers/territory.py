"""Whose territory a point lies in, as the map's point of view draws the borders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chronotope.world.views import View

if TYPE_CHECKING:
    import pandas as pd


def with_territory(rows: Any, point_of_view: View) -> Any:
    """Return plain rows with `territory`: the code of the country in which each point lies.

    Only a row that is a point lies anywhere; for the others it is null, and the country that the
    file codes holds.

    Raises
    ------
    ValueError
        If the point of view is unknown.
    """
    import ibis

    points = rows.filter(rows.level == "point").select("latitude", "longitude").distinct()
    found = countries_of(points.to_pandas(), point_of_view)
    if found.empty:
        return rows.mutate(territory=ibis.null("string"))
    by_place = ibis.memtable(found.astype({"territory": object}))
    rows = rows.left_join(by_place, ["latitude", "longitude"])
    is_point = rows.level == "point"
    return rows.mutate(territory=ibis.ifelse(is_point, rows.territory, ibis.null("string")))


def countries_of(points: pd.DataFrame, point_of_view: View) -> pd.DataFrame:
    """Return `latitude`, `longitude` and `territory` (country code) of the points in a country.

    A point just off a generalised coast belongs to the nearest country, as on the maps.
    """
    import shapely

    from chronotope.world.basemap import OFF_COAST, load_countries

    countries = load_countries(point_of_view)
    codes = countries["code"].to_numpy()
    shapes = countries.geometry.to_numpy()
    shapely.prepare(shapes)
    tree = shapely.STRtree(shapes)
    where = shapely.points(points["longitude"], points["latitude"])
    code: dict[int, str] = {}
    for i, j in tree.query(where, predicate="intersects").T:
        code[i] = min(codes[j], code.get(i, codes[j]))
    outside = [i for i in range(len(where)) if i not in code]
    near = tree.query_nearest(where[outside], max_distance=OFF_COAST).T if outside else ()
    for k, j in near:
        i = outside[k]
        code[i] = min(codes[j], code.get(i, codes[j]))
    found = points.iloc[list(code)].assign(territory=list(code.values()))
    return found.sort_values(["latitude", "longitude"], ignore_index=True)


def territory_codes() -> dict[str, str]:
    """Return the code of each country by its English name, as event data write it."""
    from chronotope.world.basemap import load_countries

    countries = load_countries()
    return dict(zip(countries["name_en"], countries["code"], strict=True))
