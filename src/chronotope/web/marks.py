"""The marks of the pages: one shape a channel, and one for how closely a place is known."""

from __future__ import annotations

import math
from collections.abc import Iterable

from markupsafe import Markup

from chronotope.dossier.places import COUNTRY, EXACT, REGION, SYMBOLS, TOWN

# Drawn in the square [-10, 10]; the order keeps neighbouring channels easy to tell apart.
CHANNEL_SHAPES: tuple[str, ...] = (
    "M0,-8A8,8 0 1 1 0,8A8,8 0 1 1 0,-8Z",
    "M-7,-7H7V7H-7Z",
    "M0,-9.5L9.5,0L0,9.5L-9.5,0Z",
    "M0,-8L9,7.5H-9Z",
    "M-3,-8.5H3V-3H8.5V3H3V8.5H-3V3H-8.5V-3H-3Z",
    "M0,-9L8.6,-2.8L5.3,7.3H-5.3L-8.6,-2.8Z",
    "M0,8L9,-7.5H-9Z",
    "M-4.5,-8H4.5L9,0L4.5,8H-4.5L-9,0Z",
    "M0,-10L2.4,-3.2H9.5L3.8,1.2L5.9,8.1L0,4L-5.9,8.1L-3.8,1.2L-9.5,-3.2H-2.4Z",
)


# Of a place, all of the area of a disc of radius 10: the busier the place, the larger.
_DISC = "M0,-10A10,10 0 1 1 0,10A10,10 0 1 1 0,-10Z"
_SIDE = round(math.sqrt(math.pi) * 5, 1)
_HALF = round(math.sqrt(math.pi / 2) * 10, 1)
PLACE_SHAPES: dict[str, str] = {
    EXACT: _DISC,
    TOWN: _DISC,
    COUNTRY: f"M-{_SIDE},-{_SIDE}H{_SIDE}V{_SIDE}H-{_SIDE}Z",
    REGION: f"M0,-{_HALF}L{_HALF},0L0,{_HALF}L-{_HALF},0Z",
}

HALF_DISC = "M0,-10A10,10 0 0 0 0,10Z"
"""The filled half of a mark of several events of which some took place and some did not."""

EDGE_SIGN = Markup('<path class="spot" d="M-5,-6L6,0L-5,6Z"/>')
"""In a key, the arrow of what lies outside the map (`assets/js/edge.js` draws it)."""


def channel_path(k: int) -> str:
    """Return the mark of a channel by its place in the order of lanes."""
    return CHANNEL_SHAPES[k % len(CHANNEL_SHAPES)]


def place_sign(symbol: str, *, radius: float, is_broken: bool = False) -> Markup:
    """Return the sign of a place as SVG, round the origin.

    A ring is round the very place, a broken one round a place that no source names.
    """
    look = "ring broken" if is_broken else "ring"
    has_ring = is_broken or symbol == EXACT
    ring = f'<circle class="{look}" r="{radius + 2.5}"/>' if has_ring else ""
    path = f'<path class="spot" transform="scale({radius / 10})" d="{PLACE_SHAPES[symbol]}"/>'
    return Markup(path + ring)


def place_key(symbols: Iterable[str]) -> list[tuple[str, str]]:
    """Return the symbols of places that a page shows, with the names of their words."""
    shown = set(symbols)
    return [(symbol, f"key_{symbol}") for symbol in SYMBOLS if symbol in shown]
