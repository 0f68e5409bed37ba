"""Who met whom as a network: a few panels of years, everyone in a fixed place, no chance in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw import style
from chronotope.draw.canvas import NONE, Canvas, Glyph, Paint, drawing_height
from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.draw.timescale import year_words
from chronotope.figures._answer import (
    Answer,
    actor_names,
    leaders,
    line_of,
    pair_names,
    pair_words,
    with_level,
)
from chronotope.figures._contacts import form_words, held_contacts, years_of
from chronotope.figures._kind import Story, register
from chronotope.figures._sheet import draw_key
from chronotope.figures.captions import span_words
from chronotope.figures.contents import join_sources, sources_by, with_first
from chronotope.figures.kinds.meetings import THIRD, has_pairs, list_contacts, side_words
from chronotope.lang.words import list_words, word, words_count
from chronotope.world.basemap import area_names

PANELS = 4
_MOST_NAMED = 3  # in the headline
MOST_NODES = 20  # docs/figure-rules.md G1: more cannot be read
# Sides by shape, and by colour where there are only two.
_SHAPES = ("circle", "square", "triangle-up", "triangle-down", "cross", "triangle-right")
_THIRD_SHAPE = "diamond"


@register
class Network(Answer):
    """Answers: who stood in the middle, and did the circle change?"""

    name = "network"
    has_event_texts = False

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether there are at least two pairs."""
        return has_pairs(dossier)

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return one row for each pair in each panel of years, with its contacts."""
        events = events_in_window(dossier.events, figure["window"])
        contacts = list_contacts(events, dossier.actors, dossier.sides)
        years = contacts["event_id"].map(years_of(held_contacts(events), figure["window"]))
        contacts = contacts.assign(year=years)[years.notna()].astype({"year": int})
        sources = sources_by(dossier.event_sources, "event_id")
        panels = _panels(contacts["year"]) if len(contacts) else []
        rows = []
        keys = ["actor_id", "actor_group", "met_id", "met_group"]
        for panel, span in enumerate(panels, 1):
            inside = contacts[contacts["year"].isin(span)]
            for pair, own in inside.groupby(keys, sort=False):
                ids = list(own["event_id"])
                base = (panel, span.start, span.stop - 1, *pair, len(ids), ";".join(ids))
                rows.append((*base, join_sources(ids, sources)))
        columns = ["panel", "first_year", "last_year", *keys, "contacts", "events", "sources"]
        table = pd.DataFrame(rows, columns=columns).astype({"actor_id": str, "met_id": str})
        pair = table["actor_id"] + "--" + table["met_id"]
        return with_first(table, "link_id", table["panel"].astype(str) + "--" + pair)

    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return the panels: two columns of names, and a line for each pair."""
        return _Sheet(dossier, rows, spec, self).plate()

    def of_no_year(self, dossier: Dossier, figure: pd.Series) -> int:
        """Return how many contacts of the window belong to no panel."""
        events = events_in_window(dossier.events, figure["window"])
        contacts = list_contacts(events, dossier.actors, dossier.sides)
        counted = events[events["event_id"].isin(contacts["event_id"])]
        return len(counted) - len(years_of(counted))

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return the words of the rows, and what was taken for a side where none is stated."""
        story = super().tell(dossier, figure, rows, spec)
        if dossier.sides:
            return story
        events = events_in_window(dossier.events, figure["window"])
        drawn = {event for cell in rows["events"] for event in split_list(cell)}
        said = side_words(dossier, events, drawn, spec.lang)
        return replace(story, notes=(*story.notes, *said))

    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return who was in contact in every panel; of one panel alone, who had most partners."""
        partners, names = _partners(rows), actor_names(dossier, lang)
        if rows["panel"].nunique() > 1:
            constant = _constant(rows)
            if not constant:
                return self.say("answer_none", lang, of=len(partners))
            fields = {"n": len(constant), "of": len(partners)}
            if len(constant) > _MOST_NAMED:
                return self.say("answer_number", lang, **fields)
            who = list_words((names[actor] for actor in constant), lang)
            return self.say("answer_every", lang, names=who, **fields)
        if len(partners) == 2:
            both = list_words((names[actor] for actor in partners.index), lang)
            return self.say("answer_pair", lang, names=both)
        top, n = leaders(partners), int(partners.max())
        if not top:
            return self.say("answer_even", lang, n=n, of=len(partners) - 1)
        who = list_words((names[actor] for actor in top), lang)
        return self.say("answer", lang, names=who, n=n, of=len(partners) - 1)

    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return how many contacts, pairs and panels there are, and who had most partners."""
        ids = {event for cell in rows["events"] for event in split_list(cell)}
        counted = dossier.events[dossier.events["event_id"].isin(ids)]
        partners = _partners(rows)
        top = sorted(partners.index[partners == partners.max()])[0]
        return {
            "contacts": words_count("captions.contacts", len(ids), lang),
            "actors": words_count("captions.actors", len(partners), lang),
            "panels": words_count(self.key("panels"), rows["panel"].nunique(), lang),
            "span": span_words(counted["date"], lang),
            "forms": form_words(counted, lang),
            "top": with_level(actor_names(dossier, lang)[top], partners, lang),
            "most": int(partners.max()),
        }

    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return for each panel its pair with most contacts."""
        names, said = actor_names(dossier, lang), []
        for _, own in rows.groupby("panel"):
            top = own.loc[own["contacts"].idxmax()]
            pair = with_level(pair_words(top, names, lang), own["contacts"], lang)
            count = words_count("captions.contacts", int(top["contacts"]), lang)
            links = words_count(self.key("links"), len(own), lang)
            text = self.say("panel_line", lang, links=links, pair=pair, contacts=count)
            said.append(line_of(_years(own, lang), text, lang))
        return said

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the names of the actors."""
        return pair_names(dossier, rows, lang)


def _constant(rows: pd.DataFrame) -> list[str]:
    """Return who was in contact in every panel."""
    sets = [{*own["actor_id"], *own["met_id"]} for _, own in rows.groupby("panel")]
    return sorted(set.intersection(*sets))


def _totals(own: pd.DataFrame) -> dict[str, int]:
    """Return how many contacts each actor of a panel had."""
    total: dict[str, int] = {}
    for end in ("actor_id", "met_id"):
        for actor, contacts in zip(own[end], own["contacts"], strict=True):
            total[actor] = total.get(actor, 0) + int(contacts)
    return total


def _panels(years: pd.Series) -> list[range]:
    """Return the years in at most four spans of equal length, the first at the first contact."""
    first, last = int(years.min()), int(years.max())
    length = -(-(last - first + 1) // PANELS)
    starts = range(first, last + 1, length)
    return [range(start, min(start + length, last + 1)) for start in starts]


def _years(own: pd.DataFrame, lang: str) -> str:
    ends = (int(own["first_year"].iloc[0]), int(own["last_year"].iloc[0]))
    return "–".join(dict.fromkeys(year_words(year, lang) for year in ends))


def _partners(rows: pd.DataFrame) -> pd.Series:
    """Return with how many others each actor was in contact."""
    ends = pd.concat(
        [
            rows[["actor_id", "met_id"]].set_axis(["one", "other"], axis=1),
            rows[["met_id", "actor_id"]].set_axis(["one", "other"], axis=1),
        ]
    )
    return ends.drop_duplicates().groupby("one")["other"].size()


# --- the drawing -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Node:
    """One actor of a panel: its name in lines, its side, its contacts, and its column."""

    actor: str
    lines: tuple[str, ...]
    group: str
    contacts: int


class _Sheet:
    """The panels while they are drawn; lengths are in units of the profile."""

    def __init__(self, dossier: Dossier, rows: pd.DataFrame, spec: Spec, kind: Network) -> None:
        self.canvas, self.rows, self.spec, self.kind = Canvas(), rows, spec, kind
        self.lang, self.profile, self.size = spec.lang, spec.profile, spec.profile.small
        self.step, self.names = self.size * LINE_HEIGHT, actor_names(dossier, spec.lang)
        self.is_sided = bool(dossier.sides)
        groups = {*rows["actor_group"], *rows["met_group"]}
        # Where no sides are stated each name is one, and a shape would say it once more.
        self.sides = [*dossier.sides, THIRD] if self.is_sided else sorted(groups)
        self.across = 1 if self.profile.is_narrow else 2
        self.gap = self.size * 2
        whole = self.profile.plot_width
        self.width = (whole - self.gap * (self.across - 1)) / self.across
        self.room = self.width * 0.37  # of a name
        self.most, self.constant = int(rows["contacts"].max()), set(_constant(rows))
        panels = [own for _, own in rows.groupby("panel")]
        self.bands = [panels[n : n + self.across] for n in range(0, len(panels), self.across)]

    def plate(self) -> Plate:
        """Draw key and panels with as many actors as have room."""
        room = drawing_height(self.profile)
        room -= draw_key(Canvas(), self._key(self.rows), self.spec)
        limit = next(
            (n for n in range(MOST_NODES, 1, -1) if self._height(n) <= room), 2
        )  # fmt: skip
        links = pd.concat([self._links(own, limit) for band in self.bands for own in band])
        y = draw_key(self.canvas, self._key(links), self.spec)
        for band in self.bands:
            for place, own in enumerate(band):
                self._draw_panel(own, (place * (self.width + self.gap), y), limit)
            y += max(self._panel_height(own, limit) for own in band) + self.size
        names = ("pair", "years", "contacts")
        tooltip = {name: self.kind.say(f"column.{name}", self.lang) for name in names}
        return self.canvas.chart(self.profile.plot_width, y, tooltip=tooltip)

    def _height(self, limit: int) -> float:
        return sum(
            max(self._panel_height(own, limit) for own in band) + self.size for band in self.bands
        )

    def _key(self, links: pd.DataFrame) -> list[tuple[str, Glyph]]:
        """Return what the marks mean: the sides there are, and the widths of the lines drawn."""
        used = {*self.rows["actor_group"], *self.rows["met_group"]}
        areas = {**area_names(self.lang), THIRD: word("dialogue.third", self.lang)}
        signs = [
            (str(areas.get(side, side)), self._glyph(side))
            for side in (self.sides if self.is_sided else ())
            if side in used
        ]
        half = self.size * 0.5
        for n in sorted({int(links["contacts"].min()), int(links["contacts"].max())}):
            text = words_count("captions.contacts", n, self.lang)
            if n == self.most > 1:
                most = word("dialogue.key_most", self.lang)
                text = word("claims.key", self.lang, verdict=most, n=n)
            signs.append((text, Glyph(f"M{-half:.2f},0L{half:.2f},0", 1.0, self._paint(n))))
        return signs

    def _glyph(self, side: str) -> Glyph:
        shape, colour = _THIRD_SHAPE, style.MULTILATERAL
        if not self.is_sided:
            shape, colour = _SHAPES[0], style.INK
        elif side != THIRD:
            number = self.sides.index(side)
            shape = _SHAPES[number % len(_SHAPES)]
            two = (style.FIRST, style.SECOND)
            colour = two[number] if len(self.sides) == 3 else style.INK
        return Glyph(shape, self.size * 0.34, Paint(colour, style.PAPER, self.profile.line * 0.7))

    # --- a panel -----------------------------------------------------------------------------

    def _links(self, own: pd.DataFrame, limit: int) -> pd.DataFrame:
        """Return the pairs of those that a panel draws: nobody stands there without a line."""
        total, pairs = _totals(own), set(zip(own["actor_id"], own["met_id"], strict=True))
        # Whoever is in every panel, as the headline says, is drawn in every panel.
        order = sorted(total, key=lambda a: (a not in self.constant, -total[a], a))
        kept: set[str] = set()
        for actor in order:
            met = [o for o in order if {(actor, o), (o, actor)} & pairs]
            pair = {actor, next((other for other in met if other in kept), met[0])}
            if len(kept | pair) <= limit:
                kept |= pair
        return own[own["actor_id"].isin(kept) & own["met_id"].isin(kept)]

    def _nodes(self, own: pd.DataFrame, limit: int) -> tuple[list[_Node], list[_Node], int]:
        """Return the actors of the left and the right column, and how many are left out."""
        pairs = self._links(own, limit)
        ends = [("actor_id", "actor_group"), ("met_id", "met_group")]
        groups = {
            a: str(g) for ids in ends for a, g in zip(*(pairs[end] for end in ids), strict=True)
        }
        total = _totals(own)
        kept = sorted(groups, key=lambda actor: (-total[actor], actor))
        nodes = [
            _Node(
                actor,
                tuple(wrap_text(self.names[actor], self.room, self.size)),
                groups[actor],
                total[actor],
            )
            for actor in kept
        ]
        left: list[_Node] = []
        right: list[_Node] = []
        for number, side in enumerate(self.sides):
            for node in (n for n in nodes if n.group == side):
                # Two sides face each other; of more, and of third parties, the shorter column
                # takes the next, so that both are of one length.
                is_left = number == 0 if number < 2 else self._tall(left) <= self._tall(right)
                (left if is_left else right).append(node)
        return left, right, len(total) - len(nodes)

    def _tall(self, nodes: Sequence[_Node]) -> float:
        return sum(len(node.lines) for node in nodes) * self.step

    def _panel_height(self, own: pd.DataFrame, limit: int) -> float:
        left, right, rest = self._nodes(own, limit)
        tall = max(self._tall(left), self._tall(right), self.step * 2)
        return self.step * 1.5 + tall + (self.step if rest else 0.0)

    def _draw_panel(self, own: pd.DataFrame, at: tuple[float, float], limit: int) -> None:
        x, y = at
        self.canvas.text((x, y + self.step), _years(own, self.lang), Type(self.size, "bold"))
        left, right, rest = self._nodes(own, limit)
        top = y + self.step * 1.5
        tall = max(self._tall(left), self._tall(right), self.step * 2)
        spots: dict[str, tuple[float, float]] = {}
        for nodes, is_left in ((left, True), (right, False)):
            low = top + (tall - self._tall(nodes)) / 2
            for node in nodes:
                high = len(node.lines) * self.step
                inner = self.room + self.size
                spot = (x + (inner if is_left else self.width - inner), low + high / 2)
                spots[node.actor] = spot
                self._draw_name(node, spot, is_left=is_left)
                low += high
        for row in (
            self._links(own, limit).sort_values("contacts", kind="stable").to_dict("records")
        ):
            self._draw_link(row, spots)
        for node in (*left, *right):
            self.canvas.point(spots[node.actor], self._glyph(node.group))
        if rest:
            text = words_count(self.kind.key("rest"), rest, self.lang)
            base = (x, top + tall + self.step * 0.8)
            self.canvas.text(base, text, Type(self.size, colour=style.MUTED))

    def _draw_name(self, node: _Node, spot: tuple[float, float], *, is_left: bool) -> None:
        x, middle = spot
        align = "right" if is_left else "left"
        at = x + self.size * (-0.7 if is_left else 0.7)
        base = middle - (len(node.lines) - 1) * self.step / 2 + CAP_HEIGHT * self.size / 2
        for n, text in enumerate(node.lines):
            self.canvas.text((at, base + n * self.step), text, Type(self.size, align=align))

    def _draw_link(
        self, row: Mapping[str, object], spots: Mapping[str, tuple[float, float]]
    ) -> None:
        (x1, y1), (x2, y2) = spots[str(row["actor_id"])], spots[str(row["met_id"])]
        contacts = int(str(row["contacts"]))
        bow = (self.width - 2 * (self.room + self.size)) * 0.5
        c1, c2 = (x1 + bow, x2 - bow) if x1 < x2 else (x1 - bow, x2 + bow)
        if x1 == x2:
            sign = 1 if x1 < spots_middle(spots) else -1
            c1 = c2 = x1 + sign * bow * 0.8
        numbers = (x1, y1, c1, y1, c2, y2, x2, y2)
        path = "M{},{}C{},{} {},{} {},{}".format(*(f"{n:.2f}" for n in numbers))
        fields = {
            "pair": pair_words(row, self.names, self.lang),
            "years": _years(pd.DataFrame([row]), self.lang),
            "contacts": words_count("captions.contacts", contacts, self.lang),
        }
        said = self.kind.say("describe", self.lang, **fields)
        event = {"event_id": str(row["link_id"]), "description": said} | fields
        self.canvas.point(
            (0.0, 0.0), Glyph(path, 1.0, self._paint(contacts)), layer="lines", event=event
        )

    def _paint(self, contacts: int) -> Paint:
        """Return a line of half a point for one contact, of 1.5 for seven and more (A16)."""
        points = min(0.5 + (contacts - 1) / 6, 1.5)
        colour = style.LEAD if contacts == self.most > 1 else style.CONTEXT
        return Paint(NONE, colour, points / self.profile.pt_per_unit)


def spots_middle(spots: Mapping[str, tuple[float, float]]) -> float:
    """Return the middle between the two columns of a panel."""
    places = [x for x, _ in spots.values()]
    return (min(places) + max(places)) / 2
