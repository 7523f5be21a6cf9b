package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// rerunner tries failed submissions again: all of a job, or only one of them. shown is how many the customer was told had failed.
type rerunner interface {
	Rerun(ctx context.Context, customer, job, only uuid.UUID, shown int) (host.Rerun, error)
}

// reportRerun tries everything again that failed in an order.
func (s site) reportRerun(w http.ResponseWriter, r *http.Request) {
	job, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	shown, _ := strconv.Atoi(r.PostFormValue("shown"))
	result, err := s.Rerun.Rerun(r.Context(), customer(r), job, uuid.Nil, max(shown, 0))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/reports/"+job.String()+rerunQuery(result), http.StatusSeeOther)
}

// submissionRerun tries one directory again.
func (s site) submissionRerun(w http.ResponseWriter, r *http.Request) {
	submission, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	result, err := s.Rerun.Rerun(r.Context(), customer(r), uuid.Nil, submission, 1)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/d/"+submission.String()+rerunQuery(result), http.StatusSeeOther)
}

func rerunQuery(result host.Rerun) string {
	return fmt.Sprintf("?again=%d&limit=%d&running=%d", result.Again, result.Limit, result.Running)
}
