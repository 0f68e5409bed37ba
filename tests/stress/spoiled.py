"""Dossiers and import files, each spoiled in one to three places, read as a person's would be."""

# ruff: noqa: I001
import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from tally import Tally, contents, dice  # first: it says where the next lie
from samples import file_name, sample
from tiny import write_tiny_dossier

from chronotope.dossier.checks import list_notices, read_dossier, shipped_folder
from chronotope.dossier.errors import DossierError
from chronotope.formats import FORMATS, import_file

ODD = (
    "", " ", "-1", "0", "9" * 400, "NaN", "inf", "1e999", "-0.0", "True", "null", "2019-13-45",
    "2019-02-30", "0000", "-9999", "Y170000002", "2019-09-09/2019-09-01", "..", "2019-09~/..",
    "after E1", "after E1, before E1", "[..2019]", "{1814,1815}", "E1", "E1;E1", ";;;", "nowhere",
    "../../etc/passwd", "CON", "a\x00b", "a\u202eb", "\ud83d\ude00", "<script>", "{{7*7}}", "%s%n",
    "=1+1", '"', "'", "\\", "a\nb", "a\tb", "x" * 5000, "\ufeff", "é" * 300, "١٩١٤", "1 000,5",
    "BE;BE;XX", "91", "181", "-181", "gov-gb", "laea", "held", "chronology", "area",
)  # fmt: skip


def _odd(chance: Random) -> str:
    return chance.choice(ODD).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


# --- a file of any kind ---------------------------------------------------------------------------


def _cut(raw: bytes, chance: Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _garble(raw: bytes, chance: Random) -> bytes:
    spoiled = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(spoiled) + 1)
        spoiled[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 4))
    return bytes(spoiled)


def _double(raw: bytes, chance: Random) -> bytes:
    start, stop = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    return raw[:stop] + raw[start:stop] * chance.randint(1, 3) + raw[stop:]


def _drop(raw: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + raw[start + chance.randint(1, 40) :]


def _insert(raw: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + _odd(chance).encode("utf-8", "replace") + raw[at:]


def _recode(raw: bytes, chance: Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    return text.encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "cp1251"]), "replace")


ANY_FILE = (_cut, _garble, _double, _drop, _insert, _recode)


# --- a value of JSON ------------------------------------------------------------------------------


def _json(raw: bytes, chance: Random) -> bytes:
    """Replace, drop or wrap one value of a JSON file; bytes that are none are garbled."""
    try:
        value = json.loads(raw)
    except ValueError:
        return _garble(raw, chance)
    holders: list[tuple[dict[str, object] | list[object], object]] = []
    _walk(value, holders)
    if not holders:
        return raw
    holder, key = chance.choice(holders)
    old = holder[key]  # type: ignore[index, call-overload]
    odd = [_odd(chance), None, True, -1, 1e308, [], {}, [old], {"x": old}, [[[]]], [_odd(chance)]]
    if chance.random() < 0.2:
        del holder[key]  # type: ignore[arg-type, union-attr]
    else:
        holder[key] = chance.choice(odd)  # type: ignore[index, call-overload]
    return json.dumps(value).encode()


def _walk(value: object, found: list[tuple[dict[str, object] | list[object], object]]) -> None:
    if isinstance(value, dict | list):
        for key, member in list(value.items() if isinstance(value, dict) else enumerate(value)):
            found.append((value, key))
            _walk(member, found)


# --- a table --------------------------------------------------------------------------------------


def _table(raw: bytes, chance: Random) -> bytes:
    """Spoil one cell, row or column of a CSV file; what is none any more is garbled."""
    try:
        rows = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    except (ValueError, csv.Error):
        return _garble(raw, chance)
    if not rows or not rows[0]:
        return raw
    chance.choice(_OF_TABLE)(rows, chance)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=chance.choice(["\n", "\r\n"])).writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _cell(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice(rows[1:] or rows)
    if row:
        row[chance.randrange(len(row))] = _odd(chance)


def _swap(rows: list[list[str]], chance: Random) -> None:
    row, other = chance.choice(rows), chance.choice(rows)
    if row and other:
        row[chance.randrange(len(row))] = chance.choice(other)


def _column_gone(rows: list[list[str]], chance: Random) -> None:
    at = chance.randrange(len(rows[0]))
    for row in rows:
        del row[at : at + 1]


def _column_renamed(rows: list[list[str]], chance: Random) -> None:
    rows[0][chance.randrange(len(rows[0]))] = chance.choice([*rows[0], _odd(chance), "Datum"])


def _column_odd(rows: list[list[str]], chance: Random) -> None:
    at, odd = chance.randrange(len(rows[0])), _odd(chance)
    for row in rows[1:]:
        row[at : at + 1] = [odd]


def _row_gone(rows: list[list[str]], chance: Random) -> None:
    del rows[chance.randrange(len(rows))]


def _row_twice(rows: list[list[str]], chance: Random) -> None:
    rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))


def _row_short(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice(rows)
    row[chance.randint(0, len(row)) :] = [] if chance.random() < 0.5 else [_odd(chance)] * 60


_OF_TABLE: tuple[Callable[[list[list[str]], Random], None], ...] = (
    _cell, _cell, _cell, _cell, _swap, _column_gone, _column_renamed, _column_odd, _row_gone,
    _row_twice, _row_short,
)  # fmt: skip


def _spoil(name: str, raw: bytes, chance: Random) -> bytes:
    own = {".csv": _table, ".tsv": _table}.get(Path(name).suffix, _json)
    is_text = Path(name).suffix not in (".xlsx", ".kml", ".xml", ".ics", ".bib", ".ris")
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        if is_text and chance.random() < 0.85:
            raw = own(raw, chance)
        elif raw:
            raw = chance.choice(ANY_FILE)(raw, chance)
    return raw


# --- the two checks -------------------------------------------------------------------------------


def read_spoiled_dossiers(
    where: Path, count: int, *, first: int = 0, aland_each: int = 10
) -> Tally:
    """Read and check spoiled dossiers: the small one, and the Åland one each so many times.

    The tries are numbered, and so many are made from the first one on: each is the same in every
    run, whoever makes the others.
    """
    tally = Tally("spoiled dossiers read and checked")
    write_tiny_dossier(where / "tiny")
    shutil.copytree(shipped_folder("aland-1917-1921"), where / "aland", ignore=_no_pictures)
    whole = {name: contents(where / name) for name in ("tiny", "aland")}
    for number in range(first, first + count):
        chance = dice("dossier", number)
        name = "aland" if number % aland_each == aland_each - 1 else "tiny"
        folder, files = where / name, whole[name]
        spoiled = {}
        for file in chance.sample(sorted(files), chance.choice([1, 1, 1, 2])):
            spoiled[file] = _spoil(file, files[file], chance)
            if chance.random() < 0.03:
                (folder / file).unlink()
                spoiled.pop(file)
            else:
                (folder / file).write_bytes(spoiled[file])
        with tally.attempt(DossierError, f"dossier {number}"):
            dossier = read_dossier(folder)
            [str(gap) for gap in dossier.gaps]
            list_notices(dossier)
        if contents(folder) != {n: spoiled[n] for n in spoiled} | {
            n: raw for n, raw in files.items() if n not in spoiled and (folder / n).exists()
        }:
            tally.half_written += 1
            tally.note(f"dossier {number}: reading changed the folder")
        for file in files:
            if file in spoiled or not (folder / file).exists():
                (folder / file).write_bytes(files[file])
    return tally


def _no_pictures(folder: str, names: list[str]) -> list[str]:
    return [n for n in names if not n.endswith((".csv", ".json", ".txt"))]


def read_spoiled_imports(where: Path, count: int, *, first: int = 0) -> Tally:
    """Import spoiled files of every format that is read, in turn, into a folder of a dossier."""
    names = [name for name, form in FORMATS.items() if form.reader]
    whole = {name: sample(name) for name in names}
    tally = Tally(f"spoiled files of {len(names)} formats imported")
    where.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        chance, name = dice("import", number), names[number % len(names)]
        path, folder = where / file_name(name), where / "made"
        path.write_bytes(_spoil(path.name, whole[name], chance))
        form = name if chance.random() < 0.8 else None
        files: list[str] | None = None
        with tally.attempt(DossierError, f"import {number} ({name})"):
            report = import_file(path, folder, form=form)
            files = report.files
            if files and not report.faults:
                read_dossier(folder)
        left = {p.name for p in where.iterdir()} - {path.name}
        if left != ({"made"} if files else set()):
            tally.half_written += 1
            tally.note(f"import {number} ({name}): {sorted(left)} after {files}")
        shutil.rmtree(folder, ignore_errors=True)
        path.unlink()
    return tally
