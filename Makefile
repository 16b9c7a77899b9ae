# The two commands a newcomer needs: `make run` and `make test`.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Some containers forbid it; but some fifty processes import the same modules here.
unexport PYTHONDONTWRITEBYTECODE
PYTHON := .venv/bin/python

.PHONY: help setup run backup restore test check lint types imports unit built site e2e walks timed rehearse deploy rollback chaos coverage pictures lighthouse bench benchplan benchchunks benchimport benchafter benchfeed benchexport benchpartitions fmt openapi version diagram costs lock

help: ## what can be made
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: ## prepare this folder for running and testing
	@tools/setup.sh test

run: ## run Sapa on this computer (PORT, DATA_DIR, DEMO, ADMIN_USERNAME, ADMIN_PASSWORD, TODAY, TRUSTED_PROXY)
	@tools/setup.sh run
	@PYTHONPATH=functions exec $(PYTHON) -m local

# Neither sets anything up: they are for a Sapa that runs already.
backup: ## back up DATA_DIR into a new folder of OUT, while Sapa runs (KEEP: only the newest so many)
	@PYTHONPATH=functions:. $(PYTHON) -m tools.backup

restore: ## put the backup FROM back as DATA_DIR (REPLACE=1: what is there is moved aside)
	@PYTHONPATH=functions:. $(PYTHON) -m tools.restore

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

deploy: ## deploy a stage of samconfig.toml (STAGE), with the credentials of the environment
	@tools/setup.sh deploy
	@PYTHONPATH=functions $(PYTHON) -m tools.deploy $(STAGE)

rollback: ## take a stage's latest deployment back (STAGE)
	@tools/setup.sh run
	@PYTHONPATH=functions $(PYTHON) -m tools.deploy $(STAGE) --rollback

ROUNDS ?= 200
chaos: setup ## kill -9 of everything while clerks post, ROUNDS times (SECONDS at most; SEED: as before)
	@ROUNDS=$(ROUNDS) pytest -q -rP tests/chaos

pictures: ## the screens in docs/images, taken by the browser walk
	SAPA_PICTURES=1 pytest -q tests/e2e/test_main_job.py

lighthouse: setup ## Lighthouse (mobile) on sign-in and home of a running Sapa (SAPA_URL, ADMIN_PASSWORD); on an idle machine
	@npm ci --prefix tools/lighthouse --no-audit --no-fund --silent
	@$(PYTHON) tools/lighthouse/measure.py

bench: ## the speed Sapa must reach
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks

benchplan: ## planning reminders over 100,000 accounts (some minutes)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.planning

benchchunks: ## planning over 300,000 open accounts, chunk by chunk (ACCOUNTS)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.planning_chunks $(ACCOUNTS)

benchimport: ## importing a cooperative's files, against the engine's own rate (MEMBERS=100000: an hour)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.file_import $(MEMBERS)

benchafter: ## how fast Sapa answers right after an import (MEMBERS=100000: an hour or more)
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.after_import $(MEMBERS)

benchfeed: ## a core system's batches of 500, against API Gateway's 29 seconds
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.feed

benchpartitions: ## write units of the partitions that all work shares
	@PYTHONPATH=functions:. $(PYTHON) -m benchmarks.partitions

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

costs: ## count what operations consume, and write docs/cost.md and its bill anew
	@PYTHONPATH=functions:. $(PYTHON) -m pytest -q tests/integration/test_costs.py --write-costs
	@$(PYTHON) -m tools.costs

lock: ## pin the newest versions anew (needs pip-tools)
	@tools/lock.sh
