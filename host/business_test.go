package host_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

var update = flag.Bool("update", false, "rewrite golden files")

var samples = []string{"us-plumber.json", "de-bakery.json", "service-area.json", "restaurant.jsonld"}

func readSample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "business", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestContractGolden(t *testing.T) {
	for _, name := range samples {
		t.Run(name, func(t *testing.T) {
			b, notes, err := host.ReadBusiness(readSample(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Validate(); err != nil {
				t.Errorf("a business read without error is refused afterwards: %v", err)
			}
			got, err := json.MarshalIndent(struct {
				Stored   host.Business
				Contract sdk.Business
				Notes    []string `json:",omitempty"`
			}{b, b.Contract(), notes}, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "business", name+".golden")
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(append(got, '\n'), want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// The sample with everything filled keeps the promise that a profile covers the whole contract.
func TestContractIsCovered(t *testing.T) {
	b, err := host.ParseBusiness(readSample(t, "us-plumber.json"))
	if err != nil {
		t.Fatal(err)
	}
	var empty func(v reflect.Value, path string)
	empty = func(v reflect.Value, path string) {
		if v.IsZero() && path != ".Hours[0].Closed" {
			t.Errorf("contract%s is empty", path)
			return
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				name := v.Type().Field(i).Name
				photo := strings.HasPrefix(path, ".Photos") && name == "URL"
				if name != "_" && name != "Closed" && !photo {
					empty(v.Field(i), path+"."+name)
				}
			}
		case reflect.Slice:
			empty(v.Index(0), path+"[0]")
		case reflect.Pointer:
			empty(v.Elem(), path)
		}
	}
	empty(reflect.ValueOf(b.Contract()), "")
}

const smallest = `{"name":"Example Plumbing","phone":"415-555-0132","address":{"street":"12 Example Street","city":"San Francisco","region":"CA","postal_code":"94103","country":"US"}}`

// with returns the smallest valid profile with one value replaced; nil removes it.
func with(t *testing.T, path string, value any) []byte {
	t.Helper()
	var top map[string]any
	if err := json.Unmarshal([]byte(smallest), &top); err != nil {
		t.Fatal(err)
	}
	at := top
	key := path
	if first, rest, nested := strings.Cut(path, "."); nested {
		if at[first] == nil {
			at[first] = map[string]any{}
		}
		at, key = at[first].(map[string]any), rest
	}
	if value == nil {
		delete(at, key)
	} else {
		at[key] = value
	}
	data, err := json.Marshal(top)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type list = []any
type object = map[string]any

func TestRefusals(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ä", n) }
	many := func(n int) list {
		var out list
		for i := range n {
			out = append(out, strings.Repeat("x", i+1))
		}
		return out
	}
	de := object{"street": "Musterstraße 1", "city": "Berlin", "postal_code": "10115", "country": "DE"}
	address := func(country, field string, value any) object {
		a := object{"street": "1 Example", "city": "Example", "country": country}
		a[field] = value
		return a
	}
	for _, c := range []struct {
		set    string
		value  any
		field  string // of the only problem
		reason string // part of it
	}{
		{"name", nil, "name", "is missing"},
		{"name", " \u200b ", "name", "is missing"},
		{"name", long(121), "name", "121 characters"},
		{"name", "Bell\u0007", "name", "control character"},
		{"name", "Evil\u202egnp.exe", "name", "direction of writing"},
		{"name", "broken\ufffd", "name", "broken character"},
		{"name", 7, "name", "must be a text"},
		{"legal_name", long(151), "legal_name", "151 characters"},
		{"tagline", long(151), "tagline", "151 characters"},
		{"description_short", long(201), "description_short", "201 characters"},
		{"description", long(5001), "description", "5001 characters"},
		{"description", "a\n\u2067b", "description", "direction of writing"},
		{"categories", many(11), "categories", "11 entries"},
		{"categories", list{long(81)}, "categories[0]", "81 characters"},
		{"tags", many(51), "tags", "51 entries"},
		{"services", list{"ok", long(121)}, "services[1]", "121 characters"},
		{"payment_methods", list{long(61)}, "payment_methods[0]", "61 characters"},
		{"amenities", list{long(81)}, "amenities[0]", "81 characters"},
		{"languages", list{long(61)}, "languages[0]", "61 characters"},
		{"service_area", long(301), "service_area", "301 characters"},
		{"business_type", long(81), "business_type", "81 characters"},
		{"pricing_model", long(81), "pricing_model", "81 characters"},

		{"email", "office", "email", "is not an e-mail address"},
		{"email", "Ada <ada@example.com>", "email", "bare address"},
		{"email", "<ada@example.com>", "email", "bare address"},
		{"email", `"a b"@example.com`, "email", ""},
		{"email", "ada@localhost", "email", "domain"},
		{"email", "ada@[192.0.2.1]", "email", ""},
		{"email", long(130) + "@example.com", "email", "too long"},
		{"email", strings.Repeat("a", 65) + "@example.com", "email", "before the @"},

		{"phone", nil, "phone", "at least a phone, an email or a website"},
		{"phone", "call us", "phone", "is not a phone number"},
		{"phone", "415-555-013", "phone", "not a phone number of United States"},
		{"phone", "+1 415-555-0132 ext. 7", "phone", "extension"},
		{"phone", "+49 30 1", "phone", "Germany"},
		{"phone_secondary", "12", "phone_secondary", ""},
		{"fax", "12", "fax", ""},
		{"whatsapp", "12", "whatsapp", ""},
		{"contact.phone", "12", "contact.phone", ""},
		{"contact.email", "ada", "contact.email", "is not an e-mail address"},
		{"contact.name", long(121), "contact.name", "121 characters"},
		{"contact.first_name", long(61), "contact.first_name", "61 characters"},
		{"contact.last_name", long(61), "contact.last_name", "61 characters"},
		{"contact.role", long(81), "contact.role", "81 characters"},

		{"website", "www.example.com", "website", "must start with https://"},
		{"website", "javascript:alert(1)", "website", "must start with https://"},
		{"website", "ftp://example.com", "website", "must start with https://"},
		{"website", "https://user:pw@example.com", "website", "user name or password"},
		{"website", "https://", "website", "names no host"},
		{"website", "https://localhost:8080", "website", "public host"},
		{"website", "https://intranet", "website", "public host"},
		{"website", "http://127.0.0.1/", "website", "public host"},
		{"website", "http://[::1]/", "website", "public host"},
		{"website", "http://127.1/", "website", "public host"},
		{"website", "http://0x7f.0x1/", "website", "public host"},
		{"website", "https://printer.local", "website", "public host"},
		{"website", "https://ex ample.com", "website", "cannot have"},
		{"website", "https://-.com", "website", "cannot exist"},
		{"website", "https://example.com/" + strings.Repeat("a", 2048), "website", "too long"},
		{"map_url", "maps", "map_url", "must start"},
		{"video_url", "video", "video_url", "must start"},
		{"repository_url", "git@example.com:x", "repository_url", ""},

		{"address.country", nil, "address.country", "is missing"},
		{"address.country", "ZZ", "address.country", "two-letter code"},
		{"address.country", "Atlantis", "address.country", "two-letter code"},
		{"address.city", nil, "address.city", "is missing"},
		{"address.street", nil, "address.street", "service_area"},
		{"address.street", long(151), "address.street", "151 characters"},
		{"address.line2", long(101), "address.line2", "101 characters"},
		{"address.neighbourhood", long(101), "address.neighbourhood", "101 characters"},
		{"address.region", nil, "address.region", "is missing"},
		{"address.region", "Bavaria", "address.region", "not a state or province of United States"},
		{"address.postal_code", nil, "address.postal_code", "is missing"},
		{"address.postal_code", "9410", "address.postal_code", "not a postal code of United States"},
		{"address", address("GB", "postal_code", "12345"), "address.postal_code", "United Kingdom"},
		{"address", address("NL", "postal_code", "0123 AB"), "address.postal_code", "Netherlands"},
		{"address", address("PT", "postal_code", "1100"), "address.postal_code", "Portugal"},

		{"location", object{"latitude": 91, "longitude": 1}, "location.latitude", "-90 to 90"},
		{"location", object{"latitude": 1, "longitude": -181}, "location.longitude", "-180 to 180"},
		{"location", object{}, "location", "0, 0"},
		{"hours", "Mo-Fr 9-17", "hours", "cannot be read"},
		{"hours", "Mo 08:00-10:00,11:00-12:00,13:00-14:00", "hours", "3 ranges"},
		{"price_range", "cheap", "price_range", "must be $"},
		{"price_range", "$€", "price_range", "must be $"},
		{"year_founded", 12, "year_founded", "must be a year"},
		{"year_founded", 9999, "year_founded", "must be a year"},
		{"year_founded", "1998", "year_founded", "whole number"},
		{"employee_count", "a few", "employee_count", "number or a range"},
		{"employee_count", "50-11", "employee_count", "number or a range"},

		{"social", list{object{"network": "facebook"}}, "social[0].url", "is missing"},
		{"social", list{object{"network": "facebook", "url": "https://x.com/a"}}, "social[0].url", "not an address on facebook"},
		{"social", list{object{"network": "mastodon", "url": "https://x.com/a"}}, "social[0].url", "not an address on mastodon"},
		{"social", list{object{"network": "x", "url": "https://netflix.com/a"}}, "social[0].url", "not an address on x"},
		{"social", list{object{"url": "https://social.example.com/@a"}}, "social[0].network", "is missing"},
		{"social", list{object{"url": "https://facebook.com/"}}, "social[0].url", "front page"},
		{"social", list{object{"url": "facebook.com/a"}}, "social[0].url", "must start"},

		{"logo", object{"media_type": "image/png"}, "logo.name", "is missing"},
		{"logo", object{"name": "../../etc/passwd"}, "logo.name", "without a path"},
		{"logo", object{"name": "logo.exe", "media_type": "application/x-msdownload"}, "logo.media_type", "must be an image"},
		{"logo", object{"name": "logo.png", "size": 20<<20 + 1}, "logo.size", "at most"},
		{"logo", object{"name": "logo.png", "digest": "../../key"}, "logo.digest", "not the SHA-256"},
		{"logo", object{"name": "logo.png", "width": -1}, "logo.width", "whole number"},
		{"cover", object{"name": "c.png", "width": 20001}, "cover.width", "20000 pixels"},
		{"cover", object{"url": "file:///etc/passwd"}, "cover.url", "must start"},
		{"photos", list{object{"name": long(101)}}, "photos[0].name", "101 characters"},

		{"Name", "x", "Name", "is not a field"},
		{"telephone", "x", "telephone", "is not a field"},
		{"address.zip", "x", "address.zip", "is not a field"},
		{"social", list{object{"url": "https://x.com/a", "handle": "a"}}, "social[0].handle", "is not a field"},
		{"tags", "one, two", "tags", "must be a list"},
		{"contact", "Ada", "contact", "must be an object"},

		// Taken as they are, so that the table cannot pass by refusing everything.
		{"address", de, "", ""},
		{"website", "https://bücher.example.com/?q=1", "", ""},
		{"description", "One.\r\n\r\n\r\nTwo.", "", ""},
		{"address", object{"street": "1 Example Road", "country": "SG", "postal_code": "018956"}, "", ""},
		{"phone", "+49 30 23125042", "", ""},
		{"social", list{object{"network": "Mastodon", "url": "https://social.example.com/@a"}}, "", ""},
	} {
		t.Run(c.set+" "+c.reason, func(t *testing.T) {
			data := with(t, c.set, c.value)
			if c.set == "address" {
				data = bytes.Replace(data, []byte(`"415-555-0132"`), []byte(`"+14155550132"`), 1)
			}
			_, err := host.ParseBusiness(data)
			if c.field == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			var problems host.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("error %v carries no problems", err)
			}
			if host.KindOf(err) != host.Invalid {
				t.Errorf("kind %s, want invalid", host.KindOf(err))
			}
			if len(problems) != 1 || problems[0].Field != c.field || !strings.Contains(problems[0].Reason, c.reason) {
				t.Errorf("got %+v\nwant one problem of %s with %q", problems, c.field, c.reason)
			}
			if problems[0].Example == "" {
				t.Error("no example")
			}
		})
	}
}

func TestEveryProblemAtOnce(t *testing.T) {
	_, err := host.ParseBusiness([]byte(`{"email":"x","website":"y","hours":"z","address":{"country":"DE","postal_code":"1"}}`))
	var problems host.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("error %v carries no problems", err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Field)
		if !strings.Contains(err.Error(), p.String()) {
			t.Errorf("the message lacks %q", p)
		}
	}
	want := []string{"name", "address.city", "address.street", "address.postal_code", "email", "website", "hours"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got problems of %v, want %v", got, want)
	}
}

func TestUnknownFieldsAreAllNamed(t *testing.T) {
	_, err := host.ParseBusiness([]byte(`{"name":"a","name":"b","telephone":"1","address":{"zip":"2"},"photos":[{"alt":"x"}]}`))
	var problems host.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("error %v carries no problems", err)
	}
	got := map[string]string{}
	for _, p := range problems {
		got[p.Field] = p.Example
	}
	want := map[string]string{
		"name": "one name", "telephone": "phone", "address.zip": "postal_code",
		"photos[0].alt": "one of digest, handle, height, media_type, name, size, url, width",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestHostileSizes(t *testing.T) {
	for name, data := range map[string]string{
		"unknown fields": `{"a":{}` + strings.Repeat(`,"b":1`, 20000) + `}`,
		"bad links":      `{"social":[{}` + strings.Repeat(`,{"url":"x"}`, 15000) + `]}`,
		"depth":          strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000),
	} {
		_, err := host.ParseBusiness([]byte(data))
		var problems host.Problems
		if !errors.As(err, &problems) || len(problems) > 100 || len(err.Error()) > 100_000 {
			t.Errorf("%s: got %d problems in %d bytes", name, len(problems), len(err.Error()))
		}
	}
}

func TestNotJSON(t *testing.T) {
	for name, data := range map[string]string{
		"empty": "", "cut": `{"name":`, "two": smallest + smallest, "text": "hello", "list": "[]", "null in a list": `[null]`,
		"large": `{"name":"` + strings.Repeat("x", 300<<10) + `"}`,
	} {
		if _, _, err := host.ReadBusiness([]byte(data)); host.KindOf(err) != host.Invalid || err == nil {
			t.Errorf("%s: got %v, want an invalid profile", name, err)
		}
	}
}

func TestClean(t *testing.T) {
	b, err := host.ParseBusiness([]byte(`{
		"name": "  Cafe\u0301\u00a0 \t Example ", "description": "One.\r\n\r\n\n Two  words. \n",
		"tags": ["Tea", "", "tea", " Cake "], "phone": "tel:02 5550 0123", "email": "Ada@EXAMPLE.com", "website": "HTTPS://WWW.Example.com/A",
		"address": {"street": "3 Example St", "city": "Sydney", "region": "nsw", "postal_code": "2000", "country": "australia"},
		"hours": "Monday – Friday 9:00-17:00; sat closed", "price_range": "£££", "languages": ["fr", "pt-BR", "Klingon", "French"],
		"social": [{"network": "Twitter", "url": "https://twitter.com/example"}, {"url": "https://x.com/example2"}, {"url": "https://x.com/example2"}],
		"photos": [{}, {"url": "https://example.com/a/b.JPG?x=1", "handle": "logo"}], "employee_count": "11 – 50"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := host.Business{
		Name: "Café Example", Description: "One.\n\nTwo words.", Tags: []string{"Tea", "Cake"}, Phone: "+61255500123",
		Email: "Ada@example.com", Website: "https://www.example.com/A",
		Address: host.Address{Street: "3 Example St", City: "Sydney", Region: "New South Wales", PostalCode: "2000", Country: "AU"},
		Hours:   "Mo-Fr 09:00-17:00; Sa off", PriceRange: "$$$", Languages: []string{"French", "Portuguese", "Klingon"},
		Social:        []sdk.Social{{Network: "x", URL: "https://twitter.com/example"}, {Network: "x", URL: "https://x.com/example2"}},
		Photos:        []host.Image{{Handle: "photo-1", Name: "b.JPG", MediaType: "image/jpeg", URL: "https://example.com/a/b.JPG?x=1"}},
		EmployeeCount: "11-50",
	}
	if !reflect.DeepEqual(b, want) {
		t.Errorf("got\n%+v\nwant\n%+v", b, want)
	}
}

// checkStable holds what everybody relies on for a profile that was taken: it is taken again, unchanged, from its bytes.
func checkStable(t *testing.T, b host.Business) {
	t.Helper()
	first, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := host.ParseBusiness(first)
	if err != nil {
		t.Fatalf("%s\nis refused the second time: %v", first, err)
	}
	second, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Fatalf("cleaning changes a clean profile:\n%s\n%s", first, second)
	}
	c := b.Contract()
	if n := len([]rune(c.DescriptionShort)); n > 200 {
		t.Fatalf("short description of %d characters", n)
	}
	var back sdk.Turn
	if err := back.Decode((&sdk.Turn{Business: c}).Append(nil)); err != nil {
		t.Fatalf("the contract's wire form cannot be read back: %v", err)
	}
}

func FuzzParseBusiness(f *testing.F) {
	for _, name := range samples[:3] {
		f.Add(readSample(f, name))
	}
	f.Add([]byte(smallest))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := host.ParseBusiness(data)
		if err != nil {
			if host.KindOf(err) != host.Invalid {
				t.Fatalf("error of kind %s: %v", host.KindOf(err), err)
			}
			return
		}
		checkStable(t, b)
	})
}

// Random bytes seldom make a profile; random values in one that is valid otherwise try the cleaning itself.
func FuzzClean(f *testing.F) {
	f.Add("Example", "One. Two.", "(415) 555-0132", "a@example.com", "https://www.example.com/a?b=c", "12 Example St", "CA", "94103", "US", "en", "https://x.com/a", "logo.png", "Dana Copper")
	f.Add("Müller", "A\n\nB", "030 23125042", "ä@bücher.example", "http://bücher.example/%zz", "Musterstr. 1 a", "", "10115", "Deutschland", "pt-BR", "http://fb.me/x y", "a b.jpeg", "Example, Ada")
	f.Add("e\u0301\u200b\u0301", "\u2028", "0161 496 0123", "a.b+c@EXAMPLE.org", "HTTPS://EXAMPLE.com:443", "1 / 2 x", "Wales", "m11ae", "gb", "xx", "https://m.facebook.com/?id=1", "x.svg", "Dr.")
	f.Fuzz(func(t *testing.T, name, description, phone, email, website, street, region, code, country, language, social, file, contact string) {
		b := host.Business{
			Name: name, Description: description, Phone: phone, Email: email, Website: website,
			Address:   host.Address{Street: street, City: name, Region: region, PostalCode: code, Country: country},
			Languages: []string{language, name}, Tags: []string{name, street}, Hours: region, ServiceArea: contact,
			Social: []sdk.Social{{URL: social}}, Logo: host.Image{Name: file}, Photos: []host.Image{{URL: website}},
			Contact: host.Contact{Name: contact, Phone: phone},
		}
		// Each value alone as well, so that one that is refused does not hide the others.
		for _, one := range []func(*host.Business){
			func(c *host.Business) { *c = b },
			func(c *host.Business) { c.Name, c.Description = b.Name, b.Description },
			func(c *host.Business) { c.Phone = b.Phone },
			func(c *host.Business) { c.Email = b.Email },
			func(c *host.Business) { c.Website, c.Photos = b.Website, b.Photos },
			func(c *host.Business) { c.Phone, c.Address = "+14155550132", b.Address },
			func(c *host.Business) { c.Address.Street, c.ServiceArea = b.Address.Street, b.ServiceArea },
			func(c *host.Business) { c.Languages, c.Tags, c.Contact.Name = b.Languages, b.Tags, b.Contact.Name },
			func(c *host.Business) { c.Social = b.Social },
			func(c *host.Business) { c.Logo = b.Logo },
		} {
			c, err := host.ParseBusiness([]byte(smallest))
			if err != nil {
				t.Fatal(err)
			}
			one(&c)
			if c, err = c.Clean(); err == nil {
				checkStable(t, c)
			}
		}
	})
}
