package web

import (
	"net/http"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// filters are the choices above the table, in their order; "all" matches every row.
var filters = []struct {
	key, words string
	shares     []host.Share
}{
	{"all", "All", []host.Share{host.ShareLive, host.ShareInReview, host.ShareNeedsYou, host.ShareFailed, host.ShareSkipped, host.ShareToDo}},
	{"live", "Live", []host.Share{host.ShareLive}},
	{"review", "In review", []host.Share{host.ShareInReview}},
	{"needs", "Needs you", []host.Share{host.ShareNeedsYou}},
	{"problems", "Problems", []host.Share{host.ShareFailed, host.ShareSkipped}},
	{"todo", "Still to do", []host.Share{host.ShareToDo}},
}

func (s site) jobShow(w http.ResponseWriter, r *http.Request) {
	jobID, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	job, err := s.Staff.Job(r.Context(), jobID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	all, err := s.Staff.Submissions(r.Context(), jobID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	money, err := s.jobMoney(r, jobID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	current := r.URL.Query().Get("show")
	choices, rows := filter(all, job.Counts, &current)
	s.render(w, r, http.StatusOK, page.Job(s.frame(r, job.Company), job, rows, choices, current, money))
}

// filter returns the choices with their counts and the rows of the current one; a choice it does not know becomes "all".
func filter(all []host.SubmissionSummary, counts host.Counts, current *string) ([]page.Filter, []host.SubmissionSummary) {
	var choices []page.Filter
	chosen := filters[0]
	for _, f := range filters {
		choice := page.Filter{Key: f.key, Words: f.words}
		for _, share := range f.shares {
			choice.Count += counts[share]
		}
		choices = append(choices, choice)
		if f.key == *current {
			chosen = f
		}
	}
	*current = chosen.key
	wanted := map[host.Share]bool{}
	for _, share := range chosen.shares {
		wanted[share] = true
	}
	var rows []host.SubmissionSummary
	for _, row := range all {
		if _, share := row.Standing(); wanted[share] {
			rows = append(rows, row)
		}
	}
	return choices, rows
}
