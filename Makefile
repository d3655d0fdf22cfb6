# Phasegate: `make` lists what there is to do.

# The first Python that is new enough; one of an active environment wins because it is first on PATH.
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help demo test check up lock catalogues

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(STAMP) ## watch the CRM rollout of the example company run through its five phases
	@$(BIN)/phasegate demo

up: $(STAMP) ## start Prefect, a worker and the product, and keep them running
	@$(BIN)/phasegate up

test: $(STAMP) ## run every test
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(STAMP) ## lint, formatting, types and the arrows of the architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-logo

catalogues: $(STAMP) ## renew the catalogues of error sentences, and tell what is still to be translated
	@$(BIN)/python -m tests.architecture.catalogues
	@$(BIN)/python -m pytest --quiet tests/architecture/test_languages.py

lock: $(STAMP) ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv --quiet pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
		--output-file requirements.lock
	@echo "requirements.lock is renewed; the next make target installs it."

# Installed again whenever what is pinned or what is declared has changed. The lock is the whole closure: pip is to look
# for nothing beside it, else it finds a newer release of what a dependency names with an extra, and refuses its hash.
$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Phasegate needs Python 3.11 or later; install it, or put it on PATH as python3." >&2; exit 1; }
	@echo "Making the virtual environment .venv ..."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv || { echo "Python has no venv module; install it (Debian: apt install python3-venv)." >&2; exit 1; }
	@echo "Installing the pinned dependencies (a few minutes the first time) ..."
	@$(PIP) install --require-hashes --no-deps --requirement requirements.lock
	@echo "Installing Phasegate ..."
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
