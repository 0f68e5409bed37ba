"""Where it was: venues of meetings, theatres that events concern, areas of special status."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.checks.links import unused_rows
from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.schemas import text_languages
from chronotope.draw.spec import Spec
from chronotope.figures._kind import Kind, PanelDrawing, Story, register
from chronotope.figures.contents import figure_rows, join_sources, sources_by
from chronotope.lang.words import word, words_count

if TYPE_CHECKING:
    from chronotope.maps.cartography import Window

# Wide enough that what a reader of any profile sees is a row.
_MAP_WIDTH_MM = 150.0
LEAST_MEETINGS = 2  # on a brief a venue of fewer is left to the dossier's own map
BESIDE_KM = 40  # but one this near to a busy venue is part of the same disc


@register
class TheatreMap(Kind):
    """Answers: where did they meet, and which places was it about?"""

    name = "theatres"
    is_map = True
    has_event_texts = False
    has_point_of_view = True
    exceptions = MappingProxyType({"B6": "letters", "B7": "key_below"})
    panel_order: ClassVar[int | None] = 2

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether an event is about a theatre, or all that was held at points are meetings.

        This map draws no place of any other event: where there are some, :class:`AreaMap` does.
        """
        events, located = dossier.events, located_places(dossier)
        held = events[events["status"] == "held"]
        met = held[held["form"] == "meeting"]
        elsewhere = {*held["place_id"]} - {*met["place_id"]}
        is_all = bool(located & {*met["place_id"]}) and not located & elsewhere
        return is_all or bool(events["theatres"].any())

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return what the map shows: venues, sites, theatres and areas of special status.

        A close map leaves out what lies off it; the wide one lists every venue beside the map.
        """
        from chronotope.maps.tables import MapTables, are_inside, are_seen

        events = events_in_window(dossier.events, figure["window"])
        lang = dossier.languages[0]
        window = window_of(dossier, figure["frame_id"])
        tables = MapTables(dossier, events, Spec(lang=lang), self.is_close)
        venues = tables.venues()
        sites = tables.sites(window) if self.is_close else venues.iloc[:0]
        theatres = tables.theatres(window)
        theatres = theatres[are_seen(theatres, window)]
        venues = venues[are_inside(venues, window)] if self.is_close else venues
        held = events[events["status"] == "held"]
        meetings = held[held["form"] == "meeting"]
        about = events.assign(place_id=events["theatres"].str.split(";")).explode("place_id")
        sources = sources_by(dossier.event_sources, "event_id")
        areas = tables.statuses(window)["area_id"]
        parts = [
            _described(dossier.places[dossier.places["place_id"].isin(ids)], role, found, sources)
            for role, ids, found in (
                ("venue", venues["place_id"], meetings),
                ("site", sites["place_id"], held),
                ("theatre", theatres["place_id"], about),
            )
        ]
        special = dossier.special_areas
        special = special[special["area_id"].isin(areas)]
        parts.append(_described(special, "status", events.iloc[:0], sources))
        return pd.concat(parts, ignore_index=True).astype({"count": int})

    def most_rows(self, dossier: Dossier, figure: pd.Series) -> int | None:
        """Return how many places and areas there are to show; which are seen takes outlines."""
        events = events_in_window(dossier.events, figure["window"])
        return int(events["place_id"].nunique()) + count_areas(dossier, figure)

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the map with its insets and lists."""
        from chronotope.maps.theatres import plot_window

        return plot_window(dossier, figure, spec, is_close=self.is_close)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return what is shown, where most meetings were, and what the borders rest on."""
        lang, label = spec.lang, rows[f"label_{spec.lang}"]
        of_role = {role: rows[rows["role"] == role] for role in rows["role"].unique()}
        empty = rows.iloc[:0]
        venues = of_role.get("venue", empty).sort_values("count", ascending=False, kind="stable")
        sites, areas = of_role.get("site", empty), of_role.get("status", empty)
        notes = [*map_notes(dossier, figure, spec), *self._left_out(dossier, figure, lang)]
        beside = self._told_beside(dossier, figure, spec)
        parts, long = [], []  # of what is there alone: in short, and how it is drawn
        off = set() if self.is_close else _off_map(dossier, figure, venues)
        if len(on_map := venues[~venues["place_id"].isin(off)]):
            parts.append(_venue_words(self._with_parts(dossier, on_map), lang))
            long.append(word("captions.map_long_venues", lang))
        if len(sites):
            long.append(word("captions.map_long_sites", lang))
            parts.append(words_count("captions.sites", len(sites), lang))
        if "theatre" in of_role:
            names = ", ".join(label[of_role["theatre"].index])
            parts.append(word("captions.theatres", lang, list=names))
            if (of_role["theatre"]["area"] != "").any():
                long.append(word("captions.map_long_theatres", lang))
        if len(areas):
            parts.append(words_count("captions.areas", len(areas), lang))
            long.append(word("captions.map_long_areas", lang))
        frame = dossier.frames.set_index("frame_id")[f"label_{lang}"][figure["frame_id"]]
        return Story(
            word(
                "captions.map_alt",
                lang,
                headline=figure[f"headline_{lang}"],
                frame=frame,
                shown=word("captions.and_then", lang).join(parts),
                date=as_of_words(dossier, lang),
            ),
            (
                *long,
                *(
                    _place_line(row, lang, is_off=row["place_id"] in off)
                    for _, row in venues.iterrows()
                ),
                *(_place_line(row, lang) for _, row in sites.iterrows()),
                *(_status_line(row, lang) for _, row in areas.iterrows()),
                *beside,
                *notes,
            ),
            tuple(notes),
        )

    def _with_parts(self, dossier: Dossier, venues: pd.DataFrame) -> pd.DataFrame:
        """Return the venues with the meetings that the list below a wide map counts for each."""
        from chronotope.maps.tables import parts_of

        if self.is_close:
            return venues
        counts = dict(zip(venues["place_id"], venues["count"], strict=True))
        totals = [
            n + sum(counts[part] for part in parts_of(dossier, whole, counts))
            for whole, n in counts.items()
        ]
        return venues.assign(total=totals).sort_values("total", ascending=False, kind="stable")

    def _left_out(self, dossier: Dossier, figure: pd.Series, lang: str) -> list[str]:
        """Return what a reader of a wide map would look for in vain: counted, not dropped."""
        if self.is_close:
            return []
        events = events_in_window(dossier.events, figure["window"])
        is_nowhere = (events["place_id"] == "") & (events["theatres"] == "")
        n = int(is_nowhere.sum())
        return [word("captions.events_unplaced", lang, n=n)] if n else []

    def _told_beside(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> list[str]:
        """Return what is counted but of no use to who looks at the picture."""
        from chronotope.maps.theatres import left_off

        said = [word("captions.map_named", spec.lang)]
        unused = len(unused_rows(dossier)["places"])
        events = events_in_window(dossier.events, figure["window"])
        said += _not_held(events, spec.lang)
        said += _not_marked(dossier, events, spec.lang, is_close=self.is_close)
        if self.is_close:
            said += left_off(dossier, events, frame_id=figure["frame_id"], spec=spec)
        elif unused:
            said.append(word("captions.places_unused", spec.lang, n=unused))
        return said

    # --- as a part of a brief ----------------------------------------------------------------

    def panel_rows(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the rows without the venues of few meetings that have no part in a disc."""
        counts = rows[rows["role"] == "venue"].set_index("place_id")["count"]
        is_left = (rows["role"] == "venue") & rows["place_id"].isin(
            _far_and_few(dossier.places, counts)
        )
        return rows[~is_left].reset_index(drop=True)

    def panel_events(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the events of a panel; a meeting at a venue of few counts for theatres alone."""
        from chronotope.maps.tables import are_meetings, count_meetings

        events = events_in_window(dossier.events, figure["window"])
        few = events["place_id"].isin(_far_and_few(dossier.places, count_meetings(events)))
        return events.assign(place_id=events["place_id"].mask(are_meetings(events) & few, ""))

    def draw_panel(
        self, dossier: Dossier, figure: pd.Series, spec: Spec, *, most: int
    ) -> PanelDrawing:
        """Return the face of the map without its lists; it is drawn when asked for."""
        from chronotope.maps.theatres import plot_panel

        panel = plot_panel(
            dossier,
            frame_id=figure["frame_id"],
            spec=spec,
            events=self.panel_events(dossier, figure),
            is_close=self.is_close,
        )
        height = panel.height_mm * spec.profile.units_per_mm
        has_squares = figure_rows(dossier, figure["figure_id"])["role"].eq("theatre").any()
        signs = (word("brief.squares", spec.lang),) if has_squares else ()
        return PanelDrawing(panel.draw, height, panel.venues, panel.statuses, signs)


def map_notes(dossier: Dossier, figure: pd.Series, spec: Spec) -> list[str]:
    """Return the notes of a figure's map: projection, date, borders, and that none is endorsed."""
    from chronotope.maps.theatres import map_note

    return map_note(dossier, frame_id=figure["frame_id"], spec=spec)


def window_of(dossier: Dossier, frame_id: str, width: float = _MAP_WIDTH_MM) -> Window:
    """Return a frame on a page of its own, as wide as many millimetres."""
    from chronotope.maps.cartography import Window, read_frame

    return Window(read_frame(dossier.frames, frame_id, lang=dossier.languages[0]), 0, 0, width)


def ground_lines(dossier: Dossier, rows: pd.DataFrame, frame_id: str, lang: str) -> list[str]:
    """Return what a map of something else shows beside it: sites, areas of special status.

    The sites are among its rows; the areas are those that lie in its frame.
    """
    from chronotope.maps.tables import MapTables

    sites = rows[rows["role"] == "site"] if "role" in rows else rows.iloc[:0]
    window = window_of(dossier, frame_id)
    tables = MapTables(dossier, dossier.events.iloc[:0], Spec(lang=lang), is_close=False)
    areas = dossier.special_areas
    areas = areas[areas["area_id"].isin(tables.statuses(window)["area_id"])]
    lines = [word("captions.map_long_sites", lang)] if len(sites) else []
    lines += [_place_line(row, lang) for _, row in sites.iterrows()]
    lines += [word("captions.map_long_areas", lang)] if len(areas) else []
    return [*lines, *(_status_line(row, lang) for _, row in areas.iterrows())]


def count_areas(dossier: Dossier, figure: pd.Series) -> int:
    """Return how many theatres and areas of special status a map has to show, seen or not."""
    events = events_in_window(dossier.events, figure["window"])
    theatres = {place for cell in events["theatres"] for place in split_list(cell)}
    return len(theatres) + len(dossier.special_areas)


def located_places(dossier: Dossier) -> set[str]:
    """Return the places that have a point."""
    places = dossier.places
    return set(places.loc[places["longitude"].notna(), "place_id"])


def _described(
    table: pd.DataFrame, role: str, events: pd.DataFrame, sources: dict[str, str]
) -> pd.DataFrame:
    """Return places or areas in the form of a map's data twin, sorted by id."""
    key = table.columns[0]
    rows = table.sort_values(key)
    events_at = events.groupby("place_id")["event_id"].agg(list).to_dict()
    found = [events_at.get(row_id, []) for row_id in rows[key]]
    blank = pd.Series("", index=rows.index, dtype="str")
    nowhere = pd.Series(float("nan"), index=rows.index)
    languages = text_languages(table.columns, "label")
    return pd.DataFrame(
        {
            "place_id": rows[key],
            "role": role,
            **{f"label_{lang}": rows[f"label_{lang}"] for lang in languages},
            **{f"wording_{lang}": rows.get(f"wording_{lang}", blank) for lang in languages},
            "longitude": rows.get("longitude", nowhere),
            "latitude": rows.get("latitude", nowhere),
            "area": rows["units"] if "units" in rows else rows["area"],
            "count": [len(ids) for ids in found],
            "events": [";".join(ids) for ids in found],
            "sources": [join_sources(ids, sources) for ids in found],
        }
    )


def _far_and_few(places: pd.DataFrame, counts: pd.Series) -> list[str]:
    """Return the venues of few meetings that do not lie beside a busy one, whose disc they join."""
    from pyproj import Geod

    points = places.set_index("place_id")[["longitude", "latitude"]]
    busy = points.loc[counts.index[counts >= LEAST_MEETINGS]]
    geod = Geod(ellps="WGS84")

    def is_beside_a_busy_one(place_id: str) -> bool:
        here = points.loc[place_id]
        metres = (geod.inv(*here, *there)[2] for there in busy.itertuples(index=False))
        return any(distance < BESIDE_KM * 1000 for distance in metres)

    return [i for i in counts.index[counts < LEAST_MEETINGS] if not is_beside_a_busy_one(i)]


def _venue_words(venues: pd.DataFrame, lang: str) -> str:
    """Return how many venues and meetings there are, and the busiest where there is one."""
    busiest = venues.iloc[0]
    totals = venues.get("total", venues["count"])
    is_first = (totals == totals.iloc[0]).sum() == 1 < len(venues)
    return word(
        f"captions.{'venues_of' if is_first else 'venues_alike'}",
        lang,
        venues=words_count("captions.venues", len(venues), lang),
        meetings=words_count("captions.meetings", int(venues["count"].sum()), lang),
        busiest=busiest[f"label_{lang}"],
        most=int(totals.iloc[0]),
    )


def _not_marked(dossier: Dossier, events: pd.DataFrame, lang: str, *, is_close: bool) -> list[str]:
    """Return how many held events with a place, and no meetings, have no mark of their own.

    A close map rings their places, but for those that are venues of meetings already.
    """
    held = events[(events["status"] == "held") & events["place_id"].isin(located_places(dossier))]
    is_meeting = held["form"] == "meeting"
    others = held[~is_meeting]
    if is_close:
        others = others[others["place_id"].isin(held.loc[is_meeting, "place_id"])]
    return [word("captions.not_marked", lang, n=len(others))] if len(others) else []


def _not_held(events: pd.DataFrame, lang: str) -> list[str]:
    """Return how many events that have a place no map shows, as nobody says that they were held."""
    counts = events.loc[events["place_id"].ne("") & events["status"].ne("held"), "status"]
    listed = [
        word("captions.counted", lang, what=word(f"chronology.status.{status}", lang), n=int(n))
        for status, n in counts.value_counts().sort_index().items()
    ]
    together = word("basemap.comma", lang).join(listed)
    return [word("captions.not_held", lang, list=together)] if listed else []


def _off_map(dossier: Dossier, figure: pd.Series, venues: pd.DataFrame) -> set[str]:
    """Return the venues that a wide map lists and does not show."""
    from chronotope.maps.tables import are_inside

    return set(venues["place_id"][~are_inside(venues, window_of(dossier, figure["frame_id"]))])


def _place_line(row: pd.Series, lang: str, *, is_off: bool = False) -> str:
    noun = "captions.meetings" if row["role"] == "venue" else "captions.events"
    count = words_count(noun, int(row["count"]), lang)
    name = row[f"label_{lang}"]
    name = word("theatres.outside", lang, name=name) if is_off else name
    return word("captions.lane_count", lang, label=name, n=count)


def _status_line(row: pd.Series, lang: str) -> str:
    """Return the wording of an area; its name goes before it where the wording lacks it."""
    name, wording = row[f"label_{lang}"], row[f"wording_{lang}"].rstrip(".")
    if wording.casefold().startswith(name.casefold()):
        return f"{wording}."
    return word("captions.lane_count", lang, label=name, n=wording)
