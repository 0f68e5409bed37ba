"""Theatres by year: a strip a theatre, a unit for each event that is about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.evidence import term
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw import style
from chronotope.draw.spec import Spec
from chronotope.draw.timescale import year_words
from chronotope.figures._answer import Answer, by_years, leaders, line_of, with_level
from chronotope.figures._contacts import window_years, years_of
from chronotope.figures._kind import register
from chronotope.figures._years import Strip, Unit, YearSheet
from chronotope.figures.contents import labels_of, sources_by, with_first
from chronotope.lang.dates import date_words
from chronotope.lang.words import list_words, word, words_count


@register
class TheatresByYear(Answer):
    """Answers: which conflict was spoken of when?"""

    name = "theatres-by-year"
    is_scaled = True  # theatres that find no room are counted below the others

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return one row for each theatre of each event of the window, in order of time."""
        events = events_in_window(dossier.events, figure["window"])
        sources = sources_by(dossier.event_sources, "event_id")
        table = events[["event_id", "date", "status", "passages"]].assign(
            theatre=[split_list(cell) for cell in events["theatres"]],
            year=events["event_id"].map(years_of(events, figure["window"])),
            sources=[sources.get(i, "") for i in events["event_id"]],
            events=events["event_id"],
        )
        known = set(dossier.places["place_id"])
        table = table.explode("theatre")
        table = table[table["theatre"].isin(known) & table["year"].notna()]
        table = table.astype({"year": int}).sort_values(["year", "event_id"], kind="stable")
        # Of no row, pandas 3.0 sees that the column holds nothing, and adds no text to it.
        mark = table["event_id"] + "--" + table["theatre"].astype("str")
        return with_first(table.drop(columns="event_id"), "mark_id", mark).reset_index(drop=True)

    def of_no_year(self, dossier: Dossier, figure: pd.Series) -> int:
        """Return how many events about a theatre began in a year that is not known."""
        events = events_in_window(dossier.events, figure["window"])
        named = events[events["theatres"] != ""]
        return len(named) - len(years_of(named))

    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return a strip for each theatre, the most often named first."""
        lang, names = spec.lang, labels_of(dossier.places, "place_id", spec.lang)
        titles = dict(
            zip(dossier.events["event_id"], dossier.events[f"title_{lang}"], strict=True)
        )  # fmt: skip
        counts = _by_number(rows)
        first = leaders(counts)
        strips = [
            Strip(
                names[theatre],
                tuple(
                    self._unit(row, names[theatre], titles[row.events], lang)
                    for row in rows[rows["theatre"] == theatre].itertuples()
                ),
                style.THEATRE_MARK if theatre in first else style.CONTEXT,
            )
            for theatre in counts.index
        ]
        # Of what did not take place, the key names what there is: planned, hoped for, called off.
        told = [s for s in style.STATUS_MARKS if s in set(rows["status"]) and not _is_done(s)]
        plain = strips[-1].colour  # the first are the leaders
        key = [(self.say("key.done", lang), plain, True)] if told else []
        if told:
            words = (word(f"chronology.status.{status}", lang) for status in told)
            key.append((word("dialogue.comma", lang).join(words), plain, False))
        if first and len(counts) > 1:
            key.append((self.say("key.most", lang), style.THEATRE_MARK, True))
        columns = ("theatre", "date", "event", "title")
        tooltip = {name: self.say(f"column.{name}", lang) for name in columns}
        years = window_years(figure["window"], rows["year"])
        return YearSheet(strips, years, spec, tooltip, key).plate()

    def _unit(self, row: Any, theatre: str, title: str, lang: str) -> Unit:
        fields = {
            "event": row.events,
            "date": date_words(row.date, lang),
            "theatre": theatre,
            "title": title,
        }
        said = self.say("describe", lang, status=term("status", row.status, lang), **fields)
        event = {"event_id": row.mark_id, "description": said} | fields
        return Unit(int(row.year), _is_done(row.status), event)

    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return the theatre that most events are about, and when most of them are."""
        names = labels_of(dossier.places, "place_id", lang)
        counts = _by_number(rows)
        top = leaders(counts)
        if not top:
            n = words_count("captions.events", int(counts.max()), lang)
            return self.say("answer_even", lang, events=n)
        events = words_count("captions.events", int(counts.max()), lang)
        if len(top) > 1:
            both = list_words((names[theatre] for theatre in top), lang)
            return self.say("answer_tie", lang, theatres=both, events=events)
        years = rows.loc[rows["theatre"] == top[0], "year"].value_counts()
        peak = [int(year) for year in leaders(years)]
        if not peak or len(years) == 1:
            return self.say("answer", lang, theatre=names[top[0]], events=events)
        when = list_words((year_words(year, lang) for year in peak), lang)
        return self.say("answer_peak", lang, theatre=names[top[0]], events=events, years=when)

    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return how many events and theatres there are, and what is not counted."""
        counts, names = _by_number(rows), labels_of(dossier.places, "place_id", lang)
        return {
            "events": words_count("captions.events", rows["events"].nunique(), lang),
            "theatres": words_count(self.key("theatres"), len(counts), lang),
            "top": with_level(names[str(counts.index[0])], counts, lang),
            "most": int(counts.iloc[0]),
        }

    def axis_fields(self, figure: pd.Series, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return the first and the last year of the axis."""
        first, last = window_years(figure["window"], rows["year"])
        return {"first": year_words(first, lang), "last": year_words(last, lang)}

    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return each theatre with its years."""
        names = labels_of(dossier.places, "place_id", lang)
        found = rows.groupby("theatre")["year"]
        return [
            line_of(names[str(t)], by_years(found.get_group(t), lang), lang)
            for t in _by_number(rows).index
        ]


def _by_number(rows: pd.DataFrame) -> pd.Series:
    """Return the number of events of each theatre, the greatest first, then by id."""
    counts = rows["theatre"].value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")


def _is_done(status: str) -> bool:
    return style.STATUS_MARKS[status].is_filled
