# The tests of reading, checking, drawing and writing, with the lowest versions that pyproject.toml
# names, in an environment of its own. Usage: sh tests/package/lowest.sh BIN, where BIN holds uv.
# Left out: what compares bytes with those of the pinned versions, what needs a browser, a JVM or
# the weights of a model.
set -eu
bin=$1
env=build/lowest
mkdir -p build
"$bin/uv" pip compile --quiet --resolution lowest-direct --python-version 3.11 --no-header --no-annotate \
    --extra edit --extra notebooks --extra draft --extra layers --extra test \
    pyproject.toml --output-file build/lowest.txt
"$bin/uv" venv --quiet --clear --python 3.11 "$env"
"$bin/uv" pip sync --quiet --python "$env" build/lowest.txt
"$bin/uv" pip install --quiet --no-deps --python "$env" --editable .
"$env/bin/python" -m pytest -q -n 2 --dist loadfile -m "not slow and not browser" \
    tests/dates tests/lang tests/world tests/dossier tests/draw tests/maps tests/figures \
    tests/formats tests/edit tests/draft tests/web tests/package
