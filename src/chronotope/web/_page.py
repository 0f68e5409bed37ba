"""A page with a script of its own, in one HTML file that asks nothing of the network."""

from __future__ import annotations

import functools
import hashlib
import os
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from chronotope.web import offline
from chronotope.web.model import Model
from chronotope.web.script import page_script
from chronotope.web.theme import theme


class ScriptedPage(ABC):
    """A page of the events, in every language of its dossier.

    Parameters
    ----------
    model
        What the page knows.
    """

    name: ClassVar[str]  # of its template, style sheet and script

    def __init__(self, model: Model) -> None:
        self.model = model

    @abstractmethod
    def _parts(self) -> dict[str, Any]:
        """Return what the template shows, and under `letters` those of what is packed in it."""

    @abstractmethod
    def _size(self) -> str:
        """Return how much there is on the page, as `repr` says it."""

    def to_html(self) -> str:
        """Return the whole page; it asks nothing of the network."""
        return self._html

    @functools.cached_property
    def _html(self) -> str:
        styles = (offline.asset_text(f"{each}.css") for each in ("page", self.name))
        parts = self._parts()
        page = offline.PAGES.get_template(f"{self.name}.html").render(
            parts,
            policy="@policy@",
            theme=theme(),
            chart=offline.inline_style(offline.asset_text("chart.css")),
            style=offline.inline_style("".join(styles)),
            script=page_script(self.name),
        )
        return offline.seal(page, letters=parts["letters"])

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the page to a file: beside it first, then moved into place."""
        offline.write_page(self.to_html(), path)

    def __repr__(self) -> str:
        digest = hashlib.sha256(self.to_html().encode()).hexdigest()[:12]
        return f"{type(self).__name__}({self._size()}, sha256 {digest})"
