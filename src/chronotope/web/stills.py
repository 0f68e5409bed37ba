"""Pictures and pages light enough to be kept in a notebook, and safe where nothing is trusted.

JupyterLab takes frames, scripts and bare SVG out of a notebook that is not trusted. An `<img>`
with the picture in its address stays, there and on web viewers, so that no reader sees a hole.
"""

from __future__ import annotations

import base64
import itertools
import re
import zlib
from collections.abc import Iterable

import shapely
from lxml import etree
from markupsafe import Markup

from chronotope.draw.plate import SVG

STEP = 10  # positions are kept to a tenth of the drawing's unit
TOLERANCE = 0.3  # and corners nearer than this to the line through the others are left out

_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_Point = tuple[float, float]


def lighten(svg: str) -> str:
    """Return the same picture in fewer bytes: for the screen, not for print.

    What an `<img>` does not show goes: metadata, space between elements, roles and names of
    parts. Lines keep a tenth of a unit.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(svg.encode(), parser)
    for element in list(root.iter(f"{{{SVG}}}metadata")):
        element.getparent().remove(element)
    for element in root.iter(f"{{{SVG}}}*"):
        for name in [
            name for name in element.attrib if name.startswith(("aria-", "role", "data-"))
        ]:
            del element.attrib[name]
        if "d" in element.attrib:
            element.set("d", _shorter(element.get("d")))
        _close_up(element)
    text: str = etree.tostring(root, encoding="unicode")
    return text


def embed_picture(svg: str, *, alt: str) -> Markup:
    """Return the picture as an `<img>` that asks for no file and runs nothing."""
    data = base64.b64encode(lighten(svg).encode()).decode()
    return Markup('<img alt="{}" src="data:image/svg+xml;base64,{}">').format(alt, data)


def embed_page(page: str, *, title: str, height: int, still: Markup) -> Markup:
    """Return a page in a frame of its own, packed, after a picture that it takes the place of.

    Where the frame is taken out, or cannot unpack the page, the picture stays.

    Parameters
    ----------
    page
        A whole HTML page that asks for nothing.
    title
        Name of the frame for those who do not see it.
    height
        Height of the frame in CSS pixels; its width is that of the cell.
    still
        What is seen in its place (`embed_picture`).
    """
    packed = base64.b64encode(zlib.compress(page.encode(), 9)).decode()
    return Markup(
        '{}<iframe title="{}" width="100%" height="{}" style="border:0" srcdoc="{}"></iframe>'
    ).format(still, title, height, _LOADER.replace("@page@", packed))


def read_page(html: str) -> str:
    """Return the page that `embed_page` packed, or the text itself if there is none.

    Builds of zlib pack the same page into different bytes: compare what this returns.
    """
    found = _PACKED.search(html)
    return zlib.decompress(base64.b64decode(found[1])).decode() if found else html


# The page replaces its loader and keeps its own Content-Security-Policy. `frameElement` is
# null in a sandbox: then picture and page are both seen.
_LOADER = """<!doctype html><meta charset="utf-8"><script>
(async () => {
const bytes = Uint8Array.from(atob("@page@"), (letter) => letter.charCodeAt(0));
const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
const page = await new Response(stream).text();
const still = window.frameElement && window.frameElement.previousElementSibling;
if (still) still.style.display = "none";
document.open();
document.write(page);
document.close();
})();
</script>"""
_PACKED = re.compile(r"atob\((?:&#34;|\")([A-Za-z0-9+/=]+)")


def _close_up(element: etree._Element) -> None:
    """Take out the white space between elements, but none inside text."""
    if etree.QName(element).localname in ("text", "tspan", "style", "title", "desc"):
        return
    if not (element.text or "").strip():
        element.text = None
    for child in element:
        if not (child.tail or "").strip():
            child.tail = None


def _shorter(path: str) -> str:
    commands = {command for command, _ in _COMMAND.findall(path)}
    if commands <= set("MLZz"):
        return "".join(_polyline(points, closed) for points, closed in _subpaths(path))
    # Glyphs and circles: few, so they keep every point. Other commands are left as they are.
    return _curves(path) if commands <= set("MLQCZz") else path


def _subpaths(path: str) -> list[tuple[list[_Point], bool]]:
    """Return the lines of a path, those joined that go on where the last one ended."""
    found: list[tuple[list[_Point], bool]] = []
    for command, numbers in _COMMAND.findall(path):
        values = [float(number) for number in _NUMBER.findall(numbers)]
        points = list(zip(values[::2], values[1::2], strict=True))
        if command in "Zz":
            found[-1] = (found[-1][0], True)
        elif command == "L":
            found[-1][0].extend(points)
        elif found and not found[-1][1] and found[-1][0][-1] == points[0]:
            found[-1][0].extend(points[1:])
        else:
            found.append((points, False))
    return found


def _polyline(points: list[_Point], closed: bool) -> str:
    if len(points) > 2:
        thinned = shapely.LineString(points).simplify(TOLERANCE, preserve_topology=False)
        points = list(thinned.coords)
    grid = [(round(x * STEP), round(y * STEP)) for x, y in points]
    steps = [
        step
        for (x, y), (to_x, to_y) in itertools.pairwise(grid)
        if (x, y) != (to_x, to_y)
        for step in (to_x - x, to_y - y)
    ]
    if not steps:
        return ""
    return f"M{_numbers(grid[0])}l{_numbers(steps)}{'z' if closed else ''}"


def _curves(path: str) -> str:
    words, here = [], (0, 0)
    for command, numbers in _COMMAND.findall(path):
        if command in "Zz":
            words.append("z")
            continue
        values = [round(float(number) * STEP) for number in _NUMBER.findall(numbers)]
        if command == "M":
            words.append(f"M{_numbers(values)}")
        else:
            steps = [value - here[index % 2] for index, value in enumerate(values)]
            words.append(command.lower() + _numbers(steps))
        here = (values[-2], values[-1])
    return "".join(words)


def _numbers(values: Iterable[int]) -> str:
    """Return tenths as SVG writes them shortest: no leading zero, no space before a minus."""
    text = ""
    for value in values:
        whole, tenth = divmod(abs(value), STEP)
        number = f"{whole or ''}.{tenth}" if tenth else str(whole)
        sign = "-" if value < 0 else " " if text else ""
        text += sign + number
    return text
