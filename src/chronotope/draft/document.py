"""A text frozen with its hash: paragraphs, sentences and tokens with their offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from chronotope.dossier.evidence import normalise_article, paragraph_spans, text_sha256

LANGUAGES = ("en", "fr", "ru")
LONGEST_LINE = 100_000  # characters: no paragraph of prose is as long
LOCATOR_WORDS = 5

_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Sen|Rep|Gov|St|Jr|Sr|vs|No|Inc|Ltd|Corp|Co|Jan|Feb|"
    r"Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|MM|M|Mme|Mlle|Me|art|cf|p|pp|av|env|им|гг|г|вв|в|"
    r"тыс|млн|млрд|руб|ул|стр|т\.е|т\.д|т\.п|см|др|пр|[A-ZА-ЯЁ])|(?:\b[A-Za-z]\.)+[A-Za-z])\.$"
)
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]*]*\s+(?=[\"'“‘«(\[—–*-]*\s*[A-ZÀ-ÝА-ЯЁ0-9])")
# A letter alone before a full stop ends a sentence in Russian only after a year: «2019 г. Он».
_YEAR_END = re.compile(r"\d{4}\s*(?:г|гг)\.$")
_COMMON = {
    "en": "the of and to in that is was for with on by at from has have were it as be",
    "fr": "le la les de des du et à en que qui est un une pour dans sur par au aux ont été",
    "ru": "и в на что с по не к из для о от за как это его был при",
}


class DraftError(ValueError):
    """A text that cannot be drafted from: what is wrong and what to do, in one sentence."""


@dataclass(frozen=True)
class Span:
    """A stretch of the frozen text.

    Attributes
    ----------
    start, end
        Offsets of the first character and after the last one.
    paragraph
        Number of the paragraph; title and author are 0.
    """

    start: int
    end: int
    paragraph: int = 0


@dataclass(frozen=True)
class Document:
    """A text as it is read, with what its own metadata say.

    Attributes
    ----------
    text
        The normalised text that all offsets count in.
    lang
        ``en``, ``fr`` or ``ru``.
    title, author, published, address
        From the document's metadata or its first lines; blank where they are not there.
    """

    text: str
    lang: str
    title: str = ""
    author: str = ""
    published: str = ""
    address: str = ""

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the frozen text in UTF-8."""
        return text_sha256(self.text)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Every paragraph, title and author together being number 0."""
        return tuple(Span(*span, n) for n, span in sorted(paragraph_spans(self.text).items()))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Every sentence, in the order of the text; a line ends one."""
        return tuple(_sentences(self.text, self.paragraphs))

    def paragraph_of(self, offset: int) -> int:
        """Return the number of the paragraph that an offset lies in."""
        at = bisect_right(self._starts, offset) - 1
        return self.paragraphs[at].paragraph if at >= 0 else 0

    @cached_property
    def _starts(self) -> list[int]:
        return [p.start for p in self.paragraphs]

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Where each sentence begins."""
        return [s.start for s in self.sentences]

    def is_heading(self, span: Span) -> bool:
        """Return whether a sentence is title or author: a first line that no full stop ends.

        A news text often comes without them, and then its first line tells something.
        """
        if span.paragraph or "\n" not in self.text:
            return False
        end = self.text.find("\n", span.start)
        return not _ENDED.search(self.text[span.start : end if end >= 0 else len(self.text)])

    def locator(self, start: int, end: int) -> tuple[str, str]:
        """Return first and last words of a passage, at most five at either end."""
        return locator(self.text[start:end])


_ENDED = re.compile(r"[.!?…][”»\"')\]]*\s*\Z")


def locator(text: str) -> tuple[str, str]:
    """Return the first and the last words of a text, at most five at either end, never all."""
    words = text.split()
    count = max(1, min(LOCATOR_WORDS, (len(words) + 1) // 2))
    return " ".join(words[:count]), " ".join(words[-count:])


def freeze(text: str, *, lang: str | None = None, **about: str) -> Document:
    """Return a text as a document: normalised, its language known.

    Parameters
    ----------
    text
        The text, one paragraph a line.
    lang
        Its language; None finds it out by its commonest words.
    **about
        title, author, published, address.

    Raises
    ------
    DraftError
        If there is no text, a line is too long, or two languages are mixed.
    """
    normal = normalise_article(text)
    if not normal:
        raise DraftError("There is no text in it: give a file that holds words.")
    for number, line in enumerate(normal.split("\n"), 1):
        if len(line) >= LONGEST_LINE:
            raise DraftError(
                f"Line {number} has {len(line):,} characters and no break: "
                "put each paragraph on a line of its own."
            )
    if lang is not None and lang not in LANGUAGES:
        raise DraftError(f"Language {lang!r} has no rules: choose one of {', '.join(LANGUAGES)}.")
    document = Document(text=normal, lang=lang or detect_language(normal))
    return with_about(document, about)


def with_about(document: Document, about: Mapping[str, str]) -> Document:
    """Return a document with what is known of it: title, author, published, address."""
    return replace(
        document,
        title=about.get("title", document.title),
        author=about.get("author", document.author),
        published=about.get("published", document.published),
        address=about.get("address", document.address),
    )


def detect_language(text: str) -> str:
    """Return ``en``, ``fr`` or ``ru`` by the commonest words of a text.

    Raises
    ------
    DraftError
        If more than a fifth of it is in a second language: a draft has one.
    """
    weights = dict.fromkeys(LANGUAGES, 0)
    first = dict.fromkeys(LANGUAGES, 0)
    for number, line in enumerate(text.split("\n"), 1):
        if (lang := _line_language(line)) is not None:
            weights[lang] += len(line)
            first[lang] = first[lang] or number
    ranked = sorted(weights, key=lambda x: -weights[x])
    known = sum(weights.values())
    if not known:
        return "ru" if len(re.findall("[а-яё]", text)) * 2 > len(text) else "en"
    second = ranked[1]
    if weights[second] > known / 5 and weights[second] > 300:
        raise DraftError(
            f"Two languages are mixed ({ranked[0]}, and {second} from line {first[second]} on): "
            "draft from one language at a time, or name it with --lang."
        )
    return ranked[0]


def _line_language(line: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", line.lower()[:4000])
    scores = {lang: sum(w in known for w in words) for lang, known in _KNOWN.items()}
    best = max(scores, key=lambda x: scores[x])
    return best if scores[best] >= 2 else None


_KNOWN = {lang: frozenset(words.split()) for lang, words in _COMMON.items()}


def _sentences(text: str, paragraphs: tuple[Span, ...]) -> Iterator[Span]:
    for paragraph in paragraphs:
        start = paragraph.start
        for line in text[paragraph.start : paragraph.end].split("\n"):
            yield from _line_sentences(line, start, paragraph.paragraph)
            start += len(line) + 1


def _line_sentences(line: str, offset: int, paragraph: int) -> Iterator[Span]:
    start = 0
    for stop in _STOP.finditer(line):
        before = line[start : stop.end()].rstrip()
        if before.endswith(".") and _ABBREVIATION.search(before) and not _YEAR_END.search(before):
            continue
        yield Span(offset + start, offset + start + len(before), paragraph)
        start = stop.end()
    if line[start:].strip():
        yield Span(offset + start, offset + len(line), paragraph)
