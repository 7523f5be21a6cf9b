package worker

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

const (
	maxTurns    = 12 // calls of one function of an adapter within an attempt
	maxStumbles = 3  // failed runs of steps after which a plan will not do
)

// talk is a conversation with one function of the adapter: it answers each page with a move.
type talk struct {
	attempt *Attempt
	op      sdk.Op
	turn    sdk.Turn
	pages   []*sdk.Page // all it was shown
	typed   []string    // all it had us tell the pages
}

func (a *Attempt) talk(op sdk.Op) *talk {
	return &talk{attempt: a, op: op, turn: sdk.Turn{
		Contract: sdk.ContractVersion, Directory: a.Directory.Contract(), Business: a.Business, Refusals: a.Refusals,
	}}
}

// fault is an adapter's own failure: an error it answered with, a trap, an answer outside of the contract.
type fault struct{ text string }

func (f *fault) Error() string { return f.text }

// ask shows the page to the adapter and returns its move, and keeps the call.
func (t *talk) ask(ctx context.Context, page *sdk.Page) (*sdk.Move, error) {
	t.turn.Number++
	t.turn.Page = page
	t.pages = append(t.pages, page)
	answer, call, err := t.attempt.Adapter.Call(ctx, t.op, &t.turn)
	manifest := t.attempt.Adapter.Manifest()
	call.Adapter, call.Version = manifest.Name, manifest.Version
	if keep := t.attempt.Journal.Trace(ctx, call); keep != nil {
		return nil, keep
	}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case call.Failure == "indeterminate":
		return nil, fmt.Errorf("the adapter's %s did not answer in time: %w", t.op, err)
	case err != nil:
		return nil, &fault{fmt.Sprintf("the adapter's %s failed: %v", t.op, err)}
	case answer.Error != nil:
		return nil, &fault{fmt.Sprintf("the adapter's %s says: %s: %s", t.op, answer.Error.Code, answer.Error.Text)}
	}
	t.turn.State = answer.Move.State
	return answer.Move, nil
}

// run carries out steps and keeps their results for the next turn. It reports whether all of them worked.
func (t *talk) run(ctx context.Context, steps []sdk.Step) (bool, error) {
	a := t.attempt
	if len(steps) == 0 {
		t.turn.Results = nil
		return true, nil
	}
	t.tell(steps)
	results, err := a.Session.Run(ctx, steps)
	if err != nil {
		return false, err
	}
	t.turn.Results = results
	a.watch(Moment{What: "steps", Steps: steps, Results: results})
	if t.op == sdk.OpPlan {
		a.remember(t.turn.Page, steps, results)
	}
	return len(results) == len(steps) && results[len(results)-1].Ok, nil
}

// tell keeps what steps tell the pages: a page that repeats it says nothing of its own.
func (t *talk) tell(steps []sdk.Step) {
	for _, s := range steps {
		t.typed = append(append(t.typed, s.Value), s.Values...)
		if u, err := url.Parse(s.Value); s.Kind == sdk.StepGoto && err == nil {
			t.typed = append(t.typed, u.Path, u.Fragment)
			for _, values := range u.Query() {
				t.typed = append(t.typed, values...)
			}
		}
	}
}

// stumble describes the step that failed last.
func (t *talk) stumble(steps []sdk.Step) string {
	n := len(t.turn.Results)
	if n == 0 || n > len(steps) {
		return "the steps could not be carried out"
	}
	s, r := steps[n-1], t.turn.Results[n-1]
	where := "the page"
	if s.Target != nil {
		where = s.Target.By + " " + s.Target.Value
	}
	return fmt.Sprintf("step %d, %s %s: %s %s", n, s.Kind, where, r.Error, r.Value)
}

// away is an error of a directory that does not answer, or turns us away for now.
type away struct{ error }

func (e away) Unwrap() error { return e.error }

// open goes to the page where the directory's submissions start.
func (a *Attempt) open(ctx context.Context) (*sdk.Page, error) {
	if err := a.Session.Goto(ctx, a.Directory.Start); err != nil {
		if errors.Is(err, host.ErrNoAnswer) {
			a.visit = host.VisitAway
			return nil, away{err}
		}
		return nil, err
	}
	page, err := a.Session.Observe(ctx)
	if err != nil {
		return nil, err
	}
	a.watch(Moment{What: "open", Page: page.URL})
	switch {
	case turnedAway(page.Status):
		a.visit, a.retry = host.VisitAway, a.Session.RetryAfter()
		return nil, away{fmt.Errorf("%s answered %d", a.Directory.Start, page.Status)}
	case page.Status >= 400:
		return nil, broken("%s answered %d: the directory's form has moved, or it turns us away", a.Directory.Start, page.Status)
	}
	a.visit = host.VisitWorked
	return page, nil
}

// turnedAway reports whether a status means that the directory is in trouble, or has had enough of us for now.
func turnedAway(status uint32) bool {
	return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
}
