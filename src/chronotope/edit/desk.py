"""The desk: a dossier's tables in a notebook cell, saved as they are edited.

One widget for every front end that knows anywidget: JupyterLab, VS Code, Colab, marimo.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from chronotope.dossier.extras import needs
from chronotope.dossier.model import Dossier
from chronotope.edit._session import Session
from chronotope.lang.languages import get_locale
from chronotope.lang.words import word, word_keys

with needs("edit"):
    import anywidget
    import traitlets


def read_asset(*names: str) -> str:
    """Return the text of asset files of this district, one after the other."""
    folder = resources.files("chronotope.edit") / "assets"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


class Desk(anywidget.AnyWidget):
    """A grid of one table, what the active row rests on, and the pictures it makes.

    Every change is saved at once, whole, to the file a person would edit in a spreadsheet; nothing
    is written over what somebody else saved in the meantime.

    Parameters
    ----------
    path
        Folder of a dossier, or one CSV file of events.
    lang
        Language of the desk's words and pictures.
    """

    _esm = read_asset("grid.js", "desk.js")
    _css = read_asset("desk.css")
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, path: str | Path, *, lang: str = "en") -> None:
        self.session = Session(Path(path), lang=lang)
        keys = [key for key in word_keys("desk") if key.startswith("desk.page.")]
        words = {key.rpartition(".")[2]: word(key, lang) for key in keys}
        super().__init__(words={**words, "lang": lang, "dir": get_locale(lang).text_direction})
        self.on_msg(self._hear)

    def _hear(self, _: object, message: dict[str, Any], buffers: object) -> None:
        for answer in self.session.answer(message):
            self.send(answer)

    def __repr__(self) -> str:
        return f"Desk({self.session.path.name!r})"


def dossier_path(dossier: Dossier) -> Path:
    """Return the file or folder that a dossier was opened from.

    Raises
    ------
    ValueError
        If it was made from frames: there is no file to edit.
    """
    origin = dossier.origins.get("events")
    name = (origin.file if origin else "").partition(", sheet ")[0]
    file = dossier.folder / name
    if name and name != "events.csv" and file.is_file():
        return file
    if (dossier.folder / "events.csv").is_file() and dossier.sha256:
        return dossier.folder
    raise ValueError(f"{dossier.folder_name}: no file to edit. Open a folder or a file.")


def open_desk(path: str | Path, *, lang: str = "en") -> Desk:
    """Return the desk on a dossier, which a notebook cell shows.

    Parameters
    ----------
    path, lang
        As of :class:`Desk`.
    """
    return Desk(path, lang=lang)
