"""The marks of channels: one shape each, the same in list, chronology and web map."""

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


def channel_path(k: int) -> str:
    """Return the mark of a channel by its place in the order of lanes."""
    return CHANNEL_SHAPES[k % len(CHANNEL_SHAPES)]
