package localdirectories

import "net/http"

// lostRoutes cut the connection after storing. Connections are not kept open: a browser sends a POST again by itself if a
// connection it had used before dies under it, and then the second press would be the browser's.
func lostRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		d.showForm(w, http.StatusOK, form{})
	})
	d.mux.HandleFunc("POST "+d.Add, d.submitAndCut)
}

// lostReusedRoutes cut a connection that has been used before.
func lostReusedRoutes(d *directory) {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) { d.showForm(w, http.StatusOK, form{}) })
	d.mux.HandleFunc("POST "+d.Add, d.submitAndCut)
}

// submitAndCut answers like any directory, save to the first listing of each business.
func (d *directory) submitAndCut(w http.ResponseWriter, r *http.Request) {
	p, out, err := d.receive(w, r)
	if err != nil {
		d.message(w, http.StatusInternalServerError, err.Error(), "")
		return
	}
	if out.accepted != nil && d.store.presses(p.values) == 1 {
		panic(http.ErrAbortHandler)
	}
	d.answer(w, r, p, out)
}
