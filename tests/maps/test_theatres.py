"""What the static maps show: read back from the drawing itself, never from the code's word."""

import io
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from pyproj import Geod
from shapely.geometry import Point, box
from shares import IS_WHOLE, latin_square
from small_maps import with_tables

from chronotope.dossier.read import load_dossier, split_list
from chronotope.draw import style
from chronotope.draw.spec import Spec
from chronotope.lang.words import word
from chronotope.maps.cartography import (
    Window,
    graticule,
    hatch_lines,
    hemisphere,
    locator_globe,
    measure_distortion,
    read_frame,
    scale_bar,
)
from chronotope.maps.paper import Page
from chronotope.maps.tables import MapTables, group_venues, theatre_table, venue_table
from chronotope.maps.theatres import (
    _find_setting,
    _fit,
    _Material,
    _Placed,
    base_map_words,
    map_note,
    plot_map,
)
from chronotope.world import basemap
from chronotope.world.atlas import Atlas
from chronotope.world.basemap import romanisation_notes
from chronotope.world.sphere import clip

PROFILES = tuple(style.PROFILES)
LANGUAGES = ("en", "fr", "ru")
ODD = r"<b>$x^2$</b> & \frac{1}{2}"
# A page on which the lists stand beside the map, and the narrowest; pictures of all profiles are
# measured in tests/figures/test_figure_rules.py and tests/browser/test_labels_browser.py.
PAGES = [
    (is_close, profile)
    for is_close in (False, True)
    for profile in (PROFILES if IS_WHOLE else ("generic", "column"))
]
each_page = pytest.mark.parametrize(
    ("is_close", "profile", "lang"),
    latin_square(PAGES, LANGUAGES)
    if IS_WHOLE
    else [(False, "column", "ru"), (True, "generic", "en")],
)
# What is drawn in each language or under each view; a share of it unless all is asked for.
each_language = pytest.mark.parametrize("lang", LANGUAGES if IS_WHOLE else ("en", "ru"))


@cache
def shipped():
    return load_dossier("data/2plus2-2019")


def frame_ids() -> tuple[str, str]:
    figures = shipped().figures.set_index("kind")["frame_id"]
    return figures["theatres"], figures["area-map"]


def draw(
    *, is_close=False, lang="en", profile="generic", point_of_view="un", frame_id=None, **tables
):
    spec = Spec.of(lang, profile, point_of_view)
    dossier = with_tables(shipped(), **tables)
    frame_id = frame_id or frame_ids()[is_close]
    return plot_map(dossier, frame_id=frame_id, spec=spec, is_close=is_close)


@cache
def figure(is_close=False, lang="en", profile="generic", point_of_view="un") -> Page:
    return draw(is_close=is_close, lang=lang, profile=profile, point_of_view=point_of_view)


@cache
def other_events() -> Page:
    """Return the map with a name of markup, calls without a place, and a theatre less."""
    events, places = shipped().events, shipped().places
    calls = events[events["form"].isin(["telephone", "video"])].assign(form="meeting", place_id="")
    assert len(calls) > 3
    more = pd.concat([events, calls.assign(event_id=lambda t: t["event_id"] + "x")])
    more["theatres"] = more["theatres"].str.replace("libya", "").str.strip(";")
    label = places["label_en"].mask(places["place_id"] == "syria", ODD)
    return draw(events=more, places=places.assign(label_en=label))


@cache
def fewer_meetings() -> Page:
    """Return the map with no special areas, a meeting of Berlin in no town, one of Paris not held.

    What a meeting is no longer counted for makes its disc smaller.
    """
    events = shipped().events
    in_berlin, in_paris = (
        events[(events["place_id"] == place) & (events["form"] == "meeting")
               & (events["status"] == "held")].index[0]
        for place in ("berlin", "paris")
    )  # fmt: skip
    events.loc[in_berlin, "place_id"] = "germany"
    events.loc[in_paris, "status"] = "cancelled"
    return draw(events=events, special_areas=shipped().special_areas.iloc[:0])


def patches(page: Page, start: str) -> dict:
    return {p.get_gid(): p for p in page.sheet.patches if p.get_gid().startswith(start)}


def shape_of(patch) -> shapely.Geometry:
    """Return the polygon that a patch draws, rings nested as the even-odd rule does."""
    rings = [shapely.Polygon(ring) for ring in patch.get_path().to_polygons() if len(ring) > 3]
    shape = shapely.Polygon()
    for ring in rings:
        shape = shape.symmetric_difference(shapely.make_valid(ring))
    return shape


def lines_of(patch) -> shapely.Geometry:
    """Return the lines that a patch draws."""
    path, lines = patch.get_path(), []
    for point, code in zip(path.vertices, path.codes, strict=True):
        if code == path.MOVETO:
            lines.append([])
        lines[-1].append(tuple(point))
    return shapely.MultiLineString(lines)


def main_window(page: Page, frame_id: str, prefix: str = "") -> Window:
    """Return the window, rebuilt from the rim that is drawn."""
    frame = read_frame(shipped().frames, frame_id, lang="en")
    x0, y0, x1, _ = shape_of(patches(page, f"{prefix}rim")[f"{prefix}rim"]).bounds
    return Window(frame, x0, y0, x1 - x0)


def text_boxes(page: Page) -> list[tuple[str, str, shapely.Geometry]]:
    """Return (gid, text, box in mm) of every text.

    Its width is the renderer's; its height is that of the letters themselves, because the
    renderer gives every line the room of the tallest letter of the font.
    """
    page.set_dpi(300)
    renderer = FigureCanvasAgg(page).get_renderer()
    found = []
    for text in page.sheet.texts:
        x0, _, x1, _ = text.get_window_extent(renderer).extents / (300 / 25.4)
        ink = TextPath(
            (0, 0), text.get_text(), size=text.get_fontsize(), prop=text.get_fontproperties()
        )
        base, heights = text.get_position()[1], ink.vertices[:, 1] * 25.4 / 72
        low, high = base + heights.min(), base + heights.max()
        found.append((text.get_gid(), text.get_text(), shapely.box(x0, low, x1, high)))
    return found


def text_of(page: Page) -> dict[str, str]:
    return {t.get_gid(): t.get_text() for t in page.findobj(Text) if t.get_gid()}


def svg_of(page: Page) -> str:
    file = io.StringIO()
    page.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()


def held_meetings(events: pd.DataFrame) -> Counter:
    return Counter(
        row.place_id
        for row in events.itertuples()
        if row.form == "meeting" and row.status == "held" and row.place_id
    )


# ---------------------------------------------------------------------------- the page


@each_page
def test_page_has_the_profile_width_and_at_most_its_height(is_close, profile, lang):
    page = style.get_profile(profile)
    width, height = figure(is_close, lang, profile).get_size_inches() * 25.4
    assert width == pytest.approx(page.plot_width_mm, abs=0.01)
    assert height <= page.plot_height / page.units_per_mm


def test_saved_png_has_the_exact_pixels_of_its_millimetres():
    from PIL import Image

    file = io.BytesIO()
    figure().savefig(file, format="png", dpi=300)
    assert Image.open(file).width == round(178 / 25.4 * 300)


def test_a_tight_bounding_box_is_refused():
    with pytest.raises(ValueError, match="keeps its size"):
        figure().savefig(io.BytesIO(), bbox_inches="tight")


def test_drawing_changes_no_settings_and_no_tables_and_heeds_no_settings():
    expected, before = svg_of(figure()), dict(mpl.rcParams)
    data = shipped()
    tables = [t.copy() for t in (data.places, data.events, data.special_areas, data.frames)]
    with mpl.rc_context({"font.size": 40, "svg.fonttype": "path", "text.usetex": True}):
        assert svg_of(draw()) == expected
    assert dict(mpl.rcParams) == before
    after = (data.places, data.events, data.special_areas, data.frames)
    for old, new in zip(tables, after, strict=True):
        pd.testing.assert_frame_equal(old, new)


@pytest.mark.parametrize("is_close", [False, True])
def test_nothing_is_transparent_and_no_pattern_or_clip_is_used(is_close):
    page = figure(is_close)
    drawn = (*page.sheet.patches, *page.sheet.texts)
    assert len(drawn) > 100
    assert {artist.get_alpha() for artist in drawn} == {None}
    assert all(
        len(c) == 3 or c[3] in (0, 1)
        for p in page.sheet.patches
        for c in (p.get_facecolor(), p.get_edgecolor())
    )
    svg = svg_of(page)
    assert not re.search(r"opacity|<pattern|clip-path=|<image", svg)


def test_every_mark_has_its_own_gid():
    page = figure()
    gids = [a.get_gid() for a in (*page.sheet.patches, *page.sheet.texts)]
    assert all(gids)
    assert [gid for gid, n in Counter(gids).items() if n > 1] == []


@each_page
def test_lines_and_text_keep_to_the_printers_limits(is_close, profile, lang):
    page = figure(is_close, lang, profile)
    widths = {p.get_linewidth() for p in page.sheet.patches if not p.get_gid().startswith("halo")}
    assert all(0.3 <= width <= 1.5 for width in widths if width)
    sizes = {t.get_fontsize() for t in page.sheet.texts}
    limits = style.get_profile(profile)
    assert sizes == {limits.small_pt, limits.text_pt}
    assert {t.get_rotation() for t in page.sheet.texts} == {0}


@pytest.mark.parametrize("lang", LANGUAGES if IS_WHOLE else ("ru",))
def test_text_stays_text_in_svg_and_pdf(lang):
    from pypdf import PdfReader

    page = figure(lang=lang)
    assert svg_of(page).count("<text") == len([t for t in text_of(page).values() if t])
    assert not [t for t in page.findobj(Text) if t.get_path_effects()]
    file = io.BytesIO()
    page.savefig(file, format="pdf")
    text = PdfReader(file).pages[0].extract_text()
    label = shipped().places.set_index("place_id").loc["libya", f"label_{lang}"]
    assert label in text
    assert b"/Type3" not in file.getvalue()


def test_signs_of_markup_are_written_as_they_are():
    assert text_of(other_events())["name-syria"] == ODD


# ---------------------------------------------------------------------------- venues


def drawn_discs(page: Page) -> dict[str, float]:
    """Return the area of each disc by its venue."""
    return {gid[6:]: shape_of(p).area for gid, p in patches(page, "venue-").items()}


@pytest.mark.parametrize(("profile", "lang"), [("generic", "en"), ("column", "ru")])
def test_one_disc_a_venue_or_group_of_venues_in_the_frame(profile, lang):
    page = figure(lang=lang, profile=profile)
    counts = held_meetings(shipped().events)
    listed = {
        gid[5:] for gid in text_of(page) if re.fullmatch(r"list-(?!number|count|note).*", gid)
    }
    listed = {place_id for place_id in listed if place_id in counts}
    assert listed == set(counts)
    numbered = {gid[12:] for gid in text_of(page) if gid.startswith("list-number-")}
    assert set(drawn_discs(page)) == numbered
    numbers = [text_of(page)[f"list-number-{place_id}"] for place_id in numbered]
    assert sorted(map(int, numbers)) == list(range(1, len(numbered) + 1))


def listed_meetings(page: Page) -> dict[str, int]:
    """Return what the list says that each disc stands for: its venue, and others in its mark."""
    texts, counts = text_of(page), {}
    for gid, text in texts.items():
        place = gid.removeprefix("list-count-")
        if place in drawn_discs(page) and gid != place:
            lead, counts[place] = place, int(text)
        elif gid != place and texts[f"list-{place}"].startswith("with "):
            counts[lead] += int(text)
    return counts


def test_counts_in_the_list_add_up_to_the_meetings_held():
    texts = text_of(figure())
    discs = listed_meetings(figure()).values()
    off_map = [
        int(texts[f"list-count-{gid[5:]}"])
        for gid, text in texts.items()
        if gid.startswith("list-") and text.endswith("(off the map)")
    ]
    assert sum(discs) + sum(off_map) == sum(held_meetings(shipped().events).values())


def test_disc_areas_are_proportional_to_their_meetings():
    counts, discs = listed_meetings(figure()), drawn_discs(figure())
    ratios = [area / counts[place] for place, area in discs.items()]
    assert len({*counts.values()}) >= 3
    assert max(ratios) / min(ratios) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("place", ["berlin", "paris"])
def test_one_meeting_less_shrinks_the_disc(place):
    assert 0 < drawn_discs(fewer_meetings())[place] < drawn_discs(figure())[place]


def test_discs_stand_where_the_table_puts_their_places():
    page = figure()
    window = main_window(page, frame_ids()[0])
    places = shipped().places.set_index("place_id")
    for gid, patch in patches(page, "venue-").items():
        row = places.loc[gid[6:]]
        centre = shape_of(patch).centroid
        assert centre.distance(Point(window.place(row.longitude, row.latitude))) < 0.03


def test_a_call_without_a_place_makes_no_mark():
    assert drawn_discs(other_events()) == drawn_discs(figure())


def test_a_meeting_known_only_by_country_gets_no_disc_but_a_line():
    assert "germany" not in drawn_discs(fewer_meetings())
    assert text_of(fewer_meetings())["list-count-germany"] == "1"


def test_an_unknown_place_is_refused():
    events = shipped().events
    events.loc[events["place_id"] == "berlin", "place_id"] = "atlantis"
    with pytest.raises(ValueError, match="lacks: atlantis"):
        draw(events=events)


def test_venues_too_close_to_part_share_one_disc():
    data = shipped()
    venues = venue_table(data.places, data.events, lang="en")
    window = main_window(figure(), frame_ids()[0])
    grouped = group_venues(venues, window)
    lead = grouped.set_index("place_id")["disc"]
    assert lead["moscow-kremlin"] == lead["moscow"] == "moscow"
    wide = Window(window.frame, 0, 0, 200_000)
    assert group_venues(venues, wide)["number"].max() > grouped["number"].max()


# ---------------------------------------------------------------------------- theatres


@pytest.mark.parametrize("is_close", [False, True])
def test_theatre_areas_hold_their_label_points(is_close):
    page = figure(is_close)
    window = main_window(page, frame_ids()[is_close])
    places = shipped().places.set_index("place_id")
    drawn = patches(page, "theatre-")
    drawn = {gid: p for gid, p in drawn.items() if not gid.startswith("theatre-rim")}
    assert drawn
    for gid, patch in drawn.items():
        row = places.loc[gid.removeprefix("theatre-")]
        assert shape_of(patch).contains(Point(window.place(row.longitude, row.latitude)))


def test_theatres_are_those_that_events_name_and_bear_their_number():
    data = shipped()
    named = Counter(t for text in data.events["theatres"] for t in split_list(text))
    kinds = data.places.set_index("place_id")["kind"]
    texts = text_of(figure())
    drawn = {gid[5:] for gid in texts if gid.startswith("name-")}
    assert drawn == {place for place in named if kinds[place] in ("country", "theatre")}
    for place in drawn:
        assert texts[f"events-{place}"].split()[0].strip("()") == str(named[place])


def test_a_theatre_no_event_names_is_not_tinted():
    assert "theatre-libya" in patches(figure(), "theatre-")
    assert "theatre-libya" not in patches(other_events(), "theatre-")


def test_a_whole_region_is_told_in_words_and_not_tinted():
    table = theatre_table(shipped().places, shipped().events, lang="en")
    regions = table[table["kind"] == "region"]
    notes = " ".join(t for gid, t in text_of(figure()).items() if gid.startswith("list-note"))
    assert len(regions)
    for row in regions.itertuples():
        assert f"{row.label}, as a whole: {row.events} events" in notes
        assert f"theatre-{row.place_id}" not in patches(figure(), "theatre-")


# ---------------------------------------------------------------------------- special status


def test_only_areas_of_special_status_are_hatched():
    areas = shipped().special_areas.set_index("area_id")["drawing"]
    hatched = {gid[6:] for gid in patches(figure(), "hatch-")}
    assert hatched
    assert all("hatched" in areas[area] for area in hatched)
    page = figure()
    assert not [p for p in page.sheet.patches if p.get_hatch()]


def test_even_the_smallest_hatched_area_shows_its_hatching():
    page = figure()
    for gid, patch in patches(page, "hatch-").items():
        assert lines_of(patch).length > 0.5, gid
        assert len(lines_of(patch).geoms) >= 2, gid


def test_hatching_stays_inside_its_area_and_fills_it():
    page = figure(True)
    window = main_window(page, frame_ids()[1])
    rows = shipped().special_areas.set_index("area_id")
    for gid, patch in patches(page, "hatch-").items():
        drawn = window.draw(Atlas("un", window.box).area(rows.loc[gid[6:], "units"]))
        assert shapely.difference(lines_of(patch), drawn.buffer(0.03)).length < 0.01
        assert lines_of(patch).buffer(0.9).area > 0.8 * drawn.area


def test_without_special_areas_nothing_is_hatched_or_worded():
    page = fewer_meetings()
    assert not patches(page, "hatch-")
    assert not patches(page, "status-")
    assert not [gid for gid in text_of(page) if gid.startswith(("key-", "letter-"))]


@each_language
def test_key_words_come_from_the_table_alone(lang):
    texts = text_of(figure(lang=lang))
    areas = shipped().special_areas.set_index("area_id")
    letters = {gid[7:]: t for gid, t in texts.items() if gid.startswith("letter-")}
    assert letters
    for area, letter in letters.items():
        assert texts[f"key-letter-{area}"] == letter
        lines = [t for gid, t in texts.items() if re.fullmatch(rf"key-{area}(-\d+)?", gid)]
        wording, line = areas.loc[area, [f"wording_{lang}", f"line_{lang}"]]
        told = word("theatres.line", lang, wording=wording, name=line) if line else wording
        assert " ".join(lines) == told
    assert len(set(letters.values())) == len(letters)


def test_no_border_is_drawn_solid_where_an_area_parts_from_its_country():
    page = figure(True)
    window = main_window(page, frame_ids()[1])
    solid = shapely.union_all([lines_of(patches(page, g)[g]) for g in ("borders", "coast")])
    isthmus = Point(window.place(33.69, 46.12))
    dashed = shapely.union_all([lines_of(p) for p in patches(page, "status-").values()])
    assert dashed.distance(isthmus) < 1.5
    assert solid.intersection(isthmus.buffer(0.3)).is_empty
    assert all(p.get_linestyle() != "solid" for p in patches(page, "status-").values())


def countries_at_gate(page: Page, view: str) -> dict[str, tuple[set[str], str]]:
    """Return, for each test point, the countries drawn there and the one expected.

    A country is drawn at a point if it comes within 0.05 mm on the page, a third of a line's
    width: North Nicosia lies 0.02 mm from the line that parts it.
    """
    window = main_window(page, frame_ids()[0])
    drawn = {g.removeprefix("country-"): shape_of(p) for g, p in patches(page, "country-").items()}
    found = {}
    for row in basemap.gate(view).itertuples():
        point = Point(window.place(row.longitude, row.latitude))
        found[row.point_id] = (
            {c for c, s in drawn.items() if s.distance(point) < 0.05},
            row.expected,
        )
    return found


def test_no_dashes_run_along_a_coast():
    page = figure(True)
    coast = lines_of(patches(page, "coast")["coast"]).buffer(0.15)
    dashed = shapely.union_all([lines_of(p) for p in patches(page, "status-").values()])
    assert dashed.length > 10
    assert dashed.intersection(coast).length < 0.03 * dashed.length


# Under each view the countries themselves are held to it in tests/world/test_basemap.py.
@pytest.mark.parametrize("view", basemap.POINTS_OF_VIEW if IS_WHOLE else ("un", "ru"))
def test_gate_points_are_drawn_where_the_point_of_view_puts_them(view):
    found = countries_at_gate(figure(point_of_view=view), view)
    assert len(found) == 14
    assert {k: v for k, v in found.items() if v[1] not in v[0]} == {}
    alone = [drawn for drawn, _ in found.values() if len(drawn) == 1]
    assert len(alone) >= 11


def test_gate_on_the_drawing_sees_another_point_of_view():
    found = countries_at_gate(figure(point_of_view="ru"), "un")
    wrong = {k for k, (drawn, expected) in found.items() if expected not in drawn}
    assert "simferopol" in wrong
    assert "donetsk" not in wrong


# ---------------------------------------------------------------------------- cartography


@each_page
def test_no_two_texts_overlap_and_none_leaves_the_page(is_close, profile, lang):
    page = figure(is_close, lang, profile)
    boxes = text_boxes(page)
    sheet = shapely.box(-0.05, -0.05, page.width_mm + 0.05, page.height_mm + 0.05)
    assert [text for _, text, shape in boxes if not sheet.contains(shape)] == []
    tree = shapely.STRtree([shape for *_, shape in boxes])
    for i, (_, text, shape) in enumerate(boxes):
        for j in tree.query(shape):
            shared = shapely.intersection(shape, boxes[j][2])
            assert j <= i or shared.area == 0, (text, boxes[j][1])


@each_page
def test_no_text_stands_on_a_disc_but_its_own_number(is_close, profile, lang):
    page = figure(is_close, lang, profile)
    marks = {g.split("-", 1)[1]: shape_of(p) for g, p in patches(page, "venue-").items()}
    marks |= {g.split("-", 1)[1]: shape_of(p) for g, p in patches(page, "site-").items()}
    for gid, text, shape in text_boxes(page):
        for place_id, mark in marks.items():
            if gid == f"number-{place_id}":
                continue
            assert not shape.intersects(mark), (text, place_id)


def test_projection_is_the_one_of_the_frame_and_never_mercator():
    frame = read_frame(shipped().frames, frame_ids()[0], lang="en")
    assert frame.crs == "+proj=laea +lat_0=44 +lon_0=22 +datum=WGS84 +units=m +no_defs"
    with pytest.raises(ValueError, match="'merc' is not one of laea, lcc"):
        draw(frames=shipped().frames.assign(projection="merc"))


def test_an_unknown_frame_lists_those_there_are():
    with pytest.raises(ValueError, match=rf"no frame 'moon'.*{frame_ids()[0]}"):
        draw(frame_id="moon")


def test_distortion_stays_within_the_limits_of_each_frame():
    for frame_id in shipped().frames["frame_id"]:
        frame = read_frame(shipped().frames, frame_id, lang="en")
        found = measure_distortion(frame)
        assert found.angle_degrees < 8
        assert 0.93 < found.least_scale <= 1 <= found.greatest_scale < 1.07
        if frame.projection == "laea":
            assert found.greatest_area_error < 1e-6


def test_distortion_of_a_badly_centred_frame_is_seen():
    spoiled = shipped().frames.assign(longitude=100.0)
    assert measure_distortion(read_frame(spoiled, frame_ids()[0], lang="en")).angle_degrees > 8


def test_window_holds_the_whole_extent():
    for frame_id in shipped().frames["frame_id"]:
        frame = read_frame(shipped().frames, frame_id, lang="en")
        window = Window(frame, 5, 7, 100)
        points = shapely.get_coordinates(frame.extent)
        assert all(window.has(x, y, margin=-1e-6) for x, y in points)
        x, y = window.place(*points[3])
        assert np.allclose(window.locate(x, y), points[3])


def test_graticule_is_drawn_every_ten_degrees_and_labelled_on_two_sides():
    page = figure()
    meridians = sorted(float(g.split("-", 1)[1]) for g in patches(page, "meridian-"))
    assert len(meridians) > 5
    assert set(np.diff(meridians)) == {10.0}
    labels = [gid for gid in text_of(page) if gid.startswith("degree-")]
    kinds = Counter(gid.split("-")[1] for gid in labels)
    assert kinds["meridian"] >= 3
    assert kinds["parallel"] >= 2
    assert to_hex(patches(page, "meridian-0")["meridian-0"].get_edgecolor()) == style.RULE.lower()


@each_language
def test_degrees_are_worded_in_each_language(lang):
    said = {"en": "20°\u00a0E", "fr": "20°\u00a0E", "ru": "20°\u00a0в.\u00a0д."}
    assert text_of(figure(lang=lang))["degree-meridian-20"] == said[lang]


def test_close_maps_take_a_finer_graticule():
    frame = read_frame(shipped().frames, frame_ids()[1], lang="en")
    degrees = [d for kind, d, _ in graticule(Window(frame, 0, 0, 100)) if kind == "meridian"]
    assert len(degrees) >= 3
    assert np.diff(sorted(degrees)).max() < 10


def test_scale_bars_are_true_to_one_per_cent():
    for page, prefix, frame_id in (
        (figure(True), "donbas-", "donbas"),
        (figure(), "", frame_ids()[0]),
        (figure(True), "", frame_ids()[1]),
    ):
        window = main_window(page, frame_id, prefix)
        x0, y0, x1, _ = lines_of(patches(page, f"{prefix}scale")[f"{prefix}scale"]).bounds
        stated = float(text_of(page)[f"{prefix}scale-text"].split()[0])
        start, end = window.locate(x0, y0), window.locate(x1, y0)
        true = Geod(ellps="WGS84").inv(*start, *end)[2] / 1000
        assert abs(true / stated - 1) < 0.01


def test_a_sheet_is_set_once_for_all_languages_and_fits_in_each():
    """The list of the third language needs the smaller map, in whichever the map is drawn first."""
    asked = []

    def arrange(material, share, scale):
        asked.append(material.tables.lang)
        height = 60 if material.tables.lang == "ru" and scale == 1.0 else 40
        return [_Placed(0, 0, 100, print)], height

    for lang in LANGUAGES:
        tables = MapTables(shipped(), shipped().events, Spec.of(lang))
        frame = read_frame(shipped().frames, frame_ids()[0], lang=lang)
        found = _fit(_Material(tables, frame, []), arrange, 50.0)
        assert found.has_room and len(found.blocks) == 1
    assert asked[-3:] == ["en", "fr", "ru"] and asked.count("ru") == asked.count("fr")
    assert _find_setting(_Material(tables, frame, []), arrange, 50.0)[1] < 1.0


def test_scale_bar_keeps_below_its_share_of_the_map():
    frame = read_frame(shipped().frames, frame_ids()[1], lang="en")
    window = Window(frame, 0, 0, 100)
    bar = scale_bar(window, x=5, y=5, greatest_share=0.25)
    assert 0 < bar.x1 - bar.x0 <= 25.5


def test_each_map_has_a_scale_bar_inside_it_and_none_a_north_arrow():
    for is_close in (False, True):
        page = figure(is_close)
        rim = shape_of(patches(page, "rim")["rim"])
        assert rim.contains(lines_of(patches(page, "scale")["scale"]))
        sheet = page.sheet
        gids = [artist.get_gid() for artist in (*sheet.patches, *sheet.texts)]
        assert not [gid for gid in gids if re.search(r"arrow|compass|^north", gid)]
    assert "at 20°" in text_of(figure())["scale-text"]


@pytest.mark.parametrize("is_close", [False, True])
def test_locator_globe_shows_the_frame_inside_its_disc(is_close):
    page = figure(is_close)
    globe = shape_of(patches(page, "locator")["locator"])
    frame = lines_of(patches(page, "locator-frame")["locator-frame"])
    rim = shape_of(patches(page, "rim")["rim"])
    assert globe.contains(frame)
    share = (globe.bounds[2] - globe.bounds[0]) / (rim.bounds[2] - rim.bounds[0])
    assert 0.14 <= share <= 0.18
    assert rim.contains(globe)
    assert shape_of(patches(page, "locator-land")["locator-land"]).area > 0.2 * globe.area


def test_inset_is_outlined_on_the_map_and_drawn_beside_it():
    page = figure(True)
    outline = shape_of(patches(page, "extent-donbas")["extent-donbas"])
    window = main_window(page, frame_ids()[1])
    assert outline.contains(Point(window.place(38.3, 48.3)))
    inset, main = (shape_of(patches(page, g)[g]) for g in ("donbas-rim", "rim"))
    assert not inset.intersects(main)
    assert text_of(page)["panel-donbas"] == "Donbas"


def test_venues_stand_beside_wide_maps_and_below_narrow_ones():
    def spots(profile, lang="en"):
        page = figure(lang=lang, profile=profile)
        heading = next(t for t in page.findobj(Text) if t.get_gid() == "heading-venues")
        return heading.get_position(), shape_of(patches(page, "rim")["rim"]).bounds

    (x, _), rim = spots("generic")
    assert x > rim[2]
    (_, y), rim = spots("column", "ru")
    assert y < rim[1]


def test_hatch_lines_share_one_grid():
    left, right = shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)
    both = hatch_lines(shapely.union_all([left, right]), spacing=1).length
    parts = [hatch_lines(area, spacing=1).length for area in (left, right)]
    assert sum(parts) == pytest.approx(both)
    assert both == pytest.approx(200, rel=0.05)


@pytest.mark.parametrize("longitude, latitude", [(-36.53, -1.65), (-70.85, 3.83), (100, 0)])
def test_a_locator_globe_near_the_equator_stays_on_its_disc(longitude, latitude):
    frame = read_frame(shipped().frames, frame_ids()[0], lang="en")
    west, east = longitude - 80, (longitude + 100) % 360
    wide = replace(frame, longitude=longitude, latitude=latitude, west=west, east=east)
    window = Window(wide, 0, 0, 100)
    globe = locator_globe(window, land=box(-179, -60, 179, 75), x=5, y=6, radius=8)
    disc = globe.disc.buffer(0.05)
    assert globe.land.area > 0.7 * globe.disc.area
    assert disc.contains(globe.land) and disc.contains(globe.frame)


@pytest.mark.parametrize("latitude", [-60, -5, 0, 44, 89])
def test_hemisphere_holds_what_is_near_and_not_what_is_far(latitude):
    half = hemisphere(20, latitude)
    assert half.contains(Point(20, latitude))
    assert not half.contains(Point(-160, -latitude))


def test_drawn_vertices_and_file_stay_small():
    for is_close in (False, True):
        svg = svg_of(figure(is_close))
        assert len(svg.encode()) < 1_000_000


# ---------------------------------------------------------------------------- notes


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", basemap.POINTS_OF_VIEW)
def test_notes_name_projection_day_borders_and_disclaim(lang, view):
    lines = map_note(shipped(), frame_id=frame_ids()[0], spec=Spec.of(lang, "web", view))
    assert len(lines) == 4
    assert basemap.describe_point_of_view(view, lang) == lines[2]
    assert re.match("Projection|Проекция", lines[0])
    assert "44°\u00a0" in lines[0]
    assert "2019" in lines[1]
    assert len(set(lines)) == 4
    words = [base_map_words(shipped(), frame_ids=[f], lang=lang) for f in frame_ids()]
    assert all("Natural Earth" in text for text in words)
    assert "GSHHG" in words[1]


def test_a_sliver_that_geos_cannot_clip_is_cut_all_the_same(monkeypatch):
    def fail(*_):
        raise shapely.GEOSException("Invalid number of points in LinearRing found 3")

    square = shapely.box(0, 0, 4, 4)
    quick = clip(square, 1, 1, 9, 2)
    monkeypatch.setattr(shapely, "clip_by_rect", fail)
    assert clip(square, 1, 1, 9, 2).equals(quick)


def test_names_say_how_they_are_romanised_where_a_system_does():
    assert romanisation_notes({"UA", "FR", ""}, "en") == [word("basemap.romanised.UA", "en")]
    assert romanisation_notes({"FR"}, "en") == []
    notes = {c: " ".join(text_of(figure(c, "en", "generic")).values()) for c in (True, False)}
    assert "Names in Ukraine" in notes[True] and "Names in Russia" not in notes[True]
    assert "Names in Russia" in notes[False] and "Names in Ukraine" not in notes[False]


def test_notes_state_the_true_scale_error():
    laea, close = frame_ids()
    lines = [map_note(shipped(), frame_id=f, spec=Spec())[0] for f in (laea, close)]
    assert "within 6%" in lines[0]
    assert "parallels 46°\u00a0N and 50°\u00a0N" in lines[1]
    assert "within 0.2%" in lines[1]


# ---------------------------------------------------------------------------- other dossiers


def other_tables(**frame):
    """Return a dossier of 1840 in the Pacific: other frames, no insets, no special areas."""
    label = {f"label_{lang}": "Pacific" for lang in LANGUAGES}
    places = pd.DataFrame(
        [
            {"place_id": "waitangi", "kind": "site", "longitude": 174.08, "latitude": -35.27,
             "area": "", **label},
            {"place_id": "levuka", "kind": "city", "longitude": 178.83, "latitude": -17.68,
             "area": "", **label},
            {"place_id": "apia", "kind": "city", "longitude": -171.77, "latitude": -13.83,
             "area": "", **label},
            {"place_id": "nz", "kind": "country", "longitude": 172.8, "latitude": -41.9,
             "area": "NZ", **label},
        ]
    )  # fmt: skip
    events = pd.DataFrame(
        [
            {"event_id": f"E{i}", "form": "meeting", "status": "held", "place_id": place,
             "theatres": "nz", "passages": ""}
            for i, place in enumerate(["waitangi", "waitangi", "levuka", "apia"])
        ]
    )  # fmt: skip
    special = shipped().special_areas.iloc[:0]
    row = {
        "frame_id": "pacific", "projection": "laea", "longitude": 180.0, "latitude": -25.0,
        "parallel_1": float("nan"), "parallel_2": float("nan"), "west": 160.0, "south": -48.0,
        "east": -160.0, "north": -5.0, "inset_of": "", **label, **frame,
    }  # fmt: skip
    return places, {"events": events, "special_areas": special, "frames": pd.DataFrame([row])}


@pytest.mark.parametrize("is_close", [False, True])
def test_another_dossier_across_the_date_line_is_drawn(is_close):
    places, tables = other_tables()
    tables["places"] = places
    page = draw(**tables, frame_id="pacific", profile="column", is_close=is_close)
    assert set(drawn_discs(page)) == {"waitangi", "levuka", "apia"}
    assert "theatre-nz" in patches(page, "theatre-")
    frame = read_frame(tables["frames"], "pacific", lang="en")
    x0, y0, x1, _ = shape_of(patches(page, "rim")["rim"]).bounds
    window = Window(frame, x0, y0, x1 - x0)
    assert window.has(178.83, -17.68) and window.has(-171.77, -13.83)


def test_the_small_dossier_of_another_century_is_drawn(tiny_dossier):
    tiny = load_dossier(tiny_dossier)
    page = plot_map(tiny, frame_id="atlantic", spec=Spec.of("fr", "generic"))
    assert set(drawn_discs(page)) == {"ghent"}
    assert text_of(page)["label-ghent"] == "Gand"
    assert text_of(page)["name-great-lakes"] == "Grands Lacs"


# ---------------------------------------------------------------------------- places


def test_a_place_has_one_of_four_symbols_by_its_precision_and_kind():
    from chronotope.dossier.places import place_symbol

    found = [
        place_symbol({"precision": precision, "kind": kind})
        for precision, kind in (
            ("exact", "site"), ("city", "city"), ("area", "country"), ("area", "theatre"),
            ("representative", "site"),
        )
    ]  # fmt: skip
    assert found == ["exact", "town", "country", "region", "region"]


def test_a_local_name_stands_beside_the_readers_where_it_is_another():
    from chronotope.dossier.places import local_name

    row = {"label_en": "Moscow", "label_ru": "Москва", "label_local": "Москва"}
    assert [local_name(row, lang) for lang in ("en", "ru")] == ["Москва", ""]
    assert text_of(figure())["list-moscow"] == "Moscow (Москва)"
