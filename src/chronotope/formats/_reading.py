"""What a file does not say of itself: its language and encoding, and what was taken for them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter

from chronotope.dossier.files import MAX_BYTES, refuse
from chronotope.dossier.xlsx import sheet_rows
from chronotope.formats._intake import Intake
from chronotope.formats._sheets import is_book
from chronotope.formats._source import Source
from chronotope.formats._xlsx import open_sheets
from chronotope.lang.languages import LAST_RESORT, get_locale, is_language
from chronotope.lang.spoken import spoken_in

_LOOKED_AT = 60_000  # signs of a file that tell its language
_ROWS = 60
# Formats whose headers are their author's, and formats whose texts are but in a frame of English.
_SHEETS = ("table", "timelinejs-csv")
_FRAMED = ("timelinejs", "timelinejs-2", "storymapjs", "geojson", "kml", "tei", "icalendar")
_FRAMED_ENOUGH = 4.0
_TAGGED = re.compile(r'"xml:lang"\s*:\s*"([a-z]{2,3})"')


def unpacked(raw: bytes, file: str) -> bytes:
    """Return the KML in a KMZ archive; any other file as it is.

    Raises
    ------
    DossierError
        If the KML in it is larger than a file may be.
    """
    if not raw.startswith(b"PK\x03\x04"):
        return raw
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [n for n in archive.namelist() if n.lower().endswith(".kml")]
            if not names:
                return raw
            with archive.open(names[0]) as stream:
                inner = stream.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return raw  # whoever reads it next says what is wrong with it
    if len(inner) > MAX_BYTES:
        refuse(file, "the KML in it is too large", f"at most {MAX_BYTES // 1024**2} MB",
               "Split it.")  # fmt: skip
    return inner


def guess_language(source: Source, form: str) -> str:
    """Return the language that the words of a file seem to be in; English where they do not tell.

    Bibliographies and codebooks are not asked: their titles are in many languages, their words in
    English.

    Raises
    ------
    DossierError
        If the file cannot be read at all.
    """
    if form in _SHEETS:
        return _of_sheets(source) or LAST_RESORT
    if form in _FRAMED:
        return spoken_in([source.text[:_LOOKED_AT]], enough=_FRAMED_ENOUGH) or LAST_RESORT
    if form == "wikidata":
        tags = Counter(_TAGGED.findall(source.text)).most_common(1)
        return tags[0][0] if tags and is_language(tags[0][0]) else LAST_RESORT
    return LAST_RESORT


def _of_sheets(source: Source) -> str | None:
    if not is_book(source):
        rows = [list(cells.values()) for _, cells in source.sheet.rows[:_ROWS]]
        texts = [text for line in rows for text in line]
        return spoken_in(texts, dates=texts, columns=source.sheet.columns)
    columns, texts = [], []
    for sheet in open_sheets(source):
        cells = [line for _, line in sheet_rows(sheet, source.name)[:_ROWS]]
        words = [[cell.value for cell in line if isinstance(cell.value, str)] for line in cells]
        columns += words[0] if words else []
        texts += [text for line in words[1:] for text in line]
    return spoken_in(texts, dates=texts, columns=columns)


def note_reading(intake: Intake, *, is_guessed: bool) -> None:
    """Add to the report what was taken for the encoding and the language of a file.

    A file of ours says its languages itself.
    """
    source, lang = intake.source, intake.lang
    if not is_book(source) and not source.is_utf8:
        intake.warn("file", "*", "", source.encoding, "encoding_read")
    if is_guessed and lang != LAST_RESORT and "languages" not in intake.found.about:
        name = get_locale(lang).get_display_name(LAST_RESORT)
        intake.report.add("warning", "file", value=lang, reason="language_guessed", detail=name)
