"""Cells that an outside reading found wrong: what was there is gone, what should be is there."""

import csv
from pathlib import Path

from chronotope.lang.words import _template as text_of
from chronotope.lang.words import word_keys

DATA = Path(__file__).parents[2] / "data"
MENDED = Path(__file__).parent / "mended_cells.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(row: dict[str, str]) -> str:
    """Return a cell of a dossier, of the base map or of the words; its spaces are plain."""
    if row["folder"] == "words":
        assert row["id"] in word_keys(row["table"], row["column"])
        found = text_of(row["id"], row["column"])
    else:
        table = rows(DATA / row["folder"] / f"{row['table']}.csv")
        (found,) = [own[row["column"]] for own in table if next(iter(own.values())) == row["id"]]
    return found.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def is_mended(row: dict[str, str]) -> bool:
    return row["there"] in cell(row) and not (row["gone"] and row["gone"] in cell(row))


def test_what_was_found_wrong_in_a_cell_is_gone():
    mended = rows(MENDED)
    assert len(mended) > 50 and all(row["gone"] or row["there"] for row in mended)
    assert not [(row["table"], row["id"], row["column"]) for row in mended if not is_mended(row)]


def test_a_cell_that_is_not_mended_would_be_found():
    own = next(row for row in rows(MENDED) if row["id"] == "M56")
    assert is_mended(own) and not is_mended(own | {"gone": own["there"]})
    assert not is_mended(own | {"there": "parade aérienne"})
