"""What is installed on request only, and the one sentence that says how to get it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class MissingExtraError(ImportError):
    """A library of an extra is not installed; the message says how to get it."""


def how_to_get(extra: str) -> str:
    """Return the command that installs an extra, or several with commas between."""
    return f"python -m pip install 'chronotope[{extra}]'"


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Stand round the imports of an extra's libraries.

    Raises
    ------
    MissingExtraError
        If one of them is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{error.name} is not installed; it comes with the extra [{extra}]: "
            f"{how_to_get(extra)}",
            name=error.name,
        ) from None
