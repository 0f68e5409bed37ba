"""The words by which a text says that somebody speaks: verbs, their forms, pronouns, offices."""

from __future__ import annotations

import re
from functools import cache

from chronotope.draft import lexicon
from chronotope.draft.gazetteer import plain
from chronotope.draft.mentions import Mention

PLURAL = {
    "en": re.compile(r"\bthey\b", re.I),
    "fr": re.compile(r"\b(?:ils|elles)\b", re.I),
    "ru": re.compile(r"(?<!\w)они(?!\w)", re.I),
}
_WORDS_OF = (
    "словам|мнению|данным|сведениям|оценк(?:е|ам)|версии|информации|утверждени[юям]+|признанию"
)
HIS_WORDS = {
    "en": re.compile(
        r"\b(?:according to (?P<m>him)|according to her|in (?P<h>his) (?:view|words|opinion)"
        r"|in her (?:view|words|opinion))\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:(?:selon|d['’]après) (?:(?P<m>lui)|elle)|à (?:son avis|ses yeux)"
        r"|de son propre aveu)\b",
        re.I,
    ),
    "ru": re.compile(rf"(?<!\w)по (?:(?P<m>его)|её|ее) (?:{_WORDS_OF})(?!\w)", re.I),
}
ACCORDING = {
    "en": re.compile(
        r"\b(?:according to|in the (?:view|words|opinion|eyes) of)\s+"
        r"(?:(?P<the>the\s+)|an?\s+|one\s+)?",
        re.I,
    ),
    "fr": re.compile(
        # "Pour" names who says it only at the head of a clause, before a comma: « Pour Oslo, … ».
        r"(?:\b(?:selon|d['’]après)\s+"
        r"|(?:(?<![^\n])|(?<=[.,;:—–»!?] ))pour\s+"
        r"(?!(?:la|une) \w+ fois|l['’]instant|le moment)(?=[^,;.:»\d]{1,60},)"
        r"|\b(?:de l['’]avis|aux yeux|aux dires|de l['’]aveu) (?=d)(?:de\s+|d['’])?)"
        r"(?:(?P<the>le\s+|la\s+|les\s+|du\s+|des\s+|l['’])|une?\s+)?",
        re.I,
    ),
    "ru": re.compile(rf"(?<!\w)(?:по (?:{_WORDS_OF})|(?P<the>согласно))\s+(?!\d)", re.I),
}
# Verbs of other things as well, which say something only with "that".
_WITH_THAT = frozenset({
    "held", "found", "read", "observed", "indicated", "pointed", "thought", "conclu", "conclut",
    "confie", "confié",
})  # fmt: skip
_IS_EXPECTED = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:widely\s+)?\Z", re.I)
_QUOTED = re.compile(r"“[^”]*(?:”|\Z)|«[^»]*(?:»|\Z)|\"[^\"]*\"")
_FEMALE_WORDS = (
    "mrs|ms|madame|mme|mlle|queen|princess|spokeswoman|chairwoman|présidente|directrice"
    "|ambassadrice|chancelière|reine|représentante|conseillère|sénatrice|députée|cheffe|envoyée"
    "|г-жа|госпожа|королева"
)
_MALE_WORDS = (
    "mr|m|monsieur|king|prince|spokesman|chairman|sir|lord|président|directeur|ambassadeur"
    "|chancelier|roi|représentant|conseiller|sénateur|député|envoyé|émissaire"
    "|г-н|господин|король"
)
_MALE_IN_A = "илья|никита|лука|фома|кузьма|савва|данила|гаврила|добрыня"
_SURNAME = re.compile(r"(?:(?P<f>[оеё]ва|[иы]на|ая)|(?P<m>[оеё]в|[иы]н|[иыо]й))\Z")


@cache
def verbs(lang: str) -> re.Pattern[str]:
    """Return a pattern of every verb of speech."""
    forms = lexicon.alternatives(lexicon.modes(lang))
    return re.compile(rf"(?<![\w-])(?:{forms})(?![\w])", re.IGNORECASE)


def says(text: str, verb: re.Match[str]) -> bool:
    """Return whether a word is a verb of speech here: "held" is one before "that"."""
    if verb[0].lower() == "expected" and _IS_EXPECTED.search(text[: verb.start()]):
        return False  # nobody says it
    if verb[0].lower() not in _WITH_THAT:
        return True
    if re.search(r"[”»\"]\s*,?\s*\Z", text[: verb.start()]):
        return True
    after = text[verb.end() : verb.end() + 50]
    return re.search(r"\bthat\b|\bout\b|\bqu[e'’]|\A\s*[:«,]", after) is not None


def without_quoted(text: str, *, is_open: bool) -> str:
    """Return a sentence with the words in its quotation marks blanked, every offset as it was.

    A verb that is quoted is another's. Names in quotation marks, of one or two words, stay.

    Parameters
    ----------
    text
        The sentence.
    is_open
        Whether a quotation of an earlier sentence goes on in it.
    """
    if is_open and (end := re.search("[”»]", text)):
        text = _blank(text[: end.start()]) + text[end.start() :]
    return _QUOTED.sub(lambda m: m[0] if len(m[0].split()) < 3 else _blank(m[0]), text)


def _blank(text: str) -> str:
    return re.sub(r"\w", " ", text)


@cache
def nouns(lang: str) -> re.Pattern[str]:
    """Return a pattern of those who may speak without a name: "police", "envoy", « conseiller »."""
    kinds = ("crowd", "gov_person", "role_noun", "office")
    forms = {w for k in kinds for w in lexicon.words(lang, k)}
    forms = {w for w in forms if lang != "ru" or not w.endswith(("ам", "ям", "ов"))}  # to whom
    words = lexicon.alternatives(forms)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


@cache
def _noun_keys(lang: str) -> frozenset[str]:
    kinds = ("crowd", "gov_person", "role_noun", "office")
    return frozenset(plain(w) for kind in kinds for w in lexicon.words(lang, kind))


_WHOLE = {
    "en": re.compile(r"(?:the|a|an|its|his|her)\s+(?P<left>(?:[\w.-]+\s+){0,2})\Z", re.I),
    "fr": re.compile(r"(?P<right>\s+(?:de la |de l['’]|des |du |de |d['’])[\w’'-]+)", re.I),
    "ru": re.compile(r"(?P<right>(?:\s+[а-яё]+(?:[оеы]го|[оеы]й|[иы]х|ов|ев|ия|ии|ы|а)){1,2})"),
}


def whole(lang: str, text: str, noun: re.Match[str]) -> str:
    """Return a noun with what stands beside it: "transport ministry", «министерство финансов»."""
    if lang == "en":
        found = _WHOLE["en"].search(text[: noun.start()])
        return (found["left"] if found else "") + noun[0]
    found = _WHOLE[lang].match(text, noun.end())
    return noun[0] + (found["right"] if found else "")


def noun_after(lang: str, after: str) -> str:
    """Return the first of those without a name that a text begins with, an adjective before it."""
    words = re.split(r"[,.;:()«»“”]", after, maxsplit=1)[0].split()[:3]
    if lang != "ru":
        found = nouns(lang).search(" ".join(words))
        return found[0] if found else ""
    return next((w for w in words[:2] if plain(w) in _noun_keys(lang) and w.islower()), "")


def is_plural(lang: str, noun: str) -> bool:
    """Return whether a noun means more than one, by its ending."""
    return noun.endswith(("ы", "и", "е") if lang == "ru" else ("s", "x", "people"))


def gender(lang: str, mention: Mention) -> str:
    """Return ``f`` or ``m`` where the words of a person tell it, else blank."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", f"{mention.office} {mention.surface}".lower())
    for told, listed in (("f", _FEMALE_WORDS), ("m", _MALE_WORDS)):
        if not set(listed.split("|")).isdisjoint(words):
            return told
    names = mention.name.lower().split() if lang == "ru" else []
    if len(names) == 1:
        found = _SURNAME.search(names[0])
        return (found.lastgroup or "") if found else ""
    if not names or names[0] in _MALE_IN_A.split("|"):
        return "m" if names else ""
    ends = names[0][-1]
    return "f" if ends in "ая" else "" if ends in "иеоуыэюьё" else "m"


def is_holder(mention: Mention, noun: str) -> bool:
    """Return whether a person holds the office that a noun names: "the minister"."""
    held = plain(f"{mention.office} {mention.surface}")
    return plain(noun) in (plain(mention.office), *held.replace("-", " ").split())
