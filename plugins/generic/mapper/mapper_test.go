package mapper

import (
	"strconv"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

// page numbers the controls of a page in order: "c1", "c2", ...
func page(controls ...sdk.Control) *sdk.Page {
	p := &sdk.Page{Lang: "en", Controls: controls}
	for i := range p.Controls {
		c := &p.Controls[i]
		c.Ref = "c" + strconv.Itoa(i+1)
		for j := range c.Choices {
			c.Choices[j].Ref = c.Ref + "." + strconv.Itoa(j+1)
		}
	}
	return p
}

func withOptions(p *sdk.Page, ref string, labels ...string) *sdk.Page {
	var set sdk.OptionSet
	for _, l := range labels {
		set.Options = append(set.Options, sdk.Option{Value: l, Label: l})
	}
	p.OptionSets = append(p.OptionSets, set)
	for i := range p.Controls {
		if p.Controls[i].Ref == ref {
			p.Controls[i].Options = uint32(len(p.OptionSets))
		}
	}
	return p
}

var plumber = &sdk.Business{
	Name: "Okafor Plumbing", Tagline: "Water where you want it", DescriptionShort: "Plumbing repairs in Springfield.",
	Description: "Okafor Plumbing repairs pipes and boilers. We have served Springfield since 1987. Call us at any hour.",
	Categories:  []string{"Plumber", "Heating contractor"}, Tags: []string{"pipes", "boilers"}, Services: []string{"Drain cleaning"},
	Email: "hello@okafor.example", Website: "https://okafor.example/",
	Phone:   sdk.Phone{E164: "+12175550132", National: "(217) 555-0132", International: "+1 217-555-0132", CallingCode: "1", Region: "US", Digits: "2175550132"},
	Address: sdk.Address{Full: "12 Elm St, Springfield, IL 62701", Street: "12 Elm St", City: "Springfield", Region: "Illinois", RegionCode: "IL", PostalCode: "62701", Country: "US", CountryName: "United States"},
	Hours: []sdk.OpenDay{{Day: "Mo", Slots: []sdk.Slot{{Open: "09:00", Close: "17:00"}}}, {Day: "Tu", Slots: []sdk.Slot{{Open: "10:00", Close: "18:30"}}},
		{Day: "Su", Closed: true}},
	Contact: sdk.Contact{Name: "Ada Okafor", Email: "ada@okafor.example"}, PriceRange: "$$", EmployeeCount: "8",
	Logo: sdk.File{Handle: "logo"}, Photos: []sdk.File{{Handle: "photo-1"}, {Handle: "photo-2"}},
}

func TestTypes(t *testing.T) {
	text := func(label, name string) sdk.Control {
		return sdk.Control{Tag: "input", Type: "text", Label: label, Name: name}
	}
	typed := func(kind, label, name string) sdk.Control {
		return sdk.Control{Tag: "input", Type: kind, Label: label, Name: name}
	}
	for _, c := range []struct {
		name     string
		controls []sdk.Control
		want     []Type
	}{
		{"plain", []sdk.Control{text("Business name *", "business_name"), typed("email", "Email", "email"), typed("tel", "Phone", "phone"), typed("url", "Website", "url"), typed("textarea", "Description", "desc")},
			[]Type{BusinessName, Email, Phone, Website, Description}},
		{"names only", []sdk.Control{text("", "companyName"), text("", "address[street]"), text("", "address[city]"), text("", "address[postalCode]"), typed("select", "", "tax_input[category][]")},
			[]Type{BusinessName, StreetAddress, City, PostalCode, Category}},
		{"person beside business", []sdk.Control{text("Your name", "name"), typed("email", "Your email", "email"), text("Company", "company"), typed("email", "Business email", "biz_email")},
			[]Type{ContactName, ContactEmail, BusinessName, Email}},
		{"title and name", []sdk.Control{text("Title", "title"), text("Name", "name"), text("URL", "url"), typed("textarea", "Description", "description")},
			[]Type{BusinessName, ContactName, Website, Description}},
		{"bare name", []sdk.Control{text("Name", "name"), text("Address", "address"), text("Town", "town")},
			[]Type{BusinessName, StreetAddress, City}},
		{"address alone", []sdk.Control{text("Company", "c"), text("Address", "a")}, []Type{BusinessName, AddressFull}},
		{"second mail and phone", []sdk.Control{text("Business name", ""), typed("email", "Email", "e1"), typed("email", "Email", "e2"), typed("tel", "Phone", ""), typed("tel", "Mobile", "")},
			[]Type{BusinessName, Email, ContactEmail, Phone, PhoneSecondary}},
		{"confirmation", []sdk.Control{text("Business name", ""), typed("email", "Email", "e1"), typed("email", "Confirm email", "e2")}, []Type{BusinessName, Email, Email}},
		{"german", []sdk.Control{text("Firmenname", ""), text("Straße und Hausnummer", ""), text("PLZ", ""), text("Ort", ""), text("Telefon", ""), typed("textarea", "Öffnungszeiten", "")},
			[]Type{BusinessName, StreetAddress, PostalCode, City, Phone, HoursText}},
		{"french", []sdk.Control{text("Nom de l'entreprise", ""), text("Adresse e-mail", ""), text("Code postal", ""), text("Ville", ""), text("Site web", "")},
			[]Type{BusinessName, Email, PostalCode, City, Website}},
		{"spanish", []sdk.Control{text("Nombre de la empresa", ""), text("Teléfono", ""), text("Ciudad", ""), typed("textarea", "Descripción", "")},
			[]Type{BusinessName, Phone, City, Description}},
		{"social", []sdk.Control{text("Business name", ""), typed("url", "Facebook page", ""), typed("url", "X (Twitter)", ""), {Tag: "input", Type: "url", Placeholder: "https://instagram.com/you"}},
			[]Type{BusinessName, Facebook, X, Instagram}},
		{"files", []sdk.Control{text("Business name", ""), typed("file", "Logo", "logo"), typed("file", "Gallery", "photos[]"), text("Logo URL", "")},
			[]Type{BusinessName, LogoFile, PhotosFile, LogoURL}},
		{"traps", []sdk.Control{text("Business name", ""), text("Leave this field blank", "website2"), {Tag: "input", Type: "text", Label: "Website", Name: "website", Hidden: "offscreen"}, text("What is 3 + 4?", "answer"), typed("password", "Password", ""), text("Coupon code", ""), text("City", "")},
			[]Type{BusinessName, Honeypot, Honeypot, Captcha, Password, Other, City}},
		{"consents", []sdk.Control{text("Business name", ""), typed("checkbox", "I agree to the terms and conditions", "tos"), typed("checkbox", "Send me news and offers", "nl")},
			[]Type{BusinessName, ConsentTerms, ConsentMarketing}},
		{"hours", []sdk.Control{text("Business name", ""), typed("time", "Monday opens", "h[mo][open]"), typed("time", "Monday closes", "h[mo][close]"), typed("checkbox", "Closed", "hours[sunday][closed]")},
			[]Type{BusinessName, HoursOpen, HoursClose, HoursFlag}},
		{"unseen", []sdk.Control{text("Business name", ""), {Tag: "input", Type: "text", Label: "City", Hidden: "css"}, {Tag: "input", Type: "text", Label: "Fax", ReadOnly: true}},
			[]Type{BusinessName, Other, Other}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := page(c.controls...)
			got := Types(p)
			for i, want := range c.want {
				if g := got[p.Controls[i].Ref]; g != want {
					t.Errorf("%q %q is %s, want %s", p.Controls[i].Label, p.Controls[i].Name, g, want)
				}
			}
		})
	}
}

func TestFormOfThePage(t *testing.T) {
	p := page(
		sdk.Control{Type: "search", Tag: "input", Name: "q", Form: "f1"},
		sdk.Control{Type: "email", Tag: "input", Label: "Email", Form: "f2"}, sdk.Control{Type: "text", Tag: "input", Label: "Name", Form: "f2"},
		sdk.Control{Type: "text", Tag: "input", Label: "Username or email", Form: "f3"}, sdk.Control{Type: "password", Tag: "input", Label: "Password", Form: "f3"},
		sdk.Control{Type: "text", Tag: "input", Label: "Business name", Form: "f4"}, sdk.Control{Type: "text", Tag: "input", Label: "City", Form: "f4"},
		sdk.Control{Type: "tel", Tag: "input", Label: "Phone", Form: "f4"},
	)
	if r, ok := Read(p); !ok || r.Form != "f4" {
		t.Errorf("chose form %q, %v; want f4", r.Form, ok)
	}
	p.Controls = p.Controls[:1]
	if _, ok := Read(p); ok {
		t.Error("took a search box for a listing form")
	}
	p = page(sdk.Control{Type: "text", Tag: "input", Label: "Username or email"}, sdk.Control{Type: "password", Tag: "input", Label: "Password"})
	if _, ok := Read(p); ok {
		t.Error("took a login for a listing form")
	}
}

func steps(t *testing.T, p *sdk.Page, b *sdk.Business) map[string]sdk.Step {
	t.Helper()
	m := map[string]sdk.Step{}
	for _, s := range Map(p, b) {
		if s.Why == "" {
			t.Errorf("step %s on %s says not why", s.Kind, s.Target.Value)
		}
		m[s.Target.Value] = s
	}
	return m
}

func TestMap(t *testing.T) {
	p := page(
		sdk.Control{Tag: "input", Type: "text", Label: "Business name"},
		sdk.Control{Tag: "select", Type: "select", Label: "Category"},
		sdk.Control{Tag: "select", Type: "select", Label: "State"},
		sdk.Control{Tag: "input", Type: "tel", Label: "Phone", Placeholder: "555-123-4567"},
		sdk.Control{Tag: "textarea", Type: "textarea", Label: "Description", MaxLength: 60},
		sdk.Control{Tag: "input", Type: "checkbox", Label: "I accept the terms"},
		sdk.Control{Tag: "input", Type: "checkbox", Label: "Email me special offers", Checked: true},
		sdk.Control{Tag: "select", Type: "select", Label: "Monday opens", Name: "hours[monday][open]"},
		sdk.Control{Tag: "input", Type: "time", Label: "Tuesday closes", Name: "hours[tuesday][close]"},
		sdk.Control{Tag: "input", Type: "checkbox", Label: "Closed", Name: "hours[sunday][closed]"},
		sdk.Control{Tag: "input", Type: "radio", Label: "Price range", Name: "price_range", Choices: []sdk.Choice{{Value: "1", Label: "Cheap"}, {Value: "2", Label: "Moderate"}, {Value: "4", Label: "Very expensive"}}},
		sdk.Control{Tag: "input", Type: "file", Label: "Photos", Multiple: true},
		sdk.Control{Tag: "select", Type: "select", Label: "Number of employees"},
	)
	withOptions(p, "c2", "Select a category", "Accountants", "Home services", "Restaurants")
	withOptions(p, "c3", "--", "IA", "IL", "IN")
	withOptions(p, "c8", "8:00 AM", "9:00 AM", "9:00 PM")
	withOptions(p, "c13", "1-5", "6-10", "11+")
	got := steps(t, p, plumber)
	for ref, want := range map[string]string{"c1": "Okafor Plumbing", "c2": "Home services", "c3": "IL", "c4": "217-555-0132",
		"c5": "Plumbing repairs in Springfield.", "c8": "9:00 AM", "c9": "18:30", "c11": "Moderate", "c13": "6-10"} {
		if got[ref].Value != want {
			t.Errorf("%s gets %q, want %q", ref, got[ref].Value, want)
		}
	}
	for ref, want := range map[string]string{"c6": sdk.StepCheck, "c7": sdk.StepUncheck, "c10": sdk.StepCheck, "c12": sdk.StepUpload} {
		if got[ref].Kind != want {
			t.Errorf("%s: step %q, want %q", ref, got[ref].Kind, want)
		}
	}
	if n := len(got["c12"].Files); n != 2 {
		t.Errorf("uploads %d photos, want 2", n)
	}
	if got["c4"].Field != "phone" {
		t.Errorf("the phone comes from %q", got["c4"].Field)
	}
}

func TestGaps(t *testing.T) {
	p := page(
		sdk.Control{Tag: "input", Type: "text", Label: "Business name", Required: true},
		sdk.Control{Tag: "input", Type: "text", Label: "Fax *"},
		sdk.Control{Tag: "input", Type: "text", Label: "Favourite colour", Required: true},
		sdk.Control{Tag: "select", Type: "select", Label: "Category", Required: true},
		sdk.Control{Tag: "input", Type: "text", Label: "Tagline"},
	)
	withOptions(p, "c4", "Accountants", "Florists")
	r, _ := Read(p)
	got := map[string]string{}
	for _, g := range r.Plan(plumber, Hints{}).Gaps {
		got[g.Control.Ref] = string(g.Type) + " " + g.Field
	}
	want := map[string]string{"c2": "fax fax", "c3": "other ", "c4": "category "}
	for ref, w := range want {
		if got[ref] != w {
			t.Errorf("gap at %s: %q, want %q", ref, got[ref], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("gaps %v, want %v", got, want)
	}
}

func TestNameIsNeverShortened(t *testing.T) {
	for _, c := range []struct {
		name      string
		maxLength uint32
		refused   string
		limit     int // 0 where the name fits
	}{
		{"no limit", 0, "", 0}, {"just fits", 15, "", 0}, {"too short", 14, "", 14}, {"refused", 0, "Business name: at most 10 characters.", 10}, {"refused, fits", 0, "Business name: at most 40 characters.", 0},
	} {
		p := page(sdk.Control{Tag: "input", Type: "text", Label: "Business name", MaxLength: c.maxLength}, sdk.Control{Tag: "input", Type: "email", Label: "Email"})
		h := Hints{}
		if c.refused != "" {
			h.Refusals = []sdk.Refusal{{Intent: 1, Quote: c.refused}}
		}
		r, _ := Read(p)
		plan := r.Plan(plumber, h)
		limit := 0
		for _, g := range plan.Gaps {
			limit = g.Limit
		}
		sent := ""
		for _, s := range plan.Steps {
			if s.Target.Value == "c1" {
				sent = s.Value
			}
		}
		if limit != c.limit || c.limit == 0 && sent != plumber.Name || c.limit > 0 && sent != "" {
			t.Errorf("%s: limit %d and %q, want limit %d", c.name, limit, sent, c.limit)
		}
	}
}

func TestPhone(t *testing.T) {
	p := &plumber.Phone
	for _, c := range []struct {
		name     string
		control  sdk.Control
		refusals []string
		want     string
	}{
		{"plain", sdk.Control{Type: "tel"}, nil, "(217) 555-0132"},
		{"pattern", sdk.Control{Pattern: `\d{3}-\d{3}-\d{4}`}, nil, "217-555-0132"},
		{"pattern for digits", sdk.Control{Pattern: `^[0-9]{10}$`}, nil, "2175550132"},
		{"pattern with plus", sdk.Control{Pattern: `\+[1-9]\d{6,14}`}, nil, "+12175550132"},
		{"drawn", sdk.Control{Placeholder: "XXX-XXX-XXXX"}, nil, "217-555-0132"},
		{"international example", sdk.Control{Placeholder: "+44 20 7946 0000"}, nil, "+1 217-555-0132"},
		{"short", sdk.Control{MaxLength: 10}, nil, "2175550132"},
		{"refused for the plus", sdk.Control{}, []string{"Phone must start with + and the country code"}, "+12175550132"},
		{"refused for its signs", sdk.Control{}, []string{"Phone number may contain digits only"}, "2175550132"},
		{"refused with an example", sdk.Control{}, []string{"Use the format 555-555-5555 for the phone"}, "217-555-0132"},
		{"refused without a word", sdk.Control{}, []string{"Phone is not valid"}, "+1 217-555-0132"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := phone(&c.control, p, c.refusals); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		pattern, s string
		want       bool
	}{
		{`[0-9]+`, "123", true}, {`[0-9]+`, "12a", false}, {`https?://.+`, "https://a.example", true}, {`https?://.+`, "a.example", false},
		{`(\d{3}|\(\d{3}\)) ?\d{4}`, "(217) 5550", true}, {`a|bc`, "bc", true}, {`a|bc`, "c", false}, {`\d{5}(-\d{4})?`, "62701", true},
		{`\d{5}(?:-\d{4})?`, "62701-12", false}, {`[^@]+@[^@]+\.[a-z]{2,}`, "a@b.example", true}, {`(?=.*x).*`, "abc", true},
		{`[A-Za-z0-9 .&'\-]{2,20}`, "Smith & Co.", true}, {`(a+)+b`, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", true}, {`[`, "x", true}, {`x{2`, "xx", true},
	} {
		if got := fits(c.pattern, c.s); got != c.want {
			t.Errorf("fits(%q, %q) = %v, want %v", c.pattern, c.s, got, c.want)
		}
	}
}

func TestMinutes(t *testing.T) {
	for s, want := range map[string]int{"09:00": 540, "9:00 AM": 540, "9 pm": 1260, "12:30 am": 30, "12 PM": 720, "17:30:00": 1050, "9h30": 570, "24:00": 1440, "Closed": -1, "9": -1, "2024-05-01": -1} {
		got, ok := minutes(s)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("minutes(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestButtons(t *testing.T) {
	for _, c := range []struct {
		text string
		want purpose
	}{
		{"Submit for review", purposeSend}, {"Save and continue", purposeMaybe}, {"Next step", purposeNext}, {"Add my business", purposeSend}, {"Preview listing", purposeNext}, {"Submit & preview", purposeNext},
		{"Search", purposeElse}, {"Add find", purposeSend}, {"Find", purposeElse}, {"Add another photo", purposeElse}, {"Eintrag absenden", purposeSend}, {"Weiter", purposeMaybe}, {"Go", purposeNone}, {"Cancel", purposeElse},
	} {
		if got := purposeOf(c.text); got != c.want {
			t.Errorf("%q has purpose %d, want %d", c.text, got, c.want)
		}
	}
}

func TestContinue(t *testing.T) {
	p := page(sdk.Control{Tag: "input", Type: "text", Label: "Business name"})
	p.Buttons = []sdk.PageButton{{Ref: "b1", Text: "Search", Type: "submit", Form: "f9"}, {Ref: "b2", Text: "Continue", Type: "submit"}}
	if b := Send(p, ""); b == nil || b.Ref != "b2" || Next(p, "") != nil {
		t.Error("a lone Continue may send; it must count as the press")
	}
	p.Headings = []string{"Your business", "Step 1 of 3"}
	if b := Next(p, ""); b == nil || b.Ref != "b2" || Send(p, "") != nil {
		t.Error("where the page counts its steps, Continue leads on")
	}
}

func TestPosition(t *testing.T) {
	for _, c := range []struct {
		heading, text string
		n, total      int
	}{
		{"Step 1 of 3", "", 1, 3}, {"Your business (step 2 of 3)", "", 2, 3}, {"Schritt 2 von 3", "", 2, 3}, {"Paso 2 de 3: Su empresa", "", 2, 3}, {"Étape 2 sur 3", "", 2, 3}, {"Passo 3 di 3", "", 3, 3}, {"Stap 1 van 2", "", 1, 2},
		{"Add", "Add\n2 / 3\nName", 2, 3}, {"Add", "Page 3/3\n", 3, 3}, {"", "1 of 2", 1, 2},
		{"Add", "Listed in three easy steps", 0, 0}, {"Add", "Step 1\nStep 2\nStep 3", 0, 0}, {"", "Step 1 of 3\nStep 2 of 3\nStep 3 of 3", 0, 0}, {"", "3 of 5 customers come back", 0, 0},
		{"", "11/12/2024", 0, 0}, {"", "Open 24/7", 0, 0}, {"Step 4 of 3", "", 0, 0}, {"Etapes", "Fill in steps 1 of the form, which then goes to one of our editors, who look at all of it", 0, 0},
	} {
		n, total, _ := position(&sdk.Page{Headings: []string{c.heading}, Text: c.text}, "")
		if n != c.n || total != c.total {
			t.Errorf("%q, %q: step %d of %d, want %d of %d", c.heading, c.text, n, total, c.n, c.total)
		}
	}
}

func TestLastStepSends(t *testing.T) {
	for _, c := range []struct {
		button, heading, text string
		sends                 bool
	}{
		{"Continue", "Step 3 of 3", "", true}, {"Save and continue", "Step 3 of 3", "", true}, {"Next", "Step 3 of 3", "", true}, {"Weiter", "Schritt 3 von 3", "", true}, {"Continue", "Get listed in three easy steps", "Step by step to your entry.", true},
		{"Continue", "Step 2 of 3", "", false}, {"Save and continue", "", "2 / 3", false}, {"Next", "", "", false}, {"Preview", "Step 3 of 3", "", false}, {"Weiter", "Schritt 2 von 3", "", false},
	} {
		p := page(sdk.Control{Tag: "input", Type: "text", Label: "Business name"})
		p.Headings, p.Text, p.Buttons = []string{c.heading}, c.text, []sdk.PageButton{{Ref: "b1", Text: c.button, Type: "submit"}}
		if send := Send(p, ""); (send != nil) != c.sends || !c.sends && Next(p, "") == nil {
			t.Errorf("%q at %q %q: sends is %t, want %t", c.button, c.heading, c.text, send != nil, c.sends)
		}
	}
}

func TestOptionsTell(t *testing.T) {
	p := withOptions(page(sdk.Control{Tag: "input", Type: "text", Label: "Title"}, sdk.Control{Tag: "select", Type: "select", Label: "Listed under"}, sdk.Control{Tag: "select", Type: "select", Label: "Where"}),
		"c2", "Restaurants", "Plumbers", "Law firms", "Dentists", "Hotels")
	withOptions(p, "c3", "Canada", "France", "Germany", "United States")
	if got := Types(p); got["c2"] != Category || got["c3"] != Country {
		t.Errorf("got %s and %s, want category and country", got["c2"], got["c3"])
	}
}

func TestWords(t *testing.T) {
	for s, want := range map[string]string{"tax_input[category][]": "tax input category", "businessName": "business name", "Zip/Postal code *": "zip postal code", "Öffnungszeiten": "offnungszeiten",
		"address2": "address 2", "URLField": "url field", "Straße": "strasse", "E-mail": "e mail"} {
		if got := fold(s); got != want {
			t.Errorf("fold(%q) = %q, want %q", s, got, want)
		}
	}
}

// BenchmarkMap reads and fills a form of forty controls.
func BenchmarkMap(b *testing.B) {
	labels := []string{"Business name", "Email", "Phone", "Website", "Street address", "City", "State", "ZIP code", "Description", "Facebook page"}
	var controls []sdk.Control
	for i := range 40 {
		controls = append(controls, sdk.Control{Tag: "input", Type: "text", Label: labels[i%10] + " " + strconv.Itoa(i/10), Name: "field[" + strconv.Itoa(i) + "]", Section: "Your business / Details"})
	}
	p := page(controls...)
	for b.Loop() {
		if len(Map(p, plumber)) == 0 {
			b.Fatal("no steps")
		}
	}
}
