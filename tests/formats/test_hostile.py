"""Files as their writers leave them: odd on one point each, and read for what they say."""

import io
import json
import zipfile

import pytest
from test_field_files import take_in

from chronotope.dossier.errors import DossierError
from chronotope.formats import import_file
from chronotope.formats._reading import unpacked
from chronotope.formats._recognition import recognise
from chronotope.formats._source import Source


def entry(fields):
    return f"@misc{{a, title={{T}}, {fields}}}"


def citation(**issued):
    return [{"id": "a", "type": "book", "title": "T", **issued}]


def reference(line):
    return f"TY  - JOUR\nTI  - T\n{line}\nER  - \n"


def mark(inner, folder=""):
    return f"<kml><Document>{folder}<Placemark><name>A</name>{inner}</Placemark></Document></kml>"


def data(name, value):
    return (f"<ExtendedData><Data name=\"{name}\"><value>{value}</value></Data></ExtendedData>"
            "<Point><coordinates>2.35, 48.85 ,0</coordinates></Point>")  # fmt: skip


def event(inner, attributes=""):
    return f"<TEI><listEvent><event {attributes}>{inner}</event></listEvent></TEI>"


def period(start, stop):
    return {"id": "p", "type": "Period", "label": "X", "start": start, "stop": stop}


def slide(date, **more):
    return {"slides": [{"date": date, "text": {"headline": "H"}, "location": {}, **more}]}


def old(date, **more):
    return {"timeline": {"date": [{"startDate": date, "headline": "H", **more}]}}


def feature(properties, **more):
    geometry = {"type": "Point", "coordinates": [2.35, 48.85]}
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": geometry, **more}]}  # fmt: skip


def acled(head, cells):
    return f"event_id_cnty,event_date,{head},latitude,longitude,location\nU1,{cells},48.1,37.5,T\n"


def ged(code, first, last):
    return ("id,date_prec,date_start,date_end,where_prec,latitude,longitude,source_headline\n"
            f"7,{code},{first},{last},1,35,37,H\n")  # fmt: skip


def bound(year):
    return {"in": {"year": year}}


def spans(**ends):
    return {"timespans": [ends]}


def asked(**dates):
    row = {"e": "http://www.wikidata.org/entity/Q1", "eLabel": "A", **dates}
    return {"results": {"bindings": [{k: {"type": "literal", "value": v} for k, v in row.items()}]}}


SPAN = {"timespans": [{"start": {"in": "1914-07-28"}, "end": {"in": "1918-11-11"}}]}


def shown(words):
    date = {"start_date": {"year": "1850"}, "display_date": words}
    return {"events": [{**date, "text": {"headline": "H"}}]}


SIGNED = ("item,itemLabel,time,timePrecision\n"
          "http://www.wikidata.org/entity/Q1,A,-0044-03-15T00:00:00Z,11\n"
          "http://www.wikidata.org/entity/Q2,B,+1789-00-00T00:00:00Z,9\n")  # fmt: skip
DATES = [
    ("tei", event("<head>A</head>", "when='1814-12' dur='P3M'"), "events", "1814-12/1815-02"),
    ("tei", event("<head>A</head>", "when='1814' dur='P2Y'"), "events", "1814/1815"),
    ("tei", event("<head>A</head>", "when='1814' precision='low'"), "events", "1814~"),
    ("tei", event("<head>A</head>", "from='1814' to='1816' cert='low'"), "events", "1814?/1816?"),
    ("tei", event("<head>A</head>", "when='1814-12-24' dur='P1M'"), "events",
     "1814-12-24/1815-01-23"),
    ("tei", event("<head>A</head>", "when='1814' dur='P3D'"), "events", "1814"),
    ("tei", event("<head>A</head>", "when='1814-12-24' dur='P0D'"), "events", "1814-12-24"),
    ("tei", event("<head>A</head>", "from='1814-08' dur='P5M'"), "events", "1814-08/1814-12"),
    ("tei", event("<head>A</head>", "when-iso='1814-12-24/P3D'"), "events",
     "1814-12-24/1814-12-26"),
    ("wikidata", SIGNED, "events", "-0043-03-15"),
    ("timelinejs", shown("1850s"), "events", "185X"),
    ("timelinejs", shown("1850?"), "events", "1850?"),
    ("timelinejs", shown("1860s"), "events", "1850"),
    ("storymapjs", slide("1914–18"), "events", "1914/1918"),
    ("storymapjs", slide("44 v. Chr."), "events", "-0043"),
    ("ris", reference("PY  - 1850-60"), "sources", "1850/1860"),
    ("ris", reference("PY  - 2019-21"), "sources", "2019-21"),
    ("csl", citation(issued={"date-parts": [[2019, 0, 0]]}), "sources", "2019"),
    ("geojson", feature({"name": "A"}, when="1914/1918"), "events", "1914/1918"),
    ("geojson", feature({"name": "A", "date_start": "1914", "date_end": "1918"}), "events",
     "1914/1918"),
    ("bibtex", entry("year={1850--1860}"), "sources", "1850/1860"),
    ("bibtex", entry("year=2019, month={9--10 sep}"), "sources", "2019-09-09/2019-09-10"),
    ("bibtex", entry("year=2019, month={9 September}"), "sources", "2019-09-09"),
    ("bibtex", entry("date={2019-09-09T10:30:00Z}"), "sources", "2019-09-09T10:30:00Z"),
    ("bibtex", entry("year=2019, month={Spring}"), "sources", "2019-21"),
    ("bibtex", entry("year=2019, month={März}"), "sources", "2019-03"),
    ("csl", citation(issued={"date-parts": [[2019]], "season": "spring"}), "sources", "2019-21"),
    ("csl", citation(issued="2019-09-09"), "sources", "2019-09-09"),
    ("csl", citation(issued=2019), "sources", "2019"),
    ("csl", citation(issued={"date-parts": [2019, 9]}), "sources", "2019-09"),
    ("csl", citation(issued={"year": "2019", "month": "9"}), "sources", "2019-09"),
    ("csl", citation(issued={"year": "2019"})[0], "sources", "2019"),
    ("csl", {"a": citation(issued={"raw": "2019"})[0]}, "sources", "2019"),
    ("ris", reference("PY  - 2019/09/09/Monday"), "sources", "2019-09-09"),
    ("ris", reference("DA  - 2019/Sep/09"), "sources", "2019-09-09"),
    ("ris", reference("DA  - 1968/00/00"), "sources", "1968"),
    ("ris", reference("Y1  - 1968///Spring"), "sources", "1968-21"),
    ("ris", reference("PY  - 1850-1860"), "sources", "1850/1860"),
    ("ris", f"Provider: X\n\n{reference('PY - 2019')}", "sources", "2019"),
    ("kml", mark(data("Date", "9 Sept 2019")), "events", "2019-09-09"),
    ("kml", mark(data("start_year", "1914") + ""), "events", "1914"),
    ("kml", mark("", "<TimeSpan><begin>1914</begin><end>1918</end></TimeSpan>"), "events",
     "1914/1918"),
    ("kml", mark("<Track><when>1997-07-16</when><when>1997-07-18</when></Track>"), "events",
     "1997-07-16/1997-07-18"),
    ("tei", event("<head>A</head><date when='1914-07'>July</date>"), "events", "1914-07"),
    ("periodo", {"periods": [period(bound("1800"), bound("present"))]}, "periods", "1800/.."),
    ("periodo", [period(bound("1800"), bound("1900"))], "periods", "1800/1900"),
    ("periodo", {"@graph": [{"type": "Authority", "periods": {
        "p": period(bound(1800), bound(1900))}}]}, "periods", "1800/1900"),
    ("storymapjs", slide("<b>9 Sept 2019</b>"), "events", "2019-09-09"),
    ("storymapjs", slide("1914–1918"), "events", "1914/1918"),
    ("storymapjs", slide("9. September 2019"), "events", "2019-09-09"),
    ("timelinejs-2", old("2019-09-09", endDate="2019-09-12"), "events", "2019-09-09/2019-09-12"),
    ("timelinejs-2", old("September 9, 2019"), "events", "2019-09-09"),
    ("timelinejs-2", old(2019), "events", "2019"),
    ("timelinejs-2", old("2019,9,9,10,30"), "events", "2019-09-09T10:30:00"),
    ("timelinejs", {"events": [{"start_date": {"year": "2019-09-09"}}]}, "events", "2019-09-09"),
    ("timelinejs-csv", "Year;Month;Day;Headline\n1850;Mai;1;H\n", "events", "1850-05-01"),
    ("geojson", feature({"name": "A", "start_year": 1914, "end_year": 1918}), "events",
     "1914/1918"),
    ("geojson", feature({"name": "A"}, when={"timespans": [["1914-07-28", "", "", "1918", "x"]]}),
     "events", "1914-07-28/1918"),
    ("geojson", feature({"name": "A"}, geometry={"type": "GeometryCollection", "geometries": [
        {"type": "Point", "coordinates": [1, 2], "when": SPAN}]}), "events",
     "1914-07-28/1918-11-11"),
    ("wikidata", [{"e": "http://www.wikidata.org/entity/Q1", "date": "1789-07-14"}], "events",
     "1789-07-14"),
    ("wikidata", "?e\t?eLabel\t?date\n<http://www.wikidata.org/entity/Q1>\t\"R\"@en\t"
     "\"1789-07-14T00:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>\n", "events",
     "1789-07-14"),
    ("acled", acled("time_precision,geo_precision", "2025-05-16,,1"), "events", "2025-05-16~"),
    ("acled", acled("TIME_PRECISION,GEO_PRECISION", "16 May 2025,3,1"), "events", "2025-05"),
    ("acled", {"data": [{"event_date": "2025-05-16", "time_precision": "1"}]}, "events",
     "2025-05-16"),
    # One day with a code that says less is where the coders put it, not when it was.
    ("ucdp", ged(1, "2019-09-09", "2019-09-09"), "events", "2019-09-09"),
    ("ucdp", ged(2, "2019-09-09", "2019-09-09"), "events", "2019-09-09~"),
    ("ucdp", ged(4, "2019-09-09", "2019-09-09"), "events", "2019-09"),
    ("ucdp", ged(5, "2019-09-09", "2019-09-09"), "events", "2019"),
    ("ucdp", ged("", "2019-09-09", "2019-09-12"), "events", "[2019-09-09..2019-09-12]"),
    ("ucdp", ged(1, "9/13/2019 12:00:00 AM", "9/13/2019 12:00:00 AM"), "events", "2019-09-13"),
    # A KML that went through togeojson.
    ("geojson", feature({"name": "A", "timespan": {"begin": "2019-09", "end": "2019-10-02"}}),
     "events", "2019-09/2019-10-02"),
    ("geojson", feature({"name": "A", "timespan": {"begin": "2019-09", "end": ""}}), "events",
     "2019-09/.."),
    # One bound alone of a start: not a date, but no later, or no earlier.
    ("geojson", feature({"name": "A"}, when=spans(start={"latest": "1832"})), "events",
     "[..1832]"),
    ("geojson", feature({"name": "A"}, when=spans(start={"earliest": "1832"})), "events",
     "[1832..]"),
    ("geojson", feature({"name": "A"}, when=spans(start={"in": "1832"}, end={"in": "present"})),
     "events", "1832/.."),
    ("geojson", feature({"name": "A", "start": "1832", "end": "Present"}), "events", "1832/.."),
    # An end belongs to the start beside which it stands.
    ("geojson", feature({"name": "A", "date": "1913", "start": "1914", "end": "1918"}), "events",
     "1913"),
    ("geojson", feature({"name": "A", "date": "", "start": "1914", "end": "1918"}), "events",
     "1914/1918"),
    ("tei", event("<head>A</head>", "from='1900' notAfter='1905'"), "events", "1900/"),
    ("tei", event("<head>A</head>", "notBefore='1900' to='1905'"), "events", "/1905"),
    # Wikidata writes a month as its first day; of an end alone no start is known.
    ("wikidata", asked(start="1789-05-01T00:00:00Z"), "events", "1789-05"),
    ("wikidata", asked(end="1789-05-05T00:00:00Z"), "events", "../1789-05-05"),
    ("timelinejs", {"events": [{"start_date": {"year": 1850, "display_date": "c. 1850"}}]},
     "events", "1850~"),
    ("timelinejs", shown("Spring 1850"), "events", "1850-21"),
    # The first day of what the words say was typed for want of a better.
    ("timelinejs", {"events": [{"start_date": {"year": 1850, "month": 5, "day": 1},
                                "display_date": "May 1850"}]}, "events", "1850-05"),
    ("timelinejs", {"events": [{"start_date": {"year": 1850, "month": 5, "day": 2},
                                "display_date": "May 1850"}]}, "events", "1850-05-02"),
    ("timelinejs-csv", "Year,Month,Day,Time,Headline\n1990,2,3,5:30 PM,H\n", "events",
     "1990-02-03T17:30:00"),
    ("timelinejs-csv", "Year,Month,Day,Time,Headline\n1990,2,3,12:05 a.m.,H\n", "events",
     "1990-02-03T00:05:00"),
    ("timelinejs-2", {"timeline": {"date": {"startDate": "2012", "headline": "H"}}}, "events",
     "2012"),
    ("ris", reference("PY  - [1850?]"), "sources", "1850?"),
    ("bibtex", entry("year={[ca. 1850]}"), "sources", "1850~"),
    ("bibtex", entry("year={ca. 1850?}"), "sources", "1850%"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "content", "table", "date"), DATES)
def test_an_odd_file_is_recognised_and_its_date_read(form, content, table, date):
    text = content if isinstance(content, str) else json.dumps(content)
    if form != "bibtex":
        is_sheet = form.endswith("csv") or form in ("acled", "ucdp") or content is SIGNED
        ending = ".csv" if is_sheet else ".txt"
        ending = ".tsv" if text.startswith("?") else ".json" if text[:1] in "{[" else ending
        assert recognise(Source(text.encode(), f"in{ending}")).name == form
    tables, _ = take_in(form, text, "in.txt")
    assert tables[table][0]["date"] == date


def cell(form, content, table, column, file=""):
    return take_in(form, content, file)[0][table][0].get(column)


def test_what_stands_beside_the_date_is_read_as_well():
    assert cell("bibtex", "@misc{a, title={A} # { B}, year=2019}", "sources", "title") == "A B"
    assert cell("bibtex", entry("subtitle={S}"), "sources", "title") == "T: S"
    assert cell("bibtex", entry("howpublished={\\url{https://x.org}}"), "sources", "url") == (
        "https://x.org"
    )
    assert cell("bibtex", entry("author={A, B AND C, D}"), "sources", "author") == "B A;D C"
    names = [{"literal": "NATO"}, "Plain", {"name": "Odd"}]
    assert cell("csl", citation(author=names), "sources", "author") == "NATO;Plain;Odd"
    doi = cell("csl", citation(DOI="https://doi.org/10.1/x"), "sources", "url")
    assert doi == "https://doi.org/10.1/x"
    assert cell("geojson", feature({"name": {"en": "A", "fr": "B"}, "date": "2019"}), "events",
                "title_fr") == "B"  # fmt: skip
    label = event("<head xml:lang='fr'>Guerre</head><head xml:lang='en'>War</head>", "when='1914'")
    assert cell("tei", label, "events", "title_fr") == "Guerre"
    assert cell("tei", event("<p>Peace.</p>", "when='1914'"), "events", "title_en") == "Peace."
    # A note is no part of the sentence in which it stands, nor is what was corrected.
    mixed = "<p>Peace <note>so B</note> of <choice><sic>Gent</sic><corr>Ghent</corr></choice></p>"
    tables, report = take_in("tei", event(mixed, "when='1914'"))
    assert tables["events"][0]["title_en"] == "Peace of Ghent"
    assert {"note=so B", "sic=Gent"} <= {loss.value for loss in report.losses}
    person = ("<TEI><listPerson><person><persName><forename>John</forename><surname>Adams</surname>"
              "</persName></person></listPerson></TEI>")  # fmt: skip
    assert cell("tei", person, "actors", "label_en") == "John Adams"
    nested = event("<head>A</head><event when='1915'><head>B</head></event>", "when='1914'")
    assert [row["title_en"] for row in take_in("tei", nested)[0]["events"]] == ["A", "B"]


def test_the_day_on_which_an_address_of_ris_was_read_is_kept():
    content = reference("UR  - https://example.org/1\nY2  - 2020/01/02/")
    assert cell("ris", content, "sources", "accessed") == "2020-01-02"


def test_a_crossref_gives_its_children_the_year_and_the_title_round_them():
    text = "@book{p, title={P}, year=2001}\n@incollection{c, title={C}, crossref={p}}"
    row = take_in("bibtex", text)[0]["sources"][1]
    assert (row["date"], row["publisher"]) == ("2001", "P")


def test_a_quotation_mark_between_tabs_is_a_sign_like_any_other():
    text = 'id\ttitle\tccodes\tfclasses\tlon\tlat\n1\t"Paris" old\tfr\tP\t2.35\t48.85\n'
    (row,) = take_in("lp-tsv", text, "a.tsv")[0]["places"]
    assert (row["label_en"], row["country"]) == ('"Paris" old', "FR")


def test_a_place_with_no_point_is_a_place():
    text = "id\ttitle\tccodes\tfclasses\tlon\tlat\n1\tParis\tFR\tP\t\t\n"
    tables, report = take_in("lp-tsv", text, "a.tsv")
    assert tables["places"][0]["label_en"] == "Paris"
    assert "no_place" in {x.reason for x in report.losses}
    calendar = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART;VALUE=DATE:20190909\r\n"
                "LOCATION:Room 5\\, Paris\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")  # fmt: skip
    assert cell("icalendar", calendar, "places", "label_en") == "Room 5, Paris"


def test_a_date_that_another_attribute_stood_above_is_in_the_report():
    _, report = take_in("tei", event("<head>A</head>", "from='1814' notAfter='1816'"))
    assert "1816" in {loss.value for loss in report.losses}


def test_an_entry_of_an_encyclopaedia_is_a_reference_and_an_accent_hides_no_comma():
    text = '@inreference{a, title={T}, author={{\\"O}fele, Karl}}'
    row = take_in("bibtex", text)[0]["sources"][0]
    assert (row["kind"], row["author"]) == ("reference", "Karl Öfele")


def test_an_address_has_no_latex_in_it():
    assert cell("bibtex", entry("url={https://x.org/a\\_b\\%20c}"), "sources", "url") == (
        "https://x.org/a_b%20c"
    )
    assert cell("bibtex", entry("doi={https://doi.org/10.1/x}"), "sources", "url") == (
        "https://doi.org/10.1/x"
    )


def test_the_second_of_two_rows_with_one_id_is_named_cell_by_cell():
    rows = "Date,Title,id\n1919,Peace,a\n1920,War,a\n"
    tables, report = take_in("table", rows, "a.csv")
    assert len(tables["events"]) == 1
    assert {"a", "1920", "War"} <= {x.value for x in report.losses if x.kind == "refused"}


def test_what_an_interval_cannot_say_is_said_in_the_report():
    when = {"timespans": [{"start": {"earliest": "1832", "latest": "1834"},
                           "end": {"earliest": "1840", "latest": "1842"}}]}  # fmt: skip
    tables, report = take_in("geojson", feature({"name": "A"}, when=when))
    assert tables["events"][0]["date"] == "1832/1842"
    assert [x.value for x in report.losses if x.reason == "held_as"] == ["1834", "1840"]
    calendar = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART;VALUE=DATE:20190909\r\n"
                "DTEND;VALUE=DATE:20190901\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")  # fmt: skip
    assert [x.value for x in take_in("icalendar", calendar)[1].losses
                              if x.column == "DTEND"] == ["2019-09-01"]  # fmt: skip


def test_a_mention_names_one_place_and_the_next_is_reported():
    body = [{"purpose": "identifying", "id": f"https://www.wikidata.org/wiki/Q{n}"} for n in (1, 2)]
    target = {"selector": {"type": "TextQuoteSelector", "exact": "Paris"}}
    annotation = [{"type": "Annotation", "id": "a1", "body": body, "target": target}]
    tables, report = take_in("web-annotation", annotation)
    assert [row["wikidata_id"] for row in tables["places"]] == ["Q1"]
    assert any("Q2" in x.value for x in report.losses)
    said = [{"type": "Annotation", "id": "a1", "bodyValue": "hm", "target": target}]
    assert cell("web-annotation", said, "mentions", "reason_en") == "hm"


def test_a_kmz_is_the_kml_in_it(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("doc.kml", mark("<TimeStamp><when>1997</when></TimeStamp>"))
    path = tmp_path / "a.kmz"
    path.write_bytes(stream.getvalue())
    assert import_file(path, tmp_path / "d").format == "kml"
    assert unpacked(b"PK\x03\x04 broken", "a.kmz") == b"PK\x03\x04 broken"


def test_nothing_of_a_row_that_is_left_out_is_taken_and_each_has_its_own_number():
    """A placemark with no date lost its name and its description, and its number to the next."""
    undated = "<Placemark><name>Lost</name><description>Gone</description></Placemark>"
    kml = mark("<TimeStamp><when>1997</when></TimeStamp>", undated)
    _, report = take_in("kml", kml)
    assert {"Lost", "Gone"} <= {x.value for x in report.losses}
    events = [f"BEGIN:VEVENT\r\nUID:\r\n{date}SUMMARY:A\r\nEND:VEVENT\r\n"
              for date in ("", "DTSTART;VALUE=DATE:20190909\r\n")]  # fmt: skip
    calendar = f"BEGIN:VCALENDAR\r\n{''.join(events)}END:VCALENDAR\r\n"
    for form, content in (("kml", kml), ("icalendar", calendar)):
        tables, report = take_in(form, content)
        assert tables["events"][0]["event_id"] == "E002"
        assert {x.row for x in report.losses if x.kind == "refused"} == {"E001"}


def test_what_no_sign_can_say_stays_in_the_report():
    spring = citation(issued={"date-parts": [[2019]], "season": 1, "circa": True})
    tables, report = take_in("csl", spring)
    assert tables["sources"][0]["date"] == "2019-21"
    assert "issued.circa" in {x.column for x in report.losses}
    # A number is no year and month.
    assert not take_in("geojson", feature({"name": "A", "date": 1914.5}))[0].get("events")
    # A sign that is a digit and no number stopped the import with a stack trace.
    assert not take_in("geojson", feature({"name": "A", "date": "²"}))[0].get("events")


def test_what_is_not_held_never_becomes_held():
    calendar = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART;VALUE=DATE:20190909\r\n"
                "STATUS:TENTATIVE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")  # fmt: skip
    assert cell("icalendar", calendar, "events", "status") == "planned"
    for form, content in (
        ("geojson", feature({"name": "A", "date": "2019", "Status": "Planned"})),
        ("table", "Date,Title,Status\n2019,A,geplant\n"),
    ):
        assert cell(form, content, "events", "status", "a.csv") == "planned"
    # A word that is none of ours kept the dossier from being drawn.
    tables, report = take_in("table", "Date,Title,Status,Rank\n2019,A,maybe so,9\n", "a.csv")
    assert (tables["events"][0]["status"], tables["events"][0]["rank"]) == ("supposed", "")
    assert {"maybe so", "9"} <= {x.value for x in report.losses}


def test_no_entry_takes_what_another_says():
    """An entry with no key was the parent of all that named none."""
    text = "@book{, title={Nobody}, publisher={P}, year=2001}\n@book{a, title={A}, year=1999}"
    assert [row["publisher"] for row in take_in("bibtex", text)[0]["sources"]] == ["P", ""]
    # Of a tag of three letters the first two are another language.
    named = [{"toponym": "Eesti", "lang": "est"}, {"toponym": "Estonie", "lang": "fra"}]
    place = {"type": "Feature", "@id": "x:1", "properties": {}, "names": named, "geometry": None}
    (row,) = take_in("linked-places", place)[0]["places"]
    assert {k: v for k, v in row.items() if k.startswith("label") and v} == {"label_fr": "Estonie"}
    lines = "SUMMARY;LANGUAGE=fr-CA:Rencontre\r\nDTSTART;VALUE=DATE:20190909\r\n"
    calendar = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
    assert cell("icalendar", calendar, "events", "title_fr") == "Rencontre"
    desc = event("<head>A</head><head xml:lang='fr'>B</head><desc xml:lang='fr'>C</desc>",
                 "when='1914'")  # fmt: skip
    (row,) = take_in("tei", desc)[0]["events"]
    assert (row["title_en"], row["title_fr"], row["summary_fr"]) == ("A", "B", "C")
    bare = asked(start="1914-07-28T00:00:00Z", eLabel="Q1")  # the service has no label
    assert cell("wikidata", bare, "events", "title_en") == "[1914-07-28]"


def test_an_array_stands_where_one_is_usual_and_one_where_an_array_is():
    crossref = citation(title=["T"], author={"family": "Curie", "given": "Marie"})
    assert cell("csl", crossref, "sources", "title") == "T"
    assert cell("csl", crossref, "sources", "author") == "Marie Curie"
    graph = {"@graph": [{"type": "Feature", "names": [{"toponym": "X"}], "properties": {
        "title": "X"}, "geometry": {"type": "Point", "geowkt": "POINT(2 48)"}}]}  # fmt: skip
    assert recognise(Source(json.dumps(graph).encode(), "a.json")).name == "linked-places"
    assert cell("linked-places", graph, "places", "longitude") == "2"
    quote = {"selector": {"type": "TextQuoteSelector", "exact": "Paris"}}
    one = {"type": ["Annotation"], "id": "a", "target": quote,
           "body": "http://www.wikidata.org/entity/Q90"}  # fmt: skip
    assert recognise(Source(json.dumps(one).encode(), "a.json")).name == "web-annotation"
    assert cell("web-annotation", one, "places", "wikidata_id") == "Q90"
    choice = [{**one, "body": [{"type": "Choice", "items": []}, {"value": "hm"}]}]
    assert cell("web-annotation", choice, "mentions", "reason_en") == "hm"


def test_a_list_that_is_the_whole_document_is_not_called_unread():
    _, report = take_in("tei", "<listEvent><event when='1914'><head>A</head></event></listEvent>")
    assert "text_left" not in {x.reason for x in report.losses}
    twice = "".join(f"<event xml:id='a' when='191{n}'><head>A</head></event>" for n in (4, 5))
    tables, report = take_in("tei", f"<listEvent>{twice}</listEvent>")
    assert [row["date"] for row in tables["events"]] == ["1914"]
    assert "duplicate_id" in {x.reason for x in report.losses}


def test_a_day_of_the_julian_calendar_is_called_one():
    item = {"item": "http://www.wikidata.org/entity/Q1", "itemLabel": "A", "precision": "11",
            "time": "+1066-10-14T00:00:00Z",
            "calendarmodel": "http://www.wikidata.org/entity/Q1985786"}  # fmt: skip
    assert cell("wikidata", [item], "events", "calendar") == "julian"


@pytest.mark.parametrize(
    ("numbers", "words", "date"),
    [
        ("1920,7,,,,", "from July 1920 on", "1920-07/.."),
        ("1809,9,17,,,", "from an unknown date to 17 September 1809", "/1809-09-17"),
        ("1917,3,1,1917,5,31", "spring 1917", "1917-21"),
        ("1830,1,1,1839,12,31", "the 1830s", "183X"),
        ("2004,3,5,2004,3,6", "5 March 2004 or 6 March 2004", "[2004-03-05,2004-03-06]"),
        ("1918,2,14,1918,5,25", "from 14 February 1918 (uncertain) to 25 May 1918",
         "1918-02-14?/1918-05-25"),
        ("1918,2,14,1918,5,25", "a long spring", "1918-02-14/1918-05-25"),
    ],
)  # fmt: skip
def test_a_sheet_of_ours_is_read_by_its_words(numbers, words, date):
    """What became of a plan, where and who stood in the summary, and the plan was held."""
    head = "Year,Month,Day,End Year,End Month,End Day,Display Date,Headline,Text"
    text = '<p>T.</p><p class=""chronotope"">hoped for · Le Havre</p>'
    tables, report = take_in("timelinejs-csv", f'{head}\n{numbers},{words},H,"{text}"\n')
    row = tables["events"][0]
    assert (row["date"], row["status"], row["summary_en"]) == (date, "hoped", "T.")
    assert "Le Havre" in {x.value for x in report.losses}


def test_a_calendar_that_is_cut_off_is_refused_and_not_read_as_empty():
    whole = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20190909\r\nEND:VEVENT\r\n"
    with pytest.raises(DossierError, match="cut off"):
        take_in("icalendar", f"BEGIN:VCALENDAR\r\n{whole}BEGIN:VEVENT\r\nUID:b")


def test_a_character_that_no_cell_can_hold_is_named_where_it_is_left_out(tmp_path):
    slides = [{"start_date": {"year": year}, "text": {"headline": text}}
              for year, text in ((1990, "A\u0007B"), (1991, "\ud800"))]  # fmt: skip
    (tmp_path / "a.json").write_text(json.dumps({"events": slides}), "utf-8")
    report = import_file(tmp_path / "a.json", tmp_path / "o")
    found = {loss.row: loss.value for loss in report.losses if loss.reason == "letter_dropped"}
    assert found == {"E001": r"\x07", "E002": r"\ud800"}
