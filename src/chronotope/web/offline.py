"""Pages that need no network: inlined assets, escaped text, stable ids, a strict policy."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import zlib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.placing import replacing
from chronotope.dossier.read import Dossier
from chronotope.lang.words import word, word_keys
from chronotope.maps.borders import border_notes
from chronotope.web.fonts import font_faces

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_SOURCE_MAP = re.compile(r"^\s*//[#@] sourceMappingURL=.*$", re.MULTILINE)
_CLOSING_TAG = re.compile(r"</(?=(?:script|style)\b)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--")
_STYLE_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_STYLE_LINE = re.compile(r"(?<=[;{},])\n\s*")
_LOADED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\ssrc\s*=\s*[\"']?(?!data:)([^\"'\s>]+)"
    r"|<link\b[^>]*?\shref\s*=\s*[\"']?(?!data:)([^\"'\s>]+)",
    re.IGNORECASE,
)

# What the pages' scripts know how to fill in.
OPEN_FIELDS = (
    "date", "day", "first", "from", "last", "n", "name", "outside", "place", "placed", "places",
    "shown", "status", "step", "steps", "title", "to", "total", "year"
)  # fmt: skip
# Table text enters a page through this environment only: it escapes whatever is not Markup.
PAGES = jinja2.Environment(
    loader=jinja2.PackageLoader("chronotope.web", "assets"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
)


class OfflineError(ValueError):
    """A page that would ask the network for something."""


def inline_code(text: str) -> Markup:
    """Return JavaScript or CSS that can stand inside a page.

    A source map would be fetched, and a closing tag or comment inside a string would end the
    element too early: the first is dropped, the others are broken up in a way that both
    languages read as the same string.
    """
    text = _SOURCE_MAP.sub("", text)
    text = _CLOSING_TAG.sub(r"<\\/", text)
    return Markup(_COMMENT.sub(r"<\\!--", text))


def inline_style(text: str) -> Markup:
    """Return a style sheet of this package as a page has it: no comments, no needless lines."""
    return inline_code(_STYLE_LINE.sub("", _STYLE_COMMENT.sub("", text)))


def inline_json(data: object) -> Markup:
    """Return JSON for a ``<script type="application/json">`` block, free of any markup."""
    return Markup(json_text(data))


def json_text(data: object) -> str:
    """Return the same as plain text: of a long dossier, one copy less of many megabytes."""
    text = _compact(data)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def pack_json(data: object) -> Markup:
    """Return JSON deflated and in letters, for a block that a page's script unpacks."""
    return pack_text(_compact(data), level=9)


def pack_text(text: str, *, level: int) -> Markup:
    """Return a text deflated (`level` as zlib has it) and in letters."""
    return Markup(base64.b64encode(zlib.compress(text.encode(), level)).decode())


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def safe_address(address: str) -> str:
    """Return an address that may become a link, or "" for any that is not http or https."""
    address = address.strip()
    if any(sign.isspace() or not sign.isprintable() for sign in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def renumber_ids(text: str, ids: Iterable[str]) -> str:
    """Return the text with each random element id replaced by a number, in order of appearance.

    Only the ids named are touched: a table may hold a word of 32 hexadecimal digits too.
    """
    ids = list(ids)
    if not ids:
        return text
    numbers: dict[str, str] = {}
    pattern = re.compile("|".join(map(re.escape, sorted(ids))))
    return pattern.sub(lambda hit: numbers.setdefault(hit[0], f"{len(numbers) + 1:04d}"), text)


def open_word(key: str, lang: str) -> str:
    """Return a text with its fields left open, for a page's script to fill in."""
    return word(key, lang, **{name: f"{{{name}}}" for name in OPEN_FIELDS})


def open_words(stem: str, lang: str) -> list[tuple[str, str]]:
    """Return every text of one file of words with its name, fields left open."""
    names = [key.removeprefix(f"{stem}.") for key in word_keys(stem)]
    return [(name, open_word(f"{stem}.{name}", lang)) for name in names]


def boundary_note(dossier: Dossier, point_of_view: str, *, lang: str) -> str:
    """Return whose view the boundaries follow, or why there are none, as paper says it."""
    parts = border_notes(dossier, point_of_view=point_of_view, lang=lang)
    parts.append(word("webmap.as_of", lang, day=as_of_words(dossier, lang)))
    return " ".join([*parts, word("webmap.boundaries", lang)])


def policy(page: str, *, image_hosts: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy of a page: its own scripts, and no connection at all.

    Parameters
    ----------
    page
        The whole HTML. Each script element is allowed by its hash, so that a script or an
        ``on…`` attribute smuggled in through a table would not run.
    image_hosts
        Origins of online map tiles; none by default.
    """
    hashes = sorted({f"'sha256-{_digest(code)}'" for kind, code in _scripts(page) if not kind})
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src", *(hashes or ["'none'"])]),
            "style-src 'unsafe-inline'",
            "font-src data:",
            " ".join(["img-src data:", *image_hosts]),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def require_offline(page: str) -> None:
    """Check that a page loads nothing when it is opened.

    Raises
    ------
    OfflineError
        If a script, style, picture or frame of the page has an address.
    """
    bare = _SCRIPT.sub(lambda hit: f"<script{hit[1]}></script>", page)
    found = sorted({hit[1] or hit[2] for hit in _LOADED.finditer(bare)})
    if found:
        raise OfflineError(
            f"the page would load {', '.join(found)}. "
            "A map of this suite works with no network: leave out the layer or plug-in that "
            "asks for it."
        )


def seal(page: str, *, letters: str = "", image_hosts: Iterable[str] = ()) -> str:
    """Return a finished page with its letters and its policy in it.

    Parameters
    ----------
    page
        The whole HTML, with `@fonts@` in its style and `@policy@` in its head.
    letters
        Those that it may show and that cannot be read in it, for they are packed.
    image_hosts
        Origins of online map tiles; none by default.

    Raises
    ------
    OfflineError
        If the page would load something.
    """
    require_offline(page)
    page = page.replace("@fonts@", font_faces(page + letters), 1)
    rule = policy(page, image_hosts=image_hosts)
    return page.replace("@policy@", html.escape(rule), 1)


def write_page(page: str, path: str | os.PathLike[str]) -> None:
    """Write a page to a file: beside it first, then moved into place."""
    with replacing(Path(path)) as beside:
        beside.write_text(page, encoding="utf-8", newline="\n")


def asset_text(name: str) -> str:
    """Return a script, style sheet or template of this package."""
    return package_text("chronotope.web", "assets", name)


def package_text(package: str, *parts: str) -> str:
    """Return a text that an installed package brings."""
    return resources.files(package).joinpath(*parts).read_text(encoding="utf-8")


def _scripts(page: str) -> list[tuple[str, str]]:
    """Return (type, code) of each script; the type is "" where the browser would run it."""
    return [
        ("data" if "application/json" in hit[1] else "", hit[2]) for hit in _SCRIPT.finditer(page)
    ]


def _digest(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
