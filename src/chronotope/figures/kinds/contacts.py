"""Contacts a year: the held meetings, calls and video talks, stacked by channel."""

from __future__ import annotations

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.spec import Spec
from chronotope.figures._contacts import form_words, held_contacts, years_of
from chronotope.figures._kind import Kind, Story, register
from chronotope.figures.contents import labels_of, sources_by
from chronotope.lang.words import word, words_count


@register
class Contacts(Kind):
    """Answers: was there a silence, and in which channel?"""

    name = "contacts"

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether there are contacts in at least three years."""
        return bool(years_of(held_contacts(dossier.events)).nunique() >= 3)

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the contacts of the window in order of time, each with its year."""
        held = held_contacts(events_in_window(dossier.events, figure["window"]))
        years = held["event_id"].map(years_of(held))
        sources = sources_by(dossier.event_sources, "event_id")
        table = held[["event_id", "date", "channel", "form", "status", "passages"]]
        table = table.assign(year=years, sources=held["event_id"].map(sources).fillna(""))
        return table[table["year"].notna()].astype({"year": int}).reset_index(drop=True)

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return a bar a year; colour and key tell the sides of the channels apart."""
        import altair as alt

        style.register_fonts()
        rows, profile = self.rows(dossier, figure), spec.profile
        sides = dict(zip(dossier.channels["channel_id"], dossier.channels["side"], strict=True))
        names = labels_of(dossier.channels, "channel_id", spec.lang)
        used = [side for side in style.CHANNEL_SIDES if side in set(rows["channel"].map(sides))]
        said = {side: word(f"chronology.side.{side}", spec.lang) for side in used}
        data = pd.DataFrame(
            {
                "year": rows["year"],
                "side": rows["channel"].map(sides).map(said),
                "channel": rows["channel"].map(names),
            }
        )
        years = list(range(int(rows["year"].min()), int(rows["year"].max()) + 1))
        most = int(rows["year"].value_counts().max())
        colours = [style.SIDES[side].colour for side in used]
        title = word("contacts.axis", spec.lang)
        axis = alt.Axis(tickMinStep=1, format="d")
        chart = alt.Chart(data).mark_bar().encode(
            x=alt.X("year:O", title=None, scale=alt.Scale(domain=years), axis=alt.Axis(
                labelAngle=0, labelOverlap="parity", ticks=False)),
            y=alt.Y("count()", title=None, scale=alt.Scale(domain=[0, most]), axis=axis),
            color=alt.Color("side:N", title=title, scale=alt.Scale(
                domain=list(said.values()), range=colours),
                legend=alt.Legend(orient="top", titleOrient="left")),
            order=alt.Order("side:N"),
            tooltip=[alt.Tooltip("year:O"), alt.Tooltip("channel:N"), alt.Tooltip("count()")],
        )  # fmt: skip
        return (
            chart.properties(
                width=profile.plot_width - profile.text,
                height=min(profile.plot_width * 0.35, profile.plot_height * 0.8),
                autosize=alt.AutoSizeParams(type="fit", contains="padding"),
                padding={"left": 0, "right": 4, "top": 0, "bottom": 0},
            )
            .configure(font=style.font_family(), background=style.PAPER)
            .configure_view(stroke=None)
            .configure_axis(
                labelFontSize=profile.small, titleFontSize=profile.small, titleFontWeight="normal",
                labelColor=style.MUTED, titleColor=style.MUTED, gridColor=style.RULE,
                domainColor=style.CONTEXT,
            )
            .configure_legend(
                labelFontSize=profile.small, labelColor=style.MUTED, titleFontSize=profile.small,
                titleFontWeight="normal", titleColor=style.MUTED,
            )
        )  # fmt: skip

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return how many there are, in which year most, and in how many years none."""
        lang, counts = spec.lang, rows["year"].value_counts()
        first, last = int(rows["year"].min()), int(rows["year"].max())
        fields = {
            "headline": figure[f"headline_{lang}"],
            "contacts": words_count("captions.contacts", len(rows), lang),
            "first": first,
            "last": last,
            "year": int(counts.sort_index().idxmax()),
            "most": int(counts.max()),
            "empty": words_count("contacts.years", last - first + 1 - len(counts), lang),
            "forms": form_words(rows, lang),
        }
        yearly = [
            word("captions.lane_count", lang, label=year, n=int(counts.get(year, 0)))
            for year in range(first, last + 1)
        ]
        note = word("captions.notes", lang, text=word("contacts.note", lang, **fields))
        long = word("contacts.long", lang, **fields)
        return Story(word("contacts.alt", lang, **fields), (long, *yearly), (note,))
