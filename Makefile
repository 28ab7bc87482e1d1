# make run    installs what is missing, builds, and opens the browser on the sample fixtures
# make test   installs what the tests need, builds, and runs them all
#
# Both print what they install and build to stderr, so that stdout is the program's own.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help

BUILD := $(CURDIR)/.build
RELEASE := $(BUILD)/release
PREFIX ?= /usr/local
# The runtime inside the binaries: they start faster and run where no toolchain is.
RELEASE_FLAGS := -c release --static-swift-stdlib

# Real recordings, for the tests that want them; those skip without.
ifeq ($(origin LLM_MOCK_CORPUS), undefined)
ifneq ($(wildcard $(CURDIR)/../shared/corpus),)
export LLM_MOCK_CORPUS := $(abspath $(CURDIR)/../shared/corpus)
endif
endif
UPSTREAM_TOOL := $(if $(LLM_MOCK_CORPUS),$(wildcard $(LLM_MOCK_CORPUS)/../tools/upstream.py))
CORPUS_TOOL := $(if $(LLM_MOCK_CORPUS),$(wildcard $(LLM_MOCK_CORPUS)/../tools/fixtures-from-corpus.py))

.PHONY: help
help:
	sed -n 's/^# //p' $(firstword $(MAKEFILE_LIST)) | head -2
	echo 'make install PREFIX=/usr/local'
	echo 'make bench, make soak, make lint, make format, make screenshots, make clean'

.PHONY: run
run: build-tui
	exec $(RELEASE)/llm-mock-tui fixtures

.PHONY: build
build: need-build build-tui
	swift build $(RELEASE_FLAGS) --product llm-mock >&2

.PHONY: build-tui
build-tui: need-build
	swift build $(RELEASE_FLAGS) --product llm-mock-tui >&2

.PHONY: install
install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install $(RELEASE)/llm-mock $(RELEASE)/llm-mock-tui $(DESTDIR)$(PREFIX)/bin

.PHONY: test
test: need-test corpus-fixtures
	$(CORPUS_ENVIRONMENT) swift test --parallel $(TEST_FLAGS)

# The built programs with what they are for: the official SDKs, real traffic, a package that uses the
# library. They share the build of the tests; each is skipped with a message where what it needs is not there.
DEBUG := $(BUILD)/debug

.PHONY: stages
stages: need-test
	swift build --build-tests $(TEST_FLAGS) >&2
	cp Package.resolved Examples/Package.resolved
	swift test --package-path Examples --scratch-path $(BUILD)
	python3 Tests/Stages/real_clients.py --llm-mock $(DEBUG)/llm-mock
	if [ -n '$(UPSTREAM_TOOL)' ]; then
	  python3 Tests/Stages/real_traffic.py --llm-mock $(DEBUG)/llm-mock \
	    --corpus '$(LLM_MOCK_CORPUS)/open.jsonl.gz' --upstream '$(UPSTREAM_TOOL)'
	else
	  echo 'No real traffic here: set LLM_MOCK_CORPUS' >&2
	fi

# What takes too long for every change: data races, all window sizes, long fuzzing, the whole corpus.
.PHONY: soak
soak: need-test corpus-fixtures
	$(CORPUS_ENVIRONMENT) LLM_MOCK_SOAK=1 swift test --parallel
	$(CORPUS_ENVIRONMENT) swift test --parallel --sanitize thread --scratch-path $(BUILD)/thread

.PHONY: bench
bench: build
	swift build $(RELEASE_FLAGS) --product replay-bench >&2
	swift build $(RELEASE_FLAGS) --product diff-bench >&2
	python3 Tests/Benchmarks/bench.py --list $(RELEASE)/llm-mock --tui $(RELEASE)/llm-mock-tui \
	  --replay $(RELEASE)/replay-bench --diff $(RELEASE)/diff-bench --small fixtures $(BENCH_FLAGS)

.PHONY: screenshots
screenshots: build-tui
	LLM_MOCK_TUI=$(RELEASE)/llm-mock-tui screenshots/take.sh

SWIFT_SOURCES := Package.swift Sources Tests Examples/Package.swift Examples/Sources Examples/Tests

.PHONY: lint
lint:
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)

.PHONY: format
format:
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

.PHONY: clean
clean:
	swift package clean

# Fixtures made from the recordings, for the tests of edits and hashes. Made once.
CORPUS_FIXTURES := $(BUILD)/corpus-fixtures
ifneq ($(CORPUS_TOOL),)
CORPUS_ENVIRONMENT := LLM_MOCK_CORPUS_FIXTURES=$(CORPUS_FIXTURES)
endif

.PHONY: corpus-fixtures
corpus-fixtures:
	if [ -n '$(CORPUS_TOOL)' ] && [ ! -e $(CORPUS_FIXTURES)/complete ]; then
	  mkdir -p $(CORPUS_FIXTURES)
	  python3 '$(CORPUS_TOOL)' '$(LLM_MOCK_CORPUS)/open.jsonl.gz' $(CORPUS_FIXTURES)/known \
	    --keep-all --hashes $(CORPUS_FIXTURES)/known-hashes >&2
	  python3 '$(CORPUS_TOOL)' '$(LLM_MOCK_CORPUS)/open.jsonl.gz' $(CORPUS_FIXTURES)/all \
	    --all-endpoints --keep-all --hashes $(CORPUS_FIXTURES)/all-hashes >&2
	  touch $(CORPUS_FIXTURES)/complete
	fi

# Packages of Debian: installed as root, asked for otherwise.
.PHONY: need-build need-test
LIBRARIES := libncurses-dev:/usr/include/curses.h zlib1g-dev:/usr/include/zlib.h \
  libbrotli-dev:/usr/include/brotli/decode.h libcurl4-openssl-dev:$(firstword $(wildcard /usr/lib/*/libcurl.so) /usr/lib/libcurl.so)
need-build: PACKAGES = $(LIBRARIES)
need-test: PACKAGES = $(LIBRARIES) tmux:tmux git:git python3:python3
need-build need-test:
	command -v swift > /dev/null || { echo 'Install a Swift toolchain first: swift.org/install' >&2; exit 1; }
	missing=()
	for package in $(PACKAGES); do
	  proof=$${package#*:}
	  case $$proof in
	    /*) [ -e "$$proof" ] || missing+=("$${package%%:*}") ;;
	    *) command -v "$$proof" > /dev/null || missing+=("$${package%%:*}") ;;
	  esac
	done
	if [ $${#missing[@]} -gt 0 ]; then
	  if [ "$$(uname)" != Linux ]; then
	    # The system's own curses is enough elsewhere.
	    exit 0
	  elif [ "$$(id -u)" = 0 ]; then
	    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y "$${missing[@]}"; } >&2
	  else
	    echo "Missing: $${missing[*]}. Install with:" >&2
	    echo "  sudo apt-get install $${missing[*]}" >&2
	    exit 1
	  fi
	fi
