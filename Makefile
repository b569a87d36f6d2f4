# Everything from nothing: `make run` and `make test` need Python 3.11 or newer, make and git.
# What they installed is remembered by the content of the lock and of pyproject.toml, so that a
# second run installs nothing; the front end remembers the sources it was built from.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
# A lock names all there is to install: a pip that resolved again would ask the registry for newer
# releases (pip 23.2 does for a package that another wants with an extra, and then has no hash).
INSTALL_LOCK := $(PIP) install --no-deps --require-hashes --only-binary :all: --requirement

BASE := $(VENV)/ready-base-$(shell cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)
DEV := $(VENV)/ready-dev-$(shell cat requirements-dev.lock pyproject.toml | sha256sum | cut -c1-16)
# The packages of development contain those of use.
INSTALLED := $(or $(wildcard $(DEV)),$(BASE))

.PHONY: run test lint format types imports unit integration postgres browser front bench \
	capturas lock clean help ayuda

run: $(INSTALLED) ## install, build, migrate and serve at http://localhost:3000
	@exec $(VENV)/bin/clientes servir

test: $(DEV) ## lint, types, import contracts and every test there is
	@$(PY) tools/run_tests.py

lint types imports unit integration postgres browser: $(DEV) ## one part of `make test`
	@$(PY) tools/run_tests.py $@

format: $(DEV) ## put the sources into the one format
	@$(VENV)/bin/ruff check --fix-only --quiet
	@$(VENV)/bin/ruff format --quiet

front: $(INSTALLED) ## build the front end, unless it is built from these very sources
	@$(PY) -c 'from clientes_app.web import build_front_end; print(build_front_end())'

bench: $(DEV) ## measure search and pages at 1,000, 100,000 and 1,000,000 clients
	@$(PY) -m bench

capturas: $(DEV) ## make the screenshots of the README anew (needs Chromium)
	@$(PY) tools/capturas.py

lock: .make/uv/bin/uv ## pin the newest packages that pyproject.toml admits
	@./tools/lock.sh .make/uv/bin/uv

clean: ## remove what was installed and built; the data folder stays
	@rm -rf $(VENV) .web .make .states build dist *.egg-info .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help ayuda: ## this list
	@grep -hE '^[a-z ]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z ]+):.*## /\1\t/' | \
		while IFS=$$'\t' read -r names text; do printf '  %-52s %s\n' "$$names" "$$text"; done

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ...' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo 'The module venv is missing: apt-get install python3-venv' >&2; exit 1; }

$(BASE): | $(VENV)/bin/python
	@echo 'Installing the packages of requirements.lock ...'
	@$(INSTALL_LOCK) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@rm -f $(VENV)/ready-base-* && touch $@

$(DEV): | $(VENV)/bin/python
	@echo 'Installing the packages of requirements-dev.lock ...'
	@$(INSTALL_LOCK) requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@rm -f $(VENV)/ready-dev-* && touch $@

.make/uv/bin/uv:
	@$(PYTHON) -m venv .make/uv
	@.make/uv/bin/pip --disable-pip-version-check --quiet install uv
