"""A quiet strip below a chronology: how much a layer of event data holds, on the same days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from chronotope.draw import style
from chronotope.draw.labels import wrap_text
from chronotope.draw.style import Type
from chronotope.draw.timescale import TimeScale
from chronotope.figures._layer_rows import SPAN
from chronotope.figures._layer_sheet import LayerSheet
from chronotope.figures.chronology.scene import Scene
from chronotope.lang.dates import parse_date

# In lines of small text: room for the ticks of the dialogue, and for bars with the number above.
_TICKS, _BARS = 0.9, 3.6
_AIR = 0.6
_SPAN_SHARE = 0.42
_LEAST_HEADING = 7.0  # width of a heading beside the strip, in sizes of small text


@dataclass(frozen=True)
class Intensity:
    """The strip of a layer, as :class:`Foot` asks for it.

    Attributes
    ----------
    rows
        The periods and the spans of the layer, as the figure's twin has them.
    headings
        What is counted, by language of the dossier.
    dates
        When the dialogue's events on the same theatre took place, as EDTF.
    measure
        What the layer counts: band, best or events.
    """

    rows: pd.DataFrame
    headings: Mapping[str, str]
    dates: tuple[str, ...]
    measure: str

    def height(self, scene: Scene, scale: TimeScale) -> float:
        """Return the height of the strip, the same in every language."""
        heads = max(len(self._heading(scene, scale, lang)) for lang in self.headings)
        sheet = self._sheet(scene, scale, scene.lang)
        levels = max(sheet.span_rows(self._spans), default=-1) + 1
        strip = scene.line * (self._key_lines(scene, scale) + _TICKS + _BARS)
        strip += levels * sheet.span_step
        is_beside = self._is_beside(scene, scale)
        both = max(strip, heads * scene.line) if is_beside else strip + heads * scene.line
        return both + 2 * _AIR * scene.line

    def draw(self, scene: Scene, scale: TimeScale, top: float) -> None:
        """Draw what is counted, the key, the dialogue's ticks, the bars, and spans below them."""
        sheet, line = self._sheet(scene, scale, scene.lang), scene.line
        ends = (0.0, top, scene.width, top)
        scene.canvas.rule(ends, colour=style.RULE, width=scene.profile.line, layer="lines")
        y = top + _AIR * line
        heading = self._heading(scene, scale, scene.lang)
        for n, text in enumerate(heading):
            scene.write((0.0, y + (n + 0.5) * line), text, Type(scene.profile.small))
        y += 0.0 if self._is_beside(scene, scale) else len(heading) * line
        sheet.draw_key(scale.left, y + line * 0.8, scale.right - scale.left)
        y += self._key_lines(scene, scale) * line
        self._draw_ticks(sheet, y + line * 0.2, y + line * _TICKS)
        y += (_TICKS + _BARS) * line
        certain = self.rows[self.rows["role"] != SPAN]
        most = max(certain["high"].max(), certain["best"].max(), 1) if len(certain) else 1
        unit = line * (_BARS - 1.2) / float(most)
        for row in certain.to_dict("records"):
            sheet.bar(row, y, unit)
        self._draw_base(sheet, y)
        peak = certain.loc[certain["best"].idxmax()] if len(certain) else None
        if (clear := sheet.peak(peak, y, unit)) is not None:
            scene.covered.append(clear)
        sheet.hang_spans(self._spans, y + line * 0.3)

    @property
    def _spans(self) -> pd.DataFrame:
        return self.rows[self.rows["role"] == SPAN]

    def _sheet(self, scene: Scene, scale: TimeScale, lang: str) -> LayerSheet:
        return LayerSheet(
            scene.profile, lang, scale, scene.canvas, measure=self.measure,
            span_key="layers.key.spans", span_share=_SPAN_SHARE,
        )  # fmt: skip

    def _key_lines(self, scene: Scene, scale: TimeScale) -> int:
        width = scale.right - scale.left
        sheets = (self._sheet(scene, scale, lang) for lang in self.headings)
        return max(sheet.key_lines(scale.left, width) for sheet in sheets)

    def _is_beside(self, scene: Scene, scale: TimeScale) -> bool:
        return scale.left >= _LEAST_HEADING * scene.profile.small

    def _heading(self, scene: Scene, scale: TimeScale, lang: str) -> list[str]:
        is_beside = self._is_beside(scene, scale)
        width = scale.left - scene.pen.radius * 4 if is_beside else scale.right
        return wrap_text(self.headings[lang], width, scene.profile.small)

    def _draw_ticks(self, sheet: LayerSheet, top: float, bottom: float) -> None:
        """Draw a line for each event of the dialogue on a day, a hollow box for a longer time."""
        for date in self.dates:
            x, x2 = sheet.place(date)
            middle = (x + x2) / 2
            ends = [(middle, top, middle, bottom)]
            if parse_date(date).precision != "day":
                ends = [(x, top, x, bottom), (x2, top, x2, bottom)]
                ends += [(x, y, x2, y) for y in (top, bottom)]
            for line in ends:
                sheet.canvas.rule(line, colour=style.INK, width=sheet.profile.line)

    def _draw_base(self, sheet: LayerSheet, y: float) -> None:
        """Draw the base line as far as the file reaches: beyond it nothing is known to be zero."""
        places = [sheet.place(date) for date in self.rows["date"]]
        left, right = min(x for x, _ in places), max(x for _, x in places)
        ends = (left, y, right, y)
        sheet.canvas.rule(ends, colour=style.CONTEXT, width=sheet.profile.line)
