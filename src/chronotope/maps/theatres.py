"""Places to static maps: where the meetings were held and which theatres events concern."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from chronotope.dates.windows import events_in_window
from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.places import REGION, SYMBOLS
from chronotope.dossier.read import Dossier
from chronotope.draw.labels import CAP_HEIGHT
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.lang.dates import date_words
from chronotope.lang.languages import with_decimal_sign
from chronotope.lang.words import word, words_count
from chronotope.maps.borders import border_notes
from chronotope.maps.cartography import Frame, Window, measure_distortion, read_frame, read_insets
from chronotope.maps.density import Density, DensityKey
from chronotope.maps.face import draw_map_face
from chronotope.maps.furniture import degree_words
from chronotope.maps.ground import MapContent
from chronotope.maps.lists import KeyEntry, StatusKey, VenueEntry, VenueList
from chronotope.maps.paper import Letters, Page, page_settings
from chronotope.maps.route import Route, RouteStrip, count_legs
from chronotope.maps.tables import (
    MapTables,
    are_inside,
    are_seen,
    group_venues,
    is_close_frame,
    is_named_within,
    parts_of,
    town_key,
)
from chronotope.world.basemap import romanisation_notes

GUTTER_MM = 4.0
GAP_MM = 3.0
EDGE_MM = 0.1
MOST_NAMED = 6  # places off a close map: more of them are only counted
# Above and below all blocks: what letters need beyond their capitals.
PAD_MM = 0.4
# Share of the width for the side margin, from the wished to the greatest.
_SIDE_SHARES = (0.28, 0.32, 0.36, 0.40, 0.44, 0.48, 0.52)
# Below this width a key of areas takes the whole of it.
_LEAST_BESIDE_MM = 100.0
_SCALES = (0.85, 0.7, 0.62, 0.55, 0.48, 0.4, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05)
_INSET_SHARE = 0.6  # of the map's width, where an inset stands below it
# A map whose longer side is less than this is no map: its names would all go to the lists.
_LEAST_MAP_MM = 40.0
_LEAST_SHARE = 0.8  # of a narrow page: a map that is smaller takes the room of a part of its list
# (share, scale of the map): a frame that is too high for its page is drawn smaller, not refused.
_TRIALS = (
    *((share, 1.0) for share in _SIDE_SHARES),
    *((_SIDE_SHARES[0], scale) for scale in _SCALES),
)


def plot_map(
    dossier: Dossier,
    *,
    frame_id: str,
    spec: Spec,
    events: pd.DataFrame | None = None,
    is_close: bool = False,
) -> Figure:
    """Return a map of the theatres that events concern and of the venues of held meetings.

    The frame's insets, the numbered list of venues and the key of the areas of special status
    stand in the side margin and below; under 140 mm of width all of them stand below.

    Parameters
    ----------
    dossier
        Reads places, special_areas, frames and, where none are given, events.
    frame_id
        Which frame is drawn.
    spec
        Language, page and whose view of the borders: a `chronotope.draw.spec.Spec`, such as
        ``Spec.of(lang="fr", profile="nature")``.
    events
        The events that the map tells of; None takes all of the dossier.
    is_close
        Whether one area is shown close: with inner borders, and places of events other than
        meetings as open rings.

    Raises
    ------
    ValueError
        If the frame is unknown, or the lists beside the map do not fit the page.
    """
    events = dossier.events if events is None else events
    return _compose(_Material.of(dossier, events, frame_id, spec, is_close=is_close))


def plot_window(dossier: Dossier, figure: pd.Series, spec: Spec, *, is_close: bool) -> Figure:
    """Return the map of :func:`plot_map` of a figure's window, which is said beside it.

    Parameters
    ----------
    figure
        frame_id, window.
    dossier, spec, is_close
        As :func:`plot_map`, whose errors it raises.
    """
    events = events_in_window(dossier.events, figure["window"])
    material = _Material.of(dossier, events, figure["frame_id"], spec, is_close=is_close)
    return _compose(replace(material, period=_period_of(figure["window"])))


def _period_of(window: str) -> str:
    """Return a window as its years, where it is of whole years."""
    first, _, last = window.partition("/")
    if first.endswith("-01-01") and last.endswith("-12-31"):
        years = first.removesuffix("-01-01"), last.removesuffix("-12-31")
        return years[0] if years[0] == years[1] else "/".join(years)
    return window


def plot_route(
    dossier: Dossier, events: pd.DataFrame, route: Route, *, frame_id: str, spec: Spec
) -> Figure:
    """Return a map of venues with the way of their meetings, and a strip of all of them below.

    Parameters
    ----------
    events
        The meetings; the theatres that they are about are not drawn.
    route
        The same meetings in their order.
    dossier, frame_id, spec
        As :func:`plot_map`, whose errors it raises.
    """
    material = _Material.of(dossier, events.assign(theatres=""), frame_id, spec, is_close=False)
    return _compose(replace(material, insets=[], route=route))


def plot_density(
    dossier: Dossier, events: pd.DataFrame, density: Density, *, frame_id: str, spec: Spec
) -> Figure:
    """Return a close map on a ground of density, with the places of events, and its key below.

    Parameters
    ----------
    events
        Those whose places are marked; the theatres that they are about are not tinted.
    dossier, frame_id, spec
        As :func:`plot_map`, whose errors it raises.
    """
    material = _Material.of(dossier, events.assign(theatres=""), frame_id, spec, is_close=True)
    return _compose(replace(material, insets=[], density=density))


@dataclass(frozen=True)
class MapPanel:
    """A map without its lists, as a part of a page that sets them elsewhere."""

    draw: Callable[[], Figure]
    height_mm: float
    venues: tuple[VenueEntry, ...]
    statuses: tuple[KeyEntry, ...]


def plot_panel(
    dossier: Dossier,
    *,
    frame_id: str,
    spec: Spec,
    events: pd.DataFrame | None = None,
    is_close: bool = False,
) -> MapPanel:
    """Return the map face of :func:`plot_map` alone, to be drawn when it is asked for.

    What its numbers and letters mean is returned beside it. Parameters and errors are those of
    :func:`plot_map`; insets are left out.
    """
    events = dossier.events if events is None else events
    material = _Material.of(dossier, events, frame_id, spec, is_close=is_close)
    width = spec.profile.plot_width_mm
    sheet = _Sheet(replace(material, insets=[]), width)
    put, height = sheet.map_block(width)

    def draw() -> Figure:
        with page_settings():
            page = Page(width, height)
            put(page, 0, height, width)
        return page

    return MapPanel(draw, height, sheet.list.entries, sheet.key.entries)


def left_off(dossier: Dossier, events: pd.DataFrame, *, frame_id: str, spec: Spec) -> list[str]:
    """Return what events tell of that lies off a close map: counted, but not on the picture.

    Parameters are those of :func:`plot_map`, whose errors it raises.
    """
    material = _Material.of(dossier, events, frame_id, spec, is_close=True)
    return _Sheet(material, spec.profile.plot_width_mm).left_off()


def map_note(dossier: Dossier, *, frame_id: str, spec: Spec) -> list[str]:
    """Return the notes of a map: projection, date, borders, and that none is endorsed.

    Parameters
    ----------
    dossier
        Reads frames and the day on which it stands.
    frame_id
        The frame that is drawn.
    spec
        Language, and whose view of the borders is drawn.

    Raises
    ------
    ValueError
        If the frame is unknown.
    """
    lang = spec.lang
    frame = read_frame(dossier.frames, frame_id, lang=lang)
    lines = [_projection_words(frame, lang)]
    lines.append(word("theatres.as-of", lang, date=as_of_words(dossier, lang)))
    lines += border_notes(dossier, point_of_view=spec.point_of_view, lang=lang)
    lines.append(word("theatres.disclaimer", lang))
    return lines


def base_map_words(dossier: Dossier, *, frame_ids: Iterable[str], lang: str) -> str:
    """Return what the base map of a figure is made from, for a source line.

    Parameters
    ----------
    dossier
        Reads frames.
    frame_ids
        The frames that are drawn; their insets count as well.
    lang
        Language.
    """
    frames = dossier.frames
    drawn = [read_frame(frames, frame_id, lang=lang) for frame_id in frame_ids]
    drawn += [inset for frame in drawn for inset in read_insets(frames, frame.frame_id, lang=lang)]
    is_close = any(is_close_frame(frame) for frame in drawn)
    return word("theatres.base-close" if is_close else "theatres.base", lang)


# How a block is drawn (page, left, top, width in mm) and how high it is.
_Block = tuple[Callable[[Page, float, float, float], None], float]


@dataclass(frozen=True)
class _Placed:
    """A block of the page: upper left corner, width, and how to draw it."""

    left: float
    top: float
    width: float
    draw: Callable[[Page, float, float, float], None]


@dataclass(frozen=True)
class _Material:
    """What a sheet is made of."""

    tables: MapTables
    frame: Frame
    insets: list[Frame]
    route: Route | None = None
    density: Density | None = None
    period: str = ""
    unwritten: tuple[str, ...] | None = None  # None: no lists stand beside it to say so

    @classmethod
    def of(
        cls, dossier: Dossier, events: pd.DataFrame, frame_id: str, spec: Spec, *, is_close: bool
    ) -> _Material:
        """Return what a map of some events needs, in a frame with its insets."""
        frame = read_frame(dossier.frames, frame_id, lang=spec.lang)
        insets = read_insets(dossier.frames, frame_id, lang=spec.lang)
        return cls(MapTables(dossier, events, spec, is_close), frame, insets)

    def strip_block(self, width: float) -> _Block:
        """What stands in that width: a key of density, or the strip of a way; else nothing."""
        profile = self.tables.spec.profile
        if self.density:
            key = DensityKey(self.density, profile)
            return key.draw, key.height(width)
        strip = RouteStrip(self.route or Route(()), profile)
        return strip.draw, strip.height(width)

    @property
    def asked(self) -> tuple[object, ...]:
        """What the setting of the sheet hangs on, which is found in all languages at once."""
        tables, route = self.tables, self.route or Route(())
        _, strip = self.strip_block(self.tables.spec.profile.plot_width_mm)
        look = (tables.spec.profile, tables.spec.point_of_view, tables.is_close)
        steps = tuple(step.place_id for step in route.steps)
        return (*look, self.frame, *self.insets, steps, strip, self.period, self.unwritten)


class _UnwrittenError(Exception):
    """Names of the dossier's own that found no room: the lists beside the map must say so."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(ids)
        self.ids = tuple(ids)


class _Sheet:
    """One map sheet: measures its blocks and sets them on the page."""

    def __init__(self, material: _Material, width: float) -> None:
        tables, frame, insets = material.tables, material.frame, material.insets
        self.tables, self.frame, self.insets, self.route = tables, frame, insets, material.route
        self.unwritten, self.density = material.unwritten, material.density
        self.period = material.period
        self.towns: set[str] = set()  # kinds of them, known when the map is drawn
        self.profile, self.lang, self.is_close = tables.spec.profile, tables.lang, tables.is_close
        self.window = window = Window(frame, 0, 0, width)
        venues = tables.venues()
        self.venues = group_venues(venues, window, partial(is_named_within, tables.dossier))
        self.theatres = tables.theatres(window)
        self.statuses = tables.statuses(window)
        self.sites = tables.sites(window) if self.is_close else venues.iloc[:0]
        self.venues = tables.with_grounds(self.venues, are_venues=True)
        self.sites = tables.with_grounds(self.sites, are_venues=False)
        self.widest, self.broken = tables.widest(), tables.broken()
        self.names = tables.names(self.theatres, window)
        self.list = self._venue_list()
        self.key = self._status_key()

    def _venue_list(self) -> VenueList:
        entries = []
        by_number: dict[int, list[dict[str, Any]]] = {}
        for row in self.venues.to_dict("records"):  # a sheet is tried in many widths
            by_number.setdefault(row["number"], []).append(row)
        for number in sorted({*by_number} - {0}):
            rows = by_number[number]
            lead = next(row for row in rows if row["place_id"] == row["disc"])
            others = [row for row in rows if row is not lead]
            ids = [row["place_id"] for row in others]
            parts = parts_of(self.tables.dossier, lead["place_id"], ids)
            # A part is counted with its whole; a neighbour that shares the disc has its own count.
            total = sum(row["meetings"] for row in rows if row is lead or row["place_id"] in parts)
            name = self._both_names(lead["label"], lead["local"])
            entries.append(VenueEntry(lead["place_id"], str(number), name, str(total)))
            for row in others:
                key = "theatres.including" if row["place_id"] in parts else "theatres.with"
                entries.append(self._venue_within(row, key))
        if not self.is_close:
            entries += [self._venue_within(row, "theatres.outside") for row in by_number.get(0, ())]
        heading = "theatres.venues" if entries else "theatres.reading"
        late = self._town_words({"capital", "other"}), lambda: self._town_words(self.towns)
        notes = tuple(self._notes())
        return VenueList(word(heading, self.lang), tuple(entries), notes, self.profile, late)

    def _venue_within(self, row: Mapping[str, Any], key: str) -> VenueEntry:
        """Return the line of a venue that has no disc of its own; `key` says where it is."""
        label = word(key, self.lang, name=self._both_names(row["label"], row["local"]))
        return VenueEntry(row["place_id"], "", label, str(row["meetings"]), True)

    def _both_names(self, label: str, local: str) -> str:
        """Return the reader's name of a place and, where it is another, that of the place."""
        return word("theatres.local", self.lang, name=label, local=local) if local else label

    def _symbols(self) -> str:
        """Return what the symbols of the map say of how closely a place is known."""
        # A venue in the disc of another has no mark of its own.
        drawn = (self.venues["number"] > 0) & (self.venues["place_id"] == self.venues["disc"])
        # An open ring looks alike for the very place and for a town.
        marked = {*self.venues.loc[drawn, "symbol"], *({REGION} & {*self.sites["symbol"]})}
        kinds = set(self._seen_theatres()["kind"])
        shown = [f"point_{symbol}" for symbol in SYMBOLS if symbol in marked]
        if (self.venues["is_broken"] & drawn).any() or self.sites["is_broken"].any():
            shown.append("point_broken")
        shown += ["area_country"] if "country" in kinds else []
        shown += ["area_region"] if kinds - {"country"} else []
        comma = word("basemap.comma", self.lang)
        return comma.join(word(f"theatres.{symbol}", self.lang) for symbol in shown)

    def _seen_theatres(self) -> pd.DataFrame:
        return self.theatres[are_seen(self.theatres, self.window)]

    def _notes(self) -> list[str]:
        notes = []
        if (self.venues["number"] > 0).any():
            notes.append(word("theatres.disc", self.lang))
        if len(self.sites):
            is_region = self.sites["symbol"].eq(REGION)
            which = "-diamond" if is_region.all() else "-both" if is_region.any() else ""
            notes.append(word(f"theatres.sites{which}", self.lang))
        seen = self._seen_theatres()
        if len(seen):
            notes.append(word("theatres.square", self.lang))
        if seen["area"].str.contains("-").any():
            notes.append(word("theatres.rim", self.lang))
        if self.period and notes:
            words = date_words(self.period, self.lang)
            notes.append(word("theatres.period", self.lang, period=words))
        notes += self._arrow_words()
        if symbols := self._symbols():
            notes.append(word("theatres.symbols", self.lang, list=symbols))
        drawn = self.venues[self.venues["number"] > 0]
        if unfounded := int(drawn["unfounded"].sum() + self.sites["unfounded"].sum()):
            notes.append(word("theatres.unfounded", self.lang, n=unfounded))
        origins = self.tables.dossier.origins
        # Who chose a close frame knows what lies off it; of one that was fitted nobody does.
        is_fitted = "frames" in origins and origins["frames"] == origins.get("places")
        if not self.is_close:
            notes += self._off_map()
        elif is_fitted:
            notes += self.left_off()
        notes += self._unlocated()
        if self.unwritten:
            column, special = f"label_{self.lang}", self.tables.dossier.special_areas
            labels = dict(zip(special["area_id"], special[column], strict=True))
            labels |= dict(
                zip(self.tables.places["place_id"], self.tables.places[column], strict=True)
            )
            named = ", ".join(labels[i] for i in self.unwritten)
            notes.append(word("theatres.unwritten", self.lang, list=named))
        return notes + romanisation_notes(self._named_countries(), self.lang)

    def _arrow_words(self) -> list[str]:
        """Return what the arrows of a way mean, and whether some steps have none."""
        if self.route is None:
            return []
        numbers = dict(zip(self.venues["place_id"], self.venues["number"], strict=True))
        discs = dict(zip(self.venues["place_id"], self.venues["disc"], strict=True))
        legs = count_legs(self.route, {place: discs[place] for place in discs if numbers[place]})
        if not legs:
            return []
        arrows = "arrows-wider" if max(legs.values()) > 1 else "arrows"
        keys = [arrows, *["arrows-off"] * (0 in numbers.values())]
        return [word(f"theatres.{key}", self.lang) for key in keys]

    def left_off(self) -> list[str]:
        """Return what events tell of that is not on a close map."""
        is_away = (self.venues["number"] == 0) & self.venues["longitude"].notna()
        elsewhere = self.venues.loc[is_away, "meetings"].sum()
        held = [word("theatres.elsewhere", self.lang, n=elsewhere)] if elsewhere else []
        return held + self._off_map()

    def _off_map(self) -> list[str]:
        """Return the notes on theatres and places that lie off the map or have no tint."""
        notes = []
        regions = self.tables.regions()
        tinted = set(self.theatres["place_id"])
        for row in regions[~regions["place_id"].isin(tinted)].itertuples():
            count = words_count("theatres.events", row.events, self.lang)
            notes.append(word("theatres.region", self.lang, name=row.label, events=count))
        away = self.theatres[~are_seen(self.theatres, self.window)]
        # Where no outline is of its time, nobody can say that all of it lies off the map.
        is_outlined = np.array([not shape.is_empty for shape in away["geometry"]], dtype=bool)
        for key, rows in (("off-map", away[is_outlined]), ("no-outline", away[~is_outlined])):
            if len(rows):
                order = rows.sort_values(["events", "place_id"], ascending=[False, True])
                parts = [f"{row.label} ({row.events:g})" for row in order.itertuples()]
                notes.append(word(f"theatres.{key}", self.lang, list=", ".join(parts)))
        sites = self.tables.all_sites()
        is_located = sites["longitude"].notna()
        is_drawn = sites["place_id"].isin(self.sites["place_id"])
        far = sites.loc[is_located & ~is_drawn, "label"]
        if self.is_close and len(far):
            notes.append(word("theatres.sites-elsewhere", self.lang, n=self._told(far)))
        return notes

    def _unlocated(self) -> list[str]:
        """Return the note on places that nobody knows on which side of the edge they lie."""
        venues, sites = self.tables.venues(), self.tables.all_sites()
        nowhere = [
            label
            for table in (venues, sites)
            for label in table.loc[table["longitude"].isna(), "label"]
        ]
        if not nowhere:
            return []
        return [word("theatres.unlocated", self.lang, list=self._told(nowhere))]

    def _told(self, labels: Collection[str]) -> str | int:
        """Return a few names as a list, and of more of them how many they are."""
        names = word("dialogue.comma", self.lang).join(sorted(labels))
        return names if len(labels) <= MOST_NAMED else len(labels)

    def _town_words(self, kinds: set[str]) -> str:
        """Return what the dots mean that towns have on a close map."""
        return town_key(kinds, self.lang) if self.is_close else ""

    def _named_countries(self) -> set[str]:
        """Return the codes of the countries of which a place is named."""
        places = self.tables.places
        if "country" not in places:
            return set()
        listed = self.venues[self.venues["number"] > 0] if self.is_close else self.venues
        named = {*listed["place_id"], *self.sites["place_id"]}
        codes = set(places.loc[places["place_id"].isin(named), "country"])
        return codes | {code.split("-")[0] for code in self.names["code"] if "-" in code}

    def _status_key(self) -> StatusKey:
        is_hatched = self.statuses["letter"] != ""
        others = self.statuses[~is_hatched].sort_values("area_id")
        if len(others):
            # Nobody finds a dashed outline of a few pixels: one swatch says what they all mean.
            wording = word("basemap.comma", self.lang).join(others["wording"])
            others = others.head(1).assign(wording=wording)
        entries = tuple(
            KeyEntry(row.area_id, row.letter, self._status_words(row), row.drawing)
            for row in pd.concat([self.statuses[is_hatched], others]).itertuples()
        )
        return StatusKey(self._status_heading(), entries, self.profile)

    def _status_words(self, row: Any) -> str:
        """Return the wording of a status, and what its line is called."""
        if not row.line:
            return str(row.wording)
        return word("theatres.line", self.lang, wording=row.wording, name=row.line)

    def _status_heading(self) -> str:
        when = as_of_words(self.tables.dossier, self.lang)
        return word("theatres.statuses-as-of", self.lang, date=when)

    def content(self, window: Window, insets: list[Window], *, is_close: bool) -> MapContent:
        discs = self.venues[self.venues["place_id"] == self.venues["disc"]]
        sums = self.venues.groupby("disc")["meetings"].sum()
        discs = discs.assign(meetings=discs["disc"].map(sums))
        inside = are_inside(discs, window)
        tables = replace(self.tables, is_close=is_close)
        marked = [*self.venues["place_id"], *self.sites["place_id"]]
        towns = tables.towns(window, marked)
        return MapContent(
            atlas=self.tables.atlas(window),
            units=self._units(window) if is_close else pd.DataFrame({"geometry": []}),
            theatres=self.theatres,
            statuses=self.statuses,
            venues=discs.loc[inside],
            sites=self.sites[are_inside(self.sites, window)],
            names=tables.names(self.theatres, window),
            towns=towns if is_close else towns.iloc[:0],
            seas=tables.seas(window),
            insets=insets,
            widest=self.widest,
            broken=self.broken,
            languages=self.tables.dossier.languages,
            legs=self._legs(inside, discs),
            density=self.density,
        )

    def _units(self, window: Window) -> pd.DataFrame:
        """Return the inner borders of what the dossier has a part of, or of the layer's country."""
        if self.density and self.density.country:
            return self.tables.atlas(window).units([self.density.country])
        return self.tables.units(window)

    def _legs(self, inside: np.ndarray, discs: pd.DataFrame) -> dict[tuple[str, str], int]:
        seen = set(discs.loc[inside, "place_id"])
        stands = {
            p: d
            for p, d in zip(self.venues["place_id"], self.venues["disc"], strict=True)
            if d in seen
        }
        return count_legs(self.route, stands) if self.route else {}

    def draw_main(self, page: Page, left: float, top: float, width: float) -> None:
        window = self._window(self.frame, left, top, width)
        insets = [Window(frame, 0, 0, 1) for frame in self.insets]
        face = draw_map_face(
            page,
            window,
            self.content(window, insets, is_close=self.is_close),
            self.tables.spec,
        )
        self.towns |= face.towns
        known = face.unwritten if self.unwritten is None else self.unwritten
        missing = [i for i in face.unwritten if i not in known]
        if missing:
            raise _UnwrittenError(missing)

    def draw_inset(self, frame: Frame, page: Page, left: float, top: float, width: float) -> None:
        title = self.title_height
        baseline = top - self.profile.text_mm * (CAP_HEIGHT + 0.05)
        page.add_text(
            frame.label,
            (left, baseline),
            f"panel-{frame.frame_id}",
            Letters(1, size_pt=self.profile.text_pt, weight="bold"),
        )
        window = self._window(frame, left, top - title, width)
        face = draw_map_face(
            page,
            window,
            self.content(window, [], is_close=True),
            self.tables.spec,
            prefix=f"{frame.frame_id}-",
        )
        self.towns |= face.towns

    @property
    def title_height(self) -> float:
        return self.profile.text_mm * 1.1

    @staticmethod
    def _window(frame: Frame, left: float, top: float, width: float) -> Window:
        # The rim's own width stays on the page.
        height = Window(frame, 0, 0, width).height
        inner = width - 2 * EDGE_MM
        return Window(frame, left + EDGE_MM, top - height + EDGE_MM, inner)

    def map_block(self, width: float) -> _Block:
        return self.draw_main, Window(self.frame, 0, 0, width).height

    def inset_block(self, frame: Frame, width: float) -> _Block:
        draw = partial(self.draw_inset, frame)
        return draw, self.title_height + Window(frame, 0, 0, width).height


def _compose(material: _Material) -> Figure:
    """Return the sheet with the largest map whose blocks fit the profile's height.

    Where a place finds no room for its name it is drawn again, with the name in the notes.
    """
    unwritten: tuple[str, ...] = ()
    while True:
        try:
            return _compose_with(replace(material, unwritten=unwritten))
        except _UnwrittenError as error:
            unwritten += error.ids


def _compose_with(material: _Material) -> Figure:
    frame, profile = material.frame, material.tables.spec.profile
    width = profile.plot_width_mm
    greatest = profile.plot_height / profile.units_per_mm
    with page_settings():
        found = [_fit(material, arrange, greatest) for arrange in _arrangements(material)]
        fits = [fit for fit in found if fit.has_room] or [
            fit for fit in [_fit(material, _arrange_in_columns, greatest)] if fit.has_room
        ]
        if not fits:
            raise NoRoomError(
                f"the lists beside the map {frame.frame_id!r} are {found[0].height:.0f} mm high "
                f"in the profile {profile.name!r}, which allows {greatest:.0f} mm: take a wider "
                "profile or a shorter window"
            )
        best = max(fits, key=lambda fit: fit.blocks[0].width)
        if profile.is_narrow and best.blocks[0].width < _LEAST_SHARE * width:
            # Better a map that can be read than a list of what shares a mark.
            short = _fit(material, partial(_arrange_in_columns, is_short=True), greatest)
            best = short if short.has_room else best
        page = Page(width, best.height)
        for block in best.blocks:
            block.draw(page, block.left, best.height - PAD_MM - block.top, block.width)
    return page


# How a sheet is set, by the share of its side margin and the scale of its map: blocks and height.
_Arrange = Callable[["_Material", float, float], tuple[list[_Placed], float]]


def _arrangements(material: _Material) -> list[_Arrange]:
    """Return the ways to set a sheet; of those that have room the one with the largest map."""
    profile = material.tables.spec.profile
    if profile.plot_width_mm < _LEAST_BESIDE_MM:
        return [_arrange_below, _arrange_in_columns]
    if profile.is_narrow:
        return [_arrange_below]
    if material.density:
        return [_arrange_aside, _arrange_below, _arrange_beside]
    if material.insets:
        return [_arrange_beside]
    return [_arrange_below if material.tables.is_close else _arrange_in_columns, _arrange_beside]


@dataclass(frozen=True)
class _Fit:
    """A sheet that is set: its blocks, how high it is, and whether the page has room for it."""

    blocks: list[_Placed]
    height: float
    has_room: bool


def _fit(material: _Material, arrange: _Arrange, greatest: float) -> _Fit:
    """Return a sheet with the largest map that leaves room for all the rest, in every language."""
    share, scale, has_room = material.tables.once(
        (arrange, greatest, *material.asked), lambda: _find_setting(material, arrange, greatest)
    )
    blocks, height = arrange(material, share, scale)
    return _Fit(blocks, height + 2 * PAD_MM, has_room)


def _find_setting(
    material: _Material, arrange: _Arrange, greatest: float
) -> tuple[float, float, bool]:
    """Return the share of the side margin and the scale of the map, and whether all has room.

    Which names a map holds hangs on its size, which must not differ by language.
    """
    tables = material.tables
    langs = (lang for lang in tables.dossier.languages if lang != tables.lang)
    others = [_in_language(material, lang) for lang in langs]
    for share, scale in _TRIALS:
        blocks, height = arrange(material, share, scale)
        if (
            height + 2 * PAD_MM <= greatest
            and _is_legible(material.frame, blocks[0].width)
            and all(arrange(each, share, scale)[1] + 2 * PAD_MM <= greatest for each in others)
        ):
            return share, scale, True
    return *_TRIALS[-1], False


def _in_language(material: _Material, lang: str) -> _Material:
    """Return what a sheet is made of with its lists in another language."""
    frames, spec = material.tables.dossier.frames, replace(material.tables.spec, lang=lang)
    return replace(
        material,
        tables=replace(material.tables, spec=spec),
        frame=read_frame(frames, material.frame.frame_id, lang=lang),
        insets=[read_frame(frames, inset.frame_id, lang=lang) for inset in material.insets],
    )


def _is_legible(frame: Frame, width: float) -> bool:
    return max(width, Window(frame, 0, 0, width).height) >= _LEAST_MAP_MM


def _arrange_beside(material: _Material, share: float, scale: float) -> tuple[list[_Placed], float]:
    """Map and key on the left; insets and venues in the side margin on the right."""
    profile = material.tables.spec.profile
    side = profile.plot_width_mm * share
    main = profile.plot_width_mm - side - GUTTER_MM
    sheet = _Sheet(material, main * scale)
    right = [sheet.inset_block(inset, side) for inset in material.insets]
    right.append((sheet.list.draw, sheet.list.height(side)))
    first, low = _stack([sheet.map_block(main * scale)], main * (1 - scale) / 2, 0.0, main * scale)
    if sheet.key.entries:
        key = [(sheet.key.draw, sheet.key.height(main))]
        below, low = _stack(key, 0.0, low + GAP_MM, main)
        first += below
    second, tall_right = _stack(right, main + GUTTER_MM, 0.0, side)
    return _with_strip(material, first + second, max(low, tall_right))


def _arrange_aside(material: _Material, share: float, scale: float) -> tuple[list[_Placed], float]:
    """The map on the left, as high as all that explains it in the side margin on the right."""
    profile = material.tables.spec.profile
    side = profile.plot_width_mm * share
    main = profile.plot_width_mm - side - GUTTER_MM
    sheet = _Sheet(material, main * scale)
    right = [material.strip_block(side), (sheet.list.draw, sheet.list.height(side))]
    if sheet.key.entries:
        right.append((sheet.key.draw, sheet.key.height(side)))
    first, low = _stack([sheet.map_block(main * scale)], main * (1 - scale) / 2, 0.0, main * scale)
    second, tall = _stack(right, main + GUTTER_MM, 0.0, side)
    return first + second, max(low, tall)


def _with_strip(
    material: _Material, blocks: list[_Placed], low: float
) -> tuple[list[_Placed], float]:
    """Return the blocks with what stands across the whole width below them."""
    width = material.tables.spec.profile.plot_width_mm
    draw, height = material.strip_block(width)
    if not height:
        return blocks, low
    below, low = _stack([(draw, height)], 0.0, low + GAP_MM, width)
    return blocks + below, low


def _arrange_below(material: _Material, share: float, scale: float) -> tuple[list[_Placed], float]:
    """The map on top; below it insets or venues on the left, the rest on the right."""
    profile, insets = material.tables.spec.profile, material.insets
    width = profile.plot_width_mm
    main = scale * width * (1 + _SIDE_SHARES[0] - share)
    sheet = _Sheet(material, main)
    blocks, low = _stack([sheet.map_block(main)], (width - main) / 2, 0.0, main)
    venues, key = sheet.list, sheet.key
    rest = replace(key, entries=())
    if not insets and width < _LEAST_BESIDE_MM:  # a long wording would fill a narrow column alone
        key, rest = key.parted()
    wide = width * (0.6 if insets else 0.5 if profile.is_narrow else 0.7) - GUTTER_MM / 2
    if not (insets or key.entries):  # the lists have the whole width
        wide = -GUTTER_MM
    slim = width - wide - GUTTER_MM
    low += GAP_MM
    lefts = [sheet.inset_block(inset, slim) for inset in sheet.insets]
    if sheet.insets:
        rights = [(venues.draw, venues.height(wide))]
    else:
        lefts = [(venues.draw, venues.height(slim))]
        rights = [(key.draw, key.height(wide))] if key.entries else []
    first, tall_left = _stack(lefts, 0.0, low, slim)
    second, tall_right = _stack(rights, slim + GUTTER_MM, low, wide)
    blocks += first + second
    low = max(tall_left, tall_right)
    if not insets:
        if rest.entries:
            below, low = _stack([(rest.draw, rest.height(width))], 0.0, low + GAP_MM, width)
            blocks += below
        return _with_strip(material, blocks, low)
    below, low = _stack([(key.draw, key.height(width))], 0.0, low + GAP_MM, width)
    return blocks + below, low


def _arrange_in_columns(
    material: _Material, share: float, scale: float, *, is_short: bool = False
) -> tuple[list[_Placed], float]:
    """The map on top; below it insets, venues and key, each across the page in its columns.

    A short list leaves what shares the mark of another place to the data file.
    """
    del share
    width = material.tables.spec.profile.plot_width_mm
    main = width * scale
    sheet = _Sheet(material, main)
    blocks, low = _stack([sheet.map_block(main)], (width - main) / 2, 0.0, main)
    for inset in sheet.insets:
        slim = main * _INSET_SHARE
        below, low = _stack(
            [sheet.inset_block(inset, slim)], (width - slim) / 2, low + GAP_MM, slim
        )
        blocks += below
    venues = sheet.list.in_columns(width)
    if is_short:
        parts = word("theatres.parts", sheet.lang)
        numbered = tuple(entry for entry in venues.entries if entry.number)
        venues = replace(venues, entries=numbered, notes=(*venues.notes, parts))
    lists = [(venues.draw, venues.height(width)), (sheet.key.draw, sheet.key.height(width))]
    below, low = _stack(lists, 0.0, low + GAP_MM, width)
    return _with_strip(material, blocks + below, low)


def _stack(
    blocks: Sequence[_Block], left: float, top: float, width: float
) -> tuple[list[_Placed], float]:
    """Return blocks set one below the other, and how low the last one ends."""
    placed: list[_Placed] = []
    low = top
    for draw, height in blocks:
        if height <= 0:
            continue
        if placed:
            low += GAP_MM
        placed.append(_Placed(left, low, width, draw))
        low += height
    return placed, low


def _projection_words(frame: Frame, lang: str) -> str:
    """Return the name of the projection, where it is true, and its greatest scale error."""
    distortion = measure_distortion(frame)
    error = max(1 - distortion.least_scale, distortion.greatest_scale - 1) * 100
    # Rounded up: it is a limit, and no map is true to 0 %.
    percent = f"{math.ceil(error)}" if error > 1 else f"{max(math.ceil(error * 10), 1) / 10:g}"
    degrees = {"latitude": frame.latitude}
    if frame.projection == "lcc":
        degrees |= {"first": frame.parallel_1, "second": frame.parallel_2}
    return word(
        f"theatres.{frame.projection}",
        lang,
        longitude=degree_words(frame.longitude, "meridian", lang),
        error=with_decimal_sign(percent, lang),
        **{name: degree_words(degree, "parallel", lang) for name, degree in degrees.items()},
    )
