# `make run` and `make test` do everything; see README.md.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Elsewhere, name PyTorch's index of CPU builds here; its "Get started" page gives the address.
TORCH_INDEX ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --quiet --disable-pip-version-check

TOOLS := .venv-tools
LOCKED := --no-deps --require-hashes --requirement

.PHONY: run test bench lock audit sbom slim clean

run: $(VENV)/.installed
	@$(BIN)/review-bot run

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

bench: $(VENV)/.installed-bench
	$(BIN)/python tests/benchmarks/speed.py
	$(BIN)/python tests/benchmarks/beside.py

# Everything but PyTorch by its hashes; PyTorch by its version, since the CPU builds of its own index
# are other files than those of the package index. docs/running.md says more.
$(VENV)/.installed: pyproject.toml .ci/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=...")'
	@echo "Installing into $(VENV) (a few minutes the first time)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install $(LOCKED) .ci/requirements.txt
	@$(PIP) install torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed .ci/requirements-dev.txt
	@$(PIP) install $(LOCKED) .ci/requirements-dev.txt
	@touch $@

# To answer with what was built elsewhere, without PyTorch: a quarter of the size.
slim:
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install $(LOCKED) .ci/requirements-slim.txt
	@$(PIP) install --no-deps .

$(TOOLS)/.installed: .ci/tools.txt
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/pip --quiet install $(LOCKED) .ci/tools.txt
	@touch $@

lock: $(TOOLS)/.installed
	@$(TOOLS)/bin/python .ci/lock.py

audit: $(TOOLS)/.installed
	@$(TOOLS)/bin/python .ci/audit.py

sbom: $(VENV)/.installed $(TOOLS)/.installed
	@mkdir -p var
	@$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --of JSON -o var/sbom.json $(VENV)/bin/python
	@echo "var/sbom.json"

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(PIP) install --constraint .ci/constraints.txt --editable '.[bench,dev,postgres]'
	@touch $@

clean:
	rm -rf $(VENV) var
