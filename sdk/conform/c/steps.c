// Every kind of step, every way to name a target, and every note a step can carry.
#include "bolt.h"

enum { STEPS = 2, MOVE_STATE = 3 };                                  // of Move
enum { BUSINESS = 3 };                                               // of Turn
enum { NAME = 1, DESCRIPTION = 5, TAGS = 7, ADDRESS = 15, LOCATION = 17, HOURS = 19, PHOTOS = 27 }; // of Business
enum { FULL = 1, CITY = 7 };                                         // of Address
enum {                                                               // of Step
	KIND = 1, TARGET = 2, VALUE = 3, VALUES = 4, SECRET = 5, FILES = 6, STEP_HOURS = 7, POINT = 8, FIELD = 9, WHY = 10, OPTIONAL = 11
};

// begin opens a step at a target; role and within are empty where there is none. close_message ends it.
static uint32_t begin(writer *move, const char *kind, const char *by, const char *value, const char *role, const char *within) {
	uint32_t step = open_message(move, STEPS);
	put_text(move, KIND, kind);
	uint32_t target = open_message(move, TARGET);
	put_text(move, 1, by);
	put_text(move, 2, value);
	put_text(move, 3, role);
	put_text(move, 4, within);
	close_message(move, target);
	return step;
}

static void simple(writer *move, const char *kind, const char *by, const char *at, const char *role, bytes value) {
	uint32_t s = begin(move, kind, by, at, role, "");
	put(move, VALUE, value);
	close_message(move, s);
}

// copy_list writes the items of a list, found in from under field, into a step under another number.
static void copy_list(writer *step, bytes from, uint32_t field, uint32_t to, uint32_t part) {
	for (reader r = {from}; next(&r);)
		if (r.field == field) put(step, to, part ? get(r.value, part) : r.value);
}

void steps(bytes turn, writer *move) {
	bytes b = get(turn, BUSINESS), address = get(b, ADDRESS), none = {0, 0};
	uint32_t s = open_message(move, STEPS);
	put_text(move, KIND, "goto");
	put_text(move, VALUE, "https://conform.example/add?step=1&lang=de");
	close_message(move, s);

	s = begin(move, "fill", "label", "Name *", "", "");
	put(move, VALUE, get(b, NAME));
	put_text(move, FIELD, "name");
	put_text(move, WHY, "its label says so");
	close_message(move, s);

	simple(move, "fill", "ref", "c2", "", none);
	s = begin(move, "fill", "name", "password", "", "f1");
	put_text(move, SECRET, "account.password");
	close_message(move, s);

	simple(move, "choose", "placeholder", "Category", "", text("Klempner & Söhne"));
	s = begin(move, "choose", "label", "Payment", "", "");
	put(move, VALUES, text("Cash"));
	put(move, VALUES, none);
	put(move, VALUES, text("Visa"));
	close_message(move, s);

	simple(move, "check", "label", "I accept the terms", "", none);
	s = begin(move, "uncheck", "label", "Newsletter", "", "");
	put_number(move, OPTIONAL, 1);
	close_message(move, s);

	s = begin(move, "upload", "name", "photos", "", "");
	copy_list(move, b, PHOTOS, FILES, 1);
	close_message(move, s);

	s = begin(move, "type", "css", "#address > input", "", "");
	put(move, VALUE, get(address, FULL));
	put_text(move, FIELD, "address.full");
	close_message(move, s);

	simple(move, "click", "role", "Hours", "tab", none);
	simple(move, "press", "label", "City", "", text("Enter"));
	simple(move, "wait", "text", "Almost done", "", none);
	simple(move, "expect", "label", "City", "", get(address, CITY));
	simple(move, "extract", "css", "a.listing", "", text("href"));

	s = open_message(move, STEPS);
	put_text(move, KIND, "screenshot");
	close_message(move, s);

	simple(move, "rich_text", "label", "Description", "", get(b, DESCRIPTION));
	s = begin(move, "tags", "label", "Tags", "", "");
	copy_list(move, b, TAGS, VALUES, 0);
	close_message(move, s);

	s = begin(move, "hours", "label", "Opening hours", "", "");
	copy_list(move, b, HOURS, STEP_HOURS, 0);
	close_message(move, s);

	s = begin(move, "pin", "label", "Map", "", "");
	put(move, POINT, get(b, LOCATION));
	close_message(move, s);

	simple(move, "submit", "role", "Send", "button", none);
	static const uint8_t state[] = {0, 1, 127, 128, 255};
	put(move, MOVE_STATE, (bytes){state, sizeof state});
}
