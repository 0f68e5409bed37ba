"""Re-run notebooks and store their outputs; the same notebook gives the same bytes."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chronotope.dossier.extras import needs
from chronotope.dossier.placing import replacing

with needs("notebooks"):
    import nbformat
    from nbclient import NotebookClient
    from nbformat import NotebookNode

CELL_SECONDS = 120


def rerun_notebook(
    notebook: NotebookNode, folder: Path, *, parameters: dict[str, object] | None = None
) -> NotebookNode:
    """Return the notebook with its cells run in order, in a fresh kernel.

    Parameters
    ----------
    notebook
        What to run; it is changed in place, as nbclient does.
    folder
        Working folder of the kernel.
    parameters
        Names and values set by a cell put after the one tagged ``parameters``, as papermill
        does; the cell is not kept.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails; it says which.
    ValueError
        If there are parameters and no cell tagged ``parameters``.
    """
    source = "\n".join(f"{name} = {value!r}" for name, value in (parameters or {}).items())
    if source:
        tagged = [
            i for i, c in enumerate(notebook.cells) if "parameters" in c.metadata.get("tags", [])
        ]
        if not tagged:
            raise ValueError("no cell tagged 'parameters': tag the one that sets the defaults")
        cell = nbformat.v4.new_code_cell(source, id="injected-parameters")
        notebook.cells.insert(tagged[0] + 1, cell)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        coalesce_streams=True,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    if source:
        notebook.cells.remove(cell)
    # The kernel's own version is no part of what the notebook says.
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def rerun_file(path: Path) -> bool:
    """Re-run the notebook file in place; return whether its bytes changed."""
    before = path.read_bytes()
    notebook = nbformat.reads(before.decode(), as_version=4)
    after: bytes = nbformat.writes(rerun_notebook(notebook, path.parent)).encode() + b"\n"
    if after != before:
        with replacing(path) as beside:
            beside.write_bytes(after)
    return after != before


def main() -> None:
    """Re-run the notebooks named, two at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    paths = parser.parse_args().notebooks
    with ThreadPoolExecutor(2) as pool:
        for path, is_changed in zip(paths, pool.map(rerun_file, paths), strict=True):
            print(f"{path}: {'changed' if is_changed else 'the same'}")


if __name__ == "__main__":
    main()
