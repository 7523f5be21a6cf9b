package localdirectories

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

func judgePlan(_ *directory, p *press) outcome {
	if strings.Contains(strings.ToLower(p.values["plan"]), "free") {
		return outcome{}
	}
	return outcome{refusal: "This plan has to be paid for first. Your listing has not been created."}
}

func judgeDuplicate(d *directory, p *press) outcome {
	if l := d.store.find(p.values); l != nil {
		return outcome{refusal: d.words.Duplicate, existing: l}
	}
	return outcome{}
}

func judgeRefuses(*directory, *press) outcome {
	return outcome{refusal: "We cannot accept your business: the register is closed to new entries until further notice. Your application was declined."}
}

// trap is the field of the honeypot kind that no person sees.
const trap = "homepage_url"

func judgeHoneypot(d *directory, p *press) outcome {
	if p.form.Get(trap) == "" {
		return outcome{}
	}
	// If this event is lost the press still counts as dropped.
	_ = d.store.record(event{Type: "honeypot", Press: p.number})
	return outcome{dropped: true}
}

// rule is a demand of the validation kind that the form does not mention.
type rule struct {
	is      string // of the field
	good    func(string) bool
	message string
}

var rules = map[string]rule{
	"digits":        {"phone", regexp.MustCompile(`^\d{7,15}$`).MatchString, "Please enter the phone number as digits only, like 5555550123."},
	"international": {"phone", regexp.MustCompile(`^\+\d{7,15}$`).MatchString, "Please enter the phone number with country code and without spaces, like +15555550123."},
	"national":      {"phone", regexp.MustCompile(`^\(\d{3}\) \d{3}-\d{4}$`).MatchString, "Please enter the phone number in the format (555) 555-0123."},
	"short":         {"description", func(s string) bool { return utf8.RuneCountInString(s) <= 200 }, "The description is too long: 200 characters at most."},
}

func judgeRule(d *directory, p *press) outcome {
	r := rules[d.Rule]
	for _, f := range d.Fields {
		if f.Is == r.is && !r.good(p.values[f.Is]) {
			return outcome{errors: map[string]string{f.Name: r.message}}
		}
	}
	return outcome{}
}
