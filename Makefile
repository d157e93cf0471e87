# Two commands do everything: `make run` sets the site up and serves it, `make test` tests it.
# HOST, PORT and GAZETTE_HOME from the environment change where; PYTHON=… names an interpreter.

VENV := .venv
BIN := $(VENV)/bin

# The first interpreter of 3.12 or newer that really runs and can make a virtual environment. A name on the PATH is not
# enough: version managers leave names there for versions that are switched off.
FIND_PYTHON = for python in "$(PYTHON)" python3.13 python3.14 python3.12 python3 python \
	"$$HOME"/.pyenv/versions/3.1[2-9]*/bin/python3 /opt/python*/bin/python3 /usr/local/bin/python3.1[2-9]; do \
	  if [ -n "$$python" ] && "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; \
	  then echo "$$python"; break; fi; done

.PHONY: run setup test check bench messages clean help

run: setup ## set the site up and serve it
	@$(BIN)/python manage.py quickstart
	@exec $(BIN)/python manage.py serve

setup: $(VENV)/.requirements

$(VENV)/.requirements: requirements.txt
	@python="$$($(FIND_PYTHON))"; \
	if [ -z "$$python" ]; then \
	  echo "Gazette needs Python 3.12 or newer with the venv module; none was found. Install one (Debian: apt install python3 python3-venv)" \
	    "or name it: make run PYTHON=/path/to/python3.13" >&2; exit 1; fi; \
	echo "Setting up $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test-requirements: $(VENV)/.requirements tests/requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

test: $(VENV)/.test-requirements ## run the tests; those that need Chromium or PostgreSQL run where these are
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(VENV)/.test-requirements ## style, types, layers, templates, migrations, deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet cms blog
	$(BIN)/django-upgrade --target-version 6.1 $$(git ls-files 'blog/*.py' 'cms/*.py' | grep -v /migrations/)
	$(BIN)/python -W error manage.py makemigrations --check --dry-run
	SITE_URL=https://news.example.org EMAIL_URL=smtp://mail.example.org HSTS_INCLUDE_SUBDOMAINS=1 $(BIN)/python -W error manage.py check --deploy --fail-level WARNING
	$(BIN)/mypy .

bench: $(VENV)/.test-requirements ## measure speed, in one table; ARGS="--posts 1000000 --documents 20000 --save"
	@$(BIN)/python -m tests.bench $(ARGS)

requirements: ## compile requirements from pyproject.toml, newest within its bounds (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.12 \
	  --custom-compile-command "make requirements" pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.12 \
	  --custom-compile-command "make requirements" --group test --group check -c requirements.txt -o tests/requirements.txt

messages: setup ## collect the words of the interface for translators, and compile what they wrote (needs gettext)
	@$(BIN)/python manage.py makemessages -l az -l ro -l ru -l tk --no-location --no-wrap --no-obsolete -i tests -i "var/*" -i ".venv/*" -e html,txt,py
	@cd cms && ../$(BIN)/python ../manage.py compilemessages

clean: ## remove what tools left behind; the site's own data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'
