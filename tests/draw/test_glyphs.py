"""Texts as glyphs: the letters stand where the renderer would set them."""

import io

import numpy as np
import vl_convert
from lxml import etree
from PIL import Image

from chronotope.draw import fonts, glyphs, style

TEXTS = (
    '<text x="10" y="20" font-family="Roboto" font-size="12px" fill="#1A1A1A">AV To, Åland</text>',
    '<text x="190" y="40.5" font-family="Roboto" font-size="9px" font-weight="700"'
    ' text-anchor="end" fill="#595959">  Встреча   в Генте, 2+2 </text>',
    '<text x="100" y="60" transform="rotate(-5 100 60)" style="font-style: italic;'
    " font-weight: 700; font-size: 11px; font-family: 'Roboto'; text-anchor: middle;"
    ' fill: #332288">Nižnij</text>',
    '<text x="10" y="80" font-family="DejaVu Sans" font-size="12px">A → e\u0301 მშვიდობა</text>',
)
LEFT = (
    '<text x="10" y="20" font-family="Roboto" font-size="12px" stroke="#FFF">halo</text>',
    '<text x="10" y="20" font-family="Roboto" font-size="12px">two<tspan>parts</tspan></text>',
    '<text x="10" y="20" font-family="Roboto" font-size="1em">unit</text>',
    '<text x="10" y="20" font-family="Courier" font-size="12px">a face of another family</text>',
    '<text x="10" y="20" font-family="DejaVu Sans" font-size="12px">مرحبا</text>',
    '<g opacity=".5"><text x="1" y="2" font-family="Roboto" font-size="12px">pale</text></g>',
)


def page(texts):
    return etree.fromstring(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
        f'<rect width="200" height="100" fill="#fff"/>{"".join(texts)}</svg>'
    )


def pixels(root):
    style.register_fonts()
    fonts.register_fallback()
    png = vl_convert.svg_to_png(etree.tostring(root, encoding="unicode"), scale=3)
    return np.asarray(Image.open(io.BytesIO(png)).convert("L")).astype(int)


def texts(root):
    return ["".join(text.itertext()) for text in root.iter("{*}text")]


def test_outlines_are_the_picture_that_the_renderer_makes_of_the_text():
    outlined = page(TEXTS)
    glyphs.outline_texts(outlined)
    assert texts(outlined) == []
    for text in TEXTS:  # each draws something of its own
        assert (pixels(page([text])) < 128).sum() > 200
    assert np.abs(pixels(outlined) - pixels(page(TEXTS))).max() < 64


def test_a_text_that_asks_for_more_than_glyphs_is_left_to_the_renderer():
    root = page(LEFT)
    before = texts(root)
    glyphs.outline_texts(root)
    assert texts(root) == before and len(before) == len(LEFT)
    assert glyphs.take_out(root) == [] and texts(root) == before


def test_a_pdf_is_given_back_what_each_letter_stands_for():
    root = page(TEXTS)
    lines = glyphs.take_out(root)
    assert texts(root) == []
    said = ["".join(glyph.letters for glyph in line.glyphs) for line in lines]
    assert said == ["AV To, Åland", "Встреча в Генте, 2+2", "Nižnij", "A → e\u0301 მშვიდობა"]
