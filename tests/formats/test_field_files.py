"""What files of the field did wrong once, each with the row or text that is right."""

import json

import jsonschema
import pytest
from babel import Locale
from samples import workbook

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.errors import DossierError
from chronotope.formats import FORMATS, LossReport, export_dossier
from chronotope.formats._csl_dates import csl_date, issued_text
from chronotope.formats._folder import fit_tables
from chronotope.formats._intake import Intake
from chronotope.formats._recognition import recognise
from chronotope.formats._source import Source
from chronotope.formats.bibtex import _date_field


def take_in(name, content, file=""):
    """Return the tables and the report of an import, short of writing it."""
    raw = content if isinstance(content, bytes) else (
        content if isinstance(content, str) else json.dumps(content)).encode()  # fmt: skip
    form = FORMATS[name]
    report = LossReport(name)
    intake = Intake(Source(raw, file or f"in{form.suffix}"), report)
    form.function(form.reader)(intake)
    return fit_tables(intake.found.tables, report), report


def only(tables, table, column):
    (row,) = tables[table]
    return row.get(column, "")


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slide", "date"),
    [
        ({"start_date": {"year": "-44", "month": "3", "day": "15"}}, "-0043-03-15"),
        ({"start_date": {"year": -1}}, "0000"),
        ({"start_date": {"year": 2019.0}}, "2019"),
        ({"start_date": {"year": "1850"}, "display_date": "c. 1850"}, "1850~"),
        ({"start_date": {"year": "1850"}, "display_date": "c. 1860"}, "1850"),
        ({"start_date": {"year": 1919, "month": "June", "day": 28}}, "1919-06-28"),
        ({"start_date": {"year": 1919, "month": 6, "day": 28, "hour": "14", "minute": 30}},
         "1919-06-28T14:30:00"),
        ({"start_date": {"year": 1914}, "end_date": {"year": 1918}}, "1914/1918"),
    ],
)  # fmt: skip
def test_a_slide_has_the_date_that_it_shows(slide, date):
    tables, _ = take_in("timelinejs", {"events": [slide]})
    assert only(tables, "events", "date") == date


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[-44, 3, 15]]}, "-0043-03-15"),
        ({"date-parts": [[1984], [0]]}, "1984/.."),
        ({"date-parts": [[1984], None]}, "1984/.."),
        ({"date-parts": [[2019, 9, 9], [0, 0, 0]]}, "2019-09-09"),
        ({"date-parts": [[2019, 13]]}, "2019-21"),
        ({"date-parts": [[2019, 16]]}, "2019-24"),
        ({"date-parts": [[2019, 21]]}, "2019-21"),
        ({"date-parts": [[2019, 24]]}, "2019-24"),
        ({"date-parts": [[2019]], "season": 1}, "2019-21"),
        ({"date-parts": [["1815"], ["1818"]], "circa": True}, "1815~/1818~"),
        ({"raw": "September 2019"}, "2019-09"),
        ({"literal": "2019-09~"}, "2019-09~"),
    ],
)
def test_a_citation_has_the_date_that_it_says(issued, date):
    assert issued_text(issued) == date


@pytest.mark.parametrize(
    ("edtf", "held"),
    [
        ("196X", {"date-parts": [[1960], [1969]]}),
        ("19XX", {"date-parts": [[1900], [1999]]}),
        ("1968-21", {"date-parts": [[1968]], "season": 1}),
        ("[1967,1968]", {"date-parts": [[1967], [1968]]}),
        ("/1968", {"literal": "/1968"}),
        ("1984/..", {"date-parts": [[1984], [0]]}),
        ("1984-06-05/..", {"date-parts": [[1984], [0]]}),
        ("1984-06/", {"date-parts": [[1984], [0]]}),
        ("1984-06/1985", {"date-parts": [[1984], [1985]]}),
        ("-0043-03-15", {"date-parts": [[-44, 3, 15]]}),
    ],
)
def test_no_day_is_invented_for_a_citation(edtf, held):
    assert csl_date(edtf) == held


@pytest.mark.parametrize(
    ("edtf", "held"),
    [
        ("196X", "196X"), ("1968-21", "1968-21"), ("19XX", "19XX"), ("2019-09~", "2019-09~"),
        ("[1967,1968]", "1967/1968"), ("1984/..", "1984/.."), ("/1968", "/1968"),
        ("2019-33", "2019-01/2019-03"), ("1950S2", "1900/1999"),
    ],
)  # fmt: skip
def test_no_day_is_invented_for_a_bibliography(edtf, held):
    report = LossReport("bibtex")
    assert _date_field({"source_id": "s", "date": edtf}, report) == held
    assert [loss.detail for loss in report.losses] == ([held] if held != edtf else [])


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = {2019}, month = {sep 9}", "2019-09-09"),
        ('year = 2019, month = sep # "~9"', "2019-09-09"),
        ("year = {2019}, month = {sep/oct}", "2019-09/2019-10"),
        ("year = 2019, month = {9--10}", "2019-09/2019-10"),
        ("year = {2019}, month = {September}, day = {9}", "2019-09-09"),
        ("date = {196X}", "196X"),
        ("date = {2019-09-09T14:30:00}", "2019-09-09T14:30:00"),
        ("year = {c. 1850}", "1850~"),
    ],
)
def test_a_bibliography_has_the_date_that_it_says(fields, date):
    tables, _ = take_in("bibtex", f"@misc{{k, title = {{T}}, {fields}}}")
    assert only(tables, "sources", "date") == date


@pytest.mark.parametrize(
    ("properties", "date"),
    [
        ({"time": "2024-01-01"}, "2024-01-01"),
        ({"datetime": "2019-09-09T10:00:00Z"}, "2019-09-09T10:00:00Z"),
        ({"DATE": "2019-09"}, "2019-09"),
        ({"startDate": "2019-09-01", "endDate": "2019-09-12"}, "2019-09-01/2019-09-12"),
        ({"event_date": "9 Sept 2019"}, "2019-09-09"),
        ({"year": 1789.0}, "1789"),
        ({"Year": 2019, "Month": 9.0, "Day": 9}, "2019-09-09"),
        ({"begin": "1914", "stop": "1918"}, "1914/1918"),
        ({"when": "1832"}, "1832"),
        ({"when": {"timespans": [{"start": {"in": "1832"}, "end": {"in": "1834"}}]}}, "1832/1834"),
        ({"when": {"timespans": [{"start": {"earliest": "1832", "latest": "1833"}}]}},
         "[1832..1833]"),
    ],
)  # fmt: skip
def test_a_feature_has_the_date_of_any_usual_name(properties, date):
    feature = {"type": "Feature", "properties": {"Name": "A", **properties}, "geometry": None}
    tables, report = take_in("geojson", feature)
    assert (only(tables, "events", "date"), only(tables, "events", "title_en")) == (date, "A")
    assert not [loss for loss in report.losses if loss.kind == "refused"]


@pytest.mark.parametrize(
    ("cells", "date"),
    [
        ({"date": "1789-07-14T00:00:00Z", "datePrecision": "11"}, "1789-07-14"),
        ({"date": "+1789-07-00T00:00:00Z", "precision": "10"}, "1789-07"),
        ({"date": "+1789-00-00T00:00:00Z", "precision": "9"}, "1789"),
        ({"date": "+1780-00-00T00:00:00Z", "precision": "8"}, "178X"),
        ({"date": "+1800-00-00T00:00:00Z", "precision": "7"}, "17XX"),
        ({"date": "1789-01-01T00:00:00Z"}, "1789"),
        ({"date": "-0043-03-15T00:00:00Z"}, "-0043-03-15"),
    ],
)
def test_a_date_of_wikidata_is_as_precise_as_it_says(cells, date):
    row = {"item": "http://www.wikidata.org/entity/Q1", "itemLabel": "A", **cells}
    tables, _ = take_in("wikidata", [row])
    assert only(tables, "events", "date") == date
    lines = ["\t".join(row), "\t".join(row.values())]
    assert recognise(Source("\n".join(lines).encode(), "query.tsv")).name == "wikidata"


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("DTSTART;VALUE=DATE:20190909\nDTEND;VALUE=DATE:20190910", "2019-09-09"),
        ("DTSTART;VALUE=DATE:20190909\nDTEND;VALUE=DATE:20190911", "2019-09-09/2019-09-10"),
        ("DTSTART:20190909T073000Z", "2019-09-09T07:30:00Z"),
        ("DTSTART;TZID=Europe/Paris:20190909T093000\nDURATION:PT2H",
         "2019-09-09T09:30:00+02:00/2019-09-09T11:30:00+02:00"),
        ("DTSTART:20190909T093000", "2019-09-09T09:30:00"),
    ],
)  # fmt: skip
def test_a_calendar_event_is_on_its_days_and_hours(lines, date):
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:A\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    tables, _ = take_in("icalendar", text)
    assert only(tables, "events", "date") == date


@pytest.mark.parametrize(
    ("attributes", "date"),
    [
        ("when='1814-12-24'", "1814-12-24"),
        ("when='1814-12-24' dur='P3D'", "1814-12-24/1814-12-26"),
        ("when='1814-12-24' dur='P1W'", "1814-12-24/1814-12-30"),
        ("from='1814-08' to='1814-12'", "1814-08/1814-12"),
        ("notBefore='1814-08' notAfter='1814-10'", "[1814-08..1814-10]"),
        ("notAfter='1814-10'", "[..1814-10]"),
        ("when='-0043-03-15'", "-0043-03-15"),
    ],
)
def test_an_event_of_tei_is_when_its_attributes_say(attributes, date):
    text = (
        f"<TEI><listEvent><event xml:id='e' {attributes}><head>A</head></event></listEvent></TEI>"
    )
    tables, _ = take_in("tei", text)
    assert only(tables, "events", "date") == date


# --- what is kept of the rest --------------------------------------------------------------------


def test_names_keep_particles_and_suffixes_and_no_author_is_called_others():
    gogh = {"family": "Gogh", "given": "Vincent", "dropping-particle": "van", "suffix": "Jr."}
    items = [{"id": "a", "type": "book", "title": "<i>T</i> &amp; U", "author": [gogh]}]
    tables, _ = take_in("csl", items)
    assert only(tables, "sources", "author") == "Vincent van Gogh, Jr."
    assert only(tables, "sources", "title") == "T & U"
    text = r"@book{k, title = {T}, author = {M{\"u}ller, Jr., Hans and {NATO, Paris} and others}}"
    tables, report = take_in("bibtex", text)
    assert only(tables, "sources", "author") == "Hans Müller, Jr.;NATO, Paris"
    assert "and_others" in {loss.reason for loss in report.losses}


def test_a_doi_and_a_url_command_become_the_address():
    text = r"@misc{a, title={T}, doi={10.1/x}} @misc{b, title={T}, url={\url{https://x.org/a_b}}}"
    tables, _ = take_in("bibtex", text)
    assert [row["url"] for row in tables["sources"]] == [
        "https://doi.org/10.1/x",
        "https://x.org/a_b",
    ]


@pytest.mark.parametrize(
    ("url", "address"),
    [("//example.org/p.jpg", "https://example.org/p.jpg"), ("images/p.jpg", "")],
)
def test_a_medium_keeps_its_caption_and_its_address_is_never_a_title(url, address):
    media = {"url": url, "caption": "What it shows", "credit": "A. P."}
    tables, report = take_in("timelinejs", {"events": [{"start_date": {"year": 1919},
                                                        "media": media}]})  # fmt: skip
    source = tables["sources"][0]
    assert (source["title"], source["url"]) == ("What it shows", address)
    assert url in {loss.value for loss in report.losses}


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_table_is_read_whatever_stands_between_its_cells(separator):
    lines = [("Date", "Title", "Lat", "Lon"), ("9 Sept 2019", "A, b", "48,85", "2,35")]
    text = "\ufeff" + "\r\n".join(separator.join(line) for line in lines)
    tables, _ = take_in("table", text)
    assert only(tables, "places", "latitude") == "48.85"
    assert only(tables, "events", "date") == "2019-09-09"


def test_columns_of_no_format_name_what_stands_between_them():
    said = (
        r"(?s)separated by a semicolon: a, b, c.*Call two columns date and title, or: chronotope im"
    )
    with pytest.raises(DossierError, match=said):
        recognise(Source(b"a;b;c\n1;2;3\n", "x.csv"))


def test_a_table_in_a_workbook_is_found_whatever_its_sheet_is_called():
    raw = workbook(Events=[["Date", "Description", "Location"], ["1919-06", "Peace", "Paris"]])
    tables, _ = take_in("table", raw, "timemap.xlsx")
    assert only(tables, "events", "summary_en") == "Peace"


@pytest.mark.parametrize(
    ("items", "name"),
    [
        ([{"type": "Annotation", "target": "x"}], "web-annotation"),
        ([{"type": "book", "title": "T", "id": "a"}], "csl"),
        ({"@graph": [{"type": "Annotation", "target": "x"}]}, "web-annotation"),
        ([{"type": "Feature", "properties": {}, "geometry": None}], "geojson"),
        ({"type": "Feature", "names": [{"toponym": "P"}], "properties": {}}, "linked-places"),
    ],
)
def test_an_array_is_what_stands_in_it(items, name):
    assert recognise(Source(json.dumps(items).encode(), "x.json")).name == name


@pytest.mark.parametrize(
    "items", [[{"name": "A", "lat": 1}], [1, 2], [], {"events": [{"start": 1}]}]
)
def test_an_array_of_anything_else_is_refused(items):
    with pytest.raises(DossierError, match="of no known format"):
        recognise(Source(json.dumps(items).encode(), "x.json"))


def test_a_table_of_events_without_dates_is_told_that_and_not_that_it_is_unknown():
    told = "x.csv: no column says when anything took place.*named date, when or start"
    with pytest.raises(DossierError, match=told):
        recognise(Source(b"title,place\nA meeting,Paris\n", "x.csv"))
    with pytest.raises(DossierError, match="of no known format"):
        recognise(Source(b"alpha,beta\n1,2\n", "x.csv"))


def test_json_lines_of_a_gazetteer_are_read_line_by_line():
    line = {
        "@id": "https://g.org/p/{}",
        "type": "Feature",
        "properties": {"title": "P"},
        "names": [{"toponym": "P"}],
        "geometry": {"type": "Point", "coordinates": [2, 48]},
    }
    text = "\n".join(json.dumps(line).replace("{}", str(n)) for n in range(3))
    assert recognise(Source(text.encode(), "x.jsonl")).name == "linked-places"
    tables, _ = take_in("linked-places", text, "x.jsonl")
    assert [row["place_id"] for row in tables["places"]] == ["0", "1", "2"]


def test_bodies_of_an_annotation_become_mentions_places_and_notes():
    bodies = [
        {"type": "SpecificResource", "purpose": "identifying",
         "value": "https://www.geonames.org/2988507"},
        {"type": "TextualBody", "purpose": "commenting", "value": "the venue"},
    ]  # fmt: skip
    selectors = [{"type": "TextQuoteSelector", "exact": "Paris"},
                 {"type": "TextPositionSelector", "start": 10, "end": 15}]  # fmt: skip
    annotation = {"id": "a1", "type": "Annotation", "body": bodies,
                  "target": {"source": "https://x.org", "selector": selectors}}  # fmt: skip
    tables, _ = take_in("web-annotation", [annotation])
    (mention,) = tables["mentions"]
    assert (mention["place_id"], mention["reason_en"]) == ("geonames-2988507", "the venue")
    assert (mention["surface"], mention["start_char"]) == ("Paris", "10")
    assert only(tables, "places", "geonames_id") == "2988507"


# --- written -------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["1814/1814", "1814-08/1814-08", "1814-08-01/1814-08-01"])
def test_an_era_whose_ends_are_equal_has_a_width(tiny_dossier, tmp_path, date):
    path = tiny_dossier / "periods.csv"
    path.write_text(path.read_text("utf-8").replace("1812-06-18/1814-12-24", date), "utf-8")
    report = export_dossier(read_dossier(tiny_dossier), "timelinejs", tmp_path / "t.json")
    (era,) = json.loads((tmp_path / "t.json").read_text("utf-8"))["eras"]
    start, end = ([*era[key].values()] for key in ("start_date", "end_date"))
    assert start < end and len(start) == len(end) == 3
    assert ("periods", "war", "date") in [(x.table, x.row, x.column) for x in report.losses]


def test_a_bar_within_its_first_month_has_both_days(tiny_dossier, tmp_path):
    path = tiny_dossier / "events.csv"
    path.write_text(path.read_text("utf-8").replace("1814-10~/1814-11", "1814-10/1814-10-20"))
    export_dossier(read_dossier(tiny_dossier), "timelinejs", tmp_path / "t.json")
    slide = json.loads((tmp_path / "t.json").read_text("utf-8"))["events"][1]
    assert slide["start_date"] == {"year": 1814, "month": 10, "day": 1}
    assert slide["end_date"] == {"year": 1814, "month": 10, "day": 20}


def test_a_bar_lasts_to_the_last_day_of_its_month(tiny_dossier, tmp_path):
    report = export_dossier(read_dossier(tiny_dossier), "timelinejs", tmp_path / "t.json")
    slide = json.loads((tmp_path / "t.json").read_text("utf-8"))["events"][1]
    assert slide["end_date"] == {"year": 1814, "month": 11, "day": 30}
    assert ("events", "E3", "date") in [(x.table, x.row, x.column) for x in report.losses]


def test_a_year_before_1_is_counted_as_timelinejs_counts(tiny_dossier, tmp_path):
    path = tiny_dossier / "events.csv"
    path.write_text(path.read_text("utf-8").replace("1814-12-24", "-0043-03-15"), "utf-8")
    export_dossier(read_dossier(tiny_dossier), "timelinejs", tmp_path / "t.json")
    slide = json.loads((tmp_path / "t.json").read_text("utf-8"))["events"][0]
    assert slide["start_date"] == {"year": -44, "month": 3, "day": 15}
    tables, _ = take_in("timelinejs", (tmp_path / "t.json").read_bytes())
    assert tables["events"][0]["date"] == "-0043-03-15"


def test_an_event_that_somebody_moved_on_our_own_map_is_reported(tiny_dossier, tmp_path):
    export_dossier(read_dossier(tiny_dossier), "geojson", tmp_path / "g.geojson")
    collection = json.loads((tmp_path / "g.geojson").read_text("utf-8"))
    assert not [x for x in take_in("geojson", collection)[1].losses if "geometry" in x.column]
    collection["features"][0]["geometry"]["coordinates"][0] = 9.5
    _, report = take_in("geojson", collection)
    moved = [(x.row, x.column, x.value) for x in report.losses if "geometry" in x.column]
    assert ("E1", "geometry.coordinates[0]", "9.5") in moved


# What the World Historical Gazetteer's own schema asks of a file of places: lpf_v2.0 (draft 7) of
# https://github.com/WorldHistoricalGazetteer/whg3, validation/static, read on 27 November 2026 and
# written down anew: every rule of it that bears on what we write, and no looser one.
NOT_LISTED = {"GS", "PS", "TW", "XK"}  # by its list of countries, of those that CLDR has
LISTED = sorted(
    code for code in Locale("en").territories
    if code.isalpha() and len(code) == 2 and code not in NOT_LISTED
    and code not in {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB",
                     "ZZ"}
)  # fmt: skip
NAME = {"type": "string", "pattern": "^(.*)$"}
ADDRESS = {"type": "string", "anyOf": [
    {"pattern": r"^(https?://)(www\.)?[a-zA-Z0-9\-.]{2,256}\.[a-z]{2,63}(:[0-9]{1,5})?(/.*)?$"},
    {"pattern": r"^\w+:[^\s]+$"}]}  # fmt: skip
LANGUAGE = {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?$"}
DAY = {"type": "string", "pattern":
       r"^(-\d{5,})$|^(-?\d{1,4})(-(0[1-9]|1[0-2]))?(-([0-2][0-9]|3[01]))?$"}  # fmt: skip
END = {"type": "object", "additionalProperties": False, "minProperties": 1,
       "properties": {"in": DAY, "earliest": DAY, "latest": DAY},
       "dependentSchemas": {"in": {"maxProperties": 1}}}  # fmt: skip
WHEN = {"type": "object", "required": ["timespans"], "properties": {
    "label": NAME,
    "timespans": {"type": "array", "items": {
        "type": "object", "additionalProperties": False,
        "properties": {"start": END, "end": END}}}}}  # fmt: skip
POSITION = {"type": "array", "minItems": 2, "maxItems": 2, "prefixItems": [
    {"type": "number", "minimum": -180, "maximum": 180},
    {"type": "number", "minimum": -90, "maximum": 90}]}  # fmt: skip
RING = {"type": "array", "minItems": 4, "items": POSITION}
SHAPES = {
    "Point": POSITION,
    "Polygon": {"type": "array", "items": RING},
    "MultiPolygon": {"type": "array", "items": {"type": "array", "items": RING}},
}
SHAPE = {"oneOf": [
    {"type": "object", "required": ["type", "coordinates"], "properties": {
        "type": {"const": kind}, "coordinates": coordinates, "when": WHEN,
        "certainty": {"enum": ["certain", "less-certain", "uncertain"]}}}
    for kind, coordinates in SHAPES.items()]}  # fmt: skip
CITED = {"type": "object", "anyOf": [{"required": ["label"]}, {"required": ["@id"]}],
         "properties": {"label": NAME, "@id": ADDRESS}}  # fmt: skip
FEATURE = {
    "type": "object",
    "required": ["@id", "type", "properties", "geometry", "names"],
    "anyOf": [{"required": ["types"]},
              {"properties": {"properties": {"required": ["fclasses"]}}}],
    "properties": {
        "@id": ADDRESS, "type": {"const": "Feature"}, "when": WHEN,
        "properties": {"type": "object", "required": ["title"], "properties": {
            "title": NAME, "ccodes": {"type": "array", "minItems": 1, "uniqueItems": True,
                                      "items": {"enum": LISTED}}}},
        "names": {"type": "array", "contains": {"minProperties": 1}, "items": {
            "type": "object", "required": ["toponym"], "properties": {
                "toponym": NAME, "lang": LANGUAGE,
                "citations": {"type": "array", "items": CITED}}}},
        "types": {"type": "array", "items": {"type": "object", "properties": {
            "label": NAME, "identifier": ADDRESS, "when": WHEN,
            "sourceLabels": {"type": "array", "items": {
                "type": "object", "required": ["label"],
                "properties": {"label": NAME, "lang": LANGUAGE}}}}}},
        "links": {"type": "array", "items": {
            "type": "object", "required": ["type", "identifier"], "properties": {
                "type": {"enum": ["closeMatch", "exactMatch", "primaryTopicOf", "subjectOf",
                                  "seeAlso"]},
                "identifier": ADDRESS["anyOf"][0]}}},
        "geometry": {"anyOf": [{"type": "null"}, SHAPE, {
            "type": "object", "required": ["type", "geometries"], "properties": {
                "type": {"const": "GeometryCollection"},
                "geometries": {"type": "array", "items": SHAPE}}}]},
    },
}  # fmt: skip
GAZETTEER = jsonschema.Draft202012Validator({
    "type": "object", "required": ["type", "features"], "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "minItems": 1, "items": FEATURE}}})  # fmt: skip


def test_the_list_of_countries_is_the_gazetteers():
    assert len(LISTED) == 246 and not NOT_LISTED & set(LISTED)


def test_every_file_of_places_is_one_that_the_gazetteer_takes(dossier, tmp_path):
    report = export_dossier(dossier, "linked-places", tmp_path / "p.json")
    collection = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert [error.message for error in GAZETTEER.iter_errors(collection)] == []
    unlisted = {loss.value for loss in report.losses if loss.reason == "code_unlisted"}
    assert unlisted == {"PS", "XK"}  # kept in our own part of the file, and said
    back, _ = take_in("linked-places", collection)
    held = {code for row in back["places"] for code in (row["country"], row["area"])}
    assert unlisted & {code[:2] for cell in held for code in cell.split(";")}
    assert list(GAZETTEER.iter_errors({**collection, "features": []}))


def test_a_place_with_no_point_in_a_folder_with_a_space_is_taken_by_the_gazetteer(
    tiny_dossier, tmp_path
):
    path = tiny_dossier / "places.csv"
    lines = path.read_text("utf-8").splitlines()
    columns = lines[0].split(",")
    cells = lines[1].split(",")
    for k, name in enumerate(columns):
        if name in ("longitude", "latitude"):
            cells[k] = ""
        elif name.startswith("label_"):
            cells[k] = "Xqzz"  # a name that no gazetteer has
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", "utf-8")
    folder = tiny_dossier.rename(tiny_dossier.parent / "two words")
    export_dossier(read_dossier(folder), "linked-places", tmp_path / "p.json")
    collection = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert [error.message for error in GAZETTEER.iter_errors(collection)] == []
    assert [f["geometry"] for f in collection["features"]].count(None) == 1
    back, _ = take_in("linked-places", collection)
    assert len(back["places"]) == len(collection["features"])


@pytest.mark.parametrize(
    ("form", "raw", "date"),
    [
        ("tei", '<event notBefore="2001" notAfter="2001-05-03"><label>F</label></event>',
         "[2001-01-01..2001-05-03]"),
        ("geojson", {"start": {"earliest": "1850-03-04", "latest": "1850"}},
         "[1850-03-04..1850-12-31]"),
        ("timelinejs", ({"year": 1968, "month": 5, "day": 1}, "May 1968"), "1968-05"),
        ("timelinejs", ({"year": 2000, "month": 1, "day": 1}, "2000"), "2000"),
        ("timelinejs", ({"year": 1968, "month": 5, "day": 3}, "May 1968"), "1968-05-03"),
        ("icalendar", "TENTATIVE", "2019-09-09"),
    ],
)  # fmt: skip
def test_bounds_of_unequal_precision_and_words_beside_a_first_day_are_kept(form, raw, date):
    if form == "tei":
        raw = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><listEvent>{raw}</listEvent></TEI>'
    elif form == "geojson":
        point = {"type": "Point", "coordinates": [1, 2]}
        feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": point,
                   "when": {"timespans": [raw]}}  # fmt: skip
        raw = json.dumps({"type": "FeatureCollection", "features": [feature]})
    elif form == "timelinejs":
        slide = {"start_date": raw[0], "display_date": raw[1], "text": {"headline": "A"}}
        raw = json.dumps({"events": [slide]})
    else:
        raw = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20190909\r\n"
               f"SUMMARY:A\r\nSTATUS:{raw}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")  # fmt: skip
    tables, report = take_in(form, raw.encode("utf-8"))
    (row,) = tables["events"]
    assert row["date"] == date
    if form == "icalendar":  # what is but tentative is no event that took place
        assert row["status"] == "planned" and "held_as" in {x.reason for x in report.losses}
