"""The lanes of a chronology, and below them on the same days how much a layer of events holds."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier
from chronotope.draw.composition import widen_room
from chronotope.draw.spec import Spec
from chronotope.draw.timescale import DAYS_A_YEAR
from chronotope.figures._kind import Story, register
from chronotope.figures._layer_rows import (
    COUNTS,
    EVENT,
    SPAN,
    Counted,
    counted_strip,
    event_rows,
    find_layer,
)
from chronotope.figures.captions import span_words, words_room
from chronotope.figures.contents import get_figure
from chronotope.figures.kinds.chronology import Chronology
from chronotope.figures.layer_words import caution_words, layer_notes, measure_of, sum_words
from chronotope.lang.dates import date_words
from chronotope.lang.words import word, words_count

if TYPE_CHECKING:
    from chronotope.figures.chronology.scene import Scene

# Years of the window up to which a bar is a month, or a quarter: narrower bars are not seen.
_STEPS = ((8.0, "month"), (25.0, "quarter"))
_TOLD = 6  # periods that the long description names


@register
class ChronologyOverLayer(Chronology):
    """Answers: what happened in a theatre while the dialogue went on, lane by lane?"""

    name = "chronology-over-layer"
    panel_order = None
    unfit = ("brief",)  # where over a strip there is room for too few names

    def is_worth(self, dossier: Dossier) -> bool:
        """Return False: a layer may be large, and is drawn only where a figure asks for it."""
        return False

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the events of the lanes, then each period and each span of the layer."""
        events = super().rows(dossier, figure).rename(columns={"event_id": "mark_id"})
        events = events.assign(role=EVENT, **dict.fromkeys(COUNTS, 0))
        strip = _counted(dossier, figure).rows.drop(columns="unit")
        rows = pd.concat([events, strip], ignore_index=True)
        texts = [name for name in rows if name not in COUNTS]
        return rows.fillna(dict.fromkeys(texts, "")).astype(dict.fromkeys(COUNTS, int))

    def most_rows(self, dossier: Dossier, figure: pd.Series) -> int | None:
        """Return how many events the dossier has; the strip is as high for any layer."""
        return len(dossier.events)

    def placed(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> Scene:
        """Return where everything of the figure stands, the strip below the lanes."""
        return _placed(dossier, figure["figure_id"], with_room(dossier, figure["figure_id"], spec))

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the labels of the events."""
        return super().texts(dossier, _events(rows), lang)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return what the lanes show, what the strip counts, and what neither says."""
        lang, events = spec.lang, _events(rows)
        counted, time = _counted(dossier, figure), _step(dossier, figure)
        story = super().tell(dossier, figure, events, spec)
        strip = rows[rows["role"] != EVENT]
        certain, spans = strip[strip["role"] == time], strip[strip["role"] == SPAN]
        most = certain.sort_values("best", ascending=False, kind="stable").head(_TOLD)
        said = [
            word("layers.event", lang, date=date_words(row["date"], lang),
                 label=sum_words(row.to_frame().T, counted.layer, lang))
            for _, row in most.iterrows()
        ]  # fmt: skip
        label = counted.layer.labels.get(lang, counted.layer.layer_id)
        lanes = dossier.channels["channel_id"].isin(events["channel"]).sum()
        alt = word(
            "layers.strip.alt",
            lang,
            headline=figure[f"headline_{lang}"],
            events=words_count("captions.events", len(events), lang),
            lanes=words_count("captions.lanes", int(lanes), lang),
            span=span_words(events["date"], lang, window=figure["window"]),
            label=_heading(dossier, figure, lang),
            peak=date_words(most.iloc[0]["date"], lang),
            most=sum_words(most.head(1), counted.layer, lang),
            spans=sum_words(spans, counted.layer, lang),
        )
        listed = word("captions.and_then", lang).join(said)
        long = word("layers.strip.long", lang, label=label, list=listed)
        marks = len(event_rows(dossier, counted.layer, figure["window"]))
        notes = [
            *layer_notes(counted, lang, time=time),
            word("layers.strip.blank", lang),
            word("layers.strip.tick", lang, marks=words_count("layers.marks", marks, lang)),
            caution_words(counted.layer, lang),
        ]
        return Story(alt, (*story.description, long, *notes), (*story.notes, " ".join(notes)))


def with_room(dossier: Dossier, figure_id: str, spec: Spec) -> Spec:
    """Return the wish on a page with room for the words of the figure, in every language."""
    profile = spec.profile
    if not profile.has_words or profile.is_measured:
        return spec
    return spec.with_profile(widen_room(profile, words_room(dossier, figure_id, spec)))


def _events(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the lanes, as a chronology has them."""
    return rows[rows["role"] == EVENT].rename(columns={"mark_id": "event_id"})


def _step(dossier: Dossier, figure: pd.Series) -> str:
    """Return what a bar holds: the finest that every profile shows, so that all agree."""
    from chronotope.figures.chronology.entries import read_window

    first, last = read_window(figure["window"] or None, dossier.events)
    years = (last - first) / DAYS_A_YEAR
    return next((time for most, time in _STEPS if years <= most), "year")


def _counted(dossier: Dossier, figure: pd.Series) -> Counted:
    return counted_strip(dossier, figure["figure_id"], _step(dossier, figure))


def _heading(dossier: Dossier, figure: pd.Series, lang: str) -> str:
    layer = find_layer(dossier, figure)
    of = "events" if measure_of(layer) == "events" else "dead"
    key = f"layers.strip.{of}.{_step(dossier, figure)}"
    return word(key, lang, label=layer.labels.get(lang, layer.layer_id))


@lru_cache(maxsize=16)
def _placed(dossier: Dossier, figure_id: str, spec: Spec) -> Scene:
    """Placed once: the drawing and its words both ask where everything stands."""
    from chronotope.figures.chronology.intensity import Intensity
    from chronotope.figures.chronology.page import place_over

    figure = get_figure(dossier, figure_id)
    window = figure["window"] or None
    counted = _counted(dossier, figure)
    headings = {lang: _heading(dossier, figure, lang) for lang in (*dossier.languages, spec.lang)}
    marked = event_rows(dossier, counted.layer, figure["window"])
    foot = Intensity(counted.rows, headings, tuple(marked["date"]), measure_of(counted.layer))
    events = events_in_window(dossier.events, figure["window"])
    return place_over(foot, dossier, events, spec, window=window)
