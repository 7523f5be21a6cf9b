// What contract.proto says of a turn: one letter a field, in the order of their numbers.
//
//	s string   y bytes   b bool   u uint32   i int32   d double   m message, of the next kind in parts
#include "bolt.h"

enum {
	TURN, DIRECTORY, REFUSAL, BUSINESS, PHONE, ADDRESS, POINT, OPEN_DAY, SLOT, FILE_, SOCIAL, CONTACT, PAGE, FORM, CONTROL, CHOICE, BOX,
	PAGE_BUTTON, LINK, CAPTCHA, PAGE_ERROR, OPTION_SET, OPTION, FRAME, STEP_RESULT
};

static const struct {
	const char *fields;
	uint8_t parts[16];
} messages[] = {
	[TURN] = {"ummmyumsm", {DIRECTORY, BUSINESS, PAGE, STEP_RESULT, REFUSAL}},
	[DIRECTORY] = {"sssss"},
	[REFUSAL] = {"usm", {PAGE_ERROR}},
	[BUSINESS] = {"sssssssssmmmmsmsmsmsssssmmmsmmussss",
		{PHONE, PHONE, PHONE, PHONE, ADDRESS, POINT, OPEN_DAY, FILE_, FILE_, FILE_, SOCIAL, CONTACT}},
	[PHONE] = {"ssssss"},
	[ADDRESS] = {"ssssssssssss"},
	[POINT] = {"dd"},
	[OPEN_DAY] = {"sbm", {SLOT}},
	[SLOT] = {"ss"},
	[FILE_] = {"sssuuus"},
	[SOCIAL] = {"ss"},
	[CONTACT] = {"ssssms", {PHONE}},
	[PAGE] = {"sssussmmmmmmmms", {FORM, CONTROL, PAGE_BUTTON, LINK, CAPTCHA, PAGE_ERROR, OPTION_SET, FRAME}},
	[FORM] = {"ssssss"},
	[CONTROL] = {"sssssssssssbuussssssbbbbsumsbsms", {CHOICE, BOX}},
	[CHOICE] = {"sssb"},
	[BOX] = {"iiii"},
	[PAGE_BUTTON] = {"ssssbss"},
	[LINK] = {"sss"},
	[CAPTCHA] = {"sss"},
	[PAGE_ERROR] = {"ss"},
	[OPTION_SET] = {"mu", {OPTION}},
	[OPTION] = {"ss"},
	[FRAME] = {"s"},
	[STEP_RESULT] = {"bss"},
};

// A character of UTF-8 begins with a byte that says how many follow; what they may be is bounded so that each character has one form, none is
// half of a surrogate pair, and none lies past U+10FFFF.
static void check_text(bytes b) {
	for (uint32_t i = 0; i < b.size;) {
		uint8_t c = b.at[i++], low = 0x80, high = 0xbf;
		uint32_t more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		if (c >= 0x80 && (c < 0xc2 || c > 0xf4)) fail("string is not valid UTF-8");
		if (c == 0xe0) low = 0xa0;
		if (c == 0xed) high = 0x9f;
		if (c == 0xf0) low = 0x90;
		if (c == 0xf4) high = 0x8f;
		for (; more > 0; more--, i++, low = 0x80, high = 0xbf)
			if (i == b.size || b.at[i] < low || b.at[i] > high) fail("string is not valid UTF-8");
	}
}

// walk reads a message of a kind and, unless out is null, writes what it read. Fields the contract does not have are passed over.
static void walk(bytes message, int kind, writer *out) {
	for (reader r = {message}; next(&r);) {
		char type = 0;
		uint32_t part = 0;
		for (uint32_t i = 0; i < r.field && (type = messages[kind].fields[i]); i++)
			if (type == 'm' && i + 1 < r.field) part++;
		uint32_t wire = type == 'd' ? FIXED64 : type == 'b' || type == 'u' || type == 'i' ? VARINT : BYTES;
		if (!type) continue;
		if (r.wire != wire) fail("field has the wrong wire type");
		if (type == 's') check_text(r.value);
		if (type == 'm') {
			uint32_t opened = out ? open_message(out, r.field) : 0;
			walk(r.value, messages[kind].parts[part], out);
			if (out) close_message(out, opened);
		}
		if (!out) continue;
		switch (type) {
		case 's': case 'y': put(out, r.field, r.value); break;
		case 'b': put_number(out, r.field, r.number != 0); break;
		case 'u': put_number(out, r.field, (uint32_t)r.number); break;
		case 'i': put_number(out, r.field, (uint64_t)(int64_t)(int32_t)r.number); break;
		case 'd': put_double(out, r.field, r.number); break;
		}
	}
}

void check_turn(bytes turn) { walk(turn, TURN, 0); }
void rewrite_turn(bytes turn, writer *out) { walk(turn, TURN, out); }
