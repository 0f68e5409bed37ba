"""Which files of a set of figures are not drawn again: those whose every input is what it was.

Beside a set stands ``.inputs.json``. It holds of each file the hash of all that its picture is
made from: what its kind is given of the dossier and its words, the files beside the dossier's
tables, and the program with its libraries and its base map. Where one of them differs, or the file
itself is not the one that was written, it is drawn again.
"""

from __future__ import annotations

import functools
import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pandas as pd

import chronotope
from chronotope.dossier.beside import DRAWN_FILES
from chronotope.dossier.extras import MissingExtraError
from chronotope.dossier.model import Dossier
from chronotope.dossier.placing import settle
from chronotope.draw.spec import Spec
from chronotope.draw.style import font_files, installed_family
from chronotope.figures._kind import get_kind
from chronotope.lang.languages import words_language
from chronotope.layers.listed import list_layers
from chronotope.world.basemap import basemap_folder

if TYPE_CHECKING:
    from chronotope.draw.composition import Words

STATE = ".inputs.json"
_HASHES: WeakKeyDictionary[Dossier, str] = WeakKeyDictionary()


@dataclass(frozen=True)
class Made:
    """How a file came to be.

    Attributes
    ----------
    inputs
        Hash of all that its picture is made from; blank where that cannot be told.
    picture
        Hash of the picture as SVG text, of which every format of it is made.
    width_mm, height_mm
        Size of the picture.
    sha256
        Hash of the file.
    """

    inputs: str
    picture: str
    width_mm: float
    height_mm: float
    sha256: str


_UNKNOWN = Made("", "", 0.0, 0.0, "")


@dataclass(frozen=True)
class Kept:
    """The files of a set that this program wrote, as it is now.

    Attributes
    ----------
    folder
        Where they stand.
    beside
        Hash of the files beside the dossier's tables; blank where not all of them can be told.
    made
        How each of them came to be, by its name.
    """

    folder: Path
    beside: str
    made: Mapping[str, Made] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, dossier: Dossier) -> Kept:
        """Return what is known of a folder's files: nothing if another program wrote them."""
        beside = _hash_beside(dossier)
        made: dict[str, Made] = {}
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            state = json.loads((folder / STATE).read_text("utf-8"))
            if state["program"] == hash_program():
                made = {name: Made(**each) for name, each in state["files"].items()}
        return cls(folder, beside, made)

    def hash_inputs(self, dossier: Dossier, figure: pd.Series, words: Words, spec: Spec) -> str:
        """Return the hash of all that a picture is made from, beside the program.

        It is blank, and the picture always drawn, where an input is out of sight: a kind of
        another package, or a layer in the database of an engine.
        """
        kind = get_kind(figure["kind"])
        if not self.beside or not type(kind).__module__.startswith("chronotope."):
            return ""
        family = installed_family(spec.profile)
        return _hash_texts(
            (
                _hash_dossier(kind.source_of(dossier)),
                self.beside,
                repr(figure.to_dict()),
                repr(words),
                repr((spec, words_language(spec.lang))),
                family,
                *(_hash_file(path) for path in font_files(family)),
            )
        )

    def files_from(self, inputs: str, names: Sequence[str]) -> dict[str, bytes]:
        """Return the files of a picture with these inputs; none if one of them is not there."""
        of_these = [name for name in names if inputs and self._of(name).inputs == inputs]
        files = {name: data for name in of_these if (data := self._bytes(name))}
        return files if len(files) == len(names) else {}

    def file_of(self, picture: str, name: str) -> bytes:
        """Return a file if it was made of this picture, else nothing."""
        return self._bytes(name) if self._of(name).picture == picture else b""

    def state(self, made: Mapping[str, Made]) -> bytes:
        """Return the file that says how these files came to be, and those that are still there."""
        still = {name: each for name, each in self.made.items() if self._bytes(name)}
        files = {name: asdict(each) for name, each in sorted({**still, **made}.items())}
        content = {"program": hash_program(), "files": files}
        return (json.dumps(content, indent=1) + "\n").encode()

    def _of(self, name: str) -> Made:
        return self.made.get(name, _UNKNOWN)

    def _bytes(self, name: str) -> bytes:
        """Return a file as it was written; nothing if anyone has changed it since."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return b""
        return data if hashlib.sha256(data).hexdigest() == self._of(name).sha256 else b""


def forget_inputs(folder: Path) -> None:
    """Let the next run draw everything that it is asked for."""
    settle(folder)  # else the next one would bring it back
    (folder / STATE).unlink(missing_ok=True)


@functools.cache
def hash_program() -> str:
    """Return the hash of the program: its files, its base map, Python and all libraries."""
    package = Path(chronotope.__file__).parent
    roots = dict.fromkeys((package, basemap_folder()))
    paths = sorted(path for root in roots for path in root.rglob("*") if path.is_file())
    files = [_hash_file(path) for path in paths if "__pycache__" not in path.parts]
    installed = {path.name for place in sys.path for path in Path(place).glob("*.dist-info")}
    return _hash_texts((*files, *sorted(installed), sys.version, platform.machine()))


def _hash_dossier(dossier: Dossier) -> str:
    """Return the hash of all that a dossier says, whatever files it was read from."""
    if dossier not in _HASHES:
        said = [f.name for f in fields(Dossier) if f.name not in ("folder", "_tables")]
        parts = [repr(_ordered(getattr(dossier, name))) for name in said]
        for name in dossier._tables:
            table = dossier.table(name)
            parts += [name, repr(dict(table.dtypes)), table.to_csv(index=False)]
        _HASHES[dossier] = _hash_texts(parts)
    return _HASHES[dossier]


def _ordered(value: object) -> object:
    """Return a value whose `repr` is the same in every run: no set, no mapping of its own kind."""
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return sorted(value) if isinstance(value, (set, frozenset)) else value


def _hash_beside(dossier: Dossier) -> str:
    """Return the hash of the files beside the tables; blank if rows come from no file."""
    paths = [dossier.folder / name for name in DRAWN_FILES] if dossier.folder != Path() else []
    try:
        for layer in list_layers(dossier):
            files = layer.files()
            if not files:
                return ""
            paths += files
        return _hash_texts(_hash_file(path) if path.is_file() else "" for path in paths)
    except (OSError, ValueError, MissingExtraError):
        return ""  # whoever draws it hears what is wrong


def _hash_file(path: Path) -> str:
    with path.open("rb") as stream:
        return f"{path.name} {hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _hash_texts(texts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for text in texts:
        data = text.encode()
        found.update(f"{len(data)} ".encode() + data)
    return found.hexdigest()
