"""Rules for events: sources, status, labels."""

from collections.abc import Iterator
from datetime import date

from chronotope.dossier.checks.rows import parsed_date, rows_by_id, rows_of
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier
from chronotope.lang.words import LANGUAGES

LABEL_WORDS = 6
HEADLINE_WORDS = 10
HAPPENED = ("held", "recalled")


def check_event_sources(dossier: Dossier) -> Iterator[Fault]:
    """An event from the record has a source with an address."""
    if {"event_sources", "sources"} & dossier.unread:
        return
    sources = rows_by_id(dossier, "sources")
    with_address = {
        link["event_id"]
        for _, link in rows_of(dossier, "event_sources")
        if sources.get(link["source_id"], {}).get("url")
    }
    for line, row in rows_of(dossier, "events"):
        if row["event_id"] and not row["passages"] and row["event_id"] not in with_address:
            yield Fault(
                "events.csv",
                line,
                "passages",
                None,
                f"{row['event_id']} is an event from the record with no source that has an address",
                "passages, or a row of event_sources",
                "Add its source to event_sources.csv, with a url in sources.csv.",
            )


def check_status(dossier: Dossier) -> Iterator[Fault]:
    """Status, form, earlier status and replacement agree."""
    replaced = {row["event_id"]: row["replaced_by"] for _, row in rows_of(dossier, "events")}

    for line, row in rows_of(dossier, "events"):
        if row["replaced_by"] and row["status"] in HAPPENED:
            yield Fault(
                "events.csv",
                line,
                "replaced_by",
                row["replaced_by"],
                f"the event is {row['status']}: nothing took its place",
                f"blank where the status is {' or '.join(HAPPENED)}",
                "Blank it, or correct the status.",
            )
        if row["replaced_by"] and _is_circle(row["event_id"], replaced):
            yield Fault(
                "events.csv",
                line,
                "replaced_by",
                row["replaced_by"],
                "an event replaces itself in the end",
                "a later event",
                "Correct the chain of replacements.",
            )
        if row["status_then"] and row["status_then"] == row["status"]:
            yield Fault(
                "events.csv",
                line,
                "status_then",
                row["status_then"],
                "the same as status",
                "blank where it did not differ",
                "Blank it.",
            )
        if row["status"] == "held" and row["form"] == "planned-meeting":
            yield Fault(
                "events.csv",
                line,
                "form",
                row["form"],
                "the event was held",
                "what it was when held",
                "Write meeting.",
            )
        if row["status_then"] == "held" and _is_after(row["date"], dossier.as_of):
            yield Fault(
                "events.csv",
                line,
                "status_then",
                row["status_then"],
                f"the event lies after {dossier.as_of}",
                "a status it could have on that day",
                "Correct it, or blank it.",
            )


def _is_circle(start: str, replaced: dict[str, str]) -> bool:
    seen = {start}
    following = replaced.get(start, "")
    while following and following not in seen:
        seen.add(following)
        following = replaced.get(following, "")
    return bool(start) and following == start


def _is_after(text: object, day: date) -> bool:
    parsed = parsed_date(text)
    return parsed is not None and parsed.first is not None and parsed.first > day.timetuple()[:3]


def check_labels(dossier: Dossier) -> Iterator[Fault]:
    """Chart labels and headlines are short enough to be drawn."""
    limits = (("events", "label", LABEL_WORDS), ("figures", "headline", HEADLINE_WORDS))
    for table, stem, most in limits:
        for line, row in rows_of(dossier, table):
            for name in (f"{stem}_{lang}" for lang in LANGUAGES):
                # A sign that stands alone, as French spaces it, is no word.
                count = sum(any(map(str.isalnum, part)) for part in row[name].split())
                if count > most:
                    yield Fault(
                        f"{table}.csv",
                        line,
                        name,
                        row[name],
                        f"{count} words",
                        f"at most {most}",
                        "Shorten it.",
                    )
                if stem == "headline" and row[name].endswith("."):
                    yield Fault(
                        f"{table}.csv",
                        line,
                        name,
                        row[name],
                        "a full stop at the end",
                        "none",
                        "Remove it.",
                    )
