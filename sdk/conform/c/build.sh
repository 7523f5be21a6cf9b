#!/bin/sh
# Builds the conformance adapter in C: build.sh OUT.wasm
#
# Needs clang and lld (Debian: clang lld), no C library. Then give the module its manifest: directorybolt adapter build -o OUT.wasm OUT.wasm
set -eu
cd "$(dirname "$0")"
exec clang --target=wasm32 -O2 -Wall -Wextra -Wno-missing-field-initializers -Werror -ffreestanding -nostdlib -mbulk-memory -msign-ext \
	-Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=65536 -o "$1" ./*.c
