"""StoryMapJS read: a slide with a date is an event, its location a place."""

from __future__ import annotations

from collections.abc import Mapping

from chronotope.dossier.files import refuse
from chronotope.formats._dating import read_date
from chronotope.formats._events import add_source
from chronotope.formats._intake import Intake, Record
from chronotope.formats._markup import strip_markup, take_plain
from chronotope.formats._points import place_at, place_named, take_degrees
from chronotope.formats._recognition import Sample
from chronotope.lang.dates import DateError


def looks_like(sample: Sample) -> bool:
    """Return whether JSON is a story map."""
    slides = sample.member("slides")
    first = next((x for x in slides if isinstance(x, Mapping)), {}) if (
        isinstance(slides, list)) else {}  # fmt: skip
    return isinstance(sample.member("storymap"), Mapping) or "location" in first


def read(intake: Intake) -> None:
    """Take in the slides of a story map."""
    root = intake.record(intake.source.json_object())
    inside = ("storymap",) if isinstance(root.look("storymap"), Mapping) else ()
    slides = root.take(*inside, "slides")
    if not isinstance(slides, list):
        refuse(intake.source.name, "there is no list of slides", "StoryMapJS JSON",
               "Put the slides in a list called slides.")  # fmt: skip
    intake.source.require_few(slides)
    for record in intake.records(slides, path="storymap.slides", table="events"):
        if record.look("type") == "overview":
            record.take("type")
            title = take_plain(record, "text", "headline")
            if title:
                intake.found.about["title"] = {intake.lang: title}
            continue
        _read_slide(record)
    root.close()


def _read_slide(record: Record) -> None:
    intake, lang = record.intake, record.intake.lang
    record.row = f"E{record.number:03d}"
    position = take_degrees(record, ("location", "lon"), ("location", "lat"))
    written = record.look("date")
    try:
        is_given = isinstance(written, str | int) and bool(written)
        date = read_date(strip_markup(str(written))[0]) if is_given else ""
    except DateError as error:
        record.warn("date", error.text, "bad_date", error.problem)
        date = ""
    name = record.text("location", "name") if position else ""
    if not date:
        headline = take_plain(record, "text", "headline") if position and not name else ""
        if place_at(record, position, name or headline):
            record.warn("date", "", "slide_is_place")
        else:
            record.refuse("date", "", "no_date")
        return
    record.take("date")
    place = place_at(record, position, name) or place_named(record, "location", "name")
    row = {"event_id": record.row, "date": date, "place_id": place,
           f"title_{lang}": take_plain(record, "text", "headline"),
           f"summary_{lang}": take_plain(record, "text", "text")}  # fmt: skip
    intake.found.add("events", row)
    if isinstance(record.look("media", "url"), str):
        title = take_plain(record, "media", "caption")
        if add_source(record, "media", "url", title=title):
            intake.report.note_once("warning", "sources", reason="media_as_source")
        elif title:
            record.warn("media.caption", title, "not_read")
