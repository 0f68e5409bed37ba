"""A passage that nobody has found in the article yet is a gap, and all is drawn and told."""

import pytest
from test_gaps import rows_of, spoil

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.evidence import coverage, mention_ledger
from chronotope.dossier.trace import why
from chronotope.figures.contents import list_figures
from chronotope.figures.render import render_figure
from chronotope.formats import export_dossier, import_file, names_of
from chronotope.web.explorer import draw_explorer

PLACE = {"paragraph": "", "start_char": "", "end_char": "", "sha256": ""}
LOOSE = {
    "words alone": PLACE,
    "offsets alone": {"paragraph": "", "start_words": "", "end_words": "", "sha256": ""},
    "nothing": {**PLACE, "start_words": "", "end_words": ""},
}


@pytest.fixture(params=LOOSE)
def loose(request, tiny_dossier):
    """The small dossier, whose passages, sentences and mentions are not anchored."""
    for table in ("passages", "sentences", "mentions"):
        for k, row in enumerate(rows_of(tiny_dossier, table)):
            cells = {name: "" for name in LOOSE[request.param] if name in row}
            spoil(tiny_dossier, table, k, **cells)
    return tiny_dossier


def test_what_is_not_anchored_is_one_gap_a_row_and_no_fault(loose):
    dossier = read_dossier(loose)
    rows = sum(len(rows_of(loose, table)) for table in ("passages", "sentences"))
    assert dossier.gap_counts["not-anchored"] >= rows
    said = [gap for gap in dossier.gaps if gap.kind == "not-anchored"]
    assert len({(gap.file, gap.row) for gap in said}) == len(said)


def test_every_figure_and_page_is_drawn_of_what_is_not_anchored(loose):
    dossier = read_dossier(loose)
    for figure in list_figures(dossier)["figure_id"]:
        assert "<svg" in render_figure(dossier, figure)
    assert "nan" not in draw_explorer(dossier).to_html().split("</script>")[-1].lower()


def test_what_rests_on_it_is_told_without_a_number(loose):
    dossier = read_dossier(loose)
    for table in ("passages", "mentions", "events", "statements"):
        for row in rows_of(loose, table):
            assert "nan" not in str(why(dossier, next(iter(row.values())))).lower().split()
    assert len(mention_ledger(dossier)) == len(dossier.mentions)
    assert len(coverage(dossier)) == len(dossier.sentences)


@pytest.mark.parametrize("name", names_of("writer"))
def test_every_format_writes_what_is_not_anchored(loose, tmp_path, name):
    assert export_dossier(read_dossier(loose), name, tmp_path / "out").files


def test_words_that_are_not_anchored_come_back_from_annotations(loose, tmp_path):
    export_dossier(read_dossier(loose), "web-annotation", tmp_path / "a.jsonld")
    report = import_file(tmp_path / "a.jsonld", tmp_path / "d")
    assert bool(report.files) == any(row["start_words"] or row["start_char"] for row in
                                     rows_of(loose, "passages"))  # fmt: skip
    if not report.files:
        return
    columns = ("passage_id", "start_words", "end_words", "start_char", "end_char")
    kept, were = ([[row[c] for c in columns] for row in rows_of(folder, "passages")]
                  for folder in (tmp_path / "d", loose))  # fmt: skip
    refused = [loss.row for loss in report.losses if loss.kind == "refused"]
    assert kept == [row for row in were if any(row[1:])]
    assert len(refused) == len(were) - len(kept)


def test_a_name_with_no_role_is_a_gap(tiny_dossier):
    spoil(tiny_dossier, "mentions", 0, role="", place_id="")
    spoil(tiny_dossier, "events", 0, passages="")
    kinds = {(gap.kind, gap.column) for gap in read_dossier(tiny_dossier).gaps}
    assert ("no-role", "role") in kinds
