import pytest
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.edit.preview import draw_preview, open_any
from chronotope.publish.publication import require_own

TALKS = "Title;Date;Place\nTalks in Geneva;9. Sept 2019;Geneva\nA call;Sept 2019;\n"


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(TALKS, encoding="utf-8-sig")
    return path


def test_two_columns_are_a_chronology_an_explorer_and_a_list_of_gaps(talks):
    talks.write_text("date,title\n2019-09-09,Talks\nSept 2019,More talks\n")
    result = CliRunner().invoke(app, ["open", str(talks)])
    assert result.exit_code == 0, result.output
    assert {path.name for path in (talks.parent / "preview").iterdir()} == {
        "chronology.svg",
        "explorer.html",
    }
    assert "events.csv, passages: the event rests on no passage" in result.output
    assert "in 2 rows (2, 3). Name it" in result.output


def test_open_names_first_what_it_looked_up(talks):
    said = CliRunner().invoke(app, ["open", str(talks)]).output.splitlines()
    (first,) = [at for at, line in enumerate(said) if " gaps: all is drawn without it." in line]
    assert "looked up by name: Geneva (CH)" in said[first + 1]


def test_a_place_by_name_alone_is_a_map(talks):
    drawn = draw_preview(talks, talks.parent / "out")
    assert [file.suffix for file in drawn.files] == [".svg", ".svg", ".html"]
    assert drawn.dossier.gap_counts["looked-up"] == 1


def test_a_fault_leaves_the_last_pictures_and_one_sentence(talks):
    draw_preview(talks, talks.parent / "preview")
    before = {p.name: p.read_bytes() for p in (talks.parent / "preview").iterdir()}
    talks.write_text(TALKS.replace("Sept 2019;\n", "soon;\n"))
    result = CliRunner().invoke(app, ["open", str(talks)])
    assert result.exit_code == 1
    assert "events.csv row 3, Date 'soon'" in result.output
    assert {p.name: p.read_bytes() for p in (talks.parent / "preview").iterdir()} == before


def test_figures_of_another_dossier_are_never_written_over(talks, tmp_path):
    dossier = draw_preview(talks, tmp_path / "out").dossier
    (tmp_path / "figures.json").write_text('{"dossier": "another", "figures": []}')
    with pytest.raises(ValueError, match="holds the figures of 'another', not of 'events'"):
        require_own(dossier, tmp_path)
    (tmp_path / "figures.json").write_text('{"dossier": "events", "figures": []}')
    require_own(dossier, tmp_path)
    require_own(dossier, tmp_path / "out")


def test_ten_thousand_rows_are_read(tmp_path):
    path = tmp_path / "events.csv"
    rows = (f"{1000 + k // 10}-{k % 12 + 1:02},Event {k}\n" for k in range(10_000))
    path.write_text("date,title\n" + "".join(rows))
    assert len(open_any(path).events) == 10_000


def test_a_table_saved_in_the_middle_of_typing_is_one_clear_sentence(talks):
    talks.write_text('Title;Date\n"Talks in Gen')
    result = CliRunner().invoke(app, ["open", str(talks)])
    assert result.exit_code == 1
    assert "events.csv row 2: not CSV" in result.output and len(result.output.splitlines()) == 2
