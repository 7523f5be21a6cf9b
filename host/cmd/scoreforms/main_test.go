package main

import (
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

func TestMissingFormsAreAFailure(t *testing.T) {
	err := run(t.Context(), options{Forms: t.TempDir() + "/none"})
	if err == nil || !strings.Contains(err.Error(), "make score-forms FORMS=") {
		t.Errorf("got %v; it must fail and say what to do", err)
	}
}

// TestSentinels guards that each value of the profile tells its own type, and no other one's.
func TestSentinels(t *testing.T) {
	b := sentinelBusiness()
	for value, want := range map[string]string{
		b.Name: "business_name", b.LegalName: "legal_name", b.Tagline: "tagline", b.DescriptionShort: "description_short", b.Description: "description",
		b.Email: "email", b.Contact.Email: "contact_email", b.Website: "website", "quorvane.example/home": "website", b.Address.Full: "address_full", b.Address.Street: "street_address",
		b.Address.City: "city", b.Address.Region: "region", "OR": "region", b.Address.PostalCode: "postal_code", "US": "country", b.Phone.National: "phone", b.Phone.E164: "phone",
		b.Fax.International: "fax", b.Contact.Name: "contact_name", b.Contact.FirstName: "contact_first_name", b.Contact.LastName: "contact_last_name", "Tillamook, Oregon": "location_area",
		b.Logo.URL: "logo_url", b.Photos[0].URL: "photo_url", b.HoursText: "hours_text", "09:00": "hours_open", "17:00": "hours_close", "1987": "year_founded", "37": "employee_count",
		b.Address.HouseNumber: "house_number", "": "", "something else": "",
	} {
		if got := sentinelOf(value); got != want {
			t.Errorf("%q tells %q, want %q", value, got, want)
		}
	}
	for _, s := range b.Social {
		if got := sentinelOf(s.URL); !strings.HasPrefix(got, "social_") {
			t.Errorf("%s tells %q", s.URL, got)
		}
	}
}

func TestMatch(t *testing.T) {
	page := &sdk.Page{Controls: []sdk.Control{
		{Ref: "c1", Tag: "select", Type: "select", Box: &sdk.Box{X: 10, Y: 100}}, {Ref: "c2", Tag: "select", Type: "select", Box: &sdk.Box{X: 10, Y: 200}},
		{Ref: "c3", Tag: "input", Type: "checkbox", Name: "days[]", Choices: []sdk.Choice{{Ref: "c4"}, {Ref: "c5"}}},
	}}
	all := []element{{Eval: "a", Tag: "select", Type: "select", X: 10, Y: 200}, {Eval: "b", Tag: "select", Type: "select", X: 10, Y: 100}, {Eval: "c", Tag: "input", Type: "checkbox", Name: "days[]"}}
	for i, want := range []string{"c2", "c1", "c3"} {
		if c := match(all[i], all, page); c == nil || c.Ref != want {
			t.Errorf("%s is matched to %v, want %s", all[i].Eval, c, want)
		}
	}
}
