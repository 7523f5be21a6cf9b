package web

import (
	_ "embed"
	"net/http"
)

// openAPI is the document of the API, as OpenAPI 3.1.
//
//go:embed openapi.json
var openAPI []byte

// openAPI is GET /api/v1/openapi.json. It is everybody's, in browsers too.
func (s site) openAPI(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Write(openAPI)
}
