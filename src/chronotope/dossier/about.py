"""What ``datapackage.json`` says of a dossier as a whole: version, languages, title, day, sides.

All of it may be missing: a folder with nothing but ``events.csv`` is a dossier too. What is ours
stands in one object, ``chronotope``: the format's version is a member of it beside the languages,
because the day, the sides and the article were there in version 1 and stay where they are.
The licence is the Data Package's own ``licenses``: it has one home, which other programs read.
"""

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chronotope.dates.days import CivilDay, read_day
from chronotope.dossier.errors import Fault, Gap
from chronotope.dossier.schemas import FORMAT_VERSION, PACKAGE_FILE
from chronotope.dossier.sheets import cell_problem
from chronotope.lang.languages import interface_languages, is_language

_CODE = re.compile(r"[A-Z]{2}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass
class About:
    """What is said of a dossier as a whole, blank where nothing is said."""

    languages: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    as_of: CivilDay | None = None
    sides: tuple[str, ...] = ()
    article: dict[str, object] = field(default_factory=dict)
    version: str = ""
    created: str = ""
    licence: str = ""
    licence_url: str = ""
    abbreviations: dict[str, dict[str, str]] = field(default_factory=dict)
    draft: dict[str, int] = field(default_factory=dict)
    described: dict[str, list[str]] = field(default_factory=dict)
    is_stated: bool = False
    faults: list[Fault] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def parse_package(text: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Return the JSON object of a data package, or None with a fault."""
    try:
        package = json.loads(text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", None)
        reason = getattr(error, "msg", "it cannot be read")
        return None, [_file_fault(row, f"not JSON ({reason})", "Correct or restore the file.")]
    if not isinstance(package, dict):
        return None, [_file_fault(None, "not a JSON object", "Restore the file.")]
    return package, []


def _file_fault(row: int | None, problem: str, remedy: str) -> Fault:
    return Fault(PACKAGE_FILE, row, None, None, problem, "a Frictionless Data Package", remedy)


def read_about(package: Mapping[str, object]) -> About:
    """Return what a data package says of the dossier, with its faults and gaps.

    Parameters
    ----------
    package
        The object of ``datapackage.json``; an empty one says nothing.
    """
    said = package.get("chronotope")
    reader = _Reader(said if isinstance(said, dict) else {})
    about = reader.about
    about.is_stated = bool(reader.said)
    if reader.said:
        reader.read_version()
    reader.read_languages()
    reader.read_titles()
    reader.read_day()
    reader.read_sides()
    reader.read_article()
    reader.read_abbreviations()
    reader.read_draft()
    _read_package_parts(package, reader)
    return about


class _Reader:
    """Reads one member of ``chronotope`` after the other, and notes what is wrong with each."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.about = About()

    def refuse(self, what: str, value: object, allowed: str, remedy: str = "") -> None:
        text = None if value is None else str(value)
        self.about.faults.append(
            Fault(
                PACKAGE_FILE, None, what, text, "blank or not as it must be", allowed,
                remedy or f"Write it under chronotope in {PACKAGE_FILE}, or leave it out.",
            )
        )  # fmt: skip

    def read_version(self) -> None:
        version = self.said.get("version", 1)
        if version == 1:
            self.about.gaps.append(
                Gap(
                    "old-version", PACKAGE_FILE, None, "version", None,
                    f"the dossier is of version 1 of the format; this is version {FORMAT_VERSION}",
                    "Run chronotope migrate with the name of its folder.",
                )
            )  # fmt: skip
        elif version != FORMAT_VERSION or isinstance(version, bool):
            remedy = "Read it with a newer chronotope."
            self.refuse("version", version, f"1 or {FORMAT_VERSION}", remedy)

    def read_languages(self) -> None:
        given = self.said.get("languages")
        titles = self.said.get("title")
        if given is None and isinstance(titles, dict):
            given = list(titles)  # version 1 named its languages nowhere else
        if given is None:
            return
        if not isinstance(given, list) or not given or not all(isinstance(x, str) for x in given):
            self.refuse("languages", given, 'a list of codes such as ["de", "en"]')
            return
        for code in given:
            if not is_language(code):
                known = difflib.get_close_matches(code.lower(), interface_languages(), n=1)
                remedy = f"Write {known[0]}?" if known else "Look the code up in ISO 639."
                allowed = "codes of languages that CLDR knows, such as de, uk, pt-BR"
                self.refuse("languages", code, allowed, remedy)
        self.about.languages = tuple(dict.fromkeys(x for x in given if is_language(x)))

    def read_titles(self) -> None:
        titles = self.said.get("title", {})
        if isinstance(titles, str):
            titles = {self.about.languages[0] if self.about.languages else "en": titles}
        if not isinstance(titles, dict) or not all(map(is_text, titles.values())):
            self.refuse("title", titles, "for each language of the dossier, a title")
            return
        self.about.titles = {str(lang): str(text) for lang, text in titles.items()}

    def read_day(self) -> None:
        given = self.said.get("as_of")
        self.about.as_of = read_day(given)
        if given is not None and self.about.as_of is None:
            self.refuse("as_of", given, "a day such as 1814-12-24")

    def read_sides(self) -> None:
        sides = self.said.get("sides") or []
        is_list = isinstance(sides, list)
        are_codes = is_list and all(isinstance(s, str) and _CODE.fullmatch(s) for s in sides)
        if not are_codes or len(set(sides)) != len(sides):
            self.refuse("sides", sides, "a list of ISO 3166-1 alpha-2 codes, each once")
            return
        self.about.sides = tuple(sides)

    def read_article(self) -> None:
        article = self.said.get("article") or {}
        if not isinstance(article, dict):
            self.refuse("article", article, "title, author, language, characters and sha256")
            return
        for key in ("title", "author", "language") if article else ():
            if not is_text(article.get(key)):
                self.refuse(f"article.{key}", article.get(key), "text")
        if "licence" in article and not is_text(article["licence"]):
            allowed = "the licence of the text, such as CC-BY-4.0"
            self.refuse("article.licence", article["licence"], allowed)
        size, digest = article.get("characters"), article.get("sha256")
        if article and not (isinstance(size, int) and not isinstance(size, bool) and size >= 0):
            self.refuse("article.characters", size, "number of characters")
        if article and not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
            self.refuse("article.sha256", digest, "SHA-256 of the normalised article")
        self.about.article = dict(article)

    def read_abbreviations(self) -> None:
        given = self.said.get("abbreviations", {})
        are_words = isinstance(given, dict) and all(
            lang in self.about.languages
            and isinstance(words, dict)
            and all(map(is_text, words.values()))
            for lang, words in given.items()
        )
        if not are_words:
            self.refuse("abbreviations", given, "for each language, what each stands for")
            return
        self.about.abbreviations = given

    def read_draft(self) -> None:
        """Read how many proposals of a draft were reviewed: a figure says so until all are."""
        given = self.said.get("draft", {})
        keys = ("reviewed", "proposals")
        are_counts = isinstance(given, dict) and all(type(given.get(k)) is int for k in keys)
        if given and not (are_counts and 0 <= given["reviewed"] <= given["proposals"]):
            self.refuse("draft", given, "reviewed and proposals, two whole numbers")
            return
        self.about.draft = {k: given[k] for k in keys} if given else {}


def _read_package_parts(package: Mapping[str, object], reader: _Reader) -> None:
    """Read what the Data Package standard has a place for: created, licence, own columns."""
    about = reader.about
    created = package.get("created", "")
    if created != "" and not _is_moment(created):
        about.faults.append(
            Fault(
                PACKAGE_FILE, None, "created", str(created), "not a moment in time",
                "such as 2019-09-09T12:00:00Z", "Write it so, or leave it out.",
            )
        )  # fmt: skip
    about.created = str(created) if _is_moment(created) else ""
    version = package.get("version", "")
    if version != "" and not is_text(version):
        about.faults.append(
            Fault(
                PACKAGE_FILE, None, "version", str(version), "not a version of the dossier",
                "a text such as 1.0.0", "Write it so, or leave it out.",
            )
        )  # fmt: skip
    about.version = version if is_text(version) and isinstance(version, str) else ""
    licences = package.get("licenses")
    first = licences[0] if isinstance(licences, list) and licences else {}
    if isinstance(first, dict):
        about.licence = str(first.get("name") or first.get("title") or "")
        about.licence_url = str(first.get("path") or "")
    about.described = _described_columns(package.get("resources"))


def _described_columns(listed: object) -> dict[str, list[str]]:
    """Return the columns of each table that the data package describes."""
    found: dict[str, list[str]] = {}
    for resource in listed if isinstance(listed, list) else []:
        schema = resource.get("schema") if isinstance(resource, dict) else None
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if isinstance(fields, list):
            names = [f.get("name") for f in fields if isinstance(f, dict)]
            found[str(resource.get("name"))] = [name for name in names if isinstance(name, str)]
    return found


def fallback_titles(about: About, languages: Iterable[str], name: str) -> dict[str, str]:
    """Return a title in each language: its own, else another's, else a name."""
    first = next(iter(about.titles.values()), name)
    return {lang: about.titles.get(lang) or first for lang in languages}


def is_text(value: object) -> bool:
    """Return whether a value is a text that a cell may hold."""
    return isinstance(value, str) and bool(value.strip()) and not cell_problem(value)[0]


def _is_moment(value: object) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
