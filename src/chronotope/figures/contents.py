"""Which figures a dossier has, and the rows that each of them draws."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import pandas as pd

from chronotope.dates.days import day_text
from chronotope.dates.edtf import parse_date
from chronotope.dossier.read import Dossier, split_list
from chronotope.figures._kind import Kind, get_kind, list_kinds
from chronotope.lang.dates import date_words
from chronotope.lang.words import word


def list_figures(dossier: Dossier) -> pd.DataFrame:
    """Return the figures table in the order of citation, with its number from 1."""
    return _listed(dossier, tuple(list_kinds())).copy(deep=False)


@functools.lru_cache(maxsize=16)
def _listed(dossier: Dossier, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Made once: headlines that nobody wrote are worked out from the rows, in each language.

    A package may bring more `kinds` in the meantime.
    """
    return _with_words(dossier, number_figures(dossier))


def number_figures(dossier: Dossier) -> pd.DataFrame:
    """Return the figures as :func:`list_figures` does, with no words made for them."""
    figures = dossier.figures if len(dossier.figures) else default_figures(dossier)
    figures = figures[figures["kind"].map(_is_kind).astype(bool)]
    figures = figures.sort_values("order", kind="stable").reset_index(drop=True)
    return figures.assign(number=range(1, len(figures) + 1))


def default_figures(dossier: Dossier) -> pd.DataFrame:
    """Return a figure of each kind that the dossier has enough for, where nobody chose any.

    Returns
    -------
    DataFrame
        As the figures table; the id is the name of the kind.
    """
    kinds = [get_kind(name) for name in list_kinds()]
    worth = sorted((k for k in kinds if k.is_worth(dossier)), key=_panel_place)
    blank = dict.fromkeys(dossier.figures.columns, "")
    rows = [
        {**blank, "figure_id": kind.name, "kind": kind.name, "order": float(number)}
        for number, kind in enumerate(worth, start=1)
    ]
    return pd.DataFrame(rows, columns=dossier.figures.columns).astype(dossier.figures.dtypes)


def _panel_place(kind: Kind) -> tuple[int, str]:
    return kind.panel_order or 99, kind.name


def _is_kind(name: str) -> bool:
    # A dossier may name kinds of a package that is not installed here: they are not drawn.
    try:
        get_kind(name)
    except ValueError:
        return False
    return True


def _with_words(dossier: Dossier, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures with the headline and the frame of those that have none."""
    figures = figures.copy()
    for at, figure in figures[figures["frame_id"] == ""].iterrows():
        kind = get_kind(figure["kind"])
        if kind.is_map and len(dossier.frames):
            figures.loc[at, "frame_id"] = kind.choose_frame(dossier, figure)
    for lang in dossier.languages:
        is_blank = figures[f"headline_{lang}"] == ""
        spoken = dossier.language(lang)
        for at, figure in figures[is_blank].iterrows():
            kind = get_kind(figure["kind"])
            figures.loc[at, f"headline_{lang}"] = kind.headline(dossier, figure, spoken)
            if not figure[f"subtitle_{lang}"]:
                figures.loc[at, f"subtitle_{lang}"] = _subtitle(dossier, kind, figure, spoken)
    return figures


def _subtitle(dossier: Dossier, kind: Kind, figure: pd.Series, lang: str) -> str:
    """Return what a kind says of itself, and the years of the figure's window (B3)."""
    said, window = kind.subtitle(dossier, figure, lang), figure["window"]
    span = parse_date(window) if said and window else None
    if span is None or span.first is None or span.last is None:
        return said
    years = "/".join(dict.fromkeys(day_text(day)[:-6] for day in (span.first, span.last)))
    return said + word("dialogue.comma", lang) + date_words(years, lang)


def get_figure(dossier: Dossier, figure_id: str) -> pd.Series:
    """Return one row of :func:`list_figures`.

    Raises
    ------
    ValueError
        If the dossier has no such figure; the message lists those it has.
    """
    return _figure(dossier, figure_id, tuple(list_kinds())).copy(deep=False)


@functools.lru_cache(maxsize=64)
def _figure(dossier: Dossier, figure_id: str, kinds: tuple[str, ...]) -> pd.Series:
    figures = number_figures(dossier)
    chosen = figures[figures["figure_id"] == figure_id]
    if chosen.empty:
        known = ", ".join(figures["figure_id"])
        raise ValueError(f"unknown figure {figure_id!r}; choose one of: {known}")
    return _with_words(dossier, chosen).iloc[0]


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
    records: list[dict[str, str]] = table.astype(str).to_dict("records")
    return records


def sources_by(table: pd.DataFrame, key: str) -> dict[str, str]:
    """Return the ``;`` list of sources of each id, from a table of links."""
    once = table.drop_duplicates(
        [key, "source_id"]
    )  # a source may bear out aspects in several rows
    return dict(once.groupby(key)["source_id"].agg(";".join))


def join_sources(ids: Iterable[str], sources: dict[str, str]) -> str:
    """Return the sources of several ids as one sorted ``;`` list."""
    return ";".join(sorted({s for i in ids for s in split_list(sources.get(i, ""))}))


def with_first(table: pd.DataFrame, name: str, values: pd.Series) -> pd.DataFrame:
    """Return the table with one more column before the others."""
    return table.assign(**{name: values})[[name, *table.columns]]


def labels_of(table: pd.DataFrame, key: str, lang: str) -> dict[str, str]:
    """Return the label of each id in one language."""
    return dict(zip(table[key], table[f"label_{lang}"], strict=True))
