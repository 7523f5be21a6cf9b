package worker

import (
	"context"
	"errors"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// fill follows the adapter's plan up to its submit step and returns the press. An error that is an [ending] or has a kind nobody
// can wait out ends the submission; any other is worth another attempt, for nothing has been pressed.
func (a *Attempt) fill(ctx context.Context) (press func(context.Context) error, err error) {
	page, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	a.sent = nil
	t := a.talk(sdk.OpPlan)
	stumbles := 0
	for range maxTurns {
		move, err := t.ask(ctx, page)
		if err != nil {
			return nil, planFault(err)
		}
		a.watch(Moment{What: "plan", Page: page.URL, Steps: move.Steps})
		if end := handOver(move); end != nil {
			return nil, end
		}
		press, done, err := t.follow(ctx, move.Steps)
		if err != nil || press != nil {
			return press, err
		}
		if !done {
			if stumbles++; stumbles == maxStumbles {
				return nil, broken("the form is not as the adapter expects it: %s", t.stumble(move.Steps))
			}
		}
		if page, err = a.Session.Observe(ctx); err != nil {
			return nil, err
		}
	}
	return nil, broken("the adapter did not come to its submit step in %d turns", maxTurns)
}

// follow carries out the steps of one move. It returns the press if they end with a submit whose button is there; else whether they worked.
func (t *talk) follow(ctx context.Context, steps []sdk.Step) (press func(context.Context) error, done bool, err error) {
	last := len(steps) - 1
	submit := steps[last].Kind == sdk.StepSubmit
	before := steps
	if submit {
		before = steps[:last]
	}
	if done, err = t.run(ctx, before); err != nil || !done || !submit {
		return nil, done, err
	}
	t.attempt.reached("filled")
	press, err = t.attempt.Session.Prepare(ctx, steps[last])
	if err == nil {
		t.attempt.sentTo = formsOf(t.turn.Page)
		return press, true, nil
	}
	if host.KindOf(err) == host.Unavailable || ctx.Err() != nil {
		return nil, false, err
	}
	t.turn.Results = append(t.turn.Results, sdk.StepResult{Error: "not_found", Value: err.Error()})
	return nil, false, nil
}

// planFault makes an adapter's failure an ending: to try again would only fail again.
func planFault(err error) error {
	var f *fault
	if errors.As(err, &f) {
		return broken("%s", f.text)
	}
	return err
}

// handOver ends an attempt whose plan asks for a person.
func handOver(m *sdk.Move) error {
	switch m.Kind {
	case sdk.MoveReject:
		return &ending{host.Change{To: host.NeedsAttention, Note: m.Reject.Message, Attention: &host.Attention{
			Audience: host.ForCustomer, Reason: "profile", Field: m.Reject.Field, Message: m.Reject.Message,
		}}}
	case sdk.MovePark:
		audience := host.ForStaff
		if m.Park.Reason == sdk.ParkMailCode || m.Park.Reason == sdk.ParkPhoneCode {
			audience = host.ForCustomer // codes come to the owner
		}
		return &ending{host.Change{To: host.NeedsAttention, Note: m.Park.Message, Attention: &host.Attention{
			Audience: audience, Reason: m.Park.Reason, Message: m.Park.Message,
		}}}
	}
	return nil
}
