"""Who hosted whom: the meetings on a map, in their order as a path, and all of them in a strip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw import style
from chronotope.draw.spec import Spec
from chronotope.draw.timescale import year_words
from chronotope.figures._answer import Answer, kept_rows, line_of, told_lines
from chronotope.figures._contacts import IN_PERSON, held_contacts, years_of
from chronotope.figures._kind import Story, register
from chronotope.figures.captions import first_up
from chronotope.figures.contents import labels_of, sources_by
from chronotope.figures.kinds.theatres import ground_lines, located_places, map_notes, window_of
from chronotope.lang.dates import date_words
from chronotope.lang.words import list_words, word, words_count
from chronotope.world.atlas import has_borders
from chronotope.world.basemap import area_names

if TYPE_CHECKING:
    from chronotope.maps.cartography import Window

_NAMED_HOSTS = 2  # in the headline
_TOLD = 40  # meetings, in the long description
_SMALL_PAGE_MM = 100.0  # what lies in a frame there is in it on every other page


@register
class Hosting(Answer):
    """Answers: who hosted whom, and in which order?"""

    name = "hosting"
    is_map = True
    has_event_texts = False
    has_point_of_view = True
    exceptions = MappingProxyType({"B6": "letters", "B7": "key_below"})

    def choose_frame(self, dossier: Dossier, figure: pd.Series) -> str:
        """Return the frame that holds the places of most of the meetings, the closest of them."""
        rows, ranks = kept_rows(dossier, self, figure["window"], ""), {}
        for frame_id in map(str, dossier.frames["frame_id"]):
            window = window_of(dossier, frame_id, _SMALL_PAGE_MM)
            ranks[frame_id] = (_count_inside(dossier, rows, window), -window.metres_per_mm)
        return max(ranks, key=lambda frame_id: ranks[frame_id])

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the held meetings at a place with a point, in order: host, guests, sources.

        The host is the country of the place; guests are the others of whom someone was there.
        """
        events = events_in_window(dossier.events, figure["window"])
        held = held_contacts(events)
        held = held[(held["form"] == IN_PERSON) & held["place_id"].isin(located_places(dossier))]
        places = dossier.places.set_index("place_id")
        countries = dict(zip(dossier.actors["actor_id"], dossier.actors["country"], strict=True))
        sources = sources_by(dossier.event_sources, "event_id")
        hosts = held["place_id"].map(places["country"]).fillna("")
        guests = [
            ";".join(
                dict.fromkeys(
                    countries[actor]
                    for actor in split_list(actors)
                    if countries.get(actor) and countries[actor] != host
                )
            )
            for actors, host in zip(held["actors"], hosts, strict=True)
        ]
        table = held[["event_id", "date", "place_id", "passages"]].assign(
            number=range(1, len(held) + 1),
            year=held["event_id"].map(years_of(held)),
            host=hosts,
            guests=guests,
            sources=[sources.get(i, "") for i in held["event_id"]],
        )
        return table.reset_index(drop=True)

    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return the map with its way, and the strip below it."""
        from chronotope.maps.route import Route, Step
        from chronotope.maps.theatres import plot_route

        names, lang = _host_names(rows, spec.lang, self.say("unknown", spec.lang)), spec.lang
        steps = tuple(
            Step(
                str(row.event_id), str(row.place_id), first_up(names[str(row.host)]),
                _colour(dossier, str(row.host)),
                "" if pd.isna(row.year) else year_words(int(row.year), lang),
            )
            for row in rows.itertuples()
        )  # fmt: skip
        events = dossier.events[dossier.events["event_id"].isin(rows["event_id"])]
        route = Route(steps, first_up(self.say("others", lang)))
        return plot_route(dossier, events, route, frame_id=str(figure["frame_id"]), spec=spec)

    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return how many meetings the first hosts held, and how many were elsewhere."""
        names = _host_names(rows, lang, self.say("unknown", lang))
        counts = _by_number(rows)
        # Of hosts of one meeting each nobody is first.
        shown = [h for h in counts.index if counts[h] > 1][:_NAMED_HOSTS]
        if not shown and len(counts) <= _NAMED_HOSTS:
            shown = list(counts.index)
        meetings = words_count("captions.meetings", len(rows), lang)
        if not shown:
            hosts = words_count(self.key("hosts"), len(counts), lang)
            return self.say("answer_all", lang, meetings=meetings, hosts=hosts)
        parts = [word("claims.key", lang, verdict=names[h], n=int(counts[h])) for h in shown]
        rest = int(counts.sum() - counts[shown].sum())
        if rest:
            elsewhere = self.say("elsewhere", lang)
            parts.append(word("claims.key", lang, verdict=elsewhere, n=rest))
        return self.say("answer", lang, meetings=meetings, hosts=list_words(parts, lang))

    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return how many meetings and hosts there are, and where the way begins and ends."""
        labels = labels_of(dossier.places, "place_id", lang)
        first, last = rows.iloc[0], rows.iloc[-1]
        return {
            "meetings": words_count("captions.meetings", len(rows), lang),
            "hosts": words_count(self.key("hosts"), rows["host"].replace("", None).nunique(), lang),
            "first": labels[first["place_id"]],
            "since": date_words(first["date"], lang),
            "last": labels[last["place_id"]],
            "until": date_words(last["date"], lang),
        }

    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return each host with the number of its meetings, then the meetings in their order."""
        names = _host_names(rows, lang, self.say("unknown", lang))
        places = labels_of(dossier.places, "place_id", lang)
        meetings = [
            line_of(first_up(date_words(row.date, lang)), places[row.place_id], lang)
            for row in rows.itertuples()
        ]
        return [
            *(line_of(first_up(names[str(h)]), int(n), lang) for h, n in _by_number(rows).items()),
            *told_lines(meetings, "years.rest", lang, most=_TOLD),
        ]

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return the words of the kind, and what every map must say."""
        story, notes = super().tell(dossier, figure, rows, spec), map_notes(dossier, figure, spec)
        window = window_of(dossier, str(figure["frame_id"]), _SMALL_PAGE_MM)
        if away := len(rows) - _count_inside(dossier, rows, window):
            own = " ".join([*story.notes, self.say("off", spec.lang, n=away)])
            story = replace(story, notes=(own,))
        if not has_borders(dossier.as_of):
            own = " ".join([*story.notes, self.say("today", spec.lang)])
            story = replace(story, notes=(own,))
        shown = ground_lines(dossier, rows, str(figure["frame_id"]), spec.lang)
        return replace(
            story, description=(*story.description, *shown), notes=(*story.notes, *notes)
        )


def _count_inside(dossier: Dossier, rows: pd.DataFrame, window: Window) -> int:
    """Return how many of the meetings took place in a window."""
    spots = dossier.places.set_index("place_id").loc[rows["place_id"]]
    return sum(window.has(s.longitude, s.latitude, margin=1) for s in spots.itertuples())


def _by_number(rows: pd.DataFrame) -> pd.Series:
    """Return the number of meetings of each host, the greatest first, then by code."""
    counts = rows["host"].value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")


def _host_names(rows: pd.DataFrame, lang: str, unknown: str) -> dict[str, str]:
    areas = area_names(lang)
    return {host: str(areas.get(host, host)) or unknown for host in map(str, set(rows["host"]))}


def _colour(dossier: Dossier, host: str) -> str:
    """Return the colour of a host: of two sides each its own, else sides stand off the others."""
    if host not in dossier.sides:
        return style.CONTEXT
    if len(dossier.sides) > 2:
        return style.LEAD
    return (style.FIRST, style.SECOND)[dossier.sides.index(host)]
