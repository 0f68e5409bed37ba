"""A figure that does not fit its page: skipped with its reason, it never stops the others."""

from __future__ import annotations


class NoRoomError(ValueError):
    """A drawing is larger than its page; the message says by how much, and what to do."""
