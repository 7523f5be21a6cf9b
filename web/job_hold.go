package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// longestReason bounds what staff give as a reason.
const longestReason = 500

func (s site) jobHold(w http.ResponseWriter, r *http.Request) { s.withReason(w, r, s.Payments.HoldJob) }

func (s site) jobRelease(w http.ResponseWriter, r *http.Request) {
	s.withReason(w, r, s.Payments.ReleaseJob)
}

// jobCancel ends a job, begun or not, and gives all of its money back.
func (s site) jobCancel(w http.ResponseWriter, r *http.Request) {
	s.withReason(w, r, func(ctx context.Context, staff, job uuid.UUID, reason string) error {
		p, err := s.Payments.CancelJob(ctx, staff, job, reason)
		if err == nil {
			s.refund(r, p)
		}
		return err
	})
}

// withReason does what staff want done to a job, for a reason that goes on record.
func (s site) withReason(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, staff, job uuid.UUID, reason string) error) {
	job, err := id(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	reason, err := reasonOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if err := do(r.Context(), viewer(r).Member, job, reason); err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/staff/jobs/"+job.String(), http.StatusSeeOther)
}

func reasonOf(r *http.Request) (string, error) {
	reason := strings.TrimSpace(r.PostFormValue("reason"))
	if reason == "" || len(reason) > longestReason {
		return "", host.Errorf(host.Invalid, "Give a reason of up to %d characters: it goes on record. Go back and try again.", longestReason)
	}
	return reason, nil
}

// jobMoney is what is known of a job's payment.
func (s site) jobMoney(r *http.Request, job uuid.UUID) (page.JobMoney, error) {
	p, err := s.Payments.PaymentOfJob(r.Context(), job)
	if host.KindOf(err) == host.NotFound {
		return page.JobMoney{}, nil
	}
	m := page.JobMoney{Payment: &p}
	if err != nil || s.TestCheckout == nil {
		return m, err
	}
	if c, err := s.TestCheckout.Checkout(p.Session); err == nil { // those of an earlier run are forgotten
		m.Trial = c.Steps
	}
	return m, nil
}
