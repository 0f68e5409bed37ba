"""The page of a brief: panels laid out anew on A4, with notes and sources."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

import pandas as pd
from lxml import etree

from chronotope.dates.windows import events_in_window
from chronotope.dossier.evidence import as_of_words
from chronotope.dossier.read import Dossier, split_list
from chronotope.dossier.views import view_of
from chronotope.draw import labels
from chronotope.draw.composition import (
    LEADING,
    TAG,
    Words,
    close_page,
    nest_plot,
    open_page,
    put_plot,
    tidy,
    to_svg,
    write_line,
)
from chronotope.draw.plate import SVG
from chronotope.draw.room import NoRoomError
from chronotope.draw.spec import Spec
from chronotope.draw.style import INK, MUTED, PAGE_BRIEF, RULE, Profile, Type
from chronotope.figures._contacts import form_words, held_contacts
from chronotope.figures._kind import PanelDrawing
from chronotope.figures.captions import caption_figure
from chronotope.figures.contents import figure_rows, get_figure
from chronotope.figures.kinds.brief import Panel, list_panels
from chronotope.figures.kinds.theatres import map_notes
from chronotope.lang.dates import parse_date, roman, short_date_words
from chronotope.lang.words import word, words_count
from chronotope.world.basemap import point_of_view_words

TOP_MM = 6.5
GUTTER_MM = 5.0
GAP_MM = 2.2  # least distance of two blocks
# Where the page is too full, the list of events becomes shorter, the notes leave the changes of
# a point of view to the map's own figure, and the right column with its maps becomes narrower.
MOST_EVENTS = (14, 12, 10, 8)
RIGHT_MM = (94.0, 91.5, 89.0, 87.0, 85.5, 84.0)
# Widths of the close map where it leaves room for its note beside it; no panel is narrower.
CLOSE_MM = (66.0, 61.0, 55.5)
NOTE_LEADING = 1.2


# --- what is set, before it is drawn -------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    text: str
    x: float
    y: float
    type: Type
    tag: str

    @property
    def foot(self) -> float:
        size = round(self.type.size, 3)
        return round(self.y + self.type.size, 3) + size * (LEADING - 1)

    def draw(self, parent: etree._Element, x: float, y: float) -> None:
        write_line(parent, self.text, self.type, at=(x + self.x, y + self.y), tag=self.tag)


@dataclass(frozen=True)
class _Rule:
    x: float
    y: float
    width: float
    height: float
    foot: float = 0.0

    def draw(self, parent: etree._Element, x: float, y: float) -> None:
        etree.SubElement(
            parent, f"{{{SVG}}}rect", x=f"{x + self.x:.2f}", y=f"{y + self.y:.2f}",
            width=f"{self.width:.2f}", height=f"{self.height:.2f}", fill=RULE,
        )  # fmt: skip


@dataclass(frozen=True)
class _Plot:
    height: float
    y: float
    put: Callable[[etree._Element, float, float], None]

    @property
    def foot(self) -> float:
        return self.y + self.height

    def draw(self, parent: etree._Element, x: float, y: float) -> None:
        self.put(parent, x, y + self.y)


@dataclass
class _Block:
    """A part of the page, set from its own top left corner; lengths are units of its profile."""

    profile: Profile
    group_id: str = ""  # a block that is one thing to a screen reader: a heading
    parts: list[_Line | _Rule | _Plot | _Block] = field(default_factory=list)

    @property
    def height(self) -> float:
        return max((part.foot for part in self.parts), default=0.0)

    foot = height

    def draw(self, parent: etree._Element, x: float, y: float) -> None:
        """Draw everything with the block's corner at x, y."""
        if self.group_id:
            group = {"id": self.group_id, TAG: "H2"}
            parent = etree.SubElement(parent, f"{{{SVG}}}g", group)
        for part in self.parts:
            part.draw(parent, x, y)

    def line(self, text: str, x: float, y: float, type_: Type, *, tag: str = "P") -> None:
        """Set one line, however long, below y."""
        self.parts.append(_Line(text, x, y, type_, tag))

    def lines(self, text: str, y: float, width: float, type_: Type, *, tag: str = "P") -> float:
        """Set a text below y in lines of that width; return where it ends."""
        is_even = type_.weight == "bold"
        for line in labels.wrap_text(text, width, type_.size, weight=type_.weight, is_even=is_even):
            self.line(line, 0.0, y, type_, tag=tag)
            y, tag = y + type_.size * LEADING, ""
        return y

    def paragraph(
        self, text: str, y: float, width: float, *, x: float = 0.0, colour: str = INK
    ) -> float:
        """Set running text below y in the small size; return where it ends."""
        type_, tag = Type(self.profile.small, colour=colour), "P"
        whole = labels.cut_to_page(text, width, type_.size)
        for line in labels.wrap_text(whole, width, type_.size, is_even=False):
            self.line(line, x, y, type_, tag=tag)
            y, tag = y + type_.size * NOTE_LEADING, ""
        return y

    def heading(self, text: str, width: float) -> float:
        """Set a heading under a rule at the top; return where it ends."""
        self.parts.append(_Rule(0.0, 0.0, width, self.profile.line))
        return self.lines(text, 3.0, width, Type(self.profile.text, "bold"), tag="H2") + 1


@dataclass(frozen=True)
class _Setting:
    """One way to set the page."""

    most: int  # events in the list
    has_changes: bool  # whether the notes list what a point of view changes
    right: float  # width of the right column
    close: float  # width of the close map in it
    has_accounts: bool = True  # whether accounts that differ are told, not only counted

    def is_beside(self, panel: Panel) -> bool:
        """Return whether the note of a map stands beside it."""
        return panel.kind.is_close and self.close < self.right


# --- the page ------------------------------------------------------------------------------------


def render_brief(dossier: Dossier, figure: pd.Series, words: Words, spec: Spec) -> str:
    """Return the page as SVG text: header, panels, numbers, notes, sources.

    Parameters
    ----------
    figure
        The brief's own row of the figures table.
    words
        What is said of the brief as a whole.

    Raises
    ------
    ValueError
        If the panels are higher than the page.
    """
    root = open_page(words, figure_id=figure["figure_id"], lang=spec.lang)
    spec = spec.with_profile(PAGE_BRIEF)
    page = _page(dossier, tuple(figure.items()), spec)
    if page.words != words:  # who calls may say something else of it
        page = _Page(dossier, figure, words, spec)
    page.draw(root)
    return close_page(root, PAGE_BRIEF.max_height_mm * page.unit, PAGE_BRIEF)


@lru_cache(maxsize=4)
def _page(dossier: Dossier, cells: tuple[tuple[str, object], ...], spec: Spec) -> _Page:
    """Return the page of a brief, whose panels are measured once: each language looks at all."""
    figure = pd.Series(dict(cells))
    return _Page(dossier, figure, caption_figure(dossier, figure, spec), spec)


class _Page:
    """The page while it is set; lengths are in units of its profile unless named otherwise."""

    def __init__(self, dossier: Dossier, figure: pd.Series, words: Words, spec: Spec) -> None:
        self.dossier, self.figure, self.words, self.spec = dossier, figure, words, spec
        self.lang, self.profile = spec.lang, spec.profile
        self.unit = self.profile.units_per_mm
        self.width = self.profile.plot_width
        self.panels = list_panels(dossier)
        self.maps = [panel for panel in self.panels if panel.kind.is_map]
        self.drawn: dict[tuple[int, int, int], PanelDrawing] = {}
        self.fullest: dict[tuple[int, bool], _Setting | None] = {}

    def draw(self, root: etree._Element) -> None:
        """Set header, two columns of panels, and the notes at the foot of the page."""
        header = self._header()
        setting = self._choose()
        columns, room, _ = self._try(setting)
        left, top = self.profile.margin_mm * self.unit, TOP_MM * self.unit
        header.draw(root, left, top)
        top += header.height + GAP_MM * self.unit
        right = left + self.width - setting.right
        for x, blocks in zip((left, right), columns, strict=True):
            self._spread(root, blocks, (x, top), room)
        self._notes(setting).draw(root, left, top + room + GAP_MM * self.unit)

    def _choose(self) -> _Setting:
        """Return the fullest setting that fits, of as many events as fit in every language."""
        pages = [self, *self._translations()]
        for most, has_accounts in itertools.product(MOST_EVENTS, (True, False)):
            found = [page._fullest(most, has_accounts) for page in pages]
            if found[0] and all(found):
                return found[0]
        over, lang = max(
            (min(map(page._over, page._settings(most, has_accounts))), page.lang) for page in pages
        )
        raise NoRoomError(
            f"figure {self.figure['figure_id']!r} is {over / self.unit:.1f} mm higher than "
            f"its page ({lang}): shorten its words, or take flatter frames for its maps"
        )

    def _translations(self) -> Iterator[_Page]:
        """Yield the same page in the dossier's other languages: all name the same events."""
        for lang in self.dossier.languages:
            if lang != self.lang:
                spec = replace(self.spec, lang=self.dossier.language(lang))
                yield _page(self.dossier, tuple(self.figure.items()), spec)

    def _fullest(self, most: int, has_accounts: bool) -> _Setting | None:
        """Return the fullest setting of so many events that fits, sought once."""
        key = most, has_accounts
        if key not in self.fullest:
            self.fullest[key] = self._find_fullest(most, has_accounts)
        return self.fullest[key]

    def _find_fullest(self, most: int, has_accounts: bool) -> _Setting | None:
        for least in self._settings(most, has_accounts):
            if self._over(least) > 0:
                continue
            wider = (least.right, *(mm * self.unit for mm in CLOSE_MM))
            tried = (replace(least, close=close) for close in wider)
            return next(setting for setting in tried if self._over(setting) <= 0)
        return None

    def _settings(self, most: int, has_accounts: bool) -> Iterator[_Setting]:
        """Yield the settings with the smallest close map, the fullest first."""
        whole = (True, False) if self.spec.point_of_view != "un" else (True,)
        for has_changes, right_mm in itertools.product(whole, RIGHT_MM):
            right, close = right_mm * self.unit, CLOSE_MM[-1] * self.unit
            yield _Setting(most, has_changes, right, close, has_accounts)

    def _over(self, setting: _Setting) -> float:
        return self._try(setting)[2]

    def _try(self, setting: _Setting) -> tuple[tuple[list[_Block], list[_Block]], float, float]:
        """Return both columns, the height they have, and by how much the higher one is too high."""
        columns = self._columns(setting)
        height = (self.profile.max_height_mm - 2 * (TOP_MM + GAP_MM)) * self.unit
        room = height - self._header().height - self._notes(setting).height
        return columns, room, max(self._least_height(blocks) for blocks in columns) - room

    def _least_height(self, blocks: Sequence[_Block]) -> float:
        return sum(block.height for block in blocks) + GAP_MM * self.unit * (len(blocks) - 1)

    def _spread(
        self, root: etree._Element, blocks: Sequence[_Block], at: tuple[float, float], room: float
    ) -> None:
        """Put blocks below each other so that the column is filled from top to foot."""
        x, top = at
        gap = (room - sum(block.height for block in blocks)) / max(len(blocks) - 1, 1)
        for block in blocks:
            block.draw(root, x, top)
            top += block.height + gap

    def _header(self) -> _Block:
        profile, width, block = self.profile, self.width, _Block(self.profile)
        kicker = word("brief.kicker", self.lang, title=self.dossier.title(self.lang))
        day = as_of_words(self.dossier, self.lang, say=short_date_words)
        stamp = word("brief.as_of", self.lang, date=day)
        stamp_width = labels.text_width(stamp, profile.small)
        block.line(stamp, width - stamp_width, 0.0, Type(profile.small))
        room = width - stamp_width - GUTTER_MM * self.unit
        y = block.lines(kicker, 0.0, room, Type(profile.small, colour=MUTED))
        y = block.lines(self.words.headline, y + 2, width, Type(profile.title, "bold"), tag="H1")
        y = block.lines(self.words.subtitle, y + 1, width, Type(profile.text))
        self._set_numbers(block, y + 1)
        return block

    def _set_numbers(self, block: _Block, y: float) -> None:
        """Set what the dossier counts on a line, on two where one is too short."""
        size, small, left = self.profile.text, self.profile.small, 0.0
        for value, label in self._numbers():
            text = f"\u2002{label}"
            shift = labels.text_width(value, size, weight="bold")
            end = left + shift + labels.text_width(text, small)
            if end > self.width and left > 0:
                end, left, y = end - left, 0.0, y + size * LEADING
            block.line(value, left, y, Type(size, "bold"))
            block.line(text, left + shift, y + size - small, Type(small), tag="")
            left = end + size

    # --- panels ------------------------------------------------------------------------------

    def _columns(self, setting: _Setting) -> tuple[list[_Block], list[_Block]]:
        """Return the long panels with the key of the maps, and the other panels beside them."""
        left = self.width - setting.right - GUTTER_MM * self.unit
        second = [self._panel(p, setting.right, setting) for p in self.panels if not p.kind.is_long]
        first = [self._panel(p, left, setting) for p in self.panels if p.kind.is_long]
        if self._statuses(setting):
            first.append(self._status_key(left, setting))
        return first, second

    def _panel(self, panel: Panel, width: float, setting: _Setting) -> _Block:
        """Return the panel's number and headline, its drawing, and a map's note beside it."""
        block = _Block(self.profile)
        figure_id = self.figure["figure_id"]
        head = _Block(self.profile, f"{figure_id}-{self.lang}-panel-{panel.number}")
        head.heading(f"{panel.numeral}\u2002{panel.headline(self.lang)}", width)
        top = head.height + 2
        put = partial(self._put_panel, panel, setting)
        block.parts += [head, _Plot(self._drawing(panel, setting).height, top, put)]
        if setting.is_beside(panel):
            left = setting.close + 3 * self.unit
            note = self._map_notes(panel, setting)[0]
            block.paragraph(note, top, setting.right - left, x=left)
        return block

    def _put_panel(
        self, panel: Panel, setting: _Setting, parent: etree._Element, x: float, y: float
    ) -> None:
        """Put the drawing of a panel on the page."""
        figure_id, room = self.figure["figure_id"], self._room(self._width_of(panel, setting))
        prefix = f"{figure_id}-{self.lang}-{panel.number}"
        text = to_svg(self._drawing(panel, setting).draw())
        plot = nest_plot(text, room, figure_id, prefix=prefix)
        put_plot(parent, plot, x, y, alt=tidy(panel.tell(self.dossier, self.spec).alt))

    def _width_of(self, panel: Panel, setting: _Setting) -> float:
        if panel.kind.is_long:
            return self.width - setting.right - GUTTER_MM * self.unit
        return setting.close if setting.is_beside(panel) else setting.right

    def _room(self, width: float) -> Profile:
        """Return the profile of a panel: the brief's sizes at the panel's own width."""
        return replace(
            self.profile, width_mm=width / self.unit, margin_mm=0, text=self.profile.small,
            has_words=False,
        )  # fmt: skip

    def _drawing(self, panel: Panel, setting: _Setting) -> PanelDrawing:
        """Return a panel, measured once for each width and number of events."""
        width = self._width_of(panel, setting)
        key = (panel.number, round(width), setting.most if panel.kind.is_long else 0)
        if key not in self.drawn:
            self.drawn[key] = panel.kind.draw_panel(
                self.dossier,
                panel.figure,
                self.spec.with_profile(self._room(width)),
                most=setting.most,
            )
        return self.drawn[key]

    def _statuses(self, setting: _Setting) -> dict[tuple[str, str], list[int]]:
        """Return the areas of special status on the page: letter and wording, and the panels."""
        found: dict[tuple[str, str], list[int]] = {}
        for panel in self.maps:
            for entry in self._drawing(panel, setting).statuses:
                numbers = found.setdefault((entry.letter, entry.wording), [])
                if entry.letter and panel.number not in numbers:
                    numbers.append(panel.number)
        return found

    # --- words -------------------------------------------------------------------------------

    def _status_key(self, width: float, setting: _Setting) -> _Block:
        """Return what the letters and dashes of the maps mean, worded as the dossier does."""
        lang, statuses, block = self.lang, self._statuses(setting), _Block(self.profile)
        texts = [
            word(
                "brief.status",
                lang,
                letter=letter,
                panels=word("brief.comma", lang).join(map(roman, numbers)),
                wording=wording.rstrip("."),
            )
            for (letter, wording), numbers in statuses.items()
            if letter
        ]
        if len(texts) < len(statuses):
            number = self._figure_number(self.maps[0].figure)
            texts.append(word("brief.dashed", lang, figure=number))
        y = block.heading(word("theatres.statuses", lang), width)
        for text in texts:
            y = block.paragraph(text, y, width) + self.profile.small * 0.2
        return block

    def _numbers(self) -> list[tuple[str, str]]:
        dossier, lang = self.dossier, self.lang
        events = events_in_window(dossier.events, self.figure["window"])
        held = held_contacts(events)
        forms = form_words(held, lang)
        rows = figure_rows(dossier, self.figure["figure_id"])
        documents = len({source for ids in rows["sources"] for source in split_list(ids)})
        numbers = [
            (str(len(held)), words_count("brief.contacts", len(held), lang, forms=forms)),
            (str(documents), words_count("brief.documents", documents, lang)),
        ]
        verdicts = dossier.statements["verdict"]
        checked = verdicts[verdicts != "opinion"]
        if len(checked):
            supported = int((checked == "supported").sum())
            numbers.append((str(supported), word("brief.claims", lang, n=len(checked))))
        return numbers

    def _notes(self, setting: _Setting) -> _Block:
        """Return the notes in two columns, source and licence below them."""
        size, gutter, block = self.profile.small, GUTTER_MM * self.unit, _Block(self.profile)
        width, step = (self.width - gutter) / 2, size * NOTE_LEADING
        lines = [
            (line, "" if number else "P")
            for note in self._note_texts(setting)
            for number, line in enumerate(labels.wrap_text(note, width, size, is_even=False))
        ]
        half = -(-len(lines) // 2)
        block.parts.append(_Rule(0.0, 0.0, self.width, self.profile.line))
        for i, (line, tag) in enumerate(lines):
            column, row = divmod(i, half)
            block.line(line, column * (width + gutter), 4 + row * step, Type(size), tag=tag)
        y = 4 + half * step + size * 0.4
        data = word("brief.data", self.lang, hash=self.dossier.sha256[:12])
        for text in (self.words.source, " · ".join(filter(None, (self.words.licence, data)))):
            y = block.paragraph(text, y, self.width, colour=MUTED)
        return block

    def _note_texts(self, setting: _Setting) -> list[str]:
        notes: list[str] = []
        for panel in self.panels:
            if panel.kind.is_map:
                own, *common = self._map_notes(panel, setting)
                notes += [] if setting.is_beside(panel) else [own]
                if panel is self.maps[-1]:
                    # The head of the page has the day of its maps.
                    notes.append(word("brief.maps", self.lang, text=" ".join(common[1:])))
                continue
            text = panel.kind.panel_note(self.dossier, panel.figure, self.lang, most=setting.most)
            signs = self._drawing(panel, setting).signs
            text = " ".join([text, *(f"{sign}." for sign in signs)]).strip()
            if text:
                notes.append(word("brief.panel_note", self.lang, number=panel.numeral, text=text))
            notes.append(
                panel.kind.panel_accounts(
                    self.dossier, panel.figure, self.lang, is_told=setting.has_accounts
                )
            )
        return [note for note in notes if note]

    def _map_notes(self, panel: Panel, setting: _Setting) -> list[str]:
        """Return a map's own note, its projection, and those that all maps share."""
        first, *common = map_notes(self.dossier, panel.figure, self.spec)
        if not setting.has_changes:
            text = point_of_view_words(view_of(self.dossier, self.spec.point_of_view), self.lang)
            figure = self._figure_number(panel.figure)
            common[1] = word("basemap.changes-in-figure", self.lang, text=text, figure=figure)
        if panel.figure["window"]:
            first = word("brief.counted", self.lang, text=first, period=_years(panel.figure))
        venues = [entry for entry in self._drawing(panel, setting).venues if entry.number]
        if not panel.kind.is_close:
            listed = word("brief.comma", self.lang).join(
                word("brief.venue", self.lang, number=e.number, name=e.label, n=e.count)
                for e in venues
            )
            figure = self._figure_number(panel.figure)
            first = f"{first} {word('brief.venues', self.lang, list=listed, figure=figure)}"
        if panel is self.maps[0]:
            first = " ".join([first, *self._drawing(panel, setting).signs])
        return [word("brief.panel_note", self.lang, number=panel.numeral, text=first), *common]

    def _figure_number(self, figure: pd.Series) -> int:
        return int(get_figure(self.dossier, figure["figure_id"])["number"])


def _years(figure: pd.Series) -> str:
    """Return the years of a figure's window: the maps of a page may count different ones."""
    window = parse_date(figure["window"])
    ends = [day.year for day in (window.earliest, window.latest) if day is not None]
    return "–".join(str(year) for year in dict.fromkeys(ends))
