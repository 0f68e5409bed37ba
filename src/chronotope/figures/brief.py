"""A one-page brief: four figures of the dossier on A4, laid out anew, with notes and sources."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
from lxml import etree

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw import labels
from chronotope.draw.composition import (
    LEADING,
    SVG,
    TAG,
    Words,
    close_page,
    nest_plot,
    open_page,
    put_plot,
    to_svg,
    write_lines,
)
from chronotope.draw.style import INK, MUTED, PAGE_BRIEF, RULE, Profile
from chronotope.figures.captions import describe_panel
from chronotope.figures.contents import figure_rows, get_figure
from chronotope.figures.digest import (
    MOST_EVENTS,
    Panel,
    choose_events,
    choose_positions,
    list_panels,
    map_events,
)
from chronotope.lang.dates import parse_date, short_date_words
from chronotope.lang.words import word, words_count

if TYPE_CHECKING:
    from chronotope.maps.theatres import MapPanel

MAP_KINDS = ("theatres", "area-map")
CONTACTS = ("meeting", "telephone", "video")
TOP_MM = 6.5
GUTTER_MM = 5.0
GAP_MM = 2.2  # least distance of two blocks
# Width of the right column, widest first; where the page is too full its maps become smaller.
RIGHT_MM = (94.0, 89.0, 84.0)
CLOSE_MM = (66.0, 57.0)  # widths of the close map where it leaves room for its note beside it
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
        self.has_changes = True  # whether the notes list what a point of view changes
        self.right = self.close = 0.0  # width of the right column, and of the close map in it
        self.faces: dict[tuple[int, int], MapPanel] = {}  # drawn, by panel and width
        self.used: dict[int, MapPanel] = {}  # on the page, by panel

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
        whole = (True, False) if self.point_of_view != "un" else (True,)
        for self.most, self.has_changes, right_mm in itertools.product(
            MOST_EVENTS, whole, RIGHT_MM
        ):
            right = right_mm * self.unit
            columns, room, over = self._try(right, CLOSE_MM[-1] * self.unit, height)
            if over > 0:
                continue
            for close in (right, *(mm * self.unit for mm in CLOSE_MM)):
                columns, room, over = self._try(right, close, height)
                if over <= 0:
                    return right, columns, room
        raise ValueError(
            f"figure {self.figure['figure_id']!r} is {over / self.unit:.1f} mm higher than "
            f"its page ({self.lang}): shorten its words, or take flatter frames for its maps"
        )

    def _try(
        self, right: float, close: float, height: float
    ) -> tuple[tuple[list[_Block], list[_Block]], float, float]:
        """Return both columns, the height they have, and by how much the higher one is too high."""
        self.right, self.close = right, close
        columns = self._columns(right)
        room = height - self._notes().height
        return columns, room, max(self._least_height(blocks) for blocks in columns) - room

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
                weight="bold", tag="H1",
            )  # fmt: skip
            y = write_lines(parent, self.words.subtitle, x, y + 1, width=width, size=profile.text)
            self._put_numbers(parent, x, y + 1)

        return _Block(_measure(put), put)

    def _put_numbers(self, parent: etree._Element, x: float, y: float) -> None:
        """Write what the dossier counts on a line, on two where one is too short."""
        size, gap, left = self.profile.text, self.profile.text, x
        for value, label in self._numbers():
            text = f"\u2002{label}"
            shift = labels.text_width(value, size, weight="bold")
            end = left + shift + labels.text_width(text, self.profile.small)
            if end > x + self.width and left > x:
                end, left, y = end - left + x, x, y + size * LEADING
            _write(parent, value, left, y, size=size, weight="bold")
            foot = y + size - self.profile.small
            _write(parent, text, left + shift, foot, size=self.profile.small, tag="")
            left = end + gap

    # --- panels ------------------------------------------------------------------------------

    def _columns(self, right: float) -> tuple[list[_Block], list[_Block]]:
        """Return the chronology with the key of the maps, and the other panels beside it."""
        left = self.width - right - GUTTER_MM * self.unit
        second = [self._map(self.panels[kind], right) for kind in MAP_KINDS if kind in self.panels]
        if "positions" in self.panels:
            second.append(self._positions(right))
        first = [self._chronology(left)] if "chronology" in self.panels else []
        if self._statuses():
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
            put_plot(parent, plot, x, y + top, alt=self._alt(panel))

        return _Block(top + float(plot.get("height")), put)

    def _alt(self, panel: Panel) -> str:
        return describe_panel(self.dossier, panel, lang=self.lang, point_of_view=self.point_of_view)

    def _head(self, parent: etree._Element, panel: Panel, x: float, y: float, width: float) -> None:
        name = f"{self.figure['figure_id']}-panel-{panel.number}"
        group = etree.SubElement(parent, f"{{{SVG}}}g", {"id": name, TAG: "H2"})
        self._heading(group, f"{panel.number}\u2002{panel.headline}", x, y, width)

    def _head_height(self, panel: Panel, width: float) -> float:
        return _measure(lambda parent, x, y: self._head(parent, panel, x, y, width)) + 2

    def _chronology(self, width: float) -> _Block:
        from chronotope.figures.chronology.page import plot_chronology

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
        """Return a map; where the close one is narrower, its note stands beside it."""
        if panel.kind == "theatres" or self.close >= right:
            return self._panel(panel, *self._face(panel, right))
        face = self._panel(panel, *self._face(panel, self.close), width=right)
        left, top = self.close + 3 * self.unit, self._head_height(panel, right)
        note = self._map_notes(panel)[0]

        def text(parent: etree._Element, x: float, y: float) -> None:
            self._paragraph(parent, note, x, y, right - left)

        def put(parent: etree._Element, x: float, y: float) -> None:
            face.put(parent, x, y)
            text(parent, x + left, y + top)

        return _Block(max(face.height, top + _measure(text)), put)

    def _face(self, panel: Panel, width: float) -> tuple[object, Profile]:
        """Return a map without its lists, drawn once for each width, and its profile."""
        from chronotope.maps.theatres import plot_panel

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
        self.used[panel.number] = self.faces[key]
        return self.faces[key].drawing, room

    def _statuses(self) -> dict[tuple[str, str], list[int]]:
        """Return the areas of special status on the page: letter and wording, and the panels."""
        found: dict[tuple[str, str], list[int]] = {}
        for number, face in self.used.items():
            for entry in face.statuses:
                numbers = found.setdefault((entry.letter, entry.wording), [])
                if entry.letter and number not in numbers:
                    numbers.append(number)
        return found

    def _positions(self, width: float) -> _Block:
        from chronotope.figures.dialogue import plot_positions

        panel, room = self.panels["positions"], self._room(width, POSITIONS_MM)
        drawing = plot_positions(
            choose_positions(self.dossier),
            topics=self.dossier.topics,
            actors=self.dossier.actors,
            sides=self.dossier.sides,
            is_panel=True,
            lang=self.lang,
            profile=room,
        )
        return self._panel(panel, drawing, room)

    # --- words -------------------------------------------------------------------------------

    def _status_key(self, width: float) -> _Block:
        """Return what the letters and dashes of the maps mean, worded as the dossier does."""
        lang, statuses = self.lang, self._statuses()
        texts = [
            word(
                "brief.status",
                lang,
                letter=letter,
                panels=word("brief.comma", lang).join(map(str, numbers)),
                wording=wording.rstrip("."),
            )
            for (letter, wording), numbers in statuses.items()
            if letter
        ]
        if len(texts) < len(statuses):
            figure = next(self.panels[kind].figure for kind in MAP_KINDS if kind in self.panels)
            texts.append(word("brief.dashed", lang, figure=self._figure_number(figure)))

        def put(parent: etree._Element, x: float, y: float) -> None:
            y = self._heading(parent, word("theatres.statuses", lang), x, y, width)
            for text in texts:
                y = self._paragraph(parent, text, x, y, width) + self.profile.small * 0.2

        return _Block(_measure(put), put)

    def _numbers(self) -> list[tuple[str, str]]:
        dossier, lang = self.dossier, self.lang
        events = events_in_window(dossier.events, self.figure["window"])
        held = events[(events["status"] == "held") & events["form"].isin(CONTACTS)]
        rows = figure_rows(dossier, self.figure["figure_id"])
        documents = len({source for ids in rows["sources"] for source in split_list(ids)})
        numbers = [
            (str(len(held)), words_count("brief.contacts", len(held), lang)),
            (str(documents), words_count("brief.documents", documents, lang)),
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
            (line, "" if number else "P")
            for note in self._note_texts()
            for number, line in enumerate(labels.wrap_text(note, width, size, is_even=False))
        ]
        half = -(-len(lines) // 2)
        data = word("brief.data", self.lang, hash=self.dossier.sha256[:12])
        foot = [self.words.source, f"{self.words.licence} · {data}"]

        def put(parent: etree._Element, x: float, y: float) -> None:
            _rule(parent, x, y, self.width, self.profile.line)
            y += 4
            for i, (line, tag) in enumerate(lines):
                column, row = divmod(i, half)
                left = x + column * (width + gutter)
                _write(parent, line, left, y + row * step, size=size, tag=tag)
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
            is_beside = panel.kind == "area-map" and self.close < self.right
            notes += [] if is_beside else [own]
        if common:
            notes.append(word("brief.maps", lang, text=" ".join(common)))
        if "positions" in self.panels:
            number, text = self.panels["positions"].number, word("brief.positions", lang)
            notes.append(word("brief.panel_note", lang, number=number, text=text))
        return notes

    def _map_notes(self, panel: Panel) -> list[str]:
        """Return a map's own note, its projection, and those that all maps share."""
        from chronotope.maps.theatres import map_note

        first, *common = map_note(
            self.dossier.frames,
            frame_id=panel.figure["frame_id"],
            lang=self.lang,
            point_of_view=self.point_of_view,
            as_of=self.dossier.as_of,
        )
        if not self.has_changes:
            text = word(f"basemap.view.{self.point_of_view}", self.lang)
            figure = self._figure_number(panel.figure)
            common[1] = word("basemap.changes-in-figure", self.lang, text=text, figure=figure)
        if panel.figure["window"]:
            first = word("brief.counted", self.lang, text=first, period=_years(panel.figure))
        if panel.kind == "theatres":
            figure = self._figure_number(panel.figure)
            venues = word("brief.venues", self.lang, list=self._venues(), figure=figure)
            first = f"{first} {venues}"
        return [word("brief.panel_note", self.lang, number=panel.number, text=first), *common]

    def _venues(self) -> str:
        number = self.panels["theatres"].number
        entries = self.used[number].venues
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
        return (
            write_lines(parent, text, x, y + 3, width=width, size=size, weight="bold", tag="H2") + 1
        )

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
        tag = "P"
        for line in labels.wrap_text(text, width, size, is_even=False):
            _write(parent, line, x, y, size=size, colour=colour, tag=tag)
            y, tag = y + size * NOTE_LEADING, ""
        return y


def _years(figure: pd.Series) -> str:
    """Return the years of a figure's window: the maps of a page may count different ones."""
    window = parse_date(figure["window"])
    ends = [day.year for day in (window.earliest, window.latest) if day is not None]
    return "–".join(str(year) for year in dict.fromkeys(ends))


def _write(
    parent: etree._Element,
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    weight: str = "regular",
    colour: str = INK,
    tag: str = "P",
) -> None:
    """Write one line, however long."""
    write_lines(
        parent, text, x, y, width=float("inf"), size=size, weight=weight, colour=colour, tag=tag
    )


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
