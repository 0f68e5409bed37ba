"""W3C Web Annotation read: pages, collections and arrays of Recogito, Annotorious and Hypothesis.

An annotation becomes a passage (where, and at most a few words of it) and a mention; an address
of a gazetteer in its body becomes the place that it mentions, a comment the mention's note.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from chronotope.dossier.checks import LOCATOR_WORDS
from chronotope.dossier.files import refuse
from chronotope.dossier.packing import EXTENSION
from chronotope.dossier.rows import Row, clean_cell
from chronotope.formats._intake import Intake, Record, take_carried
from chronotope.formats._recognition import Sample
from chronotope.formats._source import as_list
from chronotope.formats.linked_places_in import GEONAMES, WIKIDATA
from chronotope.formats.web_annotation import SelectorError, read_fragment

_HYPOTHESIS = ("uri", "target")
_NOTES = ("commenting", "describing", "replying", "questioning")


def looks_like(sample: Sample) -> bool:
    """Return whether JSON is an annotation, a page of them, or an array of them."""
    first = sample.first
    kinds = [str(kind) for kind in as_list(first.get("type"))]
    if any(kind.startswith("Annotation") for kind in kinds) or "anno.jsonld" in str(
        first.get("@context", "")
    ):
        return True
    is_hypothesis = all(key in first for key in _HYPOTHESIS)
    rows = first.get("rows")
    return is_hypothesis or (isinstance(rows, list) and "total" in first)


def read(intake: Intake) -> None:
    """Take in the passages of an annotation, or of a page or list of them."""
    annotations = _annotations(intake)
    intake.source.require_few(annotations)
    targets = 0
    for record in intake.records(annotations, path="items", table="passages"):
        record.expect("type", values=("Annotation", ["Annotation"]))
        record.take_context("anno.jsonld")
        found = []
        for target in _targets(record):
            targets += 1
            record.number = targets
            if read := _read_target(record, target):
                found.append(read)
        if not found:
            continue
        if isinstance(record.look(EXTENSION), Mapping):
            # What our writer says once more of its own rows.
            record.take_known("body", names=("type", "purpose", "format", "value", "language"))
            for key in ("motivation", "canonical"):
                record.take_known(key, names=())
        else:
            record.expect("motivation", values=("identifying", "tagging", "commenting"))
            for passage, surface in found:
                _read_bodies(record, passage, surface)


def _annotations(intake: Intake) -> list[Any]:
    source = intake.source
    value = source.json_lines if source.has_lines and source.ending == ".jsonl" else source.json
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and "Annotation" in as_list(value.get("type")):
        return [value]
    root = intake.record(value)
    root.expect("type", values=("AnnotationPage", "AnnotationCollection"))
    root.take_context("anno.jsonld")
    root.expect("id", values=("#passages",))
    take_carried(root)
    for place in (("items",), ("first", "items"), ("@graph",), ("rows",)):
        if isinstance(root.look(*place), list):
            items: list[Any] = root.take(*place)
            root.expect("first", "type", values=("AnnotationPage",))
            root.close()
            return items
    return refuse(source.name, "there is no list of annotations", "a Web Annotation page",
                  "Put the annotations in a list called items.")  # fmt: skip


def _targets(record: Record) -> Iterator[tuple[str | int, ...]]:
    target = record.look("target")
    if isinstance(target, list):
        yield from (("target", number) for number in range(len(target)))
    else:
        yield ("target",)


def _read_target(record: Record, target: tuple[str | int, ...]) -> tuple[str, Row] | None:
    """Add the passage of a target; return its id and its row, None where there is none."""
    passage_id = _name(record)
    row: Row = {}
    exact = ""
    for place, selector in _selectors(record, target):
        cells = _cells_of(record, place, selector)
        if selector.get("type") == "TextQuoteSelector" and cells:
            exact = clean_cell(selector.get("exact"))
        row = {**cells, **row}
    if not row:
        reason = "not_a_map" if _is_image(record, target) else "no_selector"
        record.refuse(record.path(*target), "", reason)
        return None
    own = record.own("passages")
    if isinstance(record.look(EXTENSION), Mapping):
        record.text(*target, "source")
    record.intake.found.add("passages", {**row, **own, "passage_id": passage_id})
    short = exact if len(exact.split()) <= LOCATOR_WORDS else ""
    return passage_id, {**row, "surface": short}


def _name(record: Record) -> str:
    address = record.text("id")
    tail = re.split(r"[/#:]", address)[-1]
    if tail != address and address != f"#{tail}":
        record.warn("id", address, "address_cut", tail)
    return record.name_row(tail)


def _selectors(
    record: Record, target: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    value = record.look(*target)
    if isinstance(value, str):
        if ":~:text=" in value:
            yield target, {"type": "FragmentSelector", "value": value}
        return
    if not isinstance(value, Mapping):
        return
    given = value.get("selector")
    for number, selector in enumerate(given if isinstance(given, list) else [given]):
        if isinstance(selector, Mapping):
            inner = (number,) if isinstance(given, list) else ()
            yield (*target, "selector", *inner), selector
    if isinstance(value.get("source"), str) and ":~:text=" in value["source"]:
        yield (*target, "source"), {"type": "FragmentSelector", "value": value["source"]}


def _is_image(record: Record, target: tuple[str | int, ...]) -> bool:
    """Return whether a target is a part of an image, such as a map that was scanned."""
    return "xywh=" in str(record.look(*target))[:10_000] or any(
        selector.get("type") == "SvgSelector" for _, selector in _selectors(record, target)
    )


def _cells_of(record: Record, place: tuple[str | int, ...], selector: Mapping[str, Any]) -> Row:
    """Take what a selector says of where a passage stands; one of another kind stays."""
    kind = selector.get("type")
    cells: Row = {}
    keys: tuple[str, ...] = ()
    if kind == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        if _is_offset(start) and _is_offset(end) and start < end:  # type: ignore[operator]
            cells = {"start_char": str(start), "end_char": str(end)}
            keys = ("type", "start", "end")
    elif kind == "TextQuoteSelector" and isinstance(selector.get("exact"), str):
        cells = _cells_of_quote(str(selector["exact"]), record)
        keys = ("type", "exact")
    elif kind == "RangeSelector":
        words = [_quoted(selector.get(key)) for key in ("startSelector", "endSelector")]
        if all(words):
            cells = {"start_words": words[0], "end_words": words[1]}
            keys = ("type",)
            for inner in ("startSelector", "endSelector"):
                record.take_known(
                    *place, inner, names=("type", "exact", "refinedBy", "start", "end")
                )
    elif kind == "FragmentSelector":
        try:
            first, last = read_fragment(str(selector.get("value", "")))
            cells = _cells_of_words(first, last or first)
        except SelectorError:
            record.warn(record.path(*place), "", "no_selector")
            return {}
        if isinstance(record.look(*place), str):
            record.take(*place)
            return cells
        keys = ("type", "value", "conformsTo")
    for key in keys if cells else ():
        record.take(*place, key)
    return cells


def _is_offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9


def _quoted(selector: object) -> str:
    is_quote = isinstance(selector, Mapping) and selector.get("type") == "TextQuoteSelector"
    return clean_cell(selector.get("exact") or "") if is_quote else ""  # type: ignore[attr-defined]


def _cells_of_quote(exact: str, record: Record) -> Row:
    if not exact.strip():
        return {}
    if len(exact.split()) > LOCATOR_WORDS:
        record.warn("exact", "", "quote_not_kept")
    digest = hashlib.sha256(exact.encode("utf-8", "surrogatepass")).hexdigest()
    return {**_cells_of_words(exact, exact), "sha256": digest}


def _cells_of_words(first: str, last: str) -> Row:
    return {
        "start_words": " ".join(first.split()[:LOCATOR_WORDS]),
        "end_words": " ".join(last.split()[-LOCATOR_WORDS:]),
    }


def _read_bodies(record: Record, passage: str, words: Row) -> None:
    """Add the mention that the bodies of an annotation speak of, and the place that they name."""
    lang, surface = record.intake.lang, words.get("surface", "")
    row: Row = {"mention_id": f"{passage}-m", "passage_id": passage, "use": "used", **{
        key: words[key] for key in ("surface", "start_char", "end_char") if words.get(key)
    }}  # fmt: skip
    if isinstance(record.look("body"), str) and (place := _take_gazetteer(record, surface)):
        row |= {"place_id": place, "role": "place"}
    # Of Hypothesis, and of annotations with no body but its text.
    for key in ("text", "bodyValue", *([] if "place_id" in row else ["body"])):
        if f"reason_{lang}" not in row and (notes := record.text(key)):
            row[f"reason_{lang}"] = notes
    for body in record.parts("body"):
        # A mention names one place; the next one stays for the report.
        is_first = "place_id" not in row
        if is_first and (place := _take_gazetteer(body, surface)):
            row |= {"place_id": place, "role": "place"}
            body.expect("type", values=("SpecificResource", "TextualBody", "Dataset"))
            body.expect("purpose", values=("identifying", "geotagging", "linking"))
        elif (
            body.look("purpose") in (*_NOTES, None)
            and f"reason_{lang}" not in row
            and (said := body.text("value"))
        ):
            row[f"reason_{lang}"] = said
            body.take("purpose")
            body.expect("type", values=("TextualBody",))
    if len(row) > 3 and (row.get("place_id") or row.get(f"reason_{lang}")):
        record.intake.found.add("mentions", row)


def _take_gazetteer(body: Record, name: str) -> str:
    """Return the id of the place that a body names by an address of a gazetteer; else blank."""
    # An annotation may have the bare address for its body.
    for key in (("body",), ("value",), ("source",), ("id",), ("source", "id")):
        address = body.look(*key)
        if not isinstance(address, str):
            continue
        for column, pattern in (("geonames_id", GEONAMES), ("wikidata_id", WIKIDATA)):
            if not (match := pattern.match(address.strip())):
                continue
            body.take(*key)
            place_id = f"{column.split('_')[0]}-{match[1]}"
            known = body.intake.places
            if (place_id,) not in known:
                known[(place_id,)] = place_id
                body.intake.found.add(
                    "places",
                    {"place_id": place_id, column: match[1], f"label_{body.intake.lang}": name},
                )  # fmt: skip
            return place_id
    return ""
