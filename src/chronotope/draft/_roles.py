"""Whether the name of a place means the place or its government: by the words around it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from chronotope.draft import lexicon
from chronotope.draft.gazetteer import gazetteer, plain

if TYPE_CHECKING:
    from chronotope.draft.mentions import Mention, Reader
    from chronotope.draft.tokens import Token

_AND = {"en": {"and", "or", "nor"}, "fr": {"et", "ou", "ni"}, "ru": {"и", "или"}}
_ARTICLES = {"en": {"the"}, "fr": {"la", "le", "les", "l'", "l’"}, "ru": set()}
_OF = {"en": {"of"}, "fr": {"de", "d'", "d’", "du", "des"}, "ru": set()}
# What goes to a state and not to a country: "sovereignty to", "according to".
_GIVEN = {"sovereignty", "according", "invitation", "proposal", "thanks", "gave", "loyal", "aid",
          "assurances", "guarantees", "concessions", "appeal", "ambassador", "offer",
          "close"}  # fmt: skip
_NEUTRAL = frozenset([
    "and", "or", "of", "for", "with", "by", "are", "is", "was", "were", "sont", "est", "et", "de",
    "du", "des", "le", "la", "les", "и", "или",
])  # fmt: skip
_ADDRESSED = {
    "en": re.compile(
        r"(?:accus|urg|blam|critici[sz]|condemn|thank|persuad|pressur|threaten|assur)(?:e|es|ed|ing|s)?$|(?:ask|told|tells?|warn|invit)(?:s|ed|es)?$"
    ),
    "fr": re.compile(
        r"(?:accus|exhort|invit|averti|press|menac|condamn|persuad|remerci|critiqu)\w*$"
    ),
    "ru": re.compile(
        r"(?:обвин|призва|попроси|предупреди|осуди|убеди|переда|пригласи|поблагодари)\w*$"
    ),
}
_WHICH = re.compile(r"which|who|qui\b|dont\b|котор")
_OPENERS = frozenset({";", "—", "–", "«", ":", "que", "qu'", "qu’"})
_PRONOUN = re.compile(r"ne|se|le|les|lui|leur|y|en|[nsl]['’]")
_COMPLEMENT = re.compile(
    r"à|aux?|l['’]|l[ae]s?|une?|des|s(?:es|on|a)|leurs?|ces?|cette|pas|plus|jamais|en"
)
_LEADING = re.compile(r"en|l['’]|l[ae]|après|avant|à|aux?|depuis|dès|lors|dans")
_CLAUSES = {
    "en": re.compile("that|while|when|before|as|if|because|but|then|although|until|once"),
    "fr": re.compile("mais|quand|lorsque|où|puis|tandis"),
    "ru": re.compile("что|если|когда|как|пока|чтобы|но|а"),
}
_GOVERNING = {  # a name after one of these is no subject
    "en": re.compile("of|on|about|from"),
    "fr": re.compile("de|d['’]|du|des|sur"),
    "ru": re.compile("об?|по|про|из|в|на|за|под|через"),
}
_BESIDE = re.compile(r"also|not|never|too|now|still|already|later|then|\w+ly")
_WILL = re.compile("will|would|may|might|can|could|should|must")
_TOLD = re.compile(
    r"(?!belonged|remained)\w{3,}ed|brought|saw|knew|quit|gave|kept|took|made|sent|spoke|lent|put|set|broke|drew|bought|sold|won|lost|paid|chose"
    "|cut|withdrew|overthrew|fought|sought|held|let|met|shut|stood"
)
_OBJECT = re.compile("the|an?|its|his|her|their|no|every|all|any|some|to|it|them|not")
_TOLD_OF = re.compile("|:|\\.|была|стала|оста[её]тся|лежит|находится")
_VERB_ENDS = ("e", "et", "it", "nt", "rt", "at", "a", "ut", "d")
_NO_VERB = ("ment", "aise", "oise", "ienne", "ale", "elle", "ique", "ive")
_SKIPPED = 3  # adjectives between an office and "of"


def with_roles(reader: Reader, found: list[Mention]) -> list[Mention]:
    """Return the mentions, the names of countries and capitals that mean governments so marked."""
    where = {}
    for number, row in enumerate(reader.sentences):
        for at, token in enumerate(row):
            where[token.start] = (number, at)
    roles: dict[int, str] = {}
    changed = []
    for mention in found:
        if mention.role != "place" or not _may_govern(mention) or mention.start not in where:
            changed.append(mention)
            continue
        number, at = where[mention.start]
        row = reader.sentences[number]
        end = at + len([t for t in row[at:] if t.end <= mention.end])
        rule = Context(reader.document.lang, row, at, end, roles).government()
        roles[mention.start] = "government" if rule else "place"
        if rule:
            mention = _as_government(mention, rule, found)
        changed.append(mention)
    return changed


def _as_government(mention: Mention, rule: str, found: list[Mention]) -> Mention:
    """Return a mention as the government of its country.

    The town where the Union has its seat acts for the Union, unless the text speaks of the country.
    """
    place = mention.place
    country = place.country if place else ""
    is_seat = place is not None and place.geonames_id == _SEAT_OF_THE_UNION
    if is_seat and not any(_is_of(m, country) for m in found if m.start != mention.start):
        rule = f"{rule}; no word of its country, so of the Union"
        return replace(
            mention, role="government", rule=rule, country="", candidates=(), reasons=(), score=0.6
        )
    return replace(mention, role="government", rule=rule, country=country, score=0.8)


_SEAT_OF_THE_UNION = 2800866  # GeoNames


def _is_of(mention: Mention, country: str) -> bool:
    """Return whether a name is of a country: its own, or of its people."""
    place = mention.place
    is_named = place is not None and place.kind == "country" and place.country == country
    return is_named or mention.country == country


def _may_govern(mention: Mention) -> bool:
    """Return whether a place may stand for a government: a country, or the capital of one."""
    place = mention.place
    if place is None or mention.rule == "part of a place":
        return False
    return place.kind == "country" or any(p.is_capital for p in mention.candidates[:3])


class Context:
    """The words around the name of a country or capital."""

    def __init__(
        self, lang: str, row: list[Token], at: int, end: int, roles: dict[int, str]
    ) -> None:
        self.lang, self.row, self.at, self.end, self.roles = lang, row, at, end, roles
        before = at - 1
        while before >= 0 and row[before].low in _ARTICLES[lang]:
            before -= 1
        self.before = before

    def _low(self, at: int) -> str:
        return self.row[at].low if 0 <= at < len(self.row) else ""

    def government(self) -> str:
        """Return the rule by which it is the government, or blank where it is the place."""
        before = self._low(self.before)
        if self._is_given(before):
            return "given or addressed to it"
        if before == "par" and self._low(self.before - 1) in lexicon.modes("fr"):
            return "by whom it is said"
        if before in _words(self.lang, "place_prep") or self._is_dateline():
            return ""
        if self._owns_policy():
            return "its policy or office follows"
        if before in _AND[self.lang] | {","} and (shared := self._shared()) is not None:
            if shared == "government":
                return "shares its verb or office with the name before"
            if before != ",":
                return ""
        if before in _words(self.lang, "gov_prep") and (self.lang != "fr" or before != "par"):
            return f"after “{before}”"
        if self._is_addressed():
            return "addressed by a verb of speech"
        if self._after_office(before):
            return "of an office or policy"
        is_free = not _GOVERNING[self.lang].fullmatch(before) and not self._is_oblique()
        if is_free and self._acts():
            return "subject of a verb of will or speech"
        if self._opens_and_acts():
            return "opens a clause whose verb is of will or speech"
        if self._in_brackets():
            return "member of a list in brackets"
        if before in _words(self.lang, "gov_prep"):
            return f"after “{before}”"
        if self._follows_its_verb(before):
            return "after its verb of speech"
        if self._does():
            return "subject of a verb"
        return ""

    def _follows_its_verb(self, before: str) -> bool:
        """Return whether a verb of speech stands right before it: « comme le demandait Rabat »."""
        told = self._low(self.before - 1)
        is_turned = told in ("le", "l'", "l’", "que", "qu'", "qu’", "»", ",")
        is_turned = is_turned and (self.lang != "en" or "," in told or "”" in told)
        return self.lang in ("en", "fr") and is_turned and before in lexicon.modes(self.lang)

    def _does(self) -> bool:
        """Return whether a name that opens a clause has a verb after it, by its company or form."""
        # In English a name that no word governs is a subject wherever it stands.
        is_free = self.lang == "en" and not _GOVERNING["en"].fullmatch(self._low(self.before))
        return (is_free or self._opens()) and _VERB_AFTER[self.lang](self)

    def _opens(self) -> bool:
        """Return whether nothing, a mark or a word that opens a clause stands before the name."""
        low = self._low(self.before)
        if self.before < 0 or low in _OPENERS or _CLAUSES[self.lang].fullmatch(low):
            return True
        if low in _AND[self.lang]:  # ", et Rabat dépêche": another clause
            return self._low(self.before - 1) in (",", ";")
        # « En mai 2012, Rabat … »: after a comma, where a word of time or place opens the sentence.
        return low == "," and (self.before == 1 or _LEADING.fullmatch(self._low(0)) is not None)

    def _is_oblique(self) -> bool:
        """Return whether a Russian name stands in another case than that of a subject."""
        is_word = self.lang == "ru" and self.end - self.at == 1
        return is_word and not gazetteer().is_form(self.row[self.at].text)

    def _french_verb(self) -> bool:
        """Return whether a verb follows: before « à », « le », « des », or after « ne », « se »."""
        at = self.end
        is_turned = _PRONOUN.fullmatch(self._low(at)) is not None
        while _PRONOUN.fullmatch(self._low(at)):
            at += 1
        word = self._low(at)
        if len(word) < 2 or not word.isalpha() or not self.row[at].text.islower():
            return False
        if word in _NEUTRAL or word in _words("fr", "place_prep") or word in _words("fr", "modal"):
            return False
        is_verb = word.endswith(_VERB_ENDS) and not word.endswith(_NO_VERB)
        return is_verb and (is_turned or _COMPLEMENT.fullmatch(self._low(at + 1)) is not None)

    def _english_verb(self) -> bool:
        """Return whether a verb in the active voice follows: "closed", "will vote", "keeps the"."""
        at = self.end
        while self.row[at - 1].is_name and (
            self._low(at) in (",", "and") or (at < len(self.row) and self.row[at].is_name)
        ):
            at += 1 + (self._low(at) in (",", "and"))  # "Chile, Peru and Bolivia will"
        while _BESIDE.fullmatch(self._low(at)):
            at += 1
        word, after = self._low(at), self._low(at + 1)
        if _WILL.fullmatch(word):
            return after != "be"
        if word in ("has", "had", "have", "did", "does"):
            return after not in ("been", "become", "no", "a", "the")
        if _TOLD.fullmatch(word):
            return after != "by"
        is_object = _OBJECT.fullmatch(after) or (
            at + 1 < len(self.row) and self.row[at + 1].is_name
        )
        return word.endswith("s") and len(word) > 3 and word.isalpha() and bool(is_object)

    def _russian_verb(self) -> bool:
        """Return whether the name is in the nominative, as its form tells, and not told of."""
        return self.row[self.end - 1].low[-1:] in "ая" and not _TOLD_OF.fullmatch(
            self._low(self.end)
        )

    def _is_given(self, before: str) -> bool:
        return before == "to" and self._low(self.before - 1) in _GIVEN

    def _shared(self) -> str | None:
        """Return the role of the name before "and" or a comma, where there is one."""
        is_close = self._low(self.before) == ","
        at = self.before - 1
        while at >= 0 and not self.row[at].is_name and self.before - at < 3 - is_close:
            at -= 1
        while at > 0 and self.row[at].start not in self.roles and self.row[at - 1].is_name:
            at -= 1  # a name of several words
        return self.roles.get(self.row[at].start) if at >= 0 else None

    def _is_dateline(self) -> bool:
        """Return whether it opens an agency's text in capitals: "CAIRO, March 2 - "."""
        if self.at or not self.row[0].text.isupper() or self._low(self.end) != ",":
            return False
        after = self.row[self.end : self.end + 8]
        return len(after) < 6 or any(token.text in ("-", "--", "–", "—") for token in after)

    def _owns_policy(self) -> bool:
        if not self.row[self.end - 1].owns:
            return False
        return any(
            self._is(at, "gov_head") or self._is(at, "gov_noun")
            for at in range(self.end, self.end + 4)
        )

    def _after_office(self, before: str) -> bool:
        """Return whether the name stands after an office and "of" (or, in Russian, in its case)."""
        if before in _OF[self.lang]:
            start = self.before - 1
        elif self.lang == "ru":
            start = self.before
        else:
            return False
        if self.lang == "ru" and start >= 0 and not self._is(start, "gov_head"):
            return (
                self._is(start - 1, "gov_head")
                and not self._is(start, "agent")
                and self.row[start].text.islower()
            )
        for at in range(start, max(-1, start - _SKIPPED), -1):
            if self._low(at) in (",", ".", "(", "and", "et", "в", "на", "in", "à", "en"):
                return False
            if self._is(at, "gov_head") or self._is(at, "gov_noun"):
                return True
        return False

    def _acts(self) -> bool:
        at = self.end
        if self._low(at) in _AND[self.lang] and self._low(at + 1) in _ARTICLES[self.lang]:
            at = at + 2 if at + 2 < len(self.row) and self.row[at + 2].is_name else at
            while (at < len(self.row) and self.row[at].is_name) or self._follows_name(at):
                at += 1
        if self._low(at) in _AND[self.lang] and at + 1 < len(self.row) and self.row[at + 1].is_name:
            at += 2
            while (at < len(self.row) and self.row[at].is_name) or self._follows_name(at):
                at += 1
        steps = 0
        while steps < 2 and self._low(at) in _words(self.lang, "modal"):
            if self._is(at + 1, "agent") or self._is(at, "agent"):
                return True
            at, steps = at + 1, steps + 1
        if self.lang == "en" and self._low(at).endswith("ly"):
            at += 1
        return self._is(at, "agent") or self._low(at) in lexicon.modes(self.lang)

    def _opens_and_acts(self) -> bool:
        """Return whether the name opens a clause, with its verb further on: "X, which …, asked"."""
        at = self.before
        while at >= 0 and (self._low(at) in _AND[self.lang] or self.row[at].is_name):
            at -= 1  # the names that stand with it
        opens = (
            at < 0
            or self.row[at].text in ":;—–«“»”"
            or (self.row[at].text == "," and at <= 6 and not self.row[0].is_name)
        )
        if not opens:
            return False
        after = self._low(self.end)
        if after == ":":
            return False  # « Mali : la paix attendra »: what is spoken of
        if self._is_joined_and_told():
            return True
        if after == "," and _WHICH.match(self._low(self.end + 1)):
            return True
        if after not in (*_AND[self.lang], ",") and self.lang != "ru":
            return False
        if self.lang == "ru" and any(
            self._is(n, "agent") for n in range(self.end, min(len(self.row), self.end + 4))
        ):
            return True
        return any(
            self._low(n) in lexicon.modes(self.lang)
            for n in range(self.end, min(len(self.row), self.end + 14))
        )

    def _is_joined_and_told(self) -> bool:
        """Return whether two states open the line and a small word that governs nothing follows."""
        at = self.end
        is_second = self._low(self.before) in _AND[self.lang] and self.before <= 4
        if not is_second:
            if self._low(at) not in _AND[self.lang]:
                return False
            at += 1
            while at < len(self.row) and (
                self.row[at].is_name or self._low(at) in _ARTICLES[self.lang]
            ):
                at += 1
        word = self._low(at)
        return (
            word.isalpha() and word not in _words(self.lang, "place_prep") and word not in _NEUTRAL
        )

    def _follows_name(self, at: int) -> bool:
        """Return whether a small word still belongs to the name before it, as adjectives do."""
        is_small = (
            0 < at < len(self.row) and self.row[at - 1].is_name and self.row[at].text.isalpha()
        )
        return (
            is_small
            and self.lang == "fr"
            and not self._is(at, "agent")
            and self._low(at) not in _words("fr", "modal")
        )

    def _is_addressed(self) -> bool:
        """Return whether a verb is addressed to it: "accused X", "urged X"."""
        return bool(_ADDRESSED[self.lang].match(self._low(self.before)))

    def _is(self, at: int, kind: str) -> bool:
        if not 0 <= at < len(self.row) or not self.row[at].text[0].isalpha():
            return False
        return _matches(self.lang, kind, self.row[at].low)

    def _in_brackets(self) -> bool:
        opening = next((n for n in range(self.at, -1, -1) if self.row[n].text in "()"), None)
        if opening is None or self.row[opening].text != "(":
            return False
        closing = next((n for n in range(self.at, len(self.row)) if self.row[n].text == ")"), None)
        inside = self.row[opening:closing] if closing else []
        return sum(t.text == "," for t in inside) >= 2


@cache
def _words(lang: str, kind: str) -> frozenset[str]:
    return frozenset(w.lower() for w in lexicon.words(lang, kind))


@cache
def _matches(lang: str, kind: str, word: str) -> bool:
    return lexicon.matcher(lang, kind).fullmatch(word) is not None or plain(word) in _words(
        lang, kind
    )


_VERB_AFTER = {
    "en": Context._english_verb,
    "fr": Context._french_verb,
    "ru": Context._russian_verb,
}
