// The plan of ../../plan, in C: the same answer, byte for byte.
#include "wire.h"

#include <stdlib.h>
#include <strings.h>

#define EXPORT(name) __attribute__((export_name(name)))

enum { OP_PLAN = 1 };

// Numbers of the fields of sdk/contract.proto that are read.
enum { TURN_BUSINESS = 3, TURN_PAGE = 4 };
enum { PAGE_CONTROLS = 8, PAGE_BUTTONS = 9, PAGE_OPTION_SETS = 13 };
enum { CONTROL_REF = 1, CONTROL_LABEL = 7, CONTROL_DISABLED = 22, CONTROL_READ_ONLY = 23, CONTROL_OPTIONS = 26, CONTROL_HIDDEN = 30 };
enum { BUSINESS_FIELDS = 36, ADDRESS = 15, CONTACT = 30 };

static const span stamp = TEXT("directorybolt bench module 0000");

// A rule says which field of the business, and of the message in it where within is set, answers a label.
static const struct rule {
	span label;
	span name;
	uint8_t field, within;
} rules[] = {
	{TEXT("Business name"), TEXT("name"), 1, 0},
	{TEXT("Legal name"), TEXT("legal_name"), 2, 0},
	{TEXT("Tagline"), TEXT("tagline"), 3, 0},
	{TEXT("Short description"), TEXT("description_short"), 4, 0},
	{TEXT("Description"), TEXT("description"), 5, 0},
	{TEXT("Category"), TEXT("categories"), 6, 0},
	{TEXT("Keyword"), TEXT("tags"), 7, 0},
	{TEXT("Main service"), TEXT("services"), 8, 0},
	{TEXT("Email"), TEXT("email"), 9, 0},
	{TEXT("Phone"), TEXT("phone"), 10, 2},
	{TEXT("Second phone"), TEXT("phone_secondary"), 11, 2},
	{TEXT("Fax"), TEXT("fax"), 12, 2},
	{TEXT("WhatsApp"), TEXT("whatsapp"), 13, 3},
	{TEXT("Website"), TEXT("website"), 14, 0},
	{TEXT("Street address"), TEXT("address.street"), ADDRESS, 2},
	{TEXT("Address line 2"), TEXT("address.line2"), ADDRESS, 5},
	{TEXT("Neighbourhood"), TEXT("address.neighbourhood"), ADDRESS, 6},
	{TEXT("City"), TEXT("address.city"), ADDRESS, 7},
	{TEXT("State"), TEXT("address.region"), ADDRESS, 8},
	{TEXT("ZIP code"), TEXT("address.postal_code"), ADDRESS, 10},
	{TEXT("Country"), TEXT("address.country"), ADDRESS, 12},
	{TEXT("Service area"), TEXT("service_area"), 16, 0},
	{TEXT("Map link"), TEXT("map_url"), 18, 0},
	{TEXT("Opening hours"), TEXT("hours"), 20, 0},
	{TEXT("Price range"), TEXT("price_range"), 21, 0},
	{TEXT("Payment method"), TEXT("payment_methods"), 22, 0},
	{TEXT("Amenity"), TEXT("amenities"), 23, 0},
	{TEXT("Language"), TEXT("languages"), 24, 0},
	{TEXT("Video"), TEXT("video_url"), 28, 0},
	{TEXT("Employees"), TEXT("employee_count"), 32, 0},
	{TEXT("Kind of business"), TEXT("business_type"), 33, 0},
	{TEXT("Repository"), TEXT("repository_url"), 34, 0},
	{TEXT("Pricing"), TEXT("pricing_model"), 35, 0},
	{TEXT("Contact name"), TEXT("contact.name"), CONTACT, 1},
	{TEXT("First name"), TEXT("contact.first_name"), CONTACT, 2},
	{TEXT("Last name"), TEXT("contact.last_name"), CONTACT, 3},
	{TEXT("Contact email"), TEXT("contact.email"), CONTACT, 4},
	{TEXT("Contact phone"), TEXT("contact.phone"), CONTACT, 5},
	{TEXT("Position"), TEXT("contact.role"), CONTACT, 6},
};

// first_of returns the first field of a message with this number, or an empty span.
static span first_of(span message, uint32_t id) {
	field f;
	while (next_field(&message, &f))
		if (f.id == id && f.wire == WIRE_BYTES) return f.bytes;
	return (span){0};
}

static span value_of(const struct rule *rule, const span *business) {
	span value = business[rule->field];
	if (rule->within == 0) return value;
	value = first_of(value, rule->within);
	if (rule->field == CONTACT && rule->within == 5) value = first_of(value, 2); // its national form
	return value;
}

static int same_word(span a, span b) {
	return a.size == b.size && strncasecmp((const char *)a.at, (const char *)b.at, a.size) == 0;
}

// option_of returns the label of the option that says value, in the option set with this number, from 1.
static span option_of(span page, uint64_t number, span value) {
	field set, option;
	while (next_field(&page, &set)) {
		if (set.id != PAGE_OPTION_SETS || --number > 0) continue;
		while (next_field(&set.bytes, &option)) {
			if (option.id != 1) continue;
			span label = first_of(option.bytes, 2);
			if (same_word(label, value) || same_word(first_of(option.bytes, 1), value)) return label;
		}
		break;
	}
	return value;
}

static void put_step(writer *w, span kind, span ref, span value, span name, span label) {
	uint8_t *step = open_message(w, 2);
	put_bytes(w, 1, kind);
	uint8_t *target = open_message(w, 2);
	put_bytes(w, 1, TEXT("ref"));
	put_bytes(w, 2, ref);
	close_message(w, target);
	if (value.size > 0) {
		put_bytes(w, 3, value);
		put_bytes(w, 9, name);
		put_varint(w, 10 << 3 | WIRE_BYTES);
		put_varint(w, sizeof("the label says ") - 1 + label.size);
		put_raw(w, TEXT("the label says "));
		put_raw(w, label);
	}
	close_message(w, step);
}

static void plan_control(writer *w, span page, const span *business, span control) {
	span ref = {0}, label = {0};
	uint64_t options = 0;
	field f;
	while (next_field(&control, &f)) {
		switch (f.id) {
		case CONTROL_REF: ref = f.bytes; break;
		case CONTROL_LABEL: label = f.bytes; break;
		case CONTROL_OPTIONS: options = f.number; break;
		case CONTROL_DISABLED:
		case CONTROL_READ_ONLY:
			if (f.number) return;
			break;
		case CONTROL_HIDDEN:
			if (f.bytes.size > 0) return;
			break;
		}
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		if (!equal(rules[i].label, label)) continue;
		span value = value_of(&rules[i], business);
		if (value.size == 0) return;
		if (options > 0)
			put_step(w, TEXT("choose"), ref, option_of(page, options, value), rules[i].name, label);
		else
			put_step(w, TEXT("fill"), ref, value, rules[i].name, label);
		return;
	}
}

static void plan(writer *w, span turn) {
	span business[BUSINESS_FIELDS] = {0}, page = {0}, button = {0};
	field f;
	while (next_field(&turn, &f)) {
		if (f.id == TURN_PAGE) page = f.bytes;
		if (f.id != TURN_BUSINESS) continue;
		field of;
		while (next_field(&f.bytes, &of))
			if (of.wire == WIRE_BYTES && of.id < BUSINESS_FIELDS && business[of.id].at == NULL) business[of.id] = of.bytes;
	}
	uint8_t *move = open_message(w, 1);
	put_bytes(w, 1, TEXT("do"));
	span rest = page;
	while (next_field(&rest, &f)) {
		if (f.id == PAGE_CONTROLS) plan_control(w, page, business, f.bytes);
		if (f.id == PAGE_BUTTONS) button = first_of(f.bytes, 1);
	}
	put_step(w, TEXT("submit"), button, (span){0}, (span){0}, (span){0});
	put_bytes(w, 3, stamp);
	close_message(w, move);
}

static uint8_t *request;

EXPORT("bolt_alloc") uint8_t *bolt_alloc(uint32_t size) {
	free(request);
	request = malloc(size);
	return request;
}

EXPORT("bolt_call") uint64_t bolt_call(uint32_t op, const uint8_t *at, uint32_t size) {
	static uint8_t answer[1 << 16];
	if (op != OP_PLAN) __builtin_trap();
	writer w = {answer, answer + sizeof(answer)};
	plan(&w, (span){at, size});
	return (uint64_t)(uintptr_t)answer << 32 | (uint64_t)(w.at - answer);
}
