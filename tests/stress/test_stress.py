"""A small share of `make stress`, the same tries in every run: some 40 s of processor time."""

import pytest
from hostile_text import HOSTILE, MARK, runs_in_page, runs_in_xml, try_hostile_texts
from killed import WRITERS, kill_writer
from places_to_write import (
    fill_a_real_disk,
    fill_the_disk,
    name_files,
    publish_at_once,
    refuse_a_place,
)
from spoiled import read_spoiled_dossiers, read_spoiled_imports


def test_a_spoiled_dossier_is_answered_with_the_one_error_and_left_as_it_is(tmp_path):
    tally = read_spoiled_dossiers(tmp_path, 50, aland_each=25)
    assert tally.is_sound, tally.notes
    assert 0 < tally.refused < tally.tried  # neither all of them nor none is spoiled


def test_a_spoiled_file_of_any_format_leaves_a_whole_dossier_or_nothing(tmp_path):
    tally = read_spoiled_imports(tmp_path, 80)
    assert tally.is_sound, tally.notes
    assert 0 < tally.refused < tally.tried


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_that_is_killed_leaves_the_old_state_or_the_new_one(tmp_path, name):
    tally, told = kill_writer(name, tmp_path / name, 3)
    assert tally.is_sound, (told, tally.notes)


def test_hostile_text_runs_nowhere_and_is_lost_nowhere(tmp_path):
    for tally in try_hostile_texts(tmp_path, [0], langs=("en",)):
        assert tally.is_sound, tally.notes


def test_there_are_forty_hostile_strings_and_what_runs_is_found():
    assert len(set(HOSTILE)) == 40 and all(MARK in text for text in HOSTILE)
    for page in ("<p>{}</p>", "<script>var x = '{}'</script>", "<a href='{}'>x</a>"):
        ran = [text for text in HOSTILE if runs_in_page(page.format(text))]
        assert ran
    assert runs_in_xml("<svg><zqmark/></svg>") and not runs_in_xml("<svg>&lt;zqmark/></svg>")


def test_a_file_name_made_from_an_id_is_one_on_every_platform(tmp_path):
    tally = name_files(tmp_path)
    assert tally.is_sound, tally.notes


@pytest.mark.parametrize(
    "check",
    [
        lambda where: publish_at_once(where, 12),
        lambda where: fill_the_disk(where, 36),
        fill_a_real_disk,
        lambda where: refuse_a_place(where, homes=1),
    ],
    ids=["two at once", "disk full", "file too large", "no home, read-only"],
)
def test_a_place_that_cannot_be_written_leaves_what_stood_there(tmp_path, check):
    tally = check(tmp_path / "here")
    assert tally.is_sound, tally.notes
