"""Fixtures for all tests: the shipped dossier, and a small one of another subject and century."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from shares import IS_WHOLE
from tiny import TINY_ARTICLE, write_tiny_dossier

from chronotope.dossier.checks import read_dossier
from chronotope.dossier.read import Dossier

# The same examples at every run, and no stopwatch: a failure is a fact, not an accident.
settings.register_profile(
    "chronotope", derandomize=True, deadline=None, database=None, max_examples=40
)
settings.load_profile("chronotope")
# Hypothesis draws from the constants of all modules that are loaded by then as well, and which ones
# those are hangs on the tests that a worker happened to run before (findings/hypothesis-*.sh).
providers._get_local_constants = lambda: providers._local_constants


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    """The shipped dossier, read and checked once."""
    return read_dossier()


@pytest.fixture
def tiny_dossier(tmp_path: Path) -> Path:
    """Folder of a small valid dossier of another subject and century, to read or to spoil."""
    return write_tiny_dossier(tmp_path / "tiny")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The small dossier, read and checked once: for what changes no file of it."""
    return read_dossier(write_tiny_dossier(tmp_path_factory.mktemp("read") / "tiny"))


@pytest.fixture(scope="session")
def tiny_article() -> str:
    """The article that the small dossier locates."""
    return TINY_ARTICLE


# Files of many seconds in which no single test is slow.
LONG = ("test_theatres.py", "test_detail.py", "test_left_out.py", "test_stress.py", "test_spark.py",
        "test_wheel.py", "test_chronology.py", "test_captions.py", "test_answers.py",
        "test_figure_rules.py", "test_copied_notebooks.py", "test_code_blocks.py")  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `make test-all` alone runs; begin with the files that take longest.

    So no worker ends with one of them alone.
    """
    spared = [item for item in items if item.get_closest_marker("whole") and not IS_WHOLE]
    config.hook.pytest_deselected(items=spared)
    items[:] = [item for item in items if item not in spared]
    dear = {i.path for i in items if any(map(i.get_closest_marker, ("slow", "browser")))}
    dear |= {i.path for i in items if i.path.name in LONG}
    items.sort(key=lambda item: item.path not in dear)


def pytest_terminal_summary(terminalreporter) -> None:
    """Say whether the tests of the Spark engine ran, and how many did not: CI shows the line."""
    ran = [r for r in terminalreporter.stats.get("passed", ()) if "test_spark.py" in r.nodeid]
    left = [r for r in terminalreporter.stats.get("skipped", ()) if "test_spark.py" in r.nodeid]
    if ran or left:
        reason = " (no Java on this machine)" if left else ""
        terminalreporter.write_line(f"Spark: {len(ran)} tests ran, {len(left)} did not{reason}")
