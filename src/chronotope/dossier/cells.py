"""From tables of text cells to a dossier: the one way in for folders, workbooks and frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from chronotope.dates.calendars import CALENDARS, read_in
from chronotope.dates.days import CivilDay
from chronotope.dates.edtf import DateError, parse_date
from chronotope.dossier.about import About, fallback_titles, read_about
from chronotope.dossier.beside import NAMING, sha256_with
from chronotope.dossier.closed_words import is_translated, says, words_meant
from chronotope.dossier.commas import joined_names, split_at_commas
from chronotope.dossier.defaults import ALIASES, LOOKED_UP, complete, made_cells
from chronotope.dossier.errors import Fault, Gap
from chronotope.dossier.grid import Grid, Origin, TextTable, relocated
from chronotope.dossier.headers import called, is_late, is_weak
from chronotope.dossier.model import Dossier
from chronotope.dossier.participants import unsaid_of_actors
from chronotope.dossier.relative import COLUMN as RELATIVE
from chronotope.dossier.relative import TYPED, is_relative, place_relative
from chronotope.dossier.rules import grid_faults, number_columns
from chronotope.dossier.schemas import (
    PACKAGE_FILE,
    key_columns,
    sorted_columns,
    table_columns,
    table_fields,
    table_names,
    text_stems,
)
from chronotope.dossier.sheets import cell_problem, tidy_cell
from chronotope.dossier.tables import Tables
from chronotope.lang.languages import (
    LAST_RESORT,
    get_locale,
    interface_languages,
    is_language,
)
from chronotope.lang.spoken import spoken_in
from chronotope.lang.written import edtf_or_text, names_a_part

MISSING_COLUMN = "the column is missing"
# Columns of events that the program reads and no other table knows.
_READ_BESIDE = ("end", "source", "accessed", "longitude", "latitude")
_TEXTS = ("title", "label", "summary")  # what of an event tells its language
_COMMA_NUMBER = re.compile(r"-?\d+,\d+")


@dataclass(frozen=True)
class Source:
    """What was read: the name of a folder or file, where it stands, the hash of its bytes."""

    name: str
    folder: Path = Path()
    sha256: str = ""


def assemble(
    tables: Mapping[str, TextTable],
    *,
    source: Source,
    package: Mapping[str, object] | None = None,
    lang: str | None = None,
) -> tuple[Dossier, list[Fault]]:
    """Return the dossier that tables of text cells make, and every fault of form.

    Nothing is dropped: a cell that cannot be read is a fault with its place and stays blank in a
    column of numbers, and as it is elsewhere; its row and all that hangs on it stay.

    Parameters
    ----------
    tables
        Tables by their names, at least ``events``; those that are not there have no rows.
    source
        What they were read from; its name is the title where no title is given.
    package
        The object of ``datapackage.json``; None where there is none.
    lang
        Language of texts that do not say theirs; None takes the one they seem to be in.

    Returns
    -------
    tuple of Dossier and list of Fault
        Its gaps are at ``dossier.gaps``.
    """
    about = read_about(package or {})
    languages = about.languages or _found_languages(tables) or ((lang,) if lang else ())
    guessed = "" if languages else _spoken(tables)
    languages = languages or (guessed or LAST_RESORT,)
    faults, gaps = list(about.faults), list(about.gaps)
    gaps += _about_gaps(about, languages, is_described=package is not None)
    if guessed and guessed != LAST_RESORT:
        gaps.append(_guessed_gap(tables["events"].file, guessed))
    if len(about.languages) == 1 and (spoken := _spoken(tables)) not in ("", *languages):
        gaps.append(_other_language_gap(tables["events"].file, languages[0], spoken))
    reader = _GridReader(languages, about.described, faults)
    grids = {t: reader.read(t, tables.get(t)) for t in table_names()}
    gaps += [gap for grid in grids.values() for gap in _own_columns(grid, about, languages)]
    asked = (*split_at_commas(grids), *joined_names(grids, languages))
    gaps += [relocated(gap, {"events": grids["events"].origin}) for gap in asked]
    typed = {id(row): dict(row) for grid in grids.values() for row in grid.rows}
    faults += complete(grids, languages)
    faults += place_relative(grids["events"])
    faults += grid_faults(grids, languages)
    for grid in grids.values():
        grid.sort(key_columns(grid.table))
    gaps += _looked_up(grids["places"])
    gaps += unsaid_of_actors(grids, typed, about)
    gaps += _same_rows(grids["events"])
    made = {t: made_cells(grid, typed, languages) for t, grid in grids.items()}
    borrowed = {t: _borrow(grid, languages) for t, grid in grids.items()}
    origins = {t: grid.origin for t, grid in grids.items()}
    beside = [row.get(column, "") for t, column in NAMING for row in grids[t].rows]
    dossier = Dossier(
        folder_name=source.name,
        folder=source.folder,
        sha256=sha256_with(source.sha256, source.folder, beside=beside),
        languages=languages,
        titles=MappingProxyType(fallback_titles(about, languages, source.name)),
        **_standing(about, grids["events"]),
        sides=about.sides,
        article=MappingProxyType(about.article),
        created=about.created,
        version=about.version,
        licence=about.licence,
        licence_url=about.licence_url,
        abbreviations=MappingProxyType(about.abbreviations),
        draft=MappingProxyType(about.draft),
        _tables=Tables(grids),
        lines=MappingProxyType({t: tuple(grid.lines) for t, grid in grids.items()}),
        origins=MappingProxyType(origins),
        borrowed=MappingProxyType(borrowed),
        made=MappingProxyType(made),
        unread=frozenset(t for t, grid in grids.items() if not grid.is_whole),
        form_gaps=tuple(gaps),
    )
    return dossier, [relocated(fault, origins) for fault in drop_echoes(faults)]


def drop_echoes(faults: list[Fault]) -> list[Fault]:
    """Return the faults without those that a missing column causes in every row."""
    gone = {(f.file, f.column) for f in faults if f.problem == MISSING_COLUMN}
    # A label is cut from its title.
    gone |= {(file, str(c).replace("title_", "label_", 1)) for file, c in gone}
    return [
        f
        for f in faults
        if f.row in (None, 1)
        or not any((f.file, column) in gone for column in (f.column or "").split(","))
    ]


# --- the header ------------------------------------------------------------------------------


def _found_languages(tables: Mapping[str, TextTable]) -> tuple[str, ...]:
    """Return the languages of the text columns, in the order in which they stand there."""
    found: dict[str, None] = {}
    for table, given in tables.items():
        for header in given.headers:
            stem, _, lang = header.strip().rpartition("_")
            if stem.casefold() in text_stems(table) and is_language(lang):
                found[lang] = None
    return tuple(found)


def _spoken(tables: Mapping[str, TextTable]) -> str:
    """Return the language that the texts, months and headers of the events are in, or a blank."""
    events = tables.get("events")
    if events is None:
        return ""
    plain = column_names(events.headers, "events", (LAST_RESORT,))
    cells = {name: [row[k] for row in events.cells] for k, name in enumerate(plain) if name}
    texts = [cell for name, held in cells.items() if _stem(name) in _TEXTS for cell in held]
    return spoken_in(texts, dates=cells.get("date", ()), columns=events.headers) or ""


def _stem(column: str) -> str:
    return column.rpartition("_")[0]


def _guessed_gap(file: str, lang: str) -> Gap:
    name = get_locale(lang).get_display_name(LAST_RESORT)
    return Gap(
        "guessed-language", file, None, None, None, f"the texts are taken for {name} ({lang})",
        f"Name the column title_{lang}, or say --lang {lang} to open, check, figures, story or "
        "import.",
    )  # fmt: skip


def _other_language_gap(file: str, said: str, spoken: str) -> Gap:
    names = [get_locale(lang).get_display_name(LAST_RESORT) for lang in (said, spoken)]
    return Gap(
        "other-language", file, None, None, None,
        f"the dossier says that it is in {names[0]}, and its texts seem to be in {names[1]}",
        f"Write {spoken} for {said} under languages, or leave it where it is right.",
    )  # fmt: skip


def column_name(header: str, table: str, languages: Sequence[str]) -> str:
    """Return the column of the format that a header means; the header itself for any other."""
    written = header.strip()
    plain = re.sub(r"[\s-]+", "_", written.casefold())
    stem, _, lang = written.rpartition("_")
    if stem.casefold() in text_stems(table):
        return f"{stem.casefold()}_{lang}"
    if plain in text_stems(table):
        return f"{plain}_{languages[0]}"
    if plain == "id" and len(key_columns(table)) == 1:
        return key_columns(table)[0]
    known = table_columns(table, languages)
    if table == "events" and plain not in known and plain in ALIASES:
        return ALIASES[plain]
    return plain if plain in known or plain in _READ_BESIDE else written


def has_dates(headers: Sequence[str]) -> bool:
    """Return whether one of the headers means the date of an event."""
    return "date" in column_names(headers, "events", (LAST_RESORT,))


def column_names(
    headers: Sequence[str],
    table: str,
    languages: Sequence[str],
    *,
    held: Mapping[str, Iterable[str]] | None = None,
) -> list[str]:
    """Return the column that each header means, be it in another language than English.

    A word of another language means a column only where no header says it in its own name.

    Parameters
    ----------
    headers
        As the person wrote them.
    table, languages
        Whose columns they are.
    held
        The cells under each header: a header that may also be a day or a country (``Stand``,
        ``state``) is a status only where one of them is; None takes every header at its word.
    """
    names = [column_name(header, table, languages) for header in headers]
    known = {*table_columns(table, languages), *_READ_BESIDE}
    for place, header in sorted(enumerate(headers), key=lambda pair: is_late(pair[1])):
        english = called(header, table) if names[place] == header.strip() else ()
        found = (column_name(name, table, languages) for name in english)
        meant = next((name for name in found if name in known), "")
        is_doubtful = (
            table == "events" and held is not None and is_weak(header)
            and not says(meant, held[header])
        )  # fmt: skip
        if meant and meant not in names and not is_doubtful:
            names[place] = meant
    return names


class _GridReader:
    """Reads each table into the columns of the format, then those of the person's own."""

    def __init__(
        self, languages: tuple[str, ...], described: Mapping[str, list[str]], faults: list[Fault]
    ) -> None:
        self.languages, self.described, self.faults = languages, described, faults

    def read(self, table: str, given: TextTable | None) -> Grid:
        """Return the rows of a table, every cell tidied, every header understood."""
        if given is None:
            return Grid(table, table_columns(table, self.languages))
        headers = given.headers
        held = {header: [row[k] for row in given.cells] for k, header in enumerate(headers)}
        names = column_names(headers, table, self.languages, held=held)
        wrong = list(self._header_faults(table, names)) if headers else []
        self.faults += wrong
        grid = Grid(
            table,
            sorted_columns(table, (n for n in names if n), self.languages),
            lines=list(given.rows),
            is_given=True,
            has_ids=key_columns(table)[0] in names,
            lost=frozenset(str(f.column) for f in wrong if f.problem == MISSING_COLUMN),
            is_whole=given.is_whole and not any(f.problem == MISSING_COLUMN for f in wrong),
            origin=Origin(given.file, _as_written(names, headers)),
        )
        at = {name: names.index(name) for name in names if name}
        blank = dict.fromkeys(grid.columns, "")
        for cells in given.cells:
            row = {**blank, **{name: tidy_cell(cells[place]) for name, place in at.items()}}
            grid.rows.append(row)
        self._look_at_cells(grid)
        return grid

    def _look_at_cells(self, grid: Grid) -> None:
        numbers = number_columns(grid.table)
        dates = {f["name"] for f in table_fields(grid.table, ()) if "edtf" in f}
        if grid.table == "events":
            dates |= {"accessed", "end"}
        closed = {c: words_meant(c) for c in grid.columns if is_translated(grid.table, c)}
        for line, row in grid.items():
            for column, cell in row.items():
                if not cell:
                    continue
                if (wrong := cell_problem(cell))[0]:
                    self.faults.append(Fault(f"{grid.table}.csv", line, column, cell, *wrong))
                elif column in numbers and _COMMA_NUMBER.fullmatch(cell):
                    row[column] = cell.replace(",", ".")
                elif column in closed:
                    row[column] = closed[column].get(cell.casefold(), cell)
                elif column in dates and not (grid.table == "events" and is_relative(cell)):
                    row[column] = edtf_or_text(cell, self.languages, interface_languages())
                    if names_a_part(cell) and row[column] != cell and row.get("date_written") == "":
                        row["date_written"] = cell  # "early 2003" is more than the year
            if row.get("end") and row.get("date"):
                self.faults += _joined_end(line, row)
            if grid.table == "events" and is_relative(row["date"]):
                row[RELATIVE] = row[RELATIVE] or row["date"]
                row[TYPED] = "yes"
            if row.get("calendar"):
                self.faults += _to_gregorian(grid.table, line, row)

    def _header_faults(self, table: str, names: Sequence[str]) -> Iterator[Fault]:
        file = f"{table}.csv"
        allowed = ", ".join(table_columns(table, self.languages))
        for name in dict.fromkeys(names):
            if name and names.count(name) > 1:
                problem = "the column stands there twice"
                yield Fault(file, 1, name, None, problem, allowed, "Keep one.")
        for name in self._wanted(table, names):
            if name not in names:
                remedy = "Put the column back."
                if name in self.described.get(table, ()):
                    remedy = f"Put the column back, or take it out of {PACKAGE_FILE} as well."
                yield Fault(file, 1, name, None, MISSING_COLUMN, allowed, remedy)

    def _wanted(self, table: str, names: Sequence[str]) -> Iterator[str]:
        """Name the columns that must be there: those described, and those nothing stands in for.

        A column that the package describes and that is gone was taken out by mistake: what it
        said must not be replaced by what a blank means.
        """
        yield from self.described.get(table, ())
        seen = set(self.described.get(table, ()))
        for field in table_fields(table, self.languages):
            is_needed = field.get("constraints", {}).get("required")
            is_filled = bool({"default", "made", "gap"} & set(field))
            if not is_needed or is_filled or field["name"] in seen:
                continue
            if "lang" not in field:
                yield field["name"]
            elif field["lang"] == self.languages[0]:
                others = {f"{field['stem']}_{lang}" for lang in self.languages}
                if not others & set(names) and not _is_made(table, field["stem"], names):
                    yield field["name"]


def _joined_end(line: int, row: dict[str, str]) -> Iterator[Fault]:
    """Write the day on which an event ended into its date, once."""
    begin, end = row["date"], row["end"]
    try:
        # What was typed is in the date now: a dossier that is written is not joined twice.
        row["date"] = begin if begin == end else parse_date(f"{begin}/{end}").text
        row["end"] = ""
    except DateError as error:
        yield Fault(
            "events.csv", line, "date,end", f"{begin}, {end}",
            f"no time from the one to the other: {error.problem}", "two dates, the earlier first",
            "Correct them; leave the end blank where there is none.",
        )  # fmt: skip


def _to_gregorian(table: str, line: int, row: dict[str, str]) -> Iterator[Fault]:
    """Turn a date of another calendar into its Gregorian one; what was typed is kept beside it.

    The row then says that its date is Gregorian, so that a dossier that is written and read again
    is not converted twice.
    """
    calendar, typed = row["calendar"], row["date"]
    if calendar not in CALENDARS or not typed:
        return  # the schema says what is wrong
    try:
        read = read_in(typed, calendar)
    except DateError as error:
        yield Fault(
            f"{table}.csv", line, "date", typed, error.problem,
            f"a date of the {calendar} calendar, as EDTF writes it", error.remedy,
        )  # fmt: skip
        return
    if read.written:
        row["date"] = read.text
        row["date_written"] = row["date_written"] or f"{typed} ({calendar})"
    row["calendar"] = ""


def _as_written(names: Sequence[str], headers: Sequence[str]) -> dict[str, str]:
    """Return for each column the header that the person wrote, where it is another."""
    return {name: header for name, header in zip(names, headers, strict=True) if header != name}


def _is_made(table: str, stem: str, names: Sequence[str]) -> bool:
    """Return whether a text is made from another that is there."""
    return table == "events" and stem == "title" and any(n.startswith("label_") for n in names)


def _own_columns(grid: Grid, about: About, languages: tuple[str, ...]) -> Iterator[Gap]:
    """Name the columns that are kept and that nothing reads, unless the package describes them."""
    known = {*table_columns(grid.table, languages), *about.described.get(grid.table, ())}
    for column in grid.columns:
        if column not in known and not (grid.table == "events" and column in _READ_BESIDE):
            origin = Origin(grid.origin.file or f"{grid.table}.csv", grid.origin.headers)
            yield relocated(
                Gap(
                    "own-column", f"{grid.table}.csv", 1, column, None,
                    "a column of your own, which is kept and which nothing draws",
                    f"Correct its name, or describe it in {PACKAGE_FILE}.",
                ),
                {grid.table: origin},
            )  # fmt: skip


def _looked_up(places: Grid) -> Iterator[Gap]:
    """Name the places whose coordinates were looked up by their names: a person may know better."""
    for line, row in places.items():
        if found := row.get(LOOKED_UP):
            yield relocated(
                Gap(
                    "looked-up", "places.csv", line, "longitude,latitude", None,
                    f"looked up by name: {found}, {row['longitude']}, {row['latitude']}",
                    "Confirm it: write the coordinates down.", row["place_id"],
                ),
                {"places": places.origin},
            )  # fmt: skip


def _same_rows(events: Grid) -> Iterator[Gap]:
    """Name events that stand there twice with one date and title, as where two files became one."""
    titles = [column for column in events.columns if _stem(column) == "title"]
    seen: dict[tuple[str, ...], int] = {}
    for line, row in sorted(events.items(), key=lambda item: item[0]):
        said = (row["date"], *(row[title] for title in titles))
        if any(said[1:]) and seen.setdefault(said, line) != line:
            yield relocated(
                Gap(
                    "same-row", "events.csv", line, None, None,
                    f"the date and title of row {seen[said]} once more",
                    "Remove one of the two, or tell them apart.", row["event_id"],
                ),
                {"events": events.origin},
            )  # fmt: skip


# --- what is filled in for a reader ---------------------------------------------------------------


def _borrow(grid: Grid, languages: tuple[str, ...]) -> frozenset[tuple[int, str]]:
    """Write a text of another language where there is no translation; return those cells."""
    found = set()
    for stem in text_stems(grid.table):
        columns = [f"{stem}_{lang}" for lang in languages]
        for place, row in enumerate(grid.rows):
            text = next((row[column] for column in columns if row[column]), "")
            for column in columns if text else ():
                if not row[column]:
                    row[column] = text
                    found.add((place, column))
    return frozenset(found)


def _standing(about: About, events: Grid) -> dict[str, Any]:
    """Return the day on which a dossier stands; where its events say it, how they date it."""
    day, text = (about.as_of, "") if about.as_of else _last_day(events)
    return {"as_of": day, "as_of_text": text}


def _last_day(events: Grid) -> tuple[CivilDay, str]:
    """Return the last day that what took place may be on, and how it is dated; 2000 for none.

    A plan may lie years ahead, where no border is known: it counts only where nothing else is.
    """
    days = []
    held = [row for row in events.rows if row["status"] == "held"]
    for row in held or events.rows:
        try:
            parsed = parse_date(row["date"])
        except DateError:
            continue
        day = parsed.last or parsed.first
        if day is not None and not parsed.is_out_of_range:
            ends = [part for part in parsed.parts if day in (part.first, part.last)]
            # Of an open end the side that is known: 2021-03 of [2021-03..].
            text = (ends or [parsed])[-1].text.removesuffix("/..").removeprefix("../")
            days.append((CivilDay(*day), text))
    return max(days, default=(CivilDay(2000, 1, 1), "2000"))


def _about_gaps(about: About, languages: Iterable[str], *, is_described: bool) -> Iterator[Gap]:
    remedy = f"Write it in {PACKAGE_FILE}."

    def gap(kind: str, what: str, problem: str, option: str = "") -> Gap:
        how = f" `chronotope import TABLE -o FOLDER {option}` makes a folder with that file."
        said = remedy if is_described else f"{remedy}{how}"
        if option.startswith("--title") and not is_described:
            said = f"Say it with --title, or w{said[1:]}"
        return Gap(kind, PACKAGE_FILE, None, what, None, problem, said)

    if not about.titles:
        yield gap("no-title", "title", "the dossier has no title", "--title TITLE")
    for lang in languages:
        if about.titles and lang not in about.titles:
            yield gap("no-translation", f"title.{lang}", "the title is not translated")
    if about.as_of is None:
        yield gap("no-day", "as_of", "the dossier does not say on which day it stands",
                  "--as-of 2021-04-29")  # fmt: skip
    if not about.licence:
        yield gap("no-licence", "licenses", "no licence is stated", "--licence CC-BY-4.0")
