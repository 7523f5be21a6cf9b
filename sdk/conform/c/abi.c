// The border of the module: its exports, its one import, its memory.
#include "bolt.h"

// act is the adapter's: it writes an Answer.
void act(uint32_t op, bytes turn, writer *answer);

__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write")))
uint32_t fd_write(uint32_t fd, const bytes *pieces, uint32_t count, uint32_t *written);

bytes text(const char *s) {
	uint32_t size = 0;
	while (s[size]) size++;
	return (bytes){(const uint8_t *)s, size};
}

bool is(bytes b, const char *s) {
	bytes t = text(s);
	for (uint32_t i = 0; i < b.size && i < t.size; i++)
		if (b.at[i] != t.at[i]) return false;
	return b.size == t.size;
}

void log_text(const char *s) {
	bytes piece = text(s); // laid out as WASI's iovec
	uint32_t written;
	fd_write(2, &piece, 1, &written);
}

void fail(const char *s) {
	log_text("conform: ");
	log_text(s);
	log_text("\n");
	__builtin_trap();
}

extern uint8_t __heap_base; // set by the linker
static uintptr_t heap;

uint8_t *allocate(uint32_t size) {
	if (!heap) heap = ((uintptr_t)&__heap_base + 7) & ~7u;
	uint64_t end = (uint64_t)heap + size, have = (uint64_t)__builtin_wasm_memory_size(0) << 16;
	if (end > have && __builtin_wasm_memory_grow(0, (end - have + 0xffff) >> 16) == SIZE_MAX) fail("out of memory");
	uint8_t *at = (uint8_t *)heap;
	heap = (end + 7) & ~7u;
	return at;
}

__attribute__((export_name("bolt_alloc")))
uint8_t *bolt_alloc(uint32_t size) { return allocate(size); }

__attribute__((export_name("bolt_call")))
uint64_t bolt_call(uint32_t op, const uint8_t *at, uint32_t size) {
	bytes turn = {at, size};
	check_turn(turn);
	writer answer = {0};
	act(op, turn, &answer);
	return (uint64_t)(uintptr_t)answer.at << 32 | answer.size;
}
