"""Two dossiers made from one article: how far their readers agree, and a draft to decide on.

Agreement is Krippendorff's alpha (K. Krippendorff, *Content Analysis*, 2018, ch. 12): 1 is
perfect, 0 is what chance would give. Free text is not compared: two readers never write the same.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from chronotope.dossier.extras import needs
from chronotope.dossier.files import write_folder
from chronotope.dossier.model import Dossier
from chronotope.dossier.packing import about_of, csv_bytes, package_bytes
from chronotope.dossier.rows import Row, table_rows
from chronotope.dossier.schemas import (
    PACKAGE_FILE,
    key_columns,
    reference,
    split_list,
    table_fields,
    table_names,
    text_stems,
)

# What a reader of an article decides on, in the order in which ids are told: a table after those
# it names. Figures, frames and the story are how a dossier is shown, not how a text is read.
READ = ("sentences", "passages", "places", "actors", "topics", "channels", "sources", "events",
        "mentions", "statements", "positions", "event_sources", "statement_sources")  # fmt: skip
# The words and numbers that locate a row: they match rows, and are no coding.
_LOCATORS = ("paragraph", "start_words", "end_words", "start_char", "end_char", "sha256")
_FREE = {"sources": ("title", "publisher", "author"), "passages": ("facts",),
         "mentions": ("surface",), "events": ("date_written",)}  # fmt: skip
_AT_LEAST = 0.5  # shared part of two passages, or of two sets of them, to be the same
COLUMNS = ("table", "column", "level", "units", "agree", "share", "alpha")
Level = Literal["nominal", "interval"]
DIFFERENCES = ("table", "row_a", "row_b", "column", "a", "b")


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far two readers of an article agree.

    Attributes
    ----------
    table
        One row a column that both coded: table, column, level of measurement, units (rows of
        both), how many agree, their share and alpha (NaN where both wrote one value throughout).
    rows
        The rows of both, of one alone, by table.
    differences
        One row a cell that differs, and one a row that only one of them has (column blank).
    """

    a: Dossier
    b: Dossier
    table: pd.DataFrame
    rows: pd.DataFrame
    differences: pd.DataFrame
    pairs: Mapping[str, Mapping[str, str]]

    def __str__(self) -> str:
        lines = ["rows of both readers, of the first alone, of the second alone:"]
        for row in self.rows.itertuples():
            lines.append(f"  {row.table}: {row.both}, {row.only_a}, {row.only_b}")
        lines.append("Krippendorff’s alpha by column (– where both wrote one value throughout):")
        for row in self.table.itertuples():
            alpha = "–" if math.isnan(row.alpha) else f"{row.alpha:.3f}"
            lines.append(
                f"  {row.table}.{row.column}: {alpha} ({row.agree} of {row.units}, {row.level})"
            )
        lines.append(f"{len(self.differences)} differences to decide on.")
        return "\n".join(lines)

    __repr__ = __str__

    def write_merged(self, folder: str | Path) -> None:
        """Write a draft of one dossier: what both have, what either has, each difference open.

        It is the first reader's dossier with the rows that only the second has. Each difference is
        a row of ``decisions``, with the second reader's value, and blank reviewer, time and reason:
        the desk opens the folder, and who decides fills them in.

        Raises
        ------
        DossierError
            If something stands in the folder already, or it cannot be written.
        """
        write_folder(folder, _merged_files(self))


def agree(a: Dossier, b: Dossier) -> Agreement:
    """Return how far two dossiers that were made from one article agree.

    Rows are matched by where they stand in the article, and what stands nowhere in it by its id or
    name; ids of the second are then told as those of the first.

    Raises
    ------
    ValueError
        If they read two articles, or one of them reads none.
    MissingExtraError
        If the library is not installed; it comes with the extra ``agree``.
    """
    _require_one_article(a, b)
    pairs: dict[str, dict[str, str]] = {}
    for table in READ:
        pairs[table] = _match(table, a, b, pairs)
    table_of: list[list[object]] = []
    rows: list[list[object]] = []
    differences: list[list[str]] = []
    for table in READ:
        ours, theirs = _keyed(a, table), _told(b, table, pairs)
        both = [(x, y) for y, x in pairs[table].items()]
        only_a = [key for key in ours if key not in set(pairs[table].values())]
        only_b = [key for key in theirs if key not in pairs[table]]
        if not (ours or theirs):
            continue
        rows.append([table, len(both), len(only_a), len(only_b)])
        for column, level in _coded(table):
            units = [(ours[x][column], theirs[y][column]) for x, y in both]
            units = [(x, y) for x, y in units if x or y]
            if units:
                table_of.append([table, column, level, *_measured(units, level)])
        differences += _differences(table, both, (ours, theirs))
        differences += [[table, key, "", "", _row_words(ours[key]), ""] for key in only_a]
        differences += [[table, "", key, "", "", _row_words(theirs[key])] for key in only_b]
    return Agreement(
        a, b,
        pd.DataFrame(table_of, columns=list(COLUMNS)),
        pd.DataFrame(rows, columns=["table", "both", "only_a", "only_b"]),
        pd.DataFrame(differences, columns=list(DIFFERENCES)),
        pairs,
    )  # fmt: skip


def _require_one_article(a: Dossier, b: Dossier) -> None:
    digests = [str(dossier.article.get("sha256", "")) for dossier in (a, b)]
    if not all(digests):
        name = (a if not digests[0] else b).folder_name
        raise ValueError(
            f"{name} reads no article: two readers agree on a text. "
            "Run chronotope anchor with the article first."
        )
    if digests[0] != digests[1]:
        raise ValueError(
            f"{a.folder_name} and {b.folder_name} read two different articles (SHA-256 "
            f"{digests[0][:12]}… and {digests[1][:12]}…): compare two dossiers made from one."
        )


# --- which row is which ------------------------------------------------------------------------


def _keyed(dossier: Dossier, table: str) -> dict[str, Row]:
    keys = key_columns(table)
    return {",".join(row[key] for key in keys): row for row in table_rows(dossier, table)}


def _told(dossier: Dossier, table: str, pairs: Mapping[str, Mapping[str, str]]) -> dict[str, Row]:
    """Return the second reader's rows with ids told as the first reader's."""
    found = {}
    for key, row in _keyed(dossier, table).items():
        found[key] = {
            column: _told_cell(table, column, cell, pairs) for column, cell in row.items()
        }
    return found


def _told_cell(table: str, column: str, cell: str, pairs: Mapping[str, Mapping[str, str]]) -> str:
    target = reference(table, column)
    if not cell or target is None or target not in pairs:
        return cell
    return ";".join(pairs[target].get(part, part) for part in split_list(cell))


def _match(
    table: str, a: Dossier, b: Dossier, pairs: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """Return for rows of the second reader the row of the first that is the same, one to one."""
    ours, theirs = _keyed(a, table), _told(b, table, pairs)
    likeness = _likeness(table, ours, theirs)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, x, y in sorted(likeness, key=lambda one: (-one[0], one[1], one[2])):
        if y not in found and x not in taken:
            found[y] = x
            taken.add(x)
    return found


Likeness = Iterator[tuple[float, str, str]]


def _likeness(table: str, ours: Mapping[str, Row], theirs: Mapping[str, Row]) -> Likeness:
    if len(key_columns(table)) > 1:
        told = {_key_of(table, row): y for y, row in theirs.items()}
        return ((1.0, x, told[x]) for x in ours if x in told)
    if table in ("sentences", "passages", "mentions"):
        return _by_place(ours, theirs)
    if table == "events":
        return _by_passages(ours, theirs, "passages", ("date", "place_id", "form"))
    if table == "statements":
        return _by_passages(ours, theirs, "passage_id", ("speaker", "topic_id", "mode"))
    return _by_name(ours, theirs)


def _key_of(table: str, row: Row) -> str:
    return ",".join(row[key] for key in key_columns(table))


def _by_place(ours: Mapping[str, Row], theirs: Mapping[str, Row]) -> Likeness:
    """Compare stretches of the article; each is held only against those that it may overlap."""
    spans = sorted((*_span(row), x) for x, row in ours.items() if _is_placed(row))
    longest = max((end - start for start, end, _ in spans), default=0)
    starts = [start for start, _, _ in spans]
    for y, row in theirs.items():
        if not _is_placed(row):
            continue  # nobody knows yet where in the article it stands
        start, end = _span(row)
        for first, last, x in spans[
            bisect_left(starts, start - longest) : bisect_left(starts, end)
        ]:
            shared = min(end, last) - max(start, first)
            part = shared / max(1.0, max(end, last) - min(start, first))
            if part >= _AT_LEAST:
                # Two names may stand for one stretch of text: what it stands for tells them apart.
                same_role = row.get("role", "") == ours[x].get("role", "")
                yield part + (0.1 if same_role else 0.0), x, y


def _is_placed(row: Row) -> bool:
    return bool(row["start_char"] and row["end_char"])


def _span(row: Row) -> tuple[float, float]:
    return float(row["start_char"]), float(row["end_char"])


def _by_passages(
    ours: Mapping[str, Row], theirs: Mapping[str, Row], column: str, alike: tuple[str, ...]
) -> Likeness:
    """Compare rows by the passages they rest on, then by what else they say; a loose row by id."""
    at: dict[str, set[str]] = defaultdict(set)
    for x, row in ours.items():
        for passage in split_list(row[column]):
            at[passage].add(x)
    for y, row in theirs.items():
        passages = set(split_list(row[column]))
        if not passages:
            if y in ours and not ours[y][column] and ours[y].get("date") == row.get("date"):
                yield 1.0, y, y
            continue
        for x in sorted(set().union(*(at[passage] for passage in passages))):
            theirs_too = set(split_list(ours[x][column]))
            part = len(passages & theirs_too) / len(passages | theirs_too)
            same = sum(bool(row[name]) and row[name] == ours[x][name] for name in alike)
            if part >= _AT_LEAST:
                yield part + same / 10, x, y


def _by_name(ours: Mapping[str, Row], theirs: Mapping[str, Row]) -> Likeness:
    """Compare rows by an id of an authority or an address, by their own id, by their name."""
    for worth, columns in (
        (3.0, ("geonames_id", "wikidata_id", "url")),
        (2.0, ()),
        (1.0, ("label",)),
    ):
        known: dict[tuple[str, str], str] = {}
        for x, row in ours.items():
            for name, value in _named(x, row, columns):
                known.setdefault((name, value), x)
        for y, row in theirs.items():
            for name, value in _named(y, row, columns):
                if (name, value) in known:
                    yield worth, known[name, value], y


def _named(row_id: str, row: Row, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not columns:
        yield "id", row_id
    for column, cell in row.items():
        if cell and (column in columns or column.rpartition("_")[0] in columns):
            yield column, cell.casefold()


# --- how far they agree -----------------------------------------------------------------------


def _coded(table: str) -> list[tuple[str, Level]]:
    """Return the columns that a reader codes, each with its level of measurement."""
    texts = text_stems(table)
    left_out = {*key_columns(table), *_LOCATORS, *_FREE.get(table, ()), *texts}
    return [
        (field["name"], "interval" if field["type"] in ("number", "integer") else "nominal")
        for field in table_fields(table, ())
        if field["name"] not in left_out
    ]


def _measured(units: list[tuple[str, str]], level: Level) -> tuple[int, int, float, float]:
    """Return how many units there are, how many agree, their share, and alpha."""
    same = sum(_plain(x) == _plain(y) for x, y in units)
    return len(units), same, same / len(units), _alpha(units, level)


def _plain(cell: str) -> str:
    """Return a list in one order: it is a set of ids."""
    return ";".join(sorted(split_list(cell)))


def _alpha(units: list[tuple[str, str]], level: Level) -> float:
    with needs("agree"):
        import krippendorff
    import numpy as np

    if level == "interval":
        data = [[float(cell) if cell else math.nan for cell in pair] for pair in units]
        units = [
            unit for unit, pair in zip(units, data, strict=True) if not any(map(math.isnan, pair))
        ]
        data = [pair for pair in data if not any(map(math.isnan, pair))]
    else:
        # A blank beside a value is a decision too: the one saw nothing where the other did.
        codes = {cell: float(n) for n, cell in enumerate(dict.fromkeys(_cells(units)))}
        data = [[codes[_plain(cell)] for cell in pair] for pair in units]
    if len({value for pair in data for value in pair}) < 2:
        return math.nan  # one value throughout: chance would have agreed as well
    matrix = np.array(data).T
    return float(krippendorff.alpha(reliability_data=matrix, level_of_measurement=level))


def _cells(units: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (_plain(cell) for pair in units for cell in pair)


def _differences(
    table: str, both: Iterable[tuple[str, str]], rows: tuple[Mapping[str, Row], Mapping[str, Row]]
) -> Iterator[list[str]]:
    ours, theirs = rows
    for x, y in both:
        for column, _ in _coded(table):
            one, other = ours[x][column], theirs[y][column]
            if _plain(one) != _plain(other):
                yield [table, x, y, column, one, other]


def _row_words(row: Row) -> str:
    """Return what tells a row to a person: its first text, or its first filled cells."""
    texts = [cell for name, cell in row.items() if name.startswith(("title_", "gist_", "label_"))]
    return next(filter(None, texts), "") or ", ".join([cell for cell in row.values() if cell][:3])


# --- the merged draft --------------------------------------------------------------------------


def _merged_files(found: Agreement) -> dict[str, bytes]:
    languages = found.a.languages
    tables: dict[str, list[Row]] = {}
    pairs = {table: dict(matched) for table, matched in found.pairs.items()}
    for table in table_names():
        rows = table_rows(found.a, table)
        if table in READ:
            rows += _added_rows(found, table, pairs)
        tables[table] = [_in_languages(table, row, languages) for row in rows]
    tables["decisions"] += _open_decisions(found, pairs)
    files = {f"{table}.csv": csv_bytes(table, rows, languages) for table, rows in tables.items()}
    return {PACKAGE_FILE: package_bytes(about_of(found.a)), **files}


def _added_rows(found: Agreement, table: str, pairs: dict[str, dict[str, str]]) -> list[Row]:
    """Return the rows that only the second reader has, with an id that the first has not given."""
    taken = set(_keyed(found.a, table))
    added = []
    for key, row in _told(found.b, table, pairs).items():
        if key in found.pairs[table]:
            continue
        if len(key_columns(table)) == 1:
            row_id = key if key not in taken else next(
                name for n in range(1, len(taken) + 2) if (name := f"{key}-b{n}") not in taken
            )  # fmt: skip
            pairs[table][key] = row_id
            taken.add(row_id)
            row = {**row, key_columns(table)[0]: row_id}
        elif _key_of(table, row) in taken:
            continue
        added.append(row)
    return added


def _in_languages(table: str, row: Row, languages: tuple[str, ...]) -> Row:
    """Return a row without texts in languages that the draft does not have."""
    stems = text_stems(table)
    return {
        column: cell
        for column, cell in row.items()
        if column.rpartition("_")[0] not in stems or column.rpartition("_")[2] in languages
    }


def _open_decisions(found: Agreement, pairs: Mapping[str, Mapping[str, str]]) -> list[Row]:
    taken = set(found.a.table("decisions")["decision_id"])
    numbers = (f"D{n:04d}" for n in range(1, len(found.differences) + len(taken) + 1))
    free = (name for name in numbers if name not in taken)
    return [
        {
            "decision_id": next(free), "table": row["table"],
            "row_id": row["row_a"] or pairs[row["table"]].get(row["row_b"], row["row_b"]),
            "column": row["column"], "was": row["b"], "decision": "open",
        }
        for row in found.differences.to_dict("records")
    ]  # fmt: skip
