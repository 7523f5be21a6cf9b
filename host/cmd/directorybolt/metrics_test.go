package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/directorybolt/directorybolt/host/sandbox"
)

func TestMetrics(t *testing.T) {
	engine, err := sandbox.New(t.Context(), sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := engine.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	if _, err := engine.Load(t.Context(), []byte("no module")); err == nil {
		t.Fatal("no module was loaded")
	}
	pages := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	handler := withMetrics(pages, []prometheus.Collector{sandboxMetrics{engine.Stats}})
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, f := range sandboxFigures {
		name := strings.Fields(f.desc.String())[1]
		name = strings.Trim(strings.TrimPrefix(name, "fqName:"), `",`)
		if !strings.Contains(w.Body.String(), "\n"+name+" 0\n") {
			t.Errorf("%s is not told", name)
		}
	}
	if !strings.Contains(w.Body.String(), "process_resident_memory_bytes") {
		t.Error("the process's memory is not told")
	}
	w = httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/jobs/1", nil))
	if w.Code != http.StatusTeapot {
		t.Errorf("another address is answered with %d, not by the pages", w.Code)
	}
}
