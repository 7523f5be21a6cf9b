package score

import (
	"math"
	"testing"
)

// TestScore holds the counts against ones made by hand; each control is a case of the rules.
func TestScore(t *testing.T) {
	gold := []Form{
		{Name: "a", Fields: map[string]Control{
			"1": {Type: "business_name"}, "2": {Type: "street_address", Also: []string{"address_full"}}, "3": {Type: "phone"},
			"4": {Type: "honeypot"}, "5": {Type: "captcha"}, "6": {Type: "consent_terms"}, "7": {Type: "fax"},
		}},
		{Name: "b", Fields: map[string]Control{"1": {Type: "city"}}},
		{Name: "c", Fields: map[string]Control{"1": {Type: "other"}}},
	}
	predicted := Predictions{
		"a": {"1": "business_name", "2": "address_full", "3": "fax", "4": "website", "5": "other", "6": "phone", "7": "fax"},
		"b": {},
	}
	for _, c := range []struct {
		name  string
		rule  Rule
		want  Count
		macro float64
	}{
		{"strict", Rule{}, Count{Right: 2, Wrong: 3, Missed: 3}, (2.0 * 0.4 * 0.5 / 0.9) / 2},
		{"lenient", Rule{Lenient: true}, Count{Right: 3, Wrong: 2, Missed: 2}, (2.0 * 0.6 * 0.75 / 1.35) / 2},
		{"lenient core", Rule{Lenient: true, Core: true}, Count{Right: 2, Wrong: 2, Missed: 2}, (2.0 * 0.5 * (2.0 / 3) / (0.5 + 2.0/3)) / 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Score(gold, predicted, c.rule)
			if got := r.Total(); got != c.want {
				t.Errorf("total %+v, want %+v", got, c.want)
			}
			if got := r.Macro(); math.Abs(got-c.macro) > 1e-9 {
				t.Errorf("macro %.4f, want %.4f", got, c.macro)
			}
			if r.Filled["honeypot"] != 1 || r.Filled["captcha"] != 0 {
				t.Errorf("filled in vain: %v", r.Filled)
			}
		})
	}
}
