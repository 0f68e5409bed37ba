"""The layers that a dossier names, and the command that reports them."""

from __future__ import annotations

import shutil
import sys

import pandas as pd
import pytest
from ged import GED, rows_of, write_csv
from typer.testing import CliRunner

from chronotope.cli import app
from chronotope.dossier.errors import DossierError
from chronotope.dossier.read import load_dossier, table_columns
from chronotope.layers import get_layer, list_layers

HEAD = ",".join(table_columns("layers", ("en", "fr", "ru"))) + "\n"


def with_layers(folder, *lines):
    (folder / "layers.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")
    return folder


def run(*words):
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout, result.stderr


def test_a_dossier_without_the_table_has_no_layer(tiny_dossier):
    dossier = load_dossier(tiny_dossier)
    assert list_layers(dossier) == []
    with pytest.raises(ValueError, match="unknown layer 'ged'; the dossier has: none"):
        get_layer(dossier, "ged")
    assert "no layers" in run("layers", tiny_dossier)[1]


def test_a_layer_is_found_by_its_id_and_starts_at_the_dossier(dossier):
    (only,) = list_layers(dossier)
    assert get_layer(dossier) == get_layer(dossier, only.layer_id) == only
    assert only.labels["fr"] and only.notes["ru"]
    assert (only.folder / only.address).is_file()


def test_a_kind_or_mapping_that_cannot_be_is_one_report(tiny_dossier):
    with_layers(
        tiny_dossier,
        "a,table,a.csv,,date=day,,A,A,A,,,,S,,L",
        "b,acled,b.csv,,date_form=ymd,,B,B,B,,,,S,,L",
    )
    with pytest.raises(DossierError) as error:
        list_layers(load_dossier(tiny_dossier))
    text = str(error.value)
    assert "layers.csv row 2" in text and "names no place" in text
    assert "layers.csv row 3" in text and "date_form 'ymd'" in text
    assert text in run("check", tiny_dossier)[2]


def test_a_file_that_is_not_there_is_a_notice_and_before_publication_a_fault(
    tiny_dossier, monkeypatch
):
    with_layers(tiny_dossier, "a,ucdp-ged,ged.csv,,,,A,A,A,,,,S,,L")
    code, said, _ = run("check", tiny_dossier)
    assert code == 0 and "notice: ged.csv: there is no such file or folder" in said
    code, _, said = run("check", tiny_dossier, "--publish")
    assert code == 1 and "ged.csv: there is no such file or folder" in said
    write_csv(tiny_dossier / "ged.csv", rows_of(GED, {}))
    assert "ged.csv" not in "".join(run("check", tiny_dossier)[1:])
    with_layers(tiny_dossier, "a,ucdp-ged,ged.parquet,,,,A,A,A,,,,S,,L")
    (tiny_dossier / "ged.parquet").write_bytes(b"what only the extra can read")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert run("check", tiny_dossier)[0] == 0
    assert "this needs the extra [layers]" in run("layers", tiny_dossier)[2]


def test_the_command_reports_counts_and_writes_the_table(tiny_dossier, tmp_path):
    folder = with_layers(tiny_dossier, "a,ucdp-ged,ged.csv,country=Syria,,,A,A,A,,,,S,,L")
    write_csv(folder / "ged.csv", rows_of(GED, {}, {"best": "-1"}, {"country": "Iraq"}))
    out = tmp_path / "counts.csv"
    code, said, _ = run("layers", folder, "--area", "country", "--time", "year", "--out", out)
    assert code == 0
    assert "a: 2 rows, of which 0.0% are too imprecise" in said
    assert "best: 1 row: not a number of dead from 0, ids 2" in said
    table = pd.read_csv(out)
    assert table[["country", "first", "events", "best", "unread"]].to_numpy().tolist() == [
        ["Syria", "2016-01-01", 2, 3, 1]
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--layer", "z"), "unknown layer 'z'; the dossier has: a"),
        (("--engine", "sqlite"), "unknown engine 'sqlite'"),
        (("--area", "town", "--out", "x.csv"), "unknown area 'town'"),
        ((), "ged.csv: there is no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_one_clear_error(
    tiny_dossier, monkeypatch, tmp_path, words, message
):
    monkeypatch.chdir(tmp_path)
    folder = with_layers(tiny_dossier, "a,ucdp-ged,ged.csv,,,,A,A,A,,,,S,,L")
    if words:
        write_csv(folder / "ged.csv", rows_of(GED, {}))
    code, _, said = run("layers", folder, *words)
    assert code == 1 and message in said
    assert not list(tmp_path.glob("*.csv"))


def test_a_copied_dossier_takes_its_layer_along(dossier, tmp_path):
    copy = shutil.copytree(dossier.folder, tmp_path / "copy")
    layer = get_layer(load_dossier(copy))
    assert layer.aggregate(area="country", time="year")["events"].sum() == 16_566
