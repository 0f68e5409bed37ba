"""Kinds of event data: which column says what, and what the codes of precision mean.

========  =======================================  ==========================================
code      the day                                  the place
========  =======================================  ==========================================
UCDP 1    the day                                  the place itself: a point
UCDP 2    one of two to six days                   within about 25 km of a place: a point
UCDP 3    one of seven days                        a second-order unit: its first-order unit
UCDP 4    one of the days of a month               a first-order unit
UCDP 5    a longer time, up to a year              a line or a vague region: the unit, if coded
UCDP 6    (no code for days)                       a country
UCDP 7    (no code for days)                       waters or airspace: nobody's land
ACLED 1   the day                                  the town: a point
ACLED 2   one of the seven days around             a part of a region: the first-order unit
ACLED 3   one of the days of the month             a larger region: the first-order unit
GDELT 1   (GDELT has no code for days)             a country
GDELT 2   ..                                       a first-order unit, in the USA
GDELT 3   ..                                       a city, in the USA: a point
GDELT 4   ..                                       a city elsewhere: a point
GDELT 5   ..                                       a first-order unit elsewhere
========  =======================================  ==========================================

After the codebooks as these sources tell them:

- UCDP: S. Högbladh, "UCDP GED Codebook"; codes 1 to 7 and 1 to 5 in
  https://rdrr.io/cran/mapme.biodiversity/man/fatalities_ucpd.html
- ACLED: https://rdrr.io/cran/mapme.biodiversity/man/fatalities_acled.html
- GDELT: "The GDELT Event Database Data Format Codebook V2.0" of 19 February 2015
  (``ActionGeo_Type``; files named .csv that are tab-delimited and have no header). Version 1 has
  57 fields, or 58 with ``SOURCEURL``; version 2 has 61, with an ``ADM2Code`` for each place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Level = Literal["point", "unit", "country", "waters"]
LEVELS: tuple[str, ...] = ("point", "unit", "country", "waters", "nowhere")
ROLES = (
    "id", "date", "first", "last", "date_precision", "latitude", "longitude", "place_precision",
    "country", "unit", "low", "best", "high", "cell",
)  # fmt: skip
OPTIONS = ("delimiter", "encoding", "date_form")
# A mapping has ; between its parts, and a tab is not seen: these have names.
DELIMITERS = {"tab": "\t", "semicolon": ";", "comma": ",", "bar": "|"}
# How a day is written beside 2016-01-05, 2016-01 and 2016, which are always read.
DATE_FORMS = ("iso", "compact", "words", "dmy", "mdy")


@dataclass(frozen=True)
class Kind:
    """How the rows of one kind of table are to be understood.

    Attributes
    ----------
    name
        Name of the kind in ``layers.csv``.
    columns
        For each role of :data:`ROLES`, the names it has had in releases, the newest first.
    places
        What each code of place precision lets one say; empty where each row is a point.
    days
        For each code of date precision, the unit within which the day is unknown: ``day``,
        ``days6``, ``week``, ``month`` or ``year``; empty where the dates themselves say it.
    header
        The columns of a file without a header, by their number.
    delimiter, encoding, date_form
        How a file of text is written.
    needed
        Roles without which a file is of another kind.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Level] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    header: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    delimiter: str = ","
    encoding: str = "utf-8"
    date_form: str = "iso"
    needed: tuple[str, ...] = ("latitude", "longitude")

    @property
    def has_deaths(self) -> bool:
        """Whether the rows count deaths at all."""
        return "best" in self.columns

    @property
    def has_band(self) -> bool:
        """Whether the rows give a low and a high estimate beside the best."""
        return "low" in self.columns and "high" in self.columns

    @property
    def is_range(self) -> bool:
        """Whether a row has a first and a last day of its own."""
        return "first" in self.columns


UCDP = Kind(
    "ucdp-ged",
    {
        "id": ("id",),
        "first": ("date_start",),
        "last": ("date_end",),
        "date_precision": ("date_prec",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "place_precision": ("where_prec",),
        "country": ("country",),
        "unit": ("adm_1",),
        "low": ("low", "low_est"),
        "best": ("best", "best_est"),
        "high": ("high", "high_est"),
        "cell": ("priogrid_gid",),
    },
    places={
        "1": "point", "2": "point", "3": "unit", "4": "unit", "5": "unit", "6": "country",
        "7": "waters",
    },
    days={"1": "day", "2": "days6", "3": "week", "4": "month", "5": "year"},
    needed=("id", "first", "last", "date_precision", "latitude", "longitude", "place_precision",
            "country", "unit", "low", "best", "high"),
)  # fmt: skip

ACLED = Kind(
    "acled",
    date_form="words",
    columns={
        "id": ("event_id_cnty", "data_id"),
        "date": ("event_date",),
        "date_precision": ("time_precision",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "place_precision": ("geo_precision",),
        "country": ("country",),
        "unit": ("admin1",),
        "best": ("fatalities",),
    },
    places={"1": "point", "2": "unit", "3": "unit"},
    days={"1": "day", "2": "week", "3": "month"},
    needed=("id", "date", "date_precision", "latitude", "longitude", "place_precision", "country",
            "unit", "best"),
)  # fmt: skip


def _gdelt_names(version: int) -> tuple[str, ...]:
    """Return the fields of the event table of GDELT in their order (codebooks 1.0 and 2.0)."""
    actor = (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
        "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
    )  # fmt: skip
    second_order = ("ADM2Code",) if version == 2 else ()
    place = ("Type", "FullName", "CountryCode", "ADM1Code", *second_order, "Lat", "Long",
             "FeatureID")  # fmt: skip
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor1{name}" for name in actor),
        *(f"Actor2{name}" for name in actor),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
        "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
        *(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in place),
        "DATEADDED", "SOURCEURL",
    )  # fmt: skip


GDELT = Kind(
    "gdelt",
    date_form="compact",
    columns={
        "id": ("GLOBALEVENTID",),
        "date": ("SQLDATE",),
        "latitude": ("ActionGeo_Lat",),
        "longitude": ("ActionGeo_Long",),
        "place_precision": ("ActionGeo_Type",),
        "country": ("ActionGeo_CountryCode",),
        "unit": ("ActionGeo_ADM1Code",),
    },
    places={"1": "country", "2": "unit", "3": "point", "4": "point", "5": "unit"},
    header={57: _gdelt_names(1)[:-1], 58: _gdelt_names(1), 61: _gdelt_names(2)},
    delimiter="\t",
    needed=("id", "date", "latitude", "longitude", "place_precision", "country", "unit"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (UCDP, ACLED, GDELT)}


def get_kind(name: str, mapping: str = "") -> Kind:
    """Return the kind of that name, changed by a mapping.

    Parameters
    ----------
    name
        ``ucdp-ged``, ``acled``, ``gdelt``, or ``table`` for any table with a mapping.
    mapping
        ``role=column`` pairs with ``;`` between (``id``, ``date``, ``first``, ``last``,
        ``date_precision``, ``latitude``, ``longitude``, ``place_precision``, ``country``, ``unit``,
        ``low``, ``best``, ``high``, ``cell``), and the options
        ``delimiter``, ``encoding``, ``date_form`` (``compact`` 20160105, ``words`` 5 January 2016,
        ``dmy`` or ``mdy``: which of two numbers is the day in 03/04/2016).

    Raises
    ------
    ValueError
        If the kind, a role or an option is unknown, or a table has no date or no place.
    """
    if name != "table" and name not in KINDS:
        raise ValueError(f"unknown kind {name!r}: choose one of {', '.join([*KINDS, 'table'])}")
    given = _pairs(mapping)
    unknown = [key for key in given if key not in (*ROLES, *OPTIONS)]
    if unknown:
        allowed = ", ".join((*ROLES, *OPTIONS))
        raise ValueError(f"unknown role {unknown[0]!r} in the mapping: choose one of {allowed}")
    kind = KINDS.get(name, Kind("table", {}))
    roles = {role: (column,) for role, column in given.items() if role in ROLES}
    options: dict[str, Any] = {key: text for key, text in given.items() if key in OPTIONS}
    if options.get("date_form", "iso") not in DATE_FORMS:
        raise ValueError(
            f"date_form {options['date_form']!r}: write one of {', '.join(DATE_FORMS)}"
        )
    if delimiter := options.get("delimiter"):
        options["delimiter"] = DELIMITERS.get(delimiter, delimiter)
    if "delimiter" in options and len(options["delimiter"]) != 1:
        names = ", ".join(DELIMITERS)
        raise ValueError(f"delimiter {options['delimiter']!r} in the mapping: one sign, or {names}")
    kind = replace(kind, columns={**kind.columns, **roles}, **options)
    if not kind.is_range and "date" not in kind.columns:
        raise ValueError("the mapping names no date: write date=COLUMN, or first= and last=")
    if kind.is_range and "last" not in kind.columns:
        raise ValueError("the mapping names a first day and no last: write last=COLUMN")
    if not {"country", "unit"} & set(kind.columns) and not _has_point(kind):
        raise ValueError("the mapping names no place: write latitude= and longitude=, or country=")
    return replace(kind, needed=tuple(roles)) if name == "table" else kind


def _has_point(kind: Kind) -> bool:
    return {"latitude", "longitude"} <= set(kind.columns)


def _pairs(mapping: str) -> dict[str, str]:
    parts = [part for part in mapping.split(";") if part.strip()]
    wrong = [part for part in parts if "=" not in part]
    if wrong:
        raise ValueError(f"{wrong[0]!r} in the mapping is not role=column")
    return {key.strip(): value.strip() for key, _, value in (p.partition("=") for p in parts)}
