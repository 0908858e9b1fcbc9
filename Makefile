# 问津 WenJin.  make serve: set up and open the page.  make test: all tests, lint and types.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin
export HF_HUB_OFFLINE = 1
export GRADIO_ANALYTICS_ENABLED = False

.PHONY: setup serve test eval lint types browser lock audit licences sbom torture clean

setup: .venv/.installed
	@$(BIN)/wenjin setup

serve: setup
	@$(BIN)/wenjin serve

test: setup .venv/.dev browser lint types
	@$(BIN)/pytest

# The question set on the seeds against the committed baseline: fails where an answer got worse.
eval: setup
	@$(BIN)/wenjin eval --gate
	@$(BIN)/python -m eval.elsewhere_sets --gate

lint: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/.dev
	@$(BIN)/mypy

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 到 3.13 / Python 3.11 to 3.13 is needed" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $@

.venv/.dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@

# The browser tests drive a real Chromium with Chinese fonts.
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
browser:
	@command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . || \
	{ $(SUDO) apt-get update -qq && \
	DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null; }

# After a change of the dependencies in pyproject.toml: the versions of this environment, and those
# that only newer Pythons need (audioop-lts from 3.13 on).
lock: .venv/.dev
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > requirements.lock
	echo 'audioop-lts==0.2.2' >> requirements.lock

# Known vulnerabilities in the locked dependencies; STRICT=1 fails where nobody could be asked.
audit: .venv/.dev
	@$(BIN)/python .ci/audit.py

# docs/licences.md; fails where a dependency's licence is not one of those allowed.
licences: .venv/.dev
	@$(BIN)/python .ci/licences.py

# The software bill of materials (CycloneDX).
sbom: .venv/.dev
	@$(BIN)/python .ci/sbom.py dist/sbom.json

# The harnesses against faults, load and hostile input, for as long as that takes.
torture: setup .venv/.dev browser
	@WENJIN_TORTURE=1 WENJIN_SCHEMA_EXAMPLES=1000 $(BIN)/pytest \
		$(wildcard tests/faults tests/load tests/fuzz tests/web/doors tests/trust)

clean:
	rm -rf .venv .wenjin
