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
PUBLISHED = re.compile(
    r"(?:published|posted|publiée?|mis en ligne|опубликован[оа]?|дата публикации)\b"
    r"(?:\s+(?:on|le))?\s*:?\s*(?=[^.!?]{4,60}$)",
    re.IGNORECASE | re.MULTILINE,
)
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]*]*\s+(?=[\"'“‘«(\[—–*-]*\s*[A-ZÀ-ÝА-ЯЁ0-9])")
# A letter alone before a full stop ends a sentence in Russian only after a year: «2019 г. Он».
_YEAR_END = re.compile(r"\d{4}\s*(?:г|гг)\.$")
_COMMON = {
    "en": "the of and to in that is was for with on by at from has have were it as be",
    "fr": "le la les de des du et à en que qui est un une pour dans sur par au aux ont été a son "
    "se ce il ne pas avec plus",
    "ru": "и в на что с по не к из для о от за как это его был при",
    # Languages without rules: known so that they are told, and not read as another.
    "German": "der die und das den dem des ein eine ist nicht mit auf für von zu im sich dass in",
    "Spanish": "de la que el en y a los se del las un por con una para su es al lo",
    "Italian": "di e il la che in a un è per una del non della si con le i da gli",
    "Portuguese": "de a o que e do da em um para é com não uma os no se na por as",
    "Dutch": "de en van het een in is dat op te voor met zijn die niet aan er om ook werd",
    "Polish": "w z na i że się nie do jest to oraz przez od po o za dla",
    "Swedish": "och att det som en på är av för med till den har inte om ett",
    "Ukrainian": "і в на що з у до не та за від про як це його був при є який",
    "Bulgarian": "на и от се за в са че да по е си до като ще",
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

    def sentence_of(self, offset: int) -> Span:
        """Return the sentence that an offset lies in."""
        return self.sentences[max(0, bisect_right(self.sentence_starts, offset) - 1)]

    def is_heading(self, span: Span) -> bool:
        """Return whether a sentence is title or author: a first line that no full stop ends.

        A news text often comes without them, and then its first line tells something. A line
        near the top that says when the text was published is of the heading too.
        """
        if span.paragraph <= 1 and PUBLISHED.match(self.text, span.start):
            return True
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
        If it is in a language without rules, or more than a fifth of it is in a second one.
    """
    weights = dict.fromkeys(_COMMON, 0)
    first = dict.fromkeys(_COMMON, 0)
    for number, line in enumerate(text.split("\n"), 1):
        for sentence in _STOP.split(line):
            if (lang := _language_of(sentence)) is not None:
                weights[lang] += len(sentence)
                first[lang] = first[lang] or number
    best, second = sorted(weights, key=lambda x: -weights[x])[:2]
    known = sum(weights.values())
    if not known:
        return _by_script(text)
    if best not in LANGUAGES:
        raise DraftError(_unread(f"it seems to be in {best}"))
    if weights[second] > known / 5 and weights[second] > 300:
        raise DraftError(
            f"Two languages are mixed ({best}, and {second} from line {first[second]} on): "
            "draft from one language at a time, or name it with --lang."
        )
    return best


def _unread(why: str) -> str:
    return f"Rules are there for {', '.join(LANGUAGES)}, and {why}; name one of them with --lang."


def _by_script(text: str) -> str:
    """Return the language of a text that none of the commonest words gives away."""
    letters = len(re.findall(r"[^\W\d_]", text))
    cyrillic, latin = (len(re.findall(f"[{x}]", text, re.I)) for x in ("а-яё", "a-zà-ž"))
    if letters and cyrillic + latin < letters / 2:
        raise DraftError(_unread("it is in another script"))
    return "ru" if cyrillic > latin else "en"


def _language_of(sentence: str) -> str | None:
    """Return the language most of whose common words a sentence has; of two alike, the first."""
    words = re.findall(r"[^\W\d_]+", sentence.lower()[:4000])
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
