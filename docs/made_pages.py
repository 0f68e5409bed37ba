"""The pages made of the package itself: gallery, format of a dossier, notebooks, reference."""

import contextlib
import importlib
import inspect
import json
import pkgutil
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import is_dataclass
from html import escape
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import typer

import chronotope as ct
from chronotope import cli
from chronotope.dossier import schemas
from chronotope.draw.spec import Spec
from chronotope.figures._kind import get_kind, list_kinds
from chronotope.figures.captions import caption_figure
from chronotope.figures.render import get_figure

LANGUAGES = ("en", "fr", "ru")
PACKAGE = Path(ct.__file__).parent


def first_sentence(thing: object) -> str:
    """Return the first sentence of a docstring, as Markdown."""
    text = " ".join(inspect.getdoc(thing).split("\n\n")[0].split())
    return re.sub(r"``([^`]*)``|:\w+:`~?([^`]*)`", lambda m: f"`{m[1] or m[2]}`", text)


# --- gallery --------------------------------------------------------------------------------------


def read_manifest(figures: Path) -> list[dict[str, Any]]:
    """Return the entries of the committed figures."""
    entries: list[dict[str, Any]] = json.loads((figures / "figures.json").read_text("utf-8"))[
        "figures"
    ]
    return entries


def gallery(figures: Path, out: Path) -> str:
    """Return the gallery of every kind of figure; the pictures are copied to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    manifest = read_manifest(figures)
    parts = [GALLERY]
    for name in list_kinds():
        parts.append(f"## {name.replace('-', ' ').capitalize()}\n")
        parts.append(
            f"{first_sentence(type(get_kind(name)))} The kind `{name}` of `figures.csv`.\n"
        )
        entries = _pictures(manifest, name) or _shipped(name, out)
        if not entries:
            steps = ADDED.format(kind=name)
            entries = _drawn(steps, name, out)
            parts.append(f"{NOT_SHIPPED}\n```python\n{steps}```\n")
        for entry in entries:
            if (figures / entry["file"]).is_file():
                shutil.copy(figures / entry["file"], out)
            parts += [picture(entry), _call(entry)]
    return "\n".join(parts)


GALLERY = """# Gallery

Every kind of figure, in three languages, with the call that draws it. The pictures are those of the
dossier that comes with the package, in the profile `web`; a click opens one alone. Where nothing
else is said, `import chronotope as ct; d = ct.open()` stands before a call; a figure of your own is
a row of [`figures.csv`](dossier-format.md#figures).
"""
NOT_SHIPPED = (
    "The shipped dossier chose no figure of this kind. A row more in a copy of it draws one:\n"
)
# Shown to a reader, and run to draw what stands below it.
ADDED = """import shutil
import pandas as pd
import chronotope as ct

shutil.copytree(ct.shipped_folder(), "with-{kind}")
figures = pd.read_csv("with-{kind}/figures.csv", dtype=str)
row = pd.DataFrame([{{"figure_id": "{kind}", "order": "99", "kind": "{kind}"}}])
pd.concat([figures, row]).to_csv("with-{kind}/figures.csv", index=False)
d = ct.open("with-{kind}")
"""


def _pictures(manifest: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return the entries of the first figure of a kind, one a language."""
    found = [
        e
        for e in manifest
        if e["kind"] == kind and e["format"] == "svg" and e["profile"] in ("web", "brief")
    ]
    first = min((e["number"] for e in found), default=None)
    chosen = [e for e in found if e["number"] == first and e["language"] in LANGUAGES]
    return sorted(chosen, key=lambda e: LANGUAGES.index(e["language"]))


def picture(entry: dict[str, Any]) -> str:
    """Return the HTML of one picture, named in its own language."""
    file = Path(entry["file"]).name
    return (
        f'<figure class="drawn" lang="{entry["language"]}"><a href="figures/{file}">'
        f'<img src="figures/{file}" alt="{escape(entry["alt"])}" loading="lazy"></a>'
        f"<figcaption>{escape(entry['headline'])}</figcaption></figure>\n"
    )


def _call(entry: dict[str, Any]) -> str:
    profile = "" if entry["profile"] == "web" else f', profile="{entry["profile"]}"'
    shown = f'd.show("{entry["figure_id"]}", lang="{entry["language"]}"{profile})'
    return f"```python\n{shown}\n```\n"


def _shipped(kind: str, out: Path) -> list[dict[str, Any]]:
    """Draw the first figure of a kind that the shipped dossier names, not rendered yet."""
    d = ct.open()
    listed = ct.list_figures(d)
    ids = listed.loc[listed["kind"] == kind, "figure_id"].tolist()
    return [_entry_of(d, ids[0], lang, out) for lang in LANGUAGES] if ids else []


def _drawn(steps: str, kind: str, out: Path) -> list[dict[str, Any]]:
    """Draw a kind of which no figure is committed, by the steps that the page shows."""
    names: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        exec(steps, names)
        return [_entry_of(names["d"], kind, lang, out) for lang in LANGUAGES]


def _entry_of(d: Any, figure_id: str, lang: str, out: Path) -> dict[str, Any]:
    file = f"{figure_id}_{lang}.svg"
    (out / file).write_text(ct.render_figure(d, figure_id, lang=lang), "utf-8")
    words = caption_figure(d, get_figure(d, figure_id), Spec.of(lang, "web", "un"))
    return {
        "file": file, "figure_id": figure_id, "language": lang, "profile": "web",
        "headline": words.headline, "alt": words.alt,
    }  # fmt: skip


# --- the format of a dossier ----------------------------------------------------------------------


def dossier_format(example: Path) -> str:
    """Return one section a table: its columns, what they allow, and a row of a real dossier."""
    d = ct.open(example)
    return "\n".join(_section(table, d) for table in schemas.table_names())


def _section(table: str, d: Any) -> str:
    about = next(t for t in schemas.package_resources(["en"]) if t["name"] == table)
    frame = d.table(table)
    row = frame.loc[(frame.fillna("").astype(str) != "").sum(axis=1).idxmax()] if len(frame) else {}
    lines = [f"({table})=", f"## `{table}.csv`", "", about["description"], ""]
    keys = schemas.key_columns(table)
    if keys:
        lines += [f"Its rows are told apart by {' and '.join(f'`{k}`' for k in keys)}.", ""]
    lines += ["| column | what it holds | allowed | for example |", "| --- | --- | --- | --- |"]
    for field in schemas.table_fields(table, ["en"]):
        shown = _cell(_shown(row.get(field["name"], ""), field["type"]))
        lines.append(
            f"| `{field['name']}` | {_cell(field.get('description', ''), 400)}{_need(field)} "
            f"| {_allowed(table, field)} | {shown} |"
        )
    return "\n".join([*lines, ""])


def _shown(value: Any, kind: str) -> str:
    """Return a value as its file has it: a blank is no NaN, and a whole number has no point."""
    if pd.isna(value) or value == "":
        return ""
    return str(int(value) if kind == "integer" else value)


def _cell(text: str, longest: int = 60) -> str:
    """Return text for a cell of a Markdown table; it is never markup."""
    text = " ".join(text.split())
    text = text if len(text) <= longest else f"{text[:longest].rstrip()}…"
    return re.sub(r"([\\`*_\[\]<>|$&~#])", r"\\\1", text)


def _need(field: dict[str, Any]) -> str:
    required = field.get("constraints", {}).get("required")
    if "made" in field:
        return " *Filled in where blank.*"
    if "default" in field:
        return f" *Blank means* `{field['default']}`*.*" if field["default"] else ""
    return " **Needed.**" if required else ""


def _allowed(table: str, field: dict[str, Any]) -> str:
    limits = field.get("constraints", {})
    said = []
    if "lang" in field:
        said.append("one column a language")
    if "enum" in limits:
        said.append(", ".join(f"`{value}`" for value in limits["enum"]))
    other = schemas.reference(table, field["name"])
    if other:
        said.append(f"{'ids' if 'listOf' in field else 'an id'} of [`{other}`](#{other})")
    if "edtf" in field:
        said.append("EDTF")
    if field.get("type") not in (None, "string"):
        said.append(field["type"])
    for name, words in (("minimum", "at least"), ("maximum", "at most")):
        if name in limits:
            said.append(f"{words} {limits[name]}")
    if "maxLength" in limits:
        said.append(f"at most {limits['maxLength']} letters")
    return "; ".join(said)


# --- notebooks ------------------------------------------------------------------------------------


def notebooks(paths: Iterable[Path]) -> str:
    """Return a table of the notebooks: the title of each, and the question it begins with."""
    lines = ["", "| notebook | its question |", "| --- | --- |"]
    for path in paths:
        text = nbformat.read(path, as_version=4).cells[0].source
        title, question = re.findall(r"^# (.*)|\*\*The question\.\*\* (.*)", text, re.M)
        lines.append(f"| [{title[0]}](tutorials/{path.name}) | {question[1]} |")
    return "\n".join([*lines, ""])


# --- findings -------------------------------------------------------------------------------------


def findings(folder: Path, out: Path) -> str:
    """Return a line a script, with its link and first sentence; the scripts are copied to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    lines = []
    for script in sorted(folder.glob("*.sh")):
        sentence, _, _ = script.read_text("utf-8").partition("\n")[2].partition("# Guess:")
        said = " ".join(sentence.replace("\n#", " ").strip("# \n").split())
        shutil.copy(script, out)
        link = f'<a href="findings/{script.name}"><code>{script.name}</code></a>'
        lines.append(f"- {link}: {_cell(said, 400)}")
    return "\n".join(["", *lines, ""])


# --- reference ------------------------------------------------------------------------------------


def reference() -> dict[str, str]:
    """Return the command's page, one a district with the public names there, and a list of all."""
    homes = {name: home for home, names in ct._HOMES.items() for name in names}
    pages = {"reference/command.md": _command()}
    for district in _districts():
        names = sorted(n for n, home in homes.items() if home.partition(".")[0] == district)
        pages[f"reference/{district}.md"] = _district_page(district, names)
    table = "\n".join(
        f"| {{py:obj}}`{name} <{_path(name)}>` | {first_sentence(_thing(name))} |"
        for name in sorted(homes)
    )
    listed = "\n".join(_districts())
    pages["reference/index.md"] = REFERENCE.format(table=table, listed=listed)
    return pages


REFERENCE = """# Reference

[The command](command.md), `chronotope`, with every option; and everything that
`import chronotope as ct` offers, made from the docstrings. Most people need [`ct.open`](door.md)
and the verbs of what it returns.

| name | what it does |
| --- | --- |
{table}

```{{toctree}}
:hidden:

command
{listed}
```
"""
COMMAND = """# The command

What `chronotope --help` and `chronotope check --help` say, of every command. Without a dossier, the
one that comes with the package is taken. Each ends with 0 where all went well and with 1 where
something is wrong, which it says in words. `chronotope --install-completion` completes all of it.
"""


def _command() -> str:
    """Return the page of the command, made from its help."""
    parts = [COMMAND]
    for name, command in typer.main.get_command(cli.app).commands.items():
        said = re.sub(r"(--[a-z][a-z-]*)", r"`\1`", command.help or "")
        parts.append(f"## `{name}`\n\n{said}\n")
        parts.append("| argument or option | what it is |\n| --- | --- |")
        for given in command.params:
            is_option = given.param_type_name == "option"
            called = ", ".join(f"`{word if is_option else word.upper()}`" for word in given.opts)
            needed = " **Needed.**" if given.required else ""
            preset = f" Else `{given.default}`." if given.default not in (None, False, "") else ""
            parts.append(f"| {called} | {given.help}{preset}{needed} |")
        parts.append("")
    return "\n".join(parts)


def _districts() -> list[str]:
    """Return the doors, then the districts in the order in which they may know each other."""
    readme = (PACKAGE / "README.md").read_text("utf-8")
    return ["door", "notebook", *re.findall(r"^\| `(\w+)` \|", readme, re.M)]


def _thing(name: str) -> object:
    if name == "draft":  # district and verb under one name
        return importlib.import_module("chronotope.draft.drafting").draft
    return getattr(ct, name)


def _path(name: str) -> str:
    return "chronotope.draft.drafting.draft" if name == "draft" else f"chronotope.{name}"


def _district_page(district: str, names: Iterable[str]) -> str:
    module = importlib.import_module(f"chronotope.{district}")
    parts = [f"# `{district}`\n\n{first_sentence(module)}\n"]
    parts += [_documented(_path(name), _thing(name)) for name in names]
    others = [n for n in getattr(module, "__all__", []) if n not in names and n not in ct.__all__]
    for name in others:
        thing = getattr(module, name)
        if inspect.isroutine(thing) or inspect.isclass(thing):
            parts.append(_documented(f"chronotope.{district}.{name}", thing))
    modules = [m.name for m in pkgutil.iter_modules(getattr(module, "__path__", []))]
    public = [name for name in modules if not name.startswith("_")]
    if public:
        parts.append("## Its modules\n\n| module | its job |\n| --- | --- |")
        parts += [
            f"| `{district}.{name}` | "
            f"{first_sentence(importlib.import_module(f'chronotope.{district}.{name}'))} |"
            for name in public
        ]
    return "\n".join([*parts, ""])


def _documented(path: str, thing: object) -> str:
    if not inspect.isclass(thing):
        return f"```{{eval-rst}}\n.. autofunction:: {path}\n```\n"
    # What a record is made with is said once, by its attributes.
    made_with = "()" if is_dataclass(thing) else ""
    return f"```{{eval-rst}}\n.. autoclass:: {path}{made_with}\n   :members:\n```\n"
