"""Colours and text sizes of the pages, light and dark, as CSS custom properties."""

from __future__ import annotations

from markupsafe import Markup

from chronotope.draw import style

_BROWSER_PX = 16


def theme(*, has_dark: bool = True) -> Markup:
    """Return the style sheet of colours and sizes; without `has_dark`, light on any screen."""
    profile = style.PROFILES["web"]
    sizes = {
        "family": f"{style.FONT_FAMILY}, system-ui, sans-serif",
        # Sizes in rem follow the reader's own setting.
        "text": f"{profile.text / _BROWSER_PX:g}rem",
        "small": f"{profile.small / _BROWSER_PX:g}rem",
        "title": f"{profile.title / _BROWSER_PX:g}rem",
    }
    light = _rule(style.PAGE_LIGHT | sizes)
    if not has_dark:
        return Markup(light)
    return Markup(
        f"{light}@media screen and (prefers-color-scheme:dark){{{_rule(style.PAGE_DARK)}}}"
    )


def _rule(values: dict[str, str]) -> str:
    return f":root{{{';'.join(f'--{name}:{value}' for name, value in values.items())}}}"
