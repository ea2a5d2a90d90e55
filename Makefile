# make run: the sample inbox to warehouse/foi.duckdb.  make test: everything CI checks.
# What is built and fetched is kept outside the clone, in FOI_CACHE, so that a second clone does not start anew.
FOI_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/foi
export CARGO_TARGET_DIR ?= $(FOI_CACHE)/target
PYTHON ?= python3
FOI_BENCH ?= ../shared/bench

.PHONY: attack run setup build test fmt clippy unit sample doc clients fuzz real isolation bare faults faults-short forge roundtrip batches sequences install lines night speed

run: build ## build foi and run it over inbox/
	@$(CARGO_TARGET_DIR)/release/foi run; code=$$?; [ $$code -eq 0 ] || [ $$code -eq 10 ]

setup: ## fetch the prebuilt DuckDB library, once
	@packaging/fetch-libduckdb.sh "$(FOI_CACHE)" libduckdb

build: setup
	cargo build --release --locked

install: setup ## put foi on the PATH
	cargo install --locked --path .

test: fmt clippy unit sample doc clients faults-short

fmt:
	cargo fmt --check

clippy: setup
	cargo clippy --locked --all-targets -- -D warnings

unit: setup
	cargo test --locked

sample: setup ## the sample inbox is what the published figures give
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	cargo run --locked --quiet --example forge -- "$$folder" && \
	diff -r --exclude='*.xls' --exclude=request.toml --exclude=README.md "$$folder" inbox && \
	echo "the sample inbox is what the published figures give"

doc: setup
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items

clients: setup ## the release in the DuckDB clients people use, and the second readers
	cargo build --locked
	tests/clients/run.sh "$(PYTHON)" "$(FOI_CACHE)" "$(CARGO_TARGET_DIR)/debug/foi"

faults-short: setup ## a few kills, full disks, and every scene of a night (a debug build: its steps have names)
	cargo build --locked
	tests/faults/run.sh "$(PYTHON)" "$(FOI_CACHE)" "$(CARGO_TARGET_DIR)/debug/foi"

faults: setup ## kills at 200 random moments, disks of 30 sizes; for docs/operations.md
	cargo build --locked
	tests/faults/run.sh "$(PYTHON)" "$(FOI_CACHE)" "$(CARGO_TARGET_DIR)/debug/foi" 200 30

fuzz: setup ## 20,000 damaged workbooks and 20,000 damaged CSVs through the workers; the figures for docs/reliability.md
	FOI_FUZZ=$${FOI_FUZZ:-20000} cargo test --locked --release --test it -- --nocapture fuzz::

real: clients ## real files against reference readers, odd workbooks by outcome (FOI_CORPUS, FOI_BENCH name the folders)
	$(FOI_CACHE)/python-readers/bin/python tests/clients/reference.py "$(CARGO_TARGET_DIR)/debug/foi"
	$(FOI_CACHE)/python-readers/bin/python tests/clients/outcomes.py "$(CARGO_TARGET_DIR)/debug/foi"

isolation: build ## what guarded workers cost over 1,000 files
	$(PYTHON) tests/bench/isolation.py "$(CARGO_TARGET_DIR)/release/foi" .

batches: setup ## sums and bounds over N forged batches with a known truth (1,000 unless N says otherwise)
	FOI_BATCHES=$(or $(N),1000) FOI_BOUNDS=50 cargo test --locked --release --test it -- --nocapture batches:: bounds::

sequences: setup ## N random sequences of edits and runs: what grew is what is built from nothing (300 unless N says otherwise)
	FOI_SEQUENCES=$(or $(N),300) cargo test --locked --release --test it -- --nocapture sequences::

attack: build clients ## public files of N forged projects, each published twice, against the differencing attack
	cargo build --locked --release --example forge
	$(FOI_CACHE)/python-attack/bin/python tests/clients/attack_batches.py "$(CARGO_TARGET_DIR)/release/foi" \
	"$(CARGO_TARGET_DIR)/release/examples/forge" "$(or $(N),200)" "$(or $(SEED),1)"

roundtrip: build ## N returns in random layouts, and what foi makes of them (SEED= writes the same ones again)
	cargo build --locked --release --example forge
	tests/forge/roundtrip/run.sh "$(or $(N),10000)" "$(SEED)" "$(CARGO_TARGET_DIR)/release"

lines: build ## roles of the lines of labelled sheets against people's labels (FOI_BENCH names their folder)
	@lines=$$(mktemp) && trap 'rm -f "$$lines"' EXIT && \
	"$(CARGO_TARGET_DIR)/release/foi" inspect --lines "$(FOI_BENCH)"/sheet-rows/*/ > "$$lines" && \
	$(PYTHON) "$(FOI_BENCH)/score_rows.py" "$$lines"

speed: build ## what detection costs over 1,000 random returns, and how it grows with a table (needs perf)
	cargo build --locked --release --example forge
	$(PYTHON) tests/bench/speed.py "$(CARGO_TARGET_DIR)/release/foi" "$(CARGO_TARGET_DIR)/release/examples/forge" .

night: build ## the first run over 2,000 returns, one that finds nothing new, and one after a new label
	cargo build --locked --release --example forge
	$(PYTHON) tests/bench/night.py "$(CARGO_TARGET_DIR)/release/foi" "$(CARGO_TARGET_DIR)/release/examples/forge"

bare: setup ## reading against the bare parser
	cargo run --locked --release --example bare -- inbox

forge: ## write the sample inbox anew from the published figures
	cargo run --locked --example forge -- inbox
