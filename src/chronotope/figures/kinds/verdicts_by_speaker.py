"""Verdicts by speaker: a row for each who makes claims, a mark for each claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from chronotope.dossier.evidence import term
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import Canvas, Glyph, Paint, drawing_height
from chronotope.draw.labels import LINE_HEIGHT, widest, wrap_text
from chronotope.draw.plate import NONE, Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.figures._answer import Answer, actor_names, line_of
from chronotope.figures._kind import register
from chronotope.figures._sheet import draw_key
from chronotope.figures.captions import first_up
from chronotope.figures.contents import sources_by
from chronotope.figures.kinds.claims import VERDICT_MARKS, VERDICTS
from chronotope.lang.words import word, words_count

_OPINION = VERDICTS[-1]
_HOLDS = VERDICTS[0]


@register
class VerdictsBySpeaker(Answer):
    """Answers: whose claims hold?"""

    name = "verdicts-by-speaker"
    has_event_texts = False

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return every claim with its speaker, those of one speaker together, by verdict."""
        statements = dossier.statements
        sources = sources_by(dossier.statement_sources, "statement_id")
        table = statements[["statement_id", "speaker", "mode", "topic_id", "verdict"]].assign(
            passages=statements["passage_id"],
            sources=[sources.get(i, "") for i in statements["statement_id"]],
        )
        table = table[table["verdict"].isin(VERDICTS)]
        checked = table[table["verdict"] != _OPINION]["speaker"].value_counts()
        number = table["speaker"].value_counts()
        rank = table["verdict"].map({verdict: n for n, verdict in enumerate(VERDICTS)})
        return (
            table.assign(
                _checked=[-int(checked.get(speaker, 0)) for speaker in table["speaker"]],
                _number=[-int(number[speaker]) for speaker in table["speaker"]],
                _rank=rank,
            )
            .sort_values(["_checked", "_number", "speaker", "_rank", "statement_id"], kind="stable")
            .drop(columns=["_checked", "_number", "_rank"])
            .reset_index(drop=True)
        )

    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return the rows of marks, and in numbers how many of those that can be checked hold."""
        return _Sheet(dossier, rows, spec, self).plate()

    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return how many of the first speaker's claims hold, and how many of the others'."""
        checked = rows[rows["verdict"] != _OPINION]
        if checked.empty:
            return words_count(self.key("answer_opinions"), len(rows), lang)
        lead = checked["speaker"].iloc[0]
        own, rest = checked[checked["speaker"] == lead], checked[checked["speaker"] != lead]
        fields = {"speaker": actor_names(dossier, lang)[lead], "held": _held(own), "n": len(own)}
        if rest.empty:
            return self.say("answer_alone", lang, **fields)
        return self.say("answer", lang, others=_held(rest), m=len(rest), **fields)

    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return how many claims there are, by how many, and how many are opinions."""
        checked = rows[rows["verdict"] != _OPINION]
        return {
            "claims": words_count("captions.claims", len(rows), lang),
            "speakers": words_count(self.key("speakers"), rows["speaker"].nunique(), lang),
            "held": _held(checked),
            "checked": len(checked),
            "opinions": words_count("claims.opinions", len(rows) - len(checked), lang),
        }

    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return each speaker with the number of claims of each verdict."""
        names, join = actor_names(dossier, lang), word("captions.and_then", lang).join
        said = []
        for speaker, own in rows.groupby("speaker", sort=False):
            counts = own["verdict"].value_counts()
            parts = [
                word("claims.key", lang, verdict=term("verdict", v, lang), n=int(counts[v]))
                for v in VERDICTS
                if v in counts
            ]
            said.append(line_of(names[str(speaker)], join(parts), lang))
        return said

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the names of the speakers."""
        names = actor_names(dossier, lang)
        return [names[speaker] for speaker in dict.fromkeys(rows["speaker"])]


def _held(rows: pd.DataFrame) -> int:
    return int((rows["verdict"] == _HOLDS).sum())


class _Sheet:
    """The rows while they are drawn; lengths are in units of the profile."""

    def __init__(
        self, dossier: Dossier, rows: pd.DataFrame, spec: Spec, kind: VerdictsBySpeaker
    ) -> None:
        self.canvas, self.rows, self.spec, self.kind = Canvas(), rows, spec, kind
        self.lang, self.profile, self.size = spec.lang, spec.profile, spec.profile.small
        self.step, self.width = self.size * LINE_HEIGHT, spec.profile.plot_width
        self.names = actor_names(dossier, spec.lang)
        self.gists = dossier.statements.set_index("statement_id")[f"gist_{spec.lang}"]
        self.speakers = [(str(s), own) for s, own in rows.groupby("speaker", sort=False)]
        self.is_beside = not self.profile.is_narrow
        room = self.width * 0.26
        labels = [t for s, _ in self.speakers for t in self._wrap(self.names[s], room)]
        self.count = widest([self._score(own) for _, own in self.speakers], self.size)
        self.left = self.size * 2 + self.count
        if self.is_beside:
            self.left += min(widest(labels, self.size, weight="bold"), room) + self.size
        self.pitch = self._find_pitch()

    def _wrap(self, text: str, room: float) -> list[str]:
        return wrap_text(text, room, self.size, weight="bold")

    def _score(self, own: pd.DataFrame) -> str:
        checked = own[own["verdict"] != _OPINION]
        if checked.empty:
            return "–"
        return self.kind.say("score", self.lang, held=_held(checked), n=len(checked))

    def _find_pitch(self) -> float:
        """Return the room of a mark; a row of very many is set in several lines of marks."""
        most = max(len(own) + 1 for _, own in self.speakers)
        room = self.width - self.left
        return max(min(self.size * 1.25, room / most), self.size * 0.6)

    @property
    def a_line(self) -> int:
        """How many marks have room in a line."""
        return max(1, int((self.width - self.left) // self.pitch))

    def _slots(self, own: pd.DataFrame) -> list[int]:
        """Return the place of each mark: opinions stand apart."""
        is_opinion = list(own["verdict"] == _OPINION)
        has_both = any(is_opinion) and not all(is_opinion)
        return [n + int(has_both and opinion) for n, opinion in enumerate(is_opinion)]

    def _height(self, speaker: str, own: pd.DataFrame) -> float:
        room = self.left - self.count - self.size * 3 if self.is_beside else self.width
        names = len(self._wrap(self.names[speaker], room))
        lines = max(self._slots(own)) // self.a_line + 1
        both = max(names, lines) if self.is_beside else names + lines
        return both * self.step + self.size * 0.6

    def plate(self) -> Plate:
        """Draw key and rows; those who have no room are counted."""
        y, shown = self._draw_key(), 0
        room = drawing_height(self.profile) - self.step * 1.5
        for speaker, own in self.speakers:
            height = self._height(speaker, own)
            if shown and y + height > room:
                break
            self._draw_row(speaker, own, y)
            y, shown = y + height, shown + 1
        rest = len(self.speakers) - shown
        if rest:
            text = words_count("years.rest", rest, self.lang)
            self.canvas.text((0, y + self.step), text, Type(self.size, colour=style.MUTED))
            y += self.step * 1.4
        names = ("speaker", "statement", "gist", "verdict")
        tooltip = {name: word(f"claims.column.{name}", self.lang) for name in names}
        return self.canvas.chart(self.width, y + self.profile.line, tooltip=tooltip)

    def _draw_key(self) -> float:
        used = [verdict for verdict in VERDICTS if (self.rows["verdict"] == verdict).any()]
        signs = [
            (first_up(term("verdict", verdict, self.lang)), self._glyph(verdict, self.size))
            for verdict in used
        ]
        return draw_key(self.canvas, signs, self.spec)

    def _draw_row(self, speaker: str, own: pd.DataFrame, top: float) -> None:
        height = self._height(speaker, own)
        room = self.left - self.count - self.size * 3 if self.is_beside else self.width
        names = self._wrap(self.names[speaker], room)
        for n, text in enumerate(names):
            self.canvas.text((0, top + (n + 0.85) * self.step), text, Type(self.size, "bold"))
        first = top if self.is_beside else top + len(names) * self.step
        at = (self.left - self.size, first + 0.85 * self.step)
        score = Type(self.size, "regular", style.INK, "right")
        self.canvas.text(at, self._score(own), score)
        for slot, row in zip(self._slots(own), own.itertuples(), strict=True):
            line, place = divmod(slot, self.a_line)
            x = self.left + (place + 0.5) * self.pitch
            y = first + (line + 0.55) * self.step
            glyph = self._glyph(str(row.verdict), min(self.pitch, self.size))
            self.canvas.point((x, y), glyph, event=self._event(row))
        foot = top + height - self.size * 0.3
        self.canvas.rule(
            (0, foot, self.width, foot), colour=style.RULE, width=self.profile.line, layer="ground"
        )

    def _event(self, row: Any) -> dict[str, str]:
        statement, speaker = str(row.statement_id), self.names[str(row.speaker)]
        fields = {
            "statement": statement,
            "speaker": speaker,
            "gist": str(self.gists[statement]),
            "verdict": term("verdict", str(row.verdict), self.lang),
        }
        said = self.kind.say("describe", self.lang, **fields)
        return {"event_id": statement, "description": said} | fields

    def _glyph(self, verdict: str, width: float) -> Glyph:
        mark = VERDICT_MARKS[verdict]
        line = self.profile.line * (1.6 if mark.fill == NONE else 0.8)
        return Glyph(mark.shape, width * 0.38, Paint(mark.fill, style.INK, line))
