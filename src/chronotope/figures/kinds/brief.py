"""A one-page brief: the first figure of each kind that has a place on it, and fewer rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw.composition import Words
from chronotope.draw.spec import Spec
from chronotope.draw.style import PROFILES, Profile
from chronotope.figures._kind import Kind, Story, panel_kinds, register
from chronotope.figures.captions import span_words
from chronotope.figures.contents import figure_rows, list_figures, number_figures
from chronotope.lang.dates import roman
from chronotope.lang.words import word, words_count

_COLUMNS = (
    "role", "count", "channel", "form", "status", "topic_id", "actor_id", "stance", "place_id",
    "passages", "sources",
)  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """One figure of the dossier as a part of the brief."""

    number: int
    kind: Kind
    figure: pd.Series

    @property
    def numeral(self) -> str:
        """What names it on the page.

        A letter is that of an area there, a number that of a town, or of a figure.
        """
        return roman(self.number)

    def headline(self, lang: str) -> str:
        """Return what stands above it."""
        return str(self.figure[f"headline_{lang}"])

    def rows(self, dossier: Dossier) -> pd.DataFrame:
        """Return the rows that it draws: some of those of the figure that it stands for."""
        rows = figure_rows(dossier, self.figure["figure_id"])
        return self.kind.panel_rows(dossier, self.figure, rows)

    def tell(self, dossier: Dossier, spec: Spec) -> Story:
        """Return the words of its rows."""
        return self.kind.tell_panel(dossier, self.figure, self.rows(dossier), spec)


def list_panels(dossier: Dossier) -> list[Panel]:
    """Return the first figure of each kind that a brief is made of, numbered from 1."""
    figures = list_figures(dossier)
    found: list[Panel] = []
    for kind in panel_kinds():
        rows = figures[figures["kind"] == kind.name]
        if len(rows):
            found.append(Panel(len(found) + 1, kind, rows.iloc[0]))
    return found


@register
class Brief(Kind):
    """Answers: what must one know, on one page?"""

    name = "brief"
    is_page = True
    has_point_of_view = True
    exceptions = MappingProxyType({"B6": "letters", "B7": "key_below", "B9": "full_figures"})

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the rows of all panels.

        An id is that of the row after the numeral of its panel: ``II/ghent``.
        """
        texts = (*dossier.text_columns("title"), *dossier.text_columns("label"))
        columns = ("date", *texts, *_COLUMNS)
        tables = []
        for panel in list_panels(dossier):
            rows = panel.rows(dossier)
            marks = rows[[name for name in columns if name in rows]].astype("str")
            tables.append(
                marks.assign(
                    mark_id=f"{panel.numeral}/" + rows[rows.columns[0]],
                    panel=panel.numeral,
                    figure_id=panel.figure["figure_id"],
                )
            )
        if not tables:
            return pd.DataFrame(columns=["mark_id", "panel", "figure_id", *columns])
        joined = pd.concat(tables, ignore_index=True).fillna("")
        return joined[["mark_id", "panel", "figure_id", *(c for c in columns if c in joined)]]

    def most_rows(self, dossier: Dossier, figure: pd.Series) -> int | None:
        """Return what the panels do not exceed together; no words are made for them."""
        firsts = number_figures(dossier).drop_duplicates("kind").set_index("kind", drop=False)
        panels = [
            (kind, firsts.loc[kind.name]) for kind in panel_kinds() if kind.name in firsts.index
        ]
        return sum(kind.most_panel_rows(dossier, first) for kind, first in panels)

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Raise, for a page of panels has no drawing of its own.

        Raises
        ------
        ValueError
            Always.
        """
        raise ValueError(f"figure {figure['figure_id']!r} is a page of panels: take render_figure")

    def profiles(self, profiles: Iterable[Profile]) -> list[Profile]:
        """Return the one page that it has, whatever is asked."""
        return [PROFILES["brief"]]

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the headlines of the panels and the texts that they show."""
        return [
            text
            for panel in list_panels(dossier)
            for text in (
                panel.headline(lang),
                *panel.kind.texts(dossier, panel.rows(dossier), lang),
            )
        ]

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return what the page joins, then what each of its panels tells as a figure."""
        lang = spec.lang
        dates = rows.loc[rows["date"] != "", "date"] if "date" in rows else rows["mark_id"].iloc[:0]
        alt = word(
            "captions.brief_alt",
            lang,
            headline=figure[f"headline_{lang}"],
            events=words_count("captions.events", len(dates), lang),
            span=span_words(dates, lang) if len(dates) else "–",
        )
        parts = []
        for panel in list_panels(dossier):
            title = word("captions.lane_count", lang, label=panel.numeral, n=panel.headline(lang))
            parts += [title, " ".join(panel.tell(dossier, spec).description)]
        return Story(alt, tuple(parts))

    def render(self, dossier: Dossier, figure: pd.Series, words: Words, spec: Spec) -> str:
        """Return the page.

        Raises
        ------
        ValueError
            If another profile is asked for, or the panels are higher than the page.
        """
        from chronotope.figures._brief_page import render_brief

        if spec.profile.name != "brief":
            raise ValueError(
                f"figure {figure['figure_id']!r} is a page of its own: take profile 'brief', "
                f"not {spec.profile.name!r}"
            )
        return render_brief(dossier, figure, words, spec)
