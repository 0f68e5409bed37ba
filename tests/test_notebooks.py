"""The notebooks: their form, their numbers, every language, and that nbval means something."""

import ast
import base64
import builtins
import functools
import importlib.util
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from notebook_set import PATHS, SHIPPED_ONLY, names_told, run_all
from PIL import Image
from verdicts import Rules

import chronotope as ct
from chronotope.dossier.read import Dossier
from chronotope.publish.rerun import rerun_file

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
EXCLUDED = re.compile(r"nbval[-_](ignore|skip|raises)|raises-exception|NBVAL_(IGNORE|SKIP|RAISES)")

every_notebook = Rules()


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


@pytest.fixture(scope="module")
def verdicts():
    return every_notebook.judge({path.stem: path for path in PATHS}, read)


# --- form ----------------------------------------------------------------------------------------


def test_the_notebooks_are_numbered_and_each_has_a_name_of_its_own():
    assert len(PATHS) >= 8
    assert all(re.fullmatch(r"\d\d(-[a-z]+)+", path.stem) for path in PATHS)
    numbers = [path.stem[:2] for path in PATHS]
    assert len(set(numbers)) == len(numbers)


@every_notebook
def test_a_notebook_has_one_title_and_skips_no_heading(notebook, _path):
    cells = prose_cells(notebook)
    text = "\n".join(re.sub(r"```.*?```", "", cell.source, flags=re.S) for cell in cells)
    levels = [len(mark) for mark in re.findall(r"^(#+) ", text, re.M)]
    assert levels.count(1) == 1 and cells[0].source.startswith("# ")
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@every_notebook
def test_a_notebook_asks_a_question_and_ends_in_what_was_seen_and_what_to_doubt(notebook, _path):
    assert notebook.cells[0].cell_type == "markdown"
    assert re.search(r"\*\*The question\.\*\* .*\?", notebook.cells[0].source)
    headings = re.findall(r"^## (?:\d+ )?(.*)$", "\n".join(c.source for c in notebook.cells), re.M)
    assert headings[-2:] == ["What we saw", "What to doubt"]


@every_notebook
def test_the_contents_list_the_headings(notebook, _path):
    cells = prose_cells(notebook)
    (contents,) = re.findall(r"^\*\*Contents\.\*\* (.*)$", cells[0].source, re.M)
    headings = [h for cell in cells for h in re.findall(r"^## (.*)$", cell.source, re.M)]
    assert contents.split(" · ") == headings


@every_notebook
def test_the_first_code_cell_holds_language_and_dossier_and_is_tagged(notebook, _path):
    first, second = code_cells(notebook)[:2]
    assert first.metadata.get("tags") == ["parameters"]
    assert re.match(r'lang = "en"', first.source) and "\ndossier = None" in first.source
    assert "import chronotope as ct" in second.source


@every_notebook
def test_code_defines_nothing_and_names_no_path_or_address(notebook, _path):
    for cell in code_cells(notebook):
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}
        assert not re.search(r"https?://|\.\./|[\"']/\w|[A-Z]:\\\\|\.csv\b", cell.source)


@every_notebook
def test_a_cell_is_short_and_has_no_silencing_semicolon(notebook, _path):
    cells = code_cells(notebook)
    lengths = [len(cell.source.splitlines()) for cell in cells]
    assert max(lengths) <= 15 and sum(lengths) / len(lengths) <= 6
    assert len(cells) <= 25
    assert not [cell.source for cell in cells if re.search(r";\s*$", cell.source, re.M)]


@every_notebook
def test_an_assertion_stands_in_a_cell_of_its_own_whose_input_is_hidden(notebook, _path):
    for cell in code_cells(notebook):
        is_assert = bool(re.search(r"^ *assert ", cell.source, re.M))
        is_hidden = "hide-input" in cell.metadata.get("tags", [])
        assert is_assert == is_hidden == bool(cell.metadata.get("jupyter", {}).get("source_hidden"))
        assert not (is_assert and cell.get("outputs"))


@every_notebook
def test_the_dossier_is_opened_by_the_door_and_something_is_shown_before_the_first_section(
    notebook, _path
):
    cells = notebook.cells
    sections = [i for i, c in enumerate(cells) if c.source.startswith("## ")]
    opening = [cell.source for cell in cells[: sections[0]] if cell.cell_type == "code"]
    assert any("ct.open(dossier" in source for source in opening)
    assert any(cell.get("outputs") for cell in cells[1 : sections[0]])
    code = "\n".join(cell.source for cell in code_cells(notebook))
    assert not re.search(r"ct\.(show|show_all|show_map|show_explorer|why|read_dossier)\(", code)


@every_notebook
def test_what_is_said_of_the_shipped_dossier_can_be_left_out(notebook, path):
    """What stays asks for no name that was set in what was left out.

    The first notebook is run on other dossiers as it is, and says which one it speaks of.
    """
    is_own = {cell.id: "shipped-only" in cell.metadata.get("tags", []) for cell in notebook.cells}
    if path.name.startswith("00-"):
        told = [c.source for c in notebook.cells if is_own[c.id] and c.cell_type == "markdown"]
        assert told and [text for text in told if "shipped dossier" not in text] == []
    cells = [cell for cell in notebook.cells if not is_own[cell.id]]
    code = [ast.parse(cell.source) for cell in cells if cell.cell_type == "code"]
    names = [node for tree in code for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    imported = {a.asname or a.name for tree in code for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom) for a in node.names}  # fmt: skip
    caught = {h.name for tree in code for h in ast.walk(tree) if isinstance(h, ast.ExceptHandler)}
    used = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    known = stored | imported | caught | set(dir(builtins)) | {"display"}
    assert used <= known


@every_notebook
def test_a_notebook_is_smaller_than_a_megabyte(_notebook, path):
    assert path.stat().st_size < 1_000_000


@every_notebook
def test_a_cell_that_is_not_compared_says_why_in_the_cell_above(notebook, _path):
    cells = notebook.cells
    for above, cell in itertools.pairwise(cells):
        marks = [cell.source, *cell.metadata.get("tags", [])]
        if cell.cell_type == "code" and any(EXCLUDED.search(mark) for mark in marks):
            assert above.cell_type == "markdown" and "not compared" in above.source


# --- stored outputs ------------------------------------------------------------------------------


@every_notebook
def test_every_cell_has_been_run_in_order_and_none_failed(notebook, _path):
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    kinds = [output.output_type for cell in cells for output in cell.outputs]
    assert kinds and "error" not in kinds
    streams = [output.get("name") for cell in cells for output in cell.outputs]
    assert "stderr" not in streams


@every_notebook
def test_every_stored_picture_has_an_alternative_text(notebook, _path):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            for kind in set(output.get("data", {})) & set(PICTURES):
                alt = output.metadata.get(kind, {}).get("alt", "")
                assert 25 <= len(alt.split()) <= 60, cell.source
            images = re.findall(r"<img\b[^>]*>", str(output.get("data", {}).get("text/html", "")))
            assert all(re.search(r"""\balt=["'][^"']{20}""", image) for image in images)


@every_notebook
def test_a_stored_notebook_holds_no_clock_and_no_path_of_a_machine(_notebook, path):
    text = path.read_text("utf-8")
    assert text.endswith("}\n") and "iopub.status" not in text
    assert not re.search(rf"{re.escape(str(ROOT))}|/home/|/tmp/|object at 0x", text)


# --- every number in the prose is asserted -------------------------------------------------------

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = {
    name: 10 * i
    for i, name in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
NUMBER_WORDS = {
    **{name: i for i, name in enumerate(_UNITS)},
    **_TENS,
    **{f"{t}-{u}": n + i for t, n in _TENS.items() for i, u in enumerate(_UNITS[:10]) if i},
}
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Numbers that count nothing in the dossier: names, figures of speech, rules of others.
NO_COUNTS = (
    r"four ministers|council of four|four leaders",  # the name of a format
    r"three capitals, three governments",  # an example, counted in the same sentence
    r"a summit of twenty",  # any summit
    r"five to seven points|eight to twelve",  # what publishers ask for
    r"three languages",
    r"ten (code )?cells|at most ten words|four edges",  # the form of a notebook, a rule, a frame
    r"2\+2|“2 \+ 2”",
)


def numbers_of(prose: str) -> list[float]:
    """Return the numbers from three up that a text states, dates and headings left out."""
    no_prose = r"`[^`]*`|\]\([^)]*\)|^#.*$|^\*.*\*$|^\*\*Contents.*$|^\|.*$"
    text = re.sub(no_prose, "", prose, flags=re.M)
    text = re.sub("|".join(NO_COUNTS), "", text, flags=re.I)
    dates = rf"\b\d{{1,2}} ({_MONTHS})( \d{{4}})?|\b(1[0-9]|20)\d\d(-\d\d(-\d\d)?)?\b|ISO \d+"
    text = re.sub(dates, "", text)
    digits = [float(n.replace(",", "")) for n in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text)]
    words = re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower())
    said = digits + [float(NUMBER_WORDS[name]) for name in words if name in NUMBER_WORDS]
    return [number for number in said if number >= 3 or number != int(number)]


def asserted_numbers(notebook: NotebookNode) -> set[float]:
    constants = [
        constant.value
        for cell in code_cells(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Assert)
        for constant in ast.walk(node)
        if isinstance(constant, ast.Constant)
    ]
    texts = " ".join(str(value) for value in constants if not isinstance(value, bool))
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", texts)}


def unasserted(notebook: NotebookNode) -> list[tuple[float, str]]:
    known = asserted_numbers(notebook)
    return [
        (number, line)
        for cell in prose_cells(notebook)
        for line in cell.source.splitlines()
        for number in numbers_of(line)
        if number not in known
    ]


@every_notebook
def test_every_number_of_the_prose_is_asserted(notebook, _path):
    assert unasserted(notebook) == []


def test_a_number_that_nothing_asserts_is_noticed():
    prose = new_markdown_cell("Thirty-four of 1,250 rows on 9 September 2019; 2.5 a day.")
    asserts = new_code_cell("assert len(rows) == 1250")
    found = [number for number, _ in unasserted(new_notebook(cells=[prose, asserts]))]
    assert found == [2.5, 34.0]


# --- every language ------------------------------------------------------------------------------


def text_outputs(notebook: NotebookNode) -> str:
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    texts = [output.get("text", "") + output.get("data", {}).get("text/plain", "")
             for output in outputs]  # fmt: skip
    return "\n".join(texts)


@pytest.fixture(scope="module")
def french() -> dict[str, NotebookNode]:
    """What is not run on the second dossier, whose tests run all other notebooks in Russian."""
    return run_all([path for path in PATHS if path.stem in SHIPPED_ONLY], {"lang": "fr"})


@functools.cache
def shipped_dossiers() -> list[Dossier]:
    return [ct.read_dossier(ct.shipped_folder(name)) for name in ct.list_dossiers()["dossier"]]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED_ONLY)
def test_the_whole_notebook_follows_its_language(name, french):
    (path,) = (path for path in PATHS if path.stem == name)
    english, translated = read(path), french[name]
    assert text_outputs(english) != text_outputs(translated)
    for notebook, lang, other in ((english, "en", "fr"), (translated, "fr", "en")):
        own, others = (
            sum(names_told(notebook, dossier, lang=a, other=b) for dossier in shipped_dossiers())
            for a, b in ((lang, other), (other, lang))
        )
        assert own > 5 * others


# --- nbval means something -----------------------------------------------------------------------


def nbval(path: Path, *options: str) -> subprocess.CompletedProcess:
    shutil.copy(FOLDER / "conftest.py", path.parent)
    command = [sys.executable, "-m", "pytest", "--nbval", path.name, "-p", "no:cacheprovider"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [*command, *options], cwd=path.parent, env=environment, capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip
    done.stdout = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    return done


def store(folder: Path, *sources: str) -> Path:
    """Write a notebook of those cells, run it, and store its outputs."""
    cells = [new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    path = write(folder, new_notebook(cells=cells))
    rerun_file(path)
    return path


def write(folder: Path, notebook: NotebookNode) -> Path:
    path = folder / "small.ipynb"
    path.write_text(nbformat.writes(notebook), "utf-8")
    return path


def change(path: Path, edit) -> None:
    notebook = read(path)
    edit(notebook)
    path.write_text(nbformat.writes(notebook), "utf-8")


@pytest.mark.whole
def test_changing_one_date_makes_a_real_notebook_fail(tmp_path, dossier):
    """A copy of the chronology notebook, on a copy of the shipped dossier one day off."""
    copy = Path(shutil.copytree(dossier.folder, tmp_path / dossier.folder_name))
    sessions = dossier.events.query("channel == 'council' and status == 'held'")
    day = sessions.loc[sessions["date"].str.fullmatch(r"[\d-]+"), "date"].max()
    text = (copy / "events.csv").read_text("utf-8")
    other = f"{day[:-2]}{int(day[-2:]) - 1:02}"
    (copy / "events.csv").write_text(text.replace(f",{day},", f",{other},"), "utf-8")
    path = Path(shutil.copy(FOLDER / "03-chronology.ipynb", tmp_path))

    def point_to_copy(notebook):
        (cell,) = [c for c in code_cells(notebook) if c.metadata.get("tags") == ["parameters"]]
        cell.source = re.sub("dossier = None", f"dossier = {str(copy)!r}", cell.source)

    change(path, point_to_copy)
    failed = nbval(path)
    assert failed.returncode == 1
    assert "mismatch 'application/vnd.vegalite.v5+json'" in failed.stdout
    assert "AssertionError" not in failed.stdout
    counts = re.search(r"(\d+) failed, (\d+) passed", failed.stdout)
    assert counts and int(counts[1]) >= 1 and int(counts[2]) >= 5


def one_dot(colour: str) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (1, 1), colour).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.slow
def test_a_changed_picture_or_json_is_noticed(tmp_path):
    path = store(
        tmp_path,
        "import base64\nfrom IPython.display import Image, display\n"
        f"Image(base64.b64decode({one_dot('white')!r}))",
        "display({'application/json': {'a': 1}, 'text/plain': 'x'}, raw=True)",
        f"Image(base64.b64decode({one_dot('white')!r}))",
    )

    def alter(notebook):
        notebook.cells[0].outputs[0].data["image/png"] = one_dot("black") + "\n"
        notebook.cells[1].outputs[0].data["application/json"] = {"a": 2}

    change(path, alter)
    failed = nbval(path)
    assert failed.returncode == 1 and "2 failed, 1 passed" in failed.stdout
    assert "mismatch 'image/png'" in failed.stdout
    assert "mismatch 'application/json'" in failed.stdout


def test_a_cell_that_was_not_run_is_refused(tmp_path):
    cells = [new_code_cell("1 + 1", execution_count=1), new_code_cell("2 + 2")]
    path = write(tmp_path, new_notebook(cells=cells))
    refused = nbval(path)
    assert refused.returncode == 4
    assert "small.ipynb: the cell '2 + 2' has not been run" in refused.stderr
    assert "`make notebooks`" in refused.stderr


def test_a_cell_that_runs_too_long_is_stopped(tmp_path):
    cell = new_code_cell("import time\ntime.sleep(60)\n1 + 1", execution_count=1)
    path = write(tmp_path, new_notebook(cells=[cell]))
    stopped = nbval(path, "--nbval-cell-timeout", "2")
    assert stopped.returncode == 1 and "timeout" in stopped.stdout.lower()


@pytest.mark.parametrize(("given", "expected"), [(2000, 120), (5, 5)])
def test_a_cell_may_take_two_minutes_unless_an_option_says_otherwise(given, expected):
    spec = importlib.util.spec_from_file_location("notebooks_conftest", FOLDER / "conftest.py")
    conftest = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(conftest)
    config = SimpleNamespace(option=SimpleNamespace(nbval_cell_timeout=given))
    conftest.pytest_configure(config)
    assert config.option.nbval_cell_timeout == expected


def test_make_test_runs_nbval_strictly_on_every_notebook():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (line,) = re.findall(r"^\t.*--nbval.*$", makefile, re.M)
    assert "--nbval notebooks" in line and "--nbval-lax" not in line
    assert "--nbval-sanitize" not in line and "--dist loadscope" in line


def test_the_notebooks_are_json_of_one_kind():
    for path in PATHS:
        notebook = json.loads(path.read_text("utf-8"))
        assert (notebook["nbformat"], notebook["metadata"]["language_info"]) == (
            4, {"name": "python"},
        )  # fmt: skip
        ids = [cell["id"] for cell in notebook["cells"]]
        assert len(ids) == len(set(ids))
