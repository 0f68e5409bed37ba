"""The faults that outside readings found: each has a test that holds it, or a reason."""

import csv
import re
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = TESTS / "faults.csv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_written(name: str) -> bool:
    """Return whether a test named file::function is there."""
    file, _, function = name.partition("::")
    path = TESTS.parent / file
    return path.is_file() and bool(
        re.search(rf"^(async )?def {re.escape(function)}\(", path.read_text("utf-8"), re.MULTILINE)
    )


def test_every_test_that_the_table_of_faults_names_is_there():
    named = {name for row in rows() for name in row["test"].split()}
    assert len(named) > 100
    assert not [name for name in sorted(named) if not is_written(name)]


def test_a_test_that_is_not_there_would_be_found():
    assert is_written("tests/test_faults.py::test_a_test_that_is_not_there_would_be_found")
    assert not is_written("tests/test_faults.py::test_a_test_that")
    assert not is_written("tests/test_fault.py::test_a_test_that_is_not_there_would_be_found")


def test_every_fault_has_a_test_or_a_reason_and_stands_once_in_order():
    faults = rows()
    assert list(faults[0]) == ["source", "fault", "test", "answer"]
    assert not [row for row in faults if not (row["test"] or row["answer"])]
    keys = [(row["source"], row["fault"]) for row in faults]
    assert keys == sorted(set(keys))
