"""Counts by area and time that claim no more than the rows say."""

from __future__ import annotations

import math
from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest
from ged import GED, rows_of, write_csv

from chronotope.layers import AREAS, TIMES, Layer, get_kind
from chronotope.layers.grids import (
    CELL_KM2,
    COLUMNS,
    ROWS,
    Box,
    equal_box,
    equal_cell,
    prio_cell,
)

DEATHS = 112_337  # of the column best of the sample, added up by pandas below


@pytest.fixture(scope="module")
def sample(syria):
    return pd.read_csv(syria.address)


def count(con, path, **how):
    return Layer("x", get_kind("ucdp-ged"), str(path)).aggregate(con, **how)


def test_every_row_and_every_death_is_in_exactly_one_count(con, syria, sample):
    assert sample["best"].sum() == DEATHS
    for area in AREAS:
        for time in TIMES if area == "unit" else ("month",):
            table = syria.aggregate(con, area=area, time=time)
            assert table["events"].sum() == len(sample)
            assert table["best"].sum() == DEATHS
            assert not table.duplicated(["level", "country", "unit", "cell", "first", "last"]).any()


def test_a_row_known_to_a_province_or_a_state_fills_no_cell(con, syria, sample):
    for area in ("prio-grid", "equal-area"):
        table = syria.aggregate(con, area=area)
        cells = table[table["cell"].notna()]
        assert cells["events"].sum() == sample["where_prec"].le(2).sum()
        assert set(cells["level"]) == {"point"}
        apart = table[table["cell"].isna()]
        assert set(apart["level"]) == {"unit", "country"}
        assert apart["events"].sum() == sample["where_prec"].ge(3).sum()


def test_the_cells_are_those_that_ucdp_itself_gives_all_rows(con, syria):
    rows = syria.rows(con)
    ours = rows.select(ours=prio_cell(rows.latitude, rows.longitude), theirs=rows.cell).to_pandas()
    assert len(ours) == 16_566
    assert ours["ours"].eq(ours["theirs"]).sum() == 16_566


def test_a_row_that_may_be_of_two_months_is_in_neither(con, syria, sample):
    table = syria.aggregate(con, area="country", time="month")
    spans = table[table["first"] < table["last"]]
    months = sample["date_start"].str[:7].ne(sample["date_end"].str[:7])
    assert spans["events"].sum() == months.sum() == 143
    assert spans["best"].sum() == sample.loc[months, "best"].sum()
    # The rows of a whole year: six of 2016, and two that leave out three days of 2017.
    years = spans[spans["last"].dt.month.eq(12) & spans["first"].dt.month.eq(1)]
    seen = list(zip(years["first"].dt.year, years["events"], years["best"], strict=True))
    assert seen == [(2016, 6, 16_517), (2017, 2, 1_712)]


def test_neither_end_of_a_span_makes_a_month_the_bloodiest(con, syria, sample):
    table = syria.aggregate(con, area="country", time="month")
    inside = table[table["first"] == table["last"]].groupby("first")["best"].sum()
    by_start = sample.groupby(sample["date_start"].str[:7])["best"].sum()
    by_end = sample.groupby(sample["date_end"].str[:7])["best"].sum()
    assert by_start.idxmax() == "2016-01" and by_end.idxmax() == "2016-12"
    assert inside.idxmax().strftime("%Y-%m") not in ("2016-01", "2016-12")


def test_a_month_is_not_put_on_a_day(con, tmp_path):
    changes = [
        {},
        {"date_prec": "4", "date_start": "2016-03-01", "date_end": "2016-03-31"},
        {"date_start": "no day", "date_end": "no day"},
    ]
    path = write_csv(tmp_path / "a.csv", rows_of(GED, *changes))
    table = count(con, path, time="day")
    seen = list(zip(table["first"].dt.date, table["last"].dt.date, table["events"], strict=True))
    assert (date(2016, 3, 5), date(2016, 3, 5), 1) in seen
    assert (date(2016, 3, 1), date(2016, 3, 31), 1) in seen
    assert table["first"].isna().sum() == 1
    month = count(con, path, time="month")
    dated = month[month["first"].notna()]
    assert dated[["events", "best"]].to_numpy().tolist() == [[2, 6]]


def test_an_interval_turned_round_is_not_dated(con, tmp_path):
    change = {"date_start": "2016-03-09", "date_end": "2016-03-01", "date_prec": "2"}
    table = count(con, write_csv(tmp_path / "a.csv", rows_of(GED, change)))
    assert table["first"].isna().all() and table["events"].sum() == 1


def test_low_best_and_high_are_added_apart_and_what_cannot_be_read_is_counted(con, tmp_path):
    # 1.000 may be one, or a thousand.
    changes = [{}, {"best": "-4"}, {"high": "x"}, {"best": "1.000"}, {"best": "3.0"}]
    path = write_csv(tmp_path / "a.csv", rows_of(GED, *changes))
    table = count(con, path, area="country")
    assert table[["low", "best", "high", "unread"]].to_numpy().tolist() == [[10, 9, 20, 2]]
    rows = pd.DataFrame(rows_of(GED, {}, {"best": "-4"}, {"best": None, "high": None}))
    for types in (("int64", "Int64", "Int64"), ("uint64", "Int8", "float64")):
        named = dict(zip(("low", "best", "high"), types, strict=True))
        typed = rows.assign(**{name: pd.to_numeric(rows[name]) for name in named}).astype(named)
        typed.to_parquet(tmp_path / "a.parquet")
        found = count(con, tmp_path / "a.parquet", area="country")
        assert found[["low", "best", "high", "unread"]].to_numpy().tolist() == [[6, 3, 10, 2]]


def test_territory_follows_the_point_of_view_and_only_for_points(con, tmp_path):
    crimea = {"latitude": "45.3", "longitude": "34.4", "country": "Ukraine", "adm_1": "Crimea"}
    path = write_csv(tmp_path / "a.csv", rows_of(GED, crimea, {**crimea, "where_prec": "4"}, {}))
    for view, points in (("un", {"UA": 2, "SY": 1}), ("ru", {"RU": 1, "UA": 1, "SY": 1})):
        table = count(con, path, area="territory", point_of_view=view)
        assert table.groupby("country")["events"].sum().to_dict() == points
    with pytest.raises(ValueError, match="point of view 'x'"):
        count(con, path, area="territory", point_of_view="x")


def test_an_unknown_area_or_time_is_named_with_those_there_are(con, syria):
    with pytest.raises(ValueError, match="unknown area 'hexagon': choose one of country, unit"):
        syria.aggregate(con, area="hexagon")
    with pytest.raises(ValueError, match="unknown time 'week': choose one of day, month"):
        syria.aggregate(con, time="week")


# --- the grids -----------------------------------------------------------------------------------


def test_a_point_lies_in_the_box_of_its_cell(con):
    rng = np.random.default_rng(2019)
    edges = [(y, x) for y in (-90, -30, 0, 30, 89.5, 90) for x in (-180, -0.5, 0, 179.5, 180)]
    points = [*edges, *zip(rng.uniform(-90, 90, 3000), rng.uniform(-180, 180, 3000), strict=True)]
    table = ibis.memtable(pd.DataFrame(points, columns=["latitude", "longitude"], dtype=float))
    cells = con.to_pandas(
        table.select(
            "latitude",
            "longitude",
            prio=prio_cell(table.latitude, table.longitude),
            equal=equal_cell(table.latitude, table.longitude),
        )
    )
    assert cells["prio"].nunique() > 2900
    for row in cells.itertuples():
        south, west = (n / 2 for n in divmod(row.prio - 1, COLUMNS))
        prio_box = Box(west - 180, south - 90, west - 179.5, south - 89.5)
        for box in (prio_box, equal_box(row.equal)):
            slack = 1e-5  # the nudge of an edge near a pole is that wide
            assert box.south - slack <= row.latitude <= box.north + slack
            assert box.west <= row.longitude <= box.east


def test_the_cells_of_the_equal_area_grid_have_one_area():
    for row in (0, 1, 90, 180, 253, 359):
        box = equal_box(row * COLUMNS + 1)
        share = (math.sin(math.radians(box.north)) - math.sin(math.radians(box.south))) / 2
        area = share * 4 * math.pi * 6371.0088**2 / COLUMNS
        assert area == pytest.approx(CELL_KM2, rel=1e-9)
    assert pytest.approx(1968, abs=1) == CELL_KM2
    with pytest.raises(ValueError, match="cell 0: not one of 1 to 259200"):
        equal_box(0)
    assert equal_box(COLUMNS * ROWS).north == 90


def test_a_point_on_an_edge_of_a_row_goes_north_of_it(con):
    table = con.create_table("edge", pd.DataFrame({"y": [30.0, -30.0, 0.0, 90.0, -90.0]}),
                             overwrite=True)  # fmt: skip
    rows = table.select("y", cell=equal_cell(table.y, table.y * 0)).to_pandas()
    south = [equal_box(cell).south for cell in rows["cell"]]
    assert south[:3] == pytest.approx([30, -30, 0]) and south[3] < 90 and south[4] == -90
