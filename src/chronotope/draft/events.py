"""What happened, who, where, when, and whether it did: by tense and modality."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from chronotope.dates.edtf import parse_date
from chronotope.draft import lexicon
from chronotope.draft._actors import ALONE
from chronotope.draft._clauses import Clause, clauses, is_background
from chronotope.draft._titles import title_of
from chronotope.draft.document import Document
from chronotope.draft.mentions import Mention
from chronotope.draft.times import TimeExpression, grammar

# The first whose words stand in the sentence gives the status.
STATUSES = ("denied", "cancelled", "hoped", "possible", "announced", "planned", "postponed",
            "recalled")  # fmt: skip


@dataclass(frozen=True)
class Event:
    """Something that a sentence says happened, or will, or might.

    Attributes
    ----------
    start, end
        The words it rests on: a sentence, or the part of one that has this date.
    what
        The words that name it: the trigger.
    title
        The words of its clause without the date, cut; a person writes a better one.
    edtf
        Its date, blank where the sentence names none.
    status
        ``held``, ``announced``, ``planned``, ``postponed``, ``cancelled``, ``hoped``,
        ``recalled``, ``denied`` or ``possible``.
    rule
        By which rule it was found, and what the status rests on.
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
    """Return the events of a text: one for each date that a sentence tells something of.

    A sentence without a date has one where it has a word for an event and a name.

    Parameters
    ----------
    document
        The text.
    mentions, times
        Its names and expressions of time.
    """
    found: list[Event] = []
    names: dict[int, list[Mention]] = {}
    for mention in mentions:
        names.setdefault(mention.sentence, []).append(mention)
    at = 0
    for number, span in enumerate(document.sentences):
        if document.is_heading(span) or document.text[span.start : span.end].endswith("?"):
            continue
        here = names.get(number, [])
        while at < len(times) and times[at].start < span.start:
            at += 1
        stop = at
        while stop < len(times) and times[stop].start < span.end:
            stop += 1
        dated = [t for t in times[at:stop] if t.edtf]
        told: list[Event] = []
        for clause in clauses(document, number, here, dated):
            told.append(_event(document, clause, told))
        found += told
    return found


def _event(document: Document, clause: Clause, before: list[Event]) -> Event:
    """Return the event of a clause; one that only adds a date goes on from the event before it."""
    when, status, rule = _whether(document, clause, before)
    place, place_start = _where(document, clause, when.start if when else clause.at)
    if before and not clause.is_told and not place:
        place, place_start = before[-1].place, before[-1].place_start
    actors = [
        m.name or m.surface for m in clause.names
        if m.role in ("person", "government", "institution")
        and m.rule not in ("office beside a name", "office in capitals", ALONE)
    ]  # fmt: skip
    if before and not actors:
        actors = list(before[-1].actors)
    return Event(
        start=clause.start, end=clause.end, sentence=clause.sentence, what=clause.what,
        title=title_of(document, clause), edtf=when.edtf if when else "", status=status,
        rule=f"{clause.rule}; status by {rule}", place=place, place_start=place_start,
        actors=tuple(dict.fromkeys(actors)),
        score=0.3 + 0.2 * clause.is_told + 0.2 * bool(when) + 0.2 * bool(place),
        time_start=when.start if when else -1,
        others=tuple(t.edtf for t in clause.times if t is not when),
    )  # fmt: skip


def _whether(
    document: Document, clause: Clause, before: list[Event]
) -> tuple[TimeExpression | None, str, str]:
    """Return when it was, whether it was, and what that rests on."""
    lang, at, published = document.lang, clause.at, document.published
    when = min(clause.times, key=lambda t: _distance(document, at, t), default=None)
    rules = grammar(lang)
    status, rule = _status(lang, _window(document, clause), clause)
    if status == "announced" and rule == f"“{clause.what}”" and when:
        status, rule = "held", "announced on a day"
    if before and not clause.is_told:
        status, rule = before[-1].status, before[-1].rule.partition("status by ")[2]
    if status in ("held", "recalled") and rules.future.fullmatch(rules.fit(clause.what)):
        status, rule = "planned", f"“{clause.what}”"
    is_gone = when is not None and _is_before(when.edtf, published)
    if status == "planned" and is_gone and rules.narrative.fullmatch(rules.fit(rule.strip("“”"))):
        # « elles ne seront levées que le 1er avril 2020 »: French tells the past in the future.
        return when, "held", "a future told of a day gone by"
    if status in ("held", "recalled") and when and _is_after(when.edtf, published):
        # "They welcomed it, and hope for a day in May": the day is not of what was welcomed.
        if _is_told(document, at) and rules.joint.search(document.text, at, when.start):
            return None, status, rule
        return when, "planned", "a date after publication"
    return when, status, rule


def _distance(document: Document, at: int, time: TimeExpression) -> tuple[bool, bool, bool, int]:
    """Return how far a time is from what is told: of a day, on its side of a colon, near."""
    return (
        time.kind != "date", _is_apart(document, at, time), is_background(document, time),
        abs(time.start - at),
    )  # fmt: skip


def _window(document: Document, clause: Clause) -> str:
    """Return the words that may say whether it happened: near, and on its side of a semicolon."""
    text, at, stop = document.text, clause.at, clause.at + len(clause.what)
    first = text.rfind(";", clause.start, at)
    last = text.find(";", stop, clause.end)
    start = max(clause.start, first, at - 160)
    return text[start : min(clause.end, last if last >= 0 else clause.end, stop + 40)]


def _where(document: Document, clause: Clause, near: int) -> tuple[str, int]:
    """Return the place where it was and where that stands: a town before others, the nearest."""
    sites = [m for m in clause.names if m.role == "place" and _is_site(document, m)]
    found = min(sites, key=lambda m: (not _is_town(m), abs(m.start - near)), default=None)
    return (found.surface, found.start) if found else ("", -1)


def _status(lang: str, text: str, clause: Clause) -> tuple[str, str]:
    """Return the status and the word it rests on; what is told without a word more was held.

    What is recalled is so by a word beside the word for it, with no comma between.
    """
    at = text.find(clause.what)
    for status in STATUSES:
        found = next(
            (
                m
                for m in lexicon.finder(lang, status).finditer(text)
                if (m[0][0].islower() or not m.start())
                and not (
                    status == "recalled"
                    and re.search("[,;:]", text[min(at, m.start()) : max(at, m.start())])
                )
            ),
            None,
        )
        if found:
            return status, f"“{found[0]}”"
    if any(t.hint == "future" for t in clause.times):
        return "planned", "a date to come"
    return "held", "told as past"


def _is_apart(document: Document, at: int, time: TimeExpression) -> bool:
    """Return whether a colon or semicolon parts a time from the trigger."""
    between = document.text[min(at, time.end) : max(at, time.start)]
    return ":" in between or ";" in between


def _is_told(document: Document, at: int) -> bool:
    """Return whether the trigger stands right after a word of the past, or is one."""
    rules, words = grammar(document.lang), document.text[max(0, at - 12) : at + 15]
    return rules.past.search(rules.fit(words)) is not None


def _is_after(edtf: str, published: str) -> bool:
    """Return whether all of a date lies after the day of publication."""
    first = parse_date(edtf).earliest if published else None
    return first is not None and first > date.fromisoformat(published)


def _is_before(edtf: str, published: str) -> bool:
    """Return whether all of a date lies before the day of publication."""
    last = parse_date(edtf).latest if published else None
    return last is not None and last < date.fromisoformat(published)


def _is_town(mention: Mention) -> bool:
    return mention.place is not None and mention.place.kind == "city"


def _is_site(document: Document, mention: Mention) -> bool:
    """Return whether a place is where something is: "in", "at", not what was spoken of."""
    lang, text = document.lang, document.text
    before = text[max(0, mention.start - 20) : mention.start].lower()
    site = {
        "en": r"\b(?:in|at|near|to|from|reach(?:ed)?|visit(?:ed|s|ing)?)\s+(?:the\s+)?\Z",
        "fr": (
            r"(?:\b(?:à|en|au|aux|dans|près d[eu]|au bord d[eu]|vers|sur)\s+|\bd['’])"
            r"(?:la\s+|l['’])?\Z"
        ),
        "ru": r"(?<!\w)(?:в|во|на|из|под|у|около|близ|возле)\s+\Z",
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
