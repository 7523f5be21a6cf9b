package web

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// apiStore is what programs of customers read.
type apiStore interface {
	JobsPage(ctx context.Context, customer uuid.UUID, f host.JobFilter) ([]host.JobSummary, error)
	JobOf(ctx context.Context, customer, id uuid.UUID) (host.JobSummary, error)
	SubmissionsPage(ctx context.Context, customer uuid.UUID, f host.SubmissionFilter) ([]host.SubmissionSummary, error)
}

// apiJob is an order as programs read it.
type apiJob struct {
	ID        uuid.UUID      `json:"id"`
	Package   host.Package   `json:"package"`
	Status    host.JobStatus `json:"status"`
	Held      bool           `json:"held"`
	Reason    string         `json:"reason"`   // why it is held or was cancelled
	Progress  int            `json:"progress"` // percent
	Paid      int            `json:"dirs_paid"`
	Total     int            `json:"dirs_total"`
	Done      int            `json:"dirs_done"`
	Counts    apiCounts      `json:"counts"`
	CreatedAt time.Time      `json:"created_at"`
}

// apiCounts add up to what was paid.
type apiCounts struct {
	Live           int `json:"live"`
	InReview       int `json:"in_review"`
	NeedsYou       int `json:"needs_you"`
	CouldNotBeDone int `json:"could_not_be_done"`
	Skipped        int `json:"skipped"`
	StillToDo      int `json:"still_to_do"`
}

func countsFor(c host.Counts) apiCounts {
	return apiCounts{
		Live: c[host.ShareLive], InReview: c[host.ShareInReview], NeedsYou: c[host.ShareNeedsYou], CouldNotBeDone: c[host.ShareFailed],
		Skipped: c[host.ShareSkipped], StillToDo: c[host.ShareToDo],
	}
}

func jobFor(j host.JobSummary) apiJob {
	return apiJob{
		ID: j.Job.ID, Package: j.Job.Package, Status: j.Job.Status, Held: j.Job.Held != host.NotHeld, Reason: j.Job.Reason, Progress: j.Job.Progress,
		Paid: j.Job.DirsPaid, Total: j.Job.DirsTotal, Done: j.Job.DirsDone, Counts: countsFor(j.Counts), CreatedAt: j.Job.CreatedAt.UTC(),
	}
}

// apiJobList is GET /api/v1/jobs.
func (s site) apiJobList(w http.ResponseWriter, r *http.Request) {
	most, err := pageSize(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	query := r.URL.Query()
	f := host.JobFilter{Status: host.JobStatus(query.Get("status")), Most: most + 1}
	if f.After, err = parsePlace(cursorJobs, query.Get("cursor")); err != nil {
		s.failJSON(w, r, err)
		return
	}
	jobs, err := s.API.JobsPage(r.Context(), customer(r), f)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := make([]apiJob, len(jobs))
	for i, j := range jobs {
		out[i] = jobFor(j)
	}
	s.answer(w, r, http.StatusOK, paged(out, most, func(j apiJob) string { return placeCursor(cursorJobs, host.Place{At: j.CreatedAt, ID: j.ID}) }))
}

// apiJobShow is GET /api/v1/jobs/{id}.
func (s site) apiJobShow(w http.ResponseWriter, r *http.Request) {
	job, err := id(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	j, err := s.API.JobOf(r.Context(), customer(r), job)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.answer(w, r, http.StatusOK, jobFor(j))
}

// apiRerun is what trying again has come to.
type apiRerun struct {
	Again   int `json:"again"`             // are tried again
	Limit   int `json:"limit_reached"`     // were tried again as often as can be
	Running int `json:"already_under_way"` // had been begun again before
}

// apiJobRerun is POST /api/v1/jobs/{id}/rerun.
func (s site) apiJobRerun(w http.ResponseWriter, r *http.Request) {
	job, err := id(r)
	if err == nil {
		_, err = s.API.JobOf(r.Context(), customer(r), job)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.apiRerun(w, r, job, uuid.Nil)
}

// apiResultRerun is POST /api/v1/results/{id}/rerun.
func (s site) apiResultRerun(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.apiRerun(w, r, uuid.Nil, submission)
}

func (s site) apiRerun(w http.ResponseWriter, r *http.Request, job, only uuid.UUID) {
	result, err := s.Rerun.Rerun(r.Context(), customer(r), job, only, 0)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.answer(w, r, http.StatusOK, apiRerun{Again: result.Again, Limit: result.Limit, Running: result.Running})
}
