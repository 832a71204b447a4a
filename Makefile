# Everything a contributor runs. `make` alone lists it.

PYTHON ?= python3
BROWSER ?= 1
BASE ?= HEAD

RUN := .venv/bin/python
# Named after the interpreter and the pins, so that the environment is made once and made anew when either changes.
# The stamp is written last: an interrupted installation leaves none and is begun again.
STAMP := .venv/made-of-$(shell ($(PYTHON) --version; cat requirements-dev.txt) 2>&1 | cksum | cut -d ' ' -f 1)

# The Nu HTML Checker comes with npm and runs on Java.
CHECKER := tests/html/node_modules/vnu-jar/build/dist/vnu.jar

# Material for MkDocs prints an advertisement for itself on every run otherwise.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help site serve check diff test format generate coverage clean browser checker

help: ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

site: $(STAMP) ## Build the site into site/
	$(RUN) scripts/build.py

serve: $(STAMP) ## Show the site on this computer and follow every change of a record
	$(RUN) -m mkdocs serve

check: $(STAMP) ## Check the records and name every problem
	$(RUN) scripts/check.py

diff: $(STAMP) ## Say what your changes mean to readers (or since another commit: make diff BASE=main)
	$(RUN) scripts/diff.py $(BASE)

test: browser $(STAMP) checker ## Run every check there is (without a browser: make test BROWSER=0)
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy
	PYTHONPATH=scripts .venv/bin/lint-imports --no-logo
	$(RUN) scripts/check.py
	$(RUN) scripts/build.py
	$(RUN) -m pytest -n auto --dist loadfile -m "not ($(if $(filter 0,$(BROWSER)),browser,none) or $$(test -f $(CHECKER) && echo none || echo html))"
ifeq ($(BROWSER),0)
	@echo "Left out, because of BROWSER=0: the tests in tests/browser (reading, search, accessibility, layout)."
endif
	@test -f $(CHECKER) || echo "Left out, for want of Java, npm or a way to its registry: the Nu HTML Checker (tests/site/test_html.py)."
	@$(RUN) tests/reference/metafor.py

format: $(STAMP) ## Lay out the Python code and mend what can be mended by machine
	$(RUN) -m ruff check --fix --exit-zero --quiet
	$(RUN) -m ruff format

generate: $(STAMP) ## Write the files that are made from the record models
	$(RUN) scripts/generate.py

coverage: $(STAMP) ## Show which lines of the engine no unit test runs
	$(RUN) -m pytest --cov --cov-report=term tests/unit

clean: ## Delete what was built; the virtual environment stays
	rm -rf site site.* build .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find scripts tests -name __pycache__ -type d -exec rm -rf {} +

# Before the long work, and before the environment: only the standard library is needed to look for a browser.
browser:
ifneq ($(BROWSER),0)
	@$(PYTHON) tests/browser/chromium.py > /dev/null
endif

# Not a reason to stop: what is missing is told at the end of `make test`.
checker:
	@test -f $(CHECKER) || ! command -v java > /dev/null || ! command -v npm > /dev/null || \
	    npm ci --prefix tests/html --ignore-scripts --no-audit --no-fund --loglevel error || true

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || \
	    { echo "Python 3.11 or later is needed: name one with PYTHON=…" >&2; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
