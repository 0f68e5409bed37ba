"""Time expressions of a text, as EDTF and as TIMEX3, each with the rule that read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import import_module

from chronotope.draft.document import Document, Span
from chronotope.draft.lexicon import alternatives
from chronotope.draft.times._readers import Tables
from chronotope.draft.times._value import Reading, Reference

__all__ = ["TimeExpression", "find_times"]


@dataclass(frozen=True)
class TimeExpression:
    """One expression of time.

    Attributes
    ----------
    start, end, surface
        Where it stands, and its words.
    edtf
        What it means in EDTF; blank where the text gives no ground for a date.
    timex
        The same as the value of a TIMEX3 (ISO-TimeML), such as ``1814-W51`` or ``P2Y``.
    kind
        ``date``, ``time``, ``duration``, ``set``, ``vague`` (a direction and no more) or
        ``event`` (counted from something that happened).
    rule
        Name of the rule that read it.
    ground
        ``stated``, ``published`` (counted from the day of publication) or ``text`` (from the date
        that the text named last).
    hint
        ``future``, ``past`` or blank: where the words put it.
    modifier
        ``start``, ``mid``, ``end``, ``approx`` or blank: what EDTF does not hold.
    """

    start: int
    end: int
    surface: str
    edtf: str
    timex: str
    kind: str
    rule: str
    ground: str
    hint: str = ""
    modifier: str = ""


Rule = tuple[str, re.Pattern[str], Callable[..., Reading | None], frozenset[str]]


@dataclass(frozen=True)
class Grammar:
    """The rules of a language, and the words one of which every expression holds."""

    rules: tuple[Rule, ...]
    screens: tuple[tuple[re.Pattern[str], frozenset[str], tuple[int, ...]], ...]
    needs: dict[str, re.Pattern[str]]
    trigger: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]
    due: re.Pattern[str]
    agenda: re.Pattern[str]
    background: re.Pattern[str]
    since: re.Pattern[str]
    promise: re.Pattern[str]
    passive: re.Pattern[str]
    approx: re.Pattern[str]
    verb: re.Pattern[str]
    narrative: re.Pattern[str]
    joint: re.Pattern[str]
    is_small: bool

    def fit(self, text: str) -> str:
        """Return a text as the patterns of tense are asked: in small letters where they can be."""
        low = text.lower() if self.is_small else text
        return low if len(low) == len(text) else text  # a dotted capital I is two small letters


_TENSES = (
    "future", "past", "due", "agenda", "background", "since", "promise", "approx", "passive",
    "verb", "narrative", "joint",
)  # fmt: skip
_DIGITS = re.compile(r"\d[-./]\d")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")


@cache
def grammar(lang: str) -> Grammar:
    """Return the rules of a language."""
    module = import_module(f"chronotope.draft.times._{lang}")
    rules = tuple(
        (name, compiled := small(pattern), reader, _needs(compiled))
        for name, pattern, reader in module.RULES
    )
    tenses = {name: getattr(module, name.upper()) for name in _TENSES}
    is_small = not any(_has_case(pattern) for pattern in tenses.values())
    return Grammar(
        rules=rules,
        screens=_screens(rules),
        needs=_need_patterns(module.r.t),
        trigger=re.compile(module.TRIGGER),  # asked of small letters
        is_small=is_small,
        **{name: re.compile(tenses[name], 0 if is_small else re.IGNORECASE) for name in _TENSES},
    )


_CAPITAL = re.compile(r"[A-ZÀ-ÝА-ЯЁ]")
_CODE = re.compile(r"\\[A-Z]|\(\?P|\(\?-i")


def small(pattern: str) -> re.Pattern[str]:
    """Return a pattern that is matched in any case, where it can be against small letters.

    To compare letters of another alphabet in any case takes three times as long.
    """
    return re.compile(pattern, re.IGNORECASE if _has_case(pattern) else 0)


def _has_case(pattern: str) -> bool:
    return "(?-i" in pattern or _CAPITAL.search(_CODE.sub("", pattern)) is not None


def _fit(pattern: re.Pattern[str], text: str, low: str) -> str:
    """Return the text that a pattern of :func:`small` is matched against."""
    return text if pattern.flags & _ANY_CASE else low


_ANY_CASE = int(re.IGNORECASE)  # a flag of its class takes longer to look at than a number


def _needs(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return the kinds of word one of which every match of a rule holds."""
    groups = set(pattern.groupindex)
    if "m" in groups:
        return frozenset("m")
    return frozenset(groups & {"w", "u", "s"})


SCREENED = 5  # rules behind one screen: with more, one match tries them all


def _screens(
    rules: tuple[Rule, ...],
) -> tuple[tuple[re.Pattern[str], frozenset[str], tuple[int, ...]], ...]:
    """Return patterns that match where any of some rules does: most rules are then not tried.

    A rule is known by its number; those of a screen ask for the same kinds of word.
    """
    kinds: dict[tuple[frozenset[str], int], list[int]] = {}
    for number, (_, pattern, _, needs) in enumerate(rules):
        kinds.setdefault((needs, pattern.flags), []).append(number)
    screens = []
    for (needs, flags), numbers in kinds.items():
        for at in range(0, len(numbers), SCREENED):
            part = tuple(numbers[at : at + SCREENED])
            nameless = [_NAMED.sub("(?:", rules[n][1].pattern) for n in part]
            any_ = re.compile("|".join(f"(?:{pattern})" for pattern in nameless), flags)
            screens.append((any_, needs, part))
    return tuple(screens)


_NAMED = re.compile(r"\(\?P<\w+>")


def _need_patterns(tables: Tables) -> dict[str, re.Pattern[str]]:
    words = {"m": tables.months, "w": tables.weekdays, "u": tables.units, "s": tables.seasons}
    return {
        kind: re.compile(rf"(?<![^\W\d_])(?:{alternatives(f.lower() for f in forms)})")
        for kind, forms in words.items()
    }


def find_times(document: Document, *, published: str = "") -> list[TimeExpression]:
    """Return every expression of time, in the order of the text.

    Parameters
    ----------
    document
        The text.
    published
        Day on which it was published, ``1814-12-24``; blank where it is not known, and then
        nothing is counted from it.
    """
    reference = Reference(published=date.fromisoformat(published) if published else None)
    found: list[TimeExpression] = []
    for sentence in document.sentences:
        for expression in _in_sentence(document, sentence, reference):
            found.append(expression)
    return found


def _in_sentence(
    document: Document, sentence: Span, reference: Reference
) -> Iterable[TimeExpression]:
    rules = grammar(document.lang)
    text = document.text[sentence.start : sentence.end]
    low = text.lower()
    low = low if len(low) == len(text) else text  # a dotted capital I is two small letters
    if not rules.trigger.search(low):
        return
    hits = _longest(rules, text, low)
    if not hits:
        return
    # What is quoted has its own tense: the day on which it was said is told outside it.
    body = rules.fit(text)
    told = _QUOTED.sub(lambda m: " " * len(m[0]), body)
    is_future = bool(rules.future.search(told if rules.trigger.search(told.lower()) else body))
    reference.sentence = sentence.start
    reference.is_ahead = is_future
    reference.paragraph = document.text.count("\n", 0, sentence.start)
    reference.is_agenda = bool(rules.agenda.search(told)) and not rules.past.search(told)
    for match, name, reader in hits:
        start, end = match.span("x") if "x" in match.re.groupindex else match.span()
        before, after = _clause(rules, body, match)
        # What opens a sentence has the tense of what follows: "By Tuesday, he had gone."
        is_lead = len(text[:start].split()) < 3 and not rules.verb.search(before + after)
        is_told = rules.past.search(told if is_lead else before + after) is not None
        is_due = not (is_lead and is_told) and bool(
            rules.due.search(body[:start]) or rules.due.match(body, match.start())
        )
        is_owed = is_due and bool(rules.promise.search(before)) and not reference.goes_on
        ahead = _part_ahead(rules, told, match) if ";" in told else is_future
        is_future_here = _is_ahead(
            rules, before, body[slice(*match.span())], after, bool(ahead or is_due)
        )
        reference.is_future = is_owed or is_future_here
        reference.is_told = is_told and rules.promise.search(before) is None
        reference.is_background = rules.background.search(before) is not None
        reference.is_word = False
        try:
            reading = reader(match, reference)
        except OverflowError:
            continue  # before the year 1 or after 9999
        if reading is None or _OUTSIDE.search(reading.edtf):
            continue
        reference.remember(reading)
        reading = _with_daypart(reading, match[0])
        if _PLAIN.fullmatch(reading.edtf) and rules.approx.search(before):
            reading = replace(reading, edtf=f"{reading.edtf}~", modifier="approx")
        yield TimeExpression(
            start=sentence.start + start,
            end=sentence.start + end,
            surface=text[start:end],
            rule=name,
            **{k: v for k, v in vars(replace(reading, lasting=False)).items() if k != "lasting"},
        )


_DAYPARTS = {
    "MO": re.compile(r"\b(?:morning|matin|утром)\b", re.IGNORECASE),
    "AF": re.compile(r"\b(?:afternoon|après-midi|днём|днем)\b(?! ранее)", re.IGNORECASE),
    "EV": re.compile(r"\b(?:evening|soir|вечером)\b", re.IGNORECASE),
    "NI": re.compile(r"\b(?:night|tonight|nuit|ночью)\b", re.IGNORECASE),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


_OUTSIDE = re.compile(r"\d{5}|\b0000")
_PLAIN = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")  # a season takes no sign


def _with_daypart(reading: Reading, words: str) -> Reading:
    """Return a day that is named with its morning or evening, which only a TIMEX3 can say."""
    if not _DAY.fullmatch(reading.timex):
        return reading
    for part, pattern in _DAYPARTS.items():
        if pattern.search(words):
            return replace(reading, timex=f"{reading.timex}T{part}", kind="time")
    return reading


def _clause(rules: Grammar, text: str, match: re.Match[str]) -> tuple[str, str]:
    """Return what stands before and after an expression in its clause."""
    start, end = match.span()
    first = max((m.end() for m in rules.joint.finditer(text, 0, start)), default=0)
    stop = rules.joint.search(text, end)
    return text[first:start], text[end : stop.start() if stop else len(text)]


def _part_ahead(rules: Grammar, told: str, match: re.Match[str]) -> bool:
    """Return whether the part of a sentence between semicolons looks ahead."""
    first, last = told.rfind(";", 0, match.start()) + 1, told.find(";", match.end())
    return rules.future.search(told, first, last if last >= 0 else len(told)) is not None


def _is_ahead(rules: Grammar, before: str, words: str, after: str, is_future: bool) -> bool:
    """Return whether an expression looks ahead: by its clause, else by its sentence.

    Of two tenses in a clause the nearer counts: "they will vote on the deal reached on 10 April",
    "the session expected on 9 May was put off", but "on Friday they will say if they liked it".
    """
    if rules.future.search(before + words + after):
        told, ahead = rules.past.search(after), rules.future.search(after)
        is_told = told is not None and (ahead is None or told.start() < ahead.start())
        return not is_told and not _is_past(rules, before)
    # « …, réunis mercredi, n’ont pas dit s’ils viendraient »: what was done, not what will be.
    is_near = len(before.split()) < 3 and not rules.since.search(before)
    is_done = is_near and rules.background.search(before) is not None
    return is_future and not is_done and not rules.past.search(before + words + after)


def _is_past(rules: Grammar, before: str) -> bool:
    """Return whether the last verb before an expression is of the past: not "will be signed"."""
    told = list(rules.past.finditer(before))
    ahead = list(rules.future.finditer(before))
    if not told or (ahead and ahead[-1].end() >= told[-1].start()):
        return False
    return rules.passive.search(before[: told[-1].start()]) is None


def _longest(
    rules: Grammar, text: str, low: str
) -> list[tuple[re.Match[str], str, Callable[..., Reading | None]]]:
    """Return the matches of all rules that do not overlap, the longest first, then in order."""
    hits = []
    has = {kind for kind, pattern in rules.needs.items() if pattern.search(low)}
    if _DIGITS.search(text):
        has.add("m")  # a date in figures names no month
    ranks = sorted(
        rank
        for screen, needs, part in rules.screens
        if (not needs or needs & has) and screen.search(_fit(screen, text, low))
        for rank in part
    )
    for rank in ranks:
        name, pattern, reader, _ = rules.rules[rank]
        for match in pattern.finditer(_fit(pattern, text, low)):
            start, end = match.span("x") if "x" in pattern.groupindex else match.span()
            hits.append((-(end - start), rank, start, end, match, name, reader))
    hits.sort(key=lambda hit: hit[:4])
    taken: list[tuple[int, int]] = []
    kept = []
    for _, _, start, end, match, name, reader in hits:
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            kept.append((start, match, name, reader))
    kept.sort(key=lambda hit: hit[0])
    return [hit[1:] for hit in kept]
