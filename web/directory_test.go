package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/html"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web"
)

// textsOf are the texts of the elements with the class.
func textsOf(n *html.Node, class string) []string {
	var out []string
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		for _, a := range d.Attr {
			if a.Key == "class" && slices.Contains(strings.Fields(a.Val), class) {
				out = append(out, textIn(d))
			}
		}
	}
	return out
}

func textIn(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestDirectoriesAreChosenByTheAddress(t *testing.T) {
	for path, want := range map[string][]string{
		"/directories":                       {"City Finder", "Resting Pages", "Atlas <of> Trades"},
		"/directories?sort=name":             {"Atlas <of> Trades", "City Finder", "Resting Pages"},
		"/directories?show=paused":           {"Resting Pages"},
		"/directories?show=open":             {"City Finder", "Atlas <of> Trades"},
		"/directories?q=TRADES+atlas":        {"Atlas <of> Trades"},
		"/directories?q=rest.example":        {"Resting Pages"},
		"/directories?package=growth":        {"City Finder", "Atlas <of> Trades"},
		"/directories?package=starter":       {"Atlas <of> Trades"},
		"/directories?package=growth&q=city": {"City Finder"},
		"/directories?q=nothing":             nil,
	} {
		w, doc := get(t, shop{}, path)
		if got := textsOf(doc, "name"); w.Code != http.StatusOK || !slices.Equal(got, want) {
			t.Errorf("%s: %d, %q, want %q", path, w.Code, got, want)
		}
	}
	if w, _ := get(t, shop{}, "/directories?package=everything"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a package that is not sold: %d", w.Code)
	}
	_, doc := get(t, shop{}, "/directories?q=nothing&package=starter")
	if empty := textsOf(doc, "empty"); len(empty) != 1 || !strings.Contains(empty[0], "Clear filters") || !strings.Contains(empty[0], "Request a directory") {
		t.Errorf("no match says %q", empty)
	}
}

func TestPlansSayWhatTheyGetToday(t *testing.T) {
	_, doc := get(t, shop{}, "/pricing")
	tiers := textsOf(doc, "tier")
	if len(tiers) != len(host.Tiers) {
		t.Fatalf("%d packages", len(tiers))
	}
	for i, wants := range [][]string{
		{"Starter", "1 directory today", "The package allows 50", "not known yet"},
		{"Growth", "2 directories today", "about 26 hours, by our last 3 orders"},
	} {
		for _, want := range wants {
			if !strings.Contains(tiers[i], want) {
				t.Errorf("package %d lacks %q: %s", i, want, tiers[i])
			}
		}
	}
}

// A database that is away keeps nobody from reading what we do and what it costs, but a list of directories cannot be had without it.
func TestPagesWithoutTheCatalogue(t *testing.T) {
	broken := shop{broken: errors.New("the database is away")}
	for path, want := range map[string]int{"/": http.StatusOK, "/pricing": http.StatusOK, "/faq": http.StatusOK, "/directories": http.StatusInternalServerError} {
		w, doc := get(t, broken, path)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if path == "/pricing" && !strings.Contains(textIn(doc), "Up to 500 directories") {
			t.Error("the pricing page does not fall back to the limits of the packages")
		}
		if strings.Contains(textIn(doc), "database is away") {
			t.Errorf("%s tells what is inside", path)
		}
	}
}

// counted counts how often its catalogue is read.
type counted struct {
	shop
	reads atomic.Int64
}

func (c *counted) Catalogue(ctx context.Context) (host.Catalogue, error) {
	c.reads.Add(1)
	return c.shop.Catalogue(ctx)
}

// Anybody may ask for these pages as often as they like: the database is not asked each time.
func TestCatalogueIsReadOnceInAWhile(t *testing.T) {
	store := &counted{}
	handler := web.New(web.Config{Sessions: store, Catalogue: store, Log: slog.New(slog.DiscardHandler)})
	for range 10 {
		for _, path := range []string{"/", "/pricing", "/directories?package=growth"} {
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d", path, w.Code)
			}
		}
	}
	if n := store.reads.Load(); n != 1 {
		t.Errorf("read %d times", n)
	}
}

func TestFailedPageNamesItsRequest(t *testing.T) {
	w, doc := get(t, shop{}, "/nothing/here")
	n := w.Header().Get("X-Request-Id")
	if w.Code != http.StatusNotFound || n == "" || !strings.Contains(textIn(doc), n) {
		t.Errorf("%d, request %q is not on the page", w.Code, n)
	}
}

func TestSearchEnginesAreTold(t *testing.T) {
	w, _ := get(t, shop{}, "/sitemap.xml")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "http://directorybolt.example/pricing</loc>") {
		t.Errorf("sitemap: %d %s", w.Code, w.Body)
	}
	if w, _ = get(t, shop{}, "/robots.txt"); !strings.Contains(w.Body.String(), "Sitemap: http://directorybolt.example/sitemap.xml") {
		t.Errorf("robots.txt: %s", w.Body)
	}
	for path, indexed := range map[string]bool{"/": true, "/pricing": true, "/components": false, "/staff": false, "/nothing": false} {
		w, _ := get(t, shop{}, path)
		if got := !strings.Contains(w.Body.String(), `<meta name="robots" content="noindex"`); got != indexed {
			t.Errorf("%s: for search engines %t, want %t", path, got, indexed)
		}
	}
}
