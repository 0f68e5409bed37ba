"""The article against the record: every claim, what was found about it, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from chronotope.dossier.aspects import accounts_beside, event_accounts
from chronotope.dossier.checks.links import unused_rows
from chronotope.dossier.evidence import as_of_words, paragraph_number, term
from chronotope.dossier.read import Dossier
from chronotope.dossier.tables import Row
from chronotope.draw import style
from chronotope.draw.canvas import Canvas, Glyph, Paint, drawing_height
from chronotope.draw.composition import tidy
from chronotope.draw.labels import (
    CAP_HEIGHT,
    LINE_HEIGHT,
    bind_words,
    text_width,
    widest,
    wrap_text,
)
from chronotope.draw.plate import NONE, Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.figures._answer import say_nothing
from chronotope.figures._kind import Kind, Story, register
from chronotope.figures.captions import first_up
from chronotope.figures.contents import labels_of, sources_by
from chronotope.lang.words import word, words_count

VERDICTS = ("supported", "imprecise", "contradicted", "unverified", "opinion")
# As the table sets them: what a reader must look at twice comes first.
ORDER = ("contradicted", "imprecise", "unverified", "opinion", "supported")


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
    has_event_texts = False

    def page(self, profile: style.Profile) -> style.Profile:
        """Return the page as it is given, but a long one on the web."""
        return page_of(profile)

    def is_worth(self, dossier: Dossier) -> bool:
        """Return whether a statement was judged."""
        return len(dossier.statements) > 0

    def rows(self, dossier: Dossier, figure: pd.Series) -> pd.DataFrame:
        """Return every statement with its paragraph, its passage and its sources."""
        statements = dossier.statements
        sources = sources_by(dossier.statement_sources, "statement_id")
        paragraphs = dossier.passages.set_index("passage_id")["paragraph"]
        return statements.assign(
            paragraph=statements["passage_id"].map(paragraphs).astype("Int64"),
            passages=statements["passage_id"],
            sources=statements["statement_id"].map(sources).fillna(""),
        )

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the claims, paragraph by paragraph, each with its verdict."""
        return plot_claims(dossier, spec)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return how many claims have each verdict, and those that do not hold."""
        lang, counts = spec.lang, rows["verdict"].value_counts()
        unused = [len(unused_rows(dossier)["sources"])]
        return Story(
            word(
                "captions.claims_alt",
                lang,
                headline=figure[f"headline_{lang}"],
                claims=words_count("captions.claims", len(rows), lang),
                date=as_of_words(dossier, lang),
                **{verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS},
            ),
            (
                word("captions.claims_long", lang),
                *(
                    _verdict_lines(rows[rows["verdict"] == verdict], verdict, lang)
                    for verdict in ("contradicted", "imprecise")
                    if counts.get(verdict, 0)
                ),
                *(word("captions.sources_unused", lang, n=n) for n in unused if n),
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
    lang = dossier.language(lang)
    ordered = _in_order(dossier)
    sources = sources_by(dossier.statement_sources, "statement_id")
    speakers = labels_of(dossier.actors, "actor_id", lang)
    topic_labels = {"": ""} | labels_of(dossier.topics, "topic_id", lang)
    return pd.DataFrame(
        {
            "statement_id": ordered["statement_id"],
            "paragraph": ordered["paragraph"].astype("Int64"),
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
    paragraph: str
    speaker: str
    gist: str
    verdict: str
    note: str


@dataclass(frozen=True)
class Setting:
    """How full the table is: whose reasons it gives, who runs on, who is an id alone."""

    reasons: tuple[str, ...]
    is_inline: bool = False  # a reason goes on in the lines of what is said, else it has its own
    running: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


# From the fullest to the barest: reasons matter most where a claim does not hold; claims that hold
# or are mere opinion ask for no second look, and run on. An id tells a reader nothing: at last.
SETTINGS = (
    *(
        Setting(ORDER[:reasons], is_inline, ORDER[running:])
        for reasons in (4, 3, 2, 1, 0)
        for is_inline in (False, True)[: 1 + bool(reasons)]
        for running in range(5, max(reasons, 1) - 1, -1)
    ),
    *(Setting((), False, ORDER[:marks], ORDER[marks:]) for marks in range(5, -1, -1)),
)
# Of the width, for what is said where its reason stands beside it; the first that fits is taken.
_SHARES = (0.36, 0.32, 0.4, 0.28)
# A page on the web has no foot: what is checked is read whole there.
_WEB_MM = 420.0


def page_of(profile: style.Profile) -> style.Profile:
    """Return the page of a profile as claims use it: on the web a long one."""
    if profile.name != "web":
        return profile
    return replace(profile, max_height_mm=max(profile.max_height_mm, _WEB_MM))


def plot_claims(dossier: Dossier, spec: Spec) -> Plate:
    """Return the claims of the article by verdict, those that do not hold first, with the reason.

    A strip above sets all claims that can be checked side by side, with the mark of their half;
    opinions stand apart, for nothing can show them right or wrong. Where the page has no room,
    claims that hold run on, reasons are left to the data file, and at last words to ids.
    """
    spec = spec.with_profile(page_of(spec.profile))
    claims = list_claims(dossier, spec.lang)
    if not claims:
        return say_nothing(word("claims.none", spec.lang), spec)
    canvas = Canvas()
    sheet = _Sheet(canvas, claims, spec)
    return canvas.chart(spec.profile.plot_width, sheet.draw(), tooltip=_tooltip(spec.lang))


def list_claims(dossier: Dossier, lang: str) -> list[Claim]:
    """Return the claims in the order of the article; the author's own name no speaker."""
    speakers = labels_of(dossier.actors, "actor_id", lang)
    ordered, differing = _in_order(dossier), _accounts_by_passage(dossier, lang)
    author = _author_id(dossier)
    return [
        Claim(
            row["statement_id"],
            _paragraph(row),
            "" if row["speaker"] == author else speakers[row["speaker"]],
            row[f"gist_{lang}"],
            row["verdict"],
            # An account may end with an abbreviation, and its sentence with a stop.
            tidy(
                " ".join(
                    filter(None, (row[f"verdict_note_{lang}"], differing.get(row["passage_id"])))
                )
            ),
        )
        for row in ordered.to_dict("records")
    ]


def _author_id(dossier: Dossier) -> str:
    """Return the actor whose name, or what is said of it, names the author; blank for none.

    Who speaks most may be anyone: another's words must not stand as the author's.
    """
    name = str(dossier.article.get("author", "")).casefold()
    said = dossier.actors.filter(regex="^(label|role)_")
    named = said.apply(lambda texts: texts.str.casefold().str.contains(name, regex=False))
    found = dossier.actors.loc[named.any(axis="columns"), "actor_id"] if name else ()
    return str(next(iter(found), ""))


def _paragraph(row: Row) -> str:
    number = paragraph_number(row)
    return "?" if number is None else str(number)


def _accounts_by_passage(dossier: Dossier, lang: str) -> dict[str, str]:
    """Return for each passage that gives an account, what it and the others say, side by side."""
    found: dict[str, str] = {}
    for accounts in event_accounts(dossier).values():
        said = accounts_beside(dossier, accounts, lang)
        for passage in filter(None, (account["passage_id"] for account in accounts)):
            found[passage] = word("claims.accounts", lang, accounts=said)
    return found


@dataclass(frozen=True)
class _Piece:
    """Words of one line; `claim` is that of a mark before them."""

    text: str
    x: float
    line: int
    colour: str
    claim: Claim | None = None


_RUN_PITCH = 1.1  # of the lines of claims that run on


class _Sheet:
    """The table while it is drawn; lengths are in units of its profile."""

    def __init__(self, canvas: Canvas, claims: list[Claim], spec: Spec) -> None:
        self.canvas, self.claims, self.spec, self.lang = canvas, claims, spec, spec.lang
        self.profile, self.size = spec.profile, spec.profile.small
        self.step = self.size * LINE_HEIGHT
        self.width = self.profile.plot_width
        self.groups = {
            verdict: [c for c in claims if c.verdict == verdict]
            for verdict in ORDER
            if any(c.verdict == verdict for c in claims)
        }
        self.gist = self.size * 1.6 + widest([f"¶{c.paragraph}" for c in claims], self.size)
        self.gist += self.size * 0.6
        self.share = 1.0 if self.profile.is_narrow else _SHARES[0]

    def draw(self) -> float:
        """Draw strip and blocks; return the bottom edge."""
        top = self._draw_strip()
        room = drawing_height(self.profile) - top
        setting = self._find_setting(room)
        y = top
        for verdict, claims in self.groups.items():
            y = self._draw_block(verdict, claims, setting, y)
        return y + self.profile.line

    def _find_setting(self, room: float) -> Setting:
        """Return the fullest setting that has room; what is said gets the width that suits it."""
        for setting in SETTINGS:
            is_whole = self.profile.is_narrow or setting.is_inline
            for self.share in (1.0,) if is_whole else _SHARES:
                if self._height(setting) <= room:
                    return setting
        return SETTINGS[-1]

    # --- the strip ---------------------------------------------------------------------------

    def _draw_strip(self) -> float:
        """Draw one mark a claim by verdict, and where half of those that can be checked end."""
        checked = [c for verdict in VERDICTS[:-1] for c in self.groups.get(verdict, [])]
        opinions = self.groups.get(VERDICTS[-1], [])
        gap = 2.0 if checked and opinions else 0.0
        pitch = min(self.width / (len(checked) + len(opinions) + gap + 0.5), self.size * 1.5)
        if pitch < self.size * 0.5:
            return 0.0
        middle = self.size * 0.7
        for n, claim in enumerate([*checked, *opinions]):
            shift = gap if n >= len(checked) else 0.0
            self._mark(claim.verdict, ((n + 0.5 + shift) * pitch, middle), min(pitch, self.size))
        foot = middle + self.size * 0.7
        if len(checked) > 1:
            x = len(checked) / 2 * pitch
            self.canvas.rule((x, 0, x, foot), colour=style.INK, width=self.profile.line * 1.4)
            text = words_count("claims.half", len(checked), self.lang)
            half = text_width(text, self.size) / 2
            at = (max(x, half), foot + self.step * 0.85)
            self.canvas.text(at, text, Type(self.size, colour=style.MUTED, align="center"))
        if opinions:
            x = (len(checked) + gap) * pitch
            text = words_count("claims.opinions", len(opinions), self.lang)
            x = min(x, self.width - text_width(text, self.size))
            is_beside = not checked or x > len(checked) / 2 * pitch + self.size * 11
            at = (x, foot + self.step * (0.85 if is_beside else 1.85))
            self.canvas.text(at, text, Type(self.size, colour=style.MUTED))
            foot += self.step * (0.0 if is_beside else 1.0)
        return foot + self.step * 1.5

    # --- the blocks --------------------------------------------------------------------------

    def _lines(self, claim: Claim, setting: Setting) -> tuple[list[str], list[str]]:
        """Return the lines of what is said, and those of the reason beside or below it."""
        said, room = self._said(claim), self.width - self.gist
        if claim.verdict not in setting.reasons or not claim.note:
            return wrap_text(said, room, self.size, is_even=False), []
        # In a column of its own no word of it is left alone in the last line.
        gist = wrap_text(said, room * self.share, self.size)
        width = room if self.share == 1.0 else room * (1 - self.share) - self.size
        return gist, wrap_text(claim.note, width, self.size, is_even=False)

    def _said(self, claim: Claim) -> str:
        if not claim.speaker:
            return claim.gist
        return word("claims.said", self.lang, speaker=claim.speaker, gist=claim.gist)

    def _flow(
        self, parts: list[tuple[str, str]], at: tuple[float, int], left: float
    ) -> tuple[list[_Piece], float, int]:
        """Return texts, each with its colour, set on in full lines, and where the last one ends.

        `at` is where the first line begins, and its number; the others begin at `left`.
        """
        pieces: list[_Piece] = []
        x, line = at
        for said, colour in parts:
            text = ""
            for each in bind_words(said):
                longer = f"{text} {each}" if text else each
                if x + text_width(longer, self.size) > self.width and (text or x > left):
                    pieces += [_Piece(text, x, line, colour)] if text else []
                    line, x, longer = line + 1, left, each
                text = longer
            pieces.append(_Piece(text, x, line, colour))
            x += text_width(f"{text} ", self.size)
        return pieces, x, line

    def _run(self, claims: list[Claim]) -> tuple[list[_Piece], int]:
        """Return claims set one after the other in full lines, and how many lines they take."""
        pieces: list[_Piece] = []
        line, x, left = 0, 0.0, self.size * 1.4
        for claim in claims:
            head, said = f"¶{claim.paragraph}", self._said(claim)
            lead = left + text_width(f"{head} ", self.size)
            if x and x + lead + text_width(said.split(" ")[0], self.size) > self.width:
                line, x = line + 1, 0.0
            pieces.append(_Piece(head, x, line, style.MUTED, claim))
            own, x, line = self._flow([(said, style.INK)], (x + lead, line), left)
            pieces += own
            x += self.size
        return pieces, line + 1

    def _inline(self, claim: Claim) -> tuple[list[_Piece], int]:
        """Return what is said and its reason in the same lines, and how many these are."""
        # A tone alone does not tell what is said from what is found of it: a full stop does, too.
        said = self._said(claim)
        stop = "" if said.endswith((".", "!", "?", "…")) else "."
        parts = [(said + stop, style.INK), (claim.note, style.MUTED)]
        pieces, _, line = self._flow(parts, (self.gist, 0), self.gist)
        return pieces, line + 1

    def _is_inline(self, claim: Claim, setting: Setting) -> bool:
        return setting.is_inline and claim.verdict in setting.reasons and bool(claim.note)

    def _rows(self, claim: Claim, setting: Setting) -> int:
        if self._is_inline(claim, setting):
            return self._inline(claim)[1]
        gist, reason = self._lines(claim, setting)
        is_below = self.profile.is_narrow
        return len(gist) + len(reason) if is_below else max(len(gist), len(reason))

    def _height(self, setting: Setting) -> float:
        return sum(self._block_height(*group, setting) for group in self.groups.items())

    def _block_height(self, verdict: str, claims: list[Claim], setting: Setting) -> float:
        head = self.step * 1.9
        if verdict in setting.marks:
            return head + self._mark_rows(claims) * self.step * 1.25
        if verdict in setting.running:
            return head + self._run(claims)[1] * self.step * _RUN_PITCH
        rows = sum(self._rows(claim, setting) for claim in claims)
        return head + rows * self.step + len(claims) * self.size * 0.3

    def _mark_pitch(self, claims: list[Claim]) -> float:
        return widest([c.statement_id for c in claims], self.size) + self.size * 1.9

    def _mark_rows(self, claims: list[Claim]) -> int:
        a_line = max(1, int((self.width - self.size) // self._mark_pitch(claims)))
        return -(-len(claims) // a_line)

    def _draw_block(self, verdict: str, claims: list[Claim], setting: Setting, top: float) -> float:
        line = top + self.step * 0.3
        ends = (0, line, self.width, line)
        self.canvas.rule(ends, colour=style.RULE, width=self.profile.line)
        middle = line + self.step * 0.7
        self._mark(verdict, (self.size * 0.5, middle), self.size)
        name = term("verdict", verdict, self.lang)
        key = word("claims.key", self.lang, verdict=name, n=len(claims))
        at = (self.size * 1.4, middle + CAP_HEIGHT * self.size / 2)
        self.canvas.text(at, first_up(key), Type(self.size, "bold"))
        y = top + self.step * 1.7
        if verdict in setting.marks:
            self._draw_marks(claims, y)
        elif verdict in setting.running:
            self._draw_run(claims, y)
        else:
            for claim in claims:
                y = self._draw_claim(claim, setting, y)
        return top + self._block_height(verdict, claims, setting)

    def _draw_claim(self, claim: Claim, setting: Setting, top: float) -> float:
        base = top + self.step * 0.85
        at = (self.size * 0.5, top + self.step / 2)
        self._mark(claim.verdict, at, self.size * 0.8, claim)
        number = Type(self.size, colour=style.MUTED)
        self.canvas.text((self.size * 1.4, base), f"¶{claim.paragraph}", number)
        if self._is_inline(claim, setting):
            for piece in self._inline(claim)[0]:
                spot = (piece.x, base + piece.line * self.step)
                self.canvas.text(spot, piece.text, Type(self.size, colour=piece.colour))
            return top + self._rows(claim, setting) * self.step + self.size * 0.3
        gist, reason = self._lines(claim, setting)
        for n, text in enumerate(gist):
            self.canvas.text((self.gist, base + n * self.step), text, Type(self.size))
        x, below = self.gist, len(gist)
        if not self.profile.is_narrow:
            x, below = self.gist + (self.width - self.gist) * self.share + self.size, 0
        for n, text in enumerate(reason):
            self.canvas.text((x, base + (below + n) * self.step), text, number)
        return top + self._rows(claim, setting) * self.step + self.size * 0.3

    def _draw_run(self, claims: list[Claim], top: float) -> None:
        for piece in self._run(claims)[0]:
            x, y = piece.x, top + (piece.line + 0.5) * self.step * _RUN_PITCH
            if piece.claim:
                at = (x + self.size * 0.5, y)
                self._mark(piece.claim.verdict, at, self.size * 0.8, piece.claim)
                x += self.size * 1.4
            at = (x, y + CAP_HEIGHT * self.size / 2)
            self.canvas.text(at, piece.text, Type(self.size, colour=piece.colour))

    def _draw_marks(self, claims: list[Claim], top: float) -> None:
        pitch = self._mark_pitch(claims)
        a_line = max(1, int((self.width - self.size) // pitch))
        for n, claim in enumerate(claims):
            row, place = divmod(n, a_line)
            x, y = self.size * 0.5 + place * pitch, top + (row + 0.5) * self.step * 1.25
            self._mark(claim.verdict, (x, y), self.size * 0.8, claim)
            at = (x + self.size * 0.7, y + CAP_HEIGHT * self.size / 2)
            self.canvas.text(at, claim.statement_id, Type(self.size, colour=style.MUTED))

    def _mark(
        self, verdict: str, at: tuple[float, float], width: float, claim: Claim | None = None
    ) -> None:
        mark = VERDICT_MARKS[verdict]
        line = self.profile.line * (1.6 if mark.fill == NONE else 0.8)
        glyph = Glyph(mark.shape, width * 0.4, Paint(mark.fill, style.INK, line))
        event = _event(claim, self.lang) if claim else None
        self.canvas.point(at, glyph, event=event)


# --- what a mark says ------------------------------------------------------------------------


def _event(claim: Claim, lang: str) -> dict[str, str]:
    """Return the fields of a mark: its row, its tooltip, and what is read aloud."""
    fields = {
        "paragraph": claim.paragraph,
        "gist": claim.gist,
        "note": claim.note,
        "verdict": term("verdict", claim.verdict, lang),
    }
    description = word("claims.describe", lang, statement=claim.statement_id, **fields)
    return {"event_id": claim.statement_id, "description": description.strip()} | fields


def _tooltip(lang: str) -> dict[str, str]:
    names = {"event_id": "statement"} | {
        name: name for name in ("paragraph", "gist", "verdict", "note")
    }
    return {field: word(f"claims.column.{name}", lang) for field, name in names.items()}
