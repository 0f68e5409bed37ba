"""The real rows, and one connection for all tests of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chronotope.layers import Layer, connect, get_kind

ROOT = Path(__file__).parents[2]
SYRIA = ROOT / "data/2plus2-2019/layers/ucdp_ged_syria_2016_2019.csv.gz"
WORLD = ROOT / "data/samples/ucdp_ged_world_sample.csv.gz"


@pytest.fixture(scope="session")
def con() -> Any:
    return connect()


@pytest.fixture(scope="session")
def syria() -> Layer:
    """16,566 real rows of UCDP GED."""
    return Layer("ged", get_kind("ucdp-ged"), str(SYRIA))


@pytest.fixture(scope="session")
def world() -> Layer:
    """1,000 real rows of UCDP GED, from the whole world."""
    return Layer("world", get_kind("ucdp-ged"), str(WORLD))
