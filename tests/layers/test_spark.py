"""The same expression on a real Spark gives the same table, to the last digit.

Spark runs in a JVM from the system's packages. Where there is none, every test here is skipped
with that reason, and the last line of the run counts them (tests/conftest.py).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ged import ACLED, GED, gdelt_line, rows_of, write_csv
from shares import some_of

from chronotope.layers import Layer, check_layer, connect, get_kind

HAS_JAVA = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
pytestmark = pytest.mark.skipif(not HAS_JAVA, reason="Spark: no Java on this machine")


@pytest.fixture(scope="module", autouse=True)
def light_java():
    """A JVM that lives for seconds: with its quick compiler alone it takes half the work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


@pytest.fixture(scope="module")
def spark(light_java):
    return connect("spark", "local[2]")


def both(con, spark, layer, **how):
    ours, theirs = layer.aggregate(con, **how), layer.aggregate(spark, **how)
    assert len(ours) > 0
    return ours, theirs


def test_spark_is_spark(spark):
    assert spark.name == "pyspark" and spark._session.version.startswith("4.")


GRAINS = (("unit", "month"), ("equal-area", "day"), ("prio-grid", "quarter"))


@pytest.mark.parametrize(("area", "time"), some_of(GRAINS, GRAINS[0]))
def test_the_real_rows_give_the_same_table_on_both_engines(con, spark, syria, area, time):
    ours, theirs = both(con, spark, syria, area=area, time=time)
    assert ours["events"].sum() == 16_566
    assert ours.equals(theirs)


def test_spoiled_rows_are_counted_alike_on_both_engines(con, spark, tmp_path):
    changes = [
        {"date_start": "2016-01", "date_end": "2016-01"},
        {"date_start": "2016-01-05 or later"},
        {"date_start": "2016-02-30", "date_end": "2016-1-5"},
        {"date_prec": "4"}, {"date_prec": "5"}, {"date_prec": "3"}, {"date_prec": "0"},
        {"adm_1": "07"}, {"where_prec": "3.0"}, {"where_prec": "7"}, {"where_prec": ""},
        {"latitude": "30", "longitude": "0"}, {"latitude": "91"}, {"latitude": "-90"},
        {"best": "3.7"}, {"best": "2.5"}, {"best": "-1"}, {"best": "3.0"}, {"best": "1e400"},
        {"country": " Syria "}, {"adm_1": "", "country": ""}, {"id": "1"},
        {"date_start": "2016-01-05v"}, {"adm_1": " Kyiv "},
        {"longitude": "180", "latitude": "90"},
    ]  # fmt: skip
    layer = Layer("x", get_kind("ucdp-ged"),
                  str(write_csv(tmp_path / "a.csv", rows_of(GED, *changes))))  # fmt: skip
    for area in some_of(("unit", "equal-area"), "unit"):
        ours, theirs = both(con, spark, layer, area=area, time="day")
        assert ours.equals(theirs)
    assert check_layer(layer, con) == check_layer(layer, spark)


def test_acled_and_gdelt_are_read_alike_on_both_engines(con, spark, tmp_path):
    notes = [{"notes": 'said "no", twice'}, {"notes": "one\ntwo"}, {"event_date": "2016-03-05"},
             {"time_precision": "2"}, {"time_precision": "3", "geo_precision": "2"}]  # fmt: skip
    acled = write_csv(tmp_path / "acled.csv", rows_of(ACLED, *notes))
    place = {"ActionGeo_CountryCode": "SY", "ActionGeo_ADM1Code": "01", "ActionGeo_Lat": "36",
             "ActionGeo_Long": "37", "ActionGeo_FullName": 'a "quoted'}  # fmt: skip
    lines = [
        gdelt_line(2, GLOBALEVENTID=str(i), SQLDATE="20190909", ActionGeo_Type=kind, **place)
        for i, kind in enumerate("1345")
    ]
    gdelt = tmp_path / "gdelt.csv"
    gdelt.write_text("\n".join(lines) + "\n", "utf-8")
    for kind, path, size in (("acled", acled, 5), ("gdelt", gdelt, 4)):
        ours, theirs = both(con, spark, Layer("x", get_kind(kind), str(path)), time="day")
        assert ours["events"].sum() == size
        assert ours.equals(theirs)


def test_a_folder_of_parquet_is_read_alike_on_both_engines(con, spark, tmp_path):
    import pandas as pd

    typed = {"latitude": float, "longitude": float, "best": int, "where_prec": int}
    for i, change in enumerate(({}, {"date_prec": "4"}, {"where_prec": "6", "best": "-1"})):
        frame = pd.DataFrame(rows_of(GED, change)).astype(typed)
        frame["date_start"] = pd.to_datetime(frame["date_start"]).dt.date
        frame.to_parquet(tmp_path / f"{i}.parquet")
    layer = Layer("x", get_kind("ucdp-ged"), str(tmp_path))
    for area in ("unit", "prio-grid"):
        ours, theirs = both(con, spark, layer, area=area, time="day")
        assert ours["events"].sum() == 3
        assert ours.equals(theirs)


# --- by address ----------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.whole
def test_a_cluster_is_reached_by_its_address(con, syria, tmp_path):
    """A master and a worker as processes of their own; the client in another, with a session."""
    import pyspark

    home = Path(pyspark.__file__).parent
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    master = [str(home / "bin/spark-class"), "org.apache.spark.deploy.master.Master",
              "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]  # fmt: skip
    worker = [str(home / "bin/spark-class"), "org.apache.spark.deploy.worker.Worker", "-c", "1",
              "-m", "1g", "--webui-port", "0", "-d", str(tmp_path), address]  # fmt: skip
    client = (
        "import sys; from chronotope.layers import Layer, connect, get_kind\n"
        "con = connect('spark', sys.argv[1])\n"
        "table = Layer('x', get_kind('ucdp-ged'), sys.argv[2]).aggregate(con, time='year')\n"
        "table.to_parquet(sys.argv[3])\n"
        "print(con._session.sparkContext.master)"
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
             "env": {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}}  # fmt: skip
    started = [subprocess.Popen(master, **quiet)]
    try:
        wait_for(port)
        started.append(subprocess.Popen(worker, **quiet))
        out = tmp_path / "out.parquet"
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", client, address, syria.address, str(out)],
            capture_output=True, text=True, timeout=240, check=False, env=quiet["env"],
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        assert done.stdout.split()[-1] == address
        import pandas as pd

        theirs = pd.read_parquet(out)
        ours = syria.aggregate(con, time="year")
        assert ours.equals(theirs[ours.columns].astype(ours.dtypes.to_dict()))
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


def wait_for(port: int) -> None:
    for _ in range(120):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the master did not start")
