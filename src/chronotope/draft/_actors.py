"""Persons by their full names, the offices beside them, and bodies written in small letters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from chronotope.draft import lexicon
from chronotope.draft.gazetteer import plain
from chronotope.draft.spans import Spans

if TYPE_CHECKING:
    from chronotope.draft.mentions import Mention, Reader, Words
    from chronotope.draft.tokens import Token

_FULL = 2  # words of a name: what more there is may be a country, «премьер-министр Армении …»
OFFICE_REACH = 90  # characters before or after a name in which its office may stand


def learn_people(reader: Reader) -> None:
    """Note the surname of everyone whom the text names with a first name or a title."""
    words = reader.words
    for row in reader.sentences:
        for at, token in enumerate(row[:-1]):
            if not token.is_name:
                continue
            is_first = token.key in words.first
            is_title = token.low in words.honorific or (token.is_name and token.key in words.office)
            if not (is_first or is_title):
                continue
            name = _name_after(row, at + 1, reader)
            if len(name) > _FULL and reader.document.lang == "ru":
                home = reader.gazetteer.places(name[0].key)
                is_led = bool(home) and home[0].kind == "country" and name[1].is_name
                name = name[1:] if is_led else name
            if not name or (is_title and not is_first and _is_no_name(reader, name)):
                continue
            full = " ".join(t.text for t in ([token, *name] if is_first else name))
            surname = name[-1]
            for key in {surname.key, surname.low}:
                if is_first or key not in reader.people:
                    reader.people[key] = full


def _name_after(row: list[Token], at: int, reader: Reader) -> list[Token]:
    name: list[Token] = []
    while at < len(row) and row[at].start - row[at - 1].end <= 1 and len(name) < 4:
        token = row[at]
        is_particle = token.low in reader.words.particle and token.text[0].isalpha()
        leads = is_particle and at + 1 < len(row) and row[at + 1].is_name
        if not (token.is_name or leads) or reader.gazetteer.people(token.key):
            break
        name.append(token)
        if token.owns:
            break
        at += 1
    return name


def _is_no_name(reader: Reader, name: list[Token]) -> bool:
    key = " ".join(t.key for t in name)
    words = reader.words
    return (
        all(t.text.isupper() for t in name) or bool(reader.gazetteer.places(key))
        or name[0].key in words.institution
        or name[0].low in words.stop or name[-1].key in words.office
        or any(t.key in words.institution or t.key in words.site for t in name)
    )  # fmt: skip


def learn_names(reader: Reader, rows: list[list[Mention]]) -> set[str]:
    """Note the surnames of those found by their shape alone; return the ones that are new."""
    learnt = _learn_bodies(reader, rows)
    for mention in (m for row in rows for m in row if m.role == "person" and _is_named(m)):
        parts = mention.surface.split()
        key = plain(parts[-1])
        known = reader.people.get(key, "")
        is_full = len(parts) > 1 and parts[0].lower() not in reader.words.honorific
        if is_full and len(known.split()) < len(parts):
            reader.people[key] = mention.surface
            learnt.add(key)
        if is_full and len(parts) == 3 and all(len(part) <= _SYLLABLE for part in parts):
            reader.people.setdefault(plain(parts[0]), mention.surface)  # the family's
            learnt.add(plain(parts[0]))
    return learnt


_SYLLABLE = 4  # letters of a part of a name whose first part is the family's


def _learn_bodies(reader: Reader, rows: list[list[Mention]]) -> set[str]:
    """Note the name by which a body goes on: of « Front Polisario » the second word."""
    for mention in (m for row in rows for m in row if m.role == "institution"):
        parts = mention.surface.split()
        key = plain(parts[-1])
        is_head = plain(parts[0]) in reader.words.institution
        is_plain = key in reader.words.institution or parts[-1][0].islower()
        is_other = reader.gazetteer.places(key) or reader.gazetteer.people(key)
        if len(parts) == 2 and is_head and not (is_plain or is_other) and key not in reader.people:
            reader.bodies[key] = mention.surface
    return set(reader.bodies)


def plain_mentions(reader: Reader, found: list[Mention]) -> list[Mention]:
    """Return the mentions with full names, offices, and what is written in small letters."""
    text, lang = reader.document.text, reader.document.lang
    found = [_named(reader, m) for m in _short_forms(reader, found)]
    found = _held_by(reader, found)
    taken = Spans((m.start, m.end) for m in found)
    extra = [m for m in found if m.role == "person"]
    found += [o for m in extra if (o := _office_mention(reader, m, taken))]
    for kind, role, rule in (
        ("inst_lower", "institution", "department in small letters"),
        ("treaty_lower", "instrument", "treaty in small letters"),
        ("role_noun", "person", "persons without a name"),
    ):
        for match in lexicon.finder(lang, kind).finditer(text):
            if not taken.touch(*match.span()):
                found.append(_plain(reader, match, role, rule))
    bare = _uncapped(reader)
    is_same = len(bare.lower()) == len(bare)  # a dotted capital I is two small letters
    found += [
        _plain(reader, match, "person", ALONE)
        for match in _offices_alone(lang).finditer(bare.lower() if is_same else bare)
        if _SMALL_WORD.search(bare, *match.span()) and not taken.touch(*match.span())
    ]  # fmt: skip
    extra_found = list(_by_pattern(reader, found))
    sites = Spans((m.start, m.end) for m in extra_found if m.role == "place")
    found = [
        m
        for m in found
        if not any(a <= m.start and m.end <= b for a, b in sites.over(m.start, m.end))
    ] + extra_found
    found += list(_parts_of_places(reader, found))
    found = _treaties_of_places(reader, _widest(found))
    order = sorted(found, key=lambda m: (m.start, -m.end, m.role))
    return [m for n, m in enumerate(order) if not n or (m.start, m.end, m.role) != (
        order[n - 1].start, order[n - 1].end, order[n - 1].role)]  # fmt: skip


def _uncapped(reader: Reader) -> str:
    """Return the text with small letters where a capital only opens a sentence or is an office's.

    "The Prime Minister thanked the Governor": nobody is named.
    """
    letters, words = list(reader.document.text), reader.words
    for row in reader.sentences:
        opens = next((n for n, t in enumerate(row) if t.text[0].isalpha()), len(row))
        run: list[Token] = []
        for n, token in enumerate(row):
            if not token.is_name:
                for one in run:
                    letters[one.start] = one.low[0]
                run = []
            elif n == opens or (
                (run or row[n - 1].low in _LEADS) and _is_title(words, token)
            ):  # fmt: skip
                run.append(token)
            else:
                run = []
    return "".join(letters)


_LEADS = ("the", "le", "la", "les", "l’", "l'")


def _is_title(words: Words, token: Token) -> bool:
    is_office = not words.office.isdisjoint((token.key, token.key.removesuffix("s")))
    return is_office or token.low in words.honorific


def _held_by(reader: Reader, found: list[Mention]) -> list[Mention]:
    """Return the mentions, an office right before a name being that person's."""
    names = {m.start: m.name for m in found if m.role == "person" and m.name}

    def held(mention: Mention) -> Mention:
        if mention.role != "person" or mention.name:
            return mention
        name = names.get(mention.end + 1) or names.get(mention.end + 2)
        return replace(mention, name=name) if name else mention

    return [held(m) for m in found]


ALONE = "office without a name"
_SMALL_WORD = re.compile(r"(?<![^\W\d_])[a-zà-ÿа-яё]")
_NO_OFFICE = (  # an adjective, or a part of a body or phrase, as often as somebody
    "head|chief|chair|captain|major|general|doctor|professor|coach|sheriff|leader|king"
    "|prince|queen|director|speaker|judge|justice|colleague|counterpart|first lady"
    "|commander|deputy|officer|pope|sergeant|chief executive|representative|secretary|chef"
    "|cheffe|patron|directeur|directrice|leader|juge|professeur|général|commandant"
    "|collègue|homologue|numéro deux|roi|reine|prince|aide|secrétaire|responsable|envoyé"
    "|envoyée|глава|руководитель|начальник|лидер|директор|коллега|коллеги|коллегой|коллегу"
    "|помощник|профессор|судья|король|королева|принц|папа|заместитель|секретарь"
    "|представитель"
)
_ALONE_AS_WELL = {
    "en": "generals|chiefs of staff|senators|officers|rebels",
    "fr": "généraux|rebelles|négociateurs|dirigeants",
    "ru": "генералы|офицеры|повстанцы|посредники|посредников|посланники|посланников|переговорщики",
}


@cache
def _offices_alone(lang: str) -> re.Pattern[str]:
    """Return a pattern of the offices that a text names without their holder: "ministers"."""
    listed = lexicon.words(lang, "office") | lexicon.words(lang, "gov_person")
    nouns = {w for w in listed if w.lower() not in _NO_OFFICE.split("|")}
    forms = {form for noun in nouns for form in _declined(lang, noun)}
    words = lexicon.alternatives(forms | set(_ALONE_AS_WELL[lang].split("|")))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def _declined(lang: str, noun: str) -> list[str]:
    """Return a noun and its plural; in Russian, its cases."""
    if lang == "en":
        return [noun, lexicon.plural(lang, noun)]
    if lang == "fr":
        first, _, rest = noun.partition(" ")
        return [noun, f"{lexicon.plural(lang, first)} {rest}".strip()]
    if " " in noun or noun[-1] in "аеиоуыэюя":
        return [noun]
    stem = noun[:-1] if noun[-1] in "ьй" else noun[:-2] + "л" if noun == "посол" else noun
    soft = "я ю ем е и ей ям ями ях" if noun[-1] in "ьй" else "а у ом е ы и ов ам ами ах"
    forms = [noun, *(stem + ending for ending in soft.split())]
    return [form for form in forms if form != "после"]  # «после» is a preposition


_FORMAT = re.compile(r"(?<![\w+])\d\s?\+\s?\d(?![\w+])")
_MATTER = {
    "en": re.compile((
        r"\b(?:treaty|convention|agreement|pact|protocol"
        r"|accord)\s+on\s+(?:the\s+)?(?:\w+\s+of\s+)?\w+"
    ), re.I),
    "fr": re.compile((
        r"\b(?:traité|convention|protocole|pacte)\s+(?:sur|relatif à|relative à)\s+(?:la "
        r"|le |les |l['’])?\w+"
    ), re.I),
    "ru": re.compile((
        r"(?<!\w)(?:договор|соглашени|конвенци|протокол|пакт|меморандум)\w{0,3}\s+(?:о"
        r"|об)\s+\w+|(?-i:[А-ЯЁ])\w+ск(?:ая|ой|ую|ие|их|ий|ого|ому|им|ими|ое"
        r"|ом)\s+(?:конвенци|договор|соглашени|протокол|пакт|меморандум)\w{0,3}"
    ), re.I),
}  # fmt: skip
_TITLE = r"(?P<name>[A-ZÀ-ÝА-ЯЁ][^\s,.;:«»“”()]*(?:[ -][A-ZÀ-ÝА-ЯЁ][^\s,.;:«»“”()]*){0,3})"
_MEDIA = {
    "en": re.compile(
        rf"\b(?:the (?:daily|weekly)|newspaper|broadcaster|news agency|magazine) {_TITLE}"
    ),
    "fr": re.compile(
        r"\b(?:quotidien|hebdomadaire|journal|magazine|chaîne|agence|site|radio) "
        rf"(?:de presse )?(?:« ?)?{_TITLE}"
    ),
    "ru": re.compile(
        r"(?<!\w)(?:газет|издани|агентств|журнал|телеканал|радиостанци|еженедельник)\w{0,3} "
        r"«(?P<name>[^«»]{2,40})»"
    ),
}  # fmt: skip
_NUMBERED = re.compile(
    r"(?<![\w-])(?:resolution|résolution|резолюци\w{1,4}|directive|директив\w{1,3})\s+(?:n[o°]\s*|№\s*)?"
    r"\d{1,4}(?:[/-]\d{2,4})?(?![\d.,]\d)", re.I,
)  # fmt: skip
_SITE = re.compile(
    r"\b(?:fort|château|palais|aéroport|base|mont|lac|île|îles|golfe|mer|baie|détroit|cap|villa|abbaye|"
    r"fort|castle|palace|airport|lake|gulf|bay|strait|cape|island|islands)\s+"
    r"(?:de la |de l['’]|des |du |de |d['’]|of |of the )?(?-i:[A-ZÀ-Ý])[\w-]+", re.I,
)  # fmt: skip


def _by_pattern(reader: Reader, found: list[Mention]) -> Iterator[Mention]:
    """Yield formats of talks, treaties by their matter, and sites written in small letters."""
    text, lang = reader.document.text, reader.document.lang
    known = Spans((m.start, m.end) for m in found if m.role != "demonym")

    def is_new(match: re.Match[str]) -> bool:
        return not known.touch(*match.span())

    for match in _FORMAT.finditer(text):
        if is_new(match):
            yield replace(_plain(reader, match, "institution", "format of talks"), score=0.8)
    for match in _MEDIA[lang].finditer(text):
        start, end = match.span("name")
        if not known.touch(start, end):
            media = _plain(reader, match, "institution", "newspaper or agency by its word")
            yield replace(media, start=start, end=end, surface=match["name"], score=0.8)
    for match in _NUMBERED.finditer(text):
        if is_new(match):
            yield replace(_plain(reader, match, "instrument", "number of a text"), score=0.9)
    for match in _MATTER[lang].finditer(text):
        if is_new(match):
            yield replace(_plain(reader, match, "instrument", "treaty and its matter"), score=0.7)
    for match in _sites(reader, found):
        places = tuple(reader.gazetteer.places(match[0])[:8])
        site = _plain(reader, match, "place", "word of a site in small letters")
        yield replace(site, score=0.7, candidates=places)


def _sites(reader: Reader, found: list[Mention]) -> list[re.Match[str]]:
    """Return sites in small letters that no other name than that of their place covers."""
    others = [(m.start, m.end) for m in found if m.role not in ("demonym", "place")]
    others += [(m.start, m.end) for m in found if m.role == "place" and m.rule == "word of a site"]
    covered = Spans(others)
    return [m for m in _SITE.finditer(reader.document.text) if not covered.touch(*m.span())]


def _widest(found: list[Mention]) -> list[Mention]:
    """Return the mentions without an office that lies in a longer one."""
    offices = [m for m in found if m.role == "person" and not _is_named(m)]
    spans = Spans((m.start, m.end) for m in offices)

    def is_within(mention: Mention) -> bool:
        return any(
            b - a > mention.end - mention.start for a, b in spans.over(mention.start, mention.end)
        )

    return [m for m in found if m.role != "person" or _is_named(m) or not is_within(m)]


def _is_named(mention: Mention) -> bool:
    return mention.rule not in (
        "office beside a name", "office in capitals", "people and office", "persons without a name",
        "body and office",
        ALONE,
    )  # fmt: skip


_TREATY_BEFORE = {
    "fr": re.compile((
        r"(?<![\w-])(?:accords?|traité|protocole|pacte|convention|mémorandum"
        r"|processus)\s+(?:de |d['’]|du )\Z"
    ), re.I),
    "ru": re.compile(r"(?!)"),
    "en": re.compile(
        r"(?<![\w-])(?:treaty|peace|convention|protocol|pact|accord|agreement)\s+of\s+\Z", re.I
    ),
}  # fmt: skip
_TREATY_AFTER = {
    "en": re.compile((
        r"\s(?:agreements?|accords?|protocols?|treaty|pact|convention|process|memorandum"
        r"|format)\b"
    ), re.I),
    "fr": re.compile(r"(?!)"),
    "ru": re.compile(r"(?!)"),
}  # fmt: skip


def _treaties_of_places(reader: Reader, found: list[Mention]) -> list[Mention]:
    """Return the mentions, a town that only names a treaty being part of the treaty's name."""
    text, lang = reader.document.text, reader.document.lang
    changed = []
    for mention in found:
        if mention.role == "place" and mention.rule != "part of a place":
            before = _TREATY_BEFORE[lang].search(text, max(0, mention.start - 20), mention.start)
            after = _TREATY_AFTER[lang].match(text, mention.end)
            start = before.start() if before else mention.start
            end = after.end() if after else mention.end
            if before or after:
                mention = replace(
                    mention, start=start, end=end, surface=text[start:end], role="instrument",
                    rule="treaty called by a place", score=0.8, candidates=(),
                )  # fmt: skip
        changed.append(mention)
    return changed


def _short_forms(reader: Reader, found: list[Mention]) -> list[Mention]:
    """Return the mentions, a short form in brackets being what the long one before it is."""
    roles: dict[str, str] = {}
    changed: list[Mention] = []
    last: Mention | None = None
    for mention in found:
        text = reader.document.text
        if mention.surface.isupper() and mention.role == "institution":
            before = text[last.end : mention.start] if last else ""
            if last and last.role == "instrument" and before.strip() == "(":
                roles[mention.surface] = last.role
            if (role := roles.get(mention.surface)) is not None:
                mention = replace(mention, role=role, rule="short form in brackets")
        if mention.role != "demonym":
            last = mention
        changed.append(mention)
    return changed


def _plain(reader: Reader, match: re.Match[str], role: str, rule: str) -> Mention:
    from chronotope.draft.mentions import Mention

    (start, end), number = match.span(), sentence_at(reader, match.start())
    return Mention(start, end, reader.document.text[start:end], role, rule, 0.5, number)


def sentence_at(reader: Reader, offset: int) -> int:
    """Return the number of the sentence that an offset lies in."""
    return max(0, bisect_right(reader.document.sentence_starts, offset) - 1)


def _parts_of_places(reader: Reader, found: list[Mention]) -> Iterator[Mention]:
    """Yield "south-east of X": a part of a place, which is no place of a gazetteer."""
    lang, text = reader.document.lang, reader.document.text
    part = _part_pattern(lang)
    for mention in found:
        if mention.role != "place":
            continue
        before = part.search(text, max(0, mention.start - 25), mention.start)
        if before:
            start = before.start("x")
            yield replace(
                mention, start=start, surface=text[start : mention.end], candidates=(),
                rule="part of a place", score=0.7,
            )  # fmt: skip


@cache
def _part_pattern(lang: str) -> re.Pattern[str]:
    sides = "|".join(sorted(lexicon.words(lang, "unit_word"), key=len, reverse=True))
    link = {
        "en": r"\s+of\s+(?:the\s+)?",
        "fr": r"\s+(?:de\s+(?:la\s+|l['’])?|du\s+|d['’])",
        "ru": r"\s+",
    }
    return re.compile(rf"(?<![\w-])(?P<x>(?:{sides})){link[lang]}\Z", re.IGNORECASE)


# --- persons --------------------------------------------------------------------------------------


def _named(reader: Reader, mention: Mention) -> Mention:
    """Return a person with the fullest form of the name and the office beside it."""
    if mention.role != "person":
        return mention
    if not _is_named(mention):
        return mention
    last = mention.surface.split()[-1]
    full = reader.people.get(plain(last)) or reader.people.get(last.lower()) or mention.surface
    if len(mention.surface.split()) >= len(full.split()) and not _is_titled(reader, mention):
        full = mention.surface
    return replace(mention, name=full, office=_office(reader, mention)[0])


def _is_titled(reader: Reader, mention: Mention) -> bool:
    return mention.surface.split()[0].lower() in reader.words.honorific


def _office_mention(reader: Reader, mention: Mention, taken: Spans) -> Mention | None:
    office, start = _office(reader, mention)
    if not office or start < 0:
        return None
    end = start + len(office)
    over = taken.over(start, end)
    if any(not (start <= a and b <= end) or (a <= start and end <= b) for a, b in over):
        return None
    return replace(
        mention, start=start, end=end, surface=office, rule="office beside a name", score=0.8,
    )  # fmt: skip


def _office(reader: Reader, mention: Mention) -> tuple[str, int]:
    """Return the office that stands beside a name, as the text gives it, and where it begins."""
    text, sentence = reader.document.text, reader.document.sentences[mention.sentence]
    before = text[max(sentence.start, mention.start - OFFICE_REACH) : mention.start]
    found = _before(reader.document.lang).search(before)
    if found:
        office = found["office"].strip(" ,")
        return office, mention.start - len(before) + found.start("office")
    after = text[mention.end : min(sentence.end, mention.end + OFFICE_REACH)]
    found = _after(reader.document.lang).match(after)
    if found:
        return found["office"].strip(), mention.end + found.start("office")
    return "", -1


@cache
def _offices(lang: str) -> str:
    forms = sorted(lexicon.words(lang, "office"), key=len, reverse=True)
    if lang != "ru":
        return "|".join(map(re.escape, forms))
    # Russian offices take endings: the last letters of each word are free.
    return "|".join(
        r"\s+".join(
            re.escape(re.sub("[аеийоуыьэюя]{1,2}$", "", w)) + r"[а-яё]{0,4}" for w in f.split()
        )
        for f in forms
    )


@cache
def _before(lang: str) -> re.Pattern[str]:
    """Return a pattern of an office that ends where a name begins."""
    if lang == "en":
        tail = (
            r"(?:\s+(?:of|for|to)\s+(?:the\s+)?(?:foreign affairs|defen[cs]e|state|staff|finance|"
            r"(?-i:[A-Z])[\w-]+)(?:,?\s+(?:and\s+|of\s+|for\s+|the\s+)*(?-i:[A-Z])[\w-]+)*)?"
        )
        mods = (
            r"(?:(?:first|deputy|vice|former|acting|special|foreign|prime|then|chief"
            r"|permanent|ex)[- ])*"
        )
        return re.compile(
            rf"\b(?P<office>{mods}(?:{_offices(lang)}){tail})(?:\s+of\s+(?-i:[A-Z])\w+)?,?\s*$",
            re.I,
        )
    if lang == "fr":
        tail = (
            r"(?:\s+(?:\w+(?:ais|ien|ois|ain|and|ol|ec|que|e|es|enne|aise|oise|aine))){0,2}"
            r"(?:\s+(?:de la|de l['’]|des|du|de|d['’]|aux|à la"
            r"|à l['’])\s*[\w’'-]+(?:\s+(?:et (?:de la|de l['’]|des"
            r"|du)\s*)?(?:[\w’'-]+))?)?"
            r"(?:\s+\w+(?:ais|ien|ois|ain|and|ol|ec|e|enne|aise|oise|aine))?"
        )
        return re.compile(rf"(?<![\w-])(?P<office>(?:{_offices(lang)}){tail}),?\s*$", re.I)
    tail = r"(?:\s+[а-яё][\w-]*){0,4}(?:\s+[А-ЯЁ][\w-]*){0,2}"
    return re.compile(rf"(?<![\w-])(?P<office>(?:{_offices(lang)}){tail})\s*$", re.I)


@cache
def _after(lang: str) -> re.Pattern[str]:
    """Return a pattern of an office between a name and the next comma."""
    lead = {
        "en": r",\s+(?:the\s+|then\s+|[A-Z][\w-]+['’]s\s+)?",
        "fr": r",\s+(?:le\s+|la\s+|l['’])?",
        "ru": r",\s+",
    }
    return re.compile(
        rf"{lead[lang]}(?P<office>(?:[\w-]+\s+){{0,3}}?(?:{_offices(lang)})\b[^,.;:()]{{0,60}})(?=[,.;)])",
        re.I,
    )
