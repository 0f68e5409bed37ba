"""Rules for places, marks, frames and areas."""

from collections.abc import Iterator

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.checks.rows import Row, rows_of
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier, split_list

POINT_KINDS = ("site", "city")
MAP_FIGURES = ("theatres", "area-map")


def check_places(dossier: Dossier) -> Iterator[Fault]:
    """Points are points, areas have units, and a place lies in the country it names."""
    for line, row in rows_of(dossier, "places"):
        is_point = row["kind"] in POINT_KINDS
        if row["kind"] and is_point == bool(row["area"]):
            yield Fault(
                "places.csv",
                line,
                "area",
                row["area"] or None,
                f"a {row['kind']} {'has an' if is_point else 'with no'} area",
                "units for an area, blank for a point",
                "Blank it." if is_point else "Write the ISO codes of its units.",
            )
        if row["country"] and _is_on_globe(row["longitude"], row["latitude"]):
            yield from _country_faults(line, row)


def _is_on_globe(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def _country_faults(line: int, row: Row) -> Iterator[Fault]:
    longitude, latitude, country = row["longitude"], row["latitude"], row["country"]
    if _lies_in(country, longitude, latitude):
        return
    shown = f"{longitude:g}, {latitude:g}"
    allowed = f"a point in {country}"
    if _is_on_globe(latitude, longitude) and _lies_in(country, latitude, longitude):
        yield Fault(
            "places.csv",
            line,
            "longitude,latitude",
            shown,
            "longitude and latitude are swapped",
            allowed,
            f"Write longitude {latitude:g} and latitude {longitude:g}.",
        )
        return
    found = _country_at(longitude, latitude)
    yield Fault(
        "places.csv",
        line,
        "longitude,latitude",
        shown,
        f"the point lies in {found}" if found else "the point lies in no country",
        allowed,
        "Correct the coordinates or the country.",
    )


def _lies_in(country: str, longitude: float, latitude: float) -> bool:
    return _country_at(longitude, latitude) == country


def _country_at(longitude: float, latitude: float) -> str | None:
    # The base map is read only when a place names its country.
    from chronotope.world.basemap import country_at

    return country_at(longitude, latitude)


def check_marks(dossier: Dossier) -> Iterator[Fault]:
    """No map mark rests on a name that stands for a government, a people or an institution.

    Marks are drawn for events. A place that only rejected mentions name is no mark: its row is
    what the rejection refers to.
    """
    if "mentions" in dossier.unread:
        return
    roles: dict[tuple[str, str], set[str]] = {}
    for line, row in rows_of(dossier, "mentions"):
        place = row["place_id"]
        if place:
            is_mark = row["role"] == "place" and row["use"] == "used"
            seen = "place" if is_mark else f"{row['role']} “{row['surface']}”"
            roles.setdefault((row["passage_id"], place), set()).add(seen)
        if place and row["use"] == "used" and row["role"] != "place":
            yield Fault(
                "mentions.csv",
                line,
                "place_id",
                place,
                f"a map mark would rest on a {row['role'] or 'name without role'}",
                "place_id for a used mention of role place only",
                "Blank place_id and name the actor, or reject the mention.",
            )
    yield from _event_mark_faults(dossier, roles)


def _event_mark_faults(dossier: Dossier, roles: dict[tuple[str, str], set[str]]) -> Iterator[Fault]:
    for line, row in rows_of(dossier, "events"):
        passages = split_list(row["passages"])
        places = [("place_id", row["place_id"])] if row["place_id"] else []
        for column, place in [*places, *(("theatres", p) for p in split_list(row["theatres"]))]:
            found = set().union(*(roles.get((passage, place), ()) for passage in passages))
            if found and "place" not in found:
                yield Fault(
                    "events.csv",
                    line,
                    column,
                    place,
                    f"the mark rests only on {', '.join(sorted(found))}",
                    "a mention that is a place and used",
                    "Take the place from the record, or leave it out.",
                )


def check_frames(dossier: Dossier) -> Iterator[Fault]:
    """Map frames have an inside, conic ones their parallels."""
    for line, row in rows_of(dossier, "frames"):
        for low, high in (("west", "east"), ("south", "north")):
            if row[low] >= row[high]:
                yield Fault(
                    "frames.csv",
                    line,
                    f"{low},{high}",
                    f"{row[low]:g}, {row[high]:g}",
                    f"{low} is not less than {high}",
                    f"{low} < {high}",
                    "Swap or correct them.",
                )
        for name in ("parallel_1", "parallel_2") if row["projection"] == "lcc" else ():
            if row[name] != row[name]:
                yield Fault(
                    "frames.csv",
                    line,
                    name,
                    None,
                    "blank for a conic projection",
                    "degrees",
                    "Write both standard parallels.",
                )
        if row["inset_of"] and row["inset_of"] == row["frame_id"]:
            yield Fault(
                "frames.csv",
                line,
                "inset_of",
                row["inset_of"],
                "an inset of itself",
                "another frame",
                "Blank it, or name the other frame.",
            )


def check_maps(dossier: Dossier) -> Iterator[Fault]:
    """Each map has something to show: a place or a theatre in its window, or an area of status."""
    if dossier.unread or len(dossier.special_areas):
        return
    events = dossier.events
    placed = events[(events["place_id"] != "") | (events["theatres"] != "")]
    for line, row in rows_of(dossier, "figures"):
        if row["kind"] in MAP_FIGURES and _is_empty(placed, row["window"]):
            yield Fault(
                "figures.csv",
                line,
                "window",
                row["window"] or None,
                "the map has nothing to show",
                "a window with an event that names a place or a theatre",
                "Widen the window, name the places, or take the figure out.",
            )


def _is_empty(events: pd.DataFrame, window: str) -> bool:
    try:
        return events_in_window(events, window).empty
    except ValueError:  # a date that cannot be read is a fault of its own
        return False


def check_units(dossier: Dossier) -> Iterator[Fault]:
    """Areas are made of units that the base map holds."""
    tables = (("places", "area"), ("special_areas", "units"))
    used = {
        code
        for table, column in tables
        for _, row in rows_of(dossier, table)
        for code in split_list(row[column])
    }
    unknown = _unknown_units(used)
    for table, column in tables if unknown else ():
        for line, row in rows_of(dossier, table):
            for code in unknown.intersection(split_list(row[column])):
                yield Fault(
                    f"{table}.csv",
                    line,
                    column,
                    code,
                    "no such unit on the base map",
                    "ISO 3166 codes, and in special areas the X- codes of the base map",
                    "Correct the code.",
                )


def _unknown_units(codes: set[str]) -> set[str]:
    if not codes:
        return set()
    from chronotope.world.basemap import area_geometry, load_countries

    rest = codes - set(load_countries()["code"])
    unknown = set()
    for code in rest:
        try:
            area_geometry(code)
        except ValueError:
            unknown.add(code)
    return unknown
