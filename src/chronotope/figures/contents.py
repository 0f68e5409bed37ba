"""Which figures a dossier has, and the rows that each of them draws."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import pandas as pd

from chronotope.dossier.read import Dossier, split_list
from chronotope.figures._kind import get_kind


def list_figures(dossier: Dossier) -> pd.DataFrame:
    """Return the figures table in the order of citation, with its number from 1."""
    figures = dossier.figures.sort_values("order", kind="stable").reset_index(drop=True)
    return figures.assign(number=range(1, len(figures) + 1))


def get_figure(dossier: Dossier, figure_id: str) -> pd.Series:
    """Return one row of :func:`list_figures`.

    Raises
    ------
    ValueError
        If the dossier has no such figure; the message lists those it has.
    """
    figures = list_figures(dossier)
    chosen = figures[figures["figure_id"] == figure_id]
    if chosen.empty:
        known = ", ".join(figures["figure_id"])
        raise ValueError(f"unknown figure {figure_id!r}; choose one of: {known}")
    return chosen.iloc[0]


def figure_rows(dossier: Dossier, figure_id: str) -> pd.DataFrame:
    """Return the rows that the figure draws, one mark a row: its data twin.

    The first column is the row's id; ``sources`` is the ``;`` list of what the row rests on.
    """
    return _rows(dossier, figure_id).copy(deep=False)


@functools.lru_cache(maxsize=64)
def _rows(dossier: Dossier, figure_id: str) -> pd.DataFrame:
    """Made once: the drawing, its words, its twin and its manifest entry all ask for them."""
    figure = get_figure(dossier, figure_id)
    return get_kind(figure["kind"]).rows(dossier, figure)


def list_marks(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Return the mark table that a figure's file carries: id, date and sources of each row."""
    kept = [name for name in ("date", "status", "passages", "sources") if name in rows]
    table = rows.rename(columns={rows.columns[0]: "id"})[["id", *kept]]
    return table.astype(str).to_dict("records")


def sources_by(table: pd.DataFrame, key: str) -> dict[str, str]:
    """Return the ``;`` list of sources of each id, from a table of links."""
    return table.groupby(key)["source_id"].agg(";".join).to_dict()


def join_sources(ids: Iterable[str], sources: dict[str, str]) -> str:
    """Return the sources of several ids as one sorted ``;`` list."""
    return ";".join(sorted({s for i in ids for s in split_list(sources.get(i, ""))}))


def with_first(table: pd.DataFrame, name: str, values: pd.Series) -> pd.DataFrame:
    """Return the table with one more column before the others."""
    return table.assign(**{name: values})[[name, *table.columns]]
