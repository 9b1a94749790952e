# make app and make test work on a fresh machine with Python >= 3.11, make and git: each sets itself up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
# Every package is pinned by hash; nothing is resolved on the user's machine.
INSTALL := $(RUN) pip install --quiet --disable-pip-version-check

.PHONY: app lab test lint format bundle bench pictures lock wheel clean

app: $(VENV)/app.installed  ## the workbook in the browser
	$(BIN)/kkm app

lab: $(VENV)/app.installed  ## the notebooks in JupyterLab
	$(BIN)/kkm lab

test: lint  ## everything that must hold before a commit
	$(RUN) pytest -n 2 --dist worksteal

lint: $(VENV)/dev.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bundle: $(VENV)/app.installed  ## the small plotly.js, fetched by npm: pages stand sooner
	$(RUN) kkm_helpers.widgets.partial_bundle

bench: $(VENV)/dev.installed  ## how fast it is, against a peer in the same run
	$(RUN) benchmarks

pictures: $(VENV)/dev.installed  ## every tab of the app as pictures to look at
	$(RUN) tests.browser.pictures

lock: $(VENV)/dev.installed  ## renew the locks after a change of pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra install --universal --generate-hashes --no-emit-index-url \
		--python-version 3.11 --quiet --custom-compile-command "make lock" -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra install --extra dev --universal --generate-hashes \
		--no-emit-index-url --python-version 3.11 --quiet --custom-compile-command "make lock" -o requirements-dev.lock

wheel: $(VENV)/dev.installed
	$(RUN) pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

$(VENV)/bin/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'kkm needs Python 3.11 or newer')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/app.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.installed: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(INSTALL) --require-hashes -r requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/app.installed

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
