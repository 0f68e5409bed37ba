"""Actors known by their name: states and bodies in any language, with or without the article."""

import pytest

from chronotope.dossier.bodies import known_cells

FRANCE = {"kind": "government", "country": "FR"}


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("la France", FRANCE), ("Франция", FRANCE), ("L'OTAN", {"kind": "organisation"}),
        ("the OSCE", {"kind": "organisation"}), ("ООН", {"kind": "organisation"}),
        ("The France family", {}), ("Theo", {}),
    ],
)  # fmt: skip
def test_what_a_name_says_for_certain_is_known_and_nothing_else(name, cells):
    assert known_cells(name, ("fr", "ru")) == cells
