"""English: words and rules of time."""

from chronotope.draft.lexicon import alternatives
from chronotope.draft.times._readers import Readers, Tables

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7,
    "august": 8, "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1,
    "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6, "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thurs": 3, "fri": 4,
}  # fmt: skip
UNITS = {
    **{w: u for u in ("day", "week", "month", "quarter", "year", "decade", "hour", "minute",
                      "second", "weekend") for w in (u, f"{u}s")},
    "century": "century", "centuries": "century", "night": "day", "nights": "day", "mo": "month",
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "a couple of": 2, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50,
    "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90, "hundred": 100,
}  # fmt: skip
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty-second": 22,
    "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25, "twenty-sixth": 26,
    "twenty-seventh": 27, "twenty-eighth": 28, "twenty-ninth": 29, "thirtieth": 30,
    "thirty-first": 31,
}  # fmt: skip
DIRECTIONS = {
    "last": -1, "past": -1, "this past": -1, "this": 0, "current": 0, "the current": 0,
    "this current": 0, "next": 1, "coming": 1, "this coming": 1, "the coming": 1, "upcoming": 1,
    "previous": 2, "preceding": 2, "prior": 2, "following": 3, "that": 0, "same": 0,
    "the previous": 2, "the following": 3,
}  # fmt: skip
PARTS = {
    "early": "start", "the beginning of": "start", "beginning of": "start", "the start of": "start",
    "start of": "start", "earlier": "start", "mid": "mid", "mid-": "mid", "middle of": "mid",
    "the middle of": "mid", "late": "end", "the end of": "end", "end of": "end", "later": "end",
    "the close of": "end", "around": "approx", "about": "approx", "circa": "approx",
    "approximately": "approx", "some time in": "approx",
}  # fmt: skip

r = Readers(Tables(MONTHS, WEEKDAYS, UNITS, NUMBERS, SEASONS, ORDINALS, DIRECTIONS, PARTS))
# "May", "March" and the short forms are words of other kinds as well: capital letters decide.
_LONG = "|".join(f.capitalize() for f in MONTHS if len(f) > 4 or f in ("may", "june", "july"))
_SHORT = "|".join(f.capitalize() for f in MONTHS if len(f) < 5 and f not in ("may", "june", "july"))
M = rf"(?:(?-i:(?P<m>(?:{_LONG})\b|(?:{_SHORT})\b))(?:(?<=\b[A-Z][a-z]{{2}})\.|(?<=Sept)\.)?)"
M2 = M.replace("?P<m>", "?P<m2>")
D = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|:|\.\d|%)"
D2 = r"(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)"
Y = r"(?P<y>[12]\d{3})(?![\d,]*\d)"
Y1 = r"(?P<y1>[12]\d{3})"
W = rf"(?P<w>{alternatives({k: v for k, v in WEEKDAYS.items() if k.endswith('day')})})"
WD = (
    rf"(?:(?:{alternatives({k: v for k, v in WEEKDAYS.items() if k.endswith('day')})}),?\s+"
    rf"(?:the\s+)?)?"
)
U = rf"(?P<u>{alternatives(UNITS)})\b"
N = (
    r"(?P<n>\d{1,3}(?!\d)|a couple of|an?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|hundred)"
)
FEW = r"(?:several|few|a few|many|some|recent)"
PART = (
    r"(?P<part>early|mid|late|(?:the )?(?:beginning|start|middle|end|close) of"
    r"|the (?:last|final|first|opening|closing) (?:days|weeks) of)"
)
DASH = r"\s*(?:-|–|—|to|through|until|till)\s*"
SEASON = rf"(?P<s>{alternatives(SEASONS)})"
DAYTIME = r"(?:\s+(?:morning|afternoon|evening|night))?"
MEETING = (
    r"(?:negotiations|talks|meetings?|sessions?|summits?|elections?|votes?|visits?|wars?|attacks?|"
    r"conferences?|signing|ceasefire|truce|referendum|deadline)"
)

RULES = [
    # days
    ("day of a month and year", rf"\b{WD}{D}\s*(?:of\s+)?{M},?\s+{Y}", r.full),
    ("month, day and year", rf"\b{WD}{M}\s*{D},?\s+{Y}", r.full),
    (
        "day of a month in words",
        rf"\b{WD}the\s+(?P<d>{alternatives(ORDINALS)})\s+(?:day\s+)?of\s+{M}(?:,?\s+{Y})?",
        r.full,
    ),
    ("day of a month", rf"\b{WD}(?:the\s+)?{D}\s+(?:of\s+)?{M}", r.full),
    ("month and day", rf"\b{WD}{M}\s+(?:the\s+)?{D}", r.full),
    ("date in figures", r"\b(?P<y>[12]\d{3})-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b", r.iso),
    (
        "date in figures, one number no month",
        r"\b(?P<a>[0-3]?\d)[/.](?P<b>[0-3]?\d)[/.](?P<y>\d{4}|\d\d)\b",
        r.month_first,
    ),
    (
        "run of days",
        rf"\b(?:from\s+|between\s+)?{D}(?:{DASH}|\s*(?P<and>and|,)\s*){D2}\s+(?:of\s+)?{M}"
        rf"(?:,?\s+{Y})?",
        r.days,
    ),
    (
        "run of days",
        rf"\b(?:from\s+|between\s+)?{M}\s+{D}(?:{DASH}|\s*(?P<and>and|,)\s*){D2}(?:,?\s+{Y})?"
        r"(?!\s*(?:p\.?m|a\.?m|:))",
        r.days,
    ),
    (
        "run of days over two months",
        rf"\b(?:from\s+|between\s+)?{D}\s+{M}(?:,?\s+{Y1})?(?:{DASH}|\s+and\s+){D2}\s+{M2}(?:,?\s+{Y})?",
        r.days,
    ),
    (
        "run of days over two months",
        rf"\b(?:from\s+|between\s+)?{M}\s+{D}(?:,?\s+{Y1})?(?:{DASH}|\s+and\s+){M2}\s+{D2}(?:,?\s+{Y})?",
        r.days,
    ),
    # months
    ("month and year", rf"\b(?:{PART}[- ]?)?{M},?\s+(?:of\s+)?{Y}", r.month),
    (
        "run of months",
        rf"\b(?:from\s+|between\s+)?{M}(?:\s+{Y1})?(?:{DASH}|\s+and\s+){M2}\s+{Y}",
        r.months,
    ),
    (
        "month",
        rf"\b(?:{PART}[- ]?(?:of )?)?(?:(?P<dir>last|next|this|this past|this coming"
        rf"|the previous|the following)\s+)?"
        rf"(?-i:(?P<m>January|February|April|June|July|August|September|October|November|December"
        rf"|Sept|Oct|Nov|Dec|Jan(?! [A-Z])|Feb)\b)",
        r.month,
    ),
    (
        "month after a word of time",
        r"\b(?:(?:in|since|by|until|till|from|during|of|for|before|after|through|next|and)\s+)"
        r"(?P<x>(?:(?P<part>early|mid|late|(?:the )?(?:beginning|start|middle|end) of)[- ]?)?"
        r"(?:(?P<dir>last|next|this)\s+)?(?-i:(?P<m>March|May|Aug|Apr)\b))(?!\s+(?-i:[A-Z]))",
        r.month,
    ),
    (
        "month with a direction",
        r"\b(?P<part>early|mid|late)[- ]?(?-i:(?P<m>March|May))\b",
        r.month,
    ),
    (
        "month with a direction",
        r"\b(?P<dir>last|next|this|the following)\s+(?-i:(?P<m>March|May))\b",
        r.month,
    ),
    (
        "month of a year beside this one",
        rf"\b(?:{D}\s+)?{M}\s+(?:of\s+)?(?:the\s+)?(?P<dir>last|this|next|previous|following)\s+year\b",
        r.month_of_year,
    ),
    # seasons, quarters, years
    (
        "season and year",
        rf"\b(?:{PART}\s+)?(?:the\s+)?{SEASON}\s+(?:of\s+)?{Y}(?:[-–/]\d\d+)?",
        r.season,
    ),
    (
        "season",
        rf"\b(?:{PART}\s+)?(?P<dir>last|next|this|this past|this coming|the previous"
        rf"|the coming|the following)\s+{SEASON}\b",
        r.season,
    ),
    (
        "season of a year named before",
        rf"\b(?:(?P<part>early|mid|late)\s+)?that\s+{SEASON}\b",
        r.within("season"),
    ),
    (
        "season after a word of time",
        r"\b(?:in|during|since|over|throughout|(?P<to>before|until|till|by)|after)\s+(?P<x>(?:(?P<part>early|mid|late"
        r"|the end of|the beginning of)\s+)?"
        r"(?:the\s+)?(?P<s>spring|summer|autumn|winter))\b(?!\s+of)",
        r.season,
    ),
    (
        "season of a year beside this one",
        rf"\b(?:the\s+)?{SEASON}\s+of\s+(?P<dir>last|this|next)\s+year\b",
        r.season_of_year,
    ),
    (
        "quarter of a year",
        rf"\b(?:the\s+)?(?P<o>first|second|third|fourth|[1-4](?:st|nd|rd"
        rf"|th))[- ]quarter(?:\s+(?:of\s+)?{Y}|,\s+{Y.replace('?P<y>', '?P<yy>')})?",
        r.quarter,
    ),
    ("quarter of a year", rf"\bQ(?P<o>[1-4])(?:\s+(?:of\s+)?{Y})?\b", r.quarter),
    (
        "quarter",
        r"\b(?:the\s+)?(?P<dir>last|next|this|previous|current|coming)\s+(?P<u>quarter)\b",
        r.relative,
    ),
    (
        "half of a year",
        rf"\b(?:the\s+)?(?P<o>first|second)[- ](?P<half>half)\s+(?:of\s+)?"
        rf"(?:{Y}|(?P<dir>last|next|this)\s+year\b)",
        r.quarter,
    ),
    (
        "half of a year",
        r"\b(?:the\s+)?(?P<o>first|second)[- ](?P<half>half)\s+of\s+(?:the|this)\s+year",
        r.quarter,
    ),
    (
        "run of years",
        r"\b(?:from\s+|between\s+)?(?P<y>1[5-9]\d\d|20\d\d)"
        r"(?:\s*[-–—/]\s*|\s+to\s+|(?<=between \d{4})\s+and\s+)"
        r"(?P<y2>(?:1[5-9]|20)\d\d|\d\d)\b(?![-–/\d])",
        r.years,
    ),
    (
        "decade",
        rf"\b(?:the\s+)?(?:{PART}[- ]?(?:the\s+)?)?(?P<y>(?:1[5-9]|20)\d0)(?:'|’)?s\b",
        r.decade,
    ),
    (
        "decade",
        r"\b(?:the\s+)?(?:(?P<part>early|mid|late)[- ]?)?(?P<n>twenties|thirties|forties"
        r"|fifties|sixties|seventies|eighties|nineties)\b",
        r.decade,
    ),
    (
        "century",
        rf"\b(?:the\s+)?(?:{PART}[- ]?(?:the\s+)?)?(?P<o>\d\d?(?:st|nd|rd|th)"
        rf"|{alternatives(ORDINALS)})[- ]century\b",
        r.century,
    ),
    (
        "year",
        rf"\b(?:{PART}[- ]?|(?P<dir>fiscal )|the year )?(?P<y>1[0-9]\d\d"
        rf"|20\d\d)(?![\d,.]*\d|\s*(?:%|percent|people|troops|soldiers|"
        r"dollars|euros|rubles|men|km|kilomet|miles|tons|tonnes|metres|meters|students|members|copies|votes|jobs|workers|homes|refugees|deaths|civilians|fighters|prisoners|letters|islanders|shares|points|degrees|yards|feet|acres|pounds))(?<![$€£#]\d{4})",
        r.year,
    ),
    # counted from publication
    ("word of a day", r"\btoday\b", r.offset(0)),
    ("word of a day", r"\bthe day before yesterday\b", r.offset(-2)),
    ("word of a day", r"\byesterday(?:\s+(?:morning|afternoon|evening))?\b", r.offset(-1)),
    (
        "the day named",
        r"\b(?:later (?:that|in the|the same) day|that (?:same )?(?:evening|night"
        r"|afternoon|morning))\b",
        r.offset(0, then=True),
    ),
    ("part of the month named", r"\b(?P<part>early|late) in the (?P<u>month|year)\b", r.relative),
    ("word of a day", r"\blast night\b", r.offset(-1)),
    ("word of a day", r"\bthe day after tomorrow\b", r.offset(2)),
    ("word of a day", r"\btomorrow(?:\s+(?:morning|afternoon|evening|night))?\b", r.offset(1)),
    ("word of a day", r"\b(?:tonight|this (?:morning|afternoon|evening))\b", r.offset(0)),
    (
        "day before or after the date named last",
        r"\b(?:the (?:day before|previous day|preceding day"
        r"|previous evening))(?!\s+(?:yesterday|the|his|her|their|its|[A-Z]))\b",
        r.offset(-1, then=True),
    ),
    ("eve", r"\bon the eve(?! of)\b", r.eve),
    ("eve of something", r"\bon the eve of\b", r.blank("event")),
    (
        "day before or after the date named last",
        r"\b(?:the (?:next|following) (?:day|morning)|a day later|the day after)\b",
        r.offset(1, then=True),
    ),
    ("day named last", r"\b(?:the |that )(?:same|very) day\b|\bthat day\b", r.offset(0, then=True)),
    (
        "week, month or year beside this one",
        r"\b(?:(?P<part>early|earlier|mid|late|later|(?:the )?(?:beginning|start|middle"
        r"|end) of)[- ]?)?(?:the\s+)?(?P<dir>last|this past|this coming|this current|this"
        r"|next|coming|upcoming|current|previous|preceding|prior|following)\s+"
        r"(?P<u>week|month|year|quarter|decade|century|weekend)\b(?!['’]s (?:end|old)|\s+old)",
        r.relative,
    ),
    (
        "week, month or year beside this one",
        r"\b(?:over|at|during|on)\s+(?P<x>the\s+(?P<u>weekend))\b(?!\s+of)",
        r.relative,
    ),
    (
        "day of this month",
        r"\bthe\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)\s+of\s+(?:the(?:\s+same)?|that|(?P<dir>this|last|next))"
        r"\s+month\b",
        r.day_of_month,
    ),
    (
        "day of the month named last",
        r"\bthe\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)(?=[,;:.)]|\s+and\b|\Z)",
        r.day_alone,
    ),
    (
        "part of this year",
        r"\b(?P<part>(?:the )?(?:beginning|start|middle|end) of)\s+the\s+(?P<u>year|month"
        r"|week|decade)\b",
        r.relative,
    ),
    (
        "week, month or year of the date named last",
        r"\b(?:the|that) same (?P<u>week|month|year)\b|\bthat (?P<uu>month|year)\b",
        r.blank("vague"),
    ),
    (
        "so long ago",
        rf"\b(?:(?:about|around|some|almost|nearly|just|only)\s+)?{N}\s+{U}\s+ago\b",
        r.ago(-1),
    ),
    (
        "longer ago than",
        rf"\b(?:(?:more than|over|at least)\s+{N}\s+{U}|half a (?:century|decade))\s+ago\b",
        r.vague("past"),
    ),
    ("night", r"\b(?:in|during) the (?P<x>night)\b(?! of)", r.vague("past")),
    ("so long ago", rf"\b(?:several|a few|many|some)\s+{U}\s+ago\b", r.vague("past")),
    (
        "so long before or after",
        rf"\b{N}\s+{U}\s+(?:earlier|previously|(?:before|prior)\b(?!\s+(?:the|a|his|her|its|their)\b))\b",
        r.ago(-1, then=True),
    ),
    (
        "so long before or after",
        r"\bthe\s+(?P<u>week|month|year)\s+(?:before|earlier)\b(?!\s+(?:last|the|a|his|her|its|their)\b)",
        r.ago(-1, then=True),
    ),
    ("so long before or after", rf"\b{N}\s+{U}\s+(?:later|afterwards?|on)\b", r.ago(1, then=True)),
    (
        "so long ahead",
        rf"\b(?<!with)in\s+(?:about\s+)?(?P<x>{N}\s+(?P<u>days?|weeks?|months?|years?|hours?)(?:['’]\s*time)?)\b(?!\s+of|['’]s)",
        r.in_so_long,
    ),
    (
        "past or coming stretch",
        rf"\b(?:the\s+)?(?<!to )(?<!not )(?<!will )(?<!would )(?<!could )(?<!might )"
        rf"(?:last|past|previous|recent)\s+(?:{N}|{FEW})\s+{U}",
        r.span(-1),
    ),
    (
        "past or coming stretch",
        r"\b(?:in\s+)?(?P<x>recent\s+(?P<u>days|weeks|months|years|decades|hours))\b",
        r.span(-1),
    ),
    (
        "past or coming stretch",
        r"\b(?:the\s+)?past\s+(?P<u>week|month|year|decade|century)\b",
        r.span(-1),
    ),
    (
        "past or coming stretch",
        r"\b(?:the\s+)?(?:last|past)\s+(?P<u>days|weeks|months|years|decades|hours)\b(?! of\b)",
        r.span(-1),
    ),
    ("past or coming stretch", rf"\b(?:the\s+)?(?:next|coming)\s+(?:{N}|{FEW})\s+{U}", r.span(1)),
    (
        "past or coming stretch",
        r"\b(?:(?<=the )|)(?P<x>(?:coming|next|upcoming)\s+(?P<u>days|weeks|months|years"
        r"|decades|hours))\b",
        r.span(1),
    ),
    (
        "weekday",
        rf"\b(?:(?:(?P<since>(?:said|says|told|reported|announced|added|stated"
        rf"|since)(?:\s+(?:in\s+[\w ]{{1,25}}\s+)?on)?)|(?P<by>by|until|before))\s+)?"
        rf"(?P<x>(?:(?P<dir>last|this past|this coming|this|next|coming|previous"
        rf"|following)\s+)?{W}\b{DAYTIME})",
        r.weekday,
    ),
    (
        "weekday of a week beside this one",
        rf"\b{W}\s+(?:of\s+)?(?P<dir>last|next)\s+week\b",
        r.weekday,
    ),
    # names of days
    ("day with a name", rf"\b(?-i:Good Friday)(?! [A-Z])(?:,? {Y})?", r.feast(-2, r)),
    ("day with a name", rf"\b(?-i:Easter(?: Sunday)?)(?! [A-Z])(?:,? {Y})?", r.feast(0, r)),
    ("day with a name", rf"\b(?-i:Easter Monday)(?:,? {Y})?", r.feast(1, r)),
    ("length of time", r"\b(?:half an|a quarter of an) hour\b", r.part_of_hour),
    ("day with a name", rf"\bChristmas(?: Day)?(?:,? {Y})?\b", r.fixed(12, 25, r)),
    ("day with a name", rf"\bChristmas Eve(?:,? {Y})?\b", r.fixed(12, 24, r)),
    ("day with a name", rf"\bNew Year['’]s Eve(?:,? {Y})?\b", r.fixed(12, 31, r)),
    ("day with a name", rf"\bNew Year['’]s Day(?:,? {Y})?\b", r.fixed(1, 1, r)),
    (
        "day with a name",
        r"\b(?-i:(?:Victory|Independence|Bastille|Labou?r|Armistice|Remembrance|Republic"
        r"|National|Memorial|Thanksgiving|Veterans|Constitution|Unity)) Day\b",
        r.blank("event"),
    ),
    (
        "anniversary",
        r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|tenth|[a-z]+tieth) anniversary\b",
        r.blank("event"),
    ),
    # within the period named last
    ("turn of a year", r"\bthe turn of the year\b", r.within("turn")),
    (
        "before a year was out",
        r"\bbefore the (?:year was out|end of the year|year['’]s end)\b"
        r"|\bby year['’]?s?[- ]end\b",
        r.within("year-end"),
    ),
    (
        "before a month was over",
        r"\bbefore (?:that|the) month was (?:over|out)\b",
        r.within("month-end"),
    ),
    # lengths and returns
    (
        "length of time",
        rf"\b{N}[- ](?P<u>days?|weeks?|months?|years?|hours?|minutes?|decades?|centuries"
        rf"|quarters?|seconds|nights)\b(?!\s*[- ]old|\s+ago|['’]?s?\s+time)",
        r.duration,
    ),
    (
        "length of time",
        r"\b(?:several|a few|many|few|some)\s+(?P<u>days|weeks|months|years|hours|minutes"
        r"|decades|centuries)\b",
        r.duration,
    ),
    (
        "length of time",
        r"\b(?:for|over|during|after)\s+(?P<x>(?P<u>days|weeks|months|years|decades|hours|centuries))\b",
        r.duration,
    ),
    (
        "time that returns",
        rf"\b(?:every|each)\s+(?:(?P<u>day|week|month|quarter|year|hour|weekend)|{SEASON}|{W})\b",
        r.every,
    ),
    ("time that returns", r"\b(?:annually|annual|yearly)\b", lambda m, ref: r.every_unit("year")),
    (
        "time that returns",
        rf"\b(?:twice|{N} times)\b(?!\s+(?:as|more|higher|larger|over|the))",
        r.blank("set"),
    ),
    ("time that returns", r"\b(?:monthly)\b", lambda m, ref: r.every_unit("month")),
    ("time that returns", r"\b(?:weekly)\b", lambda m, ref: r.every_unit("week")),
    ("time that returns", r"\b(?:daily)\b", lambda m, ref: r.every_unit("day")),
    ("time that returns", r"\b(?:quarterly)\b", lambda m, ref: r.every_unit("quarter")),
    (
        "rhythm",
        r"\b(?<=The )regular(?= (?:meeting|session|round))|(?<=the )regular(?= (?:meeting"
        r"|session|round))",
        r.blank("set"),
    ),
    # direction only
    (
        "word of the past",
        r"\b(?:recently|lately|previously|formerly|in the past|once upon a time)\b",
        r.vague("past"),
    ),
    (
        "word of the past",
        r"(?<![\w-])earlier(?!\s+(?:than|this|in|on|today|that|last))\b",
        r.vague("past"),
    ),
    (
        "word of the present",
        r"\b(?:now|currently|at present|nowadays|these days|at the moment|at (?:this|that"
        r"|the same) time|in parallel)\b(?!-)",
        r.vague("present"),
    ),
    (
        "word of the future",
        r"\b(?:soon|shortly|in the future|near future|foreseeable future)\b",
        r.vague("future"),
    ),
    (
        "from an event",
        rf"\b(?:before|after|ahead of|since|following)\s+(?:the\s+)?{MEETING}\b",
        r.blank("event"),
    ),
    (
        "from an event",
        r"\bafter\s+(?-i:[A-Z]\w+)\s+(?:withdrew|left|signed|refused|invaded|annexed|joined|quit)\b",
        r.blank("event"),
    ),
]

TRIGGER = (
    r"\d|day|week|month|year|decade|centur|quarter|half|morning|evening|night|noon|hour|minute|now\b|"
    r"current|present|recent|earlier|later|late\b|early|soon|shortly|ago|eve\b|previous|former|past|"
    r"future|next|last|before|after|ahead|since|time|parallel|regular|annual|christmas|easter|anniversary|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter|ties\b|tomorrow|moment"
)
FUTURE = (
    r"\b(?:will|shall|would|if|unless|['’]ll|going to|plans? to|planned|due to|scheduled"
    r"|expected|to be held|"
    r"is to|are to|set to|upcoming|hopes?|intends?|(?:promis|propos)(?:ing|es)|"
    r"(?:suggest|demand|request|recommend)(?:ing|s)|"
    r"vow(?:ing|s)|pledg(?:ing|es))\b"
)
PAST = (
    r"\b(?:\w{2,}ed|said|told|was|were|had|has been|met|went|came|left|began|took|gave|made|won|"
    r"lost|held|sent|wrote|found|saw|fell|rose|became|spoke|struck|broke|led|flew|signed|says)\b"
)
DUE = (
    r"\b(?:by|until|till|no later than|not before)\s+(?:the\s+)?"
    r"(?:late\s+|early\s+|end of\s+)?"
    r"(?:\Z|(?=\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
# The present of what is done on a day: with a weekday and no past beside it, the coming one.
AGENDA = (
    r"\b(?:meets?|gathers?|convenes?|begins?|opens?|resumes?|votes?|hosts?|receives?|arrives?|"
    r"travels?|visits?|sits?|expires?|ends?|lapses?|falls? due"
    r"|(?:takes?|comes?) (?:effect|into force))\b"
)
# What says which thing is meant, and moves no story back: "the treaty of 1972", "since 1979".
SINCE = r"\b(?:since|of|from|dating (?:from|to))\s+(?:the\s+)?(?:early |late |mid-?)?\Z"
BACKGROUND = SINCE
# A past of these looks ahead to the day that follows: "promised an answer by 15 December".
PROMISE = (
    r"\b(?:promis|pledg|vow|demand|ask|order|agree|commit|undertook|requir|want|has to|must"
    r"|announc|set|fix|call|invit|summon|propos|suggest|delay|postpon|put off|mov)\w*"
    r"|\bto (?!the\b|an?\b)[a-z]{2,}\b"
)
APPROX = r"\b(?:around|circa|approximately)\s+\Z"
PASSIVE = r"\b(?:be|been|being|is|are)\s+(?:not\s+)?\Z"
# A verb in the past or to come, by its form.
VERB = r"\b(?:will|shall|is to|are to)\s+\w+|" + PAST
# A future in which a language tells of the past: none here.
NARRATIVE = r"(?!)"
# What ends a clause: the tense of one says nothing of a date in the other.
JOINT = r"[,;:—–“”\"]|\b(?:that|which|who|while|but|because|although)\b"
