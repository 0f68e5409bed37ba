"""What a row of event data is taken to say, and what it is not taken to say."""

from __future__ import annotations

import gzip
from datetime import date, timedelta

import pytest
from ged import ACLED, GED, gdelt_line, rows_of, write_csv
from hypothesis import given
from hypothesis import strategies as st

from chronotope.dossier.errors import DossierError
from chronotope.layers import Layer, get_kind
from chronotope.layers.kinds import ROLES


def read(con, path, kind="ucdp-ged", mapping="", conditions=""):
    layer = Layer("x", get_kind(kind, mapping), str(path), conditions=conditions)
    table = layer.rows(con).order_by("id").to_pandas()
    for name in ("first", "last"):
        table[name] = [None if value is None or value != value else value.date()
                       for value in table[name]]  # fmt: skip
    return table


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016-03-05", date(2016, 3, 5), date(2016, 3, 5)),
        ("2016-03-05 00:00:00.000", date(2016, 3, 5), date(2016, 3, 5)),
        ("2016-03-05T9:30", date(2016, 3, 5), date(2016, 3, 5)),
        ("2016-03-05 or later", None, None),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02-30", None, None),
        ("2016-3-5", None, None),
        ("03/04/2016", None, None),
        ("", None, None),
    ],
)
def test_a_date_is_all_the_days_it_allows(con, tmp_path, text, first, last):
    path = write_csv(tmp_path / "a.csv", rows_of(GED, {"date_start": text, "date_end": text}))
    row = read(con, path).iloc[0]
    assert (row["first"], row["last"]) == (first, last)


@pytest.mark.parametrize(
    ("form", "text"),
    [("dmy", "5/3/2016"), ("dmy", "05.03.2016"), ("mdy", "03/05/2016"), ("words", "5 March 2016"),
     ("words", "05 Mar 2016"), ("compact", "20160305")],
)  # fmt: skip
def test_another_form_of_date_is_read_where_the_mapping_names_it(con, tmp_path, form, text):
    path = write_csv(tmp_path / "a.csv", rows_of(GED, {"date_start": text, "date_end": text}))
    assert read(con, path, mapping=f"date_form={form}")["first"][0] == date(2016, 3, 5)
    assert read(con, path)["first"][0] is None


def test_every_day_of_acled_is_read_in_all_its_forms(con, tmp_path):
    days = [date(1999, 12, 31) + timedelta(days=7 * i + i % 5) for i in range(400)]
    forms = [(f"{d.isoformat()}", f"{d.day:02} {d:%B} {d.year}", f"{d.day} {d:%b} {d.year}")
             for d in days]  # fmt: skip
    for i in range(3):
        changes = [{"event_date": form[i]} for form in forms]
        rows = [
            row | {"event_id_cnty": f"{n:04}"} for n, row in enumerate(rows_of(ACLED, *changes))
        ]
        table = read(con, write_csv(tmp_path / f"{i}.csv", rows), "acled")
        assert table["first"].tolist() == days == table["last"].tolist()


def test_a_day_of_coarse_precision_becomes_the_days_it_may_be(con, tmp_path):
    changes = [{"time_precision": code} for code in ("1", "2", "3")]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(ACLED, *changes)), "acled")
    assert table[["first", "last"]].to_numpy().tolist() == [
        [date(2016, 3, 5), date(2016, 3, 5)],
        [date(2016, 3, 2), date(2016, 3, 8)],
        [date(2016, 3, 1), date(2016, 3, 31)],
    ]


def test_a_range_that_ucdp_writes_is_kept_and_a_lone_coarse_day_is_widened(con, tmp_path):
    changes = [
        {"date_prec": "4", "date_start": "2016-03-09", "date_end": "2016-03-20"},
        {"date_prec": "4"},
        {"date_prec": "5"},
    ]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(GED, *changes)))
    assert table[["first", "last"]].to_numpy().tolist() == [
        [date(2016, 3, 9), date(2016, 3, 20)],
        [date(2016, 3, 1), date(2016, 3, 31)],
        [date(2016, 1, 1), date(2016, 12, 31)],
    ]


# --- places --------------------------------------------------------------------------------------


def test_the_code_of_precision_says_how_well_a_place_is_known(con, tmp_path):
    changes = [{"where_prec": str(code)} for code in range(1, 9)]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(GED, *changes)))
    assert table["level"].tolist() == [
        "point", "point", "unit", "unit", "unit", "country", "waters", "nowhere",
    ]  # fmt: skip


def test_a_unit_that_is_not_named_leaves_the_country(con, tmp_path):
    changes = [{"where_prec": "4", "adm_1": ""}, {"where_prec": "6", "country": ""}]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(GED, *changes)))
    assert table["level"].tolist() == ["country", "nowhere"]


def test_a_point_outside_the_world_is_no_point(con, tmp_path):
    changes = [{"latitude": "91"}, {"longitude": "-200"}, {"latitude": "north"}, {"latitude": ""}]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(GED, *changes)))
    assert table["level"].tolist() == ["unit"] * 4


# --- numbers and codes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("3.0", 3), ("0", 0), ("-1", None), ("2.5", None), ("many", None), ("", None),
     ("1e400", None), ("nan", None)],
)  # fmt: skip
def test_a_number_of_dead_is_whole_and_not_below_zero(con, tmp_path, text, number):
    best = read(con, write_csv(tmp_path / "a.csv", rows_of(GED, {"best": text})))["best"][0]
    assert (None if best != best else best) == number


def test_a_code_keeps_its_leading_zeros(con, tmp_path):
    changes = [{"adm_1": "01"}, {"adm_1": "14"}]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(GED, *changes)))
    assert table["unit"].tolist() == ["01", "14"]


def test_an_odd_code_after_many_rows_is_read(con, tmp_path):
    changes = [{"adm_1": "7"}] * 25_000 + [{"adm_1": "7a"}]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(GED, *changes)))
    assert len(table) == 25_001 and set(table["unit"]) == {"7", "7a"}


def test_notes_with_quotes_commas_and_line_breaks_stay_one_row(con, tmp_path):
    changes = [{"notes": 'he said "no", twice'}, {"notes": "one\ntwo"}, {"notes": ""}]
    table = read(con, write_csv(tmp_path / "a.csv", rows_of(ACLED, *changes)), "acled")
    assert len(table) == 3 and table["best"].tolist() == [3, 3, 3]


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
def test_the_first_event_of_a_gdelt_file_is_an_event(con, tmp_path, version):
    lines = [
        gdelt_line(version, GLOBALEVENTID=str(i), SQLDATE="20190909", ActionGeo_Type=kind,
                   ActionGeo_CountryCode="SY", ActionGeo_ADM1Code="SY09", ActionGeo_Lat="36.2",
                   ActionGeo_Long="37.2", ActionGeo_FullName='a "quoted name')
        for i, kind in enumerate(("1", "4", "5"))
    ]  # fmt: skip
    path = tmp_path / "20190909.export.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    table = read(con, path, "gdelt")
    assert table["level"].tolist() == ["country", "point", "unit"]
    assert table["first"].tolist() == [date(2019, 9, 9)] * 3


def test_gdelt_of_57_fields_is_read_and_of_50_refused(con, tmp_path):
    line = gdelt_line(1, GLOBALEVENTID="1", SQLDATE="19790101", ActionGeo_Type="1",
                      ActionGeo_CountryCode="SY")  # fmt: skip
    (tmp_path / "57.csv").write_text(line.rpartition("\t")[0] + "\n", "utf-8")
    assert read(con, tmp_path / "57.csv", "gdelt")["level"].tolist() == ["country"]
    (tmp_path / "50.csv").write_text("\t".join(["1"] * 50) + "\n", "utf-8")
    with pytest.raises(DossierError, match=r"50 fields in the first line.*57, 58, 61"):
        read(con, tmp_path / "50.csv", "gdelt")


def test_a_folder_of_gzip_csv_and_parquet_of_two_releases_is_one_layer(con, tmp_path):
    import pandas as pd

    first, second, third = rows_of(GED, {}, {}, {})
    (tmp_path / "a.csv.gz").write_bytes(
        gzip.compress(write_csv(tmp_path / "a.txt", [first]).read_bytes())
    )
    (tmp_path / "a.txt").unlink()
    older = {"low_est" if k == "low" else k: v for k, v in second.items()}
    write_csv(tmp_path / "b.csv", [older])
    typed = pd.DataFrame([third]).astype({"latitude": float, "longitude": float, "best": int})
    typed["date_start"] = pd.to_datetime(typed["date_start"])
    typed.to_parquet(tmp_path / "c.parquet")
    (tmp_path / "readme.md").write_text("not an event", "utf-8")
    table = read(con, tmp_path)
    assert table["id"].tolist() == ["1", "2", "3"]
    assert table["low"].tolist() == [2, 2, 2]
    assert table["first"].tolist() == [date(2016, 3, 5)] * 3


def test_any_table_is_read_with_a_mapping(con, tmp_path):
    rows = [{"nr": "7", "tag": "05/03/2016", "ort": "Aleppo", "tote": "4", "staat": "Syria"}]
    mapping = "id=nr;date=tag;unit=ort;country=staat;best=tote;date_form=dmy"
    row = read(con, write_csv(tmp_path / "t.csv", rows), "table", mapping).iloc[0]
    assert (row["level"], row["unit"], row["best"]) == ("unit", "Aleppo", 4)


@pytest.mark.parametrize(
    ("kind", "mapping", "message"),
    [
        ("ged", "", "unknown kind 'ged': choose one of ucdp-ged, acled, gdelt, table"),
        ("table", "date=day", "names no place"),
        ("acled", "delimiter=tabs", "delimiter 'tabs' in the mapping: one sign, or tab, semicolon"),
        ("table", "country=state", "names no date"),
        ("table", "day=day", "unknown role 'day'"),
        ("acled", "date_form=ymd", "write one of"),
        ("acled", "latin-1", "is not role=column"),
    ],
)
def test_a_mapping_that_cannot_be_right_is_refused(kind, mapping, message):
    with pytest.raises(ValueError, match=message):
        get_kind(kind, mapping)


@given(mapping=st.text("abcdefilnortu=;_ ", max_size=40))
def test_a_mapping_is_understood_or_refused_in_words(mapping):
    try:
        kind = get_kind("table", mapping)
    except ValueError as error:
        assert "mapping" in str(error) or "date_form" in str(error)
    else:
        assert kind.columns and set(kind.columns) <= set(ROLES)


def test_a_filter_keeps_the_rows_that_meet_it(con, tmp_path):
    changes = [{"year": "2016"}, {"year": "2017"}, {"year": "2018", "country": "Iraq"}]
    path = write_csv(tmp_path / "a.csv", rows_of(GED, *changes))
    assert len(read(con, path, conditions="country=Syria|Jordan; year>=2017")) == 1
    assert len(read(con, path, conditions="country!=Syria")) == 1
    with pytest.raises(ValueError, match=r"filter 'state=Syria': write column=value; columns: id"):
        read(con, path, conditions="state=Syria")
    with pytest.raises(ValueError, match="is not a number"):
        read(con, path, conditions="year>late")
