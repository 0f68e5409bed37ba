"""The list of formats, in the order in which they are shown; nothing of them is loaded for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes
    ----------
    name
        What a person calls it: ``timelinejs``.
    title
        Its full name.
    suffix
        Ending of its files; blank where a folder is written.
    writer, reader
        ``module.function`` of this package; blank where the format is not written or read.
    """

    name: str
    title: str
    suffix: str
    writer: str = ""
    reader: str = ""

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function of the package by its ``module.function``."""
        module, _, function = name.partition(".")
        found: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), function)
        return found


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("timelinejs", "TimelineJS 3 (JSON)", ".json", "timelinejs.write", "timelinejs.read"),
        Format("timelinejs-csv", "TimelineJS 3 (sheet)", ".csv",
               "timelinejs.write_csv", "timelinejs.read_csv"),
        Format("geojson", "GeoJSON (RFC 7946)", ".geojson", "geojson.write", "geojson.read"),
        Format("linked-places", "Linked Places Format", ".json",
               "linked_places.write", "linked_places.read"),
        Format("web-annotation", "W3C Web Annotation", ".jsonld",
               "web_annotation.write", "web_annotation.read"),
        Format("kml", "KML 2.2", ".kml", "kml.write"),
        Format("icalendar", "iCalendar (RFC 5545)", ".ics", "ical.write"),
        Format("csl", "CSL-JSON", ".json", "csl.write", "csl.read"),
        Format("bibtex", "BibTeX", ".bib", "bibtex.write", "bibtex.read"),
        Format("ro-crate", "RO-Crate 1.1", "", "ro_crate.write"),
        Format("acled", "ACLED precision codes", ".csv",
               "precision_codes.write_acled", "precision_codes.read_acled"),
        Format("ucdp", "UCDP precision codes", ".csv",
               "precision_codes.write_ucdp", "precision_codes.read_ucdp"),
        Format("workbook", "Excel workbook", ".xlsx", "workbook.write", "workbook.read"),
    )
}  # fmt: skip


def names_of(use: str) -> list[str]:
    """Return the names of the formats that have a ``writer``, or a ``reader``."""
    return [name for name, form in FORMATS.items() if getattr(form, use)]


def find_format(name: str, use: str) -> Format:
    """Return the format of that name that has a ``writer`` or ``reader``.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    usable = names_of(use)
    if name not in usable:
        raise ValueError(f"no {use} for the format {name!r}; choose one of: {', '.join(usable)}")
    return FORMATS[name]
