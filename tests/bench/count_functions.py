"""How many functions of the package one chronology runs, and in how many files.

    python tests/bench/count_functions.py

Functions are counted once each, by `sys.setprofile`; comprehensions and class bodies are not.
With `--names` each is told, as `file.function`.
"""

import inspect
import sys
from collections.abc import Callable
from pathlib import Path

import chronotope
from chronotope.dossier.checks import read_dossier
from chronotope.figures.render import list_figures, render_figure

PACKAGE = str(Path(chronotope.__file__).parent)


def functions_of(run: Callable[[], object]) -> set[tuple[str, str, int]]:
    """Return file, name and line of each function of the package that a call runs."""
    seen: set[tuple[str, str, int]] = set()

    def note(frame: object, event: str, argument: object) -> None:
        code = frame.f_code
        is_function = code.co_flags & inspect.CO_OPTIMIZED and code.co_name[0] != "<"
        if event == "call" and is_function and code.co_filename.startswith(PACKAGE):
            seen.add((code.co_filename, code.co_name, code.co_firstlineno))

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return seen


def main() -> None:
    """Print the counts: drawing alone, and with reading and checking the dossier."""
    reading = functions_of(read_dossier)
    dossier = read_dossier()
    figures = list_figures(dossier)
    first = figures.loc[figures["kind"] == "chronology", "figure_id"].iloc[0]
    drawing = functions_of(lambda: render_figure(dossier, first))
    for name, seen in (("drawing", drawing), ("reading and drawing", reading | drawing)):
        files = {file for file, _, _ in seen}
        sys.stdout.write(f"{name}: {len(seen)} functions in {len(files)} files\n")
    if "--names" in sys.argv:
        for file, name, _ in sorted(drawing):
            place = Path(file).relative_to(PACKAGE).with_suffix("")
            sys.stdout.write(f"{place.as_posix()}.{name}\n")


if __name__ == "__main__":
    main()
