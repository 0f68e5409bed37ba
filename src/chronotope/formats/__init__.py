"""Other formats: written from a dossier, read into one, with what each could not hold.

Every public module of this package is one format, written (``write(dossier, report, lang)`` gives
the bytes of a file, or of several by name) or read (``read(intake)`` adds what it finds); where a
format is both, the reader's name ends in ``_in``. A format is its file and its row in
``_registry.py``, with the function that recognises it by what stands in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from chronotope.formats._losses import Loss, LossReport
from chronotope.formats._registry import FORMATS, Format, find_format, names_of

if TYPE_CHECKING:
    from chronotope.dossier.read import Dossier

__all__ = [
    "FORMATS", "Format", "Loss", "LossReport", "export_dossier", "import_file", "names_of",
]  # fmt: skip


def read_foreign(path: Path, lang: str | None) -> Dossier:
    """Return the dossier that a file of another format makes, by way of a folder that is gone.

    Raises
    ------
    DossierError
        With every fault of what was read.
    """
    import tempfile

    from chronotope.dossier.checks import read_dossier

    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / path.stem
        import_file(path, folder, lang=lang or "en")
        return read_dossier(folder)


# What opens a file that is no table of events (chronotope.dossier.open), by its ending.
FILE_READERS = MappingProxyType({"": read_foreign})


def export_dossier(
    dossier: Dossier, to: str, path: str | Path, *, lang: str | None = None, **options: object
) -> LossReport:
    """Write a dossier in another format; return what the format could not hold.

    Parameters
    ----------
    dossier
        A dossier that has been read and checked.
    to
        Name of a format, a key of :data:`FORMATS`.
    path
        File to write, or a new folder for ``ro-crate``. Nothing is left half-written.
    lang
        Language of the texts, where the format holds one.
    **options
        What the format's own ``write`` takes beside.

    Raises
    ------
    ValueError
        If the format or language is unknown, the format is not written, or does not take an
        option.
    DossierError
        If the place cannot be written to.
    """
    from chronotope.dossier.files import write_file, write_folder

    form = find_format(to, "writer")
    writer = form.function(form.writer)
    strange = [name for name in options if name not in signature(writer).parameters]
    if strange:
        raise ValueError(f"the format {to!r} takes no option {strange[0]!r}")
    report = LossReport(form.name)
    written = writer(dossier, report, dossier.language(lang), **options)
    if isinstance(written, bytes):
        write_file(path, written)
        report.files = [str(path)]
    else:
        write_folder(path, written)
        report.files = [str(Path(path) / name) for name in written]
    return report


def import_file(
    path: str | Path,
    folder: str | Path,
    *,
    form: str | None = None,
    lang: str = "en",
    about: Mapping[str, object] | None = None,
    columns: Mapping[str, str] | None = None,
) -> LossReport:
    """Read a file of another format into a new dossier folder; return what was not taken.

    Where nothing in the file belongs in a dossier, nothing is written and the report's ``files``
    are empty. Nothing is guessed: a row that cannot be read for certain is refused or kept with a
    warning, and the report says which. Its ``faults`` are what the rules of a dossier still find
    wrong.

    Parameters
    ----------
    path
        File to read, of at most 50 MB.
    folder
        A new or empty folder.
    form
        Name of the format, a key of :data:`FORMATS`; None takes it from the file.
    lang
        Language of texts whose language the file does not say.
    about
        ``title`` (a text for each language), ``as_of``, ``sides`` and ``article`` of the dossier,
        for files that do not say them.
    columns
        For a table: what its columns are, ``{"date": "When", "title": "What"}``; the rest is
        guessed by the usual names. The report's ``columns`` say what was taken for what.

    Raises
    ------
    ValueError
        If the format or language is unknown, or the format is not read.
    DossierError
        If the file cannot be read at all, or the folder not written.
    """
    from chronotope.dossier.files import read_bounded
    from chronotope.draw.style import get_language
    from chronotope.formats._folder import build_folder
    from chronotope.formats._intake import Intake
    from chronotope.formats._recognition import recognise
    from chronotope.formats._source import Source

    path = Path(path)
    chosen = find_format(form, "reader") if form else None
    source = Source(read_bounded(path), path.name)
    chosen = chosen or recognise(source)
    report = LossReport(chosen.name)
    intake = Intake(source, report, get_language(lang), columns=columns or {})
    chosen.function(chosen.reader)(intake)
    intake.found.about = {**intake.found.about, **(about or {})}
    build_folder(intake.found, folder, report, name=path.name, lang=intake.lang)
    return report
