"""``make others``: what programs of others make of every file that ``chronotope export`` writes.

Prints a table in Markdown, a line a program with its version; exit status 1 where one of them did
not take a file as it should. What a program is known to make of a date, though we would not, is
told and no fault of ours: ``docs/other-programs.md`` says which.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from odd_dossier import write_odd_dossier  # noqa: E402

import chronotope as ct  # noqa: E402
from chronotope.formats import export_dossier, names_of  # noqa: E402

# readers.mjs takes d3-geo from its src, which comes no more with 3.1.2.
PACKAGES = ("edtf@4", "citeproc@2", "d3-geo@3.1.1", "ical.js@2", "@knight-lab/timelinejs@3")
FOLDERS = ("ro-crate",)
ENDINGS = {"linked-places": ".json", "web-annotation": ".jsonld", "timelinejs-csv": ".csv"}


@dataclass(frozen=True)
class Seen:
    """What a program made of one of our formats."""

    form: str
    program: str
    told: str
    is_right: bool = True

    def __str__(self) -> str:
        mark = "" if self.is_right else "**NOT AS IT SHOULD BE** "
        return f"| {self.form} | {self.program} | {mark}{self.told} |"


@dataclass(frozen=True)
class Set:
    """A dossier and the files that were exported of it, by format."""

    name: str
    dossier: ct.Dossier
    files: dict[str, Path]

    def json(self, form: str) -> object:
        """Return a file as JSON."""
        return json.loads(self.files[form].read_text(encoding="utf-8"))


def export_all(where: Path) -> list[Set]:
    """Export both shipped dossiers, and one of awkward dates, in every format of one file."""
    from chronotope.formats import FORMATS

    folders = [ct.shipped_folder(name) for name in ct.list_dossiers()["dossier"]]
    found = []
    for folder in [*folders, write_odd_dossier(where / "odd")]:
        dossier = ct.read_dossier(folder)
        target = where / "out" / Path(folder).name
        target.mkdir(parents=True)
        files = {}
        for form in names_of("writer"):
            if form not in FOLDERS:
                files[form] = target / f"{form}{ENDINGS.get(form, FORMATS[form].suffix)}"
                export_dossier(dossier, form, files[form])
        found.append(Set(Path(folder).name, dossier, files))
    return found


def _counts(sets: list[Set], number: Callable[[Set], int]) -> str:
    return ", ".join(f"{number(one)}" for one in sets)


# --- Python ------------------------------------------------------------------------------------


def see_gdal(sets: list[Set]) -> Iterator[Seen]:
    """GDAL by pyogrio, and GeoPandas on top of it."""
    import geopandas
    import pyogrio
    from pyogrio import __gdal_version__

    gdal = f"GDAL {'.'.join(map(str, __gdal_version__))} by pyogrio {version('pyogrio')}"
    frames = [geopandas.read_file(one.files["geojson"]) for one in sets]
    bad = sum(int((~f.geometry.dropna().is_valid).sum()) for f in frames)
    dates = {str(f["date"].dtype) for f in frames}
    yield Seen("`geojson`", f"{gdal}, GeoPandas {version('geopandas')}",
               f"{', '.join(str(len(f)) for f in frames)} features, {bad} of them not valid; "
               f"`date` is {' or '.join(sorted(dates))}.", not bad)  # fmt: skip
    places = [pyogrio.read_info(one.files["linked-places"])["features"] for one in sets]
    yield Seen("`linked-places`", gdal, f"{', '.join(map(str, places))} places.",
               places == [len(one.dossier.places) for one in sets])  # fmt: skip
    layers = [pyogrio.list_layers(one.files["kml"])[:, 0] for one in sets]
    marks, begun = 0, 0
    for one, names in zip(sets, layers, strict=True):
        for name in names:
            frame = geopandas.read_file(one.files["kml"], layer=name)
            marks += len(frame)
            begun += int(frame["begin"].notna().sum() + frame["timestamp"].notna().sum())
    yield Seen("`kml`", f"{gdal} (LIBKML)",
               f"{', '.join(str(len(n)) for n in layers)} layers, {marks} placemarks, {begun} of "
               "them with a first day.",
               marks == sum(len(one.dossier.events) for one in sets))  # fmt: skip


def see_fastkml(sets: list[Set]) -> Iterator[Seen]:
    """The library that also writes our KML reads it."""
    from fastkml import KML, Placemark
    from fastkml.utils import find_all

    read = [list(find_all(KML.parse(o.files["kml"]), of_type=Placemark)) for o in sets]
    yield Seen("`kml`", f"fastkml {version('fastkml')}",
               f"{', '.join(str(len(r)) for r in read)} placemarks.",
               [len(r) for r in read] == [len(o.dossier.events) for o in sets])  # fmt: skip


def see_icalendar(sets: list[Set]) -> Iterator[Seen]:
    """The library with which we read calendars reads ours."""
    from icalendar import Calendar

    read = [Calendar.from_ical(o.files["icalendar"].read_bytes()).walk("VEVENT") for o in sets]
    wrong = sum(len(event.errors) for events in read for event in events)
    lines = [len(x) for o in sets for x in o.files["icalendar"].read_bytes().split(b"\r\n")]
    yield Seen("`icalendar`", f"icalendar {version('icalendar')}",
               f"{', '.join(str(len(r)) for r in read)} events, {wrong} errors, lines of at most "
               f"{max(lines)} octets.", not wrong and max(lines) <= 75)  # fmt: skip


def see_citeproc_py(sets: list[Set]) -> Iterator[Seen]:
    """The Python processor sets our sources, each by itself: one it cannot set stops it."""
    import warnings

    failed, counts = [], []
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for one in sets:
            items = one.json("csl")
            wrong = [item for item in items if not _is_set(item)]
            counts.append(len(items) - len(wrong))
            failed += [(one.name, item["custom"].get("date", "")) for item in wrong]
    told = {str(x.message).strip() for x in said}
    dates = ", ".join(f"`{date}` of {name}" for name, date in failed)
    yield Seen("`csl`", f"citeproc-py {version('citeproc-py')}",
               f"{', '.join(map(str, counts))} items are set{f', all but {dates}' if dates else ''}"
               f"; it warns: {' / '.join(sorted(told)) or 'of nothing'}.",
               not [name for name, _ in failed if name != "odd"])  # fmt: skip


def _is_set(item: dict[str, object]) -> bool:
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    source = CiteProcJSON([item])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    try:
        return bool(list(bibliography.bibliography()))
    except TypeError:
        return False


def see_bibtexparser(sets: list[Set]) -> Iterator[Seen]:
    """The parser of BibTeX reads our bibliography."""
    from bibtexparser.entrypoint import parse_string

    read = [parse_string(o.files["bibtex"].read_text(encoding="utf-8")) for o in sets]
    failed = sum(len(r.failed_blocks) for r in read)
    yield Seen("`bibtex`", f"bibtexparser {version('bibtexparser')}",
               f"{', '.join(str(len(r.entries)) for r in read)} entries, {failed} failed.",
               not failed and all(len(r.entries) == len(o.dossier.sources)
                                  for r, o in zip(read, sets, strict=True)))  # fmt: skip


def see_tables(sets: list[Set]) -> Iterator[Seen]:
    """Spreadsheet libraries: cells of dates stay texts, codes are numbers."""
    import openpyxl
    import pandas as pd

    cells = [
        cell
        for one in sets
        for sheet in openpyxl.load_workbook(one.files["workbook"]).worksheets
        for row in sheet.iter_rows(min_row=2)
        for cell in row
    ]
    dates = sum(cell.is_date for cell in cells)
    yield Seen("`workbook`", f"openpyxl {version('openpyxl')}",
               f"{len(cells)} cells, {dates} of them taken for a date.", not dates)  # fmt: skip
    kinds = {
        form: pd.concat([pd.read_csv(one.files[form]) for one in sets]).dtypes.astype(str)
        for form in ("acled", "ucdp")
    }
    codes = {kinds["acled"]["time_precision"], kinds["ucdp"]["date_prec"]}
    yield Seen("`acled`, `ucdp`", f"pandas {version('pandas')}",
               f"codes are {' or '.join(sorted(codes))}, dates are "
               f"{kinds['acled']['event_date']}.")  # fmt: skip


def see_libreoffice(sets: list[Set]) -> Iterator[Seen]:
    """LibreOffice opens a workbook and saves it: every cell of every table comes back."""
    import openpyxl

    office = shutil.which("soffice")
    if not office:
        yield Seen("`workbook`", "LibreOffice Calc", "not there: install libreoffice-calc")
        return
    said = subprocess.run([office, "--version"], capture_output=True, text=True).stdout
    changed, cells = [], 0
    for one in sets:
        with tempfile.TemporaryDirectory() as where:
            subprocess.run(
                [office, f"-env:UserInstallation=file://{where}/profile", "--headless",
                 "--convert-to", "xlsx", "--outdir", where, str(one.files["workbook"])],
                check=True, capture_output=True, timeout=240,
            )  # fmt: skip
            saved = openpyxl.load_workbook(Path(where) / one.files["workbook"].name)
            for sheet in openpyxl.load_workbook(one.files["workbook"]).worksheets:
                for row in sheet.iter_rows():
                    for cell in row:
                        cells += cell.value is not None
                        if str(cell.value) != str(saved[sheet.title][cell.coordinate].value):
                            changed.append(f"{sheet.title}!{cell.coordinate}")
    yield Seen("`workbook`", f"LibreOffice Calc {said.split()[1]}",
               f"opened and saved again: {len(changed)} of {cells} cells changed"
               f"{' (' + ', '.join(changed[:3]) + ')' if changed else ''}.",
               not changed)  # fmt: skip


def see_schema(sets: list[Set], schema: Path | None) -> Iterator[Seen]:
    """The gazetteer's own schema, where somebody has its file."""
    import jsonschema

    if schema is None:
        yield Seen("`linked-places`", "schema lpf_v2.0", "not given: `--lpf-schema FILE`")
        return
    judge = jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))
    wrong = [x.message for one in sets for x in judge.iter_errors(one.json("linked-places"))]
    yield Seen("`linked-places`", f"schema lpf_v2.0, jsonschema {version('jsonschema')}",
               f"{len(wrong)} errors{': ' + wrong[0][:90] if wrong else ''}.",
               not wrong)  # fmt: skip


# --- JavaScript and the browser ----------------------------------------------------------------


def install(folder: Path) -> Path:
    """Install the packages of npm into a folder of their own, unless they are there."""
    modules = folder / "node_modules"
    if not all((modules / name.rpartition("@")[0]).is_dir() for name in PACKAGES):
        subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent",
                        "--ignore-scripts", "--prefix", str(folder), *PACKAGES],
                       check=True, timeout=300)  # fmt: skip
    return modules


def see_javascript(sets: list[Set], modules: Path) -> Iterator[Seen]:
    """edtf.js, citeproc-js, d3-geo and ical.js, all in one process of Node."""
    import citeproc

    locale = Path(citeproc.__file__).parent / "data" / "locales" / "locales-en-US.xml"
    asked = {"modules": str(modules), "locale": str(locale), "sets": [
        {"sources": len(one.dossier.sources),
         **{form: str(one.files[form]) for form in ("geojson", "csl", "icalendar")}}
        for one in sets]}  # fmt: skip
    done = subprocess.run(["node", str(HERE / "readers.mjs")], input=json.dumps(asked), text=True,
                          capture_output=True, check=True, timeout=240)  # fmt: skip
    for line in json.loads(done.stdout):
        yield Seen(f"`{line['form']}`", line["program"], line["told"], line["isRight"])


def see_timelinejs(sets: list[Set], modules: Path) -> Iterator[Seen]:
    """TimelineJS in Chromium draws each export: marks, eras, its own list of errors."""
    from playwright.sync_api import sync_playwright

    dist = modules / "@knight-lab" / "timelinejs" / "dist"
    program = json.loads((dist.parent / "package.json").read_text(encoding="utf-8"))["version"]
    page_of = (HERE / "timelinejs.html").read_text(encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for one in sets:
            data = one.json("timelinejs")
            html = one.files["timelinejs"].with_suffix(".html")
            text = json.dumps(data).replace("</", "<\\/")
            html.write_text(page_of.replace("{dist}", dist.as_uri()).replace("{data}", text))
            page = browser.new_context(offline=True, timezone_id="UTC").new_page()
            page.goto(html.as_uri())
            page.wait_for_function("window.isReady", timeout=60_000)
            seen = page.evaluate("window.look()")
            is_right = seen == {"marks": len(data["events"]), "eras": len(data.get("eras", [])),
                                "errors": []}  # fmt: skip
            dates = page.evaluate("window.dates()") if one.name == "odd" else []
            told = f"{one.name}: {seen['marks']} marks, {seen['eras']} eras, "
            told += f"{len(seen['errors'])} errors"
            told += f"; shown: {' · '.join(dates)}" if dates else ""
            yield Seen("`timelinejs`", f"TimelineJS {program}, Chromium {browser.version}",
                       f"{told}.", is_right)  # fmt: skip
        browser.close()


# --- those that our tests hold -----------------------------------------------------------------

HELD = (
    ("linked-places", "pyld", "PyLD", "test_linked_places_expands_as_linked_data_with_no_network"),
    ("ro-crate", "roc-validator", "roc-validator", "test_the_validator_finds_a_whole_crate"),
)


def see_held() -> Iterator[Seen]:
    """PyLD and the validator of RO-Crate: what the tests do with them."""
    file = HERE.parent / "formats" / "test_interchange_formats.py"
    for form, package, program, test in HELD:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file), "-k", test],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        yield Seen(f"`{form}`", f"{program} {version(package)}", f"`{test}` passes.",
                   done.returncode == 0)  # fmt: skip


def main() -> int:
    """Export, let every program read, print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--node", type=Path, default=HERE, help="where node_modules is, or goes")
    asked.add_argument("--lpf-schema", type=Path, help="lpf_v2.0 of the gazetteer, as JSON")
    given = asked.parse_args()
    modules = install(given.node)
    with tempfile.TemporaryDirectory() as where:
        sets = export_all(Path(where))
        found = [
            *see_timelinejs(sets, modules), *see_javascript(sets, modules), *see_gdal(sets),
            *see_fastkml(sets), *see_icalendar(sets), *see_citeproc_py(sets),
            *see_bibtexparser(sets), *see_tables(sets), *see_libreoffice(sets),
            *see_schema(sets, given.lpf_schema), *see_held(),
        ]  # fmt: skip
    print(f"Run on {datetime.now(UTC):%d %B %Y}; exports of {', '.join(x.name for x in sets)}.\n")
    print("| our file | program, version | what came of it |\n| --- | --- | --- |")
    print("\n".join(map(str, found)))
    return 0 if all(seen.is_right for seen in found) else 1


if __name__ == "__main__":
    sys.exit(main())
