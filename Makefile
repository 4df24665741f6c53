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

# uv takes seconds for what takes pip minutes. Where it is not to be had, or cannot reach what pip is set up to reach, pip installs the same files.
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
UV_INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python --refresh-package truceline
install_of = { test -x $(BIN)/uv && $(UV_INSTALL) $(1); } || { echo "Installing with pip, which takes a few minutes ..."; $(PIP_INSTALL) $(1); }

$(VENV)/.uv: $(VENV)/.python requirements-uv.lock
	@$(PIP_INSTALL) --require-hashes -r requirements-uv.lock || echo "uv cannot be installed here."
	@touch $@

$(VENV)/.base: $(VENV)/.uv requirements.lock pyproject.toml hatch_build.py
	@echo "Installing Truceline into $(VENV) (a minute the first time) ..."
	@$(call install_of,--require-hashes -r requirements.lock)
	@$(call install_of,--no-deps -e .)
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements-dev.lock
	@$(call install_of,--require-hashes -r requirements-dev.lock)
	@touch $@

install: $(VENV)/.base  ## install into .venv
dev: $(VENV)/.dev  ## install with the tools for working on it

demo: $(VENV)/.base  ## code the bundled example reports, show events, a value's way back to its words, and the truce
	@BIN=$(BIN) DB=$(DEMO_DB) EXAMPLES=$(EXAMPLES) bash examples/demo.sh

# One process more than cores: some tests wait for others they started.
test: $(VENV)/.dev  ## run the tests, on as many cores as there are, four processes at most
	$(BIN)/python -m pytest -n $$($(BIN)/python -c 'import os; print(min((os.cpu_count() or 1) + 1, 4))') --dist loadfile --no-loadscope-reorder

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
	echo uv | $(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -c requirements-dev.lock - -o requirements-uv.lock

docs: $(VENV)/.dev  ## build the docs as a site into build/site
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict -q

wheel: $(VENV)/.dev  ## build the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps -w dist .

clean:  ## remove what was built, the environment included
	rm -rf $(VENV) .cache build dist $(DEMO_DB) src/truceline/data/gazetteer.sqlite
