"""What is said of a layer under every figure of it: whose it is, what is counted, what is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from chronotope.figures._layer_rows import CELL, COUNTRY, OUTSIDE, SPAN, UNIT, Counted
from chronotope.figures.captions import first_up, span_words
from chronotope.lang.dates import date_words
from chronotope.lang.languages import get_locale
from chronotope.lang.words import word, words_count
from chronotope.layers import shade_breaks
from chronotope.layers.grids import CELL_KM2

if TYPE_CHECKING:
    from chronotope.layers import Layer

_COUNTED = {"month": "layers.counted", "quarter": "layers.counted_quarter",
            "year": "layers.counted_year"}  # fmt: skip


def number_words(value: float, lang: str) -> str:
    """Return a whole number with its digits grouped as the language does."""
    return str(format_decimal(int(value), locale=get_locale(lang)))


def measure_of(layer: Layer) -> str:
    """Return what a layer counts: ``band`` (low, best, high), ``best`` or only ``events``."""
    if not layer.kind.has_deaths:
        return "events"
    return "band" if layer.kind.has_band else "best"


def sum_words(table: pd.DataFrame, layer: Layer, lang: str, *, has_band: bool = False) -> str:
    """Return how many events rows of a twin count, and how many dead if the layer counts them."""
    sums = table[["recorded", "low", "best", "high"]].sum()
    measure = measure_of(layer)
    events = words_count("layers.events", int(sums["recorded"]), lang)
    numbers = {name: number_words(sums[name], lang) for name in ("low", "best", "high")}
    key = "best" if measure == "band" and not has_band else measure
    return word(f"layers.sum.{key}", lang, events=events, **numbers)


def layer_notes(counted: Counted, lang: str, *, time: str = "month") -> list[str]:
    """Return source and release, what is counted and what is not, and what is odd in the file."""
    layer, rows = counted.layer, counted.rows
    certain, spans = rows[rows["role"] == time], rows[rows["role"] == SPAN]
    parts = [
        data_words(layer, lang),
        word(
            _COUNTED[time],
            lang,
            span=span_words(certain["date"], lang),
            sum=sum_words(pd.concat([certain, spans]), layer, lang, has_band=True),
        ),
    ]
    if len(spans):
        key = "layers.in_spans" if time == "month" else "layers.in_spans_long"
        parts.append(word(key, lang, sum=sum_words(spans, layer, lang)))
    coarse = rows[rows["role"] == "country-month"]
    if len(coarse):
        parts.append(word("layers.in_no_unit", lang, sum=sum_words(coarse, layer, lang)))
    return list(filter(None, [*parts, *quality_words(counted, lang)]))


def data_words(layer: Layer, lang: str) -> str:
    """Return whose data they are, in which release and on what terms."""
    terms = {"source": layer.source, "licence": layer.licence}
    if not layer.release:
        return word("layers.data_bare", lang, **terms)
    return word("layers.data", lang, release=word("layers.release", lang, release=layer.release),
                **terms)  # fmt: skip


def caution_words(layer: Layer, lang: str) -> str:
    """Return what cannot be concluded from a layer beside a dialogue."""
    keys = ["layers.caution", *(["layers.caution_dead"] if layer.kind.has_deaths else [])]
    return " ".join(word(key, lang) for key in keys)


def panel_words(name: str, number: float, measure: str, lang: str) -> str:
    """Return what one of several panels holds: its dead, or its events where none are counted."""
    if measure == "events":
        events = words_count("layers.events", int(number), lang)
        return word("layers.panel_events", lang, name=name, events=events)
    return word("layers.panel", lang, name=name, n=number_words(number, lang))


def quality_words(counted: Counted, lang: str) -> list[str]:
    """Return how coarse the whole file is, what is odd in it, and the layer's own note."""
    report = counted.report
    share = format_percent(report.coarse_share, format=_percent(lang), locale=get_locale(lang))
    n, m = number_words(report.unplaced, lang), number_words(report.undated, lang)
    parts = [word("layers.coarse", lang, share=share), word("layers.unplaced", lang, n=n, m=m)]
    if report.counts:
        listed = [word(f"layers.fault.{name}", lang, n=number_words(count, lang))
                  for name, count in report.counts.items()]  # fmt: skip
        parts.append(word("layers.faults", lang, list=word("captions.and_then", lang).join(listed)))
    return [*parts, counted.layer.notes.get(lang, "")]


def _percent(lang: str) -> str:
    """Return the language's own pattern of per cent, with one decimal."""
    return str(get_locale(lang).percent_formats[None].pattern).replace("##0", "##0.0")


def shade_words(counts: Iterable[float], lang: str) -> tuple[str, str, str]:
    """Return what each shade of a ground of density stands for, the lightest first."""
    low, high = shade_breaks(counts)
    n, m, last = (number_words(value, lang) for value in (low, high, high - 1))
    return (
        word("layers.density.under", lang, n=n),
        word("layers.density.between", lang, n=n, m=last),
        word("layers.density.over", lang, n=m),
    )


def density_words(counted: Counted, lang: str, *, has_boxes: bool = True) -> list[str]:
    """Return what fills the cells of a map, what does not, and what is odd in the file.

    Parameters
    ----------
    has_boxes
        Whether the counts of units stand on the map; else they are listed here.
    """
    layer, rows = counted.layer, counted.rows
    parts = {role: rows[rows["role"] == role] for role in (CELL, UNIT, COUNTRY, OUTSIDE)}
    said = [
        data_words(layer, lang),
        word(
            "layers.density.counted",
            lang,
            sum=sum_words(rows[rows["role"] != OUTSIDE], layer, lang, has_band=True),
            span=counted_span(counted, lang),
            area=area_words(lang),
            cells=sum_words(parts[CELL], layer, lang),
        ),
    ]
    keys = (
        (UNIT, "units" if has_boxes else "units_listed"),
        (COUNTRY, "country"),
        (OUTSIDE, "out"),
    )
    for role, key in keys:
        if len(parts[role]):
            listed = listed_units(parts[role], layer, lang) if key == "units_listed" else ""
            total = sum_words(parts[role], layer, lang)
            said.append(first_up(word(f"layers.density.{key}", lang, sum=total, list=listed)))
    said += [word("layers.density.caution", lang), *quality_words(counted, lang)]
    return list(filter(None, said))


def listed_units(units: pd.DataFrame, layer: Layer, lang: str) -> str:
    """Return the own count of each unit, in words."""
    said = [
        word("layers.density.mark", lang, place=row[f"label_{lang}"],
             sum=sum_words(row.to_frame().T, layer, lang))
        for _, row in units.iterrows()
    ]  # fmt: skip
    return word("captions.and_then", lang).join(said)


def area_words(lang: str) -> str:
    """Return how large a cell is."""
    size = round(CELL_KM2)
    return str(format_unit(size, "area-square-kilometer", "short", locale=get_locale(lang)))


def counted_span(counted: Counted, lang: str) -> str:
    """Return from which month to which the rows are that were counted."""
    first, last = (day.strftime("%Y-%m") for day in (counted.first, counted.last))
    return date_words(first if first == last else f"{first}/{last}", lang)
