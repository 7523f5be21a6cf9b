// Package score measures how well a mapper reads forms: it holds what was predicted for each control against what people have said
// it asks for, and counts. It knows neither forms nor browsers.
package score

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Control is the truth about one control.
type Control struct {
	Type string   `json:"type"`
	Also []string `json:"also"` // types that are right as well, if one is not strict
}

// Form is the truth about one page.
type Form struct {
	Name   string             `json:"-"` // of its file, without the extension
	System string             `json:"system"`
	Fields map[string]Control `json:"fields"` // by CSS selector
}

// Predictions are the types predicted for the controls of each form, by form name and selector. What is not in it was left empty.
type Predictions map[string]map[string]string

// Gold reads the forms of a folder: NAME.json beside NAME.html, in the order of their names.
func Gold(dir string) ([]Form, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	var forms []Form
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f := Form{Name: strings.TrimSuffix(filepath.Base(path), ".json")}
		if err := json.Unmarshal(data, &f); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		forms = append(forms, f)
	}
	return forms, nil
}

var (
	// never are the types that must stay empty.
	never = []string{"other", "honeypot", "captcha", "password"}
	// aside are types that say nothing about a mapper's grasp of a business; their controls do not count.
	aside = []string{"consent_terms", "consent_marketing", "listing_plan", "submitter_note", "reciprocal_url", "social_network_select", "hours_flag", "hours_day"}
	core  = []string{"business_name", "tagline", "description", "description_short", "category", "subcategory", "tags", "email", "contact_email", "contact_name",
		"phone", "website", "address_full", "street_address", "address_line2", "city", "region", "postal_code", "country", "location_area", "logo_file", "photos_file",
		"social_facebook", "social_x", "social_instagram", "social_linkedin", "social_youtube"}
)

// Count is how often something was filled rightly, filled wrongly, and missed.
type Count struct{ Right, Wrong, Missed int }

// Rates returns precision, recall and their harmonic mean; 0 where there is nothing to divide by.
func (c Count) Rates() (precision, recall, f1 float64) {
	if n := c.Right + c.Wrong; n > 0 {
		precision = float64(c.Right) / float64(n)
	}
	if n := c.Right + c.Missed; n > 0 {
		recall = float64(c.Right) / float64(n)
	}
	if precision+recall > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

// Result is the count over all forms, by type and by form, and which controls that must stay empty were filled.
type Result struct {
	Types  map[string]Count
	Forms  map[string]Count
	Filled map[string]int
}

// Rule says what counts.
type Rule struct {
	Lenient bool // a type in Also is right
	Core    bool // only the types that nearly every directory asks for
}

// Score counts. A wrong fill counts against the type that was predicted, a miss against the type that was meant.
func Score(gold []Form, predicted Predictions, rule Rule) Result {
	r := Result{Types: map[string]Count{}, Forms: map[string]Count{}, Filled: map[string]int{}}
	for _, form := range gold {
		total := Count{}
		for selector, control := range form.Fields {
			p := predicted[form.Name][selector]
			if p == "other" || p == "unknown" {
				p = ""
			}
			want := control.Type
			empty := slices.Contains(never, want)
			if slices.Contains(aside, want) || rule.Core && !empty && !slices.Contains(core, want) {
				continue
			}
			switch {
			case empty && p == "":
			case empty:
				r.Filled[want]++
				r.add(p, Count{Wrong: 1})
				total.Wrong++
			case p == want || rule.Lenient && p != "" && slices.Contains(control.Also, p):
				r.add(want, Count{Right: 1})
				total.Right++
			default:
				r.add(want, Count{Missed: 1})
				total.Missed++
				if p != "" {
					r.add(p, Count{Wrong: 1})
					total.Wrong++
				}
			}
		}
		r.Forms[form.Name] = total
	}
	return r
}

func (r *Result) add(t string, c Count) {
	have := r.Types[t]
	r.Types[t] = Count{have.Right + c.Right, have.Wrong + c.Wrong, have.Missed + c.Missed}
}

// Total is the count over all controls.
func (r Result) Total() Count {
	var all Count
	for _, c := range r.Types {
		all = Count{all.Right + c.Right, all.Wrong + c.Wrong, all.Missed + c.Missed}
	}
	return all
}

// Macro is the mean F1 of the forms that ask for anything.
func (r Result) Macro() float64 {
	sum, n := 0.0, 0
	for _, c := range r.Forms {
		if c.Right+c.Missed > 0 {
			_, _, f1 := c.Rates()
			sum += f1
			n++
		}
	}
	return sum / float64(max(n, 1))
}
