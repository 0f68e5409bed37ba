"""A one-page brief: four figures of the dossier on A4, laid out anew, with notes and sources."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
from lxml import etree

from chronotope import labels
from chronotope.composition import (
    LEADING,
    SVG,
    Words,
    close_page,
    nest_plot,
    open_page,
    to_svg,
    write_lines,
)
from chronotope.contents import get_figure
from chronotope.dates import short_date_words
from chronotope.digest import (
    MOST_EVENTS,
    Panel,
    choose_events,
    choose_positions,
    list_panels,
    map_events,
)
from chronotope.dossier import Dossier
from chronotope.style import INK, MUTED, PAGE_BRIEF, RULE, Profile
from chronotope.windows import events_in_window
from chronotope.words import word, words_count

if TYPE_CHECKING:
    from chronotope.theatres import MapPanel

MAP_KINDS = ("theatres", "area-map")
CONTACTS = ("meeting", "telephone", "video")
TOP_MM = 8.0
GUTTER_MM = 5.0
GAP_MM = 2.5  # least distance of two blocks
# Width of the right column, widest first; where the page is too full its maps become smaller.
RIGHT_MM = (94.0, 89.0, 84.0)
CLOSE_MM = 57.0  # width of the close map, with numbers beside it
POSITIONS_MM = 50.0
NOTE_LEADING = 1.2


@dataclass(frozen=True)
class _Block:
    """A drawn panel or a column of words: its height, and how it is put at x, y (units)."""

    height: float
    put: Callable[[etree._Element, float, float], None]


# --- the page --------------------------------------------------------------------------------


def render_brief(
    dossier: Dossier,
    figure: pd.Series,
    words: Words,
    *,
    marks: list[dict[str, str]],
    lang: str,
    point_of_view: str = "un",
) -> str:
    """Return the page as SVG text: header, panels, numbers, notes, sources.

    Parameters
    ----------
    figure
        The brief's own row of the figures table.
    words
        What is said of the brief as a whole.
    marks
        The mark table that the file carries.

    Raises
    ------
    ValueError
        If the panels are higher than the page.
    """
    root = open_page(words, figure_id=figure["figure_id"], lang=lang, marks=marks)
    page = _Page(dossier, figure, words, lang, point_of_view)
    page.draw(root)
    return close_page(root, page.profile.max_height_mm * page.unit, page.profile)


class _Page:
    """The page while it is set; lengths are in units of its profile unless named otherwise."""

    def __init__(
        self, dossier: Dossier, figure: pd.Series, words: Words, lang: str, point_of_view: str
    ) -> None:
        self.dossier, self.figure, self.words = dossier, figure, words
        self.lang, self.point_of_view = lang, point_of_view
        self.profile = PAGE_BRIEF
        self.unit = self.profile.units_per_mm
        self.left = self.profile.margin_mm * self.unit
        self.width = self.profile.plot_width
        self.panels = {panel.kind: panel for panel in list_panels(dossier, lang)}
        self.most = MOST_EVENTS[0]
        self.faces: dict[tuple[int, int], MapPanel] = {}
        self.statuses: dict[tuple[str, str], list[int]] = {}

    def draw(self, root: etree._Element) -> None:
        """Set header, two columns of panels, and the notes at the foot of the page."""
        header = self._header()
        right, columns, room = self._fit(header)
        top = TOP_MM * self.unit
        header.put(root, self.left, top)
        top += header.height + GAP_MM * self.unit
        left = self.left + self.width - right
        for x, blocks in zip((self.left, left), columns, strict=True):
            self._spread(root, blocks, x, top, room)
        self._notes().put(root, self.left, top + room + GAP_MM * self.unit)

    def _fit(self, header: _Block) -> tuple[float, tuple[list[_Block], list[_Block]], float]:
        """Return the width of the right column, both columns, and the height they have."""
        height = (self.profile.max_height_mm - 2 * (TOP_MM + GAP_MM)) * self.unit - header.height
        for right_mm, self.most in itertools.product(RIGHT_MM, MOST_EVENTS):
            right = right_mm * self.unit
            columns = self._columns(right)
            room = height - self._notes().height
            over = [self._least_height(blocks) - room for blocks in columns]
            if max(over) <= 0:
                return right, columns, room
        raise ValueError(
            f"figure {self.figure['figure_id']!r} is {max(over) / self.unit:.1f} mm higher than "
            f"its page ({self.lang}): shorten its words, or take flatter frames for its maps"
        )

    def _least_height(self, blocks: Sequence[_Block]) -> float:
        return sum(block.height for block in blocks) + GAP_MM * self.unit * (len(blocks) - 1)

    def _spread(
        self, root: etree._Element, blocks: Sequence[_Block], x: float, top: float, room: float
    ) -> None:
        """Put blocks below each other so that the column is filled from top to foot."""
        gap = (room - sum(block.height for block in blocks)) / max(len(blocks) - 1, 1)
        for block in blocks:
            block.put(root, x, top)
            top += block.height + gap

    def _header(self) -> _Block:
        kicker = word("brief.kicker", self.lang, title=self.dossier.title(self.lang))
        day = short_date_words(self.dossier.as_of.isoformat(), self.lang)
        stamp = word("brief.as_of", self.lang, date=day)
        stamp_width = labels.text_width(stamp, self.profile.small)

        def put(parent: etree._Element, x: float, y: float) -> None:
            profile, width = self.profile, self.width
            _write(parent, stamp, x + width - stamp_width, y, size=profile.small)
            y = write_lines(
                parent, kicker, x, y, width=width - stamp_width - GUTTER_MM * self.unit,
                size=profile.small, colour=MUTED,
            )  # fmt: skip
            y = write_lines(
                parent, self.words.headline, x, y + 2, width=width, size=profile.title,
                weight="bold",
            )  # fmt: skip
            write_lines(parent, self.words.subtitle, x, y + 1, width=width, size=profile.text)

        return _Block(_measure(put), put)

    # --- panels ------------------------------------------------------------------------------

    def _columns(self, right: float) -> tuple[list[_Block], list[_Block]]:
        """Return the chronology with the key of the maps, and the other panels beside it."""
        left = self.width - right - GUTTER_MM * self.unit
        second = [self._map(self.panels[kind], right) for kind in MAP_KINDS if kind in self.panels]
        if "positions" in self.panels:
            second.append(self._positions(right))
        first = [self._chronology(left)] if "chronology" in self.panels else []
        if self.statuses:
            first.append(self._status_key(left))
        return first, second

    def _room(self, width: float, height_mm: float) -> Profile:
        """Return the profile of a panel: the brief's sizes at the panel's own width."""
        return replace(
            self.profile, width_mm=width / self.unit, max_height_mm=height_mm, margin_mm=0,
            text=self.profile.small, has_words=False,
        )  # fmt: skip

    def _panel(
        self, panel: Panel, drawing: object, room: Profile, *, width: float | None = None
    ) -> _Block:
        """Return the panel's number and headline with its drawing below."""
        figure_id = f"{self.figure['figure_id']}-{panel.number}"
        plot = nest_plot(to_svg(drawing), room, figure_id)
        width = width or room.plot_width
        top = self._head_height(panel, width)

        def put(parent: etree._Element, x: float, y: float) -> None:
            self._head(parent, panel, x, y, width)
            plot.set("x", f"{x:.3f}")
            plot.set("y", f"{y + top:.3f}")
            parent.append(plot)

        return _Block(top + float(plot.get("height")), put)

    def _head(self, parent: etree._Element, panel: Panel, x: float, y: float, width: float) -> None:
        name = f"{self.figure['figure_id']}-panel-{panel.number}"
        group = etree.SubElement(parent, f"{{{SVG}}}g", id=name)
        self._heading(group, f"{panel.number}\u2002{panel.headline}", x, y, width)

    def _head_height(self, panel: Panel, width: float) -> float:
        return _measure(lambda parent, x, y: self._head(parent, panel, x, y, width)) + 2

    def _chronology(self, width: float) -> _Block:
        from chronotope.chronology import plot_chronology

        panel, room = self.panels["chronology"], self._room(width, self.profile.max_height_mm)
        drawing = plot_chronology(
            choose_events(self.dossier, self.most),
            channels=self.dossier.channels,
            periods=self.dossier.periods,
            passages=self.dossier.passages,
            window=panel.figure["window"] or None,
            lang=self.lang,
            profile=room,
            has_key=False,
        )
        return self._panel(panel, drawing, room)

    def _map(self, panel: Panel, right: float) -> _Block:
        """Return a map; the close one is smaller, its note and some numbers beside it."""
        if panel.kind == "theatres":
            return self._panel(panel, *self._face(panel, right))
        width = CLOSE_MM * self.unit
        face = self._panel(panel, *self._face(panel, width), width=right)
        left, top = width + 3 * self.unit, self._head_height(panel, right)
        note = self._map_notes(panel)[0]

        def text(parent: etree._Element, x: float, y: float) -> None:
            self._paragraph(parent, note, x, y, right - left)

        below = _measure(text) + self.profile.small * 0.6
        counts = range(len(self._numbers()), 0, -1)
        facts = (self._facts(right - left, count) for count in counts)
        roomy = next((block for block in facts if top + below + block.height <= face.height), None)

        def put(parent: etree._Element, x: float, y: float) -> None:
            face.put(parent, x, y)
            text(parent, x + left, y + top)
            if roomy:
                roomy.put(parent, x + left, y + top + below)

        return _Block(max(face.height, top + below), put)

    def _face(self, panel: Panel, width: float) -> tuple[object, Profile]:
        """Return a map without its lists, drawn once for each width, and its profile."""
        from chronotope.theatres import plot_panel

        room = self._room(width, self.profile.max_height_mm)
        key = (panel.number, round(width))
        if key not in self.faces:
            self.faces[key] = plot_panel(
                self.dossier.places,
                events=map_events(self.dossier, panel),
                special_areas=self.dossier.special_areas,
                frames=self.dossier.frames,
                frame_id=panel.figure["frame_id"],
                is_close=panel.kind == "area-map",
                lang=self.lang,
                profile=room,
                point_of_view=self.point_of_view,
                as_of=self.dossier.as_of,
            )
            for entry in self.faces[key].statuses:
                numbers = self.statuses.setdefault((entry.letter, entry.wording), [])
                if entry.letter and panel.number not in numbers:
                    numbers.append(panel.number)
        return self.faces[key].drawing, room

    def _positions(self, width: float) -> _Block:
        from chronotope.dialogue import plot_positions

        panel, room = self.panels["positions"], self._room(width, POSITIONS_MM)
        drawing = plot_positions(
            choose_positions(self.dossier),
            topics=self.dossier.topics,
            actors=self.dossier.actors,
            lang=self.lang,
            profile=room,
        )
        return self._panel(panel, drawing, room)

    # --- words -------------------------------------------------------------------------------

    def _status_key(self, width: float) -> _Block:
        """Return what the letters and dashes of the maps mean, worded as the dossier does."""
        lang = self.lang
        texts = [
            word(
                "brief.status",
                lang,
                letter=letter,
                panels=word("brief.comma", lang).join(map(str, numbers)),
                wording=wording.rstrip("."),
            )
            for (letter, wording), numbers in self.statuses.items()
            if letter
        ]
        if len(texts) < len(self.statuses):
            figure = next(self.panels[kind].figure for kind in MAP_KINDS if kind in self.panels)
            texts.append(word("brief.dashed", lang, figure=self._figure_number(figure)))

        def put(parent: etree._Element, x: float, y: float) -> None:
            y = self._heading(parent, word("theatres.statuses", lang), x, y, width)
            for text in texts:
                y = self._paragraph(parent, text, x, y, width) + self.profile.small * 0.2

        return _Block(_measure(put), put)

    def _facts(self, width: float, count: int) -> _Block:
        """Return the first of what the dossier counts, in large figures."""

        def put(parent: etree._Element, x: float, y: float) -> None:
            size, small = self.profile.title, self.profile.small
            numbers = self._numbers()[:count]
            shift = max(labels.text_width(n, size, weight="bold") for n, _ in numbers) + small
            for value, label in numbers:
                _write(parent, value, x, y, size=size, weight="bold")
                end = self._paragraph(
                    parent, label, x + shift, y + size * 0.85 - small, width - shift
                )
                y = max(y + size * LEADING, end + small * 0.3)

        return _Block(_measure(put), put)

    def _numbers(self) -> list[tuple[str, str]]:
        dossier, lang = self.dossier, self.lang
        events = events_in_window(dossier.events, self.figure["window"])
        held = events[(events["status"] == "held") & events["form"].isin(CONTACTS)]
        cited = dossier.event_sources["event_id"].isin(events["event_id"])
        documents = dossier.event_sources.loc[cited, "source_id"].nunique()
        numbers = [
            (str(len(held)), word("brief.contacts", lang)),
            (str(documents), word("brief.documents", lang)),
        ]
        verdicts = dossier.statements["verdict"]
        if len(verdicts):
            supported = int((verdicts == "supported").sum())
            numbers.append((str(supported), word("brief.claims", lang, n=len(verdicts))))
        return numbers

    def _notes(self) -> _Block:
        """Return the notes in two columns, source and licence below them."""
        size, gutter = self.profile.small, GUTTER_MM * self.unit
        width, step = (self.width - gutter) / 2, size * NOTE_LEADING
        lines = [
            line
            for note in self._note_texts()
            for line in labels.wrap_text(note, width, size, is_even=False)
        ]
        half = -(-len(lines) // 2)
        data = word("brief.data", self.lang, hash=self.dossier.sha256[:12])
        foot = [self.words.source, f"{self.words.licence} · {data}"]

        def put(parent: etree._Element, x: float, y: float) -> None:
            _rule(parent, x, y, self.width, self.profile.line)
            y += 4
            for i, line in enumerate(lines):
                column, row = divmod(i, half)
                _write(parent, line, x + column * (width + gutter), y + row * step, size=size)
            y += half * step + size * 0.4
            for text in foot:
                y = self._paragraph(parent, text, x, y, self.width, colour=MUTED)

        return _Block(_measure(put), put)

    def _note_texts(self) -> list[str]:
        lang, notes, common = self.lang, [], []
        if "chronology" in self.panels:
            notes.append(self._chronology_note(self.panels["chronology"]))
        for panel in (self.panels[kind] for kind in MAP_KINDS if kind in self.panels):
            own, *common = self._map_notes(panel)
            notes += [own] if panel.kind == "theatres" else []
        if common:
            notes.append(word("brief.maps", lang, text=" ".join(common)))
        if "positions" in self.panels:
            number, text = self.panels["positions"].number, word("brief.positions", lang)
            notes.append(word("brief.panel_note", lang, number=number, text=text))
        return notes

    def _map_notes(self, panel: Panel) -> list[str]:
        """Return a map's own note, its projection, and those that all maps share."""
        from chronotope.theatres import map_note

        first, *common = map_note(
            self.dossier.frames,
            frame_id=panel.figure["frame_id"],
            lang=self.lang,
            point_of_view=self.point_of_view,
            as_of=self.dossier.as_of,
        )
        if panel.kind == "theatres":
            figure = self._figure_number(panel.figure)
            venues = word("brief.venues", self.lang, list=self._venues(), figure=figure)
            first = f"{first} {venues}"
        return [word("brief.panel_note", self.lang, number=panel.number, text=first), *common]

    def _venues(self) -> str:
        number = self.panels["theatres"].number
        entries = next(face.venues for key, face in self.faces.items() if key[0] == number)
        return word("brief.comma", self.lang).join(
            word("brief.venue", self.lang, number=e.number, name=e.label, n=e.count)
            for e in entries
            if e.number
        )

    def _chronology_note(self, panel: Panel) -> str:
        events = events_in_window(self.dossier.events, panel.figure["window"])
        text = word(
            "brief.chronology",
            self.lang,
            shown=min(self.most, len(events)),
            events=words_count("captions.events", len(events), self.lang),
            figure=self._figure_number(panel.figure),
        )
        return word("brief.panel_note", self.lang, number=panel.number, text=text)

    def _figure_number(self, figure: pd.Series) -> int:
        return int(get_figure(self.dossier, figure["figure_id"])["number"])

    def _heading(
        self, parent: etree._Element, text: str, x: float, y: float, width: float
    ) -> float:
        _rule(parent, x, y, width, self.profile.line)
        size = self.profile.text
        return write_lines(parent, text, x, y + 3, width=width, size=size, weight="bold") + 1

    def _paragraph(
        self,
        parent: etree._Element,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        colour: str = INK,
    ) -> float:
        size = self.profile.small
        for line in labels.wrap_text(text, width, size, is_even=False):
            _write(parent, line, x, y, size=size, colour=colour)
            y += size * NOTE_LEADING
        return y


def _write(
    parent: etree._Element,
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    weight: str = "regular",
    colour: str = INK,
) -> None:
    """Write one line, however long."""
    write_lines(parent, text, x, y, width=float("inf"), size=size, weight=weight, colour=colour)


def _rule(parent: etree._Element, x: float, y: float, width: float, line: float) -> None:
    etree.SubElement(
        parent, f"{{{SVG}}}rect", x=f"{x:.2f}", y=f"{y:.2f}", width=f"{width:.2f}",
        height=f"{line:.2f}", fill=RULE,
    )  # fmt: skip


def _measure(put: Callable[[etree._Element, float, float], None]) -> float:
    """Return how high the words are that `put` writes: the foot of the lowest line."""
    probe = etree.Element("probe")
    put(probe, 0.0, 0.0)
    feet = [
        float(line.get("y")) + float(line.get("font-size").removesuffix("px")) * (LEADING - 1)
        for line in probe.iter(f"{{{SVG}}}text")
    ]
    return max(feet, default=0.0)
