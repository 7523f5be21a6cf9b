package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestPagesOnLoopbackAreForThisMachineOnly(t *testing.T) {
	handler := onlyHere(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for name, want := range map[string]int{
		"localhost:8080": 200, "localhost": 200, "127.0.0.1:8080": 200, "127.0.0.1": 200, "[::1]:8080": 200,
		"evil.example:8080": 421, "evil.example": 421, "localhost.evil.example": 421, "10.0.0.1": 421, "": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = name
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q: got %d, want %d", name, w.Code, want)
		}
	}
}
