# make demo   sets everything up, loads the invented city, prepares its plan and serves it
# make test   sets everything up and passes every test
SHELL := /bin/sh
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3.11
PY := .venv/bin/python
ASSETS := src/renbina/ui/static/ui/build/.stamp
SOURCES := $(shell find src/renbina -name '*.html' -o -name '*.py' | grep -v __pycache__) $(wildcard frontend/*)
CATALOGS := $(wildcard locale/*/LC_MESSAGES/django.po)

# Images of Python set it, and then every process compiles the whole product anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo demo-reset run test check lint bench bench-planner bench-assignment messages lock assets setup setup-dev postgres-test clean

# --- set-up ---------------------------------------------------------------------------------------
.venv/bin/python:
	@command -v $(PYTHON) >/dev/null 2>&1 && $(PYTHON) -m venv .venv || python3 -m venv .venv
	@$(PY) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 13) else "Renbina needs Python 3.11 or 3.12.")'

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing the product (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/run.txt
	@$(PY) -m compileall -qq -j 0 .venv/lib || true  # on every core, which pip does not
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@echo "Installing what tests and linters need (once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.stamp: package-lock.json package.json | .venv/.run
	@echo "Fetching the front-end packages (once) ..."
	@tools/npm ci --silent --no-audit --no-fund
	@touch $@

$(ASSETS): node_modules/.stamp $(SOURCES)
	@tools/npm run --silent build
	@touch $@

.venv/.messages: $(CATALOGS) | .venv/.run
	@for po in $(CATALOGS); do $(PY) -m babel.messages.frontend compile --use-fuzzy --input-file $$po --output-file $${po%.po}.mo >/dev/null 2>&1 || exit 1; done
	@touch $@

assets: $(ASSETS)
setup: .venv/.run $(ASSETS) .venv/.messages
setup-dev: .venv/.dev $(ASSETS) .venv/.messages

# --- the demonstration ----------------------------------------------------------------------------
demo: setup
	@.venv/bin/renbina demo --host $(HOST) --port $(PORT)

demo-reset: setup
	@.venv/bin/renbina demo --reset --host $(HOST) --port $(PORT)

run: setup
	@mkdir -p var
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py createcachetable
	@$(PY) manage.py runserver $(HOST):$(PORT)

# --- quality --------------------------------------------------------------------------------------
lint: setup-dev
	@mkdir -p var
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(PY) tools/contracts.py --check
	@.venv/bin/lint-imports --config contracts.toml
	@.venv/bin/mypy
	@RENBINA_MODE=test $(PY) manage.py makemigrations --check --dry-run >/dev/null

check: setup-dev
	@.venv/bin/ruff check .
	@RENBINA_MODE=test $(PY) -m pytest -q -n2 --dist loadscope -m "not slow and not journey"

# What else there is to set up is set up there, beside the planner's kernels being compiled.
test: .venv/.run
	@tools/test

bench: setup-dev
	@RENBINA_MODE=test $(PY) -m benchmarks

# Most of an hour; with the city of `make demo` if CITY names its problem folder.
bench-planner: setup-dev var/benchmarks/cp-sat
	@$(PY) -m benchmarks planner --out var/benchmarks/planner.md $(if $(CITY),--city "$(CITY)")

# A rival to measure against, beside the product and never in its environment: it cannot live in one process with HiGHS.
var/benchmarks/cp-sat: | .venv/.dev
	@$(PY) -m pip install --quiet --disable-pip-version-check --target $@ --no-deps "ortools~=9.15.0" absl-py protobuf \
		immutabledict pandas python-dateutil six typing_extensions || echo "CP-SAT is not to be had; its line says so."

# Public instances with known answers through the planner's core: some minutes.
bench-assignment: setup-dev
	@$(PY) -m benchmarks assignment --out var/benchmarks/assignment.md

messages: setup-dev
	@$(PY) tools/messages.py

lock:
	@.venv/bin/uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet uv
	@.venv/bin/uv pip compile pyproject.toml --group build -q --generate-hashes --no-header --no-emit-index-url -o requirements/run.txt
	@.venv/bin/uv pip compile pyproject.toml --group build --group dev -q --generate-hashes --no-header --no-emit-index-url -o requirements/dev.txt
	@.venv/bin/uv pip compile requirements/node.in -q --generate-hashes --no-header --no-emit-index-url -o requirements/node.txt

clean:
	rm -rf .venv node_modules var src/renbina/ui/static/ui/build
