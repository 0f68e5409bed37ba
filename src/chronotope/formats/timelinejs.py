"""TimelineJS 3: its JSON, and the sheet that its authors publish timelines from.

The format holds one language, years, months and days, one medium a slide, and eras. Everything
else of the events, and the tables that they name, travels in a member ``chronotope``, which
TimelineJS does not look at.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping
from datetime import date, timedelta

from chronotope.dossier.files import json_bytes, refuse
from chronotope.dossier.packing import EXTENSION, about_of
from chronotope.dossier.read import Dossier
from chronotope.dossier.rows import Row, clean_cell, filled, shielded, table_rows, unshielded
from chronotope.formats._account import account
from chronotope.formats._dating import Parts, Span, holds, make_parts, span_of
from chronotope.formats._folder import Found, carried_tables, extension_cells, make_id
from chronotope.formats._losses import LossReport
from chronotope.formats._parse import parse_json, read_sheet, require_few_records
from chronotope.lang.dates import DateError, date_words, parse_date
from chronotope.lang.languages import is_language
from chronotope.lang.words import word

CARRIED = ("channels", "places", "actors", "sources", "event_sources", "passages")
SHEET = [
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time",
    "Display Date", "Headline", "Text", "Media", "Media Credit", "Media Caption",
    "Media Thumbnail", "Type", "Group", "Background",
]  # fmt: skip
# What the dates that TimelineJS draws say in EDTF: if it no longer fits, somebody moved them.
DRAWN = "drawn"
_TAG = re.compile(r"(<[^<>]*>)")
_TAG_NAME = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*|!)")
_BREAKING = ("p", "br", "li", "div", "/p", "/li", "/div")
_MIDDLE_RANK = "2"


# --- writing -------------------------------------------------------------------------------------


def write(dossier: Dossier, report: LossReport, lang: str) -> bytes:
    """Return the dossier's events and periods as TimelineJS JSON."""
    slides = _slides(dossier, lang, report)
    eras = _eras(dossier, lang, report)
    native = _native_columns(lang)
    account(
        report,
        dossier,
        native=native,
        extension={t: [c for c in dossier.columns(t) if c not in native[t]] for t in native},
        carried=CARRIED,
        about=(f"title.{lang}",),
        carries_about=True,
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


def _slides(dossier: Dossier, lang: str, report: LossReport) -> list[dict]:
    channels = {r["channel_id"]: r[f"label_{lang}"] for r in table_rows(dossier, "channels")}
    sources = {r["source_id"]: r for r in table_rows(dossier, "sources")}
    first: dict[str, Row] = {}
    for link in table_rows(dossier, "event_sources"):
        first.setdefault(link["event_id"], sources[link["source_id"]])
    return [
        _slide(row, channels.get(row["channel"], ""), first.get(row["event_id"]), lang, report)
        for row in table_rows(dossier, "events")
    ]


def _slide(row: Row, group: str, source: Row | None, lang: str, report: LossReport) -> dict:
    dates, drawn = _dates(row, lang, report)
    slide: dict[str, object] = {
        "unique_id": row["event_id"],
        **dates,
        "text": {
            "headline": html.escape(row[f"title_{lang}"], quote=False),
            "text": f"<p>{html.escape(row[f'summary_{lang}'], quote=False)}</p>",
        },
        "group": group,
        "autolink": False,
    }
    if source:
        slide["media"] = _media(source, lang)
    extra = [c for c in row if c not in ("event_id", *_native_columns(lang)["events"])]
    slide[EXTENSION] = {**filled(row, extra), "date": row["date"], DRAWN: drawn}
    return slide


def _media(source: Row, lang: str) -> dict:
    """Return the source as a quotation: TimelineJS draws it without fetching anything."""
    title, publisher = (html.escape(source[c]) for c in ("title", "publisher"))
    media = {
        "url": f"<blockquote>{title}</blockquote>",
        "credit": publisher,
        "caption": date_words(source["date"], lang) if source["date"] else "",
    }
    return {**media, "link": source["url"]} if source["url"] else media


def _dates(row: Row, lang: str, report: LossReport) -> tuple[dict, str]:
    """Return the dates of a slide, and what they say in EDTF."""
    span = span_of(row["date"])
    if span.start is None:
        report.add("changed", "events", row["event_id"], "date", row["date"], reason="no_start")
        span = Span(span.end, None)
    elif not holds(row["date"], span):
        report.add("changed", "events", row["event_id"], "date", row["date"],
                   reason="held_as", detail=span.edtf)  # fmt: skip
    dates: dict[str, object] = {"display_date": date_words(row["date"], lang)}
    if span.start:
        dates["start_date"] = _date_object(span.start)
    if span.end:
        dates["end_date"] = _date_object(span.end)
    return dates, span.edtf


def _date_object(parts: Parts) -> dict:
    return dict(zip(("year", "month", "day"), parts, strict=False))


def _eras(dossier: Dossier, lang: str, report: LossReport) -> list[dict]:
    days = [dossier.as_of]
    for row in table_rows(dossier, "events"):
        parsed = parse_date(row["date"])
        days += [day for day in (parsed.earliest, parsed.latest) if day]
    limits = (min(days), max(days))
    return [_era(row, limits, lang, report) for row in table_rows(dossier, "periods")]


def _era(row: Row, limits: tuple[date, date], lang: str, report: LossReport) -> dict:
    span = span_of(row["date"])
    start = span.start or _parts_of(limits[0])
    # TimelineJS refuses the whole timeline when an era has no end, or none after its start.
    end = span.end or _parts_of(max(limits[1], _first_day(start) + timedelta(days=1)))
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


def _parts_of(day: date) -> Parts:
    return day.year, day.month, day.day


def _first_day(parts: Parts) -> date:
    year, month, day = (*parts, 1, 1)[:3]
    return date(max(year, 1), month, day)


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
    account(report, dossier, native=native, about=(f"title.{lang}",))
    for table in ("events", "periods"):
        key = f"{table[:-1]}_id"
        for row in table_rows(dossier, table):
            report.add("absent", table, row[key], key, row[key], reason="no_such_column")
    return text.getvalue().encode("utf-8")


def _sheet_row(slide: dict) -> dict[str, object]:
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


# --- reading -------------------------------------------------------------------------------------


def read(raw: bytes, report: LossReport, lang: str, *, file: str) -> Found:
    """Return what a TimelineJS JSON file holds."""
    timeline = parse_json(raw, file)
    if not isinstance(timeline.get("events"), list):
        refuse(file, "there is no list of events", "TimelineJS JSON", "Export it again.")
    require_few_records(timeline["events"], file)
    extension = timeline.get(EXTENSION)
    found = carried_tables(extension, report)
    if isinstance(extension, Mapping) and is_language(str(extension.get("lang"))):
        lang = str(extension["lang"])
    if "title" not in found.about:
        headline, _ = _texts(timeline.get("title"), "title", report)
        found.about["title"] = {lang: headline} if headline else {}
    for key in timeline:
        if key not in ("title", "events", "eras", "scale", EXTENSION):
            report.add("warning", "file", column=clean_cell(key), reason="not_read")
    reader = _Reader(found, report, lang)
    for number, slide in enumerate(timeline["events"], start=1):
        reader.read_slide(slide, number)
    eras = timeline.get("eras")
    for number, era in enumerate(eras if isinstance(eras, list) else [], start=1):
        reader.read_era(era, number)
    return found


def read_csv(raw: bytes, report: LossReport, lang: str, *, file: str) -> Found:
    """Return what a TimelineJS sheet holds."""
    rows = read_sheet(raw, file, "a TimelineJS sheet")
    found = Found()
    reader = _Reader(found, report, lang)
    events = eras = 0
    for row in rows:
        cells = {column.strip().lower(): unshielded(cell.strip()) for column, cell in row.items()}
        kind = cells.get("type", "").lower()
        if not any(cells.values()):
            continue
        slide = _slide_of_sheet(cells)
        if kind == "title":
            headline, _ = _texts(slide, "title", report)
            found.about["title"] = {lang: headline}
        elif kind == "era":
            eras += 1
            reader.read_era(slide, eras)
        else:
            events += 1
            reader.read_slide(slide, events)
    return found


def _slide_of_sheet(cells: Mapping[str, str]) -> dict:
    def date_of(prefix: str) -> dict:
        parts = {p: cells.get(f"{prefix}{p}", "") for p in ("year", "month", "day", "time")}
        return {p: v for p, v in parts.items() if v}

    slide: dict[str, object] = {
        "text": {"headline": cells.get("headline", ""), "text": cells.get("text", "")},
        "group": cells.get("group", ""),
        "display_date": cells.get("display date", ""),
        "media": {
            "url": cells.get("media", ""),
            "credit": cells.get("media credit", ""),
            "caption": cells.get("media caption", ""),
        },
    }
    for key, prefix in (("start_date", ""), ("end_date", "end ")):
        if date := date_of(prefix):
            slide[key] = date
    return slide


class _Reader:
    """Turns slides and eras into rows."""

    def __init__(self, found: Found, report: LossReport, lang: str) -> None:
        self.found, self.report, self.lang = found, report, lang
        self.channels = {
            row.get(f"label_{lang}", ""): row["channel_id"]
            for row in found.tables.get("channels", [])
            if row.get("channel_id")
        }
        self.is_own = bool(found.tables)

    def read_slide(self, slide: object, number: int) -> None:
        """Add the event of one slide."""
        report = self.report
        if not isinstance(slide, Mapping):
            report.add("refused", "events", str(number), reason="not_a_record")
            return
        extra = _extra_cells(slide, "events", report)
        event_id = make_id(slide.get("unique_id", ""), "events", number, report)
        date = self._date(slide, "events", event_id)
        if date is None:
            return
        headline, text = _texts(slide, event_id, report)
        row = {
            **extra,
            "event_id": event_id,
            "date": date,
            f"title_{self.lang}": headline,
            f"summary_{self.lang}": text,
        }
        row["channel"] = extra.get("channel") or self._channel(slide, event_id)
        if not row.get("rank"):
            row["rank"] = _MIDDLE_RANK
            report.add("warning", "events", event_id, "rank", _MIDDLE_RANK, reason="default_rank")
        if not self.is_own:
            self._read_media(slide.get("media"), event_id, number)
        self.found.add("events", row)

    def read_era(self, era: object, number: int) -> None:
        """Add the period of one era."""
        if not isinstance(era, Mapping):
            self.report.add("refused", "periods", str(number), reason="not_a_record")
            return
        extra = _extra_cells(era, "periods", self.report)
        period_id = extra.get("period_id") or f"P{number:03d}"
        date = self._date(era, "periods", period_id)
        if date is None:
            return
        if "/" not in date:
            date = f"{date}/{date}"
        headline, _ = _texts(era, period_id, self.report)
        row = {**extra, "period_id": period_id, "date": date, f"label_{self.lang}": headline}
        self.found.add("periods", {**row, "kind": row.get("kind", "era")})

    def _date(self, slide: Mapping, table: str, row: str) -> str | None:
        """Return the date of a slide, or None when it has none that can be trusted.

        The EDTF text of our own files holds as long as nobody has moved the slide's dates.
        """
        report = self.report
        own = slide.get(EXTENSION)
        own = own if isinstance(own, Mapping) else {}
        try:
            ends = [self._parts(slide.get(key), table, row) for key in ("start_date", "end_date")]
            if ends[0] is None:
                report.add("refused", table, row, "date", reason="no_date")
                return None
            native = parse_date(Span(ends[0], ends[1]).edtf).text
            if not isinstance(own.get("date"), str) or not own["date"]:
                return native
            if own.get(DRAWN) == native:
                return parse_date(own["date"]).text
        except DateError as error:
            report.add("refused", table, row, "date", error.text, reason="bad_date",
                       detail=error.problem)  # fmt: skip
            return None
        report.add("warning", table, row, "date", clean_cell(own["date"]),
                   reason="date_conflict", detail=native)  # fmt: skip
        return native

    def _parts(self, given: object, table: str, row: str) -> Parts | None:
        if not isinstance(given, Mapping):
            return None
        timed = [k for k in ("hour", "minute", "second", "millisecond", "time") if given.get(k)]
        if timed:
            self.report.add("warning", table, row, "date", reason="time_dropped")
        return make_parts(given.get("year"), given.get("month"), given.get("day"))

    def _channel(self, slide: Mapping, event_id: str) -> str:
        group = clean_cell(slide.get("group") or "")
        if group not in self.channels:
            number = len(self.channels) + 1
            channel_id = f"C{number:03d}"
            row = {"channel_id": channel_id, "order": str(number), "side": ""}
            if group:
                row[f"label_{self.lang}"] = group
            else:
                row[f"label_{self.lang}"] = word("interchange.imported", self.lang)
                row["side"] = "other"
                self.report.add("warning", "events", event_id, "channel", reason="made_channel")
            self.channels[group] = channel_id
            self.found.add("channels", row)
        return self.channels[group]

    def _read_media(self, media: object, event_id: str, number: int) -> None:
        if not isinstance(media, Mapping) or not media.get("url"):
            return
        url, credit, caption = (
            clean_cell(media.get(k) or "") for k in ("url", "credit", "caption")
        )
        if not url.startswith(("http://", "https://")):
            link = clean_cell(media.get("link") or "")
            text = _plain(url, "sources", event_id, self.report)
            caption, url = text or caption, link if link.startswith("http") else ""
        source_id = f"S{number:03d}"
        plain = {"title": caption, "publisher": credit}
        cells = {k: _plain(v, "sources", source_id, self.report) for k, v in plain.items()}
        self.found.add("sources", {"source_id": source_id, "url": url, **cells})
        self.found.add("event_sources", {"event_id": event_id, "source_id": source_id})


def _extra_cells(slide: Mapping, table: str, report: LossReport) -> Row:
    own = slide.get(EXTENSION)
    if not isinstance(own, Mapping):
        return {}
    return extension_cells(
        {k: v for k, v in own.items() if k not in ("date", DRAWN)}, table, report
    )


def _texts(slide: object, row: str, report: LossReport) -> tuple[str, str]:
    """Return headline and text of a slide without markup."""
    text = slide.get("text") if isinstance(slide, Mapping) else None
    if not isinstance(text, Mapping):
        return "", ""
    return (
        _plain(str(text.get("headline") or ""), "events", row, report),
        _plain(str(text.get("text") or ""), "events", row, report, is_paragraph=True),
    )


def _plain(
    text: str, table: str, row: str, report: LossReport, *, is_paragraph: bool = False
) -> str:
    """Return a text of TimelineJS, which is HTML, as the words a reader sees."""
    if is_paragraph and text.startswith("<p>") and text.endswith("</p>"):
        text = text[3:-4]
    words, has_markup = _strip_markup(text)
    if has_markup:
        report.add("warning", table, row, "text", reason="markup_dropped")
    return clean_cell(words)


def _strip_markup(text: str) -> tuple[str, bool]:
    """Return the words of an HTML text, and whether there was markup among them.

    Linear in the length of the text, which ``html.parser`` is not; what comes out is text, never
    markup again, so a tag that is not recognised does no harm.
    """
    words: list[str] = []
    silent, has_markup = False, False
    for part in _TAG.split(text):
        tag = _TAG_NAME.match(part)
        if not tag:
            words.append("" if silent else html.unescape(part))
            continue
        has_markup = True
        name = tag[1].lower()
        silent = name in ("script", "style") if not silent else name not in ("/script", "/style")
        words.append(" " if name in _BREAKING else "")
    return "".join(words), has_markup
