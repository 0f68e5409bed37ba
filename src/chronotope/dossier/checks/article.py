"""Rules for what is said of the article: locators, mentions, positions."""

from collections.abc import Iterator
from itertools import pairwise

from chronotope.dossier.checks.rows import rows_by_id
from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier
from chronotope.dossier.tables import Row

LOCATOR_WORDS = 5


def check_locators(dossier: Dossier) -> Iterator[Fault]:
    """Locators are short, within the article, and each points at one stretch only."""
    for table in ("passages", "sentences"):
        first: dict[tuple[float, str, str], int] = {}
        for line, row in dossier.numbered_rows(table):
            yield from _word_faults(table, line, row)
            yield from _offset_faults(dossier, f"{table}.csv", line, row)
            key = row["paragraph"], row["start_words"], row["end_words"]
            shown = f"{row['start_words']} … {row['end_words']}"
            other = first.setdefault(key, line)
            # Where two stand that are not anchored yet, nobody knows: they may be two.
            if other != line and row["start_words"] and row["paragraph"] == row["paragraph"]:
                yield Fault(
                    f"{table}.csv",
                    line,
                    "start_words,end_words",
                    shown,
                    f"the same locator as row {other}",
                    "each locator once",
                    "Remove one row, or take other words.",
                )
    yield from _overlap_faults(dossier)


def _word_faults(table: str, line: int, row: Row) -> Iterator[Fault]:
    for name in ("start_words", "end_words"):
        count = len(row[name].split())
        if count > LOCATOR_WORDS:
            yield Fault(
                f"{table}.csv",
                line,
                name,
                row[name],
                f"{count} words",
                f"at most {LOCATOR_WORDS}",
                "Shorten it; the text stays unpublished.",
            )
        size = row["end_char"] - row["start_char"]
        if 0 < size < len(row[name]):
            yield Fault(
                f"{table}.csv",
                line,
                name,
                row[name],
                f"longer than the {size:g} characters it locates",
                "words inside the passage",
                "Correct the words or the offsets.",
            )


def _offset_faults(dossier: Dossier, file: str, line: int, row: Row) -> Iterator[Fault]:
    start, end = row["start_char"], row["end_char"]
    if end <= start:
        yield Fault(
            file,
            line,
            "start_char,end_char",
            f"{start:g}, {end:g}",
            "the end is not after the start",
            "start_char < end_char",
            "Count the offsets again.",
        )
    size = dossier.article.get("characters")
    if isinstance(size, int) and end > size:
        yield Fault(
            file,
            line,
            "end_char",
            f"{end:g}",
            "after the end of the article",
            f"at most {size}",
            "Count the offsets again.",
        )


def _overlap_faults(dossier: Dossier) -> Iterator[Fault]:
    rows = [item for item in dossier.numbered_rows("sentences") if item[1]["start_char"] >= 0]
    rows.sort(key=lambda item: (item[1]["start_char"], item[0]))
    for (_, before), (line, row) in pairwise(rows):
        if row["start_char"] < before["end_char"]:
            yield Fault(
                "sentences.csv",
                line,
                "start_char",
                f"{row['start_char']:g}",
                f"overlaps {before['sentence_id']}",
                f"{before['end_char']:g} or more",
                "Count the offsets again.",
            )


def check_mentions(dossier: Dossier) -> Iterator[Fault]:
    """A mention lies in its passage."""
    passages = rows_by_id(dossier, "passages")
    for line, row in dossier.numbered_rows("mentions"):
        yield from _offset_faults(dossier, "mentions.csv", line, row)
        size = row["end_char"] - row["start_char"]
        if size > 0 and size != len(row["surface"]):
            yield Fault(
                "mentions.csv",
                line,
                "surface",
                row["surface"],
                f"{len(row['surface'])} characters, but the offsets span {size:g}",
                "the name between the offsets",
                "Correct the name or the offsets.",
            )
        passage = passages.get(row["passage_id"])
        if passage and (
            row["start_char"] < passage["start_char"] or row["end_char"] > passage["end_char"]
        ):
            span = f"{passage['start_char']:g} to {passage['end_char']:g}"
            yield Fault(
                "mentions.csv",
                line,
                "start_char,end_char",
                f"{row['start_char']:g}, {row['end_char']:g}",
                "outside its passage",
                span,
                "Correct the offsets or the passage.",
            )


def check_positions(dossier: Dossier) -> Iterator[Fault]:
    """A stance rests on a statement, and only a stance does."""
    for line, row in dossier.numbered_rows("positions"):
        is_stated = row["stance"] != "not-stated"
        if row["stance"] and is_stated != bool(row["statement_id"]):
            yield Fault(
                "positions.csv",
                line,
                "statement_id",
                row["statement_id"] or None,
                f"the stance is {row['stance']}",
                "a statement for a stance, blank for not-stated",
                "Name the statement." if is_stated else "Blank it.",
            )
