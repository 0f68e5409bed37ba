"""What happened, who, where, when, and whether it did: by tense and modality."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from chronotope.dates.edtf import parse_date
from chronotope.draft import lexicon
from chronotope.draft.document import Document
from chronotope.draft.mentions import Mention
from chronotope.draft.times import TimeExpression, grammar

# The first whose words stand in the sentence gives the status.
STATUSES = ("denied", "cancelled", "hoped", "possible", "announced", "planned", "postponed",
            "recalled")  # fmt: skip
TITLE_WORDS = 14


@dataclass(frozen=True)
class Event:
    """Something that a sentence says happened, or will, or might.

    Attributes
    ----------
    start, end
        The sentence it rests on.
    what
        The words that name it: the trigger.
    title
        The words of the sentence around it, cut; a person writes a better one.
    edtf
        Its date, blank where the sentence names none.
    status
        ``held``, ``announced``, ``planned``, ``postponed``, ``cancelled``, ``hoped``,
        ``recalled``, ``denied`` or ``possible``.
    rule
        What the status rests on.
    place
        Where, blank where the sentence names no place that it stands in.
    actors
        Names of those who take part.
    """

    start: int
    end: int
    sentence: int
    what: str
    title: str
    edtf: str
    status: str
    rule: str
    place: str
    place_start: int
    actors: tuple[str, ...]
    score: float
    time_start: int = -1
    others: tuple[str, ...] = ()


def find_events(
    document: Document, mentions: list[Mention], times: list[TimeExpression]
) -> list[Event]:
    """Return one event for each sentence that has a word for one and a name or a date.

    Parameters
    ----------
    document
        The text.
    mentions, times
        Its names and expressions of time.
    """
    found = []
    names: dict[int, list[Mention]] = {}
    for mention in mentions:
        names.setdefault(mention.sentence, []).append(mention)
    at = 0
    for number, span in enumerate(document.sentences):
        if document.is_heading(span):
            continue
        text = document.text[span.start : span.end]
        trigger = lexicon.event_finder(document.lang).search(text)
        here = names.get(number, [])
        while at < len(times) and times[at].start < span.start:
            at += 1
        stop = at
        while stop < len(times) and times[stop].start < span.end:
            stop += 1
        dated = [t for t in times[at:stop] if t.edtf]
        if trigger is None or not (here or dated):
            continue
        found.append(_event(document, number, trigger, here, dated))
    return found


def _event(
    document: Document,
    number: int,
    trigger: re.Match[str],
    here: list[Mention],
    dated: list[TimeExpression],
) -> Event:
    lang, span = document.lang, document.sentences[number]
    text = document.text[span.start : span.end]
    window = text[max(0, trigger.start() - 160) : trigger.end() + 40]
    at = span.start + trigger.start()
    dated = sorted(dated, key=lambda t: (t.kind != "date", _is_apart(document, at, t),
                                         abs(t.start - at)))  # fmt: skip
    when = dated[0] if dated else None
    status, rule = _status(lang, window, dated)
    if status in ("held", "recalled") and grammar(lang).future.fullmatch(trigger[0]):
        status, rule = "planned", "a verb of the future"
    if status in ("held", "recalled") and when and _is_after(when.edtf, document.published):
        # "They welcomed it, and hope for a day in May": the day is not of what was welcomed.
        if _is_told(document, at) and grammar(lang).joint.search(document.text, at, when.start):
            when = None
        else:
            status, rule = "planned", "a date after publication"
    where = [m for m in here if m.role == "place" and _is_site(lang, document.text, m)]
    actors = [
        m.name or m.surface for m in here
        if m.role in ("person", "government", "institution")
        and m.rule not in ("office beside a name", "office in capitals")
    ]  # fmt: skip
    place = where[0] if where else None
    return Event(
        start=span.start, end=span.end, sentence=number, what=trigger[0],
        title=_title(text, trigger), edtf=when.edtf if when else "", status=status, rule=rule,
        place=place.surface if place else "", place_start=place.start if place else -1,
        actors=tuple(dict.fromkeys(actors)), score=0.5 + 0.2 * bool(when) + 0.2 * bool(place),
        time_start=when.start if when else -1,
        others=tuple(t.edtf for t in dated[1:]),
    )  # fmt: skip


def _status(lang: str, text: str, dated: list[TimeExpression]) -> tuple[str, str]:
    """Return the status and the word it rests on; what is told without a word more was held."""
    for status in STATUSES:
        found = next(
            (
                m
                for m in lexicon.finder(lang, status).finditer(text)
                if m[0][0].islower() or not m.start()
            ),
            None,
        )
        if found:
            return status, f"“{found[0]}”"
    if any(t.hint == "future" for t in dated):
        return "planned", "a date to come"
    return "held", "told as past"


def _is_apart(document: Document, at: int, time: TimeExpression) -> bool:
    """Return whether a colon or semicolon parts a time from the trigger."""
    between = document.text[min(at, time.end) : max(at, time.start)]
    return ":" in between or ";" in between


def _is_told(document: Document, at: int) -> bool:
    """Return whether the trigger stands right after a word of the past, or is one."""
    words = document.text[max(0, at - 12) : at + 15]
    return grammar(document.lang).past.search(words) is not None


def _is_after(edtf: str, published: str) -> bool:
    """Return whether all of a date lies after the day of publication."""
    first = parse_date(edtf).earliest if published else None
    return first is not None and first > date.fromisoformat(published)


def _is_site(lang: str, text: str, mention: Mention) -> bool:
    """Return whether a place is where something is: "in", "at", not what was spoken of."""
    before = text[max(0, mention.start - 20) : mention.start].lower()
    site = {
        "en": r"\b(?:in|at|near|to|from|reached|visited)\s+(?:the\s+)?\Z",
        "fr": r"(?:\b(?:à|en|au|aux|dans|près de|vers|sur)\s+|\bd['’])(?:la\s+|l['’])?\Z",
        "ru": r"(?<!\w)(?:в|во|на|из|под)\s+\Z",
    }[lang]
    subject = {
        "en": (
            r"\b(?:conflict|situation|war|crisis|settlement|peace|operations"
            r"|missiles)\s+\w+\s+(?:the\s+)?\Z"
        ),
        "fr": r"\b(?:conflit|situation|guerre|crise|paix)\s+\w+\s+\Z",
        "ru": r"(?:конфликт\w*|ситуаци\w*|войн\w*|кризис\w*)\s+\S+\s+\Z",
    }[lang]
    whole = text[max(0, mention.start - 45) : mention.start].lower()
    return bool(re.search(site, before)) and not re.search(subject, whole)


def _title(text: str, trigger: re.Match[str]) -> str:
    """Return the sentence, or the words around the trigger where it is long."""
    words = text.split()
    if len(words) <= TITLE_WORDS:
        return text.rstrip(".")
    first = len(text[: trigger.start()].split())
    start = max(0, min(first - TITLE_WORDS // 2, len(words) - TITLE_WORDS))
    cut = " ".join(words[start : start + TITLE_WORDS]).strip(",;: ")
    return f"{'… ' if start else ''}{cut} …"
