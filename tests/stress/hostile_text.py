"""Forty hostile strings in every text field of every table, and what each output makes of them.

The strings do no harm anywhere: what runs, or becomes an element, an attribute or a formula, would
bear the mark ``zqmark``, and that is what is looked for.
"""

# ruff: noqa: I001
import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

from tally import Tally  # first: it says where the next lie
from tiny import SHIPPED_LANGUAGES, write_tiny_dossier

from lxml import etree, html
from openpyxl import load_workbook

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.dossier.model import Dossier
from chronotope.dossier.rows import clean_cell, table_rows
from chronotope.dossier.schemas import table_fields, table_names
from chronotope.draw.room import NoRoomError
from chronotope.formats import FORMATS, LossReport
from chronotope.notebook import card, show
from chronotope.publish.jobs import plan_jobs
from chronotope.publish.publication import save_figures
from chronotope.web.pages import draw_explorer, draw_map, draw_story

MARK = "zqmark"
HOSTILE = (
    "<zqmark>a</zqmark>", "<script>zqmark=1</script>", "</script><script>zqmark=1</script>",
    "<img src=x onerror=zqmark()>", "<svg onload=zqmark()>", "\"><zqmark x=\"", "'><zqmark x='",
    "' onmouseover='zqmark()", '" onfocus="zqmark()" autofocus="', "</title><zqmark>",
    "</style><zqmark>", "</textarea><zqmark>", "<!--<zqmark>", "--><zqmark>", "<!-- zqmark -->",
    "<![CDATA[<zqmark>]]>", "]]><zqmark>", "<?zqmark?>", "<!DOCTYPE zqmark>", "&lt;zqmark&gt;",
    "&zqmark;", "&#60;zqmark&#62;", "javascript:zqmark()", "data:text/html,<zqmark>",
    "=zqmark()", "+zqmark", "-zqmark", "@zqmark", "=HYPERLINK(\"zqmark\")", "=cmd|'zqmark'!A1",
    "{{zqmark}}", "{% zqmark %}", "${zqmark}", "`zqmark`", "\\u003czqmark\\u003e",
    "zqmark\u202ekramqz", "zqmark\u2066\u2069\u200f\u200b", "zqmark\u0007\u001b[31m\u0000",
    "zqmark " * 400, "zqmark\u2028\u2029\U0001f4a3 %s %n \\ / \" '",
)  # fmt: skip

_DATA = ("application/json", "application/ld+json", "application/octet-stream", "text/plain")
_MORE = ("positions", "claims", "theatres-by-year", "contacts", "network", "promises", "hosting",
         "meetings", "verdicts-by-speaker", "pairs-over-time")  # fmt: skip


def _is_text(table: str, field: dict[str, object]) -> bool:
    """Return whether a person may write any words into a field."""
    from chronotope.dossier.schemas import key_columns, reference

    rules = field.get("constraints", {})
    assert isinstance(rules, dict)
    return (
        field["type"] == "string"
        and not {"pattern", "enum"} & set(rules)
        and not {"edtf", "listOf", "words", "categories"} & set(field)
        and str(field["name"]) not in key_columns(table)
        and reference(table, str(field["name"])) is None
    )


def _read_tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        table: list(csv.DictReader(io.StringIO((folder / f"{table}.csv").read_text("utf-8"))))
        for table in table_names()
    }


def _write_table(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    if rows:
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def prepare(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Write the small dossier with a figure of every kind that it can feed; return its tables."""
    write_tiny_dossier(folder)
    tables = _read_tables(folder)
    for order, kind in enumerate(_MORE, 2):
        row = dict.fromkeys(tables["figures"][0], "")
        row |= {"figure_id": f"f-{kind}", "order": str(order), "kind": kind}
        row |= {f"headline_{x}": f"Headline {kind}" for x in SHIPPED_LANGUAGES}
        row |= {f"subtitle_{x}": f"Subtitle {kind}, 1814" for x in SHIPPED_LANGUAGES}
        _write_table(folder, "figures", [*tables["figures"], row])
        try:
            read_dossier(folder)
        except DossierError:
            continue
        tables["figures"].append(row)
    _write_table(folder, "figures", tables["figures"])
    return tables


def fill(
    folder: Path, tables: dict[str, list[dict[str, str]]], turn: int
) -> tuple[Dossier, int, int]:
    """Write hostile strings into every text field, and return the dossier that is read.

    String ``turn + n`` goes into field ``n``: forty turns bring each string into each field. A
    cell that the rules refuse gets its old text back.

    Returns
    -------
    tuple
        The dossier, the number of cells that hold a hostile string, and of those refused.
    """
    tables = {table: [dict(row) for row in rows] for table, rows in tables.items()}
    old = {}
    fields = ((t, f) for t in table_names() for f in table_fields(t, SHIPPED_LANGUAGES))
    for number, (table, field) in enumerate((t, f) for t, f in fields if _is_text(t, f)):
        for line, row in enumerate(tables[table], 2):
            column = str(field["name"])
            # A column of its own does not stop the others: no note where no doubt is.
            if column in row and (row[column] or "lang" not in field):
                old[f"{table}.csv", line, column] = row[column]
                row[column] = HOSTILE[(turn + number) % len(HOSTILE)]
    refused = 0
    while True:
        for table, rows in tables.items():
            _write_table(folder, table, rows)
        try:
            return read_dossier(folder), len(old), refused
        except DossierError as error:
            back = [(f.file, f.row, f.column) for f in error.faults]
            known = [place for place in back if place in old]
            # A fault that names no cell of ours: of its row, or else of its table, all go back.
            for file, row, _ in [place for place in back if place not in old]:
                known += [p for p in old if p[0] == file and row in (None, p[1])]
            if not known:
                raise
            for file, row, column in set(known):
                assert isinstance(row, int) and isinstance(column, str)
                tables[file.removesuffix(".csv")][row - 2][column] = old.pop((file, row, column))
                refused += 1


# --- what is looked for ---------------------------------------------------------------------------


def _runs_in_tree(root: etree._Element) -> str:
    for element in root.iter():
        if not isinstance(element.tag, str):
            if MARK in (element.text or "") and not isinstance(element, etree._Comment):
                return f"instruction {element.text!r}"
            continue
        tag = etree.QName(element).localname.lower()
        if MARK in tag:
            return f"element {tag}"
        is_code = tag in ("script", "style") and element.get("type", "") not in _DATA
        if is_code and MARK in (element.text or ""):
            return f"text in <{tag}>: …{(element.text or '').partition(MARK)[0][-80:]}"
        for name, value in element.attrib.items():
            wrong = MARK in name or (name.lower().startswith("on") and MARK in value)
            address = name.rpartition("}")[2].lower() in ("href", "src", "action", "data", "style")
            leads = re.match(r"\s*(javascript|vbscript|data:text)", value, re.I) and MARK in value
            if wrong or (address and leads):
                return f"attribute {name}={value[:80]!r}"
            if name == "srcdoc" and (inner := runs_in_page(value)):
                return f"inner page: {inner}"
    return ""


def runs_in_page(text: str) -> str:
    """Return what of a page was made by a text, or nothing."""
    root = html.document_fromstring(text, parser=html.HTMLParser(encoding=None, huge_tree=True))
    for element in root.iter("script"):
        if element.get("type") == "application/ld+json" or (element.text or "")[:1] == "{":
            json.loads(element.text)
    return _runs_in_tree(root)


def runs_in_xml(raw: str | bytes) -> str:
    """Return what of an SVG or KML was made by a text, or nothing; it must be well-formed."""
    raw = raw.encode() if isinstance(raw, str) else raw
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    root = etree.fromstring(raw, parser)
    if found := _runs_in_tree(root):
        return found
    # Google Earth reads what stands in one as a page.
    for element in root.iter("{http://www.opengis.net/kml/2.2}description"):
        if element.text and (found := runs_in_page(f"<p>{element.text}</p>")):
            return f"description: {found}"
    return ""


def _lost_on_page(text: str, dossier: Dossier, lang: str) -> str:
    """Return the title of an event that cannot be read on a page as it stands in its table."""
    root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    shown = " ".join(root.text_content().split())
    titles = (" ".join(title.split()) for title in dossier.events[f"title_{lang}"])
    return next((title[:60] for title in titles if title not in shown), "")


def _formulas(raw: bytes, dossier: Dossier) -> tuple[str, str]:
    """Return a formula of a workbook, and a cell of the dossier that it does not hold."""
    book = load_workbook(io.BytesIO(raw))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" or cell.hyperlink:
                    return f"formula {sheet.title} {cell.coordinate} {cell.value!r}", ""
    for table in table_names():
        if table not in book.sheetnames:  # of a table without a row there is none
            assert not table_rows(dossier, table)
            continue
        grid = [[cell or "" for cell in row] for row in book[table].iter_rows(values_only=True)]
        held = [dict(zip(grid[0], row, strict=True)) for row in grid[1:]] if grid else []
        for row, there in zip(table_rows(dossier, table), held, strict=False):
            for column, value in row.items():
                if MARK in str(value) and str(there.get(column)) != str(value):
                    return "", f"workbook {table} {column}: {there.get(column)!r} for {value!r}"
    return "", ""


def _write(name: str, dossier: Dossier) -> bytes:
    form = FORMATS[name]
    written = form.function(form.writer)(dossier, LossReport(name), "en")
    assert isinstance(written, bytes)
    return written


def _lost_in_kml(raw: bytes, dossier: Dossier) -> str:
    root = etree.fromstring(raw, etree.XMLParser(huge_tree=True))
    held = {e.findtext("{*}value") for e in root.iter("{*}Data")}
    held |= {e.text for e in root.iter("{*}name")}
    for row in table_rows(dossier, "events"):
        for column in ("title_en", "summary_en", "doubt_en"):
            if row[column] and row[column] not in held:
                return f"kml {row['event_id']} {column}: {row[column][:60]!r}"
    return ""


def try_hostile_texts(
    where: Path, turns: Sequence[int], *, langs: Sequence[str] = SHIPPED_LANGUAGES
) -> list[Tally]:
    """Return a tally for each kind of output of those of the forty turns."""
    names = ("cells", "pages", "pictures (SVG)", "workbook", "KML", "notebook")
    tallies = {name: Tally(f"hostile strings: {name}") for name in names}
    tables = prepare(where)
    for turn in turns:
        cells = tallies["cells"]
        dossier, held, refused = fill(where, tables, turn)
        cells.tried, cells.refused = cells.tried + held + refused, cells.refused + refused
        for lang in langs:
            _try_pages(tallies["pages"], dossier, turn, lang)
        _try_set(tallies, dossier, turn, where / "set", langs)
        _try_files(tallies, dossier, turn)
        _count_kept(cells, where, dossier)
    return list(tallies.values())


def _count_kept(tally: Tally, folder: Path, dossier: Dossier) -> None:
    for table, rows in _read_tables(folder).items():
        for row, there in zip(rows, table_rows(dossier, table), strict=False):
            for column, value in row.items():
                if MARK in value and clean_cell(value) != str(there[column]):
                    tally.lost += 1
                    tally.note(f"{table} {column}: {value!r} became {there[column]!r}")


def _try_pages(tally: Tally, dossier: Dossier, turn: int, lang: str) -> None:
    for draw in (draw_map, draw_explorer, draw_story):
        with tally.attempt((), f"turn {turn} {draw.__name__} {lang}"):
            page = draw(dossier, lang=lang).to_html()
            _ran(tally, runs_in_page(page), f"turn {turn} {draw.__name__} {lang}")
            if draw is not draw_story and (lost := _lost_on_page(page, dossier, lang)):
                tally.lost += 1
                tally.note(f"turn {turn} {draw.__name__} {lang}: {lost}")


def _try_set(
    tallies: dict[str, Tally], dossier: Dossier, turn: int, out: Path, langs: Sequence[str]
) -> None:
    """Publish the figures; read each picture and the page beside it, and count none twice."""
    pictures = tallies["pictures (SVG)"]
    with pictures.attempt((), f"turn {turn} set"):
        jobs = plan_jobs(dossier, profiles=["web"], langs=langs, formats=["svg"])
        for path in save_figures(dossier, out, jobs):
            is_page = path.suffix == ".html"
            if not is_page and path.suffix != ".svg":
                continue
            tally = tallies["pages"] if is_page else pictures
            with tally.attempt((), f"turn {turn} {path.name}"):
                found = (
                    runs_in_page(path.read_text("utf-8"))
                    if is_page
                    else runs_in_xml(path.read_bytes())
                )
                _ran(tally, found, f"turn {turn} {path.name}")


def _try_files(tallies: dict[str, Tally], dossier: Dossier, turn: int) -> None:
    tally = tallies["workbook"]
    with tally.attempt((), f"turn {turn} workbook"):
        ran, lost = _formulas(_write("workbook", dossier), dossier)
        _ran(tally, ran, f"turn {turn}")
        tally.lost += bool(lost)
        if lost:
            tally.note(lost)
    tally = tallies["KML"]
    with tally.attempt((), f"turn {turn} KML"):
        raw = _write("kml", dossier)
        _ran(tally, runs_in_xml(raw), f"turn {turn}")
        lost = _lost_in_kml(raw, dossier)
        tally.lost += bool(lost)
        if lost:
            tally.note(lost)
    tally = tallies["notebook"]
    for what in (card, lambda d: show(d, d.figures["figure_id"].iloc[0])):
        with tally.attempt(NoRoomError, f"turn {turn} notebook"):
            data, _ = what(dossier)._repr_mimebundle_()
            if "text/html" in data:
                _ran(tally, runs_in_page(data["text/html"]), f"turn {turn} card")
            if "image/svg+xml" in data:
                _ran(tally, runs_in_xml(data["image/svg+xml"]), f"turn {turn} picture")


def _ran(tally: Tally, found: str, what: str) -> None:
    """Count what ran among the tracebacks: neither may be."""
    if found:
        tally.tracebacks += 1
        tally.note(f"{what}: {found}")
