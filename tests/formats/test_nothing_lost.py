"""Nothing of a file is lost without a line: every leaf is in a row, or named in the report.

The check knows no format. It puts a mark where no importer expects one (in place of a leaf, or
beside it, wherever the file's own grammar allows), imports, and looks for the mark in the rows, in
what is said of the dossier, and in the report.
"""

import copy
import csv
import io
import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from samples import BOOKS, JSON, TEXTS, file_name, sample, workbook

from chronotope.dossier.errors import DossierError
from chronotope.formats import FORMATS, LossReport, names_of
from chronotope.formats._folder import Found, fit_tables
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


def take_in(name, raw, file=None):
    """Return what an import says, as one text: rows, description and report."""
    form = FORMATS[name]
    report = LossReport(name)
    intake = Intake(Source(raw, file or file_name(name)), report)
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


@pytest.fixture(scope="module")
def exports(tiny):
    made = {}
    for name in JSON:
        form = FORMATS[name]
        if form.writer:
            made[name] = json.loads(form.function(form.writer)(tiny, LossReport(name), "en"))
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
        if head in ("BEGIN", "END", "ER", ""):
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


# --- files that Hypothesis makes ----------------------------------------------------------------

# Every record may be there once, thrice or not at all, every member may be gone or in another
# place, and as many leaves as it likes carry a mark of their own: all of them have to be found.
SHARES = st.sampled_from([0.0, 0.1, 0.3, 0.6])
RANDOMS = st.randoms(use_true_random=False)


class Marks:
    """Marks that are all different, and how often a leaf gets one."""

    def __init__(self, random, share):
        self.random, self.share, self.given = random, share, []

    def __call__(self, leaf):
        if self.random.random() >= self.share:
            return leaf
        self.given.append(f"mzq{len(self.given)}k")
        return self.given[-1]

    def some(self, members, *, least=0):
        """Return members in another order, some of them gone and some there more than once."""
        kept = [m for m in members for _ in range(self.random.choice((0, 1, 1, 1, 1, 3)))]
        self.random.shuffle(kept)
        return kept if len(kept) >= least else list(members)


class Written:
    """The marks that still stand in a text: an element may have gone after it was marked."""

    def __init__(self, marks, text):
        self.given = [mark for mark in marks.given if mark in text]


def require_marks(name, raw, marks, file=None):
    try:
        said = take_in(name, raw, file)
    except DossierError as error:
        assert len(error.faults) == 1
        return
    lost = [mark for mark in marks.given if mark not in said]
    assert lost == [], raw


def made_json(value, marks):
    if isinstance(value, dict):
        members = list(value.items())
        marks.random.shuffle(members)
        return {k: made_json(v, marks) for k, v in members if marks.random.random() > 0.1}
    if isinstance(value, list):
        records = value and isinstance(value[0], dict)
        return [made_json(v, marks) for v in (marks.some(value, least=1) if records else value)]
    return marks(value)


@pytest.mark.parametrize("name", JSON)
@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_no_leaf_of_a_made_json_file_is_lost(name, random, share):
    marks = Marks(random, share)
    require_marks(name, json.dumps(made_json(JSON[name], marks)).encode(), marks)


@pytest.mark.parametrize("name", ["linked-places", "geojson"])
@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_no_leaf_of_made_json_lines_is_lost(name, random, share):
    marks = Marks(random, share)
    features = [made_json(x, marks) for x in marks.some(JSON[name]["features"] * 2, least=2)]
    raw = "\n".join(json.dumps(feature) for feature in features).encode()
    require_marks(name, raw, marks, "in.jsonl")


QUERY = (
    "item,itemLabel,date,datePrecision,end,coord,placeLabel,itemDescription,dead\n"
    "http://www.wikidata.org/entity/Q6534,Revolution,1789-07-14T00:00:00Z,11,,Point(2.36 48.85),"
    "Paris,An uprising,98\n"
    "http://www.wikidata.org/entity/Q1,Other,1789-01-01T00:00:00Z,9,1790-01-01T00:00:00Z,,,,\n"
)
MADE = {**{name: TEXTS[name] for name in SHEETS}, "wikidata": QUERY}


@pytest.mark.parametrize("name", MADE)
@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_no_cell_of_a_made_sheet_is_lost(name, random, share):
    separator, ending = {"lp-tsv": ("\t", ".tsv"), "table": (";", ".csv")}.get(name, (",", ".csv"))
    header, *rows = csv.reader(io.StringIO(MADE[name]), delimiter=separator)
    marks = Marks(random, share)
    order = list(range(len(header)))
    random.shuffle(order)
    kept = [n for n in order if random.random() > 0.1] or order
    lines = [[header[n] for n in kept] + [KEY]]
    for row in marks.some(rows, least=1):
        lines.append([marks(row[n]) for n in kept] + [marks("")])
        lines[-1] += [marks("")] if random.random() < 0.2 else []
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(lines)
    require_marks(name, stream.getvalue().encode(), marks, f"in{ending}")


@pytest.mark.parametrize("name", ["workbook", "table"])
@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_no_cell_of_a_made_workbook_is_lost(name, random, share):
    marks = Marks(random, share)
    table = [
        ["Date", "Title", "Place", "Lat", "Lon", "Deaths"],
        ["9 Sept 2019", "Meeting", "Paris", 48.85, 2.35, 3],
        ["1919", "Peace", "", "", "", ""],
    ]
    sheets = {"Events": table, "Other": [["a"], ["b"]]} if name == "table" else BOOKS["workbook"]
    made = {}
    for title, (header, *rows) in sheets.items():
        lines = [[marks(cell) for cell in row] for row in marks.some(rows, least=1)]
        made[title] = [header, *lines]
    require_marks(name, workbook(**made), marks, "in.xlsx")


@pytest.mark.parametrize("name", ["kml", "tei"])
@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_nothing_of_made_xml_is_lost(name, random, share):
    root = etree.fromstring(TEXTS[name].encode())
    marks = Marks(random, share / 2)
    for element in list(root.iter()):
        if name == "tei" and _is_left_whole(element):
            continue  # reported by the part: see above
        for key, value in element.attrib.items():
            element.set(key, marks(value))
        if element.text and element.text.strip():
            element.text = marks(element.text)
        children = list(element)
        if children and element is not root:
            again = [copy.deepcopy(child) for child in marks.some(children)]
            for child in children:
                element.remove(child)
            element.extend(again)
    require_marks(name, etree.tostring(root), Written(marks, etree.tostring(root).decode()))


@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_no_line_of_a_made_calendar_is_lost(random, share):
    marks = Marks(random, share)
    head, *events = TEXTS["icalendar"].split("BEGIN:VEVENT\r\n")
    text = head
    for event in marks.some(events, least=1):
        lines, _, _ = event.partition("END:VEVENT\r\n")
        text += "BEGIN:VEVENT\r\n"
        inner = lines.partition("BEGIN:VALARM")
        for line in marks.some(inner[0].splitlines()):
            key, _, value = line.partition(":")
            is_rule = key == "RRULE"  # the library gives nothing back of a rule that is none
            text += f"{key}:{value if is_rule else marks(value)}\r\n"
        text += f"{inner[1]}{inner[2]}END:VEVENT\r\n"
    require_marks("icalendar", f"{text}END:VCALENDAR\r\n".encode(), marks)


@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_no_line_of_a_made_ris_file_is_lost(random, share):
    marks = Marks(random, share)
    text = ""
    for _ in range(random.randint(1, 3)):
        lines = [line for line in TEXTS["ris"].splitlines()[1:] if line[:2] not in ("ER", "  ")]
        text += "TY  - NEWS\r\n"
        for line in marks.some(lines):
            key, _, value = line.partition("  - ")
            text += f"{key}  - {marks(value)}\r\n"
        text += "ER  - \r\n"
    require_marks("ris", text.encode(), marks)


@RELAXED
@given(random=RANDOMS, share=SHARES)
def test_no_field_of_a_made_bibliography_is_lost(random, share):
    marks = Marks(random, share)
    fields = {
        "author": "{\\\"U}ser, Jr., Hans and {NATO} and others", "title": "A {Title}",
        "subtitle": "S", "journal": "J", "booktitle": "B", "publisher": "P", "year": "2019",
        "month": "sep 9", "date": "196X", "day": "9", "doi": "10.1/x", "url": "\\url{https://x.org}",
        "howpublished": "\\url{https://y.org}", "urldate": "2020-01-01", "note": "n",
        "keywords": "k", "langid": "french", "archiveurl": "https://a.org", "crossref": "k0",
    }  # fmt: skip
    text = ""
    for number in range(random.randint(1, 3)):
        kept = [item for item in fields.items() if random.random() > 0.3]
        inner = ", ".join(f"{key} = {{{marks(value)}}}" for key, value in kept)
        text += f"@{random.choice(['book', 'misc', 'article'])}{{k{number}, {inner}}}\n"
    require_marks("bibtex", text.encode(), marks)


@pytest.mark.parametrize("name", READ)
def test_a_leaf_that_an_importer_swallows_makes_the_check_fail(name, monkeypatch):
    """For every importer: what is taken and then thrown away is seen to be lost."""
    whole = Intake.__init__

    class Forgetful(Found):
        def add(self, table, row):
            first = next((c for c in row if row[c] and not c.endswith("_id")), None)
            super().add(table, {**row, first: ""} if first else row)

    def forget(self, *args, **more):
        whole(self, *args, **more)
        self.found = Forgetful()

    kept = take_in(name, sample(name))
    monkeypatch.setattr(Intake, "__init__", forget)
    swallowed = set(kept.split()) - set(take_in(name, sample(name)).split())
    assert swallowed
    with pytest.raises(AssertionError):
        for word in swallowed:
            require_mark(name, sample(name), word)


def test_the_check_sees_a_leaf_that_is_lost(monkeypatch):
    from chronotope.formats._intake import Record

    monkeypatch.setattr(Record, "close", lambda self: None)
    with pytest.raises(AssertionError):
        require_mark("csl", json.dumps([{**JSON["csl"][0], KEY: MARK}]).encode())
