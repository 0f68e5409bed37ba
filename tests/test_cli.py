"""The command: what it says when all is well, and one clear line when it is not."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from chronotope import cli
from chronotope.cli import READ, WRITTEN, Asked, app
from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.dossier.read import read_tables
from chronotope.formats import FORMATS

BARE = """Datum;Titel;Ort;Gruppe
15.10.2013;Erste Runde der Gespräche;Genf;Runden
24.11.2013;Übereinkunft der Minister;Wien;Minister
März 2014;Zweite Runde der Gespräche;Zürich;Runden
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def refused(*words: object) -> str:
    """Return what the command says when it refuses; it must say it clearly."""
    result = run(*words)
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stderr.strip() and "Traceback" not in result.output
    return result.stderr


def spoil(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def files(folder: Path | str) -> dict[str, bytes]:
    folder = Path(folder)
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def talks(tiny_dossier, tmp_path) -> tuple[object, ...]:
    """The words that render one small figure."""
    out = tmp_path / "figures"
    return ("figures", tiny_dossier, "--profile", "web", "--lang", "en", "--out", out)


# --- check ---------------------------------------------------------------------------------------


def test_check_says_what_it_counted(tiny_dossier):
    result = run("check", tiny_dossier)
    assert result.exit_code == 0
    assert "\ntiny: no faults, no gaps. 3 events, 1 channels" in result.stdout
    assert "2 places" in result.stdout and "layers" not in result.stdout


def test_check_without_a_folder_checks_the_shipped_dossier(dossier):
    result = run("check")
    assert result.exit_code == 0 and f"\n{dossier.folder_name}: no faults," in result.stdout


def test_check_lists_every_fault_and_counts_them(tiny_dossier):
    spoil(tiny_dossier, "events", "1814-12-24", "24/13/1814")
    spoil(tiny_dossier, "places", "51.0543", "3.0543")
    said = refused("check", tiny_dossier)
    assert "events.csv row " in said and "'24/13/1814'" in said
    assert "places.csv row " in said
    faults = [line for line in said.splitlines() if ".csv row" in line]
    assert len(faults) > 1
    assert said.splitlines()[-1] == f"{len(faults)} faults. Nothing was written."


def test_check_before_publication_takes_what_is_missing_for_faults_and_says_each_once(tmp_path):
    (tmp_path / "t.csv").write_text("date,title\n2019,A\n2020,B\n", "utf-8")
    lines = refused("check", tmp_path / "t.csv", "--publish").splitlines()
    assert sum("rests on no passage" in line for line in lines) == 1
    assert lines[-1] == "5 faults: what is missing is one before publication."


def test_check_counts_one_fault_as_one(tiny_dossier):
    spoil(tiny_dossier, "events", "1814-12-24", "1814-13-24")
    assert refused("check", tiny_dossier).endswith("\n1 fault. Nothing was written.\n")


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("events.csv", b"", "events.csv.*the file is empty"),
        ("events.csv", b"\xff\xfe\x00", "events.csv.*the text is not utf-16"),
        ("datapackage.json", b"{", "datapackage.json.*not JSON"),
        ("topics.csv", None, "topics.csv.*the file is missing"),
    ],
)
def test_check_refuses_a_broken_file(tiny_dossier, name, data, problem):
    path = tiny_dossier / name
    path.unlink() if data is None else path.write_bytes(data)
    assert re.search(problem, refused("check", tiny_dossier))


@pytest.mark.parametrize("command", ["check", "figures", "maps"])
def test_a_folder_that_is_not_there_is_refused(tmp_path, command):
    said = refused(command, tmp_path / "nowhere")
    assert "nowhere" in said and "there is no such folder" in said


# --- figures and maps ----------------------------------------------------------------------------


def test_figures_writes_the_files_and_compare_finds_nothing_stale(talks, tmp_path):
    result = run(*talks, "--format", "svg")
    assert result.exit_code == 0, result.output
    written = [name for name in files(tmp_path / "figures") if not name.startswith(".")]
    assert "en/tiny-en_fig1_web.svg" in written
    assert result.stdout.strip() == f"{len(written)} files in {tmp_path / 'figures'}"
    assert re.search(r"\b(\d+)/\1\b", result.stderr)  # all that were to be drawn are
    again = run(*talks, "--format", "svg", "--compare")
    assert again.exit_code == 0 and "what the dossier and the code draw" in again.stdout


def bare_table(folder: Path, encoding: str = "utf-8") -> Path:
    """Return a table of events as a German spreadsheet saves it."""
    path = folder / "table.csv"
    path.write_text(BARE, encoding=encoding)
    return path


def test_a_bare_table_has_the_figures_that_follow_from_it(tmp_path):
    drawn = run("figures", bare_table(tmp_path), "--profile", "nature", "--format", "png")
    assert drawn.exit_code == 0 and "nothing to draw" not in drawn.output
    written = [Path(name).name for name in files(tmp_path / "figures")]
    assert {"table-de_fig1_nature.png", "table-de_fig2_nature.png"} <= set(written)


@pytest.mark.parametrize(
    "words",
    [("check",), ("why", "ubereinkunft-der-minister"), ("story",), ("layers",), ("open",),
     ("links",), ("export", "--to", "geojson", "-o", "out.json")],
)  # fmt: skip
def test_each_verb_reads_a_table_in_an_old_encoding(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    table = bare_table(tmp_path, "windows-1252")
    command, *rest = words
    asked = (command, *rest[:1], table, *rest[1:]) if command == "why" else (command, table, *rest)
    assert "not UTF-8" in refused(*asked)
    read = run(*asked, "--encoding", "windows-1252")
    assert read.exit_code == 0, read.output


def test_every_command_that_takes_a_dossier_takes_how_it_is_read():
    for command in ("check", "figures", "maps", "story", "verify", "why", "links", "watch", "open",
                    "export", "layers"):  # fmt: skip
        options = {o for p in get_command(app).commands[command].params for o in p.opts}
        assert {"--encoding", "--title"} <= options, command
    for command in ("agree", "diff"):
        options = {o for p in get_command(app).commands[command].params for o in p.opts}
        assert "--encoding" in options, command


def test_a_bare_table_is_named_with_title_and_told_where_its_name_is_kept(tmp_path):
    table = bare_table(tmp_path)
    said = run("check", table).stdout
    assert "has no title. Say it with --title, or write it in datapackage.json. `chron" in said
    assert "no-title" not in run("check", table, "--title", "Gespräche").stdout
    run("story", table, "--title", "Gespräche in Genf und Wien")
    page = next((tmp_path / "figures").rglob("*.html")).read_text("utf-8")
    assert "Gespräche in Genf und Wien" in page


def test_a_dossier_keeps_the_title_that_it_has(tiny_dossier):
    dossier = Asked(tiny_dossier, title="Another").read()
    assert "Another" not in dossier.titles.values()


def test_pages_are_counted_as_one_reads(tmp_path):
    drawn = run("story", bare_table(tmp_path))
    assert drawn.stdout.strip() == f"1 file in {tmp_path / 'figures'}"


def test_compare_names_the_stale_file_and_writes_nothing(talks, tmp_path):
    run(*talks, "--format", "svg")
    path = tmp_path / "figures/en/tiny-en_fig1_web.svg"
    path.write_bytes(path.read_bytes() + b" ")
    before = files(tmp_path)
    said = refused(*talks, "--format", "svg", "--compare")
    assert f"{path}: stale" in said and "1 stale file. " in said and "`make figures`" in said
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--profile", "a4"), "unknown profile 'a4'; choose one of: web, generic, nature"),
        (("--lang", "de"), "unknown language 'de'; choose one of: en, fr, ru"),
        (("--only", "map"), "unknown figure 'map'; choose one of: talks"),
        (("--format", "gif"), "unknown format 'gif'; choose one of: svg, pdf, png, tiff"),
        (("--point-of-view", "mars"), r"(unknown )?point of view 'mars'.* un, fr, ru"),
    ],
)
def test_figures_refuses_what_it_does_not_know_in_one_line(talks, tmp_path, words, message):
    said = refused(*talks, *words)
    assert re.match(message, said) and said.count("\n") == 1
    assert not (tmp_path / "figures").exists()


def test_a_folder_that_cannot_be_written_to_is_named_in_one_line(talks, tmp_path):
    file = tmp_path / "taken"
    file.write_text("a file")
    for command in ("figures", "maps"):
        said = refused(command, *talks[1:2], "--lang", "en", "--out", file / "figures")
        (line,) = [line for line in said.splitlines() if str(file) in line]
        assert line.startswith(f"{file / 'figures'}: ") and line.endswith("Nothing was written.")
    assert file.read_text() == "a file"


def test_an_error_in_a_dossier_leaves_old_figures_whole(talks, tiny_dossier, tmp_path):
    run(*talks, "--format", "svg")
    before = files(tmp_path / "figures")
    spoil(tiny_dossier, "events", "1814-12-24", "1814-13-24")
    assert "Nothing was written." in refused(*talks, "--format", "svg")
    assert files(tmp_path / "figures") == before


def test_maps_writes_a_page_a_language_and_compares_it(tiny_dossier, tmp_path):
    words = ("maps", tiny_dossier, "--lang", "ru", "--out", tmp_path / "figures")
    result = run(*words)
    assert result.exit_code == 0, result.output
    names = {"ru/tiny-ru_map.html", "ru/tiny-ru_explorer.html"}
    assert set(files(tmp_path / "figures")) == names
    assert run(*words, "--compare").exit_code == 0
    (tmp_path / "figures/ru/tiny-ru_map.html").write_text("")
    assert "tiny-ru_map.html: stale" in refused(*words, "--compare")


def test_maps_refuses_an_unknown_language(tiny_dossier, tmp_path):
    said = refused("maps", tiny_dossier, "--lang", "de", "--out", tmp_path)
    assert said == "unknown language 'de'; choose one of: en, fr, ru\n"


# --- verify, why, evidence -----------------------------------------------------------------------


def test_verify_finds_every_locator(tiny_dossier, tiny_article, tmp_path):
    text = tmp_path / "article.txt"
    text.write_text(tiny_article, "utf-8")
    result = run("verify", tiny_dossier, "--text", text)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("2 sentences, 2 passages and 2 mentions stand in the article")


def test_verify_refuses_another_text(tiny_dossier, tiny_article, tmp_path):
    text = tmp_path / "article.txt"
    text.write_text(tiny_article.replace("lakes", "rivers"), "utf-8")
    assert "Nothing was written." in refused("verify", tiny_dossier, "--text", text)


LAYOUTS = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "wide": lambda text: text.replace(" ", "\u00a0 ").encode(),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_verify_takes_any_layout_of_the_same_text(layout, tmp_path):
    """The article of the second dossier has letters that NFD takes apart."""
    folder = shipped_folder("aland-1917-1921")
    text = (folder / "article.txt").read_text("utf-8")
    raw = LAYOUTS[layout](text)
    assert raw != text.encode()
    (tmp_path / "a.txt").write_bytes(raw)
    result = run("verify", folder, "--text", tmp_path / "a.txt")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"caf\xe9", r"article\.txt.*: the text is not UTF-8"), (None, r"article\.txt: there is no")],
)
def test_verify_refuses_what_it_cannot_read(tiny_dossier, tmp_path, data, problem):
    path = tmp_path / "article.txt"
    if data is not None:
        path.write_bytes(data)
    said = refused("verify", tiny_dossier, "--text", path)
    assert re.search(problem, said) and said.endswith("\n1 fault. Nothing was written.\n")


def test_why_says_what_a_mark_rests_on(tiny_dossier):
    result = run("why", "E2", tiny_dossier)
    assert result.exit_code == 0, result.output
    assert "Treaty of Ghent" in result.stdout and "https://example.org/treaty" in result.stdout
    french = run("why", "E2", tiny_dossier, "--lang", "fr")
    assert "Traité de Gand" in french.stdout


@pytest.mark.parametrize(("words", "problem"), [(("E9",), "E9"), (("E2", "--lang", "de"), "'de'")])
def test_why_refuses_an_unknown_id_or_language(tiny_dossier, words, problem):
    said = refused("why", *words, tiny_dossier)
    assert problem in said and said.count("\n") == 1


@pytest.mark.parametrize("file_format", ["svg", "pdf", "png"])
def test_evidence_reads_the_marks_back_out_of_a_figure(talks, tmp_path, file_format):
    run(*talks, "--format", file_format)
    (path,) = (tmp_path / "figures").rglob(f"*_web*.{file_format}")
    result = run("evidence", path)
    assert result.exit_code == 0, result.output
    assert [mark["id"] for mark in json.loads(result.stdout)] == ["E1", "E3", "E2"]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"text", r"a\.txt: not a \.svg, \.pdf, \.png or \.tif file"),
        ("a.svg", b"<svg/>", r"a\.svg: .*no mark table"),
        ("a.png", b"nothing", r"a\.png: not a readable image"),
        ("a.pdf", b"nothing", r"a\.pdf: not a readable PDF"),
        ("a.pdf", None, r"a\.pdf: No such file"),
    ],
)
def test_evidence_refuses_any_other_file_in_one_line(tmp_path, name, data, problem):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    said = refused("evidence", path)
    assert re.search(problem, said) and said.count("\n") == 1


# --- export, import ------------------------------------------------------------------------------


@pytest.mark.parametrize(("option", "use"), [("--to", "writer"), ("--from", "reader")])
def test_the_help_names_every_format(option, use):
    said = " ".join(run("export" if use == "writer" else "import", "--help").stdout.split())
    assert option in said
    listed = WRITTEN if use == "writer" else READ
    assert listed == ", ".join(name for name, form in FORMATS.items() if getattr(form, use))


def test_export_says_what_the_format_could_not_hold(tiny_dossier, tmp_path):
    path = tmp_path / "d.ics"
    result = run("export", tiny_dossier, "--to", "icalendar", "-o", path)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"1 file in {path}\nicalendar: ")
    assert re.search(r"\d+  left out: events.date: ", result.stdout)
    full = run("export", tiny_dossier, "--to", "icalendar", "-o", path, "--all", "--lang", "fr")
    # One output is in one language: faults, counts and losses of the command in English.
    assert "left out" in full.stdout and "omis" not in full.stdout and "E3" in full.stdout


def test_a_table_of_places_nobody_has_found_is_exported_too(tmp_path):
    """A bare table has no article and no description; a calendar needs no coordinates."""
    table = tmp_path / "talks.csv"
    table.write_text("date;title;place\n2015-07-14;Talks;Nowhere\n", encoding="utf-8")
    run("import", table, "-o", tmp_path / "made")
    for given in ("talks.csv", "made"):
        run("export", tmp_path / given, "--to", "ro-crate", "-o", tmp_path / f"crate-{given}")
        graph = json.loads((tmp_path / f"crate-{given}/ro-crate-metadata.json").read_text("utf-8"))
        described = {thing["@id"]: thing for thing in graph["@graph"]}
        assert "data/events.csv" in described and "data/talks.csv" not in described
        assert "about" not in described["./"] and "#article" not in described
    run("export", table, "--to", "icalendar", "-o", tmp_path / "talks.ics")
    calendar = (tmp_path / "talks.ics").read_text(encoding="utf-8")
    assert "LOCATION;LANGUAGE=en:Nowhere" in calendar and "GEO" not in calendar


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--to", "pdf"), "no writer for the format 'pdf'; choose one of: timelinejs, "),
        (("--to", "kml", "--include", "."), "the format 'kml' takes no option 'include'"),
        (("--to", "csl", "--article-url", "https://example.org"), "takes no option 'article_url'"),
        (("--to", "csl", "--lang", "de"), "unknown language 'de'; choose one of: en, fr, ru"),
        (("--to", "ro-crate", "--include", "nowhere"), "nowhere: there is no such folder"),
        (("--to", "kml", "--point-of-view", "mars"), "unknown point of view 'mars'; choose one"),
    ],
)
def test_export_refuses_wrong_use_and_writes_nothing(tiny_dossier, tmp_path, words, message):
    said = refused("export", tiny_dossier, "-o", tmp_path / "out", *words)
    assert message in said and not (tmp_path / "out").exists()


def test_a_crate_holds_the_dossier_and_the_figures_and_notebooks_beside_it(
    tiny_dossier, tmp_path, monkeypatch
):
    for name in ("figures", "notebooks"):
        (tmp_path / name).mkdir()
    (tmp_path / "notebooks/one.ipynb").write_text("{}")
    (tmp_path / "figures/figures.json").write_text('{"dossier": "tiny"}')
    monkeypatch.chdir(tmp_path)
    words = ("export", tiny_dossier, "--to", "ro-crate", "--licence", "https://example.org/l")
    result = run(*words, "-o", "crate")
    assert result.exit_code == 0, result.output
    assert "with the folders: figures, notebooks\nro-crate: 0 losses" in result.stdout
    assert {"data/events.csv", "figures/figures.json", "notebooks/one.ipynb"} <= set(files("crate"))
    (tmp_path / "figures/figures.json").write_text('{"dossier": "another"}')
    assert "with the folders" not in run(*words, "-o", "bare").stdout
    assert set(files("bare")) == {n for n in files("crate") if n[:4] in ("data", "ro-c")}
    run(*words, "-o", "chosen", "--include", "notebooks")
    assert set(files("crate")) - set(files("chosen")) == {"figures/figures.json"}


def test_an_annotation_has_the_address_that_is_given(tiny_dossier, tmp_path):
    path = tmp_path / "a.jsonld"
    words = ("export", tiny_dossier, "--to", "web-annotation", "-o", path)
    assert run(*words, "--article-url", "https://example.org/a").exit_code == 0
    page = json.loads(path.read_text("utf-8"))
    assert {item["target"]["source"] for item in page["items"]} == {"https://example.org/a"}


SHEET = "Year,Month,Day,Headline,Text,Group\n1919,6,28,Peace,Signed.,Talks\n"


def test_import_takes_what_the_file_cannot_know(tmp_path):
    sheet = tmp_path / "t.csv"
    sheet.write_text(SHEET, "utf-8")
    words = ("import", sheet, "-o", tmp_path / "back", "--from", "timelinejs-csv")
    result = run(*words, "--title", "Peace", "--as-of", "1919-07-01", "--sides", "FR,DE")
    assert result.exit_code == 0, result.output
    back, _ = read_tables(tmp_path / "back")
    assert (back.languages, back.title("en")) == (("en",), "Peace")
    assert (back.as_of.isoformat(), back.sides) == ("1919-07-01", ("FR", "DE"))
    assert "datapackage.json" not in result.stdout.split("to correct")[0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--as-of", "1/7/1919"), "--as-of '1/7/1919' is not a day such as 1814-12-24"),
        (("--sides", "FR;DE"), "--sides 'FR;DE' are not ISO 3166-1 codes such as GB,US"),
        (("--sides", "FR,fr"), "--sides 'FR,fr' are not ISO 3166-1 codes such as GB,US"),
        (("--from", "ro-crate"), "no reader for the format 'ro-crate'; choose one of: timelinejs"),
    ],
)
def test_import_refuses_wrong_use_in_one_line(tmp_path, words, message):
    (tmp_path / "t.csv").write_text(SHEET, "utf-8")
    said = refused("import", tmp_path / "t.csv", "-o", tmp_path / "back", *words)
    assert said.startswith(message) and said.count("\n") == 1
    assert not (tmp_path / "back").exists()


def test_import_refuses_a_file_that_is_not_there_or_of_no_known_format(tmp_path):
    (tmp_path / "a.txt").write_text("text")
    for name, problem in (
        ("none.json", "no such file"),
        ("a.txt", "the file is of no known format"),
    ):
        assert problem in refused("import", tmp_path / name, "-o", tmp_path / "back")
    assert not (tmp_path / "back").exists()


# --- card ----------------------------------------------------------------------------------------


def data_folder(tmp_path: Path) -> Path:
    package = tmp_path / "data/talks"
    package.mkdir(parents=True)
    (package / "events.csv").write_text("id\nE1\n", "utf-8")
    about = {"title": "Talks", "description": "All.", "licenses": [{"name": "CC0"}]}
    about["resources"] = [{"path": "events.csv", "description": "Events"}]
    (package / "datapackage.json").write_text(json.dumps(about), "utf-8")
    return tmp_path / "data"


def test_card_writes_the_card_and_compare_notices_a_change(tmp_path):
    data = data_folder(tmp_path)
    assert run("card", data).exit_code == 0
    assert run("card", data, "--compare").exit_code == 0
    (data / "talks/events.csv").write_text("id\nE2\n", "utf-8")
    said = refused("card", data, "--compare")
    assert "README.md: stale" in said and "`chronotope card`" in said


def test_card_refuses_a_folder_of_no_packages(tmp_path):
    said = refused("card", tmp_path)
    assert "datapackage.json" in said and said.count("\n") == 1


# --- as a program --------------------------------------------------------------------------------


def test_help_lists_every_command_and_nothing_is_done_without_one():
    shown = run("--help").stdout
    commands = ("check", "figures", "maps", "verify", "why", "new", "export", "import", "evidence")
    for command in (*commands, "card"):
        assert re.search(rf"\b{command}\b", shown), command
    assert run().exit_code == 2


def test_an_unknown_command_or_option_is_refused():
    for words in (("draw",), ("check", "--fast")):
        result = run(*words)
        assert result.exit_code == 2 and "No such" in result.stderr


@pytest.mark.slow
def test_the_installed_command_prints_no_traceback(tiny_dossier):
    command = shutil.which("chronotope", path=Path(sys.executable).parent)
    spoil(tiny_dossier, "events", "1814-12-24", "31/31/1814")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [command, "check", tiny_dossier], capture_output=True, env=environment, timeout=60
    )
    assert done.returncode == 1 and done.stdout == b""
    assert b"31/31/1814" in done.stderr and b"Traceback" not in done.stderr


def test_the_package_runs_as_a_module_too():
    done = subprocess.run([sys.executable, "-m", "chronotope", "--version"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.startswith("chronotope ")


def test_the_public_door_lists_what_it_promises_and_nothing_else():
    import chronotope

    assert dir(chronotope) == sorted([*chronotope.__all__, "__version__"])


def test_the_version_is_that_of_the_package():
    from importlib.metadata import version

    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"chronotope {version('chronotope')}\n")


def test_a_shell_can_complete_the_command():
    assert run("--show-completion").exit_code == 0 or "--show-completion" in run("--help").stdout


@pytest.mark.parametrize("command", ["check", "why"])
def test_a_bare_table_of_events_is_named_where_a_dossier_is(tmp_path, command):
    table = tmp_path / "talks.csv"
    table.write_text("date,title\n2019-09-09,Talks open\n", "utf-8")
    words = ("talks-open", table) if command == "why" else (table,)
    result = run(command, *words)
    assert result.exit_code == 0, result.output
    assert "talks" in result.stdout.lower()


def test_whose_borders_are_drawn_is_said_only_of_a_map_that_has_borders(capsys):
    """A map of 1921, which has none, was said to have those of France in 2019."""
    for name, said in (("aland-1917-1921", "not drawn"), ("2plus2-2019", "as France recognised")):
        cli._say_point_of_view(read_dossier(shipped_folder(name)), "fr")
        assert said in capsys.readouterr().out
