"""Names in a text: places, governments, peoples, institutions, instruments and persons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from chronotope.draft import lexicon
from chronotope.draft.document import Document, Span
from chronotope.draft.gazetteer import LONGEST, Gazetteer, Place, gazetteer, plain, stem
from chronotope.draft.spans import Spans
from chronotope.draft.times import _en as calendar
from chronotope.draft.tokens import Token, tokens

if TYPE_CHECKING:
    from chronotope.draft.models import Recogniser

MIDDLE = 5.0  # weight (100,000 people) from which a name inside a sentence is a place's
_OF = frozenset({"de", "d'", "d’"})
TOWN = 4.2  # weight (16,000 people) from which a town needs its country in the text
DATELINE = 4.0  # weight from which a name that opens an agency's text is a place's
SMALL = 5.6  # weight (some 400,000 people) under which a bare name needs more than its letters


@dataclass(frozen=True)
class Mention:
    """A name where it stands.

    Attributes
    ----------
    start, end, surface
        Where, and the words.
    role
        ``place``, ``government``, ``demonym``, ``institution``, ``instrument`` or ``person``.
    rule
        Name of the rule or model that found it.
    score
        From 0 to 1: how sure the rule is.
    country
        Code of the country whose government, people or body it is, where the words say so.
    office
        Of a person, as the text gives it.
    sentence
        Number of the sentence.
    candidates
        Places that the name may mean, the chosen first.
    reasons
        Why each candidate won or lost, in the same order.
    name
        Of a person: the fullest form of the name in the text.
    """

    start: int
    end: int
    surface: str
    role: str
    rule: str
    score: float
    sentence: int = 0
    country: str = ""
    office: str = ""
    candidates: tuple[Place, ...] = ()
    reasons: tuple[str, ...] = ()
    name: str = ""

    @property
    def place(self) -> Place | None:
        """The place that was chosen, or None."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True)
class Words:
    """The words of the rules of a language, ready to be looked into."""

    stop: frozenset[str]
    honorific: frozenset[str]
    office: frozenset[str]
    institution: frozenset[str]
    treaty: frozenset[str]
    site: frozenset[str]
    particle: frozenset[str]
    link: frozenset[str]
    first: frozenset[str]
    place_prep: frozenset[str]
    common: frozenset[str]


@cache
def words_of(lang: str) -> Words:
    """Return the words of a language."""

    def keys(kind: str) -> frozenset[str]:
        return frozenset(w.lower().replace("’", "'") for w in lexicon.words(lang, kind))

    def stems(kind: str) -> frozenset[str]:
        return frozenset(plain(w) for w in lexicon.words(lang, kind))

    return Words(
        stop=keys("stop"), honorific=keys("honorific"), office=stems("office"),
        institution=stems("inst"), treaty=stems("treaty"), site=stems("site"),
        particle=keys("particle"), link=keys("link"), first=stems("first") | stems("female"),
        place_prep=keys("place_prep"), common=keys("common"),
    )  # fmt: skip


_TITLES = ("mr", "mrs", "ms", "m", "mme", "mlle", "monsieur", "madame", "dr", "г-н", "г-жа")
_RANKS = ("général", "colonel", "maréchal", "amiral", "comte", "duc", "baron")


def key_of(part: list[Token]) -> str:
    """Return the name that words make, as it is looked up: « d’Ivoire » has no gap."""
    if len(part) == 1:
        return part[0].key
    return "".join(
        t.key + ("" if n + 1 < len(part) and part[n + 1].start == t.end else " ")
        for n, t in enumerate(part)
    ).strip()


@dataclass
class Reader:
    """One pass over a text: what it has learnt of the text's names so far."""

    document: Document
    gazetteer: Gazetteer
    words: Words
    sentences: list[list[Token]] = field(default_factory=list)
    small: set[str] = field(default_factory=set)  # words that also stand in small letters
    spoken: frozenset[str] = frozenset()  # countries that the text speaks of
    people: dict[str, str] = field(default_factory=dict)  # key of a surname to the full name
    bodies: dict[str, str] = field(default_factory=dict)  # key of a short form to the full name
    number: int = 0  # of the sentence that is being read

    def __post_init__(self) -> None:
        self.sentences = [tokens(self.document, span) for span in self.document.sentences]
        self.small = {t.low for row in self.sentences for t in row if not t.is_name}

    # --- one sentence -----------------------------------------------------------------------------

    def mentions(self, number: int) -> Iterator[Mention]:
        """Yield the names of a sentence, a longer one before what lies in it."""
        row = self.sentences[number]
        self.number = number
        at = 0
        while at < len(row):
            token = row[at]
            if not token.text[0].isalpha():
                at += 1
                continue
            found, step = self._at(row, at)
            yield from found
            at += max(1, step)

    def _at(self, row: list[Token], at: int) -> tuple[list[Mention], int]:
        """Return the names that begin at a word, and how many words they take."""
        if end := self._titled_name(row, at):
            return [
                self._mention(row[at:end], "person", "title and a name with “de”", 0.8)
            ], end - at
        known = self._known(row, at)
        token = row[at]
        if known and not token.is_name and self._people_of(row[at : at + known]) == "":
            known = 0 if not any(t.is_name for t in row[at : at + known]) else known
        if not known and self.document.lang == "fr" and token.text[-1] in "'’":
            return [], 1  # the article of the name after it: « L’Union »
        if self._is_calendar(row, at):
            return [], 1  # "On Tuesday Grace Phiri", "on 9 September Gerry Adams"
        chunk = self._chunk(row, at) if token.is_name else 0
        if chunk <= 1 and token.is_name and at == 0 and not known and token.low in self.words.stop:
            return [], 1
        if chunk > 1 and not known and self._is_shouted(row):
            return [], 1
        if known >= chunk and known:
            return self._from_list(row, at, known)
        if chunk:
            return self._from_shape(row, at, chunk, known)
        return [], 1

    def _titled_name(self, row: list[Token], at: int) -> int:
        """Return where a name ends that begins with its "de" behind a title: "Mr del Valle"."""
        if not at or row[at].is_name or row[at].low not in self.words.particle:
            return 0
        end = self._after_particles(row, at) if row[at].low != "des" else 0
        title = row[at - 1 - (row[at - 1].text == "." and at > 1)]
        is_titled = title.low.rstrip(".") in _TITLES
        if title.low in _RANKS and end:  # « général de Gaulle », and no « général de Norvège »
            is_titled = not self.gazetteer.places(row[end].key)
        while end and is_titled and end + 1 < len(row) and row[end + 1].is_name:
            end += 1
        return end + 1 if end and is_titled else 0

    def _is_calendar(self, row: list[Token], at: int) -> bool:
        """Return whether a capital is a weekday's, or a month's beside a day or after "in"."""
        if self.document.lang != "en" or not row[at].is_name:
            return False
        low, before = row[at].low, row[at - 1].low if at else ""
        if low in calendar.WEEKDAYS:
            led = ("on", "last", "next", "this", "by", "until", "since", "same")
            return not at or before in led
        return low in calendar.MONTHS and (before.rstrip("stndrh").isdigit() or before == "in")

    def _known(self, row: list[Token], at: int) -> int:
        """Return how many words from here are one name of the gazetteer, or 0."""
        token = row[at]
        longest = min(self.gazetteer.longest(token.key), len(row) - at, LONGEST)
        if longest == 0:
            compound = "-" in token.text and self._compound(token.text)
            return 1 if compound else 0
        for count in range(longest, 0, -1):
            part = row[at : at + count]
            if not self._is_run(part):
                continue
            key = key_of(part)
            if not part[0].is_name and self._is_article(row, at, count):
                continue
            if self.gazetteer.knows(key) and self._may_be_name(part, at):
                return count
        return 1 if "-" in token.text and self._compound(token.text) else 0

    def _is_article(self, row: list[Token], at: int, count: int) -> bool:
        """Return whether a small first word is no part of the name: « la Croix-Rouge »."""
        rest = row[at + 1 : at + count]
        if not rest or not rest[0].is_name:
            return False
        return key_of(rest) in self.gazetteer.bodies or self._known(row, at + 1) >= count

    @staticmethod
    def _is_run(part: list[Token]) -> bool:
        return len(part) == 1 or all(b.start - a.end <= 1 for a, b in pairwise(part))

    def _may_be_name(self, part: list[Token], at: int) -> bool:
        first = part[0]
        if len(part) > 1:
            opens = at == 0 and first.low in self.words.stop
            return any(t.is_name for t in part[opens:]) and part[-1].text[0].isalpha()
        if not first.is_name:
            is_people = self.document.lang != "en" and bool(self._people_of(part))
            is_place = self.document.lang == "ru" and bool(self.gazetteer.places(first.key))
            return is_people and not is_place  # «мало» is no Mali
        return not (first.low in self.words.stop and (at == 0 or first.low in self.small))

    def _people_of(self, part: list[Token]) -> str:
        key = key_of(part)
        return self.gazetteer.people(key) or (
            self._compound(part[0].text) if len(part) == 1 and "-" in part[0].text else ""
        )

    def _compound(self, text: str) -> str:
        """Return ``*`` for an adjective of two peoples, such as "Anglo-Dutch"."""
        last = plain(text.rsplit("-", 1)[1])
        is_known = bool(self.gazetteer.people(last)) and "-" in text
        return "*" if is_known and not text.rsplit("-", 1)[1].isdigit() else ""

    def _chunk(self, row: list[Token], at: int) -> int:
        """Return how many words from here are written as one name."""
        if row[at].low in self.words.stop and at == 0 and not self._chunk_after(row, at):
            return 0
        end, last = at + 1, at + 1
        headed = self._heads(row[at]) or row[at].key in self.words.office
        splits = headed or self._is_state(row[at]) or self._is_owner(row[at])
        while end < len(row) and row[end].start - row[end - 1].end <= 1:
            token = row[end]
            if (headed or splits) and self._person_starts(row, end):
                break
            if token.is_name and not row[end - 1].owns:
                headed = headed or self._heads(token)
                end += 1
                last = end
            elif not headed and (after := self._after_particles(row, end)):
                end = after
            elif headed and token.low in self.words.link and end + 1 < len(row):
                if not self._links(row, end):
                    break
                end += 1
            else:
                break
        while last - at > 1 and row[last - 1].low in self.words.link:
            last -= 1
        return self._without_owner(row, at, last - at) if headed else last - at

    def _after_particles(self, row: list[Token], at: int) -> int:
        """Return where a name goes on after "de", "van" or "de la", or 0."""
        end = at
        while end < len(row) and row[end].low in self.words.particle and row[end].text[0].isalpha():
            end += 1
        is_named = (
            at > 1 and row[at - 2].is_name and row[at - 1].is_name
        )  # « V. Giscard d’Estaing »
        if is_named and row[at].low in ("d'", "d’"):
            end = at + 1
            if end < len(row) and self.gazetteer.places(row[end].key):
                return 0  # « Anna Kask d’Oslo »
        return end if end > at and end < len(row) and row[end].is_name else 0

    def _without_owner(self, row: list[Token], at: int, count: int) -> int:
        """Return the length of a body's or office's name without "of" and a country at its end."""
        for back in (2, 3, 4):
            if count <= back:
                break
            tail = row[at + count - back : at + count]
            if tail[0].low in ("of", "de", "du", "d'", "d’") and tail[-1].is_name:
                key = " ".join(
                    t.key for t in tail[1:] if t.low not in ("the", "la", "le", "l'", "l’")
                )
                places = self.gazetteer.places(key)
                is_treaty = any(t.key in self.words.treaty for t in row[at : at + count])
                if places and places[0].kind == "country" and not is_treaty:
                    return count - back
        return count

    def _is_state(self, token: Token) -> bool:
        return token.key in self.words.office or (
            self.gazetteer.longest(token.key) > 0 and bool(self.gazetteer.places(token.key))
            and token.key not in self.words.first
        )  # fmt: skip

    def _person_starts(self, row: list[Token], at: int) -> bool:
        """Return whether a first name and a surname begin here: no name of the one before."""
        if self.document.lang == "ru" and self._is_after_owner(row, at):
            return True
        return (
            row[at].is_name and row[at].key in self.words.first and at + 1 < len(row)
            and (row[at + 1].is_name or row[at + 1].low in self.words.particle)
        )  # fmt: skip

    def _is_owner(self, token: Token) -> bool:
        """Return whether a Russian word is a body's short name, or one in the genitive."""
        is_short = token.text.isupper() and 1 < len(token.text) <= _SHORT
        return self.document.lang == "ru" and (
            is_short or _OWNED_BODY.search(token.low) is not None
        )

    def _is_after_owner(self, row: list[Token], at: int) -> bool:
        """Return whether two names end a phrase here that the owner before them ends as well.

        «МИД Грузии Нино Чхеидзе»: a country in another case than the names, which nobody lists.
        """
        names = [n for n in (at, at + 1) if n < len(row) and row[n].is_name]
        if at == 0 or len(names) < 2 or any(self._heads(row[n]) for n in names):
            return False
        owner = row[at - 1]
        if row[at].text.isupper() or not owner.is_name or _NO_FIRST_NAME.search(row[at].low):
            return False
        is_owned = owner.low[-1:] in "аяыи" and owner.low not in self.words.first
        if self._is_owner(owner) or (is_owned and self.gazetteer.places(owner.key)):
            places = self.gazetteer.places(row[at].key)
            is_large = bool(places) and places[0].weight >= MIDDLE
            return not (self.gazetteer.people(row[at].key) or is_large)
        return is_owned and row[at].low[-1:] not in "аяыиойё"

    def _chunk_after(self, row: list[Token], at: int) -> bool:
        """Return whether a word that opens a sentence belongs to a name that goes on."""
        return at + 1 < len(row) and row[at + 1].is_name and row[at].low in self.words.honorific

    def _heads(self, token: Token) -> bool:
        return token.is_name and (
            token.key in self.words.institution or token.key in self.words.treaty
            or token.key in self.words.site
        )  # fmt: skip

    def _links(self, row: list[Token], at: int) -> bool:
        """Return whether "of", "for", "and" … leads on to another part of the name."""
        nexts = row[at + 1 : at + 3]
        if row[at].low in ("and", "et", "&") and not (nexts and nexts[0].is_name):
            return False
        return (
            bool(nexts)
            and not self._person_starts(row, at + 1)
            and (
                nexts[0].is_name
                or (len(nexts) > 1 and nexts[0].low in self.words.link and nexts[1].is_name)
            )
        )

    # --- what a name of the gazetteer is ----------------------------------------------------------

    def _mention(
        self, part: list[Token], role: str, rule: str, score: float, country: str = ""
    ) -> Mention:
        start, end = part[0].start, part[-1].end
        surface = self.document.text[start:end]
        return Mention(start, end, surface, role, rule, score, self.number, country)

    def _from_list(self, row: list[Token], at: int, count: int) -> tuple[list[Mention], int]:
        part = row[at : at + count]
        key = key_of(part)
        people = self._people_of(part)
        if people and not (self.document.lang == "ru" and self.gazetteer.places(key)):
            return self._peoples(row, at, count, people)
        if key in self.gazetteer.bodies:
            whole = self._led(row, at, count, "", "institution")
            body = self._mention(part, "institution", "body by name", 0.95)
            return whole or [*self._served(row, at, count), body], count
        if key in self.gazetteer.seats:
            seat = self.gazetteer.seats[key]
            before = at - 1 - (bool(at) and row[at - 1].low in _THE)
            is_ground = before >= 0 and row[before].low in self.words.place_prep
            if is_ground and self.document.lang != "ru":  # «в Кремле сказали» speaks
                return [self._mention(part, "place", "seat after a word of place", 0.7)], count
            body = self._mention(part, "institution", "seat of a government", 0.9, country=seat)
            return [*self._served(row, at, count), body], count
        return self._place(row, at, count, key)

    def _place(self, row: list[Token], at: int, count: int, key: str) -> tuple[list[Mention], int]:
        part = row[at : at + count]
        places = self.gazetteer.places(key)
        if not places:
            return [], 1
        weight = places[0].weight
        if part[0].text[-1] in "'’" and not self._is_elided(row, at, weight):
            return [], 1
        if count == 1 and not self._is_place(row, at, weight):
            if part[0].text.isupper() and 1 < len(part[0].text) <= 6:
                return [self._mention(part, "institution", "capital letters", 0.6)], 1
            if key in self.people or part[0].low in self.people:
                return [self._mention(part, "person", "surname of a person named in full", 0.9)], 1
            return [], 1
        found = self._mention(part, "place", "name in the gazetteer", min(0.99, 0.5 + weight / 18))
        found = replace(found, candidates=tuple(places[:8]))
        return [*self._led(row, at, count, places[0].country, "government"), found], count

    def _led(self, row: list[Token], at: int, count: int, country: str, role: str) -> list[Mention]:
        """Return the whole of a name and "leadership" or "administration" after it."""
        end = at + count
        if self.document.lang != "en" or end >= len(row) or row[end - 1].owns:
            return []
        words = _phrase("en", "gov_noun", self.document.text[row[end].start : row[end].start + 30])
        if not words or row[end].start - row[end - 1].end > 1:
            return []
        start, stop = row[at].start, row[end].start + len(words)
        surface = self.document.text[start:stop]
        rule = "name and leadership"
        return [Mention(start, stop, surface, role, rule, 0.8, self.number, country)]

    def _served(self, row: list[Token], at: int, count: int) -> list[Mention]:
        """Return who serves a body, named by it and an office: "UN envoy", "White House aide"."""
        end = at + count
        if self.document.lang != "en" or end >= len(row) or row[end - 1].owns:
            return []
        found = _persons("en").match(self.document.text, row[end].start)
        if found is None or self._names_follow(row, end, found[0]):
            return []
        start, stop = row[at].start, found.end()
        words = self.document.text[start:stop]
        return [Mention(start, stop, words, "person", "body and office", 0.8, self.number)]

    def _is_place(self, row: list[Token], at: int, weight: float) -> bool:
        """Return whether a single word is the place and not a surname or a common word."""
        token = row[at]
        before = row[at - 1].low if at else ""
        is_led = before in self.words.place_prep
        if token.low in self.people or token.key in self.people:
            return is_led and weight > 7
        if token.text.isupper() and 1 < len(token.text) <= 4 and weight < 9 and not is_led:
            return False
        if token.low in self.words.common and not (is_led and weight >= 4.5):
            return weight >= 7.3 and token.low not in self.small
        if at and row[at - 1].low.rstrip(".") + "." in self.words.honorific:
            return False
        if self._is_town_of(row, at):
            return True
        if self._is_dateline(row, at):
            return weight >= DATELINE
        if at == 0 or row[at - 1].text in '“"«(':
            is_small = token.low in self.small
            is_cased = self.document.lang == "ru" and not self.gazetteer.is_form(token.text)
            if is_cased and (weight < 9 or len(token.key) < 4):
                return False
            return not is_small and (weight >= SMALL or self._leads_list(row, at))
        if at and row[at - 1].key in self.words.first and row[at - 1].is_name:
            return False
        if "-" in token.text or (before in _OF and weight >= 3.7 and len(token.text) > 3):
            return True
        return (
            weight >= MIDDLE
            or is_led
            or self._is_near(token, weight)
            or self._leads_list(row, at)
            or self._is_listed(row, at)
        )

    def _is_elided(self, row: list[Token], at: int, weight: float) -> bool:
        """Return whether « L’Union » is the town: after a word of place, or a large one."""
        return weight >= MIDDLE or (bool(at) and row[at - 1].low in self.words.place_prep)

    def _is_near(self, token: Token, weight: float) -> bool:
        """Return whether a smaller town lies in a country that the text speaks of."""
        if not self.spoken or weight < TOWN or token.low in self.small or len(token.text) < 4:
            return False
        return any(p.country in self.spoken for p in self.gazetteer.places(token.key)[:3])

    def _is_dateline(self, row: list[Token], at: int) -> bool:
        """Return whether a word opens the text of an agency: "GENEVA - ", "Oslo (AFP)"."""
        if at or len(row) < 3:
            return False
        after = row[1].text
        is_far = row[1].start > row[0].end or after == "("
        return (after in _DASHES and is_far) or (after in "(," and row[0].text.isupper())

    def _is_town_of(self, row: list[Token], at: int) -> bool:
        """Return whether "town of", « ville de » or «город» stands before the word."""
        before = at - 1
        while before >= 0 and row[before].low in _TOWN_LINKS[self.document.lang]:
            before -= 1
        is_linked = self.document.lang == "ru" or before < at - 1
        return before >= 0 and is_linked and row[before].key in _towns(self.document.lang)

    def _leads_list(self, row: list[Token], at: int) -> bool:
        """Return whether another place follows: a town with its country, "Bonn and London"."""
        is_linked = at + 2 < len(row) and row[at + 1].low in (",", "and", "et", "и")
        if is_linked and row[at + 2].is_name:
            following = self.gazetteer.places(row[at + 2].key)
            return bool(following) and following[0].weight >= 6
        return False

    def _is_listed(self, row: list[Token], at: int) -> bool:
        """Return whether the word stands after another place and "and" or a comma."""
        if at >= 2 and row[at - 1].low in ("and", "et", "и", ","):
            before = self.gazetteer.places(row[at - 2].key)
            return bool(before) and row[at - 2].is_name and before[0].weight >= 5
        return False

    def _peoples(
        self, row: list[Token], at: int, count: int, code: str
    ) -> tuple[list[Mention], int]:
        """Return an adjective of a people, and what it makes with the noun after it."""
        part = row[at : at + count]
        found = [self._mention(part, "demonym", "name of a people", 0.95, country=code.strip("*"))]
        whole = self._with_noun(row, at, count, code)
        return ([whole] if whole else []) + found, count

    def _with_noun(self, row: list[Token], at: int, count: int, code: str) -> Mention | None:
        lang, text = self.document.lang, self.document.text
        end = at + count
        if end >= len(row) and lang != "fr":
            return None
        start = row[at].start
        if lang == "fr":
            return self._french_noun(row, at, count, code)
        after = text[row[end].start : row[end].start + 60] if end < len(row) else ""
        if lang == "ru" and end < len(row) and row[end].key in self.words.site and row[at].is_name:
            return self._mention(row[at : end + 1], "place", "people and site", 0.7)
        for kind, role, rule in _NOUNS:
            pattern = _persons(lang) if role == "person" else lexicon.opener(lang, kind)
            found = pattern.match(after)
            if found and not (role == "person" and self._names_follow(row, end, found[0])):
                stop = row[end].start + len(found[0])
                if lang == "ru" and (field := _FIELD.match(text, stop)):
                    stop = field.end()  # «министерство обороны»
                if role == "institution" and not code.strip("*"):
                    continue
                words, country = text[start:stop], code.strip("*")
                return Mention(start, stop, words, role, rule, 0.8, self.number, country)
        return None

    def _names_follow(self, row: list[Token], at: int, words: str) -> bool:
        """Return whether a name follows an office, so that the name is the mention."""
        after = at + len(words.split())
        return self.document.lang == "en" and after < len(row) and row[after].is_name

    def _french_noun(self, row: list[Token], at: int, count: int, code: str) -> Mention | None:
        """Return « partie russe »: in French the noun stands before."""
        if not at:
            return None
        noun = row[at - 1]
        for kind, role, rule in _NOUNS:
            is_state = bool(code.strip("*")) or role == "person"  # « diplomate européen »
            listed = lexicon.opener("fr", kind) if role != "person" else _persons("fr")
            if listed.fullmatch(noun.low) and is_state:
                is_first = (
                    role == "person" and at > 1 and row[at - 2].low in ("premier", "première")
                )
                start, end = row[at - 1 - is_first].start, row[at + count - 1].end
                surface = self.document.text[start:end]
                country = code.strip("*")
                return Mention(start, end, surface, role, rule, 0.8, self.number, country)
        return None

    # --- what a name by its shape is --------------------------------------------------------------

    def _from_shape(
        self, row: list[Token], at: int, count: int, known: int
    ) -> tuple[list[Mention], int]:
        part = row[at : at + count]
        keys = [t.key for t in part]
        words = self.words
        if (held := self._field_of_office(part)) and row[at].key not in words.office:
            person, step = self._person(row, at + held, count - held, 0)
            return [*self._office_parts(part[:held]), *person], held + step
        inner = self._demonyms(part)
        country = next((m.country for m in inner if m.country), "")
        if keys[0] in words.office or (
            count > 1 and keys[1] in words.office and self.gazetteer.places(keys[0])
        ):
            return self._office(row, at, count, inner)
        if self._is_set_off(part) or (count > 1 and all(t.text.isupper() for t in part)):
            rule = "name set off" if self._is_set_off(part) else "capital letters"
            return [self._mention(part, "institution", rule, 0.7), *inner], count
        titled = next((n for n in range(1, count - 1) if part[n].low in words.honorific), 0)
        if titled and not self._is_titled(part):
            return self._from_shape(row, at, titled, min(known, titled))
        treaty = next((k for k in keys if k in words.treaty), "")
        is_first = treaty == keys[0] and treaty in words.first  # Bill Clinton
        if treaty and count > 1 and not (is_first and (not at or row[at - 1].low not in _THE)):
            return [self._mention(part, "instrument", "word of a treaty", 0.85), *inner], count
        if part[-1].key in words.site and self._people_of(part[:1]) and count == 2:
            home = self.gazetteer.country(country)
            place = self._mention(part, "place", "people and state", 0.8, country=country)
            return [replace(place, candidates=(home,) if home else ()), *inner], count
        if count > 1 and keys[-1] in words.office and not (inner or treaty):
            return self._office_parts(part), count  # "Energy Minister"
        is_body = count > 1 and any(k in words.institution for k in keys)
        if is_body and (not self._is_titled(part) or keys[-1] in _COMPANIES):
            return [
                self._mention(part, "institution", "word of a body", 0.85, country=country),
                *inner,
            ], count
        is_cased = self.document.lang != "ru" or part[0].key in words.site
        if (
            (part[-1].key in words.site or part[0].key in words.site)
            and count > 1
            and (is_cased or _ADJECTIVE.search(part[0].low))
        ):
            places = self.gazetteer.places(" ".join(keys))
            if not places and keys[-1] in _AREAS:
                places = self.gazetteer.places(" ".join(keys[:-1]))
            place = self._mention(part, "place", "word of a site", 0.8)
            return [replace(place, candidates=tuple(places[:8])), *inner], count
        if inner and part[0].key == plain(inner[0].surface):
            return self._peoples(row, at, 1, self._people_of(part[:1]))
        return self._person(row, at, count, known)

    def _field_of_office(self, part: list[Token]) -> int:
        """Return how many words an office takes before a name, its field first, or 0.

        "Energy Commissioner Marta Ruiz": no body is called so.
        """
        if self.document.lang != "en" or part[0].key in self.words.first:
            return 0
        for n in (1, 2):
            rest = part[n + 1 :]
            is_office = n < len(part) and part[n].key in self.words.office
            if is_office and len(rest) in (2, 3) and not any(self._heads(t) for t in rest[:1]):
                is_word = any(t.key in self.words.institution | self.words.office for t in rest)
                is_place = bool(self.gazetteer.places(part[0].key))
                return 0 if is_word or is_place or part[n].owns else n + 1
        return 0

    @staticmethod
    def _is_shouted(row: list[Token]) -> bool:
        """Return whether a whole line stands in capitals, which then mean nothing."""
        letters = [t for t in row if t.text[0].isalpha()]
        return len(letters) > 3 and sum(t.text.isupper() for t in letters) > 0.7 * len(letters)

    def _is_set_off(self, part: list[Token]) -> bool:
        """Return whether a name stands between marks that set it off, as a newspaper's does."""
        text, start, end = self.document.text, part[0].start, part[-1].end
        return text[max(0, start - 1) : start] == "*" and text[end : end + 1] == "*"

    def _office(
        self, row: list[Token], at: int, count: int, inner: list[Mention]
    ) -> tuple[list[Mention], int]:
        """Return an office in capitals: a person's title before a name, or by itself."""
        part = row[at : at + count]
        if part[0].key not in self.words.office:
            found, step = self._from_list(row, at, 1)
            return found, step
        if self.document.lang == "ru" and count > 2 and self.gazetteer.places(part[1].key):
            home, _ = self._from_list(row, at + 1, 1)
            if home and part[2].low in words_of("ru").link | {"и"}:  # «президенты Перу и Чили»
                return [*self._office_parts(part[:1]), *home], 2
            named = self._person(row, at + 2, count - 2, 0)[0] if home else []
            if named:  # «Президент Сербии» and the name
                return [*self._office_parts(part[:1]), *home, *named], count
        end = 1
        while end < count and (
            part[end].key in self.words.office or not part[end].is_name or self._is_duty(part, end)
        ):
            end += 1
        while end > 1 and not part[end - 1].is_name:
            end -= 1
        if end < count or (at + count < len(row) and row[at + count].is_name):
            name = at + end
            found, step = self._at(row, name) if end > 1 else self._person(row, at, count, 0)
            before = self._office_parts(part[:end]) if end > 1 else []
            return before + found, step + (end if end > 1 else 0)
        if count > 1:
            return self._office_parts(part), count
        return [], 1

    def _demonyms(self, part: list[Token]) -> list[Mention]:
        """Return the names of peoples in a part of a name."""
        known = [(t, self._people_of([t]).strip("*")) for t in part if self._people_of([t])]
        rule = "name of a people"
        return [self._mention([t], "demonym", rule, 0.9, country=code) for t, code in known]

    def _office_parts(self, part: list[Token]) -> list[Mention]:
        """Return an office; where it is one of a body, office and body apart."""
        inner = self._demonyms(part)
        link = next((n for n, t in enumerate(part) if t.low in self.words.link), 0)
        body = part[link + 1 :] if link else []
        while body and body[0].low in self.words.link:
            body = body[1:]
        if body and body[-1].key in _BODIES:
            country = next((m.country for m in inner if m.country), "")
            return [self._mention(part[:link], "person", "office in capitals", 0.6),
                    self._mention(body, "institution", "word of a body", 0.85, country=country),
                    *inner]  # fmt: skip
        return [self._mention(part, "person", "office in capitals", 0.6), *inner]

    def _is_duty(self, part: list[Token], at: int) -> bool:
        """Return whether a word in capitals goes on with the office: after "of", "for", "and"."""
        return any(t.low in self.words.link for t in part[1:at])

    def _is_titled(self, part: list[Token]) -> bool:
        return part[0].low in self.words.honorific or part[0].key in self.words.first

    def _person(
        self, row: list[Token], at: int, count: int, known: int
    ) -> tuple[list[Mention], int]:
        part, words = row[at : at + count], self.words
        titles = 0
        while titles < count and (
            part[titles].low in words.honorific or part[titles].key in words.office
        ):
            titles += 1
        if titles == count == 2 and part[1].key in self.people:
            titles = 1  # Mr Major
        name = part[titles:]
        if titles and not name:
            return [], titles
        if titles and all(t.text.isupper() and len(t.text) <= _SHORT for t in name):
            return [self._mention(name, "institution", "capital letters", 0.7)], count
        # An office before the name is kept as the office, "Mr." as part of the name.
        is_form = titles and part[titles - 1].low.rstrip(".") in _TITLES
        if titles:
            start = part[titles - 1 :] if is_form else name
            if not is_form and self.gazetteer.places(name[0].key) and len(name) == 1:
                found, step = self._from_list(row, at + titles, 1)
                return found, titles + step
            return [self._mention(start, "person", "title before a name", 0.95)], count
        if count == 1:
            return self._single(row, at, known)
        is_first = part[0].key in words.first
        opens = at == 0 or row[at - 1].text in '“"«('
        if not is_first and opens and (part[0].low in words.stop or part[0].low in self.small):
            found, step = self._at(row, at + 1)
            return found, step + 1
        if not is_first and opens and self._is_noun_and_name(part):
            found, step = self._at(row, at + 1)
            return found, step + 1
        if not is_first and known:
            inner, step = self._from_list(row, at, known)
            if inner and inner[0].role != "person" and not self._is_full_name(part, known):
                return inner, step
        if not is_first and (self._people_of(part[-1:]) or len(part[-1].text) == 1):
            return [], 1
        if not is_first and at and row[at - 1].low in _THE:
            return self._described(row, at, count)
        if not (is_first or known) and (ground := self._ground(row, at, count)):
            return [ground], count
        score = 0.9 if is_first else 0.6
        rule = "first name and surname" if is_first else "two or more capitals in a row"
        return [self._mention(part, "person", rule, score)], count

    def _described(self, row: list[Token], at: int, count: int) -> tuple[list[Mention], int]:
        """Return what an article leads to, which is nobody: "the US Treasury", « la Croix »."""
        part = row[at : at + count]
        of = next((n for n, t in enumerate(part) if t.low in self.words.particle), 0)
        if of:  # « la Liberté de Djouba »
            found, step = self._at(row, at + of + 1)
            return found, of + 1 + step
        is_body = part[0].text.isupper() or (at + count < len(row) and self._says(row[at + count]))
        return [
            self._mention(part, "institution", "capitals behind an article", 0.5)
        ] * is_body, count

    def _ground(self, row: list[Token], at: int, count: int) -> Mention | None:
        """Return a name in capitals that is a place: a state in full, or behind a word of place."""
        part, lang = row[at : at + count], self.document.lang
        home = self.gazetteer.places(part[-1].key)
        if lang == "ru" and home and home[0].kind == "country" and _ADJECTIVE.search(part[0].low):
            state = self._mention(part, "place", "name of a state in full", 0.9)
            return replace(state, candidates=tuple(home[:1]))
        is_led = bool(at) and row[at - 1].low in _INSIDE[lang] and part[-1].key not in self.people
        return (
            self._mention(part, "place", "capitals after a word of place", 0.5) if is_led else None
        )

    def _says(self, token: Token) -> bool:
        return token.low in lexicon.modes(self.document.lang)

    def _is_noun_and_name(self, part: list[Token]) -> bool:
        """Return whether a noun that opens a sentence has a name after it: «Жители Гамбурга»."""
        is_agent = lexicon.is_agent(self.document.lang, part[0].low)
        if len(part) > 2 and (is_agent or part[1].key in self.words.first):
            return True  # "Historian Ann Moe"
        places = self.gazetteer.places(key_of(part[1:]))
        own = self.gazetteer.places(part[0].key)  # «Полиция» is a village as well
        is_state = part[0].key in self.words.office or bool(own and own[0].weight >= MIDDLE)
        is_known = bool(places) and places[0].weight >= MIDDLE and not is_state
        return self.document.lang == "ru" and is_known and part[0].low[-1:] in "ыиаея"

    def _is_full_name(self, part: list[Token], known: int) -> bool:
        """Return whether a place's name begins a person's: no place or left-out comma follows."""
        rest = part[known:]
        if rest and (rest[0].key in self.words.office or rest[0].low in self.words.honorific):
            return False
        places = self.gazetteer.places(" ".join(t.key for t in part[:known]))
        is_apart = len(rest) > 1 and rest[0].key in self.words.first  # "In Oslo Anna Kask said"
        is_large = bool(places) and (
            places[0].kind == "country" or (self.document.lang == "ru" and places[0].is_capital)
        )
        if is_apart or (is_large and len(rest) >= 2) or key_of(rest) in self.gazetteer.bodies:
            return False
        return bool(rest) and not self.gazetteer.places(" ".join(t.key for t in rest))

    def _single(self, row: list[Token], at: int, known: int) -> tuple[list[Mention], int]:
        token = row[at]
        if token.low in self.people or token.key in self.people:
            return [self._mention([token], "person", "surname of a person named in full", 0.9)], 1
        if known:
            return self._from_list(row, at, 1)
        if self._is_ruler(row, at):
            return [self._mention([token], "person", "title before a name", 0.7)], 1
        if token.key in self.bodies:
            rule = "short form of a body named in full"
            short = self._mention([token], "institution", rule, 0.8)
            return [replace(short, name=self.bodies[token.key])], 1
        if token.text.isupper() and len(token.text) > 1 and token.text.isalpha():
            is_cry = at + 1 < len(row) and row[at + 1].text.isupper() and len(row[at + 1].text) > 5
            role = [] if is_cry else [self._mention([token], "institution", "capital letters", 0.6)]
            return role, 1
        if token.key in self.words.institution and at and row[at - 1].low in _THE:
            return self._body(row, at)
        if (
            self.document.lang == "ru"
            and at + 1 < len(row)
            and row[at + 1].key in self.words.institution
            and "ск" in token.low
        ):
            return [self._mention(row[at : at + 2], "institution", "adjective and body", 0.7)], 2
        if (
            at == 0
            or token.low in self.small
            or token.low in self.words.stop
            or token.low in self.words.common
        ):
            return [], 1
        if (
            token.key in self.words.institution
            or token.key in self.words.treaty
            or token.key in self.words.office
        ):
            return [], 1
        if (
            row[at - 1].low in self.words.place_prep
            and token.text.isalpha()
            and len(token.text) > 3
        ):
            return [self._mention([token], "place", "capital after a word of place", 0.5)], 1
        if token.text.isalpha() and len(token.text) > 2 and at + 1 < len(row):
            return self._by_verb(row, at)
        return [], 1

    def _is_ruler(self, row: list[Token], at: int) -> bool:
        """Return whether a title of those called by one name stands before: « le roi Salman »."""
        before = row[at - 1].low if at else ""
        is_word = self._heads(row[at]) or row[at].key in self.words.office
        return _RULERS.fullmatch(before) is not None and len(row[at].text) > 3 and not is_word

    def _body(self, row: list[Token], at: int) -> tuple[list[Mention], int]:
        """Return a body by its first word, in French with an adjective: « Cour suprême »."""
        text, start = self.document.text, row[at].start
        whole = _phrase(self.document.lang, "inst_lower", text[start : start + 60])
        if whole:  # « Conseil de sécurité »
            count = sum(1 for t in row[at:] if t.end <= start + len(whole))
            return [self._mention(row[at : at + count], "institution", "body by name", 0.8)], count
        after = row[at + 1].low if at + 1 < len(row) else ""
        is_led = self.document.lang == "fr" and after.endswith(_ADJECTIVES) and after.isalpha()
        count = 2 if is_led and row[at + 1].start - row[at].end <= 1 else 1
        rule = "short form of a body" if count == 1 else "body and adjective"
        return [self._mention(row[at : at + count], "institution", rule, 0.6)], count

    def _by_verb(self, row: list[Token], at: int) -> tuple[list[Mention], int]:
        """Return a single unknown name as a person where a verb of speech is beside it."""
        lang = self.document.lang
        say = _say(lang)
        after, before = row[at + 1].low, row[at - 1].low
        if before in _THE or before in ("de", "des", "les"):
            return [], 1  # « les rebelles du Darfour exigent »
        is_told = before in _MET[lang] or (after in say or before in say)
        if is_told or lexicon.matcher(lang, "event").fullmatch(after):
            return [self._mention([row[at]], "person", "capital beside a verb of speech", 0.6)], 1
        return [], 1


# A Russian word in capitals that is no first name: an adjective, or a noun in another case.
_OWNED_BODY = re.compile(
    r"(?:.ства|прома|банка|фонда|надзора|комата|атома|космоса|нефти|газа|стата|центра|реестра)\Z"
)
_FIELD = re.compile(  # what a Russian ministry is of
    r"(?<=министерство)(?: [а-яё]+(?:ых|их|ого|ой))?(?: [а-яё]+(?:ы|и|а|я|ел|ств)\b)"
)
_RULERS = re.compile(
    "king|queen|emperor|sultan|emir|prince|princess|pope|roi|reine|empereur|émir|pape|princesse"
    "|корол[ьяюе]м?|королев[аыу]|император\\w{0,2}|султан\\w{0,2}|эмир\\w{0,2}|пап[аы]"
)
_SHORT = 6  # letters of a body's short name
_NO_FIRST_NAME = re.compile(
    r"(?:[оеы]го|[оеы]й|[иы]х|[иы]й|ая|ое|[иы]е|ости|ств[ао]|ции|ний|ения|[ое]вич)\Z"
)
_ADJECTIVE = re.compile(r"(?:[оеы]го|[оеы]й|[иы]х|[иы]й|ая|ую|ое|[иы]е|[иоы]м|[оеы]му)\Z")
_ADJECTIVES = ("elle", "ale", "nal", "ienne", "éenne", "ique", "aire", "ême", "ive")
_INSIDE = {  # words of place that no person follows
    "en": ("in", "at", "near", "around"),
    "fr": ("à", "en", "dans", "vers"),
    "ru": ("в", "во", "под", "близ"),
}
_DASHES = ("-", "--", "–", "—")
_TOWN_LINKS = {"en": {"of"}, "fr": {"de", "d'", "d’"}, "ru": set()}
_TOWNS = {
    "en": "town city village port capital suburb resort district outskirts airport",
    "fr": "ville village port capitale banlieue commune station localité aéroport",
    "ru": "город село деревня порт посёлок столица пригород станица аэропорт городок",
}


@cache
def _towns(lang: str) -> frozenset[str]:
    return frozenset(plain(word) for word in _TOWNS[lang].split())


_COMPANIES = frozenset([
    "corp.", "corp", "corporation", "inc.", "inc", "ltd.", "ltd", "co.", "plc", "llc", "company",
    "telegraph", "times", "tribune", "post", "news", "herald", "chronicle", "exchange",
    "university", "college", "bank", "motors", "airlines",
])  # fmt: skip
_AREAS = frozenset(
    ["city", "town", "village", "province", "region", "county", "district", "oblast", "governorate"]
)
_BODIES = frozenset([
    "council", "committee", "union", "commission", "organization", "organisation", "parliament",
    "assembly", "agency", "court", "senate", "conseil", "comite", "commission", "parlement",
    "assemblee", "agence", "cour", "senat",
])  # fmt: skip
_THE = frozenset({"the", "whose", "its", "le", "la", "l'", "l’", "du", "au"})
_MET = {
    "en": {"met", "told", "with", "by", "and"},
    "fr": {"rencontré", "reçu", "avec", "et"},
    "ru": {"с", "со", "и"},
}


@cache
def _say(lang: str) -> frozenset[str]:
    return frozenset(w.split(":")[0] for w in lexicon.words(lang, "say"))


_NOUNS = (  # what the name of a people makes with the noun beside it
    ("inst_noun", "institution", "people and department"),
    ("gov_noun", "government", "people and side or leadership"),
    ("gov_person", "person", "people and office"),
)


@cache
def _persons(lang: str) -> re.Pattern[str]:
    """Return a pattern for one or more persons of an office: "diplomat", "officials"."""
    single = lexicon.words(lang, "gov_person")
    forms = single | {lexicon.plural(lang, w) for w in single} | lexicon.words(lang, "role_noun")
    return re.compile(rf"(?:{lexicon.alternatives(forms)})(?![\w-])", re.IGNORECASE)


def _phrase(lang: str, kind: str, after: str) -> str:
    """Return the words of a kind that a text begins with, or blank."""
    found = lexicon.opener(lang, kind).match(after)
    return found[0] if found else ""


def _spoken(rows: list[list[Mention]]) -> frozenset[str]:
    """Return the countries that a text names itself, or by a large town."""
    named = (m for row in rows for m in row if m.place is not None)
    return frozenset(m.place.country for m in named if m.place and m.place.weight >= 6) - {""}


def _towns_spoken_of(reader: Reader, rows: list[list[Mention]]) -> set[str]:
    """Return the names that no rule took, and that are towns of a country spoken of."""
    keys: set[str] = set()
    for row, found in zip(reader.sentences, rows, strict=True):
        taken = Spans((m.start, m.end) for m in found)
        keys.update(
            token.key
            for token in row[1:]
            if token.is_name and not taken.touch(token.start, token.end)
            and reader.gazetteer.longest(token.key)
        )  # fmt: skip
    return {key for key in keys if reader.gazetteer.places(key)}


def find_mentions(document: Document, *, helper: Recogniser | None = None) -> list[Mention]:
    """Return every name of a text, in its order; what lies in a longer one comes after it.

    Parameters
    ----------
    document
        The text.
    helper
        A model that is asked as well; None leaves it to the rules.
    """
    from chronotope.draft._actors import learn_names, learn_people, plain_mentions
    from chronotope.draft._roles import with_roles
    from chronotope.draft.resolve import resolved

    reader = Reader(document, gazetteer(), words_of(document.lang))
    learn_people(reader)
    rows = [list(reader.mentions(n)) for n in range(len(reader.sentences))]
    learnt = learn_names(reader, rows)
    reader.spoken = _spoken(rows)
    learnt |= _towns_spoken_of(reader, rows)
    for number, tokens_ in enumerate(reader.sentences) if learnt else ():
        # A surname alone may stand before or after the name in full: such sentences once more.
        if any(t.key in learnt for t in tokens_):
            rows[number] = list(reader.mentions(number))
    found = [m for row in rows for m in row]
    found = plain_mentions(reader, found)
    if helper is not None:
        from chronotope.draft.models import merged

        found = merged(reader, found, helper)
    found = with_roles(reader, found)
    return resolved(document, found)


def span_of(document: Document, number: int) -> Span:
    """Return a sentence by its number."""
    return document.sentences[number]


__all__ = ["Mention", "find_mentions", "span_of", "stem"]
