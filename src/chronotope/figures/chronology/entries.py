"""Rows of the events table made ready to be placed: bounds, look, words, and shared labels."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from chronotope.dates.days import civil_date, day_number
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import HANDSET
from chronotope.draw.labels import LINE_HEIGHT, text_width, wrap_text
from chronotope.draw.timescale import short_day
from chronotope.figures.chronology.marks import ABOUT, CLOSED, CUT, OPEN, UNKNOWN, Look
from chronotope.lang.dates import EdtfDate, date_words, parse_date, short_date_words
from chronotope.lang.words import word

# Width of a sign in a label, in text sizes.
SIGN_WIDTH = 0.95
REMOTE = ("telephone", "video")
# In a window of so many days labels tell which meetings were calls.
_CLOSE_UP_DAYS = 366


@dataclass(frozen=True)
class Span:
    """A stretch of days, `first` to before `last`, and what is known of its ends."""

    first: float
    last: float
    start: str
    end: str

    @property
    def middle(self) -> float:
        """The middle of its known days."""
        if math.isfinite(self.first) and math.isfinite(self.last):
            return (self.first + self.last) / 2
        return self.first + 0.5 if math.isfinite(self.first) else self.last - 0.5


@dataclass(frozen=True)
class Entry:
    """One event to be drawn."""

    event_id: str
    channel: str
    side: str
    rank: int
    label: str
    span: Span
    look: Look
    paragraph: str
    day: str  # day and month in words, blank for a month or longer
    when: str  # the whole date in few words
    info: Mapping[str, str]
    form: str = ""  # telephone or video, in a close-up
    members: tuple[Entry, ...] = ()  # events that this label stands for, too
    is_quiet: bool = False  # the label stands only where there is room


@dataclass(frozen=True)
class Segment:
    """A piece of a label's line, in one weight and colour: a text, or a sign instead."""

    text: str
    weight: str
    colour: str
    shape: str = ""

    def width(self, size: float) -> float:
        """Return its width at a text size."""
        return size * SIGN_WIDTH if self.shape else text_width(self.text, size, weight=self.weight)


@dataclass(frozen=True)
class Block:
    """A label in lines of segments, and its size."""

    lines: tuple[tuple[Segment, ...], ...]
    size: float
    width: float

    @property
    def height(self) -> float:
        """Height of all its lines."""
        return len(self.lines) * self.size * LINE_HEIGHT


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
    (first, _, _), (last, _, _) = civil_date(int(min(days))), civil_date(int(max(days)))
    return day_number(first, 1, 1), day_number(last + 1, 1, 1)


def read_entries(
    dossier: Dossier, events: pd.DataFrame, window: tuple[int, int], *, lang: str
) -> list[Entry]:
    """Return the events that touch the window, in order of time, rank and table.

    Raises
    ------
    ValueError
        If none does, or an event names a channel that the dossier has not.
    """
    channels = dossier.channels.set_index("channel_id")
    unknown = sorted(set(events["channel"]) - set(channels.index))
    if unknown:
        raise ValueError(
            f"events.channel: {', '.join(map(repr, unknown))} not in channels.channel_id; "
            f"allowed: {', '.join(channels.index)}"
        )
    paragraphs = dict(
        zip(dossier.passages["passage_id"], dossier.passages["paragraph"], strict=True)
    )
    entries = []
    for row in events.to_dict("records"):
        span = read_span(parse_date(row["date"]))
        if _touches(span, window):
            channel = channels.loc[row["channel"]]
            named = row | {
                "side": channel["side"],
                "channel_label": channel[f"label_{lang}"],
                "paragraph": _first_paragraph(str(row["passages"]), paragraphs),
            }
            entries.append(_entry(named, span, window, lang))
    if not entries:
        raise ValueError("no event touches the window; widen it, or pass window=None for all")
    return sorted(entries, key=lambda e: (e.span.middle, e.rank, e.span.first))


def merge_entries(entries: Sequence[Entry], distance: float) -> list[Entry]:
    """Return the entries of a lane that keep a label of their own; the others become members.

    Turning points keep theirs. Of the rest, whoever is closer than `distance` days to a label
    already given joins the nearest; events of the third rank that join nobody are left quiet.
    """
    kept: dict[int, list[int]] = {}
    order = sorted(range(len(entries)), key=lambda i: (entries[i].rank, i))
    for i in order:
        near = [
            (abs(entries[i].span.middle - entries[j].span.middle), j)
            for j in kept
            if abs(entries[i].span.middle - entries[j].span.middle) < distance
        ]
        if entries[i].rank == 1 or not near:
            kept[i] = []
        else:
            kept[min(near)[1]].append(i)
    return [
        replace(
            entries[i],
            members=tuple(entries[j] for j in sorted(kept[i])),
            is_quiet=entries[i].rank > 2,
        )
        for i in sorted(kept)
    ]


def fold_entries(
    entries: Sequence[Entry], rank: int, *, whole: Collection[str] = ()
) -> list[Entry]:
    """Return the entries of at least that rank; each other one is counted by the nearest.

    Of the channels in `whole` every entry is returned.
    """
    is_kept = [e.rank <= rank or e.channel in whole for e in entries]
    kept: dict[int, list[Entry]] = {i: [] for i, keeps in enumerate(is_kept) if keeps}
    if not kept:
        return list(entries)
    for entry, keeps in zip(entries, is_kept, strict=True):
        if not keeps:
            middle = entry.span.middle
            nearest = min(kept, key=lambda i: (abs(entries[i].span.middle - middle), i))
            kept[nearest].append(entry)
    return [replace(entries[i], members=tuple(members)) for i, members in kept.items()]


def label_block(
    entry: Entry,
    *,
    profile: style.Profile,
    lang: str,
    width: float,
    has_day: bool = False,
    has_when: bool = False,
) -> Block:
    """Return an entry's label, wrapped to `width`.

    Its parts: the day, the label, the date where `has_when` asks for it, the article's paragraph,
    the number of members.
    """
    size = profile.small
    weight = "bold" if entry.rank == 1 else "regular"
    before = [_aside(entry.day)] if has_day and entry.day else []
    after = _counts(entry, lang)
    when = [_aside(entry.when)] if has_when else []
    whole = [*before, Segment(entry.label, weight, style.INK), *when, *after]
    if _line_width(whole, size) <= width:
        return _block([whole], size)

    def wrap(text: str, beside: Sequence[Segment], weight: str = "regular") -> list[str]:
        taken = _line_width(beside, size) + segment_gap(size) * bool(beside)
        return wrap_text(text, max(width - taken, width / 3), size, weight=weight)

    # The numbers stay on the label's last line; the date goes below it.
    texts = wrap(entry.label, [*before, *after], weight)
    lines = [[Segment(text, weight, style.INK)] for text in texts]
    lines[0][:0] = before
    lines[-1].extend(after)
    lines += [[_aside(text)] for segment in when for text in wrap(segment.text, [])]
    return _block(lines, size)


def _counts(entry: Entry, lang: str) -> list[Segment]:
    counts = []
    if entry.form:
        counts.append(Segment("", "regular", style.MUTED, HANDSET))
    if entry.paragraph:
        counts.append(_aside(word("chronology.paragraph", lang, n=entry.paragraph)))
    if entry.members:
        counts.append(_aside(word("chronology.more", lang, n=len(entry.members))))
    return counts


def _aside(text: str) -> Segment:
    return Segment(text, "regular", style.MUTED)


def _block(lines: Sequence[Sequence[Segment]], size: float) -> Block:
    width = max(_line_width(line, size) for line in lines)
    return Block(tuple(map(tuple, lines)), size, width)


def segment_gap(size: float) -> float:
    """Return the space between the segments of a line."""
    return 0.36 * size


def _line_width(line: Sequence[Segment], size: float) -> float:
    if not line:
        return 0.0
    return sum(segment.width(size) for segment in line) + segment_gap(size) * (len(line) - 1)


def _touches(span: Span, window: tuple[int, int]) -> bool:
    # An unknown end says nothing about other times; an open one goes on.
    first = span.last - 1 if span.start == UNKNOWN else span.first
    last = span.first + 1 if span.end == UNKNOWN else span.last
    return first < window[1] and last > window[0]


def _entry(row: Mapping[str, object], span: Span, window: tuple[int, int], lang: str) -> Entry:
    date = parse_date(row["date"])
    is_cut = (
        (span.start != OPEN and span.first < window[0] and math.isfinite(span.first)),
        (span.end != OPEN and span.last > window[1] and math.isfinite(span.last)),
    )
    shown = replace(
        span,
        start=CUT if is_cut[0] else span.start,
        end=CUT if is_cut[1] else span.end,
        first=window[0] if is_cut[0] else span.first,
        last=window[1] if is_cut[1] else span.last,
    )
    is_ringed = bool(str(row["passages"]).strip())
    look = Look(
        status=str(row["status"]),
        colour=style.SIDES[str(row["side"])].colour,
        is_bar=span.last - span.first != 1,
        start=shown.start,
        end=shown.end,
        is_uncertain=date.is_uncertain,
        is_ringed=is_ringed,
    )
    status = word(f"chronology.status.{row['status']}", lang)
    info = {
        "event_id": str(row["event_id"]),
        "title": str(row[f"title_{lang}"]),
        "date": date_words(date, lang),
        "status": status,
        "channel": str(row["channel_label"]),
    }
    info["description"] = word("chronology.mark", lang, **info)
    return Entry(
        event_id=str(row["event_id"]),
        channel=str(row["channel"]),
        side=str(row["side"]),
        rank=3 if pd.isna(row["rank"]) else int(row["rank"]),
        label=str(row[f"label_{lang}"]),
        span=shown,
        look=look,
        paragraph=str(row["paragraph"]),
        day=_short_days(span, lang),
        when=short_date_words(date, lang),
        info=info,
        form=_call(row, window),
    )


def _call(row: Mapping[str, object], window: tuple[int, int]) -> str:
    """Return telephone or video, if a close-up shows an event of that form."""
    form = str(row.get("form", ""))
    return form if form in REMOTE and window[1] - window[0] <= _CLOSE_UP_DAYS else ""


def _first_paragraph(passages: str, paragraphs: Mapping[str, object]) -> str:
    numbers = [int(paragraphs[p]) for p in passages.split(";") if p in paragraphs]
    return str(min(numbers)) if numbers else ""


def _short_days(span: Span, lang: str) -> str:
    """Return ``9 Sept.`` for a day, ``25–26 July`` for a few, and nothing for longer."""
    if not (math.isfinite(span.first) and math.isfinite(span.last)):
        return ""
    start, end = civil_date(int(span.first)), civil_date(int(span.last) - 1)
    if start == end:
        return short_day(*start, lang)
    if start[:2] == end[:2] and span.last - span.first < 15:
        return f"{start[2]}–{short_day(*end, lang)}"
    return ""
