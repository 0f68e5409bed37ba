"""Plain text and Markdown."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from chronotope.draft.document import LANGUAGES, PUBLISHED, DraftError, freeze
from chronotope.draft.times import find_times

if TYPE_CHECKING:
    from markdown_it.token import Token

_BYLINE = re.compile(r"(?:By|Par|Автор:?|Author:?|Auteur\s?:?)\s+(?P<name>[^\W\d].{2,80})", re.I)
_NAME_LINE = re.compile(r"(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3})\s*\|.*")


_WHATWG = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252"}


def decode(raw: bytes, *, named: str = "") -> str:
    """Return bytes as text: UTF-8, UTF-16 where a mark says so, or what the file itself names.

    Raises
    ------
    DraftError
        If they are neither.
    """
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        with suppress(LookupError, UnicodeDecodeError):
            if named:
                # A page that says Latin 1 is in Windows-1252 (WHATWG, Encoding, 4.2).
                return raw.decode(_WHATWG.get(named, named))
        raise DraftError(f"byte {error.start} is not UTF-8; save the file as UTF-8.") from None
    if "\x00" in text:
        raise DraftError("it holds bytes that are no text; save it as a text file in UTF-8.")
    return text


def read_text(text: str) -> tuple[str, dict[str, str]]:
    """Return the text with its lines joined into paragraphs, and what its first lines say."""
    return _unwrapped(text), heading(text)


def heading(text: str) -> dict[str, str]:
    """Return title, author and day of publication where the first three lines look like them.

    A title is a short first line with no full stop; an author stands in a line that begins with
    "By", or is a name before a bar; a day is all that its line says, and a word of publishing or
    an author stands before it: under a title alone it may be the day that the text is about.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()][:3]
    about: dict[str, str] = {}
    if lines and len(lines[0]) <= 160 and lines[0][-1] not in ".;,:":
        about["title"] = lines[0]
    for line in lines[1:]:
        found = _BYLINE.fullmatch(line) or _NAME_LINE.fullmatch(line)
        if found and len(line) <= 200:
            name = re.split(r",| for ", found["name"])[0].strip().removeprefix("the ")
            about.setdefault("author", name)
        elif ("author" in about or PUBLISHED.match(line)) and (day := _day_of(line)):
            about.setdefault("published", day)
    return about


def is_heading_line(line: str) -> bool:
    """Return whether a line under a title says who wrote or when it was published."""
    words = " ".join(line.split())
    if _BYLINE.fullmatch(words) is not None and len(words) <= 100:
        return words[-1] not in ".!?"
    return PUBLISHED.match(words) is not None and bool(_day_of(words))


def _day_of(line: str) -> str:
    """Return the one day that a line says and nothing else, with a word of publishing or not."""
    rest = PUBLISHED.sub("", line, count=1).strip(" .")
    if len(rest) > 60 or not re.search(r"\d{4}", rest):
        return ""
    for lang in LANGUAGES:
        found = find_times(freeze(rest, lang=lang))
        is_all = len(found) == 1 and not re.search(r"\w{3}", rest.replace(found[0].surface, ""))
        if is_all and re.fullmatch(r"\d{4}-\d\d-\d\d", found[0].edtf):
            return found[0].edtf
    return ""


def _unwrapped(text: str) -> str:
    """Join lines that were wrapped at a width: only where blank lines part the paragraphs."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line for block in blocks for line in block.split("\n") if line.strip()]
    is_wrapped = len(blocks) > 1 and len(lines) > 2 * len(blocks) and max(map(len, lines)) <= 120
    if not is_wrapped:
        return text
    return "\n".join(_joined(block) for block in blocks)


def _joined(block: str) -> str:
    lines = block.split("\n")
    # The heading of a text keeps its lines: title, author and date are short.
    if len(lines) <= 3 and all(len(line) < 60 for line in lines):
        return block
    return " ".join(line.strip() for line in lines)


def read_markdown(text: str) -> tuple[str, dict[str, str]]:
    """Return the words of a Markdown text without its marks, and its front matter."""
    from markdown_it import MarkdownIt

    about, body = _front_matter(text)
    lines = []
    for token in MarkdownIt().parse(body):
        if token.type == "inline":
            lines.append("".join(_inline(child) for child in token.children or []))
    found = heading("\n".join(lines))
    return "\n".join(lines), {**found, **about}


def _inline(token: Token) -> str:
    kind = token.type
    if kind == "softbreak":
        return " "
    if kind == "hardbreak":
        return "\n"
    return token.content if kind in ("text", "code_inline") else ""


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = re.match(r"---\s*\n(.*?)\n---\s*\n", text.replace("\r\n", "\n"), re.S)
    if not found:
        return {}, text
    keys = {"title": "title", "author": "author", "date": "published", "url": "address"}
    about = {}
    for line in found[1].split("\n"):
        key, _, value = line.partition(":")
        if key.strip().lower() in keys and value.strip():
            about[keys[key.strip().lower()]] = value.strip().strip("\"'")
    about = {k: v[:10] if k == "published" else v for k, v in about.items()}
    return about, text.replace("\r\n", "\n")[found.end() :]
