import csv
import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import write_tiny_dossier

import chronotope.dossier.checks as checks
from chronotope.dossier.checks import check_dossier, places, read_dossier, shipped_folder
from chronotope.dossier.errors import DossierError
from chronotope.dossier.read import load_dossier, table_names

BELGIUM = {(3.7174, 51.0543): "BE", (51.0543, 3.7174): None, (2.35, 48.85): "FR"}


def rows_of(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(folder, table, rows):
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def spoil(folder, table, index, **cells):
    """Change cells of one row of a table."""
    rows = rows_of(folder, table)
    assert set(cells) <= set(rows[index])
    rows[index].update(cells)
    write_rows(folder, table, rows)


def report(folder):
    with pytest.raises(DossierError) as error:
        read_dossier(folder)
    return str(error.value)


# --- the whole -----------------------------------------------------------------------------------


def test_the_shipped_dossier_obeys_every_rule(dossier):
    assert check_dossier(dossier) == []


def test_the_shipped_dossier_is_the_default(dossier):
    assert dossier.folder_name == shipped_folder().name


def test_a_dossier_of_another_subject_and_century_obeys_every_rule(tiny_dossier):
    assert check_dossier(read_dossier(tiny_dossier)) == []


def test_reading_without_a_shipped_dossier_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "SHIPPED", tmp_path / "datasets.json")
    with pytest.raises(DossierError, match=r"no dossier is shipped.*Name the folder of a dossier"):
        read_dossier()


def test_faults_of_form_and_of_sense_come_in_one_report(tiny_dossier):
    spoil(tiny_dossier, "events", 0, date="09/10/1814", status="gone")
    spoil(tiny_dossier, "positions", 0, statement_id="")
    (tiny_dossier / "frames.csv").unlink()
    text = report(tiny_dossier)
    parts = ("date '09/10/1814'", "status 'gone'", "positions.csv row 2", "frames.csv: the file is")
    assert all(part in text for part in parts)
    assert len(text.splitlines()) == 4


def test_every_fault_says_where_what_is_allowed_and_what_to_do(tiny_dossier):
    for table in table_names():
        rows = rows_of(tiny_dossier, table)
        if rows:
            write_rows(tiny_dossier, table, [dict.fromkeys(r, "?!;?!") for r in rows])
    with pytest.raises(DossierError) as error:
        read_dossier(tiny_dossier)
    faults = error.value.faults
    assert len(faults) > 100
    assert all(f.file and f.problem and f.allowed and f.remedy for f in faults)


# --- each rule, seen to fail ---------------------------------------------------------------------

SPOILED = [
    ("events", 0, {"date": "1814-13"}, "events.csv row 2, date '1814-13': not EDTF (month 13)."),
    ("events", 0, {"date": "08/09/1814"}, "ambiguous: 9 August 1814 or 8 September 1814."),
    ("events", 0, {"date": "1814-08/1814-07"}, "the end comes before the start."),
    ("events", 0, {"date": "-12000"}, "date '-12000': "),
    ("periods", 0, {"date": "1812"}, "periods.csv row 2, date '1812': not an interval."),
    ("figures", 0, {"window": "1815-01"}, "window '1815-01': not an interval."),
    ("sources", 0, {"date": "last year"},
     "sources.csv row 2, date 'last year': no date that can be read"),
    ("events", 0, {"actors": "gov-gb;gov-uk"}, "actors 'gov-uk': an unknown id. Allowed: an id of "
     "actors.csv. Write gov-us or gov-gb?"),
    ("events", 2, {"theatres": "great-lake"}, "theatres 'great-lake': an unknown id."),
    ("events", 0, {"passages": "P1;P1"}, "passages 'P1': twice in the list."),
    ("topics", 0, {"passages": "P1;P9"}, "topics.csv row 2, passages 'P9': an unknown id."),
    ("periods", 0, {"events": "E9"}, "periods.csv row 2, events 'E9': an unknown id."),
    ("positions", 0, {"actor_id": "gov-us"}, "a duplicate id (also in row 2)"),
    ("events", 2, {"status": "held"}, "replaced_by 'E2': the event is held: nothing"),
    ("events", 2, {"replaced_by": "E3"}, "replaced_by 'E3': an event replaces itself in the end."),
    ("events", 2, {"replaced_by": "E7"}, "replaced_by 'E7': an unknown id."),
    ("events", 2, {"status_then": "cancelled"}, "status_then 'cancelled': the same as status."),
    ("events", 1, {"status_then": "held"}, "status_then 'held': the same as status."),
    ("events", 1, {"status": "recalled", "status_then": "held"},
     "status_then 'held': the event lies after 1814-12-01."),
    ("events", 2, {"status": "held", "replaced_by": ""}, "form 'planned-meeting': the event co"),
    ("figures", 0, {"frame_id": "pacific"}, "frame_id 'pacific': an unknown id."),
    ("places", 0, {"area": "BE"}, "places.csv row 2, area 'BE': a city has an area."),
    ("places", 1, {"area": ""}, "places.csv row 3, area: a theatre with no area. Allowed: units "
     "for an area, blank for a point. Write the codes of its units, or the kind city for"),
    ("frames", 0, {"west": "30"}, "west,east '30, 20': 350 degrees are more than one map can"),
    ("frames", 0, {"projection": "lcc"}, "parallel_1: blank for a conic projection."),
    ("frames", 0, {"inset_of": "atlantic"}, "inset_of 'atlantic': an inset of itself."),
    ("mentions", 1, {"place_id": "ghent", "use": "used"},
     "mentions.csv row 3, place_id 'ghent': a map mark would rest on a government."),
    ("mentions", 0, {"role": "demonym"}, "place_id 'ghent': a map mark would rest on a demonym."),
    ("mentions", 0, {"role": "institution", "use": "rejected"},
     "events.csv row 2, place_id 'ghent': the mark rests only on institution “Ghent”."),
    ("mentions", 0, {"surface": "Gent"}, "surface 'Gent': 4 characters, but the offsets span 5."),
    ("mentions", 0, {"passage_id": "P2"}, "mentions.csv row 2, start_char,end_char"),
    ("passages", 0, {"start_words": "a b c d e f"}, "start_words 'a b c d e f': 6 words. Allowed:"),
    ("passages", 0, {"start_char": "400", "end_char": "300"}, "the end is not after the start."),
    ("passages", 1, {"end_char": "99999"}, "end_char '99999': after the end of the article."),
    ("passages", 1, {"end_char": "9"}, "the end is not after the start."),
    ("sentences", 1, {"start_char": "60"}, "sentences.csv row 3, start_char '60': overlaps S1."),
    ("positions", 0, {"stance": "not-stated"}, "statement_id 'T1': the stance is not-stated."),
    ("positions", 1, {"stance": "opposes"}, "positions.csv row 3, statement_id: the stance is opp"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "index", "cells", "message"), SPOILED)
def test_a_spoiled_row_is_refused_with_its_place_and_reason(
    tiny_dossier, table, index, cells, message
):
    spoil(tiny_dossier, table, index, **cells)
    assert message in report(tiny_dossier)


@pytest.mark.parametrize("column", ["event_id", "passages", "title_fr", "rank", "status"])
def test_a_missing_column_is_one_fault_and_not_one_a_row(tiny_dossier, column):
    rows = rows_of(tiny_dossier, "events")
    write_rows(tiny_dossier, "events", [{k: r[k] for k in r if k != column} for r in rows])
    assert report(tiny_dossier).startswith(f"events.csv row 1, {column}: the column is missing.")
    assert len(report(tiny_dossier).splitlines()) == 1


def test_words_longer_than_the_passage_they_locate_are_refused(tiny_dossier):
    start = int(rows_of(tiny_dossier, "passages")[1]["start_char"])
    spoil(tiny_dossier, "passages", 1, end_char=str(start + 1))
    assert "start_words 'London hoped for': longer than the 1 characters" in report(tiny_dossier)


def test_two_passages_with_one_locator_are_refused(tiny_dossier):
    rows = rows_of(tiny_dossier, "passages")
    write_rows(tiny_dossier, "passages", [*rows, {**rows[0], "passage_id": "P3"}])
    message = (
        "passages.csv row 4, start_words,end_words 'The envoys met … about the lakes': the same"
    )
    assert message in report(tiny_dossier)


def test_a_place_may_be_named_by_the_mention_that_is_rejected_for_it(tiny_dossier):
    place = {**rows_of(tiny_dossier, "places")[0], "place_id": "london", "country": ""}
    write_rows(tiny_dossier, "places", [*rows_of(tiny_dossier, "places"), place])
    spoil(tiny_dossier, "mentions", 1, place_id="london")
    assert "london" in read_dossier(tiny_dossier).mentions["place_id"].tolist()
    spoil(tiny_dossier, "events", 2, place_id="london")
    message = "events.csv row 4, place_id 'london': the mark rests only on government “London”."
    assert message in report(tiny_dossier)


def test_replacements_that_go_round_in_a_circle_are_refused(tiny_dossier):
    spoil(tiny_dossier, "events", 1, replaced_by="E3", status="postponed")
    assert "replaced_by 'E3': an event replaces itself in the end." in report(tiny_dossier)


# --- places against the base map -----------------------------------------------------------------


@pytest.fixture
def small_world(monkeypatch):
    """A base map of four points, so that these tests need no polygons."""
    monkeypatch.setattr(places, "_country_at", lambda x, y: BELGIUM.get((round(x, 4), round(y, 4))))
    monkeypatch.setattr(places, "_unknown_units", lambda codes: codes - {"US", "CA"})


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"longitude": "51.0543", "latitude": "3.7174"},
         "longitude,latitude '51.0543, 3.7174': longitude and latitude are swapped. Allowed: a "
         "point in BE. Write longitude 3.7174 and latitude 51.0543."),
        ({"longitude": "2.35", "latitude": "48.85"}, "the point lies in FR; the nearest outline"),
        ({"longitude": "-30", "latitude": "40"}, "'-30, 40': the point lies in no country;"),
        ({"country": "NL"}, "the point lies in BE; the nearest outline of NL is 17.9 km"),
    ],
)  # fmt: skip
def test_a_place_outside_its_country_is_refused(tiny_dossier, small_world, cells, message):
    spoil(tiny_dossier, "places", 0, **cells)
    assert message in report(tiny_dossier)


def test_an_area_of_unknown_units_is_refused_by_check_units(tiny_dossier, small_world):
    spoil(tiny_dossier, "places", 1, area="US;QQ")
    assert "area 'QQ': no such unit on the base map." in report(tiny_dossier)


def test_the_real_base_map_tells_swapped_and_foreign_coordinates(tiny_dossier):
    spoil(tiny_dossier, "places", 0, longitude="48.8566", latitude="2.3522", country="FR")
    assert "longitude and latitude are swapped. Allowed: a point in FR." in report(tiny_dossier)
    spoil(tiny_dossier, "places", 0, longitude="2.3522", latitude="48.8566", country="BE")
    assert "the point lies in FR; the nearest outline of BE is 180.1 km" in report(tiny_dossier)


def test_the_real_base_map_knows_its_units(tiny_dossier):
    spoil(tiny_dossier, "places", 1, area="US;UA-14;QQ")
    lines = report(tiny_dossier).splitlines()
    assert [line[:40] for line in lines] == ["places.csv row 3, area 'QQ': no such uni"]


# --- spoiled at random ---------------------------------------------------------------------------


def tree(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def is_read_or_refused(folder):
    """Whether a dossier is read or refused by its own error, with nothing written."""
    before = tree(folder)
    try:
        dossier = read_dossier(folder)
    except DossierError as error:
        assert error.faults
        assert str(error).count("\n") == len(error.faults) - 1
    else:
        assert check_dossier(load_dossier(folder)) == []
        assert repr(dossier)
    return tree(folder) == before


def folder_for(factory, source=None):
    folder = factory.mktemp("spoiled") / "dossier"
    return shutil.copytree(source, folder) if source else write_tiny_dossier(folder)


SLOW = settings(max_examples=15, suppress_health_check=list(HealthCheck))
FILES = [f"{name}.csv" for name in table_names()] + ["datapackage.json"]
CELLS = st.one_of(
    st.sampled_from(["", "0", "-1", "1e9", "NaN", "inf", "9" * 400, "held", "place", "..", "/",
                     "1814-13", "1814-1X", "01/02/1814", "a;;b", ";", "=1+1", "<script>", "${x}",
                     "ghent", "E1", "P1", "X", "US;CA", "{", "\u202e", "\ud7ff",
                     "\n", '"', "\u00a0"]),
    st.text(max_size=20),
)  # fmt: skip


@SLOW
@given(
    file=st.sampled_from(FILES),
    at=st.floats(0, 1),
    cut=st.integers(0, 30),
    insert=st.binary(max_size=8),
)
def test_bytes_spoiled_at_random_are_read_or_refused(tmp_path_factory, file, at, cut, insert):
    folder = folder_for(tmp_path_factory)
    raw = (folder / file).read_bytes()
    start = int(at * len(raw))
    (folder / file).write_bytes(raw[:start] + insert + raw[start + cut :])
    assert is_read_or_refused(folder)


@SLOW
@given(data=st.data())
def test_cells_of_the_shipped_dossier_spoiled_at_random_are_read_or_refused(tmp_path_factory, data):
    folder = folder_for(tmp_path_factory, shipped_folder())
    for _ in range(data.draw(st.integers(1, 4))):
        table = data.draw(st.sampled_from([t for t in table_names() if rows_of(folder, t)]))
        rows = rows_of(folder, table)
        index = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.sampled_from(list(rows[0])))
        rows[index][column] = data.draw(CELLS)
        write_rows(folder, table, rows)
    assert is_read_or_refused(folder)


@SLOW
@given(data=st.data())
def test_rows_and_columns_dropped_doubled_or_moved_are_read_or_refused(tmp_path_factory, data):
    folder = folder_for(tmp_path_factory)
    table = data.draw(st.sampled_from(table_names()))
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        grid = list(csv.reader(file))
    if data.draw(st.booleans()):
        grid = data.draw(st.lists(st.sampled_from(grid), max_size=5))
    else:
        order = data.draw(st.lists(st.integers(0, len(grid[0]) - 1), max_size=len(grid[0])))
        grid = [[row[i] for i in order] for row in grid]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(grid)
    assert is_read_or_refused(folder)


@SLOW
@given(files=st.sets(st.sampled_from(FILES), min_size=1, max_size=5), text=st.text(max_size=40))
def test_files_removed_emptied_or_replaced_are_read_or_refused(tmp_path_factory, files, text):
    folder = folder_for(tmp_path_factory)
    for number, file in enumerate(sorted(files)):
        if number % 2:
            (folder / file).unlink()
        else:
            (folder / file).write_text(text, encoding="utf-8", newline="")
    assert is_read_or_refused(folder)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


@SLOW
@given(data=st.data(), value=JSON)
def test_a_package_spoiled_anywhere_is_read_or_refused(tmp_path_factory, data, value):
    folder = folder_for(tmp_path_factory)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    node, keys = package, list(package)
    while True:
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            node[key] = value
            break
        node = node[key]
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    path.write_text(json.dumps(package), encoding="utf-8")
    assert is_read_or_refused(folder)
