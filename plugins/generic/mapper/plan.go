package mapper

import (
	"strings"
	"unicode/utf8"

	"github.com/directorybolt/directorybolt/sdk"
)

// Plan is what to do on one page.
type Plan struct {
	Steps []sdk.Step
	Gaps  []Gap          // what the page requires and the business or the mapper does not have
	Open  []*sdk.Control // select widgets whose options are seen only once they are opened
}

// Gap is a required control that nothing can be put into.
type Gap struct {
	Control *sdk.Control
	Type    Type
	Field   string // profile field that is empty; empty itself where the control is not understood or offers nothing that fits
	Limit   int    // most characters the directory takes of the business's name, which is longer; 0 for every other gap
}

// Hints is what is known of a directory besides the page.
type Hints struct {
	Types    map[string]Type   // by label or name, folded by [Key]: what a control asks for
	Values   map[string]string // by label or name, folded by [Key]: what to put into it, whatever it asks for
	Refusals []sdk.Refusal     // of earlier presses
}

// Key brings a label or name into the form in which [Hints] are looked up.
func Key(s string) string { return fold(s) }

// Map reads a page and says how to fill it for the business. There are no steps where the page has no form for a listing.
func Map(page *sdk.Page, b *sdk.Business) []sdk.Step {
	r, ok := Read(page)
	if !ok {
		return nil
	}
	return r.Plan(b, Hints{}).Steps
}

// hinted lets hints say what a control asks for, where the mapper reads it differently.
func (f *Field) hinted(h Hints) {
	for _, key := range []string{fold(f.Control.Label), fold(f.Control.Name)} {
		if t, ok := h.Types[key]; ok && key != "" {
			f.Type, f.Why, f.score = t, "the directory's configuration", 1
		}
	}
}

// Plan says how to fill the form for the business.
func (r *Reading) Plan(b *sdk.Business, h Hints) Plan {
	p := planner{page: r.page, business: b, hints: h}
	rows := hourRows(r.Fields, b.Hours)
	for i := range r.Fields {
		f := &r.Fields[i]
		before := len(p.plan.Steps)
		if value, ok := p.fixed(f.Control); ok {
			p.set(f, value)
		} else if limit := p.nameLimit(f); limit > 0 {
			p.plan.Gaps = append(p.plan.Gaps, Gap{Control: f.Control, Type: f.Type, Field: f.Type.Field(), Limit: limit})
			continue
		} else if f.Type == HoursOpen || f.Type == HoursClose || f.Type == HoursDay || f.Type == HoursFlag {
			p.hours(f, rows[f.Control.Ref])
		} else {
			p.field(f)
		}
		if len(p.plan.Steps) == before && required(f.Control) && empty(f.Control) && !p.opens(f.Control) {
			p.gap(f)
		}
	}
	return p.plan
}

type planner struct {
	page     *sdk.Page
	business *sdk.Business
	hints    Hints
	plan     Plan
	socials  int // how many profiles on other networks have been used
}

func (p *planner) add(f *Field, s sdk.Step) {
	p.plan.Steps = append(p.plan.Steps, s.For(f.Type.Field()).Because(f.Why))
}

// nameLimit returns how many characters a control takes of the business's name, if that is too few. A shortened name is never sent: it is another
// name, under which nobody would find the business again.
func (p *planner) nameLimit(f *Field) int {
	if f.Type != BusinessName {
		return 0
	}
	if limit := p.limit(f); limit > 0 && utf8.RuneCountInString(p.business.Name) > limit {
		return limit
	}
	return 0
}

// limit is the most characters that the control, or what the directory said of it, allows; 0 for any number.
func (p *planner) limit(f *Field) int {
	limit := int(f.Control.MaxLength)
	if n := p.refusedLength(f.Control, f.Type); n > 0 && (limit == 0 || n < limit) {
		return n
	}
	return limit
}

func (p *planner) opens(c *sdk.Control) bool {
	for _, one := range p.plan.Open {
		if one == c {
			return true
		}
	}
	return false
}

func (p *planner) gap(f *Field) {
	g := Gap{Control: f.Control, Type: f.Type}
	if len(values(f.Type, p.business)) == 0 && len(files(f.Type, p.business, 1)) == 0 {
		g.Field = f.Type.Field()
	}
	p.plan.Gaps = append(p.plan.Gaps, g)
}

func (p *planner) fixed(c *sdk.Control) (string, bool) {
	for _, key := range []string{fold(c.Label), fold(c.Name)} {
		if v, ok := p.hints.Values[key]; ok && key != "" {
			return v, true
		}
	}
	return "", false
}

// required reports whether a person has to fill the control: it says so, or its label has a star.
func required(c *sdk.Control) bool {
	label := strings.TrimSpace(c.Label)
	return c.Hidden == "" && !c.Disabled && !c.ReadOnly && (c.Required || strings.HasSuffix(label, "*") || strings.HasPrefix(label, "*"))
}

func empty(c *sdk.Control) bool {
	if c.Type == "checkbox" || c.Type == "radio" || c.Type == "switch" {
		return !c.Checked
	}
	return c.Value == ""
}

// field adds the step for one control, if there is one.
func (p *planner) field(f *Field) {
	c := f.Control
	switch {
	case f.Type.never(), f.Type == SubmitterNote, f.Type == ReciprocalURL:
	case f.Type == ConsentTerms:
		if !c.Checked {
			p.add(f, sdk.Check(box(c)))
		}
	case f.Type == ConsentMarketing:
		if c.Checked {
			p.add(f, sdk.Uncheck(box(c)))
		}
	case f.Type == ListingPlan:
		p.listingPlan(f)
	case f.Type == SocialNetwork:
		p.choose(f, networkNames(p.business), 1)
	case c.Type == "file":
		n := 1
		if c.Multiple {
			n = 10
		}
		if list := files(f.Type, p.business, n); len(list) > 0 {
			p.add(f, sdk.Upload(sdk.Ref(c.Ref), list...))
		}
	default:
		if v := values(f.Type, p.business); len(v) > 0 {
			p.value(f, v)
		}
	}
}

func box(c *sdk.Control) sdk.Target {
	if len(c.Choices) > 0 {
		return sdk.Ref(c.Choices[0].Ref)
	}
	return sdk.Ref(c.Ref)
}

// value puts what the business has into a control of any kind.
func (p *planner) value(f *Field, v []string) {
	c := f.Control
	switch {
	case c.Type == "select" || c.Type == "radio" || c.Type == "combobox" && c.Options > 0 || len(c.Choices) > 0:
		n := 1
		if c.Multiple || c.Type == "checkbox" {
			n = 10
			if f.Type == Category || f.Type == Subcategory {
				n = 3
			}
		}
		p.choose(f, v, n)
	case c.Type == "combobox" && c.Tag != "input" && !prompts(c.Value): // chosen before
	case c.Type == "combobox" && c.Tag != "input":
		p.plan.Open = append(p.plan.Open, c)
	case c.Type == "checkbox" || c.Type == "switch":
		p.tick(f, v)
	case c.Type == "richtext":
		p.add(f, sdk.RichText(sdk.Ref(c.Ref), v[0]))
	case f.Type == Tags && c.Type != "textarea" && (c.Name == "" || hasAny(words(c.Placeholder+" "+c.Description), "enter", "entree", "intro", "invio", "eingabetaste")):
		p.add(f, sdk.Tags(sdk.Ref(c.Ref), v...)) // a field that turns each entry into a tag
	default:
		p.add(f, sdk.Fill(sdk.Ref(c.Ref), p.text(f, v)))
	}
}

// choose picks options by meaning. A category that nothing fits is "Other" where the form insists.
func (p *planner) choose(f *Field, v []string, n int) {
	c := f.Control
	list := options(p.page, c)
	chosen := pick(f.Type, list, v, n)
	if len(chosen) == 0 && (f.Type == Category || f.Type == Subcategory) {
		chosen = pick(f.Type, list, append(append([]string(nil), p.business.Services...), p.business.Tags...), 1)
	}
	if len(chosen) == 0 && required(c) && (f.Type == Category || f.Type == Subcategory || f.Type == BusinessType || f.Type == LocationArea) {
		if other := rest(list); other != "" {
			chosen = []string{other}
		}
	}
	if len(chosen) > 0 {
		p.add(f, sdk.Choose(sdk.Ref(c.Ref), chosen...))
	}
}

// tick checks a single box if what it says is among the values.
func (p *planner) tick(f *Field, v []string) {
	own := sdk.Option{Value: f.Control.Value, Label: f.Control.Label}
	for _, one := range v {
		if alike(f.Type, own, one) > 0.7 {
			p.add(f, sdk.Check(sdk.Ref(f.Control.Ref)))
			return
		}
	}
}

// listingPlan takes what costs nothing, and leaves a form that offers no such plan to a person.
func (p *planner) listingPlan(f *Field) {
	c := f.Control
	for _, o := range options(p.page, c) {
		w := words(o.Label + " " + o.Value)
		if hasAny(w, "free", "gratis", "kostenlos", "gratuit", "gratuito", "basic", "standard") && !strings.ContainsAny(o.Label, "123456789") || hasAny(w, "free") {
			p.add(f, sdk.Choose(sdk.Ref(c.Ref), optionName(o)))
			return
		}
	}
}

// set puts a value of the configuration into a control.
func (p *planner) set(f *Field, value string) {
	c := f.Control
	f.Why = "the directory's configuration"
	switch {
	case c.Type == "select" || c.Type == "combobox" || len(c.Choices) > 0:
		p.add(f, sdk.Choose(sdk.Ref(c.Ref), value))
	case c.Type == "checkbox" || c.Type == "switch":
		if value == "true" {
			p.add(f, sdk.Check(sdk.Ref(c.Ref)))
		} else {
			p.add(f, sdk.Uncheck(sdk.Ref(c.Ref)))
		}
	default:
		p.add(f, sdk.Fill(sdk.Ref(c.Ref), value))
	}
}

// text is what goes into a text control.
func (p *planner) text(f *Field, v []string) string {
	c := f.Control
	if number := phoneOf(f.Type, p.business); number != nil {
		return phone(c, number, p.refused(c, phoneWords...))
	}
	limit := p.limit(f)
	switch f.Type {
	case Tags, Services, Category, Subcategory, PaymentMethods, Amenities, Languages:
		if f.Type == Category || f.Type == Subcategory {
			return sdk.Shorten(v[0], limit)
		}
		return joined(v, limit, c.Type == "textarea" && f.Type != Tags)
	case SocialOther:
		n := p.socials % len(v)
		p.socials++
		return v[n]
	case Description, DescriptionShort:
		if f.Type == Description && limit > 0 && limit <= 200 && len(v) > 1 {
			return sdk.Shorten(v[1], limit)
		}
		if c.Type == "text" {
			return sdk.Shorten(strings.Join(strings.Fields(v[0]), " "), limit)
		}
	case Website, ReciprocalURL:
		return website(c, v[0])
	case Region:
		if limit == 2 || strings.Contains(c.Pattern, "{2}") || len(strings.TrimSpace(c.Placeholder)) == 2 {
			return p.business.Address.RegionCode
		}
	case Country:
		if limit == 2 || strings.Contains(c.Pattern, "{2}") {
			return p.business.Address.Country
		}
	case EmployeeCount:
		if n := digitsIn(v[0]); c.Type == "number" && n > 0 {
			return v[0][:n]
		}
	}
	if isSocial(f.Type) && (hasAny(words(c.Label+" "+c.Placeholder+" "+c.Name), "handle", "username", "user name") || strings.HasPrefix(c.Placeholder, "@")) {
		return handle(v[0])
	}
	return sdk.Shorten(v[0], limit)
}

func digitsIn(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// handle is the last part of a profile's address: "acme" of "https://x.com/acme".
func handle(url string) string {
	url = strings.TrimRight(url, "/")
	return strings.TrimPrefix(url[strings.LastIndexByte(url, '/')+1:], "@")
}

// joined writes a list into a text, as many as fit.
func joined(v []string, limit int, lines bool) string {
	between := ", "
	if lines {
		between = "\n"
	}
	text := ""
	for _, one := range v {
		next := one
		if text != "" {
			next = text + between + one
		}
		if limit > 0 && len(next) > limit {
			break
		}
		text = next
	}
	if text == "" {
		return sdk.Shorten(v[0], limit)
	}
	return text
}

// refused returns what the directory said about a control when it refused earlier presses: the texts that name the control, or one of the words.
func (p *planner) refused(c *sdk.Control, about ...string) []string {
	own := strings.Join(words(c.Label), " ")
	var said []string
	for _, r := range p.hints.Refusals {
		text := ""
		for _, e := range append([]sdk.PageError{{Text: r.Quote}}, r.Errors...) {
			if w := words(e.Text); hasAny(w, about...) || own != "" && has(w, own) {
				text += " " + e.Text
			}
		}
		if text != "" {
			said = append(said, text)
		}
	}
	return said
}

var phoneWords = split("phone,telephone,telefon,telefono,telefone,telefoon,number,telefonnummer,rufnummer,numero,tel,mobile")

// refusedLength returns the most characters that a refusal allows a text, 0 if none speaks of a length.
func (p *planner) refusedLength(c *sdk.Control, t Type) int {
	about := []string{"description", "beschreibung", "descripcion", "descricao", "descrizione", "text"}
	if t != Description && t != DescriptionShort {
		about = nil
	}
	limit := 0
	for _, text := range p.refused(c, about...) {
		if !hasAny(words(text), "characters", "character", "chars", "letters", "zeichen", "caracteres", "caracteres", "caratteri", "tekens") {
			continue
		}
		for _, n := range numbers(text) {
			if n >= 10 && (limit == 0 || n < limit) {
				limit = n
			}
		}
	}
	return limit
}

func networkNames(b *sdk.Business) []string {
	var all []string
	for _, s := range b.Social {
		all = append(all, s.Network)
	}
	return all
}

// Blamed returns the first field that a refusal names, nil if it names none. The refs in it are of another page.
func (r *Reading) Blamed(refusal sdk.Refusal) *Field {
	text := refusal.Quote
	for _, e := range refusal.Errors {
		text += " | " + e.Text
	}
	said := words(text)
	for i := range r.Fields {
		if own := words(r.Fields[i].Control.Label); len(own) > 0 && !r.Fields[i].Type.never() && has(said, strings.Join(own, " ")) {
			return &r.Fields[i]
		}
	}
	return nil
}
