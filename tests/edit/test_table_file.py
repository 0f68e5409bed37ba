import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronotope.edit import _table_file
from chronotope.edit._history import History
from chronotope.edit._table_file import ChangedElsewhereError, CsvFile, SaveError

DATA = Path(__file__).parents[2] / "data"
TABLES = sorted(DATA.glob("*-*/*.csv"))


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(b'date,title\n2019-09-09,"A ""first"" talk"\n\n2019-10-01,Second')
    return path


def test_every_shipped_table_comes_back_byte_for_byte():
    assert len(TABLES) > 20
    for path in TABLES:
        table = CsvFile.read(path)
        assert table.bytes_of(table.rows) == path.read_bytes(), path.name


@given(
    st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.booleans(),
)
def test_any_file_comes_back_byte_for_byte(rows, separator, end, encoding, quoting, is_said):
    text = io.StringIO(newline="")
    text.write(f"sep={separator}{end}" if is_said else "")
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([["date", "title"], *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        try:
            path.write_bytes(text.getvalue().encode(encoding))
        except UnicodeEncodeError:
            return  # half a surrogate pair is no text
        table = CsvFile.read(path)
        assert table.columns == ["date", "title"]
        assert table.bytes_of(table.rows) == path.read_bytes()


def test_a_changed_cell_changes_its_row_alone(events):
    table = CsvFile.read(events)
    history = History(2, table.rows)
    history.set_cells(2, {1: "Second, again"})
    table.save(history.rows)
    assert events.read_bytes() == (
        b'date,title\n2019-09-09,"A ""first"" talk"\n\n2019-10-01,"Second, again"\n'
    )


def test_a_step_taken_back_gives_the_bytes_back(events):
    before = events.read_bytes()
    table = CsvFile.read(events)
    history = History(2, table.rows)
    history.delete(0)
    history.insert(0, [["2018", "New"]])
    history.copy(0, blank=[0])
    history.set_cells(1, {0: "2018-01"})
    table.save(history.rows)
    assert events.read_bytes() != before
    while history.undo():
        pass
    table.save(history.rows)
    assert events.read_bytes() == before
    assert [history.redo() is None for _ in range(5)] == [False] * 4 + [True]


def test_two_peoples_versions_are_both_kept(events):
    table = CsvFile.read(events)
    theirs = b"date,title\n2019,Theirs\n"
    events.write_bytes(theirs)
    with pytest.raises(ChangedElsewhereError, match=r"events\.csv was changed by another program"):
        table.save(table.rows)
    assert events.read_bytes() == theirs
    beside = table.save_beside(table.rows)
    assert beside.name == "events-mine.csv"
    assert b"Second" in beside.read_bytes()
    assert table.save_beside(table.rows).name == "events-mine1.csv"


def test_a_full_disk_leaves_the_file_as_it_was(events, monkeypatch):
    before = events.read_bytes()
    table = CsvFile.read(events)

    def full(path, raw):
        path.open("wb").write(raw[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SaveError, match=r"could not be saved \(no space left on device\)"):
        table.save(table.rows[:1])
    monkeypatch.undo()
    assert events.read_bytes() == before
    assert [path.name for path in events.parent.iterdir()] == ["events.csv"]
    table.save(table.rows[:1])
    assert b"Second" not in events.read_bytes()


def test_a_letter_that_the_file_cannot_hold_is_named(tmp_path, monkeypatch):
    path = tmp_path / "events.csv"
    path.write_bytes(b"date,title\n")
    table = CsvFile.read(path)
    table.encoding = "cp1252"
    with pytest.raises(SaveError, match="cp1252 has no letter 'Ж'"):
        table.bytes_of([_table_file.Row(("2019", "Ж"))])


def test_a_row_that_is_not_there_is_an_error():
    history = History(1, [])
    for step in (lambda: history.set_cells(0, {0: "x"}), lambda: history.delete(0)):
        with pytest.raises(IndexError):
            step()
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        history.insert(0, [["a", "b"]])
