"""The tables behind a map: venues and their discs, theatres, areas of special status."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import shapely

from chronotope.dossier.areas import atlas_of
from chronotope.dossier.aspects import placed_on_no_ground
from chronotope.dossier.places import local_name, place_symbol
from chronotope.dossier.read import Dossier
from chronotope.draw.labels import text_width, two_lines
from chronotope.draw.spec import Spec
from chronotope.lang.words import word
from chronotope.maps.cartography import Frame, Window, only_areas
from chronotope.world.atlas import Atlas
from chronotope.world.basemap import area_names, load_capitals, load_seas

# Discs closer than this on the page are one disc: no reader can part them.
MERGE_MM = 1.2
PART_MM = 4.0  # so near it a part of a town would lie on the town's own disc, or touch it
# Less than this in a corner of a map is not worth a line of its key, unless it is half of all.
LEAST_SEEN_MM2 = 2.0
# A region that covers more of the map than this would be its ground, not a theatre.
MOST_TINTED = 0.5
# A town nearer than this to another mark is named by it, or stands in its way.
TOWN_MM = 3.0
CAPITAL_MM = 1.8  # a capital is left out only where its square would lie on that mark
_POINT_KINDS = ("site", "city")
# How much a country's name says on a map: a side of the dialogue; one that hosted a meeting or
# borders a theatre; any other.
SIDE, NEAR, FAR = 0, 1, 2
_TOUCH_DEGREES = 0.02  # so far two areas of one border may lie apart, as generalised


def venue_table(places: pd.DataFrame, events: pd.DataFrame, *, lang: str) -> pd.DataFrame:
    """Return the places of held meetings, most meetings first.

    An event with no place (a telephone call) gives no row.

    Parameters
    ----------
    places
        Table `places`: place_id, label_*, kind, longitude, latitude.
    events
        Table `events`: form, status, place_id.
    lang
        Language of the labels.

    Returns
    -------
    DataFrame
        place_id, label, kind, longitude, latitude, meetings; symbol and local (see
        :mod:`chronotope.dossier.places`).
    """
    counts = count_meetings(events)
    found = _labelled(places, lang).merge(
        counts.rename("meetings"),
        left_on="place_id",
        right_index=True,
        how="inner",
        validate="one_to_one",
    )
    missing = sorted(set(counts.index) - set(found["place_id"]))
    if missing:
        raise ValueError(f"events name places that the table places lacks: {', '.join(missing)}")
    columns = ["place_id", "label", "kind", "longitude", "latitude", "meetings", "symbol", "local"]
    # Ties by id, so that a number means the same place in every language.
    order = found.sort_values(["meetings", "place_id"], ascending=[False, True])
    return order[columns].reset_index(drop=True)


def are_meetings(events: pd.DataFrame) -> pd.Series:
    """Return of each event whether it is a meeting that took place."""
    return (events["form"] == "meeting") & (events["status"] == "held")


def count_meetings(events: pd.DataFrame) -> pd.Series:
    """Return how many meetings took place at each place."""
    held = events.loc[are_meetings(events), "place_id"]
    return held[held != ""].value_counts()


def group_venues(
    venues: pd.DataFrame,
    window: Window,
    is_part: Callable[[str, str], bool] = lambda place, lead: False,
) -> pd.DataFrame:
    """Return the venues with the disc that stands for each.

    Venues closer than 1.2 mm on the page, and a part of a town on the disc of that town, share
    the disc of the one with most meetings; its area stands for all their meetings. A venue off the
    map, or known only as an area, has none.

    Parameters
    ----------
    venues
        Result of :func:`venue_table`.
    window
        The map.
    is_part
        Whether the first place is a part of the second.

    Returns
    -------
    DataFrame
        The rows of `venues` with `number` (0: no disc) and `disc` (place_id of the disc's
        venue, or blank).
    """
    leads: list[tuple[str, float, float]] = []
    discs = []
    for row in venues.itertuples():
        if row.kind not in _POINT_KINDS or not window.has(row.longitude, row.latitude, margin=1):
            discs.append("")
            continue
        x, y = window.place(row.longitude, row.latitude)
        near = [
            lead
            for lead in leads
            if (apart := math.dist(lead[1:], (x, y))) < MERGE_MM
            or (apart < PART_MM and is_part(row.place_id, lead[0]))
        ]
        if not near:
            leads.append((row.place_id, x, y))
        discs.append(near[0][0] if near else row.place_id)
    grouped = venues.assign(disc=discs)
    sums = grouped[grouped["disc"] != ""].groupby("disc")["meetings"].sum()
    order = sorted(sums.index, key=lambda disc: (-sums[disc], disc))
    numbers = {disc: i for i, disc in enumerate(order, start=1)}
    return grouped.assign(number=[numbers.get(disc, 0) for disc in discs])


def is_named_within(dossier: Dossier, place_id: str, lead_id: str) -> bool:
    """Return whether a place is named as a part of another, as "Palace, Town" is of "Town".

    In any language of the dossier, so that all of them say the same.
    """
    names = _names_of_places(dossier)
    return any(
        re.search(rf"(?<!\w){re.escape(whole)}(?!\w)", own)
        for own, whole in zip(names[place_id], names[lead_id], strict=True)
        if whole
    )


def parts_of(dossier: Dossier, whole: str, places: Iterable[str]) -> list[str]:
    """Return those of some places that are named as parts of another, and are not that one."""
    return [p for p in places if p != whole and is_named_within(dossier, p, whole)]


@lru_cache(maxsize=8)
def _names_of_places(dossier: Dossier) -> Mapping[str, tuple[str, ...]]:
    """Return what each place is called in the languages of the dossier."""
    columns = [map(str, dossier.places[f"label_{lang}"]) for lang in dossier.languages]
    return dict(zip(dossier.places["place_id"], zip(*columns, strict=True), strict=True))


def theatre_table(places: pd.DataFrame, events: pd.DataFrame, *, lang: str) -> pd.DataFrame:
    """Return the areas that events name as theatres, and how many events name each.

    Parameters
    ----------
    places
        Table `places`: place_id, label_*, kind, longitude, latitude, area.
    events
        Table `events`: theatres.
    lang
        Language of the labels.

    Returns
    -------
    DataFrame
        place_id, label, kind, longitude, latitude, area, events; points are left out.
    """
    named = events["theatres"].str.split(";").explode()
    counts = named[named != ""].value_counts().rename("events")
    found = _labelled(places, lang).merge(
        counts, left_on="place_id", right_index=True, how="inner", validate="one_to_one"
    )
    columns = ["place_id", "label", "kind", "longitude", "latitude", "area", "events"]
    return found.loc[found["area"] != "", columns].reset_index(drop=True)


def are_inside(places: pd.DataFrame, window: Window) -> np.ndarray:
    """Return which points lie in the window, with room for a mark."""
    rows = places.itertuples()
    return np.array([window.has(r.longitude, r.latitude, margin=1) for r in rows], dtype=bool)


def are_seen(theatres: pd.DataFrame, window: Window) -> np.ndarray:
    """Return which theatres the window shows some of: their area, or else their point."""
    return np.array(
        [
            not window.draw(row.geometry).is_empty
            or (not math.isnan(row.longitude) and window.has(row.longitude, row.latitude))
            for row in theatres.itertuples()
        ],
        dtype=bool,
    )


def _labelled(places: pd.DataFrame, lang: str) -> pd.DataFrame:
    rows = places.to_dict("records")
    return places.assign(
        label=places[f"label_{lang}"],
        symbol=[place_symbol(row) for row in rows],
        local=[local_name(row, lang) for row in rows],
    )


# A map of at most this width in nature is drawn from the close layer: on a page its coast then
# has segments of 0.3 to 1 mm (J7). By the frame alone, so that every profile shows one coast.
CLOSE_M = 2_000_000.0


def is_close_frame(frame: Frame) -> bool:
    """Return whether a frame is drawn from the close layer."""
    return Window(frame, 0, 0, 1).metres_per_mm <= CLOSE_M


_Made = TypeVar("_Made")


@lru_cache(maxsize=16)
def _known(dossier: Dossier, cells: tuple[tuple[str, ...], ...]) -> dict[tuple[object, ...], Any]:
    """Return what has been made so far of a dossier with these events."""
    return {}


@dataclass(frozen=True, eq=False)
class MapTables:
    """What a map shows of a dossier.

    Attributes
    ----------
    dossier
        Its places, special areas and frames.
    events
        Those of its events that the map tells of.
    spec
        Language, page and point of view.
    is_close
        Whether the map shows one area close.
    """

    dossier: Dossier
    events: pd.DataFrame
    spec: Spec
    is_close: bool = False

    @property
    def lang(self) -> str:
        return self.spec.lang

    @property
    def places(self) -> pd.DataFrame:
        return self.dossier.places

    def atlas(self, window: Window) -> Atlas:
        """Return the outlines that suit a map of that scale and the dossier's day."""
        box = window.box if is_close_frame(window.frame) else None
        return atlas_of(self.dossier, point_of_view=self.spec.point_of_view, box=box)

    def with_grounds(self, marks: pd.DataFrame, *, are_venues: bool) -> pd.DataFrame:
        """Return marks with `unfounded`, how many events there no source places, `is_broken`: all.

        A venue stands for meetings alone, another mark for all that was held.
        """
        found, held = self.once(("grounds", are_venues), lambda: self._count_grounds(are_venues))
        count, of = marks["place_id"].map(found), marks["place_id"].map(held)
        return marks.assign(unfounded=count.fillna(0).astype(int), is_broken=count == of)

    def _count_grounds(self, are_venues: bool) -> tuple[pd.Series, pd.Series]:
        """Return of each place how many of its events no source places, and how many there are."""
        held = self.events[self.events["status"] == "held"]
        held = held[held["form"] == "meeting"] if are_venues else held
        found = held["event_id"].isin(placed_on_no_ground(self.dossier)).groupby(held["place_id"])
        return found.sum(), found.size()

    def _once(self, key: tuple[object, ...], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return a table that no width of a map changes; a sheet is tried in many of them."""
        return self.once((*key, str(self.lang)), make).copy(deep=False)

    def once(self, key: tuple[object, ...], make: Callable[[], _Made]) -> _Made:
        """Return what is made of a dossier and these events, the first time that it is asked for.

        Parameters
        ----------
        key
            All else that it hangs on.
        make
            What makes it.
        """
        known = _known(self.dossier, self._cells)
        if key not in known:
            known[key] = make()
        made: _Made = known[key]
        return made

    @cached_property
    def _cells(self) -> tuple[tuple[str, ...], ...]:
        """All that these tables read of the events."""
        names = ["event_id", "form", "status", "place_id", "theatres"]
        return tuple(self.events[names].itertuples(index=False, name=None))

    def venues(self) -> pd.DataFrame:
        """Places of held meetings."""
        return self._once(
            ("venues",), lambda: venue_table(self.places, self.events, lang=self.lang)
        )

    def regions(self) -> pd.DataFrame:
        """Areas that events name as theatres."""
        return self._once(
            ("regions",), lambda: theatre_table(self.places, self.events, lang=self.lang)
        )

    def theatres(self, window: Window) -> pd.DataFrame:
        """Areas to tint; not a region that holds another theatre or most of the map."""
        atlas = self.atlas(window)
        table = self.regions()
        table = table.assign(geometry=[atlas.area(codes) for codes in table["area"]])
        is_tinted = [
            row.kind != "region" or self._stands_out(row, table, window)
            for row in table.itertuples()
        ]
        return table[np.array(is_tinted, dtype=bool)]

    @staticmethod
    def _stands_out(region: Any, theatres: pd.DataFrame, window: Window) -> bool:
        inner = [row for row in theatres.itertuples() if row.place_id != region.place_id]
        if any(region.geometry.contains(shapely.point_on_surface(row.geometry)) for row in inner):
            return False
        seen = only_areas(window.draw(region.geometry))
        return bool(seen.area < MOST_TINTED * window.width * window.height)

    def statuses(self, window: Window) -> pd.DataFrame:
        """Areas of special status that the map shows; the hatched lettered from west to east."""
        rows = self.dossier.special_areas
        atlas = self.atlas(window)
        shapes = [atlas.area(units) for units in rows["units"]]
        whole = [only_areas(window.project(shape)) for shape in shapes]
        seen = [only_areas(window.cut(shape)) for shape in whole]
        is_seen = [
            part.area > min(LEAST_SEEN_MM2, 0.5 * all_.area)
            and (drawing != "dashed" or part.area > 0.25 * all_.area)
            for part, all_, drawing in zip(seen, whole, rows["drawing"], strict=True)
        ]
        table = rows.assign(
            geometry=shapes,
            wording=rows[f"wording_{self.lang}"],
            line=rows.get(f"line_{self.lang}", pd.Series("", index=rows.index)).fillna(""),
            x=[shape.centroid.x if not shape.is_empty else 0.0 for shape in seen],
        )
        table = table[np.array(is_seen, dtype=bool)].sort_values(["x", "area_id"])
        is_hatched = table["drawing"].str.contains("hatched")
        letters = word("theatres.letters", self.lang)
        ranks = is_hatched.cumsum() - 1
        marks = [
            letters[rank % len(letters)] * (1 + rank // len(letters)) if hatched else ""
            for rank, hatched in zip(ranks, is_hatched, strict=True)
        ]
        columns = ["area_id", "letter", "wording", "line", "drawing", "geometry"]
        return table.assign(letter=marks)[columns].reset_index(drop=True)

    def units(self, window: Window) -> pd.DataFrame:
        """Inner borders of each country of which a place or a special area is a part."""
        areas = [*self.places["area"], *self.dossier.special_areas["units"]]
        codes = {code for area in areas for code in area.split(";")}
        is_part = {code for code in codes if "-" in code and not code.startswith("X-")}
        return self.atlas(window).units(sorted({code.split("-")[0] for code in is_part}))

    def sites(self, window: Window) -> pd.DataFrame:
        """Places in the window where something other than a meeting took place."""
        table = self.all_sites()
        columns = ["place_id", "label", "longitude", "latitude", "symbol"]
        return table.loc[are_inside(table, window), columns]

    def all_sites(self) -> pd.DataFrame:
        """Return the places where something other than a meeting took place, seen or not."""
        return self._once(("sites",), self._find_sites)

    def _find_sites(self) -> pd.DataFrame:
        held = self.events.loc[self.events["status"] == "held", "place_id"]
        table = _labelled(self.places, self.lang)
        is_site = (
            table["place_id"].isin(held)
            & ~table["place_id"].isin(self.venues()["place_id"])
            & table["kind"].isin(_POINT_KINDS)
        )
        return table[is_site]

    def names(self, theatres: pd.DataFrame, window: Window) -> pd.DataFrame:
        """Areas to name, to find one's way: all countries, and a theatre's parts on a close map.

        Where no borders are of the map's time, those countries that the dossier itself names.
        """
        atlas = self.atlas(window)
        about = theatres if atlas.is_modern else theatres[are_seen(theatres, window)]
        key = ("names", atlas, self.is_close, tuple(about["place_id"]))
        return self._once(key, lambda: self._find_names(about, atlas))

    def _find_names(self, theatres: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
        countries = atlas.countries()
        whole = self.places[self.places["kind"] == "country"].set_index("area")
        if not atlas.is_modern:
            return self._own_countries(atlas, theatres)
        countries = countries[~countries["code"].isin(set(theatres["area"]))]
        spots = countries.join(whole[["longitude", "latitude"]], on="code")
        parts = sorted({c for a in theatres["area"] for c in a.split(";") if ";" in a and "-" in c})
        if self.is_close and parts:
            spots = pd.concat([spots, atlas.units(parts)])
        spots = spots.assign(label=spots["code"].map(area_names(self.lang)).fillna(""))
        spots = spots[spots["label"].ne("")]  # land without borders has no name
        spots = spots.assign(rank=self._name_ranks(spots, theatres))
        return spots[["code", "label", "longitude", "latitude", "rank", "geometry"]]

    def _own_countries(self, atlas: Atlas, theatres: pd.DataFrame) -> pd.DataFrame:
        """Return the countries that the dossier names itself: the base map's may be of no time.

        Not those that are named as theatres, which are given.

        Their outline of today is not drawn: it keeps a name off the land of others.
        """
        rows = _labelled(self.places, self.lang)
        is_country = rows["kind"].eq("country") & rows["longitude"].notna()
        rows = rows[is_country & ~rows["area"].isin(set(theatres["area"]))]
        is_side = rows["area"].isin(set(self.dossier.sides))
        columns = ["code", "label", "longitude", "latitude", "rank", "geometry"]
        named = rows.assign(
            code=rows["area"],
            rank=np.where(is_side, SIDE, NEAR),
            geometry=[replace(atlas, is_modern=True).area(codes) for codes in rows["area"]],
        )
        return named[columns]

    def _name_ranks(self, areas: pd.DataFrame, theatres: pd.DataFrame) -> np.ndarray:
        """Return how much the name of each area says of the dossier."""
        ranks = np.full(len(areas), FAR)
        tinted = shapely.union_all(np.array([*theatres["geometry"], shapely.Point()]))
        shapely.prepare(tinted)
        ranks[shapely.dwithin(tinted, np.array(areas["geometry"]), _TOUCH_DEGREES)] = NEAR
        held = self.events[self.events["form"].eq("meeting") & self.events["status"].eq("held")]
        country = self.places.set_index("place_id").get("country", pd.Series(dtype=str))
        ranks[areas["code"].isin(set(country.reindex(held["place_id"]).dropna()))] = NEAR
        ranks[areas["code"].isin(set(self.dossier.sides))] = SIDE
        return ranks

    def seas(self, window: Window) -> pd.DataFrame:
        """Seas whose name stands in the window: sea_id, label, longitude, latitude."""
        seas = load_seas()
        seas = seas.assign(label=self._names_of(seas))
        return seas.loc[are_inside(seas, window), ["sea_id", "label", "longitude", "latitude"]]

    def towns(self, window: Window, marked: Iterable[str]) -> pd.DataFrame:
        """Places to find one's way on a close map: the dossier's other towns, then capitals.

        Parameters
        ----------
        window
            The map.
        marked
            Ids of the places that have a mark already; a town beside one is left out.
        """
        rows = _labelled(self.places, self.lang)
        own = rows[rows["kind"].eq("city") & ~rows["place_id"].isin(set(marked))]
        capitals = load_capitals()
        drawn = set(self.atlas(window).countries()["code"])
        capitals = capitals[capitals["code"].isin(drawn)]
        capitals = capitals.assign(place_id=capitals["code"], label=self._names_of(capitals))
        columns = ["place_id", "label", "longitude", "latitude"]
        towns = pd.concat(
            [own[columns].assign(is_capital=False), capitals[columns].assign(is_capital=True)]
        )
        towns = towns[are_inside(towns, window)]
        busy = [
            window.place(row.longitude, row.latitude)
            for row in rows[rows["place_id"].isin(set(marked))].itertuples()
            if row.kind in _POINT_KINDS
        ]
        kept = []
        for row in towns.itertuples():
            spot = window.place(row.longitude, row.latitude)
            least = CAPITAL_MM if row.is_capital else TOWN_MM
            kept.append(all(math.dist(spot, other) > least for other in busy))
            busy += [spot] if kept[-1] else []
        return towns[np.array(kept, dtype=bool)].reset_index(drop=True)

    def widest(self) -> Mapping[str, str]:
        """Return for each name on the map the widest of its translations (J2).

        Room is kept for that one in every language, so that the same places are named in each.
        """
        return _widest(self.dossier, str(self.lang))

    def broken(self) -> Mapping[str, float]:
        """Return for each name how wide the widest of its translations is in two lines, in ems."""
        return _broken(self.dossier, str(self.lang))

    def _names_of(self, table: pd.DataFrame) -> pd.Series:
        name = f"name_{self.lang}"
        return table[name] if name in table else table["name_en"]


@lru_cache(maxsize=16)
def _widest(dossier: Dossier, lang: str) -> Mapping[str, str]:
    return {
        own: max(texts, key=lambda text: (text_width(text, 1.0), text))
        for own, texts in _translations(dossier, lang).items()
    }


@lru_cache(maxsize=16)
def _broken(dossier: Dossier, lang: str) -> Mapping[str, float]:
    return {
        own: max(text_width(line, 1.0) for text in texts for line in two_lines(text))
        for own, texts in _translations(dossier, lang).items()
    }


@lru_cache(maxsize=16)
def _translations(dossier: Dossier, lang: str) -> Mapping[str, set[str]]:
    """Return for each name on a map, as one language has it, what it is called in all of them."""
    languages = dossier.languages
    tables = [
        dossier.places.rename(columns={f"label_{lang}": lang for lang in languages}),
        dossier.special_areas.rename(columns={f"line_{lang}": lang for lang in languages}),
        *(
            table.rename(columns={f"name_{lang}": lang for lang in languages})
            for table in (load_seas(), load_capitals())
        ),
        _area_names(dossier),
    ]
    found: dict[str, set[str]] = {}
    for table in tables:
        texts = table[[lang for lang in languages if lang in table]].fillna("")
        if texts.columns.empty:  # no name of the base map is in a language of the dossier
            continue
        for row in texts.itertuples(index=False):
            best = max(row, key=lambda text: (text_width(text, 1.0), text))
            own = row[texts.columns.get_loc(lang)] if lang in texts else best
            found.setdefault(own, set()).update(row)
    return found


def _area_names(dossier: Dossier) -> pd.DataFrame:
    """Return the names of countries and of the units that theatres are made of."""
    names = pd.DataFrame({lang: area_names(lang) for lang in dossier.languages})
    parts = {code for area in dossier.places["area"] for code in area.split(";")}
    # A unit may be named like a town in one language only.
    return names[["-" not in code or code in parts for code in names.index]]


def town_key(kinds: Collection[str], lang: str) -> str:
    """Return what the signs of towns mean, of the kinds that are drawn; blank for none."""
    if not kinds:
        return ""
    told = [word(f"theatres.town_{kind}", lang) for kind in sorted(kinds)]
    return word("theatres.towns", lang, list=word("basemap.comma", lang).join(told))
