"""The rooms of the package: who may know whom, and what no room may hold."""

import ast
import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/chronotope"
MODULES = sorted(PACKAGE.rglob("*.py"))
README = (PACKAGE / "README.md").read_text("utf-8")
ORDER = [*re.findall(r"^\| `(\w+)` \| \S", README, re.M), "notebook", "door", "cli",
         "__main__"]  # fmt: skip
HEAVY = ("altair", "geopandas", "folium", "matplotlib", "pandas", "shapely", "vl_convert", "lxml")


def room(path: Path) -> str:
    """Return the district of a module: its row in the table, or the door itself."""
    first, *_ = path.relative_to(PACKAGE).parts
    return first.removesuffix(".py")


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported_rooms(path: Path) -> set[str]:
    """Return the rooms that a module imports, anywhere in it."""
    rooms: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            rooms |= {n.split(".")[1] for n in names if n.startswith("chronotope.")}
        elif isinstance(node, ast.ImportFrom):
            source = (node.module or "").split(".")
            if node.level == 0 and source[0] == "chronotope":
                source = source[1:]
            elif node.level == 0:
                continue  # another library
            rooms |= {source[0]} if source and source[0] else {a.name for a in node.names}
    return rooms - {room(path)}


def code_lines(function: ast.AST) -> int:
    """Return the lines of a function without its docstring."""
    length = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function):
        length -= function.body[0].end_lineno - function.body[0].lineno + 1
    return length


def package_texts(*suffixes: str) -> dict[str, str]:
    paths = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in suffixes]
    return {str(path.relative_to(PACKAGE)): path.read_text("utf-8") for path in paths}


# --- the table -----------------------------------------------------------------------------------


def test_every_district_has_one_row_in_the_table():
    folders = {room(path) for path in MODULES} - {"__init__"}
    assert len(ORDER) == len(set(ORDER))
    assert folders - set(ORDER) == set(), "add a row to src/chronotope/README.md"


@pytest.mark.parametrize("district", ORDER)
def test_a_district_imports_only_what_stands_above_it(district):
    above = set(ORDER[: ORDER.index(district)])
    wrong = {
        str(path.relative_to(PACKAGE)): below
        for path in MODULES
        if room(path) == district and (below := imported_rooms(path) - above)
    }
    assert wrong == {}


def test_an_import_of_a_lower_module_would_be_noticed(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    path = tmp_path / "style.py"
    path.write_text("def f():\n    from chronotope.cli import app\n    from .figures import x\n")
    assert imported_rooms(path) == {"cli", "figures"}


def test_every_module_says_its_job_in_one_line():
    for path in MODULES:
        docstring = ast.get_docstring(tree(path))
        assert docstring and docstring.split("\n\n")[0].endswith("."), path.name


def test_no_module_is_named_for_nothing():
    names = {path.stem for path in MODULES}
    assert not names & {"utils", "util", "helpers", "misc", "common", "manager", "tools", "core"}


def test_every_name_of_the_package_leads_to_its_module():
    import chronotope

    assert len(chronotope.__all__) > 20
    for name in chronotope.__all__:
        assert getattr(chronotope, name).__module__.startswith("chronotope.") or name.isupper()
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        chronotope.nothing  # noqa: B018


# --- what no module holds ------------------------------------------------------------------------


def test_no_colour_stands_outside_style():
    found = {
        name: colours
        for name, text in package_texts(".py").items()
        if name != "draw/style.py"
        and (colours := re.findall(r"[\"']#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\b", text))
    }
    assert found == {}


def passes_on(statement: ast.stmt) -> bool:
    """Return whether a statement raises, or calls `refuse`, which does."""
    is_call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    return isinstance(statement, ast.Raise) or (
        is_call and ast.unparse(statement.value.func) == "refuse"
    )


def test_no_error_is_swallowed_whole():
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else ""
                is_wide = caught in ("", "Exception", "BaseException")
                place = f"{path.name}:{node.lineno}"
                assert caught and (not is_wide or passes_on(node.body[-1])), place


def test_no_drawing_is_cropped_and_no_warning_is_silenced_wholesale():
    for name, text in package_texts(".py").items():
        assert not re.search(r"bbox_inches[\"']?\s*[=:]\s*[\"']", text), name
        assert not re.search(r"(simple|filter)warnings\(\s*[\"']ignore[\"']\s*\)", text), name


def test_a_function_is_at_most_sixty_lines_long():
    long = {
        f"{path.relative_to(PACKAGE)}:{node.name}": code_lines(node)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and code_lines(node) > 60
    }
    assert long == {}


def parameters(function: ast.FunctionDef) -> list[str]:
    """Return the parameters of a function or method, without the object itself."""
    a = function.args
    names = [arg.arg for arg in (*a.posonlyargs, *a.args, *a.kwonlyargs)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def test_at_most_ten_functions_have_six_parameters_or_more():
    """What always travels together is one value; the options of a command are a person's."""
    many = [
        f"{path.relative_to(PACKAGE)}:{node.name}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and len(parameters(node)) > 5
    ]
    assert len(many) <= 10, many


def test_a_public_function_has_a_docstring_and_whole_annotations():
    missing = []
    for path in MODULES:
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = [*node.args.args, *node.args.kwonlyargs]
                is_whole = node.returns is not None and all(a.annotation for a in arguments)
                if not (is_whole and ast.get_docstring(node)):
                    missing.append(f"{path.relative_to(PACKAGE)}:{node.name}")
    assert missing == []


def test_nothing_asks_for_the_time_for_chance_or_for_the_network():
    banned = {"random", "secrets", "uuid", "requests", "urllib.request", "socket", "http.client"}
    # An engine that a person names by its address: whether anybody answers there.
    # What a person asks to fetch, and nothing else: chronotope links --fetch.
    allowed = {"_engines.py": {"socket"}, "links.py": {"urllib.request"}}
    clocks = re.compile(r"\b(datetime\.now|date\.today|time\.time|utcnow)\(")
    for path in MODULES:
        names = {
            name
            for node in ast.walk(tree(path))
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for name in ([node.module] if isinstance(node, ast.ImportFrom) else
                         [alias.name for alias in node.names])
        }  # fmt: skip
        assert not names & banned - allowed.get(path.name, set()), path.name
        assert not clocks.search(path.read_text("utf-8")), path.name


# --- the package knows no dossier ----------------------------------------------------------------

# Ids of the shipped dossiers that are words of the trade, and names that a base map of the
# world must hold: the points of view, and an area that ISO 3166 has no agreed code for.
GENERIC_IDS = {"multilateral", "theatres", "leaders", "brief", "positions", "memory", "council",
               "war", "experts", "эксперты",
               "Philippe", "Филипп"}  # fmt: skip  # a surname that is a given name as well
# The gazetteer of the draft holds names of regions, bodies and countries that the base map lacks;
# bodies.csv and states.csv the few that a bare table's actors are recognised by.
BASE_MAP = {
    "world/basemap.py",
    *(
        f"lang/{folder.name}/read/{stem}.csv"
        for folder in (PACKAGE / "lang").iterdir()
        for stem in ("bodies", "states")
    ),
    "draft/lexicon/names.csv",
    *(f"lang/{folder.name}/basemap.csv" for folder in (PACKAGE / "lang").iterdir()),
}


def names_of(dossier) -> set[str]:
    """Return the ids, labels, surnames and days of a dossier."""
    keys = {
        "places": "place_id", "actors": "actor_id", "events": "event_id", "sources": "source_id",
        "topics": "topic_id", "channels": "channel_id", "figures": "figure_id",
        "frames": "frame_id", "passages": "passage_id", "statements": "statement_id",
        "special_areas": "area_id", "periods": "period_id",
    }  # fmt: skip
    names = {row_id for table, key in keys.items() for row_id in getattr(dossier, table)[key]}
    for table in ("places", "actors", "special_areas", "frames"):
        for lang in ("en", "fr", "ru"):
            names |= set(getattr(dossier, table)[f"label_{lang}"])
    people = dossier.actors.query("kind == 'person'")
    surnames = {
        label.split()[-1] for lang in ("en", "fr", "ru") for label in people[f"label_{lang}"]
    }
    days = {date for date in dossier.events["date"] if len(date) >= 10}
    return {name for name in names | surnames | days if len(name) > 2} - GENERIC_IDS


def named_in(text: str, names: set[str]) -> set[str]:
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return set(re.findall(rf"(?<![\w-])(?:{words})(?![\w-])", text))


def test_no_name_place_day_or_id_of_the_shipped_dossier_stands_in_the_package(dossier):
    names = names_of(dossier)
    assert len(names) > 500
    found = {
        name: hits
        for name, text in package_texts(".py", ".csv", ".json", ".js", ".html", ".css").items()
        if name not in BASE_MAP and (hits := named_in(text, names))
    }
    assert found == {}


def test_a_name_of_the_dossier_would_be_noticed(dossier):
    names = names_of(dossier)
    row = dossier.events.iloc[-1]
    for name in (
        row["event_id"],
        dossier.places["label_ru"].iloc[0],
        dossier.figures["figure_id"][0],
    ):
        assert named_in(f"draw({name!r})", names) == {name}


# --- imports are paid for when used --------------------------------------------------------------


def modules_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_no_heavy_library():
    bare, package = modules_after(""), modules_after("import chronotope")
    assert len(package - bare) < 50
    assert not set(HEAVY) & package


def test_help_of_the_command_loads_no_heavy_library():
    loaded = modules_after(
        "from typer.testing import CliRunner\nfrom chronotope.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0"
    )
    assert not {"altair", "geopandas", "folium", "matplotlib", "vl_convert"} & loaded


def test_opening_a_shipped_dossier_loads_what_it_reads_with_and_no_more():
    loaded = modules_after(
        "from chronotope.dossier.checks import read_dossier, shipped_folder\n"
        "read_dossier(), read_dossier(shipped_folder('aland-1917-1921'))"
    )
    assert not {"edtf", "pyparsing", "geopandas", "pyproj", "frictionless"} & loaded


def test_a_page_that_shows_neither_loads_no_charts_and_no_folium():
    loaded = modules_after(
        "import chronotope.web.explorer, chronotope.web.story\n"
        "from chronotope.web.fonts import font_faces\nfont_faces('\u0430 \u05d0')"
    )
    assert not {"altair", "folium", "matplotlib", "jsonschema"} & loaded


def test_a_dossier_is_opened_written_and_answered_for_without_pandas():
    loaded = modules_after(
        "import chronotope as ct; dossier = ct.read_dossier()\n"
        "from chronotope.dossier.rows import table_rows; assert table_rows(dossier, 'events')\n"
        "from chronotope.dossier.aspects import event_grounds; assert event_grounds(dossier)\n"
        "from chronotope.formats._folder import build_folder"
    )
    assert "shapely" in loaded  # the base map was asked
    assert not {"pandas", "geopandas", "matplotlib"} & loaded


def test_a_chronology_loads_neither_charts_nor_maps():
    loaded = modules_after(
        "import chronotope.figures.kinds.chronology, chronotope.figures.chronology.page"
    )
    assert "pandas" in loaded
    assert not {"altair", "vl_convert", "geopandas", "folium", "matplotlib"} & loaded


# --- how much one drawing is ---------------------------------------------------------------------

MOST_FUNCTIONS, MOST_STEPS, MOST_FILES = 297, 25, 10


@pytest.fixture(scope="module")
def functions_of_a_chronology():
    script = [sys.executable, str(ROOT / "tests/bench/count_functions.py"), "--names"]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if ":" not in line]


def test_one_chronology_runs_no_more_functions_than_one_can_read(functions_of_a_chronology):
    assert 100 < len(functions_of_a_chronology) <= MOST_FUNCTIONS


def test_the_path_of_an_event_is_as_it_is_told_and_short(functions_of_a_chronology):
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    steps = re.findall(r"^    ([\w/]+\.\w+)(?: |$)", told, re.M)
    assert 10 < len(steps) <= MOST_STEPS
    assert len({step.partition(".")[0] for step in steps}) <= MOST_FILES
    assert set(steps) <= set(functions_of_a_chronology)
