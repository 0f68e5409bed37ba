"""Who met whom: a matrix with the number of meetings and calls in each cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, product
from types import MappingProxyType

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw import style
from chronotope.draw.labels import text_width
from chronotope.draw.matrix import (
    Head,
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
    heads_height,
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
from chronotope.figures._kind import Kind, Story, register
from chronotope.figures.captions import span_words
from chronotope.figures.contents import join_sources, sources_by, with_first
from chronotope.lang.dates import date_words, parse_date
from chronotope.lang.words import word, words_count

IN_PERSON = "meeting"
REMOTE = ("telephone", "video")
# More third parties than this, met once each, would take the page from the two sides.
FEW_THIRDS = 4

_PAIR = ["actor_id", "met_id"]
_CONTACTS = ["event_id", "date", "form", "actor_id", "actor_group", "met_id", "met_group"]


@register
class Meetings(Kind):
    """Answers: who met whom, and how often?"""

    name = "meetings"
    exceptions = MappingProxyType({"B6": "shades"})

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return one row a pair of persons, with the sources of all their contacts."""
        events = events_in_window(dossier.events, figure["window"])
        table = meetings_table(events, dossier.actors, dossier.sides)
        sources = sources_by(dossier.event_sources, "event_id")
        rests_on = [join_sources(split_list(ids), sources) for ids in table["events"]]
        pair = table["actor_id"] + "--" + table["met_id"]
        return table.assign(sources=rests_on).pipe(with_first, "pair_id", pair)

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the matrix of persons."""
        return plot_meetings(dossier, events_in_window(dossier.events, figure["window"]), spec)

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the names of the persons of the first side."""
        actors = dossier.actors
        return list(actors.loc[actors["actor_id"].isin(rows["actor_id"]), f"label_{lang}"])

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return how many contacts there were, and the pairs, most frequent first."""
        lang = spec.lang
        names = dossier.actors.set_index("actor_id")[f"label_{lang}"]
        total = rows[["in_person", "telephone", "video"]].sum(axis=1)
        ordered = rows.assign(total=total).sort_values("total", ascending=False, kind="stable")
        ids = {event for cell in rows["events"] for event in split_list(cell)}
        counted = dossier.events[dossier.events["event_id"].isin(ids)]

        def pair(row: pd.Series) -> str:
            first, second = names[row["actor_id"]], names[row["met_id"]]
            return word("captions.pair", lang, first=first, second=second)

        top = ordered.iloc[0]
        return Story(
            word(
                "captions.meetings_alt",
                lang,
                headline=figure[f"headline_{lang}"],
                contacts=words_count("captions.contacts", len(ids), lang),
                span=span_words(counted["date"], lang),
                rows=rows["actor_id"].nunique(),
                columns=rows["met_id"].nunique(),
                pair=pair(top),
                most=words_count("captions.contacts", int(top["total"]), lang),
            ),
            (
                word("captions.meetings_long", lang),
                *(
                    word("captions.lane_count", lang, label=pair(row), n=int(row["total"]))
                    for _, row in ordered.head(24).iterrows()
                ),
            ),
            (word("captions.notes", lang, text=word("captions.meetings_note", lang)),),
        )


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


def _group_persons(actors: pd.DataFrame, sides: Sequence[str]) -> dict[str, str]:
    names = dict(zip(sides, ("first", "second"), strict=False))
    persons = actors[actors["kind"] == "person"]
    return {row.actor_id: names.get(row.country, "third") for row in persons.itertuples()}


def _held_contacts(events: pd.DataFrame) -> pd.DataFrame:
    is_counted = (events["status"] == "held") & events["form"].isin((IN_PERSON, *REMOTE))
    counted = events[is_counted]
    order = sorted(
        range(len(counted)),
        key=lambda i: (parse_date(counted["date"].iloc[i]).order, counted["event_id"].iloc[i]),
    )
    return counted.iloc[order]


# Who met whom


def count_shade(count: int) -> str:
    """Return the shade of a number of meetings: none, 1, 2 to 4, 5 and more."""
    return style.SHADES[sum(count >= least for least in (1, 2, 5))]


def layout_meetings(dossier: Dossier, events: pd.DataFrame, spec: Spec) -> Layout:
    """Return the places of all cells, texts, rules and marks of :func:`plot_meetings`."""
    lang, profile, sides = spec.lang, spec.profile, dossier.sides
    page = Page(profile, profile.plot_width)
    contacts = list_contacts(events, dossier.actors, sides)
    if contacts.empty:
        page.text(word("dialogue.no_contacts", lang), 0, profile.text)
        return page.layout(2 * profile.text)
    names = labels_of(dossier.actors, "actor_id", lang)
    top = _draw_meetings_key(page, contacts, lang)
    rows, columns = _meeting_slots(page, contacts, names, sides, lang, top)
    grid = _Grid(page, rows, columns, sides, lang, top)
    grid.draw_headers()
    grid.draw_cells(contacts, names)
    return page.layout(grid.bottom)


def _draw_meetings_key(page: Page, contacts: pd.DataFrame, lang: str) -> float:
    profile = page.profile
    items: list[KeyItem] = []
    counts = contacts[contacts["form"] == IN_PERSON].groupby(["actor_id", "met_id"]).size()
    most = int(counts.max()) if len(counts) else 0
    classes = [(1, "1"), (2, "2–4"), (5, "5+")]
    shown = [(least, text) for least, text in classes if least <= most]
    for i, (least, text) in enumerate(shown):
        label = word("dialogue.key_in_person", lang) if i == len(shown) - 1 else ""
        items.append(KeyItem(label, fill=count_shade(least), inside=text))
    if contacts["form"].isin(REMOTE).any():
        items.append(KeyItem(word("dialogue.key_remote", lang), is_remote=True))
    items.append(KeyItem(word("dialogue.key_order", lang)))
    return draw_key(page, items) + profile.text * 0.9


def _meeting_slots(
    page: Page,
    contacts: pd.DataFrame,
    names: dict[str, str],
    sides: Sequence[str],
    lang: str,
    top: float,
) -> tuple[list[Slot], list[Slot]]:
    """Choose rows and columns so that all headers fit: the persons met least become others."""

    def columns_of(limit: int) -> list[Slot]:
        return _slots(contacts, "met_id", "met_group", names, lang, limit)

    def rows_of(limit: int) -> list[Slot]:
        return _slots(contacts, "actor_id", "actor_group", names, lang, limit)

    most_columns = contacts["met_id"].nunique()
    most_rows = contacts["actor_id"].nunique()

    def fits_across(columns: list[Slot]) -> bool:
        return _Grid(page, rows_of(most_rows), columns, sides, lang, top).has_whole_headers

    columns = _largest(columns_of, most_columns, fits_across)

    def fits_down(rows: list[Slot]) -> bool:
        grid = _Grid(page, rows, columns, sides, lang, top)
        return grid.bottom <= page.profile.plot_height

    return _largest(rows_of, most_rows, fits_down), columns


def _largest(
    make: Callable[[int], list[Slot]], most: int, fits: Callable[[list[Slot]], bool]
) -> list[Slot]:
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
) -> list[Slot]:
    """Return at most `limit` persons, in order of first contact, and the others of each group.

    Third parties with one contact are among the others where there are many such.
    """
    persons = contacts.drop_duplicates(key)[[key, group_key]]
    counts = contacts.groupby(key)["event_id"].nunique()
    order = {person: i for i, person in enumerate(persons[key])}
    by_count = sorted(order, key=lambda p: (-int(counts[p]), order[p]))
    kept = set(by_count[:limit])
    slots: list[Slot] = []
    for group in ("first", "second", "third"):
        members = list(persons.loc[persons[group_key] == group, key])
        once = [p for p in members if group == "third" and counts[p] == 1]
        rest = [p for p in members if p not in kept or (p in once and len(once) > FEW_THIRDS)]
        if len(rest) == 1:  # nobody is left nameless alone
            company = (p for p in reversed(by_count) if p in members and p not in rest)
            rest = [*rest, company_member] if (company_member := next(company, None)) else []
        slots += [Slot((p,), names[p], group) for p in members if p not in rest]
        if rest:
            label = words_count("dialogue.others", len(rest), lang)
            slots.append(Slot(tuple(rest), label, group))
    return slots


class _Grid:
    """Where the rows and columns of the meetings matrix lie."""

    def __init__(
        self,
        page: Page,
        rows: list[Slot],
        columns: list[Slot],
        sides: Sequence[str],
        lang: str,
        top: float,
    ) -> None:
        self.page, self.rows, self.columns, self.lang = page, rows, columns, lang
        self.names = {
            **group_names(sides, lang),
            "third": word("dialogue.third", lang),
        }
        profile = page.profile
        self.size = profile.small
        self.break_gap = profile.text * 0.8
        self.label_width = self._row_label_width()
        self.left = self.label_width + profile.text * 0.6
        room = page.width - self.left - count_breaks(columns) * self.break_gap
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
        heads_bottom = top + heads_height(page, self._heads()) + profile.text * 0.5
        self.grid_top = heads_bottom + sum(self.level_heights) + self.size * 0.7
        self.row_height = self._row_height()

    def _row_label_width(self) -> float:
        size = self.page.profile.text
        return min(widest([r.label for r in self.rows], size), self.page.width * 0.3)

    def _header_widths(self, reach: int) -> list[float]:
        """Return the room of each header, centred on its column, between what stands beside it."""
        widest = reach * self.column_width - self.size * 0.4
        heading = text_width(self.names[self.rows[0].group], self.page.profile.text, weight="bold")
        least = heading + self.page.profile.text
        centres = [x + self.column_width / 2 for x in self.column_lefts()]
        return [min(widest, 2 * (x - least), 2 * (self.page.width - x)) for x in centres]

    def _is_whole(self, reach: int) -> bool:
        for column, width in zip(self.columns, self._header_widths(reach), strict=True):
            if widest(column.label.replace("-", "- ").split(), self.size) > width:
                return False
        return True

    @property
    def has_whole_headers(self) -> bool:
        """Whether no word of a header must be broken and a cell has room for two counts."""
        least = self.page.profile.text * 2.5
        return self.column_width >= least and self._is_whole(self.reach)

    def _level_heights(self) -> list[float]:
        step = line_step(self.size)
        levels = [self.headers[i :: self.reach] for i in range(self.reach)]
        return [max((len(h) for h in level), default=0) * step + step * 0.3 for level in levels]

    def _row_height(self) -> float:
        text = self.page.profile.text
        needed = max(len(self.row_lines(r)) for r in self.rows) * line_step(text)
        room = self.page.profile.plot_height - self.grid_top - self._row_gaps()
        even = room / max(len(self.rows), 1)
        return max(text * 1.45, needed, min(even, text * 1.9))

    def row_lines(self, slot: Slot) -> list[str]:
        return wrap_text(slot.label, self.label_width + 0.01, self.page.profile.text)

    @property
    def _group_gap(self) -> float:
        return self.page.profile.text * 1.7

    def _row_gaps(self) -> float:
        return count_breaks(self.rows) * self._group_gap

    @property
    def bottom(self) -> float:
        """Lower edge of the matrix."""
        end = self.grid_top + self._row_gaps() + len(self.rows) * self.row_height
        return end + self.page.profile.line

    def row_tops(self) -> list[float]:
        return slot_starts(self.rows, self.grid_top, self.row_height, self._group_gap)

    def column_lefts(self) -> list[float]:
        return slot_starts(self.columns, self.left, self.column_width, self.break_gap)

    def draw_headers(self) -> None:
        """Draw the names of groups, columns and rows."""
        page = self.page
        lefts, tops = self.column_lefts(), self.row_tops()
        draw_heads(page, self._heads(), self.top)
        base = self.grid_top - self.size * 0.7
        for i, (left, lines) in enumerate(zip(lefts, self.headers, strict=True)):
            level = i % self.reach
            floor = base - sum(self.level_heights[:level])
            centre = left + self.column_width / 2
            middle = floor - line_step(self.size) * len(lines) / 2
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

    def _heads(self) -> list[Head]:
        return group_heads(self.columns, self.column_lefts(), self.column_width, self.names)

    def draw_cells(self, contacts: pd.DataFrame, names: dict[str, str]) -> None:
        """Draw one cell for each pair that met, and the ground of those that did not."""
        pairs = {pair: list(rows) for pair, rows in contacts.groupby(_PAIR).indices.items()}
        for y, row in zip(self.row_tops(), self.rows, strict=True):
            for x, column in zip(self.column_lefts(), self.columns, strict=True):
                if row.group == column.group == "third":
                    continue
                found = [pairs.get(pair, []) for pair in product(row.ids, column.ids)]
                self._draw_cell(x, y, row, column, contacts.iloc[sorted(chain(*found))])

    def _draw_cell(
        self, x: float, y: float, row: Slot, column: Slot, contacts: pd.DataFrame
    ) -> None:
        page, profile = self.page, self.page.profile
        gap = profile.line
        x2, y2 = x + self.column_width - gap, y + self.row_height - gap
        if contacts.empty:
            page.boxes.append((x, y, x2, y2, style.BAND, ""))
            return
        met = contacts.drop_duplicates("event_id")
        forms = {form: int((met["form"] == form).sum()) for form in (IN_PERSON, *REMOTE)}
        remote = sum(forms[form] for form in REMOTE)
        fill = count_shade(forms[IN_PERSON])
        description = _describe_contacts(met, row, column, forms, self.lang)
        page.cells.append((x, y, x2, y2, fill, description))
        if fill == style.PAPER:
            outline(page, x, y, x2, y2)
        self._draw_counts((x + x2) / 2, (y + y2) / 2, forms[IN_PERSON], remote, text_on(fill))

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
    met: pd.DataFrame, row: Slot, column: Slot, forms: dict[str, int], lang: str
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


def plot_meetings(dossier: Dossier, events: pd.DataFrame, spec: Spec) -> Plate:
    """Return a matrix of who met whom: first side down, second side and third parties across.

    A cell prints the number of meetings in person, shaded by it, and behind a handset the
    number of calls. Persons stand in the order of their first contact; those who do not fit
    are counted as others. A matrix, for there are more than twenty persons (Ghoniem, Fekete,
    Castagliola 2005).

    Parameters
    ----------
    dossier
        Whose actors and sides these are.
    events
        Columns ``event_id``, ``date``, ``form``, ``status``, ``actors``.
    """
    return draw_layout(layout_meetings(dossier, events, spec))
