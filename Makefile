# Targets with a ## comment are the project's commands; `make` prints them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDEXPANSION:
MAKEFLAGS += --no-print-directory

# One build for all: without cgo no C compiler is needed, and nothing the machine happens to have leaks in.
export CGO_ENABLED := 0
# The driver of the browser runs on the Node.js of the machine instead of fetching its own.
export PLAYWRIGHT_NODEJS_PATH ?= $(shell command -v node)

adapters := $(patsubst plugins/%/,bin/adapters/%.wasm,$(sort $(dir $(wildcard plugins/*/*.go))))
FORMS ?= ../shared/forms/public

.PHONY: help demo run test check bench screenshots generate score-forms clean machine test-machine tools FORCE

help: ## Say what can be done here
	@echo "DirectoryBolt puts a business into directories, and proves it."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "Start with make demo. What this machine lacks is installed on the way, after asking."

demo: machine bin/directorybolt $(adapters) ## Carry one order of 50 directories through, here, and judge every outcome
	@bin/directorybolt demo

run: machine bin/directorybolt $(adapters) ## Start the same and stay up until Ctrl-C
	@exec bin/directorybolt run

test: test-machine bin/directorybolt $(adapters) ## Check, and run every test, also those with Postgres and a browser
	@.ci/test

check: ## Check the fast half: format, vet, lint, dead code, drift, tests without Postgres or browser
	@.ci/check
	@.ci/test -short

bench: test-machine bin/directorybolt $(adapters) ## Measure what the figures promise, in interleaved pairs, and print the tables
	@status=0; go run ./host/bench || status=1; \
	go run -C host/bench/sandbox . || status=1; \
	go test -count=1 -timeout 60m -run '^TestFigures$$' -v ./host/browser -figures || status=1; \
	go test -count=1 -timeout 10m -run '^TestFigures$$' -v ./host/e2e/pages -figures || status=1; \
	go test -count=1 -timeout 10m -run '^TestFigures$$' -v ./host/e2e -figures || status=1; \
	go test -count=1 -timeout 10m -run '^TestFigures$$' -v ./host/e2e/dispatch -figures || status=1; \
	go test -count=1 -timeout 90m -run '^TestKills$$' -v ./host/e2e/kills -kills 200 || status=1; \
	go test -count=1 -timeout 30m -run '^TestChaos$$' -v ./host/e2e/machines -chaos 10m || status=1; \
	.ci/install --figures && go test -count=1 -timeout 30m -run '^TestLighthouse$$' -v ./host/e2e/pages -lighthouse || status=1; exit $$status

screenshots: test-machine ## Take a picture of every page, light, dark and on a phone, into .cache/screenshots
	@mkdir -p .cache/screenshots
	@go test -count=1 -run '^TestScreenshots$$' ./host/e2e/pages -screenshots "$$PWD/.cache/screenshots"

generate: ## Make generated code anew: the codec, the queries, the templates
	@.ci/generate

score-forms: machine bin/directorybolt ## Fill real forms and score the answers: FORMS=folder
	@bin/scoreforms $(FORMS)

clean: ## Remove everything that was built here
	@rm -rf bin bench-results .cache

machine:
	@.ci/install

test-machine:
	@.ci/install --test

# Go decides what is stale, in well under a second.
bin/directorybolt: FORCE
	@go build -o bin/ ./host/cmd/...

bin/adapters/%.wasm: $$(filter-out %_test.go,$$(wildcard plugins/$$*/*.go plugins/$$*/*/*.go plugins/$$*/*.json)) $(wildcard sdk/*.go) go.mod | bin/directorybolt
	@mkdir -p $(@D)
	@echo "  building the adapter $*"
	@bin/directorybolt adapter build -o $@ ./plugins/$*

FORCE:
