# `make` lists what can be typed. The work is in playbooks/ and scripts/; nothing here but names, order and folders.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules

XDG_CACHE_HOME := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)
XDG_DATA_HOME := $(or $(XDG_DATA_HOME),$(HOME)/.local/share)
export STOREYARD_CACHE := $(abspath $(or $(STOREYARD_CACHE),$(XDG_CACHE_HOME)/storeyard))
export STOREYARD_HOME := $(abspath $(or $(STOREYARD_HOME),$(XDG_DATA_HOME)/storeyard))
# What `make up` was told (CLUSTER, ports …) holds for later commands too, unless they are told otherwise.
-include $(STOREYARD_HOME)/settings.mk
CLUSTER ?= kind
export CLUSTER KEEP

export PATH := $(STOREYARD_CACHE)/bin:$(PATH)
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg
export ANSIBLE_COLLECTIONS_PATH := $(STOREYARD_CACHE)/collections

.PHONY: help up status down platform test e2e e2e-production reliability chaos conformance engine unit bench bench-api bench-life fuzz mutation format lint type charts serverless dashboard browse images release spec openapi lock

help: ## this list
	@echo "make TARGET    (CLUSTER=kind|k3s|existing  STOREYARD_HTTP_PORT=80  STOREYARD_PORT=8000  PYTHON=python3)"
	@sed -nE 's/^([a-z0-9-]+):.* ## (.*)/  \1\t\2/p' Makefile | expand -t 14

up: ## tools, cluster, images, platform and a first store; twice changes nothing
	@scripts/up browser

status: ## one JSON object: api, token, kubeconfig, cluster, stores
	@"$$(ls $(STOREYARD_CACHE)/environments/run/bin/python 2> /dev/null || echo python3)" scripts/status.py

down: ## stops and removes all of it; KEEP=data keeps stores' volumes and the state
	@scripts/down

platform: ## the platform in the cluster of `make up` too, in a namespace of its own, with TLS; twice changes nothing
	@scripts/platform

test: ## everything that needs no cluster, in about seven minutes on two cores
	@scripts/bootstrap dev -- python scripts/check.py

e2e: export E2E := $(E2E)
e2e: ## the checks on the running cluster (brings it up first)
	@scripts/bootstrap dev browser
	@scripts/up
	@scripts/bootstrap dev -- python -m pytest -p no:randomly --timeout=600 --durations=15 --durations-min=10 $(or $(E2E),tests/e2e -m "not long")
	@[ -n "$$E2E" ] || scripts/bootstrap dev -- python -m tests.conformance

# A cluster that this makes writes down what the platform's account asks for.
e2e-production: export STOREYARD_AUDIT := 1
e2e-production: ## production in full, on the running cluster: https, the platform in its cluster and its rights, PostgreSQL, Helm alone, a server, two clusters, AWS as far as a laptop shows it (70 min)
	@scripts/bootstrap dev browser
	@scripts/up
	@scripts/bootstrap dev -- python -m pytest -p no:randomly --timeout=900 tests/e2e/test_tls.py tests/e2e/test_platform_inside.py tests/e2e/test_platform_pods.py tests/e2e/test_two_clusters.py tests/e2e/test_rights.py tests/e2e/test_rights_of_kinds.py tests/e2e/test_helm.py tests/e2e/test_release.py tests/e2e/test_bandwidth.py tests/e2e/test_k3s_server.py tests/e2e/test_server_guide.py tests/integration/test_postgresql_processes.py tests/e2e/test_aws.py

reliability: ## the long form, on the running cluster: upgrades broken on purpose, kill -9 at each step, all that is carried over (100 min)
	@scripts/bootstrap dev browser
	@scripts/up
	@scripts/bootstrap dev -- python -m pytest tests/reliability tests/e2e -m long -p no:randomly --timeout=900 $(RELIABILITY)

# The long form kills a thousand, and then looks at what a hundred stores made and deleted leave behind.
chaos: ## a platform that is killed 300 times and broken otherwise while it works, on the running cluster (an hour), writes its parts of docs/reliability.md: ROUNDS=long, CHAOS="--seed 7 --round 3"
	@scripts/bootstrap dev
	@scripts/up
	@scripts/bootstrap dev -- python -m tests.chaos $(if $(CHAOS),$(CHAOS),--page docs/reliability.md $(if $(filter long,$(ROUNDS)),--kills 1000))
	@[ -n "$(CHAOS)" ] || [ "$(ROUNDS)" != long ] || scripts/bootstrap dev -- python -m tests.chaos --leaks 100 --page docs/reliability.md

conformance unit: export ENGINE := $(ENGINE)
conformance: ## what every engine must do, on the running cluster: ENGINE=<name>, or of all
	@[ -z "$$ENGINE" ] || [ -e "charts/$$ENGINE/engine.yml" ] || { echo "storeyard: Name an engine: make conformance ENGINE=<a folder of charts with an engine.yml>." >&2; exit 2; }
	@scripts/bootstrap dev browser
	@scripts/up
	@scripts/bootstrap dev -- python -m tests.conformance $(CONFORMANCE)

engine: export NAME := $(NAME)
engine: ## a new engine from the templates: NAME=<name>
	@python3 scripts/new_engine.py

unit: ## what of an engine can be checked without a cluster: ENGINE=<name>
	@scripts/bootstrap dev -- scripts/engine-check

bench: ## measures, from nothing if nothing is up, writes docs/benchmarks.md: BENCH=--only-shops for shops alone, BENCH=--help
	@scripts/bootstrap dev -- python -m tests.bench $(BENCH)

bench-api: ## measures the API beside two peers (on an idle machine), writes docs/benchmarks-api.md: BENCH=--quick for a look
	@scripts/bootstrap dev
	@scripts/bench-peers
	@scripts/bootstrap dev -- python -m tests.bench.api $(BENCH)

bench-life: ## a shop of each engine through all of its life with buyers in it (40 min), writes docs/reliability.md: BENCH=--help
	@scripts/bootstrap dev -- python -m tests.reliability.run $(BENCH)

fuzz: ## schemathesis over the whole API, as a store's owner and as a stranger, 10,000 requests each (about 15 min)
	@scripts/bootstrap dev -- python -m tests.fuzz

mutation: ## changes the core line by line and looks whether a test notices: MUTATION="functions.domain.kinds*", or all (an hour)
	@scripts/bootstrap dev -- mutmut run $(MUTATION)
	@scripts/bootstrap dev -- python scripts/mutation.py verdict $(MUTATION)

format: ## ruff formats and mends what it can
	@scripts/bootstrap dev -- ruff format .
	@scripts/bootstrap dev -- ruff check --fix .

lint: ## ruff, import arrows, yamllint, ansible-lint, shellcheck
	@scripts/bootstrap dev -- python scripts/check.py format lint imports yaml ansible shell

type: ## mypy, strict
	@scripts/bootstrap dev -- python scripts/check.py types

charts: ## helm lint, schema and unit tests of the charts
	@scripts/bootstrap dev -- python scripts/check.py charts

serverless: ## checks of serverless.yml
	@scripts/bootstrap dev -- python scripts/check.py serverless

dashboard: ## checks of the page: format, lint, types (the API's own included), unit tests, its size
	@scripts/bootstrap dev -- python scripts/check.py dashboard

browse: ## the page in a browser, on made-up stores without a cluster: access, sizes, requests, keys, pictures in out/dashboard
	@scripts/bootstrap dev browser -- scripts/dashboard-check
	@scripts/bootstrap dev -- python -m pytest tests/dashboard -p no:randomly $(BROWSE)

images: ## builds the container images that are not built yet, and loads them into the cluster
	@ANSIBLE_STDOUT_CALLBACK=storeyard_progress scripts/bootstrap run -- ansible-playbook playbooks/images.yml

release: export REGISTRY := $(REGISTRY)
release: ## pushes the charts for Helm alone and their images to an OCI registry, lists what is in them, and signs all of it if COSIGN_KEY names a key: REGISTRY=registry.example.org/storeyard
	@scripts/bootstrap dev -- python -m scripts.release

spec: ## writes what is made of a store's fields: the role's arguments, the charts' schemas; and the charts' READMEs
	@scripts/bootstrap dev -- python -m scripts.generate_spec
	@scripts/bootstrap dev -- python -m scripts.chart_readme

openapi: ## writes docs/openapi.json, and says what in it breaks clients of the last release
	@scripts/bootstrap dev
	@scripts/bootstrap dev -- python -m functions.api.openapi > docs/openapi.json.tmp && mv docs/openapi.json.tmp docs/openapi.json
	@scripts/openapi-check

lock: ## pins requirements*.txt anew, with hashes
	@scripts/lock
