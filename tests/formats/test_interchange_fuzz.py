"""Whatever a file holds, an importer answers with one error or a report, and never a traceback."""

import io
import json
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from samples import sample

from chronotope.dossier.errors import DossierError
from chronotope.dossier.read import table_columns
from chronotope.dossier.rows import clean_cell
from chronotope.formats import FORMATS, bibtex
from chronotope.formats import web_annotation as anno
from chronotope.formats._folder import fit_tables
from chronotope.formats._intake import Intake
from chronotope.formats._losses import LossReport
from chronotope.formats._markup import take_plain
from chronotope.formats._source import Source
from chronotope.formats.bibtex_in import plain_latex

READ = [name for name, form in FORMATS.items() if form.reader]
JSON = [
    "timelinejs", "timelinejs-2", "storymapjs", "geojson", "linked-places", "web-annotation", "csl",
    "periodo", "wikidata",
]  # fmt: skip
RELAXED = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["-1", "09/10/2019", "2019-13", "../../x", "E1", "Point", "9" * 400, "<!--"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def take_in(name, raw):
    """Read a file as an import does, short of the rules of a dossier."""
    form = FORMATS[name]
    report = LossReport(name)
    intake = Intake(Source(raw, f"in{form.suffix}"), report)
    form.function(form.reader)(intake)
    tables = fit_tables(intake.found.tables, report)
    json.dumps(intake.found.about)
    assert all(loss.words("en") for loss in report.losses)
    assert all(
        isinstance(cell, str) for rows in tables.values() for r in rows for cell in r.values()
    )
    return report


def answers(name, raw):
    try:
        take_in(name, raw)
    except DossierError as error:
        assert len(error.faults) == 1


class Exports(dict):
    """The small dossier in every format; its repr is short, as a failure shows it."""

    def __repr__(self):
        return "the exports"


@pytest.fixture(scope="module")
def exports(tiny):
    return Exports(
        (name, FORMATS[name].function(FORMATS[name].writer)(tiny, LossReport(name), "en"))
        if FORMATS[name].writer
        else (name, sample(name))
        for name in READ
    )


def spots(value, path=()):
    """Return the way to each value inside a JSON value."""
    yield path
    members = {}
    if isinstance(value, dict | list):
        members = value if isinstance(value, dict) else dict(enumerate(value))
    for key, member in members.items():
        yield from spots(member, (*path, key))


def put(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("name", JSON)
@RELAXED
@given(data=st.data())
def test_any_value_in_any_spot_of_a_json_file_is_answered(exports, name, data):
    value = json.loads(exports[name])
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(list(spots(value))))
        value = put(value, path, data.draw(VALUES))
    answers(name, json.dumps(value).encode("utf-8"))


@pytest.mark.parametrize("name", READ)
@RELAXED
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), min_size=1, max_size=4))
def test_any_bytes_put_into_a_file_are_answered(exports, name, cuts):
    raw = bytearray(exports[name])
    for share, piece in cuts:
        at = int(share * len(raw))
        raw[at : at + len(piece)] = piece
    answers(name, bytes(raw))


@pytest.mark.parametrize("name", READ)
@RELAXED
@given(
    raw=st.binary(max_size=400) | st.text(max_size=400).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_file_at_all_is_answered(name, raw):
    answers(name, raw)


@pytest.mark.parametrize("name", ["timelinejs-csv", "acled", "ucdp", "table", "lp-tsv"])
@RELAXED
@given(data=st.data())
def test_any_cell_of_a_sheet_is_answered(exports, name, data):
    lines = exports[name].decode("utf-8").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[at].split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(st.text(max_size=12))
    lines[at] = ",".join(cells)
    answers(name, "\n".join(lines).encode("utf-8", "replace"))


CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 1, 1))
    | st.sampled_from(["E1", "=1+1", "2019-13", "../../x", "09/10/2019", "-1", "a;;b", "X" * 400])
)


@settings(RELAXED, max_examples=12)
@given(rows=st.lists(st.lists(CELLS, min_size=8, max_size=8), min_size=1, max_size=4))
def test_any_cells_of_a_workbook_are_answered(rows):
    book = Workbook()
    for table in ("events", "places", "about"):
        sheet = book.create_sheet(table)
        sheet.append((["key", "value"] if table == "about" else table_columns(table, ("en",)))[:8])
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    answers("workbook", stream.getvalue())


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)


@RELAXED
@given(text=TEXTS)
def test_any_text_comes_back_from_bibtex_escapes(text):
    assert plain_latex(bibtex._latex(text)) == clean_cell(text)


@RELAXED
@given(text=TEXTS)
def test_any_text_comes_back_from_a_slide(text):
    import html

    made = f"<p>{html.escape(text, quote=False)}</p>"
    report = LossReport("x")
    record = Intake(Source(b"", "x"), report).record({"text": made})
    assert take_plain(record, "text") == clean_cell(text)
    assert report.losses == []


@RELAXED
@given(first=TEXTS.map(clean_cell).filter(bool), last=TEXTS.map(clean_cell))
def test_any_words_come_back_from_a_text_fragment(first, last):
    assert anno.read_fragment("https://example.org/" + anno.text_fragment(first, last)) == (
        first,
        last,
    )
