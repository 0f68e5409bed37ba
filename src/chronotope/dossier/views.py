"""A dossier's own points of view: whose borders a map may draw besides those of the base map.

`points_of_view.csv` in the folder of a dossier has one row for each area that a view draws
otherwise than `un`. `view` is its code (`--point-of-view`), `label_en` … what a map prints of it,
in a row of the view at least. `area` is an area of special status (`X-…`) or a unit (ISO 3166-2),
`owner` the code of the country it is drawn in, or its own for an area drawn apart; `basis` what
that rests on. Any other column is the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from chronotope.dossier.beside import VIEWS_FILE as FILE
from chronotope.dossier.errors import DossierError, Fault
from chronotope.dossier.files import read_bounded
from chronotope.dossier.model import Dossier
from chronotope.dossier.sheets import read_table
from chronotope.world.views import POINTS_OF_VIEW, OwnView, View

COLUMNS = ("view", "area", "owner", "basis")
_CODE = re.compile(r"[a-z][a-z0-9-]*")  # it stands in names of files
_LABEL = "label_"
Cells = dict[str, str]
Rows = tuple[tuple[int, Cells], ...]


def view_of(dossier: Dossier, point_of_view: str) -> View:
    """Return a point of view by its code: of the base map, or one that the dossier adds.

    Raises
    ------
    DossierError
        If the dossier's file of points of view has a fault.
    ValueError
        If there is no such point of view; the message lists those there are.
    """
    if point_of_view in POINTS_OF_VIEW:
        return point_of_view
    views, faults = read_views(dossier.folder, dossier.languages)
    if faults:
        raise DossierError(faults)
    own = {view.code: view for view in views}
    if point_of_view not in own:
        known = ", ".join([*POINTS_OF_VIEW, *own])
        raise ValueError(f"unknown point of view {point_of_view!r}; choose one of: {known}")
    return own[point_of_view]


def check_views(dossier: Dossier) -> Iterator[Fault]:
    """A point of view of the dossier's own names areas and countries that there are."""
    yield from read_views(dossier.folder, dossier.languages)[1]


def read_views(
    folder: Path, languages: tuple[str, ...]
) -> tuple[tuple[OwnView, ...], tuple[Fault, ...]]:
    """Return the points of view in a dossier's folder, and what is wrong with their file."""
    path = folder / FILE
    return _read(path, languages, path.stat().st_mtime_ns) if path.is_file() else ((), ())


@lru_cache(maxsize=8)
def _read(
    path: Path, languages: tuple[str, ...], _changed: int
) -> tuple[tuple[OwnView, ...], tuple[Fault, ...]]:
    faults: list[Fault] = []
    try:
        table = read_table(FILE, read_bounded(path), faults)
    except DossierError as error:
        return (), tuple(error.faults)
    if faults or table is None:
        return (), tuple(faults)
    cells = [
        {header.strip(): cell.strip() for header, cell in zip(table.headers, row, strict=True)}
        for row in table.cells
    ]
    rows: Rows = tuple(zip(table.rows, cells, strict=True))
    missing = [name for name in COLUMNS if name not in map(str.strip, table.headers)]
    if missing:
        allowed, remedy = ", ".join((*COLUMNS, f"{_LABEL}{languages[0]}")), "Add it."
        return (), tuple(
            Fault(FILE, 1, name, None, "there is no such column", allowed, remedy)
            for name in missing
        )
    faults = [*_row_faults(rows), *_label_faults(rows, languages)]
    return (() if faults else _views(rows, languages)), tuple(faults)


def _views(rows: Rows, languages: tuple[str, ...]) -> tuple[OwnView, ...]:
    return tuple(
        OwnView(
            code,
            _labels(rows, code, languages),
            tuple((row["area"], row["owner"]) for _, row in rows if row["view"] == code),
            tuple(
                dict.fromkeys(row["basis"].rstrip(".") for _, row in rows if row["view"] == code)
            ),
        )
        for code in dict.fromkeys(row["view"] for _, row in rows)
    )


def _labels(rows: Rows, code: str, languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return what a view is called, from the first of its rows that says it in a language."""
    found: dict[str, str] = {}
    for lang in languages:
        texts = [row.get(f"{_LABEL}{lang}", "") for _, row in rows if row["view"] == code]
        text = next(filter(None, texts), "")
        found |= {lang: text} if text else {}
    return tuple(found.items())


def _label_faults(rows: Rows, languages: tuple[str, ...]) -> Iterator[Fault]:
    seen = set()
    for line, row in rows:
        if row["view"] and row["view"] not in seen and not _labels(rows, row["view"], languages):
            allowed = "what a map prints of this point of view, such as a sentence with its day"
            problem, remedy = f"no label of the point of view {row['view']!r}", "Write one."
            yield Fault(FILE, line, f"{_LABEL}{languages[0]}", None, problem, allowed, remedy)
        seen.add(row["view"])


def _row_faults(rows: Rows) -> Iterator[Fault]:
    seen = set()
    for line, row in rows:
        for column in COLUMNS:
            if not row[column]:
                problem, remedy = "this may not be blank", "Write it, or take the row away."
                yield Fault(FILE, line, column, None, problem, _ALLOWED[column], remedy)
        for column, problem in _problems(row):
            remedy = "Write another."
            yield Fault(FILE, line, column, row[column], problem, _ALLOWED[column], remedy)
        key = (row["view"], row["area"])
        if all(key) and key in seen:
            problem = f"the point of view {row['view']!r} has this area in another row as well"
            remedy = "Take one of the rows away."
            yield Fault(FILE, line, "area", row["area"], problem, "one row an area", remedy)
        seen.add(key)


_ALLOWED = {
    "view": f"small letters, digits and hyphens, and none of {', '.join(POINTS_OF_VIEW)}",
    "area": "an X- code of the base map, or the ISO 3166-2 code of a unit",
    "owner": "the code of a country (ISO 3166-1 alpha-2), or that of the area, drawn apart",
    "basis": "what it rests on: a resolution, a treaty, a map, with its day",
}


def _problems(row: Cells) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in a row, by column; a blank cell is another fault."""
    from chronotope.world.basemap import area_names

    view, area, owner = row["view"], row["area"], row["owner"]
    if view in POINTS_OF_VIEW:
        yield "view", "the base map has a point of view of this name"
    elif view and not _CODE.fullmatch(view):
        yield "view", "this is no code"
    is_country = {code: "-" not in code for code in area_names("en")}
    if area and is_country.get(area, True):
        yield "area", "no such area or unit on the base map"
    if owner and owner != area and not is_country.get(owner, False):
        yield "owner", "no such country on the base map"
