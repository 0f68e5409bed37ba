"""Who holds which position: a matrix of topics and actors, each stance in words on a shade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import Canvas, Paint
from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, Box, widest, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.figures._answer import say_nothing
from chronotope.figures._kind import Kind, PanelDrawing, Story, register
from chronotope.figures.contents import sources_by, with_first
from chronotope.lang.words import word, words_count

STANCES = ("opposes", "conditional", "supports")
NOT_STATED = "not-stated"
PANEL_MM = 50.0  # greatest height on a brief
SIGNS = {"agree": "=", "partly": "≈", "differ": "≠", "open": "–"}


@register
class Positions(Kind):
    """Answers: who was for what, as the article reports it?"""

    name = "positions"
    has_event_texts = False
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
                date=as_of_words(dossier, lang),
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
        return PanelDrawing.of(plot_positions(dossier, chosen, spec, is_panel=True))


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


# --- the drawing -----------------------------------------------------------------------------

# Above and below the words of a row, in sizes of the text; less on a page that is full.
_AIR, _PANEL_AIR = 0.9, 0.4
_GAP = 0.25  # between rows of cells
# Of the width, for the names of the topics.
_SHARE, _PANEL_SHARE = 0.42, 0.5
# A stance is a word on a shade; the shades differ in lightness, too (G3).
FILLS = {"supports": style.SHADES[3], "conditional": style.SHADES[1], "opposes": style.CONTEXT}


@dataclass(frozen=True)
class _Column:
    """One actor: what stands above it, and where its cells are."""

    actor_id: str
    label: str
    group: str


def plot_positions(
    dossier: Dossier, positions: pd.DataFrame, spec: Spec, *, is_panel: bool = False
) -> Plate:
    """Return a matrix of topics and actors with the stance of each cell in words.

    Rows stand in the order of the topics; columns are grouped by side, and one more says
    whether two sides agree, where any topic lets them be compared. Topics on which nobody
    states a position are named in one line below.

    Parameters
    ----------
    dossier
        Whose topics, actors and sides these are.
    positions
        Columns ``topic_id``, ``actor_id``, ``stance``, ``statement_id``.
    is_panel
        Leave out the column that says whether the two sides agree, and the line of empty topics:
        for a part of a page that is full.
    """
    canvas, profile = Canvas(), spec.profile
    if positions.empty or (positions["stance"] == NOT_STATED).all():
        return say_nothing(word("dialogue.no_positions", spec.lang), spec)
    matrix = _Matrix(canvas, dossier, positions, spec, is_panel=is_panel)
    height = matrix.draw()
    names = ("topic", "actor", "stance", "gist")
    tooltip = {name: word(f"dialogue.column.{name}", spec.lang) for name in names}
    return canvas.chart(profile.plot_width, height, tooltip=tooltip)


class _Matrix:
    """The matrix while it is drawn."""

    def __init__(
        self,
        canvas: Canvas,
        dossier: Dossier,
        positions: pd.DataFrame,
        spec: Spec,
        *,
        is_panel: bool,
    ) -> None:
        self.canvas, self.spec, self.lang, self.is_panel = canvas, spec, spec.lang, is_panel
        self.profile, self.size = spec.profile, spec.profile.small
        self.step = self.size * LINE_HEIGHT
        self.sides = dossier.sides
        self.cells = dict(iter(positions.groupby(["topic_id", "actor_id"], sort=False)))
        stated = positions[positions["stance"] != NOT_STATED]
        topics = dossier.topics[dossier.topics["topic_id"].isin(positions["topic_id"])]
        topics = topics.sort_values(["order", "topic_id"])
        is_told = topics["topic_id"].isin(stated["topic_id"])
        label = f"label_{spec.lang}"
        self.rows = list(topics.loc[is_told, ["topic_id", label]].itertuples(index=False))
        self.empty = list(topics.loc[~is_told, label])
        self.columns, self.silent = self._choose_columns(dossier, positions, stated)
        self.gists = dict(
            zip(dossier.statements["statement_id"], dossier.statements[f"gist_{spec.lang}"],
                strict=True)
        )  # fmt: skip
        agreement = compare_sides(positions, dossier.actors, dossier.sides)
        told = {agreement.get(topic) for topic, _ in self.rows}
        is_compared = not is_panel and len(self.sides) == 2 and bool(told - {"open", None})
        self.agreement = agreement if is_compared else {}
        self._measure()

    def _choose_columns(
        self, dossier: Dossier, positions: pd.DataFrame, stated: pd.DataFrame
    ) -> tuple[list[_Column], list[str]]:
        """Return the actors who state something, by side, and the names of the others."""
        actors = dossier.actors.set_index("actor_id")
        counts = stated.groupby("actor_id").size().to_dict()
        rank = {side: n for n, side in enumerate(self.sides)}

        def column(actor: str) -> _Column:
            country = str(actors.loc[actor, "country"])
            group = country if country in rank else "third"
            return _Column(actor, str(actors.loc[actor, f"label_{self.lang}"]), group)

        found = [column(actor) for actor in dict.fromkeys(positions["actor_id"])]
        found.sort(key=lambda c: (rank.get(c.group, 99), -counts.get(c.actor_id, 0), c.actor_id))
        # A side that states nothing keeps its column: that is a finding.
        shown = [c for c in found if c.group != "third" or c.actor_id in counts]
        return shown, [c.label for c in found if c not in shown]

    def _measure(self) -> None:
        profile, width = self.profile, self.profile.plot_width
        labels = [label for _, label in self.rows]
        words = [word(f"dialogue.{stance}", self.lang) for stance in STANCES]
        heads = [part for c in self.columns for part in c.label.split()]
        verdicts = [self._verdict(sign) for sign in SIGNS if sign != "open"]
        self.agreement_width = 0.0
        if self.agreement:
            heading = widest([word("dialogue.agreement", self.lang)], self.size, weight="bold")
            self.agreement_width = max(widest(verdicts, self.size), heading) + self.size
        least = max(widest(heads, self.size, weight="bold"), widest(words, self.size)) + self.size
        room = width - self.agreement_width - least * len(self.columns)
        share = _PANEL_SHARE if self.is_panel else _SHARE
        label = min(widest(labels, profile.text), width * share)
        parts = [part for text in labels for part in text.split()]
        self.label_width = min(label, room - self.size)
        left = self.label_width + self.size
        # On a narrow page a topic stands above its cells: beside them its words would not fit.
        self.is_stacked = self.label_width < widest(parts, profile.text)
        if self.is_stacked:
            self.label_width, left = width, 0.0
        self.column_width = (width - self.agreement_width - left) / len(self.columns)
        inside = self.column_width - self.size * 0.7
        self.cell_lines = max(len(wrap_text(text, inside, self.size)) for text in words)
        self.left = left

    def draw(self) -> float:
        """Draw everything; return the bottom edge."""
        y = self._draw_heads()
        for topic_id, label in self.rows:
            y = self._draw_row(str(topic_id), str(label), y)
        y += self.size * 0.4
        if not self.is_panel:
            lines = []
            if self.empty:  # each is a title, with a capital of its own
                topics = word("captions.and_then", self.lang).join(self.empty)
                lines.append(word("dialogue.no_stance", self.lang, topics=topics))
            if self.silent:
                actors = word("dialogue.comma", self.lang).join(self.silent)
                lines.append(word("dialogue.key_silent", self.lang, actors=actors))
            for line in lines:
                y = self._lines(line, 0.0, y, self.profile.plot_width, style.MUTED)
        return y + self.profile.line

    def _lines(self, text: str, x: float, y: float, width: float, colour: str) -> float:
        for line in wrap_text(text, width, self.size):
            self.canvas.text((x, y + self.step * 0.85), line, Type(self.size, colour=colour))
            y += self.step
        return y

    def _x(self, n: int) -> float:
        return self.left + n * self.column_width

    def _draw_heads(self) -> float:
        """Draw the names of the actors, each over a line; colour tells the stance, and only it.

        Where a word is wider than its column, every second name stands above the others: a word
        then has the room of two columns, and the last one ends where its column does.
        """
        gap, bold = self.size * 0.4, "bold"
        names = [column.label for column in self.columns]
        parts = widest([part for name in names for part in name.split()], self.size, weight=bold)
        is_wide = len(names) > 1 and parts > self.column_width - gap
        width = self.column_width - gap
        heads = [wrap_text(name, width, self.size, weight=bold) for name in names]
        lower = max(len(lines) for lines in heads[:: 1 + is_wide])
        upper = max(map(len, heads[1::2])) if is_wide else 0
        foot = (lower + upper) * self.step + self.size * 0.2
        for n, lines in enumerate(heads):
            right = self._x(n) + self.column_width
            raised = lower if is_wide and n % 2 else 0
            x = self._x(n)
            if n == len(heads) - 1:
                x = min(x, right - widest(lines, self.size, weight=bold))
            top = foot - self.size * 0.2 - (raised + len(lines)) * self.step
            for i, text in enumerate(lines):
                at = (x, top + (i + 0.85) * self.step)
                self.canvas.text(at, text, Type(self.size, bold))
            ends = (self._x(n), foot, right - self.size * 0.3, foot)
            self.canvas.rule(ends, colour=style.INK, width=self.profile.line * 2)
        if self.agreement:
            text = word("dialogue.agreement", self.lang)
            x = self.profile.plot_width - self.agreement_width + self.size * 0.6
            top = foot - self.size * 0.2 - self.step
            self.canvas.text((x, top + 0.85 * self.step), text, Type(self.size, "bold"))
        return foot + self.size * 0.3

    def _draw_row(self, topic_id: str, label: str, top: float) -> float:
        lines = wrap_text(label, self.label_width, self.profile.text)
        tall = len(lines) * self.profile.text * LINE_HEIGHT
        height = self.step * self.cell_lines if self.is_stacked else max(tall, self.step)
        height += self.size * (_PANEL_AIR if self.is_panel else _AIR)
        top += self.size * _GAP if self.is_stacked else 0.0
        first = top + tall / 2 if self.is_stacked else top + (height - self.size * _GAP) / 2
        start = first - (len(lines) - 1) * self.profile.text * LINE_HEIGHT / 2
        for n, text in enumerate(lines):
            y = start + n * self.profile.text * LINE_HEIGHT + CAP_HEIGHT * self.profile.text / 2
            self.canvas.text((0, y), text, Type(self.profile.text))
        top += tall if self.is_stacked else 0.0
        middle = top + (height - self.size * _GAP) / 2
        for n, column in enumerate(self.columns):
            right = self._x(n) + self.column_width - self.size * 0.3
            box = Box(self._x(n), top, right, top + height - self.size * _GAP)
            self._draw_cell((topic_id, label), column, box)
        if self.agreement:
            x = self.profile.plot_width - self.agreement_width + self.size * 0.6
            verdict = self.agreement.get(topic_id, "open")
            if verdict != "open":
                y = middle + CAP_HEIGHT * self.size / 2
                self.canvas.text((x, y), self._verdict(verdict), Type(self.size))
        return top + height

    def _verdict(self, agreement: str) -> str:
        return f"{SIGNS[agreement]} {word(f'dialogue.{agreement}', self.lang)}"

    def _draw_cell(self, topic: tuple[str, str], column: _Column, box: Box) -> None:
        topic_id, label = topic
        rows = self.cells.get((topic_id, column.actor_id))
        stances = [] if rows is None else [s for s in STANCES if s in set(rows["stance"])]
        ids = [] if rows is None else [i for i in dict.fromkeys(rows["statement_id"]) if i]
        told = stances or [NOT_STATED]
        said = word("dialogue.comma", self.lang).join(
            word(f"dialogue.{s}", self.lang) for s in told
        )
        event = {
            "event_id": f"{topic_id}--{column.actor_id}",
            "topic": label,
            "actor": column.label,
            "stance": said,
            "gist": " ".join(self.gists[i] for i in ids if self.gists.get(i)),
        }
        fields = {"ids": ", ".join([topic_id, column.actor_id, *ids])} | event
        event["description"] = word("dialogue.position", self.lang, **fields)
        fill = FILLS[stances[-1]] if stances else style.PAPER
        edge = style.RULE if not stances else fill
        self.canvas.rect(box, Paint(fill, edge, self.profile.line * 0.7), event=event)
        is_dark = fill in (FILLS["supports"], FILLS["opposes"])
        colour = style.PAPER if is_dark else style.INK if stances else style.MUTED
        text = said if stances else "–"
        width = box.x1 - box.x0 - self.size * 0.4
        lines = wrap_text(text, width, self.size)
        start = (box.y0 + box.y1) / 2 - (len(lines) - 1) * self.step / 2
        for n, line in enumerate(lines):
            at = ((box.x0 + box.x1) / 2, start + n * self.step + CAP_HEIGHT * self.size / 2)
            self.canvas.text(at, line, Type(self.size, colour=colour, align="center"))
