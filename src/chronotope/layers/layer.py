"""A layer: the user's own file of events, beside the dialogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chronotope.layers._engines import connect, fetch_table
from chronotope.layers._files import column_of, engine_errors, find_batches, open_batch
from chronotope.layers.aggregate import COUNTS, KEYS, aggregated, sorted_table
from chronotope.layers.kinds import Kind
from chronotope.layers.rows import condensed, placed, plain_rows
from chronotope.layers.territory import territory_codes, with_territory
from chronotope.world.views import View

if TYPE_CHECKING:
    import pandas as pd

_CONDITION = re.compile(r"\s*([^<>=!]+?)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*")


@dataclass(frozen=True)
class Layer:
    """Events by the million, as ``layers.csv`` names them.

    Attributes
    ----------
    layer_id
        Its id.
    kind
        Which columns say what.
    address
        A file, a folder of files, or ``table:NAME`` in the engine's database.
    folder
        Where a relative address starts: the folder of the dossier.
    conditions
        Which rows: ``column=value`` (``|`` between values), ``!=``, ``<``, ``<=``, ``>``, ``>=``,
        with ``;`` between; blank for all.
    labels, notes
        What it is called, and what a reader must know of it, by language.
    theatre
        Id of the place in the dossier that the layer is about; blank for none.
    source, release, licence
        Whose data they are, which release, and on what terms.
    """

    layer_id: str
    kind: Kind
    address: str
    folder: Path = Path()
    conditions: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    theatre: str = ""
    source: str = ""
    release: str = ""
    licence: str = ""

    def files(self) -> list[Path]:
        """Return the files that its rows stand in; none for a table of an engine's database.

        Raises
        ------
        DossierError
            If a file is not there, cannot be read or is of another kind.
        """
        batches = find_batches(self.address, self.folder, self.kind)
        return [path for batch in batches for path in batch.paths]

    def rows(self, con: Any) -> Any:
        """Return the rows of the layer on an engine, with the columns of a layer, as Ibis.

        Parameters
        ----------
        con
            A connection, as :func:`chronotope.layers.connect` makes one.

        Raises
        ------
        DossierError
            If a file is not there, cannot be read or is of another kind.
        """
        return self._read(con, plain_rows)

    def groups(self, con: Any) -> Any:
        """Return one row for all rows that say the same of time and area, and what is odd in them.

        As :meth:`rows`, with the columns that :func:`chronotope.layers.rows.condensed` adds to be
        checked; the points are gone. The files are read now, once for all that is asked of it.

        Raises
        ------
        DossierError
            If a file is not there, cannot be read or is of another kind.
        """
        rows = self._read(con, partial(_grouped, is_checked=True))
        with engine_errors(self.layer_id):
            return rows.cache()

    def places(self, con: Any) -> Any:
        """Return one row for all rows that say the same of place.

        As :func:`chronotope.layers.rows.placed` has them.

        Raises
        ------
        DossierError
            If a file is not there, cannot be read or is of another kind.
        """
        return self._read(con, placed)

    def ids(self, con: Any) -> Any:
        """Return the ids as numbers; None where a file has others."""

        def of_files(table: Any, kind: Kind) -> Any:
            name = column_of(tuple(table.columns), kind, "id")
            is_number = name is not None and table[name].type().is_integer()
            return table.select(id=table[name].cast("int64")) if is_number else None

        return self._read(con, of_files)

    def _read(self, con: Any, read: Callable[[Any, Kind], Any]) -> Any:
        """Return what one function makes of the rows of each batch, all together."""
        import ibis

        parts = [
            read(
                _kept(open_batch(con, batch, self.kind), self.conditions, self.layer_id), self.kind
            )
            for batch in find_batches(self.address, self.folder, self.kind)
        ]
        if any(part is None for part in parts):
            return None
        return parts[0] if len(parts) == 1 else ibis.union(*parts)

    def aggregate(
        self,
        con: Any = None,
        *,
        area: str = "unit",
        time: str = "month",
        point_of_view: View = "un",
        groups: Any = None,
    ) -> pd.DataFrame:
        """Return counts by area and time that claim no more than the rows say.

        Parameters
        ----------
        con
            A connection; without one, DuckDB in this process.
        area
            ``country`` or ``unit`` as the file codes it, ``prio-grid`` or ``equal-area`` cells,
            or ``territory``: the country in which a point lies as the map draws it.
        time
            ``day``, ``month``, ``quarter`` or ``year``.
        point_of_view
            Whose borders, for ``territory``.
        groups
            What :meth:`groups` gave, if it was asked already: counts by country and unit are
            then made of it, and the files are not read again.

        Returns
        -------
        DataFrame
            `level` (``point`` in its cell; ``unit`` or ``country`` of that area as a whole;
            ``waters``, ``nowhere``), `country`, `unit`, `cell`, `first` and `last` (first days of
            the first and the last period in which a row can have happened), `events`, `low`,
            `best`, `high`, `unread` (rows whose deaths cannot be read).

        Raises
        ------
        DossierError
            If a file is not there, cannot be read or is of another kind.
        ValueError
            If the area, the time or the point of view is unknown.
        """
        con = con if con is not None else connect()
        is_by_point = area not in ("country", "unit")
        read = plain_rows if is_by_point else _grouped
        rows = self._read(con, read) if is_by_point or groups is None else groups
        with engine_errors(self.layer_id):
            if area == "territory":
                rows = with_territory(rows, point_of_view)
            counts = aggregated(rows, area=area, time=time)
            table = sorted_table(fetch_table(con, counts))
        return _by_territory(table) if area == "territory" else table


def _grouped(table: Any, kind: Kind, *, is_checked: bool = False) -> Any:
    return plain_rows(condensed(table, kind, is_checked=is_checked), kind)


def _by_territory(table: pd.DataFrame) -> pd.DataFrame:
    """Return the counts with one row a country, whether a point or the file said which it is."""
    codes = territory_codes()
    table = table.assign(country=table["country"].map(lambda name: codes.get(name, name)))
    merged = table.groupby(list(KEYS), dropna=False, as_index=False)[list(COUNTS)].sum()
    return sorted_table(merged)


def _kept(table: Any, conditions: str, layer_id: str) -> Any:
    """Return the rows that meet every condition."""
    for part in filter(str.strip, conditions.split(";")):
        where = f"layers.csv, layer {layer_id!r}, filter {part.strip()!r}"
        found = _CONDITION.fullmatch(part)
        name = column_of(tuple(table.columns), Kind("", {"x": (found[1],)}), "x") if found else None
        if not found or name is None:
            raise ValueError(f"{where}: write column=value; columns: {', '.join(table.columns)}")
        try:
            table = table.filter(_meets(table[name], found[2], found[3]))
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from None
    return table


def _meets(column: Any, sign: str, value: str) -> Any:
    if sign in ("=", "!="):
        said = column.cast("string").isin(value.split("|"))
        return said if sign == "=" else ~said
    try:
        limit = float(value)
    except ValueError:
        raise ValueError(f"{value!r} after {sign} is not a number") from None
    number = column.try_cast("float64") if column.type().is_string() else column
    return {
        "<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit,
    }[sign]  # fmt: skip
