package web

import "net/http"

// health answers whether the program runs, in the form the customer's monitors read.
func health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write([]byte(`{"status":"healthy","service":"directorybolt"}` + "\n"))
}
