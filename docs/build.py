"""Build the documentation site: python docs/build.py FOLDER.

The pages are assembled beside FOLDER: those of this folder, some that stand elsewhere in the
repository, the notebooks as they are stored, and those that are made of the package itself, which
therefore cannot say anything else (docs/made_pages.py). Sphinx then takes every warning for an
error. Nothing is fetched.
"""

import os
import re
import shutil
import sys
import tomllib
from functools import partial
from pathlib import Path

import nbformat
from made_pages import (
    dossier_format,
    findings,
    gallery,
    notebooks,
    picture,
    read_manifest,
    reference,
)
from sphinx.cmd.build import build_main

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# Pages that stand elsewhere in the repository.
ELSEWHERE = {
    "src/chronotope/README.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "findings/README.md": "findings.md",
}
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)#\s]+)(#[^)]*)?\)")
_PICTURE = re.compile(r"<!-- picture: (\S+) -->")
_WIDE = '<div class="wide" tabindex="0" role="group" aria-label="{name}">{html}</div>'


def stage(folder: Path) -> None:
    """Write every page, with links that lead inside the site or nowhere."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = {f"docs/{p.relative_to(HERE)}": str(p.relative_to(HERE)) for p in HERE.rglob("*.md")}
    pages |= ELSEWHERE
    shown = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    pages |= {f"notebooks/{path.name}": f"tutorials/{path.name}" for path in shown}
    for source, page in pages.items():
        if page.endswith(".md"):
            text = (ROOT / source).read_text("utf-8")
            if page == "index.md":
                text = _PICTURE.sub(partial(_pictured, folder / "extra" / "figures"), text)
            _write(folder / page, _relinked(text, source, page, pages))
    for path in shown:
        source, page = f"notebooks/{path.name}", f"tutorials/{path.name}"
        notebook = _shown(nbformat.read(path, as_version=4))
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = _relinked(cell.source, source, page, pages)
        _write(folder / page, nbformat.writes(notebook))
    made = {
        **reference(),
        "dossier-format.md": dossier_format(ROOT / "data" / "2plus2-2019"),
        "findings.md": findings(ROOT / "findings", folder / "extra" / "findings"),
        "tutorials.md": notebooks(shown),
        "gallery.md": gallery(ROOT / "figures", folder / "extra" / "figures"),
    }
    for page, text in made.items():
        before = folder / page
        kept = before.read_text("utf-8") if before.is_file() else ""
        _write(before, kept + text)
    for name in ("_static", "_templates"):
        shutil.copytree(HERE / name, folder / name)
    shutil.copy(HERE / "conf.py", folder)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _pictured(out: Path, found: re.Match[str]) -> str:
    """Return the English web picture of the figure that the first page names."""
    for entry in read_manifest(ROOT / "figures"):
        if entry["figure_id"] == found[1] and entry["file"].endswith("web.svg"):
            out.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "figures" / entry["file"], out)
            return picture(entry)
    raise ValueError(f"no figure {found[1]!r} in figures/figures.json")


def _relinked(text: str, source: str, page: str, pages: dict[str, str]) -> str:
    """Return a text with its links to files of the repository made links to their pages."""

    def relink(found: re.Match[str]) -> str:
        words, target, part = found[1], found[2], found[3] or ""
        if re.match(r"[a-z]+:", target):
            return found[0]
        path = os.path.normpath(Path(source).parent / target)
        if path in pages:
            there = Path(os.path.relpath(pages[path], Path(page).parent)).as_posix()
            return f"[{words}]({there}{part})"
        if not (ROOT / path).exists():
            return found[0]  # a page that is made, or a link that Sphinx will refuse
        return words if "`" in words else f"{words} (`{path}` in the repository)"

    return _LINK.sub(relink, text)


def _shown(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook whose outputs are those that a page can show, each with its name."""
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data.pop("application/vnd.vegalite.v5+json", None)
            if "image/svg+xml" in data:
                data.pop("text/html", None)
                alt = output.metadata.get("image/svg+xml", {}).get("alt", "")
                cell.metadata["mystnb"] = {"image": {"alt": alt}}
            elif "text/html" in data:
                # The corner of a table of pandas is an empty heading.
                html = data["text/html"].replace("<th></th>", "<td></td>")
                data["text/html"] = _WIDE.format(name=f"Output of cell {number}", html=html)
    return notebook


def build(out: Path) -> int:
    """Stage the pages, build the site and return the exit status of Sphinx."""
    staged = out.with_name(f"{out.name}-pages")
    stage(staged)
    shutil.rmtree(out, ignore_errors=True)
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    options = ["-q", "-W", "--keep-going", "-j", "2", "-b", "html"]
    options += ["-d", str(staged / ".doctrees"), "-D", f"version={said}", "-D", f"release={said}"]
    return int(build_main([*options, str(staged), str(out)]))


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]).resolve()))
