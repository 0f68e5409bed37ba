"""TimelineJS 3: its JSON, and the sheet that its authors publish timelines from.

The format holds one language, years, months and days, one medium a slide, and eras. Everything
else of the events, and the tables that they name, travels in a member ``chronotope``, which
TimelineJS does not look at.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Mapping
from typing import Any

from chronotope.dates.days import civil_date, day_number
from chronotope.dossier.files import json_bytes
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, filled, shielded, table_rows
from chronotope.dossier.schemas import key_columns, split_list
from chronotope.formats._account import Held, account
from chronotope.formats._dating import Parts, Span, historic_year, holds, span_of
from chronotope.formats._losses import LossReport
from chronotope.lang.dates import date_words, parse_date
from chronotope.lang.words import word

CARRIED = ("channels", "places", "actors", "sources", "event_sources", "passages",
           "event_passages", "relations", "accounts")  # fmt: skip
SHEET = [
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time",
    "Display Date", "Headline", "Text", "Media", "Media Credit", "Media Caption",
    "Media Thumbnail", "Type", "Group", "Background",
]  # fmt: skip
# What the dates that TimelineJS draws say in EDTF: if it no longer fits, somebody moved them.
DRAWN = "drawn"


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the dossier's events and periods as TimelineJS JSON."""
    slides = _slides(dossier, lang, report)
    eras = _eras(dossier, lang, report)
    native = _native_columns(lang)
    account(
        report,
        dossier,
        Held(
            native=native,
            extension={t: [c for c in dossier.columns(t) if c not in native[t]] for t in native},
            carried=CARRIED,
            about=(f"title.{lang}",),
            carries_about=True,
        ),
    )
    carried = {table: [filled(r, list(r)) for r in table_rows(dossier, table)] for table in CARRIED}
    return json_bytes(
        {
            "title": {"text": {"headline": html.escape(dossier.title(lang))}},
            "events": slides,
            "eras": eras,
            EXTENSION: {"lang": lang, "about": about_of(dossier), "tables": carried},
        }
    )


def _native_columns(lang: str) -> dict[str, tuple[str, ...]]:
    return {
        "events": ("date", f"title_{lang}", f"summary_{lang}"),
        "periods": ("date", f"label_{lang}"),
    }


def _slides(dossier: Dossier, lang: str, report: LossReport) -> list[dict[str, Any]]:
    names = {
        table: {r[key_columns(table)[0]]: r[f"label_{lang}"] for r in table_rows(dossier, table)}
        for table in ("channels", "places", "actors")
    }
    sources = {r["source_id"]: r for r in table_rows(dossier, "sources")}
    first: dict[str, Row] = {}
    for link in table_rows(dossier, "event_sources"):
        first.setdefault(link["event_id"], sources[link["source_id"]])
    rows = sorted(table_rows(dossier, "events"), key=lambda row: _day_of(row["date"]))
    return [_slide(row, names, first.get(row["event_id"]), lang, report) for row in rows]


def _day_of(date: str) -> int:
    when = parse_date(date)
    number = when.last_number if when.first_number is None else when.first_number
    return number or 0


def _slide(
    row: Row, names: Mapping[str, Mapping[str, str]], source: Row | None, lang: str,
    report: LossReport,
) -> dict[str, Any]:  # fmt: skip
    dates, drawn = _dates(row, lang, report)
    summary = html.escape(row[f"summary_{lang}"], quote=False)
    slide: dict[str, object] = {
        "unique_id": row["event_id"],
        **dates,
        "text": {
            "headline": html.escape(row[f"title_{lang}"], quote=False),
            "text": f"<p>{summary}</p>" * bool(summary) + _seen(row, names, lang),
        },
        "group": names["channels"].get(row["channel"], ""),
        "autolink": False,
    }
    if source:
        slide["media"] = _media(source, lang)
    extra = [c for c in row if c not in ("event_id", *_native_columns(lang)["events"])]
    slide[EXTENSION] = {**filled(row, extra), "date": row["date"], DRAWN: drawn}
    return slide


def _seen(row: Row, names: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """Return a paragraph of what TimelineJS has no field for: what became of it, where, who.

    Its class says that it is ours, and an importer leaves it out.
    """
    said = [word(f"chronology.status.{row['status']}", lang)] if row["status"] != "held" else []
    said += filter(None, [names["places"].get(row["place_id"], "")])
    said += [names["actors"][actor] for actor in split_list(row["actors"])]
    text = html.escape(" · ".join(said), quote=False)
    return f'<p class="{EXTENSION}">{text}</p>' if said else ""


def _media(source: Row, lang: str) -> dict[str, Any]:
    """Return the source as a quotation: TimelineJS draws it without fetching anything."""
    title, publisher = (html.escape(source[c]) for c in ("title", "publisher"))
    media = {
        "url": f"<blockquote>{title}</blockquote>",
        "credit": publisher,
        "caption": date_words(source["date"], lang) if source["date"] else "",
    }
    return {**media, "link": source["url"]} if source["url"] else media


def _dates(row: Row, lang: str, report: LossReport) -> tuple[dict[str, Any], str]:
    """Return the dates of a slide, and what they say in EDTF."""
    parsed = parse_date(row["date"])
    span = span_of(parsed)
    if span.end and parsed.last:
        # TimelineJS draws an end of 2019-12 at its first day; the bar is to reach its last.
        start = span.start
        if start and parsed.first and parsed.last[: len(start)] == start:
            # It drops an end that lies in the month or year of a start with no day.
            start = parsed.first
        span = Span(start, parsed.last)
    if span.start is None:
        # It draws nothing without a start: the end stands there, no more precise than it is.
        report.add("changed", "events", row["event_id"], "date", row["date"], reason="no_start")
        span = Span(span_of(parsed).end, None)
    elif not holds(row["date"], span):
        report.add("changed", "events", row["event_id"], "date", row["date"],
                   reason="held_as", detail=span.edtf)  # fmt: skip
    dates: dict[str, object] = {"display_date": date_words(row["date"], lang)}
    if span.start:
        dates["start_date"] = _date_object(span.start)
    if span.end:
        dates["end_date"] = _date_object(span.end)
    return dates, span.edtf


def _date_object(parts: Parts) -> dict[str, int]:
    year, *rest = parts
    # TimelineJS has no year 0: -44 is 44 BC.
    return dict(zip(("year", "month", "day"), (historic_year(year), *rest), strict=False))


def _eras(dossier: Dossier, lang: str, report: LossReport) -> list[dict[str, Any]]:
    days = [day_number(*dossier.as_of)]
    for row in table_rows(dossier, "events"):
        parsed = parse_date(row["date"])
        days += [n for n in (parsed.first_number, parsed.last_number) if n is not None]
    limits = (min(days), max(days))
    return [_era(row, limits, lang, report) for row in table_rows(dossier, "periods")]


def _era(row: Row, limits: tuple[int, int], lang: str, report: LossReport) -> dict[str, object]:
    parsed = parse_date(row["date"])
    span = span_of(parsed)
    # TimelineJS drops an end in the month or year of a start with no day, so it has its first.
    start = (span.start and parsed.first) or civil_date(limits[0])
    first = day_number(*start)
    # TimelineJS refuses the whole timeline when an era has no end, or none after its start: it
    # takes a year or month for its first day.
    last = parsed.last_number if span.end else limits[1]
    end = civil_date(max(last if last is not None else limits[1], first + 1))
    drawn = Span(start, end).edtf
    if drawn != row["date"]:
        report.add("changed", "periods", row["period_id"], "date", row["date"],
                   reason="held_as", detail=drawn)  # fmt: skip
    cells = filled(row, [c for c in row if c != f"label_{lang}"])
    return {
        "start_date": _date_object(start),
        "end_date": _date_object(end),
        "text": {"headline": html.escape(row[f"label_{lang}"], quote=False)},
        EXTENSION: {**cells, DRAWN: drawn},
    }


def write_csv(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the events and periods as the sheet that TimelineJS publishes from."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, SHEET, lineterminator="\n", restval="")
    writer.writeheader()
    title = html.escape(dossier.title(lang))
    writer.writerow({"Headline": title, "Type": "title"})
    for slide in _slides(dossier, lang, report):
        writer.writerow(_sheet_row(slide))
        own = slide[EXTENSION]
        report.add("changed", "events", slide["unique_id"], "channel", own["channel"],
                   reason="held_as", detail=slide["group"])  # fmt: skip
    for era in _eras(dossier, lang, report):
        writer.writerow({**_sheet_row(era), "Type": "era"})
    native = _native_columns(lang)
    native["events"] = (*native["events"], "channel")
    account(report, dossier, Held(native=native, about=(f"title.{lang}",)))
    for table in ("events", "periods"):
        key = f"{table[:-1]}_id"
        for row in table_rows(dossier, table):
            report.add("absent", table, row[key], key, row[key], reason="no_such_column")
    return text.getvalue().encode("utf-8")


def _sheet_row(slide: dict[str, Any]) -> dict[str, object]:
    start, end = slide.get("start_date", {}), slide.get("end_date", {})
    media = slide.get("media", {})
    cells = {
        "Year": start.get("year"), "Month": start.get("month"), "Day": start.get("day"),
        "End Year": end.get("year"), "End Month": end.get("month"), "End Day": end.get("day"),
        "Display Date": slide.get("display_date"),
        "Headline": slide["text"]["headline"], "Text": slide["text"].get("text"),
        "Media": media.get("url"), "Media Credit": media.get("credit"),
        "Media Caption": media.get("caption"), "Group": slide.get("group"),
    }  # fmt: skip
    return {column: "" if cell is None else shielded(str(cell)) for column, cell in cells.items()}
