"""What a cell shows: live where JupyterLab can draw it, static everywhere, and stable."""

import json
import re
import sys
from pathlib import Path

import pytest
import vl_convert
from lxml import etree
from rendered import shipped, shipped_figure

from chronotope.dossier.read import table_names
from chronotope.draw.style import PROFILES, register_fonts
from chronotope.figures.render import draw_figure, list_figures
from chronotope.notebook import (
    VEGA_LITE_5,
    Bundle,
    count_rows,
    list_profiles,
    show,
    show_all,
    show_map,
    to_vega_lite_5,
)
from chronotope.web.pages import draw_map
from chronotope.web.stills import read_page

LIVE_KINDS = ("chronology", "meetings", "positions", "claims")
# JupyterLab 4.6 ships 5.6.1; this is the nearest that vl-convert holds.
NEAREST_TO_JUPYTERLAB = "5.8"


def live_figures() -> list[str]:
    figures = list_figures(shipped())
    return list(figures.loc[figures["kind"].isin(LIVE_KINDS), "figure_id"])


def first_of(kind: str) -> str:
    figures = list_figures(shipped())
    return figures.loc[figures["kind"] == kind, "figure_id"].iloc[0]


def shown(bundle: Bundle) -> tuple[dict, dict]:
    return bundle._repr_mimebundle_()


@pytest.fixture(scope="module")
def positions() -> Bundle:
    return show(shipped(), first_of("positions"), lang="fr")


@pytest.fixture(scope="module")
def specs() -> dict[str, dict]:
    return {name: to_vega_lite_5(draw_figure(shipped(), name)) for name in live_figures()}


def test_a_chart_is_shown_in_exactly_three_forms(positions):
    data, metadata = shown(positions)
    assert set(data) == {"application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"}
    assert metadata == {"image/svg+xml": {"alt": positions.alt}}
    assert len(positions.alt.split()) >= 25


def test_a_map_is_shown_as_a_picture_that_an_untrusted_notebook_keeps():
    bundle = show(shipped(), first_of("area-map"))
    data, _ = shown(bundle)
    assert set(data) == {"text/html", "text/plain"}
    (image,) = etree.HTML(data["text/html"]).iter("img")
    assert image.get("alt") == bundle.alt and bundle.alt.startswith("Map")
    assert image.get("src").startswith("data:image/svg+xml")


def test_another_profile_is_shown_as_the_picture_that_a_publisher_gets():
    data, _ = shown(show(shipped(), first_of("positions"), profile="column"))
    assert set(data) == {"text/html", "text/plain"} and "<img" in data["text/html"]


def test_the_text_says_headline_alternative_text_and_a_mark_of_the_picture(positions):
    headline, alt, mark = repr(positions).split("\n")
    root = etree.fromstring(shown(positions)[0]["image/svg+xml"].encode())
    assert headline == root.findtext("{*}title") and alt == positions.alt
    assert re.fullmatch(r"\[[0-9a-f]{12}\]", mark)


def test_the_picture_of_a_cell_is_the_figure_that_is_published(positions):
    svg = shown(positions)[0]["image/svg+xml"]
    assert svg == shipped_figure(first_of("positions"), "fr", "web")


def test_showing_twice_gives_the_same_bundle(positions):
    again = show(shipped(), first_of("positions"), lang="fr")
    assert json.dumps(shown(again)) == json.dumps(shown(positions))


def test_another_language_gives_another_bundle(positions):
    other = show(shipped(), first_of("positions"), lang="ru")
    assert repr(other) != repr(positions)
    assert shown(other)[0][VEGA_LITE_5] != shown(positions)[0][VEGA_LITE_5]


def test_every_chart_is_drawn_the_same_by_the_vega_lite_of_jupyterlab(specs):
    """The same SVG from 5.8 and from the newest: the charts use nothing that came later."""
    register_fonts()
    for name, spec in specs.items():
        assert spec["$schema"].endswith("/vega-lite/v5.json")
        drawn = {
            re.sub(r"clip\d+", "clip", vl_convert.vegalite_to_svg(spec, vl_version=version))
            for version in (NEAREST_TO_JUPYTERLAB, vl_convert.get_vegalite_versions()[-1])
        }
        assert len(drawn) == 1, name


def property_names(value: object) -> set[str]:
    """Return the property names of a specification, without those of its data."""
    if isinstance(value, list):
        return {name for item in value for name in property_names(item)}
    if not isinstance(value, dict):
        return set()
    inner = {key: item for key, item in value.items() if key not in ("datasets", "values")}
    return set(inner) | {name for item in inner.values() for name in property_names(item)}


def test_every_property_is_known_to_the_vega_lite_that_jupyterlab_ships(specs):
    static = Path(sys.prefix) / "share/jupyter/lab/static"
    (bundled,) = [
        text
        for path in static.glob("*.js")
        if path.stat().st_size > 100_000 and '="5.6.1"' in (text := path.read_text("utf-8"))
    ]
    known = set(re.findall(r"[A-Za-z_$][\w$]*", bundled))
    used = {name for spec in specs.values() for name in property_names(spec)}
    assert len(used) > 30 and sorted(used - known) == []
    assert "thisIsNoProperty" not in known


def test_a_chart_names_a_font_that_every_reader_has_to_fall_back_on(specs):
    for spec in specs.values():
        text = json.dumps(spec)
        assert '"Roboto"' not in text and "Roboto, Arial, sans-serif" in text


def test_a_live_chart_says_its_headline_above_the_drawing(positions):
    spec = shown(positions)[0][VEGA_LITE_5]
    assert spec["title"]["text"] == repr(positions).split("\n")[0]
    assert spec["padding"]["top"] > spec["title"]["fontSize"] + spec["title"]["subtitleFontSize"]


def sizes_of(spec: dict, layer: dict) -> list[float]:
    rows = spec["datasets"][layer["data"]["name"]]
    return [row["size"] for row in rows if "size" in row]


def test_labels_leave_room_for_a_wider_font_the_bold_ones_most(specs):
    drawn = draw_figure(shipped(), first_of("chronology")).to_dict()
    shrunk = specs[first_of("chronology")]
    for before, after in zip(drawn["layer"], shrunk["layer"], strict=True):
        least, most = (0.9, 0.95) if before["mark"].get("fontWeight") == 700 else (0.95, 0.99)
        for old, new in zip(sizes_of(drawn, before), sizes_of(shrunk, after), strict=True):
            is_text = before["mark"]["type"] == "text"
            assert least < new / old < most if is_text else new == old


def test_a_chart_is_no_wider_than_a_cell(specs):
    for name, spec in specs.items():
        width = spec.get("width", 0)
        assert not isinstance(width, (int, float)) or width <= 800, name


def test_the_figures_of_one_kind_come_in_the_order_of_citation():
    bundles = show_all(shipped(), "chronology")
    figures = list_figures(shipped())
    headlines = figures.loc[figures["kind"] == "chronology", "headline_en"]
    assert [repr(bundle).split("\n")[0] for bundle in bundles] == list(headlines)
    assert show_all(shipped(), "no such kind") == []


@pytest.mark.parametrize(
    ("figure_id", "lang", "message"),
    [("nothing", "en", "unknown figure 'nothing'"), (None, "de", "unknown language 'de'")],
)
def test_an_unknown_figure_or_language_is_refused(figure_id, lang, message):
    with pytest.raises(ValueError, match=message):
        show(shipped(), figure_id or first_of("claims"), lang=lang)


def test_the_web_map_is_a_frame_after_a_picture_that_stands_for_it():
    bundle = show_map(shipped(), lang="ru")
    data, _ = shown(bundle)
    assert set(data) == {"text/html", "text/plain"}
    assert re.fullmatch(r".* \[[0-9a-f]{12}\]", repr(bundle))
    picture, frame = etree.HTML(data["text/html"]).find("body")
    assert (picture.tag, frame.tag) == ("img", "iframe")
    assert picture.get("alt") == frame.get("title") == shipped().title("ru")
    page = draw_map(shipped(), lang="ru").to_html()
    assert read_page(data["text/html"]) == page and "<" in page
    assert data["text/html"].count("<") == 3


def test_tables_and_profiles_are_counted():
    counts = count_rows(shipped()).set_index("table")["rows"]
    assert list(counts.index) == list(table_names())
    assert counts["events"] == len(shipped().events)
    profiles = list_profiles().set_index("profile")
    assert list(profiles.index) == list(PROFILES)
    assert profiles.loc["nature", "least_pt"] == PROFILES["nature"].small
    assert profiles.loc["web", "least_pt"] == 9
