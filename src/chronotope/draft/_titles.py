"""What an event is called until a person writes better: its clause without the date."""

from __future__ import annotations

import re

from chronotope.draft._clauses import Clause
from chronotope.draft.document import Document

WORDS = 14
_DATE_ALONE = 7  # words up to which a part without a verb says no more than a date
_FEWEST = 4  # words that are left where a title ends at a comma
# What may stand between a comma or the beginning and a date, and goes with it.
_LEAD = (
    r"[\s,;:—–-]*(?:and|then|but|et|puis|mais|а|и|но)?\s*"
    r"(?:on|in|at|from|le|la|les|l['’]|en|au|à|dès|du|в|во|с|к)?\s*"
)
# A date that opens a clause without a comma and is no subject: "On 9 May they", «9 мая они».
_ADVERB = re.compile(r"\A\W*(?:\w+\s+)?(?:on|in|at|from|en|à|dès|в|во|с)\s|\A\W*\d.*[а-яё]", re.I)
_END = re.compile(
    r",|;|:|\s(?=(?:pour|afin|qui|dont|où|to|which|who|where|because|after|чтобы|который|после)\s)"
)
_JOINED = re.compile(
    r"\A[\s,;:—–-]*(?:(?:and|then|but|et|puis|mais|а|и|но)\s+)?"
    r"(?:(?:of (?:that|the same) year|de la même année|того же года)\b\s*,?\s*)?",
    re.I,
)


def title_of(document: Document, clause: Clause) -> str:
    """Return the words of a clause that tell what happened, the first letter a capital."""
    span = document.sentences[clause.sentence]
    is_more = len(document.text[clause.start : clause.end].split()) > _DATE_ALONE
    is_own = clause.is_told or is_more
    start, end = (clause.start, clause.end) if is_own else (span.start, span.end)
    start, end = _without_dates(document.text, clause, start, end)
    text = document.text[start:end]
    text = _JOINED.sub("", text).strip(" ,;:.—–")
    text = _cut(text, document.text[clause.at : clause.at + len(clause.what)])
    return text[:1].upper() + text[1:]


def _without_dates(text: str, clause: Clause, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without the date at its beginning, set off by a comma, and at its end."""
    for time in clause.times:
        lead = re.fullmatch(_LEAD, text[start : time.start], re.I)
        comma = re.match(r"\s*,\s*", text[time.end : end])
        is_told_after = clause.at >= time.end or not clause.is_told
        is_adverb = bool(comma) or _ADVERB.search(text[start : time.end]) is not None
        if lead and is_adverb and is_told_after:
            start = time.end + (comma.end() if comma else 0)
    for time in reversed(clause.times):
        is_last = re.fullmatch(r"[\s.,;:»”]*", text[time.end : end]) is not None
        lead = re.search(r"(?:\s(?:on|in|le|en|au|les|в|во))?\s*\Z", text[start : time.start], re.I)
        is_bare = re.search(r"[^\W\d_]{2,}\Z", text[start : start + (lead.start() if lead else 0)])
        if (
            is_last
            and lead
            and is_bare
            and clause.at < time.start
            and not _LIMIT.search(is_bare[0])
        ):
            end = start + lead.start()
    return start, end


_LIMIT = re.compile(
    r"\A(?:by|until|till|before|after|since|of|to|for|avant|après|depuis|ici|qu|que|jusqu\w*|pour|du|des?|"
    r"до|к|ко|от|после|перед|с|на|за)\Z",
    re.I,
)


def _cut(text: str, what: str) -> str:
    """Return a text of few words that holds the word for the event, cut where a clause ends."""
    words = text.split()
    if len(words) <= WORDS:
        return text
    first = len(text[: max(0, text.find(what))].split())
    begin = 0
    if first >= WORDS - 2:
        begins = [m.end() for m in re.finditer(r"[,;:]\s", text) if m.end() <= text.find(what)]
        if begins:
            text = text[begins[-1] :]
            words, first = text.split(), len(text[begins[-1] : text.find(what)].split())
        begin = max(0, min(first - WORDS // 2, len(words) - WORDS)) if len(words) > WORDS else 0
    head = " ".join(words[begin : begin + WORDS])
    least = head.find(what) + len(what)
    ends = [
        m.start() for m in _END.finditer(head)
        if m.start() >= least and len(head[: m.start()].split()) >= _FEWEST
    ]  # fmt: skip
    is_whole = begin + WORDS >= len(words)
    cut = head[: ends[-1]] if ends and not is_whole else head
    more = "" if ends or is_whole else " …"
    return f"{'… ' if begin else ''}{cut.strip(' ,;:')}{more}"
