"""The first pictures of anything that holds events."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chronotope.dossier.files import portable_stems
from chronotope.dossier.model import Dossier
from chronotope.dossier.open import open_dossier
from chronotope.edit._pictures import draw_pictures
from chronotope.formats import FILE_READERS
from chronotope.publish.publication import write_files
from chronotope.web.pages import draw_explorer


@dataclass(frozen=True)
class Preview:
    """A dossier and the files that were drawn of it."""

    dossier: Dossier
    files: list[Path]


def open_any(path: Path, *, lang: str | None = None, encoding: str | None = None) -> Dossier:
    """Return the dossier in a folder or file of any kind, as `chronotope.open` does."""
    return open_dossier(path, lang=lang, encoding=encoding, readers=FILE_READERS)


def preview_folder(path: Path) -> Path:
    """Return where the pictures of a dossier go, if nobody says where."""
    return (path if path.is_dir() else path.parent) / "preview"


def draw_preview(thing: Path | Dossier, out: Path, *, lang: str | None = None) -> Preview:
    """Draw the first chronology, the first map and the explorer of a dossier.

    Parameters
    ----------
    thing
        A dossier, its folder, or a file that opens as one.
    out
        Folder of the pictures; each is replaced whole.
    lang
        As in `open_dossier`, of a folder or file.

    Raises
    ------
    DossierError
        If the dossier is not sound: nothing is then drawn, and the last pictures stay.
    """
    dossier = thing if isinstance(thing, Dossier) else open_any(thing, lang=lang)
    first = dossier.languages[0]
    pictures = list(draw_pictures(dossier, lang=first))
    stems = portable_stems(p.figure_id for p in pictures)
    files = {f"{stems[p.figure_id]}.svg": p.svg.encode() for p in pictures}
    if len(dossier.events):
        files["explorer.html"] = draw_explorer(dossier, lang=first).to_html().encode()
    return Preview(dossier, write_files(out, files))
