"""The reviewer: a drafted text with its proposals in a notebook cell, decided on by key."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

from chronotope.dossier.extras import needs
from chronotope.edit._review_session import ReviewSession
from chronotope.edit.desk import read_asset
from chronotope.lang.words import word, word_keys

with needs("edit"):
    import anywidget
    import traitlets

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
    """Return the world's land as an SVG path in degrees, north up: what the small map fills.

    Land alone, without borders: a map the size of a stamp can state no point of view.
    """
    from chronotope.world.basemap import load_world

    parts = []
    for shape in load_world().geometry:
        for polygon in getattr(shape, "geoms", [shape]):
            points = unwrapped([(x, y) for x, y, *_ in polygon.exterior.coords])
            is_over = max(x for x, _ in points) > 180 or min(x for x, _ in points) < -180
            for turn in (-360, 0, 360) if is_over else (0,):
                moved = [f"{x + turn:.1f} {-y:.1f}" for x, y in points]
                parts.append(f"M{'L'.join(moved)}Z")
    return "".join(parts)


def unwrapped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a ring whose longitudes go on over the 180th meridian and do not jump back."""
    turn, before, ring = 0.0, points[0][0], []
    for x, y in points:
        # From one edge of the world to the other along a parallel the ring goes round a pole.
        if abs(x - before) > 180 and abs(y) < 85:
            turn -= math.copysign(360.0, x - before)
        before = x
        ring.append((x + turn, y))
    return ring


def open_review(folder: str | Path, *, reviewer: str, lang: str = "en") -> Reviewer:
    """Return the reviewer of a draft, which a notebook cell shows.

    Parameters
    ----------
    folder, reviewer, lang
        As of :class:`Reviewer`.

    Raises
    ------
    DraftError
        If there is no draft in the folder, or its text was changed.
    """
    return Reviewer(folder, reviewer=reviewer, lang=lang)
