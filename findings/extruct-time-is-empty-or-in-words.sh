#!/usr/bin/env bash
# extruct 0.18.0: a date in <time> is lost in Microdata without the attribute, and in RDFa with it.
# Guess: the value of <time> is its datetime attribute, and its text where it has none, as HTML says
#        for Microdata and HTML+RDFa for RDFa.
# Came:  Microdata asks the attribute alone: <time>2019-09-09</time> is an empty text. RDFa asks the text
#        alone: <time datetime="2019-09-12">12 Sept</time> is "12 Sept". Microformats are read right.
# Meets: whoever harvests events from pages: which half of the dates is lost depends on the vocabulary.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check extruct==0.18.0 lxml_html_clean==0.4.6
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import extruct

TIMES = '<time {0}="startDate">2019-09-09</time><time {0}="endDate" datetime="2019-09-12">12 Sept</time>'
PAGE = (f'<div itemscope itemtype="https://schema.org/Event">{TIMES.format("itemprop")}</div>'
        f'<div vocab="https://schema.org/" typeof="Event">{TIMES.format("property")}</div>')
found = extruct.extract(PAGE, syntaxes=["microdata", "rdfa"], base_url="http://example.org/")
microdata = found["microdata"][0]["properties"]
event = next(item for item in found["rdfa"] if "https://schema.org/endDate" in item)
rdfa = {key: event[f"https://schema.org/{key}"][0]["@value"] for key in ("startDate", "endDate")}
print("extruct 0.18.0:", microdata, rdfa)
assert microdata == {"startDate": "", "endDate": "2019-09-12"}
assert rdfa == {"startDate": "2019-09-09", "endDate": "12 Sept"}
PY
