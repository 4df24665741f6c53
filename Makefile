# Two commands for a stranger: make demo, make test. Everything is installed into .venv and nowhere else.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_DB := demo.db
EXAMPLES := examples/iraq-truce-2024

# Packages are installed without byte code, which takes a minute; what is imported is compiled once and kept.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install dev demo test check lint types contract bench serve docs lock wheel clean

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Truceline needs Python 3.11 or later; $(PYTHON) is older. Name another with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.base: $(VENV)/.python requirements.lock pyproject.toml hatch_build.py
	@echo "Installing Truceline into $(VENV) (a few minutes the first time) ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/.base  ## install into .venv
dev: $(VENV)/.dev  ## install with the tools for working on it

demo: $(VENV)/.base  ## code the bundled example reports, show events, a value's way back to its words, and the truce
	@BIN=$(BIN) DB=$(DEMO_DB) EXAMPLES=$(EXAMPLES) bash examples/demo.sh

test: $(VENV)/.dev  ## run the tests, on as many cores as there are, four at most
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

contract: $(VENV)/.dev
	$(BIN)/lint-imports

check: lint types contract test  ## what CI runs: lint, types, import contract, tests, benchmark floors
	$(BIN)/python -m bench.floors --check

bench: $(VENV)/.dev  ## measure against the gold set and the corpus, beside the pinned floors
	$(BIN)/python -m bench.floors

serve: $(VENV)/.base  ## open the pages on the demo's database
	$(BIN)/truceline serve --db $(DEMO_DB)

lock: $(VENV)/.dev  ## resolve the lock files anew
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra web pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra web --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

docs: $(VENV)/.dev  ## build the docs as a site into build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict -q

wheel: $(VENV)/.dev  ## build the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps -w dist .

clean:  ## remove what was built, the environment included
	rm -rf $(VENV) .cache build dist $(DEMO_DB) src/truceline/data/gazetteer.sqlite
