package main

import (
	_ "embed"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
)

//go:embed readback.js
var readback string

// element is what a marked control held before and after.
type element struct {
	Eval                string
	Tag, Type, Name, ID string
	X, Y                int
	Before, After       string
}

func (e element) changed() bool { return e.Before != e.After }

// formServer serves one form at /, takes its state back at /state when the browser has gone on to /back.
func formServer(path string, states chan<- []element) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		page, err := os.ReadFile(path)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		script := "<script>" + readback + "</script>"
		if before, after, ok := strings.Cut(string(page), "</body>"); ok {
			_, _ = io.WriteString(w, before+script+"</body>"+after)
			return
		}
		_, _ = io.WriteString(w, string(page)+script)
	})
	mux.HandleFunc("GET /back", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><title>Back</title><script>fetch('/state', {method: 'POST', body: localStorage.getItem('state') || '[]'})</script>`)
	})
	mux.HandleFunc("POST /state", func(w http.ResponseWriter, r *http.Request) {
		var list []element
		if err := json.NewDecoder(r.Body).Decode(&list); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		select {
		case states <- list:
		case <-r.Context().Done():
		}
	})
	return mux
}
