"""Who met whom: the pairs, most frequent first, with a mark for each of their contacts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product, takewhile
from typing import Any

import pandas as pd

from chronotope.dates.windows import events_in_window
from chronotope.dossier.checks.links import unused_rows
from chronotope.dossier.read import Dossier, split_list
from chronotope.draw import style
from chronotope.draw.canvas import Canvas, Glyph, Paint, drawing_height
from chronotope.draw.labels import CAP_HEIGHT, LINE_HEIGHT, text_width, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.figures._answer import line_of, pair_words, say_nothing, told_lines, with_level
from chronotope.figures._contacts import (
    FORMS,
    IN_PERSON,
    form_words,
    held_contacts,
    remote_words,
    year_span,
)
from chronotope.figures._kind import Kind, Story, register
from chronotope.figures._sheet import count_shown, draw_key
from chronotope.figures.captions import span_words
from chronotope.figures.contents import join_sources, sources_by, with_first
from chronotope.lang.dates import date_words
from chronotope.lang.words import word, words_count

_CONTACTS = ["event_id", "date", "form", "actor_id", "actor_group", "met_id", "met_group"]
THIRD = "third"
MOST_PAIRS = 24  # that a long description names
_MANY, _FEWEST = 12, 3  # of more pairs than many, those of one contact are counted, not drawn


@register
class Meetings(Kind):
    """Answers: who met whom, and how often?"""

    name = "meetings"
    has_event_texts = False

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether there are at least two pairs."""
        return has_pairs(dossier)

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return one row a pair, with the sources of all their contacts."""
        events = events_in_window(dossier.events, figure["window"])
        table = meetings_table(events, dossier.actors, dossier.sides)
        sources = sources_by(dossier.event_sources, "event_id")
        rests_on = [join_sources(split_list(ids), sources) for ids in table["events"]]
        pair = table["actor_id"] + "--" + table["met_id"]
        return table.assign(sources=rests_on).pipe(with_first, "pair_id", pair)

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the pairs with their marks."""
        return plot_meetings(dossier, events_in_window(dossier.events, figure["window"]), spec)

    def texts(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
        """Return the names and offices of the persons."""
        ids = {*rows["actor_id"], *rows["met_id"]}
        actors = dossier.actors[dossier.actors["actor_id"].isin(ids)]
        return [*actors[f"label_{lang}"], *actors[f"role_{lang}"]]

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return how many contacts there were, and the pairs, most frequent first."""
        lang = spec.lang
        names = dossier.actors.set_index("actor_id")[f"label_{lang}"]
        ordered = by_frequency(rows)
        ids = {event for cell in rows["events"] for event in split_list(cell)}
        counted = dossier.events[dossier.events["event_id"].isin(ids)]
        forms = form_words(counted, lang)
        top = ordered.iloc[0]
        is_met = (counted["form"] == IN_PERSON).all()
        remote = "" if is_met else word("captions.meetings_remote", lang)
        unmet = [len(unused_rows(dossier)["actors"])]
        pairs = [
            line_of(pair_words(row, names, lang), int(row["total"]), lang)
            for _, row in ordered.iterrows()
        ]
        window = events_in_window(dossier.events, figure["window"])
        return Story(
            word(
                "captions.meetings_alt",
                lang,
                headline=figure[f"headline_{lang}"],
                contacts=words_count("captions.contacts", len(ids), lang),
                span=span_words(counted["date"], lang),
                pairs=words_count("captions.pairs", len(rows), lang),
                forms=forms,
                pair=with_level(pair_words(top, names, lang), ordered["total"], lang),
                most=words_count("captions.contacts", int(top["total"]), lang),
            ),
            (
                word("captions.meetings_long", lang, forms=forms, remote=remote),
                *told_lines(pairs, "dialogue.more_pairs", lang, most=MOST_PAIRS),
                *(word("captions.actors_unmet", lang, n=n) for n in unmet if n),
            ),
            (
                word(
                    "captions.notes",
                    lang,
                    text=word(
                        "captions.meetings_note",
                        lang,
                        forms=forms,
                        contacts=words_count("captions.contacts", len(ids), lang),
                    ),
                ),
                *side_words(dossier, window, ids, lang),
            ),
        )


# --- the table -------------------------------------------------------------------------------


def list_contacts(events: pd.DataFrame, actors: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    """Return one row for each pair of actors of different sides in each held contact.

    A side is present by its persons, or, where none is named, by its government or body. Actors
    of one side are colleagues and do not "meet"; third parties among themselves are not part of
    the dialogue.

    Where no sides are stated, each country is one, and an organisation stands for itself. Of a
    person of no country nobody can say whom they sat there for: such persons count as met by each
    other, and by no one else.

    Parameters
    ----------
    events
        Columns ``event_id``, ``date``, ``form``, ``status``, ``actors``. Only rows of status
        ``held`` and form ``meeting``, ``telephone`` or ``video`` count.
    actors
        Columns ``actor_id``, ``kind``, ``country``.
    sides
        Country codes of the sides of the dialogue, two or more; none where none are stated.

    Returns
    -------
    pandas.DataFrame
        ``event_id``, ``date``, ``form``, then id and side of both actors; a side is its country
        code, or ``third``; where no sides are stated, the code, or the id of who has none.
    """
    return pd.DataFrame(_contacts(events, actors, sides), columns=_CONTACTS)


def has_pairs(dossier: Dossier) -> bool:
    """Return whether there are at least two pairs to compare."""
    found = _contacts(dossier.events, dossier.actors, dossier.sides)
    pairs = ((one, other) for *_, one, _, other, _ in found)
    first = next(pairs, None)
    return any(pair != first for pair in pairs)


def _contacts(
    events: pd.DataFrame, actors: pd.DataFrame, sides: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    roster = _Roster(actors, sides)
    for event in held_contacts(events).itertuples():
        present = roster.present(event.actors)
        for one, other in product(present, present):
            if roster.order(one) < roster.order(other) and roster.met(one, other):
                ends = (one, roster.group(one), other, roster.group(other))
                yield (event.event_id, event.date, event.form, *ends)


class _Roster:
    """Who of the actors stands for which side."""

    def __init__(self, actors: pd.DataFrame, sides: Sequence[str]) -> None:
        self.sides = {side: number for number, side in enumerate(sides)}
        self.country = dict(zip(actors["actor_id"], actors["country"], strict=True))
        self.kind = dict(zip(actors["actor_id"], actors["kind"], strict=True))

    def is_person(self, actor: str) -> bool:
        """Return whether it is one; of whom nobody has said what it is, it may be."""
        return self.kind[actor] in ("person", "")

    def present(self, text: str) -> list[str]:
        """Return the actors of a contact: persons, and bodies of sides with no person there."""
        named = [a for a in dict.fromkeys(split_list(text)) if a in self.country]
        met = {self.country[a] for a in named if self.is_person(a)}
        return [a for a in named if self.is_person(a) or self._is_body(a, met)]

    def _is_body(self, actor: str, met: set[str]) -> bool:
        if country := self.country[actor]:
            return country not in met
        return not self.sides and self.kind[actor] in ("government", "organisation")

    def group(self, actor: str) -> str:
        """Return the side of an actor."""
        if self.sides:
            return self.country[actor] if self.country[actor] in self.sides else THIRD
        return self.country[actor] or actor

    def order(self, actor: str) -> tuple[int, str]:
        """Return where the side of an actor stands among the sides."""
        group = self.group(actor)
        return self.sides.get(group, len(self.sides)), "" if self.sides else group

    def met(self, one: str, other: str) -> bool:
        """Return whether two of one contact can be told apart: not a state and who may be its."""
        if self.sides:
            return True
        return self.is_unknown(one) == self.is_unknown(other)

    def is_unknown(self, actor: str) -> bool:
        """Return whether nobody has said for whom it may have come."""
        return self.is_person(actor) and not self.country[actor]


def side_words(
    dossier: Dossier, events: pd.DataFrame, drawn: Collection[str], lang: str
) -> list[str]:
    """Return what was taken for a side, and how many held contacts are of no pair of them."""
    held = held_contacts(events)
    alone, said = set(held["event_id"]) - set(drawn), []
    if not dossier.sides:
        roster = _Roster(dossier.actors, ())
        named = {actor for text in held["actors"] for actor in roster.present(text)}
        if any(roster.country[actor] for actor in named):
            said.append(word("captions.sides_taken", lang))
        if any(roster.is_unknown(actor) for actor in named):
            said.append(word("captions.sides_unknown", lang))
    return [*said, words_count("captions.contacts_alone", len(alone), lang)] if alone else said


def meetings_table(
    events: pd.DataFrame, actors: pd.DataFrame, sides: Sequence[str]
) -> pd.DataFrame:
    """Return who met whom: one row a pair, with the number of contacts of each form.

    Parameters
    ----------
    events, actors, sides
        As of :func:`list_contacts`.

    Returns
    -------
    DataFrame
        ``actor_id``, ``actor_group``, ``met_id``, ``met_group``, ``in_person``, ``telephone``,
        ``video``, ``first`` and ``last`` (EDTF), ``events`` (``;`` list), in the order in
        which the pairs first met.
    """
    contacts = list_contacts(events, actors, sides)
    rows = []
    keys = ["actor_id", "actor_group", "met_id", "met_group"]
    for pair, group in contacts.groupby(keys, sort=False):
        counts = [int((group["form"] == form).sum()) for form in FORMS]
        dates = list(group["date"])
        rows.append((*pair, *counts, dates[0], dates[-1], ";".join(group["event_id"])))
    columns = [*keys, "in_person", "telephone", "video", "first", "last", "events"]
    return pd.DataFrame(rows, columns=columns)


def by_frequency(table: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs with their ``total``, the most frequent first, then by first contact."""
    total = table[["in_person", "telephone", "video"]].sum(axis=1)
    return table.assign(total=total).sort_values("total", ascending=False, kind="stable")


# --- the drawing -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """One pair: its names with their offices in lines, its contacts, and its years."""

    lines: tuple[tuple[str, str], ...]  # text and weight
    contacts: pd.DataFrame
    years: str
    pair: str

    def height(self, profile: style.Profile) -> float:
        """Return the room of the row, in units."""
        return len(self.lines) * profile.small * LINE_HEIGHT + profile.small * 0.5


def plot_meetings(dossier: Dossier, events: pd.DataFrame, spec: Spec) -> Plate:
    """Return a unit chart: a row a pair, most frequent first, and a mark for each contact.

    A filled mark is a meeting in person, a hollow one a call or a video talk. The leading pair
    has a colour; pairs that do not fit are counted below.

    Parameters
    ----------
    dossier
        Whose actors and sides these are.
    events
        Columns ``event_id``, ``date``, ``form``, ``status``, ``actors``.
    """
    profile, lang, canvas = spec.profile, spec.lang, Canvas()
    contacts = list_contacts(events, dossier.actors, dossier.sides)
    if contacts.empty:
        return say_nothing(word("dialogue.no_contacts", lang), spec)
    table = by_frequency(meetings_table(events, dossier.actors, dossier.sides))
    most = int(table["total"].iloc[0])
    is_even = bool((table["total"] == most).all())  # then nobody leads
    shown = _count_shown(dossier, table, contacts, spec)
    y = draw_key(canvas, _key(contacts, spec, has_lead=not is_even), spec)
    for _, pair in table.iloc[:shown].iterrows():
        row = _row(dossier, contacts, pair, spec)
        _draw_row(canvas, row, y, spec, (most, not is_even and pair["total"] == most))
        y += row.height(profile)
    if text := _rest_words(table["total"].tolist(), shown, lang):
        y += profile.small * LINE_HEIGHT
        canvas.text((0, y), text, Type(profile.small, colour=style.MUTED))
        y += profile.small * LINE_HEIGHT * 0.6
    names = ("pair", "date", "form", "event")
    tooltip = {name: word(f"dialogue.column.{name}", lang) for name in names}
    return canvas.chart(profile.plot_width, y + profile.line, tooltip=tooltip)


def _row(dossier: Dossier, contacts: pd.DataFrame, pair: pd.Series, spec: Spec) -> _Row:
    lang, profile = spec.lang, spec.profile
    actors = dossier.actors.set_index("actor_id")
    width = _label_width(profile)
    ids = (pair["actor_id"], pair["met_id"])
    first, second = (str(actors.loc[i, f"label_{lang}"]) for i in ids)
    both = word("captions.pair", lang, first=first, second=second)
    lines = [(t, "bold") for t in wrap_text(both, width, profile.small, weight="bold")]
    offices = [str(actors.loc[i, f"role_{lang}"]) for i in ids]
    # Joined as the names are: one person's own two offices stand between semicolons.
    office = "".join(offices)
    if all(offices):
        office = word("captions.pair", lang, first=offices[0], second=offices[1])
    if office:
        lines += [(text, "regular") for text in wrap_text(office, width, profile.small)]
    own = contacts[(contacts["actor_id"] == ids[0]) & (contacts["met_id"] == ids[1])]
    return _Row(tuple(lines), own.drop_duplicates("event_id"), year_span(own["date"], lang), both)


def _label_width(profile: style.Profile) -> float:
    return profile.plot_width * (0.52 if profile.is_narrow else 0.55)


def _key(contacts: pd.DataFrame, spec: Spec, *, has_lead: bool) -> list[tuple[str, Glyph]]:
    """Return what the marks mean, those that there are."""
    is_met, lang = contacts["form"] == IN_PERSON, spec.lang
    plain = style.CONTEXT  # what all rows but the leading one are drawn in
    keys = [(word("dialogue.key_in_person", lang), plain, True)] if is_met.any() else []
    keys += [] if is_met.all() else [(remote_words(contacts, lang), plain, False)]
    keys += [(word("dialogue.key_most", lang), style.LEAD, True)] if has_lead else []
    return [(text, _glyph(is_filled, colour, spec)) for text, colour, is_filled in keys]


def _count_shown(dossier: Dossier, table: pd.DataFrame, contacts: pd.DataFrame, spec: Spec) -> int:
    """Return how many pairs are drawn: the same in every language of the dossier."""
    totals, profile = table["total"].tolist(), spec.profile
    once = totals.index(1) if 1 in totals and len(totals) > _MANY else len(totals)
    fits = []
    for lang in {*dossier.languages, spec.lang}:
        here = replace(spec, lang=lang)
        room = drawing_height(profile) - profile.small * LINE_HEIGHT * 1.6
        room -= draw_key(Canvas(), _key(contacts, here, has_lead=True), here)
        heights = (_row(dossier, contacts, p, here).height(profile) for _, p in table.iterrows())
        fits.append(sum(1 for _ in takewhile(room.__ge__, accumulate(heights))))
    return count_shown(totals, min(*fits, max(once, _FEWEST)))


def _rest_words(totals: Sequence[int], shown: int, lang: str) -> str:
    """Return how many pairs are not drawn, and whether they are of as many contacts."""
    rest = totals[shown:]
    if not rest:
        return ""
    if max(rest) == 1:
        return words_count("dialogue.more_once", len(rest), lang)
    said = words_count("dialogue.more_pairs", len(rest), lang)
    tied = sum(total == totals[shown - 1] for total in rest) if shown else 0
    return f"{said} {word('dialogue.more_tied', lang, n=tied)}" if tied else said


def _glyph(is_filled: bool, colour: str, spec: Spec) -> Glyph:
    fill = colour if is_filled else style.PAPER
    return Glyph("circle", spec.profile.small * 0.4, Paint(fill, colour, spec.profile.line * 1.3))


def _draw_row(canvas: Canvas, row: _Row, top: float, spec: Spec, lead: tuple[int, bool]) -> None:
    """Draw a pair; `lead` is the greatest number of contacts, and whether it is this pair's."""
    most, is_lead = lead
    profile, size, lang = spec.profile, spec.profile.small, spec.lang
    colour = style.LEAD if is_lead else style.CONTEXT
    step = size * LINE_HEIGHT
    for n, (text, weight) in enumerate(row.lines):
        look = style.INK if weight == "bold" else style.MUTED
        canvas.text((0, top + (n + 0.85) * step), text, Type(size, weight, look))
    left = _label_width(profile) + size
    number = str(len(row.contacts))
    canvas.text((left + size * 1.2, top + 0.85 * step), number, Type(size, "bold", align="right"))
    x = left + size * 2
    end = profile.plot_width - text_width(row.years, size) - size
    pitch = min(size * 1.05, (end - x) / max(most, 1))
    middle = top + 0.85 * step - CAP_HEIGHT * size / 2
    for contact in row.contacts.itertuples():
        event = _event(contact, row.pair, lang)
        glyph = _glyph(contact.form == IN_PERSON, colour, spec)
        glyph = replace(glyph, radius=min(glyph.radius, pitch * 0.46))
        canvas.point((x + pitch / 2, middle), glyph, event=event)
        x += pitch
    type_ = Type(size, colour=style.MUTED, align="right")
    canvas.text((profile.plot_width, top + 0.85 * step), row.years, type_)
    foot = top + len(row.lines) * step + size * 0.3
    canvas.rule(
        (0, foot, profile.plot_width, foot), colour=style.RULE, width=profile.line, layer="ground"
    )


def _event(contact: Any, pair: str, lang: str) -> dict[str, str]:
    event_id, date, form = contact.event_id, contact.date, contact.form
    fields = {
        "event_id": event_id,
        "event": event_id,
        "pair": pair,
        "date": date_words(date, lang),
        "form": word(f"chronology.form.{form}", lang),
    }
    return fields | {"description": word("dialogue.contact", lang, **fields)}
