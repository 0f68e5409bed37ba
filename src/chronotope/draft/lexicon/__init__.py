"""Words of the rules: one CSV file a language (kind, words), and names of the world."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import groupby
from operator import itemgetter

__all__ = ["alternatives", "entries", "matcher", "modes", "names", "words"]


@cache
def names() -> tuple[dict[str, str], ...]:
    """Return the rows of ``names.csv``: kind, key (an ISO code or an id) and forms by language."""
    file = resources.files(__package__) / "names.csv"
    return tuple(csv.DictReader(file.read_text("utf-8").splitlines(), strict=True))


@cache
def entries(lang: str) -> dict[str, str]:
    """Return for each kind of word its forms, parted by ``|``."""
    file = resources.files(__package__) / f"{lang}.csv"
    rows = csv.DictReader(file.read_text("utf-8").splitlines(), strict=True)
    return {row["kind"]: row["words"] for row in rows}


@cache
def words(lang: str, kind: str) -> frozenset[str]:
    """Return the words of one kind, as they are written."""
    return frozenset(entries(lang)[kind].split("|"))


@cache
def matcher(lang: str, kind: str) -> re.Pattern[str]:
    """Return a pattern that matches one whole word (or phrase) of a kind, in any case."""
    return re.compile(rf"(?:{entries(lang)[kind]})", re.IGNORECASE)


@cache
def finder(lang: str, kind: str) -> re.Pattern[str]:
    """Return a pattern that finds a word of a kind in a text, in any case."""
    return re.compile(rf"(?<![\w-])(?:{entries(lang)[kind]})(?![\w-])", re.IGNORECASE)


@cache
def event_finder(lang: str) -> re.Pattern[str]:
    """Return a pattern that finds a word for an event: a listed one, or a form of a listed verb."""
    forms = [entries(lang)["event"]]
    verbs = entries(lang).get("event_verb", "")
    if verbs:
        forms.append(alternatives(f for verb in verbs.split("|") for f in _conjugated(verb)))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)


_ENDINGS = {
    "er": "e ent ait aient a èrent é ée és ées era eront",
    "ir": "it issent issait issaient irent i ie is ies ira iront",
    "re": " ent ait aient it irent u ue us ues ra ront",
}


def _conjugated(verb: str) -> list[str]:
    """Return what a French verb is in the third person of four tenses, and its participles."""
    stem, kind = verb[:-2], verb[-2:]
    found = []
    for ending in _ENDINGS[kind].split(" "):
        form = stem
        if kind == "er" and ending[:1] == "a":  # annexait, but échangeait and annonçait
            form = stem + "e" if stem.endswith("g") else re.sub(r"c\Z", "ç", stem)
        elif kind == "er" and ending in ("e", "ent", "era", "eront"):  # lève, achève, envoie
            vowel = "[eé]" if ending in ("e", "ent") else "e"  # libère, and libérera
            form = re.sub(r"oy\Z", "oi", re.sub(rf"{vowel}([^aeéiouy])\Z", r"è\1", stem))
            form = re.sub(r"è([tl])\Z", r"e\1\1", form) if verb.endswith("jeter") else form
        found.append(form + ending)
    return found


@cache
def opener(lang: str, kind: str) -> re.Pattern[str]:
    """Return a pattern for a phrase of a kind at the beginning of a text, the longest first."""
    forms = sorted(words(lang, kind), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)


@cache
def modes(lang: str) -> dict[str, str]:
    """Return every form of a verb of speech, in small letters, with the mode that it gives."""
    found: dict[str, str] = {}
    for entry in sorted(words(lang, "say")):
        verb, mode = entry.split(":")
        for form in _forms(lang, verb):
            found.setdefault(form, mode)
    for entry in sorted(filter(None, entries(lang).get("say_verb", "").split("|"))):
        verb, mode = entry.split(":")
        for form in (verb, _third(verb), _past(verb)):
            found.setdefault(form, mode)
    listed = dict(entry.split(":") for entry in words(lang, "say"))
    for base in _bases_of(frozenset(listed)) if lang == "en" else ():
        found.setdefault(base, listed[_third(base)])
    for form, mode in tuple({**found, **listed}.items()):
        if participle := _participle(lang, form):
            found.setdefault(participle, mode)
    return {w: m for w, m in {**found, **listed}.items() if w not in ("selon", "по словам")}


def _participle(lang: str, form: str) -> str:
    """Return what goes on with the subject of a sentence: "telling", « accusant », «заявив»."""
    if " " in form:
        return ""
    if lang == "en":  # told off from the third person: "warns", "denies"
        if form == "told":
            return "telling"
        if not form.endswith("s") or form.endswith("ss"):
            return ""
        base = form[:-3] + "y" if form.endswith("ies") else form[:-1]
        base = re.sub(r"(?<=mit|ret|but|fer|lam|rag|bet)\Z", base[-1], base)
        return re.sub(r"(?<=[^eo])e\Z", "", base) + "ing"
    if lang == "fr":
        if not form.endswith("é"):
            return ""
        stem = form[:-1]
        return (stem + "e" if stem.endswith("g") else re.sub(r"c\Z", "ç", stem)) + "ant"
    if form.endswith("лся"):
        return form[:-3] + "вшись"
    return form[:-1] + "в" if re.search(r"[аеиуыя]л\Z", form) else ""


@cache
def bases(lang: str) -> frozenset[str]:
    """Return the verbs of speech that an infinitive or a noun is as well: "claim", "to say"."""
    listed = entries(lang).get("say_verb", "").split("|")
    known = frozenset(entry.partition(":")[0] for entry in words(lang, "say"))
    return (
        frozenset(entry.partition(":")[0] for entry in listed if entry) | _BASES | _bases_of(known)
    )


def _bases_of(forms: frozenset[str]) -> frozenset[str]:
    """Return the English verbs of which both the third person and the past are among some forms."""
    stems = {
        re.sub("ies\\Z", "y", f) if f.endswith("ies") else f[:-1] for f in forms if f[-1:] == "s"
    }
    return frozenset(s for s in stems if {_third(s), _past(s)} <= forms)


_BASES = frozenset({"say", "believe", "call for", "call it"})


def _third(verb: str) -> str:
    """Return an English verb in the third person: "denies", "stresses"."""
    if re.search(r"[^aeiou]y\Z", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")


def _past(verb: str) -> str:
    """Return the past of a regular English verb: "denied", "promised"."""
    if re.search(r"[^aeiou]y\Z", verb):
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")


def _forms(lang: str, word: str) -> list[str]:
    """Return a verb and what follows from its form: a Russian past, a French verb in -er."""
    if lang == "ru" and word.endswith("л"):
        return [word, word + "а", word + "о", word + "и"]
    if lang == "ru" and word.endswith("лся"):
        return [word, word[:-2] + "ась", word[:-2] + "ось", word[:-2] + "ись"]
    if lang == "ru" and " " not in word and (found := _RUSSIAN.fullmatch(word)):
        stem, self_ = found["stem"], found["self"] or ""  # заявляет, заявляют, заявлял
        root = stem + "ва" if stem.endswith(("да", "зна")) else stem  # признает, признавал
        past = [] if stem.endswith(("у", "ю", "ё")) else _forms(lang, root + "л" + self_)
        return [word, stem + "ют" + self_, *past]
    if lang == "fr" and word.endswith("é") and " " not in word:
        stem = word[:-1]
        open_ = re.sub(r"é([^aeéiouy]+)\Z", r"è\1", stem)  # suggéré, suggère
        open_ = re.sub(r"(jet|pel)\Z", lambda m: m[0] + m[0][-1], open_)  # rejeté, rejette
        soft = stem + "e" if stem.endswith("g") else re.sub(r"c\Z", "ç", stem)  # exigé, exigeait
        past = [word + ending for ending in ("", *AGREEING)]
        told = [soft + "a", stem + "èrent"]  # the past of stories: « menaça », « demandèrent »
        return [*past, open_ + "e", open_ + "ent", soft + "ait", soft + "aient", *told]
    if lang == "fr" and word.endswith("ndu"):  # répondu, répondait
        return [word, *(word[:-1] + ending for ending in ("", "ent", "ait", "aient", "it"))]
    if lang == "fr" and word in PARTICIPLES:
        return [word + ending for ending in ("", *AGREEING)]
    return [word]


_RUSSIAN = re.compile(r"(?P<stem>\w{3,}[аяуюёе])ет(?P<self>ся)?")
AGREEING = ("e", "s", "es")  # endings of a French participle that is somebody's or a thing's
PARTICIPLES = frozenset({
    "démenti", "averti", "soutenu", "maintenu", "reconnu", "poursuivi", "prétendu", "défendu",
    "contredit",
})  # fmt: skip


def alternatives(forms: Iterable[str]) -> str:
    """Return a pattern that any of the words matches, of two that begin alike the longer first.

    What words have in common stands once: a Russian list has hundreds of forms, and a word that
    begins like none of them is then left after one letter.
    """
    return _branches(sorted({f for f in forms if f}))


def _branches(forms: list[str]) -> str:
    """Return the pattern of words in order; each group of one first letter is a branch."""
    groups = [(first, [f[1:] for f in group]) for first, group in groupby(forms, itemgetter(0))]
    parts = []
    for first, rests in groups:
        longer = _branches([r for r in rests if r])
        if longer and ("" in rests or "|" in longer):
            longer = f"(?:{longer})" + ("?" if "" in rests else "")
        parts.append(re.escape(first) + longer)
    return "|".join(parts)


def plural(lang: str, noun: str) -> str:
    """Return the plural of a regular noun for a person: "envoys", « diplomates », «политики»."""
    if lang != "ru":
        return noun if noun.endswith(("s", "men")) else noun + "s"
    if noun.endswith("ец"):
        return noun[:-2] + "цы"
    return re.sub(r"[ьй]\Z", "", noun) + ("и" if noun[-1] in "гкхжчшщьй" else "ы")


def is_agent(lang: str, noun: str) -> bool:
    """Return whether a noun in small letters is called after what somebody does, by its ending."""
    return _AGENT[lang].fullmatch(noun) is not None


_AGENT = {
    "en": re.compile(r"\w{2,}(?:er|or|ist|ian|ant|[^m]ent|man|aide|critic)s?|\w*(?:men|people)"),
    "fr": re.compile(
        r"(?!secteur|commentaire)\w{2,}(?:eu[rs]e?|rice|iste|ien(?:ne)?|ante?|aire|i[eè]re?|logue"
        r"|proche|rebelle)s?"
    ),
    "ru": re.compile(
        r"(?!документ|парламент|вчера)\w{2,}(?:тел|ик|ниц|тор|ист|ент|лог|[еёя]р|ач|[ая]н|[ея]?ц)"
        r"(?:ь|а|я|у|ю|е|и|ы|ом|ем|ов|ев|ей|ам|ям|ами|ями|)"
    ),
}
