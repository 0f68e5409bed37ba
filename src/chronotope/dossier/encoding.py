"""Bytes of a file as text: Unicode by what it shows, any other encoding as it is named."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping

from chronotope.dossier.errors import DossierError, Fault


def decode_text(
    file: str, raw: bytes, faults: list[Fault], *, encoding: str | None = None
) -> str | None:
    """Return the text of a file; None, with a fault, where it cannot be read or holds NUL bytes.

    Parameters
    ----------
    file, raw
        Its name and its bytes.
    faults
        Gets what is wrong.
    encoding
        How it was saved, such as ``windows-1252``; None reads UTF-8, and UTF-16, as spreadsheets
        save "Unicode text".
    """
    known = encoding or encoding_of(raw)
    is_marked = known.startswith("utf-16")
    try:
        text = raw.decode(known)
    except LookupError:
        allowed = f"utf-8, {', '.join(_CODE_PAGES)}"
        faults.append(Fault(file, None, None, encoding, "no such encoding", allowed, "Name one."))
    except UnicodeDecodeError as error:
        if encoding or is_marked:
            row = raw.count(b"\n", 0, error.start) + 1
            found, problem = str(raw[error.start : error.end]), f"the text is not {known}"
            faults.append(Fault(file, row, None, found, problem, "UTF-8", "Save it as CSV UTF-8."))
        else:
            faults.append(_code_page_fault(file, raw, error.start))
    else:
        if "\0" not in text:
            return text
        row, remedy = text.count("\n", 0, text.index("\0")) + 1, "Save or export the file again."
        faults.append(Fault(file, row, None, "\0", "a NUL byte", "text", remedy))
    return None


def text_of(raw: bytes, file: str, *, encoding: str | None = None) -> str:
    """Return the text of a file without a byte order mark.

    Raises
    ------
    DossierError
        As `decode_text` finds faults.
    """
    faults: list[Fault] = []
    text = decode_text(file, raw, faults, encoding=encoding)
    if text is None:
        raise DossierError(faults)
    return text.removeprefix("\ufeff")


def is_unicode(raw: bytes) -> bool:
    """Return whether bytes are text in the Unicode encoding that they show."""
    try:
        raw.decode(encoding_of(raw))
    except UnicodeDecodeError:
        return False
    return True


def encoding_of(raw: bytes) -> str:
    """Return the Unicode encoding that bytes show by their mark, or by where they have zeros."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = raw[:400]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > len(start) / 5 and not even:  # the upper halves of signs of a western script
        return "utf-16-le"
    return "utf-16-be" if even > len(start) / 5 and not odd else "utf-8-sig"


# The code pages of Windows, by what an old spreadsheet program would have saved a CSV file in.
_CODE_PAGES = ("windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254",
               "windows-1256")  # fmt: skip


def _code_page_fault(file: str, raw: bytes, start: int) -> Fault:
    """Return the fault of a text that is not UTF-8: how its first odd word reads in each page.

    Which page it was, no program can tell from the bytes; a person sees it at once.
    """
    row = raw.count(b"\n", 0, start) + 1
    word = _WORD_OF_BYTES.match(raw, _word_start(raw, start))
    readings: dict[str, str] = {}
    for page in _CODE_PAGES:
        try:
            readings.setdefault(word[0].decode(page) if word else "", page)
        except UnicodeDecodeError:
            continue
    said = "; ".join(f"{text} in {page}" for text, page in readings.items() if text)
    return Fault(
        file, row, None, None, "the text is not UTF-8" + (f". It reads {said}" if said else ""),
        "UTF-8", "Save it as CSV UTF-8, or open or import it with the encoding that reads right: "
        f"--encoding {_likeliest(readings)} (in Python: encoding={_likeliest(readings)!r})",
    )  # fmt: skip


def _likeliest(readings: Mapping[str, str]) -> str:
    """Return the page in which a word looks like one; the first where it does in none.

    A word of one script with capitals at most at its start, or throughout; where each of three
    letters and more is odd, the script is hardly Latin.
    """
    sane = [text for text in readings if _is_sane(text)]
    odd = [t for t in sane if len(t) > 2 and not any(c.isascii() and c.isalpha() for c in t)]
    other = [text for text in odd if not unicodedata.name(text[0], "").startswith("LATIN")]
    return next((readings[text] for text in (*other, *sane)), _CODE_PAGES[0])


def _is_sane(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    scripts = {unicodedata.name(c).split()[0] for c in letters}
    shown = "".join(letters)
    is_word = all(c.isascii() or c.isalpha() for c in text)
    shape = shown in (shown.lower(), shown.upper(), shown.capitalize())
    return bool(letters) and is_word and shape and len(scripts) == 1


_WORD_OF_BYTES = re.compile(rb"[^\s,;\"]+")


def _word_start(raw: bytes, at: int) -> int:
    return max(raw.rfind(sign, 0, at) for sign in (b" ", b",", b";", b"\t", b"\n", b'"')) + 1
