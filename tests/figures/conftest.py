"""What the tests of the figures of a layer begin with; each names its kind in ``KIND``."""

from __future__ import annotations

import pandas as pd
import pytest

from chronotope.figures.contents import figure_rows, list_figures


@pytest.fixture(scope="module")
def figure_id(dossier, request):
    figures = list_figures(dossier)
    return figures.loc[figures["kind"] == request.module.KIND, "figure_id"].iloc[0]


@pytest.fixture(scope="module")
def rows(dossier, figure_id):
    return figure_rows(dossier, figure_id)


@pytest.fixture(scope="module")
def sample(dossier):
    return pd.read_csv(dossier.folder / dossier.layers["address"].iloc[0])
