"""Pictures and pages in a notebook: fewer bytes, the same picture, no hole without trust."""

import base64
import io
import re

import numpy as np
import pytest
import vl_convert
from lxml import etree
from markupsafe import Markup
from PIL import Image
from rendered import shipped, shipped_figure

from chronotope.draw.style import register_fonts
from chronotope.figures.render import list_figures
from chronotope.web.stills import embed_page, embed_picture, lighten, read_page

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


def path_of(path: str) -> str:
    return etree.fromstring(lighten(SVG.format(f'<path d="{path}"/>')).encode())[0].get("d")


@pytest.mark.parametrize(
    ("path", "shorter"),
    [
        ("M 1.04 2 L 3 1.5 ", "M1 2l2-.5"),
        ("M 0 0 L 5 0.1 L 9 0", "M0 0l9 0"),
        ("M 0 0 L 1 0 M 1 0 L 1 9 M 5 5 L 6 6", "M0 0l1 0 0 9M5 5l1 1"),
        ("M 0 0 L 4 0 L 4 4 z M 1 1 L 2 2", "M0 0l4 0 0 4zM1 1l1 1"),
        ("M 2 2 Q 3 3 4 2 C 5 1 6 1 7.5 2 z", "M2 2q1 1 2 0c1-1 2-1 3.5 0z"),
        ("M 1 1 A 2 2 0 0 1 3 3", "M 1 1 A 2 2 0 0 1 3 3"),
        ("M 1 1 L 1.01 1", ""),
        ("", ""),
    ],
)
def test_a_path_is_written_shorter(path, shorter):
    assert path_of(path) == shorter


def test_text_keeps_its_spaces_and_metadata_goes():
    svg = SVG.format(
        '\n <metadata>x</metadata>\n <g aria-label="y" role="img">\n'
        "<text>a <tspan>b</tspan> <tspan>c</tspan></text></g>"
    )
    text = "<text>a <tspan>b</tspan> <tspan>c</tspan></text>"
    assert lighten(svg) == SVG.format(f"<g>{text}</g>")


def pixels(svg: str) -> np.ndarray:
    register_fonts()
    with Image.open(io.BytesIO(vl_convert.svg_to_png(svg))) as image:
        return np.asarray(image.convert("L"), dtype=float)


def test_a_light_map_looks_as_the_published_one_at_half_its_size_or_less():
    figures = list_figures(shipped())
    figure_id = figures.loc[figures["kind"] == "area-map", "figure_id"].iloc[0]
    published = shipped_figure(figure_id, "en", "web")
    light = lighten(published)
    assert len(light) < len(published) / 2
    before, after = pixels(published), pixels(light)
    assert before.shape == after.shape
    assert np.abs(before - after).mean() < 1
    assert (
        np.abs(before - pixels(light.replace("<text", "<desc").replace("</text", "</desc"))).mean()
        > 1
    )


def test_a_picture_in_a_notebook_asks_for_nothing_and_its_words_are_text():
    html = embed_picture(SVG.format("<text>x</text>"), alt='"><script>alert(1)</script>')
    (picture,) = etree.HTML(html).find("body")
    assert picture.get("alt") == '"><script>alert(1)</script>'
    data = picture.get("src").removeprefix("data:image/svg+xml;base64,")
    assert base64.b64decode(data).decode() == SVG.format("<text>x</text>")


def test_a_page_comes_back_whole_from_its_frame():
    page = '<!doctype html><title>Ж & "q" </script></title>' * 100
    html = embed_page(page, title='<i>"', height=700, still=Markup("<img>"))
    assert read_page(html) == page and len(html) < len(page)
    frame = etree.HTML(html).find(".//iframe")
    assert (frame.get("title"), frame.get("height")) == ('<i>"', "700")
    assert len(re.findall("<[a-z]", html)) == 2


def test_text_without_a_page_is_returned_as_it_is():
    assert read_page("<table></table>") == "<table></table>"
