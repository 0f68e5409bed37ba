"""What a blank cell means: ids from titles, lanes from a group, labels cut from titles.

A person who writes no more than a date and a title has a dossier; everything here is what the
program writes in their place, and none of it is a statement about the world.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from slugify import slugify

from chronotope.dossier.addresses import title_and_address
from chronotope.dossier.bodies import known_cells
from chronotope.dossier.degrees import decimal_degrees
from chronotope.dossier.errors import Fault
from chronotope.dossier.frames import fitted_frame
from chronotope.dossier.grid import Grid, Origin
from chronotope.dossier.schemas import key_columns, reference, split_list, table_fields, table_names
from chronotope.lang.languages import LAST_RESORT, get_locale
from chronotope.lang.words import has_word, word

if TYPE_CHECKING:
    from chronotope.world.gazetteer import Candidate

# Of a label that is cut from a title: in half the width of a page there is room for so much.
LABEL_LENGTH, LABEL_WORDS = 48, 8
# What a person calls a column of events that names another table's row.
ALIASES = {"group": "channel", "place": "place_id", "actor": "actors", "theatre": "theatres"}
# Tables whose rows are made from the names that events give, where the person wrote no ids.
_MADE_FROM_NAMES = ("channels", "places", "actors", "topics")
_PRECISION = {"city": "city", "site": "exact"}
_AREAS = ("region", "country", "theatre")
_ID_LENGTH = 40
_DEGREES = ("longitude", "latitude")
_LOOKED_UP_CELLS = (
    *_DEGREES, "kind", "country", "area", "precision", "geonames_id",
)  # fmt: skip
LOOKED_UP = "looked_up"  # in a row of places: which place its name was taken for


def complete(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> list[Fault]:
    """Fill in, table by table, what a blank cell means.

    Parameters
    ----------
    grids
        Every table of the format, those that the person did not write empty; changed in place.
    languages
        The languages of the dossier.

    Returns
    -------
    list of Fault
        Places that the rows of events put at two points.
    """
    for name in table_names():
        _fill_defaults(grids[name])
        _fill_texts(grids[name], languages)
        _fill_ids(grids[name], languages)
    _sources_of_events(grids)
    _decimal_points(grids, languages)
    _name_points(grids["events"])
    _follow_names(grids, languages)
    faults = _points_of_events(grids["events"], grids["places"])
    _one_lane(grids, languages)
    for name in ("channels", "topics", "figures", "story"):
        _fill_order(grids[name])
    _fill_places(grids, languages)
    _fill_frames(grids, languages)
    return faults


def made_cells(
    grid: Grid, typed: Mapping[int, Mapping[str, str]], languages: tuple[str, ...]
) -> frozenset[tuple[int, str]]:
    """Return the cells of a completed table that would be filled in again if they were blank.

    An id or a number in a list would not: others hang on the one, and the order of rows that the
    other comes from is that of their ids by now.

    Parameters
    ----------
    grid
        The table, sorted.
    typed
        The rows as they were before, by the identity of each; not those that were made.
    languages
        The languages of the dossier.

    Returns
    -------
    frozenset of tuple
        The position of the row, and the column; of a frame that was fitted all columns.
    """
    columns = {f["name"] for f in table_fields(grid.table, ()) if "default" in f}
    if grid.table == "events":
        columns |= {f"{stem}_{lang}" for stem in ("title", "label") for lang in languages}
    return frozenset(
        (place, column)
        for place, row in enumerate(grid.rows)
        for column, cell in row.items()
        if cell and not typed.get(id(row), {}).get(column)
        and (column in columns or (column in _LOOKED_UP_CELLS and LOOKED_UP in row)
             or (grid.table == "frames" and (column in _DEGREES or id(row) not in typed))
             or (grid.table == "places" and column in ("kind", "precision")))
    )  # fmt: skip


def _fill_defaults(grid: Grid) -> None:
    defaults = {
        f["name"]: f["default"]
        for f in table_fields(grid.table, ())
        if "default" in f and f["name"] not in grid.lost
    }
    for row in grid.rows:
        for column, value in defaults.items():
            row[column] = row[column] or value


# --- texts ---------------------------------------------------------------------------------------


def _fill_texts(grid: Grid, languages: tuple[str, ...]) -> None:
    """A label that is not given is cut from the title, and a title that is not, is the label."""
    if grid.table != "events":
        return
    for row in grid.rows:
        for lang in languages:
            title, label = f"title_{lang}", f"label_{lang}"
            row[label] = row[label] or cut_label(row[title], lang)
            row[title] = row[title] or row[label]


def cut_label(title: str, lang: str) -> str:
    """Return a title as the label of a mark: whole words, at most 48 letters and eight words.

    A title that is too long ends with an ellipsis, where a clause ends if one does in its second
    half, and never after an article, a preposition or an "and"; a single word that is too long is
    cut inside.
    """
    words = title.split()
    if len(title) <= LABEL_LENGTH and len(words) <= LABEL_WORDS:
        return title
    kept = words[:LABEL_WORDS]
    while len(kept) > 1 and len(" ".join(kept)) >= LABEL_LENGTH:
        kept.pop()
    ends = [n for n, part in enumerate(kept, 1) if part[-1] in ",;:–—" and n > len(kept) / 2]
    kept = kept[: max(ends, default=len(kept))]
    opening = word("grammar.opens", lang).split() if has_word("grammar.opens", lang) else ()
    while len(kept) > 1 and kept[-1].casefold() in opening:
        kept.pop()
    text = " ".join(kept)[: LABEL_LENGTH - 1].rstrip(",;:–— ")
    return f"{text}…"


# --- ids -----------------------------------------------------------------------------------------


def _fill_ids(grid: Grid, languages: tuple[str, ...]) -> None:
    """Give each row with no id one made from its title, and from its date where two are alike."""
    keys = key_columns(grid.table)
    if len(keys) > 1:
        return
    (key,) = keys
    if key in grid.lost:
        return
    taken = {row[key] for row in grid.rows if row[key]}
    for row in grid.rows:
        if not row[key]:
            row[key] = made_id(_name(row, languages), row.get("date", ""), taken)
            taken.add(row[key])


def _name(row: Mapping[str, str], languages: tuple[str, ...]) -> str:
    columns = [f"{stem}_{x}" for stem in ("title", "label", "headline") for x in languages]
    return next((row[c] for c in (*columns, "title", "kind") if row.get(c)), "")


def made_id(name: str, date: str, taken: set[str]) -> str:
    """Return an id made from a name, which is the same whatever stands in the rows around it.

    Parameters
    ----------
    name
        A title or label in any script.
    date
        What tells two rows of one name apart; may be blank.
    taken
        Ids that are in use.
    """
    made = slugify(name, max_length=_ID_LENGTH, word_boundary=True) or "row"
    dated = f"{made}-{slugify(date)}" if date else made
    for candidate in (made, dated):
        if candidate not in taken:
            return candidate
    return next(c for n in range(2, len(taken) + 3) if (c := f"{dated}-{n}") not in taken)


# --- names that stand where an id should ---------------------------------------------------------


def _follow_names(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> None:
    """Write ids where a person wrote names; make the rows of a table that there is none of."""
    for name in table_names():
        for field in table_fields(name, ()):
            target = reference(name, field["name"])
            if target is None or not any(row[field["name"]] for row in grids[name].rows):
                continue
            register = _Register(grids[target], languages, grids[name].origin)
            for line, row in grids[name].items():
                cell = row[field["name"]]
                members = cell.split(";") if "listOf" in field else [cell]
                if register.makes:  # a name with ; behind it is one name
                    members = [member for member in members if member.strip()]
                ids = [register.id_of(member.strip(), line) for member in members]
                row[field["name"]] = ";".join(ids)


class _Register:
    """The ids of a table by id and by name, made as they are asked for where there is no table."""

    def __init__(self, grid: Grid, languages: tuple[str, ...], origin: Origin) -> None:
        self.grid, self.languages = grid, languages
        (self.key, *_) = key_columns(grid.table)
        self.ids = {row[self.key] for row in grid.rows}
        self.names: dict[str, str] = {}
        for row in grid.rows:
            for lang in languages:
                if text := row.get(f"label_{lang}"):
                    self.names.setdefault(text.casefold(), row[self.key])
        self.makes = grid.table in _MADE_FROM_NAMES and not grid.has_ids
        # In a table of the person's own no row says it: it is named by the header.
        self.is_own = (
            grid.is_given and bool(grid.rows and grid.origin.file) and (grid.origin != origin)
        )
        if self.makes and not grid.rows:
            grid.origin = origin

    def id_of(self, name: str, line: int) -> str:
        """Return the id of a name; the name itself where nothing is so called."""
        if not name or name in self.ids:
            return name
        if name.casefold() in self.names or not self.makes:
            return self.names.get(name.casefold(), name)
        made = made_id(name, "", self.ids)
        line = 1 if self.is_own else line
        row = {self.key: made, f"label_{self.languages[0]}": name}
        if self.grid.table == "actors":
            row |= known_cells(name, self.languages)
        self.grid.add(row, line)
        _fill_defaults(self.grid)
        self.ids.add(made)
        self.names[name.casefold()] = made
        return made


def _sources_of_events(grids: Mapping[str, Grid]) -> None:
    """Make sources of the addresses and titles in a column ``source`` of events."""
    events, sources, links = grids["events"], grids["sources"], grids["event_sources"]
    known = {row["url"] or row["title"]: row["source_id"] for row in sources.rows}
    made = {row["source_id"]: row for row in sources.rows}
    ids = set(made)
    linked = {(row["event_id"], row["source_id"]) for row in links.rows}
    for line, row in events.items():
        for text in filter(None, (part.strip() for part in row.get("source", "").split(";"))):
            title, address = title_and_address(text)
            name = address or title
            source = text if text in ids else known.get(name)
            if source is None:
                source = known[name] = _make_source(sources, title, address, line, ids)
                made[source] = sources.rows[-1]
                sources.origin = sources.origin if sources.is_given else events.origin
            if name in known and (day := row.get("accessed")):
                made[source]["accessed"] = max(made[source]["accessed"], day)
            if (row["event_id"], source) not in linked:
                linked.add((row["event_id"], source))
                links.add({"event_id": row["event_id"], "source_id": source}, line)
                links.origin = links.origin if links.is_given else events.origin
    _fill_defaults(sources)
    _fill_defaults(links)


def _make_source(sources: Grid, title: str, address: str, line: int, ids: set[str]) -> str:
    host = address.split("/")[2] if address else ""
    source = made_id(host.removeprefix("www.") or title, "", ids)
    ids.add(source)
    row = {"title": title or address, "publisher": host, "url": address}
    sources.add({"source_id": source, **row}, line)
    return source


def _one_lane(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> None:
    """Put events of no lane into one."""
    events, channels = grids["events"], grids["channels"]
    homeless = [(line, row) for line, row in events.items() if not row["channel"]]
    if not homeless:
        return
    lane = made_id("events", "", {row["channel_id"] for row in channels.rows})
    labels = {f"label_{x}": word("defaults.lane", x) for x in languages}
    if not channels.rows:
        channels.origin = events.origin
    channels.add({"channel_id": lane, "side": "other", **labels}, homeless[0][0])
    for _, row in homeless:
        row["channel"] = lane


# --- order, precision, frames --------------------------------------------------------------------


def _fill_order(grid: Grid) -> None:
    """Number the rows that have no place in the list, after those that have one."""
    numbers = [int(row["order"]) for row in grid.rows if row["order"].isdigit()]
    following = max(numbers, default=0)
    for row in grid.rows:
        if not row["order"]:
            following += 1
            row["order"] = str(following)


def _fill_places(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> None:
    """Look up what the name of a place makes certain; the gaps say which were looked up."""
    places = grids["places"]
    if "longitude" not in places.lost:
        _look_up(grids, languages)
    for row in places.rows:
        row["kind"] = row["kind"] or ("region" if row["area"] else "city")
        row["precision"] = row["precision"] or _PRECISION.get(row["kind"], "area")


def _decimal_points(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> None:
    """Write points in decimals that a person wrote in minutes, as on a map: 126° 59′ E."""
    for name in ("events", "places"):
        for row in grids[name].rows:
            for axis in _DEGREES:
                if cell := row.get(axis):
                    row[axis] = decimal_degrees(cell, axis, languages)


def _name_points(events: Grid) -> None:
    """Call a place that has a point and no name by its point, to a tenth of a degree."""
    for row in events.rows:
        longitude, latitude = (_number(text) for text in _point(row))
        if not row["place_id"] and longitude is not None and latitude is not None:
            row["place_id"] = f"{latitude:.1f}, {longitude:.1f}"


def _points_of_events(events: Grid, places: Grid) -> list[Fault]:
    """Give places the points that the rows of their events name; a second point is a fault."""
    rows = {row["place_id"]: row for row in places.rows}
    faults = []
    for line, event in events.items():
        place, point = rows.get(event["place_id"]), _point(event)
        if place is None or not any(point):
            continue
        own = _point(place)
        if not any(own):
            place["longitude"], place["latitude"] = point
        elif [_number(text) for text in own] != [_number(text) for text in point]:
            faults.append(Fault(
                "events.csv", line, "longitude,latitude", ", ".join(point),
                "the same place stands at another point in another row",
                f"one point for a place, such as {', '.join(own)}",
                "Give one of the two places another name, or both the same point.",
            ))  # fmt: skip
    return faults


def _point(row: Mapping[str, str]) -> tuple[str, str]:
    """Return longitude and latitude as written, with a point for a decimal comma."""
    longitude, latitude = (row.get(name, "").replace(",", ".") for name in _DEGREES)
    return longitude, latitude


def _look_up(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> None:
    """Take the names of places for what they mean for certain, in what else the tables say.

    A small town is taken only where another place, an actor or a text is of its country too:
    Greenbrier need not be the town in Arkansas.
    """
    rows = [r for r in grids["places"].rows if not (r["longitude"] or r["latitude"])]
    if not rows:
        return
    # The gazetteer is opened only where a place has no coordinates.
    from chronotope.world.gazetteer import SMALL, place_cells

    found = [_certain(row, languages) for row in rows]
    seen = Counter(row["country"] for row in grids["places"].rows if row["country"])
    seen += Counter(
        c.country for c, row in zip(found, rows, strict=True) if c and not row["country"]
    )
    said: str | None = None
    for row, chosen in zip(rows, found, strict=True):
        if chosen is None:
            continue
        is_small = chosen.kind == "city" and chosen.population < SMALL
        if is_small and seen[chosen.country] < 2 and not row["country"] and not _has_country(row):
            said = said or _all_said(grids, languages)
            if not any(name in said for name in _country_names(chosen.country, languages)):
                continue
        row.update({k: v for k, v in place_cells(chosen).items() if not row.get(k)})
        row[LOOKED_UP] = f"{chosen.name} ({chosen.country})"


def _certain(row: Mapping[str, str], languages: tuple[str, ...]) -> Candidate | None:
    from chronotope.world.gazetteer import certain_place

    names = dict.fromkeys(row[f"label_{x}"] for x in languages if row[f"label_{x}"])
    is_area = bool(row["area"]) or row["kind"] in _AREAS
    found = (certain_place(name, country=row["country"] or None, is_area=is_area) for name in names)
    return next((chosen for chosen in found if chosen), None)


def _has_country(row: Mapping[str, str]) -> bool:
    """Return whether the name of a place says its country: "Dayton, USA", or "Vatican City"."""
    from chronotope.world.gazetteer import country_code

    names = [text for name, text in row.items() if name.startswith("label_") and text]
    return any("," in text or country_code(text) for text in names)


def _country_names(code: str, languages: tuple[str, ...]) -> list[str]:
    """Return what a country is called in the languages of a dossier, in small letters."""
    names = (get_locale(x).territories.get(code, "") for x in (*languages, LAST_RESORT))
    return [name.casefold().removesuffix(" islands") for name in names if name]


def _all_said(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> str:
    """Return the texts of events and the names of actors and lanes, in small letters."""
    stems = {"events": ("title", "summary"), "actors": ("label", "role"), "channels": ("label",)}
    columns = {t: [f"{s}_{x}" for s in all_ for x in languages] for t, all_ in stems.items()}
    texts = (row.get(c, "") for t, all_ in columns.items() for row in grids[t].rows for c in all_)
    return "\n".join(texts).casefold()


def _fill_frames(grids: Mapping[str, Grid], languages: tuple[str, ...]) -> None:
    """Centre the frames that name no centre; fit one to the places where there is none."""
    frames = grids["frames"]
    for row in frames.rows:
        for column, ends in (("longitude", ("west", "east")), ("latitude", ("south", "north"))):
            edges = [_number(row[end]) for end in ends]
            if not row[column] and None not in edges:
                row[column] = f"{sum(e for e in edges if e is not None) / 2:g}"
    if frames.rows:
        return
    events = Counter(
        place
        for row in grids["events"].rows
        for place in {row["place_id"], *split_list(row.get("theatres", ""))}
    )
    points = [
        (longitude, latitude, events[row["place_id"]])
        for row in grids["places"].rows
        if (longitude := _number(row["longitude"])) is not None
        and (latitude := _number(row["latitude"])) is not None
    ]
    if points:
        labels = {f"label_{x}": word("defaults.frame", x) for x in languages}
        frames.add({"frame_id": "places", **labels, **fitted_frame(points)}, 1)
        frames.origin = grids["places"].origin


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
