"""What stands beside the pictures: the rows of a figure as CSV and as a page, and all captions."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree
from lxml.html import builder

from chronotope.dossier.extras import MissingExtraError
from chronotope.dossier.read import Dossier
from chronotope.draw.composition import Words
from chronotope.draw.room import NoRowsError
from chronotope.draw.spec import Spec
from chronotope.draw.style import PAGE_BRIEF, PHONE, get_profile
from chronotope.figures.captions import caption_figure
from chronotope.figures.render import get_figure, list_figures
from chronotope.lang.languages import direction
from chronotope.lang.words import has_word, word
from chronotope.publish.jobs import Job, Told, twin_name
from chronotope.web.fonts import font_faces

_ON_SCREEN = ("web", PAGE_BRIEF.name)  # profiles whose pictures a page on the screen shows


def rows_csv(rows: pd.DataFrame) -> bytes:
    """Return the rows of a figure as CSV."""
    buffer = io.StringIO()
    rows.to_csv(buffer, index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return buffer.getvalue().encode()


def twin_files(
    dossier: Dossier, job: Job, entries: list[dict[str, Any]], told: Told
) -> dict[str, bytes]:
    """Return the data twin as CSV, and as an accessible page with the job's words (D4, D5)."""
    name = twin_name(dossier, job.figure_id)
    number = get_figure(dossier, job.figure_id)["number"]
    stem = f"{job.lang}/{dossier.slug}-{job.lang}{job.view}_fig{number}"
    pictures = [
        entry
        for entry in entries
        if entry["file"].startswith(f"{stem}_")
        and (entry["figure_id"], entry["data"]) == (job.figure_id, name)
        and entry["format"] in ("svg", "png")
    ]
    twin = rows_csv(told.rows)
    return {name: twin, f"{stem}.html": _twin_page(dossier, job, pictures, told, len(twin))}


def _twin_page(
    dossier: Dossier, job: Job, pictures: list[dict[str, Any]], told: Told, size: int
) -> bytes:
    """Return the page of a figure: its picture, what is said of it, and its rows as a table.

    `size` is that of the rows as CSV, in bytes.
    """
    rows, words, lang = told.rows, told.words, job.lang
    spec = _page_of(job, _wide_picture(pictures))
    if spec != job.page:
        words = caption_figure(dossier, get_figure(dossier, job.figure_id), spec)
    link = f"../{twin_name(dossier, job.figure_id)}"
    head = builder.HEAD(
        builder.META(charset="utf-8"),
        builder.META(name="viewport", content="width=device-width, initial-scale=1"),
        # Before any text of the dossier, which may not stand where the letters go.
        builder.STYLE("@fonts@", _TWIN_CSS),
        builder.TITLE(words.headline),
    )
    shown = _in_language(rows, dossier, lang)
    names = [name for _, name in shown]
    cells = rows[names].itertuples(index=False)
    table = builder.TABLE(
        builder.CAPTION(word("publication.rows", lang, title=words.subtitle)),
        builder.THEAD(builder.TR(*(builder.TH(name, scope="col") for name, _ in shown))),
        builder.TBODY(*(_twin_row(names, row, lang) for row in cells)),
    )
    # A picture that holds headline and notes itself shows them once; a reader of text has both.
    look = {"class": "unseen"} if _has_words(pictures) else {}
    body = builder.BODY(
        builder.MAIN(
            builder.H1(words.headline, **look),
            builder.P(words.subtitle, **look),
            *_twin_picture(pictures, words),
            *(builder.P(n, **look) for n in (*words.notes, words.source, words.licence) if n),
            builder.H2(word("publication.description", lang)),
            builder.P(words.description, id="description"),
            builder.H2(word("publication.data", lang)),
            builder.P(
                builder.A(word("publication.csv", lang, size=size // 1024 + 1), href=link),
            ),
            builder.DIV(table, tabindex="0", role="group", **{"aria-label": words.headline}),
        )
    )
    page = builder.HTML(head, body, lang=lang, dir=direction(lang))
    text: str = etree.tostring(page, method="html", doctype="<!DOCTYPE html>", encoding="unicode")
    # libxml2 does not know that HTML 5 closes no <source>.
    text = text.replace("></source>", ">")
    return (text.replace("@fonts@", font_faces(text), 1) + "\n").encode()


def _in_language(rows: pd.DataFrame, dossier: Dossier, lang: str) -> list[tuple[str, str]]:
    """Return the columns that a page of that language shows, with what they are called there.

    Texts in other languages are in the CSV file only.
    """
    ends = {f"_{each}" for each in dossier.languages if each != lang}
    shown = [name for name in map(str, rows.columns) if not any(map(name.endswith, ends))]
    return [(_column_words(name.removesuffix(f"_{lang}"), lang), name) for name in shown]


def _column_words(name: str, lang: str) -> str:
    key = f"columns.{name}"
    return word(key, lang) if has_word(key, "en") else name.replace("_", " ")


def _page_of(job: Job, picture: Mapping[str, Any] | None) -> Spec:
    """Return the page that the words are true of: that of the picture, the screen's if it can."""
    if picture is None or picture["profile"] in _ON_SCREEN:
        return job.page
    return Spec.of(job.lang, picture["profile"], job.point_of_view)


def _has_words(pictures: list[dict[str, Any]]) -> bool:
    """Return whether the picture of a twin page holds headline, notes and source itself."""
    wide = _wide_picture(pictures)
    return wide is not None and get_profile(wide["profile"]).has_words


def _wide_picture(pictures: list[dict[str, Any]]) -> dict[str, Any] | None:
    wide = (entry for entry in pictures if entry["profile"] != PHONE.name)
    return min(wide, key=_by_fitness, default=None)


def _twin_picture(pictures: list[dict[str, Any]], words: Words) -> list[etree._Element]:
    """Return the picture of a twin page, legible on a screen of 320 px (D16), if there is one.

    A chronology has another picture there; any other figure keeps its size and is scrolled.
    """
    narrow = [entry for entry in pictures if entry["profile"] == PHONE.name]
    wide = _wide_picture(pictures)
    if wide is None:
        return []
    image = builder.IMG(
        src=Path(wide["file"]).name, alt=words.alt, **{"aria-describedby": "description"}
    )
    if narrow:
        media = f"screen and (max-width: {_NARROW})"
        source = builder.E.source(media=media, srcset=Path(narrow[0]["file"]).name)
        return [builder.E.picture(source, image)]
    look = {"class": "wide", "tabindex": "0", "role": "group", "aria-label": words.headline}
    return [builder.DIV(image, **look)]


def _by_fitness(entry: dict[str, Any]) -> tuple[bool, bool, str]:
    """Return how far a picture is from what a page on the screen wants: its own, sharp, usual."""
    return entry["profile"] not in _ON_SCREEN, entry["format"] != "svg", entry["file"]


# Columns whose cells are words of the codebook, and the group that says them.
_CODED = {"told": "status", "outcome": "status"} | {
    name: name for name in ("status", "form", "mode", "verdict", "stance")
}


def _cell_words(name: str, value: object, lang: str) -> str:
    """Return what a cell says in words; ids, dates and texts stay as they are (the CSV has all)."""
    text = "" if pd.isna(value) else str(value)
    for key in (f"columns.{name}.{text}", f"evidence.{_CODED.get(name)}.{text}"):
        if has_word(key, "en"):
            return word(key, lang)
    return text


def _twin_row(names: list[str], row: tuple[object, ...], lang: str) -> etree._Element:
    first, *rest = (_cell_words(name, cell, lang) for name, cell in zip(names, row, strict=True))
    return builder.TR(builder.TH(first, scope="row"), *(builder.TD(value) for value in rest))


_NARROW = "50rem"  # a narrower window has no room for a figure of 200 mm
_TWIN_CSS = (
    "body{font:16px/1.5 Roboto,Arial,sans-serif;margin:0 auto;max-width:60rem;padding:1rem}"
    "p{overflow-wrap:anywhere}"
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);"
    "white-space:nowrap}"
    f"@media screen and (max-width:{_NARROW})"
    "{picture img{width:100%;max-width:30rem;height:auto}}"
    "div[role=group]{overflow-x:auto}"
    "table{border-collapse:collapse;font-size:.8rem}caption{text-align:left;font-weight:700}"
    "th,td{border-bottom:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:top}"
    # The table lies on its side: a dozen columns have no room on an upright sheet.
    "@media print{@page{size:A4;margin:15mm}@page table{size:A4 landscape}"
    "body{max-width:none;padding:0}tr{break-inside:avoid}"
    "img{max-width:100%;height:auto;break-inside:avoid}"
    "div[role=group]{overflow:visible}div[role=group]:has(table){page:table}"
    "table{width:100%;font-size:6.5pt;line-height:1.25;overflow-wrap:break-word}"
    "th,td{padding:.2em .35em}}"
)


def _other_captions(drawn: list[dict[str, Any]], caption: str, lang: str) -> list[str]:
    """Return the captions of pictures of which another is not true, each with their profiles."""
    found: dict[str, list[str]] = {}
    for entry in drawn:
        profiles = found.setdefault(entry["caption"], [])
        profiles += [entry["profile"]] if entry["profile"] not in profiles else []
    return [
        line
        # In the order of their profiles: that of the entries tells what was in the folder before.
        for told, profiles in sorted(found.items(), key=lambda item: sorted(item[1]))
        if told != caption
        for profile in [", ".join(sorted(profiles))]
        for line in (f"**{word('publication.drawn', lang, profiles=profile)}** {told}", "")
    ]


def captions_of(
    dossier: Dossier,
    page: Job,
    told: Mapping[tuple[str, str, str], Told],
    entries: list[dict[str, Any]],
) -> str:
    """Return the captions, alt texts and long descriptions of one language as Markdown.

    Of each figure of which a picture stands in the folder, whatever set drew it.

    A page that is wider or narrower names more or fewer of the events: where a caption is not
    true of a picture that is drawn, that picture has its own.
    """
    lang = page.page.lang
    lines = [f"# {dossier.title(lang)}", ""]
    for _, figure in list_figures(dossier).iterrows():
        job = replace(page, figure_id=figure["figure_id"])
        drawn = [
            entry
            for entry in entries
            if (entry["figure_id"], entry["language"]) == (figure["figure_id"], lang)
            and entry["point_of_view"] in (None, page.point_of_view)
        ]
        if not drawn:
            continue
        spec = _page_of(page, _wide_picture(drawn))
        try:
            here = told.get(job.told_as) if spec == page.page else None
            words = here.words if here else caption_figure(dossier, figure, spec)
        except (MissingExtraError, NoRowsError):
            continue  # where it was to be drawn, `on_done` heard why it is not
        label = word("publication.figure", lang, number=figure["number"])
        lines += [
            f"## {label}",
            "",
            words.caption,
            "",
            *_other_captions(drawn, words.caption, lang),
            f"**{word('publication.alt', lang)}** {words.alt}",
            "",
            f"**{word('publication.described', lang)}** {words.description}",
            "",
        ]
    return "\n".join(lines)
