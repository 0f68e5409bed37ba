"""What the documentation tells a reader to type works as it stands.

In a page of `docs` a block of `python` or `sh` is run, in order, in an empty folder; a block of
text with a caption is first saved under that name. A block `sh fails` has to end with exit 1.
"""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import chronotope as ct
from chronotope.cli import app
from chronotope.door import Dossier
from chronotope.dossier.headers import called
from chronotope.dossier.schemas import table_fields
from chronotope.layers.kinds import ROLES

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
FENCE = re.compile(r"^```(\S.*)\n(?::caption: (\S+)\n)?\n?((?:.*\n)*?)```$", re.M)
RUN = [page for page in PAGES if re.search(r"^```(python|sh)", page.read_text("utf-8"), re.M)]
TOLD = [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


def run_block(kind: str, text: str, names: dict[str, object]) -> None:
    if kind == "python":
        exec(compile(text, "block", "exec"), names)
    elif kind in ("sh", "sh fails"):
        for line in text.splitlines():
            program, *words = shlex.split(line)
            assert program == "chronotope", line
            told = CliRunner().invoke(app, words)
            assert told.exit_code == (1 if "fails" in kind else 0), (line, told.output)


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_blocks_of_a_page_run_as_they_stand(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, caption, text in FENCE.findall(page.read_text("utf-8")):
        if caption:
            Path(caption).write_text(text, "utf-8")
        else:
            run_block(kind, text, names)


@pytest.mark.parametrize("page", TOLD, ids=lambda page: page.stem)
def test_every_command_option_and_name_that_a_page_mentions_is_there(page):
    text = page.read_text("utf-8")
    commands = typer.main.get_command(app).commands
    fenced = "\n".join(
        f"    {line}" for *_, block in FENCE.findall(text) for line in block.split("\n")
    )
    told = re.findall(r"(?:^    |`)chronotope ([a-z][a-z-]*)([^`\n]*)", f"{text}\n{fenced}", re.M)
    unknown = [name for name, _ in told if name not in commands]
    for name, rest in told:
        options = {o for p in commands.get(name, commands["check"]).params for o in p.opts}
        written = re.findall(r"(?<=\s)(--?[a-z][\w-]*)", re.split("  | \\| ", rest)[0])
        unknown += [f"{name} {o}" for o in written if name in commands and o not in options]
    unknown += [f"ct.{name}" for name in re.findall(r"\bct\.(\w+)", text) if not hasattr(ct, name)]
    verbs = set(re.findall(r"\bd\.(\w+)\(", text))
    unknown += [f"d.{verb}" for verb in verbs if not hasattr(Dossier, verb)]
    assert unknown == []


def test_no_row_of_a_table_stands_apart_from_its_head():
    """A blank line in a table makes a paragraph of signs out of what follows it."""
    row = re.compile(r"\n\n(\|.*\n)(?!\|[ :|-]+\|\n)")
    apart = {page.name: row.findall(page.read_text("utf-8")) for page in TOLD}
    assert not any(apart.values()), apart


def test_a_command_that_is_not_there_is_noticed(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("`chronotope paint x`, `chronotope check --quick`, `ct.paint()`, `d.paint()`")
    with pytest.raises(AssertionError, match="paint"):
        test_every_command_option_and_name_that_a_page_mentions_is_there(page)


def test_every_header_that_the_page_on_spreadsheets_names_is_read():
    page = (ROOT / "docs/how-to/my-spreadsheet.md").read_text("utf-8")
    section = page.split("## What the columns may be called")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\*[^|]*) \| (\w.*?) \|", section, re.M)
    assert len(rows) == 12 and rows[0][0] == "*date*"
    for names, words in rows:
        columns = re.findall(r"\*(\w+)\*", names)
        meant = {called(word) for word in words.split(", ")}
        assert meant == {(column,) for column in columns}, names
    (told,) = re.findall(r"blank for what took place; else (.*?) \|", section)
    words = set(re.findall(r"`(\w+)`", told))
    (status,) = [f for f in table_fields("events", ()) if f["name"] == "status"]
    assert words == {*status["constraints"]["enum"]} - {"held"}


def test_the_page_on_layers_names_every_role_of_a_mapping():
    page = (ROOT / "docs/layers.md").read_text("utf-8")
    table = page.split("| role |")[1].split("\n\n")[0]
    told = {word for row in re.findall(r"^\| (`.*?) \|", table, re.M)
            for word in re.findall(r"`(\w+)`", row)}  # fmt: skip
    assert told == set(ROLES)
