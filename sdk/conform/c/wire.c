// Protobuf's wire format. https://protobuf.dev/programming-guides/encoding/
#include "bolt.h"

static uint64_t read_varint(bytes *b) {
	uint64_t v = 0;
	for (uint32_t i = 0; i < 10; i++) {
		if (i == b->size) fail("message is truncated");
		uint8_t c = b->at[i];
		if (i == 9 && c > 1) break;
		v |= (uint64_t)(c & 0x7f) << (7 * i);
		if (c < 0x80) {
			b->at += i + 1;
			b->size -= i + 1;
			return v;
		}
	}
	fail("message is malformed");
}

static bytes take(bytes *b, uint64_t n) {
	if (n > b->size) fail("message is truncated");
	bytes taken = {b->at, (uint32_t)n};
	b->at += n;
	b->size -= n;
	return taken;
}

bool next(reader *r) {
	if (r->rest.size == 0) return false;
	uint64_t tag = read_varint(&r->rest);
	if (tag >> 3 < 1 || tag >> 3 > (1 << 29) - 1) fail("message is malformed");
	r->field = tag >> 3;
	r->wire = tag & 7;
	r->number = 0;
	r->value = (bytes){0, 0};
	switch (r->wire) {
	case VARINT:
		r->number = read_varint(&r->rest);
		return true;
	case FIXED64: {
		bytes eight = take(&r->rest, 8);
		for (int i = 7; i >= 0; i--) r->number = r->number << 8 | eight.at[i];
		return true;
	}
	case BYTES: {
		uint64_t size = read_varint(&r->rest);
		r->value = take(&r->rest, size);
		return true;
	}
	case FIXED32:
		take(&r->rest, 4);
		return true;
	}
	fail("message is malformed");
}

static bool find(bytes message, uint32_t field, uint32_t index, bytes *value) {
	bool found = false;
	uint32_t seen = 0;
	for (reader r = {message}; next(&r);) {
		if (r.field != field || r.wire != BYTES) continue;
		*value = r.value;
		found = true;
		if (seen++ == index) break;
	}
	return found && (index == UINT32_MAX || seen > index);
}

bytes get(bytes message, uint32_t field) { return get_at(message, field, UINT32_MAX); }

bytes get_at(bytes message, uint32_t field, uint32_t index) {
	bytes value = {0, 0};
	return find(message, field, index, &value) ? value : (bytes){0, 0};
}

bool has(bytes message, uint32_t field) {
	bytes value;
	return find(message, field, UINT32_MAX, &value);
}

static void make_room(writer *w, uint32_t more) {
	if (w->size + more <= w->room) return;
	uint32_t room = 2 * (w->size + more);
	uint8_t *at = allocate(room);
	__builtin_memcpy(at, w->at, w->size);
	w->at = at;
	w->room = room;
}

static void write_varint(writer *w, uint64_t v) {
	make_room(w, 10);
	for (; v >= 0x80; v >>= 7) w->at[w->size++] = v | 0x80;
	w->at[w->size++] = v;
}

void put_number(writer *w, uint32_t field, uint64_t number) {
	write_varint(w, field << 3 | VARINT);
	write_varint(w, number);
}

void put_double(writer *w, uint32_t field, uint64_t bits) {
	write_varint(w, field << 3 | FIXED64);
	make_room(w, 8);
	for (int i = 0; i < 8; i++, bits >>= 8) w->at[w->size++] = bits;
}

void put(writer *w, uint32_t field, bytes value) {
	write_varint(w, field << 3 | BYTES);
	write_varint(w, value.size);
	make_room(w, value.size);
	__builtin_memcpy(w->at + w->size, value.at, value.size);
	w->size += value.size;
}

void put_text(writer *w, uint32_t field, const char *value) {
	if (*value) put(w, field, text(value));
}

uint32_t open_message(writer *w, uint32_t field) {
	write_varint(w, field << 3 | BYTES);
	return w->size;
}

// The length stands before the message and its own size is known only at the end: the message is moved up for it.
void close_message(writer *w, uint32_t opened) {
	uint32_t size = w->size - opened, prefix = 1;
	for (uint32_t v = size; v >= 0x80; v >>= 7) prefix++;
	make_room(w, prefix);
	__builtin_memmove(w->at + opened + prefix, w->at + opened, size);
	w->size = opened;
	write_varint(w, size);
	w->size += size;
}
