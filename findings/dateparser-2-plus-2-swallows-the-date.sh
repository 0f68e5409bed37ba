#!/usr/bin/env bash
# dateparser 1.5.0: search_dates finds 2 February in "2+2", and then not the date that is there.
# Guess: "The 2+2 meeting in Moscow on 9 September 2019" has one date, 9 September 2019.
# Came:  one date, 2 February of the year of RELATIVE_BASE, from the words "The 2+2"; the other is
#        not found. "Ministers may meet" is a month of May, on the day of RELATIVE_BASE.
# Meets: whoever draws dates from texts on 2+2, 5+1 or 4+2 talks.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check dateparser==1.5.0
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import datetime

from dateparser.search import search_dates

settings = {"RELATIVE_BASE": datetime.datetime(2019, 9, 20)}


def found(text):
    dates = search_dates(text, languages=["en"], settings=settings)
    return [(words, str(day.date())) for words, day in dates]


talks = found("The 2+2 meeting in Moscow on 9 September 2019 and in March of next year.")
modal = found("Ministers may meet in the coming days.")
print("dateparser 1.5.0:", talks, modal)
assert talks == [("The 2+2", "2019-02-02")] and modal == [("may", "2019-05-20")]
PY
