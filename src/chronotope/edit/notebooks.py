"""The notebooks of the suite, copied to where a person may change them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from chronotope.dossier.extras import needs
from chronotope.dossier.files import write_folder
from chronotope.dossier.open import open_dossier
from chronotope.formats import FILE_READERS

if TYPE_CHECKING:
    from nbformat import NotebookNode

SHIPPED_ONLY = "shipped-only"
_HERE = Path(__file__).resolve()
# They lie beside src/ in the repository, and inside an installed package.
_PLACES = (_HERE.parents[3] / "notebooks", _HERE.parents[1] / "notebooks")


def copy_notebooks(folder: str | Path, *, dossier: str | Path | None = None) -> list[str]:
    """Copy the notebooks into a new or empty folder, and return their names in order.

    Parameters
    ----------
    dossier
        A dossier or a table of events that the copies shall read, in its first language. What is
        said of the shipped dossier alone (cells tagged ``shipped-only``) is left out, and so are
        the outputs, which are the shipped dossier's. None copies the notebooks as they are.

    Raises
    ------
    DossierError
        If something stands in the folder already, it cannot be written, or the dossier has faults.
    FileNotFoundError
        If this installation holds no notebooks.
    """
    found = [path for place in _PLACES for path in sorted(place.glob("[0-9][0-9]-*.ipynb"))]
    if not found:
        raise FileNotFoundError(2, "this installation holds no notebooks", str(_PLACES[1]))
    files = {path.name: path.read_bytes() for path in found}
    if dossier is not None:
        lang = open_dossier(dossier, readers=FILE_READERS).languages[0]
        address = _address(Path(dossier), Path(folder))
        files = {
            name: _adapted(content, dossier=address, lang=lang) for name, content in files.items()
        }
    write_folder(folder, files)
    return list(files)


def _address(dossier: Path, folder: Path) -> str:
    """Return the dossier as seen from the notebooks, so that both can be moved together."""
    try:
        return Path(os.path.relpath(dossier.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on Windows there is no way from one drive to another
        return dossier.resolve().as_posix()


def _adapted(content: bytes, **parameters: str) -> bytes:
    """Return a notebook for another dossier: parameters set, the shipped one left out."""
    with needs("notebooks"):
        import nbformat

    notebook = nbformat.reads(content.decode(), as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if SHIPPED_ONLY not in cell.metadata.get("tags", [])
    ]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = _with_values(cell.source, parameters)
    _list_contents(notebook)
    return str(nbformat.writes(notebook)).encode() + b"\n"


def _with_values(source: str, parameters: dict[str, str]) -> str:
    lines = []
    for line in source.splitlines():
        name = line.partition(" = ")[0]
        lines.append(f"{name} = {parameters[name]!r}" if name in parameters else line)
    return "\n".join(lines)


def _list_contents(notebook: NotebookNode) -> None:
    """Write the contents anew: a heading may have been left out."""
    prose = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = [h for cell in prose for h in re.findall(r"^## (.*)$", cell.source, re.M)]
    contents = f"**Contents.** {' · '.join(headings)}"
    lines = prose[0].source.split("\n") if prose else []
    changed = [contents if line.startswith("**Contents.**") else line for line in lines]
    if changed:
        prose[0].source = "\n".join(changed)
