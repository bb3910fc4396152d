# make run     the app on this machine, from a clone: http://127.0.0.1:8501
# make test    every test
# make check   formatting, lint, types, import contracts, an audit of the code and of what it stands
#              on, then every test (what .ci/run runs)
# make format  put the formatting right
# make bench   the measurements
#
# PYTHON=python3.12 make run   picks another interpreter (3.11 or later)
# make run ARGS="--port 8600"  passes options on

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# A stamp is as new as the requirements it was installed from.
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: run test check format bench
.DELETE_ON_ERROR:

run: $(RUN_STAMP)
	@$(BIN)/python -m vawg_plans run $(ARGS)

# A file's tests stay together: they share a database and a server. The files stay in order: those
# that drive a browser come last.
test: $(DEV_STAMP)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive vawg_plans pages app.py
	$(BIN)/python -m tests.audit
	$(MAKE) test

format: $(DEV_STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV_STAMP)
	$(BIN)/python -m tests.bench $(ARGS)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "VAWG Plans needs Python 3.11 or later. Say which with: PYTHON=python3.12 make run")'
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(BIN)/python
	@echo "Installing what the app needs (about half a minute, once) ..."
	$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what the tests need (about a minute, once) ..."
	$(PIP) -r requirements-dev.txt
	@touch $(RUN_STAMP) $@
