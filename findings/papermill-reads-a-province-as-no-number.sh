#!/usr/bin/env bash
# papermill 2.7.0: -p gives the notebook numbers where names were meant.
# Guess: -p place Nan hands over the text "Nan"; only what looks like 12 or 1.5 is a number.
# Came:  Nan (a province of Thailand) is the float nan, Inf is infinity, and the id 2019_09 is the
#        whole number 201909, for Python's own number forms are asked. -r keeps the text.
# Meets: whoever runs notebooks by event id, place or date from the command line.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check papermill==2.7.0
cd "$work"
cat > in.ipynb <<'NB'
{"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {"tags": ["parameters"]}, "outputs": [], "source": "place = month = ''"}],
 "metadata": {"kernelspec": {"display_name": "x", "language": "python", "name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}
NB
said() { "$work/env/bin/papermill" --prepare-only "$1" place Nan "$1" month 2019_09 in.ipynb out.ipynb 2>"$work/log" && grep -oE '(place|month) = [^",\\]*("[^"]*")?|(place|month) = \\"[^"]*"' out.ipynb | sort -u; }
typed=$(said -p); raw=$(said -r)
printf 'with -p:\n%s\nwith -r:\n%s\n' "$typed" "$raw"
grep -q "nan" <<<"$typed"; grep -q "201909" <<<"$typed"
grep -q "Nan" <<<"$raw"; grep -q "2019_09" <<<"$raw"
