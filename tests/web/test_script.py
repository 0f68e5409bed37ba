"""The pages' JavaScript: one script of many modules, and pictures drawn without a browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from synthetic_dialogue import dialogue_dossier

from chronotope.web.explorer import WIDE
from chronotope.web.model import Model
from chronotope.web.offline import asset_text, inline_style
from chronotope.web.script import bundle, draw_stills

FOLDER = Path(__file__).parent
SOURCES = Path("src/chronotope/web/assets/js")
LONGEST = 560


@pytest.fixture(scope="module")
def model():
    return Model(dialogue_dossier(), lang="en", point_of_view="un", words=("explorer",))


def texts_of(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_each_module_is_in_the_script_once_before_what_needs_it():
    script = bundle("explorer")
    names = re.findall(r"^const \$(\w+) = ", script, re.MULTILINE)
    assert len(names) == len(set(names))
    assert names.index("text") < names.index("time") < names.index("explorer")
    assert "import " not in script and "export " not in script


def test_comments_are_left_out_and_what_follows_them_is_not():
    script = bundle("explorer")
    assert "@param" not in script and "@type" not in script
    assert "searched = {}" in script


def test_no_module_writes_markup_or_compiles_text():
    for path in sorted((Path(__file__).parents[2] / SOURCES).glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
        assert len(text.splitlines()) < LONGEST
    assert "innerHTML" not in asset_text("webmap.js")


def test_years_stand_on_the_axis_and_lanes_have_their_names(model):
    (svg,) = draw_stills(json.dumps(model.data), [
        {"kind": "chronology", "lang": "en", "width": WIDE["chronology"]}])  # fmt: skip
    assert {"2004", "2010", "2020", "Talks en", "Old en"} <= set(texts_of(svg))


def test_names_on_the_map_are_those_of_places_theatres_and_countries(model):
    width, height = WIDE["map"]
    (svg,) = draw_stills(json.dumps(model.data), [
        {"kind": "map", "lang": "fr", "width": width, "height": height}])  # fmt: skip
    assert {"North fr + 1", "South fr", "Land fr"} <= set(texts_of(svg))


def test_text_is_written_as_text(model):
    data = json.loads(json.dumps(model.data))
    data["languages"]["en"]["channels"][0] = "<b>&"
    (svg,) = draw_stills(json.dumps(data), [
        {"kind": "chronology", "lang": "en", "width": 900}])  # fmt: skip
    assert "&lt;b&gt;&amp;" in svg and "<b>" not in svg


def test_modules_pass_their_own_tests_in_node():
    node = shutil.which("node")
    if node is None:
        pytest.fail("no Node: the pages' modules are tested by its own runner (make browser)")
    done = subprocess.run(
        [node, "--test", str(FOLDER / "js")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_style_sheet_loses_its_comments_and_lines_and_no_space_that_means_something():
    text = "/* why,\n{so} */\na,\nb c{margin:0\n  auto;\n  color:red}\n@media print{\n  a{x:y}\n}\n"
    assert inline_style(text) == "a,b c{margin:0\n  auto;color:red}@media print{a{x:y}}"
