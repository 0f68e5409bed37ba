"""The committed figures are what the dossier and the code draw, byte for byte.

Each figure is drawn again in a profile and a language of it, in another time zone, locale and hash
seed than the committed ones were; its words, pages and tables are compared in every language, and
of the other pictures the bytes with the manifest. ``make test-all`` draws them all.
"""

import hashlib
import json
from pathlib import Path

import pytest
from figure_set import default_jobs, drawn_defaults, drawn_jobs, shipped

from chronotope.publish.publication import MANIFEST, SUMS, collect_files, find_stale, write_files

FIGURES = Path(__file__).parents[2] / "figures"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The files of the first figures drawn, as they are written into an empty folder."""
    out = tmp_path_factory.mktemp("out")
    return collect_files(shipped(), drawn_jobs()[:3], drawn_defaults()[:3], out=out)


def test_no_committed_figure_is_stale():
    stale = find_stale(shipped(), FIGURES, drawn_jobs(), drawn_defaults())
    assert stale == [], "run `make figures` and commit"


def test_a_stale_figure_would_be_named_and_no_other(tmp_path):
    jobs, drawn = drawn_jobs()[:1], drawn_defaults()[:1]
    files = collect_files(shipped(), jobs, drawn, out=tmp_path)
    write_files(tmp_path, files)
    assert find_stale(shipped(), tmp_path, jobs, drawn) == []
    spoiled = next(name for name in drawn[0].files)
    (tmp_path / spoiled).write_bytes(files[spoiled][:-1])
    assert find_stale(shipped(), tmp_path, jobs, drawn) == [spoiled]


@pytest.mark.parametrize("part", ["figure_id", "profile", "lang"])
def test_each_figure_is_drawn_again_and_each_profile_and_language_in_some(part):
    assert {getattr(job, part) for job in drawn_jobs()} == {
        getattr(job, part) for job in default_jobs()
    }


def test_the_set_holds_the_hash_of_every_file_of_it(files):
    lines = [line.split("  ") for line in files[SUMS].decode().splitlines()]
    assert {name: sha256 for sha256, name in lines} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != SUMS
    }


def test_every_published_file_is_as_small_as_the_specification_asks():
    limits = {"svg": 1_000_000, "pdf": 2_000_000, "png": 500_000, "tiff": 10_000_000}
    entries = [entry for figure in drawn_defaults() for entry in figure.entries]
    assert {entry["format"] for entry in entries} >= {"svg", "pdf", "png"}
    big = {e["file"]: e["bytes"] for e in entries if e["bytes"] > limits[e["format"]]}
    assert big == {}


def test_the_manifest_is_one_json_of_all_files(files):
    names = {entry["file"] for entry in json.loads(files[MANIFEST])["figures"]}
    assert names == {name for figure in drawn_defaults()[:3] for name in figure.files}
