"""A kind of figure whose headline is the answer that its rows give, in words of its own file."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from chronotope.dossier.read import Dossier
from chronotope.draw.canvas import Canvas
from chronotope.draw.labels import LINE_HEIGHT, wrap_text
from chronotope.draw.plate import Plate
from chronotope.draw.spec import Spec
from chronotope.draw.style import Type
from chronotope.draw.timescale import year_words
from chronotope.figures._contacts import form_words
from chronotope.figures._kind import Kind, Story
from chronotope.figures.captions import first_up
from chronotope.figures.contents import labels_of
from chronotope.lang.words import word, words_count

_MOST_LEADERS = 2  # that share a first place in a headline; more are no leaders


class Answer(Kind):
    """A kind that answers its question in the headline, where the dossier gives none.

    Its words stand in the file of its name: ``subtitle``, ``alt``, ``long``, ``note``, and
    ``none`` for a dossier that has no rows for it.
    """

    def say(self, key: str, lang: str, **fields: object) -> str:
        """Return a text of the kind's own file."""
        return word(self.key(key), lang, **fields)

    def key(self, key: str) -> str:
        """Return the whole key of a text of its own file."""
        return f"{self.name.replace('-', '_')}.{key}"

    @abstractmethod
    def answer(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> str:
        """Return what the rows answer: at most about ten words, no full stop."""

    @abstractmethod
    def fields(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return what the alternative text, the description and the note say in numbers."""

    def of_no_year(self, dossier: Dossier, figure: pd.Series) -> int:
        """Return how many events a kind that goes by years cannot count, as theirs is not known."""
        return 0

    def axis_fields(self, figure: pd.Series, rows: pd.DataFrame, lang: str) -> Mapping[str, object]:
        """Return what the texts say of an axis that shows more than the years of the rows."""
        return {}

    @abstractmethod
    def lines(self, dossier: Dossier, rows: pd.DataFrame, lang: str) -> Sequence[str]:
        """Return the rows of the long description."""

    @abstractmethod
    def plot(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> object:
        """Return the drawing of some rows; there is at least one."""

    def headline(self, dossier: Dossier, figure: pd.Series, lang: str) -> str:
        """Return the answer; the dossier's title where no row gives one."""
        rows = kept_rows(dossier, self, figure["window"], figure["frame_id"])
        if rows.empty:
            return super().headline(dossier, figure, lang)
        return self.answer(dossier, rows, lang)

    def subtitle(self, dossier: Dossier, figure: pd.Series, lang: str) -> str:
        """Return what the figure shows, in the forms of contact that its rows have."""
        rows = kept_rows(dossier, self, figure["window"], figure["frame_id"])
        if rows.empty:
            return ""
        forms = form_words(rows, lang) if "form" in rows else ""
        return first_up(self.say("subtitle", lang, forms=forms))

    def draw(self, dossier: Dossier, figure: pd.Series, spec: Spec) -> object:
        """Return the drawing, or the sentence that there is nothing to draw."""
        rows = kept_rows(dossier, self, figure["window"], figure["frame_id"])
        if rows.empty:
            return say_nothing(self.say("none", spec.lang), spec)
        return self.plot(dossier, figure, rows, spec)

    def tell(self, dossier: Dossier, figure: pd.Series, rows: pd.DataFrame, spec: Spec) -> Story:
        """Return the words of the kind's own file, filled in from the rows."""
        lang = spec.lang
        fields = {**self.fields(dossier, rows, lang), **self.axis_fields(figure, rows, lang)}
        fields["headline"] = figure[f"headline_{lang}"]
        note = word("captions.notes", lang, text=self.say("note", lang, **fields))
        long = self.say("long", lang, **fields)
        lines = self.lines(dossier, rows, lang)
        unknown = self.of_no_year(dossier, figure)
        said = [word("captions.year_unknown", lang, n=unknown)] if unknown else []
        return Story(self.say("alt", lang, **fields), (long, *lines), (note, *said))


@lru_cache(maxsize=64)
def kept_rows(dossier: Dossier, kind: Kind, window: str, frame_id: str) -> pd.DataFrame:
    """Return the rows of a kind in a window: the headline, the drawing and its words share them."""
    return kind.rows(dossier, pd.Series({"window": window, "frame_id": frame_id}))


def say_nothing(text: str, spec: Spec) -> Plate:
    """Return a drawing that is one sentence."""
    canvas, size = Canvas(), spec.profile.text
    lines = wrap_text(text, spec.profile.plot_width, size)
    for n, line in enumerate(lines):
        canvas.text((0, size * (1 + n * LINE_HEIGHT)), line, Type(size))
    height = size * (0.6 + len(lines) * LINE_HEIGHT)
    return canvas.chart(spec.profile.plot_width, height, tooltip={})


def pair_words(row: Mapping[str, object], names: Mapping[str, str], lang: str) -> str:
    """Return the two actors of a row by their names."""
    first, second = names[str(row["actor_id"])], names[str(row["met_id"])]
    return word("captions.pair", lang, first=first, second=second)


def pair_names(dossier: Dossier, rows: pd.DataFrame, lang: str) -> list[str]:
    """Return the names of all actors of some rows of pairs."""
    names = actor_names(dossier, lang)
    return [names[actor] for actor in sorted({*rows["actor_id"], *rows["met_id"]})]


def leaders(counts: pd.Series) -> list[str]:
    """Return who is first in a count, by id; nobody where more than two share the place."""
    if counts.empty:
        return []
    first = sorted(counts.index[counts == counts.max()])
    return first if len(first) <= _MOST_LEADERS and len(first) < max(len(counts), 2) else []


def with_level(name: str, counts: pd.Series, lang: str) -> str:
    """Return the name of who is first in a count, and how many share the place."""
    others = int((counts == counts.max()).sum()) - 1
    return word("captions.level", lang, name=name, n=others) if others else name


def told_lines(lines: Sequence[str], key: str, lang: str, *, most: int) -> list[str]:
    """Return the first lines of a list, then how many more the data file has: none goes unsaid."""
    rest = len(lines) - most
    return [*lines[:most], *([words_count(key, rest, lang)] if rest > 0 else [])]


def line_of(label: str, count: object, lang: str) -> str:
    """Return a line of a long description."""
    return word("captions.lane_count", lang, label=label, n=count)


def by_years(years: pd.Series, lang: str) -> str:
    """Return how many fall in each year: ``2002 (1); 2005 (2)``."""
    counts = years.value_counts().sort_index()
    return word("captions.and_then", lang).join(
        word("claims.key", lang, verdict=year_words(int(year), lang), n=int(n))
        for year, n in counts.items()
    )


def actor_names(dossier: Dossier, lang: str) -> dict[str, str]:
    """Return the name of each actor."""
    return labels_of(dossier.actors, "actor_id", lang)
