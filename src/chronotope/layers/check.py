"""What is wrong with the rows of a layer: counted by kind, one report, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chronotope.dossier.errors import Fault
from chronotope.layers._engines import connect, fetch_table, has_unique_numbers
from chronotope.layers._files import engine_errors
from chronotope.layers.grids import prio_cell
from chronotope.layers.kinds import Kind
from chronotope.layers.rows import is_code, wants_point
from chronotope.layers.territory import countries_of, territory_codes

if TYPE_CHECKING:
    import pandas as pd

    from chronotope.layers.layer import Layer

SHOWN = 3  # ids that a line of the report names


@dataclass(frozen=True)
class LayerReport:
    """What a layer holds, how precisely, and what is wrong with it.

    Attributes
    ----------
    rows
        How many rows there are, after the filter.
    point_days
        How many of them are a point on a day.
    spans
        How many may have happened in more than one month.
    undated, unplaced
        How many have no date that can be read; how many name no place at all.
    counts
        How many rows (of `id`: how many ids) break each rule, by its name.
    faults
        What is wrong, one a kind, with the count and the first ids.
    """

    layer_id: str
    rows: int
    point_days: int
    spans: int
    undated: int
    unplaced: int
    faults: tuple[Fault, ...] = field(default=())
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def coarse_share(self) -> float:
        """The share of the rows that are too imprecise to be a point on a day."""
        return 1 - self.point_days / self.rows if self.rows else 0.0

    def __str__(self) -> str:
        if not self.rows:
            return f"{self.layer_id}: no rows. Its file has none, or none that meets its filter."
        lines = [
            f"{self.layer_id}: {self.rows:,} rows, of which {self.coarse_share:.1%} are too "
            f"imprecise to be a point on a day; {self.spans:,} may be of more than one month; "
            f"{self.undated:,} not dated, {self.unplaced:,} not placed."
        ]
        return "\n".join([*lines, *(f"  {fault}" for fault in self.faults)])


@dataclass(frozen=True)
class _Rule:
    """One thing that may be wrong with a row."""

    name: str
    column: str
    is_broken: Any
    problem: str
    remedy: str


def check_layer(
    layer: Layer, con: Any = None, *, groups: Any = None, has_faults: bool = True
) -> LayerReport:
    """Return what a layer holds and everything that is wrong with its rows.

    Parameters
    ----------
    con
        A connection; without one, DuckDB in this process.
    groups
        What :meth:`Layer.groups` gave, if it was asked already.
    has_faults
        Whether the rows that break a rule are looked up and named; else they are only counted,
        which is all that the note of a figure says.

    Raises
    ------
    DossierError
        If a file is not there, cannot be read or is of another kind.
    """
    con = con if con is not None else connect()
    groups = layer.groups(con) if groups is None else groups
    rules = list(_rules(groups, layer))
    with engine_errors(layer.layer_id):
        by_group = [rule for rule in rules if rule.name != "cell"]
        counts = fetch_table(con, groups.agg(**_counts(groups, by_group, layer.kind))).iloc[0]
        places = _places(layer, con)
        counts["cell"] = places.loc[places["is_other_cell"], "recorded"].sum()
        found = {rule.name: int(counts[rule.name]) for rule in rules}
        found["id"], twice = _repeated_ids(layer, con)
        away = _swapped(places)
        found["swap"] = int(away["recorded"].sum())
        faults = _faults(layer, layer.rows(con), found, twice, away) if has_faults else []
    numbers = {name: int(counts[name]) for name in
               ("rows", "point_days", "spans", "undated", "unplaced")}  # fmt: skip
    counted = {name: count for name, count in found.items() if count}
    return LayerReport(layer.layer_id, **numbers, faults=tuple(faults), counts=counted)


def _counts(groups: Any, rules: Iterable[_Rule], kind: Kind) -> dict[str, Any]:
    """Return how many rows there are, how precise they are, and how many break each rule.

    What a rule asks of the date, the codes and the names is asked once a group.
    """
    number, at_point = groups.recorded, groups.at_point
    on_point = _where(wants_point(groups, kind), at_point)
    is_undated = groups.first.isnull() | groups.last.isnull() | (groups.first > groups.last)
    numbers = {
        "rows": number,
        "point_days": _where(groups.first == groups.last, on_point),
        "spans": _where(groups.first.truncate("M") < groups.last.truncate("M"), number),
        "undated": _where(is_undated, number),
        "unplaced": _where(groups.area_level == "nowhere", number - on_point),
    }
    # These ask for what differs within a group, which was looked at when it was made.
    made = {
        "point": _where(_claims_point(groups, kind), number - at_point),
        "deaths": groups.unread,
        "low": groups.low_above,
        "high": groups.high_below,
    }
    for rule in rules:
        is_made = rule.name in made
        numbers[rule.name] = made[rule.name] if is_made else _where(rule.is_broken, number)
    return {name: column.sum().fill_null(0) for name, column in numbers.items()}


def _where(is_so: Any, number: Any) -> Any:
    import ibis

    return ibis.ifelse(is_so, number, 0)


def _has_lost_letters(rows: Any) -> Any:
    return (rows.country.fill_null("") + rows.unit.fill_null("")).contains("\ufffd")


def _rules(rows: Any, layer: Layer) -> Iterator[_Rule]:
    kind = layer.kind
    is_unread = rows.first.isnull() | rows.last.isnull()
    yield _Rule("date", "date", is_unread, "no date that can be read",
                "It is on no day; write date_form= in the mapping, or mend the date.")  # fmt: skip
    yield _Rule("order", "date", rows.first > rows.last, "the last day is before the first",
                "It is on no day; mend the dates.")  # fmt: skip
    if {"latitude", "longitude"} <= set(kind.columns):
        missing = rows.latitude.isnull() | rows.longitude.isnull()
        yield _Rule("point", "latitude, longitude", missing & _claims_point(rows, kind),
                    "no point on Earth", "It is no point; mend the coordinates.")  # fmt: skip
    if kind.places:
        known = is_code(rows.place_precision, list(kind.places))
        yield _Rule("code", kind.columns["place_precision"][0], ~known,
                    "no code of place precision that the codebook has",
                    "It is nowhere; take the right kind or release.")  # fmt: skip
    if kind.days:
        known = is_code(rows.date_precision, list(kind.days))
        yield _Rule("day_code", kind.columns["date_precision"][0], ~known,
                    "no code of date precision that the codebook has",
                    "Its dates are taken as they stand; take the right kind.")  # fmt: skip
    if kind.has_deaths:
        yield _Rule("deaths", kind.columns["best"][0], rows.best.isnull(),
                    "not a number of dead from 0",
                    "Its deaths are in no sum; mend the number.")  # fmt: skip
    if kind.has_band:
        yield _Rule("low", "low, best", rows.low > rows.best, "low is above best",
                    "Summed as it stands; see the codebook.")  # fmt: skip
        yield _Rule("high", "best, high", rows.best > rows.high, "best is above high",
                    "Summed as it stands; see the codebook.")  # fmt: skip
    if "cell" in kind.columns:
        cell = prio_cell(rows.latitude, rows.longitude)
        yield _Rule("cell", kind.columns["cell"][0], (rows.cell != cell).fill_null(False),
                    "another PRIO-GRID cell than that of its coordinates",
                    "The coordinates hold; see whether they are swapped.")  # fmt: skip
    yield _Rule("letters", "country, unit", _has_lost_letters(rows),
                "letters that are not UTF-8", "Write encoding= in the mapping.")  # fmt: skip


def _claims_point(rows: Any, kind: Any) -> Any:
    points = [code for code, level in kind.places.items() if level == "point"]
    return is_code(rows.place_precision, points) if points else rows.first.notnull()


def _faults(
    layer: Layer, rows: Any, found: Mapping[str, int], twice: Any, away: pd.DataFrame
) -> list[Fault]:
    """Return what is wrong, with the first ids: a line for each rule that some rows break."""
    faults = [
        _fault(layer, rows.filter(rule.is_broken), rule, found[rule.name])
        for rule in _rules(rows, layer)
        if found[rule.name]
    ]
    if found["id"]:
        ids = twice.order_by("id").limit(SHOWN).to_pandas()["id"].tolist()
        rule = _Rule("id", layer.kind.columns["id"][0], None, "the id stands there more than once",
                     "Each row is counted; keep one of them.")  # fmt: skip
        faults.append(_line(layer, rule, found["id"], ids))
    if found["swap"]:
        rule = _Rule("swap", "latitude, longitude", None, "the point lies in its country only with "
                     "latitude and longitude exchanged", "Exchange the columns.")  # fmt: skip
        faults.append(_fault(layer, _rows_at(rows, away), rule, found["swap"]))
    return faults


def _fault(layer: Layer, broken: Any, rule: _Rule, count: int) -> Fault:
    found = broken.select("id", "said_first").order_by("id").limit(SHOWN).to_pandas()
    dates = f" ({', '.join(map(str, found['said_first']))})" if rule.column == "date" else ""
    return _line(layer, rule, count, [str(value) for value in found["id"]], dates)


def _rows_at(rows: Any, places: pd.DataFrame) -> Any:
    """Return the points at some places that a row calls so."""
    import ibis

    columns = ["latitude", "longitude", "country"]
    there = ibis.memtable(places[columns].drop_duplicates().astype({"country": object}))
    return rows.filter(rows.level == "point").semi_join(there, columns)


def _line(layer: Layer, rule: _Rule, count: int, ids: list[str], more: str = "") -> Fault:
    shown = ", ".join(ids) + (" …" if count > len(ids) else "")
    what = "id" if rule.name == "id" else "row"
    problem = f"{count} {what}{'s' * (count != 1)}: {rule.problem}, ids {shown}{more}"
    return Fault(layer.address, None, rule.column, None, problem, "", rule.remedy)


def _repeated_ids(layer: Layer, con: Any) -> tuple[int, Any]:
    """Return how many ids stand there more than once, and which, as an expression."""
    if "id" not in layer.kind.columns or has_unique_numbers(con, layer.ids(con)):
        return 0, None
    rows = layer.rows(con)
    groups = rows.filter(rows.id.notnull()).group_by("id").agg(times=lambda t: t.count())
    twice = groups.filter(groups.times > 1)
    return int(fetch_table(con, twice.agg(ids=twice.count()))["ids"].iloc[0]), twice


def _places(layer: Layer, con: Any) -> pd.DataFrame:
    """Return the places of points, each once with what else is said of it, and odd ones."""
    places = layer.places(con)
    return fetch_table(con, places.filter(places.is_point | places.is_other_cell))


def _swapped(places: pd.DataFrame) -> pd.DataFrame:
    """Return the points that lie in their country only with latitude and longitude exchanged."""
    if places.empty:
        return places
    codes = territory_codes()
    points = places[places["is_point"] & places["country"].isin(list(codes))]
    home = points["country"].map(codes)
    other = points.rename(columns={"latitude": "longitude", "longitude": "latitude"})
    other = other[other["latitude"].abs().le(90)]
    is_home = _inside(points, home)
    return points[~is_home & _inside(other, home).reindex(points.index, fill_value=False)]


def _inside(places: Any, home: Any) -> Any:
    """Return, for each place, whether it lies in the country that the file names."""
    unique = places[["latitude", "longitude"]].drop_duplicates()
    found = countries_of(unique, "un").set_index(["latitude", "longitude"])["territory"]
    keys = list(zip(places["latitude"], places["longitude"], strict=True))
    there = found.reindex(keys).to_numpy()
    return home.reindex(places.index).eq(there)
