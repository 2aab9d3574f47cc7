# make demo: set up everything, play the default sweep, say where the figure lies.   make test: set up everything, check everything.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin

# The first Python 3.12 or 3.13 that really runs (a shim can exist and fail); PYTHON=... to choose another.
CANDIDATES := python3.13 python3.12 python3 $(wildcard $(HOME)/.pyenv/versions/*/bin/python) /opt/homebrew/bin/python3.13 /opt/homebrew/bin/python3.12
PROBE := import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for python in $(CANDIDATES); do $$python -c '$(PROBE)' >/dev/null 2>&1 && { echo $$python; break; }; done)

.PHONY: help demo test check format types contracts bench docs baseline clean
help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Redoubt needs Python 3.12 or 3.13 with venv; none was found. Say where: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12"; exit 2; }
	@echo "setting up $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/ready: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing what it needs (a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready
	@echo "installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(VENV)/ready ## set up everything, play every scenario, draw the comparison
	@$(BIN)/python -m experiments.sweep
	@echo "open the comparison.png named above; then: $(BIN)/redoubt raid scenario=kyar_tat seed=7"

test: $(VENV)/ready-to-test check types ## set up everything, run ruff, types, import contracts and tests
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/ready-to-test ## lint and format, changing nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/ready-to-test ## types at the public doors
	@$(BIN)/mypy

format: $(VENV)/ready-to-test ## put the format right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/ready ## how fast it is
	@$(BIN)/python -m experiments.bench

docs: $(VENV)/ready ## make the documents' figures and tables again, those that are missing or old
	@$(BIN)/python -m experiments.document

baseline: $(VENV)/ready-to-test ## renew the stored baseline, on purpose
	@REDOUBT_RENEW_BASELINE=1 $(BIN)/python -m pytest tests/test_baseline.py

clean: ## remove what was set up and every cache; results stay
	@rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +
