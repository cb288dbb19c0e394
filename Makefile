# Two commands do all the set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check lint types quick clean

demo: $(VENV)/.core  ## Distil real conversations and show what that changes in a prompt.
	$(BIN)/prefmem demo

test: check  ## All checks and all tests.
	$(BIN)/python -m pytest -n 2 -q

quick: $(VENV)/.dev  ## Tests that take less than ten seconds each.
	$(BIN)/python -m pytest -n 2 -q -m "not slow"

check: lint types

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/basedpyright

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[dev]'
	touch $@ $(VENV)/.core

clean:
	rm -rf $(VENV) build dist site .coverage .pytest_cache .ruff_cache
