package worker

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// ending is an error that ends an attempt before the press in a way that no retry mends.
type ending struct{ change host.Change }

func (e *ending) Error() string { return e.change.Note + e.change.ErrorLog }

// unmade is what a customer reads of a submission that failed before the press; why is for staff.
const unmade = "The form could not be filled in, so nothing was sent. We are looking into it."

// broken ends an attempt for a reason that staff or the adapter's author have to mend.
func broken(format string, args ...any) error {
	return &ending{host.Change{To: host.Failed, Note: unmade, ErrorLog: fmt.Sprintf(format, args...)}}
}

// waits between attempts that failed before the press.
const (
	firstWait = time.Second
	longest   = 60 * time.Second
)

// backoff is the wait after the n-th attempt: 1, 2, 4, 8 ... 60 s.
func backoff(n int) time.Duration {
	if n > 6 {
		return longest
	}
	return min(firstWait<<max(n-1, 0), longest)
}

// beforePress says how an attempt ends by an error while nothing is pressed.
func (a *Attempt) beforePress(err error) Outcome {
	var end *ending
	if errors.As(err, &end) {
		if end.change.To == host.Failed {
			a.visit = host.VisitFailed
		}
		return Outcome{Change: end.change, Sent: a.sent}
	}
	if errors.As(err, new(away)) {
		return a.turnedAway(err)
	}
	if a.visit == host.VisitWorked {
		a.visit = host.VisitUntold // it opened, and that is all
	}
	switch host.KindOf(err) {
	case host.Invalid, host.Denied, host.NotFound:
		if a.Session != nil { // it was led where it may not go
			a.visit = host.VisitFailed
		}
		return Outcome{Change: host.Change{To: host.Failed, Note: unmade, ErrorLog: err.Error()}}
	}
	if a.Number >= maxAttempts {
		return Outcome{Change: host.Change{
			To: host.Failed, Note: unmade, ErrorLog: fmt.Sprintf("gave up after %d attempts: %v", a.Number, err),
		}}
	}
	return Outcome{Change: host.Change{To: host.Admitted, ErrorLog: err.Error(), After: backoff(a.Number)}}
}

// maxOutages is how often in a row a directory may turn us away before what waits for it is given up: with the usual gap of a minute that takes six hours.
const maxOutages = 12

const absent = "The directory was out of reach for hours, so nothing was sent. It can be tried again at any time."

// turnedAway lets the submission wait until the directory is back. It costs no attempt, for it is no fault of the submission's; but an order must come to
// an end, also where a directory never comes back.
func (a *Attempt) turnedAway(err error) Outcome {
	if a.Outages >= maxOutages {
		return Outcome{Change: host.Change{
			To: host.Failed, Note: absent, ErrorLog: fmt.Sprintf("gave up after the directory had turned us away %d times in a row: %v", a.Outages+1, err),
		}}
	}
	return Outcome{Change: host.Change{To: host.Admitted, ErrorLog: err.Error(), After: firstWait}}
}

// reconcileLater says how a look-up that could not be made ends: it is made again later, and a person takes over when that does not help.
func (a *Attempt) reconcileLater(err error) Outcome {
	if errors.As(err, new(away)) && a.Outages < maxOutages || a.Number < maxAttempts {
		return Outcome{Stands: true, Change: host.Change{ErrorLog: "look up: " + err.Error(), After: backoff(a.Number)}}
	}
	f := finding{trouble: "look up: " + err.Error()}
	return a.outcome(decideReconcile(f.answer(), f.listing(), a.Intents, a.refusedLast()), f, "The directory could not be asked what came of the submission.")
}

// standing leaves the intent as it is.
func (a *Attempt) standing(trouble string) Outcome {
	return Outcome{Stands: true, Change: host.Change{ErrorLog: trouble}, Sent: a.sent}
}

// outcome turns a ruling into what is recorded. doubt says in plain words why a person has to look, should the ruling be unknown.
func (a *Attempt) outcome(r ruling, f finding, doubt string) Outcome {
	c := host.Change{To: r.to, Listing: r.listing, Verdict: f.hostVerdict(), Refusal: a.refusal, ErrorLog: f.trouble}
	if r.listing == host.Live || r.listing == host.Duplicate {
		c.ListingURL = f.verdict.ListingURL
	}
	switch {
	case r.stands:
		return Outcome{Stands: true, Change: c, Sent: a.sent}
	case r.to == host.Skipped && r.listing == host.NoListing:
		c.Note = "The directory already has the business waiting for review."
	case r.to == host.Skipped && a.Intents > 0:
		c.Note = "The listing of an earlier press turned up."
	case r.to == host.Skipped:
		c.Note = "The business was listed already."
	case r.to == host.Unknown:
		c.Verdict.Answer = host.AnswerUnknown
		c.Note = doubt
		c.Attention = &host.Attention{Audience: host.ForStaff, Reason: "outcome", Message: doubt + " Look whether the business is listed before anything is sent again."}
	case r.listing == host.Rejected:
		c.Verdict = host.Verdict{Answer: host.AnswerNo, Quote: a.Refusals[len(a.Refusals)-1].Quote}
		c.Note = "The directory refused the submission."
	case r.to == host.Admitted:
		c.Verdict = host.Verdict{} // of the press that came to nothing
		c.Note = "The last try did not reach the directory or was turned down; the form is filled in again."
	case f.duplicate():
		c.Note = "The directory says that the business is already listed."
	}
	return Outcome{Change: c, Sent: a.sent}
}

// picture keeps a screenshot of what is on screen.
func (a *Attempt) picture(ctx context.Context, kind string) error {
	image, err := a.Session.Screenshot(ctx)
	if err != nil {
		return err
	}
	a.Journal.Evidence(ctx, kind, "image/jpeg", "", image)
	return nil
}

// values keeps what was filled in.
func (a *Attempt) values(ctx context.Context) error {
	data, err := json.Marshal(a.sent)
	if err != nil {
		return err
	}
	a.Journal.Evidence(ctx, "values", "application/json", "", data)
	return nil
}

// remember adds what steps filled into the page to what was sent. Secrets are not among it.
func (a *Attempt) remember(page *sdk.Page, steps []sdk.Step, results []sdk.StepResult) {
	for i, s := range steps {
		if i >= len(results) || !results[i].Ok || s.Target == nil || s.Secret != "" {
			continue
		}
		value := s.Value
		switch {
		case len(s.Values) > 0:
			value = strings.Join(s.Values, ", ")
		case len(s.Files) > 0:
			value = strings.Join(s.Files, ", ")
		case s.Kind == sdk.StepCheck:
			value = "yes"
		case s.Kind == sdk.StepHours:
			value = a.Business.HoursText
		}
		if value != "" {
			a.sent = append(a.sent, Sent{Field: s.Field, Where: label(page, s.Target), Value: value})
		}
	}
}

// label is what a person calls the target on the page.
func label(page *sdk.Page, t *sdk.Target) string {
	if t.By != sdk.ByRef {
		return t.Value
	}
	for _, c := range page.Controls {
		if c.Ref == t.Value {
			return cmp.Or(c.Label, c.Placeholder, c.Name, c.ID, c.Ref)
		}
	}
	return t.Value
}

// abandon takes a submission out of circulation that too many workers were lost over.
func (a *Attempt) abandon(status host.Status) Outcome {
	trouble := fmt.Sprintf("gave up after %d claims: the workers that made them were lost", a.Number-1)
	if status == host.Submitting {
		return a.outcome(ruling{to: host.Unknown}, finding{trouble: trouble}, "Nobody saw what the directory answered.")
	}
	return Outcome{Change: host.Change{To: host.Failed, Note: unmade, ErrorLog: trouble}}
}
