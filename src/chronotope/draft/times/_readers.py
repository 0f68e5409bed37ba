"""What the rules of every language share: a match and a reference go in, a reading comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chronotope.draft.times import _value as v
from chronotope.draft.times._value import Reading, Reference

Reader = Callable[[re.Match[str], Reference], Reading | None]
BEHIND = 31  # days back that a day may lie although its clause looks ahead
NEW_YEAR = 14  # days ahead that a day of January may lie, named at the end of December
NEWS = 14  # days back that a report tells of, where it looked back to another year in between
_STORY = 3  # dates gone by, one after the other, of which more are a story and no look back
HORIZON = 45  # days ahead that a day or month without a year may lie, where no verb says so


@dataclass(frozen=True)
class Tables:
    """Words of a language, in small letters: what each stands for.

    Attributes
    ----------
    months, weekdays, units, numbers, seasons, ordinals
        Number of a month, of a weekday from Monday 0, name of a unit, a number, the EDTF code of
        a season, an ordinal number.
    directions
        -1 for last, 0 for this, 1 for next; ``2`` for the one before another that was named and
        ``3`` for the one after.
    parts
        ``start``, ``mid`` or ``end``.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    seasons: Mapping[str, int]
    ordinals: Mapping[str, int]
    directions: Mapping[str, int]
    parts: Mapping[str, str]


class Readers:
    """Readers over the words of one language; named groups say what a pattern has found.

    ``d d2`` days, ``m m2`` months, ``y y2`` years, ``n`` a number, ``u`` a unit, ``w`` a weekday,
    ``s`` a season, ``o`` an ordinal, ``dir`` a direction, ``part`` beginning, middle or end.
    """

    def __init__(self, tables: Tables) -> None:
        self.t = tables

    # --- what a group holds ---------------------------------------------------------------------

    def _get(self, match: re.Match[str], name: str) -> str:
        found = match.groupdict().get(name)
        return " ".join(found.lower().split()) if found else ""

    def _number(self, match: re.Match[str], name: str = "n") -> int | None:
        text = self._get(match, name).replace(",", "")
        if text.isdigit():
            return int(text)
        if text in self.t.numbers:
            return self.t.numbers[text]
        tens, _, rest = re.sub(r"[-\s]+(?:et[-\s])?", " ", text).partition(" ")
        if tens in self.t.numbers and rest in self.t.numbers:
            return self.t.numbers[tens] + self.t.numbers[rest]
        return None

    def _day(self, match: re.Match[str], name: str = "d") -> int:
        text = re.sub(r"\D", "", self._get(match, name))
        return int(text) if text else self.t.ordinals.get(self._get(match, name), 0)

    def _month(self, match: re.Match[str], name: str = "m") -> int:
        text = self._get(match, name).rstrip(".")
        return int(text) if text.isdigit() else self.t.months.get(text, 0)

    def _year(self, match: re.Match[str], name: str = "y") -> int:
        text = re.sub(r"\D", "", self._get(match, name))
        if not text:
            return 0
        number = int(text)
        if len(text) <= 2:
            return 2000 + number if number < 50 else 1900 + number
        return number

    def _modified(self, reading: Reading | None, match: re.Match[str]) -> Reading | None:
        part = self.t.parts.get(self._get(match, "part"), "")
        return replace(reading, modifier=part) if reading and part else reading

    # --- dates with a year, or the year that is meant -------------------------------------------

    def meant_year(self, ref: Reference, month: int, day: int = 0) -> tuple[int, str]:
        """Return the year of a month or day that is named without one, and its ground."""
        if ref.is_narrative and not self._is_news(ref, month, day):
            year, month_, day_ = ref.last
            year += (month, day or 31) < (month_, day_ or 1) and not ref.is_background
            now = ref.published
            # What is told does not lie ahead: "in December they met; in November they had fallen".
            is_ahead = now is not None and (year, month, day) > (now.year, now.month, now.day)
            return year - is_ahead, "text"
        if ref.published is None:
            return 0, ""
        now = ref.published
        meant = v.valid_day(now.year, month, min(day, 28) or 1) or now
        is_near = ref.last_sentence == ref.sentence and ref.last[0] == now.year
        if is_near and not ref.is_ahead and (month, day or 31) >= (ref.last[1], ref.last[2]):
            return now.year, "text"  # "In February a vote broke the talks off until April"
        if ref.is_future or ref.is_agenda:
            late = meant if day else v.shifted(meant, "month", 1) - timedelta(1)
            return now.year + (late < now - timedelta(BEHIND if day else 0)), "published"
        if day and meant < now - timedelta(366 - NEW_YEAR):  # "5 January", in the last of December
            return now.year + 1, "published"
        horizon = 0 if ref.is_told else HORIZON
        return now.year - (meant > now + timedelta(horizon)), "published"

    @staticmethod
    def _is_news(ref: Reference, month: int, day: int) -> bool:
        """Return whether a day is of the fortnight before a report that looked back in between."""
        now = ref.published
        if now is None or not ref.is_present or ref.told_sentence == ref.sentence or not day:
            return False
        value = v.valid_day(now.year, month, day)
        if value is None or value > now:
            return False
        if ref.opened is not None and value >= ref.opened and ref.paragraph > ref.told:
            return True  # of what the report has opened with
        return ref.told_dates <= _STORY and now - value <= timedelta(NEWS)  # else a story

    def full(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a day, its year given or meant."""
        month, day, year = self._month(match), self._day(match), self._year(match)
        ground = "stated"
        direction = self.t.directions.get(self._get(match, "dir"))
        now, origin = ref.then() if direction in (2, 3) else ref.now()
        if not year and direction is not None and now:
            ground, is_last = origin, direction in (-1, 2)
            is_after = (month, day) >= (now.month, now.day)
            year = now.year - is_after if is_last else now.year + (not is_after)
        if not year:
            year = self._listed_year(match)
        if not year:
            year, ground = self.meant_year(ref, month, day)
        if not year:
            is_day = v.valid_day(2000, month, day) is not None if month else False
            return Reading("", f"XXXX-{month:02d}-{day:02d}", ground="") if is_day else None
        value = v.valid_day(year, month, day)
        return v.day(value, ground=ground) if value else None

    def _listed_year(self, match: re.Match[str]) -> int:
        """Return the year behind a list whose first months lack it: "May, June and July 2018"."""
        listed = _LISTED.match(match.string, match.end())
        words = re.findall(r"[^\W\d_]{3,}", listed["months"].lower()) if listed else []
        are_months = bool(words) and {*words} - {"and"} <= set(self.t.months)
        return int(listed["y"]) if listed and are_months else 0

    def day_of_month(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a day of this month, or of the one beside it: « le 25 du mois »."""
        now, ground = ref.then() if ref.is_narrative and ref.last[1] else ref.now()
        direction = self.t.directions.get(self._get(match, "dir"), 0)
        if now is None:
            return Reading("", "", ground="")
        start = v.shifted(now.replace(day=1), "month", {-1: -1, 1: 1}.get(direction, 0))
        value = v.valid_day(start.year, start.month, self._day(match))
        return v.day(value, ground=ground) if value else None

    def day_alone(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a day whose month the sentence has just named: « le 21 mai et …, le 23, »."""
        year, month, day = ref.last
        value = v.valid_day(year, month, self._day(match)) if month else None
        is_near = ref.paragraph - ref.last_paragraph <= 1
        is_near = is_near and (bool(day) or ref.last_paragraph == ref.paragraph)
        if value is None or not is_near or value.day <= day:
            return None
        return v.day(value, ground="text")

    def night(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read the night between two weekdays: from the one to the other."""
        reading = self.weekday(match, ref)
        if reading is None or not reading.edtf:
            return reading
        first = date.fromisoformat(reading.edtf)
        step = (self.t.weekdays[self._get(match, "w2")] - first.weekday()) % 7
        last = first + timedelta(step)
        return v.interval(first.isoformat(), last.isoformat(), ground=reading.ground)

    def in_so_long(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read "in three days"; after a superlative or a perfect it is a length of time."""
        if _EVER.search(match.string[: match.start()].rpartition(", ")[2]):
            return self.duration(match, ref)
        return self.ago(1)(match, ref)

    def iso(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a date in figures, the day before the month unless that is impossible."""
        month, day, year = int(match["m"]), int(match["d"]), self._year(match)
        value = v.valid_day(year, month, day)
        return v.day(value) if value else None

    def month_first(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a date in figures of English: only where one number can be no month."""
        first, second, year = int(match["a"]), int(match["b"]), self._year(match)
        either = (v.valid_day(year, first, second), v.valid_day(year, second, first))
        days = {day for day in either if day is not None}
        if len(days) == 1:
            return v.day(days.pop())
        return None if not days else Reading("", "", ground="")

    def days(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a run of days in one month or over two."""
        month2 = self._month(match, "m2") or self._month(match)
        month = self._month(match) or month2
        first, last = self._day(match), self._day(match, "d2")
        year2, ground = self._year(match), "stated"
        direction = self.t.directions.get(self._get(match, "dir"))
        if not year2 and direction is not None and ref.published:
            year2, ground = ref.published.year + {-1: -1, 1: 1}.get(direction, 0), "published"
        if not year2:
            year2, ground = self.meant_year(ref, month2, last)
        year1 = self._year(match, "y1") or (year2 - (month > month2))
        if not year2:
            return Reading("", "", ground="")
        a, b = v.valid_day(year1, month, first), v.valid_day(year2, month2, last)
        if not a or not b or a >= b:
            return None
        if self._get(match, "and") and (b - a).days == 1:
            reading = v.interval(a.isoformat(), b.isoformat(), ground=ground)
        elif self._get(match, "and") and not _BETWEEN.match(match[0]):
            text = f"{{{a.isoformat()},{b.isoformat()}}}"
            return Reading(text, f"{a.isoformat()}/{b.isoformat()}", ground=ground)
        else:
            reading = v.interval(a.isoformat(), b.isoformat(), ground=ground)
        return reading

    def month(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a month, its year given or meant, and whether its beginning or end."""
        month, year = self._month(match), self._year(match)
        ground = "stated"
        if not year:
            year = self._listed_year(match)
        if not year:
            year, ground = self._directed_year(match, ref, month)
        if not month:
            return None
        if not year:
            return self._modified(Reading("", f"XXXX-{month:02d}", ground=""), match)
        found = self._modified(v.month(year, month, ground=ground), match)
        start = match.start("x") if "x" in match.re.groupindex else match.start()
        is_limit = found is not None and found.modifier == "end"
        if found and is_limit and _BEFORE.search(match.string[:start]):
            return replace(found, edtf=f"../{found.edtf}")  # "before the end of March"
        return found

    def until_month(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read "until the end of a month": at any time up to it."""
        found = self.month(match, ref)
        return replace(found, edtf=f"../{found.edtf}") if found and found.edtf else found

    def _directed_year(self, match: re.Match[str], ref: Reference, month: int) -> tuple[int, str]:
        direction = self.t.directions.get(self._get(match, "dir"))
        now, ground = ref.then() if direction in (2, 3) else ref.now()
        if direction is None or now is None:
            return self.meant_year(ref, month)
        if direction in (-1, 2):
            return now.year - (month >= now.month), ground
        if direction in (1, 3):
            return now.year + (month <= now.month), ground
        return now.year, ground

    def months(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a run of months."""
        first, last, year = self._month(match), self._month(match, "m2"), self._year(match)
        ground = "stated"
        if not year:
            year, ground = self.meant_year(ref, last)
        year1 = self._year(match, "y1") or year - (first > last)
        if not year or (first == last and year1 == year):
            return None
        a, b = f"{year1:04d}-{first:02d}", f"{year:04d}-{last:02d}"
        return v.interval(a, b, ground=ground) if a < b else None

    def year(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a year, and whether its beginning or end."""
        number = self._year(match)
        found = self._modified(v.year(number), match) if number else None
        if found and found.modifier == "end" and _BEFORE.search(match.string[: match.start()]):
            return replace(found, edtf=f"../{number:04d}-12-31")  # "before the end of 2018"
        return found

    def year_of(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a year that says which thing is meant: «договор 1991 года»."""
        ref.is_background = True
        return self.year(match, ref)

    def years(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a run of years; the second may lack its century."""
        first, second = self._year(match), self._get(match, "y2")
        last = int(f"{first:04d}"[: 4 - len(second)] + second)
        return v.interval(f"{first:04d}", f"{last:04d}") if last > first else None

    def decade(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read ten years: "1990s", "the nineties"."""
        text = self._get(match, "y")
        if not text:
            # "The noughties" are of this century, the other tens of the last one.
            tens = self._number(match)
            return (
                None
                if tens is None
                else self._modified(v.decade(1900 + tens if tens else 2000), match)
            )
        number = self._year(match)
        return self._modified(v.decade(number), match)

    def century(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a century by an ordinal or a Roman number."""
        text = self._get(match, "o")
        number = self.t.ordinals.get(text) or roman(text) or int(re.sub(r"\D", "", text) or 0)
        return self._modified(v.century(number), match) if 1 <= number <= 21 else None

    def season(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a season, its year given or meant."""
        code = self.t.seasons.get(self._get(match, "s"))
        year, ground = self._year(match), "stated"
        if code is None:
            return None
        if year:
            return self._modified(v.season(year, code), match)
        year, ground = self._meant_season(match, ref, code)
        if not year:
            return None
        return self._modified(v.season(year, code, ground=ground), match)

    def _meant_season(self, match: re.Match[str], ref: Reference, code: int) -> tuple[int, str]:
        direction = self.t.directions.get(self._get(match, "dir"))
        first_month = {21: 3, 22: 6, 23: 9, 24: 12}[code]
        if direction == 3 or (direction == 1 and ref.is_narrative and ref.is_told):
            year, month = ref.last[0], ref.last[1] or ref.last_season or 12
            return (year + (first_month <= month), "text") if year else (0, "")
        if ref.is_narrative and direction not in (-1, 0, 1):
            return ref.last[0], "text"
        now, ground = ref.now()
        if now is None:
            return 0, ""
        begun = now.month >= first_month or (code == 24 and now.month < 3)
        over = now.month >= first_month + 3 and code != 24
        year = now.year - (code == 24 and now.month < 3)
        if direction in (-1, 2):
            return year - (not over if code != 24 else True) * 1, ground
        if direction in (1, 3):
            return year + ((begun and code != 24 and 1) or 0), ground
        # "They waited until spring" is told of the past; "before the summer" of the next one.
        is_waited = ref.is_told and self._get(match, "to") in ("until", "till")
        if (self._get(match, "to") and not is_waited) or (ref.is_future and direction is None):
            return year + over, ground
        if not begun and not ref.is_future and direction is None:
            return year - 1, ground
        return year, ground

    def quarter(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a quarter or half of a year."""
        text = self._get(match, "o")
        number = self.t.ordinals.get(text) or int(re.sub(r"\D", "", text) or 0) or roman(text)
        year, ground = self._year(match), "stated"
        if not year:
            now, ground = ref.now()
            year = now.year if now else 0
            direction = self.t.directions.get(self._get(match, "dir"), 0)
            year += {-1: -1, 2: -1, 1: 1, 3: 1}.get(direction, 0) if year else 0
            if now and not ref.is_future and number > (now.month - 1) // 3 + 1 and not direction:
                year -= self._get(match, "half") == ""
        if not year or not number:
            return None
        if self._get(match, "half"):
            return v.half(year, number, ground=ground) if number <= 2 else None
        return v.quarter(year, number, ground=ground) if number <= 4 else None

    # --- counted from the day of publication, or from the date named last -----------------------

    def offset(self, days: int, *, then: bool = False, hint: str = "") -> Reader:
        """Return a reader of a word such as "yesterday"."""

        def read(match: re.Match[str], ref: Reference) -> Reading | None:
            ref.is_word = not then
            start, ground = ref.then() if then else ref.now()
            if then and days < 0 and ref.focus and not (ref.is_narrative or ref.goes_on):
                start, ground = ref.focus, "text"
                return v.day(start + timedelta(days), ground=ground, hint=hint)
            after = ref.day_before() if then and days > 0 else None
            if after is not None:
                start, ground = after, "text"
            is_vague = start is None or (then and ground == "text" and not ref.last[2])
            is_ahead = start is not None and ref.published is not None and start > ref.published
            if start is None or (is_vague and after is None) or (then and ref.is_told and is_ahead):
                return Reading("", "", kind="vague", ground="", hint=hint)
            return v.day(start + timedelta(days), ground=ground, hint=hint)

        return read

    def relative(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read "last month", "this week", "next year", "the previous day"."""
        unit = self.t.units.get(self._get(match, "u"))
        direction = self.t.directions.get(self._get(match, "dir"), 0)
        if unit is None:
            return None
        if direction == 1 and ref.is_narrative and ref.is_told:
            direction = 3  # «в следующем году они ушли»: told of the year after
        is_of_story = not self._get(match, "dir") and ref.is_narrative and unit in ("month", "year")
        start, ground = ref.then() if direction in (2, 3) or is_of_story else ref.now()
        named = {"day": 3, "week": 3, "weekend": 3, "month": 2, "quarter": 2, "season": 2}
        if direction in (2, 3) and ground == "text" and not ref.last[named.get(unit, 1) - 1]:
            start, ground = ref.now()
        if start is None:
            return Reading("", "", ground="")
        steps = {-1: -1, 0: 0, 1: 1, 2: -1, 3: 1}[direction]
        is_told = unit == "weekend" and direction == 0 and not ref.is_future
        is_early = start.weekday() < (2 if self._get(match, "dir") and not ref.is_told else 5)
        if is_told and is_early:
            steps = -1  # "over the weekend", said on a Monday
        try:
            value = v.shifted(start, unit, steps)
        except OverflowError:
            return None
        hint = {-1: "past", 1: "future"}.get(direction, "")
        return self._modified(v.unit_of(value, unit, ground=ground, hint=hint), match)

    def ago(self, sign: int, *, then: bool = False) -> Reader:
        """Return a reader of "two weeks ago", "in three days", "a year earlier"."""

        def read(match: re.Match[str], ref: Reference) -> Reading | None:
            unit = self.t.units.get(self._get(match, "u"))
            number = self._number(match) if self._get(match, "n") else 1
            start, ground = ref.then() if then else ref.now()
            if unit is None or number is None:
                return None
            if unit in ("hour", "minute", "second"):
                near = start if start and number <= 12 else None
                return (
                    v.day(near, ground=ground)
                    if near
                    else v.vague("past" if sign < 0 else "future")
                )
            if then and ref.aside is not None and ref.aside_sentence == ref.sentence:
                start, ground = ref.aside, "text"  # "set up on 16 May 2014, it grew a year later"
            is_lost = then and sign > 0 and ref.is_told and ground == "published"
            if start is None or is_lost:  # "two days later he died", and no day was named
                return Reading("", "", ground="")
            try:
                value = v.shifted(start, unit, sign * number)
            except OverflowError:
                return None
            named = {"day": 2, "week": 2, "month": 1}.get(
                unit, 0
            )  # as exact as what it counts from
            if then and ground == "text" and not ref.last[named]:
                return Reading("", "", ground="")
            hint = "past" if sign < 0 else "future"
            return v.unit_of(value, unit, ground=ground, hint="" if then else hint)

        return read

    def later(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read «через две недели»: from now, but in a story from the day it has just named."""
        unit = self.t.units.get(self._get(match, "u"))
        named = ref.last[1 if unit in ("month", "year") else 2]  # as exact as what is counted
        is_near = ref.last_sentence == ref.sentence and bool(named)
        is_story = (is_near and not ref.is_future) or (ref.is_narrative and ref.is_told)
        return self.ago(1, then=is_story)(match, ref)

    def span(self, sign: int) -> Reader:
        """Return a reader of "the past two weeks" and "the coming days"."""

        def read(match: re.Match[str], ref: Reference) -> Reading | None:
            unit = self.t.units.get(self._get(match, "u"))
            number = self._number(match) if self._get(match, "n") else None
            start, ground = ref.now()
            if unit is None or unit in ("hour", "minute", "second"):
                return v.vague("past" if sign < 0 else "future")
            timex = v.duration(str(number) if number else "X", unit).timex
            hint = "past" if sign < 0 else "future"
            if sign > 0 and number and ref.is_narrative and ref.is_told:
                ref.go_on(unit, number)  # "the next three years it lay idle"
                return v.duration(str(number), unit)
            if start is None:
                return Reading("", timex, ground="", hint=hint)
            if number is None:
                edtf = f"../{start.isoformat()}" if sign < 0 else f"{start.isoformat()}/.."
                letter = "PAST_REF" if sign < 0 else "FUTURE_REF"
                return Reading(edtf, letter, ground=ground, hint=hint, lasting=True)
            other = v.shifted(start, unit, sign * number)
            first, last = sorted([start, other])
            edtf = f"{first.isoformat()}/{last.isoformat()}"
            return Reading(edtf, timex, ground=ground, hint=hint, lasting=True)

        return read

    def weekday(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a weekday: the last one, or the next where words or the tense say so."""
        number = self.t.weekdays.get(self._get(match, "w"))
        direction = self.t.directions.get(self._get(match, "dir"))
        now, ground = ref.now()
        if number is None:
            return None
        if now is None:
            return Reading("", f"XXXX-WXX-{number + 1}", ground="")
        back = (now.weekday() - number) % 7
        ahead = (number - now.weekday()) % 7
        if self._get(match, "since") and direction is None:
            value = now - timedelta(back)
        elif direction in (-1, 2):
            value = now - timedelta(back or 7)
        elif direction in (1, 3):
            value = now + timedelta(ahead or 7)
        elif direction == 0:
            value = now + timedelta(number - now.weekday())
        elif ref.is_future or ref.is_agenda or (self._get(match, "by") and not ref.is_told):
            value = now + timedelta(ahead)
        else:
            value = now - timedelta(back)
        return v.day(value, ground=ground)

    def eve(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read "on the eve" with nothing after it: before the day named last, no one says when."""
        start, ground = (ref.focus, "text") if ref.focus else ref.then()
        if start is None:
            return v.from_event()
        text = start.isoformat()
        return Reading(f"/{text}", text, kind="event", ground=ground, hint="past")

    # --- no date --------------------------------------------------------------------------------

    def duration(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a length of time."""
        unit = self.t.units.get(self._get(match, "u"))
        number = self._number(match) if self._get(match, "n") else None
        if unit is None or unit == "season":
            return None
        return v.duration(str(number) if number is not None else "X", unit)

    def every(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a time that returns."""
        if weekday := self._get(match, "w"):
            return v.every(f"XXXX-WXX-{self.t.weekdays[weekday] + 1}")
        if self._get(match, "s"):
            return v.every("year")
        unit = self.t.units.get(self._get(match, "u"))
        return v.every(unit) if unit else Reading("", "", kind="set")

    def month_of_year(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a month, or a day of it, of the year before, this or after."""
        direction = self.t.directions.get(self._get(match, "dir"), 0)
        is_told = direction in (2, 3) or (direction == 1 and ref.is_narrative and ref.is_told)
        now, ground = ref.then() if is_told else ref.now()
        if now is None:
            return Reading("", "", ground="")
        step = {-1: -1, 2: -1, 1: 1, 3: 1}.get(direction, 0)
        year, month, day = now.year + step, self._month(match), 0
        if "d" in match.re.groupindex and match["d"]:
            day = self._day(match)
        value = v.valid_day(year, month, day or 1)
        if value is None:
            return None
        if day:
            return v.day(value, ground=ground)
        return self._modified(v.month(year, month, ground=ground), match)

    @staticmethod
    def part_of_hour(match: re.Match[str], ref: Reference) -> Reading:
        """Return a quarter of an hour or half of one, a length without a date."""
        is_half = re.search("half|demi|пол", match[0], re.IGNORECASE)
        return Reading("", "PT30M" if is_half else "PT15M", kind="duration")

    @staticmethod
    def half_year_ago(match: re.Match[str], ref: Reference) -> Reading:
        """Return the month half a year before publication."""
        start, ground = ref.now()
        if start is None:
            return Reading("", "", ground="")
        value = v.shifted(start, "month", -6)
        return v.month(value.year, value.month, ground=ground, hint="past")

    @staticmethod
    def half_year() -> Reading:
        """Return half a year, a length without a date."""
        return v.duration("6", "month")

    def season_of_year(self, match: re.Match[str], ref: Reference) -> Reading | None:
        """Read a season of the year before, this or after: the year, not the season, is beside."""
        direction = self.t.directions.get(self._get(match, "dir"), 0)
        now, ground = ref.now()
        code = self.t.seasons[self._get(match, "s")]
        if now is None:
            return Reading("", "", ground="")
        return v.season(now.year + {-1: -1, 1: 1}.get(direction, 0), code, ground=ground)

    @staticmethod
    def every_unit(unit: str) -> Reading:
        """Return a time that returns once a unit."""
        return v.every(unit)

    @staticmethod
    def vague(direction: str) -> Reader:
        """Return a reader of a word that says past, present or future."""
        return lambda match, ref: v.vague(direction)

    @staticmethod
    def blank(kind: str = "event") -> Reader:
        """Return a reader of words that give no date by themselves."""
        return lambda match, ref: Reading("", "", kind=kind)

    @staticmethod
    def fixed(month: int, day: int, readers: Readers) -> Reader:
        """Return a reader of a day of the calendar that has a name."""

        def read(match: re.Match[str], ref: Reference) -> Reading | None:
            year, ground = readers._year(match), "stated"
            if not year:
                year, ground = readers.meant_year(ref, month, day)
            return v.day(date(year, month, day), ground=ground) if year else v.from_event()

        return read

    @staticmethod
    def feast(days: int, readers: Readers) -> Reader:
        """Return a reader of a day so many days from Easter."""

        def read(match: re.Match[str], ref: Reference) -> Reading | None:
            year, ground = readers._year(match), "stated"
            if not year:
                year, ground = readers.meant_year(ref, 4, 10)
            value = v.easter(year) + timedelta(days) if year else None
            return v.day(value, ground=ground) if value else v.from_event()

        return read

    def within(self, reading_of: str) -> Reader:
        """Return a reader of an end counted inside the period that was named last.

        ``year-end`` is "before the year was out"; ``month-end`` and ``week-end`` the same of a
        month and a week; ``turn`` the
        turn of a year; ``season`` a season "that" year.
        """

        def read(match: re.Match[str], ref: Reference) -> Reading | None:
            start, ground = ref.then() if ref.is_narrative else ref.now()
            if start is None:
                return Reading("", "", ground="")
            if reading_of == "year-end":
                return Reading(f"../{start.year:04d}-12-31", f"{start.year:04d}", ground=ground)
            if reading_of == "week-end":
                last = start + timedelta(6 - start.weekday())
                return Reading(f"../{last.isoformat()}", last.isoformat(), ground=ground)
            if reading_of == "month-end":
                last = v.shifted(start.replace(day=1), "month", 1) - timedelta(1)
                return Reading(f"../{last.isoformat()}", last.isoformat()[:7], ground=ground)
            if reading_of == "turn":
                return Reading(
                    f"{start.year:04d}-12~/{start.year + 1:04d}-01~", f"{start.year:04d}-12",
                    ground=ground, lasting=True, modifier="approx",
                )  # fmt: skip
            code = self.t.seasons[self._get(match, "s")]
            return self._modified(v.season(start.year, code, ground=ground), match)

        return read


_BEFORE = re.compile(
    r"(?:\b(?:before|until|till|avant|jusqu['’]à)|(?<!\w)до)\s+(?:the\s+|la\s+)?\Z", re.IGNORECASE
)
_LISTED = re.compile(
    r"(?P<months>(?:,\s+(?:le\s+|en\s+)?|,?\s+(?:and|et|и)\s+(?:in\s+|en\s+|le\s+|в\s+)?)"
    r"(?:\d\d?\s+)?[^\W\d_]{3,}(?:\s+\d\d?,)?"
    r"(?:,?\s+(?:and|et|и)\s+(?:le\s+)?(?:\d\d?\s+)?[^\W\d_]{3,})?)\s+(?P<y>[12]\d{3})\b"
)
_BETWEEN = re.compile(r"between|entre|между", re.IGNORECASE)
_EVER = re.compile(
    r"\b(?:first|worst|best|most|least|only|\w{3,}(?<!for)(?<!inter)est|ha(?:s|ve|d)|never|n['’]t)\b",
    re.IGNORECASE,
)


def roman(text: str) -> int:
    """Return the number that Roman figures up to XXI write, or 0."""
    values = {"i": 1, "v": 5, "x": 10}
    text = text.lower().replace("х", "x").replace("і", "i")
    if not text or set(text) - set(values):
        return 0
    numbers = [values[c] for c in text]
    return sum(-n if n < m else n for n, m in zip(numbers, [*numbers[1:], 0], strict=True))
