"""What happened when, in lanes by channel: every mark honest about its date and its status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from chronotope.dates.calendars import spans_change
from chronotope.dates.days import civil_date
from chronotope.dates.windows import events_in_window
from chronotope.dossier.aspects import accounts_beside, event_accounts, event_relations
from chronotope.dossier.read import Dossier
from chronotope.draw.spec import Spec
from chronotope.draw.style import CHANNEL_SIDES, LEAD, PHONE, PROFILES, STATUS_MARKS, Profile
from chronotope.figures._contacts import form_words, held_contacts, years_of
from chronotope.figures._kind import Kind, PanelDrawing, Story, register
from chronotope.figures.captions import first_up, span_words
from chronotope.figures.contents import get_figure, sources_by
from chronotope.lang.dates import date_words, event_date_words, is_converted, parse_date
from chronotope.lang.words import word, words_count

if TYPE_CHECKING:
    from chronotope.figures.chronology.scene import Scene

PANEL_EVENTS = 14  # a brief shows no more, and fewer where its page is too full


@register
class Chronology(Kind):
    """Answers: what happened when, and what was only said to happen?"""

    name = "chronology"
    exceptions = MappingProxyType({"F6": "rows"})
    panel_order: ClassVar[int | None] = 1
    is_long = True
    unfit: ClassVar[tuple[str, ...]] = ()

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether there is an event."""
        return len(dossier.events) > 0

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return the events of the window in order of time, each with its sources."""
        events = events_in_window(dossier.events, figure["window"])
        sources = sources_by(dossier.event_sources, "event_id")
        titles = dossier.text_columns("title")
        columns = [
            "event_id",
            "date",
            "date_written",
            *titles,
            "channel",
            "form",
            "status",
            "place_id",
            "passages",
        ]
        order = [parse_date(text).order for text in events["date"]]
        return (
            events[columns]
            .assign(
                sources=[sources.get(event_id, "") for event_id in events["event_id"]], _order=order
            )
            .sort_values(["_order", "event_id"], kind="stable")
            .drop(columns="_order")
            .reset_index(drop=True)
        )

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the lanes, or the list of a narrow page."""
        from chronotope.figures.chronology.page import chart_of

        return chart_of(self.placed(dossier, figure, spec))

    def placed(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> Scene:
        """Return where everything of the figure stands."""
        return _placed(dossier, figure["figure_id"], spec)

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the labels of the events."""
        events = dossier.events
        return list(events.loc[events["event_id"].isin(rows["event_id"]), f"label_{lang}"])

    def profiles(self, profiles: Iterable[Profile]) -> list[Profile]:
        """Return the profiles; a chronology for the web comes for small screens as well."""
        wanted = super().profiles(profiles)
        if PROFILES["web"] in wanted and PHONE not in wanted:
            wanted.insert(wanted.index(PROFILES["web"]) + 1, PHONE)
        return wanted

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return how many events there are, in which lanes, and the story that they carry."""
        lang = spec.lang
        alt, lines, fields = _story(dossier, figure, rows, lang, is_list=False)
        scene = self.placed(dossier, figure, spec)
        links, arrows = scene.links, len(scene.related)
        if links > arrows:  # who prints has no list of those that have no arrow
            lines.append(word("captions.chronology_links", lang, n=links, arrows=arrows))
        note = word("captions.notes", lang, text=self._note(dossier, figure, fields, spec))
        return Story(alt, (*lines, *_joined_lines(dossier, rows, lang)), (note,))

    def _note(
        self, dossier: Dossier, figure: pd.Series, fields: dict[str, object], spec: Spec
    ) -> str:
        """Return what the picture shows of the events: each sentence only where it is true."""
        lang = spec.lang
        scene = self.placed(dossier, figure, spec)
        named = sum(1 for row in scene.rows if row["label"])
        key = "count" if fields["article"] else "bare"
        said = [word(f"captions.chronology_{key}", lang, **fields)]
        if scene.counted:
            said.append(words_count("captions.chronology_counted", len(scene.counted), lang))
        elif named < len(scene.rows):
            said.append(words_count("captions.chronology_named", named, lang))
        elif named > 1:
            said.append(word("captions.chronology_all_named", lang))
        said += _calendar_words(self.rows(dossier, figure), lang)
        if scene.turn is not None:
            year = civil_date(scene.turn)[0]
            told = year if year > 0 else date_words(f"{year:05}" if year else "0000", lang)
            said.append(word("captions.chronology_turn", lang, year=told))
        if scene.has_contacts:
            events = events_in_window(dossier.events, figure["window"])
            held = held_contacts(events)
            forms = form_words(held, lang)
            said.append(word("captions.chronology_contacts", lang, forms=forms))
            if unknown := len(held) - len(years_of(held)):
                said.append(word("captions.year_unknown", lang, n=unknown))
        return " ".join([*said, word("captions.chronology_data", lang)])

    # --- as a part of a brief ----------------------------------------------------------------

    def panel_rows(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the events of the panel."""
        kept = rows["event_id"].isin(choose_events(dossier, figure)["event_id"])
        return rows[kept].reset_index(drop=True)

    def tell_panel(
        self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec
    ) -> Story:
        """Return the story of a list, which has neither lanes nor arrows."""
        alt, lines, _ = _story(dossier, figure, rows, spec.lang, is_list=True)
        return Story(alt, (*lines, *_joined_lines(dossier, rows, spec.lang)))

    def panel_note(self, dossier: Dossier, figure: pd.Series, lang: str, *, most: int) -> str:
        """Return how many of the events stand on the page, and how to read their marks."""
        events = events_in_window(dossier.events, figure["window"])
        return word(
            "brief.chronology",
            lang,
            shown=min(most, len(events)),
            columns=_column_words(dossier, choose_events(dossier, figure, most), lang),
            events=words_count("captions.events", len(events), lang),
            figure=get_figure(dossier, figure["figure_id"])["number"],
        )

    def panel_accounts(
        self, dossier: Dossier, figure: pd.Series, lang: str, *, is_told: bool
    ) -> str:
        """Return the accounts of the most important event of which they differ, side by side."""
        told: dict[str, str] = {}
        for (event_id, _), given in event_accounts(dossier).items():
            told.setdefault(event_id, accounts_beside(dossier, given, lang))
        events = events_in_window(dossier.events, figure["window"])
        events = events[events["event_id"].isin(told)]
        number = get_figure(dossier, figure["figure_id"])["number"]
        if not len(events):
            return ""
        if not is_told:
            count = words_count("captions.events", len(events), lang)
            return word("brief.accounts_counted", lang, events=count, figure=number)
        ranks = pd.to_numeric(events["rank"]).fillna(9)
        first = events.assign(rank=ranks).sort_values(["rank", "date"], kind="stable").iloc[0]
        event, accounts = first[f"label_{lang}"], told[first["event_id"]]
        if len(events) == 1:
            return word("brief.accounts_one", lang, event=event, accounts=accounts)
        others = {"n": len(events) - 1, "figure": number}
        return word("brief.accounts", lang, event=event, accounts=accounts, **others)

    def draw_panel(
        self, dossier: Dossier, figure: pd.Series, spec: Spec, *, most: int
    ) -> PanelDrawing:
        """Return the list of the most important events, without a key."""
        from chronotope.figures.chronology.page import draw_chronology

        events = choose_events(dossier, figure, most)
        window = figure["window"] or None
        plate = draw_chronology(dossier, events, spec, window=window, has_key=False)
        # Of all lines of the list only the cuts of a thread are slanted.
        has_cuts = any(
            row["x"] != row["x2"] and row["y"] != row["y2"]
            for kind, rows in plate.groups
            for row in rows
            if kind == "rules"
        )
        signs = [f"// {word('chronology.key.break', spec.lang)}"] if has_cuts else []
        if any(LEAD in row.values() for _, rows in plate.groups for row in rows):
            channels = dossier.channels[dossier.channels["channel_id"].isin(events["channel"])]
            first = channels.sort_values("order").iloc[0][f"label_{spec.lang}"]
            signs.insert(0, word("brief.lead", spec.lang, channel=first))
        return PanelDrawing.of(plate, tuple(signs))


def _story(
    dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, lang: str, *, is_list: bool
) -> tuple[str, list[str], dict[str, object]]:
    """Return the alternative text, the lines of the description, and what both name."""
    is_article = rows["passages"] != ""
    lanes = dossier.channels[dossier.channels["channel_id"].isin(rows["channel"])]
    fields: dict[str, object] = {
        "headline": figure[f"headline_{lang}"],
        "events": words_count("captions.events", len(rows), lang),
        "span": span_words(rows["date"], lang, window=figure["window"]),
        "article": int(is_article.sum()),
        "record": int((~is_article).sum()),
    }
    if is_list:
        alt = word("captions.chronology_alt_list", lang, **fields)
        read = word("captions.chronology_read_list", lang)
        read = " ".join(filter(None, (read, _column_words(dossier, rows, lang))))
    else:
        key = "chronology_alt" if fields["article"] else "chronology_alt_bare"
        counted = words_count("captions.lanes", len(lanes), lang)
        alt = word(f"captions.{key}", lang, lanes=counted, **fields)
        read = word("captions.chronology_read", lang)
    counts = rows["channel"].value_counts()
    labels = lanes.sort_values("order").set_index("channel_id")[f"label_{lang}"]
    told = " ".join(
        word("captions.lane_count", lang, label=label, n=int(counts[channel]))
        for channel, label in labels.items()
    )
    lines, end = _told_events(dossier, rows, lang, {**fields, "read": read, "lanes": told})
    return " ".join([alt, *end]), lines, fields


def _told_events(
    dossier: Dossier, rows: pd.DataFrame, lang: str, fields: Mapping[str, object]
) -> tuple[list[str], list[str]]:
    """Return the events that carry the story, after how to read them; and how it ends.

    All where few are ranked; the end is the last turning point, or the last event.
    """
    # What its mark says to the eye of an event that was not held, its title says to the ear.
    status = {
        name: "" if mark.is_filled else f" ({word(f'chronology.status.{name}', lang)})"
        for name, mark in STATUS_MARKS.items()
    }
    rows = rows.assign(told=rows[f"title_{lang}"].str.rstrip(".") + rows["status"].map(status))
    rank = pd.to_numeric(rows["event_id"].map(dossier.events.set_index("event_id")["rank"]))
    # A hope has turned nothing yet.
    is_done = rows["status"].map(lambda name: STATUS_MARKS[name].is_filled).astype(bool)
    turns = rows[(rank == 1) & is_done]
    told = rows[rank <= 2] if len(rows[rank <= 2]) >= 8 else rows
    # Where all are told, none is said to carry more of the story than another.
    key = "captions.chronology_long" if len(told) < len(rows) else "captions.chronology_long_all"
    key = key if len(rows) > 1 else "captions.chronology_long_one"
    head = word(key, lang, **fields)
    lines = [
        word(
            "captions.event_line",
            lang,
            date=first_up(event_date_words(row, lang)),
            title=row["told"],
        )
        for row in told.to_dict("records")
    ]
    # Where nobody ranked the events, none is called a turning point.
    key = "chronology_turn_told" if len(turns) else "chronology_last_told"
    last = (turns if len(turns) else rows).iloc[-1]["told"]
    return [head, *lines], [word(f"captions.{key}", lang, turn=last)] if len(rows) > 1 else []


@lru_cache(maxsize=16)
def _placed(dossier: Dossier, figure_id: str, spec: Spec) -> Scene:
    """Placed once: the drawing and its words both ask where everything stands."""
    from chronotope.figures.chronology.page import place_chronology

    figure = get_figure(dossier, figure_id)
    events = events_in_window(dossier.events, figure["window"])
    return place_chronology(dossier, events, spec, window=figure["window"] or None)


def choose_events(dossier: Dossier, figure: pd.Series, most: int = PANEL_EVENTS) -> pd.DataFrame:
    """Return the events of a brief's panel.

    The highest rank first; within it the first and the last, then the channels in their order.
    """
    events = events_in_window(dossier.events, figure["window"])
    order = dossier.channels.set_index("channel_id")["order"]
    ranked = events.assign(
        _rank=pd.to_numeric(events["rank"]).fillna(9), _order=events["channel"].map(order)
    )
    top = ranked[ranked["_rank"] == ranked["_rank"].min()]
    ends = top["date"].isin([top["date"].min(), top["date"].max()])
    ranked.loc[top.index[ends], "_order"] = -1
    chosen = ranked.sort_values(["_rank", "_order", "date"], kind="stable").head(most)
    # Where all are turning points, none is set in bold.
    return chosen.drop(columns=["_rank", "_order"]).sort_values("event_id").assign(rank=2.0)


def _calendar_words(rows: pd.DataFrame, lang: str) -> list[str]:
    """Return by which calendar the days are, where another was in use or a source has one."""
    dates = [parse_date(text) for text in rows["date"]]
    converted = sum(is_converted(text) for text in rows["date_written"])
    if converted:
        return [word("captions.chronology_converted", lang, n=converted)]
    return [word("captions.chronology_gregorian", lang)] if spans_change(dates) else []


def _column_words(dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
    """Return what the columns of a list are; blank where it has but one."""
    used = dossier.channels["channel_id"].isin(rows["channel"])
    found = set(dossier.channels.loc[used, "side"])
    sides = [word(f"chronology.side.{side}", lang) for side in CHANNEL_SIDES if side in found]
    if len(sides) < 2:
        return ""
    return word("brief.columns", lang, sides=word("dialogue.comma", lang).join(sides))


def _joined_lines(dossier: Dossier, rows: pd.DataFrame, lang: str) -> Iterator[str]:
    """Yield how the events of the figure stand to each other, and the accounts that differ."""
    labels = dossier.events.set_index("event_id")[f"label_{lang}"]
    drawn = set(rows["event_id"])
    told = [
        (r.start, f"evidence.relation.{r.relation}", labels[r.end])
        for r in event_relations(dossier)
        if {r.start, r.end} <= drawn
    ]
    told += [
        (event_id, f"evidence.aspect.{aspect}", accounts_beside(dossier, accounts, lang))
        for (event_id, aspect), accounts in event_accounts(dossier).items()
        if event_id in drawn
    ]
    for event_id, key, other in told:
        relation = word(key, lang).lower()
        event = labels[event_id]
        yield word("captions.relation_line", lang, event=event, relation=relation, other=other)
