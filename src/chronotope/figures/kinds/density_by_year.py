"""Where a layer of events is dense, year by year: small maps on one scale of shades."""

from __future__ import annotations

import pandas as pd
import shapely

from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.read import Dossier
from chronotope.draw.spec import Spec
from chronotope.figures._kind import Story, register
from chronotope.figures._layer_rows import event_rows, join_counts
from chronotope.figures.captions import first_up
from chronotope.figures.kinds.density_map import DensityMap, density_of, on_map
from chronotope.figures.kinds.theatres import TheatreMap, map_notes
from chronotope.figures.layer_density import CELL, OUTSIDE, SPAN, Counted, counted_years, country_of
from chronotope.figures.layer_words import (
    caution_words,
    counted_span,
    data_words,
    quality_words,
    shade_words,
    sum_words,
)
from chronotope.lang.dates import date_words, parse_date, short_date_words
from chronotope.lang.words import word, words_count
from chronotope.layers import shade_breaks, shade_of
from chronotope.layers.grids import equal_box

MOST_COLUMNS = 4  # small maps side by side


@register
class DensityByYear(DensityMap):
    """Answers: how did the places of a conflict move from year to year?"""

    name = "density-by-year"

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the areas of special status, then the cells of each year and what is in none."""
        places = TheatreMap.rows(self, dossier, figure)
        places = places[places["role"] == "status"]
        return join_counts(places, _counted(dossier, figure).rows)

    def most_rows(self, dossier: Dossier, figure: pd.Series) -> int | None:
        """Return the years of the window, if one row of small maps holds them; else None."""
        span = parse_date(figure["window"]) if figure["window"] else None
        if span is None or span.first is None or span.last is None:
            return None
        years = span.last[0] - span.first[0] + 1
        return years if years <= MOST_COLUMNS else None

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return a small map a year, and their key."""
        from chronotope.maps.density import YearPanel
        from chronotope.maps.small_multiples import plot_years

        counted, lang = _counted(dossier, figure), spec.lang
        every = counted.rows[counted.rows["role"] == CELL]
        breaks = shade_breaks(every["best"])
        panels = [
            YearPanel(
                _year_words(figure, year, lang),
                tuple(_lines(dossier, figure, year, lang)),
                pd.DataFrame({
                    "mark_id": own["place_id"].to_numpy(),
                    "geometry": [shapely.box(*equal_box(_number(i))) for i in own["place_id"]],
                    "shade": [shade_of(n, breaks) for n in own["best"]],
                }),
            )
            for year, own in every.groupby("date")
        ]  # fmt: skip
        country = country_of(dossier, counted.layer.theatre)
        key = density_of(counted, lang, country=country, is_by_year=True)
        return plot_years(dossier, panels, key, frame_id=figure["frame_id"], spec=spec)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return what each map holds, and what stands on none."""
        from chronotope.maps.small_multiples import town_words

        lang, counted = spec.lang, _counted(dossier, figure)
        layer, own = counted.layer, counted.rows
        cells = own[own["role"] == CELL]
        fullest = cells.groupby("date")["best"].sum().idxmax()
        years = [
            word(
                "captions.event_line",
                lang,
                date=first_up(_year_words(figure, year, lang)),
                title=word("captions.and_then", lang).join(_lines(dossier, figure, year, lang)),
            )
            for year in sorted(set(cells["date"]))
        ]
        notes = [*map_notes(dossier, figure, spec), *_statuses(dossier, rows, lang)]
        country = country_of(dossier, layer.theatre)
        towns = town_words(dossier, country, frame_id=str(figure["frame_id"]), spec=spec)
        left = ((SPAN, "layers.years.spans"), (OUTSIDE, "layers.density.out"))
        beyond = cells[~on_map(dossier, figure, cells)]
        off = word("hosting.off", lang, n=sum_words(beyond, layer, lang)) if len(beyond) else ""
        said = [towns, data_words(layer, lang), off, *(
            first_up(word(key, lang, sum=sum_words(own[own["role"] == role], layer, lang)))
            for role, key in left if (own["role"] == role).any()
        ), word("layers.density.caution", lang), *quality_words(counted, lang),
            caution_words(counted.layer, lang)]  # fmt: skip
        notes.append(" ".join(filter(None, said)))
        frame = dossier.frames.set_index("frame_id")[f"label_{lang}"][figure["frame_id"]]
        alt = word(
            "layers.years.alt",
            lang,
            headline=figure[f"headline_{lang}"],
            frame=frame,
            span=counted_span(counted, lang),
            most=shade_words(cells["best"], lang)[-1],
            peak=date_words(fullest, lang),
            sum=sum_words(cells[cells["date"] == fullest], layer, lang),
        )
        return Story(alt, (*years, *notes), tuple(notes))


def _counted(dossier: Dossier, figure: pd.Series) -> Counted:
    return counted_years(dossier, figure.get("layer_id", ""), figure["window"])


def _year_words(figure: pd.Series, year: str, lang: str) -> str:
    """Return a year, or of one that the window cuts the months that it leaves of it."""
    window = parse_date(figure["window"]) if figure["window"] else None
    first = window.first if window and window.first else (0, 1, 1)
    last = window.last if window and window.last else (0, 12, 31)
    start = first[1] if first[0] == int(year) else 1
    end = last[1] if last[0] == int(year) else 12
    is_whole = (start, end) == (1, 12)
    return short_date_words(year if is_whole else f"{year}-{start:02}/{year}-{end:02}", lang)


def _number(mark_id: str) -> int:
    return int(mark_id.split("-")[1])


def _lines(dossier: Dossier, figure: pd.Series, year: str, lang: str) -> list[str]:
    """Return what a year holds in cells and in none, and how many events of the dialogue."""
    counted = _counted(dossier, figure)
    layer, own = counted.layer, counted.rows[counted.rows["date"] == year]
    cells, rest = own[own["role"] == CELL], own[own["role"] != CELL]
    said = [word("layers.years.cells", lang, sum=sum_words(cells, layer, lang))]
    if len(rest):
        said.append(word("layers.years.rest", lang, sum=sum_words(rest, layer, lang)))
    marked = event_rows(dossier, layer, figure["window"])["date"]
    firsts = [parse_date(date).first or parse_date(date).last for date in marked]
    marks = sum(1 for day in firsts if day and day[0] == int(year))
    said.append(word("layers.years.marks", lang, marks=words_count("layers.marks", marks, lang)))
    return said


def _statuses(dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
    """Return the wordings of the hatched areas that the maps show."""
    areas = rows[rows["role"] == "status"]
    if areas.empty:
        return []
    when = as_of_words(dossier, lang)
    head = word("theatres.statuses-as-of", lang, date=when)
    listed = word("captions.and_then", lang).join(areas[f"wording_{lang}"])
    return [word("layers.years.statuses", lang, head=head, list=listed)]
