package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sampleReport has one directory of each share, and words of strangers that mean harm to a spreadsheet.
func sampleReport() host.Report {
	at := time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)
	row := func(name string, status host.Status, listing host.Listing, waiting host.Audience) host.ReportRow {
		return host.ReportRow{SubmissionSummary: host.SubmissionSummary{
			Submission:    host.Submission{Directory: strings.ToLower(name), Status: status, Listing: listing, UpdatedAt: at},
			DirectoryName: name, Website: "https://" + strings.ToLower(name) + ".example", DAScore: 60, Waiting: waiting,
		}}
	}
	live := row("Hotfind", host.Submitted, host.Live, "")
	live.Submission.ListingURL, live.Submission.Verdict = "https://hotfind.example/42", host.Verdict{Answer: host.AnswerYes, Quote: `=HYPERLINK("https://evil.example")`, Reference: "42"}
	live.Seen = host.Consistency{Name: host.Same, Address: host.NotSeen}
	needs := row("Guarded", host.NeedsAttention, host.NoListing, host.ForCustomer)
	needs.Asked = "Solve the captcha."
	failed := row("Manta", host.Failed, host.NoListing, "")
	failed.Submission.Note = "The form has changed, \"Phone\" is gone.\nNothing was sent."
	return host.Report{
		JobSummary: host.JobSummary{
			Job: host.Job{
				ID: uuid.MustParse("00000000-0000-0000-0000-000000000001"), Package: host.Starter, Status: host.JobCompleted, DirsPaid: 8, ProfileVersion: 2,
			},
			Company: "Müller & Söhne GmbH",
			Counts:  host.Counts{host.ShareLive: 1, host.ShareInReview: 1, host.ShareNeedsYou: 1, host.ShareFailed: 1, host.ShareSkipped: 1, host.ShareToDo: 1},
		},
		CompletedAt: at,
		Rows: []host.ReportRow{
			live, row("Reviewed", host.Submitted, host.UnderReview, ""), needs, failed, row("Passed", host.Skipped, host.NoListing, ""), row("Waiting", host.Planned, host.NoListing, ""),
		},
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed (go test ./web -update writes it anew):\n%s", name, got)
	}
}

func TestReportFilesKeepTheirForm(t *testing.T) {
	asCSV, err := reportAsCSV(sampleReport())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "report.csv", asCSV)
	asJSON, err := json.MarshalIndent(reportAsFile(sampleReport(), time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "report.json", append(asJSON, '\n'))
	if totals := reportAsFile(sampleReport(), time.Now()).Totals; totals.Live+totals.InReview+totals.NeedsYou+totals.CouldNotBeDone+totals.Skipped+totals.StillToDo != totals.Paid {
		t.Errorf("totals do not add up: %+v", totals)
	}
}

func FuzzCellIsNoFormula(f *testing.F) {
	for _, s := range []string{"", "plain", "=1+1", "+1", "-1", "@a", "\t=1", "\r\n=1", " =1", "\u00a0=1", "＝1", "'=1", "\x00=1", "|cmd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := cell(s)
		if strings.TrimPrefix(got, "'") != s && got != s {
			t.Fatalf("%q became %q", s, got)
		}
		if got != "" && strings.ContainsAny(got[:1], "=+-@\t\r\n ") {
			t.Fatalf("%q is taken for a formula", got)
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.Write([]string{got, "x"}); err != nil {
			t.Fatal(err)
		}
		w.Flush()
	})
}

func TestDownloadIsNamedAfterTheBusiness(t *testing.T) {
	for company, want := range map[string]string{
		"Müller & Söhne GmbH": "attachment; filename*=utf-8''directories-m%C3%BCller-s%C3%B6hne-gmbh.csv", "a/../b\r\nX: y": "attachment; filename=directories-a-b-x-y.csv",
	} {
		w := httptest.NewRecorder()
		download(w, host.Report{JobSummary: host.JobSummary{Company: company}}, "csv", "text/csv", nil)
		if got := w.Header().Get("Content-Disposition"); got != want {
			t.Errorf("%q: %s, want %s", company, got, want)
		}
	}
}

type brokenPrinter struct{}

func (brokenPrinter) PDF(context.Context, string) ([]byte, error) {
	return nil, errors.New("secret detail")
}

func TestWithoutAPrinterTheBrowserCanPrint(t *testing.T) {
	for _, p := range []printer{nil, brokenPrinter{}} {
		s := site{Config: Config{Printer: p, Log: slog.New(slog.DiscardHandler)}}
		_, err := s.print(t.Context(), sampleReport(), time.UTC)
		if host.KindOf(err) != host.Unavailable || !strings.Contains(err.Error(), "your browser can save it as a PDF") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%T: %v", p, err)
		}
	}
}

func TestLinksAreNotLogged(t *testing.T) {
	for path, want := range map[string]string{"/r/SECRET": "/r/…", "/r/SECRET/picture/ab": "/r/…", "/portal/reports": "/portal/reports",
		"/sign-in/SECRET": "/sign-in/…", "/portal/account/email/SECRET": "/portal/account/email/…", "/deletion/DEL-SECRET": "/deletion/…"} {
		if got := loggable(httptest.NewRequest(http.MethodGet, path, nil)); got != want {
			t.Errorf("%s is logged as %s, want %s", path, got, want)
		}
	}
}
