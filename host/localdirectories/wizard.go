package localdirectories

import (
	"net/http"
	"strconv"
)

// wizardRoutes serve a form in pages. What was entered travels along in hidden inputs; only the last page is a press.
func wizardRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		d.showForm(w, http.StatusOK, form{Step: 1})
	})
	d.mux.HandleFunc("POST "+d.Add, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			d.message(w, http.StatusBadRequest, err.Error(), "")
			return
		}
		step, _ := strconv.Atoi(r.Form.Get("step"))
		if step >= d.steps() {
			d.submit(w, r)
			return
		}
		step = max(step, 1)
		if errs := d.missing(&press{form: r.Form}, step); len(errs) > 0 {
			d.showForm(w, http.StatusUnprocessableEntity, form{Step: step, Values: r.Form, Errors: errs, Alert: d.words.PleaseFix})
			return
		}
		d.showForm(w, http.StatusOK, form{Step: step + 1, Values: r.Form})
	})
}

// steps is how many pages the form has; 0 for an ordinary one.
func (d *directory) steps() int {
	n := 0
	for _, f := range d.Fields {
		n = max(n, f.Step)
	}
	return n
}

// stepOf is the page of the first field with an error, the first page if there is none; 0 for an ordinary form.
func (d *directory) stepOf(errs map[string]string) int {
	for _, f := range d.Fields {
		if errs[f.Name] != "" {
			return f.Step
		}
	}
	return min(1, d.steps())
}

// applies resolves a condition on a field of an earlier page: the field is left out, or shown without condition. A
// condition on a field of the same page is the script's.
func (d *directory) applies(field Field, f form) (Field, bool) {
	if f.Step == 0 || field.When == "" {
		return field, true
	}
	for _, other := range d.Fields {
		if other.Step == f.Step && field.dependsOn(other.Name) {
			return field, true
		}
	}
	shown := field.shown(f.Values.Get)
	field.When = ""
	return field, shown
}

// carried are the values of the other pages.
func (d *directory) carried(f form) []hidden {
	var out []hidden
	for _, field := range d.Fields {
		if f.Step == 0 || field.Step == f.Step {
			continue
		}
		for _, v := range f.Values[field.Name] {
			out = append(out, hidden{field.Name, v})
		}
	}
	return out
}

// hidden is a value that travels along.
type hidden struct{ Name, Value string }
