#!/usr/bin/env bash
# nbconvert 7.17.2: a table that pandas made, sanitized, shows its tags; and a map in SVG is "without a description".
# Guess: sanitize_html takes out what runs and leaves paragraphs and tables; "alt" in an output's metadata is the alt of its picture.
# Came:  <p>, <th>, <thead>, <caption> and <figure> are shown as text, &lt;th&gt;, so a table has no heads any more; so are <time> and
#        <bdi>. Of one alt, in the same place, a PNG has it and an SVG says "No description has been provided for this image".
# Meets: whoever publishes notebooks of others safely, or maps for those who hear them: the one output is broken, the other mute.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check nbconvert==7.17.2 nbformat==5.11.1 ipython==9.18.1 pandas==3.1.1
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import nbformat.v4 as form
import pandas
from nbconvert import HTMLExporter

table = pandas.DataFrame({"day": ["2019-09-09"]})._repr_html_()
shown = [
    form.new_output("display_data", {"text/html": f"<p>Talks</p>{table}"}),
    form.new_output("display_data", {"image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"/>'}, metadata={"image/svg+xml": {"alt": "A map"}}),
    form.new_output("display_data", {"image/png": "iVBORw0KGgo="}, metadata={"image/png": {"alt": "A map"}}),
]
book = form.new_notebook(cells=[form.new_code_cell("1", outputs=shown)])
plain, clean = (HTMLExporter(sanitize_html=told, template_name="basic").from_notebook_node(book)[0] for told in (False, True))
print(clean[clean.index("Talks") - 20 :][:900])
assert "<p>Talks</p>" in plain and "<th>day</th>" in plain
assert "&lt;p&gt;Talks" in clean and "&lt;th&gt;day" in clean and "<th>" not in clean and "<table" in clean
assert plain.count('alt="A map"') == 1 and plain.count("No description has been provided") == 1
assert plain.index("No description") < plain.index('alt="A map"')
PY
