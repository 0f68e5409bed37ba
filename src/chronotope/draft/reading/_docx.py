"""A Word document: every word a reader sees in it, tracked insertions and fields too."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

from chronotope.dossier.extras import needs
from chronotope.draft.document import DraftError
from chronotope.draft.reading._plain import heading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{_W}del", f"{_W}moveFrom", _FALLBACK}


def read_docx(path: Path) -> tuple[str, dict[str, str]]:
    """Return the text with tracked changes accepted, one paragraph a line; title and author.

    ``paragraph.text`` of python-docx 1.2.0 leaves out inserted words, date fields and content
    controls; here every ``w:t`` that is not deleted counts. The day on which the file was made
    is not the day of publication and is not taken; what the first lines say is.

    Raises
    ------
    DraftError
        If it is locked with a password, no Word document, or holds no words.
    """
    with needs("draft"):
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    import lxml.etree

    if path.read_bytes()[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise DraftError("it is locked with a password or of the old .doc form; save it as .docx.")
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, lxml.etree.LxmlError, EOFError,
            KeyError, ValueError, NotImplementedError):  # fmt: skip
        raise DraftError("it is no Word document; open it in Word and save it as .docx.") from None
    lines = [_words(node) for node in document.element.body.iter(f"{_W}p")]
    text = "\n".join(line for line in lines if line.strip())
    if not text:
        raise DraftError("there is no text in it, perhaps only pictures; give one with words.")
    properties = document.core_properties
    about = {"title": properties.title or "", "author": properties.author or ""}
    # python-docx itself signs the files it makes.
    about = {k: v for k, v in about.items() if v.strip() and v != "python-docx"}
    return text, {**heading(text), **about}


def _words(paragraph: Any) -> str:
    """Return the words of a paragraph, without those of a paragraph in a box inside it."""
    parts: list[str] = []
    stack = list(reversed(list(paragraph)))
    while stack:
        node = stack.pop()
        if node.tag in _GONE or node.tag == f"{_W}p":
            continue
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}cr"):
            parts.append(" ")
        elif node.tag == f"{_W}br":
            parts.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            stack.extend(reversed(list(node)))
    return "".join(parts)
