"""A kind of figure is one class, found by registration: no other module knows its name."""

import ast
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from made import changed

import chronotope
from chronotope.draw.style import PROFILES
from chronotope.figures import _kind
from chronotope.figures._kind import get_kind, list_kinds, register
from chronotope.figures.render import (
    draw_figure,
    figure_profiles,
    figure_rows,
    list_figures,
    render_figure,
)

PACKAGE = Path(chronotope.__file__).parent
KIND = '''
"""How many words each title has."""

import altair as alt

from chronotope.figures._kind import Kind, Story, register


@register
class TitleLengths(Kind):
    """Answers: which title is the longest?"""

    name = "title-lengths"

    def rows(self, dossier, figure):
        events = dossier.events
        words = events["title_en"].str.split().str.len()
        return events[["event_id", "passages"]].assign(words=words, sources="")

    def tell(self, dossier, figure, rows, spec):
        alt = " ".join(["Bars: one for each of the titles, which have from few to many words."] * 2)
        return Story(alt, ("The longest title has", str(rows["words"].max()), "words."))

    def draw(self, dossier, figure, spec):
        rows = self.rows(dossier, figure)
        size = {"width": 300, "height": 200}
        return alt.Chart(rows).mark_bar().encode(x="event_id:N", y="words:Q").properties(**size)
'''


@pytest.fixture
def with_titles(dossier):
    """The shipped dossier with a figure of a kind that the package does not have."""
    figures = dossier.figures
    row = figures.iloc[[0]].assign(figure_id="lengths", kind="title-lengths", order=99.0)
    yield changed(dossier, figures=pd.concat([figures, row], ignore_index=True))
    _kind._KINDS.pop("title-lengths", None)


def test_a_kind_from_a_module_in_another_folder_is_drawn(with_titles, tmp_path, monkeypatch):
    (tmp_path / "title_lengths.py").write_text(KIND, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ValueError, match=r"unknown kind of figure 'title-lengths'.*chronology"):
        get_kind("title-lengths")
    __import__("title_lengths")
    monkeypatch.delitem(sys.modules, "title_lengths")
    svg = render_figure(with_titles, "lengths", lang="fr", profile="nature")
    assert svg.count('aria-roledescription="bar"') == len(with_titles.events)
    assert "title-lengths" in list_kinds()
    figure = list_figures(with_titles).iloc[-1]
    assert "phone" not in {p.name for p in figure_profiles(figure, PROFILES.values())}


def test_two_kinds_may_not_have_one_name():
    other = type("Other", (type(get_kind("claims")),), {"name": "claims"})
    with pytest.raises(ValueError, match="a kind of figure named 'claims' already"):
        register(other)


def test_every_module_of_the_kinds_registers_the_kind_of_its_name():
    assert len(list_kinds()) >= 7
    for name in list_kinds():
        kind = get_kind(name)
        assert kind.name == name and kind.__doc__ and "Answers: " in kind.__doc__


# Words of the trade that are names of kinds, too: tables of a dossier, columns, parts of a page.
SHARED = {"positions", "theatres", "meetings", "claims", "chronology", "contacts"}


def strings_of(text):
    """Return the strings of a module that a kind's name could stand in as a value."""
    found = ast.walk(ast.parse(text))
    return {n.value for n in found if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_no_other_module_names_a_kind():
    """A name in code is a string of its own: not part of a text, not a table of the dossier."""
    names = set(list_kinds()) - SHARED
    found = {
        str(path.relative_to(PACKAGE)): hits
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "kinds" and (hits := strings_of(path.read_text("utf-8")) & names)
    }
    found.pop("draw/style.py", None)  # "brief" is a profile
    assert found == {}


def test_a_shared_word_never_chooses_a_kind():
    """Where a word is a table's as well, no list of kinds and no comparison with one holds it."""
    listed = re.compile(r"KINDS\b[^=\n]*=|\[.kind.\]|\bkind ?(?:==|!=|in|not in) |get_kind\([\"']")
    names = "|".join(list_kinds())
    for path in PACKAGE.rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            is_named = re.search(rf"[\"'](?:{names})[\"']", line)
            assert not (is_named and listed.search(line)), (path.name, line)


def test_no_module_compares_the_kind_of_a_figure_with_a_name():
    pattern = re.compile(r"figure\[.kind.\] (?:==|!=|in|not in) ")
    shown = {
        str(path.relative_to(PACKAGE)): pattern.findall(path.read_text("utf-8"))
        for path in (PACKAGE / "figures").rglob("*.py")
        if path.parent.name != "kinds"
    }
    assert {name: hits for name, hits in shown.items() if hits} == {}


def test_contacts_a_year_count_what_was_held_in_the_strip_of_its_channel(dossier):
    """The answer to "was there a silence?": one module and one file of words make a kind."""
    figures = list_figures(dossier).set_index("kind")["figure_id"]
    rows = figure_rows(dossier, figures["contacts"])
    assert set(rows["status"]) == {"held"}
    assert set(rows["form"]) <= {"meeting", "telephone", "video"}
    assert rows["year"].between(2002, 2022).all() and 2006 not in set(rows["year"])
    plate = draw_figure(dossier, figures["contacts"], lang="fr", profile="nature")
    marks = [row for _, group in plate.groups for row in group if row.get("description")]
    assert len(marks) == len(rows) and "Présidents" in {row["channel"] for row in marks}
