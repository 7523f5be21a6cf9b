// The adapter contract in C, without a library: what an adapter needs to read a turn and to write an answer.
//
// Messages are not unpacked into structs. A message is a range of bytes; get and get_number look a field up by its number in contract.proto,
// and cost a walk over the message. That is little code and no memory, and fast enough for turns of any size.
#ifndef BOLT_H
#define BOLT_H

#include <stdbool.h>
#include <stdint.h>

// bytes is a text, a message or plain bytes somewhere in memory; it does not end in a zero byte.
typedef struct {
	const uint8_t *at;
	uint32_t size;
} bytes;

bytes text(const char *s);
bool is(bytes b, const char *s);

// log_text prints to the log of the call. fail prints and ends the call with a trap: for what must not happen. An adapter's own failures are
// answers with an error.
void log_text(const char *s);
_Noreturn void fail(const char *s);

// allocate never gives memory back: an instance lives for one call.
uint8_t *allocate(uint32_t size);

// Reading.

enum { VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5 };

// reader stands on one field of a message after each next. It fails on bytes that are not protobuf.
typedef struct {
	bytes rest;
	uint32_t field, wire;
	uint64_t number; // of a VARINT, and the bits of a FIXED64
	bytes value;     // of a BYTES
} reader;

bool next(reader *r);

// get returns the text, bytes or message in a field: the last of them as protobuf has it, empty if there is none. get_at returns one of a list,
// from 0. has tells a message that is there and empty from none.
bytes get(bytes message, uint32_t field);
bytes get_at(bytes message, uint32_t field, uint32_t index);
bool has(bytes message, uint32_t field);

// Writing.

typedef struct {
	uint8_t *at;
	uint32_t size, room;
} writer;

void put_number(writer *w, uint32_t field, uint64_t number);
void put_double(writer *w, uint32_t field, uint64_t bits);
void put(writer *w, uint32_t field, bytes value);
void put_text(writer *w, uint32_t field, const char *value); // nothing for an empty text

// open_message begins a message in a field; close_message, given what it returned, ends it.
uint32_t open_message(writer *w, uint32_t field);
void close_message(writer *w, uint32_t opened);

// The contract.

// check fails unless turn is a Turn through and through: sound protobuf, and every text UTF-8. rewrite does the same and writes what it read.
void check_turn(bytes turn);
void rewrite_turn(bytes turn, writer *out);

#endif
