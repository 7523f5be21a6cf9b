package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// queuedJob is a job as GET /api/autobolt/queue tells it.
type queuedJob struct {
	JobID      uuid.UUID      `json:"job_id"`
	CustomerID uuid.UUID      `json:"customer_id"`
	Company    string         `json:"company_name"`
	Package    host.Package   `json:"package_type"`
	Status     host.JobStatus `json:"status"`
	Progress   int            `json:"progress"` // percent
	Total      int            `json:"dirs_total"`
	Done       int            `json:"dirs_done"`
	Successful int            `json:"successful"` // live, or in review by the directory
	Failed     int            `json:"failed"`
	Counts     host.Counts    `json:"counts"` // by share; they add up to dirs_total
	CreatedAt  time.Time      `json:"created_at"`
}

// queueShow is GET /api/autobolt/queue: the newest jobs with what became of their directories. With ?job_id= it is that job, however old, and with
// ?status= those of the newest that stand so.
func (s site) queueShow(w http.ResponseWriter, r *http.Request) {
	jobs, err := s.queued(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := make([]queuedJob, len(jobs))
	for i, j := range jobs {
		out[i] = queuedJob{
			JobID: j.Job.ID, CustomerID: j.Job.CustomerID, Company: j.Company, Package: j.Job.Package, Status: j.Job.Status, Progress: j.Job.Progress,
			Total: j.Job.DirsTotal, Done: j.Job.DirsDone, Successful: j.Counts[host.ShareLive] + j.Counts[host.ShareInReview],
			Failed: j.Counts[host.ShareFailed], Counts: j.Counts, CreatedAt: j.Job.CreatedAt.UTC(),
		}
	}
	answerJSON(w, map[string]any{"jobs": out})
}

func (s site) queued(r *http.Request) ([]host.JobSummary, error) {
	query := r.URL.Query()
	if asked := query.Get("job_id"); asked != "" {
		job, err := uuid.Parse(asked)
		if err != nil {
			return nil, host.Errorf(host.Invalid, "job_id is not a UUID.")
		}
		one, err := s.Staff.Job(r.Context(), job)
		return []host.JobSummary{one}, err
	}
	jobs, err := s.Staff.Jobs(r.Context())
	if status := host.JobStatus(query.Get("status")); status != "" {
		jobs = slices.DeleteFunc(jobs, func(j host.JobSummary) bool { return j.Job.Status != status })
	}
	return jobs, err
}
