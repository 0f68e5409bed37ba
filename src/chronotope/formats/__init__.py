"""Other formats: written from a dossier, read into one, with what each could not hold.

Every public module of this package is one format, written (``write(dossier, report, lang)`` gives
the bytes of a file, or of several by name) or read (``read(intake)`` adds what it finds); where a
format is both, the reader's name ends in ``_in``. A format is its file and its row in
``_registry.py``, with the function that recognises it by what stands in a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from inspect import signature
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from chronotope.dossier.errors import Gap
from chronotope.formats._losses import Loss, LossReport
from chronotope.formats._registry import FORMATS, Format, find_format, names_of
from chronotope.lang.languages import get_locale
from chronotope.lang.words import word

if TYPE_CHECKING:
    from chronotope.dossier.read import Dossier

__all__ = [
    "FORMATS", "Format", "Loss", "LossReport", "export_dossier", "import_file", "names_of",
]  # fmt: skip


def read_foreign(path: Path, lang: str | None, encoding: str | None = None) -> Dossier:
    """Return the dossier that a file of another format makes, by way of a folder that is gone.

    What the import would report stands among the dossier's gaps, one for each kind of loss.

    Raises
    ------
    DossierError
        With every fault of what was read.
    """
    import tempfile

    from chronotope.dossier.checks import read_dossier

    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / path.stem
        report = import_file(path, folder, lang=lang, encoding=encoding)
        dossier = read_dossier(folder)
    return replace(dossier, form_gaps=(*dossier.form_gaps, *_gaps_of(report, path.name)))


def _gaps_of(report: LossReport, file: str) -> Iterator[Gap]:
    """Go through what an import did not take, a gap for each kind of loss.

    What is missing is none of them: the dossier counts that itself.
    """
    counts = Counter((x.kind, x.table, x.column, x.reason) for x in report.losses)
    details = {(x.kind, x.table, x.column, x.reason): x.detail for x in report.losses}
    for key, count in counts.items():
        kind, table, column, reason = key
        if kind in ("missing", "extension"):
            continue
        detail = details[key] if count == 1 else "…"
        said = word(f"interchange.{reason}", "en", detail=detail)
        many = f", {count} times" if count > 1 else ""
        where = f"{table} {column}".strip()
        problem = f"{word(f'interchange.kind_{kind}', 'en')}{many}, {where}: {said}"
        yield Gap("not-taken", file, None, None, None, problem,
                  "`chronotope import FILE -o FOLDER --all` lists each.")  # fmt: skip


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
        Name of a format, one of ``names_of("writer")``.
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
    lang: str | None = None,
    encoding: str | None = None,
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
        Name of the format, one of ``names_of("reader")``; None takes it from the file.
    lang
        Language of texts whose language the file does not say; None takes the one that they seem
        to be in, which the report names, else English.
    encoding
        How the text was saved, such as ``windows-1252``; None reads UTF-8, UTF-16, and what XML
        declares.
    about
        ``title`` (a text, or one for each language), ``as_of``, ``sides`` and ``article`` of the
        dossier, for files that do not say them.
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
    from chronotope.formats._folder import build_folder
    from chronotope.formats._intake import Intake
    from chronotope.formats._reading import guess_language, note_reading, unpacked
    from chronotope.formats._recognition import recognise
    from chronotope.formats._source import Source

    path = Path(path)
    chosen = find_format(form, "reader") if form else None
    source = Source(unpacked(read_bounded(path), path.name), path.name, encoding)
    chosen = chosen or recognise(source)
    report = LossReport(chosen.name)
    known = lang or guess_language(source, chosen.name)
    get_locale(known)  # refuses what CLDR does not know
    intake = Intake(source, report, known, columns=columns or {})
    chosen.function(chosen.reader)(intake)
    note_reading(intake, is_guessed=lang is None)
    said = dict(about or {})
    if isinstance(said.get("title"), str):
        said["title"] = {intake.lang: said["title"]}
    intake.found.about = {**intake.found.about, **said}
    build_folder(intake.found, folder, report, name=path.name, lang=intake.lang)
    return report
