"""What people write round a date: since, until, about, probably; ranges of numbers."""

from __future__ import annotations

import re

_OPEN_WORDS = {
    "since": "since|seit|ab|depuis|à partir de|dès|desde|с|начиная с|з|від|починаючи з|منذ",
    "until": "until|till|up to|bis|jusqu.(?:à|en|au)|hasta",
    "before": "before|vor|avant|antes de|до|раньше|раніше|перед|قبل",
    "after": "after|nach|après|después de|после|після|بعد",
    "about": r"c\.|ca\.?|cca\.?|circa|about|around|approx\.?|vers|env\.|environ|um|etwa|gegen|rund|"
    "hacia|alrededor de|около|ок\\.|примерно|приблизительно|близько|приблизно|نحو|حوالي",
    "perhaps": "probably|perhaps|possibly|presumably|vermutlich|wahrscheinlich|wohl|vielleicht|"
    "probablement|peut-être|sans doute|probablemente|quizás?|posiblemente|вероятно|возможно|"
    "предположительно|ймовірно|імовірно|можливо|мабуть|ربما",
}
_BESIDE = {
    kind: re.compile(
        rf"(?:{words})(?:\s+(?:(?:dem|den|zum|the|le|el)\s+)?|(?<=\.)(?=\d))(?P<rest>.+)",
        re.IGNORECASE,
    )
    for kind, words in _OPEN_WORDS.items()
}
_ABOUT_JOINED = re.compile(r"(?:c\.|ca\.?|ок\.)(?P<rest>\d.*)", re.IGNORECASE)
_ASKED = re.compile(
    r"(?P<rest>.*\w\.?)\s*(?:\?|\((?:\?|؟|uncertain|unsicher|(?:date )?incertaine?|inciert[oa]|"
    r"(?:дата )?под вопросом|непевно|غير مؤكد)\))",
    re.IGNORECASE,
)

# Early, middle, late. EDTF has no sign for them: the whole year, month or decade is meant.
_PARTS = (
    r"(?:very )?early|mid|late|(?:the )?(?:beginning|start|middle|end) of|anfang|mitte|ende|"
    r"(?:au )?(?:début|milieu)|mi|(?:à la |en )?fin|"
    r"(?:a )?(?:principios|comienzos|mediados|fin(?:al)?es)|"
    r"(?:в )?(?:начал[оеа]|середин[аеы]|кон(?:ец|це|ца)|нач\.|сер\.|кон\.)|"
    r"(?:на )?почат(?:ок|ку)|[ву] середині|наприкінці|кін(?:ець|ця|ці)|"
    r"(?:في )?(?:أوائل|مطلع|بداية|منتصف|أواسط|أواخر|نهاية)"
)
_PART = re.compile(
    rf"(?:{_PARTS})[\s-]+(?:(?:of|the|der|des|de los|del|de|du)\s+|d['’])*(?P<rest>.+)",
    re.IGNORECASE,
)
_NAMES_A_PART = re.compile(rf"(?:^|\s)(?:{_PARTS})[\s-]", re.IGNORECASE)
_EITHER = re.compile(r"(.+?)\s+(?:or|oder|ou|или|o|або|чи|أو)\s+(.+)", re.IGNORECASE)
_BOTH = re.compile(r"(.+?)\s+(?:and|und|et|y|e|и|і|й|та)\s+(.+)", re.IGNORECASE)
_MONTH_SLASH = re.compile(r"([^\W\d_]+\.?)\s?/\s?([^\W\d_]+\.?\s+\d{4})")
_TWO_YEARS = re.compile(r"(\d\d)(\d\d)/(\d\d)")
_WITHIN = re.compile(
    r"(?:between|zwischen|entre|между|між|بين)\s+(.+?)\s+(?:(?:and|und|et|и|y|і|та|й)\s+|و\s*)(.+)",
    re.IGNORECASE,
)

# The first end may leave its month and year to the second: 8.-9.9.2019, 27/08-02/09/2003.
_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})(?:(?P<sign>[./])(?:(?P<month>\d{1,2})(?:(?P=sign)(?P<year>\d{4})?)?)?)?"
    r"\s*(?P<to>[-–—/]|bis|to|au|al|по)\s*"
    r"(?P<last>\d{1,2}(?P<sep>[./])(?P<last_month>\d{1,2})(?P=sep)(?P<last_year>\d{4}))"
)


def said_beside(text: str) -> tuple[str, str] | None:
    """Return what is said of a date (since, until, before, after, about, perhaps) and the rest."""
    for kind, pattern in _BESIDE.items():
        if found := pattern.fullmatch(text):
            return kind, found["rest"]
    if found := _ABOUT_JOINED.fullmatch(text):
        return "about", found["rest"]
    found = _ASKED.fullmatch(text)
    return ("perhaps", found["rest"]) if found else None


def number_ends(text: str) -> tuple[str, str] | None:
    """Return both ends of a range of days in numbers, each with its month and year."""
    found = _NUMBERS.fullmatch(text)
    if found is None or (found["to"] == "/" and found["sep"] == "/"):
        return None  # 8/9/9/2019 is anything
    if found["sign"] not in (None, found["sep"]):
        return None
    sep = found["sep"]
    month, year = found["month"] or found["last_month"], found["year"] or found["last_year"]
    if not found["year"] and int(month) == 12 and int(found["last_month"]) == 1:
        year = f"{int(year) - 1:04}"  # 30.12.-2.1.2004
    return sep.join((found["day"], month, year)), found["last"]


def part_beside(text: str) -> str | None:
    """Return the year, month or decade of which an early, middle or late part is spoken of."""
    found = _PART.fullmatch(text)
    return found["rest"] if found else None


def names_a_part(text: str) -> bool:
    """Return whether a date as written says early, middle or late, which EDTF cannot keep."""
    return _NAMES_A_PART.search(text) is not None


def either(text: str) -> tuple[str, str] | None:
    """Return both of "2003 or 2005"."""
    found = _EITHER.fullmatch(text)
    return (found[1], found[2]) if found else None


def both(text: str) -> tuple[str, str] | None:
    """Return both of "5 and 6 April 2013"."""
    found = _BOTH.fullmatch(text)
    return (found[1], found[2]) if found else None


def within(text: str) -> tuple[str, str] | None:
    """Return both ends of "between 2003 and 2005", of 1990/91 and of "July/August 1974"."""
    years = _TWO_YEARS.fullmatch(text)
    if years and int(years[3]) == int(years[2]) + 1 > 12:  # 1911/12 may be a month
        return text[:4], years[1] + years[3]
    found = _WITHIN.fullmatch(text) or _MONTH_SLASH.fullmatch(text)
    return (found[1], found[2]) if found else None
