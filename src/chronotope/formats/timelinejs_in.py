"""TimelineJS read: its JSON of version 3 and of version 2, and the sheet of its authors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chronotope.dossier.closed_words import words_meant
from chronotope.dossier.files import refuse
from chronotope.dossier.packing import EXTENSION
from chronotope.dossier.rows import clean_cell
from chronotope.formats._dating import (
    approximate,
    make_parts,
    month_number,
    parts_text,
    read_date,
    timed_text,
)
from chronotope.formats._events import add_channel
from chronotope.formats._intake import Intake, Record, take_carried
from chronotope.formats._markup import said_of_ours, take_plain
from chronotope.formats._points import add_place
from chronotope.formats._recognition import Sample
from chronotope.formats._slides import slide_of_2, slide_of_sheet
from chronotope.formats._source import as_list
from chronotope.formats.timelinejs import DRAWN
from chronotope.lang.dates import DateError, date_words, parse_date
from chronotope.lang.languages import interface_languages, is_language

_TIMES = ("hour", "minute", "second")
_WIDE = re.compile(r"\d{2,3}X{1,2}")
_CLOCK = re.compile(r"(?i)(\d{1,2}):(\d\d)(?::(\d\d))?\s*(?:([ap])\.?m\.?)?")


def looks_like(sample: Sample) -> bool:
    """Return whether JSON is a timeline: events with a ``start_date``, or none at all."""
    events = sample.member("events")
    if not isinstance(events, list):
        return False
    first = next((x for x in events if isinstance(x, Mapping)), {})
    return not first or "start_date" in first or "text" in first


def looks_like_2(sample: Sample) -> bool:
    """Return whether JSON is a timeline of version 2."""
    return isinstance(sample.member("timeline"), Mapping)


def looks_like_sheet(sample: Sample) -> bool:
    """Return whether a sheet has the columns of a timeline."""
    return {"year", "headline"} <= sample.columns


def read(intake: Intake) -> None:
    """Take in TimelineJS 3 JSON."""
    root = intake.record(intake.source.json_object())
    events = root.take("events")
    if not isinstance(events, list):
        refuse(intake.source.name, "there is no list of events", "TimelineJS JSON",
               "Export it again.")  # fmt: skip
    intake.source.require_few(events)
    take_carried(root)
    if is_language(str(root.look(EXTENSION, "lang") or "")):
        intake.lang = root.text(EXTENSION, "lang")
    if "title" not in intake.found.about and (
        name := take_plain(root, "title", "text", "headline")
    ):
        intake.found.about["title"] = {intake.lang: name}
    elif EXTENSION in root.value:
        root.take("title", "text", "headline")
    root.expect("scale", values=("human",))
    reader = _Reader(intake)
    for record in intake.records(events, path="events", table="events"):
        reader.read_slide(record)
    eras = as_list(root.take("eras"))
    for record in intake.records(eras, path="eras", table="periods"):
        reader.read_era(record)
    root.close()


def read_2(intake: Intake) -> None:
    """Take in TimelineJS 2 JSON: ``{"timeline": {"date": [{"startDate": "2012,1,26"}]}}``."""
    timeline = intake.record(intake.source.json_object())
    root = timeline.inner("timeline")
    if not isinstance(root.look("date"), list | Mapping):
        refuse(intake.source.name, "there is no list of dates", "TimelineJS 2 JSON",
               "Put the slides in a list called date.")  # fmt: skip
    root.expect("type", values=("default",))
    if name := take_plain(root, "headline"):
        intake.found.about["title"] = {intake.lang: name}
    reader = _Reader(intake)
    for key, table in (("date", "events"), ("era", "periods")):
        members = as_list(root.take(key))
        intake.source.require_few(members)
        slides = [slide_of_2(x) if isinstance(x, Mapping) else x for x in members]
        for record in intake.records(slides, path=f"timeline.{key}", table=table):
            (reader.read_slide if table == "events" else reader.read_era)(record)
    timeline.close()


def read_csv(intake: Intake) -> None:
    """Take in a TimelineJS sheet."""
    reader = _Reader(intake)
    numbers = {"events": 0, "periods": 0}
    for line, cells in intake.source.sheet.rows:
        slide = slide_of_sheet(cells)
        kind = clean_cell(slide.get("type", "")).lower()
        if kind in ("title", "era"):
            del slide["type"]
        table = "periods" if kind == "era" else "events"
        record = Record(slide, intake, table=table, row=str(line))
        if kind == "title":
            intake.found.about["title"] = {intake.lang: take_plain(record, "text", "headline")}
        else:
            numbers[table] += 1
            record.number = numbers[table]
            (reader.read_slide if table == "events" else reader.read_era)(record)
        record.close()


class _Reader:
    """Turns slides and eras into rows."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        intake.channels |= {
            row.get(f"label_{intake.lang}", ""): row["channel_id"]
            for row in intake.found.tables.get("channels", [])
            if row.get("channel_id")
        }
        self.is_own = bool(intake.found.tables)

    def read_slide(self, record: Record) -> None:
        """Add the event of one slide."""
        own = record.own("events")
        event_id = record.name_row(record.text("unique_id"))
        date = self._date(record)
        if date is None:
            return
        lang = self.intake.lang
        shown = [] if self.is_own else said_of_ours(record.look("text", "text"))
        if shown and (status := words_meant("status").get(shown[0].casefold())):
            own["status"] = status  # a sheet of ours has no cell for it
            shown = [*shown[1:], ""]
        for cell in filter(None, shown):
            record.warn("text.text", cell, "not_read")
        row = {
            **own, "event_id": event_id, "date": date,
            f"title_{lang}": take_plain(record, "text", "headline"),
            f"summary_{lang}": take_plain(record, "text", "text", ours=self.is_own or bool(shown)),
            "channel": own.get("channel") or add_channel(record, record.text("group")),
        }  # fmt: skip
        if own.get("channel"):
            record.take("group")
        if self.is_own:
            record.take_known("media", names=("url", "credit", "caption", "link"))
        else:
            self._read_media(record)
        record.expect("autolink", values=(False, True))
        place = {"longitude": record.look("location", "lon"),
                 "latitude": record.look("location", "lat")}  # fmt: skip
        if place["longitude"] is not None and not row.get("place_id"):
            row["place_id"] = add_place(
                record, (("location", "lon"), ("location", "lat")), ("location", "name")
            )
        self.intake.found.add("events", row)

    def read_era(self, record: Record) -> None:
        """Add the period of one era."""
        own = record.own("periods")
        record.row = own.get("period_id") or f"P{record.number:03d}"
        date = self._date(record)
        if date is None:
            return
        if "/" not in date:
            date = f"{date}/{date}"
        label = take_plain(record, "text", "headline")
        row = {"kind": "era", **own, "period_id": record.row, "date": date}
        self.intake.found.add("periods", {**row, f"label_{self.intake.lang}": label})

    def _date(self, record: Record) -> str | None:
        """Return the date of a slide, or None when it has none that can be trusted.

        The EDTF text of our own files holds as long as nobody has moved the slide's dates.
        """
        given, drawn = record.look(EXTENSION, "date"), record.look(EXTENSION, DRAWN)
        try:
            native, best = self._native(record)
            if not native:
                record.refuse("date", "", "no_date")
                return None
            if not isinstance(given, str) or not given:
                return best
            record.take(EXTENSION, "date")
            if record.take(EXTENSION, DRAWN) == native:
                record.take("display_date")
                return parse_date(given).text
        except DateError as error:
            record.refuse("date", error.text, "bad_date", error.problem)
            return None
        record.warn("date", f"{given} ({drawn})", "date_conflict", native)
        return best

    def _native(self, record: Record) -> tuple[str, str]:
        """Return the date that the numbers of a slide say, and the one that its words add to."""
        first, last = (self._moment(record, key) for key in ("start_date", "end_date"))
        if not first:
            return "", ""
        date = parse_date(first if first == last or not last else f"{first}/{last}").text
        # The words stand beside a date or in it; in its end they are those of the end alone.
        place = ("display_date",) if record.look("display_date") or last else (
            "start_date", "display_date")  # fmt: skip
        words = clean_cell(record.look(*place) or "")
        coarser = next((x for x in _coarser(date) if words and _is_said(x, words)), "") or (
            self._as_we_say(date, words)
        )
        vague = coarser or _as_vague(date, words)
        if coarser or vague != date:
            record.take(*place)
        if not coarser and vague.rstrip("~?%") != date.rstrip("~?%") and "/" not in date:
            record.warn("date", date, "held_as", vague)
        return date, vague

    def _as_we_say(self, date: str, words: str) -> str:
        """Return what our own writer calls by these words and gives these numbers; else blank."""
        if not words or "T" in date:
            return ""
        first, _, last = date.partition("/")
        said = [f"{first}?", f"{first}%", f"{first}/..", f"{first}/", f"../{first}", f"/{first}"]
        if last:
            signs = ("", "?", "~", "%")
            said = [f"[{first},{last}]", f"[{first}..{last}]"]
            said += [f"{first}{one}/{last}{two}" for one in signs for two in signs]
            said += [f"{first[:3]}X", f"{first[:2]}XX"]
            said += [f"{first[:4]}-{season}" for season in range(21, 25)]
        for edtf in said:
            try:
                is_ours = clean_cell(date_words(edtf, self.intake.lang)) == words
            except DateError:  # a guess that is none
                continue
            if is_ours:
                return edtf
        return ""

    def _moment(self, record: Record, key: str) -> str:
        given = record.look(key)
        if not isinstance(given, Mapping):
            return ""
        if whole := _whole_date(given):
            record.take(key, "year")
            return whole
        month = given.get("month")
        if isinstance(month, str) and (number := month_number(month)):
            month = number
        parts = make_parts(
            given.get("year"), _none_if_zero(month), _none_if_zero(given.get("day")),
            has_year_zero=False,
        )  # fmt: skip
        if parts is None:
            return ""
        for name in ("year", "month", "day"):
            if isinstance(given.get(name), str | int | float) or given.get(name) is None:
                record.take(key, name)
        return _with_time(record, key, parts_text(parts))

    def _read_media(self, record: Record) -> None:
        url = record.look("media", "url")
        if not isinstance(url, str) or not url.strip():
            return
        source_id = f"S{record.number:03d}"
        title = take_plain(record, "media", "caption")
        address = clean_cell(url)
        if address.startswith("//"):
            record.leave("media", "url", reason="tolerated", detail=f"https:{address}")
            address = f"https:{address}"
        elif address.startswith("<"):
            words = take_plain(record, "media", "url")
            if title and words:
                record.warn(f"{source_id}.caption", title, "not_read")
            title, address = words or title, record.text("media", "link")
        elif address.startswith(("http://", "https://")):
            record.take("media", "url")
        else:
            record.leave("media", "url", reason="no_address")
            address = ""
        row = {"source_id": source_id, "title": title, "url": address,
               "publisher": take_plain(record, "media", "credit")}  # fmt: skip
        self.intake.found.add("sources", row)
        link = {"event_id": record.row, "source_id": source_id}
        self.intake.found.add("event_sources", link)
        self.intake.report.note_once("warning", "sources", reason="media_as_source")


def _whole_date(given: Mapping[str, object]) -> str:
    """Return the date that somebody wrote whole where a year belongs; blank for a plain year."""
    year = given.get("year")
    is_alone = all(given.get(name) in (None, "") for name in ("month", "day"))
    is_text = isinstance(year, str) and not re.fullmatch(r"\s*[+-]?\d+(\.0+)?\s*", year)
    return read_date(year) if is_alone and is_text and str(year).strip() else ""


def _none_if_zero(value: object) -> object:
    return None if str(value).strip() in ("0", "0.0", "00") else value


def _clock(text: str) -> list[str]:
    """Return hour, minute and second of ``18:00`` or ``6:00 PM``; nothing for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return []
    hour, minute, second, half = found.groups(default="")
    if half and not 1 <= int(hour) <= 12:
        return []
    hours = int(hour) % 12 + (12 if half in "pP" else 0) if half else int(hour)
    return [str(hours), minute, second]


def _with_time(record: Record, key: str, day: str) -> str:
    """Return a day with the time that the slide gives, which is then taken."""
    given = record.look(key)
    clock = _clock(str(given.get("time", "")))
    cells = clock or [given.get(name) for name in _TIMES]
    numbers = [str(cell).strip() if cell not in (None, "") else "0" for cell in cells]
    is_day = len(day.lstrip("-")) == 10
    if not is_day or not all(n.isdecimal() and len(n) < 3 for n in numbers):
        return day
    if clock or any(given.get(name) not in (None, "") for name in _TIMES):
        moment = timed_text(day, ":".join(n.zfill(2) for n in numbers))
        parse_date(moment)
        for name in (*_TIMES, "time"):
            if name in given:
                record.take(key, name)
        return moment
    return day


def _coarser(date: str) -> list[str]:
    """Return what a date may have been before our writer took its ``~`` and moved its end."""
    if date.count("/") != 1:
        return [date, approximate(date)]
    first, last = date.split("/")
    ends = [last, last[:-3], last[:-6] if last.endswith("-12-31") else ""]
    return [
        f"{start}/{end}"
        for known in ends
        if len(known.lstrip("-")) in (4, 7, 10)
        for start in (first, approximate(first))
        for end in (known, approximate(known))
    ]


def _is_said(date: str, words: str) -> bool:
    try:
        return any(clean_cell(date_words(date, lang)) == words for lang in interface_languages())
    except DateError:  # a guess of _coarser() that is none
        return False


def _as_vague(date: str, words: str) -> str:
    """Return the date as *about* or *perhaps* where the words of a slide say so of the same years.

    A year whose words are its decade, century or season is that, as the numbers of a slide cannot
    say it; so is the first day of what the words say, which had to be typed for want of a better.
    """
    try:
        said = parse_date(read_date(words))
    except DateError:
        return date
    ours = parse_date(date)
    is_same = said.first == ours.first and said.last == ours.last and "T" not in date
    if is_same and said.is_uncertain and "/" not in date:
        return f"{date}{'%' if said.is_approximate else '?'}"
    if is_same and said.is_approximate:
        return approximate(date)
    if "/" in f"{date}{said.text}" or "T" in date:
        return date
    is_year = ours.precision == "year"
    is_wider = bool(_WIDE.fullmatch(said.text)) and date.startswith(said.text.rstrip("X"))
    is_season = said.precision == "season" and said.text.startswith(date)
    is_first = said.first == ours.first and (said.last or ()) > (ours.last or ())
    is_typed = is_first and said.precision != "one-of"
    return said.text if is_typed or (is_year and (is_wider or is_season)) else date
