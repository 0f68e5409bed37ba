"""What stands beside the tables of a dossier and is drawn with them: it belongs to its hash.

An outline of another time, a point of view, the text of the article, a picture of the story, the
events of a layer: who changes one of these changes what a figure shows, so its manifest must name
another dossier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

AREAS_FILE = "areas.geojson"  # outlines of another time
VIEWS_FILE = "points_of_view.csv"  # whose borders, besides the base map's
ARTICLE_FILE = "article.txt"  # the text of a dossier that may show it
NAMING = (("story", "picture"), ("layers", "address"))  # tables and columns that name files
DRAWN_FILES = (AREAS_FILE, ARTICLE_FILE, VIEWS_FILE)
# A layer may hold events by the million, and opening a dossier must stay a blink: of a larger file
# only name and size are hashed. What a figure drew of it, the twin's own hash holds in any case.
WHOLE_BYTES = 50 * 1024 * 1024


def sha256_with(digest: str, folder: Path, *, beside: Iterable[str]) -> str:
    """Return the hash of a dossier: that of its tables, and of what is drawn beside them.

    Parameters
    ----------
    digest
        SHA-256 of the tables; blank for tables that nobody read from a file.
    folder
        Folder of the dossier, where the files are looked for.
    beside
        Names of files that the tables draw from; blank ones are no file.

    Returns
    -------
    str
        `digest` itself where nothing stands beside the tables.
    """
    if not digest:
        return ""
    hashed = hashlib.sha256(digest.encode())
    names = sorted({*DRAWN_FILES, *beside} - {""})
    found = [(name, path) for name in names for path in _files(folder, name)]
    for name, path in found:
        hashed.update(f"{name}\0{path.name}\0".encode() + _content(path))
    return hashed.hexdigest() if found else digest


def _files(folder: Path, name: str) -> Iterator[Path]:
    """Give the plain files that a name stands for; an address may be a folder of them."""
    path = folder / Path(name).expanduser()
    try:
        yield from sorted(filter(Path.is_file, path.iterdir() if path.is_dir() else [path]))
    except (OSError, ValueError):
        return  # no name of a file: the rule of its own table says so


def _content(path: Path) -> bytes:
    """Return the hash of a file, or its size; of one that cannot be read another rule speaks."""
    try:
        size = path.stat().st_size
        if size > WHOLE_BYTES:
            return f"{size}\0".encode()
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"\0"
