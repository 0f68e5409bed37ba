"""Each format as others know it: their libraries read ours, and we read theirs without guessing."""

import csv
import io
import json
import re
import sys
from dataclasses import replace
from email.message import Message
from urllib.response import addinfourl

import pytest
import shapely
from fastkml import KML

import chronotope as ct
from chronotope.dossier.areas import area_sources, atlas_of, own_areas
from chronotope.dossier.checks import read_dossier, shipped_folder
from chronotope.dossier.errors import DossierError
from chronotope.dossier.evidence import normalise_article
from chronotope.dossier.read import read_tables
from chronotope.dossier.rows import table_rows
from chronotope.formats import export_dossier, import_file
from chronotope.formats import precision_codes as codes
from chronotope.formats import web_annotation as anno
from chronotope.formats._areas import area_shape, encloses
from chronotope.formats._dating import Span, drops_time, make_parts, read_date, span_of
from chronotope.formats._markup import strip_markup
from chronotope.formats._points import point_of
from chronotope.formats.linked_places import CONTEXT
from chronotope.lang.dates import DateError
from chronotope.lang.words import word
from chronotope.world.atlas import Atlas


@pytest.fixture
def recent(tiny_dossier):
    """The small dossier as of a day whose borders the base map has."""
    path = tiny_dossier / "datapackage.json"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'"as_of": ?"[^"]+"', '"as_of": "2019-12-01"', text), "utf-8")
    return read_dossier(tiny_dossier)


def write(folder, name, value):
    path = folder / name
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def read(path, folder, form, **options):
    report = import_file(path, folder / "back", form=form, **options)
    return report, read_tables(folder / "back")[0] if report.files else None


def reasons(report, *kinds):
    return [(x.kind, x.row, x.reason) for x in report.losses if x.kind in (kinds or ("refused",))]


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2019-09-09", (2019, 9, 9), None),
        ("2019-09", (2019, 9), None),
        ("1814-10~/1814-11", (1814, 10), (1814, 11)),
        ("2019-09-09/..", (2019, 9, 9), None),
        ("/2019-09-09", None, (2019, 9, 9)),
        ("1943-21", (1943, 3, 1), (1943, 5, 31)),
        ("195X", (1950, 1, 1), (1959, 12, 31)),
        ("-0044-03-15", (-44, 3, 15), None),
    ],
)
def test_a_date_is_as_wide_in_years_months_and_days_as_in_edtf(edtf, start, end):
    assert span_of(edtf) == Span(start, end)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        (("", 9, 9), "no year"),
        ((2019, "", 9), "no month"),
        ((2019, 13, 1), "no month 13"),
        ((2019, 2, 30), "no day 30"),
        (("19?", 1, 1), "not whole numbers"),
        ((10_000, 1, 1), "more than four digits"),
    ],
)
def test_parts_that_are_no_date_are_refused(parts, problem):
    with pytest.raises(DateError, match=problem):
        make_parts(*parts)


@pytest.mark.parametrize("text", ["09/10/2019", "9/10/19", "1567987200000", "--09-09", "", "10"])
def test_a_date_that_could_be_read_two_ways_is_refused(text):
    with pytest.raises(DateError):
        read_date(text)


def test_a_time_of_day_is_kept_and_midnight_is_the_day():
    assert read_date("2019-09-09 14:30") == "2019-09-09T14:30:00"
    assert read_date("2019-09-09T14:30:00.5+0200") == "2019-09-09T14:30:00+02:00"
    assert read_date("2019-09-09T00:00:00Z") == "2019-09-09"
    assert [drops_time(x) for x in ("2019-09-09T00:00Z", "2019-09-09T09:00Z", "2019")] == [
        True, False, False,
    ]  # fmt: skip


def test_the_part_of_a_year_that_edtf_cannot_say_is_named_in_the_report(tmp_path):
    with pytest.raises(DateError, match="which part"):
        read_date("early 2003")
    path = tmp_path / "t.geojson"
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [24.9, 60.2]}}
    features = [{**point, "properties": {"date": "early 2003", "title": "Talks"}}]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    report = import_file(path, tmp_path / "out")
    assert [line.value for line in report.losses if line.reason == "part_dropped"] == ["early 2003"]
    assert "2003" in (tmp_path / "out/events.csv").read_text("utf-8")
    table = tmp_path / "t.csv"
    table.write_text("date,title\nearly 2003,Talks\n2004,More talks\n", "utf-8")
    import_file(table, tmp_path / "of-table")
    for there in (table, tmp_path / "of-table"):  # a folder says what the bare table says
        events = ct.open(there).events
        assert dict(zip(events["date"], events["date_written"], strict=True)) == {
            "2003": "early 2003", "2004": "",
        }, there  # fmt: skip


# --- TimelineJS ----------------------------------------------------------------------------------


def test_timelinejs_shows_every_event_and_era_with_a_start(dossier, tmp_path):
    path = tmp_path / "t.json"
    export_dossier(dossier, "timelinejs", path)
    timeline = json.loads(path.read_text(encoding="utf-8"))
    rows = dossier.events.set_index("event_id")
    assert {e["unique_id"] for e in timeline["events"]} == set(rows.index)
    starts = [tuple(e["start_date"].values()) for e in timeline["events"]]
    assert [s[0] for s in starts] == sorted(s[0] for s in starts)
    for slide in timeline["events"]:  # what the format has no field for is in the visible text
        row, text = rows.loc[slide["unique_id"]], slide["text"]["text"].replace("&amp;", "&")
        status = word(f"chronology.status.{row['status']}", "en")
        assert row["status"] == "held" or status in text
        for table, key, ids in (("places", "place_id", row["place_id"]),
                                ("actors", "actor_id", row["actors"])):  # fmt: skip
            names = getattr(dossier, table).set_index(key)["label_en"]
            assert all(names[i] in text for i in ids.split(";") if i)
    assert len(timeline["eras"]) == len(dossier.periods)
    for slide in (*timeline["events"], *timeline["eras"]):
        assert isinstance(slide["start_date"]["year"], int)
    assert all(era["end_date"] for era in timeline["eras"])


def test_timelinejs_texts_are_escaped_and_fetch_nothing(tiny_dossier, tmp_path):
    file = tiny_dossier / "events.csv"
    spoiled = file.read_text(encoding="utf-8").replace("Five envoys meet.", "<img src=x onerror=1>")
    file.write_text(spoiled, encoding="utf-8")
    path = tmp_path / "t.json"
    export_dossier(read_dossier(tiny_dossier), "timelinejs", path)
    timeline = json.loads(path.read_text(encoding="utf-8"))
    text = timeline["events"][0]["text"]["text"]
    assert text.startswith("<p>&lt;img src=x onerror=1&gt;</p>") and text.count("<") == 4
    assert all(
        e["media"]["url"].startswith("<blockquote>") for e in timeline["events"] if "media" in e
    )
    _, back = read(path, tmp_path, "timelinejs")
    assert back.events["summary_en"].iloc[0] == "<img src=x onerror=1>"


def test_a_changed_date_wins_over_our_own_extension(tiny, tmp_path):
    path = tmp_path / "t.json"
    export_dossier(tiny, "timelinejs", path)
    timeline = json.loads(path.read_text(encoding="utf-8"))
    slide = next(slide for slide in timeline["events"] if slide["unique_id"] == "E3")
    slide["start_date"] = {"year": 1815}
    slide.pop("end_date")
    report, back = read(write(tmp_path, "t.json", timeline), tmp_path, "timelinejs")
    assert back.events["date"].iloc[2] == "1815"
    assert ("warning", "E3", "date_conflict") in reasons(report, "warning")


def test_foreign_slides_are_read_and_what_they_lack_is_listed(tmp_path):
    timeline = {
        "title": {"text": {"headline": "A <b>strike</b>"}},
        "events": [
            {"start_date": {"year": "1936", "month": "5"}, "group": "Streets",
             "text": {"headline": "Sit-in", "text": "<p>It <i>begins</i>.<br>So &amp; so.</p>"},
             "media": {"url": "https://example.org/a.jpg", "credit": "A. Photographer",
                       "caption": "The yard"}},
            {"text": {"headline": "No date"}},
            {"start_date": {"month": 6, "day": 1}, "text": {"headline": "No year"}},
            {"start_date": {"year": 1936, "month": 13}, "text": {"headline": "No month 13"}},
            {"start_date": {"year": 1936, "hour": 9}, "text": {"headline": "With a time"}},
            "not a slide",
        ],
        "eras": [{"start_date": {"year": 1936}, "end_date": {"year": 1938}}, 7],
    }  # fmt: skip
    report, back = read(write(tmp_path, "t.json", timeline), tmp_path, "timelinejs")
    assert list(back.events["date"]) == ["1936-05", "1936"]
    assert back.events["summary_en"].iloc[0] == "It begins. So & so."
    assert reasons(report) == [
        ("refused", "E002", "no_date"),
        ("refused", "E003", "bad_date"),
        ("refused", "E004", "bad_date"),
        ("refused", "6", "not_a_record"),
        ("refused", "2", "not_a_record"),
    ]
    source = back.sources.iloc[0]
    assert (source.publisher, source.title) == ("A. Photographer", "The yard")
    assert list(back.periods["date"]) == ["1936/1938"]
    assert reasons(report, "missing") == []  # what stands in for it is there


def test_a_sheet_keeps_dates_eras_and_media_credits(tiny, tmp_path):
    path = tmp_path / "t.csv"
    export_dossier(tiny, "timelinejs-csv", path)
    report, back = read(path, tmp_path, "timelinejs-csv")
    assert list(back.events["date"]) == ["1814-08", "1814-10~/1814-11", "1814-12-24"]
    assert list(back.periods["date"]) == ["1812-06-18/1814-12-24"]
    assert list(back.sources["publisher"]) == ["National archives"]
    assert back.title("en") == "The Ghent talks"
    assert reasons(report) == []


@pytest.mark.parametrize("form", ["timelinejs-csv", "acled", "ucdp"])
@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "-1+2", "@x", "+1"])
def test_a_sheet_cell_is_never_a_formula(tiny_dossier, tmp_path, form, text):
    file = tiny_dossier / "events.csv"
    file.write_text(file.read_text("utf-8").replace("Treaty of Ghent", text), "utf-8")
    path = tmp_path / "t.csv"
    export_dossier(read_dossier(tiny_dossier), form, path)
    cells = [c for row in csv.reader(path.open(encoding="utf-8", newline="")) for c in row]
    assert f"'{text}" in cells
    assert not [c for c in cells if c[:1] in ("=", "+", "@", "-") and not c[1:2].isdigit()]
    _, back = read(path, tmp_path, form)
    assert text in set(back.events["title_en"])


# --- GeoJSON -------------------------------------------------------------------------------------


def test_geojson_is_valid_and_events_with_no_place_have_null_geometry(dossier, tmp_path):
    from geojson_pydantic import FeatureCollection

    path = tmp_path / "d.geojson"
    export_dossier(dossier, "geojson", path)
    text = path.read_text(encoding="utf-8")
    features = FeatureCollection.model_validate_json(text).features
    assert len(features) == len(dossier.events) + len(dossier.places)
    nowhere = {f.id for f in features if f.geometry is None}
    assert nowhere == set(dossier.events.loc[dossier.events["place_id"] == "", "event_id"])


def test_geojson_puts_longitude_first(tiny, tmp_path):
    path = tmp_path / "d.geojson"
    export_dossier(tiny, "geojson", path)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    ghent = next(f for f in features if f["id"] == "ghent")
    assert ghent["geometry"]["coordinates"] == [3.7174, 51.0543]


def test_swapped_coordinates_are_refused(tiny, tmp_path):
    path = tmp_path / "d.geojson"
    export_dossier(tiny, "geojson", path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    for feature in collection["features"]:
        if feature["id"] == "ghent":
            feature["geometry"]["coordinates"].reverse()
    report, back = read(write(tmp_path, "d.geojson", collection), tmp_path, "geojson")
    assert ("refused", "ghent", "swapped") in reasons(report)
    assert "ghent" not in set(back.places["place_id"])


def feature(geometry=None, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_foreign_features_are_read_without_guessing(tmp_path):
    point = {"type": "Point", "coordinates": [2.35, 48.85]}
    collection = {
        "type": "FeatureCollection",
        "features": [
            feature(point, name="Talks", date="1919-01-18", description="They open."),
            feature(point, name="Ambiguous", date="09/10/1919"),
            feature(point, name="Undated"),
            feature({"type": "Point", "coordinates": [2.35, 148.85]}, name="Off", date="1919"),
            feature({"type": "Polygon", "coordinates": []}, name="Area", start="1919", end="1920"),
            feature(None, name="Backwards", start="1920", end="1919"),
            {"type": "Thing"},
            None,
        ],
    }
    report, back = read(write(tmp_path, "d.geojson", collection), tmp_path, "geojson", lang="fr")
    assert list(back.events["date"]) == ["1919-01-18", "1919", "1919/1920"]
    assert back.events["title_fr"].iloc[0] == "Talks"
    assert back.languages == ("fr",)
    refused = [row for _, row, _ in reasons(report)]
    assert refused == ["E002", "E003", "E004", "E006", "7"]
    assert ("warning", "E005", "geometry_not_point") in reasons(report, "warning")


@pytest.mark.parametrize(
    "position", [[True, 1], ["2", "48"], [float(10**9), 1], [], [2], "2,48", {"x": 1}, None]
)
def test_what_is_no_position_gives_no_place(tmp_path, position):
    point = {"type": "Point", "coordinates": position}
    path = write(tmp_path, "d.geojson", feature(point, name="A", date="1919"))
    _, back = read(path, tmp_path, "geojson")
    assert back.places.empty and len(back.events) == 1


@pytest.mark.parametrize("crs", [{"properties": {"name": "EPSG:3857"}}, None, "L.CRS.Simple"])
def test_coordinates_in_metres_or_pixels_are_refused(tmp_path, crs):
    collection = {"type": "FeatureCollection", "crs": crs, "features": []}
    with pytest.raises(DossierError, match="not in degrees of WGS 84"):
        read(write(tmp_path, "d.geojson", collection), tmp_path, "geojson")


# --- areas ---------------------------------------------------------------------------------------


def rings(geometry):
    polygons = geometry["coordinates"]
    return [ring for part in ([polygons] if geometry["type"] == "Polygon" else polygons)
            for ring in part]  # fmt: skip


@pytest.fixture(scope="module")
def outlines(dossier):
    second = read_dossier(shipped_folder("aland-1917-1921"))
    found = [
        (row, atlas_of(one), area_shape(row, atlas_of(one)))
        for one in (dossier, second)
        for row in table_rows(one, "places")
        if row["area"]
    ]
    return [item for item in found if item[2]]


def test_every_area_has_a_light_outline_that_winds_as_rfc_7946_says(outlines):
    assert len(outlines) > 11
    for row, _, outline in outlines:
        shape = shapely.geometry.shape(outline)
        assert shape.is_valid and encloses(
            json.loads(json.dumps(outline)), point_of(row)["coordinates"]
        )
        parts = shapely.get_parts(shape)
        assert all(part.exterior.is_ccw for part in parts)
        assert not any(ring.is_ccw for part in parts for ring in part.interiors)
        numbers = [x for ring in rings(outline) for position in ring for x in position]
        assert all(len(repr(x).partition(".")[2]) <= 5 for x in numbers)
        assert sum(len(ring) for ring in rings(outline)) < 5000


def test_an_outline_is_near_what_the_base_map_draws(outlines):
    for row, atlas, outline in outlines:
        whole, light = atlas.area(row["area"]), shapely.geometry.shape(outline)
        assert whole.symmetric_difference(light).area < 0.06 * whole.area, row["place_id"]


def test_an_area_has_the_borders_that_are_asked_for(dossier):
    place = {"area": "UA"}
    assert area_shape(place, Atlas("un")) != area_shape(place, Atlas("ru"))
    with pytest.raises(ValueError, match=r"'mars'; choose one of: un"):
        atlas_of(dossier, point_of_view="mars")
    assert area_shape({"area": "ZZ"}, Atlas()) is None
    assert area_shape({"area": ""}, Atlas()) is None


def test_an_export_of_1921_has_the_outlines_of_the_dossier_and_none_of_today():
    second = read_dossier(shipped_folder("aland-1917-1921"))
    rows = {row["place_id"]: row for row in table_rows(second, "places")}
    assert area_shape(rows["finland"], atlas_of(second)) is None
    own = dict(own_areas(second))["AX"]
    drawn = shapely.geometry.shape(area_shape(rows["aland"], atlas_of(second)))
    assert own.symmetric_difference(drawn).area < 0.06 * own.area


@pytest.mark.parametrize("form", ["geojson", "linked-places", "kml"])
def test_an_export_prints_source_and_licence_of_the_dossiers_own_outlines(tmp_path, form):
    second = read_dossier(shipped_folder("aland-1917-1921"))
    events = second.events.assign(place_id="aland")  # KML draws places of events alone
    second = replace(second, _tables={**second._tables, "events": events})
    (source,) = area_sources(second, "en")
    assert source.endswith("(LGPL-3.0-or-later)")
    path = tmp_path / "d"
    export_dossier(second, form, path)
    text = path.read_text("utf-8")
    if form == "kml":
        said = KML.parse(path).features[0].description
    else:
        (said,) = json.loads(text)["chronotope"]["outlines"]
    assert said == word("theatres.own-areas", "en", list=source)
    if form != "linked-places":
        assert "areas.geojson" in text and '"borders": "un"' not in text
    if form != "kml":
        imported, _ = read(path, tmp_path, form)
        assert not [loss for loss in imported.losses if "outlines" in str(loss)]


def test_an_export_with_no_outline_of_its_own_speaks_of_none(recent, tmp_path):
    export_dossier(recent, "geojson", tmp_path / "d.json")
    assert '"outlines"' not in (tmp_path / "d.json").read_text("utf-8")


@pytest.mark.parametrize("form", ["geojson", "linked-places"])
def test_areas_are_polygons_and_come_back_as_they_were(recent, tmp_path, form):
    path = tmp_path / "d.json"
    exported = export_dossier(recent, form, path)
    assert "area_as_point" not in {x.reason for x in exported.losses}
    assert '"MultiPolygon"' in path.read_text("utf-8")
    imported, back = read(path, tmp_path, form)
    assert imported.losses == []
    assert table_rows(back, "places") == table_rows(recent, "places")


@pytest.mark.parametrize("form", ["geojson", "linked-places"])
def test_a_point_far_from_its_outline_is_not_believed(recent, tmp_path, form):
    path = tmp_path / "d.json"
    export_dossier(recent, form, path)
    text = path.read_text("utf-8")
    moved = text.replace("-84.5, 43.5]", "-84.5, -43.5]")
    assert moved != text
    path.write_text(moved, "utf-8")
    report, _ = read(path, tmp_path, form)
    assert ("warning", "great-lakes", "geometry_not_point") in reasons(report, "warning")


def test_an_area_in_kml_is_a_point_with_an_outline_round_it(dossier, tmp_path):
    path = tmp_path / "d.kml"
    export_dossier(dossier, "kml", path)
    folders = KML.parse(path).features[0].features
    kinds = {m.geometry.geom_type for f in folders for m in f.features if m.geometry}
    assert kinds == {"Point", "GeometryCollection"}


# --- Linked Places -------------------------------------------------------------------------------

# The terms of the published context that our files use (its IRIs, cut to what is tested).
LINKED_PLACES_TERMS = {
    "@context": {
        "type": "@type",
        "FeatureCollection": "https://purl.org/geojson/vocab#FeatureCollection",
        "Feature": "https://purl.org/geojson/vocab#Feature",
        "features": {
            "@id": "http://linkedpasts.org/ontology/lpo_latest.ttl#hasFeature",
            "@container": "@set",
        },
        "properties": "https://purl.org/geojson/vocab#properties",
        "title": "http://purl.org/dc/terms/title",
        "names": {
            "@id": "http://linkedpasts.org/ontology/lpo_latest.ttl#name_attestation",
            "@container": "@set",
        },
        "toponym": "http://linkedpasts.org/ontology/lpo_latest.ttl#toponym",
    }
}


def test_linked_places_expands_as_linked_data_with_no_network(tiny, tmp_path):
    from pyld import jsonld

    def load(url, options):
        assert url == CONTEXT
        return {"contextUrl": None, "documentUrl": url, "document": LINKED_PLACES_TERMS}

    path = tmp_path / "p.json"
    export_dossier(tiny, "linked-places", path)
    document = json.loads(path.read_text(encoding="utf-8"))
    expanded = jsonld.expand(document, {"documentLoader": load})
    lpo = "http://linkedpasts.org/ontology/lpo_latest.ttl#"
    places = expanded[0][f"{lpo}hasFeature"]
    assert [p["@id"] for p in places] == [
        "urn:x-chronotope:tiny:ghent", "urn:x-chronotope:tiny:great-lakes",
    ]  # fmt: skip
    toponyms = {n[f"{lpo}toponym"][0]["@value"] for n in places[0][f"{lpo}name_attestation"]}
    assert toponyms == {"Ghent", "Gand", "Гент"}


def test_linked_places_from_the_wild_are_tolerated_with_warnings(tmp_path):
    place = {
        "@id": "https://example.org/places/p_1", "type": "Feature",
        "properties": {"title": "Abingdon", "ccode": "GB"},
        "names": [{"toponym": "Abingdon", "lang": "en"}, {"toponym": "Abbendun", "lang": "ang"}],
        "geometry": {"type": "Point", "coordinates": [-1.28, 51.67]},
        "when": {"timespan": [{"start": {"in": "-1"}, "end": {"in": "12/11/1066"}}]},
        "links": [
            {"type": "exactMatch", "identifier": "http://www.geonames.org/2657780/"},
            {"type": "closeMatch", "identifier": "https://www.wikidata.org/wiki/Q1"},
        ],
    }  # fmt: skip
    nowhere = {
        "@id": "https://example.org/p2", "type": "Feature", "properties": {"title": "Lost"},
        "geometry": {"type": "Point", "coordinates": [-1, -1]},
    }  # fmt: skip
    collection = {"type": "FeatureCollection", "@context": CONTEXT, "features": [place, nowhere]}
    report, back = read(write(tmp_path, "p.json", collection), tmp_path, "linked-places")
    row = back.places.iloc[0]
    assert (row.label_en, row.country, row.geonames_id, row.wikidata_id) == (
        "Abingdon", "GB", "2657780", "",
    )  # fmt: skip
    warned = {reason for _, _, reason in reasons(report, "warning")}
    assert warned == {
        "made_id",
        "tolerated",
        "unknown_value",
        "bad_date",
        "not_read",
        "address_cut",
        "no_place",
    }
    assert reasons(report) == []
    assert "Lost" in set(back.places["label_en"])  # a name without a point is a place


# --- Web Annotation ------------------------------------------------------------------------------


def test_every_selector_resolves_in_the_article(tiny, tiny_article):
    text = normalise_article(tiny_article)
    for row in table_rows(tiny, "passages"):
        place = (int(row["start_char"]), int(row["end_char"]))
        found = [anno.resolve_selector(text, s) for s in anno.passage_selectors(row)]
        assert found == [place] * len(found)
        assert len(found) == 3


def test_a_selector_that_finds_two_places_is_refused():
    with pytest.raises(anno.SelectorError, match="more than once"):
        anno.resolve_selector("aa b aa", {"type": "TextQuoteSelector", "exact": "aa"})
    with pytest.raises(anno.SelectorError, match="does not occur"):
        anno.resolve_selector("aa b aa", {"type": "TextQuoteSelector", "exact": "c"})


def test_a_prefix_tells_two_quotations_apart():
    selector = {"type": "TextQuoteSelector", "exact": "aa", "prefix": "b "}
    assert anno.resolve_selector("aa b aa", selector) == (5, 7)


def test_what_is_written_of_a_passage_finds_it_in_a_text_that_says_its_words_twice():
    text, words = "Title\nAuthor\nThey met in Paris, and we met in Paris.", "met in Paris"
    start = text.rindex(words)
    row = {"start_words": words, "end_words": words, "start_char": start,
           "end_char": start + len(words)}  # fmt: skip
    _, quote, _ = anno.passage_selectors(row, text)
    edited = text.replace("Title", "A longer title")
    assert edited.count(words) == 2
    assert anno.resolve_selector(edited, quote) == (edited.rindex(words), len(edited) - 1)
    _, bare, _ = anno.passage_selectors(row)
    with pytest.raises(anno.SelectorError, match="more than once"):
        anno.resolve_selector(edited, bare)


def test_a_text_fragment_encodes_what_has_a_meaning_there():
    made = anno.text_fragment("a-b, c & d", "é «x»")
    assert made == "#:~:text=a%2Db%2C%20c%20%26%20d,%C3%A9%20%C2%ABx%C2%BB"
    assert anno.read_fragment(f"https://example.org/{made}") == ("a-b, c & d", "é «x»")


def test_a_fragment_with_prefix_and_suffix_keeps_the_words():
    assert anno.read_fragment("x#:~:text=before-,the%20words,-after") == ("the words", "")


@pytest.mark.parametrize("url", ["https://example.org", "x#:~:text=", "x#:~:text=a,b,c"])
def test_an_address_with_no_fragment_of_words_is_refused(url):
    with pytest.raises(anno.SelectorError):
        anno.read_fragment(url)


def test_no_more_than_the_locators_is_written_of_the_article(dossier, tmp_path):
    path = tmp_path / "a.jsonld"
    export_dossier(dossier, "web-annotation", path)
    page = json.loads(path.read_text(encoding="utf-8"))

    def quotations(value):
        if isinstance(value, dict):
            if value.get("type") == "TextQuoteSelector":
                yield value["exact"]
            for member in value.values():
                yield from quotations(member)
        elif isinstance(value, list):
            for member in value:
                yield from quotations(member)

    found = list(quotations(page["items"]))
    assert found and all(len(words.split()) <= 5 for words in found)


def test_a_foreign_annotation_keeps_where_but_not_the_words(tmp_path):
    exact = "these seven words are not kept here"
    annotation = {
        "@context": anno.CONTEXT, "id": "https://example.org/annos/n1", "type": "Annotation",
        "target": {"source": "https://example.org/a", "selector": [
            {"type": "TextQuoteSelector", "exact": exact},
            {"type": "TextPositionSelector", "start": 4, "end": 4 + len(exact)}]},
    }  # fmt: skip
    report, back = read(write(tmp_path, "a.json", annotation), tmp_path, "web-annotation")
    row = back.passages.iloc[0]
    assert (row.passage_id, row.start_char, row.start_words) == (
        "n1",
        4,
        "these seven words are not",
    )
    assert ("warning", "n1", "quote_not_kept") in reasons(report, "warning")
    assert ("missing", "n1", "required") in reasons(report, "missing")


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/map.jpg#xywh=10,10,50,50",
        {"source": "x", "selector": {"type": "SvgSelector", "value": "<svg/>"}},
    ],
)
def test_a_part_of_an_image_is_no_passage(tmp_path, target):
    annotation = {"id": "n3", "type": "Annotation", "target": target}
    report, _ = read(write(tmp_path, "a.json", annotation), tmp_path, "web-annotation")
    assert ("refused", "n3", "not_a_map") in reasons(report)


def test_markup_leaves_only_the_words_a_reader_sees():
    texts = ("a<br>b", "<script>x()</script>y", "3 < 4 > 2", "&lt;b&gt;")
    assert [strip_markup(text) for text in texts] == [
        ("a b", ["<br>"]), ("y", ["<script>", "x()", "</script>"]), ("3 < 4 > 2", []), ("<b>", []),
    ]  # fmt: skip


def test_an_address_of_a_fragment_is_a_passage(tmp_path):
    annotation = {
        "id": "n2", "type": "Annotation", "target": "https://example.org/a#:~:text=first,last%20word",
    }  # fmt: skip
    _, back = read(write(tmp_path, "a.json", annotation), tmp_path, "web-annotation")
    assert tuple(back.passages[["start_words", "end_words"]].iloc[0]) == ("first", "last word")


# --- KML, iCalendar ------------------------------------------------------------------------------


def test_kml_is_read_back_by_fastkml_with_spans_and_precision(dossier, tmp_path):
    path = tmp_path / "d.kml"
    export_dossier(dossier, "kml", path, lang="ru")
    document = KML.parse(path).features[0]
    marks = {m.id: m for folder in document.features for m in folder.features}
    assert len(marks) == len(dossier.events)
    for row in table_rows(dossier, "events"):
        mark = marks[f"event-{row['event_id']}"]
        assert mark.name == row["title_ru"]
        assert (mark.geometry is None) == (row["place_id"] == "")
        data = {d.name: d.value for d in mark.extended_data.elements}
        assert data["date"] == row["date"] and data["date_precision"]


def test_a_month_spans_all_its_days_in_kml(tiny, tmp_path):
    path = tmp_path / "d.kml"
    export_dossier(tiny, "kml", path)
    text = path.read_text(encoding="utf-8")
    assert "<begin>1814-08-01</begin>" in text and "<end>1814-08-31</end>" in text


def test_a_calendar_holds_full_days_only_and_lists_the_rest(dossier, tmp_path):
    from icalendar import Calendar

    path = tmp_path / "d.ics"
    report = export_dossier(dossier, "icalendar", path)
    calendar = Calendar.from_ical(path.read_bytes())
    written = {str(e["UID"]).split("@")[0]: e for e in calendar.walk("VEVENT")}
    left_out = {x.row for x in report.losses if x.kind == "left-out" and x.table == "events"}
    assert set(written) | left_out == set(dossier.events["event_id"])
    assert set(written) & left_out == set()
    dates = dict(zip(dossier.events["event_id"], dossier.events["date"], strict=True))
    for event_id, event in written.items():
        assert event.start.isoformat() == dates[event_id].split("/")[0]
    assert not [i for i in written if set(dates[i]) & set("?~%X[{")]


@pytest.mark.parametrize(
    ("date", "back", "is_told"),
    [
        ("2022-02-24T05:50:00+03:00", "2022-02-24T02:50:00Z", True),
        ("2022-02-24T10:00:00Z/2022-02-24T12:30:00Z", None, False),
        ("2022-02-24T14:00:00", None, False),
        ("2022-02-24/2022-02-26", None, False),
        ("2022-02-24T14:00:00/2022-02-26", "2022-02-24/2022-02-26", True),
    ],
)
def test_a_calendar_keeps_the_hours_of_an_event_or_tells_that_it_does_not(
    tmp_path, date, back, is_told
):
    """The hours were dropped and the report was silent."""
    (tmp_path / "events.csv").write_text(f"date,title,channel\n{date},A,one\n")
    report = export_dossier(read_dossier(tmp_path), "icalendar", tmp_path / "d.ics")
    assert [x.detail for x in report.losses if x.column == "date"] == [back] * is_told
    import_file(tmp_path / "d.ics", tmp_path / "back")
    assert read_dossier(tmp_path / "back").events["date"].tolist() == [back or date]


def test_no_clock_is_in_a_calendar(tiny, tmp_path):
    path = tmp_path / "d.ics"
    export_dossier(tiny, "icalendar", path)
    stamps = [x for x in path.read_text(encoding="utf-8").splitlines() if x.startswith("DTSTAMP")]
    assert stamps == ["DTSTAMP:18141201T000000Z"]


# --- citations -----------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported")
def test_citeproc_renders_every_source(dossier, tmp_path):
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )  # fmt: skip
    from citeproc.source.json import CiteProcJSON

    path = tmp_path / "s.json"
    export_dossier(dossier, "csl", path)
    source = CiteProcJSON(json.loads(path.read_text(encoding="utf-8")))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    rendered = [str(line) for line in bibliography.bibliography()]
    assert len(rendered) == len(dossier.sources)
    titles = "".join(rendered)
    assert all(title.split()[0].strip("[].,:") in titles for title in dossier.sources["title"])


@pytest.mark.parametrize(
    ("edtf", "parts", "circa"),
    [("2019-09-09", [[2019, 9, 9]], False), ("2019-09", [[2019, 9]], False),
     ("2019~", [[2019]], True), ("2019-01/2019-03", [[2019, 1], [2019, 3]], False)],
)  # fmt: skip
def test_a_csl_date_says_what_edtf_says(edtf, parts, circa):
    from chronotope.formats.csl import csl_date, issued_text

    made = csl_date(edtf)
    assert made == {"date-parts": parts, **({"circa": True} if circa else {})}
    assert issued_text(made) == edtf


def test_foreign_citations_leave_open_what_they_do_not_say(tmp_path):
    items = [
        {"id": "a", "type": "book", "title": "T", "publisher": "P",
         "author": [{"family": "Curie", "given": "Marie"}], "issued": {"date-parts": [[1911]]}},
        {"id": "b", "type": "article-newspaper", "title": "U", "container-title": "Le Temps",
         "issued": {"raw": "10/11/1911"}, "volume": 3},
        {"id": "c", "type": "webpage", "issued": {"date-parts": [["", 5]]}},
    ]  # fmt: skip
    report, back = read(write(tmp_path, "s.json", items), tmp_path, "csl")
    rows = back.sources.set_index("source_id")
    assert (rows.kind["a"], rows.kind["b"]) == ("", "press")  # a book may be of any kind
    assert (rows.author["a"], rows.date["a"], rows.date["b"]) == ("Marie Curie", "1911", "")
    assert reasons(report, "warning") == [
        ("warning", "a", "not_read"), ("warning", "b", "bad_date"), ("warning", "b", "not_read"),
        ("warning", "b", "not_read"), ("warning", "c", "bad_date"), ("warning", "c", "not_read"),
        ("warning", "c", "not_read"), ("warning", "c", "made_name"),
    ]  # fmt: skip


def test_bibtex_from_elsewhere_is_read_and_a_broken_entry_reported(tmp_path):
    text = r"""
@article{good1, title = {{\'E}tude \& {\"o}ther 50\% of {NATO}}, author = {Curie, Marie and
  {Le Monde}}, journal = "Le Temps", year = 1911, month = may}
@misc{good2, title = {T}, date = {1911-05-XX}, note = {n}}
@book{two, title = {A}
@misc{bad3, title = {T}, year = {19 May}}
"""
    report, back = read(write(tmp_path, "s.bib", text), tmp_path, "bibtex")
    rows = back.sources.set_index("source_id")
    assert rows.title["good1"] == "Étude & öther 50% of NATO"
    assert (rows.author["good1"], rows.date["good1"]) == ("Marie Curie;Le Monde", "1911-05")
    assert rows.kind["good1"] == ""
    assert rows.date["bad3"] == ""
    assert "parse_failed" in {reason for _, _, reason in reasons(report)}


# --- RO-Crate ------------------------------------------------------------------------------------

CRATE_TERMS = [
    "Dataset", "CreativeWork", "Article", "Person", "Organization", "name", "description",
    "datePublished", "inLanguage", "keywords", "about", "hasPart", "license", "author",
    "publisher", "identifier", "encodingFormat", "contentSize",
]  # fmt: skip


def test_the_validator_finds_a_whole_crate(tiny, tiny_dossier, tmp_path, monkeypatch):
    import rdflib.parser
    from rocrate_validator import models, services

    terms = {term: f"http://schema.org/{term}" for term in CRATE_TERMS}
    terms |= {"File": "http://schema.org/MediaObject"}
    terms |= {"conformsTo": "http://purl.org/dc/terms/conformsTo"}

    def stub(request, *_, **__):
        url = request.full_url
        assert url == "https://w3id.org/ro/crate/1.1/context"
        head = Message()
        head["Content-Type"] = "application/ld+json"
        return addinfourl(io.BytesIO(json.dumps({"@context": terms}).encode()), head, url, 200)

    monkeypatch.setattr(rdflib.parser, "_urlopen", stub)
    figures = tmp_path / "figures"
    figures.mkdir()
    (figures / "one two.svg").write_text("<svg/>")
    (figures / ".hidden").write_text("x")
    crate = tmp_path / "crate"
    licence = "https://creativecommons.org/licenses/by/4.0/"
    report = export_dossier(
        tiny, "ro-crate", crate, folder=tiny_dossier, include=[figures], licence=licence
    )
    assert report.is_whole
    assert (crate / "figures" / "one two.svg").is_file()
    assert not (crate / "figures" / ".hidden").exists()
    settings = services.ValidationSettings(
        rocrate_uri=models.URI(str(crate)),
        profile_identifier="ro-crate-1.1",
        requirement_severity=models.Severity.REQUIRED,
        skip_availability_check=True,
        # Both fetch the published context, which has no place in a test.
        skip_checks=["ro-crate-1.1_3.1", "ro-crate-1.1_3.2"],
        no_cache=True,
    )
    result = services.validate(settings)
    assert [f"{i.check.identifier}: {i.message}" for i in result.get_issues()] == []


def test_the_data_in_a_crate_are_the_dossier(tiny, tiny_dossier, tmp_path):
    export_dossier(tiny, "ro-crate", tmp_path / "a", folder=tiny_dossier)
    for file in sorted(tiny_dossier.iterdir()):
        assert (tmp_path / "a" / "data" / file.name).read_bytes() == file.read_bytes()
    export_dossier(tiny, "ro-crate", tmp_path / "b")
    again = read_dossier(tmp_path / "b" / "data")
    for table in ("events", "passages", "places"):
        assert table_rows(again, table) == table_rows(tiny, table)


def test_a_crate_without_a_licence_says_so(tiny, tmp_path):
    report = export_dossier(tiny, "ro-crate", tmp_path / "a")
    assert [(x.kind, x.column) for x in report.losses] == [("missing", "license")]


# --- precision codes -----------------------------------------------------------------------------


@pytest.mark.parametrize(("edtf", "code"), [("2019-09-09", 1), ("2019-09-09~", 2), ("2019-09", 3)])
def test_acled_codes_map_both_ways(edtf, code):
    day, found = codes.acled_date(edtf)
    assert found == code
    assert codes.edtf_of_acled(day, code) == edtf


@pytest.mark.parametrize(
    ("edtf", "code"),
    [("2019-09-09", 1), ("[2019-09-09..2019-09-12]", 2), ("[2019-09-09..2019-09-15]", 3),
     ("2019-09", 4), ("[2019-09-02..2019-09-20]", 4), ("2019", 5)],
)  # fmt: skip
def test_ucdp_codes_map_both_ways(edtf, code):
    first, last, found = codes.ucdp_dates(edtf)
    assert found == code
    assert codes.edtf_of_ucdp(first, last, code) == edtf


@pytest.mark.parametrize("edtf", ["2019-09-09/..", "/2019", "2019?", "2019-09-09?", "201X"])
def test_a_date_without_a_code_is_left_out(edtf):
    assert codes.acled_date(edtf) is None
    assert codes.ucdp_dates(edtf) is None


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("2019-09-09", "2019-09-01", 2), ("2019-09-09", "2019-09-10", 1), ("2019-09", "2019-09", 4),
     ("2019-09-09", "2019-09-09", 9), ("09/10/2019", "09/11/2019", 2)],
)  # fmt: skip
def test_ucdp_days_that_contradict_their_code_are_refused(first, last, code):
    with pytest.raises(DateError):
        codes.edtf_of_ucdp(first, last, code)


def test_place_precision_maps_both_ways():
    for precision in ("city", "representative", "area"):
        assert codes.place_precision("acled", codes.ACLED_PLACES[precision]) == precision
    for precision, area in (
        ("exact", ""), ("city", ""), ("representative", ""), ("area", "UA-14"), ("area", "SY"),
    ):  # fmt: skip
        code = codes.ucdp_place_code({"precision": precision, "area": area, "country": ""})
        assert codes.place_precision("ucdp", code) == precision


@pytest.mark.parametrize(
    ("area", "country", "code"),
    [("SY", "SY", 6), ("UA-14", "UA", 4), ("UA-14;UA-09", "UA", 5), ("X-GOLAN", "", 5),
     ("SY;IQ", "", None)],
)  # fmt: skip
def test_an_area_has_the_ucdp_code_of_its_order(area, country, code):
    place = {"precision": "area", "area": area, "country": country}
    assert codes.ucdp_place_code(place) == code


def test_an_event_in_an_area_of_several_countries_has_no_ucdp_code(tiny_dossier, tmp_path):
    file = tiny_dossier / "events.csv"
    file.write_text(file.read_text("utf-8").replace(",ghent,", ",great-lakes,"), "utf-8")
    lakes = read_dossier(tiny_dossier)
    report = export_dossier(lakes, "ucdp", tmp_path / "u.csv")
    assert "no_place_code" in {reason for _, _, reason in reasons(report, "left-out")}


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_what_did_not_take_place_is_no_row_of_those_who_count_what_did(dossier, tmp_path, form):
    report = export_dossier(dossier, form, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        written = {row["id" if form == "ucdp" else "event_id_cnty"] for row in csv.DictReader(file)}
    plans = {r["event_id"] for r in table_rows(dossier, "events")
             if r["status"] in ("announced", "cancelled", "postponed", "hoped")}  # fmt: skip
    assert plans and written and not plans & written
    assert plans <= {x.row for x in report.losses if x.kind == "left-out"}


def test_every_code_of_both_schemes_names_a_place():
    assert all(codes.place_precision("acled", code) for code in (1, 2, 3))
    assert all(codes.place_precision("ucdp", code) for code in range(1, 8))
    assert codes.place_precision("ucdp", 7) == "representative"
    assert not codes.place_precision("acled", 4) and not codes.place_precision("ucdp", 8)


def test_a_file_of_acled_is_read_without_guessing(tmp_path):
    text = (
        "event_id_cnty,event_date,time_precision,latitude,longitude,geo_precision,location,notes\n"
        "LBY1,09 September 2019,1,32.9,13.2,1,Tripoli,Clash\n"
        "LBY2,09/10/2019,1,32.9,13.2,1,Tripoli,Ambiguous\n"
        "LBY3,2019-09-15,3,132.9,13.2,1,Tripoli,Swapped\n"
        "LBY4,2019-09-15,7,32.9,13.2,9,Tripoli,No such code\n"
        "LBY5,2019-09-15,2,,,,,No place\n"
    )
    report, back = read(write(tmp_path, "a.csv", text), tmp_path, "acled")
    assert list(back.events["date"]) == ["2019-09-09", "2019-09", "2019-09-15~"]
    assert reasons(report) == [
        ("refused", "LBY2", "bad_date"),
        ("refused", "LBY3", "bad_position"),
        ("refused", "LBY4", "bad_date"),
    ]
    assert list(back.places["label_en"]) == ["Tripoli"]


# --- workbook ------------------------------------------------------------------------------------


def test_a_workbook_from_a_spreadsheet_program_is_read_with_its_dates(tmp_path):
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Events"
    sheet.append(["event_id", "date", "title_en", "rank", "my notes"])
    sheet.append(["E1", datetime(1936, 5, 3), " Sit-in\nbegins ", 1.0, "x"])
    sheet.append([None, None, None, None, None])
    sheet.append(["E2", "1936", "Strike", 2, None])
    book.create_sheet("Sheet2").append(["a"])
    book.save(tmp_path / "w.xlsx")
    report, back = read(tmp_path / "w.xlsx", tmp_path, "workbook")
    assert list(back.events["date"]) == ["1936-05-03", "1936"]
    assert back.events["title_en"].iloc[0] == "Sit-in begins"
    assert list(back.events["rank"]) == [1, 2]
    warned = {reason for _, _, reason in reasons(report, "warning")}
    assert warned == {"sheet_date", "unknown_column", "sheet_skipped"}


def test_a_text_that_looks_like_a_formula_stays_a_text(tiny_dossier, tmp_path):
    from openpyxl import load_workbook

    file = tiny_dossier / "events.csv"
    text = file.read_text(encoding="utf-8").replace("Treaty of Ghent", "=1+1")
    file.write_text(text, encoding="utf-8")
    path = tmp_path / "w.xlsx"
    export_dossier(read_dossier(tiny_dossier), "workbook", path)
    cells = [c for row in load_workbook(path)["events"].iter_rows() for c in row]
    assert [c.data_type for c in cells if c.value == "=1+1"] == ["s"]
    assert {c.data_type for c in cells if c.value} == {"s"}


def test_no_format_reads_the_clock_or_the_network():
    folder = next(p for p in sys.modules["chronotope.formats"].__path__)
    from pathlib import Path

    sources = "".join(p.read_text(encoding="utf-8") for p in sorted(Path(folder).glob("*.py")))
    for banned in ("datetime.now", "date.today", "time.time", "urlopen", "requests", "random"):
        assert banned not in sources
