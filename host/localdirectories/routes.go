package localdirectories

import "net/http"

// flakyRoutes fail the first GET of the form after the start and after each press.
func flakyRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		if d.failed.CompareAndSwap(false, true) {
			d.message(w, http.StatusInternalServerError, "Something went wrong on our side.", "Please try again in a moment.")
			return
		}
		d.showForm(w, http.StatusOK, form{})
	})
	d.mux.HandleFunc("POST "+d.Add, d.submit)
}

func newsletterRoutes(d *directory) {
	d.formRoutes()
	d.mux.HandleFunc("POST /newsletter", func(w http.ResponseWriter, _ *http.Request) {
		if err := d.store.record(event{Type: "newsletter"}); err != nil {
			d.message(w, http.StatusInternalServerError, err.Error(), "")
			return
		}
		d.message(w, http.StatusOK, "Thank you for subscribing!", "")
	})
}

// frameRoutes serve the form at an address of its own and show it in a frame.
func frameRoutes(d *directory) {
	frame := d.Add + "/frame"
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		d.page(w, http.StatusOK, "framed.html", d.Heading, frame)
	})
	d.mux.HandleFunc("GET "+frame, func(w http.ResponseWriter, _ *http.Request) { d.showForm(w, http.StatusOK, form{Action: frame}) })
	d.mux.HandleFunc("POST "+frame, d.submit)
}
