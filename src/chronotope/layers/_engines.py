"""The engines that an expression runs on: DuckDB inside this process, or Spark."""

from __future__ import annotations

import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chronotope.dossier.extras import how_to_get

if TYPE_CHECKING:
    import pandas as pd

ENGINES = ("duckdb", "spark")
_LOCAL = re.compile(r"local(\[(\d+|\*)\])?")
_MASTER = re.compile(r"spark://([^:/\s]+):(\d+)")
_DENSE = 32  # a bit for each number between the least and the greatest is less than the numbers
_PATIENCE = 5.0  # seconds that an address has to answer


class EngineError(ValueError):
    """An engine that is not there, or that could not do what it was asked."""


def connect(engine: str = "duckdb", address: str = "") -> Any:
    """Return an Ibis connection.

    Parameters
    ----------
    engine
        ``duckdb`` or ``spark``.
    address
        DuckDB: a database file, opened to be read; blank for none. Spark: ``local[2]`` (which
        blank means) or the ``spark://host:port`` of a cluster.

    Raises
    ------
    EngineError
        If the engine is unknown or not installed, or nothing answers at the address.
    """
    if engine not in ENGINES:
        raise EngineError(f"unknown engine {engine!r}: choose one of {', '.join(ENGINES)}")
    return _duckdb(address) if engine == "duckdb" else _spark(address or "local[2]")


def is_spark(con: Any) -> bool:
    """Return whether a connection is Spark's."""
    return bool(con.name == "pyspark")


def fetch_table(con: Any, table: Any) -> pd.DataFrame:
    """Return the rows of an expression.

    From DuckDB they come by way of Arrow: what Ibis makes of them itself first loads GeoPandas,
    which takes as long as to count a million rows.
    """
    if is_spark(con):
        return table.to_pandas()
    return table.to_pyarrow().to_pandas(date_as_object=False)


def has_unique_numbers(con: Any, ids: Any) -> bool:
    """Return whether whole numbers are seen at once to be all different; False: count them.

    DuckDB sets a bit for each number, which takes a tenth of what grouping takes.
    """
    if ids is None or is_spark(con):
        return False
    least, most, count = fetch_table(
        con, ids.agg(least=ids.id.min(), most=ids.id.max(), count=ids.id.count())
    ).iloc[0]
    if not count or most - least >= _DENSE * count:
        return False
    query = f"SELECT bit_count(bitstring_agg(id, {least}, {most})) FROM ({con.compile(ids)})"
    return bool(con.raw_sql(query).fetchone()[0] == count)


def _duckdb(address: str) -> Any:
    ibis = _ibis("layers")
    with _told("DuckDB", address):
        if address and not Path(address).is_file():
            raise EngineError(f"no DuckDB database {address!r}: check the address of the engine")
        con = ibis.duckdb.connect(
            address or ":memory:",
            read_only=bool(address),
            # What does not fit in memory goes beside other temporary files, not where we stand.
            temp_directory=str(Path(tempfile.gettempdir()) / "chronotope-duckdb"),
            preserve_insertion_order=False,
        )
    return con


def _spark(address: str) -> Any:
    ibis = _ibis("spark")
    cluster = _MASTER.fullmatch(address)
    if not cluster and not _LOCAL.fullmatch(address):
        raise EngineError(f"address of Spark {address!r}: write local[2] or spark://host:port")
    if cluster:
        _knock(cluster[1], int(cluster[2]), address)
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise EngineError(not_installed("spark")) from None
    with _told("Spark", address):
        session = (
            SparkSession.builder.master(address)
            .appName("chronotope")
            # A day has no time zone; one that moves with the machine would move the days.
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.ansi.enabled", "true")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        return ibis.pyspark.connect(session)


def _ibis(extra: str) -> Any:
    try:
        import duckdb  # noqa: F401
        import ibis
    except ImportError:
        raise EngineError(not_installed(extra)) from None
    return ibis


def not_installed(extra: str) -> str:
    """Return how to get an extra that is missing, as a sentence."""
    extras = "layers" if extra == "layers" else "layers,spark"
    return f"this needs the extra [{extras}]: {how_to_get(extras)}"


def _knock(host: str, port: int, address: str) -> None:
    """Ask whether anybody answers: Spark itself would try for a minute before it says no."""
    try:
        socket.create_connection((host, port), timeout=_PATIENCE).close()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise EngineError(
            f"nothing answers at {address} ({reason}): start the cluster, or take local[2]"
        ) from None


@contextmanager
def _told(name: str, address: str) -> Iterator[None]:
    """Turn what an engine throws at its start into one sentence."""
    try:
        yield
    except EngineError:
        raise
    except Exception as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        hint = " (Spark needs Java 17 or newer)" if name == "Spark" else ""
        raise EngineError(f"{name} did not start at {address or 'memory'}: {first}{hint}") from None
