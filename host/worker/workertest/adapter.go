package workertest

import (
	"bytes"
	"context"
	"net/url"
	"slices"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Adapter is an adapter of a [Site] that runs in this process.
type Adapter struct {
	adapter sdk.Adapter
	failure string
}

// Fault changes an adapter so that it does something wrong.
type Fault func(*Adapter)

// NewAdapter returns the adapter of a site, with faults.
func NewAdapter(site *Site, faults ...Fault) *Adapter {
	a := &Adapter{adapter: sdk.Adapter{Name: "site", Version: "1.0.0", Hosts: []string{Host}, Plan: plan, Verify: verify, Lookup: lookup(site.Moderated)}}
	for _, f := range faults {
		f(a)
	}
	return a
}

// Plan replaces the adapter's plan.
func Plan(m sdk.Move) Fault {
	return func(a *Adapter) { a.adapter.Plan = func(sdk.Turn) (sdk.Move, error) { return m, nil } }
}

// Verify replaces the adapter's verify.
func Verify(m sdk.Move) Fault {
	return func(a *Adapter) { a.adapter.Verify = func(sdk.Turn) (sdk.Move, error) { return m, nil } }
}

// Lookup replaces the adapter's lookup.
func Lookup(m sdk.Move) Fault {
	return func(a *Adapter) { a.adapter.Lookup = func(sdk.Turn) (sdk.Move, error) { return m, nil } }
}

// NoLookup takes the adapter's lookup away.
func NoLookup(a *Adapter) { a.adapter.Lookup = nil }

// Trap makes every call fail as a module fails that runs into a fault.
func Trap(a *Adapter) { a.failure = "trap" }

// Manifest is what the adapter says of itself.
func (a *Adapter) Manifest() sdk.Manifest { return a.adapter.Manifest() }

// Call calls the adapter, through the wire form.
func (a *Adapter) Call(_ context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, host.Call, error) {
	call := host.Call{Op: op, Digest: "test", Request: turn.Append(nil), Failure: a.failure}
	if a.failure != "" {
		return nil, call, host.Errorf(host.Internal, "the module stopped with a fault")
	}
	var received sdk.Turn
	if err := received.Decode(bytes.Clone(call.Request)); err != nil {
		return nil, call, err
	}
	answer := a.adapter.Call(op, &received)
	if err := answer.Check(op); err != nil {
		return nil, call, err
	}
	call.Answer = answer.Append(nil)
	return answer, call, nil
}

func plan(t sdk.Turn) (sdk.Move, error) {
	if t.Business.Phone.National == "" {
		return sdk.Reject("phone", "This directory lists only businesses with a phone number."), nil
	}
	return sdk.Do(
		sdk.Step{Kind: sdk.StepFill, Target: ref("c1"), Value: t.Business.Name, Field: "name"},
		sdk.Step{Kind: sdk.StepFill, Target: ref("c2"), Value: t.Business.Phone.National, Field: "phone"},
		sdk.Step{Kind: sdk.StepSubmit, Target: ref("b1")},
	), nil
}

func ref(value string) *sdk.Target { return &sdk.Target{By: sdk.ByRef, Value: value} }

func verify(t sdk.Turn) (sdk.Move, error) {
	switch {
	case t.Page.Has("is now listed"):
		return sdk.Live(t.Page.Links[0].URL, t.Page.Find("is now listed")), nil
	case t.Page.Has("waiting for review"):
		return sdk.UnderReview(t.Page.Find("waiting for review")), nil
	case t.Page.Has("already listed"):
		where := ""
		if len(t.Page.Links) > 0 {
			where = t.Page.Links[0].URL
		}
		return sdk.AlreadyListed(where, t.Page.Find("already listed")), nil
	case len(t.Page.Errors) > 0:
		return sdk.Rejected(t.Page.Errors[0].Text), nil
	}
	return sdk.Unknown(), nil
}

func lookup(moderated bool) func(sdk.Turn) (sdk.Move, error) {
	return func(t sdk.Turn) (sdk.Move, error) {
		if t.Number == 1 {
			return sdk.Do(sdk.Goto("https://" + Host + "/search?q=" + url.QueryEscape(t.Business.Name))), nil
		}
		i := slices.IndexFunc(t.Page.Links, func(l sdk.Link) bool { return l.Text == t.Business.Name })
		switch {
		case i >= 0:
			return sdk.Live(t.Page.Links[i].URL, t.Page.Find("Found")), nil
		case t.Page.Has("waiting for review"):
			return sdk.UnderReview(t.Page.Find("waiting for review")), nil
		case moderated:
			return sdk.Unknown(), nil
		}
		return sdk.Absent(t.Page.Find("0 results")), nil
	}
}
