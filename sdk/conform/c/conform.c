// The conformance adapter in C: it does what sdk/conform/README.md says.
#include "bolt.h"

void fields(bytes turn, writer *move);
void steps(bytes turn, writer *move);

// Numbers of contract.proto that are used in more than one place.
enum { DIRECTORY = 2, PAGE = 4, STATE = 5 };              // of Turn
enum { CONFIG = 4 };                                      // of Directory
enum { MOVE = 1, ERROR = 2, MANIFEST = 3 };               // of Answer
enum { KIND = 1, STEPS = 2, MOVE_STATE = 3, PARK = 4, REJECT = 5, VERDICT = 6 }; // of Move

static void manifest(writer *answer) {
	uint32_t m = open_message(answer, MANIFEST);
	put_text(answer, 1, "conform");
	put_text(answer, 2, "1.0.0");
	put_number(answer, 3, 1);
	put_text(answer, 4, "conform.example");
	put_text(answer, 5, "https://conform.example/add");
	put_text(answer, 6, "cdn.conform.example");
	put_text(answer, 7, "plan");
	put_text(answer, 7, "verify");
	put_text(answer, 8, "name");
	uint32_t limit = open_message(answer, 9);
	put_text(answer, 1, "description");
	put_number(answer, 2, 500);
	close_message(answer, limit);
	uint32_t politeness = open_message(answer, 10);
	put_number(answer, 1, 60);
	put_number(answer, 2, 100);
	close_message(answer, politeness);
	put_text(answer, 11, "DirectoryBolt contributors");
	put_text(answer, 12, "MIT");
	put_text(answer, 13, "Shows that an SDK keeps the contract.");
	put_text(answer, 14, "{\"type\": \"string\"}");
	close_message(answer, m);
}

static void error(writer *answer, const char *code, bytes why) {
	uint32_t e = open_message(answer, ERROR);
	put_text(answer, 1, code);
	put(answer, 2, why);
	close_message(answer, e);
}

// pair writes a message of two texts into a move: a Parking or a Rejection.
static void pair(writer *answer, const char *kind, uint32_t field, bytes first, const char *second) {
	uint32_t m = open_message(answer, MOVE);
	put_text(answer, KIND, kind);
	uint32_t p = open_message(answer, field);
	put(answer, 1, first);
	put_text(answer, 2, second);
	close_message(answer, p);
	close_message(answer, m);
}

static void screenshot(writer *answer, bytes state) {
	uint32_t m = open_message(answer, MOVE);
	put_text(answer, KIND, "do");
	uint32_t s = open_message(answer, STEPS);
	put_text(answer, 1, "screenshot");
	close_message(answer, s);
	put(answer, MOVE_STATE, state);
	close_message(answer, m);
}

static void verdict(writer *answer, const char *yes_or_no, const char *listing, bytes url, bytes quote, const char *reference) {
	uint32_t m = open_message(answer, MOVE);
	put_text(answer, KIND, "verdict");
	uint32_t v = open_message(answer, VERDICT);
	put_text(answer, 1, yes_or_no);
	put(answer, 2, quote);
	put_text(answer, 3, listing);
	put(answer, 4, url);
	put_text(answer, 5, reference);
	close_message(answer, v);
	close_message(answer, m);
}

static void judge(bytes turn, writer *answer) {
	bytes which = get(turn, STATE), page = get(turn, PAGE), none = {0, 0};
	bytes url = get(page, 1), title = get(page, 2);
	if (is(which, "live")) return verdict(answer, "yes", "live", url, title, "");
	if (is(which, "under_review")) return verdict(answer, "yes", "under_review", none, title, "A-17");
	if (is(which, "duplicate")) return verdict(answer, "yes", "duplicate", url, title, "");
	if (is(which, "rejected")) return verdict(answer, "no", "rejected", none, title, "");
	if (is(which, "absent")) return verdict(answer, "no", "", none, title, "");
	verdict(answer, "unknown", "", none, none, "");
}

static void reverse(bytes state, writer *answer) {
	uint8_t *back = allocate(state.size);
	for (uint32_t i = 0; i < state.size; i++) back[i] = state.at[state.size - 1 - i];
	screenshot(answer, (bytes){back, state.size});
}

static void list(writer *answer, bytes turn, void (*what)(bytes, writer *)) {
	uint32_t m = open_message(answer, MOVE);
	put_text(answer, KIND, "do");
	what(turn, answer);
	close_message(answer, m);
}

// flood is more than the host takes: 400 steps of 4,000 bytes.
static void flood(bytes turn, writer *move) {
	(void)turn;
	bytes value = {allocate(4000), 4000};
	__builtin_memset((uint8_t *)value.at, 'x', value.size);
	for (int i = 0; i < 400; i++) {
		uint32_t s = open_message(move, STEPS);
		put_text(move, 1, "type");
		put(move, 3, value);
		close_message(move, s);
	}
}

static uint32_t calls; // what an adapter would have to keep to remember the customer before

void act(uint32_t op, bytes turn, writer *answer) {
	if (op == 0) return manifest(answer);
	if (op == 3) return error(answer, "no_function", text("the adapter has no lookup"));
	if (op > 3) return error(answer, "no_function", text("the adapter has no unknown"));
	bytes config = get(get(turn, DIRECTORY), CONFIG);
	if (is(config, "\"echo\"")) {
		writer again = {0};
		rewrite_turn(turn, &again);
		return screenshot(answer, (bytes){again.at, again.size});
	}
	if (is(config, "\"reverse\"")) return reverse(get(turn, STATE), answer);
	if (is(config, "\"fields\"")) return list(answer, turn, fields);
	if (is(config, "\"steps\"")) return list(answer, turn, steps);
	if (is(config, "\"park\"")) return pair(answer, "park", PARK, get(turn, STATE), "A person is needed.");
	if (is(config, "\"reject\""))
		return pair(answer, "reject", REJECT, text("phone"), "This directory lists only businesses with a phone number.");
	if (is(config, "\"verdict\"")) return judge(turn, answer);
	if (is(config, "\"fail\"")) return error(answer, "form_changed", text("expected the field »Straße«, saw 道路 🙂"));
	if (is(config, "\"trap\"")) fail("trapped on purpose");
	if (is(config, "\"log\"")) {
		for (int i = 0; i < 4000; i++) log_text("conform: a line of sixty-four bytes, line feed and all, no more\n");
		return verdict(answer, "unknown", "", (bytes){0, 0}, (bytes){0, 0}, "");
	}
	if (is(config, "\"flood\"")) return list(answer, turn, flood);
	if (is(config, "\"remember\"")) {
		static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
		return error(answer, "calls", text(digits[++calls % 10]));
	}
	error(answer, "unknown_command", config);
}
