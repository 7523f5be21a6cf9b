package sdk

import (
	"reflect"
	"strings"
	"testing"
)

var (
	american = Phone{E164: "+14155550132", National: "(415) 555-0132", International: "+1 415-555-0132", CallingCode: "1", Region: "US", Digits: "4155550132"}
	berlin   = Phone{E164: "+4930123456", National: "030 123456", International: "+49 30 123456", CallingCode: "49", Region: "DE", Digits: "30123456"}
	danish   = Phone{E164: "+4532123456", National: "32123456", International: "+45 32 12 34 56", CallingCode: "45", Region: "DK", Digits: "32123456"}
)

func TestPhoneSplit(t *testing.T) {
	for _, c := range []struct {
		phone Phone
		n     int
		want  []string
	}{
		{american, 3, []string{"415", "555", "0132"}}, {american, 2, []string{"415", "5550132"}}, {american, 1, []string{"4155550132"}},
		{american, 4, []string{"", "415", "555", "0132"}}, {berlin, 2, []string{"030", "123456"}}, {danish, 2, []string{"", "32123456"}}, {Phone{}, 2, []string{"", ""}},
	} {
		if got := c.phone.Split(c.n); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s in %d boxes: %q, want %q", c.phone.National, c.n, got, c.want)
		}
	}
}

func TestPhoneIn(t *testing.T) {
	for _, c := range []struct {
		name    string
		phone   Phone
		control *Control
		want    string
	}{
		{"no control", american, nil, "(415) 555-0132"},
		{"no hint", american, &Control{Type: "tel"}, "(415) 555-0132"},
		{"a number input", american, &Control{Type: "number"}, "4155550132"},
		{"an example", american, &Control{Placeholder: "555-123-4567"}, "415-555-0132"},
		{"an example in words", american, &Control{Description: "Format: (XXX) XXX-XXXX"}, "(415) 555-0132"},
		{"digits", american, &Control{Placeholder: "5551234567"}, "4155550132"},
		{"a foreign example", american, &Control{Placeholder: "+44 20 7946 0000"}, "+1 415-555-0132"},
		{"E.164", berlin, &Control{Placeholder: "+14155550132"}, "+4930123456"},
		{"too short for the example", american, &Control{Placeholder: "+44 20 7946 0000", MaxLength: 12}, "415-555-0132"},
		{"short", american, &Control{MaxLength: 10}, "4155550132"},
		{"too short for any", american, &Control{MaxLength: 5}, "(415) 555-0132"},
		{"no example", american, &Control{Placeholder: "Your phone, since 1998"}, "(415) 555-0132"},
		{"no phone", Phone{}, &Control{Placeholder: "555-123-4567"}, ""},
	} {
		if got := c.phone.In(c.control); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestShorten(t *testing.T) {
	const text = "Okafor Plumbing repairs pipes and boilers. We come within a day, also on Sundays."
	for limit, want := range map[int]string{
		0: text, 81: text, 200: text, 60: "Okafor Plumbing repairs pipes and boilers.", 43: "Okafor Plumbing repairs pipes and boilers.", 30: "Okafor Plumbing repairs pipes",
		29: "Okafor Plumbing repairs pipes", 6: "Okafor", 4: "Okaf",
	} {
		if got := Shorten(text, limit); got != want {
			t.Errorf("at %d: %q, want %q", limit, got, want)
		}
	}
	for _, c := range []struct{ got, want string }{
		{Shorten("Größe über alles", 8), "Größe"},
		{Shorten("🙂🙂🙂", 4), "🙂🙂"}, // two units of UTF-16 each
		{Shorten("🙂🙂🙂", 5), "🙂🙂"},
		{Shorten("- one, two", 6), "- one"},
		{Ellipsis("Okafor Plumbing repairs pipes", 16), "Okafor Plumbing…"},
		{Ellipsis("Okafor", 6), "Okafor"},
		{Ellipsis("Okafor", 1), "O…"},
		{(&Control{MaxLength: 8}).Fit("Größe über alles"), "Größe"},
		{(*Control)(nil).Fit("all"), "all"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func FuzzShorten(f *testing.F) {
	f.Add("Okafor Plumbing. Repairs, pipes!", 20)
	f.Add("🙂 Größe\n\nüber", 3)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		if got := Shorten(s, limit); !strings.HasPrefix(s, got) || fitting(got, limit) != len(got) {
			t.Errorf("Shorten(%q, %d) = %q", s, limit, got)
		}
	})
}

func TestTagsWithinLimits(t *testing.T) {
	tags := []string{"plumbing", " Plumbing ", "", "water  heater", "drain cleaning and inspection", "leaks"}
	for _, c := range []struct {
		count, length int
		want          []string
	}{
		{0, 0, []string{"plumbing", "water heater", "drain cleaning and inspection", "leaks"}},
		{2, 0, []string{"plumbing", "water heater"}},
		{3, 15, []string{"plumbing", "water heater", "leaks"}},
	} {
		if got := FirstTags(tags, c.count, c.length); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%d of %d characters: %q, want %q", c.count, c.length, got, c.want)
		}
	}
	for limit, want := range map[int]string{0: "plumbing, water heater, drain cleaning and inspection, leaks", 22: "plumbing, water heater", 21: "plumbing", 3: ""} {
		if got := JoinTags(tags, ", ", limit); got != want {
			t.Errorf("within %d: %q, want %q", limit, got, want)
		}
	}
}

func TestSocialName(t *testing.T) {
	for url, want := range map[string]string{
		"https://facebook.example/bayside": "bayside", "https://youtube.example/@bayside/": "bayside", "https://linkedin.example/company/bayside?x=1#top": "bayside",
		"https://facebook.example": "", "https://facebook.example/": "", "": "",
	} {
		b := Business{Social: []Social{{Network: "x", URL: url}}}
		if got := b.SocialName("x"); got != want {
			t.Errorf("%q: %q, want %q", url, got, want)
		}
	}
	if got := (&Business{}).SocialURL("x"); got != "" {
		t.Errorf("a profile that is not there is %q", got)
	}
}

func TestAddressLines(t *testing.T) {
	a := Address{Street: "2150 Irving Street", Line2: "Suite B", City: "San Francisco", Region: "California", RegionCode: "CA"}
	for _, c := range []struct{ got, want string }{
		{a.StreetLine(), "2150 Irving Street, Suite B"}, {Address{Street: "1 High Street"}.StreetLine(), "1 High Street"},
		{a.Place(), "San Francisco, California"}, {Address{City: "Wien"}.Place(), "Wien"}, {Address{}.Place(), ""},
		{a.RegionIn(nil), "California"}, {a.RegionIn(&Control{}), "California"}, {a.RegionIn(&Control{MaxLength: 2}), "CA"}, {Address{Region: "Kent"}.RegionIn(&Control{MaxLength: 2}), "Kent"},
		{(&Business{YearFounded: 1998}).Founded(), "1998"}, {(&Business{}).Founded(), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
