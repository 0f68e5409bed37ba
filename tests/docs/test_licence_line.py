"""The licence that the docs say to write by hand is one that a dossier reads."""

import json
import re
from pathlib import Path

from chronotope.dossier.checks import read_dossier
from chronotope.formats import import_file

PAGE = Path(__file__).parents[2] / "docs/how-to/my-spreadsheet.md"


def test_the_line_of_the_docs_written_into_an_imported_folder_states_the_licence(tmp_path):
    (tmp_path / "t.csv").write_text("date,title\n2001,Talks\n", "utf-8")
    import_file(tmp_path / "t.csv", tmp_path / "d")
    assert "no-licence" in read_dossier(tmp_path / "d").gap_counts
    (line,) = re.findall(
        r'^    ("licenses": \[\n.*\n    \],)$', PAGE.read_text("utf-8"), re.MULTILINE
    )
    package = tmp_path / "d" / "datapackage.json"
    text = package.read_text("utf-8").replace("{", "{" + line, 1)
    assert json.loads(text)["licenses"]
    package.write_text(text, "utf-8")
    found = read_dossier(tmp_path / "d")
    assert "no-licence" not in found.gap_counts and found.licence == "CC-BY-4.0"
