package main

import "testing"

func TestConfig(t *testing.T) {
	c, err := readConfig(`{"listing": "/l/", "published": ["ist \u00f6ffentlich", "a\"b"], "lookup_complete": true, "fields": {"Copy *": "description"}, "values": {"How many?": "3"},
		"before": [{"click": "Add"}, {"goto": "/new"}], "absent": "nothing"}`)
	if err != nil {
		t.Fatal(err)
	}
	if c.listing != "/l/" || len(c.published) != 2 || c.published[0] != "ist öffentlich" || c.published[1] != `a"b` || !c.complete || c.fields["copy"] != "description" ||
		c.values["how many"] != "3" || len(c.before) != 2 || c.before[1].Value != "/new" || c.absent[0] != "nothing" {
		t.Errorf("got %+v", c)
	}
	for _, bad := range []string{"{", `{"listing": 3}`, `{"listing": "a"`, `{"listing": "a",}`, `[]`, `{"listing" "a"}`, `{"published": [1]}`, `{"x": "y"}`, `{"listing": "\q"}`, `{} {}`, `{"before": [{"jump": "x"}]}`,
		`{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}`} {
		if _, err := readConfig(bad); err == nil {
			t.Errorf("accepted %s", bad)
		}
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"a": ["b", {"c": "d"}], "e": true}`)
	f.Fuzz(func(t *testing.T, s string) { _, _ = parseJSON(s) })
}
