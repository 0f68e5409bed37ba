"""W3C Web Annotation and URL text fragments: where in the article each passage stands.

No sentence of the article is written: a passage is given by its position and by its first and
last words (a range of two quotations), so that anyone who holds the article finds it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from chronotope.dossier.evidence import held_article
from chronotope.dossier.files import json_bytes
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.rows import Row, clean_cell, filled, table_rows
from chronotope.formats._account import Held, account
from chronotope.formats._losses import LossReport

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "https://wicg.github.io/scroll-to-text-fragment/"
_CONTEXT = 32  # characters before and after a quotation, as the Open Annotation tools take
_DIRECTIVE = re.compile(r":~:text=([^&#]*)")


class SelectorError(ValueError):
    """A selector that finds no passage, or more than one."""


# --- text fragments ------------------------------------------------------------------------------


def text_fragment(start_words: str, end_words: str = "") -> str:
    """Return the fragment directive of a passage: ``#:~:text=first%20words,last%20words``.

    ``-``, ``,`` and ``&`` have a meaning there and are always encoded (URL Fragment Text
    Directives, "text directive").
    """
    parts = [_encode(words) for words in (start_words, end_words) if words]
    return f"#:~:text={','.join(parts)}"


def _encode(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")


def read_fragment(url: str) -> tuple[str, str]:
    """Return the first and last words of the text directive in a URL; a prefix or suffix goes.

    Raises
    ------
    SelectorError
        If there is no text directive, or not of one or two parts.
    """
    match = _DIRECTIVE.search(url)
    if not match:
        raise SelectorError("there is no text directive in the address")
    parts = match[1].split(",")
    if len(parts) > 1 and parts[0].endswith("-"):
        parts = parts[1:]
    if len(parts) > 1 and parts[-1].startswith("-"):
        parts = parts[:-1]
    if not 1 <= len(parts) <= 2 or not all(parts):
        raise SelectorError("the text directive has not one or two parts")
    words = [clean_cell(unquote(part)) for part in parts]
    return words[0], words[-1] if len(words) > 1 else ""


# --- selectors -----------------------------------------------------------------------------------


def passage_selectors(row: Mapping[str, str], text: str = "") -> list[dict[str, Any]]:
    """Return the ways to find a passage: by position, by its words, by a text fragment.

    A fragment cannot have first and last words that overlap, so such a passage has none.

    Parameters
    ----------
    text
        The normalised article, where the dossier holds it: quotations then carry the words before
        and after (``prefix`` and ``suffix``), so that they are found in a text that was edited.
    """
    first, last = row["start_words"], row["end_words"]
    if not _is_anchored(row):
        return [_fragment(first, "" if first == last else last)] if first else []
    start, end = int(float(row["start_char"])), int(float(row["end_char"]))
    if not (first and last):
        return [{"type": "TextPositionSelector", "start": start, "end": end}]
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    if first == last and len(first) == end - start:
        quote = {"type": "TextQuoteSelector", "exact": first, **_around(text, start, end)}
        return [position, quote, _fragment(first)]
    if len(first) + len(last) >= end - start:
        return [position, _range(row, text)]
    return [position, _range(row, text), _fragment(first, last)]


def _is_anchored(row: Mapping[str, str]) -> bool:
    return bool(row["start_char"] and row["end_char"])


def _around(text: str, start: int, end: int) -> dict[str, str]:
    """Return the words before and after a quotation, to the letter; nothing without a text."""
    around = {
        "prefix": text[max(0, start - _CONTEXT) : start],
        "suffix": text[end : end + _CONTEXT],
    }
    return {key: words for key, words in around.items() if words}


def _fragment(first: str, last: str = "") -> dict[str, Any]:
    directive = text_fragment(first, last)[1:]
    return {"type": "FragmentSelector", "conformsTo": FRAGMENTS, "value": directive}


def _range(row: Mapping[str, str], text: str) -> dict[str, Any]:
    first, last = row["start_words"], row["end_words"]
    start, end = int(float(row["start_char"])), int(float(row["end_char"]))
    # A range ends before what its end selects, so the end is the point behind the last words.
    after = {"type": "TextPositionSelector", "start": len(last), "end": len(last)}
    return {
        "type": "RangeSelector",
        "startSelector": {
            "type": "TextQuoteSelector",
            "exact": first,
            **_around(text, start, start + len(first)),
        },
        "endSelector": {
            "type": "TextQuoteSelector",
            "exact": last,
            **_around(text, end - len(last), end),
            "refinedBy": after,
        },
    }


def resolve_selector(text: str, selector: Mapping[str, Any]) -> tuple[int, int]:
    """Return where a selector leads in a text, in code points, the end exclusive.

    Parameters
    ----------
    text
        Normalised article.
    selector
        A TextPosition, TextQuote, Range or Fragment selector.

    Raises
    ------
    SelectorError
        If it finds nothing, or more than one place.
    """
    kind = selector.get("type")
    if kind == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
            raise SelectorError("the position lies outside the text")
    elif kind == "TextQuoteSelector":
        start, end = _find_quote(text, selector)
    elif kind == "RangeSelector":
        start, _ = resolve_selector(text, _member(selector, "startSelector"))
        end, _ = resolve_selector(text, _member(selector, "endSelector"))
    elif kind == "FragmentSelector":
        first, last = read_fragment(str(selector.get("value", "")))
        start = _find_once(text, first, 0)
        end = start + len(first)
        if last:
            end = _find_once(text, last, end) + len(last)
    else:
        raise SelectorError(f"no selector of the kind {kind!r} can be followed")
    if end < start:
        raise SelectorError("the passage runs backwards")
    if isinstance(refined := selector.get("refinedBy"), Mapping):
        inner = resolve_selector(text[start:end], refined)
        return start + inner[0], start + inner[1]
    return start, end


def _member(selector: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    member = selector.get(name)
    if not isinstance(member, Mapping):
        raise SelectorError(f"the range has no {name}")
    return member


def _find_quote(text: str, selector: Mapping[str, Any]) -> tuple[int, int]:
    exact = selector.get("exact")
    if not isinstance(exact, str) or not exact:
        raise SelectorError("the quotation is blank")
    prefix, suffix = (str(selector.get(key) or "") for key in ("prefix", "suffix"))
    start = _find_once(text, prefix + exact + suffix, 0) + len(prefix)
    return start, start + len(exact)


def _find_once(text: str, words: str, start: int) -> int:
    at = text.find(words, start)
    if at < 0:
        raise SelectorError(f"{words[:40]!r} does not occur in the text")
    if start == 0 and text.find(words, at + 1) >= 0:
        raise SelectorError(f"{words[:40]!r} occurs more than once in the text")
    return at


# --- writing -------------------------------------------------------------------------------------


def write(
    dossier: Dossier, report: LossReport, lang: str, *, article_url: str | None = None
) -> bytes:
    """Return the passages as a page of annotations on the article.

    Parameters
    ----------
    dossier, report, lang
        As every format.
    article_url
        Address of the article, where it has one; else its hash names it (RFC 6920).
    """
    source = article_url or named_information(str(dossier.article.get("sha256", "")))
    resting, text = _resting(dossier), held_article(dossier)
    gists: dict[str, list[Row]] = {}
    for row in table_rows(dossier, "statements"):
        gists.setdefault(row["passage_id"], []).append(row)
    items = [
        _annotation(row, source, resting.get(row["passage_id"], []), gists, (article_url, text))
        for row in table_rows(dossier, "passages")
    ]
    native = ("start_words", "end_words", "start_char", "end_char")
    extension = ("paragraph", "sha256", "facts")
    account(
        report,
        dossier,
        Held(native={"passages": native}, extension={"passages": extension}, carries_about=True),
    )
    return json_bytes(
        {
            "@context": [CONTEXT, {EXTENSION: {"@id": f"urn:x-{EXTENSION}", "@type": "@json"}}],
            "id": "#passages",
            "type": "AnnotationPage",
            EXTENSION: {"about": about_of(dossier)},
            "items": items,
        }
    )


def named_information(sha256: str) -> str:
    """Return the ``ni`` address of what has that hash (RFC 6920)."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def _resting(dossier: Dossier) -> dict[str, list[str]]:
    resting: dict[str, list[str]] = {}
    for row in table_rows(dossier, "events"):
        for passage in split_list(row["passages"]):
            resting.setdefault(passage, []).append(row["event_id"])
    return resting


def _annotation(
    row: Row,
    source: str,
    events: list[str],
    gists: Mapping[str, list[Row]],
    article: tuple[str | None, str],
) -> dict[str, Any]:
    url, text = article
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": event}
        for event in events
    ]
    bodies += [
        {"type": "TextualBody", "purpose": "commenting", "format": "text/plain",
         "language": name.removeprefix("gist_"), "value": gist}
        for statement in gists.get(row["passage_id"], [])
        for name, gist in statement.items()
        if name.startswith("gist_") and gist
    ]  # fmt: skip
    selectors = passage_selectors(row, text)
    target: dict[str, object] = {"source": source, "selector": selectors}
    annotation: dict[str, object] = {
        "id": f"#{row['passage_id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "target": target,
    }
    if bodies:
        annotation["body"] = bodies
    if url and selectors and selectors[-1]["type"] == "FragmentSelector":
        annotation["canonical"] = f"{url}#{selectors[-1]['value']}"
    columns: tuple[str, ...] = ("paragraph", "sha256", "facts")
    if not _is_anchored(row) or len(selectors) == 1:
        # The selectors do not say all of a passage that has words or offsets alone.
        columns += ("start_words", "end_words", "start_char", "end_char")
    annotation[EXTENSION] = filled(row, columns)
    return annotation
