# Lindung. On a fresh machine with Python 3.11 or newer: `make run` serves, `make test` tests.
#
# Settings come from the environment: DATA_DIR, DATABASE_URL, HOST, PORT, TIMEZONE, LINDUNG_ENV, SECRET_FILE.
# PYTHON names the Python to build with, CHROMIUM the browser to test with, ARGS goes to pytest, bench or uv:
#   make test ARGS="tests/domain -x"

VENV := .venv/bin/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
TO_RUN := .venv/ready-to-run $(CATALOGUES)
TO_TEST := .venv/ready-to-test $(CATALOGUES)
WITH_CHROMIUM = CHROMIUM=$$(deploy/prepare browser) && export CHROMIUM &&
UV := uv==0.13.8
LOCKING := -m uv pip compile -q --python-version 3.11 --generate-hashes --universal --no-header --no-annotate

.PHONY: help run ready test check format bench trust strings pictures lock
.DEFAULT_GOAL := help

help:      ## prints this list
	@sed -n 's/^\([a-z]*\): .*## /  make \1	/p' Makefile | expand -t 17

run: $(TO_RUN)       ## sets up what is missing, migrates, demo when empty, serves on 127.0.0.1:8000
	@deploy/serve

ready: $(TO_TEST)

test: $(TO_TEST)     ## sets up what tests need, then every test: floors, pages, PostgreSQL, browser
	@$(WITH_CHROMIUM) tests/gate $(VENV) $(ARGS)

check: $(TO_TEST)    ## style, floors, types and templates, without running anything
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo
	$(VENV) -m mypy
	$(VENV) -m djlint --check templates
	$(VENV) -m djlint --lint templates

format: $(TO_TEST)   ## writes Python and templates the way `make check` wants them
	@$(VENV) -m ruff check --quiet --fix-only .
	@$(VENV) -m ruff format --quiet .
	@$(VENV) -m djlint --quiet --reformat templates || true

bench: $(TO_TEST)    ## measures speed at a regency's size and far beyond
	@$(VENV) -m bench $(ARGS)

trust: $(TO_TEST)    ## what must never happen: kills, races, strangers, hostile files
	@$(WITH_CHROMIUM) LINDUNG_FULL=1 $(VENV) -m pytest tests/trust tests/actions tests/house/test_budgets.py tests/house/test_matrix.py tests/house/test_matrix_of_demo.py $(ARGS)

strings: $(TO_TEST)  ## extracts and updates translations; fails when an English sentence is missing
	@$(VENV) translations/update.py

pictures: $(TO_TEST) ## takes the README's pictures of the running app
	@$(WITH_CHROMIUM) $(VENV) -m tests.pictures $(ARGS)

lock:                ## writes both lock files anew from pyproject.toml (ARGS=--upgrade takes newer packages)
	@deploy/prepare venv
	@$(VENV) -m pip --disable-pip-version-check install -q $(UV)
	$(VENV) $(LOCKING) $(ARGS) pyproject.toml -o requirements.lock
	$(VENV) $(LOCKING) --extra test -c requirements.lock pyproject.toml -o requirements-test.lock

.venv/ready-to-run: requirements.lock
	@deploy/prepare packages requirements.lock
	@touch $@

# The test lock holds everything of the other one too, at the same versions.
.venv/ready-to-test: .venv/ready-to-run requirements-test.lock
	@deploy/prepare packages requirements-test.lock
	@touch $@

%.mo: %.po | .venv/ready-to-run
	@$(VENV) -m babel.messages.frontend --quiet compile -i $< -o $@
