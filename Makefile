# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: bench-life demo test test-newest test-oldest test-alone coverage check lint types quick docs picture changelog clean bench bench-load bench-gateway

demo: $(VENV)/.core  ## Distil real conversations and show what that changes in a prompt.
	$(BIN)/prefmem demo

test: check  ## All checks and all tests.
	$(BIN)/python -m pytest -n 2 -q

quick: $(VENV)/.dev  ## Tests that take less than ten seconds each.
	$(BIN)/python -m pytest -n 2 -q -m "not slow"

test-newest:  ## The drop-ins against the newest SDKs, in an environment of their own.
	$(PYTHON) tests/integrations/against.py newest

test-oldest:  ## The drop-ins against the oldest SDKs that pyproject.toml allows.
	$(PYTHON) tests/integrations/against.py oldest

test-alone:  ## The wheel by itself, elsewhere: newest and lowest versions of what the core needs.
	$(PYTHON) tests/alone.py newest
	$(PYTHON) tests/alone.py lowest

coverage: $(VENV)/.dev  ## Lines and branches that the quick tests reach; below 95 % it fails.
	$(BIN)/python -m pytest -n 2 -q -m "not slow" --cov=prefmem --cov-branch --cov-fail-under=95

bench-life: $(VENV)/.dev  ## Simulations of drift, stability and personas, and speed; pictures in docs/img.
	$(BIN)/python tests/bench/test_drift_simulation.py
	$(BIN)/python tests/bench/test_stability_simulation.py
	$(BIN)/python tests/bench/test_persona_simulation.py
	$(BIN)/python tests/bench/bench_life.py

check: lint types

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/basedpyright
	$(BIN)/mypy

docs: $(VENV)/.dev  ## The documentation, as pages in site/.
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

picture: $(VENV)/.core  ## The picture in the README, from the demo.
	$(BIN)/prefmem demo --picture docs/img/demo.svg

changelog: $(VENV)/.dev  ## Gather docs/changes into CHANGELOG.md: make changelog VERSION=0.2.0
	$(BIN)/towncrier build --yes --version $(VERSION)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[dev]'
	touch $@ $(VENV)/.core

bench: $(VENV)/.dev  ## personalize beside the embedding alone and other memories; table and picture.
	$(BIN)/python tests/bench/bench_personalize.py

clean:
	rm -rf $(VENV) build dist site .coverage .pytest_cache .ruff_cache

bench-load: $(VENV)/.dev  ## What the store bears; half an hour. See tests/bench/bench_load.py --help.
	$(BIN)/python tests/bench/bench_load.py

bench-gateway: $(VENV)/.dev  ## What the gateway adds to a request, beside the upstream; six minutes.
	$(BIN)/python tests/bench/bench_gateway.py
