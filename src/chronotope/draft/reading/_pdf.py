"""The text of a PDF: columns in order, running heads off, words divided at a line end whole."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from chronotope.dossier.extras import needs
from chronotope.draft.document import DraftError
from chronotope.draft.reading._plain import heading, is_heading_line

if TYPE_CHECKING:
    from pypdf import PageObject

_HYPHEN = re.compile(r"([^\W\d_])[-‐\xad]$")
# A word so divided has a hyphen wherever it stands: « vice-président », « Boulogne-sur-Mer ».
_COMPOUND = re.compile(
    r"(?:\w-\w+|\b(?:vice|ex|non|self|semi|demi|sous|contre|franco|anglo|russo|sino|greco|afro|indo"
    r"|north|south|вице|экс|северо|юго|русско|российско|франко|англо|военно))[-‐]$",
    re.I,
)
_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
LONG = 1_500  # characters of a paragraph after which the end of a sentence ends it
_LARGER = 1.15  # times the size of the body from which type is a title's
_HEADING = 5  # lines that a heading may take
_TITLE = 160  # characters that a title may have
_EDGE = 2  # lines at the top and the foot of a page that may be its running head or number


def read_pdf(
    path: Path, *, on_page: Callable[[int, int], None] | None = None
) -> tuple[str, dict[str, str]]:
    """Return the text of a PDF, one paragraph a line, and title and author of its metadata.

    Pages are read one by one and let go. The day on which the file was made is not the day of
    publication and is not taken.

    Raises
    ------
    DraftError
        If it is locked, broken, or holds pictures of words and no words.
    """
    with needs("draft"):
        import pypdf
        from pypdf.errors import DeprecationError, PyPdfError

    unlocked = _unlocked(path)
    try:
        reader = pypdf.PdfReader(unlocked)
        count = len(reader.pages)
        pages = []
        for number in range(count):
            pages.append(_page_lines(reader.pages[number]))
            if on_page:
                on_page(number + 1, count)
    except (PyPdfError, DeprecationError, LookupError, TypeError, ValueError, AttributeError,
            NotImplementedError, RecursionError) as error:  # fmt: skip
        raise DraftError(
            f"the PDF cannot be read ({type(error).__name__}); print it to a new PDF."
        ) from None
    letters = sum(len(re.findall(r"[^\W\d_]", line)) for page in pages for line in page)
    if letters < 20 * max(1, min(count, 3)):
        raise DraftError(
            "it is a scan with no text in it; let a program recognise its words (OCR) first."
        )
    about: Mapping[str, object] = reader.metadata or {}
    head, body = _headed(list(_without_heads(pages)), _large(reader.pages[0]))
    found = {"title": about.get("/Title"), "author": about.get("/Author")}
    known = {k: str(v).strip() for k, v in found.items() if v and str(v).strip()}
    return "\n".join([*head, *_paragraphs(body)]), {**known, **heading("\n".join(head))}


def _large(page: PageObject) -> str:
    """Return the words with which a page begins in larger type than the most of it has."""
    parts: list[tuple[float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            parts.append((round(abs(size * tm[3] * cm[3]), 1), text))

    page.extract_text(visitor_text=visit)
    letters: Counter[float] = Counter()
    for size, text in parts:
        letters[size] += len(text)
    body = letters.most_common(1)[0][0] if letters else 0.0
    large = takewhile(lambda part: part[0] > _LARGER * body, parts)
    return " ".join(" ".join(text for _, text in large).split())


def _headed(lines: list[str], large: str) -> tuple[list[str], list[str]]:
    """Part the heading of a text from its body: a title in large type, author and day under it."""
    full = [n for n, line in enumerate(lines) if line.strip()][:_HEADING]
    title: list[str] = []
    rest = "".join(large.split())
    while full and rest and rest.startswith("".join(lines[full[0]].split())):
        line = " ".join(lines[full.pop(0)].split())
        rest = rest[len("".join(line.split())) :]
        title.append(line)
    first = " ".join(title) or (" ".join(lines[full.pop(0)].split()) if full else "")
    under = takewhile(lambda n: is_heading_line(lines[n]), full[:2])
    told = list(under)
    if not (title or told) or len(first) > _TITLE:
        return [], lines
    last = told[-1] if told else full[0] - 1 if full else len(lines) - 1
    return [first, *(" ".join(lines[n].split()) for n in told)], lines[last + 1 :]


def _unlocked(path: Path) -> Path | io.BytesIO:
    """Return the file, or a copy without its encryption where it opens without a password.

    pypdf 7.1.0 asks for another package to read what is encrypted with AES; pikepdf does not.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            if not document.is_encrypted:
                return path
            copy = io.BytesIO()
            document.save(copy, encryption=False)
            copy.seek(0)
            return copy
    except pikepdf.PasswordError:
        raise DraftError("it is locked with a password; save a copy without one.") from None
    except pikepdf.PdfError:
        raise DraftError("the PDF is broken; print it to a new PDF.") from None


def _page_lines(page: PageObject) -> list[str]:
    """Return the lines of a page from top to bottom, the left column before the right."""
    laid_out = page.extract_text(extraction_mode="layout")
    lines = laid_out.expandtabs(4).split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    return [line.rstrip() for part in _columns(lines) for line in part]


def _columns(lines: list[str]) -> list[list[str]]:
    """Part a page where a run of blanks goes down through most of its lines."""
    full = [line for line in lines if line.strip()]
    if len(full) < 4:
        return [lines]
    width = max(map(len, full))
    gutter = _gutter(full, width)
    if gutter is None:
        return [lines]
    head = 0
    while head < len(lines) and not _is_parted(lines[head], gutter):
        head += 1
    foot = len(lines)
    while foot > head and not _is_parted(lines[foot - 1], gutter):
        foot -= 1
    body = lines[head:foot]
    left = [line[: gutter + 1] for line in body]
    right = [line[gutter + 1 :] for line in body]
    # What looks like two columns may be three or four.
    return [lines[:head], *_columns(left), *_columns(right), lines[foot:]]


def _is_parted(line: str, gutter: int) -> bool:
    return bool(line[:gutter].strip()) and bool(line[gutter:].strip()) and line[gutter] == " "


def _gutter(lines: list[str], width: int) -> int | None:
    best, where = 0.0, None
    for at in range(int(width * 0.25), int(width * 0.75)):
        band = [line[max(0, at - 1) : at + 2].ljust(3) for line in lines]
        clear = sum(not part.strip() for part in band) / len(lines)
        both = sum(bool(x[:at].strip()) and bool(x[at:].strip()) for x in lines) / len(lines)
        if clear >= 0.85 and both >= 0.5 and clear > best:
            best, where = clear, at
    return where


def _without_heads(pages: list[list[str]]) -> Iterator[str]:
    """Yield all lines without those that stand at the edge of page after page."""

    def form(line: str) -> str:
        return re.sub(r"\d+", "0", " ".join(line.split()))

    def edges(page: list[str]) -> list[int]:
        full = [n for n, line in enumerate(page) if line.strip()]
        return [*full[:_EDGE], *full[-_EDGE:]]

    counts = Counter(f for page in pages for f in {form(page[n]) for n in edges(page)})
    often = max(2, len(pages) * 0.4)
    for page in pages:
        heads = {n for n in edges(page) if _is_head(form(page[n]), counts, often)}
        yield from (line for n, line in enumerate(page) if n not in heads)


def _is_head(form: str, counts: Counter[str], often: float) -> bool:
    is_number = re.fullmatch(r"(?:page|p\.|стр\.)?\s*[-–— ]*0[-–— ]*(?:/\s*0)?", form, re.I)
    return bool(is_number) or (counts[form] >= often and len(form) < 120)


def _headings(lines: list[str]) -> set[int]:
    """Return the numbers of the lines that head what follows: short, with no full stop, by itself.

    It stands behind the end of a sentence, and a blank line or a line as wide as the others
    follows; of two lines that head a part the first may be as short.
    """
    texts = [" ".join(line.split()) for line in lines]
    width = max(map(len, texts), default=0)
    found: set[int] = set()
    before = ""  # the last line with words
    for number, text in enumerate(texts):
        starts = text[:1].isupper() or text[:1].isdigit() or number - 1 in found
        is_open = not before or _END.search(before) is not None or number - 1 in found
        if starts and is_open and len(text) < _SHORT * width and not _GOES_ON.search(text):
            after = texts[number + 1 : number + 3]
            is_alone = after[:1] == [""] or (
                len(after) > 1 and after[1] == "" and after[0][-1:] not in ".!?"
            )
            is_over = bool(after) and len(after[0]) > _FULL * width and after[0][:1].isupper()
            if (is_alone and len(after[0]) < _FULL * width) or is_over:
                found.add(number)
        before = text or before
    return found


_SHORT = 0.5  # of the widest line, under which a line that ends no sentence may be a heading
_FULL = 0.75  # of the widest line, over which a line is one of a paragraph
_GOES_ON = re.compile(r"[.!?…:;,–—-][\"'”’»)\]]*$")


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Join lines into paragraphs, and words that were divided at the end of a line."""
    block: list[str] = []
    width, size = 0, 0
    headings = _headings(lines)
    for number, line in enumerate(lines):
        text = " ".join(line.split())
        if number in headings:
            is_next = number - 1 in headings  # a heading of two lines
            if block and not is_next:
                yield _join(block)
                block = []
            block.append(text)
            if number + 1 not in headings:
                yield _join(block)
                block, size = [], 0
            continue
        if text:
            width = max(width, len(text))
        if not text:
            # A page or column may break inside a sentence, and so may a blank line.
            if block and _END.search(block[-1]):
                yield _join(block)
                block = []
            continue
        size += len(text)
        ends = bool(block) and _END.search(block[-1]) is not None
        # A page without a short line or a blank gives no paragraph away: cut at a sentence.
        if block and ((ends and size > LONG) or size > 10 * LONG):
            yield _join(block)
            block, size = [], len(text)
        is_short = ends and len(block[-1]) < 0.75 * width if block else False
        if is_short and (text[0].isupper() or not text[0].isalpha()):
            yield _join(block)
            block, size = [], len(text)
        block.append(text)
    if block:
        yield _join(block)


def _join(lines: list[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        if not _HYPHEN.search(text):
            text = f"{text} {line}"
        elif _COMPOUND.search(text) or not line[:1].islower():
            text += line  # « Saint-» and « Germain »: the hyphen is the word's own
        else:
            text = text[:-1] + line
    return text.replace("\xad", "")
