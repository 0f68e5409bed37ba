# `make figures` and `make test` are the two commands of the README.
# A machine with Python 3.11 or newer, its venv module and make needs nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

export SOURCE_DATE_EPOCH := 1568030400
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# nbval starts one kernel a notebook; compiled bytecode halves their start. Python compiles what it
# imports, once: pip, told to compile, takes twice as long for files that mostly nobody imports.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: help environment figures test test-all test-installed suite types same-maps same-story lint lab notebooks browser bench stress others lock docs test-lowest test-python release data-card clean measure-draft speed-draft compare-draft

help:
	@echo "make figures   environment, then every figure and map into figures/"
	@echo "make test      environment, then lint, tests, notebooks (nbval); committed figures drawn again"
	@echo "make test-all  the same with every figure in every profile and language"
	@echo "make lab       JupyterLab on the notebooks"
	@echo "make notebooks re-run every notebook and store its outputs"
	@echo "make bench     benchmarks against the bare libraries"
	@echo "make stress    spoiled files, kills, hostile texts, full disks: docs/robustness.md"
	@echo "make others    what programs of others make of each export: docs/other-programs.md"
	@echo "make docs      the documentation site, into build/site/"
	@echo "make test-lowest  the tests with the lowest versions that pyproject.toml names"
	@echo "make test-python PYTHON=python3.13  the tests with another Python, on the built wheel"
	@echo "make release   wheel, sdist, checksums and SBOM, into dist/"
	@echo "make lock      write requirements.lock and environment.yml from pyproject.toml"

environment: $(STAMP)

# pip works on one core: two of them take half of the lock each, which names all that is needed.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "chronotope needs Python 3.11 or newer; set PYTHON=")'
	@echo "Installing the libraries of requirements.lock into $(VENV): some minutes, nothing else is said."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	awk '/^[^ #]/ { n++ } { print > ("$(VENV)/lock-" n % 2 ".txt") }' requirements.lock
	printf '0\n1\n' | xargs -P 2 -I @ $(BIN)/python -m pip install -qq --no-compile --no-deps --require-hashes --requirement $(VENV)/lock-@.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	touch $@

figures: environment
	$(BIN)/chronotope figures
	$(BIN)/chronotope maps
	$(BIN)/chronotope story

test:
	$(MAKE) -j 2 environment browser
	$(MAKE) test-installed

# What `make test` checks once the environment is there (the conda job calls it with BIN=).
# On two cores: pages are drawn two at once; then tests, which often wait for a browser or a kernel,
# four at once beside mypy, and nbval runs the notebooks among them.
test-installed: browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) -j 2 same-maps same-story
	$(MAKE) -j 2 suite types

suite:
	$(BIN)/python -m pytest tests --nbval notebooks --ignore tests/bench -n 4 --dist loadscope --no-loadscope-reorder

types:
	$(BIN)/mypy

same-maps:
	$(BIN)/chronotope maps --compare

same-story:
	$(BIN)/chronotope story --compare

# Every figure in every profile and language, and all that `make test` takes a share of.
test-all:
	CHRONOTOPE_ALL_FIGURES=1 $(MAKE) test

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: environment
	$(BIN)/jupyter lab notebooks

notebooks: environment
	$(BIN)/python -m chronotope.publish.rerun notebooks/*.ipynb

browser:
	@sh tests/browser/install_chromium.sh

bench: environment
	$(BIN)/python -m pytest tests/bench -p benchmark --benchmark-only

stress: environment
	$(BIN)/python tests/stress/run.py $(STRESS)

others: browser environment
	$(BIN)/python tests/others/run.py

docs: environment
	$(BIN)/python docs/build.py build/site

test-lowest: environment
	sh tests/package/lowest.sh $(BIN)

test-python:
	sh tests/package/python.sh $(PYTHON)

# The SBOM lists what the release was tested with: every pin of the lock with its hashes.
release: environment
	$(BIN)/uv tool run --quiet --from cffconvert==2.0.0 cffconvert --validate --infile CITATION.cff
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	$(BIN)/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o dist/sbom.cdx.json requirements.lock
	cd dist && sha256sum *.whl *.tar.gz *.json > SHA256SUMS

lock:
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 --all-extras pyproject.toml --output-file requirements.lock
	$(BIN)/pyproject2conda yaml --pyproject pyproject.toml --extra notebooks --extra draft --extra layers --extra spark --extra docs --extra test --python-include "python>=3.11" --no-header --name chronotope --channel conda-forge --req "-e ." --output environment.yml --overwrite force

# How well the rules of the draft read, by language (--model asks the models of the extra too), and
# how far the two readers of the gold agree.
measure-draft: environment
	$(BIN)/python -m chronotope.draft.measure tests/draft/gold
	$(BIN)/python -m chronotope.draft.readers tests/draft/gold

# What reading takes without a model, in seconds of the processor, loading apart.
speed-draft: environment
	$(BIN)/python tests/bench/draft_speed.py

# What notebook 11 shows of the shipped article; it must lie where tests/draft/gold/ledgers.csv says.
compare-draft: environment
	$(BIN)/python -m chronotope.draft.measure tests/draft/gold --store

data-card: environment
	$(BIN)/chronotope card

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
