#!/bin/sh
# Builds the conformance adapter in Rust: build.sh OUT.wasm
#
# Needs rustc with its library for wasm32-unknown-unknown (Debian: rustc libstd-rust-dev-wasm32 lld), no crates. Then give the module its
# manifest: directorybolt adapter build OUT.wasm. RUSTC names another compiler.
set -eu
cd "$(dirname "$0")"
exec "${RUSTC:-rustc}" --edition 2021 --crate-type cdylib --target wasm32-unknown-unknown -C opt-level=3 -C panic=abort -C strip=symbols \
	-D warnings -o "$1" conform.rs
