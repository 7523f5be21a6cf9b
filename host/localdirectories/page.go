package localdirectories

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

//go:embed templates/*.html
var templateFiles embed.FS

// templates escape everything that came from outside.
var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"css":     func(s string) template.CSS { return template.CSS(s) }, // only for the colours of our own table
	"bare":    bareURL,
	"initial": func(s string) string { return strings.ToUpper(string([]rune(s + " ")[:1])) },
	"short":   short,
	"address": postalAddress,
	"days":    func() []string { return days },
	"dayName": func(day string) string { return dayNames[day] },
}).ParseFS(templateFiles, "templates/*.html"))

// view is what the templates of a directory's pages see.
type view struct {
	D     *directory
	W     words
	Title string
	Data  any
}

// Path is the address of a listing on this site.
func (v view) Path(l Listing) string { return v.D.listingPath(l) }

// page answers with one of the directory's own pages.
func (d *directory) page(w http.ResponseWriter, status int, name, title string, data any) {
	render(w, status, name, view{D: d, W: d.words, Title: title, Data: data})
}

func render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the client is gone
}

// message answers with a page that says one thing, and more where there is more.
func (d *directory) message(w http.ResponseWriter, status int, text, more string) {
	d.page(w, status, "message.html", "", struct{ Text, More string }{text, more})
}

// form is the state a form is shown in.
type form struct {
	Values url.Values        // by input name
	Errors map[string]string // by input name
	Alert  string            // for the whole form
	Step   int               // page of a wizard; 0 where there is only one
	Action string            // where the form goes; the add page's own address if empty
	Method string            // "post" if empty
}

// input is one field as the templates see it.
type input struct {
	Field
	ID     string
	Value  string
	Values []string
	Error  string
	W      words
	Choice []choice
	Legend string // set on the first field of a section
	Parent string // input name of the field a chained one follows
}

// choice is one option of a field.
type choice struct {
	Value, Label, ID string
	Chosen           bool
}

// Inputs are the fields to show, those of the form's page if it is a wizard.
func (d *directory) inputs(f form) []input {
	var out []input
	section := ""
	for _, field := range d.Fields {
		if f.Step > 0 && field.Step != f.Step {
			continue
		}
		field, applies := d.applies(field, f)
		if !applies {
			continue
		}
		in := input{Field: field, ID: "f-" + slugOf(field.Name), Error: f.Errors[field.Name], W: d.words, Parent: d.parentOf(field).Name, Value: f.Values.Get(field.Name), Values: f.Values[field.Name]}
		if field.Section != section {
			section, in.Legend = field.Section, field.Section
		}
		for i, label := range field.Options {
			value := d.optionValue(field, i)
			c := choice{Value: value, Label: label, ID: in.ID + "-" + strconv.Itoa(i)}
			for _, v := range in.Values {
				c.Chosen = c.Chosen || v == value
			}
			in.Choice = append(in.Choice, c)
		}
		out = append(out, in)
	}
	return out
}

// formView is what the templates of forms see as Data.
type formView struct {
	form
	Inputs  []input
	Along   []hidden
	Steps   int
	Files   bool
	Token   string
	Heading string
	Button  string
}

func (d *directory) viewOf(f form) formView {
	f.Action, f.Method = cmp.Or(f.Action, d.Add), cmp.Or(f.Method, "post")
	v := formView{form: f, Inputs: d.inputs(f), Along: d.carried(f), Steps: d.steps(), Heading: d.Heading, Button: d.Button}
	if f.Step < v.Steps {
		v.Button = d.words.Continue
	}
	if v.Heading == "" {
		v.Heading = d.words.Heading
	}
	if v.Button == "" {
		v.Button = d.words.Submit
	}
	for _, field := range d.Fields {
		v.Files = v.Files || field.Type == "file"
	}
	if d.Token {
		v.Token = d.token()
	}
	return v
}

// showForm answers with the page that has the form.
func (d *directory) showForm(w http.ResponseWriter, status int, f form) {
	name := d.kind.form
	if name == "" {
		name = "form.html"
	}
	v := d.viewOf(f)
	d.page(w, status, name, v.Heading, v)
}

// answer tells a visitor what became of a press.
func (d *directory) answer(w http.ResponseWriter, r *http.Request, p *press, out outcome) {
	switch {
	case out.existing != nil:
		d.page(w, http.StatusConflict, "duplicate.html", "", struct{ Listing Listing }{*out.existing})
	case out.refusal != "":
		d.showForm(w, http.StatusUnprocessableEntity, form{Values: p.form, Alert: out.refusal, Step: d.stepOf(nil), Action: r.URL.Path})
	case len(out.errors) > 0:
		d.showForm(w, http.StatusUnprocessableEntity, form{Values: p.form, Errors: out.errors, Alert: d.words.PleaseFix, Step: d.stepOf(out.errors), Action: r.URL.Path})
	case out.dropped:
		d.page(w, http.StatusOK, "thanks.html", "", thanks{})
	case out.accepted.State == "pending":
		d.page(w, http.StatusOK, "thanks.html", "", thanks{Pending: out.accepted})
	case d.Answer == "redirect":
		http.Redirect(w, r, d.listingPath(*out.accepted)+"?new=1", http.StatusSeeOther)
	case d.Answer == "bare":
		d.page(w, http.StatusOK, "thanks.html", "", thanks{})
	default:
		d.page(w, http.StatusOK, "thanks.html", "", thanks{Live: out.accepted})
	}
}

// thanks is the answer to a press that was not refused, as far as the directory lets on.
type thanks struct{ Live, Pending *Listing }

// bareURL is a web address as people write it.
func bareURL(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	return strings.TrimSuffix(s, "/")
}

func code(i int) string { return strconv.Itoa(101 + i*3) }

// short is the beginning of a text, for lists.
func short(s string) string {
	r := []rune(s)
	if len(r) <= 120 {
		return s
	}
	return strings.TrimSpace(string(r[:117])) + "…"
}

// postalAddress is the address of a listing on one line.
func postalAddress(values map[string]string) string {
	if full := values["address"]; full != "" {
		return full
	}
	place := strings.TrimSpace(values["region"] + " " + values["postal"])
	var parts []string
	for _, p := range []string{strings.TrimSpace(values["number"] + " " + values["street"]), values["line2"], values["city"], place, values["country"]} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}
