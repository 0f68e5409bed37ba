"""Contacts a year by channel: a strip a channel, a unit for each meeting, call or video talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw import style
from chronotope.draw.spec import Spec
from chronotope.draw.timescale import year_words
from chronotope.figures._answer import Answer, by_years, leaders, line_of, with_level
from chronotope.figures._contacts import (
    IN_PERSON,
    form_words,
    held_contacts,
    remote_words,
    window_years,
    year_text,
    years_covered,
    years_of,
)
from chronotope.figures._kind import register
from chronotope.figures._years import Strip, Unit, YearSheet
from chronotope.figures.captions import first_up
from chronotope.figures.contents import labels_of, sources_by
from chronotope.lang.dates import date_words
from chronotope.lang.words import word, words_count


@register
class Contacts(Answer):
    """Answers: was there a silence, and in which channel?"""

    name = "contacts"
    has_event_texts = False

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether there are contacts in at least three years."""
        return bool(years_of(held_contacts(dossier.events)).nunique() >= 3)

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the contacts of the window in order of time, each with its year."""
        held = held_contacts(events_in_window(dossier.events, figure["window"]))
        years = held["event_id"].map(years_of(held, figure["window"]))
        sources = sources_by(dossier.event_sources, "event_id")
        table = held[["event_id", "date", "channel", "form", "status", "passages"]]
        table = table.assign(year=years, sources=[sources.get(i, "") for i in held["event_id"]])
        return table[table["year"].notna()].astype({"year": int}).reset_index(drop=True)

    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return all contacts above, then a strip for each channel that has one."""
        lang, names = spec.lang, labels_of(dossier.channels, "channel_id", spec.lang)
        units = {
            row.event_id: (row.channel, _unit(row, names[row.channel], lang))
            for row in rows.itertuples()
        }
        used = _channels(dossier, rows)
        lead = self._lead(dossier, figure, rows, lang)
        strips = [
            Strip(
                names[channel],
                tuple(unit for own, unit in units.values() if own == channel),
                style.LEAD if channel == lead else style.CONTEXT,
            )
            for channel in used
        ]
        if len(used) > 1:
            # The sum has no marks of its own: each contact is read aloud once, in its channel.
            bare = (Unit(unit.year, unit.is_filled, {}) for _, unit in units.values())
            strips.insert(0, Strip(self.say("all", lang), tuple(bare)))
        key = []
        is_met = rows["form"] == IN_PERSON
        if not is_met.all():
            key = [(remote_words(rows, lang), strips[0].colour, False)]
            if is_met.any():
                key.insert(0, (word("dialogue.key_in_person", lang), strips[0].colour, True))
        if lead:
            key.append((self.say("key.headline", lang), style.LEAD, True))
        columns = ("date", "channel", "form", "event")
        tooltip = {name: self.say(f"column.{name}", lang) for name in columns}
        years = window_years(figure["window"], rows["year"])
        return YearSheet(strips, years, spec, tooltip, key).plate()

    def _lead(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, lang: str) -> str:
        """Return the channel whose silence the headline tells, blank where it names none."""
        channel, *_ = _silence(dossier, rows)
        name = labels_of(dossier.channels, "channel_id", lang).get(channel, "")
        headline = str(figure.get(f"headline_{lang}"))
        is_named = headline == self.answer(dossier, rows, lang) and bool(name) and name in headline
        return channel if is_named else ""

    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return the longest silence of the first channel that had one."""
        names = labels_of(dossier.channels, "channel_id", lang)
        channel, first, last = _silence(dossier, rows)
        if not channel:
            return self._without_gap(rows, lang)
        key = "in_year" if first == last else "in_years"
        years = {"first": year_words(first, lang), "last": year_words(last, lang)}
        span = self.say(key, lang, **years)
        others = int(rows["year"].between(first, last).sum())
        if not others:
            return first_up(self.say("answer_silent", lang, span=span))
        return self.say("answer_elsewhere", lang, channel=names[channel], span=span, n=others)

    def _without_gap(self, rows: pd.DataFrame, lang: str) -> str:
        counts = rows["year"].value_counts()
        contacts = words_count("captions.contacts", len(rows), lang)
        top = leaders(counts)
        if len(top) == 1 and len(counts) > 1:
            return self.say(
                "answer_most", lang, contacts=contacts, year=year_words(int(top[0]), lang)
            )
        return self.say("answer_steady", lang, contacts=contacts)

    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return how many there are, in which year most, and in how many years none."""
        counts = rows["year"].value_counts().sort_index()
        return {
            "contacts": words_count("captions.contacts", len(rows), lang),
            "year": with_level(year_text(int(counts.idxmax()), lang), counts, lang),
            "most": int(counts.max()),
            "forms": form_words(rows, lang),
            "strips": self.say(
                "strips_all" if rows["channel"].nunique() > 1 else "strips_single", lang
            ),
            "remote": self.say("remote", lang) if (rows["form"] != IN_PERSON).any() else "",
        }

    def of_no_year(self, dossier: Dossier, figure: pd.Series) -> int:
        """Return how many contacts of the window began in a year that is not known."""
        held = held_contacts(events_in_window(dossier.events, figure["window"]))
        return len(held) - len(years_of(held))

    def axis_fields(self, figure: pd.Series, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return the first and the last year of the axis, and how many have no contact."""
        first, last = window_years(figure["window"], rows["year"])
        empty = last - first + 1 - len(years_covered(rows, first, last))
        return {
            "first": year_words(first, lang),
            "last": year_words(last, lang),
            "empty": words_count(self.key("years"), empty, lang),
        }

    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return each channel with its years, then each year that had a contact."""
        names = labels_of(dossier.channels, "channel_id", lang)
        years, found = rows["year"].value_counts().sort_index(), rows.groupby("channel")["year"]
        return [
            *(
                line_of(names[c], by_years(found.get_group(c), lang), lang)
                for c in _channels(dossier, rows)
            ),
            *(line_of(year_words(int(year), lang), int(n), lang) for year, n in years.items()),
        ]


def _channels(dossier: Dossier, rows: pd.DataFrame) -> list[str]:
    """Return the channels of some contacts, in their order."""
    ordered = dossier.channels.sort_values("order", kind="stable")["channel_id"]
    return [channel for channel in ordered if channel in set(rows["channel"])]


def _silence(dossier: Dossier, rows: pd.DataFrame) -> tuple[str, int, int]:
    """Return the first channel with a time of no contact, and its first and last year.

    Where such a time holds something else that two or more took part in, a document that they
    signed, a conference, no headline may speak of silence; the channel is blank if none is left.
    Nor is a year silent in which a contact went on, or may have taken place.
    """
    events, axis = dossier.events, (int(rows["year"].min()), int(rows["year"].max()))
    contacts = held_contacts(events)
    is_joint = (events["status"] == "held") & (events["actors"].map(split_list).map(len) > 1)
    joint = events[is_joint & ~events["event_id"].isin(contacts["event_id"])]
    for channel in _channels(dossier, rows):
        own = contacts["channel"] == channel
        first, last = _longest_gap(years_covered(contacts[own], *axis))
        is_quiet = not rows["year"].between(first, last).any()
        others = joint if is_quiet else joint[joint["channel"] == channel]
        if is_quiet:  # of no channel may anything have gone on
            others = pd.concat([others, contacts[~own]])
        if first and not years_covered(others, first, last):
            return channel, first, last
    return "", 0, 0


def _longest_gap(years: set[int]) -> tuple[int, int]:
    """Return first and last year of the longest time between two contacts that had none."""
    known = sorted(years)
    gaps = [(b - a - 1, a + 1, b - 1) for a, b in pairwise(known)]
    length, first, last = max(gaps, key=lambda gap: gap[0], default=(0, 0, 0))
    return (int(first), int(last)) if length else (0, 0)


def _unit(row: Any, channel: str, lang: str) -> Unit:
    fields = {
        "event": row.event_id,
        "date": date_words(row.date, lang),
        "channel": channel,
        "form": word(f"chronology.form.{row.form}", lang),
    }
    said = word("contacts.describe", lang, **fields)
    event = {"event_id": row.event_id, "description": said} | fields
    return Unit(int(row.year), row.form == IN_PERSON, event)
