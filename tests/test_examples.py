"""The examples of a property are the same at every run, whatever else a worker has imported."""

import importlib

from hypothesis import given
from hypothesis import strategies as st


def examples() -> list[tuple[int, str]]:
    seen = []

    @given(st.integers(), st.text())
    def draw(number, text):
        seen.append((number, text))

    draw()
    return seen


def test_an_import_changes_no_example(tmp_path, monkeypatch):
    words = "\n".join(f"N{n}, T{n} = {7_000_003 * n}, 'signatory {n}'" for n in range(1, 200))
    (tmp_path / "loaded_late.py").write_text(words, encoding="utf-8")
    before = examples()
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("loaded_late")
    assert examples() == before
