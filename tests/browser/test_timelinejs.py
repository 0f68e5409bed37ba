"""TimelineJS itself, as npm gives it, opens what `export --to timelinejs` writes."""

import html
import json
from pathlib import Path

import pytest

import chronotope as ct
from chronotope.formats import export_dossier

pytestmark = pytest.mark.browser

DIST = Path(__file__).parents[2] / "node_modules" / "@knight-lab" / "timelinejs" / "dist"
PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>TimelineJS</title>
<link rel="stylesheet" href="{dist}/css/timeline.css">
<div id="view" style="width:1200px;height:700px"></div>
<script src="{dist}/js/timeline.js"></script>
<script id="data" type="application/json">{data}</script>
<script>
const data = JSON.parse(document.getElementById("data").textContent);
const options = {{font: null, track_events: [], script_path: "", duration: 0}};
window.timeline = new TL.Timeline("view", data, options);
window.timeline.on("ready", () => {{ window.isReady = true; }});
</script></html>"""
NAMES = list(ct.list_dossiers()["dossier"])


@pytest.fixture(scope="module", params=NAMES)
def dossier(request):
    return ct.read_dossier(ct.shipped_folder(request.param))


@pytest.fixture
def timeline(dossier, tmp_path, open_page):
    """Our JSON file as data, and a page on which TimelineJS has drawn it."""
    if not DIST.is_dir():
        pytest.fail("no TimelineJS: run `make browser`")
    export_dossier(dossier, "timelinejs", tmp_path / "timeline.json")
    text = (tmp_path / "timeline.json").read_text("utf-8")
    page = tmp_path / "timeline.html"
    page.write_text(PAGE.format(dist=DIST.as_uri(), data=text.replace("</", "<\\/")), "utf-8")
    opened = open_page(page, beside=DIST)
    opened.wait_for_function("window.isReady")
    return json.loads(text), opened


def texts(page, selector):
    return page.eval_on_selector_all(selector, "all => all.map(node => node.textContent.trim())")


def test_timelinejs_shows_every_event_and_era_and_loads_nothing(dossier, timeline):
    data, page = timeline
    # A title is a slide and no mark.
    marks = ".tl-timemarker"
    assert page.locator(marks).count() == len(data["events"]) == len(dossier.events)
    assert sorted(texts(page, f"{marks} .tl-headline")) == sorted(dossier.events["title_en"])
    assert sorted(texts(page, ".tl-timeera .tl-headline")) == sorted(dossier.periods["label_en"])
    assert page.evaluate("timeline.config.getErrors()") == []
    for k in (0, len(data["events"]) // 2, -1):
        media, event = data["events"][k].get("media", {}), data["events"][k]["unique_id"]
        row = dossier.events.set_index("event_id").loc[event]  # the slides are in order of time
        page.evaluate("id => timeline.goToId(id)", event)
        slide = page.locator(f"#{event}.tl-slide, #{event} .tl-slide")
        slide.first.locator("blockquote").wait_for(state="visible")
        told = " ".join(slide.first.inner_text().split())
        assert row["title_en"] in told and row["summary_en"] in told
        assert html.unescape(media["credit"]) in told
        assert " ".join(ct.date_words(row["date"], "en").split()).casefold() in told.casefold()
