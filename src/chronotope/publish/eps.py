"""A PDF of this suite as Encapsulated PostScript, by poppler's pdftops.

Tried: pdftops keeps text as Type 42 (TrueType in PostScript) and writes the same bytes twice;
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import tempfile
from pathlib import Path

_MARKS = "%chronotope-marks "
_WIDTH = 200  # PostScript lines hold 255 characters at most


def to_eps(pdf: bytes, marks: str) -> bytes:
    """Return the page as EPS, PostScript level 3, with the mark table in its comments.

    Raises
    ------
    ValueError
        If pdftops is not installed, or fails.
    """
    program = shutil.which("pdftops")
    if program is None:
        raise ValueError(
            "EPS needs the program pdftops (package poppler-utils or poppler): install it, or "
            "take another format"
        )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "figure.pdf", Path(folder) / "figure.eps"
        source.write_bytes(pdf)
        done = subprocess.run(
            [program, "-eps", "-level3", str(source), str(target)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not target.is_file():
            raise ValueError(f"pdftops could not write the EPS: {done.stderr.strip()}")
        return _with_marks(target.read_bytes(), marks)


def eps_marks(text: str) -> str:
    """Return the mark table in the comments of an EPS.

    Raises
    ------
    ValueError
        If it holds none.
    """
    packed = [line.removeprefix(_MARKS) for line in text.splitlines() if line.startswith(_MARKS)]
    if not packed:
        raise ValueError("it holds no mark table")
    return base64.b64decode("".join(packed)).decode()


def _with_marks(eps: bytes, marks: str) -> bytes:
    packed = base64.b64encode(marks.encode()).decode()
    pieces = [packed[i : i + _WIDTH] for i in range(0, len(packed), _WIDTH)]
    comments = "".join(f"{_MARKS}{piece}\n" for piece in pieces).encode()
    head, end, body = eps.partition(b"%%EndComments\n")
    return head + end + comments + body
