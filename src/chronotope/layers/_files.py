"""The files of a layer: found, their headers read, and given to an engine with a schema.

Nothing is sniffed. An engine that guesses looks at the first rows: codes lose their leading zeros
(Spark), the first event of a GDELT file becomes its header, and a type taken from the first
20,480 rows fails on row 25,001, late (DuckDB). Text files are read as text, and cast by rule.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from chronotope.dossier.errors import DossierError, Fault
from chronotope.layers._engines import EngineError, is_spark, not_installed
from chronotope.layers.kinds import DELIMITERS, Kind

TEXT = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz")
FORMATS = (*TEXT, ".parquet")
TABLE = "table:"  # an address in a database of the engine: table:events


@dataclass(frozen=True)
class Batch:
    """Files that have one header, or one table of the engine.

    Attributes
    ----------
    paths
        The files; none for a table of the engine.
    columns
        The names of the columns, as they stand in the files.
    has_header
        Whether the first line of a text file names its columns.
    table
        Name of the table in the engine's database.
    """

    paths: tuple[Path, ...]
    columns: tuple[str, ...]
    has_header: bool = True
    table: str = ""

    @property
    def is_parquet(self) -> bool:
        """Whether the files are Parquet, which say their types themselves."""
        return bool(self.paths) and self.paths[0].name.lower().endswith(".parquet")


def find_batches(address: str, folder: Path, kind: Kind) -> list[Batch]:
    """Return the files at an address, together where their headers are one.

    Raises
    ------
    DossierError
        With every file that is not there, cannot be read or is of another kind.
    """
    if address.startswith(TABLE):
        return [Batch((), (), table=address.removeprefix(TABLE))]
    path = Path(address).expanduser()
    if "://" in address:
        raise _refusal(address, "an address on the net, and nothing is fetched", "a file or folder")
    paths = _files_at(path if path.is_absolute() else folder / path)
    faults: list[Fault] = []
    batches: dict[tuple[Any, ...], list[Path]] = {}
    for file in paths:
        columns, has_header = _columns(file, kind, faults)
        if columns:
            key = (columns, has_header, file.name.lower().endswith(".parquet"))
            batches.setdefault(key, []).append(file)
            faults += _missing(file, columns, kind)
    if faults:
        raise DossierError(faults)
    return [Batch(tuple(files), key[0], key[1]) for key, files in batches.items()]


def open_batch(con: Any, batch: Batch, kind: Kind) -> Any:
    """Return the rows of a batch as a table of the engine."""
    if batch.table:
        with engine_errors(batch.table):
            return con.table(batch.table)
    names = [str(path) for path in batch.paths]
    with engine_errors(batch.paths[0].name):
        if batch.is_parquet:
            return _spark_parquet(con, names) if is_spark(con) else con.read_parquet(names)
        read = _spark_text if is_spark(con) else _duckdb_text
        return read(con, names, batch, kind)


def column_of(columns: tuple[str, ...], kind: Kind, role: str) -> str | None:
    """Return which of the columns has a role, whatever the case of its letters."""
    known = {name.lower(): name for name in columns}
    wanted = kind.columns.get(role, ())
    return next((known[name.lower()] for name in wanted if name.lower() in known), None)


@contextmanager
def engine_errors(file: str) -> Iterator[None]:
    """Turn what an engine throws about a file into a fault that names it."""
    try:
        yield
    except DossierError:
        raise
    except Exception as error:
        raise DossierError([_engine_fault(file, error)]) from None


# --- finding -------------------------------------------------------------------------------------


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.name.lower().endswith(FORMATS))
        if files:
            return files
        raise _refusal(path.name, "no file of events in this folder", ", ".join(FORMATS))
    if not path.is_file():
        raise _refusal(
            path.name, "there is no such file or folder", "your own download of the data"
        )
    if not path.name.lower().endswith(FORMATS):
        raise _refusal(path.name, "not a kind of file that can be read", ", ".join(FORMATS))
    return [path]


def _refusal(name: str, problem: str, allowed: str) -> DossierError:
    remedy = "Correct the address in layers.csv; unpack a zip file first."
    return DossierError([Fault(name, None, None, None, problem, allowed, remedy)])


def _columns(path: Path, kind: Kind, faults: list[Fault]) -> tuple[tuple[str, ...], bool]:
    """Return the columns of a file and whether its first line names them."""
    state = path.stat()
    if not state.st_size:
        faults.append(_file_fault(path.name, "the file is empty", "Download it again."))
        return (), True
    read_schema = _schema_reader() if path.name.lower().endswith(".parquet") else None
    try:
        if path.name.lower().endswith(".gz"):
            _require_whole(path, state.st_mtime_ns, state.st_size)
        if read_schema:
            return tuple(read_schema(path).names), True
        with _open_text(path, kind.encoding) as lines:
            first = next(csv.reader(lines, delimiter=kind.delimiter), [])
    except (UnicodeDecodeError, LookupError) as error:
        faults.append(_encoding_fault(path.name, 1, str(error)))
        return (), True
    except (OSError, EOFError, zlib.error, ValueError, csv.Error) as error:
        faults.append(_engine_fault(path.name, error))
        return (), True
    if not first:
        faults.append(_file_fault(path.name, "the file is empty", "Download it again."))
        return (), True
    if not kind.header:
        return tuple(name.strip() for name in first), True
    if first[0].strip().lower() == kind.columns["id"][0].lower():
        return tuple(name.strip() for name in first), True
    if len(first) not in kind.header:
        sizes = ", ".join(str(size) for size in kind.header)
        problem = f"{len(first)} fields in the first line"
        faults.append(_file_fault(path.name, problem, f"A {kind.name} file has {sizes}."))
        return (), False
    return kind.header[len(first)], False


def _schema_reader() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise EngineError(not_installed("layers")) from None
    return pyarrow.parquet.read_schema


@lru_cache(maxsize=256)
def _require_whole(path: Path, changed: int, size: int) -> None:
    """Unpack a gzip file to its end: an engine takes one that was cut at the end of a line."""
    with gzip.open(path) as packed:
        while packed.read(1 << 20):
            pass


def _open_text(path: Path, encoding: str) -> TextIO:
    encoding = "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open(encoding=encoding, newline="")


def _missing(path: Path, columns: tuple[str, ...], kind: Kind) -> list[Fault]:
    """Return a fault for each column that the kind needs and a file lacks."""
    others = [name for name, sign in DELIMITERS.items() if sign in columns[0]]
    if len(columns) == 1 and others:
        problem = f"one column, with the sign {others[0]!r} in its name"
        remedy = f"Write delimiter={others[0]} in the mapping of layers.csv."
        return [Fault(path.name, 1, None, None, problem, "", remedy)]
    faults = [
        Fault(
            path.name, 1, role, None, "no such column in this file",
            " or ".join(kind.columns.get(role, (role,))),
            "Name it in the mapping of layers.csv (role=column), or take the right kind.",
        )
        for role in kind.needed
        if column_of(columns, kind, role) is None
    ]  # fmt: skip
    twice = sorted({name for name in columns if columns.count(name) > 1})
    faults += [
        Fault(path.name, 1, name, None, "the column stands there twice", "once", "Keep one.")
        for name in twice
    ]
    return faults


# --- reading -------------------------------------------------------------------------------------


def _duckdb_text(con: Any, names: list[str], batch: Batch, kind: Kind) -> Any:
    is_quoted = not kind.header
    return con.read_csv(
        names,
        columns=dict.fromkeys(batch.columns, "VARCHAR"),
        auto_detect=False,
        header=batch.has_header,
        delim=kind.delimiter,
        quote='"' if is_quoted else "",
        escape='"' if is_quoted else "",
        encoding=kind.encoding,
    )


def _spark_parquet(con: Any, names: list[str]) -> Any:
    """Return files as one table: Ibis hands Spark a list of paths as if it were one path."""
    view = f"layer_{hashlib.sha256(' '.join(names).encode()).hexdigest()[:16]}"
    con._session.read.parquet(*names).createOrReplaceTempView(view)
    return con.table(view)


def _spark_text(con: Any, names: list[str], batch: Batch, kind: Kind) -> Any:
    from pyspark.sql.types import StringType, StructField, StructType

    is_quoted = not kind.header
    return con.read_csv(
        names,
        schema=StructType([StructField(name, StringType()) for name in batch.columns]),
        inferSchema=False,
        enforceSchema=True,
        header=batch.has_header,
        sep=kind.delimiter,
        quote='"' if is_quoted else "",
        escape='"' if is_quoted else "",
        encoding=kind.encoding,
        multiLine=is_quoted,  # a quoted note may hold line breaks
        mode="FAILFAST",  # a line of another length stops the reading, as on DuckDB
        maxCharsPerColumn=-1,
    )


# --- faults --------------------------------------------------------------------------------------


def _file_fault(file: str, problem: str, remedy: str) -> Fault:
    return Fault(file, None, None, None, problem, "", remedy)


def _encoding_fault(file: str, row: int | None, reason: str) -> Fault:
    return Fault(
        file, row, None, None, f"not UTF-8 ({reason})", "UTF-8, or the encoding that you name",
        "Write encoding=latin-1 (or its own) in the mapping of layers.csv.",
    )  # fmt: skip


_SIZES = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


def _engine_fault(file: str, error: Exception) -> Fault:
    text = " ".join(str(error).split())
    low = text.lower()
    row = _line_number(text)
    if "unicode" in low or "utf-8" in low:
        return _encoding_fault(file, row, "as the engine says")
    if "magic bytes" in low or "footer" in low or "not a parquet file" in low:
        problem = "the Parquet file is cut short or broken"
        return _file_fault(file, problem, "Download it again, or write it anew.")
    if isinstance(error, (EOFError, zlib.error)) or "gzip" in low or "end-of-stream" in low:
        return _file_fault(file, "the gzip file is cut short or broken", "Download it again.")
    named, sizes = re.search(r" file = (\S.*?)  ?delimiter", text), _SIZES.search(text)
    file = Path(named[1]).name if named else file
    if sizes:
        problem = f"{sizes[2]} fields, where the header has {sizes[1]}"
        remedy = "Correct the line; an unclosed quotation mark may stand above it."
        return Fault(file, row, None, None, problem, "", remedy)
    problem = f"the engine cannot read it: {text[:300]}"
    return Fault(file, row, None, None, problem, "", "Correct the line, or take the right kind.")


def _line_number(text: str) -> int | None:
    _, found, rest = text.partition("Line: ")
    digits = rest.split(" ", 1)[0].strip()
    return int(digits) if found and digits.isdigit() else None
