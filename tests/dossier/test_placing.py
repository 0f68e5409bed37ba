"""Files that are put in place: one, a set as one step, a folder."""

import threading

import pytest

from chronotope.dossier import placing
from chronotope.dossier.placing import BESIDE, ON_ITS_WAY, beside, replacing, replacing_all, settle


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def put(folder, text, *files):
    with replacing_all(folder) as new:
        for name in files:
            (new / name).parent.mkdir(exist_ok=True)
            (new / name).write_text(text)


def test_a_set_is_put_in_place_and_nothing_stays_beside(tmp_path):
    put(tmp_path, "x", "a.txt", "en/b.txt")
    assert names(tmp_path) == ["a.txt", "en", "en/b.txt"]
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_an_error_in_the_middle_of_a_set_changes_nothing(tmp_path):
    put(tmp_path, "old", "a.txt")
    with pytest.raises(RuntimeError), replacing_all(tmp_path) as new:
        (new / "a.txt").write_text("new")
        raise RuntimeError
    assert names(tmp_path) == ["a.txt"] and (tmp_path / "a.txt").read_text() == "old"


def test_what_a_killed_process_had_on_its_way_is_moved_by_the_next(tmp_path):
    put(tmp_path, "old", "a.txt", "b.txt")
    (tmp_path / ON_ITS_WAY / "en").mkdir(parents=True)
    for name in ("b.txt", "en/c.txt"):
        (tmp_path / ON_ITS_WAY / name).write_text("new")
    settle(tmp_path)
    assert names(tmp_path) == ["a.txt", "b.txt", "en", "en/c.txt"]
    assert [(tmp_path / n).read_text() for n in ("a.txt", "b.txt")] == ["old", "new"]


def test_a_folder_in_the_way_of_a_file_is_named_before_anything_is_moved(tmp_path):
    put(tmp_path, "old", "a.txt")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        put(tmp_path, "new", "a.txt", "b.txt")
    assert caught.value.filename == str(tmp_path / "b.txt")
    assert (tmp_path / "a.txt").read_text() == "old" and names(tmp_path) == ["a.txt", "b.txt"]


def test_a_file_that_cannot_be_moved_stops_no_other_and_is_moved_by_the_next(tmp_path, monkeypatch):
    put(tmp_path, "old", "a.txt", "b.txt")
    real = placing.Path.replace

    def held_open(path, target):
        if path.name == "a.txt":
            raise PermissionError(13, "held open by a program", str(path))
        return real(path, target)

    with monkeypatch.context() as patch, pytest.raises(PermissionError) as caught:
        patch.setattr(placing.Path, "replace", held_open)
        put(tmp_path, "new", "a.txt", "b.txt")
    assert caught.value.filename == str(tmp_path / "a.txt")
    assert [(tmp_path / n).read_text() for n in ("a.txt", "b.txt")] == ["old", "new"]
    settle(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "new" and names(tmp_path) == ["a.txt", "b.txt"]


@pytest.mark.skipif(not placing.fcntl, reason="the system has no such locks")
def test_the_folder_of_a_dead_process_is_removed_and_that_of_a_living_one_is_not(tmp_path):
    (tmp_path / f"{BESIDE}dead").mkdir()
    with beside(tmp_path) as living, replacing(tmp_path / "a.txt") as new:
        new.write_text("x")
        assert names(tmp_path) == sorted([living.name, new.parent.name, f"{new.parent.name}/a.txt"])
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.skipif(not placing.fcntl, reason="the system has no such locks")
def test_a_second_set_waits_for_the_first(tmp_path):
    second = threading.Thread(target=put, args=(tmp_path, "second", "a.txt", "b.txt"))
    with replacing_all(tmp_path) as new:
        second.start()
        second.join(0.2)
        assert second.is_alive()
        for name in ("a.txt", "b.txt"):
            (new / name).write_text("first")
    second.join()
    assert {(tmp_path / name).read_text() for name in ("a.txt", "b.txt")} == {"second"}
