package web

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
)

// bearer lets through who has the token of our own services. Without one in the configuration nobody has it.
func (s site) bearer(next http.Handler) http.Handler {
	var tokens [][sha256.Size]byte
	for token := range strings.SplitSeq(s.WorkerToken, ",") {
		if token = strings.TrimSpace(token); token != "" {
			tokens = append(tokens, sha256.Sum256([]byte(token)))
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		got, known := sha256.Sum256([]byte(credential(r))), 0
		for _, want := range tokens {
			known |= subtle.ConstantTimeCompare(got[:], want[:])
		}
		if known != 1 {
			unauthorized(w, r, "Send Authorization: Bearer with the token in WORKER_AUTH_TOKEN.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// credential is the bearer token of a request, empty if it has none.
func credential(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

func unauthorized(w http.ResponseWriter, r *http.Request, detail string) {
	w.Header().Set("WWW-Authenticate", `Bearer realm="directorybolt"`)
	problem(w, r, http.StatusUnauthorized, "unauthorized", detail)
}

// forPrograms reports whether a request is one of the API, which is answered in JSON whatever happens.
func forPrograms(r *http.Request) bool {
	return r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/plan"
}

// problem answers with what went wrong, in the form of RFC 9457. code is for programs to tell one from another.
func problem(w http.ResponseWriter, r *http.Request, status int, code, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Del("ETag")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{ // to a connection
		"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail, "code": code, "request_id": number(r),
	})
}

// failJSON is fail for programs.
func (s site) failJSON(w http.ResponseWriter, r *http.Request, err error) {
	kind := host.KindOf(err)
	answer := statuses[kind]
	detail := answer.text
	if detail == "" {
		detail = err.Error()
	} else {
		s.Log.ErrorContext(r.Context(), "request failed", "request", number(r), "path", loggable(r), "error", err)
	}
	problem(w, r, answer.code, string(kind), detail)
}

// methodNotAllowed says which methods there are at an address.
func (s site) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	// What has been matched so far is of no use: the whole path is matched anew.
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if s.routes.Match(chi.NewRouteContext(), method, r.URL.Path) {
			w.Header().Add("Allow", method)
		}
	}
	if !forPrograms(r) {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	problem(w, r, http.StatusMethodNotAllowed, "method_not_allowed", "There is no "+r.Method+" at this address: the header Allow says what there is.")
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // to a connection
}

// answer answers a customer's program. What it has already is not sent again.
func (s site) answer(w http.ResponseWriter, r *http.Request, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	if r.Method == http.MethodGet {
		sum := sha256.Sum256(body)
		tag := `"` + hex.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if isTag(r.Header.Get("If-None-Match"), tag) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}

func isTag(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}

// decode reads the JSON that a request sends. What nobody knows is refused: it could be a mistyped name.
func decode(r *http.Request, into any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); r.Header.Get("Content-Type") != "" && (err != nil || kind != "application/json") {
		return host.Errorf(host.Invalid, "Send application/json: this is %q.", r.Header.Get("Content-Type"))
	}
	body, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return host.Errorf(host.TooLarge, "That is too much: at most %s can be taken.", bytesWords(large.Limit))
	case err != nil:
		return host.Errorf(host.Invalid, "The request broke off.")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return host.Errorf(host.Invalid, "The request is not the JSON that is asked for: %v.", err)
	}
	if decoder.More() {
		return host.Errorf(host.Invalid, "The request has more than one JSON value.")
	}
	return nil
}
