#!/usr/bin/env bash
# SaxonC-HE 13.1.1 and elementpath 5.1.4: one XPath, two lengths of the time across our era, two names of a year.
# Guess: days between xs:date('-0001-01-01') and xs:date('0001-01-01') are one number, and format-date
#        with [Y] [E] names the year by the same count.
# Came:  731 in Saxon, which has a year 0, and 366 in elementpath, which has none unless told xsd_version
#        "1.1"; -0043 is "43 BC" in Saxon, by the count that it does not use itself (elementpath 1.1: 44 bc).
#        The usual picture [Y0001]-[M01]-[D01] drops the sign in both: 0043-03-15.
# Meets: whoever dates antiquity in TEI: ages and printed years depend on the processor, and a stylesheet
#        that writes ISO dates moves 44 BC into our era.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check saxonche==13.1.1 elementpath==5.1.4 lxml==6.1.3
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import elementpath
from elementpath.xpath3 import XPath3Parser
from lxml import etree
from saxonche import PySaxonProcessor

DAYS = "days-from-duration(xs:date('0001-01-01') - xs:date('-0001-01-01'))"
YEAR = "format-date(xs:date('-0043-03-15'), '[Y] [E]')"
DAY = "format-date(xs:date('-0043-03-15'), '[Y0001]-[M01]-[D01]')"


def saxon(query):
    with PySaxonProcessor(license=False) as processor:
        return str(processor.new_xpath_processor().evaluate(query))


def element(query, version):
    node = etree.fromstring("<a/>")
    return str(elementpath.select(node, query, parser=XPath3Parser, xsd_version=version))


answers = [[f(query) for query in (DAYS, YEAR, DAY)] for f in (
    saxon, lambda query: element(query, "1.0"), lambda query: element(query, "1.1"))]
print("Saxon, elementpath 1.0, elementpath 1.1:", answers)
assert answers == [
    ["731", "43 BC", "0043-03-15"], ["366", "43 bc", "0043-03-15"], ["731", "44 bc", "0044-03-15"],
]
PY
