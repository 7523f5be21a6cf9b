package twin

import (
	"context"
	"encoding/base64"
	"errors"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// natively repeats calls of an adapter in this process.
func natively(a sdk.Adapter) trace.Repeat {
	return func(_ context.Context, _ trace.Module, op sdk.Op, request []byte) (host.Call, error) {
		turn := new(sdk.Turn)
		if err := turn.Decode(request); err != nil {
			return host.Call{}, err
		}
		return host.Call{Op: op, Request: request, Answer: a.Call(op, turn).Append(nil)}, nil
	}
}

// record is the trace of an adapter's answers to turns about a business.
func record(t *testing.T, a sdk.Adapter, turns ...sdk.Turn) *trace.Trace {
	t.Helper()
	var calls []host.TracedCall
	for i := range turns {
		turns[i].Contract, turns[i].Number = 1, uint32(i+1)
		c, err := natively(a)(t.Context(), trace.Module{}, sdk.OpPlan, turns[i].Append(nil))
		if err != nil {
			t.Fatal(err)
		}
		calls = append(calls, host.TracedCall{Call: c, Attempt: 1})
	}
	return trace.New("5d0f5f6c-0000-4000-8000-000000000000", "hello", calls)
}

// filler fills a form with what it knows, and says with its state what it saw before.
var filler = sdk.Adapter{Name: "hello", Version: "1", Plan: func(t sdk.Turn) (sdk.Move, error) {
	b := t.Business
	return sdk.Do(
		sdk.Fill(sdk.Label("Business name"), b.Name).For("name"),
		sdk.Fill(sdk.Label("Phone"), b.Phone.National).For("phone"),
		sdk.Fill(sdk.Label("About"), b.Description[:min(60, len(b.Description))]+"…").For("description"),
		sdk.Goto("https://hello.example/search?q="+url.QueryEscape(b.Name)),
	).With([]byte(b.Email)), nil
}}

// Everything below is the same business, as pages write it.
var seen = sdk.Page{
	URL:   "https://hello.example/search?q=Bayside+Plumbing&phone=%28415%29+555-0132&mail=office%40bayside-plumbing.example",
	Title: "BAYSIDE PLUMBING – Hello", Lang: "en",
	Text: "Bayside  Plumbing\n2150 Irving Street, Suite B · San Francisco, CA 94122\n415.555.0132 / +1 (415) 555 0132 / 4155550132\n" +
		"www.bayside-plumbing.example\nHonest plumbing since 1998\nBayside Plumbing is a family business in the Outer Sun… Contact: Maria Lopez, owner\n" +
		"0 reviews. Ask for a bathroom in your town.",
	Headings: []string{"Bayside Plumbing"},
	Links: []sdk.Link{
		{Text: "Bayside Plumbing", URL: "https://hello.example/listing/bayside-plumbing"}, {URL: "tel:+14155550132"}, {URL: "mailto:office@bayside-plumbing.example"},
		{Text: "@baysideplumbing", URL: "https://facebook.example/baysideplumbing"},
	},
	Controls: []sdk.Control{
		{Ref: "c1", Label: "Business name", Value: "Bayside Plumbing"}, {Ref: "c2", Label: "House number", Value: "2150"},
		{Ref: "c3", Label: "Founded", Value: "1998"}, {Ref: "c4", Label: "Category", Options: 1}, {Ref: "c5", Label: "Map", Value: "37.763500, -122.481500"},
	},
	OptionSets: []sdk.OptionSet{{Options: []sdk.Option{{Label: "Plumber"}, {Label: "Drain cleaning"}, {Label: "Electrician"}}}},
}

func made(t *testing.T, one *trace.Trace, a sdk.Adapter) *Twin {
	t.Helper()
	twin, err := Make(t.Context(), one, natively(a))
	if err != nil {
		t.Fatal(err)
	}
	return twin
}

func TestNothingOfTheCustomerIsLeft(t *testing.T) {
	one := record(t, filler,
		sdk.Turn{Business: sdktest.Business()},
		sdk.Turn{
			Business: sdktest.Business(), Page: &seen, State: []byte("office@bayside-plumbing.example"),
			Results:  []sdk.StepResult{{Ok: true, Value: "Bayside Plumbing"}, {Ok: true, Value: "(415) 555-0132"}},
			Refusals: []sdk.Refusal{{Intent: 1, Quote: "Bayside Plumbing is listed", Errors: []sdk.PageError{{Text: "4155550132 is known"}}}},
		})
	twin := made(t, one, filler)
	if !twin.Trace.Twin || twin.Trace.Submission != "" {
		t.Errorf("a twin that names its original: %+v", twin.Trace)
	}
	var file strings.Builder
	if err := twin.Trace.Write(&file); err != nil {
		t.Fatal(err)
	}
	for i := range twin.Trace.Calls {
		for _, text := range leaves(&twin.Trace.Calls[i]) {
			low := strings.ToLower(text)
			for _, bad := range []string{
				"bayside", "5550132", "555-0132", "555 0132", "irving", "san francisco", "94122", "lopez", "maria", "honest", "family business", "37.7635", "office",
			} {
				if strings.Contains(low, bad) {
					t.Errorf("call %d still has %q: %q", i+1, bad, text)
				}
			}
		}
	}
	page := twin.Trace.Calls[1].Request.Page
	for _, own := range []string{"0 reviews. Ask for a bathroom in your town.", "Contact: ", ", owner"} {
		if !strings.Contains(page.Text, own) {
			t.Errorf("the page's own words %q are gone: %q", own, page.Text)
		}
	}
	if got := page.OptionSets[0].Options[1].Label; got != "Drain cleaning" || !slices.Contains(twin.Kept, "services") {
		t.Errorf("an option of the form is %q; kept %v", got, twin.Kept)
	}
}

// Forms, lengths and what belongs together stay.
func TestFormatsStay(t *testing.T) {
	one := record(t, filler, sdk.Turn{Business: sdktest.Business(), Page: &seen})
	was, now := one.Calls[0].Request, made(t, one, filler).Trace.Calls[0].Request
	a, b := was.Business, now.Business
	type pair struct{ old, new string }
	lengths := []pair{{was.Page.URL, now.Page.URL}, {was.Page.Text, now.Page.Text}}
	old := map[string][]string{}
	texts(&a, func(field string, _ form, s *string) { old[field] = append(old[field], *s) })
	texts(&b, func(field string, _ form, s *string) {
		lengths = append(lengths, pair{old[field][0], *s})
		old[field] = old[field][1:]
	})
	for _, p := range lengths {
		if utf8.RuneCountInString(p.old) != utf8.RuneCountInString(p.new) || len(p.old) != len(p.new) {
			t.Errorf("%q became %q", p.old, p.new)
		}
	}
	if m, err := netmail.ParseAddress(b.Email); err != nil || !strings.HasSuffix(m.Address, ".example") {
		t.Errorf("mail %q, %v", b.Email, err)
	}
	if u, err := url.Parse(b.Website); err != nil || u.Scheme != "https" || !strings.HasSuffix(u.Host, ".example") || !strings.HasSuffix(b.Email, u.Host) {
		t.Errorf("website %q beside mail %q", b.Website, b.Email)
	}
	if want := strings.ToLower(strings.ReplaceAll(b.Name, " ", "-")) + ".example"; !strings.Contains(b.Website, want) {
		t.Errorf("website %q is not that of %q", b.Website, b.Name)
	}
	if !strings.HasPrefix(b.Social[0].URL, "https://facebook.example/") || b.Social[0].URL == a.Social[0].URL {
		t.Errorf("account %q", b.Social[0].URL)
	}
	if b.Address.Region != a.Address.Region || b.Address.HouseNumber+" "+b.Address.StreetName != b.Address.Street || !strings.Contains(b.Address.Full, b.Address.Street) {
		t.Errorf("address %+v", b.Address)
	}
	if n, err := phonenumbers.Parse(b.Phone.E164, ""); err != nil || !phonenumbers.IsValidNumber(n) || phonenumbers.GetRegionCodeForNumber(n) != "US" || b.Phone.Digits == a.Phone.Digits {
		t.Errorf("phone %+v, %v", b.Phone, err)
	}
	if got := now.Page.Controls; got[0].Value != b.Name || got[1].Value != b.Address.HouseNumber || got[0].Label != "Business name" {
		t.Errorf("controls %+v", got)
	}
	if now.Page.Links[0].URL != "https://hello.example/listing/"+strings.ToLower(strings.ReplaceAll(b.Name, " ", "-")) || now.Page.Links[1].URL != "tel:"+b.Phone.E164 {
		t.Errorf("links %+v", now.Page.Links)
	}
	if now.Page.Title != strings.ToUpper(b.Name)+" – Hello" {
		t.Errorf("title %q", now.Page.Title)
	}
	if !now.Page.Says(now.Business.Tagline) {
		t.Errorf("page %q without the tagline %q", now.Page.Text, now.Business.Tagline)
	}
}

func TestPhonesStayValid(t *testing.T) {
	for _, e164 := range []string{"+14155550132", "+442079460018", "+493023125042", "+4915123456789", "+33142278186", "+390612345678", "+81312345678", "+5491123456789", "+61291234567"} {
		n, err := phonenumbers.Parse(e164, "")
		if err != nil {
			t.Fatal(err)
		}
		p := sdk.Phone{
			E164: e164, National: phonenumbers.Format(n, phonenumbers.NATIONAL), International: phonenumbers.Format(n, phonenumbers.INTERNATIONAL),
			CallingCode: strings.TrimSuffix(e164[1:], phonenumbers.GetNationalSignificantNumber(n)), Digits: phonenumbers.GetNationalSignificantNumber(n),
		}
		one := record(t, filler, sdk.Turn{Business: sdk.Business{Name: "Acme Pipes", Phone: p}, Page: &sdk.Page{Text: "Call " + p.National + " or " + p.International}})
		got := made(t, one, filler).Trace.Calls[0].Request
		m, err := phonenumbers.Parse(got.Business.Phone.E164, "")
		if err != nil || !phonenumbers.IsValidNumber(m) || phonenumbers.GetRegionCodeForNumber(m) != phonenumbers.GetRegionCodeForNumber(n) || len(got.Business.Phone.E164) != len(e164) {
			t.Errorf("%s became %s", e164, got.Business.Phone.E164)
		}
		if want := "Call " + got.Business.Phone.National + " or " + got.Business.Phone.International; got.Page.Text != want {
			t.Errorf("page %q, want %q", got.Page.Text, want)
		}
	}
}

func TestNumbersThatCheckThemselvesStillDo(t *testing.T) {
	b := sdk.Business{Name: "Acme Pipes", Description: "Licence 79927398713, card 4539 1488 0343 6467, since 1998."}
	got := made(t, record(t, filler, sdk.Turn{Business: b}), filler).Trace.Calls[0].Request.Business.Description
	all := runs(got)
	if len(all) != 3 || luhn(all[0].digits) != 0 || luhn(all[1].digits) != 0 || all[0].digits == "79927398713" {
		t.Errorf("numbers %+v of %q", all, got)
	}
	if year := all[2].digits; len(year) != 4 || year[:2] != "19" || year == "1998" {
		t.Errorf("year %q", year)
	}
}

// A trace gives the same twin each time; words are the same throughout.
func TestTwinsAreAlike(t *testing.T) {
	var files [2]strings.Builder
	for i := range files {
		if err := made(t, record(t, filler, sdk.Turn{Business: sdktest.Business(), Page: &seen}), filler).Trace.Write(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if files[0].String() != files[1].String() {
		t.Error("two twins of one trace differ")
	}
}

// Where the outcome hangs on a value, the refusal says which field it is of, and never the value.
func TestFieldThatDecidesIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		plan func(sdk.Business) bool
		want string
	}{
		"a name":     {func(b sdk.Business) bool { return strings.HasSuffix(b.Name, "Plumbing") }, "depends on the value of name "},
		"a postcode": {func(b sdk.Business) bool { return b.Address.PostalCode == "94122" }, "depends on the value of address.postal_code "},
		"a phone":    {func(b sdk.Business) bool { return strings.HasSuffix(b.Phone.Digits, "0132") }, "depends on the value of phone "},
		"a service":  {func(b sdk.Business) bool { return slices.Contains(b.Services, "Leak repair") }, "depends on the value of services "},
		"one or a year": {func(b sdk.Business) bool {
			return b.YearFounded == 1998 || b.Website == "https://bayside-plumbing.example/"
		}, "depends on the values of [website year_founded] together"},
	} {
		t.Run(name, func(t *testing.T) {
			a := sdk.Adapter{Name: "x", Version: "1", Plan: func(turn sdk.Turn) (sdk.Move, error) {
				if c.plan(turn.Business) {
					return sdk.Do(sdk.Submit(sdk.Button("Send"))), nil
				}
				return sdk.Reject("name", "Not one of ours."), nil
			}}
			_, err := Make(t.Context(), record(t, a, sdk.Turn{Business: sdktest.Business()}), natively(a))
			if host.KindOf(err) != host.Denied || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want a refusal that says %q", err, c.want)
			}
			for _, value := range []string{"Bayside", "94122", "0132", "Leak", "1998"} {
				if strings.Contains(err.Error(), value) {
					t.Errorf("the refusal tells %q: %v", value, err)
				}
			}
		})
	}
}

// What the replacement does not find, the last look does: no twin is better than one with a customer in it.
func TestHiddenValuesAreFound(t *testing.T) {
	for name, hidden := range map[string]string{
		"in base64":      base64.StdEncoding.EncodeToString([]byte("name=Bayside Plumbing")),
		"spelt out":      "B-a-y-s-i-d-e P-l-u-m-b-i-n-g",
		"inside a word":  "xxbaysideplumbingxx",
		"escaped twice":  "q=Bayside%2520Plumbing%2520LLC",
		"a phone number": "n=14155550132999",
	} {
		t.Run(name, func(t *testing.T) {
			one := record(t, filler, sdk.Turn{Business: sdktest.Business(), Page: &sdk.Page{Text: hidden}})
			twin, err := Make(t.Context(), one, natively(filler))
			if err == nil {
				if s := gather(one, 0); s.survivor(twin.Trace) != "" {
					t.Error("a twin that its own check refuses")
				}
				if strings.Contains(twin.Trace.Calls[0].Request.Page.Text, hidden) {
					t.Errorf("%q is still there", hidden)
				}
			} else if host.KindOf(err) != host.Denied || strings.Contains(err.Error(), "Bayside") {
				t.Errorf("got %v, want a refusal that names a field", err)
			}
		})
	}
}

func TestRepeatThatFailsEndsIt(t *testing.T) {
	gone := errors.New("the module is gone")
	one := record(t, filler, sdk.Turn{Business: sdktest.Business()})
	_, err := Make(t.Context(), one, func(context.Context, trace.Module, sdk.Op, []byte) (host.Call, error) { return host.Call{}, gone })
	if !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}

// Whatever a business is called: its twin has nothing of it, or there is none.
func FuzzMake(f *testing.F) {
	f.Add("Bayside Plumbing", "office@bayside.example", "Plumbing since 1998. Call 415 555 0132.")
	f.Add("Müller & Söhne GmbH", "info@mueller.example", "Wir bauen Bäder.")
	f.Add("A1", "a@b.example", "")
	f.Add("山田水道", "x@y.example", "水道の修理を二十年。お電話ください。")
	f.Add("Business name", "name@name.example", "Business name business name")
	f.Fuzz(func(t *testing.T, name, address, about string) {
		if !utf8.ValidString(name + address + about) {
			t.Skip("no text")
		}
		b := sdk.Business{Name: name, Email: address, Description: about}
		page := sdk.Page{Text: name + "\n" + about + "\n" + strings.ToUpper(name), Title: address, URL: "https://hello.example/?q=" + url.QueryEscape(name)}
		one := record(t, filler, sdk.Turn{Business: b, Page: &page})
		twin, err := Make(t.Context(), one, natively(filler))
		if err != nil {
			if host.KindOf(err) != host.Denied {
				t.Fatal(err)
			}
			return
		}
		if left := gather(one, 0).survivor(twin.Trace); left != "" {
			t.Errorf("%s is left", left)
		}
		var file strings.Builder
		for i := range twin.Trace.Calls {
			file.WriteString(strings.ToLower(strings.Join(leaves(&twin.Trace.Calls[i]), "\n")))
		}
		if words := strings.Fields(strings.ToLower(name)); len(words) > 1 && len(tokens(name)) > 1 && strings.Contains(file.String(), strings.ToLower(name)) && len(strings.Join(words, "")) > 2*few {
			t.Errorf("%q is left in %q", name, file.String())
		}
	})
}
