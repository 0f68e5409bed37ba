"""Make nbval strict: pictures are compared, every cell has been run, no cell hangs."""

import functools
import re

import pytest

from chronotope.web.stills import read_page

CELL_SECONDS = 120


def pytest_configure(config: pytest.Config) -> None:
    # nbval waits 2,000 s for a kernel that died; `--nbval-cell-timeout` can still say otherwise.
    if getattr(config.option, "nbval_cell_timeout", None) == 2000:
        config.option.nbval_cell_timeout = CELL_SECONDS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        notebook = item.parent
        if not hasattr(notebook, "skip_compare"):
            continue
        notebook.skip_compare = tuple(
            name for name in notebook.skip_compare if name not in ("image/png", "image/jpeg")
        )
        _refuse_cells_not_run(notebook)
        item.sanitize = functools.partial(_sanitize, item.sanitize)


def _sanitize(sanitize, text: str) -> str:
    """Compare the page that a frame holds, not how this machine's zlib happens to pack it."""
    if "srcdoc=" in text:
        text = re.sub(r'srcdoc="[^"]*"', "", text) + read_page(text)
    return sanitize(text)


def _refuse_cells_not_run(notebook: pytest.Item) -> None:
    for cell in notebook.nb.cells:
        is_code = cell.cell_type == "code" and cell.source.strip()
        if is_code and cell.execution_count is None:
            raise pytest.UsageError(
                f"{notebook.path.name}: the cell {cell.source.splitlines()[0]!r} has not been run, "
                "so there is nothing to compare. Run `make notebooks` and commit."
            )
