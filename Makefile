# Everything a fresh machine needs is Python 3.11 or newer and make; packages come from PyPI, pinned by requirements.lock.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

DEMO       ?= build/demo
DEMO_SERVE ?= 1

SIZES ?= 1000 10000
LENGTH ?= article

.PHONY: help setup demo test test-fast check format docs assets quality bench bench-search lock clean

help:            ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(STAMP)  ## the virtual environment .venv, from the lock file

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Herodotus needs Python 3.11 or newer; $(PYTHON) is not. Say which one: make PYTHON=/path/to/python3.11 …" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP)   ## read seeds/, answer three questions, serve the graph (DEMO_SERVE=0 leaves the serving out)
	@rm -rf $(DEMO)
	@KG_WORKSPACE=$(DEMO) PATH="$(CURDIR)/$(BIN):$$PATH" DEMO_SERVE=$(DEMO_SERVE) sh demo.sh

test: $(STAMP)   ## all tests, by two processes, each file by one of them, those that take long first (HERODOTUS_LOOKS=all: in all looks)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-fast: $(STAMP) ## the tests that take seconds
	$(BIN)/python -m pytest -m 'not slow'

check: $(STAMP)  ## format, lint, types, import contracts, links in the docs, lock file
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house/test_links.py tests/house/test_lock.py

format: $(STAMP) ## put the code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP)   ## the help texts in docs/commands.md again, from the commands
	$(BIN)/python -m tests.cli.commands_page

assets:          ## the browser code of others again, as frontend/package-lock.json pins it (needs Node 20)
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund && node build.mjs

quality: $(STAMP) ## measure on every set at hand and write docs/quality.md (SETS="folder …": further sets)
	$(BIN)/python tools/quality.py $(SETS)

bench: $(STAMP)  ## the benchmarks; see benchmarks/README.md
	$(BIN)/python benchmarks/ingestion.py
	$(BIN)/python benchmarks/validation.py

bench-scale: $(STAMP) ## kg ingest with one and two workers, at several sizes (SIZES="1000 10000", LENGTH=article, brief or wire)
	$(BIN)/python benchmarks/scale.py --sizes $(SIZES) --length $(LENGTH)

bench-search: $(STAMP) ## search, and candidates for one name, among a million names
	$(BIN)/python benchmarks/search.py

bench-serve: $(STAMP) ## kg serve beside oxigraph serve and rdflib-endpoint, on a million quads
	$(BIN)/python benchmarks/serving.py

lock: $(STAMP)   ## requirements.lock again, from pyproject.toml, with the newest versions it allows
	$(BIN)/uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --upgrade \
	  --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	  pyproject.toml --group dev --output-file requirements.lock

clean:           ## what was built (the environment too)
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
