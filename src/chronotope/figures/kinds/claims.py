"""The article against the record: every claim, what was found about it, and on what grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from chronotope.dossier.evidence import term
from chronotope.dossier.read import Dossier
from chronotope.draw import style
from chronotope.draw.canvas import NONE, Canvas, drawing_height
from chronotope.draw.labels import CAP_HEIGHT, text_width, wrap_text
from chronotope.draw.matrix import labels_of
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.figures._kind import Kind, Story, register
from chronotope.figures.contents import sources_by
from chronotope.lang.dates import date_words
from chronotope.lang.words import word, words_count

VERDICTS = ("supported", "imprecise", "contradicted", "unverified", "opinion")
# Rows may stand this close, in ems, and need stand no further apart.
TIGHTEST, LOOSEST = 1.06, 1.7
# Between two entries and two lines of the key, in ems.
KEY_GAP, KEY_LINE = 1.5, 1.35
# Greatest part of the width that names of speakers may take.
MOST_SPEAKER = 0.2
# Height of the strip of all claims by verdict, and the least distance of its marks, in ems.
STRIP, LEAST_STEP = 3.0, 0.95
# From the fullest to the barest: with the speaker or not, and the verdicts whose claims are
# only marks side by side, because they ask for no second look.
SETTINGS: tuple[tuple[bool, tuple[str, ...]], ...] = (
    (True, ()),
    (False, ()),
    (True, ("supported", "opinion")),
    (False, ("supported", "opinion")),
    (False, VERDICTS),
)


@dataclass(frozen=True)
class VerdictMark:
    """How a verdict is drawn, beside its letter: by shape and shade, never by colour alone."""

    shape: str  # Vega-Lite shape name or SVG path
    fill: str


VERDICT_MARKS: dict[str, VerdictMark] = {
    "supported": VerdictMark("circle", style.SHADES[3]),
    "imprecise": VerdictMark("triangle-up", style.SHADES[2]),
    "contradicted": VerdictMark("M-.9,-.9L.9,.9M-.9,.9L.9,-.9", NONE),
    "unverified": VerdictMark("square", style.PAPER),
    "opinion": VerdictMark("diamond", style.SHADES[1]),
}


@register
class Claims(Kind):
    """Answers: what of the article holds against the record?"""

    name = "claims"

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether a statement was judged."""
        return len(dossier.statements) > 0

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return every statement with its paragraph, its passage and its sources."""
        statements = dossier.statements
        sources = sources_by(dossier.statement_sources, "statement_id")
        paragraphs = dossier.passages.set_index("passage_id")["paragraph"]
        return statements.assign(
            paragraph=statements["passage_id"].map(paragraphs),
            passages=statements["passage_id"],
            sources=statements["statement_id"].map(sources).fillna(""),
        )

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the claims, paragraph by paragraph, each with its verdict."""
        return plot_claims(dossier, spec)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return how many claims have each verdict, and those that do not hold."""
        lang, counts = spec.lang, rows["verdict"].value_counts()
        return Story(
            word(
                "captions.claims_alt",
                lang,
                headline=figure[f"headline_{lang}"],
                claims=words_count("captions.claims", len(rows), lang),
                date=date_words(dossier.as_of.isoformat(), lang),
                **{verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS},
            ),
            (
                word("captions.claims_long", lang),
                *(
                    _verdict_lines(rows[rows["verdict"] == verdict], verdict, lang)
                    for verdict in ("contradicted", "imprecise")
                    if counts.get(verdict, 0)
                ),
            ),
            (word("captions.notes", lang, text=word("captions.claims_note", lang)),),
        )


def _verdict_lines(rows: pd.DataFrame, verdict: str, lang: str) -> str:
    said = " ".join(f"{gist.rstrip('.')}." for gist in rows[f"gist_{lang}"])
    return word(f"captions.{verdict}", lang, said=said)


def claims_table(dossier: Dossier, *, lang: str = "en") -> pd.DataFrame:
    """Return one row a claim in the order of the article, everything in words.

    Parameters
    ----------
    dossier
        Dossier whose statements are listed.
    lang
        Language of the words.

    Returns
    -------
    pandas.DataFrame
        Columns ``statement_id``, ``paragraph``, ``speaker``, ``mode``, ``topic``, ``gist``,
        ``verdict``, ``note`` and ``sources`` (a ``;`` list of ids).
    """
    lang = style.get_language(lang)
    ordered = _in_order(dossier)
    sources = sources_by(dossier.statement_sources, "statement_id")
    speakers = labels_of(dossier.actors, "actor_id", lang)
    topic_labels = {"": ""} | labels_of(dossier.topics, "topic_id", lang)
    return pd.DataFrame(
        {
            "statement_id": ordered["statement_id"],
            "paragraph": ordered["paragraph"].astype(int),
            "speaker": ordered["speaker"].map(speakers),
            "mode": [term("mode", mode, lang) for mode in ordered["mode"]],
            "topic": ordered["topic_id"].map(topic_labels),
            "gist": ordered[f"gist_{lang}"],
            "verdict": [term("verdict", verdict, lang) for verdict in ordered["verdict"]],
            "note": ordered[f"verdict_note_{lang}"],
            "sources": ordered["statement_id"].map(sources).fillna(""),
        }
    ).reset_index(drop=True)


def _in_order(dossier: Dossier) -> pd.DataFrame:
    places = dossier.passages[["passage_id", "paragraph", "start_char"]]
    ordered = dossier.statements.merge(places, on="passage_id", how="left", validate="many_to_one")
    assert len(ordered) == len(dossier.statements)
    return ordered.sort_values(["start_char", "statement_id"], kind="stable")


# --- what is drawn ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """One claim as it is drawn."""

    statement_id: str
    paragraph: int
    speaker: str
    gist: str
    verdict: str
    letter: str
    verdict_words: str
    note: str


@dataclass(frozen=True)
class Row:
    """One claim with its texts set in their columns, or several as marks side by side."""

    claims: tuple[Claim, ...]
    lines: int
    speaker: tuple[str, ...] = ()
    gist: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Left edges of the columns of one layout; the speaker, if any, stands after the id."""

    number: float
    mark: float
    letter: float
    claim_id: float
    after_id: float
    has_speaker: bool
    gist: float
    right: float

    @property
    def mark_step(self) -> float:
        """Distance of two marks that stand side by side."""
        return (self.after_id - self.mark) * 1.15

    @property
    def marks_per_line(self) -> int:
        """How many marks stand side by side."""
        return max(1, int((self.right - self.mark) // self.mark_step))


@dataclass(frozen=True)
class Layout:
    """All claims in rows that fit the profile, in units from the top left.

    `has_strip` says that all stand side by side by verdict below the key.
    """

    columns: Columns
    rows: tuple[Row, ...]
    key_lines: tuple[tuple[KeyItem, ...], ...]
    has_strip: bool
    top: float
    pitch: float
    height: float


def plot_claims(dossier: Dossier, spec: Spec) -> Plate:
    """Return the claims of the article, paragraph by paragraph, each with its verdict.

    A verdict is a shape, a shade and a letter; the key above counts them. Each row names the
    claim and what is said, and the speaker where there is room. Where even that is too much for
    the profile, the claims that are supported or mere opinion give way to marks with their ids.
    """
    lang, profile = spec.lang, spec.profile
    canvas = Canvas()
    claims = _claims(dossier, lang)
    if not claims:
        canvas.text(0, profile.text, word("claims.none", lang), size=profile.text)
        return canvas.chart(profile.plot_width, profile.text * 2, tooltip={})
    layout = layout_claims(claims, lang=lang, profile=profile)
    _draw_key(canvas, layout, profile)
    if layout.has_strip:
        _draw_strip(canvas, claims, layout.top, lang, profile)
    _draw_rows(canvas, layout, lang, profile)
    return canvas.chart(profile.plot_width, layout.height, tooltip=_tooltip(lang))


def _claims(dossier: Dossier, lang: str) -> list[Claim]:
    speakers = labels_of(dossier.actors, "actor_id", lang)
    return [
        Claim(
            row["statement_id"],
            int(row["paragraph"]),
            speakers[row["speaker"]],
            row[f"gist_{lang}"],
            row["verdict"],
            word(f"claims.letter.{row['verdict']}", lang),
            term("verdict", row["verdict"], lang),
            row[f"verdict_note_{lang}"],
        )
        for row in _in_order(dossier).to_dict("records")
    ]


def layout_claims(
    claims: Sequence[Claim], *, lang: str, profile: str | style.Profile = "web"
) -> Layout:
    """Return the rows of all claims in the fullest setting that fits the profile.

    Nothing is cut: a gist that is too long for its column takes another line.
    """
    profile = style.get_profile(profile)
    key_lines = _key_lines(claims, lang, profile)
    top = (len(key_lines) * KEY_LINE + 0.4) * profile.small
    room = drawing_height(profile) - top
    for has_speaker, side_by_side in SETTINGS:
        columns = _columns(claims, profile, has_speaker=has_speaker)
        rows = _set_rows(claims, side_by_side, columns, profile)
        lines = sum(row.lines for row in rows) + 0.3
        if room / lines >= profile.small * TIGHTEST:
            break
    strip = profile.small * STRIP
    has_strip = profile.plot_width / len(claims) >= profile.small * LEAST_STEP
    has_strip &= (room - strip) / lines >= profile.small * TIGHTEST
    if has_strip:
        room, top = room - strip, top + strip
    pitch = max(min(room / lines, profile.small * LOOSEST), profile.small * TIGHTEST)
    return Layout(columns, rows, key_lines, has_strip, top, pitch, top + lines * pitch)


def _columns(claims: Sequence[Claim], profile: style.Profile, *, has_speaker: bool) -> Columns:
    size = profile.small
    gap = size * 0.6
    number = gap / 2
    numbers = {str(claim.paragraph) for claim in claims}
    mark = number + _widest(numbers, size, weight="bold") + gap
    letter = mark + size * 1.05
    claim_id = letter + _widest({claim.letter for claim in claims}, size, weight="bold") + gap
    after_id = claim_id + _widest({c.statement_id for c in claims}, size) + gap
    right = profile.plot_width - gap / 2
    if not has_speaker:
        return Columns(number, mark, letter, claim_id, after_id, False, after_id, right)
    # A long name is set in lines; the column is then no wider than the widest of them.
    most = MOST_SPEAKER * profile.plot_width
    lines = {line for claim in claims for line in wrap_text(claim.speaker, most, size)}
    gist = after_id + _widest(lines, size) + gap * 1.5
    return Columns(number, mark, letter, claim_id, after_id, True, gist, right)


def _widest(texts: set[str], size: float, *, weight: str = "regular") -> float:
    return max(text_width(text, size, weight=weight) for text in texts)


def _set_rows(
    claims: Sequence[Claim],
    side_by_side: Sequence[str],
    columns: Columns,
    profile: style.Profile,
) -> tuple[Row, ...]:
    """Return the rows, paragraph by paragraph; marks side by side follow the rows of theirs."""
    rows: list[Row] = []
    for _, group in groupby(claims, key=lambda claim: claim.paragraph):
        members = list(group)
        marks = tuple(claim for claim in members if claim.verdict in side_by_side)
        rows += [_set_row(c, columns, profile) for c in members if c not in marks]
        if marks:
            rows.append(Row(marks, -(-len(marks) // columns.marks_per_line)))
    return tuple(rows)


def _set_row(claim: Claim, columns: Columns, profile: style.Profile) -> Row:
    size = profile.small
    gist = wrap_text(claim.gist, columns.right - columns.gist, size)
    speaker: Sequence[str] = ()
    if columns.has_speaker:
        speaker = wrap_text(claim.speaker, MOST_SPEAKER * profile.plot_width, size)
    return Row((claim,), max(1, len(speaker), len(gist)), tuple(speaker), tuple(gist))


# --- the key ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class KeyItem:
    """One entry of the key: a verdict with its letter, or the numbers of the paragraphs."""

    verdict: str
    sign: str
    label: str

    def sign_x(self, size: float) -> float:
        """Return how far the sign stands from the left edge of the entry."""
        return size * 1.1 if self.verdict else 0.0

    def label_x(self, size: float) -> float:
        """Return how far the label stands from the left edge of the entry."""
        return self.sign_x(size) + text_width(self.sign, size, weight="bold") + size * 0.45

    def width(self, size: float) -> float:
        """Return the width of the entry."""
        return self.label_x(size) + text_width(self.label, size)


def _key_items(claims: Sequence[Claim], lang: str) -> list[KeyItem]:
    counts = {verdict: sum(c.verdict == verdict for c in claims) for verdict in VERDICTS}
    items = [
        KeyItem(
            verdict,
            word(f"claims.letter.{verdict}", lang),
            word("claims.key", lang, verdict=term("verdict", verdict, lang), n=count),
        )
        for verdict, count in counts.items()
        if count
    ]
    numbers = sorted({claim.paragraph for claim in claims})
    sign = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
    return [*items, KeyItem("", sign, word("claims.key_paragraph", lang))]


def _key_lines(
    claims: Sequence[Claim], lang: str, profile: style.Profile
) -> tuple[tuple[KeyItem, ...], ...]:
    """Return the entries of each line of the key."""
    size = profile.small
    lines: list[list[KeyItem]] = [[]]
    x = 0.0
    for item in _key_items(claims, lang):
        if lines[-1] and x + item.width(size) + size * 0.3 > profile.plot_width:
            lines.append([])
            x = 0.0
        lines[-1].append(item)
        x += item.width(size) + size * KEY_GAP
    return tuple(map(tuple, lines))


def _draw_key(canvas: Canvas, layout: Layout, profile: style.Profile) -> None:
    size = profile.small
    for i, line in enumerate(layout.key_lines):
        x, middle = size * 0.3, (i + 0.5) * size * KEY_LINE
        baseline = middle + CAP_HEIGHT * size / 2
        for item in line:
            if item.verdict:
                _draw_verdict(canvas, item.verdict, x + size * 0.4, middle, profile)
            at = x + item.sign_x(size)
            canvas.text(at, baseline, item.sign, size=size, weight="bold")
            canvas.text(x + item.label_x(size), baseline, item.label, size=size)
            x += item.width(size) + size * KEY_GAP


def _draw_strip(
    canvas: Canvas, claims: Sequence[Claim], bottom: float, lang: str, profile: style.Profile
) -> None:
    """Draw all claims side by side in the order of the key, and where half of them end."""
    size, step = profile.small, profile.plot_width / len(claims)
    top = bottom - STRIP * size
    ordered = sorted(claims, key=lambda claim: VERDICTS.index(claim.verdict))
    for n, claim in enumerate(ordered):
        _draw_verdict(canvas, claim.verdict, (n + 0.5) * step, top + size * 0.6, profile)
    middle, foot = profile.plot_width / 2, top + size * 1.3
    canvas.rule(middle, top, middle, foot, colour=style.INK, width=profile.line, layer="lines")
    baseline = foot + size * 0.95
    text = word("claims.half", lang)
    left = middle - text_width(text, size) / 2
    canvas.text(left, baseline, text, size=size, colour=style.MUTED)


def _draw_verdict(
    canvas: Canvas,
    verdict: str,
    x: float,
    y: float,
    profile: style.Profile,
    *,
    event: dict[str, str] | None = None,
) -> None:
    mark = VERDICT_MARKS[verdict]
    is_cross = mark.fill == NONE
    canvas.point(
        x,
        y,
        shape=mark.shape,
        radius=profile.small * (0.36 if is_cross else 0.38),
        fill=mark.fill,
        stroke=style.INK,
        width=profile.line * (1.6 if is_cross else 0.8),
        event=event,
    )


# --- the rows --------------------------------------------------------------------------------


def _draw_rows(canvas: Canvas, layout: Layout, lang: str, profile: style.Profile) -> None:
    y = layout.top
    groups = groupby(layout.rows, key=lambda row: row.claims[0].paragraph)
    for i, (paragraph, members) in enumerate(groups):
        rows = list(members)
        if i % 2 == 0:
            bottom = y + sum(row.lines for row in rows) * layout.pitch
            canvas.rect(0, y, profile.plot_width, bottom, fill=style.BAND, layer="ground")
        first = _baseline(y, layout, profile)
        number = str(paragraph)
        canvas.text(layout.columns.number, first, number, size=profile.small, weight="bold")
        for row in rows:
            _draw_row(canvas, row, y, layout, lang, profile)
            y += row.lines * layout.pitch


def _baseline(y: float, layout: Layout, profile: style.Profile) -> float:
    return y + layout.pitch / 2 + CAP_HEIGHT * profile.small / 2


def _draw_row(
    canvas: Canvas, row: Row, y: float, layout: Layout, lang: str, profile: style.Profile
) -> None:
    columns, size = layout.columns, profile.small
    for n, claim in enumerate(row.claims):
        line, place = divmod(n, columns.marks_per_line)
        at = place * columns.mark_step, y + line * layout.pitch
        _draw_mark(canvas, claim, *at, layout, lang, profile)
    baseline = _baseline(y, layout, profile)
    for n, text in enumerate(row.speaker):
        at = columns.after_id, baseline + n * layout.pitch
        canvas.text(*at, text, size=size, colour=style.MUTED)
    for n, text in enumerate(row.gist):
        canvas.text(columns.gist, baseline + n * layout.pitch, text, size=size)


def _draw_mark(
    canvas: Canvas,
    claim: Claim,
    x: float,
    y: float,
    layout: Layout,
    lang: str,
    profile: style.Profile,
) -> None:
    """Draw shape, letter and id of a claim; `x` is its shift to the right."""
    size, columns = profile.small, layout.columns
    baseline = _baseline(y, layout, profile)
    at = x + columns.mark + size * 0.4, y + layout.pitch / 2
    _draw_verdict(canvas, claim.verdict, *at, profile, event=_event(claim, lang))
    canvas.text(x + columns.letter, baseline, claim.letter, size=size, weight="bold")
    name = claim.statement_id
    canvas.text(x + columns.claim_id, baseline, name, size=size, colour=style.MUTED)


# --- what a mark says ------------------------------------------------------------------------


def _event(claim: Claim, lang: str) -> dict[str, str]:
    """Return the fields of a mark: its row, its tooltip, and what is read aloud."""
    fields = {
        "paragraph": str(claim.paragraph),
        "speaker": claim.speaker,
        "gist": claim.gist,
        "note": claim.note,
    }
    description = word(
        "claims.describe",
        lang,
        statement=claim.statement_id,
        verdict=claim.verdict_words,
        **fields,
    )
    return {
        "event_id": claim.statement_id,
        "verdict": claim.verdict_words,
        "description": description.strip(),
    } | fields


def _tooltip(lang: str) -> dict[str, str]:
    names = {"event_id": "statement"} | {
        name: name for name in ("paragraph", "speaker", "gist", "verdict", "note")
    }
    return {field: word(f"claims.column.{name}", lang) for field, name in names.items()}
