package workbench

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"slices"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

//go:embed page.html workbench.css workbench.js
var files embed.FS

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{"counted": counted}).ParseFS(files, "page.html"))

// policy lets the page load its own files and nothing else: what it shows comes from strangers.
const policy = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler serves the page. It answers only to the names of this machine, so that no site can reach it by a name of its own, and takes orders
// only from its own page.
func (b *Bench) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", b.show)
	mux.HandleFunc("GET /picture.jpg", b.showPicture)
	mux.HandleFunc("GET /changes", b.changes)
	mux.HandleFunc("GET /workbench.css", serveFile)
	mux.HandleFunc("GET /workbench.js", serveFile)
	mux.HandleFunc("POST /carry-on", b.act(func(ctx context.Context, _ *http.Request) { b.carryOn(ctx) }))
	mux.HandleFunc("POST /restart", b.act(func(ctx context.Context, _ *http.Request) { b.reopen(ctx) }))
	mux.HandleFunc("POST /ask", b.act(func(ctx context.Context, r *http.Request) {
		if op, ok := opNamed(r.PostFormValue("op")); ok {
			b.asked(ctx, op)
		}
	}))
	mux.HandleFunc("POST /keep", b.act(b.keep))
	return guard(http.NewCrossOriginProtection().Handler(mux))
}

func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			name = r.Host
		}
		if ip := net.ParseIP(name); name != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "The workbench answers to localhost and 127.0.0.1 only.", http.StatusForbidden)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		next.ServeHTTP(w, r)
	})
}

func (b *Bench) snapshot() (*view, []byte, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.shown, b.photo, b.changed
}

func (b *Bench) show(w http.ResponseWriter, _ *http.Request) {
	v, _, _ := b.snapshot()
	var out bytes.Buffer
	if err := page.Execute(&out, v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(out.Bytes())
}

func (b *Bench) showPicture(w http.ResponseWriter, _ *http.Request) {
	_, photo, _ := b.snapshot()
	if photo == nil {
		http.Error(w, "There is no picture yet.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Write(photo)
}

// changes tells the page, as server-sent events, which revision there is, until the page goes away.
func (b *Bench) changes(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	for {
		v, _, changed := b.snapshot()
		fmt.Fprintf(w, "data: %d\n\n", v.Revision)
		if err := flush.Flush(); err != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

func serveFile(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, files, r.URL.Path[1:])
}

// act has the bench do something and leads back to the page, which shows what came of it.
func (b *Bench) act(do func(ctx context.Context, r *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			http.Error(w, "The form could not be read.", http.StatusBadRequest)
			return
		}
		if err := b.order(r.Context(), func(ctx context.Context) { do(ctx, r) }); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}

func (b *Bench) keep(_ context.Context, r *http.Request) {
	op, ok := opNamed(r.PostFormValue("op"))
	if b.page == nil || !ok {
		b.notice = "There is no page to keep."
		return
	}
	says, err := b.config.Keep(r.PostFormValue("name"), op, b.page)
	if problem, ok := errors.AsType[*host.Error](err); ok {
		says = problem.Message
	} else if err != nil {
		says = "The page was not kept: " + err.Error()
	}
	b.notice = says
}

func opNamed(name string) (sdk.Op, bool) {
	ops := []sdk.Op{sdk.OpPlan, sdk.OpVerify, sdk.OpLookup}
	i := slices.IndexFunc(ops, func(op sdk.Op) bool { return op.String() == name })
	if i < 0 {
		return 0, false
	}
	return ops[i], true
}
