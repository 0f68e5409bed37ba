"""What is wrong with a file of events comes in one report, counted, and nothing is dropped."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace

import pandas as pd
import pytest
from ged import ACLED, GED, rows_of, write_csv

from chronotope.dossier.errors import DossierError
from chronotope.layers import EngineError, Layer, check_layer, connect, get_kind


def layer_of(path, kind="ucdp-ged", mapping="", conditions=""):
    return Layer("x", get_kind(kind, mapping), str(path), conditions=conditions)


def report(con, path, *about, **more):
    return check_layer(layer_of(path, *about, **more), con)


def lines(found):
    return [f"{fault.column}: {fault.problem}" for fault in found.faults]


def test_the_real_rows_have_what_pandas_counts(con, syria):
    found = check_layer(syria, con)
    sample = pd.read_csv(syria.address)
    is_day = sample["date_prec"].eq(1) & sample["date_start"].eq(sample["date_end"])
    is_point = sample["where_prec"].le(2)
    assert found.rows == 16_566 and found.point_days == (is_day & is_point).sum()
    assert round(found.coarse_share, 3) == 0.153
    assert (found.spans, found.undated, found.unplaced) == (143, 0, 0)
    assert [line.split(",")[0] for line in lines(found)] == ["low", "best"]
    assert "30 rows: low is above best" in lines(found)[0]
    assert "71 rows: best is above high" in lines(found)[1]


def test_counts_alone_are_those_of_the_whole_report(con, syria):
    whole, counted = check_layer(syria, con), check_layer(syria, con, has_faults=False)
    assert whole.faults and not counted.faults
    assert counted == replace(whole, faults=())
    groups = syria.groups(con)
    assert check_layer(syria, con, groups=groups) == whole
    assert syria.aggregate(con, groups=groups).equals(syria.aggregate(con))


def test_every_fault_of_a_row_is_counted_in_one_report(con, tmp_path):
    changes = [
        {},
        {"id": "1"},
        {"date_start": "03/04/2016", "date_end": "03/04/2016"},
        {"date_start": "5 March 2016", "date_end": "5 March 2016"},
        {"date_start": "2016-03-09", "date_end": "2016-03-01", "date_prec": "2"},
        {"best": "-3"},
        {"latitude": "", "longitude": ""},
        {"where_prec": "9"},
        {"date_prec": "0"},
        {"priogrid_gid": "1"},
        {"low": "4"},
    ]
    found = report(con, write_csv(tmp_path / "a.csv", rows_of(GED, *changes)))
    text = "\n".join(lines(found))
    for part in (
        "date: 2 rows: no date that can be read, ids 3, 4 (03/04/2016, 5 March 2016)",
        "date: 1 row: the last day is before the first, ids 5",
        "best: 1 row: not a number of dead from 0, ids 6",
        "latitude, longitude: 1 row: no point on Earth, ids 7",
        "where_prec: 1 row: no code of place precision that the codebook has, ids 8",
        "date_prec: 1 row: no code of date precision that the codebook has, ids 9",
        "priogrid_gid: 1 row: another PRIO-GRID cell than that of its coordinates, ids 10",
        "low, best: 1 row: low is above best, ids 11",
        "id: 1 id: the id stands there more than once, ids 1",
    ):
        assert part in text
    assert len(found.faults) == 9
    counts = layer_of(tmp_path / "a.csv").aggregate(con)
    assert counts["events"].sum() == len(changes) == found.rows
    assert counts["unread"].sum() == 1
    assert (found.undated, found.unplaced) == (3, 1)


def test_swapped_coordinates_are_found_by_the_country(con, tmp_path):
    path = write_csv(
        tmp_path / "a.csv",
        rows_of(ACLED, {}, {"latitude": "37.16", "longitude": "36.2"},
                {"latitude": "39.2", "longitude": "35.1", "country": "Syria"}),
    )  # fmt: skip
    text = "\n".join(lines(report(con, path, "acled")))
    # 37.16 N 36.2 E is in Turkey and 35.1 N 39.2 E in Syria; the second row is in Turkey anyway.
    assert "latitude and longitude exchanged, ids SYR2, SYR3" in text


def test_a_clean_file_has_no_fault(con, tmp_path):
    found = report(con, write_csv(tmp_path / "a.csv", rows_of(GED, {}, {})))
    assert found.faults == () and found.coarse_share == 0
    none = report(con, write_csv(tmp_path / "a.csv", rows_of(GED, {}, {})), conditions="year=1900")
    assert str(none) == "x: no rows. Its file has none, or none that meets its filter."


@pytest.mark.parametrize("ids", [[1, 2, 3], [5, 5, 6], [7, 7, 10**12], [10**12, 1, 2]])
def test_ids_that_are_numbers_are_counted_as_texts_are(con, tmp_path, ids):
    rows = [{**row, "id": n} for row, n in zip(rows_of(GED, {}, {}, {}), ids, strict=True)]
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    found = report(con, tmp_path / "a.parquet")
    assert found.counts.get("id", 0) == len(ids) - len(set(ids))
    assert found.counts == report(con, write_csv(tmp_path / "a.csv", rows)).counts


# What a group of rows says is asked of it once: the numbers are those of every row asked.
@pytest.mark.parametrize("kind", ["ucdp-ged", "acled", "table"])
def test_rules_asked_of_groups_count_the_rows(con, tmp_path, kind):
    changes = [{}, {}, {"latitude": "91"}, {"longitude": ""}, {"country": ""}]
    base = ACLED if kind == "acled" else GED
    path = write_csv(tmp_path / "a.csv", rows_of(base, *changes))
    mapping = "date=date_start;latitude=latitude;longitude=longitude" if kind == "table" else ""
    layer = layer_of(path, kind, mapping)
    found, rows = check_layer(layer, con), layer.rows(con).to_pandas()
    is_day = rows["first"].notna() & rows["first"].eq(rows["last"])
    assert found.rows == len(rows) == 5
    assert found.point_days == (is_day & rows["level"].eq("point")).sum()
    assert found.unplaced == rows["level"].eq("nowhere").sum()
    assert found.counts["point"] == 2


# --- files ---------------------------------------------------------------------------------------


def refusal(con, path, kind="ucdp-ged", mapping=""):
    with pytest.raises(DossierError) as error:
        layer_of(path, kind, mapping).aggregate(con)
    return str(error.value)


def test_a_release_with_other_columns_is_named_column_by_column(con, tmp_path):
    rows = [{k: v for k, v in row.items() if k not in ("best", "date_prec")}
            for row in rows_of(GED, {})]  # fmt: skip
    text = refusal(con, write_csv(tmp_path / "a.csv", rows))
    assert "a.csv row 1, best: no such column in this file" in text
    assert "a.csv row 1, date_precision: no such column in this file" in text
    assert "best or best_est" in text and "Name it in the mapping" in text


def test_two_spoiled_files_of_a_folder_come_in_one_report(con, tmp_path):
    write_csv(tmp_path / "a.csv", [{"id": "1"}])
    (tmp_path / "b.csv").write_text("", "utf-8")
    text = refusal(con, tmp_path)
    assert "a.csv row 1, best" in text and "b.csv: the file is empty" in text


def test_latin_1_is_refused_by_its_line_and_read_when_it_is_named(con, tmp_path):
    path = write_csv(tmp_path / "a.csv", rows_of(GED, {}, {"adm_1": "Müşrife"[:1] + "ü"}),
                     encoding="latin-1")  # fmt: skip
    text = refusal(con, path)
    assert "a.csv" in text and "not UTF-8" in text and "encoding=latin-1" in text
    table = layer_of(path, mapping="encoding=latin-1").aggregate(con)
    assert "Mü" in set(table["unit"])


def test_a_truncated_parquet_file_is_named(con, tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame(rows_of(GED, {})).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])
    assert "a.parquet: the Parquet file is cut short or broken" in refusal(con, path)
    path.write_bytes(b"")
    assert "a.parquet: the file is empty" in refusal(con, path)


def test_a_truncated_gzip_file_is_named(con, tmp_path):
    whole = write_csv(tmp_path / "a.txt", rows_of(GED, *[{}] * 20_000)).read_bytes()
    path = tmp_path / "a.csv.gz"
    # An engine reads to the cut: at the end of a line it would tell of nothing.
    packed = zlib.compressobj(wbits=31)
    at_a_line = packed.compress(whole) + packed.flush(zlib.Z_SYNC_FLUSH)
    for cut in (gzip.compress(whole)[:-2000], at_a_line, b"\x1f\x8bno"):
        path.write_bytes(cut)
        assert "a.csv.gz: the gzip file is cut short or broken" in refusal(con, path)


def test_a_line_of_another_length_stops_the_reading(con, tmp_path):
    path = write_csv(tmp_path / "a.csv", rows_of(GED, {}, {}))
    path.write_text(path.read_text("utf-8") + "9,too short\n", "utf-8")
    assert "a.csv row 4: 2 fields, where the header has 16" in refusal(con, path)


def test_another_delimiter_is_named_and_read_where_the_mapping_names_it(con, tmp_path):
    path = write_csv(tmp_path / "a.csv", rows_of(GED, {}, {}))
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")
    assert "Write delimiter=semicolon in the mapping" in refusal(con, path)
    table = layer_of(path, mapping="delimiter=semicolon").aggregate(con)
    assert table["events"].sum() == 2


@pytest.mark.parametrize(
    ("name", "problem"),
    [("none.csv", "there is no such file or folder"), ("empty", "no file of events in this folder"),
     ("a.zip", "not a kind of file that can be read"),
     ("https://example.org/a.csv", "an address on the net, and nothing is fetched")],
)  # fmt: skip
def test_an_address_that_leads_nowhere_says_so(con, tmp_path, name, problem):
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.zip").write_bytes(b"PK")
    text = refusal(con, name if "://" in name else tmp_path / name)
    assert problem in text and "Correct the address in layers.csv" in text


@pytest.mark.parametrize(
    ("engine", "address", "message"),
    [
        ("sqlite", "", "unknown engine 'sqlite': choose one of duckdb, spark"),
        ("duckdb", "none.duckdb", "no DuckDB database 'none.duckdb'"),
        ("spark", "spark://127.0.0.1:1", "nothing answers at spark://127.0.0.1:1"),
        ("spark", "yarn", r"address of Spark 'yarn': write local\[2\] or spark://host:port"),
    ],
)
def test_an_engine_that_is_not_there_is_named(engine, address, message):
    with pytest.raises(EngineError, match=message):
        connect(engine, address)


def test_a_table_of_a_database_is_a_layer(tmp_path):
    import duckdb

    base = str(tmp_path / "events.duckdb")
    with duckdb.connect(base) as made:
        frame = pd.DataFrame(rows_of(GED, {}, {}))
        made.register("frame", frame)
        made.execute("CREATE TABLE events AS SELECT * FROM frame")
    table = layer_of("table:events").aggregate(connect("duckdb", base))
    assert table["events"].sum() == 2
    with pytest.raises(DossierError, match="nothing"):
        layer_of("table:nothing").aggregate(connect("duckdb", base))
