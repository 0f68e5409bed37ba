"""The conflict behind the dialogue: a layer of events by month, with the dialogue's own."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw.spec import Spec
from chronotope.draw.style import PHONE
from chronotope.figures._conflict_rows import (
    ALL,
    COUNTRY,
    EVENT,
    OTHERS,
    SPAN,
    UNIT,
    conflict_of,
)
from chronotope.figures._kind import Kind, Story, register
from chronotope.figures._layer_rows import Counted
from chronotope.figures.captions import span_words
from chronotope.figures.contents import get_figure
from chronotope.figures.layer_words import (
    caution_words,
    layer_notes,
    measure_of,
    number_words,
    panel_words,
)
from chronotope.lang.dates import date_words
from chronotope.lang.words import word, words_count
from chronotope.layers import unit_names


@register
class ConflictCurves(Kind):
    """Answers: what happened in a theatre while the dialogue went on?"""

    name = "conflict"
    unfit = (PHONE.name, "brief")  # where nine panels have no room
    is_scaled = True  # a panel is as long as its page is wide, however many months it has

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return each month, each span and each event that is drawn."""
        return _conflict(dossier, figure["figure_id"]).rows

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the panels: the country, its spans, its units."""
        from chronotope.figures._conflict_page import plot_conflict

        conflict = _conflict(dossier, figure["figure_id"])
        events = dossier.events.set_index("event_id")[f"label_{spec.lang}"].to_dict()
        names = _names(dossier, conflict, spec.lang)
        return plot_conflict(conflict, names, events, spec)

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the labels of the events."""
        labels = dossier.events.set_index("event_id")[f"label_{lang}"]
        return list(labels[rows.loc[rows["role"] == EVENT, "mark_id"]])

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return what is counted, what is not, and what cannot be concluded."""
        lang = spec.lang
        conflict = _conflict(dossier, figure["figure_id"])
        months, spans = rows[rows["role"] == ALL], rows[rows["role"] == SPAN]
        peak = months.loc[months["best"].idxmax()]
        names, measure = _names(dossier, conflict, lang), measure_of(conflict.layer)
        has_dead = measure != "events"
        units = rows[rows["role"] == UNIT].groupby("unit", sort=False)["best"].sum()
        panels = [
            panel_words(word("layers.other_units", lang) if unit == OTHERS else names[unit],
                        number, measure, lang)
            for unit, number in units.items()
        ]  # fmt: skip
        marks = int((rows["role"] == EVENT).sum())
        notes = [
            " ".join(layer_notes(conflict, lang)),  # it begins with what it is: "Data:"
            f"{word('layers.panels', lang)} {caution_words(conflict.layer, lang)}",
        ]

        def said(number: float) -> str:
            """Return the dead as a number, the events with their word."""
            return (number_words(number, lang) if has_dead
                    else words_count("layers.events", int(number), lang))  # fmt: skip

        alt = word(
            "layers.alt" if has_dead else "layers.alt_events",
            lang,
            headline=figure[f"headline_{lang}"],
            span=span_words(months["date"], lang),
            panels=1 + len(units) + int((rows["role"] == COUNTRY).any()),
            marks=words_count("layers.marks", marks, lang),
            peak=date_words(peak["date"], lang),
            most=said(peak["best"]),
            spans=said(spans["best"].sum()),
        )
        long = word("layers.long" if has_dead else "layers.long_events", lang)
        return Story(alt, (long, *panels, *notes), tuple(notes))


@lru_cache(maxsize=8)
def _conflict(dossier: Dossier, figure_id: str) -> Counted:
    """Counted once for all languages and profiles of a figure."""
    return conflict_of(dossier, get_figure(dossier, figure_id))


def _names(dossier: Dossier, conflict: Counted, lang: str) -> dict[str, str]:
    """Return what the units are called; the country is that of the layer's theatre."""
    units = conflict.rows.loc[conflict.rows["role"] == UNIT, "unit"]
    units = units[units != OTHERS]
    places = dossier.places.set_index("place_id")["country"]
    country = places.get(conflict.layer.theatre, "")
    return unit_names(units, country, lang) if country else dict(zip(units, units, strict=True))
