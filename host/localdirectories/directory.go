package localdirectories

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
)

// directory is one running site: its description, its behaviour and its memory.
type directory struct {
	*Site
	kind    kind
	words   words
	store   *store
	samples []Listing // what was there before anyone came; not in the account
	mux     *http.ServeMux
	delay   Delay
	log     *slog.Logger
	closed  <-chan struct{}
	tokens  atomic.Int64 // form tokens given out
	failed  atomic.Bool  // the form has answered with its error since the last press
}

// firstListing is the number of the first listing that is not a sample.
const firstListing = 1001

func openDirectory(site *Site, dir string, log *slog.Logger, closed <-chan struct{}) (*directory, error) {
	k, ok := kinds[site.Kind]
	if !ok {
		return nil, fmt.Errorf("its kind %q does not exist", site.Kind)
	}
	st, err := openStore(dir, firstListing)
	if err != nil {
		return nil, err
	}
	d := &directory{
		Site: site, kind: k, words: wordsOf[site.Lang], store: st, samples: samplesFor(site),
		mux: http.NewServeMux(), delay: k.delay, log: log, closed: closed,
	}
	d.routes()
	return d, nil
}

func (d *directory) routes() {
	d.mux.HandleFunc("GET /{$}", d.home)
	d.mux.HandleFunc("GET /search", d.search)
	d.mux.HandleFunc("GET "+d.Listing+"{id}", d.listing)
	d.mux.HandleFunc("GET /about", func(w http.ResponseWriter, _ *http.Request) {
		d.page(w, http.StatusOK, "about.html", d.words.About, nil)
	})
	d.mux.HandleFunc("GET /uploads/{sum}", d.upload)
	d.mux.HandleFunc("GET /_account.json", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, d.account(r))
	})
	d.mux.HandleFunc("POST /_approve", func(w http.ResponseWriter, _ *http.Request) {
		if err := d.store.approve(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	d.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		d.message(w, http.StatusNotFound, d.words.NotFound, "")
	})
	if d.kind.routes != nil {
		d.kind.routes(d)
		return
	}
	d.formRoutes()
}

// formRoutes serves the ordinary form and takes what it sends.
func (d *directory) formRoutes() {
	d.mux.HandleFunc("GET "+d.Add, func(w http.ResponseWriter, _ *http.Request) { d.showForm(w, http.StatusOK, form{}) })
	d.mux.HandleFunc("POST "+d.Add, d.submit)
}

// all returns what a visitor may see, newest first.
func (d *directory) all() []Listing { return append(d.store.live(), d.samples...) }

func (d *directory) home(w http.ResponseWriter, _ *http.Request) {
	listings := d.all()
	d.page(w, http.StatusOK, "home.html", "", struct {
		Recent []Listing
		Total  int
		Counts []count
	}{listings[:min(6, len(listings))], len(listings), counts(d.Categories, listings)})
}

// count is a category and how many listings it has.
type count struct {
	Category string
	N        int
}

func counts(categories []string, listings []Listing) []count {
	var out []count
	for _, c := range categories {
		n := 0
		for _, l := range listings {
			if l.Values["category"] == c {
				n++
			}
		}
		out = append(out, count{c, n})
	}
	return out
}

func (d *directory) search(w http.ResponseWriter, r *http.Request) {
	q := strings.TrimSpace(r.FormValue("q"))
	category := r.FormValue("category")
	var found []Listing
	for _, l := range d.all() {
		if (category == "" || l.Values["category"] == category) && (q == "" || matches(l, q)) {
			found = append(found, l)
		}
	}
	d.page(w, http.StatusOK, "search.html", d.words.Search, struct {
		Query, Category string
		Found           []Listing
	}{q, category, found})
}

func (d *directory) listing(w http.ResponseWriter, r *http.Request) {
	number, _, _ := strings.Cut(r.PathValue("id"), "-")
	id, _ := strconv.Atoi(number)
	all := d.all()
	if d.kind.seed == "unlisted" {
		all = append(all, d.store.account().Seeded...) // kept out of the search only
	}
	i := slices.IndexFunc(all, func(l Listing) bool { return l.ID == id })
	if i < 0 {
		d.message(w, http.StatusNotFound, d.words.NotFound, "")
		return
	}
	l := all[i]
	d.page(w, http.StatusOK, "listing.html", l.Values["name"], struct {
		Listing
		Logo  string
		Rows  []row
		Fresh bool
	}{l, logo(l), rows(d.words, l), r.URL.Query().Has("new")})
}

// row is one line of a listing's details.
type row struct{ Label, Value string }

// rows are a listing's further details, in a fixed order.
func rows(w words, l Listing) []row {
	var out []row
	for _, k := range []string{"contact", "area", "tagline", "subcategory", "tags", "services", "hours", "price_range", "payments", "amenities", "languages", "year", "employees", "facebook", "instagram"} {
		if v := l.Values[k]; v != "" {
			out = append(out, row{w.Details[k], v})
		}
	}
	return out
}

func logo(l Listing) string {
	for _, u := range l.Uploads {
		return "/uploads/" + u.SHA256
	}
	return ""
}

func (d *directory) upload(w http.ResponseWriter, r *http.Request) {
	sum := r.PathValue("sum")
	if len(sum) != 64 || strings.Trim(sum, "0123456789abcdef") != "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeFile(w, r, d.store.uploadPath(sum))
}

func (d *directory) listingPath(l Listing) string {
	path := d.Listing + strconv.Itoa(l.ID)
	if d.Titled {
		path += "-" + slugOf(l.Values["name"])
	}
	return path
}

func (d *directory) expect() Expect { return d.kind.expect }
