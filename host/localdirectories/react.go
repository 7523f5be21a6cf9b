package localdirectories

import (
	_ "embed"
	"net/http"
	"unicode/utf8"
)

// reactApp is the bundle of react/app.jsx; react/build.sh makes it.
//
//go:embed react/app.js
var reactApp []byte

// reactField is one field as the page's script knows it.
type reactField struct {
	Name     string        `json:"name"`
	Label    string        `json:"label"`
	Type     string        `json:"type"`
	Hint     string        `json:"hint"`
	Required bool          `json:"required"`
	Options  []reactOption `json:"options"`
}

type reactOption struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// reactSpec is what the page hands to the script.
type reactSpec struct {
	Fields   []reactField `json:"fields"`
	Button   string       `json:"button"`
	Required string       `json:"required"`
	Choose   string       `json:"choose"`
	Optional string       `json:"optional"`
	Fix      string       `json:"fix"`
	View     string       `json:"view"`
}

// reactAnswer is what the script gets back: a listing's address, or what is wrong.
type reactAnswer struct {
	Message string            `json:"message"`
	URL     string            `json:"url,omitempty"`
	Errors  map[string]string `json:"errors,omitempty"`
}

func reactRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		spec := reactSpec{Button: d.Button, Required: d.words.Required, Choose: d.words.Choose, Optional: d.words.Optional, Fix: d.words.PleaseFix, View: d.words.ViewListing}
		for _, in := range d.inputs(form{}) {
			f := reactField{Name: in.Name, Label: in.Label, Type: in.Type, Hint: in.Hint, Required: in.Required}
			for _, c := range in.Choice {
				f.Options = append(f.Options, reactOption{c.Value, c.Label})
			}
			spec.Fields = append(spec.Fields, f)
		}
		d.page(w, http.StatusOK, "react.html", d.Heading, struct {
			Heading string
			Spec    reactSpec
		}{d.Heading, spec})
	})
	d.mux.HandleFunc("GET /assets/app.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(reactApp) // the client is gone
	})
	d.mux.HandleFunc("POST /api/listings", func(w http.ResponseWriter, r *http.Request) {
		_, out, err := d.receive(w, r)
		switch {
		case err != nil:
			writeJSON(w, http.StatusInternalServerError, reactAnswer{Message: err.Error()})
		case len(out.errors) > 0:
			writeJSON(w, http.StatusUnprocessableEntity, reactAnswer{Message: d.words.PleaseFix, Errors: out.errors})
		default:
			writeJSON(w, http.StatusCreated, reactAnswer{Message: d.words.Thanks + " " + d.words.Live, URL: d.listingPath(*out.accepted)})
		}
	})
}

// shortestText is the least length of a description that the React sites take, in characters; their script says the same.
const shortestText = 30

func judgeReact(d *directory, p *press) outcome {
	for _, f := range d.Fields {
		if f.Is == "description" && utf8.RuneCountInString(p.values["description"]) < shortestText {
			return outcome{errors: map[string]string{f.Name: f.Hint}}
		}
	}
	return outcome{}
}
