package web

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/directorybolt/directorybolt/host"
)

// Probes answers what monitors and load balancers ask of a process that serves no pages.
func Probes(parts func(context.Context) []host.Part) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", health)
	mux.HandleFunc("GET /ready", ready(parts))
	return mux
}

// ready answers whether work may be sent here, and how each part is. Without parts it always may.
func ready(parts func(context.Context) []host.Part) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer := struct {
			Status string      `json:"status"`
			Parts  []host.Part `json:"parts"`
		}{Status: "ready", Parts: []host.Part{}}
		if parts != nil {
			answer.Parts = parts(r.Context())
		}
		code := http.StatusOK
		if !host.Ready(answer.Parts) {
			answer.Status, code = "not ready", http.StatusServiceUnavailable
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(code)
		_ = json.NewEncoder(w).Encode(answer) // whoever asked has gone
	}
}
