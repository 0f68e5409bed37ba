"""Days on a line: any year, any time zone, and the calendar's own ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from babel.dates import get_month_names

from chronotope.dates.days import civil_date, day_number, month_start
from chronotope.draw.labels import text_width
from chronotope.lang.words import word

_YEAR_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
_MONTH_STEPS = (1, 3, 6)
_DAY_STEPS = (1, 2, 5, 10)
DAYS_A_YEAR = 365.2425


@dataclass(frozen=True)
class Tick:
    """One tick: where, what it says, and the middle of the time it names (None: the tick)."""

    x: float
    text: str
    middle: float
    year: str = ""  # said below, at the first tick of each year


@dataclass(frozen=True)
class TimeScale:
    """Days from `first` to before `last`, from `left` to `right`.

    They are drawn evenly, or, from the day `turn` on, each `pace` times as wide: a change of
    scale that the picture must mark (J14).
    """

    first: int
    last: int
    left: float
    right: float
    turn: int | None = None
    pace: float = 1.0

    def __call__(self, day: float) -> float:
        """Return the x of the start of a day."""
        whole = self._steps(self.last)
        return self.left + self._steps(day) / whole * (self.right - self.left)

    def _steps(self, day: float) -> float:
        if self.turn is None or day <= self.turn:
            return day - self.first
        return self.turn - self.first + (day - self.turn) * self.pace

    @property
    def years(self) -> float:
        """Length in years."""
        return (self.last - self.first) / DAYS_A_YEAR

    @property
    def parts(self) -> list[TimeScale]:
        """Its even parts: one, or those before and after the turn."""
        if self.turn is None:
            return [self]
        x = self(self.turn)
        return [
            TimeScale(self.first, self.turn, self.left, x),
            TimeScale(self.turn, self.last, x, self.right),
        ]


def whole_years(days: Iterable[float]) -> tuple[int, int]:
    """Return the first day of the first year that some days touch, and that after the last."""
    numbers = [int(day) for day in days]
    first, last = civil_date(min(numbers))[0], civil_date(max(numbers))[0]
    return day_number(first, 1, 1), day_number(last + 1, 1, 1)


def year_words(year: int, lang: str) -> str:
    """Return a year as an axis says it: ``1677``, ``44 BC``."""
    return str(year) if year > 0 else word("dates.year_bc", lang, year=1 - year)


def short_day(month: int, day: int, lang: str) -> str:
    """Return a day without its year: ``9 Sept.``."""
    first = word("dates.first_day", lang) if day == 1 else str(day)
    named = word(f"dates.short.month_of.{month}", lang)
    text = word("dates.short.day_month", lang, day=first, month=named)
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def list_ticks(
    scale: TimeScale, *, lang: str, size: float, gap: float, is_yearly: bool = False
) -> list[Tick]:
    """Return the finest even ticks of the calendar whose labels do not touch.

    Steps are whole days, months or years, never mixed; none is left out. `is_yearly` takes none
    that is shorter than a year.
    """
    finest: list[Tick] = []
    for unit, step in _steps(scale):
        if is_yearly and unit != "year":
            continue
        for form in ("wide", "short"):
            finest = list(_ticks(scale, unit, step, lang, form))
            ends = [(t.middle, text_width(t.text, size) / 2) for t in finest]
            if all(a + half + gap <= b - wide for (a, half), (b, wide) in pairwise(ends)):
                return finest
            if unit != "month":
                break
    return finest


def _steps(scale: TimeScale) -> Iterator[tuple[str, int]]:
    if scale.years < 0.25:
        yield from (("day", step) for step in _DAY_STEPS)
    if scale.years < 6:
        yield from (("month", step) for step in _MONTH_STEPS)
    yield from (("year", step) for step in _YEAR_STEPS)


def _ticks(scale: TimeScale, unit: str, step: int, lang: str, form: str) -> Iterator[Tick]:
    said = ""
    for start, end in _cells(scale, unit, step):
        year, month, day = civil_date(start)
        if unit == "year":  # named by its first year, in the middle of which the name stands
            end = day_number(year + 1, 1, 1)
        x0, x1 = scale(max(start, scale.first)), scale(min(end, scale.last))
        this_year = year_words(year, lang)
        text = this_year
        if unit == "month":
            text = _month(month, lang, form)
        if unit == "day":
            text = short_day(month, day, lang)
        is_new = unit != "year" and this_year != said
        said = this_year
        middle = (x0 + x1) / 2 if step == 1 or unit == "year" else x0
        yield Tick(x0, text, middle, this_year if is_new else "")


def _month(month: int, lang: str, form: str) -> str:
    if form == "wide":
        return str(get_month_names("wide", context="stand-alone", locale=lang)[month])
    return word(f"dates.short.month.{month}", lang)


def _cells(scale: TimeScale, unit: str, step: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each cell of the calendar that touches the scale."""
    year, month, _ = civil_date(scale.first)
    if unit == "day":
        for start in range(scale.first, scale.last, step):
            yield start, start + step
        return
    months = step if unit == "month" else 12 * step
    index = year * 12 + month - 1
    # Before our era round years are those that are written: 1000 BC is the year -999.
    is_before = unit == "year" and civil_date(scale.last - 1)[0] < 1
    index -= (index - 12 * is_before) % months
    while (start := month_start(index)) < scale.last:
        end = month_start(index + months)
        # A cell that begins before the scale has its tick outside; only whole steps are drawn,
        # unless the step is one and the cell is the first.
        if start >= scale.first or (step == 1 and end > scale.first):
            yield start, end
        index += months
