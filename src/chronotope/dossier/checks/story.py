"""Rules for the story: every step tells of something, in few words, with pictures one may show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chronotope.dossier.errors import Fault
from chronotope.dossier.read import Dossier

LONGEST_TEXT = 400  # words: a step is read beside a map, not instead of one
LARGEST_PICTURE = 2_000_000  # bytes: the page holds every picture of the story
PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def check_story(dossier: Dossier) -> Iterator[Fault]:
    """Each step names an event, its texts are short, its picture is there, small and licensed."""
    for line, row in dossier.numbered_rows("story"):
        if not row["events"]:
            yield Fault(
                "story.csv", line, "events", "", "a step that names no event",
                "ids of events.csv with ; between", "Name what the step tells of.",
            )  # fmt: skip
        yield from _long_texts(line, row, dossier.languages)
        if row["picture"]:
            yield from _picture_faults(dossier, line, row)


def _long_texts(line: int, row: dict[str, Any], languages: tuple[str, ...]) -> Iterator[Fault]:
    for lang in languages:
        count = len(row[f"text_{lang}"].split())
        if count > LONGEST_TEXT:
            yield Fault(
                "story.csv", line, f"text_{lang}", row[f"text_{lang}"][:40] + "…",
                f"a text of {count} words", f"at most {LONGEST_TEXT} words a step",
                "Shorten it, or make it two steps.",
            )  # fmt: skip


def _kind_of(file: Path) -> str:
    """Return the media type of a picture by what is in the file; "" if no picture is."""
    from PIL import Image  # a story without pictures is checked without it

    try:
        with Image.open(file) as picture:
            picture.load()
            return picture.get_format_mimetype() or ""
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def _picture_faults(dossier: Dossier, line: int, row: dict[str, Any]) -> Iterator[Fault]:
    name = row["picture"]

    def fault(column: str, value: object, problem: str, allowed: str, remedy: str) -> Fault:
        return Fault("story.csv", line, column, value, problem, allowed, remedy)

    file = dossier.folder / name
    kinds = ", ".join(sorted(PICTURES))
    if file.suffix.lower() not in PICTURES:
        yield fault("picture", name, "not a picture that every browser shows", kinds, "Convert it.")
    elif not file.resolve().is_relative_to(dossier.folder.resolve()) or not file.is_file():
        yield fault(
            "picture", name, "no such file in the dossier's folder", "a file of that folder",
            "Put the file there, or leave the cell blank.",
        )  # fmt: skip
    elif (size := file.stat().st_size) > LARGEST_PICTURE:
        yield fault(
            "picture", name, f"a picture of {size / 1e6:.1f} MB",
            f"at most {LARGEST_PICTURE / 1e6:.0f} MB", "Make it smaller: the page carries it.",
        )  # fmt: skip
    elif PICTURES[file.suffix.lower()] != (kind := _kind_of(file)):
        yield fault(
            "picture", name, f"a file of {kind}" if kind else "a file that holds no whole picture",
            f"a picture of the kind that its name says: {kinds}", "Save it again as such.",
        )  # fmt: skip
    needed = ("credit", "licence", *(f"alternative_{lang}" for lang in dossier.languages))
    for column in needed:
        if not row[column]:
            yield fault(
                column, "", f"the picture {name!r} has none", "a text",
                "Write it, or show no picture.",
            )  # fmt: skip
