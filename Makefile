# Needs Python 3.11 or newer, make and git. Go is optional: with it `make tools` builds kustomize.

PYTHON ?= python3
KUSTOMIZE_VERSION := v5.8.1
UV_VERSION := 0.13.9

VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(CURDIR)/.tools/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := .tools/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(UPGRADE) pyproject.toml

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup tools test lint format types imports examples examples-update generate demo bench update-golden lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# --- what the other targets stand on --------------------------------------------------------------

setup: $(VENV)/.installed ## everything Python, into .venv, as the lock file says

$(VENV)/.packages: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) must be Python 3.11 or newer; another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "== setup: $$($(PYTHON) --version) and locked packages into $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.packages pyproject.toml
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

tools: ## kustomize at the pinned version: already there, or built by go into .tools/bin
	@is_pinned() { test "$$("$$1" version 2>/dev/null)" = $(KUSTOMIZE_VERSION); }; \
	if is_pinned $(TOOLS)/kustomize; then \
	  echo "== tools: kustomize $(KUSTOMIZE_VERSION) in .tools/bin"; \
	elif is_pinned kustomize; then \
	  echo "== tools: kustomize $(KUSTOMIZE_VERSION) from PATH"; \
	elif command -v go >/dev/null && echo "== tools: go builds kustomize $(KUSTOMIZE_VERSION), about 30 s" && \
	  GOBIN=$(TOOLS) CGO_ENABLED=0 go install sigs.k8s.io/kustomize/kustomize/v5@$(KUSTOMIZE_VERSION); then \
	  echo "== tools: kustomize $$($(TOOLS)/kustomize version) in .tools/bin"; \
	else \
	  echo "!!!!"; \
	  echo "!!!! NO kustomize $(KUSTOMIZE_VERSION): install it or Go (and see errors above, if any)."; \
	  echo "!!!! NOT TESTED without it: that real kustomize builds what we render."; \
	  echo "!!!!"; \
	  test "$$CI" != true; \
	fi

# --- checks ---------------------------------------------------------------------------------------

test: setup tools lint types imports examples ## everything CI runs: all checks, all tests, branch coverage
	@echo "== tests"
	@$(BIN)/coverage erase
	@PATH="$(TOOLS):$(CURDIR)/$(BIN):$$PATH" $(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

lint: setup ## ruff: rules and format
	@echo "== lint"
	@$(BIN)/ruff check --quiet --output-format concise
	@$(BIN)/ruff format --check

types: setup ## mypy, strict
	@echo "== types"
	@$(BIN)/mypy

imports: setup ## the import contracts in pyproject.toml
	@echo "== imports"
	@$(BIN)/lint-imports --no-logo

examples: setup ## the committed bases/ and overlays/ are what we render today
	@echo "== examples"
	@$(BIN)/stateful render -f bases --check

examples-update: setup ## render the committed bases/ and overlays/ again; then read the git diff
	@$(BIN)/stateful render -f bases

generate: setup ## the files that are made from the models, from Kubernetes' OpenAPI and from imports
	@$(BIN)/python tools/generate_kubernetes_types.py
	@$(BIN)/python tools/generate_shapes.py
	@$(BIN)/python tools/generate_preload.py

format: setup ## let ruff mend and format the source
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format

update-golden: setup ## rewrite golden files that differ; then read the git diff
	@PATH="$(TOOLS):$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest --update-golden

bench: setup ## measure
	@$(BIN)/python tools/bench.py

# --- the rest -------------------------------------------------------------------------------------

demo: setup ## a short tour: render, one environment, facts
	@echo "== stateful render -f bases/nginx --output-dir build/demo"
	@$(BIN)/stateful render -f bases/nginx --output-dir build/demo
	@find build/demo -type f | sort
	@echo "== stateful render -f bases/nginx -e prod -o yaml"
	@$(BIN)/stateful render -f bases/nginx -e prod -o yaml
	@echo "== stateful facts -f bases/nginx"
	@$(BIN)/stateful facts -f bases/nginx

lock: ## renew both lock files from pyproject.toml; newer versions too: make lock UPGRADE=--upgrade
	@test -x .tools/uv/bin/uv || { $(PYTHON) -m venv .tools/uv && \
	  .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); }
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean: ## remove what these targets made: .venv, .tools, build, caches
	@rm -rf $(VENV) .tools build dist .coverage .coverage.* .hypothesis .import_linter_cache
	@rm -rf .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
