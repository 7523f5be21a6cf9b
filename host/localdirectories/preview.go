package localdirectories

import "net/http"

// previewRoutes serve a form that only shows what the listing would look like; publishing is a form of its own.
func previewRoutes(d *directory) {
	preview := d.Add + "/preview"
	ask := form{Action: preview, Method: "get"}
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) { d.showForm(w, http.StatusOK, ask) })
	d.mux.HandleFunc("GET "+preview, func(w http.ResponseWriter, r *http.Request) {
		f := ask
		f.Values = r.URL.Query()
		p := &press{form: f.Values, values: map[string]string{}}
		if f.Errors = d.missing(p, 0); len(f.Errors) > 0 {
			f.Alert = d.words.PleaseFix
			d.showForm(w, http.StatusUnprocessableEntity, f)
			return
		}
		var shown []row
		var along []hidden
		for _, field := range d.Fields {
			shown = append(shown, row{field.Label, d.value(field, f.Values)})
			along = append(along, hidden{field.Name, f.Values.Get(field.Name)})
		}
		d.page(w, http.StatusOK, "preview.html", "Preview", struct {
			Rows  []row
			Along []hidden
		}{shown, along})
	})
	d.mux.HandleFunc("POST "+d.Add, d.submit)
}
