"""A figure that cannot be drawn: skipped with its reason, it never stops the others."""

from __future__ import annotations


class NoRoomError(ValueError):
    """A drawing is larger than its page; the message says by how much, and what to do."""


class NoRowsError(NoRoomError):
    """A figure of nothing has nothing to say: no row of the dossier is of its kind."""
