"""What is missing from a dossier: counted, listed, worded in notes, and never in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from chronotope.dossier.checks.rows import fields_with
from chronotope.dossier.defaults import cut_label
from chronotope.dossier.errors import Gap, by_place
from chronotope.dossier.grid import relocated
from chronotope.dossier.model import Dossier
from chronotope.dossier.schemas import PACKAGE_FILE, key_columns, table_names, text_stems
from chronotope.dossier.tables import Row
from chronotope.lang.languages import Language, get_locale, interface_languages, script_of
from chronotope.lang.words import word, words_count

LABEL_WORDS = 6
HEADLINE_WORDS = 10
SENTENCE_WORDS = 3  # a text of fewer words may well be the same in two languages of one script
_SHOWN_ROWS = 6
# What the program took something for, and may be wrong in: a person is to look at it first.
_LOOK_FIRST = ("commas", "one-name", "looked-up", "no-point", "guessed-language",
               "other-language")  # fmt: skip
TOLD = ("no-source", "no-place", "no-point", "looked-up", "no-translation")  # in a figure's note
# Names are the same in many languages, and no translation is missing.
_NAMES = ("places", "actors", "special_areas", "frames")


def find_gaps(dossier: Dossier, rules: Iterable[Rule] | None = None) -> tuple[Gap, ...]:
    """Return everything that is missing by some rules (None: all), by file, row and column."""
    found = [gap for rule in rules or RULES for gap in rule(dossier)]
    located = (relocated(gap, dossier.origins) for gap in found)
    return tuple(sorted({*dossier.form_gaps, *located}, key=by_place))


def gap_lines(gaps: Iterable[Gap]) -> list[str]:
    """Return the gaps as lines of text, those of one column and problem on one line.

    First what the program took something for, where the person is asked to look.

    ``events.csv, label_ru: equals label_en in 30 rows (2, 3, 4, 5, 6, 7 …). Translate it.``
    """
    groups: dict[tuple[str, str, str | None, str], list[Gap]] = {}
    for gap in sorted(gaps, key=_turn):
        groups.setdefault((gap.kind, gap.file, gap.column, gap.problem), []).append(gap)
    return [_line(found) for found in groups.values()]


def _turn(gap: Gap) -> int:
    return _LOOK_FIRST.index(gap.kind) if gap.kind in _LOOK_FIRST else len(_LOOK_FIRST)


def _line(found: list[Gap]) -> str:
    first = found[0]
    if len(found) == 1:
        return str(first)
    rows = [str(gap.row) for gap in found if gap.row is not None]
    shown = ", ".join(rows[:_SHOWN_ROWS]) + (" …" if len(rows) > _SHOWN_ROWS else "")
    where = f"{first.file}, {first.column}" if first.column else first.file
    return f"{where}: {first.problem} in {len(found)} rows ({shown}). {first.remedy}"


def _gap(kind: str, table: str, place: tuple[int, Row], column: str, words: tuple[str, str]) -> Gap:
    line, row = place
    row_id = ",".join(str(row[key]) for key in key_columns(table))
    value = row[column] if kind in ("same-text", "long-text") else None
    return Gap(kind, f"{table}.csv", line, column, value, *words, row_id)


def gap_words(dossier: Dossier, ids: Iterable[str], lang: str) -> list[str]:
    """Return in words what is missing from the rows that a figure draws, a sentence a kind.

    Parameters
    ----------
    ids
        Ids of the rows of the figure: events, places, statements.
    lang
        Language of the figure; a text that is missing in another one is nothing to its reader.
    """
    drawn = frozenset(ids)
    counts = Counter(
        gap.kind
        for gap in _told_gaps(dossier)
        if gap.row_id in drawn
        and (gap.kind != "no-translation" or (gap.column or "").endswith(f"_{lang}"))
    )
    return [words_count(f"gaps.{kind}", counts[kind], lang) for kind in TOLD if kind in counts]


@lru_cache(maxsize=16)
def _told_gaps(dossier: Dossier) -> tuple[Gap, ...]:
    """To draw a figure nobody looks through the whole dossier, only for what its note tells."""
    return find_gaps(dossier, (missing_translations, events_without_source, unfilled_cells))


# --- languages -----------------------------------------------------------------------------------


def borrowed_words(dossier: Dossier) -> Iterator[Gap]:
    """A language with no interface words of its own takes those of another."""
    for lang in dossier.languages:
        spoken = Language(lang, dossier.languages).words
        if spoken != lang:
            ours, theirs = (get_locale(x).get_display_name("en") for x in (lang, spoken))
            yield Gap(
                "borrowed-words", PACKAGE_FILE, None, "languages", lang,
                f"there are no interface words in {ours}: those of {theirs} are used",
                f"Add a folder {lang} of words to the package (CONTRIBUTING.md says how).",
            )  # fmt: skip


def missing_translations(dossier: Dossier) -> Iterator[Gap]:
    """A text that is there in one language is there in all of them."""
    for table in table_names():
        rows = list(dossier.numbered_rows(table)) if dossier.borrowed.get(table) else []
        for place, column in sorted(dossier.borrowed.get(table, ())):
            words = ("missing translation", "Translate it.")
            yield _gap("no-translation", table, rows[place], column, words)


def copied_texts(dossier: Dossier) -> Iterator[Gap]:
    """A text that is the same to the letter in two languages is a copy, if it cannot be a name."""
    for table in table_names():
        for stem in text_stems(table):
            for first, second in combinations(dossier.languages, 2):
                if script_of(first) == script_of(second) and table in _NAMES:
                    continue
                yield from _copies(dossier, table, stem, (first, second))


def _copies(dossier: Dossier, table: str, stem: str, pair: tuple[str, str]) -> Iterator[Gap]:
    one, other = (f"{stem}_{lang}" for lang in pair)
    least = SENTENCE_WORDS if script_of(pair[0]) == script_of(pair[1]) else 1
    borrowed = dossier.borrowed.get(table, frozenset())
    # What the program calls a lane and a frame in a language that has no words: no one's copy.
    is_worded = {*pair} <= {*interface_languages()}
    ours = () if is_worded else [word(f"defaults.{name}", pair[0]) for name in ("lane", "frame")]
    for at, place in enumerate(dossier.numbered_rows(table)):
        text = str(place[1][one])
        if text != place[1][other] or {(at, one), (at, other)} & borrowed:
            continue
        if len(text.split()) >= least and any(map(str.isalpha, text)) and text not in ours:
            yield _gap("same-text", table, place, other, (f"equals {one}", "Translate it."))


# --- ground --------------------------------------------------------------------------------------


def events_without_source(dossier: Dossier) -> Iterator[Gap]:
    """An event rests on a passage of the article or on a source with an address."""
    if {"event_sources", "sources"} & dossier.unread:
        return
    urls = {row["source_id"]: row["url"] for row in dossier.rows("sources")}
    addresses: dict[object, list[object]] = {}
    for link in dossier.rows("event_sources"):
        addresses.setdefault(link["event_id"], []).append(urls.get(link["source_id"]))
    # A book or a declaration is a source too: a reader is not told that there is none.
    words = (
        "the event rests on no passage, and on no source that has an address",
        "Name it: an address in a column source of events, or a row of event_sources.",
    )
    for place in dossier.numbered_rows("events"):
        found = addresses.get(place[1]["event_id"], [])
        if not place[1]["passages"] and not any(found):
            kind = "no-address" if found else "no-source"
            yield _gap(kind, "events", place, "passages", words)


def _how_to_place(dossier: Dossier, row: Row) -> tuple[str, str]:
    """Return problem and remedy: a country helps to find only a name that a gazetteer has."""
    from chronotope.world.gazetteer import certain_place, country_code, find_places, is_place_name

    down = "in columns latitude and longitude of the same table."
    names = [text for column in dossier.text_columns("label") if (text := str(row[column]))]
    called = f"the place {names[0]!r}" if names else "the place"
    problem = f"{called} has no coordinates: no map shows it"
    for name in names:
        town, comma, country = (part.strip() for part in name.partition(","))
        if is_place_name(town):
            found = find_places(town, country=country_code(country), limit=1) or find_places(town)
            point = f"{found[0].longitude:.4f} and {found[0].latitude:.4f}"
            known = f"{found[0].name} ({found[0].country}) has longitude and latitude {point}."
            # Of several in one country, its name would tell them apart no better.
            helps = not comma and certain_place(town, country=found[0].country)
            begin = "Name its country too (London, Canada), or write" if helps else "Write"
            return problem, f"{begin} them down, {down} {known}"
    return f"{problem}, and the gazetteer has no such name", f"Write them down, {down}"


# What a single row lacks: kind, table, column, whether it lacks it, problem and remedy.
_Told = tuple[str, str] | Callable[[Dossier, Row], tuple[str, str]]
_UNFILLED: tuple[tuple[str, str, str, Callable[[Row], bool], _Told], ...] = (
    (
        "no-place", "events", "place_id",
        lambda row: row["form"] == "meeting" and row["status"] == "held" and not row["place_id"],
        ("a meeting that was held, and no place", "Write the place, or its name."),
    ),
    (
        "no-point", "places", "longitude", lambda row: bool(row["longitude"] != row["longitude"]),
        _how_to_place,
    ),
    (
        "no-access", "sources", "accessed", lambda row: bool(row["url"] and not row["accessed"]),
        ("no known day of access", "Write when the page was read, in a column accessed."),
    ),
    (
        "open-decision", "decisions", "decision", lambda row: bool(row["decision"] == "open"),
        ("two readers differ, and nobody has decided", "Write the decision, who, when and why."),
    ),
)  # fmt: skip


def unfilled_cells(dossier: Dossier) -> Iterator[Gap]:
    """A held meeting has a place, a place a point, a page a day of access, a question an answer."""
    for kind, table, column, is_missing, words in _UNFILLED:
        for place in dossier.numbered_rows(table):
            if is_missing(place[1]):
                told = words if isinstance(words, tuple) else words(dossier, place[1])
                yield _gap(kind, table, place, column, told)


# What a row needs and may still lack: the columns are those that tables.json marks with the kind.
_NEEDED = {
    "not-anchored": (
        "it is not known where in the article it stands",
        "`chronotope anchor DOSSIER --text ARTICLE` finds it by the first and last words.",
    ),
    "no-role": (
        "nobody has said what the name stands for",
        "Write place, government, demonym, institution, person, instrument or time.",
    ),
}


def needed_cells(dossier: Dossier) -> Iterator[Gap]:
    """A passage is found in the article, a name stands for something: one gap a row and kind."""
    for table in table_names():
        columns: dict[str, list[str]] = {}
        for field in fields_with(table, "gap"):
            columns.setdefault(field["gap"], []).append(field["name"])
        for place in dossier.numbered_rows(table) if columns else ():
            for kind, names in columns.items():
                # A number that is blank is NaN, which equals nothing.
                blank = [n for n in names if place[1][n] == "" or place[1][n] != place[1][n]]
                if blank:
                    yield _gap(kind, table, place, blank[0], _NEEDED[kind])


def rows_without_authority(dossier: Dossier) -> Iterator[Gap]:
    """Where a table names authorities, each of its rows has an id of one, or a reason for none.

    An id that the program looked up is no beginning of a person's.
    """
    looked_up = {gap.row_id for gap in dossier.form_gaps if gap.kind == "looked-up"}
    for table, ids in (("places", ("geonames_id", "wikidata_id")), ("actors", ("wikidata_id",))):
        columns = (*ids, "no_authority")
        rows = list(dossier.numbered_rows(table))
        own = [row for _, row in rows if row[key_columns(table)[0]] not in looked_up]
        if not any(row[column] for row in own for column in columns):
            continue  # nobody has begun
        words = (
            f"no id of an authority ({', '.join(ids)}), and no reason for none",
            "Write the id that a source shows, or why there is none in no_authority.",
        )
        for place in rows:
            is_located = place[1].get("longitude", 0) == place[1].get("longitude", 0)  # not NaN
            if is_located and not any(place[1][column] for column in columns):
                yield _gap("no-authority", table, place, "no_authority", words)


def missing_reasons(dossier: Dossier) -> Iterator[Gap]:
    """What of the article is not used, is not used for a reason; a stance rests on a statement."""
    reasons = dossier.text_columns("reason")
    for place in dossier.numbered_rows("mentions"):
        if place[1]["use"] == "rejected" and not any(place[1][name] for name in reasons):
            words = ("rejected without a reason", "Write why no mark rests on it.")
            yield _gap("no-reason", "mentions", place, reasons[0], words)
    if "passages" in dossier.unread:
        return
    spans = [(row["start_char"], row["end_char"]) for row in dossier.rows("passages")]
    for place in dossier.numbered_rows("sentences"):
        row = place[1]
        is_covered = any(s < row["end_char"] and row["start_char"] < e for s, e in spans)
        if not is_covered and not any(row[name] for name in reasons):
            words = ("no passage lies in it, and no reason is given", "Add the one or the other.")
            yield _gap("no-reason", "sentences", place, reasons[0], words)


def long_texts(dossier: Dossier) -> Iterator[Gap]:
    """Chart labels and headlines are short: six words, ten words and no full stop."""
    limits = (("events", "label", LABEL_WORDS), ("figures", "headline", HEADLINE_WORDS))
    for table, stem, most in limits:
        for place in dossier.numbered_rows(table):
            for name in dossier.text_columns(stem):
                text = str(place[1][name])
                # A sign that stands alone, as French spaces it, is no word.
                count = sum(any(map(str.isalnum, part)) for part in text.split())
                title = name.replace("label_", "title_")
                # What the program cut from a title is as short as it can be.
                if count > most and (
                    stem != "label"
                    or text != cut_label(str(place[1][title]), name.partition("_")[2])
                ):
                    words = (f"{count} words, where {most} are enough", "Shorten it.")
                    yield _gap("long-text", table, place, name, words)
                if stem == "headline" and text.endswith("."):
                    words = ("a full stop at the end of a headline", "Remove it.")
                    yield _gap("long-text", table, place, name, words)


Rule = Callable[[Dossier], Iterable[Gap]]
RULES: tuple[Rule, ...] = (
    borrowed_words,
    missing_translations,
    copied_texts,
    events_without_source,
    unfilled_cells,
    needed_cells,
    rows_without_authority,
    missing_reasons,
    long_texts,
)
