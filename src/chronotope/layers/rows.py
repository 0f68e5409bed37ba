"""What every kind of event data comes down to: one expression from its columns to ours.

A row says when at the earliest and at the latest (`first`, `last`), how well its place is known
(`level`), and how many died (`low`, `best`, `high`). Written once in Ibis; what DuckDB and Spark
do differently is not used: no cast of a text that was not looked at first (Spark reads 2016-01 as
1 January 2016), no cast of a fraction to a whole number without its floor, no division.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from chronotope.layers._files import column_of
from chronotope.layers.grids import prio_cell
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
    "id", "first", "last", "said_first", "said_last", "level", "area_level",
    "place_precision", "date_precision", "country", "unit", "latitude", "longitude",
    "low", "best", "high", "cell", "recorded", "unread",
)  # fmt: skip
# What rows are grouped by before anything in them is read: what the area and the time rest on.
_SAID = ("date", "first", "last", "date_precision", "place_precision", "country", "unit")
_PLACED = ("latitude", "longitude", "place_precision", "country", "cell")
_NUMBERS = ("low", "best", "high")
# Of how many rows of a group each holds, where they are grouped to be checked.
CHECKED = ("at_point", "low_above", "high_below")


def plain_rows(table: Any, kind: Kind) -> ibis.Table:
    """Return a table of any kind with the columns of a layer.

    Returns
    -------
    ibis.Table
        `id`, `first` and `last` (days; null where the date cannot be read), `said_first`,
        `said_last` (the text of the date), `level` (one of ``LEVELS``), `area_level` (the
        same without points: the unit or the country), `place_precision`,
        `date_precision` (the file's own codes), `country`, `unit`, `latitude`, `longitude` (null
        outside the world), `low`, `best`, `high` (whole numbers from 0; null where they cannot be
        read), `cell` (the file's own, or null), `recorded` and `unread` (how many rows it is, and
        of how many the dead cannot be read: more than one if `table` is condensed).
    """
    rows = _dated(_parsed(table, kind), kind)
    has_point = rows.latitude.notnull() & rows.longitude.notnull()
    checked = [name for name in CHECKED if name in table.columns]
    return rows.mutate(
        level=_level(rows, kind, has_point), area_level=_level(rows, kind, None)
    ).select(*COLUMNS, *checked)


def condensed(table: Any, kind: Kind, *, is_checked: bool = False) -> ibis.Table:
    """Return one row for all rows that say the same of time and area, with their dead summed.

    Dates, codes and names are then read once a group instead of once a row. The places of points
    are gone: it is for counts by country and unit.

    Parameters
    ----------
    is_checked
        Whether each group says of how many of its rows the point can be read (`at_point`), the
        low estimate is above the best (`low_above`) and the high one below it (`high_below`).

    Returns
    -------
    ibis.Table
        The columns of the file that say when and in which area, `recorded`, `unread` and, for
        ``low``, ``best`` and ``high``, `sum_low` …; for :func:`plain_rows`.
    """
    import ibis

    columns = tuple(table.columns)
    keys = [name for role in _SAID if (name := column_of(columns, kind, role))]
    numbers = {role: _number_or_less(table[name]) for role in _NUMBERS
               if (name := column_of(columns, kind, role))}  # fmt: skip
    read = _number_of(numbers["best"] >= 0) if "best" in numbers else 0
    checked = _checks(table, kind, numbers) if is_checked else {}
    return table.group_by(*dict.fromkeys(keys)).agg(
        **checked,
        recorded=table.count(),
        unread=table.count() - read,
        # What cannot be read is below 0 or null, and the greatest of it and 0 is 0.
        **{f"sum_{role}": ibis.greatest(number, 0).sum() for role, number in numbers.items()},
    )


def _checks(table: Any, kind: Kind, numbers: dict[str, Any]) -> dict[str, Any]:
    """Return how many rows of a group have a point, and how many estimates in no order."""
    import ibis

    columns, none = tuple(table.columns), ibis.literal(0, "int64")
    names = [column_of(columns, kind, role) for role in ("latitude", "longitude")]
    checks = dict.fromkeys(CHECKED, none)
    if all(names):
        latitude, longitude = (_number(table[name]) for name in names)
        checks["at_point"] = _number_of(_is_within(latitude, 90) & _is_within(longitude, 180))
    if set(_NUMBERS) <= set(numbers):
        low, best, high = (numbers[role] for role in _NUMBERS)
        checks["low_above"] = _number_of((best >= 0) & (low > best))
        checks["high_below"] = _number_of((high >= 0) & (best > high))
    return checks


def _number_of(is_so: Any) -> Any:
    return is_so.sum().fill_null(0)


def placed(table: Any, kind: Kind) -> ibis.Table:
    """Return one row for all rows that say the same of place.

    Returns
    -------
    ibis.Table
        `latitude`, `longitude`, `place_precision`, `country`, `cell` as :func:`plain_rows` has
        them, `recorded` (how many rows it is), `is_point`, and `is_other_cell` (whether the
        file's cell is another than that of the point).
    """
    columns = tuple(table.columns)
    keys = [name for role in _PLACED if (name := column_of(columns, kind, role))]
    groups = table.group_by(*dict.fromkeys(keys)).agg(recorded=table.count())
    rows = groups.select(**_of_roles(groups, kind, _PLACED), recorded="recorded")
    has_point = rows.latitude.notnull() & rows.longitude.notnull()
    is_other = rows.cell != prio_cell(rows.latitude, rows.longitude)
    return rows.mutate(
        is_point=wants_point(rows, kind) & has_point, is_other_cell=is_other.fill_null(False)
    )


def _parsed(table: Any, kind: Kind) -> Any:
    """Return the columns of each role, read by rule; what cannot be read is null.

    A step of its own: what follows uses each of these columns many times, and an expression that
    holds them written out grows beyond what Spark compiles (64 KB a method).
    """
    import ibis

    columns = tuple(table.columns)
    parsed = _of_roles(table, kind, ("id", "date_precision", "unit", *_PLACED, *_NUMBERS))
    is_condensed = "recorded" in columns
    if is_condensed:
        sums = [role for role in _NUMBERS if f"sum_{role}" in columns]
        parsed |= {role: table[f"sum_{role}"] for role in sums}
    one = ibis.literal(1, "int64")
    parsed |= {name: table[name] for name in CHECKED if name in columns}
    parsed["recorded"] = table["recorded"] if is_condensed else one
    parsed["unread"] = table["unread"] if is_condensed else parsed["best"].isnull().cast("int64")
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


def _of_roles(table: Any, kind: Kind, roles: Iterable[str]) -> dict[str, Any]:
    """Return the column of each role, read by its rule; null where there is none."""
    import ibis

    readers = {
        "id": _text, "date_precision": _code, "place_precision": _code, "country": _name,
        "unit": _name, "latitude": _latitude, "longitude": _longitude, "low": _whole,
        "best": _whole, "high": _whole, "cell": _whole,
    }  # fmt: skip
    names = {role: column_of(tuple(table.columns), kind, role) for role in roles}
    return {
        role: readers[role](table[name]) if name else ibis.null(_TYPES.get(role, "string"))
        for role, name in names.items()
    }


def _text(column: Any) -> Any:
    """Return a column as text without space round it; blank is null."""
    if not column.type().is_string():
        return column.cast("string")
    # Ibis 12.0.0 writes the letters of `strip` so that Spark takes off a v and an f as well.
    is_spark = column.get_backend().name == "pyspark"
    bare = column.re_replace(r"^\s+|\s+$", "") if is_spark else column.strip()
    return bare.nullif("")


def _name(column: Any) -> Any:
    """Return a name as it is written; one of nothing but space is null.

    The space round it is taken off when names are counted: once a name, not once a row.
    """
    return column.nullif("") if column.type().is_string() else column.cast("string")


def is_code(code: Any, codes: list[str]) -> Any:
    """Return whether a code is one of these (3.0 is 3); a blank one is none."""
    is_typed = code.type().is_integer()
    known: list[Any] = [int(c) for c in codes] if is_typed else [*codes, *(f"{c}.0" for c in codes)]
    return code.isin(known).fill_null(False)


def _code(column: Any) -> Any:
    """Return a code of precision as it stands: text, or a whole number where the file is typed."""
    return column if column.type().is_integer() else _text(column)


def _number(column: Any) -> Any:
    # Both engines pass over space round a number, and find none in a blank text.
    return column.try_cast("float64") if column.type().is_string() else column


def _whole(column: Any) -> Any:
    """Return a whole number from 0; null for anything else."""
    import ibis

    number = _number_or_less(column)
    return (
        ibis.ifelse(number >= 0, number, ibis.null("int64"))
        if column.type().is_integer()
        else number
    )


def _number_or_less(column: Any) -> Any:
    """Return a whole number from 0; for anything else null or, without a branch, less than 0."""
    import ibis

    if column.type().is_integer():
        return column.cast("int64")
    number = _number(column).cast("float64")
    # Ibis casts a floor to a whole number, which fails on infinity: the range is asked first.
    # 9e15: beyond it not every whole number is a float, and no count of dead is there.
    is_near = (number >= 0) & (number < 9e15)
    if column.type().is_string():  # 1.000 is one, or a thousand where 0,5 is a half
        is_near &= _text(column).right(4) != ".000"
    near = ibis.ifelse(is_near, number, ibis.null("float64"))
    floor = near.floor().cast("int64")
    return ibis.ifelse(near == floor, floor, ibis.null("int64"))


def _latitude(column: Any) -> Any:
    return _degrees(column, 90)


def _longitude(column: Any) -> Any:
    return _degrees(column, 180)


def _degrees(column: Any, limit: float) -> Any:
    import ibis

    number = _number(column).cast("float64")
    return ibis.ifelse(_is_within(number, limit), number, ibis.null("float64"))


def _is_within(number: Any, limit: float) -> Any:
    return (number >= -limit) & (number <= limit)


# --- place ---------------------------------------------------------------------------------------


def wants_point(rows: Any, kind: Kind) -> Any:
    """Return whether a row is a point if only its coordinates can be read."""
    return _wanted_levels(rows, kind)["point"]


def _wanted_levels(rows: Any, kind: Kind) -> dict[str, Any]:
    """Return for each level whether the row's code lets one say so much of the place."""
    import ibis

    code, no = rows.place_precision, ibis.literal(False)
    if kind.places or "place_precision" in kind.columns:
        codes: dict[str, str] = dict(kind.places) or {level: level for level in LEVELS[:-1]}
        return {"point": no, "unit": no} | {
            level: is_code(code, [c for c, means in codes.items() if means == level])
            for level in set(codes.values())
        }
    return dict.fromkeys(("point", "unit", "country"), ibis.literal(True))


def _level(rows: Any, kind: Kind, has_point: Any) -> Any:
    """Return how well the place of a row is known, and never better than its columns say.

    Without `has_point` the coordinates are not asked for, and a point is its unit or country.
    """
    import ibis

    wants = _wanted_levels(rows, kind)
    may_be_unit = wants["point"] | wants["unit"]
    branches = [] if has_point is None else [(wants["point"] & has_point, "point")]
    branches += [
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
        return is_code(code, [c for c, unit in kind.days.items() if unit == how])

    # UCDP writes the range itself: only a single day of a coarse code has to be widened.
    is_one = ~means("day") & (earliest == latest)
    starts = {"month": earliest.truncate("M"), "year": earliest.truncate("Y")}
    ends = {
        "month": starts["month"] + ibis.interval(months=1) - day,
        "year": starts["year"] + ibis.interval(years=1) - day,
    }
    for how, days in _AROUND.items():
        starts[how] = earliest - ibis.interval(days=days)
        ends[how] = earliest + ibis.interval(days=days)
    used = [how for how in dict.fromkeys(kind.days.values()) if how != "day"]

    def widened(days: dict[str, Any], else_: Any) -> Any:
        # Asked once a row whether anything is to be widened; the rest only for those that are.
        coarse = ibis.cases(*((means(how), days[how].cast("date")) for how in used), else_=else_)
        return ibis.ifelse(is_one, coarse, else_)

    return rows.mutate(first=widened(starts, earliest), last=widened(ends, latest))


def _day_range(column: Any, date_form: str) -> tuple[Any, Any]:
    """Return the first and the last day that a date allows: a month is all its days.

    Read are 2016-01-05 (with or without a time), 2016-01, 2016, and the form that the kind or its
    mapping names; whether 03/04/2016 is in March or in April is nobody's to guess.
    """
    import ibis

    if column.type().is_date() or column.type().is_timestamp():
        return column.cast("date"), column.cast("date")
    text = _text(column)
    # The shape is asked in this order because patterns cost most, and few rows come to the last.
    is_day = (text.substr(4, 1) == "-") & (text.substr(7, 1) == "-") & (text.length() >= 10)
    # "2016-01-05 or later" is no day: what follows has to be an hour ("9:30", "00:00:00").
    is_hour = text.substr(11, 1).isin(list("0123456789")) & text.substr(12, 2).contains(":")
    is_alone = (text.length() == 10) | (text.substr(10, 1).isin([" ", "T"]) & is_hour)
    day_texts = [(is_day & is_alone & (text.substr(0, 1) >= "0"), text.substr(0, 10))]
    if date_form in _FORMS:
        pattern, rewrite = _FORMS[date_form]
        day_texts.append((text.re_search(pattern), rewrite(text)))
    day = ibis.cases(*day_texts, else_=ibis.null("string")).try_cast("date")
    is_month = (text.length() == 7) & text.re_search(r"^\d{4}-\d{2}$")
    is_year = (text.length() == 4) & text.re_search(r"^\d{4}$")
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


def _slashed(text: Any) -> tuple[Any, Any, Any]:
    one, two = (text.re_extract(_SLASHED, i).lpad(2, "0") for i in (1, 2))
    return one, two, text.re_extract(_SLASHED, 3)


_SLASHED = r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})( .*)?$"
_FORMS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "compact": (r"^\d{8}$", _compact),
    "words": (r"^\d{1,2} [A-Za-z]+ \d{4}$", _worded),
    "dmy": (_SLASHED, _day_first),
    "mdy": (_SLASHED, _month_first),
}
