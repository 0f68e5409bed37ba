"""The notebooks run with other parameters, one after the other in one kernel.

That each also runs alone, in a kernel of its own, is what nbval shows; here the libraries are
imported once for all of them.
"""

import itertools
import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from chronotope.dossier.read import Dossier
from chronotope.publish.rerun import rerun_notebook

PATHS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# What reads a draft or a layer, which the second dossier has none of; it is run on all others.
SHIPPED_ONLY = tuple(path.stem for path in PATHS if path.stem[:2] in ("11", "12"))


def run_all(paths: list[Path], parameters: dict[str, str]) -> dict[str, NotebookNode]:
    """Return the code cells of every notebook with their outputs, by the file's stem."""
    parts = {path.stem: _with_parameters(path, parameters) for path in paths}
    whole = new_notebook(cells=[cell for cells in parts.values() for cell in cells])
    done = iter(rerun_notebook(whole, paths[0].parent).cells)
    return {
        stem: new_notebook(cells=list(itertools.islice(done, len(cells))))
        for stem, cells in parts.items()
    }


def _with_parameters(path: Path, parameters: dict[str, str]) -> list[NotebookNode]:
    cells = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        cells.append(new_code_cell(cell.source))
        if cell.metadata.get("tags") == ["parameters"]:
            lines = (f"{name} = {value!r}" for name, value in parameters.items())
            cells.append(new_code_cell("\n".join(lines)))
    return cells


def names_told(
    notebook: NotebookNode, dossier: Dossier, *, lang: str, other: str, shortest: int = 3
) -> int:
    """Return how many texts of one language that the other lacks stand in the outputs.

    One or two words may be the article's own, quoted in every language: `shortest` is the number
    of words of a text that counts.
    """
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    told = json.dumps(outputs, ensure_ascii=False)
    names = _names(dossier, lang) - _names(dossier, other)
    return sum(name in told for name in names if len(name.split()) >= shortest)


def _names(dossier: Dossier, lang: str) -> set[str]:
    columns = (
        *((dossier.events, column) for column in ("title", "label", "summary")),
        *((table, "label") for table in (dossier.places, dossier.actors, dossier.topics)),
        (dossier.sentences, "reason"),
        (dossier.mentions, "reason"),
        (dossier.figures, "headline"),
    )
    return {text for table, column in columns for text in table[f"{column}_{lang}"]} - {""}
