"""What a newcomer types, and how long they wait: the counts of docs/fifteen-minutes.md.

    python tests/newcomer/measure.py

`aland.csv` holds fifteen events of the shipped Åland dossier and `normandy.csv` fifteen of the
recorded milestones between 2014 and 2019 (data/2plus2-2019: Normandy format and contact group, of
three and four sides), both as a spreadsheet person types them: no id, no coordinate, no country
code. Times are processor seconds, which other programs on the machine do not change.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TALKS = ("aland", "normandy")


@dataclass(frozen=True)
class Effort:
    """What one table cost: cells typed, faults, events, places, actors, and seconds."""

    cells: int
    faults: int
    events: int
    places: int
    on_map: int
    actors: int
    open_seconds: float
    redraw_seconds: float


def typed_cells(path: Path) -> int:
    """Return how many cells of a table somebody filled in, its header among them."""
    text = path.read_text(encoding="utf-8-sig")
    return sum(bool(cell) for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row)


def timelinejs_cells(path: Path) -> int:
    """Return how many cells TimelineJS's sheet asks for the same content.

    It has a cell for each of year, month and day at either end, for the headline and the group;
    places and actors, which it does not know, are counted as one cell of text a row.
    """
    import chronotope as ct

    cells = 1  # the title of the timeline
    for event in ct.open(path).events.to_dict("records"):
        ends = event["date"].split("/")
        cells += sum(len(end.split("-")) for end in ends) + len(["headline", "group"])
        cells += bool(event["place_id"] or event["actors"])
    return cells


def measure(name: str) -> Effort:
    """Return what a newcomer's table costs, opened and drawn, then changed and drawn again."""
    from chronotope.dossier.errors import DossierError
    from chronotope.edit._session import Session
    from chronotope.edit.preview import draw_preview

    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(HERE / f"{name}.csv", folder))
        start, faults = time.process_time(), 0
        try:
            dossier = draw_preview(path, Path(folder) / "preview").dossier
        except DossierError as error:
            raise SystemExit(str(error)) from None
        opened = time.process_time() - start
        session = Session(path, lang="en")
        list(session.answer({"op": "draw", "view": "v"}))
        start = time.process_time()
        list(session.answer({"op": "set", "view": "v", "at": 0, "column": "Date",
                             "value": dossier.events["date"].min()}))  # fmt: skip
        answers = session.answer({"op": "draw", "view": "v"})
        next(a for a in answers if a["op"] == "picture")
        redrawn = time.process_time() - start
    on_map = int(dossier.places["longitude"].notna().sum())
    return Effort(
        typed_cells(HERE / f"{name}.csv"), faults, len(dossier.events), len(dossier.places), on_map,
        len(dossier.actors), opened, redrawn,
    )  # fmt: skip


def seconds_of_two_columns() -> float:
    """Return what opening and drawing a table of dates and titles takes beyond the libraries."""
    code = """
import altair, geopandas, matplotlib, pandas, pathlib, tempfile, time, vl_convert
import chronotope.edit.preview as preview
folder = pathlib.Path(tempfile.mkdtemp())
path = folder / "events.csv"
path.write_text("date,title\\n" + "".join(f"{1990 + k},Event {k}\\n" for k in range(15)))
start = time.process_time()
preview.draw_preview(path, folder / "out")
print(time.process_time() - start)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print the table of docs/fifteen-minutes.md."""
    print("| table | cells typed | faults | events | places (on the map) | actors | opened, s | "
          "redrawn, s |")  # fmt: skip
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in TALKS:
        e = measure(name)
        print(f"| {name}.csv | {e.cells} | {e.faults} | {e.events} | {e.places} ({e.on_map}) | "
              f"{e.actors} | {e.open_seconds:.1f} | {e.redraw_seconds:.1f} |")  # fmt: skip
        cells = timelinejs_cells(HERE / f"{name}.csv")
        print(f"| the same in TimelineJS | {cells} | | 15 | in words | in words | | |")
    print(f"\nDate and title alone, libraries there: {seconds_of_two_columns():.1f} s")


if __name__ == "__main__":
    main()
