"""Who says what: speakers beside verbs of speech, with the mode that the verb gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chronotope.draft import lexicon
from chronotope.draft._actors import ALONE
from chronotope.draft._sentence import Sentence, is_governed, noted
from chronotope.draft._speakers import speaker_of
from chronotope.draft._speech import (
    ACCORDING,
    HIS_WORDS,
    NOMINAL,
    is_plural,
    is_somebody,
    noun_after,
    nouns,
    says,
    verbs,
    whole,
)
from chronotope.draft._unnamed import is_definite, is_text, persons_in, unnamed_speaker
from chronotope.draft.document import Document
from chronotope.draft.mentions import Mention
from chronotope.draft.spans import Spans

_SPEAKERS = ("person", "government", "institution", "demonym")


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
    seats: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.role in _SPEAKERS and mention.rule != ALONE:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        elif document.lang != "en" and _is_seat(mention):
            where = by_sentence if document.lang == "ru" else seats
            where.setdefault(mention.sentence, []).append(mention)
    found: list[Statement] = []
    people: list[Mention] = []  # who spoke or was named, the last one first
    genders: dict[str, str] = {}
    many, is_open, body = "", False, None
    for number, span in enumerate(document.sentences):
        seen = set()
        here = by_sentence.get(number, [])
        here = [m for m in here if not _is_told(document.lang, m)]
        clause = Sentence(document, number, here, tuple(people), many, is_open, body, genders,
                          tuple(seats.get(number, ())))  # fmt: skip
        body = None
        _learn_from_verbs(clause, genders)
        for statement, speaker in _in_sentence(clause):
            if statement.speaker not in seen:
                seen.add(statement.speaker)
                found.append(statement)
            if speaker is not None and not (speaker.name or speaker.role == "person"):
                body = speaker
            elif (speaker and speaker.name) or _is_one(document.lang, statement):
                people.insert(0, speaker or noted(statement.speaker))
                _learn_gender(clause, statement, genders)
        if is_open and not seen and people and found and found[-1].sentence == number - 1:
            mode = (found[-1].mode, "")
            rule = ("quotation that goes on", 0.8)
            found.append(_made(replace(clause, here=[]), people[0], mode, rule))
        elif not seen and _is_quotation(document, number) and people:
            before = document.sentences[number - 1]
            if found and found[-1].sentence == number - 1 and before.paragraph == span.paragraph:
                rule = ("quotation that goes on", 0.6)
                speaker = _who_spoke(people, found[-1])
                found.append(_made(replace(clause, here=[]), speaker, (found[-1].mode, ""), rule))
        is_open = _open_after(document.text[span.start : span.end], is_open)
        named = [m for m in here if m.role == "person" and m.name]
        people = [*people, *named] if seen else [*named, *clause.opener, *people]
        body = body or next((m for m in here if m.role in ("government", "institution")), None)
        crowd = nouns(document.lang).search(clause.text)
        many = crowd[0] if crowd else ""
        if not many and seen and found[-1].rule == "phrase before a verb of speech":
            many = found[-1].speaker
        many = many if is_plural(document.lang, many) else ""
    return found


def with_speakers(
    document: Document, mentions: list[Mention], statements: list[Statement]
) -> list[Mention]:
    """Return the mentions and those who speak without a name, where their words stand."""
    taken = Spans((m.start, m.end) for m in mentions if m.role == "person")
    same = {(m.start, m.end) for m in mentions}
    found = set()
    for statement in statements:
        at = document.text.find(statement.speaker, statement.start, statement.end)
        is_noun = statement.role == "person" and bool(statement.speaker) and at >= 0
        is_noun = is_noun and statement.rule != "body in which it was said"
        where = persons_in(document.lang, statement.speaker) if is_noun else None
        start, end = (at + where[0], at + where[1]) if where else (0, 0)
        if start < end and (start, end) not in same and not taken.touch(start, end):
            surface, rule = document.text[start:end], "noun that speaks"
            found.add(Mention(start, end, surface, "person", rule, 0.5, statement.sentence))
    return sorted([*mentions, *found], key=lambda m: (m.start, -m.end, m.role))


_ALONE = re.compile(r"\W*[“«\"][^“”«»\"]{12,}[”»\"]?\W*")


def _is_quotation(document: Document, number: int) -> bool:
    """Return whether a sentence is all in quotation marks: who spoke before it goes on."""
    span = document.sentences[number]
    return number > 0 and _ALONE.fullmatch(document.text[span.start : span.end]) is not None


def _who_spoke(people: list[Mention], last: Statement) -> Mention:
    """Return who made a statement, of those who spoke or were named."""
    spoke = next((m for m in people if (m.name or m.surface) == last.speaker), None)
    return spoke or Mention(0, 0, last.speaker, last.role or "person", "", last.score)


def _is_seat(mention: Mention) -> bool:
    """Return whether a place may be where it is said: «в Осло заявили», « à Oslo, on dit »."""
    place = mention.place
    is_capital = place is not None and (place.is_capital or place.kind == "country")
    return mention.role == "place" and (place is None or is_capital)


def _is_one(lang: str, statement: Statement) -> bool:
    """Return whether those who speak without a name are one person, whom "he" may mean."""
    words = statement.speaker
    head = words.split()[0] if lang == "fr" else words  # « ministre des Affaires étrangères »
    is_many = _MANY.search(statement.verb) if lang == "ru" else is_plural(lang, head)
    return not is_many and is_somebody(lang, words)


_MANY = re.compile(r"(?:ли|лись|ют|ут|ят|ат)\Z")


def _learn_from_verbs(sentence: Sentence, genders: dict[str, str]) -> None:
    """Note what a Russian verb right behind a name tells: «Вафа Гулузаде пошёл»."""
    if sentence.lang != "ru":
        return
    for mention in sentence.here:
        if mention.role == "person" and mention.name:
            verb = _NEXT.match(sentence.document.text, mention.end)
            if verb is not None:
                genders.setdefault(mention.name, "f" if verb["f"] else "m")


_NEXT = re.compile(r" [а-яё]+(?:[аеиоуыяё]л|шёл|шел|лся|(?P<f>ла|лась))(?=[\s,.:;])")


def _learn_gender(sentence: Sentence, statement: Statement, genders: dict[str, str]) -> None:
    """Note what a Russian verb in the past tells of its subject: «сказала»."""
    if sentence.lang == "fr" and not statement.country:
        article = rf"\b(?P<f>une|la|sa)\s+{re.escape(statement.speaker)}|\b(?:un|le)\s+"
        found = re.search(article + re.escape(statement.speaker), sentence.text, re.I)
        if found is not None:
            genders.setdefault(statement.speaker, "f" if found["f"] else "m")
        return
    told = _PAST.search(statement.verb) if sentence.lang == "ru" else None
    if told and statement.score >= _SURE and statement.role == "person":
        genders.setdefault(statement.speaker, "f" if told["f"] else "m")


_PAST = re.compile(r"(?:л|лся|(?P<f>ла|лась))\Z")
_SURE = 0.7  # from which a speaker's gender is learnt from the verb


def _is_told(lang: str, mention: Mention) -> bool:
    """Return whether a word in its case is told something, and tells nothing: «журналистам»."""
    is_noun = mention.rule == "persons without a name"
    return lang == "ru" and is_noun and nouns("ru").fullmatch(mention.surface) is None


def _open_after(text: str, is_open: bool) -> bool:
    """Return whether a quotation is open at the end of a sentence."""
    for mark in re.findall("[“”«»]", text):
        is_open = mark in "“«"
    return is_open


def _before_colon(sentence: Sentence) -> Mention | None:
    """Return the name that a sentence begins with, where a colon and a quotation follow it."""
    raw = sentence.document.text[sentence.offset : sentence.span.end]
    colon = _COLON.match(raw)
    named = [m for m in sentence.here if colon and m.end - sentence.offset <= colon.end("who")]
    if colon is None or not named or verbs(sentence.lang).search(colon["who"]):
        return None
    is_first = len(raw[: named[0].start - sentence.offset].split()) <= 1
    return next((m for m in named if m.name), named[0]) if is_first else None


def _behind_quotation(sentence: Sentence) -> Mention | None:
    """Return the name that a quotation and one word more lead to: « …, maugrée Peeter Kask »."""
    lang, text = sentence.lang, sentence.text
    told = _TOLD_BY.search(text)
    if told is None or any(says(lang, text, verb) for verb in verbs(lang).finditer(text)):
        return None
    if told["pronoun"]:
        return sentence.antecedent(told["pronoun"], before=told.start())
    at = sentence.offset + told.end()
    if told["article"]:
        noun = noun_after(lang, text[told.end() :])
        return noted(noun) if noun else None
    return next((m for m in sentence.here if m.start == at and m.role == "person" and m.name), None)


_TOLD_BY = re.compile(
    r"(?:[”»]|(?<=[,?!])\")\s*,?\s*(?:[—–-]\s*)?[^\W\d_]{4,}(?:-t)?"
    r"(?:[ -](?P<pronoun>he|she|ils?|elles?|он|она)\b|\s+(?=[A-ZÀ-ÝА-ЯЁ])"
    r"|\s+(?P<article>an? |one |the |une? |l[ae] |l['’])(?=\w))",
)
_COLON = re.compile(r"[—–-]?\s*(?P<who>[^:«»“”\"]{3,70}?)\s?:\s?[«“\"]\s?\w")


def _in_sentence(sentence: Sentence) -> Iterator[tuple[Statement, Mention | None]]:
    lang, text, here = sentence.lang, sentence.text, sentence.here
    if (speaker := _before_colon(sentence)) is not None:
        known = ("name before a colon and a quotation", 0.7)
        yield _made(sentence, speaker, ("reported", ":"), known), speaker
    for match in verbs(lang).finditer(text):
        if not says(lang, text, match):
            continue
        verb = match[0].lower()
        said = lexicon.modes(lang)[verb], verb
        several = _several(sentence, match.start())
        is_both = _BOTH[lang].search(text[: match.start()]) is not None
        is_they = not several and _THEY[lang].search(text[: match.start()]) is not None
        if pair := sentence.both("") if is_both or is_they else []:
            for one in pair:
                yield _made(sentence, one, said, ("two persons named before", 0.5)), one
            continue
        if is_both and several:
            yield _made(sentence, None, said, ("noun before a verb of speech", 0.5), several), None
            continue
        speaker, rule, score = speaker_of(sentence, match)
        if speaker is None and not rule:
            speaker, named = unnamed_speaker(sentence, match)
            if speaker is not None:
                known = ("office of a person named before", 0.6)
                yield _made(sentence, speaker, said, known), speaker
            elif named and (pair := sentence.both(named)):
                for one in pair:
                    yield _made(sentence, one, said, ("two persons named before", 0.6)), one
            elif named:
                known = ("noun before a verb of speech", 0.5)
                yield _made(sentence, None, said, known, named), None
            continue
        if speaker is not None:
            speaker = _with_name(sentence, speaker)
            for other in _joined(sentence, speaker):
                yield _made(sentence, other, said, ("joined to the speaker", score)), other
        yield _made(sentence, speaker, said, (rule, score)), speaker
    if (speaker := _behind_quotation(sentence)) is not None:
        known = ("name behind a quotation and a verb", 0.6)
        yield _made(sentence, speaker, ("reported", "»"), known), speaker
    for match in NOMINAL[lang].finditer(text):
        at = match.start("before") if lang == "en" and match["before"] else -1
        near = [m for m in here if m.role in _SPEAKING
                and (m.end - sentence.offset in (at, at + 1) if at >= 0
                     else match.end() <= m.start - sentence.offset < match.end() + 40)]  # fmt: skip
        for one in sorted(near, key=lambda m: not (m.role == "person" and m.name))[:1]:
            yield _made(sentence, one, ("reported", match[0]), ("whose claim it is", 0.6)), one
    for match in HIS_WORDS[lang].finditer(text):
        if (speaker := sentence.antecedent(match[0], before=match.start())) is not None:
            said = ("reported", match[0])
            yield _made(sentence, speaker, said, ("his or her words", 0.85)), speaker
    for match in ACCORDING[lang].finditer(text):
        yield from _according(sentence, match)


def _with_name(sentence: Sentence, speaker: Mention) -> Mention:
    """Return the person who holds an office in capitals, "the Prime Minister", else the office."""
    before = sentence.text[: max(0, speaker.start - sentence.offset)]
    if (
        speaker.name
        or speaker.rule != "office in capitals"
        or not is_definite(sentence.lang, before)
    ):
        return speaker
    return sentence.holder(speaker.surface, "") or speaker


def _several(sentence: Sentence, at: int) -> str:
    """Return those of several whom a sentence names before an offset: "the ministers … both"."""
    own = nouns(sentence.lang).finditer(sentence.text, 0, at)
    many = [n for n in own if is_plural(sentence.lang, n[0])]
    return whole(sentence.lang, sentence.text, many[-1]) if many else sentence.many


_THEY = {
    "en": re.compile(r"\bthey (?:\w+ly |both |have |had |also )?\Z", re.I),
    "fr": re.compile(r"\b(?:ils|elles) (?:ont |avaient )?\Z", re.I),
    "ru": re.compile(r"(?<!\w)они \Z", re.I),
}


def _is_named_there(text: str, at: int, mention: Mention, offset: int) -> bool:
    """Return whether "according to" names a person: not one behind the comma that ends it."""
    between = text[at : mention.start - offset]
    is_apposed = re.match(r"\s*(?:,|\.|\Z)", text[mention.end - offset :]) is not None
    return "," not in between or is_apposed


def _phrase_after(lang: str, text: str, match: re.Match[str]) -> str:
    """Return those whom "according to" names by a word that nobody lists: «по данным миссии»."""
    found = _AFTER[lang].match(text, match.end())
    is_for = lang == "en" and match[0].lower().startswith("for")
    is_pour = lang == "fr" and match[0].lower().startswith("pour")
    if found is None or is_for or (is_pour and not match[0].lower().endswith("les ")):
        return ""
    return str(found["who"])


_AFTER = {
    "en": re.compile(r"(?P<who>[a-z][\w’'-]*(?: [\w’'-]+){0,3}?)(?=,|\.|;|$)"),
    "fr": re.compile(r"(?P<who>[a-zà-ÿ][\w’'-]+(?: [\w’'-]+){0,3}?)(?=,|\.|;|$)"),
    "ru": re.compile(r"(?P<who>[а-яё][\w-]+(?: [\w-]+){0,2}?)(?=,|\.|;|$)"),
}
_OF = re.compile(r"\s+(?:to|of|for|de|du|des)\s|\s+d['’]")
_BOTH = {
    "en": re.compile(r"\b(?:both|the two)(?: men| women)? (?:\w+ly |have |had )?\Z", re.I),
    "fr": re.compile(r"\b(?:les|tous|toutes) (?:les )?deux(?: hommes)?(?: ont| avaient)? \Z", re.I),
    "ru": re.compile(r"(?<!\w)(?:оба|обе) \Z", re.I),
}


def _according(
    sentence: Sentence, match: re.Match[str]
) -> Iterator[tuple[Statement, Mention | None]]:
    """Yield the statement of whom "according to" names, or names by an office alone."""
    text, at = sentence.text, sentence.offset + match.end()
    after = [m for m in sentence.here if at <= m.start < at + 60 and m.role != "demonym"]
    said = ("reported", match[0])
    noun = noun_after(sentence.lang, text[match.end() :])
    noun = noun if noun[:1].islower() else ""
    if (words := _phrase_after(sentence.lang, text, match)) and not noun:
        near = [m for m in sentence.here if at <= m.start < at + len(words) + 1]
        if not near and is_text(sentence.lang, words.split()[0]):
            return  # «согласно документу»
        if not near:
            yield _made(sentence, None, said, ("according to", 0.5), words), None
            return
    after = [m for m in after if _is_named_there(text, match.end(), m, sentence.offset)]
    if match[0].lower().startswith(("for ", "для ")):  # "For Norway, …" is the author's view
        after = [m for m in after if m.start == at and m.role == "person" and m.name]
    near = [m for m in after if not noun or m.start <= at + text[match.end() :].find(noun)]
    people = [m for m in after if m.role == "person" and m.name]
    if people and noun:
        of = text[match.end() : people[0].start - sentence.offset].partition(noun)[2]
        people = [] if _OF.match(of) and "," not in of else people  # "an aide to Mr Carter"
        near = near if people else []
    between = text[match.end() : people[0].start - sentence.offset] if people else "."
    if people and not re.search(r"[.;:]|,.*,", between) and (noun or len(between.split()) <= 1):
        yield _made(sentence, people[0], said, ("according to", 0.85)), people[0]
    elif near or (after and not noun and after[0].start < at + 40):
        speaker = (near or after)[0]
        yield _made(sentence, speaker, said, ("according to", 0.85)), speaker
    elif noun:
        is_one = match["the"] or sentence.lang == "ru"
        is_one = is_one and not (is_plural(sentence.lang, noun) or _OF_MANY.search(noun))
        article = (match["the"] or "").strip().lower() if sentence.lang == "fr" else ""
        told = {"la": "f", "le": "m"}.get(article, "")
        holder = sentence.holder(noun, told) if is_one else None
        if holder is not None:
            rule = ("office of a person named before", 0.6)
            yield _made(sentence, holder, said, rule), holder
        else:
            yield _made(sentence, None, said, ("according to", 0.6), noun), None


_OF_MANY = re.compile(r"(?:ов|ев|ей|ам|ям|ах|ях)\Z")
_SPEAKING = ("person", "government", "institution")
_AND = re.compile(
    r"(?:and|or|nor|as well as|et|ni|comme|ainsi que|,?\s?(?:и|ни)|а также)"
    r"(?: (?:the|la|le|les|во?|à))?(?: l['’])?"
)


def _joined(sentence: Sentence, speaker: Mention) -> list[Mention]:
    """Return those who speak with a speaker: joined by "and", "nor"."""
    lang, text, offset, here = sentence.lang, sentence.text, sentence.offset, sentence.here
    able = [m for m in here if m.role in _SPEAKING or m.role == speaker.role]
    beside = [(m, text[speaker.end - offset : m.start - offset]) for m in able]
    beside += [
        (m, text[m.end - offset : speaker.start - offset]) for m in able
        if not is_governed(lang, text, m.start - offset, 0) or lang == "ru"
    ]  # fmt: skip
    return [m for m, between in beside if _AND.fullmatch(between.strip())]


def _made(
    sentence: Sentence,
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
