// The part of protobuf's wire format that the contract uses, over memory that is dropped as a whole with the next request.
#ifndef WIRE_H
#define WIRE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WIRE_VARINT = 0, WIRE_FIXED64 = 1, WIRE_BYTES = 2, WIRE_FIXED32 = 5 };

// A span is text or a message within the request, or a constant.
typedef struct {
	const uint8_t *at;
	size_t size;
} span;

#define TEXT(literal) ((span){(const uint8_t *)(literal), sizeof(literal) - 1})

static inline int equal(span a, span b) { return a.size == b.size && memcmp(a.at, b.at, a.size) == 0; }

// A field is one field of a message: a number, or bytes.
typedef struct {
	uint32_t id, wire;
	uint64_t number;
	span bytes;
} field;

static inline uint64_t read_varint(span *s) {
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (s->size == 0) __builtin_trap();
		uint8_t c = *s->at++;
		s->size--;
		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80) return v;
	}
	__builtin_trap();
}

// next_field takes the next field off the message; 0 at its end. A message that is cut short traps.
static inline int next_field(span *message, field *f) {
	if (message->size == 0) return 0;
	uint64_t tag = read_varint(message);
	f->id = (uint32_t)(tag >> 3);
	f->wire = tag & 7;
	size_t size;
	switch (f->wire) {
	case WIRE_VARINT: f->number = read_varint(message); return 1;
	case WIRE_FIXED64: size = 8; break;
	case WIRE_FIXED32: size = 4; break;
	case WIRE_BYTES: {
		uint64_t n = read_varint(message);
		if (n > message->size) __builtin_trap();
		size = (size_t)n;
		break;
	}
	default: __builtin_trap();
	}
	if (size > message->size) __builtin_trap();
	f->bytes = (span){message->at, size};
	message->at += size;
	message->size -= size;
	return 1;
}

// A writer appends to a buffer that is large enough for what is written; it traps where it is not.
typedef struct {
	uint8_t *at, *end;
} writer;

static inline void put_byte(writer *w, uint8_t b) {
	if (w->at == w->end) __builtin_trap();
	*w->at++ = b;
}

static inline void put_varint(writer *w, uint64_t v) {
	for (; v >= 0x80; v >>= 7) put_byte(w, (uint8_t)v | 0x80);
	put_byte(w, (uint8_t)v);
}

static inline void put_raw(writer *w, span s) {
	if ((size_t)(w->end - w->at) < s.size) __builtin_trap();
	memcpy(w->at, s.at, s.size);
	w->at += s.size;
}

static inline void put_bytes(writer *w, uint32_t id, span s) {
	put_varint(w, id << 3 | WIRE_BYTES);
	put_varint(w, s.size);
	put_raw(w, s);
}

// open_message leaves one byte for the length of a message; close_message moves the message up where it needs two or three.
static inline uint8_t *open_message(writer *w, uint32_t id) {
	put_varint(w, id << 3 | WIRE_BYTES);
	put_byte(w, 0);
	return w->at;
}

static inline void close_message(writer *w, uint8_t *start) {
	size_t size = (size_t)(w->at - start);
	size_t more = size < 1 << 7 ? 0 : size < 1 << 14 ? 1 : 2;
	if ((size_t)(w->end - w->at) < more || size >= 1 << 21) __builtin_trap();
	memmove(start + more, start, size);
	w->at += more;
	writer length = {start - 1, start + more};
	put_varint(&length, size);
}

#endif
