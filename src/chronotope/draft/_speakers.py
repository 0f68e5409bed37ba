"""Who says it: the speaker of a verb of speech, by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from chronotope.draft import lexicon
from chronotope.draft._speech import (
    PLURAL,
    gender,
    is_holder,
    is_plural,
    noun_after,
    nouns,
    whole,
    without_quoted,
)
from chronotope.draft.document import Document, Span
from chronotope.draft.mentions import Mention

REACH = 90  # characters between a verb of speech and a speaker after it
_PRONOUN = {
    "en": re.compile(r"\b(?:he|she)\b", re.I),
    "fr": re.compile(r"\b(?:il|elle)\b|-t-(?:il|elle)\b", re.I),
    "ru": re.compile(r"(?<!\w)(?:он|она)(?!\w)", re.I),
}
_SHE = re.compile(r"\b(?:she|her|elle)\b|(?<!\w)(?:она|её|ее)(?!\w)", re.I)
_GOVERNED = {
    "en": re.compile(
        r"\b(?:with|of|by|to|from|for|against|between|about|on|at|in|after|before|over|than|as)\s+(?:the\s+|his\s+|her\s+|its\s+|their\s+|a\s+)?(?:\w+\s+)?\Z",
        re.I,
    ),
    "fr": re.compile(
        r"(?:\b(?:avec|de|du|des|par|à|au|aux|pour|contre|entre|sur|chez|en)\s+|\bd['’])(?:la\s+|le\s+|les\s+|l['’]|son\s+|sa\s+|ses\s+)?(?:\w+\s+)?\Z",
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
class Sentence:
    """A sentence in which somebody may speak.

    Attributes
    ----------
    document, number
        The text, and the place of the sentence in it.
    here
        Who and what is named in it.
    people
        Who spoke or was named before it, the last one first.
    many
        Those without a name whom the sentence before it names: "farmers".
    is_open
        A quotation goes on in it.
    """

    document: Document
    number: int
    here: list[Mention]
    people: tuple[Mention, ...]
    many: str
    is_open: bool

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
        """The sentence with its relative clauses and what it quotes blanked."""
        text = self.document.text[self.span.start : self.span.end]
        return _without_asides(without_quoted(text, is_open=self.is_open))

    def antecedent(self, pronoun: str, *, before: int = 0) -> Mention | None:
        """Return whom "he" or "she" means: the last person whose words do not tell otherwise.

        Of the sentence itself, those named before an offset count first.
        """
        wanted = "f" if _SHE.search(pronoun) else "m"
        own = [m for m in self.here if m.end - self.offset <= before and m.role == "person"]
        people = (*(m for m in reversed(own) if m.name), *self.people)
        return next((m for m in people if gender(self.lang, m) in (wanted, "")), None)

    def both(self, noun: str) -> list[Mention]:
        """Return whom "the two ministers" means: the last two who were named with an office."""
        if not re.search(rf"{_TWO[self.lang]}\s+{re.escape(noun)}", self.text, re.I):
            return []
        named = {m.name: m for m in reversed(self.people) if m.office}
        return list(reversed(named.values()))[:2] if len(named) > 1 else []

    def holder(self, noun: str) -> Mention | None:
        """Return whom "the minister" means: the last person named with that office."""
        return next((m for m in self.people if is_holder(m, noun)), None)


_TWO = {"en": r"\b(?:the two|both)", "fr": r"\bles deux", "ru": r"(?<!\w)(?:оба|обе)"}
_ASIDE = re.compile(
    r",\s+(?:(?!and |et |и )[^,;:“”«»]{1,60}\s)?"
    r"(?:qui|dont|où|which|who|whose|where|котор\w+|через \w+ котор\w+)\b[^,“”«»]{0,90},"
)


def _without_asides(text: str) -> str:
    """Return a sentence with its relative clauses blanked, every offset as it was."""
    return _ASIDE.sub(lambda m: "," + " " * (len(m[0]) - 2) + ",", text)


def unnamed_speaker(sentence: Sentence, verb: re.Match[str]) -> tuple[Mention | None, str]:
    """Return those who are named by what they are, beside the verb: "police said".

    "The minister" is the last person who was named with that office, if there is one.
    """
    lang, text = sentence.lang, sentence.text
    if (one := _ONE_OF[lang].match(text, verb.end())) is not None:
        return None, one["who"]
    first = max(0, verb.start() - 70)
    near = text[first : verb.start()]
    for noun in reversed(list(nouns(lang).finditer(near))):
        between = near[noun.end() :]
        is_set_off = _SET_OFF[lang].fullmatch(between) is not None
        if re.search("[,;:.”»]", between) and not is_set_off:
            break
        is_governed = _is_governed(lang, near, noun.start(), 0)
        if lang == "en" and (beside := re.search(r"[\w-]+\s+\Z", near[: noun.start()])):
            is_governed = is_governed or _is_governed(lang, near, beside.start(), 0)
        if len(between.split()) <= 7 and not is_governed:
            is_bare = not between.strip() or is_set_off or between.strip() in _HAVE
            is_definite = _DEFINITE[lang].search(near[: noun.start()]) is not None
            holder = sentence.holder(noun[0]) if is_bare and is_definite else None
            return holder, whole(lang, near, noun)
    body = _IN_BODY.match(text) if lang == "ru" and verb[0].lower().endswith("ли") else None
    if body and (word := noun_after(lang, text[body.end() :])):
        return None, word
    after = nouns(lang).search(text, verb.end(), verb.end() + 40)
    if after is None or len(text[verb.end() : after.start()].split()) > 2:
        return None, ""
    is_told = _CLOSED.search(text, 0, verb.start()) is not None
    is_told = is_told or (lang != "en" and _TOLD_BEFORE.search(text[: verb.start()]) is not None)
    is_bare = re.match(r"\s*(?:[,.;:]|\Z)", text[after.end() :]) is not None
    is_definite = _DEFINITE[lang].search(text[: after.start()]) is not None
    if not is_told:
        return None, ""
    holder = sentence.holder(after[0]) if is_bare and is_definite else None
    return holder, whole(lang, text, after)


# Behind a verb, one of several: «рассказал один из европейских дипломатов».
_ONE_OF = {
    "en": re.compile(r"\s+(?P<who>one of (?:the |his |her |their )?(?:[\w-]+ ){0,2}\w+s)\b"),
    "fr": re.compile(
        r"\s+(?:hier )?(?P<who>(?:l['’])?une? d(?:es|e ses|e leurs) \w+s(?: \w+s)?)\b"
    ),
    "ru": re.compile(
        r"\s+(?P<who>одн?(?:ин|на|а) из (?:\w+(?:ых|их) )?\w+(?:ов|ев|ей|иц|ок))(?!\w)"
    ),
}
_IN_BODY = re.compile(r"В[о]?\s+")
_SET_OFF = {
    "en": re.compile(r",\s+(?:for (?:his|her|its|their) part|in turn|however|too),\s+", re.I),
    "fr": re.compile(
        r",\s+(?:lui|elle|eux|elles|pour sa part|de son côté|à son tour|en revanche),\s+"
        r"(?:a |ont )?",
        re.I,
    ),
    "ru": re.compile(r",\s+(?:в свою очередь|со своей стороны|однако),\s+", re.I),
}
_DEFINITE = {
    "en": re.compile(r"\b(?:the|his|her)\s+\Z", re.I),
    "fr": re.compile(r"\b(?:le|la)\s+\Z|\bl['’]\Z", re.I),
    "ru": re.compile(r"(?:\A|[^\w\s]|\w)\s*\Z"),
}
_TOLD_BEFORE = re.compile(
    r"(?:,|\A(?:Как|Comme l['’](?:a|ont)))\s*(?:a\s+|ont\s+|avait\s+|как\s+)?\Z"
)


Found = tuple[Mention | None, str, float]


def speaker_of(sentence: Sentence, verb: re.Match[str]) -> Found:
    """Return who speaks, by which rule, and how sure that is; no rule where the verb is none."""
    lang, text, offset, here = sentence.lang, sentence.text, sentence.offset, sentence.here
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, verb.start())), default=0)
    start = _after_comma(sentence, verb, start)
    before = [
        m for m in here
        if start <= m.start - offset and m.end - offset <= verb.start()
        and text[m.start - offset] != " "  # not of a relative clause
    ]  # fmt: skip
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
        return _free_subject(sentence, free, verb)
    pronoun = [
        p for p in _PRONOUN[lang].finditer(text)
        if start <= p.start() < verb.end() + 10 and not _is_said_of(text, p, verb)
    ]  # fmt: skip
    meant = sentence.antecedent(pronoun[-1][0]) if pronoun else None
    if meant is not None and not any(unnamed_speaker(sentence, verb)):
        return meant, "pronoun for the speaker before", 0.6
    return _inverted(sentence, verb, after, named_after)


def _free_subject(sentence: Sentence, free: list[Mention], verb: re.Match[str]) -> Found:
    """Return who speaks of those before a verb: a head, a name whose office stands behind it."""
    headed = _headed(sentence, free[-1], verb)
    if headed[0] is not None:
        return headed
    subject, rule, score = _subject(sentence.text, sentence.offset, free)
    named = _beside_name(sentence, subject) if subject else None
    if named is not None:
        return named, "name beside an office before a verb of speech", 0.85
    return subject, rule, score


def _inverted(
    sentence: Sentence, verb: re.Match[str], after: list[Mention], named_after: list[Mention]
) -> Found:
    """Return who speaks of those after a verb."""
    lang, text, offset = sentence.lang, sentence.text, sentence.offset
    between = text[verb.end() : after[0].start - offset] if after else ""
    is_office = after and after[0].role != "person" and nouns(lang).search(between)
    if is_office and not named_after:
        words = sentence.document.text[offset + verb.end() : after[0].end].strip()
        words = re.sub(r"\A(?:le |la |les |l['’]|un |une )", "", words)
        head = replace(after[0], surface=words, role="person", name="", country="")
        return head, "office of a body after a verb of speech", 0.6
    if verb[0].lower() in _TRANSITIVE:
        return NOBODY
    if after and between.strip(" ,") in _LEADS:
        return after[0], "subject after a verb of speech", 0.7
    if named_after and lang != "en":
        to_name = text[verb.end() : named_after[0].start - offset]
        office = nouns(lang).search(f"{to_name}{named_after[0].surface}")
        if office and _is_inverted(to_name.rstrip(", "), 9):
            return named_after[0], "office and name after a verb of speech", 0.75
    if any(unnamed_speaker(sentence, verb)):
        return NOBODY
    if after and lang != "en" and _is_inverted(between):
        return (named_after or after)[0], "subject after a verb of speech", 0.65
    return NOBODY


def _headed(sentence: Sentence, mention: Mention, verb: re.Match[str]) -> Found:
    """Return the office whose body or state stands before it: "the U.N. envoy said"."""
    between = sentence.text[mention.end - sentence.offset : verb.start()].strip()
    if sentence.lang != "en" or mention.role == "person" or not 0 < len(between.split()) <= 2:
        return NOBODY
    if nouns("en").fullmatch(between.split()[-1]) is None:
        return NOBODY
    head = replace(mention, surface=f"{mention.surface} {between}", role="person", name="")
    return head, "office of a body before a verb of speech", 0.7


def _is_inverted(between: str, most: int = 5) -> bool:
    """Return whether only a date, place or office stands between a verb and its subject after."""
    return len(between.split()) <= most and not re.search(r"[,;:«“\"]|\bqu[e'’]", between)


def _after_comma(sentence: Sentence, verb: re.Match[str], start: int) -> int:
    """Return where the clause of a verb of speech begins that follows what was said.

    "A cable will be laid, ministers said": who speaks stands between the comma and the verb. With
    nothing between, as in « …, a annoncé le ministre », French and Russian have the speaker after.
    """
    text, offset = sentence.text, sentence.offset
    comma = text.rfind(",", start, verb.start())
    if comma < 0:
        return start
    words = text[comma + 1 : verb.start()].strip()
    if _SET_OFF[sentence.lang].search(text[: comma + 2]):
        return start
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
    sentence: Sentence, verb: re.Match[str], before: list[Mention], start: int
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


def _by_pronoun_beside(sentence: Sentence, verb: re.Match[str]) -> Found:
    """Return who was named before, where "he", "she" or "they" stands right at the verb."""
    if _is_name_beside(sentence.here, sentence.offset, verb):
        return NOBODY
    lang, text = sentence.lang, sentence.text
    if pronoun := _beside(PLURAL[lang], text, verb):
        own = list(nouns(lang).finditer(text, 0, pronoun.start()))
        named = whole(lang, text, own[-1]) if own and is_plural(lang, own[-1][0]) else ""
        many = Mention(0, 0, named or sentence.many, "person", "", 0.5)
        return (many, "pronoun for those named before", 0.5) if many.surface else NOBODY
    found = _beside(_BESIDE[lang], text, verb)
    meant = sentence.antecedent(found[0]) if found else None
    return (meant, "pronoun beside the verb", 0.7) if meant is not None else NOBODY


def _beside(pattern: re.Pattern[str], text: str, verb: re.Match[str]) -> re.Match[str] | None:
    """Return a pronoun right at a verb, but not of what is said: "said that he"."""
    found = pattern.finditer(text, max(0, verb.start() - 9), verb.end() + 17)
    return next((p for p in found if not _is_said_of(text, p, verb)), None)


def _is_said_of(text: str, pronoun: re.Match[str], verb: re.Match[str]) -> bool:
    between = text[verb.end() : pronoun.start()]
    return pronoun.start() >= verb.end() and _THAT.search(between) is not None


_THAT = re.compile(
    r"\b(?:that|if|whether|how|why)\s|\bqu['’]|\bs['’]|(?<!\w)(?:что|чтобы|ли)\s", re.I
)


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


def _beside_name(sentence: Sentence, office: Mention) -> Mention | None:
    """Return the person whose office stands behind the name: "X, the minister, objected"."""
    if office.role != "person" or (office.name and office.name in office.surface):
        return None
    for person in sentence.here:
        between = sentence.document.text[person.end : office.start]
        if person.role == "person" and person.name and re.fullmatch(_APPOSED, between, re.I):
            return person
    return None


_APPOSED = r",\s+(?:(?:the|a|an|le|la|un|une)\s+|l['’])?"


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
