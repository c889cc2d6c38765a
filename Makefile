# make preview   the sample newsroom on http://127.0.0.1:8000
# make test      everything that CI runs

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SUPPLY = .venv-supply
STORAGE = .venv-storage
SBOM = sbom.json
NEWSROOM ?= articles
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help preview serve wheel release test browser readers proxy database storage check format golden pictures soak bench mutants lock audit sbom clean

help:  ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "feedsvc needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "python3-venv is missing: apt install python3-venv"; exit 1; }

# What is installed is what the lock files say, by its hash; --no-build-isolation keeps builds from
# fetching what no lock names. The variable makes old and new pips build alike.
LOCKED = install --no-deps --no-build-isolation
export PIP_USE_PEP517 = 1

$(VENV)/installed: pyproject.toml requirements-build.lock requirements.lock | $(BIN)/python
	@echo "Installing feedsvc into $(VENV)"
	@$(PIP) $(LOCKED) --require-hashes -r requirements-build.lock
	@$(PIP) $(LOCKED) --require-hashes -r requirements.lock
	@$(PIP) $(LOCKED) -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed requirements-test.lock
	@echo "Installing what the tests need"
	@$(PIP) $(LOCKED) --require-hashes -r requirements-test.lock
	@touch $@

preview: $(VENV)/installed  ## serve articles/ on http://127.0.0.1:8000, drafts included
	@$(BIN)/feedsvc preview $(NEWSROOM)

serve: $(VENV)/installed  ## publish articles/ on this machine as a server would
	@$(BIN)/feedsvc serve $(NEWSROOM)

wheel: $(VENV)/installed  ## what others install, in dist/: a wheel and an sdist
	@rm -rf dist
	@$(BIN)/python -m hatchling build -d dist >/dev/null
	@ls dist/*

release: $(VENV)/installed-test  ## check everything, then tag the version; pushes nothing
	@$(BIN)/python -m supply.release check
	@$(MAKE) test wheel
	@$(BIN)/python -m supply.release tag

check: $(VENV)/installed-test  ## lint, format, types, imports, unused names
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/vulture feedsvc
	$(BIN)/lint-imports

test: check browser readers proxy database storage $(SUPPLY)/installed  ## check, then every test
	$(BIN)/python -m pytest -n $(or $(JOBS),auto --maxprocesses=4) --dist loadfile --no-loadscope-reorder

# A program for tests that are skipped without it: the commands that it may be, its package, for
# macOS, which tests. A service among them is neither started nor enabled.
define program
@for name in $(1); do \
  if [ -x "$$name" ] || command -v "$$name" >/dev/null; then exit 0; fi; \
done; \
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  echo "Installing $(2)"; \
  export DEBIAN_FRONTEND=noninteractive; \
  if [ ! -e $(NO_STARTS) ]; then \
    trap 'rm -f $(NO_STARTS)' EXIT; \
    printf '#!/bin/sh\nexit 101\n' >$(NO_STARTS) && chmod +x $(NO_STARTS); \
  fi; \
  if apt-get -qq update && apt-get -qq -y install --no-install-recommends $(2) >/dev/null; then \
    systemctl disable $(2) >/dev/null 2>&1; \
    exit 0; \
  fi; \
fi; \
echo "No $(2): $(4) are skipped, unless CI=true."; \
echo "Debian, Ubuntu: apt install $(2)    macOS: brew install $(3)"; \
[ "$$CI" != true ]
endef
NO_STARTS = /usr/sbin/policy-rc.d
APPS = /Applications

browser:  ## a Chromium for the tests of the pages, where there is none
	$(call program,chromium chromium-browser google-chrome \
	  "$(APPS)/Google Chrome.app/Contents/MacOS/Google Chrome" \
	  "$(APPS)/Chromium.app/Contents/MacOS/Chromium",chromium,--cask chromium,the tests of the pages in a browser)

readers:  ## newsboat for the test of feed readers, where there is none
	$(call program,newsboat,newsboat,newsboat,its tests)

proxy:  ## nginx and Caddy for the tests of what docs say of them, where there are none
	$(call program,nginx /usr/sbin/nginx /usr/local/sbin/nginx,nginx,nginx,the tests behind it)
	$(call program,caddy,caddy,caddy,its tests)

database:  ## PostgreSQL for the tests of stores on it, where there is none
	$(call program,postgres /usr/lib/postgresql/*/bin/postgres /opt/homebrew/opt/postgresql@*/bin/postgres,postgresql,postgresql@17,the tests of stores on it)

$(STORAGE)/installed: requirements-storage.lock
	@echo "Installing an S3 server for the tests into $(STORAGE)"
	@$(PYTHON) -m venv $(STORAGE)
	@$(STORAGE)/bin/python -m pip --quiet --disable-pip-version-check \
	  install --no-deps --require-hashes --only-binary :all: -r requirements-storage.lock
	@touch $@

storage: $(STORAGE)/installed  ## an S3 server (moto) for the tests of object stores

format: $(VENV)/installed-test  ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(VENV)/installed-test  ## write the documents and readings that the tests expect anew
	$(BIN)/python -m pytest -q tests/golden --golden

pictures: $(VENV)/installed-test browser  ## the pictures of README and docs, made anew
	$(BIN)/python -m tests.docs.picture
	$(BIN)/python tests/browser/screenshots.py tests/browser --readme

soak: $(VENV)/installed-test database  ## a service, and two machines, under all that goes wrong: MINUTES=60, SEED=7
	@$(BIN)/python -m tests.soak --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED)) \
	  $(if $(JSON),--json)
	@$(BIN)/python -m tests.push.kills --kills $(or $(KILLS),200)
	@$(BIN)/python -m tests.soak.together --minutes $(or $(MINUTES),10) $(if $(SEED),--seed $(SEED))

bench: $(VENV)/installed-test  ## feedsvc beside its peers: SIZE=small, ONLY=polls, ARTICLES=1000
	@$(BIN)/python bench/prepare.py
	@$(BIN)/python -m bench --size $(or $(SIZE),full) --only "$(ONLY)" \
	  $(if $(ARTICLES),--articles $(ARTICLES))

mutants: $(VENV)/installed-test  ## change one token 200 times, and see what the tests notice: SEED=1, SAMPLE=200
	@$(BIN)/python -m tests.mutants --seed $(or $(SEED),1) --sample $(or $(SAMPLE),200) \
	  --jobs $(or $(JOBS),2)

$(SUPPLY)/installed: requirements-supply.lock
	@echo "Installing the tools of lock, audit and sbom into $(SUPPLY)"
	@$(PYTHON) -m venv $(SUPPLY)
	@$(SUPPLY)/bin/python -m pip --quiet --disable-pip-version-check \
	  install --no-deps --require-hashes --only-binary :all: -r requirements-supply.lock
	@touch $@

COMPILE = $(SUPPLY)/bin/uv pip compile --universal --upgrade --generate-hashes --quiet --no-header \
  --no-annotate --no-emit-index-url --python-version 3.11

lock: $(SUPPLY)/installed  ## the newest versions that pyproject.toml allows, with their hashes
	$(COMPILE) --all-extras --output-file requirements-test.lock pyproject.toml
	$(COMPILE) -c requirements-test.lock --output-file requirements.lock pyproject.toml
	$(COMPILE) -c requirements-test.lock --group build --output-file requirements-build.lock
	$(COMPILE) --group supply --output-file requirements-supply.lock
	$(COMPILE) --group storage --output-file requirements-storage.lock

audit: $(SUPPLY)/installed  ## known weaknesses of what the lock files name
	@$(SUPPLY)/bin/python -m supply.audit requirements.lock requirements-*.lock

sbom: $(SUPPLY)/installed  ## sbom.json: what runs, as CycloneDX has it
	@$(SUPPLY)/bin/python -W ignore::UserWarning $(SUPPLY)/bin/cyclonedx-py requirements \
	  --pyproject pyproject.toml --output-reproducible --output-format JSON \
	  --output-file $(SBOM) requirements.lock
	@echo "$(SBOM) names what requirements.lock does"

clean:  ## forget the virtual environments, all caches and what was made
	rm -rf $(VENV) $(SUPPLY) $(STORAGE) dist .venv-bench bench/.cache .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache .mutants $(SBOM)
