"""The licence of a dossier as a data package states it: its name, and the address of its text."""

from __future__ import annotations

import re

# Creative Commons gives each licence one address, made of its parts and its version.
_CREATIVE_COMMONS = re.compile(r"(?i)CC[ -](BY(?:-NC)?(?:-ND|-SA)?)[ -](2\.0|2\.5|3\.0|4\.0)")
_ZERO = re.compile(r"(?i)CC-?0(?:[ -]1\.0)?")


def licence_entry(name: str, url: str = "") -> dict[str, str]:
    """Return the entry of a licence; without an address where none is known.

    Parameters
    ----------
    name
        Its name, such as ``CC-BY-4.0``.
    url
        Address of its text; blank takes that of a licence of Creative Commons.
    """
    address = url or _address(name.strip())
    return {"name": name, "path": address} if address else {"name": name}


def _address(name: str) -> str:
    if _ZERO.fullmatch(name):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    match = _CREATIVE_COMMONS.fullmatch(name)
    if match is None:
        return ""
    return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
