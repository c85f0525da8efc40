# Everything from Python 3.11+, pip and make. Two commands matter: demo and test.
PYTHON ?= python3
PORT ?= 8000
UV = PYTHONPATH=.tools $(PYTHON) -m uv
IN = .venv/bin

.PHONY: demo demo-fresh test lint format assets bench faults debian screenshots

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools --upgrade uv
	@test -x $(IN)/python || $(UV) venv --quiet --python $(PYTHON) --no-python-downloads .venv
	@$(UV) pip sync --quiet --python $(IN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(IN)/python --no-deps --editable .
	@touch $@

app/web/static/built/hearth.css: .venv/installed package-lock.json package.json $(wildcard app/web/assets/*)
	@PATH="$(CURDIR)/$(IN):$$PATH" npm ci --silent
	@mkdir -p app/web/static/built
	@PATH="$(CURDIR)/$(IN):$$PATH" npm run --silent build

assets: app/web/static/built/hearth.css

demo: .venv/installed assets
	@$(IN)/hearth demo --port $(PORT)

demo-fresh: .venv/installed assets
	@$(IN)/hearth demo --port $(PORT) --fresh

lint: .venv/installed
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/mypy

format: .venv/installed
	$(IN)/ruff check --fix .
	$(IN)/ruff format .

# The browser that looks at the pages, and what lets a disk fail.
debian:
	@for one in chromium strace; do command -v $$one >/dev/null || missing="$$missing $$one"; done; \
	if [ -z "$$missing" ]; then exit 0; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq $$missing >/dev/null; \
	else echo "make test needs Debian's$$missing: install it, or set SKIP_BROWSER=1" >&2; exit 1; fi

test: .venv/installed assets lint $(if $(SKIP_BROWSER),,debian)
	$(IN)/pytest -n 2 --dist loadfile $(if $(SKIP_BROWSER),--ignore=tests/browser --ignore=tests/faults)

# Every page as each role sees it, wide and at 320 px, into build/pictures.
screenshots: .venv/installed assets debian
	@rm -rf build/pictures
	@$(IN)/pytest -q -n 2 --dist loadfile tests/browser -k "not journeys" --pictures build/pictures --timeout 600
	@echo "Look at build/pictures, and at the three in docs"

bench: .venv/installed
	$(IN)/python -m benchmarks

faults: .venv/installed
	$(IN)/python -m faults
