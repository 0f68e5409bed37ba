"""The main text of a web page."""

from __future__ import annotations

import json
import re
from typing import Any

from chronotope.dossier.extras import needs
from chronotope.draft.document import DraftError
from chronotope.draft.reading._plain import heading

_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[translate(@name,'DC','dc')='dc.date' or @name='date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Phrasing content (HTML, 3.2.5.2.5): words inside a line. trafilatura 2.3.1 drops those of
# ``time`` and ``data`` and breaks the line at others; here a line keeps every word of it.
_PHRASING = (
    "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "meter", "nobr", "output", "q", "rb", "ruby", "samp", "small", "span",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
)  # fmt: skip
_UNSAID = ("del", "s", "strike", "rt", "rp")  # taken back, or how a sign is read
_SHORT = 250  # characters: what is shorter, the reader of main texts may drop whole


_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def named_charset(raw: bytes) -> str:
    """Return the encoding that the head of a page names, or blank."""
    found = _CHARSET.search(raw[:4096])
    return found[1].decode("ascii").lower() if found else ""


def read_html(text: str) -> tuple[str, dict[str, str]]:
    """Return the main text of a page, one paragraph a line, and what its head says.

    The date is taken from the page's own metadata alone: dates found in its words are guesses
    (trafilatura 2.3.1 reads 9 October for « 09/10 » and the first of January for a Russian day).

    Raises
    ------
    DraftError
        If there is no main text in it.
    """
    import lxml.etree
    import lxml.html

    with needs("draft"):
        import trafilatura

    if not text.strip():
        raise DraftError("there is no text in it; give a page that holds an article.")
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        tree = lxml.html.fromstring(text.encode("utf-8"), parser=parser)
    except lxml.etree.ParserError:
        raise DraftError("there is no text in it; give a page that holds an article.") from None
    about = _about(tree)
    _level_lines(tree)
    main = trafilatura.extract(
        lxml.html.tostring(tree, encoding="unicode"),
        include_comments=False,
        include_tables=False,
        favor_precision=True,
    )
    whole = _paragraphs(tree)
    # The reader of main texts drops the very short, and now and then the greater part.
    if not main or (len(main) < _SHORT and len(whole) > len(main)):
        main = whole
    if not main.strip():
        raise DraftError("no article is found in the page; save its text as .txt instead.")
    title = about.get("title", "")
    if title and not main.lstrip().startswith(title):
        main = f"{title}\n{about.get('author') or '—'}\n{main}"
    told = heading(main) if title and main.lstrip().startswith(title) else {}
    return main, {**{k: v for k, v in told.items() if k != "title"}, **about}


def _level_lines(tree: Any) -> None:
    """Leave of each line its words alone: no marks of style, no note's number, nothing struck."""
    import lxml.etree

    for note in tree.xpath("//sup[.//a[starts-with(@href, '#')]]"):
        note.drop_tree()
    lxml.etree.strip_elements(tree, *_UNSAID, with_tail=False)
    lxml.etree.strip_tags(tree, *_PHRASING)


def _paragraphs(tree: Any) -> str:
    import lxml.etree

    nodes = tree.xpath(
        "//*[self::h1 or self::h2 or self::p or self::li or self::blockquote]"
        "[not(ancestor::nav or ancestor::footer or ancestor::aside or ancestor::header)]"
    )
    lines = [" ".join(node.text_content().split()) for node in nodes]
    if not any(lines):
        body = (tree.xpath("//body") or [tree])[0]
        lxml.etree.strip_elements(body, "script", "style", "noscript", "template", with_tail=False)
        lines = [" ".join(body.text_content().split())]
    return "\n".join(line for line in dict.fromkeys(lines) if line)


def _about(tree: Any) -> dict[str, str]:
    def first(path: str) -> str:
        found = tree.xpath(path)
        return " ".join(str(found[0]).split()) if found else ""

    about = {
        "title": first("//meta[@property='og:title']/@content") or first("//h1//text()")
        or first("//title/text()"),
        "author": first("//meta[@name='author']/@content")
        or first("//*[@rel='author' or @itemprop='author']//text()"),
        "address": first("//link[@rel='canonical']/@href")
        or first("//meta[@property='og:url']/@content"),
        "published": "",
    }  # fmt: skip
    for path in _DATES:
        if found := _ISO_DAY.match(first(path)):
            about["published"] = found[0]
            break
    linked = _linked_data(tree)
    about["published"] = about["published"] or linked.get("published", "")
    about["author"] = about["author"] or linked.get("author", "")
    return {key: value for key, value in about.items() if value}


def _linked_data(tree: Any) -> dict[str, str]:
    """Return date and author of a schema.org article in the page, where there is one."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
                author = item.get("author")
                author = author[0] if isinstance(author, list) and author else author
                name = author.get("name") if isinstance(author, dict) else author
                day = _ISO_DAY.match(item["datePublished"])
                return {
                    "published": day[0] if day else "",
                    "author": name if isinstance(name, str) else "",
                }
    return {}
