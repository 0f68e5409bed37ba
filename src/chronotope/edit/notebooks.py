"""The notebooks of the suite, copied to where a person may change them."""

from __future__ import annotations

from pathlib import Path

from chronotope.dossier.files import write_folder

_HERE = Path(__file__).resolve()
# They lie beside src/ in the repository, and inside an installed package.
_PLACES = (_HERE.parents[3] / "notebooks", _HERE.parents[1] / "notebooks")


def copy_notebooks(folder: str | Path) -> list[str]:
    """Copy the notebooks into a new or empty folder, and return their names in order.

    Raises
    ------
    DossierError
        If something stands in the folder already, or it cannot be written.
    FileNotFoundError
        If this installation holds no notebooks.
    """
    found = [path for place in _PLACES for path in sorted(place.glob("[0-9][0-9]-*.ipynb"))]
    if not found:
        raise FileNotFoundError(2, "this installation holds no notebooks", str(_PLACES[1]))
    write_folder(folder, {path.name: path.read_bytes() for path in found})
    return [path.name for path in found]
