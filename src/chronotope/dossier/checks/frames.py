"""Rules for the frames of maps: their extent, their projection, and what they show."""

from __future__ import annotations

import math
from collections.abc import Iterator

from chronotope.dates.windows import in_window
from chronotope.dossier.errors import Fault
from chronotope.dossier.frames import MOST_DEGREES, MOST_KM_FROM_CENTRE, farthest_km
from chronotope.dossier.read import Dossier
from chronotope.dossier.tables import Row
from chronotope.world.sphere import Box, box_width, cone_constant, conic_scale

# Lambert's conformal conic: past these a map of it lies about size and shape.
MOST_CONE_DEGREES = 120.0
MOST_CONIC_ERROR = 0.25
POLAR = 66.0  # degrees: a map centred beyond may go all round its pole


def check_frames(dossier: Dossier) -> Iterator[Fault]:
    """Map frames have an inside that their projection can show."""
    for line, row in dossier.numbered_rows("frames"):
        yield from _extent_faults(line, row)
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


def check_maps(dossier: Dossier) -> Iterator[Fault]:
    """What names a frame has something to show: a place, a theatre, or an area of status."""
    if dossier.unread or dossier.lines["special_areas"]:
        return
    events = dossier.rows("events")
    placed = [event["date"] for event in events if event["place_id"] or event["theatres"]]
    for line, row in dossier.numbered_rows("figures"):
        if row["frame_id"] and _is_empty(placed, row["window"]):
            yield Fault(
                "figures.csv",
                line,
                "window",
                row["window"] or None,
                "the map has nothing to show",
                "a window with an event that names a place or a theatre",
                "Widen the window, name the places, or take the figure out.",
            )


def _is_empty(dates: list[str], window: str) -> bool:
    try:
        return not any(in_window(dates, window))
    except ValueError:  # a date that cannot be read is a fault of its own
        return False


def _extent_faults(line: int, row: Row) -> Iterator[Fault]:
    if row["south"] >= row["north"]:
        shown = f"{row['south']:g}, {row['north']:g}"
        problem, allowed = "south is not less than north", "south < north"
        remedy = "Swap or correct them."
        yield Fault("frames.csv", line, "south,north", shown, problem, allowed, remedy)
        return
    if row["west"] == row["east"]:
        shown = f"{row['west']:g}, {row['east']:g}"
        problem, allowed = "west is east", "west < east, or west > east across 180 degrees"
        remedy = "Correct them."
        yield Fault("frames.csv", line, "west,east", shown, problem, allowed, remedy)
        return
    if row["projection"] == "lcc":
        yield from _conic_faults(line, row)
    elif row["projection"] == "laea":
        yield from _azimuthal_faults(line, row)


def _conic_faults(line: int, row: Row) -> Iterator[Fault]:
    blank = [name for name in ("parallel_1", "parallel_2") if math.isnan(row[name])]
    for name in blank:
        problem, remedy = "blank for a conic projection", "Write both standard parallels."
        yield Fault("frames.csv", line, name, None, problem, "degrees", remedy)
    if blank:
        return
    first, second = row["parallel_1"], row["parallel_2"]
    shown = f"{first:g}, {second:g}"
    if max(abs(first), abs(second)) >= 90 or abs(first + second) < 0.1:
        problem = "parallels that make no cone"
        allowed = "two parallels of one hemisphere, such as 46 and 50"
        column, remedy = "parallel_1,parallel_2", "Take parallels inside the extent."
        yield Fault("frames.csv", line, column, shown, problem, allowed, remedy)
        return
    width = _width(row)
    if abs(cone_constant(first, second)) * width > MOST_CONE_DEGREES:
        yield _too_wide(line, row, f"{width:g} degrees are too wide for a conic projection")
        return
    ends = [lat for lat in (row["south"], row["north"]) if abs(lat) < 90]
    errors = [abs(conic_scale(lat, first, second) - 1) for lat in ends]
    if len(ends) < 2 or max(errors) > MOST_CONIC_ERROR:
        worst = "without limit" if len(ends) < 2 else f"by {max(errors):.0%}"
        problem = f"the scale of a conic map with parallels {shown} is wrong {worst} at its rim"
        allowed = f"an error of at most {MOST_CONIC_ERROR:.0%}"
        remedy = "Set the parallels a sixth inside south and north, or take projection laea."
        extent = f"{row['south']:g}, {row['north']:g}"
        yield Fault("frames.csv", line, "south,north", extent, problem, allowed, remedy)


def _azimuthal_faults(line: int, row: Row) -> Iterator[Fault]:
    centre = row["longitude"], row["latitude"]
    farthest = farthest_km(centre, _box(row))
    if _width(row) > MOST_DEGREES and abs(row["latitude"]) < POLAR:
        yield _too_wide(line, row, f"{_width(row):g} degrees are more than one map can show")
    elif farthest > MOST_KM_FROM_CENTRE:
        shown = f"{centre[0]:g}, {centre[1]:g}"
        problem = f"the centre is {farthest:,.0f} km from a corner of the extent"
        allowed = f"at most {MOST_KM_FROM_CENTRE:,.0f} km"
        column, remedy = "longitude,latitude", "Set the centre inside the extent."
        yield Fault("frames.csv", line, column, shown, problem, allowed, remedy)


def _width(row: Row) -> float:
    return box_width(_box(row))


def _box(row: Row) -> Box:
    return row["west"], row["south"], row["east"], row["north"]


def _too_wide(line: int, row: Row, problem: str) -> Fault:
    across = " (west > east goes across 180 degrees)" if row["west"] > row["east"] else ""
    allowed = "a narrower extent" if row["projection"] == "laea" else "a narrower extent, or laea"
    remedy = "Correct west and east, or take the frame apart."
    shown = f"{row['west']:g}, {row['east']:g}"
    return Fault("frames.csv", line, "west,east", shown, problem + across, allowed, remedy)
