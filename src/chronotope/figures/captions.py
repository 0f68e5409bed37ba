"""What is said round a figure, made from the rows that it draws."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from chronotope.dates.days import Day, day_text
from chronotope.dates.edtf import DateError
from chronotope.dossier.checks.gaps import gap_words
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw.composition import (
    Words,
    find_abbreviations,
    measure_words,
    spell_out,
    tidy,
)
from chronotope.draw.plate import Plate
from chronotope.draw.room import NoRoomError, NoRowsError
from chronotope.draw.spec import Spec
from chronotope.draw.style import drawing_in, installed_family
from chronotope.figures._kind import get_kind
from chronotope.figures.contents import figure_rows, get_figure, list_marks
from chronotope.lang.dates import EdtfDate, date_words, parse_date
from chronotope.lang.words import word, words_count

_OPEN = re.compile(r"\.\.|^/|/$")  # an end of a date that nobody knows


def caption_figure(dossier: Dossier, figure: pd.Series, spec: Spec) -> Words:
    """Return the words of one figure: headline, notes, source, alt text, long description.

    Parameters
    ----------
    figure
        A row of the figures table; the counts in the words come from the rows that it draws.

    Raises
    ------
    ValueError
        If there are no rows: a figure of nothing has nothing to say.
    """
    # A bare code equals a language that knows whose words it reads.
    spec = replace(spec, lang=dossier.language(spec.lang))
    return _captioned(dossier, tuple(figure.items()), spec)


@lru_cache(maxsize=128)
def _captioned(dossier: Dossier, cells: tuple[tuple[str, object], ...], spec: Spec) -> Words:
    """Made once: the picture, its page, the list of captions and a brief all ask for them."""
    figure = pd.Series(dict(cells))
    rows, kind, lang = (
        figure_rows(dossier, figure["figure_id"]),
        get_kind(figure["kind"]),
        spec.lang,
    )
    if rows.empty:
        raise NoRowsError(
            f"figure {figure['figure_id']!r} has nothing to draw: no row of the dossier is of its "
            f"kind ({figure['kind']}) and in its window ({figure['window'] or 'all dates'})"
        )
    headline, subtitle = figure[f"headline_{lang}"], figure[f"subtitle_{lang}"]
    story = kind.tell(dossier, figure, rows, spec)
    known = [
        (short, tidy(word("captions.abbreviation", lang, short=short, long=long)))
        for short, long in dossier.abbreviations.get(lang, {}).items()
    ]
    # What a figure draws: its rows, and the events that a row counts.
    counted = (event for cell in rows.get("events", ()) for event in split_list(cell))
    missing = gap_words(dossier, {*rows[rows.columns[0]].astype(str), *counted}, lang)
    if dossier.draft:
        reviewed, proposals = dossier.draft["reviewed"], dossier.draft["proposals"]
        missing.insert(0, words_count("captions.draft", proposals, lang, reviewed=reviewed))
    around = [headline, subtitle, story.alt, *story.notes]
    short = find_abbreviations(known, [*around, *kind.texts(dossier, rows, lang)])
    if short != find_abbreviations(known, around):  # rather than draw where none can be
        short = find_abbreviations(known, [*around, *_drawn_texts(dossier, figure, rows, spec)])
    notes = (*map(tidy, story.notes), spell_out(short, lang), *map(tidy, missing))
    notes = tuple(filter(None, notes))
    description = " ".join(story.description)
    told = find_abbreviations(known, [description])
    description = " ".join(filter(None, [description, spell_out(told, lang)]))
    maps = [figure["frame_id"]] if kind.is_map else []
    source = _source(dossier, rows, lang, maps=maps)
    is_tight = kind.is_map and not spec.profile.is_measured
    return Words(
        headline=headline,
        subtitle=subtitle,
        notes=notes,
        source=source,
        alt=tidy(story.alt),
        description=tidy(description),
        caption=tidy(" ".join([*(f"{x}." for x in (headline, subtitle) if x), *notes, source])),
        licence=_licence(dossier, lang),
        creator=word("captions.creator", lang, title=quote_title(dossier.title(lang), lang)),
        created=dossier.created,
        marks=tuple(list_marks(rows)),
        room_mm=words_room(dossier, figure["figure_id"], spec) if is_tight else 0.0,
        abbreviations=short,
    )


def _drawn_texts(dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> list[str]:
    """Return what stands in the picture; of a map or a page of panels, what may stand there."""
    kind = get_kind(figure["kind"])
    if not (kind.is_map or kind.is_page):
        on_page = spec.with_profile(kind.page(spec.profile))
        with suppress(NoRoomError), drawing_in(installed_family(spec.profile)):
            drawing = kind.draw(kind.source_of(dossier), figure, on_page)
            if isinstance(drawing, Plate):
                texts = [t["text"] for name, own in drawing.groups if name == "texts" for t in own]
                return [" ".join(map(str, texts))]
    return kind.texts(dossier, rows, spec.lang)


def words_room(dossier: Dossier, figure_id: str, spec: Spec) -> float:
    """Return the height in mm that the words of a figure take in their longest language.

    What is drawn must not differ by language, so it is given the same room in each. Words that
    say how much is drawn are measured over a drawing on the page as it is.
    """
    on_page = spec.with_profile(replace(spec.profile, is_measured=True))
    return max(
        _own_room(dossier, figure_id, replace(on_page, lang=lang))
        for lang in {*dossier.languages, spec.lang}
    )


@lru_cache(maxsize=64)
def _own_room(dossier: Dossier, figure_id: str, spec: Spec) -> float:
    words = caption_figure(dossier, get_figure(dossier, figure_id), spec)
    return measure_words(spec.profile, words)


def _licence(dossier: Dossier, lang: str) -> str:
    """Return the licence of the figure, which is the dossier's own; blank where it states none."""
    if not dossier.licence:
        return ""
    # SPDX names the licences of Creative Commons with hyphens, their deeds without.
    name = re.sub(r"^CC-(.+)-(\d\.\d)$", r"CC \1 \2", dossier.licence)
    stated = " ".join(filter(None, (name, dossier.licence_url)))
    return word("captions.licence", lang, licence=stated)


def first_up(text: str) -> str:
    """Return the text with its first letter as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def quote_title(title: str, lang: str) -> str:
    """Return a title in the language's quotation marks, with the inner ones told apart."""
    inner = word("captions.inner_quote", lang, text=r"\1")
    return word(
        "captions.quote", lang, text=re.sub(r"[“„«\"]\s*([^“”„«»\"]+?)\s*[”“»\"]", inner, title)
    )


def _source(dossier: Dossier, rows: pd.DataFrame, lang: str, *, maps: list[str]) -> str:
    """Return the source line, the article and the documents counted; blank if there are none."""
    parts = []
    # Rows that are counted from others say only their documents; those of a layer not even that.
    grounds = rows["passages" if "passages" in rows else "sources"]
    if dossier.article and (grounds != "").any():
        article = dossier.article
        parts.append(
            word(
                "captions.article",
                lang,
                author=article["author"],
                title=quote_title(str(article["title"]), lang),
            )
        )
    documents = {source for ids in rows["sources"] for source in split_list(ids)}
    if documents:
        parts.append(words_count("captions.documents", len(documents), lang))
    if maps:
        from chronotope.maps.theatres import base_map_words

        parts.append(base_map_words(dossier, frame_ids=maps, lang=lang))
    if not parts:  # the note on missing sources says so
        return ""
    return word("captions.source", lang, list=word("captions.and_then", lang).join(parts))


def span_words(texts: pd.Series, lang: str, *, window: str = "") -> str:
    """Return the time from the first to the last of some dates, in words.

    Parameters
    ----------
    texts
        EDTF; a month at an end stays a month, and an end that is open is told as open.
    window
        What lies outside of it is left out: an event that only reaches in does not stretch it.
    """
    ends = [_ends(text) for text in texts]
    starts, stops = [start for start, _ in ends], [end for _, end in ends]
    if window:
        span = parse_date(window)
        low, high = span.first or min(starts)[0], span.last or max(stops)[0]
        inside = [end for end in (*starts, *stops) if low <= end[0] <= high]
        starts, stops = inside or starts, inside or stops
    _, first = min(starts)
    _, last = max(stops)
    if first == last:
        return date_words(first, lang)
    if not (_OPEN.search(first) or _OPEN.search(last)):
        with suppress(DateError):  # some that are dates, as -043X, are no ends of an interval
            return date_words(f"{first}/{last}", lang)
    said = {"start": date_words(first, lang), "end": date_words(last, lang)}
    return word("dates.short.range", lang, **said)


def _ends(text: str) -> tuple[tuple[Day, str], tuple[Day, str]]:
    """Return the first and the last end of a date: its day, and how precisely it is known.

    An end that nobody knows is the date itself, at the day of its other end.
    """
    when = parse_date(text)
    first, last = when.first or when.last, when.last or when.first
    assert first is not None and last is not None, text
    if when.precision == "one-of" and None in (
        when.first,
        when.last,
    ):  # a day on one side of the known one
        return (first, text), (last, text)
    # A set may have a span among its members.
    parts = [end for member in when.parts or (when,) for end in member.parts or (member,)]
    starts = [_coarse(part, first) for part in parts if part.first == first]
    stops = [_coarse(part, last) for part in parts if part.last == last]
    return (first, starts[0] if when.first else text), (last, stops[-1] if when.last else text)


def _coarse(part: EdtfDate, day: Day) -> str:
    """Return a day as precisely as the date that it ends: a month never becomes its first day."""
    if part.precision in ("season", "months", "decade", "century"):  # of more than one month
        return re.sub(r"[?~%]", "", part.text)
    year, month, _ = day_text(day).rsplit("-", 2)
    return {"day": day_text(day), "month": f"{year}-{month}"}.get(part.precision, year)
