"""The palette computed: contrast, colour blindness, greyscale (figure rules C1 to C10, G3)."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from chronotope.draw import style
from chronotope.figures.kinds.positions import FILLS

SOURCES = sorted((Path(style.__file__).parents[1]).rglob("*.py"))
CATEGORIES = (style.FIRST, style.SECOND, style.MULTILATERAL, style.OTHER)
GROUNDS = (style.PAPER, style.LAND, style.SEA, style.BAND)
DEFICIENCIES = ("protanomaly", "deuteranomaly", "tritanomaly")


def rgb(colour):
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def luminance(colour):
    """Return the relative luminance of WCAG 2."""
    parts = rgb(colour)
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour):
    return cspace_convert(rgb(colour), "sRGB1", "CIELab")[0]


def seen(colour, deficiency, severity=100):
    space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": severity}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def test_contrast_is_that_of_wcag():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


def test_the_palette_is_the_measured_one():
    assert CATEGORIES == ("#332288", "#CC3311", "#009988", "#882255")
    assert (style.INK, style.MUTED, style.CONTEXT) == ("#1A1A1A", "#595959", "#767676")
    assert (style.LAND, style.SEA, style.PAPER) == ("#F4F1EA", "#EAF1F5", "#FFFFFF")


@pytest.mark.parametrize("ground", [*GROUNDS, style.THEATRE])
@pytest.mark.parametrize("text", [style.INK, style.MUTED])
def test_text_stands_out_from_every_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", [style.PAPER, style.LAND, style.SEA])
@pytest.mark.parametrize("mark", [*CATEGORIES, style.CONTEXT])
def test_marks_stand_out_from_every_ground(mark, ground):
    assert contrast(mark, ground) >= 3


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize(("a", "b"), list(combinations(CATEGORIES, 2)))
def test_categories_differ_for_the_colour_blind(a, b, deficiency):
    pair = seen(a, deficiency), seen(b, deficiency)
    assert deltaE(*pair, input_space="sRGB1", uniform_space="CAM02-UCS") >= 14


def test_colours_that_fail_the_simulation_are_told_apart_from_those_that_pass():
    red, green = seen("#CC3311", "deuteranomaly"), seen("#667711", "deuteranomaly")
    assert deltaE(red, green, input_space="sRGB1", uniform_space="CAM02-UCS") < 14


def test_categories_survive_black_and_white():
    steps = [b - a for a, b in pairwise(sorted(map(lightness, CATEGORIES)))]
    assert min(steps) >= 8


def test_no_two_categories_share_shape_and_dash():
    looks = {(side.shape, side.dash) for name, side in style.SIDES.items() if name != "bilateral"}
    assert len(looks) == len(style.SIDES) - 1
    sides = [side for name, side in style.SIDES.items() if name != "bilateral"]
    for one, other in combinations(sides, 2):
        differ = (one.colour != other.colour) + (one.shape != other.shape)
        assert differ + (one.dash != other.dash) >= 2


def test_the_shades_of_a_matrix_are_even_steps_of_one_hue():
    steps = [a - b for a, b in pairwise(map(lightness, style.SHADES))]
    assert min(steps) >= 15 and max(steps) - min(steps) < 1.5
    hues = [cspace_convert(rgb(shade), "sRGB1", "CIELCh")[2] for shade in style.SHADES[1:]]
    assert max(hues) - min(hues) < 20


@pytest.mark.parametrize("stance", FILLS)
def test_a_stance_can_be_read_on_its_shade(stance):
    colour = style.INK if stance == "conditional" else style.PAPER
    assert contrast(colour, FILLS[stance]) >= 4.5


def test_no_colour_is_written_outside_the_style():
    literal = re.compile(r"[\"']#(?:[0-9A-Fa-f]{3}){1,2}[\"']")
    found = [
        f"{path.name}: {match[0]}"
        for path in SOURCES
        if path.name != "style.py"
        for match in literal.finditer(path.read_text("utf-8"))
    ]
    assert found == []
