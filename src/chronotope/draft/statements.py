"""Who says what: speakers beside verbs of speech, with the mode that the verb gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from chronotope.draft import lexicon
from chronotope.draft.document import Document, Span
from chronotope.draft.mentions import Mention

REACH = 90  # characters between a verb of speech and a speaker after it
_SPEAKERS = ("person", "government", "institution", "demonym")
_PRONOUN = {
    "en": re.compile(r"\b(?:he|she)\b", re.I),
    "fr": re.compile(r"\b(?:il|elle|ils|elles|lui)\b|-t-(?:il|elle)\b|-(?:ils|elles)\b", re.I),
    "ru": re.compile(r"(?<!\w)(?:он|она|они)(?!\w)", re.I),
}
_HIS_WORDS = {
    "en": re.compile(r"\baccording to (?:him|her)\b", re.I),
    "fr": re.compile(r"\bselon (?:lui|elle)\b", re.I),
    "ru": re.compile(r"(?<!\w)по (?:его|её|ее) словам", re.I),
}
_ACCORDING = {
    "en": re.compile(r"\baccording to\s+(?:the\s+|an?\s+)?", re.I),
    "fr": re.compile(r"\b(?:selon|d['’]après|pour)\s+(?:le\s+|la\s+|les\s+|l['’]|une?\s+)?", re.I),
    "ru": re.compile(r"(?<!\w)(?:по словам|по мнению|по данным|по сведениям|согласно)\s+", re.I),
}
_GOVERNED = {
    "en": re.compile(
        r"\b(?:with|of|by|to|from|for|against|between|about|on|at|in|after|before|over|than|as)\s+(?:the\s+|his\s+|her\s+|its\s+|their\s+|a\s+)?(?:\w+\s+)?\Z",
        re.I,
    ),
    "fr": re.compile(
        r"(?:\b(?:avec|de|du|des|par|à|au|aux|pour|contre|entre|sur|chez|en)\s+|\b[dl]['’])(?:la\s+|le\s+|les\s+|l['’]|son\s+|sa\s+|ses\s+)?(?:\w+\s+)?\Z",
        re.I,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:с|со|в|на|от|к|о|об|для|против|между|через|из|у|при|после|перед)\s+(?:\S+\s+)?\Z",
        re.I,
    ),
}
# A quotation that ends: with a straight mark, the second one.
_CLOSED = re.compile(r"[”»]|\"[^\"]*\"|[,.?!]\"")
_CLAUSE = re.compile(
    r"[;:]|(?:[”»]|(?<=[,.?!])\")\s*,?\s*(?:[—–-]\s*)?|\bwhile\b|\bbut\b|\bmais\b|(?<!\w)но(?!\w)|\bqui\b|\bwho\b"
)


@dataclass(frozen=True)
class Statement:
    """Something that somebody is said to say.

    Attributes
    ----------
    start, end
        The words it rests on: the sentence.
    speaker
        Name or words of the speaker; blank where the text does not say.
    role
        Role of the mention that speaks.
    country
        Of a government or office that speaks.
    mode
        As a statement of a dossier has it: ``asserted``, ``reported``, ``hoped`` …
    denied
        The verb denies.
    rule, score
        How the speaker was found, and how sure that is.
    others
        Other mentions that might be the speaker.
    """

    start: int
    end: int
    speaker: str
    role: str
    country: str
    mode: str
    denied: bool
    rule: str
    score: float
    verb: str
    sentence: int
    others: tuple[str, ...] = ()


def find_statements(document: Document, mentions: list[Mention]) -> list[Statement]:
    """Return every statement that a verb of speech marks, in the order of the text.

    Parameters
    ----------
    document
        The text.
    mentions
        Its names, as :func:`find_mentions` gives them.
    """
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.role in _SPEAKERS:
            by_sentence.setdefault(mention.sentence, []).append(mention)
    found: list[Statement] = []
    last: Mention | None = None
    is_open = False
    for number, span in enumerate(document.sentences):
        if document.is_heading(span):
            continue
        seen = set()
        clause = _Sentence(document, number, by_sentence.get(number, []), last)
        for statement, speaker in _in_sentence(clause):
            if statement.speaker not in seen:
                seen.add(statement.speaker)
                found.append(statement)
            last = speaker if speaker is not None and speaker.name else last
        quoted = document.text[span.start : span.end]
        if is_open and not seen and last is not None and found and found[-1].sentence == number - 1:
            mode = (found[-1].mode, "")
            rule = ("quotation that goes on", 0.8)
            found.append(_made(replace(clause, here=[]), last, mode, rule))
        is_open = _open_after(quoted, is_open)
        people = [m for m in by_sentence.get(number, []) if m.role == "person" and m.name]
        if not seen and people:
            last = people[0]
    return found


def _open_after(text: str, is_open: bool) -> bool:
    """Return whether a quotation is open at the end of a sentence."""
    for mark in re.findall("[“”«»]", text):
        is_open = mark in "“«"
    return is_open


@dataclass(frozen=True)
class _Sentence:
    """A sentence in which somebody may speak.

    Attributes
    ----------
    document, number
        The text, and the place of the sentence in it.
    here
        Who and what is named in it.
    last
        Who spoke last before it.
    """

    document: Document
    number: int
    here: list[Mention]
    last: Mention | None

    @property
    def lang(self) -> str:
        return self.document.lang

    @property
    def span(self) -> Span:
        return self.document.sentences[self.number]

    @property
    def offset(self) -> int:
        """Where in the document the sentence begins."""
        return self.span.start

    @cached_property
    def text(self) -> str:
        """The sentence with its relative clauses blanked."""
        return _without_asides(self.document.text[self.span.start : self.span.end])


def _in_sentence(sentence: _Sentence) -> Iterator[tuple[Statement, Mention | None]]:
    lang, text, here = sentence.lang, sentence.text, sentence.here
    modes = _modes(lang)
    for match in _verbs(lang).finditer(text):
        verb = match[0].lower()
        said = modes.get(verb, "reported"), verb
        speaker, rule, score = _speaker(sentence, match)
        if speaker is None and not rule:
            if named := _crowd(lang, text, match):
                known = ("noun before a verb of speech", 0.5)
                yield _made(sentence, None, said, known, named), None
            continue
        if speaker is not None:
            for other in _joined(text, sentence.offset, speaker, here):
                yield _made(sentence, other, said, ("joined to the speaker", score)), other
        yield _made(sentence, speaker, said, (rule, score)), speaker
    for pattern, pronoun in ((_HIS_WORDS[lang], True), (_ACCORDING[lang], False)):
        for match in pattern.finditer(text):
            if pronoun:
                speaker, rule = sentence.last, "his or her words"
            else:
                at = sentence.offset + match.end()
                after = [m for m in here if at <= m.start < at + 40]
                speaker, rule = (after[0] if after else None), "according to"
            if speaker is not None and speaker.role != "demonym":
                yield _made(sentence, speaker, ("reported", match[0]), (rule, 0.85)), speaker
            elif not pronoun and (named := _unnamed(lang, text[match.end() :])):
                said = ("reported", match[0])
                yield _made(sentence, None, said, ("according to", 0.6), named), None


def _unnamed(lang: str, after: str) -> str:
    """Return an office or crowd without a name that a text begins with: "a diplomat"."""
    for kind in ("crowd", "gov_person", "role_noun"):
        if found := lexicon.finder(lang, kind).match(after):
            return found[0]
    return ""


_ASIDE = re.compile(
    r",\s+(?:qui|dont|où|which|who|whose|where|котор\w+|через \w+ котор\w+)\b[^,“”«»]{0,90},"
)


def _without_asides(text: str) -> str:
    """Return a sentence with its relative clauses blanked, every offset as it was."""
    return _ASIDE.sub(lambda m: "," + " " * (len(m[0]) - 2) + ",", text)


_SPEAKING = ("person", "government", "institution")
_AND = ("and", "et", "и", "et la", "et le", "et l’")


def _joined(text: str, offset: int, speaker: Mention, here: list[Mention]) -> list[Mention]:
    """Return those who speak with a speaker: joined by "and"."""
    after = [m for m in here if m.role in _SPEAKING and m.start > speaker.end]
    return [m for m in after if text[speaker.end - offset : m.start - offset].strip() in _AND]


def _crowd(lang: str, text: str, verb: re.Match[str]) -> str:
    """Return those who are named by what they are, beside the verb: "police said"."""
    near = text[max(0, verb.start() - 40) : verb.start()]
    found = list(lexicon.finder(lang, "crowd").finditer(near))
    if (
        found
        and len(near[found[-1].end() :].split()) <= 4
        and not re.search("[,;:.]", near[found[-1].end() :])
    ):
        return found[-1][0]
    after = lexicon.finder(lang, "crowd").search(text, verb.end(), verb.end() + 30)
    between = text[verb.end() : after.start()] if after else "xxx xxx xxx"
    is_quoted = _CLOSED.search(text, 0, verb.start()) is not None
    return after[0] if after and is_quoted and len(between.split()) <= 2 else ""


def _made(
    sentence: _Sentence,
    speaker: Mention | None,
    verb: tuple[str, str],
    rule: tuple[str, float],
    words: str = "",
) -> Statement:
    (mode, word), span = verb, sentence.span
    others = [m.name or m.surface for m in sentence.here if m is not speaker]
    known = {"warned": "asserted", "announced": "asserted", "denied": "asserted"}
    return Statement(
        start=span.start, end=span.end,
        speaker=(speaker.name or speaker.surface) if speaker else words,
        role=speaker.role if speaker else "person" if words else "",
        country=speaker.country if speaker else "",
        mode=known.get(mode, mode), denied=mode == "denied", rule=rule[0], score=rule[1],
        verb=word, sentence=sentence.number, others=tuple(dict.fromkeys(others)),
    )  # fmt: skip


Found = tuple[Mention | None, str, float]


def _speaker(sentence: _Sentence, verb: re.Match[str]) -> Found:
    """Return who speaks, by which rule, and how sure that is; no rule where the verb is none."""
    lang, text, offset, here = sentence.lang, sentence.text, sentence.offset, sentence.here
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, verb.start())), default=0)
    start = _after_comma(sentence, verb, start)
    before = [m for m in here if start <= m.start - offset and m.end - offset <= verb.start()]
    peoples = [m for m in before if m.role == "demonym"]
    before = [m for m in before if m.role != "demonym"]
    free = _free(lang, text, before, offset, start)
    if peoples and text[peoples[-1].end - offset : verb.start()].strip() in _HAVE:
        return peoples[-1], "people before a verb of speech", 0.7
    if not free and lang == "ru" and verb[0].lower().endswith("ли"):
        free = [m for m in before if m.role == "institution"]
    told_in = [
        m for m in here
        if lang == "ru" and verb[0].lower().endswith("ли") and m.role == "institution"
        and text[verb.end() : m.start - offset].strip() in ("в", "во")
    ]  # fmt: skip
    if told_in:
        return told_in[0], "body in which it was said", 0.8
    found = _by_another(sentence, verb, before, start)
    if found[0] is None:
        found = _by_pronoun_beside(sentence, verb)
    if found[0] is not None:
        return found
    after = [
        m for m in here
        if m.role != "demonym" and verb.end() <= m.start - offset < verb.end() + REACH
        and not _is_governed(lang, text, m.start - offset, verb.end())
    ]  # fmt: skip
    named_after = [m for m in after if m.role == "person" and m.name]
    if after and not free and _CLOSED.search(text, 0, verb.start()):
        return (named_after or after)[0], "after a quotation and its verb", 0.9
    if free:
        return _subject(text, offset, free)
    pronoun = [p for p in _PRONOUN[lang].finditer(text) if start <= p.start() < verb.end() + 10]
    if pronoun and sentence.last is not None:
        return sentence.last, "pronoun for the speaker before", 0.6
    if verb[0].lower() in _TRANSITIVE or _crowd(lang, text, verb):
        return NOBODY
    if after and lang != "en" and _is_inverted(text[verb.end() : after[0].start - offset]):
        return (named_after or after)[0], "subject after a verb of speech", 0.65
    if after and text[verb.end() : after[0].start - offset].strip(" ,") in _LEADS:
        return (named_after or after)[0], "subject after a verb of speech", 0.7
    return NOBODY


def _is_inverted(between: str) -> bool:
    """Return whether only a date or a place stands between a verb and its subject after it."""
    return len(between.split()) <= 5 and not re.search(r"[,;:«“\"]|\bqu[e'’]", between)


def _after_comma(sentence: _Sentence, verb: re.Match[str], start: int) -> int:
    """Return where the clause of a verb of speech begins that follows what was said.

    "A cable will be laid, ministers said": who speaks stands between the comma and the verb. With
    nothing between, as in « …, a annoncé le ministre », French and Russian have the speaker after.
    """
    text, offset = sentence.text, sentence.offset
    comma = text.rfind(",", start, verb.start())
    if comma < 0:
        return start
    words = text[comma + 1 : verb.start()].strip()
    if not words or words in ("a", "ont", "avait", "avaient", "как"):
        is_told = sentence.lang != "en" and text.find(",", start, comma) < 0
        return comma + 1 if is_told and not _VERBLESS.match(text[comma + 1 :]) else start
    inside = [m for m in sentence.here if comma < m.start - offset < verb.start()]
    is_crowd = lexicon.finder(sentence.lang, "crowd").search(words) is not None
    return comma + 1 if len(words.split()) <= 7 and (inside or is_crowd) else start


_VERBLESS = re.compile(r"\s*(?:\w+\s+){1,3}(?:qu[e'’]|что\b)")
NOBODY: Found = (None, "", 0.0)
_HAVE = ("", "have", "had", "ont", "avaient")


def _by_another(
    sentence: _Sentence, verb: re.Match[str], before: list[Mention], start: int
) -> Found:
    """Return the agent of a passive verb, or whose position or statement it is."""
    lang, text, offset = sentence.lang, sentence.text, sentence.offset
    by = _BY[lang].match(text, verb.end())
    agents = [m for m in sentence.here if by and by.end() <= m.start - offset < by.end() + REACH]
    if agents:
        people = [m for m in agents if m.role == "person" and m.name]
        return (people or agents)[0], "agent of a verb of speech in the passive", 0.8
    owner = _OWNER[lang].search(text, start, verb.start())
    owners = [m for m in before if owner and abs(m.start - offset - owner.end()) <= 3]
    return (owners[0], "whose position or statement it is", 0.75) if owners else NOBODY


def _by_pronoun_beside(sentence: _Sentence, verb: re.Match[str]) -> Found:
    """Return the speaker before, where "he" or "she" stands right at the verb."""
    beside, last = sentence.text[max(0, verb.start() - 9) : verb.end() + 17], sentence.last
    is_pronoun = _BESIDE[sentence.lang].search(beside) and not _is_name_beside(
        sentence.here, sentence.offset, verb
    )
    return (last, "pronoun beside the verb", 0.7) if last is not None and is_pronoun else NOBODY


def _subject(text: str, offset: int, free: list[Mention]) -> Found:
    """Return the subject among the mentions before a verb that nothing governs."""
    people = [
        m for m in free if m.role == "person" and m.name and m.rule != "persons without a name"
    ]
    if free[0].role == "person":
        return (people or free)[0], "subject before a verb of speech", 0.85
    if people and _is_apposed(text, free[0], people[0], offset):
        return people[0], "name beside an office before a verb of speech", 0.85
    return free[0], "subject before a verb of speech", 0.8


_BESIDE = {
    "en": re.compile(r"\b(?:he|she)\b", re.I),
    "fr": re.compile(
        r"\bce dernier|\bcette dernière|-t-(?:il|elle)\b|-(?:il|elle)\b|\b(?:il|elle) (?:a "
        r"|s['’]est )?",
        re.I,
    ),
    "ru": re.compile(r"(?<!\w)(?:он|она)(?!\w)", re.I),
}


def _is_name_beside(here: list[Mention], offset: int, verb: re.Match[str]) -> bool:
    return any(0 <= verb.start() - (m.end - offset) <= 3 for m in here)


# What follows these is whom they are addressed to.
_BY = {
    "en": re.compile(r"\s+by\s+(?:the\s+)?"),
    "fr": re.compile(r"e?s?\s+par\s+(?:le\s+|la\s+|les\s+|l['’])?"),
    "ru": re.compile(r"(?!)"),
}
_OWNER = {
    "en": re.compile(r"\b(?:position|statement|view|stance)\s+of\s+(?:the\s+)?"),
    "fr": re.compile(r"\b(?:position|déclaration|point de vue)\s+(?:de la\s+|du\s+|de\s+|d['’])"),
    "ru": re.compile(r"(?!)"),
}
_TRANSITIVE = frozenset(
    [
        "told",
        "asked",
        "urged",
        "invited",
        "accused",
        "warned",
        "praised",
        "condemned",
        "assured",
        "tells",
        "accuse",
        "accusent",
        "invité",
        "appellent",
        "salué",
    ]
)
_LEADS = {"", "the", "le", "la", "les", "l'", "l’", "en"}


def _is_apposed(text: str, office: Mention, person: Mention, offset: int) -> bool:
    between = text[office.end - offset : person.start - offset]
    return len(between) < 50 and not re.search(
        r"\band\b|\bet\b|(?<!\w)и(?!\w)|\bwith\b|\bavec\b", between
    )


def _free(lang: str, text: str, before: list[Mention], offset: int, start: int) -> list[Mention]:
    """Return the mentions that no preposition governs, nor the office they stand beside."""
    free: list[Mention] = []
    governed_end = -10
    for mention in sorted(before, key=lambda m: m.start):
        is_beside = 0 <= mention.start - governed_end <= 2 or mention.start < governed_end
        if is_beside or _is_governed(lang, text, mention.start - offset, start):
            governed_end = max(governed_end, mention.end)
        else:
            free.append(mention)
    return free


def _is_governed(lang: str, text: str, at: int, start: int) -> bool:
    return _GOVERNED[lang].search(text[max(start, at - 40) : at]) is not None


@cache
def _modes(lang: str) -> dict[str, str]:
    return dict(w.split(":") for w in lexicon.words(lang, "say"))


@cache
def _verbs(lang: str) -> re.Pattern[str]:
    forms = sorted(
        (w for w in _modes(lang) if w not in ("selon", "по словам")), key=len, reverse=True
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w])", re.IGNORECASE)
