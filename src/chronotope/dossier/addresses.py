"""A source as people write it into one cell: a title, an address, or both."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# What stands between a title and its address, before and behind it.
_BEFORE, _BEHIND = " \t([<,:–—-|", " \t)]>,.:–—-|"


def title_and_address(text: str) -> tuple[str, str]:
    """Return the title and the address in a cell; either may be blank.

    Of two addresses nobody knows which is meant: the whole is a title then.
    """
    found = _ADDRESS.findall(text)
    if len(found) != 1 or text == found[0]:
        return ("", text) if found == [text] else (text, "")
    address = found[0].rstrip(".,:]")
    if address.count(")") > address.count("("):
        address = address.removesuffix(")")
    before, _, behind = text.partition(address)
    return f"{before.rstrip(_BEFORE)} {behind.lstrip(_BEHIND)}".strip(), address
