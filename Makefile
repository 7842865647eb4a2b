# The only door. On a fresh Debian or Ubuntu with Python >= 3.11 (with venv), make and git:
#   make demo                 build an example county and open its portal on http://127.0.0.1:8000/
#   make demo REPORTS=FOLDER  the same with a folder of real annual reports in its archive
#                             PORT=8080 another port; NO_SERVE=1 builds without serving
#   make read                 the library alone: read the examples (or REPORTS=FOLDER), print the
#                             findings, leave clean documents in demo-out/
#   make test                 every check and every test
#   make postgresql           what asks a database once more, on PostgreSQL
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: help demo read test postgresql check bench golden docs messages pictures examples lock system clean

PYTHON ?= python3
UV_VERSION := 0.13.8
VENV := .venv
BIN := $(VENV)/bin
REPORTS ?=
PORT ?= 8000
NO_SERVE ?=
DATA ?= demo-data
OUT ?= demo-out

# uv from PATH where there is one, else a pinned one in .uv/.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
export PYTHONUTF8 := 1

help: ## Say what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name what; do printf '%-10s %s\n' "$$name" "$$what"; done

demo: $(VENV)/.ready ## Build an example county and open its portal (REPORTS=FOLDER, PORT=8000, NO_SERVE=1)
	@env -u DATABASE_URL -u PORTAL_HOSTS PORTAL_DATA="$(DATA)" PORTAL_HTTPS=0 $(BIN)/portal demo \
	  --port $(PORT) --reports examples $(if $(REPORTS),--reports "$(REPORTS)") $(if $(NO_SERVE),--no-serve)

read: $(VENV)/.ready ## Read the examples (or REPORTS=FOLDER), print the findings, write each report anew
	@$(BIN)/python scripts/read_examples.py "$(or $(REPORTS),examples)" "$(OUT)"

test: check ## Every check, then every test with coverage; with CI=true on both databases
	rm -f .coverage .coverage.*
	$(BIN)/pytest $(TESTS) --cov --cov-report=
	$(BIN)/coverage report
	$(if $(CI),$(MAKE) postgresql)

postgresql: $(VENV)/.ready-dev ## Every test that asks a database once more, on PostgreSQL
	$(BIN)/python scripts/with_postgresql.py $(BIN)/pytest $(TESTS) -q tests/portal

# One process a core; who is done first takes over what others have not begun.
TESTS := -n auto --dist worksteal

check: $(VENV)/.ready-dev ## Style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev ## Measure speed and memory, side by side in one run
	@set -e; for file in $(filter-out benchmarks/%_world.py benchmarks/%_pages.py,$(wildcard benchmarks/*.py)); do echo "== $$file"; $(BIN)/python "$$file"; done

golden: $(VENV)/.ready-dev ## Write the golden files anew (look at the difference before committing)
	GONGKAI_GOLDEN=write $(BIN)/pytest -q tests -k golden

docs: $(VENV)/.ready-dev ## Write the generated pages anew
	@set -e; for script in scripts/make_law_map.py scripts/make_schemas.py scripts/make_transcript.py; do \
	  if [ -f "$$script" ]; then echo "== $$script"; $(BIN)/python "$$script"; fi; done

messages: $(VENV)/.ready-dev ## Bring the English of the portal up to date (needs xgettext)
	$(BIN)/python scripts/make_messages.py

pictures: $(VENV)/.ready-dev ## Draw the pictures of the READMEs anew (needs Chromium)
	$(BIN)/python scripts/make_pictures.py $(ONLY)

examples: $(VENV)/.ready-dev ## Write examples/ anew, or ONLY=slug (needs LibreOffice)
	$(BIN)/python scripts/make_examples.py $(ONLY)

lock: $(UV) ## Resolve the dependencies anew into requirements.lock and requirements-dev.lock
	$(UV) pip compile pyproject.toml --group build --extra portal $(LOCK) -o requirements.lock
	$(UV) pip compile pyproject.toml --group build --group dev --all-extras -c requirements.lock \
	  $(LOCK) -o requirements-dev.lock
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

system: ## Install the system packages the tests use (Debian, Ubuntu; root or sudo)
	$(SUDO) apt-get update -q
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	  python3 python3-venv git libreoffice-writer libreoffice-calc poppler-utils \
	  fonts-noto-cjk postgresql chromium gettext nginx wrk \
	  $$(apt-cache pkgnames chromium-headless-shell)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

clean: ## Remove what make made
	rm -rf $(VENV) .uv $(OUT) $(DATA) bench-out .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache

# --- environments: a stamp each, so that a second run is instant ---------------------------------

.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/bin/python: | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)

# Compiled once here, so that a command starts fast also where Python may not write its own files.
COMPILE = $(BIN)/python -m compileall -q src

# What the product needs. Adds, never removes: it may run in an environment that holds the rest.
$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(UV) pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	$(COMPILE)
	@touch $@

# What tests, checks and measurements need; exactly what the lock says.
$(VENV)/.ready-dev: requirements-dev.lock requirements.lock pyproject.toml | $(VENV)/bin/python
	$(UV) pip sync --quiet --compile-bytecode --require-hashes requirements-dev.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	$(COMPILE)
	@touch $@ $(VENV)/.ready
