"""Rules for events: what became of them."""

from collections.abc import Iterator

from chronotope.dates.calendars import skipped_by
from chronotope.dates.days import CivilDay
from chronotope.dossier.checks.rows import parsed_date
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier

HAPPENED = ("held", "recalled")


def check_status(dossier: Dossier) -> Iterator[Fault]:
    """Status, form, earlier status and replacement agree."""
    replaced = {row["event_id"]: row["replaced_by"] for row in dossier.rows("events")}

    for line, row in dossier.numbered_rows("events"):
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
                "the event counts as held",
                "meeting, for what was held; planned-meeting beside a status such as planned",
                "Write planned under status, or meeting here if it was held.",
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


def _is_after(text: object, day: CivilDay) -> bool:
    parsed = parsed_date(text)
    return parsed is not None and parsed.first is not None and parsed.first > day


def note_skipped_days(dossier: Dossier) -> Iterator[Fault]:
    """Yield notices of days that a change from the Julian calendar skipped where it was made."""
    for line, row in dossier.numbered_rows("events"):
        parsed = parsed_date(row["date"])
        whose = skipped_by(parsed) if parsed and not row.get("date_written") else ""
        if whose:
            yield Fault(
                "events.csv", line, "date", row["date"],
                f"the {whose} change of calendar skipped this day: no source of there has it",
                "a Gregorian day, or a day of the calendar that its row names",
                "If the source is of the Old Style, write julian under calendar.",
            )  # fmt: skip


def note_several_days(dossier: Dossier) -> Iterator[Fault]:
    """Yield notices of events that took place on each of several days (EDTF's ``{A,B}``)."""
    for line, row in dossier.numbered_rows("events"):
        parsed = parsed_date(row["date"])
        if parsed and parsed.precision == "all-of":
            yield Fault(
                "events.csv", line, "date", row["date"],
                "several dates of one event: its mark says one unknown day from first to last",
                "one date, [A,B] for one of several, A/B for what lasts",
                "Write a row for each date.",
            )  # fmt: skip
