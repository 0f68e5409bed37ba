"""Every rule that the tables of a dossier must obey, and one report of all that is broken."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from chronotope.conformity import unknown_id_fault
from chronotope.dates import MAXYEAR, MINYEAR, DateError, EdtfDate, parse_date
from chronotope.dossier import (
    Dossier,
    drop_echoes,
    key_columns,
    read_tables,
    split_list,
    table_names,
    table_schemas,
)
from chronotope.errors import DossierError, Fault
from chronotope.words import LANGUAGES

# The shipped dossiers lie beside src/, and this file names the one to read by default.
SHIPPED = Path(__file__).resolve().parents[2] / "data" / "datasets.json"

LOCATOR_WORDS = 5
LABEL_WORDS = 6
HEADLINE_WORDS = 10
HAPPENED = ("held", "recalled")
POINT_KINDS = ("site", "city")
MAP_FIGURES = ("theatres", "area-map")

Row = dict[str, object]


def read_dossier(folder: str | Path | None = None) -> Dossier:
    """Return a dossier that obeys every rule.

    Parameters
    ----------
    folder
        Folder of the dossier; None for the shipped one.

    Raises
    ------
    DossierError
        With every fault of form and sense at once.
    """
    dossier, faults = read_tables(shipped_folder() if folder is None else folder)
    faults = drop_echoes([*faults, *check_dossier(dossier)])
    if faults:
        raise DossierError(faults)
    return dossier


def shipped_folder(name: str | None = None) -> Path:
    """Return the folder of a shipped dossier.

    Parameters
    ----------
    name
        Name of its folder; None for the one that is read by default.

    Raises
    ------
    DossierError
        If it does not lie beside this installation.
    """
    if name is not None:
        return _named_folder(name)
    try:
        name = json.loads(SHIPPED.read_text(encoding="utf-8"))["default"]
        return SHIPPED.parent / str(name)
    except (OSError, ValueError, KeyError, TypeError):
        fault = Fault(
            SHIPPED.name,
            None,
            "default",
            None,
            "no dossier is shipped with this installation",
            "the data folder of the repository",
            "Name the folder of a dossier.",
        )
        raise DossierError([fault]) from None


def _named_folder(name: str) -> Path:
    known = sorted(path.parent.name for path in SHIPPED.parent.glob("*/events.csv"))
    if name not in known:
        allowed, remedy = ", ".join(known), "Name one of them, or read a folder of your own."
        fault = Fault(SHIPPED.name, None, None, name, "no such dossier is shipped", allowed, remedy)
        raise DossierError([fault])
    return SHIPPED.parent / name


def check_dossier(dossier: Dossier) -> list[Fault]:
    """Return every fault in what the tables say; none for a good dossier.

    Parameters
    ----------
    dossier
        Tables that have their form, as :func:`chronotope.dossier.load_dossier` returns them.
    """
    return [fault for rule in RULES for fault in rule(dossier)]


# --- rows ----------------------------------------------------------------------------------------


def _rows(dossier: Dossier, table: str) -> Iterator[tuple[int, Row]]:
    """Yield each row of a table with its line in the file."""
    frame = getattr(dossier, table)
    columns = list(frame.columns)
    cells = frame.itertuples(index=False, name=None)
    for line, row in zip(dossier.lines[table], cells, strict=True):
        yield line, dict(zip(columns, row, strict=True))


def _by_id(dossier: Dossier, table: str) -> dict[str, Row]:
    (key,) = key_columns(table)
    return {row[key]: row for _, row in _rows(dossier, table)}


def _fields(table: str, mark: str) -> list[dict]:
    """Return the columns whose description in the schema carries a mark of ours."""
    return [column for column in table_schemas()[table]["fields"] if mark in column]


def _parsed(text: object) -> EdtfDate | None:
    try:
        return parse_date(text) if text else None
    except DateError:
        return None  # check_dates reports it


# --- every table ---------------------------------------------------------------------------------


def check_dates(dossier: Dossier) -> Iterator[Fault]:
    """Dates are EDTF, unambiguous, in order, and within the years that charts can place."""
    for table in table_names():
        fields = _fields(table, "edtf")
        for line, row in _rows(dossier, table) if fields else ():
            for column in fields:
                text = row[column["name"]]
                wrong = _date_problem(text, column["edtf"]) if text else None
                if wrong:
                    yield Fault(f"{table}.csv", line, column["name"], text, *wrong)


def _date_problem(text: str, kind: str) -> tuple[str, str, str] | None:
    try:
        parsed = parse_date(text)
    except DateError as error:
        return error.problem, error.allowed, error.remedy
    if parsed.is_out_of_range:
        return (
            "out of range",
            f"years {MINYEAR} to {MAXYEAR}",
            "Keep it in a text, not as a date.",
        )
    if kind == "interval" and parsed.precision != "interval":
        return "not an interval", "a start, / and an end", f"Write {text}/{text}, or the ends."
    return None


def check_lists(dossier: Dossier) -> Iterator[Fault]:
    """Each member of a list is an id of the table it names, and stands there once."""
    for table in table_names():
        for column in _fields(table, "listOf"):
            name = column["name"]
            target, key = column["listOf"].split(".")
            known = list(getattr(dossier, target)[key])
            ids = frozenset(known)
            for line, row in _rows(dossier, table):
                members = split_list(row[name])
                for member in dict.fromkeys(members):
                    if member not in ids and target not in dossier.unread:
                        yield unknown_id_fault(
                            f"{table}.csv", line, name, member, f"{target}.csv", known
                        )
                    if members.count(member) > 1:
                        yield Fault(
                            f"{table}.csv",
                            line,
                            name,
                            member,
                            "twice in the list",
                            "each id once",
                            "Remove one.",
                        )


def check_order(dossier: Dossier) -> Iterator[Fault]:
    """Rows are sorted by id."""
    for table in table_names():
        keys = key_columns(table)
        before: tuple = ()
        for line, row in _rows(dossier, table):
            key = tuple(row[column] for column in keys)
            if key < before:
                yield Fault(
                    f"{table}.csv",
                    line,
                    ",".join(keys),
                    ",".join(key),
                    f"the row stands after {','.join(before)}",
                    "rows sorted by id",
                    f"Sort the rows by {', '.join(keys)}.",
                )
                break
            before = key


def check_translations(dossier: Dossier) -> Iterator[Fault]:
    """A text is there in every language or in none."""
    for table in table_names():
        columns = {c["name"]: c for c in table_schemas()[table]["fields"]}
        last = f"_{LANGUAGES[-1]}"
        stems = [name.removesuffix(last) for name in columns if name.endswith(last)]
        for stem in stems:
            group = [f"{stem}_{lang}" for lang in LANGUAGES]
            if columns[group[0]].get("constraints", {}).get("required"):
                continue  # the schema refuses a blank one
            for line, row in _rows(dossier, table):
                blank = [name for name in group if not row[name]]
                for name in blank if len(blank) < len(group) else ():
                    yield Fault(
                        f"{table}.csv",
                        line,
                        name,
                        None,
                        "missing translation",
                        f"{', '.join(group)}: all or none",
                        "Translate it.",
                    )


# --- events --------------------------------------------------------------------------------------


def check_event_sources(dossier: Dossier) -> Iterator[Fault]:
    """An event from the record has a source with an address."""
    if {"event_sources", "sources"} & dossier.unread:
        return
    sources = _by_id(dossier, "sources")
    with_address = {
        link["event_id"]
        for _, link in _rows(dossier, "event_sources")
        if sources.get(link["source_id"], {}).get("url")
    }
    for line, row in _rows(dossier, "events"):
        if row["event_id"] and not row["passages"] and row["event_id"] not in with_address:
            yield Fault(
                "events.csv",
                line,
                "passages",
                None,
                f"{row['event_id']} is an event from the record with no source that has an address",
                "passages, or a row of event_sources",
                "Add its source to event_sources.csv, with a url in sources.csv.",
            )


def check_status(dossier: Dossier) -> Iterator[Fault]:
    """Status, form, earlier status and replacement agree."""
    replaced = {row["event_id"]: row["replaced_by"] for _, row in _rows(dossier, "events")}

    for line, row in _rows(dossier, "events"):
        if row["replaced_by"] and row["status"] in HAPPENED:
            yield Fault(
                "events.csv",
                line,
                "replaced_by",
                row["replaced_by"],
                f"the event is {row['status']}: nothing took its place",
                f"blank where the status is {' or '.join(HAPPENED)}",
                "Blank it, or correct the status.",
            )
        if row["replaced_by"] and _is_circle(row["event_id"], replaced):
            yield Fault(
                "events.csv",
                line,
                "replaced_by",
                row["replaced_by"],
                "an event replaces itself in the end",
                "a later event",
                "Correct the chain of replacements.",
            )
        if row["status_then"] and row["status_then"] == row["status"]:
            yield Fault(
                "events.csv",
                line,
                "status_then",
                row["status_then"],
                "the same as status",
                "blank where it did not differ",
                "Blank it.",
            )
        if row["status"] == "held" and row["form"] == "planned-meeting":
            yield Fault(
                "events.csv",
                line,
                "form",
                row["form"],
                "the event was held",
                "what it was when held",
                "Write meeting.",
            )
        if row["status_then"] == "held" and _is_after(row["date"], dossier.as_of):
            yield Fault(
                "events.csv",
                line,
                "status_then",
                row["status_then"],
                f"the event lies after {dossier.as_of}",
                "a status it could have on that day",
                "Correct it, or blank it.",
            )


def _is_circle(start: str, replaced: dict[str, str]) -> bool:
    seen = {start}
    following = replaced.get(start, "")
    while following and following not in seen:
        seen.add(following)
        following = replaced.get(following, "")
    return bool(start) and following == start


def _is_after(text: object, day: date) -> bool:
    parsed = _parsed(text)
    return parsed is not None and parsed.earliest is not None and parsed.earliest > day


def check_labels(dossier: Dossier) -> Iterator[Fault]:
    """Chart labels and headlines are short enough to be drawn."""
    limits = (("events", "label", LABEL_WORDS), ("figures", "headline", HEADLINE_WORDS))
    for table, stem, most in limits:
        for line, row in _rows(dossier, table):
            for name in (f"{stem}_{lang}" for lang in LANGUAGES):
                # A sign that stands alone, as French spaces it, is no word.
                count = sum(any(map(str.isalnum, part)) for part in row[name].split())
                if count > most:
                    yield Fault(
                        f"{table}.csv",
                        line,
                        name,
                        row[name],
                        f"{count} words",
                        f"at most {most}",
                        "Shorten it.",
                    )
                if stem == "headline" and row[name].endswith("."):
                    yield Fault(
                        f"{table}.csv",
                        line,
                        name,
                        row[name],
                        "a full stop at the end",
                        "none",
                        "Remove it.",
                    )


# --- places and maps -----------------------------------------------------------------------------


def check_places(dossier: Dossier) -> Iterator[Fault]:
    """Points are points, areas have units, and a place lies in the country it names."""
    for line, row in _rows(dossier, "places"):
        is_point = row["kind"] in POINT_KINDS
        if row["kind"] and is_point == bool(row["area"]):
            yield Fault(
                "places.csv",
                line,
                "area",
                row["area"] or None,
                f"a {row['kind']} {'has an' if is_point else 'with no'} area",
                "units for an area, blank for a point",
                "Blank it." if is_point else "Write the ISO codes of its units.",
            )
        if row["country"] and _is_on_globe(row["longitude"], row["latitude"]):
            yield from _country_faults(line, row)


def _is_on_globe(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def _country_faults(line: int, row: Row) -> Iterator[Fault]:
    longitude, latitude, country = row["longitude"], row["latitude"], row["country"]
    if _lies_in(country, longitude, latitude):
        return
    shown = f"{longitude:g}, {latitude:g}"
    allowed = f"a point in {country}"
    if _is_on_globe(latitude, longitude) and _lies_in(country, latitude, longitude):
        yield Fault(
            "places.csv",
            line,
            "longitude,latitude",
            shown,
            "longitude and latitude are swapped",
            allowed,
            f"Write longitude {latitude:g} and latitude {longitude:g}.",
        )
        return
    found = _country_at(longitude, latitude)
    yield Fault(
        "places.csv",
        line,
        "longitude,latitude",
        shown,
        f"the point lies in {found}" if found else "the point lies in no country",
        allowed,
        "Correct the coordinates or the country.",
    )


def _lies_in(country: str, longitude: float, latitude: float) -> bool:
    return _country_at(longitude, latitude) == country


def _country_at(longitude: float, latitude: float) -> str | None:
    # The base map is read only when a place names its country.
    from chronotope.basemap import country_at

    return country_at(longitude, latitude)


def check_marks(dossier: Dossier) -> Iterator[Fault]:
    """No map mark rests on a name that stands for a government, a people or an institution.

    Marks are drawn for events. A place that only rejected mentions name is no mark: its row is
    what the rejection refers to.
    """
    if "mentions" in dossier.unread:
        return
    roles: dict[tuple[str, str], set[str]] = {}
    for line, row in _rows(dossier, "mentions"):
        place = row["place_id"]
        if place:
            is_mark = row["role"] == "place" and row["use"] == "used"
            seen = "place" if is_mark else f"{row['role']} “{row['surface']}”"
            roles.setdefault((row["passage_id"], place), set()).add(seen)
        if place and row["use"] == "used" and row["role"] != "place":
            yield Fault(
                "mentions.csv",
                line,
                "place_id",
                place,
                f"a map mark would rest on a {row['role'] or 'name without role'}",
                "place_id for a used mention of role place only",
                "Blank place_id and name the actor, or reject the mention.",
            )
    yield from _event_mark_faults(dossier, roles)


def _event_mark_faults(dossier: Dossier, roles: dict[tuple[str, str], set[str]]) -> Iterator[Fault]:
    for line, row in _rows(dossier, "events"):
        passages = split_list(row["passages"])
        places = [("place_id", row["place_id"])] if row["place_id"] else []
        for column, place in [*places, *(("theatres", p) for p in split_list(row["theatres"]))]:
            found = set().union(*(roles.get((passage, place), ()) for passage in passages))
            if found and "place" not in found:
                yield Fault(
                    "events.csv",
                    line,
                    column,
                    place,
                    f"the mark rests only on {', '.join(sorted(found))}",
                    "a mention that is a place and used",
                    "Take the place from the record, or leave it out.",
                )


def check_frames(dossier: Dossier) -> Iterator[Fault]:
    """Map frames have an inside, conic ones their parallels, and map figures a frame."""
    for line, row in _rows(dossier, "frames"):
        for low, high in (("west", "east"), ("south", "north")):
            if row[low] >= row[high]:
                yield Fault(
                    "frames.csv",
                    line,
                    f"{low},{high}",
                    f"{row[low]:g}, {row[high]:g}",
                    f"{low} is not less than {high}",
                    f"{low} < {high}",
                    "Swap or correct them.",
                )
        for name in ("parallel_1", "parallel_2") if row["projection"] == "lcc" else ():
            if row[name] != row[name]:
                yield Fault(
                    "frames.csv",
                    line,
                    name,
                    None,
                    "blank for a conic projection",
                    "degrees",
                    "Write both standard parallels.",
                )
        if row["inset_of"] and row["inset_of"] == row["frame_id"]:
            yield Fault(
                "frames.csv",
                line,
                "inset_of",
                row["inset_of"],
                "an inset of itself",
                "another frame",
                "Blank it, or name the other frame.",
            )
    for line, row in _rows(dossier, "figures"):
        if row["kind"] in MAP_FIGURES and not row["frame_id"]:
            yield Fault(
                "figures.csv",
                line,
                "frame_id",
                None,
                "a map with no frame",
                "an id of frames.csv",
                "Name its frame.",
            )


def check_units(dossier: Dossier) -> Iterator[Fault]:
    """Areas are made of units that the base map holds."""
    tables = (("places", "area"), ("special_areas", "units"))
    used = {
        code
        for table, column in tables
        for _, row in _rows(dossier, table)
        for code in split_list(row[column])
    }
    unknown = _unknown_units(used)
    for table, column in tables if unknown else ():
        for line, row in _rows(dossier, table):
            for code in unknown.intersection(split_list(row[column])):
                yield Fault(
                    f"{table}.csv",
                    line,
                    column,
                    code,
                    "no such unit on the base map",
                    "ISO 3166 codes, and in special areas the X- codes of the base map",
                    "Correct the code.",
                )


def _unknown_units(codes: set[str]) -> set[str]:
    if not codes:
        return set()
    from chronotope.basemap import area_geometry, load_countries

    rest = codes - set(load_countries()["code"])
    unknown = set()
    for code in rest:
        try:
            area_geometry(code)
        except ValueError:
            unknown.add(code)
    return unknown


# --- the article ---------------------------------------------------------------------------------


def check_locators(dossier: Dossier) -> Iterator[Fault]:
    """Locators are short, within the article, and each points at one stretch only."""
    for table in ("passages", "sentences"):
        first: dict[tuple, int] = {}
        for line, row in _rows(dossier, table):
            yield from _word_faults(table, line, row)
            yield from _offset_faults(dossier, f"{table}.csv", line, row)
            key = row["paragraph"], row["start_words"], row["end_words"]
            shown = f"{row['start_words']} … {row['end_words']}"
            other = first.setdefault(key, line)
            if other != line and row["start_words"]:
                yield Fault(
                    f"{table}.csv",
                    line,
                    "start_words,end_words",
                    shown,
                    f"the same locator as row {other}",
                    "each locator once",
                    "Remove one row, or take other words.",
                )
    yield from _overlap_faults(dossier)


def _word_faults(table: str, line: int, row: Row) -> Iterator[Fault]:
    for name in ("start_words", "end_words"):
        count = len(row[name].split())
        if count > LOCATOR_WORDS:
            yield Fault(
                f"{table}.csv",
                line,
                name,
                row[name],
                f"{count} words",
                f"at most {LOCATOR_WORDS}",
                "Shorten it; the text stays unpublished.",
            )
        size = row["end_char"] - row["start_char"]
        if 0 < size < len(row[name]):
            yield Fault(
                f"{table}.csv",
                line,
                name,
                row[name],
                f"longer than the {size:g} characters it locates",
                "words inside the passage",
                "Correct the words or the offsets.",
            )


def _offset_faults(dossier: Dossier, file: str, line: int, row: Row) -> Iterator[Fault]:
    start, end = row["start_char"], row["end_char"]
    if end <= start:
        yield Fault(
            file,
            line,
            "start_char,end_char",
            f"{start:g}, {end:g}",
            "the end is not after the start",
            "start_char < end_char",
            "Count the offsets again.",
        )
    size = dossier.article.get("characters")
    if isinstance(size, int) and end > size:
        yield Fault(
            file,
            line,
            "end_char",
            f"{end:g}",
            "after the end of the article",
            f"at most {size}",
            "Count the offsets again.",
        )


def _overlap_faults(dossier: Dossier) -> Iterator[Fault]:
    rows = [item for item in _rows(dossier, "sentences") if item[1]["start_char"] >= 0]
    rows.sort(key=lambda item: (item[1]["start_char"], item[0]))
    for (_, before), (line, row) in pairwise(rows):
        if row["start_char"] < before["end_char"]:
            yield Fault(
                "sentences.csv",
                line,
                "start_char",
                f"{row['start_char']:g}",
                f"overlaps {before['sentence_id']}",
                f"{before['end_char']:g} or more",
                "Count the offsets again.",
            )


def check_mentions(dossier: Dossier) -> Iterator[Fault]:
    """A mention lies in its passage, and says what it is used for or why it is not."""
    passages = _by_id(dossier, "passages")
    for line, row in _rows(dossier, "mentions"):
        yield from _offset_faults(dossier, "mentions.csv", line, row)
        size = row["end_char"] - row["start_char"]
        if size > 0 and size != len(row["surface"]):
            yield Fault(
                "mentions.csv",
                line,
                "surface",
                row["surface"],
                f"{len(row['surface'])} characters, but the offsets span {size:g}",
                "the name between the offsets",
                "Correct the name or the offsets.",
            )
        passage = passages.get(row["passage_id"])
        if passage and (
            row["start_char"] < passage["start_char"] or row["end_char"] > passage["end_char"]
        ):
            span = f"{passage['start_char']:g} to {passage['end_char']:g}"
            yield Fault(
                "mentions.csv",
                line,
                "start_char,end_char",
                f"{row['start_char']:g}, {row['end_char']:g}",
                "outside its passage",
                span,
                "Correct the offsets or the passage.",
            )
        if row["use"] == "rejected" and not any(row[f"reason_{lang}"] for lang in LANGUAGES):
            yield Fault(
                "mentions.csv",
                line,
                "reason_en",
                None,
                "rejected without a reason",
                "why no mark rests on it",
                "Write the reason.",
            )


def check_positions(dossier: Dossier) -> Iterator[Fault]:
    """A stance rests on a statement, and only a stance does."""
    for line, row in _rows(dossier, "positions"):
        is_stated = row["stance"] != "not-stated"
        if row["stance"] and is_stated != bool(row["statement_id"]):
            yield Fault(
                "positions.csv",
                line,
                "statement_id",
                row["statement_id"] or None,
                f"the stance is {row['stance']}",
                "a statement for a stance, blank for not-stated",
                "Name the statement." if is_stated else "Blank it.",
            )


def check_coverage(dossier: Dossier) -> Iterator[Fault]:
    """A sentence is behind a passage, or the reason why not is given."""
    if "passages" in dossier.unread:
        return
    spans = [(row["start_char"], row["end_char"]) for _, row in _rows(dossier, "passages")]
    for line, row in _rows(dossier, "sentences"):
        is_covered = any(s < row["end_char"] and row["start_char"] < e for s, e in spans)
        if not is_covered and not any(row[f"reason_{lang}"] for lang in LANGUAGES):
            yield Fault(
                "sentences.csv",
                line,
                f"reason_{LANGUAGES[0]}",
                None,
                f"no passage lies in {row['sentence_id']}, and no reason is given",
                "a passage, or a reason",
                "Add the passage or the reason.",
            )


Rule = Callable[[Dossier], Iterable[Fault]]
RULES: tuple[Rule, ...] = (
    check_dates,
    check_lists,
    check_order,
    check_translations,
    check_event_sources,
    check_status,
    check_labels,
    check_places,
    check_marks,
    check_frames,
    check_units,
    check_locators,
    check_mentions,
    check_positions,
    check_coverage,
)
