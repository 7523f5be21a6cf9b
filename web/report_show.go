package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

func (s site) reportShow(w http.ResponseWriter, r *http.Request) {
	s.showReport(w, r, http.StatusOK, "")
}

// showReport shows a report to its customer. made is the token of a link that was just made: it is shown this once.
func (s site) showReport(w http.ResponseWriter, r *http.Request, status int, made string) {
	report, err := s.report(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	shares, err := s.Reports.Shares(r.Context(), customer(r), report.Job.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := page.ReportView{
		Report: report, At: time.Now().In(zone(r)), KeptUntil: s.keptUntil(report), Again: rerunSaid(r),
		Picture: func(digest string) string { return "/portal/reports/" + report.Job.ID.String() + "/picture/" + digest },
	}
	if made != "" {
		made = s.URL + "/r/" + made
	}
	s.render(w, r, status, page.ReportPage(s.frame(r, "Report for "+report.Company), v, shares, made))
}

// report returns the report of the customer's order that the address names, with what its listings were seen to show.
func (s site) report(r *http.Request) (host.Report, error) {
	job, err := id(r)
	if err != nil {
		return host.Report{}, err
	}
	report, err := s.Reports.Report(r.Context(), customer(r), job)
	if err != nil {
		return report, err
	}
	return report, s.compare(r.Context(), &report)
}

// textsAtOnce is how many texts of listings are read at a time: each is a request where evidence is in a bucket.
const textsAtOnce = 16

// compare reads what the listings of a report showed. A text that is not kept any more leaves its listing unchecked.
func (s site) compare(ctx context.Context, report *host.Report) error {
	var reading sync.WaitGroup
	slots, errs := make(chan struct{}, textsAtOnce), make([]error, len(report.Rows))
	for i := range report.Rows {
		row := &report.Rows[i]
		if _, share := row.Standing(); share != host.ShareLive || row.Text == "" {
			continue
		}
		slots <- struct{}{}
		reading.Go(func() {
			defer func() { <-slots }()
			text, err := s.Blobs.Get(ctx, row.Text)
			switch {
			case err == nil:
				row.Seen = report.Business.Compare(string(text))
			case host.KindOf(err) != host.NotFound:
				errs[i] = err
			}
		})
	}
	reading.Wait()
	return errors.Join(errs...)
}

// keptUntil is when the evidence of an order is removed; zero while the order runs.
func (s site) keptUntil(report host.Report) time.Time {
	if report.CompletedAt.IsZero() {
		return time.Time{}
	}
	return report.CompletedAt.Add(cmp.Or(s.KeepEvidence, host.EvidenceAge))
}

// rerunSaid is what came of the button that led here, nil if none did.
func rerunSaid(r *http.Request) *host.Rerun {
	q := r.URL.Query()
	if !q.Has("again") {
		return nil
	}
	number := func(name string) int { n, _ := strconv.Atoi(q.Get(name)); return max(n, 0) }
	return &host.Rerun{Again: number("again"), Limit: number("limit"), Running: number("running")}
}
