# Everything a person types. Needs make and Python 3.11 or newer, nothing else; `make` alone tells what there is.
.DEFAULT_GOAL := help
.PHONY: help install develop up down reset status failures redrive rotate-key retire-key restore costs quick test test-lint test-e2e test-shown test-stack test-rest deployable pair bench faults season contracts locales lock mails pictures
SHELL := /bin/sh
# Some machines write no byte-code; then each of some dozen processes of a run compiles all of it for itself.
export PYTHONDONTWRITEBYTECODE :=

VENV := .venv
SAM := .venv-sam
PY := $(VENV)/bin/python
EXTRAS := pairing,reporting,sealing,passkeys,sheets,local

# Sources are good for 3.11 and newer; Lambda runs them on the version in infra/runtime.mk.
FIND_PYTHON = for name in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## create the virtual environment and install what the local stack needs

$(VENV)/.installed: pyproject.toml
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "tandem: no Python 3.11 or newer found; install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	test -x $(PY) || { echo "virtual environment with $$($$python --version) …"; "$$python" -m venv $(VENV) || \
		{ echo "tandem: $$python can't make virtual environments (on Debian: apt install python3-venv)" >&2; exit 1; }; }
	@echo "installing, once (a minute or two) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -e ".[$(EXTRAS)]"
	@touch $@

up: install ## start the whole product on this machine (DETACH=1: in the background)
	@exec $(PY) -m infra.local up $(if $(DETACH),--detach)

down: ## save the data and stop
	@test ! -x $(PY) || $(PY) -m infra.local down

reset: ## stop and delete all data
	@test ! -x $(PY) || $(PY) -m infra.local reset

status: ## say whether it is running, and where
	@test ! -x $(PY) || $(PY) -m infra.local status || test $$? -eq 3

OPERATE = @$(PY) -m infra.operate $(if $(LOCAL),--local) $(if $(STACK),--stack "$(STACK)")

failures: install ## list failed events in the dead-letter queues (STACK=name, or LOCAL=1: the stack of make up)
	$(OPERATE) failures

redrive: install ## deliver failed events again, once the cause is fixed (STACK=name QUEUE=name, LOCAL=1)
	$(OPERATE) redrive $(QUEUE)

rotate-key: install ## switch to a new signing key; sessions and links stay valid (STACK=name, LOCAL=1)
	$(OPERATE) rotate-key

retire-key: install ## a month later: stop accepting what older keys signed (STACK=name, LOCAL=1)
	$(OPERATE) retire-key

restore: install ## restore the tables as they were at an instant (AT=2026-03-01T12:00:00Z STACK=name SWITCH=1 LOCAL=1)
	$(OPERATE) restore "$(AT)" $(if $(SWITCH),--switch)

develop: $(VENV)/.developed ## install what tests and checks need as well

$(VENV)/.developed: pyproject.toml $(VENV)/.installed
	@echo "installing what the tests need, once …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -e ".[$(EXTRAS),dev]"
	@touch $@

# Tests of what holds everywhere pass through everything, whether or not somebody has tested what it does: they don't
# count for what is reached of what decides (tests/followed.py).
EVERYWHERE := $(addprefix tests/integration/edge/test_,round_trips.py every_route.py crash_points.py secrets.py)

define LINT
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) -m infra.locales --compile
	env MYPYPATH=services:shared $(VENV)/bin/mypy services shared infra
endef

quick: develop ## lint, types and all but the largest unit tests: before each commit (a minute)
	$(LINT)
	$(PY) -m pytest tests/unit -n 2 -q -m "not bulk"

test: develop ## run everything: lint, types, unit, integration, contract, architecture, end to end
	@$(PY) -m infra.locales --compile
	@$(MAKE) --no-print-directory -j 3 test-e2e test-shown test-rest test-lint test-stack

# Parts of `make test`, three at a time: tests of a running stack wait for it half of their time, the others never do.
test-lint: develop
	$(LINT)

test-e2e: develop
	$(call IN_ONE_PIECE,tests/e2e --ignore tests/e2e/shown --ignore tests/e2e/stack)

test-shown: develop
	$(call IN_ONE_PIECE,tests/e2e/shown)

test-stack: develop
	$(call IN_ONE_PIECE,tests/e2e/stack)

define IN_ONE_PIECE
	@$(PY) -m pytest $(1) -q >.$@.log 2>&1; code=$$?; echo "$(PY) -m pytest $(1) -q"; cat .$@.log; exit $$code
endef

test-rest: develop
	$(PY) -m pytest $(EVERYWHERE) tests/contract tests/architecture -n 2 --dist worksteal -q
	$(PY) -m pytest tests/unit tests/integration $(addprefix --ignore ,$(EVERYWHERE)) -n 2 --dist worksteal -q --deciding=95

deployable: develop $(SAM)/.installed ## run sam validate and sam build, then check size, platform and imports of the result
	@$(PY) -m infra.build
	SAM_CLI_TELEMETRY=0 $(SAM)/bin/sam validate --lint
	SAM_CLI_TELEMETRY=0 PYTHON=$(CURDIR)/$(PY) $(SAM)/bin/sam build
	TANDEM_BUILT=.aws-sam/build $(PY) -m pytest tests/contract/test_deployed.py -q

# SAM's own environment: it pins what the product must not be bound to, and is 420 MB.
$(SAM)/.installed: Makefile
	@echo "installing the SAM CLI, once (a minute or two) …"
	@$(PY) -m venv $(SAM)
	@$(SAM)/bin/python -m pip install --quiet --disable-pip-version-check "aws-sam-cli>=1.140,<2"
	@touch $@

faults: develop ## inject a fault at every call to AWS, and race on a running stack; writes docs/faults.md (some minutes)
	@PYTHONPATH=services:shared $(PY) -m tests.faults --write
	$(PY) -m pytest tests/faults -q
	BULK=10000 $(PY) -m pytest tests/unit -m bulk -q
	CALENDAR_SEQUENCES=5000 $(PY) -m pytest tests/unit/meetings/test_calendars.py -q

season: install ## play a season through the public API and the mails (APPLICATIONS=file OUT=folder MAPPING=)
	@$(PY) -m infra.season $(if $(APPLICATIONS),--applications $(APPLICATIONS)) $(if $(OUT),--out $(OUT)) $(if $(MAPPING),--mapping $(MAPPING))

pair: install ## pair people from a file, without the stack (APPLICATIONS=file.csv OUT=folder, MODE= SETTINGS= MAPPING=)
	@$(PY) -m infra.pair --applications "$(APPLICATIONS)" --out "$(OUT)" $(if $(MODE),--mode "$(MODE)") \
		$(if $(SETTINGS),--settings "$(SETTINGS)") $(if $(MAPPING),--mapping "$(MAPPING)")

bench: develop ## measure cold starts, rooms, and pairing against other programs; writes docs/benchmarks.md (half an hour, 8 GB; ONLY=cold, ONLY=rooms)
	@PYTHONPATH=services:shared $(PY) -m tests.bench $(ONLY)

costs: install ## write docs/operators/costs.md (COUNT=1: count a season's usage first)
	@PYTHONPATH=services:shared $(PY) -m infra.season.costs $(if $(COUNT),--count)

contracts: develop ## write infra/openapi.json, infra/events and all generated lists (infra/repeated.py)
	@PYTHONPATH=services:shared $(PY) -m infra.contracts

pictures: develop ## take the pictures of the README again, of the stack that runs or of one of its own (needs Chromium)
	@PYTHONPATH=services:shared $(PY) -m infra.pictures

lock: develop ## write infra/layers/*.lock: the exact package versions of the layers
	@$(PY) -m infra.lock

mails: develop ## write the layouts of HTML mails from their source and stylesheet
	@$(PY) -m infra.mails

locales: develop ## extract, update and compile the translations
	@$(PY) -m infra.locales
