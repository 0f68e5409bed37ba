"""The one-page brief: A4, four panels, few words, nothing below nine points."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from figure_set import rendered, shipped
from lxml import etree
from tiny import SHIPPED_LANGUAGES

from chronotope.dossier.read import load_dossier
from chronotope.draw.labels import text_width
from chronotope.draw.plate import SVG
from chronotope.draw.spec import Spec
from chronotope.draw.style import PAGE_BRIEF
from chronotope.figures._brief_page import MOST_EVENTS, _Block, _page
from chronotope.figures._kind import get_kind
from chronotope.figures.captions import caption_figure
from chronotope.figures.kinds.brief import list_panels
from chronotope.figures.kinds.chronology import choose_events
from chronotope.figures.kinds.positions import choose_positions
from chronotope.figures.render import draw_figure, figure_rows, list_figures, render_figure
from chronotope.lang.words import word
from chronotope.publish.export import to_bytes

MOST_WORDS = 350
LEAST_PANEL_MM = 55


def brief_id():
    figures = list_figures(shipped())
    return figures.loc[figures["kind"] == "brief", "figure_id"].iloc[0]


@pytest.fixture(params=SHIPPED_LANGUAGES)
def lang(request):
    return request.param


@pytest.fixture
def page(lang):
    return etree.fromstring(rendered((brief_id(), "brief", lang)).encode())


def panels_of(page):
    return [e for e in page.iter(f"{{{SVG}}}svg") if e.getparent() is not None]


def words_outside_drawings(page):
    texts = [
        "".join(text.itertext())
        for text in page.iter(f"{{{SVG}}}text")
        if not any(parent in panels_of(page) for parent in text.iterancestors())
    ]
    return [part for part in " ".join(texts).split() if re.search(r"\w", part)]


def test_the_page_is_a4(page):
    assert (page.get("width"), page.get("height")) == ("210mm", "297mm")


def test_the_page_says_no_more_than_350_words(page):
    assert 100 < len(words_outside_drawings(page)) <= MOST_WORDS


def test_accounts_that_differ_stand_side_by_side_and_the_others_are_counted(page, lang):
    accounts = shipped().accounts
    first, second = accounts.loc[accounts["event_id"] == "M03", f"label_{lang}"]
    said = " ".join(" ".join(words_outside_drawings(page)).split())
    for label in (first, second):
        assert " ".join(label.split()) in said
    figure = list_panels(shipped())[0].figure
    events = set(figure_rows(shipped(), figure["figure_id"])["event_id"])
    others = len(set(accounts["event_id"]) & events - {"M03"})
    told = word("brief.accounts", lang, event="", accounts="|", n=others, figure=1)
    tail = told.rpartition("|")[2].strip(". ").split()
    assert " ".join(part for part in tail if re.search(r"\w", part)) in said


def with_accounts(dossier, accounts):
    return replace(dossier, _tables={**dossier._tables, "accounts": accounts})


def test_accounts_with_no_room_are_counted_and_one_alone_is_told():
    kind, dossier = get_kind("chronology"), shipped()
    figure = list_panels(dossier)[0].figure
    counted = kind.panel_accounts(dossier, figure, "en", is_told=False)
    assert re.fullmatch(r"Accounts differ: \d+ events, figure\s1\.", counted)
    one = dossier.accounts[dossier.accounts["event_id"] == "M40"]
    told = kind.panel_accounts(with_accounts(dossier, one), figure, "en", is_told=True)
    assert told == (
        "Accounts differ – Macron and Putin at Brégançon: "
        "contacts were agreed here\N{NO-BREAK SPACE}/ they were being prepared a month before."
    )
    nobody = with_accounts(dossier, one.iloc[:0])
    assert kind.panel_accounts(nobody, figure, "en", is_told=True) == ""


def test_the_words_of_the_page_are_those_of_its_panels_and_not_of_the_whole_figures(lang):
    """It told of lanes and of arrows between events; its page has three columns and none."""
    dossier = shipped()
    figure = list_figures(dossier).set_index("figure_id", drop=False).loc[brief_id()]
    words = caption_figure(dossier, figure, Spec.of(lang, "brief"))
    whole = caption_figure(dossier, list_panels(dossier)[0].figure, Spec.of(lang))
    links = word("captions.chronology_links", lang, n="|", arrows="|").partition("|")[0]
    assert links in whole.description and links not in words.description
    assert word("captions.chronology_read", lang)[:30] not in words.description
    columns = word("brief.columns", lang, sides=word("chronology.side.bilateral", lang))
    assert columns.rstrip(".") in words.description
    page = _page(dossier, tuple(figure.items()), Spec.of(lang, "brief").with_profile(PAGE_BRIEF))
    said = " ".join(page._note_texts(page._choose()))
    for key in ("brief.columns", "brief.lead", "brief.squares"):
        assert re.findall(r"\w+", word(key, lang, sides="", channel=""))[0] in said, key
    # Each disc of the map is the sum of the places that its twin counts.
    rows = figure_rows(dossier, brief_id())
    moscow = rows[rows["mark_id"].isin(["II/moscow", "II/moscow-kremlin", "II/vnukovo"])]["count"]
    assert moscow.astype(int).sum() == 16 and " 16" in said


def test_panels_are_numbered_in_reading_order_by_signs_of_their_own(page, lang):
    heads = page.xpath("//*[contains(@id, '-panel-')]")
    titles = ["".join(head.itertext()).strip() for head in heads]
    panels = list_panels(shipped())
    assert len(panels) == 4
    numerals = ["I", "II", "III", "IV"]
    numbered = sorted(titles, key=lambda title: title.split("\u2002"))
    assert [title.split("\u2002")[0] for title in numbered] == numerals
    for title, panel in zip(numbered, panels, strict=True):
        assert title.split("\u2002")[1][:12] == panel.headline(lang)[:12]
    places = {title.split("\u2002")[0]: _place(h) for title, h in zip(titles, heads, strict=True)}
    # The left column first, then the right one from top to bottom.
    assert [n for n, _ in sorted(places.items(), key=lambda item: item[1])] == numerals
    # An area of special status has a letter, which was a panel's as well.
    lines = ["".join(text.itertext()).strip() for text in page.iter(f"{{{SVG}}}text")]
    areas = {line[0] for line in lines if re.match(r"[a-zа-я]\s\(", line)}
    assert areas >= {"а", "б"} if lang == "ru" else areas >= {"a", "b"}
    assert not areas & {title.split("\u2002")[0] for title in titles}


def test_a_long_word_of_a_note_beside_a_map_stays_on_the_text_block():
    """« равноугольная » ended in the margin."""
    block, width = _Block(PAGE_BRIEF), 40.0
    block.paragraph("коническая равноугольная", 0, width)
    lines = [line.text for line in block.parts]
    assert "".join(lines).replace("-", "") == "коническаяравноугольная" and len(lines) > 2
    assert max(text_width(line, PAGE_BRIEF.small) for line in lines) <= width


def _place(head):
    text = head.find(f"{{{SVG}}}text")
    return float(text.get("x")), float(text.get("y"))


def test_no_panel_is_narrower_than_55_mm_or_leaves_the_text_block(page):
    unit = PAGE_BRIEF.units_per_mm
    for panel in panels_of(page):
        left, width = float(panel.get("x")) / unit, float(panel.get("width")) / unit
        assert width >= LEAST_PANEL_MM
        assert left >= 19.9 and left + width <= 190.5
        assert (float(panel.get("y")) + float(panel.get("height"))) / unit < 290


def test_panels_do_not_overlap(page):
    boxes = [
        [float(panel.get(name)) for name in ("x", "y", "width", "height")]
        for panel in panels_of(page)
    ]
    assert len(boxes) == 4
    for i, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[i + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_every_number_on_the_page_is_counted_from_the_dossier(page, lang):
    text = " ".join("".join(t.itertext()) for t in page.iter(f"{{{SVG}}}text"))
    dossier = shipped()
    first = list_panels(dossier)[0].figure
    events = len(figure_rows(dossier, first["figure_id"]))
    assert re.search(rf"\b{events}\b", text)
    assert (
        "// " in text and word("chronology.key.break", lang).split()[0] in text
    )  # its axis is cut
    assert dossier.sha256[:12] in text


def test_every_language_draws_the_events_that_the_twin_lists(page, lang):
    marks = [m for m in page.iter() if m.get("aria-label") and m.tag.endswith("path")]
    chosen = choose_events(shipped(), list_panels(shipped())[0].figure)
    named = {re.match(r"[\w-]+", mark.get("aria-label", ""))[0] for mark in marks}
    assert set(chosen["event_id"]) <= named and len(chosen) == MOST_EVENTS[0]
    rows = figure_rows(shipped(), brief_id())
    assert (rows["panel"] == "I").sum() == len(chosen)


def test_the_chronology_takes_the_events_of_highest_rank_and_both_ends():
    dossier = shipped()
    figure = list_panels(dossier)[0].figure
    ranks = pd.to_numeric(dossier.events.set_index("event_id")["rank"])
    for most in MOST_EVENTS:
        chosen = choose_events(dossier, figure, most)
        assert len(chosen) <= most
        assert ranks[chosen["event_id"]].max() == 1 or len(chosen) > (ranks == 1).sum()
    dates = sorted(dossier.events.loc[ranks.to_numpy() == 1, "date"])
    fewest = choose_events(dossier, figure, MOST_EVENTS[-1])["date"]
    assert {dates[0], dates[-1]} <= set(fewest)


def test_positions_are_those_of_the_two_sides_where_one_states_any():
    dossier = shipped()
    positions = choose_positions(dossier)
    countries = set(dossier.actors.set_index("actor_id")["country"][positions["actor_id"]])
    assert countries == set(dossier.sides)
    stated = positions[positions["stance"] != "not-stated"]
    assert set(stated["topic_id"]) == set(positions["topic_id"])


def test_the_twin_names_the_panel_of_each_row_and_its_sources():
    rows = figure_rows(shipped(), brief_id())
    assert rows["mark_id"].is_unique or (rows["mark_id"] + rows["role"]).is_unique
    assert set(rows["panel"]) == {"I", "II", "III", "IV"}
    assert (rows["mark_id"].str.split("/").str[0] == rows["panel"]).all()
    assert (rows["sources"] != "").any()


def test_the_long_description_tells_every_panel(lang):
    dossier = shipped()
    figure = list_figures(dossier).set_index("figure_id", drop=False).loc[brief_id()]
    words = caption_figure(dossier, figure, Spec.of(lang))
    for panel in list_panels(dossier):
        assert panel.headline(lang) in words.description


def test_the_pdf_is_one_page_of_a4_with_its_text():
    import io

    import pypdf

    data = to_bytes(rendered((brief_id(), "brief", "fr")), "pdf", profile="brief")
    reader = pypdf.PdfReader(io.BytesIO(data))
    (sheet,) = reader.pages
    assert float(sheet.mediabox.width) == pytest.approx(595.28, abs=0.1)
    assert float(sheet.mediabox.height) == pytest.approx(841.89, abs=0.1)
    assert "Crimée" in sheet.extract_text()


def test_the_pdf_is_read_panel_by_panel():
    import io

    import pikepdf

    data = to_bytes(rendered((brief_id(), "brief", "en")), "pdf", profile="brief")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        elements = list(pdf.Root.StructTreeRoot.K.K)
        tags = [str(element.S)[1:] for element in elements]
        alts = [str(element.Alt) for element in elements if element.S == "/Figure"]
    assert tags.count("H1") == 1 and tags.count("Figure") == 4
    assert all(tags[i - 1] == "H2" for i, tag in enumerate(tags) if tag == "Figure")
    for alt, panel in zip(alts, list_panels(shipped()), strict=True):
        assert panel.headline("en") in alt and len(alt.split()) >= 20


@pytest.mark.whole
def test_a_point_of_view_with_many_changes_still_fits_and_says_where_they_stand():
    dossier = shipped()
    svg = render_figure(dossier, brief_id(), lang="ru", profile="brief", point_of_view="de-facto")
    text = " ".join(
        "".join(t.itertext()) for t in etree.fromstring(svg.encode()).iter(f"{{{SVG}}}text")
    )
    figures = list_figures(dossier).set_index("kind")["number"]
    said = word("basemap.changes-in-figure", "ru", text="", figure=figures["area-map"]).strip()
    assert said in text.replace("\u00a0", " ") or said in text
    assert re.search(rf"\b{MOST_EVENTS[0]}\b", text)


def test_another_profile_is_refused_with_the_one_to_take():
    with pytest.raises(ValueError, match="take profile 'brief', not 'nature'"):
        render_figure(shipped(), brief_id(), profile="nature")
    with pytest.raises(ValueError, match="take render_figure"):
        draw_figure(shipped(), brief_id(), profile="brief")


def test_a_dossier_with_a_chronology_alone_gets_a_page_of_one_panel(tiny_dossier):
    table = tiny_dossier / "figures.csv"
    lines = table.read_text("utf-8").splitlines()
    row = lines[1].split(",")
    row[0], row[1], row[2] = "page", "2", "brief"
    table.write_text("\n".join([lines[0], ",".join(row), lines[1]]) + "\n", "utf-8")
    dossier = load_dossier(tiny_dossier)
    root = etree.fromstring(render_figure(dossier, "page", profile="brief").encode())
    assert len(panels_of(root)) == 1
    assert set(figure_rows(dossier, "page")["panel"]) == {"I"}
