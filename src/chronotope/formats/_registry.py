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
    looks
        ``module.function`` that tells whether a file is in this format.
    kinds
        Kinds of file in which it is looked for: ``json lines xml sheet zip text``.
    """

    name: str
    title: str
    suffix: str
    writer: str = ""
    reader: str = ""
    looks: str = ""
    kinds: tuple[str, ...] = ()

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function of the package by its ``module.function``."""
        module, _, function = name.partition(".")
        found: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), function)
        return found


# Recognised in this order: a format with signs of its own before one that takes any table.
FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("timelinejs", "TimelineJS 3 (JSON)", ".json", "timelinejs.write",
               "timelinejs_in.read", "timelinejs_in.looks_like", ("json",)),
        Format("timelinejs-2", "TimelineJS 2 (JSON)", ".json", "",
               "timelinejs_in.read_2", "timelinejs_in.looks_like_2", ("json",)),
        Format("timelinejs-csv", "TimelineJS 3 (sheet)", ".csv", "timelinejs.write_csv",
               "timelinejs_in.read_csv", "timelinejs_in.looks_like_sheet", ("sheet",)),
        Format("storymapjs", "StoryMapJS", ".json", "",
               "storymapjs.read", "storymapjs.looks_like", ("json",)),
        Format("linked-places", "Linked Places Format", ".json", "linked_places.write",
               "linked_places_in.read", "linked_places_in.looks_like", ("json", "lines")),
        Format("lp-tsv", "LP-TSV, spreadsheet of the World Historical Gazetteer", ".tsv", "",
               "lp_tsv.read", "lp_tsv.looks_like", ("sheet", "zip")),
        Format("geojson", "GeoJSON (RFC 7946), GeoJSON-T", ".geojson", "geojson.write",
               "geojson_in.read", "geojson_in.looks_like", ("json", "lines")),
        Format("web-annotation", "W3C Web Annotation", ".jsonld", "web_annotation.write",
               "web_annotation_in.read", "web_annotation_in.looks_like", ("json", "lines")),
        Format("periodo", "PeriodO", ".json", "",
               "periodo.read", "periodo.looks_like", ("json",)),
        Format("wikidata", "Results of a Wikidata query", ".json", "",
               "wikidata.read", "wikidata.looks_like", ("json", "sheet")),
        Format("kml", "KML 2.2", ".kml", "kml.write",
               "kml_in.read", "kml_in.looks_like", ("xml",)),
        Format("tei", "TEI (listEvent, listPlace, listPerson)", ".xml", "",
               "tei.read", "tei.looks_like", ("xml",)),
        Format("icalendar", "iCalendar (RFC 5545)", ".ics", "ical.write",
               "ical_in.read", "ical_in.looks_like", ("text",)),
        Format("csl", "CSL-JSON", ".json", "csl.write",
               "csl_in.read", "csl_in.looks_like", ("json",)),
        Format("bibtex", "BibTeX", ".bib", "bibtex.write",
               "bibtex_in.read", "bibtex_in.looks_like", ("text",)),
        Format("ris", "RIS", ".ris", "", "ris.read", "ris.looks_like", ("text",)),
        Format("ro-crate", "RO-Crate 1.1", "", "ro_crate.write"),
        Format("acled", "ACLED precision codes", ".csv", "precision_codes.write_acled",
               "precision_codes_in.read_acled", "precision_codes_in.looks_like_acled",
               ("sheet", "json")),
        Format("ucdp", "UCDP precision codes", ".csv", "precision_codes.write_ucdp",
               "precision_codes_in.read_ucdp", "precision_codes_in.looks_like_ucdp", ("sheet",)),
        Format("workbook", "Excel workbook", ".xlsx", "workbook.write",
               "workbook_in.read", "workbook_in.looks_like", ("zip",)),
        Format("table", "Any table with a date (CSV or Excel)", ".csv", "",
               "table.read", "table.looks_like", ("sheet", "zip")),
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
