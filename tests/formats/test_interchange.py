"""Every format keeps what its loss report says it keeps, and refuses what it cannot read."""

import csv
import json
import re
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from shares import latin_square
from tiny import SHIPPED_LANGUAGES

from chronotope.dossier import xlsx
from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.dossier.files import MAX_BYTES, write_folder
from chronotope.dossier.open import open_dossier
from chronotope.dossier.packing import about_of
from chronotope.dossier.read import PACKAGE_FILE, key_columns, read_tables, table_names
from chronotope.dossier.rows import clean_cell, row_id, table_rows
from chronotope.formats import FORMATS, export_dossier, import_file
from chronotope.formats._intake import Intake
from chronotope.formats._losses import KINDS, LossReport
from chronotope.formats._source import Source
from chronotope.formats.workbook_in import read as read_workbook
from chronotope.lang.words import word_keys

WRITTEN = [name for name, form in FORMATS.items() if form.writer]
READ = [name for name, form in FORMATS.items() if form.reader]
BOTH = [name for name in WRITTEN if name in READ]
# These hold a whole dossier, or enough of one for every rule.
WHOLE = ["timelinejs", "geojson", "linked-places", "web-annotation", "csl", "workbook"]


def export(dossier, name, folder, **options):
    path = Path(folder) / f"out{FORMATS[name].suffix}"
    return path, export_dossier(dossier, name, path, **options)


def round_trip(dossier, name, folder, **options):
    path, exported = export(dossier, name, folder, **options)
    imported = import_file(path, Path(folder) / "back", form=name)
    back, _ = read_tables(Path(folder) / "back")
    return exported, imported, back


def unreported(dossier, back, report):
    """Return each cell that did not come back and that the report does not name."""
    kinds = ("absent", "left-out", "changed")
    lost = {(x.table, x.row, x.column) for x in report.losses if x.kind in kinds}
    found = []
    for table in table_names():
        before = {row_id(table, row): row for row in table_rows(dossier, table)}
        after = {row_id(table, row): row for row in table_rows(back, table)}
        for key, row in before.items():
            if (table, "*", "") in lost or (table, key, "") in lost:
                continue
            if (table, key, key_columns(table)[0]) in lost:
                continue  # the row has no id in the file, so it comes back as another
            if key not in after and not any(t == table and k == key for t, k, _ in lost):
                found.append((table, key, "*"))
            for column in row if key in after else ():
                if row[column] != after[key].get(column, "") and (table, key, column) not in lost:
                    found.append((table, key, column))
    after = about_of(back)
    pairs = {key: (value, after.get(key)) for key, value in about_of(dossier).items()}
    pairs |= {f"title.{x}": (dossier.title(x), back.titles.get(x, "")) for x in SHIPPED_LANGUAGES}
    del pairs["title"]
    places = {(PACKAGE_FILE, "*", key) for key, (was, now) in pairs.items() if was != now}
    return found + sorted(places - lost)


@pytest.mark.parametrize("name", BOTH)
def test_what_does_not_come_back_is_in_the_loss_report(tiny, tmp_path, name):
    exported, _, back = round_trip(tiny, name, tmp_path)
    assert unreported(tiny, back, exported) == []


@pytest.mark.parametrize("name", BOTH)
def test_what_does_not_come_back_of_the_shipped_dossier_is_reported(dossier, tmp_path, name):
    exported, _, back = round_trip(dossier, name, tmp_path)
    assert unreported(dossier, back, exported) == []


def test_the_check_of_loss_reports_sees_an_unreported_loss(tiny, tmp_path):
    _, _, back = round_trip(tiny, "csl", tmp_path)
    assert ("sources", "treaty", "*") not in unreported(tiny, back, LossReport("none"))
    assert ("events", "E1", "*") in unreported(tiny, back, LossReport("none"))


@pytest.mark.parametrize("name", WHOLE)
def test_a_dossier_read_back_obeys_every_rule(tiny, tmp_path, name):
    _, imported, _ = round_trip(tiny, name, tmp_path)
    assert [str(fault) for fault in imported.faults] == []
    assert read_dossier(tmp_path / "back").sides == tiny.sides


@pytest.mark.parametrize("name", [n for n in BOTH if n not in WHOLE])
def test_what_a_dossier_still_needs_is_said_for_every_row(tiny, tmp_path, name):
    _, imported, _ = round_trip(tiny, name, tmp_path)
    missing = {(x.table, x.column) for x in imported.losses if x.kind == "missing"}
    blank = {
        (f.file.removesuffix(".csv"), f.column.removesuffix("_en"))
        for f in imported.faults
        if f.problem == "blank"
    }
    assert blank <= missing


@pytest.mark.parametrize(("name", "lang"), latin_square(WRITTEN, SHIPPED_LANGUAGES))
def test_a_format_is_written_in_every_language_the_same_way_each_time(tiny, tmp_path, name, lang):
    once, _ = export(tiny, name, tmp_path / "a", lang=lang)
    again, _ = export(tiny, name, tmp_path / "b", lang=lang)
    paths = [p for p in sorted(once.rglob("*")) if p.is_file()] if once.is_dir() else [once]
    for path in paths:
        other = again / path.relative_to(once) if once.is_dir() else again
        assert path.read_bytes() == other.read_bytes()
    assert paths


@pytest.mark.parametrize("lang", SHIPPED_LANGUAGES)
def test_a_loss_report_speaks_every_language(tiny, tmp_path, lang):
    _, report = export(tiny, "kml", tmp_path)
    lines = report.words(lang).splitlines()
    assert len(lines) == 1 + len(report.losses)
    assert list(report.table(lang).columns) == ["kind", "table", "row", "column", "value", "reason"]
    assert report.summary(lang)["losses"].sum() == len(report.losses)


def test_every_kind_of_loss_has_words():
    assert {f"interchange.kind_{kind}" for kind in KINDS} <= set(word_keys("interchange"))


def test_a_workbook_holds_the_whole_dossier(dossier, tmp_path):
    exported, imported, back = round_trip(dossier, "workbook", tmp_path)
    assert exported.is_whole
    assert imported.losses == []
    for table in table_names():
        assert table_rows(back, table) == table_rows(dossier, table)


@pytest.mark.parametrize("name", ["workbook", "ro-crate"])
def test_what_the_program_filled_in_is_not_handed_on_as_if_it_were_typed(tmp_path, name):
    """A looked-up place stays looked up, a cut label follows its title, a frame its places."""
    table, out = tmp_path / "talks.csv", tmp_path / "out.xlsx"
    long = "Opposition in exile makes the plants known to all the world"
    table.write_text(
        f"date;title;label;place\n2002-08-14;{long};;Vienna\n2003;;Talks;Vienna\n", "utf-8"
    )
    dossier = open_dossier(table)
    export_dossier(dossier, name, out)
    rows = {}
    if name == "workbook":
        rows = {sheet.title: [[cell.value or "" for cell in row] for row in sheet]
                for sheet in load_workbook(out)}  # fmt: skip
        assert not [key for key, _ in rows["about"] if key.startswith("title")]
        import_file(out, tmp_path / "back")
        back = read_dossier(tmp_path / "back")
    else:
        rows = {path.stem: list(csv.reader(path.read_text("utf-8").splitlines()))
                for path in (out / "data").glob("*.csv")}  # fmt: skip
        back = read_dossier(out / "data")
    event, other = (dict(zip(rows["events"][0], row, strict=True)) for row in rows["events"][1:])
    place = dict(zip(*rows["places"], strict=True))
    assert {event[c] for c in ("label_en", "rank", "status")} == {""} == {other["title_en"]}
    assert (event["title_en"], place["label_en"]) == (long, "Vienna")
    assert {cell for column, cell in place.items() if column not in ("place_id", "label_en")} == {
        ""
    }
    assert len(rows.get("frames", ["header"])) == 1  # a workbook leaves out what has no row
    assert [gap.problem for gap in back.gaps if gap.kind == "looked-up"] == [
        gap.problem for gap in dossier.gaps if gap.kind == "looked-up"
    ]
    for each in table_names():
        assert table_rows(back, each) == table_rows(dossier, each)


def test_an_unknown_format_names_those_there_are(tiny, tmp_path):
    with pytest.raises(ValueError, match=r"'pdf'; choose one of: timelinejs"):
        export_dossier(tiny, "pdf", tmp_path / "x.pdf")
    with pytest.raises(ValueError, match=r"'ro-crate'; choose one of: timelinejs"):
        import_file(tmp_path / "x.kml", tmp_path / "y", form="ro-crate")


@pytest.mark.parametrize("name", [n for n in BOTH if n != "workbook"])
def test_the_format_of_our_own_files_is_recognised(tiny, tmp_path, name):
    path, _ = export(tiny, name, tmp_path)
    assert import_file(path, tmp_path / "back").format == name


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("x.txt", "hello"),
        ("x.csv", "a,b\n1,2\n"),
        ("x.json", '{"a": 1}'),
        ("x.json", '"text"'),
        ("x.kml", "<gpx/>"),
    ],
)
def test_a_file_of_no_known_format_is_refused(tmp_path, file, text):
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DossierError, match="Allowed"):
        import_file(path, tmp_path / "back")
    assert not (tmp_path / "back").exists()


# --- bad input -----------------------------------------------------------------------------------

DEEP = b'{"events":' * 50_000 + b"[" * 100_000
DEEP_BRACES = b"@misc{a, title = {" + b"{a" * 50_000 + b"}" * 50_000 + b"}}"
SPOILED = {
    "empty": b"",
    "blank": b" \n\t\n",
    "nul": b"\0" * 4096,
    "binary": bytes(range(256)) * 64,
    "utf-16": '{"events": []}'.encode("utf-16"),
    "latin-1": '{"events": ["Bénouville"]}'.encode("latin-1"),
    "deep": DEEP,
    "deep braces": DEEP_BRACES,
    "half": b'{"events": [{"text": {"headline": "x',
    "nan": b'{"events": [NaN]}',
    "twice": b'{"events": [], "events": []}',
    "list": b"[1, null, [], {}]",
    "zip": b"PK\x03\x04" + b"\0" * 200,
    "deep xml": b"<kml>" + b"<Folder>" * 60_000,
    "external entity": (
        b'<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b"<kml><Placemark><name>&a;</name></Placemark></kml>"
    ),
    "xml bomb": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>',
}


@pytest.mark.parametrize("name", READ)
def test_a_spoiled_file_gives_one_clear_error_or_a_report_and_no_traceback(tmp_path, name):
    path = tmp_path / f"in{FORMATS[name].suffix}"
    for kind, raw in SPOILED.items():
        path.write_bytes(raw)
        back = tmp_path / f"back of {kind}"
        try:
            report = import_file(path, back, form=name)
        except DossierError as error:
            assert [fault.file for fault in error.faults] == [path.name], kind
            assert not back.exists(), kind
        else:
            assert report.losses, kind
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize("name", BOTH)
def test_a_truncated_file_is_refused_or_its_losses_reported(tiny, tmp_path, name):
    path, _ = export(tiny, name, tmp_path)
    raw = path.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        path.write_bytes(raw[: int(len(raw) * share)])
        back = tmp_path / f"back-{share}"
        try:
            import_file(path, back, form=name)
        except DossierError as error:
            assert len(error.faults) == 1
            assert not back.exists()


@pytest.mark.parametrize("name", READ)
def test_a_file_of_more_than_50_mb_is_refused_unread(tmp_path, name):
    path = tmp_path / f"in{FORMATS[name].suffix}"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(DossierError, match="too large"):
        import_file(path, tmp_path / "back", form=name)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("timelinejs", b'{"events": [' + b"0," * 130_000 + b"0]}"),
        ("geojson", b'{"type": "FeatureCollection", "features": [' + b"{}," * 130_000 + b"{}]}"),
        ("csl", b"[" + b"[]," * 1_100_000 + b"[]]"),
        ("linked-places", b'{"features": [' + b"0," * 5_100_000 + b"0]}"),
        ("web-annotation", b'{"items": [' + b"0," * 130_000 + b"0]}"),
        ("timelinejs-csv", b"Year,Headline\n" + b"1919,x\n" * 130_000),
        ("acled", b"event_date,time_precision\n" + b"," * 2_100_000),
        ("ucdp", b"date_start,date_prec\n" + b"1919-01-01,1\n" * 130_000),
        ("bibtex", b"@a{" * 30_000),
        ("workbook", b"PK\x03\x04" + b"@" * 1_000_000),
    ],
)
def test_a_file_that_would_fill_the_memory_is_refused(tmp_path, name, raw):
    path = tmp_path / "in"
    path.write_bytes(raw)
    with pytest.raises(DossierError, match=r"at most|broken"):
        import_file(path, tmp_path / "back", form=name)
    assert not (tmp_path / "back").exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(DossierError, match="no such file"):
            import_file(path, tmp_path / "back", form="geojson")


def test_an_import_never_writes_over_a_folder(tiny, tmp_path):
    path, _ = export(tiny, "csl", tmp_path)
    target = tmp_path / "back"
    target.mkdir()
    (target / "mine.txt").write_text("keep")
    with pytest.raises(DossierError, match="something is there already"):
        import_file(path, target, form="csl")
    assert [p.name for p in target.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["../out.csv", "/etc/x", "a/../../b", "..\\x", ""])
def test_no_name_leads_out_of_a_folder(tmp_path, name):
    with pytest.raises(DossierError, match="leads out"):
        write_folder(tmp_path / "in", {name: b"x"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_what_was_there(tiny, tmp_path):
    target = tmp_path / "out.json"
    target.mkdir()
    (target / "x").write_text("keep")
    with pytest.raises(DossierError, match="cannot be written"):
        export_dossier(tiny, "csl", target)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.json"]


SHEET = '<?xml version="1.0"?>{}<worksheet xmlns="{}">{}</worksheet>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def remade(path, part, content):
    """Return the workbook with another content of one part."""
    spoiled = path.with_name("spoiled.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoiled, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return spoiled


@pytest.fixture
def workbook(tiny, tmp_path):
    """A workbook of the small dossier, and the part that holds its events."""
    path, _ = export(tiny, "workbook", tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = [n for n in archive.namelist() if b"event_id" in archive.read(n)]
    assert parts
    return path, parts[0]


def sheet(rows, before=""):
    return SHEET.format(before, MAIN, rows)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>'
BOMBS = {
    "entities": (sheet("<sheetData/>", ENTITIES), "document type"),
    "entities behind a comment": (
        sheet("<sheetData/>", f"<!--{' ' * 9000}-->{ENTITIES}"), "document type",
    ),
    "entities in UTF-16": (sheet("<sheetData/>", ENTITIES).encode("utf-16"), "document type"),
    "tags": (sheet("<sheetData>" + "<x/>" * 210_000 + "</sheetData>"), "too many cells"),
    "size": (sheet(" " * 9 * 1024**2), "too large unpacked"),
    "a row far down": (
        sheet('<sheetData><row r="4000000000"><c/></row></sheetData>'), "rows in a sheet",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_a_workbook_that_would_fill_the_memory_is_refused(workbook, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(xlsx, "MAX_TAGS", 200_000)
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 8 * 1024**2)
    content, problem = BOMBS[kind]
    spoiled = remade(*workbook, content)
    assert spoiled.stat().st_size < 200_000
    with pytest.raises(DossierError, match=problem):
        import_file(spoiled, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_sheet_that_says_it_is_wide_takes_no_more_memory(workbook):
    rows = "".join(f'<row r="{k}"><c r="XFD{k}"><v>1</v></c></row>' for k in range(1, 1500))
    path, part = workbook
    spoiled = remade(path, part, sheet(f'<dimension ref="A1:XFD9"/><sheetData>{rows}</sheetData>'))
    tracemalloc.start()
    read_workbook(Intake(Source(spoiled.read_bytes(), "w.xlsx"), LossReport("workbook")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000  # of the 200 million that the cells would take


@pytest.mark.parametrize("name", [n for n in BOTH if n != "workbook"])
def test_no_id_in_a_file_leads_out_of_the_folder(tiny, tmp_path, name):
    path, _ = export(tiny, name, tmp_path)
    text = path.read_text("utf-8")
    ids = ("E1", "P1", "ghent", "treaty", "S1")
    spoiled = re.sub(rf"\b({'|'.join(ids)})\b", r"../../\1", text)
    assert spoiled != text or name in ("timelinejs-csv", "icalendar")  # ids of theirs
    path.write_text(spoiled, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    import_file(path, tmp_path / "a" / "b" / "back", form=name)
    written = set(tmp_path.rglob("*")) - set(before)
    assert {p.parent for p in written if p.is_file()} == {tmp_path / "a" / "b" / "back"}


def test_a_link_to_nothing_is_cut_and_reported(tiny, tmp_path):
    path, _ = export(tiny, "geojson", tmp_path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    collection["features"][0]["properties"]["actors"] = "gov-gb;nobody"
    path.write_text(json.dumps(collection), encoding="utf-8")
    report = import_file(path, tmp_path / "back", form="geojson")
    cut = [x for x in report.losses if x.reason == "dangling"]
    assert [(x.kind, x.table, x.column, x.value) for x in cut] == [
        ("warning", "events", "actors", "nobody")
    ]


def test_a_repeated_id_is_refused_once(tiny, tmp_path):
    path, _ = export(tiny, "csl", tmp_path)
    items = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([*items, *items]), encoding="utf-8")
    report = import_file(path, tmp_path / "back", form="csl")
    refused = [x for x in report.losses if x.kind == "refused"]
    assert [x.reason for x in refused].count("duplicate_id") == 1
    assert {x.reason for x in refused} == {"duplicate_id", "row_refused"}  # and each of its cells


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a\n b\t", "a b"),
        ("a\u00a0: b", "a\u00a0: b"),
        ("e\u0301", "é"),
        ("a\0\x07b", "ab"),
        ("\u2028x\u2029", "x"),
        ("\ud800x", "x"),
    ],
)
def test_a_cell_is_one_clean_line(text, clean):
    assert clean_cell(text) == clean
