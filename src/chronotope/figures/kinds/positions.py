"""Who holds which position: a matrix of topics and actors, with a letter and a shade a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.labels import text_width
from chronotope.draw.matrix import (
    KeyItem,
    Layout,
    Page,
    Slot,
    count_breaks,
    draw_heads,
    draw_key,
    draw_layout,
    group_heads,
    group_names,
    labels_of,
    line_step,
    outline,
    slot_starts,
    text_on,
    widest,
    wrap_text,
)
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.figures._kind import Kind, PanelDrawing, Story, register
from chronotope.figures.contents import sources_by, with_first
from chronotope.lang.dates import date_words
from chronotope.lang.words import word, words_count

STANCES = ("opposes", "conditional", "supports")
NOT_STATED = "not-stated"
PANEL_MM = 50.0  # greatest height on a brief
SIGNS = {"agree": "=", "partly": "≈", "differ": "≠", "open": "–"}


@register
class Positions(Kind):
    """Answers: who was for what, as the article reports it?"""

    name = "positions"
    panel_order = 4

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether somebody takes a position."""
        return len(dossier.positions) > 0

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return one row a cell, with the passage and the sources of its statement."""
        positions = dossier.positions
        sources = sources_by(dossier.statement_sources, "statement_id")
        passages = dossier.statements.set_index("statement_id")["passage_id"]
        return positions.assign(
            passages=positions["statement_id"].map(passages).fillna(""),
            sources=positions["statement_id"].map(sources).fillna(""),
        ).pipe(with_first, "cell_id", positions["topic_id"] + "--" + positions["actor_id"])

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the matrix of topics and actors."""
        return plot_positions(dossier, dossier.positions, spec)

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the labels of the topics."""
        topics = dossier.topics
        return list(topics.loc[topics["topic_id"].isin(rows["topic_id"]), f"label_{lang}"])

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return how many stances are stated, and topic by topic who holds which."""
        lang, counts = spec.lang, rows["stance"].value_counts()
        return Story(
            word(
                "captions.positions_alt",
                lang,
                headline=figure[f"headline_{lang}"],
                topics=words_count("captions.topics", rows["topic_id"].nunique(), lang),
                actors=words_count("captions.actors", rows["actor_id"].nunique(), lang),
                supports=int(counts.get("supports", 0)),
                conditional=int(counts.get("conditional", 0)),
                opposes=int(counts.get("opposes", 0)),
                cells=words_count("captions.cells", int(counts.get(NOT_STATED, 0)), lang),
                date=date_words(dossier.as_of.isoformat(), lang),
            ),
            (word("captions.positions_long", lang), *_topic_lines(dossier, rows, lang)),
            (word("captions.notes", lang, text=word("captions.positions_note", lang)),),
        )

    # --- as a part of a brief ----------------------------------------------------------------

    def panel_rows(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the cells of the two sides on the topics where one of them states any."""
        chosen = choose_positions(dossier)
        kept = rows["cell_id"].isin(chosen["topic_id"] + "--" + chosen["actor_id"])
        return rows[kept].reset_index(drop=True)

    def panel_note(self, dossier: Dossier, figure: pd.Series, lang: str, *, most: int) -> str:
        """Return what the stances rest on."""
        return word("brief.positions", lang)

    def draw_panel(
        self, dossier: Dossier, figure: pd.Series, spec: Spec, *, most: int
    ) -> PanelDrawing:
        """Return the matrix of the two sides."""
        room = replace(spec.profile, max_height_mm=PANEL_MM)
        chosen, spec = choose_positions(dossier), spec.with_profile(room)
        return PanelDrawing(plot_positions(dossier, chosen, spec, is_panel=True))


def choose_positions(dossier: Dossier) -> pd.DataFrame:
    """Return the positions of the two sides on the topics where one of them states any."""
    country = dossier.actors.set_index("actor_id")["country"]
    positions = dossier.positions
    sides = positions[positions["actor_id"].map(country).isin(dossier.sides)]
    stated = sides.loc[sides["stance"] != NOT_STATED, "topic_id"]
    return sides[sides["topic_id"].isin(set(stated))].reset_index(drop=True)


def _topic_lines(dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
    topics = dossier.topics.set_index("topic_id").sort_values("order")
    names = dossier.actors.set_index("actor_id")[f"label_{lang}"]
    lines = []
    for topic_id, topic in topics.iterrows():
        cells = rows[(rows["topic_id"] == topic_id) & (rows["stance"] != NOT_STATED)]
        stances = zip(cells["actor_id"], cells["stance"], strict=True)
        said = ", ".join(
            word("captions.pair", lang, first=names[actor], second=word(f"dialogue.{stance}", lang))
            for actor, stance in stances
        )
        said = said or word("captions.not_stated", lang)
        lines.append(word("captions.lane_count", lang, label=topic[f"label_{lang}"], n=said))
    return lines


def compare_sides(
    positions: pd.DataFrame, actors: pd.DataFrame, sides: Sequence[str]
) -> dict[str, str]:
    """Return for each topic whether the two sides agree, partly, differ, or leave it open.

    A side's stances are those of its persons and its government. *agree*: both state one and
    the same stance; *differ*: one supports where the other opposes; *partly*: anything else
    that both state; *open*: one of them states nothing.

    Parameters
    ----------
    positions
        Columns ``topic_id``, ``actor_id``, ``stance``.
    actors
        Columns ``actor_id``, ``country``.
    sides
        Country codes of the two sides.
    """
    country = dict(zip(actors["actor_id"], actors["country"], strict=True))
    stated: dict[str, tuple[set[str], set[str]]] = {}
    for row in positions.itertuples():
        pair = stated.setdefault(row.topic_id, (set(), set()))
        for stances, side in zip(pair, sides, strict=False):
            if row.stance != NOT_STATED and country.get(row.actor_id) == side:
                stances.add(row.stance)
    return {topic: _agreement(*pair) for topic, pair in stated.items()}


def _agreement(first: set[str], second: set[str]) -> str:
    if not first or not second:
        return "open"
    if first == second and len(first) == 1:
        return "agree"
    if first | second == {"supports", "opposes"} and not first & second:
        return "differ"
    return "partly"


def layout_positions(
    dossier: Dossier, positions: pd.DataFrame, spec: Spec, *, is_panel: bool = False
) -> Layout:
    """Return the places of all cells, texts, rules and marks of :func:`plot_positions`."""
    page = Page(spec.profile, spec.profile.plot_width)
    if positions.empty:
        page.text(word("dialogue.no_positions", spec.lang), 0, spec.profile.text)
        return page.layout(2 * spec.profile.text)
    matrix = _Positions(page, dossier, positions, spec.lang, is_panel=is_panel)
    return page.layout(matrix.draw())


class _Positions:
    """The positions matrix while it is drawn."""

    def __init__(
        self,
        page: Page,
        dossier: Dossier,
        positions: pd.DataFrame,
        lang: str,
        *,
        is_panel: bool,
    ) -> None:
        self.page, self.positions, self.sides, self.lang = page, positions, dossier.sides, lang
        actors, topics = dossier.actors, dossier.topics
        self.names = labels_of(actors, "actor_id", lang)
        self.topics = topics[topics["topic_id"].isin(positions["topic_id"])].sort_values(
            ["order", "topic_id"]
        )
        slots = self._order_columns(actors)
        stated = set(positions.loc[positions["stance"] != NOT_STATED, "actor_id"])
        is_shown = [s.group != "third" or s.ids[0] in stated for s in slots]
        self.columns = [s for s, shown in zip(slots, is_shown, strict=True) if shown] or slots
        self.silent = [s.label for s in slots if s not in self.columns]
        self.is_panel = is_panel
        is_compared = not is_panel and len(self.sides) == 2
        self.agreement = compare_sides(positions, actors, self.sides) if is_compared else {}
        self._place_columns()

    def _order_columns(self, actors: pd.DataFrame) -> list[Slot]:
        country = dict(zip(actors["actor_id"], actors["country"], strict=True))
        groups = dict(zip(self.sides, ("first", "second"), strict=False))
        stated = self.positions[self.positions["stance"] != NOT_STATED]
        counts = stated.groupby("actor_id").size().to_dict()
        slots = [
            Slot((a,), self.names[a], groups.get(country[a], "third"))
            for a in dict.fromkeys(self.positions["actor_id"])
        ]
        rank = {"first": 0, "second": 1, "third": 2}
        return sorted(slots, key=lambda s: (rank[s.group], -counts.get(s.ids[0], 0), s.ids[0]))

    def _place_columns(self) -> None:
        page, text, small = self.page, self.page.profile.text, self.page.profile.small
        labels = list(self.topics[f"label_{self.lang}"])
        self.break_gap = text * 0.9
        breaks = count_breaks(self.columns)
        heads = [w for c in self.columns for w in c.label.replace("-", "- ").split()]
        names = group_names(self.sides, self.lang).values()
        least = max(widest(heads, small), widest(names, text, weight="bold")) + small
        # Where columns would be too narrow for their names, signs stand without their words.
        shares = ((False, 0.45), (False, 0.4), (False, 0.36), (False, 0.3), (True, 0.3))
        for is_terse, share in (*shares, (True, 0.22)):
            self.is_terse = is_terse
            self.topic_width = min(widest(labels, text), page.width * share)
            self.verdict_width = self._verdict_width() if self.agreement else 0.0
            self.left = self.topic_width + text * 0.6
            room = page.width - self.left - breaks * self.break_gap
            room -= self.verdict_width + (self.break_gap if self.agreement else 0)
            self.column_width = min(room / len(self.columns), text * 14)
            if self.column_width >= least:
                break

    def _verdict_width(self) -> float:
        small = self.page.profile.small
        heading = wrap_text(
            word("dialogue.agreement", self.lang), self.page.width * 0.13, small, weight="bold"
        )
        verdicts = [self._verdict(a) for a in SIGNS]
        needed = max(widest(lines, small, weight="bold") for lines in (verdicts, heading))
        return min(needed, self.page.width * 0.2)

    def _verdict(self, agreement: str) -> str:
        sign = SIGNS[agreement]
        if self.is_terse or agreement == "open":
            return sign
        return f"{sign} {word(f'dialogue.{agreement}', self.lang)}"

    def _verdict_left(self) -> float:
        return self._lefts()[-1] + self.column_width + self.break_gap

    def _lefts(self) -> list[float]:
        return slot_starts(self.columns, self.left, self.column_width, self.break_gap)

    def draw(self) -> float:
        """Draw everything; return the bottom edge."""
        profile = self.page.profile
        top = self._draw_key() + profile.text * 0.9
        y = self._draw_headers(top)
        topic_lines = [
            wrap_text(label, self.topic_width + 0.01, profile.text)
            for label in self.topics[f"label_{self.lang}"]
        ]
        for lines, topic, height in zip(
            topic_lines, self.topics.itertuples(), self._row_heights(topic_lines, y), strict=True
        ):
            self._draw_row(topic, lines, y, height)
            y += height
        return y + profile.line

    def _row_heights(self, topic_lines: list[list[str]], top: float) -> list[float]:
        """Return even rows with air; where there is no room for that, each as high as its text."""
        profile = self.page.profile
        needed = [
            len(lines) * line_step(profile.text) + profile.text * 0.4 for lines in topic_lines
        ]
        even = (profile.plot_height - top) / len(needed)
        if max(needed) > even:
            return needed
        return [max(max(needed), min(even, profile.text * 2.4))] * len(needed)

    def _draw_key(self) -> float:
        items = [
            KeyItem(
                word(f"dialogue.key_{stance}", self.lang),
                fill=_stance_fill(stance),
                inside=word(f"dialogue.letter_{stance}", self.lang),
            )
            for stance in reversed(STANCES)
        ]
        items.append(KeyItem(word("dialogue.not-stated", self.lang), inside="–"))
        if not self.is_panel:
            items.append(KeyItem(word("dialogue.key_topics", self.lang)))
        if self.silent:
            names = ", ".join(self.silent)
            items.append(KeyItem(word("dialogue.key_silent", self.lang, actors=names)))
        if self.is_terse:
            items += [
                KeyItem(word(f"dialogue.{a}", self.lang), inside=SIGNS[a])
                for a in SIGNS
                if a in self.agreement.values() and a != "open"
            ]
        return draw_key(self.page, items)

    def _draw_headers(self, top: float) -> float:
        page, profile, lefts = self.page, self.page.profile, self._lefts()
        size = profile.text
        groups = group_names(self.sides, self.lang)
        line = top
        if self.sides:
            names = {**groups, "third": word("dialogue.third", self.lang)}
            line = draw_heads(page, group_heads(self.columns, lefts, self.column_width, names), top)
        small, step = profile.small, line_step(profile.small)
        width = self.column_width - small * 0.5
        # The only column of a side needs no second name when it is called as the side is.
        headers = [
            []
            if c.label == groups.get(c.group) and self._is_alone(c)
            else wrap_text(c.label, width, small)
            for c in self.columns
        ]
        bottom = line + size * 0.4 + max(len(h) for h in headers) * step
        for x, lines in zip(lefts, headers, strict=True):
            middle = bottom - step * len(lines) / 2
            page.lines(lines, x + self.column_width / 2, middle, align="center", size=small)
        if self.agreement:
            heading = wrap_text(
                word("dialogue.agreement", self.lang), self.verdict_width, small, weight="bold"
            )
            x = self._verdict_left()
            page.lines(heading, x, bottom - step * len(heading) / 2, size=small, weight="bold")
        return bottom + size * 0.5

    def _is_alone(self, column: Slot) -> bool:
        return sum(c.group == column.group for c in self.columns) == 1

    def _draw_row(self, topic: object, lines: list[str], y: float, height: float) -> None:
        page, profile = self.page, self.page.profile
        page.lines(lines, self.topic_width, y + height / 2, align="right")
        for x, column in zip(self._lefts(), self.columns, strict=True):
            is_cell = (self.positions["topic_id"] == topic.topic_id) & (  # type: ignore[attr-defined]
                self.positions["actor_id"] == column.ids[0]
            )
            self._draw_cell(topic, column, self.positions[is_cell], x, y, height)
        verdict = self.agreement.get(topic.topic_id)  # type: ignore[attr-defined]
        if verdict:
            sign = self._verdict(verdict)
            colour = style.MUTED if verdict == "open" else style.INK
            weight = "bold" if verdict == "differ" else "regular"
            wrapped = wrap_text(sign, self.verdict_width, profile.small, weight=weight)
            x = self._verdict_left()
            page.lines(wrapped, x, y + height / 2, size=profile.small, weight=weight, colour=colour)

    def _draw_cell(
        self,
        topic: object,
        column: Slot,
        rows: pd.DataFrame,
        x: float,
        y: float,
        height: float,
    ) -> None:
        page, profile = self.page, self.page.profile
        x2, y2 = x + self.column_width - profile.line, y + height - profile.line
        stated = [s for s in STANCES if s in set(rows["stance"])]
        ids = [i for i in dict.fromkeys(rows["statement_id"]) if i]
        fill = _stance_fill(stated[0]) if stated else style.PAPER
        description = self._describe(topic, column, stated, ids)
        page.cells.append((x, y, x2, y2, fill, description))
        middle_x, middle_y = (x + x2) / 2, (y + y2) / 2
        if not stated:
            outline(page, x, y, x2, y2, colour=style.RULE)
            page.text("–", middle_x, middle_y, align="center", colour=style.MUTED)
            return
        letters = "/".join(word(f"dialogue.letter_{s}", self.lang) for s in reversed(stated))
        self._write_cell(letters, ids, middle_x, middle_y, text_on(fill))

    def _write_cell(self, letters: str, ids: list[str], x: float, y: float, colour: str) -> None:
        page, text, small = self.page, self.page.profile.text, self.page.profile.small
        room = self.column_width - small * 0.6
        wide = text_width(letters, text, weight="bold")
        note = _short_list(ids, room - wide - small * 0.5, small)
        note_width = text_width(note, small)
        left = x - (wide + (small * 0.5 + note_width if note else 0)) / 2
        page.text(letters, left, y, weight="bold", colour=colour)
        if note:
            page.text(note, left + wide + small * 0.5, y, size=small, colour=colour)

    def _describe(self, topic: object, column: Slot, stated: list[str], ids: list[str]) -> str:
        topic_id = topic.topic_id  # type: ignore[attr-defined]
        label = getattr(topic, f"label_{self.lang}")
        stances = [word(f"dialogue.{s}", self.lang) for s in stated or [NOT_STATED]]
        return word(
            "dialogue.position",
            self.lang,
            ids=", ".join([topic_id, column.ids[0], *ids]),
            topic=label,
            actor=column.label,
            stance=", ".join(stances),
        )


def _stance_fill(stance: str) -> str:
    return style.SHADES[1 + STANCES.index(stance)]


def _short_list(ids: list[str], room: float, size: float) -> str:
    """Return as many ids as fit, then how many more there are."""
    for shown in range(len(ids), 0, -1):
        rest = f" +{len(ids) - shown}" if shown < len(ids) else ""
        note = " ".join(ids[:shown]) + rest
        if text_width(note, size) <= room:
            return note
    return f"+{len(ids)}" if ids else ""


def plot_positions(
    dossier: Dossier, positions: pd.DataFrame, spec: Spec, *, is_panel: bool = False
) -> Plate:
    """Return a matrix of topics and actors: a letter and a shade for each stance.

    Rows stand in the order of the topics; columns are grouped by side, and one more says
    whether the two sides agree.

    Parameters
    ----------
    dossier
        Whose topics, actors and sides these are.
    positions
        Columns ``topic_id``, ``actor_id``, ``stance``, ``statement_id``.
    is_panel
        Leave out the column that says whether the two sides agree, and the words on the order
        of the rows: for a part of a page that is full.
    """
    return draw_layout(layout_positions(dossier, positions, spec, is_panel=is_panel))
