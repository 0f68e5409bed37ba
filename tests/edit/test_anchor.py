import csv
import json
import shutil
from pathlib import Path

import pytest

import chronotope as ct
from chronotope.dossier.errors import DossierError
from chronotope.edit.anchor import anchor_dossier

DATA = Path(__file__).parents[2] / "data"
TEXT = """A talk of two
By nobody
The envoys met in May. They parted in June. The envoys met in the town again.
In the end they signed.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text("date,title,passages\n2003-05,The envoys meet,P1\n")
    (tmp_path / "passages.csv").write_text(
        "passage_id,paragraph,start_words,end_words,start_char,end_char,sha256,facts\n"
        "P1,,The envoys met in May,,,,,F1\nP2,,In the end,they signed.,,,,F2\n"
    )
    return tmp_path


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_first_and_last_words_are_enough(folder):
    done = anchor_dossier(folder, TEXT, lang="en")
    assert done.rows == {"sentences": 6, "passages": 2}
    first, second = rows(folder / "passages.csv")
    assert (first["end_words"], first["start_char"], first["facts"]) == ("met in May.", "24", "F1")
    assert second["paragraph"] == "2"
    ct.verify_article(ct.read_dossier(folder), TEXT)


def test_what_occurs_twice_is_refused_with_both_places(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    path = folder / "passages.csv"
    path.write_text(path.read_text().replace("The envoys met in May", "The envoys met in"))
    before[path.name] = path.read_bytes()
    with pytest.raises(DossierError, match=r"passages\.csv row 2, start_words") as caught:
        anchor_dossier(folder, TEXT, lang="en")
    (fault,) = caught.value.faults
    assert "occur twice: paragraph 1" in fault.problem
    assert "met in May." in fault.problem and "met in the town again" in fault.problem
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("words", "problem"),
    [("In the end,they signed.", "their words"), ("In the fall,they signed.", "do not occur"),
     ("they signed.,In the end", "the last words stand before the first")],
)  # fmt: skip
def test_words_that_do_not_stand_there_are_named(folder, words, problem):
    path = folder / "passages.csv"
    path.write_text(path.read_text().replace("In the end,they signed.", words))
    if problem == "their words":
        assert anchor_dossier(folder, TEXT, lang="en").rows["passages"] == 2
        return
    with pytest.raises(DossierError, match=problem):
        anchor_dossier(folder, TEXT, lang="en")


def test_another_article_than_the_dossiers_is_refused(folder):
    anchor_dossier(folder, TEXT, lang="en")
    with pytest.raises(DossierError, match="the dossier reads another article"):
        anchor_dossier(folder, TEXT.replace("June", "July"), lang="en")


def test_a_shipped_dossier_is_anchored_as_it_stands(tmp_path):
    folder = Path(shutil.copytree(DATA / "aland-1917-1921", tmp_path / "aland"))
    anchor_dossier(folder, (folder / "article.txt").read_text("utf-8"), lang="en")
    for name in ("sentences.csv", "passages.csv"):
        assert (folder / name).read_bytes() == (DATA / "aland-1917-1921" / name).read_bytes()
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert package == json.loads((DATA / "aland-1917-1921/datapackage.json").read_text("utf-8"))


def test_offsets_typed_by_nobody_equal_those_of_the_shipped_dossier(tmp_path):
    folder = Path(shutil.copytree(DATA / "aland-1917-1921", tmp_path / "aland"))
    path = folder / "passages.csv"
    table = rows(path)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(table[0]), lineterminator="\n")
        writer.writeheader()
        for row in table:
            writer.writerow(row | dict.fromkeys(("start_char", "end_char", "sha256"), ""))
    anchor_dossier(folder, (folder / "article.txt").read_text("utf-8"), lang="en")
    assert path.read_bytes() == (DATA / "aland-1917-1921/passages.csv").read_bytes()
