// Package workbench serves the page on which the author of an adapter sees what it does: the directory's page with its controls marked, what
// the adapter is told of it, and its plan, made again at each save. It carries steps out in the browser when told to and never presses
// Submit. Browser, compiler and sandbox are the caller's.
package workbench

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/match"
)

// Picture is a photograph of a page and where on it the observed things are, by ref, in pixels of the picture.
type Picture struct {
	JPEG          []byte
	Width, Height int
	Places        map[string]sdk.Box
}

// Session is a browser session on the directory.
type Session interface {
	Observe(ctx context.Context) (*sdk.Page, error)
	// Run carries out steps, none of them a submit.
	Run(ctx context.Context, steps []sdk.Step) ([]sdk.StepResult, error)
	Picture(ctx context.Context) (Picture, error)
	Close() error
}

// Adapter is the adapter as its sources are, compiled.
type Adapter struct {
	Manifest sdk.Manifest
	// Call asks one of its functions. An error says what failed in words for the author; log is what the adapter printed.
	Call func(ctx context.Context, op sdk.Op, turn *sdk.Turn) (answer *sdk.Answer, log string, err error)
	// Cases runs the adapter's cases.
	Cases func(ctx context.Context) ([]Case, error)
	Close func() error
}

// Case is what came of a case.
type Case struct {
	Name   string
	Passed bool
	Text   string // what is wrong
}

// Config is what a bench works with. All of it is needed.
type Config struct {
	URL       string
	Business  sdk.Business
	Directory func(m sdk.Manifest) sdk.Directory
	Changed   func() string                                                         // another value means that something was saved
	Build     func(ctx context.Context) (*Adapter, error)                           // an error has the compiler's words
	Open      func(ctx context.Context, m sdk.Manifest) (Session, error)            // a session of its own that stands on URL
	Keep      func(name string, op sdk.Op, page *sdk.Page) (says string, err error) // keeps the page as a test case
}

// look is how often the sources are looked at for a save.
const look = 300 * time.Millisecond

// Bench is the state of the work. [Bench.Run] does the work; the page is served by [Bench.Handler].
type Bench struct {
	config Config
	jobs   chan job

	// Only Run touches these.
	state

	mu      sync.Mutex
	shown   *view // never changed once it is here
	photo   []byte
	changed chan struct{} // closed when there is another view
}

// state is what is known of the directory and the adapter.
type state struct {
	saved    string
	busy     string // what is being done
	adapter  *Adapter
	buildErr error
	cases    []Case
	casesErr error

	session Session
	siteErr error
	page    *sdk.Page
	picture Picture

	op      sdk.Op
	turn    sdk.Turn
	answer  *sdk.Answer
	callErr error
	log     string
	done    []sdk.StepResult // of the answer's steps, once carried out
	notice  string
}

// job is something the author asked for.
type job struct {
	do   func(ctx context.Context)
	done chan struct{}
}

// New returns a bench that has not begun.
func New(c Config) *Bench {
	b := &Bench{config: c, jobs: make(chan job), changed: make(chan struct{})}
	b.op = sdk.OpPlan
	b.publish("opening " + c.URL)
	return b
}

// Run works until ctx ends.
func (b *Bench) Run(ctx context.Context) error {
	defer func() {
		if b.session != nil {
			_ = b.session.Close() // its page is not needed any more
		}
		if b.adapter != nil {
			_ = b.adapter.Close() // the program ends
		}
	}()
	b.saved = b.config.Changed()
	b.build(ctx)
	b.reopen(ctx)
	b.try(ctx)
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		b.publish("")
		select {
		case <-ctx.Done():
			return nil
		case j := <-b.jobs:
			b.notice = ""
			j.do(ctx)
			b.publish("")
			close(j.done)
		case <-tick.C:
			if saved := b.config.Changed(); saved != b.saved {
				b.saved, b.notice = saved, ""
				b.rebuild(ctx)
			}
		}
	}
}

// build compiles the adapter. One that does not compile leaves the one before in its place, with the error beside it.
func (b *Bench) build(ctx context.Context) {
	b.publish("compiling")
	next, err := b.config.Build(ctx)
	if b.buildErr = err; err != nil {
		return
	}
	if b.adapter != nil {
		_ = b.adapter.Close() // nothing is left to do with it
	}
	b.adapter = next
}

// try runs the cases. It comes after what the author looks at first.
func (b *Bench) try(ctx context.Context) {
	if b.adapter == nil || b.buildErr != nil {
		return
	}
	b.publish("running the cases")
	b.cases, b.casesErr = b.adapter.Cases(ctx)
}

// rebuild compiles what was saved and asks again. Hosts that have changed need another session.
func (b *Bench) rebuild(ctx context.Context) {
	before := b.reach()
	b.build(ctx)
	switch {
	case !slices.Equal(before, b.reach()):
		b.reopen(ctx)
	case b.buildErr == nil:
		b.ask(ctx)
	}
	b.try(ctx)
}

func (b *Bench) reach() []string {
	if b.adapter == nil {
		return nil
	}
	return slices.Concat(b.adapter.Manifest.Hosts, []string{""}, b.adapter.Manifest.AssetHosts)
}

// reopen begins again in a fresh session.
func (b *Bench) reopen(ctx context.Context) {
	b.publish("opening " + b.config.URL)
	if b.session != nil {
		_ = b.session.Close() // its page is not needed any more
		b.session = nil
	}
	var m sdk.Manifest
	if b.adapter != nil {
		m = b.adapter.Manifest
	}
	b.page, b.picture = nil, Picture{}
	b.turn = sdk.Turn{}
	if b.session, b.siteErr = b.config.Open(ctx, m); b.siteErr != nil {
		b.session = nil
		return
	}
	b.observe(ctx)
	b.ask(ctx)
}

func (b *Bench) observe(ctx context.Context) {
	if b.page, b.siteErr = b.session.Observe(ctx); b.siteErr == nil {
		b.picture, b.siteErr = b.session.Picture(ctx)
	}
}

// ask asks the function for its next move on the page, as the same turn: after a save the answer may be another.
func (b *Bench) ask(ctx context.Context) {
	b.answer, b.callErr, b.log, b.done = nil, nil, "", nil
	if b.adapter == nil || b.page == nil {
		return
	}
	b.turn.Contract, b.turn.Directory, b.turn.Business, b.turn.Page = sdk.ContractVersion, b.config.Directory(b.adapter.Manifest), b.config.Business, b.page
	b.turn.Number = max(b.turn.Number, 1)
	turn := b.turn
	b.answer, b.log, b.callErr = b.adapter.Call(ctx, b.op, &turn)
}

// asked begins a talk with another function on the page as it is.
func (b *Bench) asked(ctx context.Context, op sdk.Op) {
	b.op, b.turn = op, sdk.Turn{}
	b.ask(ctx)
}

// carryOn carries out the steps of the move up to its submit, and asks for the next move unless the form is ready to be sent.
func (b *Bench) carryOn(ctx context.Context) {
	if b.session == nil || b.answer == nil || b.answer.Move == nil || len(b.answer.Move.Steps) == 0 {
		b.notice = "There are no steps to carry out."
		return
	}
	move := b.answer.Move
	steps, err := withoutSubmit(b.page, move.Steps)
	if err != nil {
		b.notice = err.Error()
		return
	}
	ready := len(steps) < len(move.Steps)
	b.publish("carrying out " + counted(len(steps), "step"))
	results, err := b.session.Run(ctx, steps)
	if err != nil {
		b.siteErr = err
		return
	}
	b.observe(ctx)
	if b.siteErr != nil {
		return
	}
	if ready && len(results) == len(steps) && (len(results) == 0 || results[len(results)-1].Ok) {
		b.done = results
		b.notice = "The form is filled. Here the host would press Submit; the workbench does not."
		return
	}
	b.turn.Results, b.turn.State = results, move.State
	b.turn.Number++
	b.ask(ctx)
	b.notice = "The steps were carried out; this is the next turn."
	if n := len(results); n > 0 && !results[n-1].Ok {
		b.notice = "Step " + number(n) + " failed: " + results[n-1].Error + ". This is the next turn."
	}
}

// withoutSubmit is the steps before the submit. A click on what a submit of the same move would press is refused: it would be the press.
func withoutSubmit(p *sdk.Page, steps []sdk.Step) ([]sdk.Step, error) {
	last := steps[len(steps)-1]
	if last.Kind != sdk.StepSubmit {
		return steps, nil
	}
	steps = steps[:len(steps)-1]
	button, _ := match.Find(p, last.Target)
	for i, s := range steps {
		if s.Target == nil || s.Kind != sdk.StepClick && s.Kind != sdk.StepPress {
			continue
		}
		if ref, _ := match.Find(p, s.Target); sameTarget(s.Target, last.Target) || ref != "" && ref == button {
			return nil, errors.New("Nothing was carried out: step " + number(i+1) + " would press the button that the plan submits with.")
		}
	}
	return steps, nil
}

func sameTarget(a, b *sdk.Target) bool {
	return a.By == b.By && a.Value == b.Value && a.Role == b.Role && a.Within == b.Within
}

// order has Run do something and waits for it.
func (b *Bench) order(ctx context.Context, do func(ctx context.Context)) error {
	j := job{do, make(chan struct{})}
	select {
	case b.jobs <- j:
	case <-ctx.Done():
		return host.Errorf(host.Unavailable, "the workbench is busy")
	}
	select {
	case <-j.done:
		return nil
	case <-ctx.Done():
		return host.Errorf(host.Unavailable, "the workbench is busy")
	}
}
