package browser

import (
	"bytes"
	"compress/zlib"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// pdfText returns what the streams of a PDF hold once unpacked. Words stand in it as glyphs of fonts, so it is for names and numbers of objects only.
var pdfStream = regexp.MustCompile(`(?s)stream\r?\n(.*?)endstream`)

func pdfStreams(data []byte) string {
	var out strings.Builder
	for _, m := range pdfStream.FindAllSubmatch(data, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		unpacked, _ := io.ReadAll(r) // what follows the stream's end is no part of it
		out.Write(unpacked)
	}
	return out.String()
}

func TestPrintReachesNothing(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	data, err := use(t).PDF(t.Context(), `<!doctype html><title>Harbor &amp; Oak</title>
		<style>@import "`+server.URL+`/a.css"; body { background: url(`+server.URL+`/b.png) }</style>
		<img src="`+server.URL+`/c.png"><iframe src="file:///etc/passwd"></iframe>
		<script>document.title = "script ran"; fetch("`+server.URL+`/d")</script>
		<meta http-equiv="refresh" content="0;url=`+server.URL+`/e">
		<h1>Harbor</h1><p style="break-before: page">second page`)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Fatalf("no PDF: %.40q", data)
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests left the page", n)
	}
	all := string(data) + pdfStreams(data)
	if pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAllString(all, -1)); pages != 2 {
		t.Errorf("%d pages, want 2", pages)
	}
	if !strings.Contains(all, "Harbor & Oak") || strings.Contains(all, "script ran") {
		t.Error("the document's title is not the page's own")
	}
}

func TestPrintRefusesWhatIsTooLarge(t *testing.T) {
	if _, err := use(t).PDF(t.Context(), strings.Repeat("x", maxPrint+1)); host.KindOf(err) != host.Invalid {
		t.Errorf("got %v", err)
	}
}
