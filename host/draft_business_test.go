package host_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// What the form shows of a profile makes the same profile again.
func TestDraftKeepsAProfile(t *testing.T) {
	for _, name := range samples {
		b, _, err := host.ReadBusiness(readSample(t, name))
		if err != nil {
			t.Fatal(err)
		}
		// The form has the name of the person in one piece.
		b.Contact.Name, b.Contact.FirstName, b.Contact.LastName = b.Contract().Contact.Name, "", ""
		d := host.Draft{Fields: host.DraftFields(b)}
		again, problems := d.Check()
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
		// It has its own order of networks.
		for _, social := range [][]sdk.Social{b.Social, again.Social} {
			slices.SortFunc(social, func(a, b sdk.Social) int { return strings.Compare(a.URL, b.URL) })
		}
		want, _ := json.Marshal(b)
		got, _ := json.Marshal(again)
		if string(got) != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestDraftProblemsNameTheirField(t *testing.T) {
	valid := map[string][]string{
		"name": {"Example"}, "phone": {"(415) 555-0132"}, "address.street": {"12 Example Street"}, "address.city": {"San Francisco"},
		"address.region": {"CA"}, "address.postal_code": {"94103"}, "address.country": {"US"},
	}
	for _, c := range []struct {
		field string // changed
		to    []string
		wrong string // field that is found wrong; empty for none
	}{
		{"name", nil, "name"},
		{"website", []string{"www.example.com"}, ""},
		{"website", []string{"javascript:alert(1)"}, "website"},
		{"website", []string{"http://10.0.0.1/"}, "website"},
		{"phone", []string{"555"}, "phone"},
		{"year_founded", []string{"last year"}, "year_founded"},
		{"year_founded", []string{"1998"}, ""},
		{"location", []string{"somewhere"}, "location"},
		{"location", []string{"37.77, -122.41"}, ""},
		{"categories", []string{"Plumber", strings.Repeat("x", 100)}, "categories"},
		{"social.x", []string{"https://www.facebook.com/example"}, "social.x"},
		{"social.x", []string{"x.com/example"}, ""},
		{"social", []string{"https://social.example.com/@us"}, "social"},
		{"social", []string{"mastodon https://social.example.com/@us\nhttps://github.com/example"}, ""},
		{"address.region", []string{"Bavaria"}, "address.region"},
		{"address.postal_code", []string{"1"}, "address.postal_code"},
		{"address.street", nil, "address.street"},
		{host.HiddenStreet, []string{"yes"}, "service_area"},
		{"service_area", []string{"The Bay Area"}, ""},
		{"contact.email", []string{"a@b"}, "contact.email"},
		{"hours.Tu", []string{"", "09:00", ""}, "hours.Tu"},
		{"hours.Tu", []string{"", "09:00", "12:00", "11:00", "17:00"}, "hours.Tu"},
		{"hours.Tu", []string{"", "09:00", "12:00", "", ""}, ""},
		{"hours.Tu", []string{"", "18:00", "00:00"}, ""},
		{"hours.Su", []string{host.DayClosed, "09:00", "12:00"}, ""},
		{"logo", []string{`{"name":"a/b.png"}`}, "logo"},
		{"logo", []string{"not JSON"}, ""},
	} {
		fields := map[string][]string{}
		for k, v := range valid {
			fields[k] = v
		}
		fields[c.field] = c.to
		var got []string
		_, problems := host.Draft{Fields: fields}.Check()
		for _, p := range problems {
			got = append(got, p.Field)
		}
		var want []string
		if c.wrong != "" {
			want = []string{c.wrong}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s = %q: wrong are %v, want %v", c.field, c.to, problems, want)
		}
	}
}

// A street that is not public is in no listing, even when one was typed.
func TestHiddenStreetIsLeftOut(t *testing.T) {
	d := host.Draft{Fields: map[string][]string{
		"name": {"Example"}, "phone": {"(415) 555-0132"}, "address.street": {"12 Private Road"}, "address.line2": {"Back door"},
		"address.city": {"San Francisco"}, "address.region": {"CA"}, "address.country": {"US"}, "service_area": {"The Bay Area"}, host.HiddenStreet: {"yes"},
	}}
	b, problems := d.Check()
	if len(problems) > 0 || strings.Contains(b.Contract().Address.Full, "Private") || b.Address.Line2 != "" {
		t.Errorf("%v: %+v", problems, b.Address)
	}
}

func FuzzDraft(f *testing.F) {
	f.Add("name", "Example\nTwo", "hours.Mo", "09:00", "17:00")
	f.Add("social", "mastodon https://a.example/\nx", "social.x", "x.com/a", "")
	f.Add("location", "1,2", "photos", `{"name":"a.png","size":1}`, "{")
	f.Fuzz(func(t *testing.T, field, value, other, first, second string) {
		d := host.Draft{Fields: map[string][]string{field: {value}, other: {first, second, value}}}
		b, problems := d.Check()
		for _, p := range problems {
			if p.Field == "" || p.Reason == "" || p.Example == "" {
				t.Fatalf("a problem that helps nobody: %+v", p)
			}
		}
		if len(problems) == 0 {
			checkStable(t, b)
		}
	})
}
