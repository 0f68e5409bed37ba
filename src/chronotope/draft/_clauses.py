"""The parts of a sentence that have a date each: what a sentence with two dates tells twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from chronotope.draft import lexicon
from chronotope.draft.document import Document
from chronotope.draft.mentions import Mention
from chronotope.draft.times import TimeExpression, grammar


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence that has a date of its own, and the word for what it tells."""

    sentence: int
    start: int
    end: int
    names: tuple[Mention, ...]
    times: tuple[TimeExpression, ...]
    what: str = ""
    at: int = -1  # where that word stands, in the document
    rule: str = "a date alone"  # by which that word was found
    is_told: bool = False  # it has a verb or a word for an event, and not only a further date


def clauses(
    document: Document, number: int, here: list[Mention], dated: list[TimeExpression]
) -> Iterator[Clause]:
    """Yield the parts of a sentence that tell of something."""
    span = document.sentences[number]
    bounds = [span.start, *_cuts(document, dated), span.end]
    bounds = sorted({*bounds, *_told_apart(document, number, here)})
    for start, end in pairwise(bounds):
        times = tuple(t for t in dated if start <= t.start < end)
        names = tuple(m for m in here if start <= m.start < end)
        told = _told(document, Clause(number, start, end, names, times))
        if told is not None and (times or here):
            yield told


def _cuts(document: Document, dated: list[TimeExpression]) -> Iterator[int]:
    """Yield where a sentence is parted, so that each part has a date of its own.

    "They met in A on 3 May and in B on 5 June": between two dates, at a semicolon or a word that
    joins, else at a comma, else before a word for an event ("the deal struck on 10 April").
    """
    text, joint = document.text, grammar(document.lang).joint
    days = [t for t in dated if t.kind in ("date", "time") and not is_background(document, t)]
    for one, other in pairwise(days):
        between = text[one.end : other.start]
        if one.edtf == other.edtf or not re.search(r"[\w;]", between):
            continue
        for pattern in (_STRONG, _JOINS, joint, lexicon.event_finder(document.lang)):
            if places := [m.start() for m in pattern.finditer(between)]:
                yield one.end + places[-1]
                break


_STRONG = re.compile(
    r"[;:](?!\d)|,\s(?:and|then|but|while|et|puis|mais|tandis|а|и|но|затем|потом)\s", re.I
)
_JOINS = re.compile(
    r"\s(?:and|then|but|while|et|puis|mais|tandis|а|и|но|затем|потом)\s"
    r"(?!le\s\d|\d)",
    re.I,
)


def _told_apart(document: Document, number: int, here: list[Mention]) -> Iterator[int]:
    """Yield where a part without a date tells of somebody else: "…; on it the army withdrew".

    It begins with its subject, a name, and has a word for an event right after it.
    """
    span, text = document.sentences[number], document.text
    for joint in _STRONG.finditer(text, span.start, span.end):
        subject = next((m for m in here if 0 <= m.start - joint.end() <= _ARTICLE), None)
        if subject is None or subject.role not in ("person", "government", "institution"):
            continue
        word = lexicon.event_finder(document.lang).search(text, subject.end, span.end)
        if word is not None and len(text[subject.end : word.start()].split()) <= _AUXILIARIES:
            yield joint.start()


_ARTICLE = 4  # characters of an article before a name
_AUXILIARIES = 2  # words between a subject and its verb


def is_background(document: Document, time: TimeExpression) -> bool:
    """Return whether a date says which thing is meant or how long: "of 1972", "since", "until"."""
    rules, before = grammar(document.lang), document.text[max(0, time.start - 30) : time.start]
    return rules.since.search(rules.fit(before)) is not None


def _is_apart(document: Document, part: Clause, at: int) -> bool:
    """Return whether a colon or semicolon parts a word from the date of its part."""
    time = part.times[0] if part.times else None
    between = document.text[min(at, time.end) : max(at, time.start)] if time else ""
    return ":" in between or ";" in between


def _is_told_beside(document: Document, part: Clause) -> bool:
    """Return whether the date's side of a colon tells something: no "9 May: the signing"."""
    time = part.times[0]
    first = max(document.text.rfind(mark, part.start, time.start) for mark in ";:")
    lasts = [document.text.find(mark, time.end, part.end) for mark in ";:"]
    last = min((at for at in lasts if at >= 0), default=part.end)
    return len(document.text[max(first, part.start) : last].split()) > _TELLING


_TELLING = 8  # words beside a date that tell something by themselves


def _is_limit(document: Document, time: TimeExpression) -> bool:
    """Return whether a date is only how long something lasts."""
    return _LIMIT.search(document.text, max(0, time.start - 12), time.start + 12) is not None


# « l’envoyé », « les accusés »: somebody, and no word for an event.
_PERSON = re.compile(r"\b(?:l['’]|(?:les|un|cet|des|son|leur) )\w+és?\Z", re.I)
_LIMIT = re.compile(r"\b(?:until|till|jusqu['’]\w*|до)\s", re.I)


def _told(document: Document, part: Clause) -> Clause | None:
    """Return what a part tells of, or None: a word for an event, else the verb beside a date."""
    rules = grammar(document.lang)
    text = document.text[part.start : part.end]
    named = [m for m in part.names if m.role in ("person", "institution")]
    words = list(lexicon.event_finder(document.lang).finditer(text))
    near = [w for w in words if not _is_apart(document, part, part.start + w.start())]
    for word in near or words[: 0 if words and _is_told_beside(document, part) else None]:
        at = part.start + word.start()
        is_noun = _PERSON.search(text[max(0, word.start() - 6) : word.end()]) is not None
        if not is_noun and not any(m.start <= at < m.end for m in named):
            return replace(part, what=word[0], at=at, rule="word for an event", is_told=True)
    if all(is_background(document, t) or _is_limit(document, t) for t in part.times):
        return None
    if (verb := rules.verb.search(rules.fit(text))) is not None:
        at, what = part.start + verb.start(), text[verb.start() : verb.end()]
        return replace(part, what=what, at=at, rule="a verb beside a date", is_told=True)
    return replace(part, what=part.times[0].surface, at=part.times[0].start)
