package worker

import (
	"context"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Session is a browser session that reaches one directory only. Errors of kind [host.Unavailable] mean that the session or the site is gone
// and another session may do better; those of a site that does not answer wrap [host.ErrNoAnswer].
type Session interface {
	Goto(ctx context.Context, url string) error
	Observe(ctx context.Context) (*sdk.Page, error)
	// Run carries out steps, none of them a submit. A step that fails ends the run, and its result says why; an error means that the session is
	// unusable.
	Run(ctx context.Context, steps []sdk.Step) ([]sdk.StepResult, error)
	// Prepare finds what a submit step is to click. Nothing is pressed until press is called, and an error of press means that
	// the outcome was not seen.
	Prepare(ctx context.Context, submit sdk.Step) (press func(context.Context) error, err error)
	Screenshot(ctx context.Context) ([]byte, error)
	// RetryAfter is how long the page that was opened last asked us to stay away; 0 if it did not.
	RetryAfter() time.Duration
	Close() error
}

// Adapter is a loaded adapter.
type Adapter interface {
	Manifest() sdk.Manifest
	Call(ctx context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, host.Call, error)
}

// Journal keeps what an attempt does: for certain once Keep has returned without an error, and what is left when the attempt has ended. Nothing is pressed
// unless Intend has returned without an error.
type Journal interface {
	Trace(ctx context.Context, call host.Call) error
	Evidence(ctx context.Context, kind, mediaType, page string, data []byte)
	Keep(ctx context.Context) error
	// Intend commits the intent to press. [host.Denied] says that the business has a listing or an open submission in the directory
	// from another order, or that its own order was cancelled; [host.Unavailable] that the order is held.
	Intend(ctx context.Context) (Intent, error)
}

// Intent is a committed intent to press Submit once.
type Intent struct {
	Number   int       // from 1
	Deadline time.Time // monotonic, taken before the commit: the press has to be over by then
}

// Attempt is the work on one submission between its claim and the record of what came of it.
type Attempt struct {
	Directory host.Directory
	Allowed   bool // whoever orders it says that the directory allows it; counts where nobody has recorded its policy
	Business  sdk.Business
	Refusals  []sdk.Refusal // answers to earlier presses that came to nothing
	Intents   int           // presses committed before this attempt
	Number    int           // which claim of the submission this is, from 1
	Outages   int           // how often in a row the directory had turned us away before
	Adapter   Adapter
	Session   Session
	Journal   Journal
	Watch     func(Moment)       // told of each step as it happens; may be nil
	At        func(point string) // told of each named point that a crash could fall on; nil but in tests

	sent    []Sent
	sentTo  []string     // addresses that the form may be sent to
	refusal *sdk.Refusal // seen in this attempt
	visit   host.Visit   // what was learnt of the directory
	retry   time.Duration
}

// Moment is one live step of an attempt.
type Moment struct {
	What    string // "open", "look_up", "plan", "steps", "ready", "intent", "press", "answer", "verify", "listing"
	Page    string // address
	Steps   []sdk.Step
	Results []sdk.StepResult
	Verdict *sdk.Verdict
}

// Sent is one value that goes to the directory.
type Sent struct {
	Field string `json:"field"` // profile field it comes from
	Where string `json:"where"` // what it was filled into
	Value string `json:"value"`
}

// Outcome is how an attempt ended and how that is to be recorded.
type Outcome struct {
	Change host.Change
	Stands bool   // an intent stands and its outcome is not known: to be looked up when the press window has closed
	Sent   []Sent // what was filled in, or would be sent
}

// Submit looks the business up, fills the form, presses Submit under a committed intent and judges the answer. An error means that
// the journal failed: what has become of the intent is for the next claim to find out.
func (a *Attempt) Submit(ctx context.Context) (Outcome, error) {
	o, err := a.submit(ctx)
	return a.told(o), err
}

// told adds what was learnt of the directory.
func (a *Attempt) told(o Outcome) Outcome {
	o.Change.Visit, o.Change.RetryAfter = a.visit, a.retry
	return o
}

func (a *Attempt) submit(ctx context.Context) (Outcome, error) {
	press, end := a.ready(ctx)
	if end != nil {
		return *end, nil
	}
	if err := a.picture(ctx, "before"); err != nil {
		return a.beforePress(err), nil
	}
	if err := a.values(ctx); err != nil {
		return a.beforePress(err), nil
	}
	if err := a.Journal.Keep(ctx); err != nil {
		return a.beforePress(err), nil
	}
	intent, err := a.Journal.Intend(ctx)
	if host.KindOf(err) == host.Denied {
		return Outcome{Change: host.Change{To: host.Skipped, Note: err.Error()}}, nil
	}
	if host.KindOf(err) == host.Unavailable {
		return Outcome{Change: host.Change{To: host.Admitted, Note: err.Error()}}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	a.reached("intent_committed")
	a.watch(Moment{What: "intent"})
	return a.press(ctx, press, intent), nil
}

// DryRun does all that Submit does short of the intent and the press.
func (a *Attempt) DryRun(ctx context.Context) (Outcome, error) {
	_, end := a.ready(ctx)
	if end != nil {
		return *end, nil
	}
	if err := a.picture(ctx, "before"); err != nil {
		return Outcome{}, err
	}
	return Outcome{Sent: a.sent}, a.Journal.Keep(ctx)
}

// Reconcile finds out what came of the last intent, after its press window has closed. It presses nothing.
func (a *Attempt) Reconcile(ctx context.Context) (Outcome, error) {
	var f finding
	if a.can(sdk.OpLookup) {
		var err error
		if f, err = a.lookUp(ctx); err != nil {
			return a.told(a.reconcileLater(err)), nil
		}
	}
	a.reached("reconcile_looked_up")
	r := decideReconcile(f.answer(), f.listing(), a.Intents, a.refusedLast())
	return a.told(a.outcome(r, f, "No answer to the submission was seen.")), nil
}

// ready takes the submission to the brink of the press. It returns either the press or how the attempt ended before it.
func (a *Attempt) ready(ctx context.Context) (press func(context.Context) error, end *Outcome) {
	if p := a.Directory.Policy; p != host.PolicyAllowed && !(p == host.PolicyUnknown && a.Allowed) {
		return nil, &Outcome{Change: host.Change{
			To: host.Skipped, Note: "This directory does not allow automated submissions, or has not been asked yet.",
		}}
	}
	if a.can(sdk.OpLookup) {
		f, err := a.lookUp(ctx)
		if err != nil {
			return nil, new(a.beforePress(err))
		}
		if r := decideFound(f.answer(), f.listing()); r.to != "" {
			return nil, new(a.outcome(r, f, ""))
		}
	}
	a.reached("looked_up")
	press, err := a.fill(ctx)
	if err != nil {
		return nil, new(a.beforePress(err))
	}
	a.reached("prepared")
	a.watch(Moment{What: "ready"})
	return press, nil
}

// press does the one thing that cannot be undone. Whatever it does not see for certain leaves the intent standing.
func (a *Attempt) press(ctx context.Context, press func(context.Context) error, intent Intent) Outcome {
	a.Intents = intent.Number
	a.reached("before_press")
	if !time.Now().Before(intent.Deadline) {
		return a.standing("the worker was held up past the end of the press window; nothing was pressed")
	}
	within, cancel := context.WithDeadline(ctx, intent.Deadline)
	defer cancel()
	a.watch(Moment{What: "press"})
	err := press(within)
	a.reached("pressed")
	if err != nil {
		return a.standing("press: " + err.Error())
	}
	page, err := a.answerPage(ctx)
	if err != nil {
		return a.standing("observe the answer: " + err.Error())
	}
	if turnedAway(page.Status) {
		a.visit, a.retry = host.VisitAway, a.Session.RetryAfter()
	}
	a.reached("answer_seen")
	return a.judge(ctx, page)
}

// answerPage observes what the press led to and keeps the proof of it.
func (a *Attempt) answerPage(ctx context.Context) (*sdk.Page, error) {
	page, err := a.Session.Observe(ctx)
	if err != nil {
		return nil, err
	}
	a.watch(Moment{What: "answer", Page: page.URL})
	if err := a.picture(ctx, "after"); err != nil {
		return nil, err
	}
	a.Journal.Evidence(ctx, "answer", "text/plain; charset=utf-8", page.URL, []byte(page.Text))
	return page, a.Journal.Keep(ctx) // nobody sees that page a second time
}

// judge decides on the answer page.
func (a *Attempt) judge(ctx context.Context, page *sdk.Page) Outcome {
	var f finding
	if a.can(sdk.OpVerify) {
		var err error
		if f, err = a.verify(ctx, page); err != nil {
			return a.standing("verify: " + err.Error())
		}
	}
	a.reached("verified")
	if f.sight() == sawRefusal {
		a.refusal = &sdk.Refusal{Intent: uint32(a.Intents), Quote: f.verdict.Quote, Errors: page.Errors}
		a.Refusals = append(a.Refusals, *a.refusal)
	}
	r := decideAfterPress(f.sight(), f.listing(), a.can(sdk.OpLookup))
	if r.look {
		seen := f
		var err error
		if f, err = a.lookUp(ctx); err != nil {
			return a.standing("look up after the press: " + err.Error())
		}
		f.trouble = seen.trouble + f.trouble
		r = decideAfterLook(f.answer(), f.listing())
	}
	return a.outcome(r, f, "The directory answered, but nothing proves that it took the submission.")
}

// refusedLast reports whether the directory was seen to refuse the last press.
func (a *Attempt) refusedLast() bool {
	n := len(a.Refusals)
	return n > 0 && int(a.Refusals[n-1].Intent) == a.Intents
}

func (a *Attempt) can(op sdk.Op) bool {
	for _, f := range a.Adapter.Manifest().Functions {
		if f == op.String() {
			return true
		}
	}
	return false
}

func (a *Attempt) reached(point string) {
	if a.At != nil {
		a.At(point)
	}
}

func (a *Attempt) watch(m Moment) {
	if a.Watch != nil {
		a.Watch(m)
	}
}
