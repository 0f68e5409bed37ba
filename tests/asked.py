"""Dossiers with one figure of each kind that answers a question of its own."""

from __future__ import annotations

import pandas as pd
from made import changed

from chronotope.dossier.read import Dossier

KINDS = (
    "contacts",
    "theatres-by-year",
    "pairs-over-time",
    "promises",
    "verdicts-by-speaker",
    "network",
    "hosting",
)


def with_kinds(dossier: Dossier, *, window: str = "") -> Dossier:
    """Return the dossier with a figure of each of these kinds, of which nobody wrote a headline."""
    figures = dossier.figures
    blank = dict.fromkeys(figures.columns, "")
    rows = [
        {**blank, "figure_id": kind, "kind": kind, "order": float(number), "window": window}
        for number, kind in enumerate(KINDS, start=1)
    ]
    table = pd.DataFrame(rows, columns=figures.columns).astype(figures.dtypes)
    return changed(dossier, figures=table)
