# run: the whole product on this machine · test: everything CI checks · deploy: to AWS, deploy-site:
# the dashboard alone.
# PYTHON is the one thing needed before .venv exists.

PYTHON ?= python3
SAM := .venv/bin/sam
SITE := $(PYTHON) infra/local/site_build.py
DEPLOY_SITE := .venv/bin/python infra/deploy_site.py
BROWSER := $(PYTHON) infra/local/browser_tests.py
export SAM_CLI_TELEMETRY = 0

# CI takes the profile that goes on after a failure.
PROFILE := $(if $(CI),ci,default)
NEXTEST := cargo nextest run --locked --profile $(PROFILE) --workspace -E 'not package(system-tests)'
CARGO_TEST := cargo test --locked --no-fail-fast --workspace --exclude system-tests

.PHONY: run test fmt lint unit-tests system-tests browser-tests bench-browser build deploy deploy-site tools clean-local

run:
	@exec $(PYTHON) infra/local/run.py

test: lint unit-tests system-tests

fmt: tools
	cargo fmt --all
	$(SITE) fmt
	$(BROWSER) fmt

lint: tools
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	AWS_DEFAULT_REGION=eu-west-1 $(SAM) validate --lint --template template.yaml
	$(SITE) lint
	$(BROWSER) lint

# Binaries and tests in one build: the system tests and the stack under them reuse it.
unit-tests:
	cargo build --locked --workspace --bins --tests
	$(if $(shell command -v cargo-nextest),$(NEXTEST),$(CARGO_TEST))
	$(SITE) test

system-tests: tools
	$(PYTHON) infra/local/system_tests.py $(ARGS)

# The dashboard in Chromium alone, and what it measures there; `make system-tests` runs the first as well.
browser-tests: tools
	$(PYTHON) infra/local/system_tests.py --browser $(ARGS)

bench-browser: tools
	$(PYTHON) infra/local/system_tests.py --bench-browser $(ARGS)

build: tools
	PATH="$(CURDIR)/.venv/bin:$$PATH" cargo lambda build --release --arm64 --locked $(foreach f,$(notdir $(wildcard functions/*)),--bin $(f))

deploy: build
	$(SAM) deploy --guided
	$(DEPLOY_SITE)

deploy-site: tools
	$(DEPLOY_SITE)

tools:
	@$(PYTHON) infra/local/tools.py

clean-local:
	rm -rf target/local
