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
    kind: re.compile(rf"(?:{words})(?:\s+|(?<=\.)(?=\d))(?P<rest>.+)", re.IGNORECASE)
    for kind, words in _OPEN_WORDS.items()
}
_ABOUT_JOINED = re.compile(r"(?:c\.|ca\.?|ок\.)(?P<rest>\d.*)", re.IGNORECASE)
_ASKED = re.compile(r"(?P<rest>.*\w)\s*(?:\?|\(\?\))")

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
