"""Texts that other programs hold as HTML, as the words a reader sees."""

from __future__ import annotations

import html
import re

from chronotope.dossier.packing import EXTENSION
from chronotope.dossier.rows import clean_cell
from chronotope.formats._intake import Key, Record

_TAG = re.compile(r"(<[^<>]*>)")
_TAG_NAME = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*|!)")
_BREAKING = ("p", "br", "li", "div", "/p", "/li", "/div")


# What our own files show of cells that they carry beside: read from there, and not twice.
_OURS = re.compile(rf'<p class="{EXTENSION}">([^<]*)</p>$')


def take_plain(record: Record, *keys: Key, ours: bool = False) -> str:
    """Take a text that is HTML as plain words; its tags go into the report.

    Parameters
    ----------
    record
        The record.
    keys
        Where in it the text stands.
    ours
        Whether the file carries our tables: the paragraph that shows some of them is left out.
    """
    found = record.look(*keys)
    if ours and isinstance(found, str):
        found = _OURS.sub("", found)
    text = record.text(*keys)
    if isinstance(found, str) and found.startswith("<p>") and found.endswith("</p>"):
        found = found[3:-4]
    words, tags = strip_markup(found if isinstance(found, str) else text)
    if tags:
        record.warn(record.path(*keys), " ".join(tags), "markup_dropped")
    return clean_cell(words)


def said_of_ours(text: object) -> list[str]:
    """Return the cells that a slide of ours shows below its text; none for any other slide."""
    found = _OURS.search(text) if isinstance(text, str) else None
    return html.unescape(found[1]).split(" · ") if found else []


def strip_markup(text: str) -> tuple[str, list[str]]:
    """Return the words of an HTML text, and the tags among them.

    Linear in the length of the text, which ``html.parser`` is not; what comes out is text, never
    markup again, so a tag that is not recognised does no harm.
    """
    words: list[str] = []
    tags: list[str] = []
    silent = False
    for part in _TAG.split(text):
        tag = _TAG_NAME.match(part)
        if not tag:
            (tags if silent and part.strip() else words).append(
                part if silent else html.unescape(part)
            )
            continue
        tags.append(part)
        name = tag[1].lower()
        silent = name in ("script", "style") if not silent else name not in ("/script", "/style")
        words.append(" " if name in _BREAKING else "")
    return "".join(words), tags
