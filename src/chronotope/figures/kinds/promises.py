"""Promise and outcome: what was announced, hoped for or planned, what came of it, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from babel.numbers import format_decimal

from chronotope.dates.days import Day, day_number
from chronotope.dates.windows import events_in_window
from chronotope.dossier.aspects import event_relations
from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.spec import Spec
from chronotope.figures._answer import Answer, line_of
from chronotope.figures._kind import register
from chronotope.figures._lines import Line, LineSheet, Mark
from chronotope.figures.chronology.entries import Span, read_span
from chronotope.figures.chronology.marks import CLOSED, Look
from chronotope.figures.chronology.scene import Sign, list_looks
from chronotope.figures.contents import join_sources, sources_by
from chronotope.lang.dates import EdtfDate, date_words, parse_date
from chronotope.lang.languages import get_locale
from chronotope.lang.words import word, words_count

PROMISED = ("announced", "hoped", "planned")
UNMET = ("postponed", "cancelled")


@dataclass(frozen=True)
class Wait:
    """The days from what was told to what came: at least and at most, as the dates allow."""

    least: int
    most: int


@register
class Promises(Answer):
    """Answers: what became of what was announced, hoped for or planned, and after how long?"""

    name = "promises"

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return each event that was once only told of, what came of it, and the wait in days.

        What stood out on the dossier's day and took place since is waited for from that day;
        what another event took the place of, from the date for which it was told.
        """
        events = events_in_window(dossier.events, figure["window"])
        was_told = events["status_then"].isin(PROMISED)
        events = events[was_told | events["status"].isin((*PROMISED, *UNMET))]
        order = [parse_date(text).order for text in events["date"]]
        events = events.assign(_order=order).sort_values(["_order", "event_id"], kind="stable")
        every = dossier.events.set_index("event_id")
        sources = sources_by(dossier.event_sources, "event_id")
        replaced = {
            relation.end: relation.start
            for relation in event_relations(dossier)
            if relation.relation == "replaces" and relation.start in every.index
        }
        rows = []
        for event in events.to_dict("records"):
            other = replaced.get(event["event_id"], "")
            came = str(every.loc[other, "date"]) if other else ""
            outcome, wait = "open", None
            if event["status"] == "held":
                outcome, came = "held", str(event["date"])
                wait = _wait(parse_date(dossier.as_of.isoformat()), parse_date(came))
            elif other and every.loc[other, "status"] == "held":
                outcome, wait = "replaced", _wait(parse_date(event["date"]), parse_date(came))
            elif event["status"] in UNMET:
                outcome, came = str(event["status"]), ""
            told = event["status_then"] if event["status_then"] in PROMISED else event["status"]
            rows.append(
                {
                    "event_id": event["event_id"],
                    "date": event["date"],
                    "told": told,
                    "status": event["status"],
                    "outcome": outcome,
                    "replaced_by": other,
                    "outcome_date": came if outcome in ("held", "replaced") else "",
                    "wait_least": wait.least if wait else pd.NA,
                    "wait_most": wait.most if wait else pd.NA,
                    "passages": event["passages"],
                    "sources": join_sources([i for i in (event["event_id"], other) if i], sources),
                }
            )
        table = pd.DataFrame(rows, columns=_COLUMNS)
        return table.astype({"wait_least": "Int64", "wait_most": "Int64"})

    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return a row for each, with a line from what was told to what came."""
        lang = spec.lang
        lines = [self._line(dossier, row, lang) for _, row in rows.iterrows()]

        def key(shown: Sequence[Line]) -> list[Sign]:
            signs = list_looks([mark.look for line in shown for mark in line.marks], lang=lang)
            if any(line.links for line in shown):
                signs.append(Sign(self.say("key.wait", lang), colour=style.LEAD))
            return signs

        names = ("title", "date", "outcome", "event")
        tooltip = {name: self.say(f"column.{name}", lang) for name in names}
        return LineSheet(lines, spec, tooltip, key).plate()

    def _line(self, dossier: Dossier, row: pd.Series, lang: str) -> Line:
        events = dossier.events.set_index("event_id")
        title = str(events.loc[row["event_id"], f"title_{lang}"])
        colour = style.LEAD
        detail = self._outcome_words(dossier, row, lang)
        fields = {
            "event": row["event_id"],
            "title": title,
            "date": date_words(row["date"], lang),
            "outcome": detail,
        }
        said = self.say("describe", lang, **fields)
        event = {"event_id": row["event_id"], "description": said} | fields
        date = parse_date(row["date"])
        if row["outcome"] == "held":
            # Its mark is where it took place; the line begins on the day when it was only told.
            told = day_number(*dossier.as_of)
            then = Mark(Span(told, told + 1, CLOSED, CLOSED), Look(row["told"], colour), {})
            marks = (then, _mark(date, "held", colour, event))
            return Line(title, detail, marks, _joined((marks[0], marks[1])), colour)
        told_of = _mark(date, row["told"], colour, event)
        if row["outcome"] == "replaced":
            other = {key: value for key, value in fields.items() if key != "event"}
            other |= {"event": row["replaced_by"], "date": date_words(row["outcome_date"], lang)}
            end = _mark(parse_date(row["outcome_date"]), "held", colour, other)
            return Line(title, detail, (told_of, end), _joined((told_of, end)), colour)
        return Line(title, detail, (told_of,), (), colour)

    def _outcome_words(self, dossier: Dossier, row: pd.Series, lang: str) -> str:
        """Return what was told of it, what came, and after how many days."""
        told, outcome = self.say(f"told.{row['told']}", lang), row["outcome"]
        if outcome in UNMET:
            if row["told"] == outcome:
                return told
            return self.say("detail", lang, told=told, outcome=self.say(f"told.{outcome}", lang))
        if outcome == "open":
            return self.say("detail", lang, told=told, outcome=self.say("open", lang))
        labels = dossier.events.set_index("event_id")[f"label_{lang}"]
        when = date_words(row["outcome_date"], lang)
        if outcome == "held":
            text = self.say("held", lang, date=when)
        else:
            text = self.say("replaced", lang, label=labels[row["replaced_by"]], date=when)
        wait = self._wait_words(row, lang)
        text = self.say("detail", lang, told=told, outcome=text)
        return self.say("waited", lang, outcome=text, wait=wait) if wait else text

    def _wait_words(self, row: pd.Series, lang: str) -> str:
        """Return the wait as exactly as the dates allow; blank where it came sooner."""
        if pd.isna(row["wait_most"]) or row["wait_most"] <= 0:
            return ""
        least, most = int(row["wait_least"]), int(row["wait_most"])
        if least == most:
            return words_count(self.key("days"), most, lang)
        if least <= 0:
            return words_count(self.key("days_up"), most, lang)
        said = format_decimal(least, locale=get_locale(lang))
        return words_count(self.key("days_range"), most, lang, least=said)

    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return how many took place, how many gave way to another event, and how many neither."""
        counts = _counts(rows, lang, self.key("expected"))
        there = [name for name in ("held", "replaced", "neither") if counts[name]]
        # "Neither" speaks of two that were named; where there is but one, it says of which.
        words = {} if len(there) == len(counts) - 1 else {"neither": "not"}
        parts = [self.say(f"part.{words.get(name, name)}", lang, n=counts[name]) for name in there]
        told = word("dialogue.comma", lang).join(parts)
        return self.say("answer", lang, expected=counts["expected"], parts=told)

    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return the same numbers, and the longest wait."""
        fields = _counts(rows, lang, self.key("expected"))
        waited = rows[rows["wait_most"].fillna(0) > 0]
        longest = self.say("no_wait", lang)
        if len(waited):
            longest = self._wait_words(waited.loc[waited["wait_most"].idxmax()], lang)
        date = as_of_words(dossier, lang)
        return fields | {"longest": longest, "date": date}

    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return each with what came of it."""
        titles = dossier.events.set_index("event_id")[f"title_{lang}"]
        return [
            line_of(str(titles[row["event_id"]]), self._outcome_words(dossier, row, lang), lang)
            for _, row in rows.iterrows()
        ]

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the titles of the events."""
        events = dossier.events
        return list(events.loc[events["event_id"].isin(rows["event_id"]), f"title_{lang}"])


_COLUMNS = [
    "event_id", "date", "told", "status", "outcome", "replaced_by", "outcome_date",
    "wait_least", "wait_most", "passages", "sources",
]  # fmt: skip


def _wait(told: EdtfDate, came: EdtfDate) -> Wait | None:
    """Return the days from one date to another; nothing where one has no known day."""
    start, end = _start_of(told), _start_of(came)
    if start is None or end is None:
        return None
    first, last = (day_number(*day) for day in start)
    earliest, latest = (day_number(*day) for day in end)
    return Wait(earliest - last, latest - first)


def _start_of(date: EdtfDate) -> tuple[Day, Day] | None:
    """Return the first and last day on which what a date tells of may have begun."""
    if date.first is None:
        return None
    begun = date.parts[0] if date.parts and (date.lasts or date.open_end) else date
    if begun.first is None or begun.last is None:
        return None
    return begun.first, begun.last


def _mark(date: EdtfDate, status: str, colour: str, event: Mapping[str, str]) -> Mark:
    span = read_span(date)
    is_bar = date.first is None or date.first != date.last
    look = Look(status, colour, is_bar, date.lasts, span.start, span.end, date.is_uncertain)
    return Mark(span, look, event)


def _joined(ends: tuple[Mark, Mark]) -> tuple[tuple[float, float], ...]:
    """Return the line from the first known day of one mark to that of another."""
    days = [m.span.first if m.span.first > float("-inf") else m.span.last for m in ends]
    return ((days[0], days[1]),) if all(abs(day) < float("inf") for day in days) else ()


def _counts(rows: pd.DataFrame, lang: str, noun: str) -> dict[str, object]:
    held = int((rows["outcome"] == "held").sum())
    replaced = int((rows["outcome"] == "replaced").sum())
    return {
        "expected": words_count(noun, len(rows), lang),
        "held": held,
        "replaced": replaced,
        "neither": len(rows) - held - replaced,
    }
