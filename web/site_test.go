package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/net/html"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web"
)

var (
	jobID   = uuid.MustParse("00000000-0000-0000-0000-000000000001")
	liveID  = uuid.MustParse("00000000-0000-0000-0000-000000000002")
	needsID = uuid.MustParse("00000000-0000-0000-0000-000000000003")
	when    = time.Date(2026, 11, 23, 14, 32, 0, 0, time.UTC)
)

// shop is a store with one job of two submissions.
type shop struct{ broken error }

func (s shop) Figures(context.Context) (host.Figures, error) {
	day := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	return host.Figures{
		Days: []host.DayFigures{{Day: day.AddDate(0, 0, -1), Completed: 4, Outcomes: host.Outcomes{Taken: 40}}, {Day: day, Completed: 3, Outcomes: host.Outcomes{Taken: 20, Refused: 10, Failed: 6, Unknown: 4}}},
		Directories: []host.DirectoryFigures{
			{Slug: "slow", Name: "Slow & Sons", Outcomes: host.Outcomes{Taken: 3, Failed: 1}, Typical: 2500 * time.Millisecond, Slow: 150 * time.Second},
		},
		Load: host.Load{Orders: 2, OldestOrder: 90 * time.Minute, Waiting: 1284, UnderWay: 3, Needs: 5, OrderLatency: 20 * time.Second, Workers: 1, Slots: 8, Busy: 3, Paid: 200, Done: 50},
	}, s.broken
}

func (s shop) Jobs(context.Context) ([]host.JobSummary, error) {
	job, err := s.Job(context.Background(), jobID)
	return []host.JobSummary{job}, err
}

func (s shop) Job(_ context.Context, id uuid.UUID) (host.JobSummary, error) {
	if s.broken != nil {
		return host.JobSummary{}, s.broken
	}
	if id != jobID {
		return host.JobSummary{}, host.Errorf(host.NotFound, "There is no such job.")
	}
	return host.JobSummary{
		Job:     host.Job{ID: jobID, Package: host.Starter, Status: host.JobInProgress, DirsTotal: 2, CreatedAt: when},
		Company: "Acme <Plumbing>",
		Counts:  host.Counts{host.ShareLive: 1, host.ShareNeedsYou: 1},
	}, nil
}

func (s shop) Submissions(context.Context, uuid.UUID) ([]host.SubmissionSummary, error) {
	live, _ := s.Submission(context.Background(), liveID)
	needs, _ := s.Submission(context.Background(), needsID)
	return []host.SubmissionSummary{live, needs}, nil
}

func (s shop) Submission(_ context.Context, id uuid.UUID) (host.SubmissionSummary, error) {
	sub := host.Submission{ID: id, JobID: jobID, UpdatedAt: when}
	switch id {
	case liveID:
		sub.Status, sub.Listing, sub.Intents = host.Submitted, host.Live, 1
		sub.Verdict = host.Verdict{Answer: host.AnswerYes, Quote: "Your listing <b>is live</b>"}
		sub.ListingURL = "https://city.example/listing/1"
		return host.SubmissionSummary{Submission: sub, DirectoryName: "City Finder", Website: "https://city.example", DAScore: 40}, nil
	case needsID:
		sub.Status, sub.Note = host.NeedsAttention, "A captcha has to be solved"
		return host.SubmissionSummary{Submission: sub, DirectoryName: "Guarded", Website: "https://guarded.example", Waiting: host.ForCustomer}, nil
	}
	return host.SubmissionSummary{}, host.Errorf(host.NotFound, "There is no such submission.")
}

func (s shop) Events(context.Context, uuid.UUID) ([]host.Event, error) {
	return []host.Event{{Type: "intent_committed", Data: `{"intent":1}`, At: when}}, nil
}

func (s shop) Evidence(_ context.Context, id uuid.UUID) ([]host.Evidence, error) {
	if id != liveID {
		return nil, nil
	}
	return []host.Evidence{
		{Kind: "before", MediaType: "image/jpeg", Digest: "aa", At: when},
		{Kind: "answer", MediaType: "text/html", Digest: "bb", At: when},
		{Kind: "values", MediaType: "application/json", Digest: "cc", At: when},
	}, nil
}

func (s shop) Open(ctx context.Context, digest string) (io.ReadCloser, error) {
	data, err := s.Get(ctx, digest)
	return io.NopCloser(bytes.NewReader(data)), err
}

// Link has the pictures elsewhere.
func (s shop) Link(_ context.Context, digest, file, mediaType string, expires time.Duration) (string, error) {
	if mediaType != "image/jpeg" {
		return "", nil
	}
	return fmt.Sprintf("https://bucket.example/%s?name=%s&for=%s", digest, file, expires), nil
}

func (s shop) Get(_ context.Context, digest string) ([]byte, error) {
	switch digest {
	case "bb":
		return []byte("<script>alert(1)</script>"), nil
	case "cc":
		return []byte(`[{"field":"phone","where":"Phone","value":"(555) 555-0100"}]`), nil
	}
	return []byte("jpeg"), nil
}

func (s shop) Catalogue(context.Context) (host.Catalogue, error) {
	c := host.Catalogue{Directories: []host.CatalogueEntry{
		{Slug: "city", Name: "City Finder", Website: "https://city.example", DAScore: 60, PriorityTier: 2, IsActive: true, Policy: host.PolicyAllowed},
		{Slug: "rest", Name: "Resting Pages", Website: "https://rest.example", DAScore: 50, PriorityTier: 1, Policy: host.PolicyUnknown},
		{Slug: "atlas", Name: "Atlas <of> Trades", Website: "https://atlas.example", DAScore: 40, PriorityTier: 1, IsActive: true, Policy: host.PolicyAllowed, Tried: 9, Accepted: 7, Asks: []string{"phone_code"}},
	}}
	for _, tier := range host.Tiers {
		c.Offers = append(c.Offers, host.Offer{Tier: tier, Slugs: []string{"atlas"}})
	}
	c.Offers[1].Slugs, c.Offers[1].Finished, c.Offers[1].Typical = []string{"city", "atlas"}, 3, 26*time.Hour
	return c, s.broken
}

func (s shop) Session(_ context.Context, token string) (host.Session, error) {
	if token != "staff" {
		return host.Session{}, host.Errorf(host.NotFound, "there is no such session")
	}
	return host.Session{Role: host.RoleStaff, Email: "staff@example.com"}, nil
}

func (s shop) Trace(_ context.Context, id uuid.UUID) ([]byte, string, error) {
	if id != liveID {
		return nil, "", host.Errorf(host.NotFound, "This submission has no trace.")
	}
	return []byte("trace of it"), "city-finder", nil
}

func handlerOf(s shop) http.Handler {
	return web.New(web.Config{URL: "http://directorybolt.example", Sessions: s, Catalogue: s, Staff: s, Blobs: s, Traces: s, Payments: till{}, Log: slog.New(slog.DiscardHandler)})
}

func get(t *testing.T, s shop, path string) (*httptest.ResponseRecorder, *html.Node) {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: "staff"})
	handlerOf(s).ServeHTTP(w, r)
	doc, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return w, doc
}

// texts returns the text of every element of the name.
func texts(doc *html.Node, element string) []string {
	var out []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != element {
			continue
		}
		var b strings.Builder
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				b.WriteString(c.Data + " ")
			}
		}
		out = append(out, strings.Join(strings.Fields(b.String()), " "))
	}
	return out
}

func TestHealth(t *testing.T) {
	w, _ := get(t, shop{}, "/health")
	if got, want := strings.TrimSpace(w.Body.String()), `{"status":"healthy","service":"directorybolt"}`; w.Code != 200 || got != want {
		t.Errorf("got %d %s, want 200 %s", w.Code, got, want)
	}
}

func TestJobShowsEveryDirectoryAndCounts(t *testing.T) {
	w, doc := get(t, shop{}, "/staff/jobs/"+jobID.String())
	if w.Code != 200 {
		t.Fatalf("got %d", w.Code)
	}
	if h1 := texts(doc, "h1"); len(h1) != 1 || h1[0] != "Acme <Plumbing>" {
		t.Errorf("heading %q", h1)
	}
	page := strings.Join(texts(doc, "main"), " ")
	for _, want := range []string{"1 of 2 directories live", "1 live", "1 need you", "City Finder", "Guarded", "A captcha has to be solved", "Needs you"} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

func TestJobFilterIsInTheURL(t *testing.T) {
	tests := []struct {
		show string
		want []string
	}{
		{"all", []string{"City Finder", "Guarded"}},
		{"live", []string{"City Finder"}},
		{"needs", []string{"Guarded"}},
		{"problems", nil},
		{"nonsense", []string{"City Finder", "Guarded"}},
	}
	for _, tt := range tests {
		_, doc := get(t, shop{}, "/staff/jobs/"+jobID.String()+"?show="+tt.show)
		page := strings.Join(texts(doc, "main"), " ")
		for _, name := range []string{"City Finder", "Guarded"} {
			want := strings.Contains(strings.Join(tt.want, ","), name)
			if got := strings.Contains(page, name); got != want {
				t.Errorf("show=%s: %s shown: %v, want %v", tt.show, name, got, want)
			}
		}
		if tt.want == nil && !strings.Contains(page, "No directory matches this filter") {
			t.Errorf("show=%s: an empty table is not explained", tt.show)
		}
	}
}

func TestSubmissionShowsVerdictProofAndValues(t *testing.T) {
	_, doc := get(t, shop{}, "/staff/submissions/"+liveID.String())
	page := strings.Join(texts(doc, "main"), " ")
	for _, want := range []string{"Your listing <b>is live</b>", "https://city.example/listing/1", "Intent committed", "phone Phone (555) 555-0100", "Submit pressed once"} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

func TestEvidenceCannotRunOrBeReadFromAnotherSubmission(t *testing.T) {
	w, _ := get(t, shop{}, "/staff/submissions/"+liveID.String()+"/evidence/bb")
	if csp := w.Header().Get("Content-Security-Policy"); w.Code != 200 || !strings.Contains(csp, "sandbox") || strings.Contains(csp, "allow-scripts") {
		t.Errorf("got %d with policy %q", w.Code, csp)
	}
	if got := w.Header().Get("Content-Type") + " " + w.Body.String(); got != "text/html <script>alert(1)</script>" {
		t.Errorf("got %q, want the evidence that was asked for", got)
	}
	if w, _ := get(t, shop{}, "/staff/submissions/"+liveID.String()+"/evidence/dd"); w.Code != http.StatusNotFound {
		t.Errorf("evidence that was never kept: got %d, want 404", w.Code)
	}
	if w, _ := get(t, shop{}, "/staff/submissions/"+needsID.String()+"/evidence/bb"); w.Code != http.StatusNotFound {
		t.Errorf("evidence of another submission: got %d, want 404", w.Code)
	}
}

// What can be had as a file comes from where it is kept, by a link that works for minutes; else from us, and never as a page of ours.
func TestEvidenceIsSaved(t *testing.T) {
	address := "/staff/submissions/" + liveID.String() + "/evidence/"
	w, _ := get(t, shop{}, address+"aa?save")
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "https://bucket.example/aa?name=before-20261123-143200.jpg&for=5m0s" ||
		!strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
		t.Errorf("from elsewhere: got %d to %q, %v", w.Code, to, w.Header())
	}
	w, _ = get(t, shop{}, address+"bb?save")
	if w.Code != 200 || w.Header().Get("Content-Disposition") != "attachment; filename=answer-20261123-143200.txt" || !strings.Contains(w.Body.String(), "alert(1)") {
		t.Errorf("from us: got %d %v", w.Code, w.Header())
	}
	if w, _ := get(t, shop{}, address+"dd?save"); w.Code != http.StatusNotFound {
		t.Errorf("evidence that was never kept: got %d, want 404", w.Code)
	}
}

func TestTraceIsDownloaded(t *testing.T) {
	address := "/staff/submissions/" + liveID.String() + "/trace"
	w, _ := get(t, shop{}, address)
	h := w.Header()
	if w.Code != 200 || w.Body.String() != "trace of it" || h.Get("Content-Disposition") != "attachment; filename=city-finder.trace" {
		t.Errorf("got %d %q with %v", w.Code, w.Body, h)
	}
	if !strings.Contains(h.Get("Cache-Control"), "no-store") {
		t.Error("a customer's data may stay in caches")
	}
	if _, doc := get(t, shop{}, "/staff/submissions/"+liveID.String()); !linksTo(doc, address) {
		t.Error("the page of the submission does not link to its trace")
	}
	w, doc := get(t, shop{}, "/staff/submissions/"+needsID.String()+"/trace")
	if page := strings.Join(texts(doc, "main"), " "); w.Code != 404 || !strings.Contains(page, "This submission has no trace.") {
		t.Errorf("got %d %q, want 404 and why", w.Code, page)
	}
}

func linksTo(doc *html.Node, address string) bool {
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" && a.Val == address {
				return true
			}
		}
	}
	return false
}

func TestPagesCarryNoInlineCode(t *testing.T) {
	for _, path := range []string{"/", "/staff", "/staff/jobs/" + jobID.String(), "/staff/submissions/" + liveID.String(), "/nowhere"} {
		w, doc := get(t, shop{}, path)
		if csp := w.Header().Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s>", path, n.Data, a.Key)
				}
			}
			if n.Data == "script" && n.FirstChild != nil {
				t.Errorf("%s: inline script", path)
			}
		}
	}
}

func TestFailuresAreTold(t *testing.T) {
	tests := []struct {
		name string
		shop shop
		path string
		code int
		say  string
	}{
		{"unknown job", shop{}, "/staff/jobs/" + uuid.NewString(), 404, "There is no such job."},
		{"not an id", shop{}, "/staff/jobs/1%27", 404, "nothing at this address"},
		{"unknown page", shop{}, "/nowhere", 404, "nothing at this address"},
		{"database away", shop{broken: host.Errorf(host.Unavailable, "The database is not reachable.")}, "/staff", 503, "The database is not reachable."},
		{"our fault", shop{broken: errors.New("secret detail")}, "/staff", 500, "Something broke on our side"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, doc := get(t, tt.shop, tt.path)
			page := strings.Join(texts(doc, "main"), " ")
			if w.Code != tt.code || !strings.Contains(page, tt.say) {
				t.Errorf("got %d %q, want %d %q", w.Code, page, tt.code, tt.say)
			}
			if strings.Contains(page, "secret detail") {
				t.Error("the page leaks the cause")
			}
		})
	}
}
