"""Who says what: speakers beside verbs of speech, with the mode that the verb gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chronotope.draft import lexicon
from chronotope.draft._speakers import Sentence, speaker_of, unnamed_speaker
from chronotope.draft._speech import (
    ACCORDING,
    HIS_WORDS,
    is_plural,
    noun_after,
    nouns,
    says,
    verbs,
)
from chronotope.draft.document import Document
from chronotope.draft.mentions import Mention

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
    for mention in mentions:
        if mention.role in _SPEAKERS:
            by_sentence.setdefault(mention.sentence, []).append(mention)
    found: list[Statement] = []
    people: list[Mention] = []  # who spoke or was named, the last one first
    many, is_open = "", False
    for number, span in enumerate(document.sentences):
        if document.is_heading(span):
            continue
        seen = set()
        here = by_sentence.get(number, [])
        here = [m for m in here if not _is_told(document.lang, m)]
        clause = Sentence(document, number, here, tuple(people), many, is_open)
        for statement, speaker in _in_sentence(clause):
            if statement.speaker not in seen:
                seen.add(statement.speaker)
                found.append(statement)
            if speaker is not None and speaker.name:
                people.insert(0, speaker)
        if is_open and not seen and people and found and found[-1].sentence == number - 1:
            mode = (found[-1].mode, "")
            rule = ("quotation that goes on", 0.8)
            found.append(_made(replace(clause, here=[]), people[0], mode, rule))
        is_open = _open_after(document.text[span.start : span.end], is_open)
        named = [m for m in here if m.role == "person" and m.name]
        people = [*people, *named] if seen else [*named, *people]
        crowd = nouns(document.lang).search(clause.text)
        many = crowd[0] if crowd and is_plural(document.lang, crowd[0]) else ""
    return found


def _is_told(lang: str, mention: Mention) -> bool:
    """Return whether a word in its case is told something, and tells nothing: «журналистам»."""
    is_noun = mention.rule == "persons without a name"
    return lang == "ru" and is_noun and nouns("ru").fullmatch(mention.surface) is None


def _open_after(text: str, is_open: bool) -> bool:
    """Return whether a quotation is open at the end of a sentence."""
    for mark in re.findall("[“”«»]", text):
        is_open = mark in "“«"
    return is_open


def _in_sentence(sentence: Sentence) -> Iterator[tuple[Statement, Mention | None]]:
    lang, text, here = sentence.lang, sentence.text, sentence.here
    for match in verbs(lang).finditer(text):
        if not says(text, match):
            continue
        verb = match[0].lower()
        said = lexicon.modes(lang)[verb], verb
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
            for other in _joined(text, sentence.offset, speaker, here):
                yield _made(sentence, other, said, ("joined to the speaker", score)), other
        yield _made(sentence, speaker, said, (rule, score)), speaker
    for match in HIS_WORDS[lang].finditer(text):
        if (speaker := sentence.antecedent(match[0], before=match.start())) is not None:
            said = ("reported", match[0])
            yield _made(sentence, speaker, said, ("his or her words", 0.85)), speaker
    for match in ACCORDING[lang].finditer(text):
        yield from _according(sentence, match)


def _according(
    sentence: Sentence, match: re.Match[str]
) -> Iterator[tuple[Statement, Mention | None]]:
    """Yield the statement of whom "according to" names, or names by an office alone."""
    text, at = sentence.text, sentence.offset + match.end()
    after = [m for m in sentence.here if at <= m.start < at + 60 and m.role != "demonym"]
    said = ("reported", match[0])
    noun = noun_after(sentence.lang, text[match.end() :])
    near = [m for m in after if not noun or m.start <= at + text[match.end() :].find(noun)]
    people = [m for m in after if m.role == "person" and m.name]
    between = text[match.end() : people[0].start - sentence.offset] if people else "."
    if people and not re.search(r"[.;:]|,.*,", between) and (noun or len(between.split()) <= 1):
        yield _made(sentence, people[0], said, ("according to", 0.85)), people[0]
    elif near or (after and not noun and after[0].start < at + 40):
        speaker = (near or after)[0]
        yield _made(sentence, speaker, said, ("according to", 0.85)), speaker
    elif noun:
        holder = sentence.holder(noun) if match["the"] or sentence.lang == "ru" else None
        if holder is not None:
            rule = ("office of a person named before", 0.6)
            yield _made(sentence, holder, said, rule), holder
        else:
            yield _made(sentence, None, said, ("according to", 0.6), noun), None


_SPEAKING = ("person", "government", "institution")
_AND = ("and", "et", "и", "et la", "et le", "et l’")


def _joined(text: str, offset: int, speaker: Mention, here: list[Mention]) -> list[Mention]:
    """Return those who speak with a speaker: joined by "and"."""
    after = [m for m in here if m.role in _SPEAKING and m.start > speaker.end]
    return [m for m in after if text[speaker.end - offset : m.start - offset].strip() in _AND]


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
