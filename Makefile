# Needs Python 3.11 or newer, make and git. Go and npm are optional: `make tools` says for what.

PYTHON ?= python3
KUSTOMIZE_VERSION := v5.8.1
# What Argo CD 2.14 has; the oldest that is supported.
KUSTOMIZE_OLDEST := v5.4.3
# Any of them will do; the first is built, from tests/kpt/go.mod.
KPT_VERSIONS := v1.0.0-beta.61 v1.0.0-beta.67 v1.0.0-beta.56
UV_VERSION := 0.13.9
TEXTS ?= 1000000
CALLS ?= 100000
SPECS ?= 20000
SHARD ?= 1
CORES ?= logical
SEED ?= $(shell date +%s)

VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(CURDIR)/.tools/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WITH_TOOLS := PATH="$(TOOLS):$(CURDIR)/$(BIN):$$PATH"
PYTEST := $(WITH_TOOLS) $(BIN)/pytest
COVERAGE := $(WITH_TOOLS) $(BIN)/coverage run -m pytest
ON_ALL_CORES = -n $(CORES) --dist loadscope --no-loadscope-reorder
LOCK := .tools/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(UPGRADE) pyproject.toml

untested = echo "!!!!"; echo "!!!! NO $(1) (and see errors above, if any)."; \
	  echo "!!!! NOT TESTED without it: $(2)."; echo "!!!!"; test "$$CI" != true

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup tools programs editor mermaid server cluster argocd oldest dist docs release test tests coverage fuzz checks judge test-cluster test-argocd test-oldest lint format types imports examples examples-update generate defaults gates demo bench update-golden lock clean

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

tools: programs editor mermaid .tools/wheels/packed ## the real programs that tests run, into .tools: pinned, and only once

programs: # kustomize, kpt, kubectl, crdcheck, goyaml, helm: already there, or built by go
	@sh tools/get_tools.sh $(CURDIR)/.tools $(KUSTOMIZE_VERSION) $(KUSTOMIZE_OLDEST) $(KPT_VERSIONS)
	@$(PYTHON) tools/build_programs.py tools || { \
	  echo "!!!! NOT TESTED without them: the exec plugin under kubectl, that the API server takes the CRD, and Go's YAML readers what we read."; \
	  test "$$CI" != true; }

# The wheels that `make dist` and its tests pack.
.tools/wheels/packed: requirements.lock | $(VENV)/.packages
	@if $(BIN)/python tools/build_zipapp.py --download-only; then touch $@; else \
	  $(call untested,wheels: pip reaches no registry,that the single file works); \
	fi

server: # etcd and an API server: the part of a control plane that answers by itself
	@$(PYTHON) tools/build_programs.py server

cluster: ## a whole Kubernetes control plane for tests, about 8 minutes of two cores, and only once
	@$(PYTHON) tools/build_programs.py cluster tools

argocd: ## Argo CD's own code for tests, about 3 minutes of two cores, and only once
	@$(PYTHON) tools/build_programs.py argocd tools

oldest: ## an API server of the oldest version, about 3 more minutes
	@$(PYTHON) tools/build_programs.py oldest

editor: # yaml-language-server, as editors run it: installed by npm when the lock file changed
	@if test .tools/editor/.installed -nt tests/editor/package-lock.json; then \
	  echo "== tools: yaml-language-server in .tools/editor"; \
	elif command -v npm >/dev/null && echo "== tools: npm installs yaml-language-server" && \
	  rm -rf .tools/editor && mkdir -p .tools/editor && \
	  cp tests/editor/package.json tests/editor/package-lock.json .tools/editor && \
	  (cd .tools/editor && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then \
	  touch .tools/editor/.installed; \
	else $(call untested,yaml-language-server: install Node.js and npm,what editors show of a spec); fi

mermaid: # what GitHub draws flowcharts with: installed by npm when the lock file changed
	@if test .tools/mermaid/.installed -nt tests/mermaid/package-lock.json; then \
	  echo "== tools: mermaid in .tools/mermaid"; \
	elif command -v npm >/dev/null && echo "== tools: npm installs mermaid" && \
	  rm -rf .tools/mermaid && mkdir -p .tools/mermaid && \
	  cp tests/mermaid/package.json tests/mermaid/package-lock.json tests/mermaid/parse.mjs .tools/mermaid && \
	  (cd .tools/mermaid && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then \
	  touch .tools/mermaid/.installed; \
	else $(call untested,mermaid: install Node.js and npm,that Mermaid draws our pictures); fi

# --- checks ---------------------------------------------------------------------------------------

# In CI all programs are built, beside all else, and coverage is measured; elsewhere nothing is built
# that takes minutes: what is not there is not asked, and the run ends with the command that builds it.
test: setup ## all checks and all tests; with CI=true as CI does: nothing is skipped, coverage is measured
	@if test "$$CI" = true; then \
	  $(PYTHON) tools/build_programs.py tools cluster argocd --beside \
	    $(MAKE) --no-print-directory checks tools coverage; \
	else $(MAKE) --no-print-directory checks tests; fi

checks: lint types imports examples # what needs no test

tests: setup .tools/wheels/packed # on all cores
	@echo "== tests"
	@$(PYTEST) $(ON_ALL_CORES) -m "not oldest"

# What takes long, and what asks others, is not measured: it is about behaviour, and would take twice as long.
coverage: setup .tools/wheels/packed # the same, measured as far as that is quick
	@echo "== tests, with coverage"
	@$(BIN)/coverage erase
	@$(COVERAGE) $(ON_ALL_CORES) -m "not (slow or cluster or argocd or oldest)"
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report
	@echo "== tests that take long"
	@$(PYTEST) $(ON_ALL_CORES) -m "(slow or cluster or argocd) and not oldest"

judge: setup ## our judge accepts our render, at 20,000 random specs of a kind; on from a shard: make judge SHARD=23
	@STATEFUL_SPECS=$(SPECS) STATEFUL_SHARD=$(SHARD) $(BIN)/pytest -m slow -v -n $(CORES) --maxschedchunk 1 \
	  tests/test_one_judge.py

test-cluster: setup cluster ## only the tests that ask a real cluster
	@$(PYTEST) -m cluster

test-argocd: setup cluster argocd ## only the tests that ask Argo CD's own code
	@$(PYTEST) -m argocd

test-oldest: setup cluster oldest ## and those of the oldest version, which CI leaves out
	@$(PYTEST) -m "cluster or oldest"

fuzz: setup tools ## random texts for our readers and our programs, others each time: make fuzz TEXTS=10000000 SEED=7
	@echo "== fuzz: $(TEXTS) texts, seed $(SEED); a defect found gets a file in tests/yaml-corpus"
	@PYTHONPATH=$(CURDIR):$(CURDIR)/tools $(BIN)/python tests/yaml_readers.py $(TEXTS) $(SEED)
	@echo "== fuzz: calls with $(CALLS) texts of a kind; what is found is left in tests/fuzz-corpus"
	@PYTHONPATH=$(CURDIR)/tests $(BIN)/python tests/fuzzing.py $(CALLS) $(SEED)

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
	@$(BIN)/python tools/generate_versions_page.py
	@$(BIN)/python tools/generate_rules_page.py
	@$(BIN)/python tools/generate_argocd_page.py
	@$(BIN)/python tools/generate_verdicts_page.py
	@$(BIN)/python tools/generate_fields_page.py
	@$(BIN)/python tools/generate_schemas.py
	@$(BIN)/python tools/generate_help.py

defaults: setup server ## the tables of what an API server fills in and keeps, learnt from one and from Go
	@$(BIN)/python tools/learn_defaults.py
	@$(BIN)/python tools/read_pointers.py

gates: setup ## compare our table of feature gates with Kubernetes' own source, which Go fetches
	@$(BIN)/python tools/check_feature_gates.py

format: setup ## let ruff mend and format the source
	@$(BIN)/ruff check --quiet --fix-only
	@$(BIN)/ruff format

update-golden: setup ## rewrite golden files that differ; then read the git diff
	@$(PYTEST) -m "not (cluster or argocd or oldest)" --update-golden

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

docs: setup ## the documentation as a site, in build/site
	@$(BIN)/mkdocs build --strict --quiet

dist: $(VENV)/.packages ## the whole program as one file: dist/stateful.pyz
	@$(BIN)/python tools/build_zipapp.py

release: setup dist ## what a release holds, in dist: wheel, sdist, the single file, and their checksums
	@rm -f dist/*.whl dist/*.tar.gz
	@cd $(CURDIR) && SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/hatchling build --target sdist --target wheel
	@cd dist && sha256sum *.whl *.tar.gz stateful.pyz > SHA256SUMS && cat SHA256SUMS

lock: ## renew both lock files from pyproject.toml; newer versions too: make lock UPGRADE=--upgrade
	@test -x .tools/uv/bin/uv || { $(PYTHON) -m venv .tools/uv && \
	  .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); }
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean: ## remove what these targets made: .venv, .tools, build, caches
	@rm -rf $(VENV) .tools build dist .coverage .coverage.* .hypothesis .import_linter_cache
	@rm -rf .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
