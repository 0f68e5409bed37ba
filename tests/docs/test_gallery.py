"""The gallery shows calls that draw what stands above them."""

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from shares import some_of

import chronotope as ct
from chronotope.figures._kind import list_kinds

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))
LANGUAGES = ("en", "fr", "ru")


@pytest.fixture(scope="module")
def sections(tmp_path_factory):
    from made_pages import gallery

    text = gallery(ROOT / "figures", tmp_path_factory.mktemp("pictures"))
    return dict(re.findall(r"^## .*\n\n.*The kind `(\S+)` of .*\n((?:(?!## ).*\n)*)", text, re.M))


def test_the_gallery_has_every_kind_in_three_languages(sections):
    assert list(sections) == list(list_kinds())
    for kind, text in sections.items():
        shown = re.findall(r'^d\.show\("[^"]+", lang="(..)"', text, re.M)
        assert tuple(shown) == LANGUAGES, kind


@pytest.mark.parametrize(
    ("at", "kind"), some_of(enumerate(list_kinds()), *list(enumerate(list_kinds()))[::3])
)
def test_a_call_of_the_gallery_draws_its_picture(sections, tmp_path, monkeypatch, at, kind):
    """Of each kind in one language: all three are the same call."""
    monkeypatch.chdir(tmp_path)
    names = {"d": ct.open()}
    *before, english, french, _ = re.findall(r"```python\n(.*?)```", sections[kind], re.S)
    for steps in before:
        exec(steps, names)
    shown = eval((english, french)[at % 2], names)
    data, about = shown._repr_mimebundle_()
    words = unescape(re.findall(r'<img [^>]*alt="([^"]*)"', sections[kind])[at % 2])
    if "image/svg+xml" in data:
        assert about["image/svg+xml"]["alt"] == words
    else:
        assert words in unescape(data["text/html"])
