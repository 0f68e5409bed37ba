"""Pairs over time: a row a pair, a mark for each contact where it was in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import HANDSET
from chronotope.draw.spec import Spec
from chronotope.figures._answer import (
    Answer,
    actor_names,
    line_of,
    pair_names,
    pair_words,
    told_lines,
    with_level,
)
from chronotope.figures._contacts import (
    IN_PERSON,
    form_words,
    held_contacts,
    remote_words,
    year_span,
    years_of,
)
from chronotope.figures._kind import Story, register
from chronotope.figures._lines import Line, LineSheet, Mark
from chronotope.figures.captions import span_words
from chronotope.figures.chronology.entries import read_span
from chronotope.figures.chronology.marks import Look
from chronotope.figures.chronology.scene import Sign, list_looks, plain
from chronotope.figures.contents import sources_by, with_first
from chronotope.figures.kinds.meetings import MOST_PAIRS, has_pairs, list_contacts, side_words
from chronotope.lang.dates import date_words, parse_date
from chronotope.lang.words import word, words_count

_MOST_HIDDEN = 8  # pairs that a note names; more are counted


@register
class PairsOverTime(Answer):
    """Answers: which pairs lasted, and which met once?"""

    name = "pairs-over-time"
    is_scaled = True  # pairs that find no room are counted below the others
    has_event_texts = False

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether there are at least two pairs, and contacts in more than one year."""
        years = years_of(held_contacts(dossier.events))
        return bool(years.nunique() > 1) and has_pairs(dossier)

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return one row for each contact of each pair, in order of time."""
        events = events_in_window(dossier.events, figure["window"])
        contacts = list_contacts(events, dossier.actors, dossier.sides)
        sources = sources_by(dossier.event_sources, "event_id")
        years = years_of(held_contacts(events))
        pair = contacts["actor_id"] + "--" + contacts["met_id"]
        table = contacts.assign(
            pair_id=pair,
            year=contacts["event_id"].map(years),
            events=contacts["event_id"],
            sources=[sources.get(i, "") for i in contacts["event_id"]],
        )
        mark = contacts["event_id"] + "--" + pair
        return with_first(table.drop(columns="event_id"), "mark_id", mark)

    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return the pairs in the order in which they first met."""
        return self._sheet(dossier, rows, spec).plate()

    def _sheet(self, dossier: Dossier, rows: pd.DataFrame, spec: Spec) -> LineSheet:
        """Return the rows: as many as have room in every language of the dossier."""
        sheets = {
            lang: self._sheet_in(dossier, rows, replace(spec, lang=lang))
            for lang in {*dossier.languages, spec.lang}
        }
        most = min(len(sheet.shown()) for sheet in sheets.values())
        return replace(sheets[spec.lang], most=most)

    def _sheet_in(self, dossier: Dossier, rows: pd.DataFrame, spec: Spec) -> LineSheet:
        """Return the rows; where there is no room for all, the pairs that lasted stay longest."""
        lang, names = spec.lang, actor_names(dossier, spec.lang)
        lines, ranks = [], []
        for _, own in rows.groupby("pair_id", sort=False):
            label = pair_words(own.iloc[0], names, lang)
            colour = style.LEAD if _lasted(own) else style.CONTEXT
            number = words_count("captions.contacts", len(own), lang)
            detail = word("captions.and_then", lang).join([number, year_span(own["date"], lang)])
            marks = tuple(self._mark(row, label, colour, lang) for row in own.itertuples())
            lines.append(Line(label, detail, marks, colour=colour))
            ranks.append(len(own) + len(rows) * _lasted(own))
        names_of = ("pair", "date", "form", "event")
        tooltip = {name: word(f"dialogue.column.{name}", lang) for name in names_of}

        def key(shown: Sequence[Line]) -> list[Sign]:
            return self._key(shown, rows, lang)

        return LineSheet(lines, spec, tooltip, key, ranks=ranks)

    def _key(self, lines: Sequence[Line], rows: pd.DataFrame, lang: str) -> list[Sign]:
        """Return what the marks of some rows mean: those that there are."""
        marks = [mark for line in lines for mark in line.marks]
        held = word("chronology.status.held", lang)
        ends = [s for s in list_looks([m.look for m in marks], lang=lang) if s.text != held]
        signs = []
        if met := [plain(mark.look) for mark in marks if not mark.sign]:
            # A dot where one is drawn; of bars alone, beside calls, a bar.
            dots = [look for look in met if look.has_glyph]
            if dots or len(met) < len(marks):
                look = Look("held", style.INK) if dots else met[0]
                signs.append(Sign(word("dialogue.key_in_person", lang), (look,)))
        if any(mark.sign for mark in marks):
            signs.append(Sign(remote_words(rows, lang), shape=HANDSET))
        colours = {mark.look.colour for mark in marks}
        if len(colours) > 1:
            signs.append(Sign(self.say("lasting", lang), colour=style.LEAD))
            signs.append(Sign(self.say("once", lang), colour=style.CONTEXT))
        return signs + ends

    def _mark(self, row: Any, pair: str, colour: str, lang: str) -> Mark:
        date = parse_date(row.date)
        span = read_span(date)
        look = Look(
            "held", colour, date.first is None or date.first != date.last, date.lasts,
            span.start, span.end, date.is_uncertain,
        )  # fmt: skip
        fields = {
            "event_id": row.events,
            "event": row.events,
            "pair": pair,
            "date": date_words(date, lang),
            "form": word(f"chronology.form.{row.form}", lang),
        }
        said = word("dialogue.contact", lang, **fields)
        sign = "" if row.form == IN_PERSON else HANDSET
        return Mark(span, look, fields | {"event_id": row.mark_id, "description": said}, sign)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return the words of the rows, and what of the headline's count is not drawn."""
        story, lang = super().tell(dossier, figure, rows, spec), spec.lang
        events = events_in_window(dossier.events, figure["window"])
        said = side_words(dossier, events, set(rows["events"]), lang)
        hidden = [
            line.label for line in self._sheet(dossier, rows, spec).hidden()
            if line.colour == style.LEAD
        ]  # fmt: skip
        if hidden:
            key = self.key("hidden" if len(hidden) <= _MOST_HIDDEN else "hidden_many")
            pairs = word("captions.and_then", lang).join(hidden)
            said.append(words_count(key, len(hidden), lang, pairs=pairs))
        return replace(story, notes=(*story.notes, *said))

    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return how many of the pairs were in contact in more than one year."""
        lasting = sum(1 for _, own in rows.groupby("pair_id") if _lasted(own))
        if not lasting:
            return self.say("answer_none", lang)
        return self.say("answer", lang, n=lasting, m=rows["pair_id"].nunique())

    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return how many contacts and pairs there are, and the pair that had most."""
        counts = rows["pair_id"].value_counts(sort=False)
        own = rows[rows["pair_id"] == counts.idxmax()]
        pair = pair_words(own.iloc[0], actor_names(dossier, lang), lang)
        return {
            "contacts": words_count("captions.contacts", rows["events"].nunique(), lang),
            "pairs": words_count(self.key("pairs"), rows["pair_id"].nunique(), lang),
            "span": span_words(rows["date"], lang),
            "forms": form_words(rows, lang),
            "pair": with_level(pair, counts, lang),
            "most": words_count("captions.contacts", len(own), lang),
        }

    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return the pairs that lasted, each with its contacts and its years."""
        names, said = actor_names(dossier, lang), []
        for _, own in rows.groupby("pair_id", sort=False):
            if _lasted(own):
                contacts = words_count("captions.contacts", len(own), lang)
                count = word("captions.and_then", lang).join(
                    [contacts, year_span(own["date"], lang)]
                )
                said.append(line_of(pair_words(own.iloc[0], names, lang), count, lang))
        return told_lines(said, "dialogue.more_pairs", lang, most=MOST_PAIRS)

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the names of the actors."""
        return pair_names(dossier, rows, lang)


def _lasted(own: pd.DataFrame) -> bool:
    return bool(own["year"].nunique() > 1)
