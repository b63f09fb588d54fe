# Two commands on a machine with python3 (3.11 or newer) and make: `make report` and `make test`.
# Every path is relative, so a checkout may lie in a folder with any name.

PYTHON ?= python3
UV ?= uv
RUN := .venv/bin/python
# Files are UTF-8, whatever the locale.
export PYTHONUTF8 := 1
PIP := $(RUN) -m pip --disable-pip-version-check --quiet
# A lock is whole by itself: nothing is resolved or built at install time, so that no later release of anything can change
# or break the set-up; `pip check` then sees that nothing is missing.
LOCKED := install --no-deps --only-binary=:all: --require-hashes
CHECKED := missing=$$($(RUN) -m pip --disable-pip-version-check check) || { echo "$$missing" >&2; exit 1; }

# An environment knows its own folder by an absolute path: after a move or a copy it must be made anew.
$(shell test "$$(cat .venv/packages 2>/dev/null)" = "$$(pwd -P)" || rm -f .venv/packages .venv/made)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help env lock-dry-run report notebooks lint test quick coverage test-browser test-scale test-hold fuzz chromium lab bench bench-peers \
  train score docs data font lock clean

# Two hash signs tell a command to readers, three to developers.
help: ## list what make can do
	@echo "To read and explore:"
	@awk -F ':.*[^#]## ' '/^[a-z-]+:.*[^#]## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo "To change the project:"
	@awk -F ':.*### ' '/^[a-z-]+:.*### /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

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
	@$(PIP) $(LOCKED) -r requirements.lock
	@$(CHECKED)
	@pwd -P > .venv/packages

# What .ci/run tries with the oldest pip (RUN=…/python).
lock-dry-run:
	@$(PIP) $(LOCKED) --dry-run -r requirements.lock

# The editable install notes this folder in a .pth file, which Python reads in the locale's encoding at every start: a
# relative path keeps hanzi out of it, so that a plain C locale can start too.
.venv/made: .venv/packages pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@for note in .venv/lib/python3*/site-packages/_editable_impl_xinhua_analysis.pth; do \
	  echo ../../../.. > "$$note"; done
	@touch .venv/made

report: .venv/made ## read the summary: tables to build/tables, the notebooks as a book to build/book
	@mkdir -p build
	@.venv/bin/xinhua-analysis tables -o build/tables
	@.venv/bin/xinhua-analysis show -o build/marked.html
	@.venv/bin/xinhua-analysis book notebooks -o build/book
	@echo "The tables are in build/tables (codebook included), the marked text is build/marked.html."
	@echo "Open build/book/index.html to read what the summary says."

notebooks: .venv/made ## run all notebooks anew, in place, and write notebooks/index.md
	@.venv/bin/xinhua-analysis rerun --index notebooks

CHECKS = $(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m mypy
# A file of tests, or a notebook, stays with one worker: what it makes once is made once. Four workers take 3 GB.
SPREAD := --numprocesses=auto --maxprocesses=4 --dist=loadfile

lint: .venv/made ### style and types
	$(CHECKS)

test: .venv/made ## lint, types, scores, then every test, doctests included
	$(CHECKS)
	@if [ -f ../shared/score.py ]; then $(RUN) ../shared/score.py; fi
	$(RUN) -m pytest $(SPREAD)

# What a change of a rule or of a lexicon row can break.
quick: .venv/made ### lint, types, the tests of the rules and the gold: for the loop of changing a rule
	$(CHECKS)
	$(RUN) -m pytest --quiet $(SPREAD) tests/language tests/tables tests/lexicon tests/trust

# It takes nearly twice the time, and asserts nothing.
coverage: .venv/made ### every test once more, and which lines none of them runs
	$(RUN) -m pytest $(SPREAD) --cov=xinhua_analysis

test-browser: chromium .venv/made .venv/tools ### run every notebook in JupyterLab in Chromium, read its prints; pictures in build/browser
	$(RUN) -m pytest tools/browser.py

chromium:
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null || { \
	  echo "make: no Chromium; on Debian and Ubuntu: apt-get install chromium" >&2; exit 1; }

test-scale: .venv/made .venv/tools ### read many files on a Dask cluster of this machine, and kill one of its workers
	$(RUN) -m pytest tools/scale.py

test-hold: .venv/made ### read megabytes of hostile texts and files, and 8 MB of summaries, against the clock
	$(RUN) -m pytest tools/hold.py $(HOLD)

FUZZ_SECONDS ?= 600
FUZZ_TARGETS := text file paper

fuzz: .venv/made .venv/tools ### look ten minutes for texts and files that break the reading (FUZZ_SECONDS=60: one minute)
	@for target in $(FUZZ_TARGETS); do mkdir -p build/fuzz/$$target; \
	  PYTHONPATH=tests/helpers $(RUN) tools/fuzz.py $$target $$(($(FUZZ_SECONDS) / $(words $(FUZZ_TARGETS)))) \
	    build/fuzz/$$target || exit 1; done

# Only these need playwright, Dask, atheris or scipy, so the other commands do not wait for them.
.venv/tools: tools/requirements.lock .venv/packages
	@$(PIP) $(LOCKED) -r tools/requirements.lock
	@$(CHECKED)
	@touch .venv/tools

lab: .venv/made ## open JupyterLab on the notebooks (options: make lab LAB="--no-browser")
	@mkdir -p notebooks
	@$(RUN) -m jupyterlab $(LAB) notebooks

bench: .venv/made ### measure how fast it reads
	$(RUN) -m pytest --benchmark-enable --benchmark-only

bench-peers: .venv/made build/peers/made ### compare with other readers; writes the tables of docs/benchmarks.md (five minutes)
	@$(RUN) tools/peer_scores.py build/peers/bin/python

# The peers are never in .venv: they have pins that nobody else needs, and one is under the GPL. Some are sources only,
# so pip builds them.
build/peers/made: tools/requirements-peers.lock
	@echo "Making the environment of the peers, build/peers; this takes about a minute."
	@"$(PYTHON)" -m venv --clear build/peers
	@build/peers/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r tools/requirements-peers.lock
	@touch build/peers/made

train: .venv/made .venv/tools ### train the weights of the reading anew from the gold (a few minutes)
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(RUN) tools/train.py

score: .venv/made ### score the tables against the hand-made gold, misses and false rows listed, into tests/gold too
	@$(RUN) tools/gold_scores.py
	@$(RUN) tools/figure_scores.py
	@$(RUN) tools/write_scores.py
	@if [ -f ../shared/score.py ]; then $(RUN) ../shared/score.py --errors; fi

PUBLIC := report story charts evidence many corpus records

# pdoc cannot follow the types of named tuples, and warns of each.
docs: .venv/made ## make the reference of the library from its docstrings, build/docs (no network)
	@$(RUN) -W ignore -m pdoc --output-directory build/docs xinhua_analysis $(addprefix xinhua_analysis.,$(PUBLIC))
	@echo "Open build/docs/xinhua_analysis.html."

data: .venv/made ### write data/ anew from the summary
	@.venv/bin/xinhua-analysis tables -o data --force

font: .venv/made .venv/tools ### make the font of the charts anew (needs Debian's fonts-noto-cjk)
	@$(RUN) tools/make_font.py

# The locks of tools/ hold what those need and nothing else, shared packages at the versions of the main lock.
# Extras are kept (coverage[toml]), since a pip that does resolve (pip install -r) would look for them unpinned.
SOLVE = "$(UV)" pip compile --quiet --generate-hashes --universal --no-strip-extras --no-header --no-annotate \
  --python-version 3.11 $(UPGRADE)

lock: ### solve the locks anew from pyproject.toml (needs uv; newer versions: make lock UPGRADE=--upgrade)
	@command -v "$(UV)" >/dev/null || { echo "make: uv is missing; only 'make lock' needs it" >&2; exit 1; }
	@$(SOLVE) --extra lab --extra test --extra docs --extra build pyproject.toml -o requirements.lock
	@$(SOLVE) -c requirements.lock --group tools -o tools/requirements.lock
	@$(SOLVE) -c requirements.lock --group peers -o tools/requirements-peers.lock

clean: ## remove what make made: .venv, build, caches
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
