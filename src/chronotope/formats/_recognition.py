"""Which format a file is in: by its ending, and by what stands in it where endings are shared."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from chronotope.dossier.files import decode_text, read_bounded, refuse
from chronotope.formats._parse import parse_json

_BY_ENDING = {".bib": "bibtex", ".xlsx": "workbook", ".geojson": "", ".json": "", ".jsonld": ""}
_ALLOWED = (
    "TimelineJS, GeoJSON, Linked Places, Web Annotation, CSL-JSON (.json, .geojson, .jsonld); "
    "TimelineJS, ACLED or UCDP sheets (.csv); BibTeX (.bib); a workbook (.xlsx)"
)


def recognise(path: Path) -> str:
    """Return the name of the format of a file.

    Raises
    ------
    DossierError
        If it is none that can be read, or the file itself cannot.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        return _recognise_csv(path)
    if ending not in _BY_ENDING:
        refuse(path.name, "the ending names no format that can be read", _ALLOWED,
               "Name the format with --from, or convert the file.")  # fmt: skip
    return _BY_ENDING[ending] or _recognise_json(path)


def _recognise_json(path: Path) -> str:
    raw = read_bounded(path)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return "csl"
    found = parse_json(raw, path.name)
    context = str(found.get("@context", ""))
    if found.get("type") in ("Feature", "FeatureCollection"):
        return "linked-places" if "@context" in found else "geojson"
    if "anno" in context or found.get("type") in ("Annotation", "AnnotationPage"):
        return "web-annotation"
    if isinstance(found.get("events"), list):
        return "timelinejs"
    return refuse(path.name, "the JSON is of no known format", _ALLOWED, "Export it again.")


def _recognise_csv(path: Path) -> str:
    text = decode_text(read_bounded(path), path.name)
    header = next(csv.reader(io.StringIO(text[:100_000])), [])
    names = {cell.strip().lower() for cell in header}
    if {"time_precision", "geo_precision"} & names:
        return "acled"
    if {"date_prec", "where_prec"} & names:
        return "ucdp"
    if {"year", "headline"} <= names:
        return "timelinejs-csv"
    return refuse(path.name, "the columns are of no known format", _ALLOWED, "Check the header.")
