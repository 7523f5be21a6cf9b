package web_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/web/static"
)

// What a browser loads of a page it sees for the first time, as it is sent.
const (
	mostBytes  = 150 << 10
	mostScript = 25 << 10
	mostStyle  = 12 << 10
)

var assets = regexp.MustCompile(`(?:href|src)="(/static/[^"#]+)`)

// The font that a page asks for early is the one that the styles name: else it would be loaded twice.
func TestFontIsLoadedOnce(t *testing.T) {
	w := httptest.NewRecorder()
	handlerOf(shop{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, static.URL("app.css"), nil))
	if !strings.Contains(w.Body.String(), `url("`+static.URL("inter.woff2")+`")`) {
		t.Error("the styles name another address than", static.URL("inter.woff2"))
	}
}

func TestFirstLoadIsLight(t *testing.T) {
	handler := handlerOf(shop{})
	size := func(path string) int {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d", path, w.Code)
		}
		return w.Body.Len()
	}
	for _, path := range []string{"/", "/pricing", "/directories", "/faq", "/sample-report"} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		total, script, style := size(path), 0, 0
		seen := map[string]bool{}
		for _, found := range assets.FindAllStringSubmatch(w.Body.String(), -1) {
			asset := found[1]
			if seen[asset] {
				continue
			}
			seen[asset] = true
			n := size(asset)
			total += n
			switch {
			case strings.HasSuffix(asset, ".js"):
				script += n
			case strings.HasSuffix(asset, ".css"):
				style += n
			}
		}
		t.Logf("%-16s %6d bytes in all, %5d of scripts, %5d of styles, %d files", path, total, script, style, len(seen)+1)
		if script == 0 || style == 0 {
			t.Errorf("%s: scripts %d, styles %d: the files were not found", path, script, style)
		}
		if total > mostBytes || script > mostScript || style > mostStyle {
			t.Errorf("%s loads %d bytes (at most %d), scripts %d (%d), styles %d (%d)", path, total, mostBytes, script, mostScript, style, mostStyle)
		}
	}
}
