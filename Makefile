# Two commands on a machine with python3 (3.11 or newer) and make: `make report` and `make test`.
# Every path is relative, so a checkout may lie in a folder with any name.

PYTHON ?= python3
UV ?= uv
RUN := .venv/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --quiet

# An environment knows its own folder by an absolute path: after a move or a copy it must be made anew.
$(shell test "$$(cat .venv/packages 2>/dev/null)" = "$$(pwd -P)" || rm -f .venv/packages .venv/made)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help env report test lab bench score data lock clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

env: .venv/made ## make the environment .venv from the lock (the other commands do it by themselves)

# The stamps are written last, so that an environment that was left half made does not count as made.
.venv/packages: requirements.lock
	@command -v "$(PYTHON)" >/dev/null || { echo "make: python3 is missing; install Python 3.11 or newer" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $$("$(PYTHON)" --version 2>&1) is too old; install Python 3.11 or newer, or name one:" \
	    "make env PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make: $(PYTHON) has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the environment .venv from requirements.lock; this takes about a minute."
	@"$(PYTHON)" -m venv --clear .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@pwd -P > .venv/packages

# The editable install notes this folder in a .pth file, which Python reads in the locale's encoding at every start: a
# relative path keeps hanzi out of it, so that a plain C locale can start too.
.venv/made: .venv/packages pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@for note in .venv/lib/python3*/site-packages/_editable_impl_xinhua_analysis.pth; do \
	  echo ../../../.. > "$$note"; done
	@touch .venv/made

report: .venv/made ## read the summary: tables to build/tables, the marked text to build/marked.html
	@mkdir -p build
	@.venv/bin/xinhua-analysis tables -o build/tables
	@.venv/bin/xinhua-analysis show -o build/marked.html
	@echo "The tables are in build/tables (codebook included); open build/marked.html to see the marked text."

test: .venv/made ## lint, types, scores, then every test, doctests included
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	@if [ -f ../shared/score.py ]; then $(RUN) ../shared/score.py; fi
	$(RUN) -m pytest --cov

lab: .venv/made ## open JupyterLab on the notebooks (options: make lab LAB="--no-browser")
	@mkdir -p notebooks
	@$(RUN) -m jupyterlab $(LAB) notebooks

bench: .venv/made ## measure how fast it reads
	$(RUN) -m pytest --benchmark-enable --benchmark-only

score: .venv/made ## score the tables against the hand-made gold, misses and false rows listed
	@$(RUN) tests/gold_scores.py
	@$(RUN) tests/figure_scores.py
	@if [ -f ../shared/score.py ]; then $(RUN) ../shared/score.py --errors; fi

data: .venv/made ## write data/ anew from the summary
	@.venv/bin/xinhua-analysis tables -o data --force

lock: ## solve requirements.lock anew from pyproject.toml (needs uv; newer versions: make lock UPGRADE=--upgrade)
	@command -v "$(UV)" >/dev/null || { echo "make: uv is missing; only 'make lock' needs it" >&2; exit 1; }
	@"$(UV)" pip compile --quiet --generate-hashes --universal --no-header --no-annotate --python-version 3.11 \
	  --extra lab --extra test --extra build $(UPGRADE) pyproject.toml -o requirements.lock

clean: ## remove what make made: .venv, build, caches
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
