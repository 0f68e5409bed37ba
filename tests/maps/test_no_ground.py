"""A place that no source names: its mark has a broken ring, and the map counts it."""

import pandas as pd
import pytest
from small_maps import map_dossier, with_tables

from chronotope.draw.spec import Spec
from chronotope.maps.theatres import plot_map
from chronotope.web.cards import event_cards

POINTS = {"rome": (12.5, 41.9, "IT"), "vienna": (16.4, 48.2, "AT"), "paris": (2.35, 48.85, "FR")}


def told_of(folder, *founded, form="meeting"):
    dossier = map_dossier(folder, points=POINTS)
    events = dossier.events.assign(form=form)
    links = dossier.event_sources
    places = events.set_index("event_id")["place_id"][links["event_id"]].isin(founded)
    supports = ["both;place" if is_founded else "both" for is_founded in places]
    return with_tables(dossier, events=events, event_sources=links.assign(supports=supports))


def marks(dossier, *, is_close=False):
    page = plot_map(dossier, frame_id="f1", spec=Spec.of("en"), is_close=is_close)
    return {artist.get_gid() for artist in page.findobj() if artist.get_gid()}, " ".join(
        text.get_text() for text in page.findobj(lambda artist: hasattr(artist, "get_text"))
    )


@pytest.mark.parametrize(("form", "is_close"), [("meeting", False), ("document", True)])
def test_a_mark_at_a_place_that_no_source_names_is_broken_and_counted(tmp_path, form, is_close):
    gids, text = marks(told_of(tmp_path / "d", "rome", "paris", form=form), is_close=is_close)
    assert {gid for gid in gids if gid.startswith("broken-")} == {"broken-vienna"}
    assert "Events whose place no source names: 1." in " ".join(text.split())


def test_a_dossier_that_names_no_ground_of_a_place_yet_has_no_broken_mark(tmp_path):
    gids, text = marks(told_of(tmp_path / "d"))
    assert not any(gid.startswith("broken-") for gid in gids)
    assert "no source names" not in text


def test_a_card_says_that_no_source_names_the_place(tmp_path):
    cards = event_cards(told_of(tmp_path / "d", "rome", "paris"), lang="en")
    told = pd.Series({card["place_id"]: card["place"] for card in cards})
    assert told["vienna"] == "Vienna (no source names the place)"
    assert told["rome"] == "Rome"
