package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
	"github.com/directorybolt/directorybolt/web/static"
)

// printer makes a PDF of a page that has everything in it. [host.Unavailable] says that it cannot just now.
type printer interface {
	PDF(ctx context.Context, html string) ([]byte, error)
}

const (
	printTime = 30 * time.Second
	// maxPictures bounds the screenshots in a PDF, in bytes; the listings after them go without.
	maxPictures = 4 << 20
)

var errNoPrinter = host.Errorf(host.Unavailable, "No PDF can be made here just now. Try again in a minute, or open the report and print it: your browser can save it as a PDF.")

func (s site) reportPDF(w http.ResponseWriter, r *http.Request) {
	report, err := s.report(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), printTime)
	defer cancel()
	data, err := s.print(ctx, report, zone(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	download(w, report, "pdf", "application/pdf", data)
}

func (s site) print(ctx context.Context, report host.Report, place *time.Location) ([]byte, error) {
	if s.Printer == nil {
		return nil, errNoPrinter
	}
	pictures, err := s.inline(ctx, report)
	if err != nil {
		return nil, err
	}
	var html bytes.Buffer
	v := page.ReportView{
		Report: report, At: time.Now().In(place), KeptUntil: s.keptUntil(report),
		Picture: func(digest string) string { return pictures[digest] },
	}
	if err := page.ReportPrint(v, static.Text("app.css")).Render(ctx, &html); err != nil {
		return nil, err
	}
	data, err := s.Printer.PDF(ctx, html.String())
	if err != nil {
		s.Log.ErrorContext(ctx, "report not printed", "job_id", report.Job.ID, "error", err)
		return nil, errNoPrinter
	}
	return data, nil
}

// inline returns screenshots as data addresses, by digest, as many as there is room for.
func (s site) inline(ctx context.Context, report host.Report) (map[string]string, error) {
	out, room := map[string]string{}, maxPictures
	for _, row := range report.Of(host.ShareLive) {
		if row.Picture == "" {
			continue
		}
		data, err := s.Blobs.Get(ctx, row.Picture)
		if host.KindOf(err) == host.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		if room -= len(data); room < 0 {
			break
		}
		out[row.Picture] = "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(data)
	}
	return out, nil
}
