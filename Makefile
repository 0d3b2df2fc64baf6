# The commands of a working day. Everything is installed into .venv by the first of them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test wheel check build lint clean

demo: $(VENV)/ready  ## install, check, build, and answer a question with its proof
	$(BIN)/diplold check
	$(BIN)/diplold build
	$(BIN)/diplold query who-facilitated

test: $(VENV)/ready-dev  ## everything: lint, types, tests, the dataset itself
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/diplold check
	$(MAKE) wheel
	$(BIN)/python -m pytest -n 2 -q

wheel:  ## an installed wheel, without what only tests need, makes a project that works
	rm -rf $(VENV)-wheel
	$(PYTHON) -m venv $(VENV)-wheel
	$(BIN)/python -m pip wheel -q --no-deps -w $(VENV)-wheel/dist .
	$(VENV)-wheel/bin/python -m pip install -q -c constraints.txt $(VENV)-wheel/dist/*.whl
	cd $(VENV)-wheel && bin/diplold init east-west
	cd $(VENV)-wheel/east-west && ../bin/diplold check && ../bin/diplold build && ../bin/diplold query who-met
	cd $(VENV)-wheel && printf 'name\nTiongkok\n' | XDG_CACHE_HOME=cache bin/diplold link - --column name --lang id | grep Q148
	rm -rf $(VENV)-wheel

check build: $(VENV)/ready
	$(BIN)/diplold $@

lint: $(VENV)/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) $(VENV)-wheel dist

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -c constraints.txt -e .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready constraints-dev.txt
	$(BIN)/python -m pip install -q -c constraints.txt -r constraints-dev.txt
	touch $@
