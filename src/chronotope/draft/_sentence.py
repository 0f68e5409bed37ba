"""A sentence in which somebody may speak, and whom its pronouns and offices mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from chronotope.draft._speech import (
    gender,
    is_epithet,
    is_holder,
    is_plural,
    is_somebody,
    without_quoted,
)
from chronotope.draft.document import Document, Span
from chronotope.draft.mentions import Mention

_SHE = re.compile(r"\b(?:she|her|elle)\b|(?<!\w)(?:она|её|ее)(?!\w)", re.I)
_GOVERNED = {
    "en": re.compile(
        r"\b(?:with|of|by|to|from|for|against|between|about|on|at|in|after|before|over|than|as)\s+(?:the\s+|his\s+|her\s+|its\s+|their\s+|a\s+)?(?:(?!which|whom|what|that)\w+\s+)?\Z",
        re.I,
    ),
    "fr": re.compile(
        r"(?:\b(?:avec|de|du|des|par|à|au|aux|pour|contre|entre|sur|chez|en)\s+|\bd['’])(?:la\s+|le\s+|les\s+|l['’]|son\s+|sa\s+|ses\s+)?(?:\w+\s+)?\Z",
        re.I,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:с|со|в|на|от|к|о|об|для|против|между|через|из|у|при|после|перед)\s+(?:(?!(?:этом|этого|этому|этим|том|нём|нем|ней|них|ним|него|неё)\s)(?-i:[а-яё«])\S*\s+)?\Z",
        re.I,
    ),
}


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
    body
        The body or state that the sentence before it is about: "it".
    genders
        ``f`` or ``m`` of those whose verb told it, by name.
    seats
        Capitals and states in it where something may be said: « à Oslo, on assure ».
    """

    document: Document
    number: int
    here: list[Mention]
    people: tuple[Mention, ...]
    many: str
    is_open: bool
    body: Mention | None = None
    genders: Mapping[str, str] = field(default_factory=dict)
    seats: tuple[Mention, ...] = ()

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
        return _without_asides(without_quoted(self.lang, text, is_open=self.is_open))

    @cached_property
    def opener(self) -> list[Mention]:
        """The holder of an office, without a name, whom the sentence is about: its first words."""
        found = _HOLDER[self.lang].match(self.text)
        is_one = found is not None and is_somebody(self.lang, found["who"])
        if found is None or not is_one or is_plural(self.lang, found["who"]):
            return []
        return [] if any(m.name for m in self.here) else [noted(found["who"])]

    def antecedent(self, pronoun: str, *, before: int = 0) -> Mention | None:
        """Return whom "he" or "she" means: the last person whose words do not tell otherwise.

        Of the sentence itself, those named before an offset count first.
        """
        if _LATTER.search(pronoun):
            at = max((m.sentence for m in self.people), default=0)
            latter = [m for m in self.people if m.sentence == at and m.name]
            return max(latter, key=lambda m: m.start, default=None)
        wanted = "f" if _SHE.search(pronoun) else "" if _EITHER.search(pronoun) else "m"
        own = [m for m in self.here if m.end - self.offset <= before and m.role == "person"]
        first = [m for m in own if not m.name][:1]  # "A diplomat … in his view"
        first = first or (self.opener if before > 0 else [])
        people = (*(m for m in reversed(own) if m.name), *first, *self.people)
        return next((m for m in people if not wanted or self.gender(m) in (wanted, "")), None)

    def gender(self, mention: Mention) -> str:
        """Return ``f`` or ``m`` where a verb or the words of a person told it, else blank."""
        return self.genders.get(mention.name or mention.surface) or gender(self.lang, mention)

    def both(self, noun: str) -> list[Mention]:
        """Return whom "the two ministers" or "both" means: the last two who were named."""
        if _SIDES.fullmatch(noun) is not None:
            return []
        if noun and not re.search(rf"{_TWO[self.lang]}\s+{re.escape(noun)}", self.text, re.I):
            return []
        named = {m.name: m for m in reversed(self.people) if m.name and (m.office or not noun)}
        return list(reversed(named.values()))[:2] if len(named) > 1 else []

    def holder(self, noun: str, told: str = "") -> Mention | None:
        """Return whom "the minister" means: the last person named with that office.

        "The diplomat" may be said of anybody: of the last person. So may « la ministre » of the
        last woman; ``told`` is ``f`` or ``m`` where an article tells it.
        """
        fitting = [m for m in self.people if not {told, self.gender(m)} >= {"f", "m"}]
        if fitting and not fitting[0].name and fitting[0].score and is_epithet(self.lang, noun):
            return fitting[0]  # who spoke last without a name
        sure = [m for m in fitting if told and self.gender(m) == told]
        held = next((m for m in (*sure, *fitting) if is_holder(m, noun)), None)
        if held is not None and (told != "f" or held in sure):
            return held
        named = [m for m in (sure if told == "f" else fitting) if m.name]
        is_other = bool(named) and not is_epithet(self.lang, noun) and told != "f"
        return named[0] if named and not is_other and (told == "f" or held is None) else held


_HOLDER = {
    "en": re.compile(
        r"\W*(?:The |An? |His |Her |Its |(?:[A-Z][\w-]+ )?[A-Z]\w+['’]s )"
        r"(?P<who>(?:[\w-]+ )?[\w-]+)"
    ),
    "fr": re.compile(r"\W*(?:L[ae] |L['’]|Une? |Son |Sa )(?P<who>[\w-]+)"),
    "ru": re.compile(r"\W*(?P<who>[А-ЯЁ][\w-]+)"),
}
_LATTER = re.compile(r"\bce(?:lui-ci|lle-ci| dernier|tte dernière)\b|\bthe latter\b", re.I)
_EITHER = re.compile(r"\b(?:ses yeux|son avis|propre aveu|en croire|selon ses|après ses)\b", re.I)
_SIDES = re.compile(r"sides|parties|camps|governments|gouvernements|стороны|правительства", re.I)
_TWO = {"en": r"\b(?:the two|both)", "fr": r"\bles deux", "ru": r"(?<!\w)(?:оба|обе)"}
_ASIDE = re.compile(
    r",\s+(?:(?!and |et |и )[^,;:“”«»]{1,60}\s)?"
    r"(?:qui|dont|où|among|including|auquel|à laquelle|среди котор\w+|которым|which|who"
    r"|whose|where|котор\w+|через \w+ котор\w+)\b[^,“”«»\"]{0,90},(?!\s*(?:что|чтобы|как"
    r"|que|qu['’]|that)\b)"
)


def _without_asides(text: str) -> str:
    """Return a sentence with its relative clauses blanked, every offset as it was."""
    return _ASIDE.sub(lambda m: "," + " " * (len(m[0]) - 2) + ",", text)


def noted(words: str) -> Mention:
    """Return those whom a text names by words that are no name."""
    return Mention(0, 0, words, "person", "", 0.4)


def free_of(lang: str, text: str, before: list[Mention], offset: int, start: int) -> list[Mention]:
    """Return the mentions that no preposition governs, nor the office they stand beside."""
    free: list[Mention] = []
    governed_end = -10
    for mention in sorted(before, key=lambda m: m.start):
        is_beside = 0 <= mention.start - governed_end <= 2 or mention.start < governed_end
        joint = text[governed_end - offset : mention.start - offset] if governed_end > 0 else ""
        is_beside = is_beside or joint.strip() in ("and", "et", "и")  # "in Oslo and Rome"
        if is_beside or is_governed(lang, text, mention.start - offset, start):
            if lang == "ru" and not is_beside and _is_nominative(mention, text, offset):
                free.append(mention)
                continue
            governed_end = max(governed_end, mention.end)
        else:
            free.append(mention)
    return free


def _is_nominative(mention: Mention, text: str, offset: int) -> bool:
    """Return whether a Russian surname behind a noun is no object: «на вопрос о мире Белов»."""
    own = mention.name.split()[-1:] == mention.surface.split()[-1:]
    words = text[: mention.start - offset].lower().split()
    is_beside = bool(words) and words[-1] in _PREPOSITIONS
    return own and not is_beside and _NOMINATIVE.search(mention.surface) is not None


_PREPOSITIONS = {
    "с", "со", "в", "на", "от", "к", "о", "об", "для", "против", "между", "через", "из", "у", "при",
    "после", "перед",
}  # fmt: skip
_NOMINATIVE = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|[оеё]ва|[иы]на|[сц]кая)\Z")


def is_governed(lang: str, text: str, at: int, start: int) -> bool:
    """Return whether a preposition governs what stands at an offset."""
    return _GOVERNED[lang].search(text[max(start, at - 40) : at]) is not None
