"""A dossier folder as the Data Package standard judges it: frictionless, on request only.

The dossier is read by rules of its own (:mod:`chronotope.dossier.rules`), which say the same
without the four seconds that frictionless takes to be imported; ``check --publish`` asks both.
"""

from __future__ import annotations

from pathlib import Path

from chronotope.dossier.errors import Fault
from chronotope.dossier.files import refuse
from chronotope.dossier.schemas import PACKAGE_FILE


def standard_faults(folder: str | Path) -> list[Fault]:
    """Return what frictionless finds in the data package of a folder, by table and row.

    Raises
    ------
    DossierError
        If the folder holds no data package that frictionless can read.
    """
    from frictionless import FrictionlessException, Package

    path = Path(folder) / PACKAGE_FILE
    if not path.is_file():
        refuse(PACKAGE_FILE, "the file is missing", "a Frictionless Data Package",
               "Write one: `chronotope new` and `chronotope migrate` do.")  # fmt: skip
    try:
        report = Package(str(path)).validate()
    except FrictionlessException as error:
        refuse(PACKAGE_FILE, f"no data package ({error.error.note})", "the standard's form",
               "Correct it.")  # fmt: skip
    found = [_fault(PACKAGE_FILE, error) for error in report.errors]
    for task in report.tasks:
        found += [_fault(f"{task.name}.csv", error) for error in task.errors]
    return found


def _fault(file: str, error: object) -> Fault:
    cells = getattr(error, "cell", None)
    return Fault(
        file,
        getattr(error, "row_number", None),
        getattr(error, "field_name", None),
        cells or None,
        str(getattr(error, "note", "")) or str(getattr(error, "title", "an error")),
        "what the data package describes",
        "Correct the table, or what is said of it in the data package.",
    )
