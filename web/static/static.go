// Package static holds the files that pages load. Their addresses change with their content, so browsers keep them for good.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed css/*.css *.js *.svg *.woff2
var files embed.FS

// style is the one style sheet, made of the files in css: base.css comes first, for it says in which order the layers count.
const style = "app.css"

// font is the typeface: Inter by The Inter Project Authors, under the SIL Open Font License 1.1, beside it in inter.OFL.txt.
const font = "inter.woff2"

type file struct {
	data, gzipped []byte
	address       string
}

var all = read()

func read() map[string]file {
	out := map[string]file{}
	for name, data := range contents() {
		var small bytes.Buffer
		w, _ := gzip.NewWriterLevel(&small, gzip.BestCompression)
		_, _ = w.Write(data)
		_ = w.Close() // into memory: neither can fail
		out[name] = file{data, small.Bytes(), address(name, data)}
	}
	return out
}

func address(name string, data []byte) string {
	sum := sha256.Sum256(data)
	return "/static/" + hex.EncodeToString(sum[:6]) + "/" + name
}

// contents are the files by the name that pages know them by.
func contents() map[string][]byte {
	out := map[string][]byte{style: must(files.ReadFile("css/base.css"))}
	for _, name := range must(fs.Glob(files, "css/*.css")) {
		if name != "css/base.css" {
			out[style] = append(out[style], must(files.ReadFile(name))...)
		}
	}
	for _, name := range must(fs.Glob(files, "*.*")) {
		out[name] = must(files.ReadFile(name))
	}
	out[style] = bytes.ReplaceAll(out[style], []byte(font), []byte(address(font, out[font])))
	return out
}

// must is for what is built into the program: that it cannot be read is a mistake in the program.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// URL is the address of a file. A name that is not there is a mistake in the program.
func URL(name string) string {
	f, ok := all[name]
	if !ok {
		panic("web/static has no " + name)
	}
	return f.address
}

// Text is the content of a file, for pages that must have everything in them.
func Text(name string) string { return string(all[name].data) }

// Serve answers at the addresses that [URL] gives. A page of an earlier release that asks for an earlier version gets the present one,
// and is told not to keep it.
func Serve(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	f, ok := all[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("Cache-Control", "no-cache")
	if r.URL.Path == f.address {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	data := f.data
	// A font is compressed as it is.
	if name != font && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = f.gzipped
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}
