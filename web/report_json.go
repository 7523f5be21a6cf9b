package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// reportFile is a report as JSON. Fields are added and never change their meaning; what does is a new version.
type reportFile struct {
	Version        int               `json:"version"` // 1
	Business       string            `json:"business"`
	Order          uuid.UUID         `json:"order"`
	Package        host.Package      `json:"package"`
	MadeAt         time.Time         `json:"made_at"`
	CompletedAt    *time.Time        `json:"completed_at"`    // null while we are at work
	ProfileVersion int               `json:"profile_version"` // that was sent; 0 if none was approved yet
	Totals         reportTotals      `json:"totals"`
	Directories    []reportDirectory `json:"directories"` // best authority first
}

// reportTotals add up to Paid.
type reportTotals struct {
	Paid           int `json:"paid"`
	Live           int `json:"live"`
	InReview       int `json:"in_review"`
	NeedsYou       int `json:"needs_you"`
	CouldNotBeDone int `json:"could_not_be_done"`
	Skipped        int `json:"skipped"`
	StillToDo      int `json:"still_to_do"`
}

type reportDirectory struct {
	Directory  string            `json:"directory"` // short name
	Name       string            `json:"name"`
	Website    string            `json:"website"`
	Authority  int               `json:"authority"`   // domain authority, 0 to 100
	Status     host.Standing     `json:"status"`      // as the pages show it
	CountedAs  host.Share        `json:"counted_as"`  // a field of totals
	ListingURL string            `json:"listing_url"` // empty if we have not seen the listing
	Quote      string            `json:"quote"`       // the directory's own words
	Reference  string            `json:"reference"`   // the directory's own number
	Note       string            `json:"note"`
	Asked      string            `json:"asked"` // what waits for the customer
	Seen       reportConsistency `json:"seen"`  // on the listing: "same", "not seen" or "not checked"
	UpdatedAt  time.Time         `json:"updated_at"`
}

type reportConsistency struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Phone   string `json:"phone"`
}

func (s site) reportJSON(w http.ResponseWriter, r *http.Request) {
	report, err := s.report(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	data, err := json.MarshalIndent(reportAsFile(report, time.Now()), "", "  ")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	download(w, report, "json", "application/json", append(data, '\n'))
}

func reportAsFile(report host.Report, now time.Time) reportFile {
	totals := report.Totals()
	f := reportFile{
		Version: 1, Business: report.Company, Order: report.Job.ID, Package: report.Job.Package, MadeAt: now.UTC().Truncate(time.Second),
		ProfileVersion: report.Job.ProfileVersion, Directories: []reportDirectory{},
		Totals: reportTotals{
			Paid: report.Paid(), Live: totals[host.ShareLive], InReview: totals[host.ShareInReview], NeedsYou: totals[host.ShareNeedsYou],
			CouldNotBeDone: totals[host.ShareFailed], Skipped: totals[host.ShareSkipped], StillToDo: totals[host.ShareToDo],
		},
	}
	if !report.CompletedAt.IsZero() {
		at := report.CompletedAt.UTC()
		f.CompletedAt = &at
	}
	for _, row := range report.Rows {
		standing, share := row.Standing()
		sub := row.Submission
		f.Directories = append(f.Directories, reportDirectory{
			Directory: sub.Directory, Name: row.DirectoryName, Website: row.Website, Authority: row.DAScore, Status: standing, CountedAs: share,
			ListingURL: sub.ListingURL, Quote: sub.Verdict.Quote, Reference: sub.Verdict.Reference, Note: sub.Note, Asked: row.Asked,
			Seen:      reportConsistency{matchWords(row.Seen.Name), matchWords(row.Seen.Address), matchWords(row.Seen.Phone)},
			UpdatedAt: sub.UpdatedAt.UTC(),
		})
	}
	return f
}
