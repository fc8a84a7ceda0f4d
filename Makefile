# Giliran: one entry for everything. `make help` lists it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
VENDOR := app/static/vendor
export HOST ?= 127.0.0.1
export PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup run test soak lint format bench voice messages pictures golden routes advisories

define linters
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/bandit -q -c pyproject.toml -r app kiosk queue_display printers serve.py wsgi.py
	$(BIN)/mypy
	$(BIN)/lint-imports
endef

help: ## what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(BIN)/.ready $(VENDOR)/.ready app/translations/.ready ## everything needed to run; starts nothing
	@# Compiled beforehand: the server, which may write nothing here, starts a third of a second sooner.
	@$(BIN)/python -m compileall -q app kiosk queue_display printers migrations serve.py wsgi.py

run: setup ## serve the demo on http://$(HOST):$(PORT)
	@export PUBLIC_URL=$${PUBLIC_URL:-http://$(HOST):$(PORT)}; \
	$(BIN)/flask --app wsgi demo && \
	echo "Front door  $$PUBLIC_URL/" && \
	echo "Kiosk       $$PUBLIC_URL/kiosk/karawaci" && \
	echo "Board       $$PUBLIC_URL/display/karawaci" && \
	echo "Counters    $$PUBLIC_URL/counter/" && \
	echo "Set-up      $$PUBLIC_URL/admin/" && \
	exec $(BIN)/flask --app wsgi serve

test: setup $(BIN)/.ready-dev ## the whole suite, linters included
	scripts/test-parts
	$(linters)
	$(BIN)/pytest -n 2 --dist worksteal --durations=40

soak: setup $(BIN)/.ready-dev ## the long forms: thousands of verbs in any order, servers killed a hundred times
	scripts/test-parts
	GILIRAN_SOAK=1 $(BIN)/pytest tests/queueing/test_any_order_of_verbs.py tests/test_many_at_once.py tests/api/test_anything_sent.py tests/routes/test_any_form.py tests/printing/test_killed_at_random.py tests/printing/test_agent.py tests/browser/test_board_all_day.py tests/browser/test_kiosk_sizes.py tests/browser/firefox tests/browser/test_open_to_everyone.py

lint: setup $(BIN)/.ready-dev ## ruff, bandit, mypy, import contracts; known weaknesses where the registries answer
	$(linters)
	scripts/advisories || [ $$? -eq 2 ] # that a registry does not answer is no fault of the code

advisories: setup $(BIN)/.ready-dev ## known weaknesses of the libraries, where the registries answer
	scripts/advisories

format: $(BIN)/.ready-dev ## put the code into its one shape
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

bench: setup $(BIN)/.ready-dev ## the benchmark table: ratios to ceilings of the same run
	$(BIN)/python -m bench

voice: setup ## make the voice clips anew (needs espeak-ng and lame)
	$(BIN)/python -m queue_display.voice.make

pictures: setup $(BIN)/.ready-dev ## take the pictures of README and docs from the running demo
	scripts/test-parts
	$(BIN)/python scripts/take-pictures

golden: setup $(BIN)/.ready-dev ## accept the slips as they are drawn now; look at what git shows
	GILIRAN_ACCEPT_PICTURES=1 $(BIN)/pytest -q tests/printing/test_golden.py

routes: setup $(BIN)/.ready-dev ## accept who may do what as it is now (docs/route-table.md); look at what git shows
	GILIRAN_ACCEPT_ROUTES=1 $(BIN)/pytest -q tests/routes/test_who_may_what.py -k reviewed

messages: $(BIN)/.ready ## collect the words of code and templates into the catalogues
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k ngettext:1,2 --no-location --sort-output --project Giliran -w 110 -o app/translations/messages.pot .
	$(BIN)/pybabel -q update -l id -N --no-fuzzy-matching --ignore-obsolete -w 110 -i app/translations/messages.pot -d app/translations
	$(BIN)/pybabel -q extract -F babel-citizen.cfg -k _l -k ngettext:1,2 --no-location --sort-output --project Giliran -w 110 -o app/translations/citizen.pot .
	for language in su jv; do $(BIN)/pybabel -q update -l $$language -N --no-fuzzy-matching --ignore-obsolete -w 110 -i app/translations/citizen.pot -d app/translations; done

$(BIN)/.ready: requirements.txt
	scripts/make-venv $(PYTHON) $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(BIN)/.ready-dev: requirements-dev.txt $(BIN)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENDOR)/.ready: package-lock.json scripts/frontend-libraries $(BIN)/.ready
	scripts/frontend-libraries $(VENDOR) $(BIN)
	@touch $@

app/translations/.ready: $(wildcard app/translations/*/LC_MESSAGES/*.po) $(BIN)/.ready
	$(BIN)/pybabel -q compile -d app/translations
	@touch $@
