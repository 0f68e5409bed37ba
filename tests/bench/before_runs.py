"""One piece of work in a process of its own, by this program or by the one before it.

Run with the ``PYTHONPATH`` of either: what the two call differently is told apart here.
"""

from __future__ import annotations

import calendar
import json
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
from synthetic_scale import dialogue_of  # noqa: E402

ROUNDS = 5


def explorer(count: str) -> None:
    """Build the explorer's page of so many events."""
    tables = dialogue_of(int(count))
    try:
        from synthetic_dialogue import dialogue_dossier

        from chronotope.web.explorer import draw_explorer
    except ImportError:
        from chronotope.explorer import plot_explorer

        page = plot_explorer(tables.pop("places"), **tables).to_html()
    else:
        page = draw_explorer(dialogue_dossier(tables)).to_html()
    assert page.count("<html")


def chronology(count: str) -> None:
    """Draw the chronology of so many events in one month, as SVG text."""
    tables = dialogue_of(int(count))
    last = calendar.monthrange(2019, 9)[1]
    days = [f"2019-09-{i % last + 1:02}" for i in range(int(count))]
    events = tables["events"].assign(date=days, rank=[float(i % 3 + 1) for i in range(int(count))])
    try:
        from synthetic_dialogue import dialogue_dossier

        from chronotope.draw.composition import to_svg
        from chronotope.draw.spec import Spec
        from chronotope.figures.chronology.page import draw_chronology
    except ImportError:
        import pandas as pd
        from chronotope.chronology import plot_chronology
        from chronotope.composition import to_svg

        periods = pd.DataFrame(
            columns=["period_id", "date", "label_en", "label_fr", "label_ru", "kind"], dtype="str"
        )
        drawing = plot_chronology(
            events, channels=tables["channels"], periods=periods, window="2019-09-01/2019-09-30"
        )
    else:
        dossier = dialogue_dossier(tables | {"events": events})
        drawing = draw_chronology(dossier, events, Spec(), window="2019-09-01/2019-09-30")
    assert to_svg(drawing).startswith("<svg")


def figure(figure_id: str) -> None:
    """Draw a figure of the shipped dossier for the first time; say the seconds of the processor.

    What is loaded once is not counted: libraries, fonts and base map come with the same figure in
    French, from a dossier of its own, so that nothing of this one is worked out beforehand.
    """
    import chronotope as ct

    ct.render_figure(ct.read_dossier(), figure_id, lang="fr", profile="web")
    dossier = ct.read_dossier()
    began = time.process_time()
    ct.render_figure(dossier, figure_id, lang="en", profile="web")
    print(json.dumps([time.process_time() - began]))


def bare(figure_id: str) -> None:
    """Draw the same marks by the bare calls of the libraries, warm; say each time it took."""
    from bare_figures import bare_call

    draw = bare_call(figure_id)
    draw()  # what is loaded once is not counted
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        draw()
        found.append(time.process_time() - began)
    print(json.dumps(found))


if __name__ == "__main__":
    {each.__name__: each for each in (explorer, chronology, figure, bare)}[sys.argv[1]](sys.argv[2])
