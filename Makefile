# `make run` and `make test` do everything; see README.md.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Elsewhere, name PyTorch's index of CPU builds here; its "Get started" page gives the address.
TORCH_INDEX ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --quiet --disable-pip-version-check

.PHONY: run test bench clean

run: $(VENV)/.installed
	@$(BIN)/review-bot run

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

bench: $(VENV)/.installed-bench
	$(BIN)/python tests/benchmarks/speed.py
	$(BIN)/python tests/benchmarks/beside.py

# PyTorch first and pinned: asked for by another package, it brings gigabytes of CUDA with it.
$(VENV)/.installed: pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=...")'
	@echo "Installing into $(VENV) (a few minutes the first time)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	@$(PIP) install --constraint .ci/constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(PIP) install --constraint .ci/constraints.txt --editable '.[dev,postgres]'
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(PIP) install --constraint .ci/constraints.txt --editable '.[bench,dev,postgres]'
	@touch $@

clean:
	rm -rf $(VENV) var
