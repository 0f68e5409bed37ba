"""Files that are put in place: one, a set as one step, a folder."""

import errno
import fcntl
import importlib.util
import os
import struct
import sys
import threading
from types import SimpleNamespace

import pytest

from chronotope.dossier import placing
from chronotope.dossier.placing import BESIDE, ON_ITS_WAY, replacing_all, settle


def lock_bytes(handle, mode, count):
    """Do what `msvcrt.locking` does: hold bytes from here on, against any other handle."""
    wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_CUR, 0, count, 0)
    try:
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, wanted)
    except OSError:
        raise OSError(errno.EACCES, "Permission denied") from None


@pytest.fixture(params=["this system", "Windows"])
def locking(request, tmp_path_factory, monkeypatch):
    """The module as it is, and as it is under Windows, where a file of locks stands for folders."""
    if request.param == "this system":
        return placing
    spec = importlib.util.spec_from_file_location("placing_under_windows", placing.__file__)
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=lock_bytes, LK_NBLCK=2))
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(module)
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path_factory.mktemp("temp")))
    return module


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def put(folder, text, *files, replacing_all=replacing_all):
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


def test_the_folder_of_a_dead_process_is_removed_and_that_of_a_living_one_is_not(tmp_path, locking):
    (tmp_path / f"{BESIDE}dead").mkdir()
    with locking.beside(tmp_path) as living, locking.replacing(tmp_path / "a.txt") as new:
        new.write_text("x")
        assert names(tmp_path) == sorted([living.name, new.parent.name, f"{new.parent.name}/a.txt"])
    assert names(tmp_path) == ["a.txt"]


def test_a_second_set_waits_for_the_first(tmp_path, locking):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    ways = {"replacing_all": locking.replacing_all}
    second = threading.Thread(target=put, args=(one, "second", "a.txt", "b.txt"), kwargs=ways)
    with locking.replacing_all(one) as new:
        second.start()
        second.join(0.2)
        assert second.is_alive()
        put(other, "waits for nobody", "a.txt", **ways)
        for name in ("a.txt", "b.txt"):
            (new / name).write_text("first")
    second.join()
    assert {(one / name).read_text() for name in ("a.txt", "b.txt")} == {"second"}
    assert names(tmp_path) == ["one", "one/a.txt", "one/b.txt", "other", "other/a.txt"]
