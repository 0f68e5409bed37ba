#!/usr/bin/env bash
# lxml 6.1.3 (isoschematron): a rule of Schematron that says what must not be finds nothing.
# Guess: validate() is False when a <report> fires, as it is when an <assert> fails; ISO Schematron has the two as one, turned round.
# Came:  True, and no word in the error log; only a Schematron made with error_finder=Schematron.ASSERTS_AND_REPORTS is False.
# Meets: whoever checks TEI or METS by the rules of a project: its <report>s, as TEI's own ODD uses them, are never heard.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check lxml==6.1.3
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from lxml import etree
from lxml.isoschematron import Schematron

RULES = '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="date">{}</rule></pattern></schema>'
letter = etree.fromstring("<letter><date>September</date></letter>")
kinds = {"assert": '<assert test="@when">no when</assert>', "report": '<report test="not(@when)">no when</report>'}
rules = {kind: etree.fromstring(RULES.format(rule)) for kind, rule in kinds.items()}
found = {kind: Schematron(rule, store_report=True).validate(letter) for kind, rule in rules.items()}
asked = Schematron(rules["report"], error_finder=Schematron.ASSERTS_AND_REPORTS).validate(letter)
heard = Schematron(rules["report"])
heard.validate(letter)
print("lxml", etree.__version__, found, "told to:", asked, "log:", list(heard.error_log))
assert found == {"assert": False, "report": True} and not asked and not list(heard.error_log)
PY
