"""Nothing of a file is lost without a line: every leaf is in a row, or named in the report.

The check knows no format. It puts a mark where no importer expects one (in place of a leaf, or
beside it, wherever the file's own grammar allows), imports, and looks for the mark in the rows, in
what is said of the dossier, and in the report.
"""

import csv
import io
import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from samples import BOOKS, JSON, TEXTS, file_name, sample, workbook

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.formats import FORMATS, LossReport, names_of
from chronotope.formats._folder import fit_tables
from chronotope.formats._intake import Intake
from chronotope.formats._recognition import recognise
from chronotope.formats._source import Source

READ = names_of("reader")
MARK = "mzq7k"
KEY = "xzq7k"
RELAXED = settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def take_in(name, raw):
    """Return what an import says, as one text: rows, description and report."""
    form = FORMATS[name]
    report = LossReport(name)
    intake = Intake(Source(raw, file_name(name)), report)
    form.function(form.reader)(intake)
    tables = fit_tables(intake.found.tables, report)
    cells = [cell for rows in tables.values() for row in rows for cell in row.values()]
    lines = [f"{x.table} {x.row} {x.column} {x.value} {x.detail}" for x in report.losses]
    return "\n".join([*cells, json.dumps(intake.found.about, ensure_ascii=False), *lines])


def require_mark(name, raw, mark=MARK):
    try:
        said = take_in(name, raw)
    except DossierError as error:
        assert len(error.faults) == 1  # the whole file was refused, in one clear line
        return
    assert mark in said


def test_there_is_a_sample_of_every_format_that_is_read():
    assert sorted([*JSON, *TEXTS, *BOOKS]) == sorted(READ)


@pytest.mark.parametrize("name", READ)
def test_a_sample_is_recognised_by_what_stands_in_it(name):
    assert recognise(Source(sample(name), file_name(name))).name == name


@pytest.mark.parametrize("name", [*JSON, "kml", "tei", "icalendar", "ris"])
def test_a_sample_is_recognised_under_a_foreign_ending(name):
    assert recognise(Source(sample(name), "in.txt")).name == name


@pytest.mark.parametrize("name", READ)
def test_a_sample_gives_rows_and_a_report(name):
    said = take_in(name, sample(name))
    assert "nothing_found" not in said and said.count("\n") > 3


# --- JSON ----------------------------------------------------------------------------------------


def spots(value, path=()):
    yield path, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if (
        isinstance(value, list)) else ()  # fmt: skip
    for key, member in members:
        yield from spots(member, (*path, key))


def put(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], new)
    return copy


def marked_json(value, data):
    """Return a JSON value with the mark in place of a leaf, or beside the members of an object."""
    path, found = data.draw(st.sampled_from(list(spots(value))))
    if isinstance(found, dict):
        return put(
            value, path, {**found, KEY: data.draw(st.sampled_from([MARK, [MARK], {KEY: MARK}]))}
        )
    if isinstance(found, list):
        return put(value, path, [*found, data.draw(st.sampled_from([MARK, {KEY: MARK}]))])
    return put(value, path, data.draw(st.sampled_from([MARK, [MARK], {KEY: MARK}])))


@pytest.mark.parametrize("name", JSON)
@RELAXED
@given(data=st.data())
def test_no_leaf_of_a_json_file_is_lost(name, data):
    require_mark(name, json.dumps(marked_json(JSON[name], data)).encode())


@pytest.fixture
def exports(tiny_dossier):
    dossier = read_dossier(tiny_dossier)
    made = {}
    for name in JSON:
        form = FORMATS[name]
        if form.writer:
            made[name] = json.loads(form.function(form.writer)(dossier, LossReport(name), "en"))
    return made


@pytest.mark.parametrize("name", [n for n in JSON if FORMATS[n].writer])
@RELAXED
@given(data=st.data())
def test_nothing_added_to_a_json_file_of_ours_is_lost(exports, name, data):
    objects = [(p, v) for p, v in spots(exports[name]) if isinstance(v, dict)]
    path, found = data.draw(st.sampled_from(objects))
    value = put(exports[name], path, {**found, KEY: MARK})
    require_mark(name, json.dumps(value).encode())


# --- sheets --------------------------------------------------------------------------------------

SHEETS = ["timelinejs-csv", "lp-tsv", "acled", "ucdp", "table"]


@pytest.mark.parametrize("name", SHEETS)
@RELAXED
@given(data=st.data())
def test_no_cell_of_a_sheet_is_lost(name, data):
    separator = {"lp-tsv": "\t", "table": ";"}.get(name, ",")
    rows = list(csv.reader(io.StringIO(TEXTS[name]), delimiter=separator))
    row = rows[data.draw(st.integers(1, len(rows) - 1))]
    at = data.draw(st.integers(0, len(row)))
    row[at:] = [MARK, *row[at + 1 :]]
    if at == len(rows[0]) and data.draw(st.booleans()):
        rows[0].append(KEY)
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(rows)
    require_mark(name, stream.getvalue().encode())


@RELAXED
@given(data=st.data())
def test_no_cell_of_a_workbook_is_lost(data):
    sheets = {title: [list(row) for row in rows] for title, rows in BOOKS["workbook"].items()}
    rows = sheets[data.draw(st.sampled_from(["events", "about"]))]
    row = rows[data.draw(st.integers(1, len(rows) - 1))]
    at = data.draw(st.integers(0, len(row)))
    row[at:] = [MARK, *row[at + 1 :]]
    require_mark("workbook", workbook(**sheets))


def test_a_table_in_a_workbook_keeps_or_names_every_cell():
    rows = [["Date", "Title", "Place", "Deaths"], ["9 Sept 2019", "Meeting", "Paris", MARK]]
    require_mark("table", workbook(Events=rows, Other=[[MARK]]))


# --- XML -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["kml", "tei"])
@RELAXED
@given(data=st.data())
def test_no_element_attribute_or_text_of_xml_is_lost(name, data):
    root = etree.fromstring(TEXTS[name].encode())
    element = data.draw(st.sampled_from(list(root.iter())))
    how = data.draw(st.sampled_from(["attribute", "child", "text"]))
    if how == "attribute":
        element.set(KEY, MARK)
    elif how == "child":
        etree.SubElement(element, KEY).text = MARK
    else:
        element.text = f"{element.text or ''} {MARK}"
    raw = etree.tostring(root)
    if name == "tei" and element is not root and _is_left_whole(element):
        return  # outside its lists a TEI document is reported by the part, not by the leaf
    require_mark(name, raw)


def _is_left_whole(element):
    tags = [etree.QName(x).localname for x in [element, *element.iterancestors()]]
    return "teiHeader" in tags or "text" in tags


# --- lines ---------------------------------------------------------------------------------------

LINES = {
    "icalendar": (f"{KEY.upper()}:{MARK}", r"(BEGIN:VCALENDAR|UID:.*|PRIORITY.*|ACTION.*)\r\n"),
    "ris": (f"ZZ  - {MARK}", r"(TY .*|AU .*|DA .*)\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_no_added_line_is_lost(name):
    line, where = LINES[name]
    text = TEXTS[name]
    places = [match.end() for match in re.finditer(where, text)]
    assert places
    for at in places:
        require_mark(name, f"{text[:at]}{line}\r\n{text[at:]}".encode())


@pytest.mark.parametrize("name", ["icalendar", "ris"])
def test_no_changed_value_of_a_line_is_lost(name):
    sign = ":" if name == "icalendar" else "  - "
    lines = TEXTS[name].split("\r\n")
    for number, line in enumerate(lines):
        head = line.partition(sign)[0]
        if head in ("BEGIN", "END", "DTSTAMP", "VERSION", "PRODID", "ER", ""):
            continue
        changed = [*lines[:number], f"{head}{sign}{MARK}", *lines[number + 1 :]]
        raw = "\r\n".join(changed).encode()
        if head == "RRULE":  # of a rule that is none, the library gives nothing back
            assert "RRULE …" in take_in(name, raw)
        else:
            require_mark(name, raw)


@RELAXED
@given(data=st.data())
@example(data=None)
def test_no_field_of_a_bibliography_is_lost(data):
    text = TEXTS["bibtex"]
    if data is None:
        require_mark("bibtex", f"{text}@preamble{{{MARK}}}\n{MARK} outside\n".encode())
        return
    values = [m.span(1) for m in re.finditer(r"= \{([^{}]*)\}", text)]
    start, end = data.draw(st.sampled_from(values))
    new = data.draw(st.sampled_from([MARK, f"{text[start:end]}}}, {KEY} = {{{MARK}"]))
    require_mark("bibtex", (text[:start] + new + text[end:]).encode())


def test_the_check_sees_a_leaf_that_is_lost(monkeypatch):
    from chronotope.formats._intake import Record

    monkeypatch.setattr(Record, "close", lambda self: None)
    with pytest.raises(AssertionError):
        require_mark("csl", json.dumps([{**JSON["csl"][0], KEY: MARK}]).encode())
