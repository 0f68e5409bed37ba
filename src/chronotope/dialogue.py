"""Who met whom, and who holds which position: two matrices with the number in each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import altair as alt
import pandas as pd
from babel import Locale

from . import style
from .dates import date_words, parse_date
from .labels import text_width
from .words import word, words_count

IN_PERSON = "meeting"
REMOTE = ("telephone", "video")
STANCES = ("opposes", "conditional", "supports")
NOT_STATED = "not-stated"
# A handset, in the square of side 2 round the origin.
HANDSET = (
    "M1.18,.34C.80,.95 .15,.99 -.42,.42C-.99,-.15 -.95,-.80 -.34,-1.18"
    "L.10,-.74L-.22,-.30C-.17,-.06 .06,.17 .30,.22L.74,-.10Z"
)
SIGNS = {"agree": "=", "partly": "≈", "differ": "≠", "open": "–"}

_CONTACTS = ["event_id", "date", "form", "actor_id", "actor_group", "met_id", "met_group"]
_BOXES = ["x", "y", "x2", "y2", "fill", "description"]
_TEXTS = ["text", "x", "y", "align", "size", "weight", "colour", "width"]
_RULES = ["x", "y", "x2", "y2", "colour", "width"]
_ICONS = ["x", "y", "size", "colour"]


# Tables


def list_contacts(events: pd.DataFrame, actors: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    """Return one row for each pair of persons of different groups in each held contact.

    Pairs are first side and second side, first side and third party, third party and second
    side. Persons of one side are colleagues and do not "meet"; third parties among themselves
    are not part of the dialogue.

    Parameters
    ----------
    events
        Columns ``event_id``, ``date``, ``form``, ``status``, ``actors``. Only rows of status
        ``held`` and form ``meeting``, ``telephone`` or ``video`` count.
    actors
        Columns ``actor_id``, ``kind``, ``country``. Only persons count.
    sides
        Country codes of the two sides.
    """
    groups = _group_persons(actors, sides)
    rows = []
    for event in _held_contacts(events).itertuples():
        present = dict.fromkeys(a for a in event.actors.split(";") if a in groups)
        for one in present:
            for other in present:
                pair = (groups[one], groups[other])
                if pair in (("first", "second"), ("first", "third"), ("third", "second")):
                    base = (event.event_id, event.date, event.form)
                    rows.append((*base, one, pair[0], other, pair[1]))
    return pd.DataFrame(rows, columns=_CONTACTS)


def meetings_table(
    events: pd.DataFrame, actors: pd.DataFrame, sides: Sequence[str]
) -> pd.DataFrame:
    """Return who met whom: one row a pair of persons, with the number of contacts of each form.

    Parameters
    ----------
    events, actors, sides
        As :func:`list_contacts`.

    Returns
    -------
    DataFrame
        ``actor_id``, ``actor_group``, ``met_id``, ``met_group``, ``in_person``, ``telephone``,
        ``video``, ``first`` and ``last`` (EDTF), ``events`` (``;`` list), in the order in
        which the persons first met.
    """
    contacts = list_contacts(events, actors, sides)
    rows = []
    keys = ["actor_id", "actor_group", "met_id", "met_group"]
    for pair, group in contacts.groupby(keys, sort=False):
        counts = [int((group["form"] == form).sum()) for form in (IN_PERSON, *REMOTE)]
        dates = list(group["date"])
        rows.append((*pair, *counts, dates[0], dates[-1], ";".join(group["event_id"])))
    columns = [*keys, "in_person", "telephone", "video", "first", "last", "events"]
    return pd.DataFrame(rows, columns=columns)


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


def _group_persons(actors: pd.DataFrame, sides: Sequence[str]) -> dict[str, str]:
    names = dict(zip(sides, ("first", "second"), strict=False))
    persons = actors[actors["kind"] == "person"]
    return {row.actor_id: names.get(row.country, "third") for row in persons.itertuples()}


def _held_contacts(events: pd.DataFrame) -> pd.DataFrame:
    is_counted = (events["status"] == "held") & events["form"].isin((IN_PERSON, *REMOTE))
    counted = events[is_counted]
    order = sorted(
        range(len(counted)),
        key=lambda i: (_first_day(counted["date"].iloc[i]), counted["event_id"].iloc[i]),
    )
    return counted.iloc[order]


def _first_day(date: str) -> str:
    earliest = parse_date(date).earliest
    return earliest.isoformat() if earliest else ""


# What is drawn


@dataclass(frozen=True)
class Layout:
    """Everything a matrix shows, in units, with the origin at the top left.

    ``cells`` carry the meaning (and the descriptions that are read aloud); ``boxes`` belong to
    the key and the empty ground.
    """

    width: float
    height: float
    cells: pd.DataFrame
    boxes: pd.DataFrame
    texts: pd.DataFrame
    rules: pd.DataFrame
    icons: pd.DataFrame


@dataclass
class _Page:
    """Collects what is drawn while a layout is made."""

    profile: style.Profile
    width: float
    cells: list[tuple] = field(default_factory=list)
    boxes: list[tuple] = field(default_factory=list)
    texts: list[tuple] = field(default_factory=list)
    rules: list[tuple] = field(default_factory=list)
    icons: list[tuple] = field(default_factory=list)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        align: str = "left",
        size: float | None = None,
        weight: str = "regular",
        colour: str = style.INK,
    ) -> None:
        size = size or self.profile.text
        width = text_width(text, size, weight=weight)
        self.texts.append((text, x, y, align, size, weight, colour, width))

    def lines(self, lines: Sequence[str], x: float, y: float, **how: object) -> None:
        """Write lines centred on `y`."""
        step = _line_step(float(how.get("size") or self.profile.text))  # type: ignore[arg-type]
        top = y - step * (len(lines) - 1) / 2
        for i, line in enumerate(lines):
            self.text(line, x, top + i * step, **how)  # type: ignore[arg-type]

    def rule(self, x: float, y: float, x2: float, y2: float, colour: str, width: float) -> None:
        self.rules.append((x, y, x2, y2, colour, width))

    def layout(self, height: float) -> Layout:
        return Layout(
            self.width,
            height,
            pd.DataFrame(self.cells, columns=_BOXES),
            pd.DataFrame(self.boxes, columns=_BOXES),
            pd.DataFrame(self.texts, columns=_TEXTS),
            pd.DataFrame(self.rules, columns=_RULES),
            pd.DataFrame(self.icons, columns=_ICONS),
        )


@dataclass(frozen=True)
class _Slot:
    """One row or column: a person, or several grouped as others."""

    ids: tuple[str, ...]
    label: str
    group: str


def _line_step(size: float) -> float:
    return size * 1.18


def _text_on(fill: str) -> str:
    return style.PAPER if fill == style.SHADES[-1] else style.INK


def wrap_text(text: str, width: float, size: float, *, weight: str = "regular") -> list[str]:
    """Return the text as lines no wider than `width` (same unit as `size`).

    Lines break at spaces and after hyphens; a word that alone is too wide is broken with a
    hyphen, so that nothing is ever cut.
    """
    lines: list[str] = []
    current = ""
    for piece in _pieces(text, width, size, weight):
        if current and text_width((current + piece).rstrip(), size, weight=weight) > width:
            lines.append(current.rstrip())
            current = ""
        current += piece
    return [*lines, current.rstrip()]


def _pieces(text: str, width: float, size: float, weight: str) -> Iterator[str]:
    for piece in text.replace("-", "-\0").replace(" ", " \0").split("\0"):
        rest = piece
        while len(rest.rstrip()) > 2 and text_width(rest.rstrip(), size, weight=weight) > width:
            end = len(rest.rstrip()) - 1
            while end > 1 and text_width(rest[:end] + "-", size, weight=weight) > width:
                end -= 1
            yield rest[:end] + "-"
            rest = rest[end:]
        yield rest


def _widest(texts: Iterable[str], size: float, *, weight: str = "regular") -> float:
    return max((text_width(text, size, weight=weight) for text in texts), default=0.0)


def _labels(table: pd.DataFrame, key: str, lang: str) -> dict[str, str]:
    return dict(zip(table[key], table[f"label_{lang}"], strict=True))


def _side_name(code: str, lang: str) -> str:
    return str(Locale.parse(lang).territories.get(code, code))


# Who met whom


def count_shade(count: int) -> str:
    """Return the shade of a number of meetings: none, 1, 2 to 4, 5 and more."""
    return style.SHADES[sum(count >= least for least in (1, 2, 5))]


def layout_meetings(
    events: pd.DataFrame,
    *,
    actors: pd.DataFrame,
    sides: Sequence[str],
    lang: str = "en",
    profile: str | style.Profile = "web",
) -> Layout:
    """Return the places of all cells, texts, rules and marks of :func:`plot_meetings`."""
    lang, profile = style.get_language(lang), style.get_profile(profile)
    page = _Page(profile, profile.plot_width)
    contacts = list_contacts(events, actors, sides)
    if contacts.empty:
        page.text(word("dialogue.no_contacts", lang), 0, profile.text)
        return page.layout(2 * profile.text)
    names = _labels(actors, "actor_id", lang)
    top = _draw_meetings_key(page, contacts, lang)
    rows, columns = _meeting_slots(page, contacts, names, sides, lang, top)
    grid = _Grid(page, rows, columns, sides, lang, top)
    grid.draw_headers()
    grid.draw_cells(contacts, names)
    return page.layout(grid.bottom)


def _draw_meetings_key(page: _Page, contacts: pd.DataFrame, lang: str) -> float:
    profile = page.profile
    items: list[_KeyItem] = []
    counts = contacts[contacts["form"] == IN_PERSON].groupby(["actor_id", "met_id"]).size()
    most = int(counts.max()) if len(counts) else 0
    classes = [(1, "1"), (2, "2–4"), (5, "5+")]
    shown = [(least, text) for least, text in classes if least <= most]
    for i, (least, text) in enumerate(shown):
        label = word("dialogue.key_in_person", lang) if i == len(shown) - 1 else ""
        items.append(_KeyItem(label, fill=count_shade(least), inside=text))
    if contacts["form"].isin(REMOTE).any():
        items.append(_KeyItem(word("dialogue.key_remote", lang), is_remote=True))
    items.append(_KeyItem(word("dialogue.key_order", lang)))
    return _draw_key(page, items) + profile.text * 0.9


@dataclass(frozen=True)
class _KeyItem:
    label: str
    fill: str = ""
    inside: str = ""
    is_remote: bool = False


def _draw_key(page: _Page, items: Sequence[_KeyItem]) -> float:
    """Draw the key in lines above the matrix (B7); return the bottom of it."""
    size = page.profile.small
    step, gap = size * 1.7, size * 1.2
    box = _widest([item.inside for item in items], size, weight="bold") + size * 0.9
    x, y = 0.0, step / 2
    for item in items:
        has_sign = bool(item.inside or item.is_remote)
        sign = (box if item.inside else size * 1.2) if has_sign else 0.0
        space = size * 0.4 if has_sign and item.label else 0.0
        width = sign + space + text_width(item.label, size)
        if x and x + width > page.width:
            x, y = 0.0, y + step
        if item.inside:
            fill = item.fill or style.PAPER
            half = size * 0.72
            page.boxes.append((x, y - half, x + box, y + half, fill, ""))
            if not item.fill or fill == style.PAPER:
                _outline(page, x, y - half, x + box, y + half)
            page.text(
                item.inside,
                x + box / 2,
                y,
                align="center",
                size=size,
                weight="bold",
                colour=_text_on(fill),
            )
        elif item.is_remote:
            page.icons.append((x + size * 0.6, y, size * 1.05, style.INK))
        lines = wrap_text(item.label, page.width - x - sign - space, size) if item.label else []
        for i, line in enumerate(lines):
            y += step * 0.8 if i else 0.0
            page.text(line, x + sign + space, y, size=size)
        x += width + (gap if item.label else size * 0.2)
    return y + step / 2


def _outline(
    page: _Page, x: float, y: float, x2: float, y2: float, *, colour: str = style.CONTEXT
) -> None:
    line = page.profile.line
    for ends in ((x, y, x2, y), (x, y2, x2, y2), (x, y, x, y2), (x2, y, x2, y2)):
        page.rule(*ends, colour, line)


def _meeting_slots(
    page: _Page,
    contacts: pd.DataFrame,
    names: dict[str, str],
    sides: Sequence[str],
    lang: str,
    top: float,
) -> tuple[list[_Slot], list[_Slot]]:
    """Choose rows and columns so that all headers fit: the persons met least become others."""

    def columns_of(limit: int) -> list[_Slot]:
        return _slots(contacts, "met_id", "met_group", names, lang, limit)

    def rows_of(limit: int) -> list[_Slot]:
        return _slots(contacts, "actor_id", "actor_group", names, lang, limit)

    most_columns = contacts["met_id"].nunique()
    most_rows = contacts["actor_id"].nunique()

    def fits_across(columns: list[_Slot]) -> bool:
        return _Grid(page, rows_of(most_rows), columns, sides, lang, top).has_whole_headers

    columns = _largest(columns_of, most_columns, fits_across)

    def fits_down(rows: list[_Slot]) -> bool:
        grid = _Grid(page, rows, columns, sides, lang, top)
        return grid.bottom <= page.profile.plot_height

    return _largest(rows_of, most_rows, fits_down), columns


def _largest(
    make: Callable[[int], list[_Slot]], most: int, fits: Callable[[list[_Slot]], bool]
) -> list[_Slot]:
    for limit in range(most, 2, -1):
        slots = make(limit)
        if fits(slots):
            return slots
    return make(2)


def _slots(
    contacts: pd.DataFrame,
    key: str,
    group_key: str,
    names: dict[str, str],
    lang: str,
    limit: int,
) -> list[_Slot]:
    """Return at most `limit` persons, in order of first contact, and the others of each group.

    Third parties with one contact are always among the others, unless there is only one such.
    """
    persons = contacts.drop_duplicates(key)[[key, group_key]]
    counts = contacts.groupby(key)["event_id"].nunique()
    order = {person: i for i, person in enumerate(persons[key])}
    by_count = sorted(order, key=lambda p: (-int(counts[p]), order[p]))
    kept = set(by_count[:limit])
    slots: list[_Slot] = []
    for group in ("first", "second", "third"):
        members = list(persons.loc[persons[group_key] == group, key])
        once = [p for p in members if group == "third" and counts[p] == 1]
        rest = [p for p in members if p not in kept or (p in once and len(once) > 1)]
        if len(rest) == 1:  # nobody is left nameless alone
            company = (p for p in reversed(by_count) if p in members and p not in rest)
            rest = [*rest, company_member] if (company_member := next(company, None)) else []
        slots += [_Slot((p,), names[p], group) for p in members if p not in rest]
        if rest:
            label = words_count("dialogue.others", len(rest), lang)
            slots.append(_Slot(tuple(rest), label, group))
    return slots


class _Grid:
    """Where the rows and columns of the meetings matrix lie."""

    def __init__(
        self,
        page: _Page,
        rows: list[_Slot],
        columns: list[_Slot],
        sides: Sequence[str],
        lang: str,
        top: float,
    ) -> None:
        self.page, self.rows, self.columns, self.lang = page, rows, columns, lang
        self.names = {
            **{g: _side_name(s, lang) for g, s in zip(("first", "second"), sides, strict=False)},
            "third": word("dialogue.third", lang),
        }
        profile = page.profile
        self.size = profile.small
        self.break_gap = profile.text * 0.8
        self.label_width = self._row_label_width()
        self.left = self.label_width + profile.text * 0.6
        breaks = sum(a.group != b.group for a, b in pairwise(columns))
        room = page.width - self.left - breaks * self.break_gap
        self.column_width = min(room / max(len(columns), 1), profile.text * 6)
        self.reach = 1
        if not self._is_whole(1):
            self.reach = 2  # headers stand on two levels, in turn
        self.headers = [
            wrap_text(c.label, width, self.size)
            for c, width in zip(columns, self._header_widths(self.reach), strict=True)
        ]
        self.top = top
        self.level_heights = self._level_heights()
        self.group_height = profile.text * 1.7
        self.grid_top = top + self.group_height + sum(self.level_heights) + self.size * 0.7
        self.row_height = self._row_height()

    def _row_label_width(self) -> float:
        size = self.page.profile.text
        return min(_widest([r.label for r in self.rows], size), self.page.width * 0.3)

    def _header_widths(self, reach: int) -> list[float]:
        """Return the room of each header, centred on its column, between what stands beside it."""
        widest = reach * self.column_width - self.size * 0.4
        heading = text_width(self.names[self.rows[0].group], self.page.profile.text, weight="bold")
        least = heading + self.page.profile.text
        centres = [x + self.column_width / 2 for x in self.column_lefts()]
        return [min(widest, 2 * (x - least), 2 * (self.page.width - x)) for x in centres]

    def _is_whole(self, reach: int) -> bool:
        for column, width in zip(self.columns, self._header_widths(reach), strict=True):
            if _widest(column.label.replace("-", "- ").split(), self.size) > width:
                return False
        return True

    @property
    def has_whole_headers(self) -> bool:
        """Whether no word of a header must be broken and a cell has room for two counts."""
        least = self.page.profile.text * 2.5
        return self.column_width >= least and self._is_whole(self.reach)

    def _level_heights(self) -> list[float]:
        step = _line_step(self.size)
        levels = [self.headers[i :: self.reach] for i in range(self.reach)]
        return [max((len(h) for h in level), default=0) * step + step * 0.3 for level in levels]

    def _row_height(self) -> float:
        text = self.page.profile.text
        needed = max(len(self.row_lines(r)) for r in self.rows) * _line_step(text)
        room = self.page.profile.plot_height - self.grid_top - self._row_gaps()
        even = room / max(len(self.rows), 1)
        return max(text * 1.45, needed, min(even, text * 1.9))

    def row_lines(self, slot: _Slot) -> list[str]:
        return wrap_text(slot.label, self.label_width + 0.01, self.page.profile.text)

    def _group_starts(self) -> int:
        return 1 + sum(a.group != b.group for a, b in pairwise(self.rows)) if self.rows else 0

    def _row_gaps(self) -> float:
        return self._group_starts() * self.page.profile.text * 1.7 - self.page.profile.text * 1.7

    @property
    def bottom(self) -> float:
        """Lower edge of the matrix."""
        end = self.grid_top + self._row_gaps() + len(self.rows) * self.row_height
        return end + self.page.profile.line

    def row_tops(self) -> list[float]:
        tops, y = [], self.grid_top
        for i, row in enumerate(self.rows):
            if i and row.group != self.rows[i - 1].group:
                y += self.page.profile.text * 1.7
            tops.append(y)
            y += self.row_height
        return tops

    def column_lefts(self) -> list[float]:
        lefts, x = [], self.left
        for i, column in enumerate(self.columns):
            if i and column.group != self.columns[i - 1].group:
                x += self.break_gap
            lefts.append(x)
            x += self.column_width
        return lefts

    def draw_headers(self) -> None:
        """Draw the names of groups, columns and rows."""
        page = self.page
        lefts, tops = self.column_lefts(), self.row_tops()
        self._draw_column_groups(lefts)
        base = self.grid_top - self.size * 0.7
        for i, (left, lines) in enumerate(zip(lefts, self.headers, strict=True)):
            level = i % self.reach
            floor = base - sum(self.level_heights[:level])
            centre = left + self.column_width / 2
            middle = floor - _line_step(self.size) * len(lines) / 2
            page.lines(lines, centre, middle, align="center", size=self.size)
            start = floor + self.size * 0.1
            page.rule(centre, start, centre, self.grid_top, style.CONTEXT, page.profile.line * 0.6)
        for i, (y, row) in enumerate(zip(tops, self.rows, strict=True)):
            if i == 0 or row.group != self.rows[i - 1].group:
                self._draw_row_group(row.group, y)
            page.lines(
                self.row_lines(row), self.label_width, y + self.row_height / 2, align="right"
            )

    def _draw_row_group(self, group: str, y: float) -> None:
        page, profile = self.page, self.page.profile
        line = y - profile.text * 0.35
        page.text(self.names[group], 0, y - profile.text, weight="bold")
        colour = style.SIDES["multilateral" if group == "third" else group].colour
        page.rule(0, line, self.label_width, line, colour, profile.line * 2)

    def _draw_column_groups(self, lefts: list[float]) -> None:
        page, profile = self.page, self.page.profile
        for group in dict.fromkeys(c.group for c in self.columns):
            own = [x for x, c in zip(lefts, self.columns, strict=True) if c.group == group]
            label = self.names[group]
            width = text_width(label, profile.text, weight="bold")
            x = min(own[0], page.width - width)
            page.text(label, x, self.top + profile.text * 0.5, weight="bold")
            colour = style.SIDES["multilateral" if group == "third" else group].colour
            line = self.top + profile.text * 1.2
            page.rule(own[0], line, own[-1] + self.column_width, line, colour, profile.line * 2)

    def draw_cells(self, contacts: pd.DataFrame, names: dict[str, str]) -> None:
        """Draw one cell for each pair that met, and the ground of those that did not."""
        for y, row in zip(self.row_tops(), self.rows, strict=True):
            for x, column in zip(self.column_lefts(), self.columns, strict=True):
                if row.group == column.group == "third":
                    continue
                is_pair = contacts["actor_id"].isin(row.ids) & contacts["met_id"].isin(column.ids)
                self._draw_cell(x, y, row, column, contacts[is_pair])

    def _draw_cell(
        self, x: float, y: float, row: _Slot, column: _Slot, contacts: pd.DataFrame
    ) -> None:
        page, profile = self.page, self.page.profile
        gap = profile.line
        x2, y2 = x + self.column_width - gap, y + self.row_height - gap
        met = contacts.drop_duplicates("event_id")
        forms = {form: int((met["form"] == form).sum()) for form in (IN_PERSON, *REMOTE)}
        remote = sum(forms[form] for form in REMOTE)
        fill = count_shade(forms[IN_PERSON])
        if met.empty:
            page.boxes.append((x, y, x2, y2, style.BAND, ""))
            return
        description = _describe_contacts(met, row, column, forms, self.lang)
        page.cells.append((x, y, x2, y2, fill, description))
        if fill == style.PAPER:
            _outline(page, x, y, x2, y2)
        self._draw_counts((x + x2) / 2, (y + y2) / 2, forms[IN_PERSON], remote, _text_on(fill))

    def _draw_counts(self, x: float, y: float, met: int, remote: int, colour: str) -> None:
        """Write the number of meetings and, behind a handset, the number of calls."""
        page, profile = self.page, self.page.profile
        icon, space = self.size * 0.9, self.size * 0.12
        number = str(met) if met else ""
        calls = str(remote) if remote else ""
        number_width = text_width(number, profile.text, weight="bold")
        calls_width = icon + space + text_width(calls, self.size) if calls else 0.0
        between = self.size * 0.4 if number and calls else 0.0
        left = x - (number_width + between + calls_width) / 2
        if number:
            page.text(number, left, y, weight="bold", colour=colour)
        if calls:
            start = left + number_width + between
            page.icons.append((start + icon / 2, y, icon, colour))
            page.text(calls, start + icon + space, y, size=self.size, colour=colour)


def _describe_contacts(
    met: pd.DataFrame, row: _Slot, column: _Slot, forms: dict[str, int], lang: str
) -> str:
    keys = {IN_PERSON: "in_person", "telephone": "telephone", "video": "video"}
    counts = [words_count(f"dialogue.{keys[f]}", n, lang) for f, n in forms.items() if n]
    first, last = (date_words(met["date"].iloc[i], lang) for i in (0, -1))
    dates = first if len(met) == 1 else word("dialogue.span", lang, first=first, last=last)
    return word(
        "dialogue.cell",
        lang,
        events=", ".join(met["event_id"]),
        first=row.label,
        second=column.label,
        contacts=", ".join(counts),
        dates=dates,
    )


def plot_meetings(
    events: pd.DataFrame,
    *,
    actors: pd.DataFrame,
    sides: Sequence[str],
    lang: str = "en",
    profile: str | style.Profile = "web",
) -> alt.LayerChart:
    """Return a matrix of who met whom: first side down, second side and third parties across.

    A cell prints the number of meetings in person, shaded by it, and behind a handset the
    number of calls. Persons stand in the order of their first contact; those who do not fit
    are counted as others. A matrix, for there are more than twenty persons (Ghoniem, Fekete,
    Castagliola 2005).

    Parameters
    ----------
    events
        Columns ``event_id``, ``date``, ``form``, ``status``, ``actors``.
    actors
        Columns ``actor_id``, ``kind``, ``country`` and ``label_`` of the language.
    sides
        Country codes of the two sides.
    lang
        Language of all texts.
    profile
        Output profile; it sets width, text sizes and line widths.
    """
    layout = layout_meetings(events, actors=actors, sides=sides, lang=lang, profile=profile)
    return draw_layout(layout)


# Positions


def layout_positions(
    positions: pd.DataFrame,
    *,
    topics: pd.DataFrame,
    actors: pd.DataFrame,
    sides: Sequence[str] = (),
    statements: pd.DataFrame | None = None,
    lang: str = "en",
    profile: str | style.Profile = "web",
) -> Layout:
    """Return the places of all cells, texts, rules and marks of :func:`plot_positions`."""
    lang, profile = style.get_language(lang), style.get_profile(profile)
    page = _Page(profile, profile.plot_width)
    if positions.empty:
        page.text(word("dialogue.no_positions", lang), 0, profile.text)
        return page.layout(2 * profile.text)
    matrix = _Positions(page, positions, topics, actors, tuple(sides), statements, lang)
    return page.layout(matrix.draw())


class _Positions:
    """The positions matrix while it is drawn."""

    def __init__(
        self,
        page: _Page,
        positions: pd.DataFrame,
        topics: pd.DataFrame,
        actors: pd.DataFrame,
        sides: tuple[str, ...],
        statements: pd.DataFrame | None,
        lang: str,
    ) -> None:
        self.page, self.positions, self.sides, self.lang = page, positions, sides, lang
        self.names = _labels(actors, "actor_id", lang)
        self.topics = topics[topics["topic_id"].isin(positions["topic_id"])].sort_values(
            ["order", "topic_id"]
        )
        slots = self._order_columns(actors)
        stated = set(positions.loc[positions["stance"] != NOT_STATED, "actor_id"])
        is_shown = [s.group != "third" or s.ids[0] in stated for s in slots]
        self.columns = [s for s, shown in zip(slots, is_shown, strict=True) if shown] or slots
        self.silent = [s.label for s in slots if s not in self.columns]
        self.gists: dict[str, str] = {}
        if statements is not None:
            gists = statements[f"gist_{lang}"]
            self.gists = dict(zip(statements["statement_id"], gists, strict=True))
        has_sides = len(sides) == 2
        self.agreement = compare_sides(positions, actors, sides) if has_sides else {}
        self._place_columns()

    def _order_columns(self, actors: pd.DataFrame) -> list[_Slot]:
        country = dict(zip(actors["actor_id"], actors["country"], strict=True))
        groups = dict(zip(self.sides, ("first", "second"), strict=False))
        stated = self.positions[self.positions["stance"] != NOT_STATED]
        counts = stated.groupby("actor_id").size().to_dict()
        slots = [
            _Slot((a,), self.names[a], groups.get(country[a], "third"))
            for a in dict.fromkeys(self.positions["actor_id"])
        ]
        rank = {"first": 0, "second": 1, "third": 2}
        return sorted(slots, key=lambda s: (rank[s.group], -counts.get(s.ids[0], 0), s.ids[0]))

    def _place_columns(self) -> None:
        page, text, small = self.page, self.page.profile.text, self.page.profile.small
        labels = list(self.topics[f"label_{self.lang}"])
        self.break_gap = text * 0.9
        breaks = sum(a.group != b.group for a, b in pairwise(self.columns))
        heads = [w for c in self.columns for w in c.label.replace("-", "- ").split()]
        names = [_side_name(code, self.lang) for code in self.sides]
        least = max(_widest(heads, small), _widest(names, text, weight="bold")) + small
        # Where columns would be too narrow for their names, signs stand without their words.
        for self.is_terse, share in ((False, 0.3), (True, 0.3), (True, 0.22)):
            self.topic_width = min(_widest(labels, text), page.width * share)
            self.verdict_width = self._verdict_width() if self.agreement else 0.0
            self.left = self.topic_width + text * 0.6
            room = page.width - self.left - breaks * self.break_gap
            room -= self.verdict_width + (self.break_gap if self.agreement else 0)
            self.column_width = min(room / len(self.columns), text * 8)
            if self.column_width >= least:
                break

    def _verdict_width(self) -> float:
        small = self.page.profile.small
        heading = wrap_text(
            word("dialogue.agreement", self.lang), self.page.width * 0.13, small, weight="bold"
        )
        verdicts = [self._verdict(a) for a in SIGNS]
        widest = _widest(verdicts, small, weight="bold")
        return min(max(widest, _widest(heading, small, weight="bold")), self.page.width * 0.2)

    def _verdict(self, agreement: str) -> str:
        sign = SIGNS[agreement]
        if self.is_terse or agreement == "open":
            return sign
        return f"{sign} {word(f'dialogue.{agreement}', self.lang)}"

    def _lefts(self) -> list[float]:
        lefts, x = [], self.left
        for i, column in enumerate(self.columns):
            if i and column.group != self.columns[i - 1].group:
                x += self.break_gap
            lefts.append(x)
            x += self.column_width
        return lefts

    def draw(self) -> float:
        """Draw everything; return the bottom edge."""
        profile = self.page.profile
        top = self._draw_key() + profile.text * 0.9
        y = self._draw_headers(top)
        topic_lines = [
            wrap_text(label, self.topic_width + 0.01, profile.text)
            for label in self.topics[f"label_{self.lang}"]
        ]
        needed = max(len(lines) for lines in topic_lines) * _line_step(profile.text)
        even = (profile.plot_height - y) / len(topic_lines)
        height = max(needed + profile.text * 0.4, min(even, profile.text * 2.4))
        for lines, topic in zip(topic_lines, self.topics.itertuples(), strict=True):
            self._draw_row(topic, lines, y, height)
            y += height
        return y + profile.line

    def _draw_key(self) -> float:
        items = [
            _KeyItem(
                word(f"dialogue.key_{stance}", self.lang),
                fill=_stance_fill(stance),
                inside=word(f"dialogue.letter_{stance}", self.lang),
            )
            for stance in reversed(STANCES)
        ]
        items.append(_KeyItem(word("dialogue.not-stated", self.lang), inside="–"))
        items.append(_KeyItem(word("dialogue.key_topics", self.lang)))
        if self.silent:
            names = ", ".join(self.silent)
            items.append(_KeyItem(word("dialogue.key_silent", self.lang, actors=names)))
        if self.is_terse:
            items += [
                _KeyItem(word(f"dialogue.{a}", self.lang), inside=SIGNS[a])
                for a in SIGNS
                if a in self.agreement.values() and a != "open"
            ]
        return _draw_key(self.page, items)

    def _draw_headers(self, top: float) -> float:
        page, profile, lefts = self.page, self.page.profile, self._lefts()
        size, weight = profile.text, "bold"
        line = top + size * 1.2
        for group in dict.fromkeys(c.group for c in self.columns):
            own = [x for x, c in zip(lefts, self.columns, strict=True) if c.group == group]
            side = {"first": 0, "second": 1}.get(group)
            code = self.sides[side] if side is not None else ""
            label = _side_name(code, self.lang) if code else word("dialogue.third", self.lang)
            if not self.sides:
                continue
            wide = text_width(label, size, weight=weight)
            page.text(label, min(own[0], page.width - wide), top + size * 0.5, weight=weight)
            colour = style.SIDES["multilateral" if group == "third" else group].colour
            page.rule(own[0], line, own[-1] + self.column_width, line, colour, profile.line * 2)
        small, step = profile.small, _line_step(profile.small)
        width = self.column_width - small * 0.5
        groups = {
            g: _side_name(c, self.lang)
            for g, c in zip(("first", "second"), self.sides, strict=False)
        }
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
                word("dialogue.agreement", self.lang), self.verdict_width, small, weight=weight
            )
            page.lines(
                heading,
                page.width - self.verdict_width,
                bottom - step * len(heading) / 2,
                size=small,
                weight=weight,
            )
        return bottom + size * 0.5

    def _is_alone(self, column: _Slot) -> bool:
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
            x = page.width - self.verdict_width
            page.lines(wrapped, x, y + height / 2, size=profile.small, weight=weight, colour=colour)

    def _draw_cell(
        self,
        topic: object,
        column: _Slot,
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
            _outline(page, x, y, x2, y2, colour=style.RULE)
            page.text("–", middle_x, middle_y, align="center", colour=style.MUTED)
            return
        letters = "/".join(word(f"dialogue.letter_{s}", self.lang) for s in reversed(stated))
        self._write_cell(letters, ids, middle_x, middle_y, _text_on(fill))

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

    def _describe(self, topic: object, column: _Slot, stated: list[str], ids: list[str]) -> str:
        topic_id = topic.topic_id  # type: ignore[attr-defined]
        label = getattr(topic, f"label_{self.lang}")
        stances = [word(f"dialogue.{s}", self.lang) for s in stated or [NOT_STATED]]
        position = word(
            "dialogue.position",
            self.lang,
            ids=", ".join([topic_id, column.ids[0], *ids]),
            topic=label,
            actor=column.label,
            stance=", ".join(stances),
        )
        gist = " ".join(self.gists[i] for i in ids if self.gists.get(i))
        if not gist:
            return position
        return word("dialogue.position_gist", self.lang, position=position, gist=gist)


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
    positions: pd.DataFrame,
    *,
    topics: pd.DataFrame,
    actors: pd.DataFrame,
    sides: Sequence[str] = (),
    statements: pd.DataFrame | None = None,
    lang: str = "en",
    profile: str | style.Profile = "web",
) -> alt.LayerChart:
    """Return a matrix of topics and actors: a letter and a shade for each stance.

    Parameters
    ----------
    positions
        Columns ``topic_id``, ``actor_id``, ``stance``, ``statement_id``.
    topics
        Columns ``topic_id``, ``order`` and ``label_`` of the language; rows stand in the order
        of ``order``.
    actors
        Columns ``actor_id``, ``country`` and ``label_`` of the language.
    sides
        Country codes of the two sides; with them columns are grouped by side and a column says
        whether the sides agree.
    statements
        Columns ``statement_id`` and ``gist_`` of the language, for the descriptions. None
        leaves the gists out.
    lang
        Language of all texts.
    profile
        Output profile; it sets width, text sizes and line widths.
    """
    layout = layout_positions(
        positions,
        topics=topics,
        actors=actors,
        sides=sides,
        statements=statements,
        lang=lang,
        profile=profile,
    )
    return draw_layout(layout)


# From layout to chart


def draw_layout(layout: Layout) -> alt.LayerChart:
    """Return the chart of a layout: one unit of the layout is one unit of the chart."""
    x = alt.Scale(domain=[0, layout.width], nice=False, zero=False)
    y = alt.Scale(domain=[0, layout.height], nice=False, zero=False, reverse=True)
    layers = [
        *_box_layers(layout.boxes, x, y, is_read=False),
        *_box_layers(layout.cells, x, y, is_read=True),
        *_rule_layers(layout.rules, x, y),
        *_icon_layers(layout.icons, x, y),
        *_text_layers(layout.texts, x, y),
    ]
    return (
        alt.layer(*layers)
        .properties(width=layout.width, height=layout.height)
        .configure(
            font=style.register_fonts(),
            padding=0,
            # A text's box may reach past the page by a hair; the page must not grow for it.
            autosize=alt.AutoSizeParams(type="none"),
            background=style.PAPER,
        )
        .configure_view(stroke=None)
    )


def _at(channel: type, name: str, scale: alt.Scale) -> object:
    return channel(f"{name}:Q", scale=scale, axis=None)


def _box_layers(
    boxes: pd.DataFrame, x: alt.Scale, y: alt.Scale, *, is_read: bool
) -> Iterator[alt.Chart]:
    if boxes.empty:
        return
    extra = {"description": "description:N", "tooltip": "description:N"} if is_read else {}
    yield (
        alt.Chart(boxes)
        .mark_rect(aria=is_read)
        .encode(
            x=_at(alt.X, "x", x),
            y=_at(alt.Y, "y", y),
            x2="x2",
            y2="y2",
            fill=alt.Fill("fill:N", scale=None),
            **extra,
        )
    )


def _rule_layers(rules: pd.DataFrame, x: alt.Scale, y: alt.Scale) -> Iterator[alt.Chart]:
    for (colour, width), group in rules.groupby(["colour", "width"], sort=True):
        yield (
            alt.Chart(group[["x", "y", "x2", "y2"]])
            .mark_rule(color=colour, strokeWidth=width, aria=False)
            .encode(x=_at(alt.X, "x", x), y=_at(alt.Y, "y", y), x2="x2", y2="y2")
        )


def _icon_layers(icons: pd.DataFrame, x: alt.Scale, y: alt.Scale) -> Iterator[alt.Chart]:
    for (size, colour), group in icons.groupby(["size", "colour"], sort=True):
        yield (
            alt.Chart(group[["x", "y"]])
            .mark_point(
                shape=HANDSET, filled=True, size=size**2, color=colour, opacity=1, aria=False
            )
            .encode(x=_at(alt.X, "x", x), y=_at(alt.Y, "y", y))
        )


def _text_layers(texts: pd.DataFrame, x: alt.Scale, y: alt.Scale) -> Iterator[alt.Chart]:
    keys = ["align", "size", "weight", "colour"]
    for (align, size, weight, colour), group in texts.groupby(keys, sort=True):
        yield (
            alt.Chart(group[["text", "x", "y"]])
            .mark_text(
                align=align,
                baseline="middle",
                fontSize=size,
                fontWeight="bold" if weight == "bold" else "normal",
                color=colour,
                aria=False,
            )
            .encode(x=_at(alt.X, "x", x), y=_at(alt.Y, "y", y), text="text:N")
        )
