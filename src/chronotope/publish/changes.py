"""What changed between two versions of a dossier: added, corrected, withdrawn, by figure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from chronotope.dossier.beside import DRAWN_FILES
from chronotope.dossier.evidence import term
from chronotope.dossier.model import Dossier
from chronotope.dossier.placing import replacing
from chronotope.dossier.schemas import (
    PACKAGE_FILE,
    key_columns,
    reference,
    split_list,
    table_fields,
    table_names,
)
from chronotope.dossier.tables import Row
from chronotope.figures.render import figure_rows, list_figures
from chronotope.lang.dates import DateError, date_words
from chronotope.lang.words import has_word, word

KINDS = ("added", "corrected", "withdrawn")
# What a row is called, the first that its table has.
_NAMES = ("title", "label", "gist", "headline", "wording", "value")
_MANY = 9  # blank cells of one column filled in are told as one
_HASH = "SHA-256"
_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


@dataclass(frozen=True)
class Change:
    """One row added or withdrawn, or one cell of it corrected.

    Attributes
    ----------
    kind
        ``added``, ``corrected`` or ``withdrawn``.
    table, row_id, column
        Where; the column is blank for a whole row.
    before, after
        What stood there and stands there, as in the table.
    figures
        Numbers of the figures that show the row.
    """

    kind: str
    table: str
    row_id: str
    column: str = ""
    before: str = ""
    after: str = ""
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Changes:
    """Every change from one version of a dossier to another.

    It prints in the first language of the newer version; ``words`` says it in another one.
    """

    old: Dossier
    new: Dossier
    rows: tuple[Change, ...]

    def __str__(self) -> str:
        return self.words()

    __repr__ = __str__

    def frame(self) -> pd.DataFrame:
        """Return one row a change: kind, table, row_id, column, before, after, figures."""
        columns = ["kind", "table", "row_id", "column", "before", "after", "figures"]
        cells = [[getattr(row, name) for name in columns] for row in self.rows]
        return pd.DataFrame(cells, columns=columns)

    def words(self, lang: str | None = None) -> str:
        """Return the changes in words, in one language of the newer version.

        Raises
        ------
        ValueError
            If the dossier has no text in that language.
        """
        title, sections = _Teller(self, self.new.language(lang)).told()
        lines = [title]
        for heading, told in sections:
            lines += [f"  {heading}", *(f"    – {line}" for line in told)]
        return "\n".join(lines)

    def changelog(self, langs: Iterable[str] | None = None) -> str:
        """Return the section of a CHANGELOG, in Markdown, in the languages of the dossier."""
        version = self.new.version or self.new.sha256[:12]
        blocks = [f"## {_plain(version)}"]
        for lang in langs or self.new.languages:
            title, sections = _Teller(self, self.new.language(lang)).told()
            blocks.append(f"### {_plain(title)}")
            for heading, told in sections:
                lines = [f"- {_plain(line)}" for line in told]
                blocks += [f"**{_plain(heading)}**", "\n".join(lines)] if lines else [heading]
        return "\n\n".join(blocks) + "\n"


def compare_dossiers(old: Dossier, new: Dossier) -> Changes:
    """Return what was added to a dossier, corrected in it and withdrawn from it.

    Rows are the same if their ids are; a text that only stands in for a translation is none.

    Raises
    ------
    ValueError
        If no event of the one has the id of an event of the other: these are not two versions.
    """
    ours, theirs = set(new.events["event_id"]), set(old.events["event_id"])
    if ours and theirs and not ours & theirs:
        raise ValueError(
            f"no event of {new.folder_name} has the id of an event of {old.folder_name}: these "
            "are two dossiers, not two versions of one. Name two versions."
        )
    shown = {"old": _figures_by_id(old), "new": _figures_by_id(new)}
    rows = [change for table in table_names() for change in _table_changes(old, new, table, shown)]
    return Changes(old, new, (*_file_changes(old, new), *rows))


def _file_changes(old: Dossier, new: Dossier) -> Iterator[Change]:
    """Yield what was changed in the data package, and which file beside the tables."""
    for file, said in ((PACKAGE_FILE, _package), ("", _beside)):
        before, after = said(old), said(new)
        for name in {**before, **after}:
            was, now = before.get(name, ""), after.get(name, "")
            if was != now:
                yield Change("corrected", file or name, "", name if file else _HASH, was, now)


def _package(dossier: Dossier) -> dict[str, str]:
    """Return what a dossier says of itself as a whole, as text; what it does not say is blank."""
    unsaid = {gap.kind for gap in dossier.form_gaps}
    titles = {} if "no-title" in unsaid else dossier.titles
    article, short = dict(dossier.article), dossier.abbreviations
    return {
        "languages": ";".join(dossier.languages),
        **{f"title_{lang}": title for lang, title in titles.items()},
        "as_of": str(dossier.as_of) if dossier.is_dated else "",
        "sides": "" if "no-sides" in unsaid else ";".join(dossier.sides),
        "licenses": dossier.licence,
        "article": ";".join(f"{name}={article[name]}" for name in sorted(article)),
        "abbreviations": ";".join(f"{k}={short[x][k]}" for x in sorted(short) for k in short[x]),
    }


def _beside(dossier: Dossier) -> dict[str, str]:
    """Return the hash of each file beside the tables that is drawn with them."""
    paths = [dossier.folder / name for name in DRAWN_FILES]
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in paths
        if path.is_file()
    }


def _figures_by_id(dossier: Dossier) -> dict[str, tuple[int, ...]]:
    """Return for each id the numbers of the figures whose rows name it."""
    found: dict[str, set[int]] = {}
    for figure in list_figures(dossier).to_dict("records"):
        found.setdefault(figure["figure_id"], set()).add(int(figure["number"]))
        try:
            rows = figure_rows(dossier, figure["figure_id"])
        except (ValueError, OSError, ImportError):
            continue  # a figure that cannot be drawn shows nothing
        for column in rows.select_dtypes(include=["object", "str"]).columns:
            for cell in set(map(str, rows[column])):
                for value in split_list(cell):
                    found.setdefault(value, set()).add(int(figure["number"]))
    return {value: tuple(sorted(numbers)) for value, numbers in found.items()}


def _rows(dossier: Dossier, table: str) -> dict[str, Row]:
    """Return the rows of a table as text by their keys, without texts that are borrowed."""
    frame = dossier.table(table)
    keys = key_columns(table)
    borrowed = dossier.borrowed.get(table, frozenset())
    found = {}
    for at, row in enumerate(frame.to_dict("records")):
        cells = {str(k): "" if (at, k) in borrowed else _text(v) for k, v in row.items()}
        found[",".join(cells[key] for key in keys)] = cells
    return found


def _text(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.12g}"
    return str(value)


def _table_changes(
    old: Dossier, new: Dossier, table: str, shown: dict[str, dict[str, tuple[int, ...]]]
) -> Iterator[Change]:
    if table == "decisions":
        return  # they say why of the others
    before, after = _rows(old, table), _rows(new, table)
    made = _made(old, table) & _made(new, table)  # by the program, in both
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        seen = shown["old" if other is None else "new"]
        figures = seen.get(key) or seen.get(key.split(",")[0], ())
        if one is None or other is None:
            yield Change("withdrawn" if one else "added", table, key, figures=figures)
            continue
        for column in {**one, **other}:
            was, now = one.get(column, ""), other.get(column, "")
            if was != now and (key, column) not in made:
                yield Change("corrected", table, key, column, was, now, figures)


def _made(dossier: Dossier, table: str) -> frozenset[tuple[str, str]]:
    """Return the cells that nobody wrote, by the key of their row."""
    keys = list(_rows(dossier, table))
    return frozenset((keys[at], column) for at, column in dossier.made.get(table, ()))


# --- in words --------------------------------------------------------------------------------


def _w(key: str, lang: str, **fields: object) -> str:
    return word(f"changes.{key}", lang, **fields)


class _Teller:
    """Tells the changes in one language."""

    def __init__(self, changes: Changes, lang: str) -> None:
        self.changes, self.lang = changes, lang
        self.new, self.old = changes.new, changes.old

    def told(self) -> tuple[str, list[tuple[str, list[str]]]]:
        """Return the title, and each heading with its lines."""
        old, new = (d.version or _w("unversioned", self.lang) for d in (self.old, self.new))
        title = _w("title", self.lang, name=self.new.title(self.lang), old=old, new=new)
        mine = [change for change in self.changes.rows if self._is_for_reader(change)]
        if not mine:
            return title, [(_w("nothing", self.lang), [])]
        sections = []
        for kind in KINDS:
            told = list(self._lines([change for change in mine if change.kind == kind]))
            if told:
                sections.append((_w(kind, self.lang), told))
        if by_figure := list(self._by_figure(mine)):
            sections.append((_w("by_figure", self.lang), by_figure))
        return title, sections

    def _is_for_reader(self, change: Change) -> bool:
        """Say whether a change is in no text, or in one of the reader's language."""
        stem, _, lang = change.column.rpartition("_")
        stems = {"title"} if change.table not in table_names() else _text_stems(change.table)
        is_text = lang in self.new.languages and stem in stems
        return not is_text or lang == str(self.lang)

    def _lines(self, found: list[Change]) -> Iterator[str]:
        changes = [change for change in found if change.table in table_names()]
        for change in found:
            if change.table not in table_names():
                yield self._file_line(change)
        links = Counter(
            change.table
            for change in changes
            if len(key_columns(change.table)) > 1 and not change.column
        )
        filled = Counter(
            (change.table, change.column)
            for change in changes
            if change.column and not change.before
        )
        for change in changes:
            is_link = len(key_columns(change.table)) > 1 and not change.column
            is_filled = not change.before and filled[change.table, change.column] > _MANY
            if not is_link and not is_filled:
                yield self._line(change)
        for table, count in links.items():
            yield _w("links", self.lang, table=self._table(table), count=count)
        for (table, column), count in filled.items():
            if count > _MANY:
                name = self._column(Change("corrected", table, "", column))
                yield _w("filled", self.lang, table=self._table(table), column=name, count=count)

    def _file_line(self, change: Change) -> str:
        def said(value: str) -> str:
            if not value:
                return _w("blank", self.lang)
            text = date_words(value, self.lang) if change.column == "as_of" else value
            return word("evidence.quoted", self.lang, text=text)

        name = change.column if change.column == _HASH else self._stem(change.column)
        before, after = said(change.before), said(change.after)
        return _w("file", self.lang, file=change.table, column=name, before=before, after=after)

    def _line(self, change: Change) -> str:
        fields = {
            "table": self._table(change.table),
            "id": change.row_id,
            "title": self._title(change),
        }
        if not change.column:
            told = _w("row", self.lang, **fields)
        else:
            told = _w(
                "cell", self.lang, **fields, column=self._column(change),
                before=self._value(change, change.before, self.old),
                after=self._value(change, change.after, self.new),
            )  # fmt: skip
        return " ".join([told, *self._why(change), *self._figures(change)])

    def _figures(self, change: Change) -> list[str]:
        numbers = ", ".join(map(str, change.figures))
        return [_w("figures", self.lang, numbers=numbers)] if numbers else []

    def _why(self, change: Change) -> list[str]:
        place = (change.table, change.row_id)
        reason = self._reasons.get((*place, self._stem(change.column))) or (
            self._reasons.get((*place, ""))
        )
        return [_w("why", self.lang, reason=reason)] if reason else []

    @cached_property
    def _reasons(self) -> dict[tuple[str, str, str], str]:
        """The last reason that the newer version gives for each cell or row."""
        return {
            (row["table"], row["row_id"], self._stem(row["column"])): row[f"reason_{self.lang}"]
            for row in self.new.table("decisions").to_dict("records")
            if row["decision"] != "open" and row[f"reason_{self.lang}"]
        }

    def _table(self, table: str) -> str:
        key = f"evidence.kind.{table}"
        return word(key, self.lang) if has_word(key, self.lang) else table

    def _column(self, change: Change) -> str:
        """Return the name of a column: of a text, its stem; in words where there are some."""
        name = self._stem(change.column)
        keys = (f"changes.column.{name}", f"evidence.fact.{name.removeprefix('verdict_')}")
        return next((word(key, self.lang) for key in keys if has_word(key, self.lang)), name)

    def _stem(self, column: str) -> str:
        """Return a column without its language: what is decided of a text holds in all of them."""
        stem, _, lang = column.rpartition("_")
        return stem if stem and lang in self.new.languages else column

    def _title(self, change: Change) -> str:
        dossier = self.old if change.kind == "withdrawn" else self.new
        return self._name(dossier, change.table, change.row_id)

    def _name(self, dossier: Dossier, table: str, row_id: str) -> str:
        row = _named_rows(dossier, table).get(row_id, {})
        names = (row.get(f"{stem}_{self.lang}") or row.get(stem) for stem in (*_NAMES, "surface"))
        return next((str(name) for name in names if name), row_id)

    def _value(self, change: Change, value: str, dossier: Dossier) -> str:
        if not value:
            return _w("blank", self.lang)
        parts = [self._part(change, part, dossier) for part in self._parts(change, value)]
        return word("evidence.quoted", self.lang, text="; ".join(parts))

    def _parts(self, change: Change, value: str) -> list[str]:
        return split_list(value) if reference(change.table, change.column) else [value]

    def _part(self, change: Change, value: str, dossier: Dossier) -> str:
        target = reference(change.table, change.column)
        if target:
            return self._name(dossier, target, value)
        if has_word(f"evidence.{change.column}.{value}", self.lang):
            return term(change.column, value, self.lang)
        if _is_date(change.table, change.column):
            try:
                return date_words(value, self.lang)
            except DateError:
                return value
        return value

    def _by_figure(self, changes: list[Change]) -> Iterator[str]:
        figures = list_figures(self.new).to_dict("records")
        for figure in figures:
            number = int(figure["number"])
            mine = [change for change in changes if number in change.figures]
            counts = {
                kind: len({(c.table, c.row_id) for c in mine if c.kind == kind}) for kind in KINDS
            }
            if any(counts.values()):
                headline = figure[f"headline_{self.lang}"]
                yield _w("figure", self.lang, number=number, headline=headline, **counts)


def _text_stems(table: str) -> frozenset[str]:
    from chronotope.dossier.schemas import text_stems

    return frozenset(text_stems(table))


def _named_rows(dossier: Dossier, table: str) -> dict[str, Row]:
    (key, *_) = key_columns(table)
    return {str(row[key]): row for row in dossier.table(table).to_dict("records")}


def _is_date(table: str, column: str) -> bool:
    return any(f["name"] == column and "edtf" in f for f in table_fields(table, ()))


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is: what a table says is never markup."""
    return _MARKUP.sub(r"\\\1", text.replace("\n", " "))


# --- the file --------------------------------------------------------------------------------


def write_changelog(path: Path, changes: Changes, langs: Iterable[str] | None = None) -> None:
    """Put the section of a version on top of a CHANGELOG; one that is there is written anew.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    title = f"# {_plain(changes.new.title(changes.new.languages[0]))}\n"
    section = changes.changelog(langs)
    heading = section.partition("\n")[0]
    before = path.read_text("utf-8") if path.is_file() else title
    head, *sections = re.split(r"(?m)^(?=## )", before)
    kept = [block for block in sections if block.partition("\n")[0] != heading]
    with replacing(path) as beside:
        blocks = [head.rstrip("\n") + "\n", section, *(block.rstrip("\n") + "\n" for block in kept)]
        beside.write_text("\n".join(blocks), encoding="utf-8")
