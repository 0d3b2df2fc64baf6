# The commands of a working day. Everything is installed into .venv by the first of them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check build lint clean

demo: $(VENV)/ready  ## install, check, build, and answer a question with its proof
	$(BIN)/diplold check
	$(BIN)/diplold build
	$(BIN)/diplold query who-facilitated

test: $(VENV)/ready-dev  ## everything: lint, types, tests, the dataset itself
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/diplold check
	$(BIN)/python -m pytest -n 2 -q

check build: $(VENV)/ready
	$(BIN)/diplold $@

lint: $(VENV)/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) dist

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -c constraints.txt -e .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready constraints-dev.txt
	$(BIN)/python -m pip install -q -c constraints.txt -r constraints-dev.txt
	touch $@
