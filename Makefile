# The two commands a newcomer needs: `make run` and `make test`.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Some containers forbid it; but some fifty processes import the same modules here.
unexport PYTHONDONTWRITEBYTECODE
PYTHON := .venv/bin/python

.PHONY: help setup run test check lint types imports unit built site e2e walks timed rehearse coverage pictures lighthouse bench benchplan benchimport benchafter benchfeed benchexport fmt openapi version diagram lock

help: ## what can be made
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: ## prepare this folder for running and testing
	@tools/setup.sh test

run: ## run Sapa on this computer (PORT, DATA_DIR, DEMO, ADMIN_USERNAME, ADMIN_PASSWORD, TODAY)
	@tools/setup.sh run
	@PYTHONPATH=functions exec $(PYTHON) -m local

test: setup ## prepare and check everything
	@$(MAKE) --no-print-directory check

# Two things at a time; each is printed whole when it has ended. `begin` says what is under way.
check: built ## everything but the rehearsal (what CI runs first)
	@demo=$$(mktemp -d); trap 'rm -rf "$$demo"' EXIT; export SAPA_DEMO=$$demo; \
	$(MAKE) --no-print-directory -j2 --output-sync=target lint types imports site unit walks 9>&1; \
	$(MAKE) --no-print-directory timed

begin = @{ echo 'begun: $@' >&9; } 2>/dev/null || true

lint: ## format and lint
	$(begin)
	ruff format --check .
	ruff check .

types: ## strict types
	$(begin)
	mypy

imports: ## who may import whom
	$(begin)
	PYTHONPATH=functions:. lint-imports

unit: ## unit, architecture and integration tests
	$(begin)
	pytest -q -n auto --maxprocesses 4

coverage: setup ## which lines no unit, architecture or integration test reaches (htmlcov/ shows them)
	@rm -rf .coverage .coverage.* htmlcov
	pytest -q -n auto --maxprocesses 4 --cov --cov-report=term --cov-report=html

built:
	@tools/setup.sh run

site: ## the admin site: types, tests, size
	$(begin)
	npm run --silent --prefix static_site check
	npm test --silent --prefix static_site
	@tools/setup.sh run
	npm run --silent --prefix static_site budget

e2e: built ## the browser walks the main job
	@demo=$$(mktemp -d); trap 'rm -rf "$$demo"' EXIT; export SAPA_DEMO=$$demo; \
	$(MAKE) --no-print-directory walks; \
	$(MAKE) --no-print-directory timed

TIMED := tests/e2e/test_speed.py

# Two browsers at once, each with a Sapa of its own; both begin with a copy of one demo.
walks:
	$(begin)
	pytest -q -n 2 --dist worksteal --durations 10 tests/e2e --ignore $(TIMED)

timed:
	pytest -q $(TIMED)

rehearse: ## deploy without a cloud: validate, lint, build, invoke each function, deploy and walk
	@tools/setup.sh run
	@tools/setup.sh rehearse
	@PYTHONPATH=functions $(PYTHON) -m tools.rehearse

pictures: ## the screens in docs/images, taken by the browser walk
	SAPA_PICTURES=1 pytest -q tests/e2e/test_main_job.py

lighthouse: setup ## Lighthouse (mobile) on sign-in and home of a running Sapa (SAPA_URL, ADMIN_PASSWORD); on an idle machine
	@npm ci --prefix tools/lighthouse --no-audit --no-fund --silent
	@$(PYTHON) tools/lighthouse/measure.py

bench: ## the speed Sapa must reach
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks

benchplan: ## planning reminders over 100,000 accounts (some minutes)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.planning

benchimport: ## importing a cooperative's files, against the engine's own rate (MEMBERS=100000: an hour)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.file_import $(MEMBERS)

benchafter: ## how fast Sapa answers right after an import (MEMBERS=100000: an hour or more)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.after_import $(MEMBERS)

benchfeed: ## a core system's batches of 500, against API Gateway's 29 seconds
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.feed

benchexport: ## exporting everything: members a second, memory and size (MEMBERS)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.full_export $(MEMBERS)

fmt: ## format and repair
	ruff format .
	ruff check --fix .

openapi: ## write the API's document anew from the code
	$(PYTHON) tools/openapi.py

version: ## write the version of pyproject.toml wherever else it is shown
	$(PYTHON) -m tools.version
	$(PYTHON) tools/openapi.py

diagram: ## draw docs/architecture.md's picture of imports anew from the code
	$(PYTHON) -m tools.architecture

lock: ## pin the newest versions anew (needs pip-tools)
	@tools/lock.sh
