"""What every kind of event data comes down to: one expression from its columns to ours.

A row says when at the earliest and at the latest (`first`, `last`), how well its place is known
(`level`), and how many died (`low`, `best`, `high`). Written once in Ibis; what DuckDB and Spark
do differently is not used: no cast of a text that was not looked at first (Spark reads 2016-01 as
1 January 2016), no cast of a fraction to a whole number without its floor, no division.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chronotope.layers._files import column_of
from chronotope.layers.kinds import LEVELS, Kind

if TYPE_CHECKING:
    import ibis

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# Days before and after the one that a row names, by how it is known.
_AROUND = {"days6": 5, "week": 3}
_TYPES = {"latitude": "float64", "longitude": "float64", "low": "int64", "best": "int64",
          "high": "int64", "cell": "int64"}  # fmt: skip
COLUMNS = (
    "id", "first", "last", "said_first", "said_last", "level", "place_precision", "date_precision",
    "country", "unit", "latitude", "longitude", "low", "best", "high", "cell",
)  # fmt: skip


def plain_rows(table: Any, kind: Kind) -> ibis.Table:
    """Return a table of any kind with the columns of a layer.

    Returns
    -------
    ibis.Table
        `id`, `first` and `last` (days; null where the date cannot be read), `said_first`,
        `said_last` (the text of the date), `level` (one of ``LEVELS``), `place_precision`,
        `date_precision` (the file's own codes), `country`, `unit`, `latitude`, `longitude` (null
        outside the world), `low`, `best`, `high` (whole numbers from 0; null where they cannot be
        read), `cell` (the file's own, or null).
    """
    rows = _dated(_parsed(table, kind), kind)
    return rows.mutate(level=_level(rows, kind)).select(COLUMNS)


def _parsed(table: Any, kind: Kind) -> Any:
    """Return the columns of each role, read by rule; what cannot be read is null.

    A step of its own: what follows uses each of these columns many times, and an expression that
    holds them written out grows beyond what Spark compiles (64 KB a method).
    """
    import ibis

    columns = tuple(table.columns)
    readers = {
        "id": _text, "date_precision": _code, "place_precision": _code, "country": _text,
        "unit": _text, "latitude": _latitude, "longitude": _longitude, "low": _whole,
        "best": _whole, "high": _whole, "cell": _whole,
    }  # fmt: skip
    parsed = {}
    for role, reader in readers.items():
        name = column_of(columns, kind, role)
        parsed[role] = reader(table[name]) if name else ibis.null(_TYPES.get(role, "string"))
    first_name = column_of(columns, kind, "first" if kind.is_range else "date")
    last_name = column_of(columns, kind, "last") if kind.is_range else first_name
    earliest, latest = _day_range(table[first_name], kind.date_form)
    if last_name != first_name:
        _, latest = _day_range(table[last_name], kind.date_form)
    return table.select(
        **parsed,
        said_first=_text(table[first_name]),
        said_last=_text(table[last_name]),
        earliest=earliest,
        latest=latest,
    )


def _text(column: Any) -> Any:
    """Return a column as text without space round it; blank is null."""
    text = column if column.type().is_string() else column.cast("string")
    return text.strip().nullif("") if column.type().is_string() else text


def _code(column: Any) -> Any:
    """Return a one-digit code as text; a code written 3.0 is 3."""
    text = _text(column)
    return text if column.type().is_integer() else text.re_replace(r"\.0+$", "")


def _number(column: Any) -> Any:
    return _text(column).try_cast("float64") if column.type().is_string() else column


def _whole(column: Any) -> Any:
    """Return a whole number from 0; null for anything else."""
    import ibis

    if column.type().is_integer():
        return ibis.ifelse(column >= 0, column.cast("int64"), ibis.null("int64"))
    number = _number(column).cast("float64")
    # Ibis casts a floor to a whole number, which fails on infinity: the range is asked first.
    # 9e15: beyond it not every whole number is a float, and no count of dead is there.
    near = ibis.ifelse((number >= 0) & (number < 9e15), number, ibis.null("float64"))
    floor = near.floor().cast("int64")
    return ibis.ifelse(near == floor, floor, ibis.null("int64"))


def _latitude(column: Any) -> Any:
    return _degrees(column, 90)


def _longitude(column: Any) -> Any:
    return _degrees(column, 180)


def _degrees(column: Any, limit: float) -> Any:
    import ibis

    number = _number(column).cast("float64")
    return ibis.ifelse((number >= -limit) & (number <= limit), number, ibis.null("float64"))


# --- place ---------------------------------------------------------------------------------------


def _level(rows: Any, kind: Kind) -> Any:
    """Return how well the place of a row is known, and never better than its columns say."""
    import ibis

    has_point = rows.latitude.notnull() & rows.longitude.notnull()
    code = rows.place_precision
    if kind.places or "place_precision" in kind.columns:
        codes = dict(kind.places) or {level: level for level in LEVELS[:-1]}
        wants = {
            level: code.isin([c for c, means in codes.items() if means == level]).fill_null(False)
            for level in set(codes.values())
        }
    else:
        wants = {"point": has_point, "unit": ~has_point, "country": ~has_point}
    may_be_unit = wants["point"] | wants["unit"]
    branches = [
        (wants["point"] & has_point, "point"),
        (may_be_unit & rows.unit.notnull(), "unit"),
        ((may_be_unit | wants.get("country", may_be_unit)) & rows.country.notnull(), "country"),
    ]
    if "waters" in wants:
        branches.append((wants["waters"], "waters"))
    return ibis.cases(*branches, else_="nowhere")


# --- time ----------------------------------------------------------------------------------------


def _dated(rows: Any, kind: Kind) -> Any:
    """Return the rows with the first and the last day on which each can have happened."""
    import ibis

    earliest, latest = rows.earliest, rows.latest
    if not kind.days:
        return rows.mutate(first=earliest, last=latest)
    code, day = rows.date_precision, ibis.interval(days=1)

    def means(how: str) -> Any:
        return code.isin([c for c, unit in kind.days.items() if unit == how]).fill_null(False)

    # UCDP writes the range itself: only a single day of a coarse code has to be widened.
    is_one = (earliest == latest) & ~means("day")
    starts = {"month": earliest.truncate("M"), "year": earliest.truncate("Y")}
    ends = {
        "month": starts["month"] + ibis.interval(months=1) - day,
        "year": starts["year"] + ibis.interval(years=1) - day,
    }
    for how, days in _AROUND.items():
        starts[how] = earliest - ibis.interval(days=days)
        ends[how] = earliest + ibis.interval(days=days)
    used = [how for how in dict.fromkeys(kind.days.values()) if how != "day"]
    return rows.mutate(
        first=ibis.cases(
            *((is_one & means(how), starts[how].cast("date")) for how in used), else_=earliest
        ),
        last=ibis.cases(
            *((is_one & means(how), ends[how].cast("date")) for how in used), else_=latest
        ),
    )


def _day_range(column: Any, date_form: str) -> tuple:
    """Return the first and the last day that a date allows: a month is all its days.

    Read are 2016-01-05 (with or without a time), 2016-01, 2016, and the form that the kind or its
    mapping names; whether 03/04/2016 is in March or in April is nobody's to guess.
    """
    import ibis

    if column.type().is_date() or column.type().is_timestamp():
        return column.cast("date"), column.cast("date")
    text = _text(column)
    day_texts = [(text.re_search(r"^\d{4}-\d{2}-\d{2}([ T].*)?$"), text.substr(0, 10))]
    if date_form in _FORMS:
        pattern, rewrite = _FORMS[date_form]
        day_texts.append((text.re_search(pattern), rewrite(text)))
    day = ibis.cases(*day_texts, else_=ibis.null("string")).try_cast("date")
    is_month, is_year = text.re_search(r"^\d{4}-\d{2}$"), text.re_search(r"^\d{4}$")
    start = ibis.cases(
        (is_month, text + "-01"), (is_year, text + "-01-01"), else_=ibis.null("string")
    ).try_cast("date")
    end = ibis.ifelse(is_month, start + ibis.interval(months=1), start + ibis.interval(years=1))
    last = (end - ibis.interval(days=1)).cast("date")
    return ibis.coalesce(day, start), ibis.coalesce(day, last)


def _compact(text: Any) -> Any:
    """Return 20160105 as 2016-01-05."""
    return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2)


def _worded(text: Any) -> Any:
    """Return 5 January 2016 as 2016-01-05."""
    name = text.re_extract(r"^(\d{1,2}) ([A-Za-z]+) (\d{4})$", 2).lower()
    month = name.cases(
        *((full, f"{i:02}") for i, full in enumerate(_MONTHS, 1)),
        *((full[:3], f"{i:02}") for i, full in enumerate(_MONTHS, 1) if full != "may"),
        else_="00",
    )
    day = text.re_extract(r"^(\d{1,2}) ", 1).lpad(2, "0")
    return text.right(4) + "-" + month + "-" + day


def _day_first(text: Any) -> Any:
    """Return 05/01/2016 as 2016-01-05."""
    day, month, year = _slashed(text)
    return year + "-" + month + "-" + day


def _month_first(text: Any) -> Any:
    """Return 01/05/2016 as 2016-01-05."""
    month, day, year = _slashed(text)
    return year + "-" + month + "-" + day


def _slashed(text: Any) -> tuple:
    one, two = (text.re_extract(_SLASHED, i).lpad(2, "0") for i in (1, 2))
    return one, two, text.re_extract(_SLASHED, 3)


_SLASHED = r"^(\d{1,2})/(\d{1,2})/(\d{4})( .*)?$"
_FORMS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "compact": (r"^\d{8}$", _compact),
    "words": (r"^\d{1,2} [A-Za-z]+ \d{4}$", _worded),
    "dmy": (_SLASHED, _day_first),
    "mdy": (_SLASHED, _month_first),
}
