"""Days, weeks, months and years counted from one another, in EDTF and in TIMEX3."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

_FAR = 10  # years before publication from which a text that tells of them is a history
UNITS = ("day", "week", "month", "quarter", "season", "year", "decade", "century")
_LETTER = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE",
           "century": "CE", "hour": "TH", "minute": "TM", "second": "TS", "weekend": "WE",
           "season": "S", "half": "H"}  # fmt: skip
_SEASON_LETTERS = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}


@dataclass(frozen=True)
class Reading:
    """What an expression means; see :class:`chronotope.draft.times.TimeExpression`."""

    edtf: str
    timex: str
    kind: str = "date"
    ground: str = "stated"
    hint: str = ""
    modifier: str = ""
    lasting: bool = False


@dataclass
class Reference:
    """What relative expressions are counted from, as the text is read.

    Attributes
    ----------
    published
        Day of publication, or None.
    last
        The date the text named last, as year, month, day (0 where not named).
    is_agenda
        The sentence tells in the present tense of what is done on a day, as an agenda does.
    paragraph
        Number of the paragraph that is read.
    told
        The paragraph in which a year before that of publication was named last, and nothing
        of the present since; -1 where there is none.
    told_dates
        How many such dates were named one after the other.
    is_narrative
        The text tells of years before its publication: days and months without a year follow
        the date named last.
    is_background
        The date says which thing is meant ("the treaty of 1972", "since 1979"): a story that has
        come further does not go back to it.
    aside
        The day that such words named last, which the next day may follow; None once the text
        has come back.
    opened
        The earliest day of the present that the text has named.
    present_paragraph
        The paragraph in which a date of the present was named last.
    last_season
        First month of the season that the text named last, 0 where it named something else.
    is_word
        A word such as "today" names the day, which in figures is that of a dateline.
    is_ahead
        The sentence has a verb of the future.
    is_told
        The clause has a verb of the past, and none that looks ahead ("agreed to meet on").
    """

    published: date | None
    last: tuple[int, int, int] = (0, 0, 0)
    last_sentence: int = -1
    last_paragraph: int = -1
    last_day: date | None = None
    is_future: bool = False
    sentence: int = 0
    stated: list[int] = field(default_factory=list)
    focus: date | None = None
    is_present: bool = False
    is_agenda: bool = False
    paragraph: int = 0
    told: int = -1
    told_sentence: int = -1
    told_dates: int = 0
    is_background: bool = False
    aside: date | None = None
    aside_sentence: int = -1
    opened: date | None = None
    last_season: int = 0
    present_paragraph: int = -1
    is_told: bool = False
    is_word: bool = False
    is_ahead: bool = False

    def remember(self, reading: Reading) -> None:
        """Note the date of a reading, for what is counted from it."""
        if reading.kind not in ("date", "time") or not reading.timex[:4].isdigit():
            return
        # From a run of years a text goes on at its end, from a run of days at its beginning.
        side = -1 if re.fullmatch(r"\d{4}/\d{4}", reading.edtf) else 0
        parts = reading.edtf.strip("[/.").split("/")[side].split("..")[0].rstrip("~?%").split("-")
        if not all(p.isdigit() for p in parts) or not parts[0]:
            return
        if reading.edtf.startswith("../") or reading.edtf.endswith("/.."):
            return
        numbers = [int(p) for p in parts] + [0, 0]
        month = numbers[1]
        if month > 12:  # a season or quarter: any month of its year may follow
            month = 0
        year, day = numbers[0], numbers[2]
        if not numbers[1] and reading.modifier == "end":
            month = 12  # what follows the end of a year does not lie before it
        self.aside = None
        ends = re.fullmatch(r"\d{4}-\d\d-\d\d/(\d{4}-\d\d-\d\d)", reading.edtf)
        if self.is_background and year < self.last[0]:
            self.aside = valid_day(year, month, day)
            self.aside_sentence = self.sentence
            return
        self.last_season = 3 * (numbers[1] - 20) if 20 < numbers[1] < 25 else 0
        is_history = self.published is not None and self.published.year - self.last[0] >= _FAR
        if self.told >= 0 and is_history and self._is_today(numbers):
            return  # « aujourd’hui », in the midst of a story
        self._note_focus(reading, year, month, day)
        is_old = self.published is not None and year < self.published.year
        is_far = self.published is not None and self.published.year - year >= _FAR
        is_old = is_old and (is_far or reading.ground != "published")
        named = valid_day(year, month, day) if reading.ground == "published" else None
        if named is not None and not is_old:
            self.opened = min(self.opened or named, named)
        self.told = self.paragraph if is_old else -1
        if self.told < 0:
            self.present_paragraph = self.paragraph
        self.told_dates = self.told_dates + 1 if self.told >= 0 else 0
        self.told_sentence = self.sentence
        if ends:
            self.aside = date.fromisoformat(ends[1])  # the next day is that after a run of days
        self.last = (year, month, day)
        self.last_sentence = self.sentence
        self.last_paragraph = self.paragraph
        if reading.ground == "stated":
            self.stated.append(year)

    def _is_today(self, numbers: list[int]) -> bool:
        now = self.published
        return now is not None and numbers[:3] == [now.year, now.month, now.day]

    def go_on(self, unit: str, number: int) -> None:
        """Move the date named last ahead by a stretch that is told as past."""
        start, ground = self.then()
        if start is not None and ground == "text":
            end = shifted(start, unit, number)
            self.last = (end.year, end.month, 0)

    @property
    def goes_on(self) -> bool:
        """Whether this paragraph or the one before named a year gone by, nothing present since."""
        # One look back out of the present ends with its paragraph.
        is_story = self.told_dates > 1 or self.present_paragraph < self.told
        return self.told >= max(0, self.paragraph - is_story)

    @property
    def is_narrative(self) -> bool:
        """Whether the date named last is of a year gone by, and the text goes on from it."""
        if not self.last[0]:
            return False
        if self.published is None:
            return True
        if self.goes_on and not self.is_future:
            return True
        if self.is_present:
            return False
        are_old = all(self.published.year - y >= 2 for y in self.stated)
        are_far = bool(self.stated) and self.published.year - max(self.stated) >= _FAR
        return (
            are_old
            and (len(self.stated) >= 2 or are_far)
            and self.sentence - self.last_sentence < 900
        )

    def _note_focus(self, reading: Reading, year_: int, month_: int, day_: int) -> None:
        """Note the day that the report is about: the first one within a month before it."""
        if self.published is None:
            return
        if abs(self.published.year - year_) <= 1:
            self.is_present = True
        value = valid_day(year_, month_, day_) if day_ and month_ else None
        self.last_day = value or self.last_day
        is_dateline = value == self.published and not self.is_word
        is_recent = value is not None and 0 <= (self.published - value).days <= 31
        if self.focus is None and is_recent and not is_dateline:
            self.focus = value

    def day_before(self) -> date | None:
        """Return the day that "the next day" follows, where it is not the date named last."""
        if self.aside is not None or self.last[2] or not self.is_present:
            return self.aside
        named = self.last_day
        is_within = named is not None and self.last[:2] in (
            (named.year, 0),
            (named.year, named.month),
        )
        return named if is_within else None

    def now(self) -> tuple[date | None, str]:
        """Return the day that words such as "last month" are counted from, and its ground."""
        return self.published, "published"

    def then(self) -> tuple[date | None, str]:
        """Return the day that words such as "a year earlier" are counted from: named last."""
        if self.last[0]:
            year, month, day = self.last
            return date(year, month or 1, day or 1), "text"
        return self.published, "published"


# --- one value ------------------------------------------------------------------------------------


def day(value: date, *, ground: str = "stated", hint: str = "", kind: str = "date") -> Reading:
    """Return a day."""
    text = value.isoformat()
    return Reading(text, text, ground=ground, hint=hint, kind=kind)


def month(year: int, number: int, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return a month."""
    text = f"{year:04d}-{number:02d}"
    return Reading(text, text, ground=ground, hint=hint)


def year(value: int, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return a year."""
    return Reading(f"{value:04d}", f"{value:04d}", ground=ground, hint=hint)


def week(value: date, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return the week of a day, from Monday to Sunday: one unknown day in it."""
    first = value - timedelta(value.weekday())
    last = first + timedelta(6)
    number = value.isocalendar()
    return Reading(
        f"[{first.isoformat()}..{last.isoformat()}]", f"{number[0]}-W{number[1]:02d}",
        ground=ground, hint=hint,
    )  # fmt: skip


def weekend(value: date, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return Saturday and Sunday of the week of a day."""
    first = value - timedelta(value.weekday()) + timedelta(5)
    last = first + timedelta(1)
    number = value.isocalendar()
    return Reading(
        f"[{first.isoformat()}..{last.isoformat()}]", f"{number[0]}-W{number[1]:02d}-WE",
        ground=ground, hint=hint,
    )  # fmt: skip


def season(year_: int, code: int, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return a season by its EDTF code, 21 to 24."""
    return Reading(f"{year_:04d}-{code}", f"{year_:04d}-{_SEASON_LETTERS[code]}",
                   ground=ground, hint=hint)  # fmt: skip


def quarter(year_: int, number: int, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return a quarter of a year (EDTF level 2, codes 33 to 36)."""
    return Reading(f"{year_:04d}-{32 + number}", f"{year_:04d}-Q{number}",
                   ground=ground, hint=hint)  # fmt: skip


def half(year_: int, number: int, *, ground: str = "stated") -> Reading:
    """Return a half of a year (EDTF level 2, codes 40 and 41)."""
    return Reading(f"{year_:04d}-{39 + number}", f"{year_:04d}-H{number}", ground=ground)


def decade(first: int, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return ten years from a round one."""
    return Reading(f"{first // 10:03d}X", f"{first // 10:03d}", ground=ground, hint=hint)


def century(number: int, *, ground: str = "stated") -> Reading:
    """Return a century by its ordinal."""
    return Reading(f"{number - 1:02d}XX", f"{number - 1:02d}", ground=ground)


def interval(first: str, last: str, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return a stretch from one EDTF text to another, which lasts."""
    timex = f"{first}/{last}"
    return Reading(f"{first}/{last}", timex, ground=ground, hint=hint, lasting=True)


def duration(number: str, unit: str) -> Reading:
    """Return a length of time, which has no date."""
    letter = _LETTER[unit]
    text = f"PT{number}{letter[1:]}" if letter.startswith("T") else f"P{number}{letter}"
    return Reading("", text, kind="duration")


def every(unit: str) -> Reading:
    """Return a repeated time, which has no date."""
    text = duration("1", unit).timex if unit in _LETTER else unit
    return Reading("", text, kind="set")


def vague(direction: str) -> Reading:
    """Return an expression that says ``past``, ``present`` or ``future`` and no more."""
    hint = "" if direction == "present" else direction
    return Reading("", f"{direction.upper()}_REF", kind="vague", hint=hint)


def from_event() -> Reading:
    """Return an expression that is counted from something that happened."""
    return Reading("", "", kind="event")


# --- counting -------------------------------------------------------------------------------------


def shifted(start: date, unit: str, steps: int) -> date:
    """Return a day some units away; a day that a month lacks becomes its last."""
    if unit in ("day", "weekend", "week"):
        return start + timedelta(steps * (1 if unit == "day" else 7))
    factor = {
        "month": 1,
        "quarter": 3,
        "season": 3,
        "half": 6,
        "year": 12,
        "decade": 120,
        "century": 1200,
    }
    total = start.year * 12 + start.month - 1 + steps * factor[unit]
    year_, month_ = divmod(total, 12)
    if not 1 <= year_ <= 9999:
        raise OverflowError("outside the years 1 to 9999")
    return date(year_, month_ + 1, min(start.day, calendar.monthrange(year_, month_ + 1)[1]))


def unit_of(value: date, unit: str, *, ground: str = "stated", hint: str = "") -> Reading:
    """Return the unit (a week, a month …) that a day lies in."""
    if unit == "day":
        return day(value, ground=ground, hint=hint)
    if unit == "week":
        return week(value, ground=ground, hint=hint)
    if unit == "weekend":
        return weekend(value, ground=ground, hint=hint)
    if unit == "month":
        return month(value.year, value.month, ground=ground, hint=hint)
    if unit == "quarter":
        return quarter(value.year, (value.month - 1) // 3 + 1, ground=ground, hint=hint)
    if unit == "half":
        return half(value.year, 1 + value.month // 7, ground=ground)
    if unit == "season":
        code = 21 + (value.month % 12) // 3 - 1
        return season(value.year, code if code > 20 else 24, ground=ground, hint=hint)
    if unit == "decade":
        return decade(value.year // 10 * 10, ground=ground, hint=hint)
    if unit == "century":
        return replace_ground(century(value.year // 100 + 1), ground)
    return year(value.year, ground=ground, hint=hint)


def replace_ground(reading: Reading, ground: str) -> Reading:
    """Return a reading that rests on another ground."""
    from dataclasses import replace

    return replace(reading, ground=ground)


def easter(year_: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Butcher's algorithm)."""
    a, b, c = year_ % 19, year_ // 100, year_ % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    n = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month_, day_ = divmod(h + n - 7 * ((a + 11 * h + 22 * n) // 451) + 114, 31)
    return date(year_, month_, day_ + 1)


def valid_day(year_: int, month_: int, day_: int) -> date | None:
    """Return a day, or None where there is no such day."""
    try:
        return date(year_, month_, day_)
    except ValueError:
        return None
