"""The reviewer: a drafted text with its proposals in a notebook cell, decided on by key."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from chronotope.edit._review_session import ReviewSession
from chronotope.edit.desk import read_asset
from chronotope.lang.words import word, word_keys

# The page fills these in itself, as a review goes on.
_FILLED = {"reviewed": "{reviewed}", "n": "{n}"}


class Reviewer(anywidget.AnyWidget):
    """Text with marks on the left; on the right the proposal, its candidates and a small map.

    Every decision is saved at once in ``proposals.csv``; who opens the folder again goes on where
    the first proposal is still open.

    Parameters
    ----------
    folder
        Folder that ``chronotope draft`` wrote.
    reviewer
        Name that stands with every decision.
    lang
        Language of the page's words.
    """

    _esm = read_asset("review.js")
    _css = read_asset("review.css")
    words = traitlets.Dict().tag(sync=True)
    land = traitlets.Unicode().tag(sync=True)

    def __init__(self, folder: str | Path, *, reviewer: str, lang: str = "en") -> None:
        self.session = ReviewSession(folder, reviewer=reviewer)
        keys = [key for key in word_keys("review") if key.startswith("review.page.")]
        words = {key.rpartition(".")[2]: word(key, lang, **_FILLED) for key in keys}
        super().__init__(words={**words, "lang": lang}, land=land_path())
        self.on_msg(self._hear)

    def _hear(self, _: object, message: dict[str, Any], buffers: object) -> None:
        for answer in self.session.answer(message):
            self.send(answer)

    def __repr__(self) -> str:
        return f"Reviewer({self.session.review.folder.name!r})"


@cache
def land_path() -> str:
    """Return the world's land as an SVG path in degrees, north up: what the small map draws."""
    from chronotope.world.basemap import load_world

    parts = []
    for shape in load_world().geometry:
        for polygon in getattr(shape, "geoms", [shape]):
            points = [f"{x:.1f} {-y:.1f}" for x, y in polygon.exterior.coords]
            parts.append(f"M{'L'.join(points)}Z")
    return "".join(parts)


def open_review(folder: str | Path, *, reviewer: str, lang: str = "en") -> Reviewer:
    """Return the reviewer of a draft, which a notebook cell shows.

    Parameters
    ----------
    folder
        Folder that ``chronotope draft`` wrote.
    reviewer
        Name that stands with every decision.
    lang
        Language of the page's words.

    Raises
    ------
    DraftError
        If there is no draft in the folder, or its text was changed.
    """
    return Reviewer(folder, reviewer=reviewer, lang=lang)
