"""The surface that writes its own SVG, beside the Altair chart of the same rows."""

import re

import pytest
import vl_convert
from lxml import etree

from chronotope.draw.canvas import Canvas, Glyph, Paint, Type
from chronotope.draw.labels import Box
from chronotope.draw.plate import HANDSET, SVG
from chronotope.draw.style import STATUS_MARKS

GREY = Paint("#eee")


def drawn(canvas, width=100.0, height=50.0):
    return canvas.chart(width, height, tooltip={})


def elements(plate, tag):
    return etree.fromstring(plate.to_svg()).findall(f".//{{{SVG}}}{tag}")


def test_things_lie_in_the_order_of_their_layers():
    canvas = Canvas()
    canvas.text((1, 2), "front", Type(8))
    canvas.rect(Box(0, 0, 10, 10), GREY, layer="ground")
    canvas.rule((0, 0, 10, 10), colour="#111", width=0.5, layer="lines")
    root = etree.fromstring(drawn(canvas).to_svg())
    assert [group.get("class") for group in root.findall(f"{{{SVG}}}g")] == [
        "mark-rect", "mark-rule", "mark-text",
    ]  # fmt: skip


def test_a_rectangle_is_the_same_whichever_corner_comes_first():
    first, second = Canvas(), Canvas()
    first.rect(Box(1, 2, 5, 9), GREY)
    second.rect(Box(5, 9, 1, 2), GREY)
    assert drawn(first).to_svg() == drawn(second).to_svg()


def test_text_is_data_and_never_markup():
    canvas = Canvas()
    canvas.text((1, 2), "<b>&amp; {x}</b>", Type(8))
    (text,) = elements(drawn(canvas), "text")
    assert text.text == "<b>&amp; {x}</b>" and len(text) == 0


def test_what_is_described_is_read_aloud_and_nothing_else():
    canvas = Canvas()
    canvas.rect(Box(0, 0, 1, 1), GREY, event={"event_id": "E1", "description": "one day"})
    canvas.rect(Box(0, 0, 1, 1), GREY)
    labels = [rect.get("aria-label") for rect in elements(drawn(canvas), "rect")]
    assert labels == [None, "one day", None]  # the paper, the mark, the ground


SHAPES = sorted({mark.shape for mark in STATUS_MARKS.values()} | {HANDSET, "triangle-down"})


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_vegas_own(shape):
    canvas = Canvas()
    canvas.point((20, 30), Glyph(shape, 5, Paint("#111", "#111", 1)))
    plate = drawn(canvas)
    ours = next(path for path in elements(plate, "path") if path.get("transform"))
    theirs = vl_convert.vegalite_to_svg(plate.to_dict())
    (path,) = re.findall(r'transform="translate\(20,30\)" d="([^"]+)"', theirs)
    assert ours.get("transform") == "translate(20,30)"
    assert corners(ours.get("d")) == pytest.approx(corners(path), abs=0.02)


def corners(path):
    """Return the extent of a path: least and greatest of all its numbers by axis."""
    import io

    from PIL import Image

    svg = (
        f'<svg xmlns="{SVG}" width="40" height="40" viewBox="-10 -10 20 20">'
        f'<path d="{path}" stroke="black" stroke-width=".1"/></svg>'
    )
    image = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=4)))
    return [side / 8 for side in image.getchannel("A").getbbox()]
