"""Rules for places, marks and areas."""

from collections.abc import Iterator
from dataclasses import dataclass

from chronotope.dossier.areas import own_areas
from chronotope.dossier.beside import AREAS_FILE as AREAS
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.tables import Row

POINT_KINDS = ("site", "city")


def check_places(dossier: Dossier) -> Iterator[Fault]:
    """Points are points, areas have units, and a place lies in the country it names."""
    for line, row in dossier.numbered_rows("places"):
        is_point = row["kind"] in POINT_KINDS
        if row["kind"] and is_point == bool(row["area"]):
            yield Fault(
                "places.csv",
                line,
                "area",
                row["area"] or None,
                f"a {row['kind']} {'has an' if is_point else 'with no'} area",
                "units for an area, blank for a point",
                "Blank it."
                if is_point
                else "Write the codes of its units, or the kind city for a point.",
            )
        if row["country"] and _is_on_globe(row["longitude"], row["latitude"]):
            yield from _country_faults(line, row)


def _is_on_globe(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def check_small_places(dossier: Dossier) -> Iterator[Fault]:
    """Return notices of places that may be right though the base map does not show it.

    Its outlines are generalised and leave out islets: near an outline they prove nothing. So a
    point in another country is told, and not refused, up to `BLUR_KM` from its own country, and
    a point at sea up to `ISLET_KM`; either where the gazetteer has a place of that name there.
    """
    for line, row in dossier.numbered_rows("places"):
        if row["country"] and _is_on_globe(row["longitude"], row["latitude"]):
            found = _find_country(row)
            if found is not None and found.is_near:
                yield found.fault(line, "Leave it if the coordinates are right.")


# The close layer keeps borders to about half a kilometre and Natural Earth draws them for
# 1:10 million, where the breadth of a line is some 3 km.
BLUR_KM = 5.0
# Islets under half a square kilometre are not drawn; those of a coastal state mostly lie nearer.
ISLET_KM = 50.0


@dataclass(frozen=True)
class _Elsewhere:
    """A point that the base map does not draw in the country of its row."""

    row: Row
    found: str | None
    distance_km: float | None  # None: the base map has no outline of that country

    @property
    def is_near(self) -> bool:
        if self.distance_km is None:
            return True
        is_near = self.distance_km <= (BLUR_KM if self.found else ISLET_KM)
        return is_near or _is_in_gazetteer(self.row)

    def fault(self, line: int, remedy: str) -> Fault:
        country = self.row["country"]
        where = f"the point lies in {self.found}" if self.found else "the point lies in no country"
        if self.distance_km is None:
            near = f"the base map has no outline of {country}"
        else:
            near = f"the nearest outline of {country} is {self.distance_km:,.1f} km away"
        shown = f"{self.row['longitude']:g}, {self.row['latitude']:g}"
        allowed = f"a point in {country}"
        column = "longitude,latitude"
        return Fault("places.csv", line, column, shown, f"{where}; {near}", allowed, remedy)


def _find_country(row: Row) -> _Elsewhere | None:
    """Return where a point lies instead of in its country, or None if it lies there."""
    longitude, latitude, country = row["longitude"], row["latitude"], row["country"]
    if _lies_in(country, longitude, latitude):
        return None
    distance = _distance_km(country, longitude, latitude)
    if distance == 0:
        return None
    return _Elsewhere(row, _country_at(longitude, latitude), distance)


def _country_faults(line: int, row: Row) -> Iterator[Fault]:
    found = _find_country(row)
    if found is None:
        return
    longitude, latitude, country = row["longitude"], row["latitude"], row["country"]
    if _is_on_globe(latitude, longitude) and _lies_in(country, latitude, longitude):
        yield Fault(
            "places.csv",
            line,
            "longitude,latitude",
            f"{longitude:g}, {latitude:g}",
            "longitude and latitude are swapped",
            f"a point in {country}",
            f"Write longitude {latitude:g} and latitude {longitude:g}.",
        )
    elif not found.is_near:
        yield found.fault(
            line,
            "Correct the coordinates or the country; leave the country blank for "
            "an islet that the base map does not draw.",
        )


def _lies_in(country: str, longitude: float, latitude: float) -> bool:
    return _country_at(longitude, latitude) == country


def _country_at(longitude: float, latitude: float) -> str | None:
    # The base map is read only when a place names its country.
    from chronotope.world.basemap import country_at

    return country_at(longitude, latitude)


def _distance_km(country: str, longitude: float, latitude: float) -> float | None:
    from chronotope.world.atlas import outline_distance_km

    return outline_distance_km(country, longitude, latitude)


def _is_in_gazetteer(row: Row) -> bool:
    """Return whether the gazetteer has a place of that country there, spelled so or nearly so."""
    from chronotope.world.gazetteer import find_places
    from chronotope.world.sphere import distance_km

    point = (row["longitude"], row["latitude"])
    names = {text for column, text in row.items() if column.startswith("label_") and text}
    return any(
        distance_km(point, (found.longitude, found.latitude)) <= BLUR_KM
        for name in sorted(names)
        for found in find_places(name, country=row["country"], limit=None)
    )


def check_marks(dossier: Dossier) -> Iterator[Fault]:
    """No map mark rests on a name that stands for a government, a people or an institution.

    Marks are drawn for events. A place that only rejected mentions name is no mark: its row is
    what the rejection refers to.
    """
    if "mentions" in dossier.unread:
        return
    roles: dict[tuple[str, str], set[str]] = {}
    for line, row in dossier.numbered_rows("mentions"):
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
    for line, row in dossier.numbered_rows("events"):
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


def check_units(dossier: Dossier) -> Iterator[Fault]:
    """Areas are made of units that the base map holds, or the dossier's own `areas.geojson`."""
    own: set[str] = set()
    try:
        own = {area_id for area_id, _ in own_areas(dossier)}
    except ValueError as error:
        remedy = "Mend the file, or take it away."
        yield Fault(AREAS, None, None, None, str(error).removeprefix(f"{AREAS} "), "", remedy)
    tables = (("places", "area"), ("special_areas", "units"))
    used = {
        code
        for table, column in tables
        for row in dossier.rows(table)
        for code in split_list(row[column])
    }
    unknown = _unknown_units(used - own)
    for table, column in tables if unknown else ():
        for line, row in dossier.numbered_rows(table):
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
    from chronotope.world.basemap import unknown_areas

    return unknown_areas(codes)
