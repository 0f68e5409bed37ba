"""Events by the million beside the dialogue: ACLED, UCDP GED, GDELT, or any table of events."""

from chronotope.layers._engines import ENGINES, EngineError, connect
from chronotope.layers.aggregate import AREAS, TIMES
from chronotope.layers.check import LayerReport, check_layer
from chronotope.layers.kinds import KINDS, get_kind
from chronotope.layers.layer import Layer
from chronotope.layers.listed import get_layer, list_layers, unit_codes, unit_names, unread_layers
from chronotope.layers.shades import shade_breaks, shade_of

__all__ = [
    "AREAS",
    "ENGINES",
    "KINDS",
    "TIMES",
    "EngineError",
    "Layer",
    "LayerReport",
    "check_layer",
    "connect",
    "get_kind",
    "get_layer",
    "list_layers",
    "shade_breaks",
    "shade_of",
    "unit_codes",
    "unit_names",
    "unread_layers",
]
