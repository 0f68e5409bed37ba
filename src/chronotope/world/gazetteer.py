"""Places by name, without a network: GeoNames' towns and the base map's states and regions."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from babel.numbers import format_decimal

from chronotope.lang.languages import get_locale, interface_languages, plain_number
from chronotope.lang.states import state_names
from chronotope.lang.words import word
from chronotope.world._names_index import fold_name, lines_near, rows_named, rows_of

# A name is taken for the largest town of that name only where it is this much larger than every
# other: London is the English one, Birmingham may be in England or in Alabama.
CERTAIN_TIMES = 8
SMALL = 20_000  # inhabitants: below, a name alone says little of which town is meant
_SAME = 3  # letters at its beginning that a name has in common with one spelled nearly so
_LONGER = 2  # letters by which it may be longer or shorter
_LIKENESS = 0.8  # of `difflib`, at least
_CLOSEST = 5  # names spelled nearly so, at most
_NAME_WEIGHT = 10  # a town that is called so today goes before one that was once, or is abroad
# Degrees between a town and what has its name from it: its region, or a state of one town.
_NEAR = {"region": 3.0, "area": 3.0, "country": 1.0}
PLACE_COLUMNS = ("kind", "longitude", "latitude", "country", "area", "precision", "geonames_id")


@dataclass(frozen=True)
class Candidate:
    """One place that a name may mean.

    `kind` is city, country, region or area (of special status); `country` an ISO 3166-1 code (the
    default point of view for an area), `code` that of the area itself, blank for a city. `why` says
    what matched: ``name`` (what it is called), ``other`` (an older, foreign or alternate name,
    `matched`) or ``alike`` (no place is called so; this is spelled nearly so).
    """

    name: str
    kind: str
    country: str
    code: str
    longitude: float
    latitude: float
    population: int
    geonames_id: str
    why: str
    matched: str

    @property
    def is_exact(self) -> bool:
        """Whether the place bears the name that was asked for."""
        return self.why != "alike"


@dataclass(frozen=True)
class Filled:
    """What was done with one row of places: `chosen` (None: not certain) among `candidates`."""

    row: int
    name: str
    chosen: Candidate | None
    candidates: tuple[Candidate, ...]


def find_places(
    name: str, *, country: str | None = None, limit: int | None = 10
) -> list[Candidate]:
    """Return the places that a name may mean, the likeliest first; none for an unknown name.

    Parameters
    ----------
    name
        A name in any language, of today or older; ``Birmingham, US`` or ``London, Canada``
        says in which country.
    country
        ISO 3166-1 alpha-2 code: only places there.
    limit
        How many at most; None for all.
    """
    found = _exact(name, country)
    if not found and "," in name:
        head, _, tail = (part.strip() for part in name.rpartition(","))
        inside = country_code(tail)
        if inside and country in (None, inside):
            found = _exact(head, inside)
    return (found or _alike(name, country))[:limit]


def is_place_name(name: str) -> bool:
    """Return whether any place is known by just that name; ``Birmingham, US`` as well."""
    head, _, tail = (part.strip() for part in name.rpartition(","))
    inside = country_code(tail) if head else None
    return bool(_exact(name, None) or (inside and _exact(head, inside)))


def certain_place(
    name: str, *, country: str | None = None, is_area: bool = False
) -> Candidate | None:
    """Return the place that a name means beyond reasonable doubt, or None.

    It is the only one of that name, or a town eight times as large as any other; a region
    around the town that has its name from it is no other place. Of a town of fewer than 20,000
    inhabitants one that is also called so counts like it. With `is_area` no town is meant:
    Manchuria is not Manzhouli, which is called so too.
    """
    found = [c for c in find_places(name, country=country, limit=None) if c.is_exact]
    found = [c for c in found if not (is_area and c.kind == "city")]
    # With the accents typed, a place that is spelled just so goes before those that are not.
    to_the_letter = [c for c in found if c.matched.casefold() == name.casefold()]
    if to_the_letter and not name.isascii():
        found = to_the_letter
    towns = [c for c in found if c.kind == "city"]
    states = [c for c in found if c.kind == "country"]
    first = next(iter(towns or states or (found if len(found) == 1 else [])), None)
    if first is None:
        return None
    others = [c for c in found if c != first and not _is_around(c, first)]
    return first if all(c.kind == "city" and _is_larger(first, c) for c in others) else None


def describe_candidate(candidate: Candidate, lang: str = "en") -> str:
    """Return a candidate in one line: name, kind, country, where it lies, why it is here."""
    kind = word(f"gazetteer.kind.{candidate.kind}", lang)
    parts = [f"{candidate.name} ({kind}, {candidate.code or candidate.country})"]
    parts.append(f"{candidate.longitude:.4f} {candidate.latitude:.4f}")
    if candidate.population:
        count = format_decimal(candidate.population, locale=lang)
        parts.append(word("gazetteer.population", lang, count=count))
    if candidate.geonames_id:
        parts.append(f"GeoNames {candidate.geonames_id}")
    parts.append(word(f"gazetteer.why.{candidate.why}", lang, name=candidate.matched))
    return ", ".join(parts)


def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 code of a country by its code or its name in any language, or None."""
    if len(name) == 2 and name.isupper():
        return name
    found = {c.country for c in _exact(name, None) if c.kind == "country"}
    if not found:
        found = _countries_by_their_names().get(name.casefold(), set())
    return min(found) if len(found) == 1 else None


@functools.cache
def _countries_by_their_names() -> dict[str, set[str]]:
    """Return codes by the names of CLDR: the base map has no German names, for one."""
    codes: dict[str, set[str]] = {
        name: {code} for code, names in state_names().items() for name in names
    }
    for lang in interface_languages():
        for code, name in get_locale(lang).territories.items():
            if len(code) == 2:
                codes.setdefault(name.casefold(), set()).add(code)
    return codes


def fill_places(
    places: pd.DataFrame, *, label: str = "label_en"
) -> tuple[pd.DataFrame, list[Filled]]:
    """Return a table of places with what its names make certain filled in, and what was done.

    Only blank cells are filled, and only in rows without coordinates.

    Parameters
    ----------
    places
        Text columns: the one that `label` names, and any of `longitude`, `latitude`, `country`,
        `kind`, `area`, `precision`, `geonames_id`; those that are not there are added.
    label
        Column of the names.

    Returns
    -------
    tuple
        The table, in the same order, and one `Filled` a row that had no coordinates.
    """
    table = places.assign(**{c: "" for c in PLACE_COLUMNS if c not in places.columns})
    table = table.astype(object).where(table.notna(), "")
    rows, done = table.to_dict("records"), []
    for number, row in enumerate(rows):
        if row["longitude"] != "" or row["latitude"] != "" or not row[label]:
            continue
        country = row["country"] or None
        chosen = certain_place(row[label], country=country)
        candidates = tuple(find_places(row[label], country=country))
        done.append(Filled(number, row[label], chosen, candidates))
        if chosen:
            row.update({k: v for k, v in place_cells(chosen).items() if row[k] == ""})
    filled = pd.DataFrame(rows, columns=table.columns, index=table.index)
    return filled, done


def place_cells(candidate: Candidate) -> dict[str, str]:
    """Return the cells of `PLACE_COLUMNS` for a candidate, as text."""
    is_city = candidate.kind == "city"
    kind = {"city": "city", "country": "country"}.get(candidate.kind, "region")
    return {
        "kind": kind,
        "longitude": plain_number(candidate.longitude, 4),
        "latitude": plain_number(candidate.latitude, 4),
        "country": candidate.country,
        # An area of special status has no ISO code; its row is for a person to write.
        "area": "" if is_city or candidate.kind == "area" else candidate.code,
        "precision": "city" if is_city else "representative",
        "geonames_id": candidate.geonames_id,
    }


def _exact(name: str, country: str | None) -> list[Candidate]:
    rows = [row[:10] for row in rows_named(fold_name(name))]
    if not any(row[0] == "country" or row[6] >= SMALL for row in rows):
        rows += _countries_named(name)
    return _ranked([row for row in rows if country in (None, row[2])], {})


def _countries_named(name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a country by a name that CLDR knows and the base map does not."""
    english = get_locale("en").territories
    return [
        (*row[:8], True, name)
        for code in sorted(_countries_by_their_names().get(name.casefold(), ()))
        for row in rows_named(fold_name(english.get(code, code)))
        if row[0] == "country" and row[2] == code
    ]


def _ranked(rows: Iterable[tuple[Any, ...]], why: Mapping[tuple[Any, ...], str]) -> list[Candidate]:
    """Return index rows as candidates: countries, then towns by size, then regions."""

    def order(row: tuple[Any, ...]) -> tuple[object, ...]:
        weight = row[6] * (1 if row[8] else _NAME_WEIGHT)
        return {"country": 0, "city": 1}.get(row[0], 2), -weight, row[1], row[3], row[7]

    return [
        Candidate(name, kind, country, code, longitude, latitude, population, geonames_id,
                  why.get(tuple(row[:8])) or ("other" if is_other else "name"), matched)
        for row in sorted(rows, key=order)
        for kind, name, country, code, longitude, latitude, population, geonames_id, is_other,
            matched in [row]
    ]  # fmt: skip


def _alike(name: str, country: str | None) -> list[Candidate]:
    """Return places spelled nearly so, among those that begin with the same letters."""
    folded = fold_name(name)
    if len(folded) < _SAME:
        return []
    near = lines_near(folded, _LONGER)
    longer = [text for text in near if text.startswith(f"{folded} ")]
    alike = _nearly(folded, near)
    # With a country, more than the closest: some of them may be elsewhere.
    most = max(len(alike), 1) if country else _CLOSEST
    close = difflib.get_close_matches(folded, alike, n=most, cutoff=_LIKENESS)
    by_name: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows_of(line for text in dict.fromkeys([*longer, *close]) for line in near[text]):
        if country in (None, row[2]):
            by_name.setdefault(row[10], []).append(row[:10])
    close = [text for text in close if text in by_name][:_CLOSEST]
    found: dict[Candidate, None] = {}
    for text in dict.fromkeys([*(text for text in longer if text in by_name), *close]):
        why = {row[:8]: "alike" for row in by_name[text]}
        found |= dict.fromkeys(_ranked(by_name[text], why))
    return list(found)


def _nearly(folded: str, names: Iterable[str]) -> list[str]:
    """Return the names that have enough letters of another in its order to be alike.

    All begin with the same letters. The likeness that `difflib` finds is never greater than what
    the longest common subsequence allows, and that takes a step of arithmetic a letter (H. Hyyrö,
    "Bit-Parallel LCS-length Computation Revisited", 2004).
    """
    rest = folded[_SAME:]
    whole = (1 << len(rest)) - 1
    places: dict[str, int] = {}
    for number, letter in enumerate(rest):
        places[letter] = places.get(letter, 0) | 1 << number
    found = []
    for name in names:
        left = whole
        for letter in name[_SAME:]:
            if met := places.get(letter, 0) & left:
                left = ((left + met) | (left - met)) & whole
        common = _SAME + len(rest) - left.bit_count()
        if 2 * common >= _LIKENESS * (len(folded) + len(name)):
            found.append(name)
    return found


def _is_larger(first: Candidate, other: Candidate) -> bool:
    # A town that only used to have, or has abroad, the name counts a tenth, as in the order; but
    # of two small ones either may be meant.
    name = 1 if first.population < SMALL else _NAME_WEIGHT
    weight = [c.population * (1 if c.why == "other" else name) for c in (first, other)]
    return weight[0] >= CERTAIN_TIMES * weight[1] and weight[0] > 0


def _is_around(area: Candidate, town: Candidate) -> bool:
    """Whether an area is of the town's country and near: the town's own region or city state."""
    apart = max(abs(area.longitude - town.longitude), abs(area.latitude - town.latitude))
    return area.country == town.country and apart < _NEAR.get(area.kind, 0)
