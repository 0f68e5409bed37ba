import itertools

from chronotope.edit.watch import changes, file_state


def states(*given):
    told = iter(given)
    return lambda path: next(told)


def test_a_save_is_told_once_the_files_stand_still(tmp_path):
    one, half, two = {"a.csv": (1, 1)}, {"a.csv": (2, 0)}, {"a.csv": (3, 9)}
    look = states(one, one, half, two, two, two, one, one)
    rests = []
    found = list(itertools.islice(changes(tmp_path, look=look, rest=rests.append), 2))
    assert found == [["a.csv"], ["a.csv"]]
    assert len(rests) == 7


def test_a_file_that_is_away_while_it_is_saved_is_no_change(tmp_path):
    one, two = {"a.csv": (1, 1)}, {"a.csv": (2, 1)}
    look = states(one, {}, {}, two, two)
    assert next(changes(tmp_path, look=look, rest=lambda _: None)) == ["a.csv"]


def test_only_the_files_of_a_dossier_are_watched(tmp_path):
    for name in ("events.csv", ".events.csv.part", "~$talks.xlsx", "picture.png"):
        (tmp_path / name).write_text("x")
    assert list(file_state(tmp_path)) == ["events.csv"]
    assert list(file_state(tmp_path / "events.csv")) == ["events.csv"]
