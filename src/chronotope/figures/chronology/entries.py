"""Rows of the events table made ready to be placed: bounds, look, words in every language."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from chronotope.dates.days import day_number
from chronotope.dossier.aspects import dated_by_record, event_accounts
from chronotope.dossier.participants import REMOTE
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import HANDSET
from chronotope.draw.labels import LINE_HEIGHT, cut_to_page, text_width, wrap_text
from chronotope.draw.timescale import short_day, whole_years
from chronotope.figures.chronology.marks import ABOUT, BOUND, CLOSED, CUT, OPEN, UNKNOWN, Look
from chronotope.lang.dates import EdtfDate, date_words, parse_date, short_date_words
from chronotope.lang.words import word

# Width of a sign in a label, in text sizes.
SIGN_WIDTH = 0.95
SEGMENT_GAP = 0.36  # between the segments of its line, in the same
# In a window of so many days labels tell which meetings were calls.
_CLOSE_UP_DAYS = 366
# So many meetings of the first channel are a series, whose members are numbered and named.
_LEAST_SERIES, _MOST_SERIES = 5, 20


@dataclass(frozen=True)
class Span:
    """A stretch of days, `first` to before `last`, and what is known of its ends."""

    first: float
    last: float
    start: str
    end: str
    lasts: bool = False  # all the time; else it is one unknown day of it

    @property
    def middle(self) -> float:
        """The middle of its known days."""
        if math.isfinite(self.first) and math.isfinite(self.last):
            return (self.first + self.last) / 2
        return self.first + 0.5 if math.isfinite(self.first) else self.last - 0.5


@dataclass(frozen=True)
class Label:
    """What is written of an event in one language."""

    text: str
    day: str  # day and month in words, blank for a month or longer
    when: str  # the whole date in few words
    other: str = ""  # the dates that other accounts give


@dataclass(frozen=True, eq=False)
class Entry:
    """One event to be drawn."""

    event_id: str
    channel: str
    side: str
    rank: int
    span: Span
    look: Look
    labels: Mapping[str, Label]  # by language: which events are named must not differ by it
    paragraph: str
    info: Mapping[str, str]
    order: int  # what events are sorted by: the first day, then the hour
    channels: Mapping[str, str]  # name of its channel, by language
    form: str = ""  # telephone or video, in a close-up
    others: tuple[Span, ...] = ()  # when it was by other accounts
    is_in_series: bool = False  # one of the numbered meetings of the first channel

    def label(self, lang: str) -> str:
        """Return its label in one language."""
        return self.labels[lang].text


@dataclass(frozen=True)
class Segment:
    """A piece of a label's line, in one weight and colour: a text, or a sign instead."""

    text: str
    weight: str = "regular"
    colour: str = style.MUTED
    shape: str = ""

    def width(self, size: float) -> float:
        """Return its width at a text size."""
        return size * SIGN_WIDTH if self.shape else text_width(self.text, size, weight=self.weight)


@dataclass(frozen=True)
class Block:
    """A label in lines of segments, and the room that it takes in the longest language."""

    lines: tuple[tuple[Segment, ...], ...]
    size: float
    width: float
    most_lines: int

    @property
    def height(self) -> float:
        """Height of all its lines."""
        return self.most_lines * self.size * LINE_HEIGHT


@dataclass(frozen=True)
class Setting:
    """How labels are set: the room of a line, and what stands beside the text."""

    profile: style.Profile
    lang: str
    width: float
    has_day: bool = False
    has_when: bool = False
    has_other: bool = False
    is_own: bool = False  # the room is that of its own language, not of the longest


def read_span(date: EdtfDate) -> Span:
    """Return the days a date covers; an open or unknown end is infinite."""
    first = -math.inf if date.first is None else day_number(*date.first)
    last = math.inf if date.last is None else day_number(*date.last) + 1
    is_about = [date.is_approximate] * 2
    if len(date.parts) == 2:
        is_about = [part.is_approximate for part in date.parts]
    start = OPEN if date.open_start else UNKNOWN if date.first is None else ""
    end = OPEN if date.open_end else UNKNOWN if date.last is None else ""
    return Span(
        first,
        last,
        start or (ABOUT if is_about[0] else CLOSED),
        end or (ABOUT if is_about[1] else CLOSED),
        date.lasts,
    )


def read_window(window: str | None, events: pd.DataFrame) -> tuple[int, int]:
    """Return the first day and the day after the last; without a window, of all events.

    Raises
    ------
    ValueError
        If the window has no start or no end.
    """
    if window is not None:
        span = read_span(parse_date(window))
        if not (math.isfinite(span.first) and math.isfinite(span.last)):
            raise ValueError(f"window {window!r} needs a start and an end, such as 2019-06/2019-12")
        return int(span.first), int(span.last)
    spans = [read_span(parse_date(date)) for date in events["date"]]
    days = [d for s in spans for d in (s.first, s.last - 1) if math.isfinite(d)]
    if not days:
        raise ValueError("no event to draw: the table is empty")
    return whole_years(days)


def read_entries(
    dossier: Dossier, events: pd.DataFrame, window: tuple[int, int], *, lang: str
) -> list[Entry]:
    """Return the events that touch the window, in order of time, rank and table.

    The held meetings of the first channel are numbered in that order: the series that the
    chronology is about.

    Raises
    ------
    ValueError
        If none does, or an event names a channel that the dossier has not.
    """
    channels = dossier.channels.sort_values("order", kind="stable").set_index("channel_id")
    unknown = sorted(set(events["channel"]) - set(channels.index))
    if unknown:
        raise ValueError(
            f"events.channel: {', '.join(map(repr, unknown))} not in channels.channel_id; "
            f"allowed: {', '.join(channels.index)}"
        )
    codes = [c.removeprefix("label_") for c in channels if c.startswith("label_")]
    names = {
        channel: {code: str(row[f"label_{code}"]) for code in codes}
        for channel, row in channels.to_dict("index").items()
    }
    sides = channels["side"].to_dict()
    anchored = dossier.passages.dropna(subset=["paragraph"])
    paragraphs = dict(zip(anchored["passage_id"], anchored["paragraph"], strict=True))
    entries, elsewhere = [], dated_by_record(dossier)
    for row in events.to_dict("records"):
        date = parse_date(row["date"])
        span = read_span(date)
        if _touches(span, window):
            named = row | {
                "side": sides[row["channel"]],
                "channel_names": names[row["channel"]],
                "paragraph": _first_paragraph(str(row["passages"]), paragraphs),
                "is_broken": row["event_id"] in elsewhere,
                # An account that gives the event's own days tells of no other date.
                "others": [
                    other
                    for account in event_accounts(dossier).get((str(row["event_id"]), "date"), ())
                    if account["value"]
                    for other in [parse_date(account["value"])]
                    if (other.first, other.last) != (date.first, date.last)
                ],
            }
            entries.append(_entry(named, date, _cut(span, window), window, lang))
    if not entries:
        raise ValueError("no event touches the window; widen it, or pass window=None for all")
    return _numbered(
        sorted(entries, key=lambda e: (e.order, e.rank, e.span.first)), channels, events
    )


def _numbered(entries: list[Entry], channels: pd.DataFrame, events: pd.DataFrame) -> list[Entry]:
    """Give the first channel its colour, and its held meetings numbers if they are a series.

    Where no channel has a side, as in a bare table, all keep one colour: a second would say
    what nobody has said.
    """
    used = {e.channel for e in entries}
    if len(used) < 2:
        return entries
    lead = next(channel for channel in channels.index if channel in used)
    has_sides = bool((channels["side"] != "other").any())
    is_meeting = (events["status"] == "held") & (events["form"] == "meeting")
    series = set(events.loc[is_meeting & (events["channel"] == lead), "event_id"])
    series &= {e.event_id for e in entries}
    if not _LEAST_SERIES <= len(series) <= _MOST_SERIES:
        series = set()
    ordered = [e.event_id for e in entries if e.event_id in series]
    numbers = {event_id: str(n) for n, event_id in enumerate(ordered, 1)}
    found = []
    for entry in entries:
        if entry.channel == lead:
            number = numbers.get(entry.event_id, "")
            colour = style.LEAD if has_sides else entry.look.colour
            look = replace(entry.look, colour=colour, number=number)
            entry = replace(entry, look=look, is_in_series=bool(number))
        found.append(entry)
    return found


def label_block(entry: Entry, setting: Setting) -> Block:
    """Return an entry's label, wrapped; its room is that of the longest of the languages.

    Its parts: the day, the label, the date where `has_when` asks for it, the article's paragraph.
    """
    size = setting.profile.small
    langs = (setting.lang,) if setting.is_own else tuple(entry.labels)
    lines = {lang: _lines(entry, entry.labels[lang], replace(setting, lang=lang)) for lang in langs}
    width = max(_line_width(line, size) for text in lines.values() for line in text)
    most = max(len(text) for text in lines.values())
    return Block(lines[setting.lang], size, width, most)


def _lines(entry: Entry, label: Label, setting: Setting) -> tuple[tuple[Segment, ...], ...]:
    size, width = setting.profile.small, setting.width
    weight = "bold" if entry.rank == 1 else "regular"
    before = [Segment(label.day)] if setting.has_day and label.day else []
    after = [Segment("", shape=HANDSET)] if entry.form else []
    if entry.paragraph:
        after.append(Segment(word("chronology.paragraph", setting.lang, n=entry.paragraph)))
    when = [Segment(label.when)] if setting.has_when else []
    if setting.has_other and label.other:
        when.append(Segment(word("chronology.or", setting.lang, date=label.other)))
    whole = [*before, Segment(label.text, weight, style.INK), *when, *after]
    if _line_width(whole, size) <= width:
        return (tuple(whole),)

    def wrap(text: str, beside: Sequence[Segment], weight: str = "regular") -> list[str]:
        taken = _line_width(beside, size) + SEGMENT_GAP * size * bool(beside)
        whole = cut_to_page(text, width, size, weight=weight)
        return wrap_text(whole, max(width - taken, width / 3), size, weight=weight)

    # The paragraph stays on the label's last line; the date goes below it.
    texts = wrap(label.text, [*before, *after], weight)
    lines = [[Segment(text, weight, style.INK)] for text in texts]
    lines[0][:0] = before
    if after and _line_width([*lines[-1], *after], size) > width:
        lines.append(after)  # a long word leaves no room beside it
    else:
        lines[-1].extend(after)
    lines += [[Segment(text)] for segment in when for text in wrap(segment.text, [])]
    return tuple(map(tuple, lines))


def _line_width(line: Sequence[Segment], size: float) -> float:
    if not line:
        return 0.0
    return sum(segment.width(size) for segment in line) + SEGMENT_GAP * size * (len(line) - 1)


def _touches(span: Span, window: tuple[int, int]) -> bool:
    # An unknown end says nothing about other times; an open one goes on.
    first = span.last - 1 if span.start == UNKNOWN else span.first
    last = span.first + 1 if span.end == UNKNOWN else span.last
    return first < window[1] and last > window[0]


def _cut(span: Span, window: tuple[int, int]) -> Span:
    """Return what the window shows of a span; its ends are then no ends."""
    if span.start != OPEN and window[0] > span.first > -math.inf:
        span = replace(span, start=CUT, first=window[0])
    if span.end != OPEN and window[1] < span.last < math.inf:
        span = replace(span, end=CUT, last=window[1])
    return span


def _entry(
    row: Mapping[str, Any], date: EdtfDate, span: Span, window: tuple[int, int], lang: str
) -> Entry:
    info = {
        "event_id": str(row["event_id"]),
        "title": str(row[f"title_{lang}"]),
        "date": date_words(date, lang),
        "status": word(f"chronology.status.{row['status']}", lang),
        "channel": row["channel_names"][lang],
    }
    info["description"] = word("chronology.mark", lang, **info)
    languages = [str(name).removeprefix("label_") for name in row if str(name).startswith("label_")]
    form = str(row.get("form", ""))
    is_bound = row.get("date_relative") and date.first != date.last
    start, end = (BOUND if is_bound and end == CLOSED else end for end in (span.start, span.end))
    others = row.get("others", ())
    return Entry(
        event_id=info["event_id"],
        channel=str(row["channel"]),
        side=str(row["side"]),
        rank=3 if pd.isna(row["rank"]) else int(str(row["rank"]).split(".")[0]),
        span=span,
        look=Look(
            status=str(row["status"]),
            colour=style.SIDES[str(row["side"])].colour,
            is_bar=date.first is None or date.first != date.last,
            lasts=date.lasts,
            start=start,
            end=end,
            is_uncertain=date.is_uncertain,
            is_ringed=bool(str(row["passages"]).strip()),
            is_broken=bool(row.get("is_broken")),
        ),
        labels={
            code: Label(
                str(row[f"label_{code}"]),
                _short_days(date, code),
                short_date_words(date, code),
                word("captions.and_then", code).join(
                    short_date_words(other, code) for other in others
                ),
            )
            for code in languages
        },
        paragraph=str(row["paragraph"]),
        info=info,
        order=date.order,
        channels=row["channel_names"],
        others=tuple(read_span(other) for other in others),
        form=form if form in REMOTE and window[1] - window[0] <= _CLOSE_UP_DAYS else "",
    )


def _first_paragraph(passages: str, paragraphs: Mapping[str, object]) -> str:
    numbers = [
        int(str(paragraphs[p]).split(".")[0]) for p in passages.split(";") if p in paragraphs
    ]
    return str(min(numbers)) if numbers else ""


def _short_days(date: EdtfDate, lang: str) -> str:
    """Return ``9 Sept.`` for a day, ``25–26 July`` for a few, and nothing for longer."""
    if date.first is None or date.last is None:
        return ""
    if date.first == date.last:
        return short_day(*date.first[1:], lang)
    if not date.lasts:
        return ""
    length = day_number(*date.last) - day_number(*date.first)
    if date.first[:2] == date.last[:2] and length < 14:
        # "5.–6. Apr.": a day is written as the language writes it, its month once.
        first = word("dates.short.day_month", lang, day=date.first[2], month="").strip()
        last = short_day(*date.last[1:], lang)
        return word("dates.short.range_tight", lang, start=first, end=last)
    return ""
