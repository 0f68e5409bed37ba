"""Other formats: written from a dossier, read into one, with what each could not hold.

Every module of this package is one format. It has ``write(dossier, report, lang)`` that returns
the bytes of a file (or of several, by name), or ``read(raw, report, lang)`` that returns what it
found, or both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path

from chronotope.dossier.read import Dossier
from chronotope.draw.style import get_language
from chronotope.formats.files import read_bounded, write_file, write_folder
from chronotope.formats.folder import Found, build_folder
from chronotope.formats.losses import Loss, LossReport

__all__ = ["FORMATS", "Format", "Loss", "LossReport", "export_dossier", "import_file"]

Written = bytes | Mapping[str, bytes]


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes
    ----------
    name
        What a person calls it: ``timelinejs``.
    title
        Its full name.
    module
        Module of this package.
    suffix
        Ending of its files; blank where a folder is written.
    writer, reader
        Functions of the module; blank where the format is not written or read.
    """

    name: str
    title: str
    module: str
    suffix: str
    writer: str = ""
    reader: str = ""

    def function(self, name: str) -> Callable:
        """Return a function of the format's module."""
        return getattr(import_module(f"{__name__}.{self.module}"), name)


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("timelinejs", "TimelineJS 3 (JSON)", "timelinejs", ".json", "write", "read"),
        Format(
            "timelinejs-csv", "TimelineJS 3 (sheet)", "timelinejs", ".csv", "write_csv", "read_csv"
        ),
        Format("geojson", "GeoJSON (RFC 7946)", "geojson", ".geojson", "write", "read"),
        Format(
            "linked-places", "Linked Places Format", "linked_places", ".json", "write", "read"
        ),
        Format(
            "web-annotation", "W3C Web Annotation", "web_annotation", ".jsonld", "write", "read"
        ),
        Format("kml", "KML 2.2", "kml", ".kml", "write"),
        Format("icalendar", "iCalendar (RFC 5545)", "ical", ".ics", "write"),
        Format("csl", "CSL-JSON", "csl", ".json", "write", "read"),
        Format("bibtex", "BibTeX", "bibtex", ".bib", "write", "read"),
        Format("ro-crate", "RO-Crate 1.1", "ro_crate", "", "write"),
        Format("acled", "ACLED precision codes", "precision_codes", ".csv",
               "write_acled", "read_acled"),
        Format("ucdp", "UCDP precision codes", "precision_codes", ".csv",
               "write_ucdp", "read_ucdp"),
        Format("workbook", "Excel workbook", "workbook", ".xlsx", "write", "read"),
    )
}  # fmt: skip


def export_dossier(
    dossier: Dossier, to: str, path: str | Path, *, lang: str = "en", **options: object
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
    form = get_format(to, "writer")
    writer = form.function(form.writer)
    strange = [name for name in options if name not in signature(writer).parameters]
    if strange:
        raise ValueError(f"the format {to!r} takes no option {strange[0]!r}")
    report = LossReport(form.name)
    written = writer(dossier, report, get_language(lang), **options)
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
) -> LossReport:
    """Read a file of another format into a new dossier folder; return what was not taken.

    Nothing is guessed: a row that cannot be read for certain is refused or kept with a warning,
    and the report says which. Its ``faults`` are what the rules of a dossier still find wrong.

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

    Raises
    ------
    ValueError
        If the format or language is unknown, or the format is not read.
    DossierError
        If the file cannot be read at all, or the folder not written.
    """
    path = Path(path)
    chosen = get_format(form, "reader") if form else _recognise(path)
    report = LossReport(chosen.name)
    raw = read_bounded(path)
    found: Found = chosen.function(chosen.reader)(raw, report, get_language(lang), file=path.name)
    found.about = {**found.about, **(about or {})}
    build_folder(found, folder, report, name=path.name)
    return report


def get_format(name: str, use: str) -> Format:
    """Return the format of that name that has a ``writer`` or ``reader``.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    usable = [key for key, form in FORMATS.items() if getattr(form, use)]
    if name not in usable:
        raise ValueError(f"no {use} for the format {name!r}; choose one of: {', '.join(usable)}")
    return FORMATS[name]


def _recognise(path: Path) -> Format:
    """Return the format of a file by its ending and, for JSON and CSV, by what stands in it."""
    from chronotope.formats.recognition import recognise

    return FORMATS[recognise(path)]
