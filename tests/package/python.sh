# The tests with another Python than that of .venv, on the wheel that it builds and the libraries
# that requirements.lock pins. Usage: sh tests/package/python.sh PYTHON [TESTS...]
# Left out: what needs a browser, and what takes long.
set -eu
python=$1
shift
env=build/$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
"$python" -m venv --clear "$env"
"$env/bin/python" -m pip install -qq --require-hashes --requirement requirements.lock
"$env/bin/python" -m hatchling build -t wheel -d "$env/wheel"
"$env/bin/python" -m pip install -qq --no-deps "$env"/wheel/*.whl
unset PYTHONPATH
# Not from src/: what is tested is what a person installs.
PYTHONSAFEPATH=1 "$env/bin/python" -m pytest -q -n 2 --dist loadfile -m "not slow and not browser" \
    ${@:-tests} --ignore tests/bench --ignore tests/browser
