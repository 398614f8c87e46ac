# What a newcomer needs: `make demo` to see it, `make install` to run it, `make test` to change it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO_PORT ?= 8765

.PHONY: install demo test lint types unit bench lock clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Handoff needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed tests/requirements.lock
	$(PIP) install --require-hashes -r tests/requirements.lock
	@touch $@

demo: install
	@DEMO_PORT=$(DEMO_PORT) exec $(BIN)/handoff demo

test: lint types unit

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tested
	$(BIN)/mypy

unit: $(VENV)/.tested
	$(BIN)/python -m pytest -n 2 --dist worksteal

# What questions, themes and the digest cost, beside hand-written SQL and DuckDB; BENCH_PG_ROWS=10000000 for more.
bench: $(VENV)/.tested
	$(BIN)/python -m tests.bench

# Rewrites both lock files; needs `uv`. The second is a superset of the first.
lock:
	echo setuptools | uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml - -o requirements.lock
	echo setuptools | uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --extra test --extra charts -c requirements.lock pyproject.toml - -o tests/requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
