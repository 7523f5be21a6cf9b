package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/gowebpki/jcs"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/sdk"
)

// planTime bounds one call of an adapter for a plan.
const planTime = 10 * time.Second

// planner has adapters plan without a browser: on a page that comes with the question. Nothing is pressed, kept or sent.
type planner struct {
	directory func(ctx context.Context, slug string) (host.Directory, error)
	adapter   func(ctx context.Context, name string) (worker.Adapter, error)
}

// Plan returns what the directory's adapter would do next. [host.Invalid] says what of the question cannot be used, or what the adapter says is wrong.
func (p planner) Plan(ctx context.Context, slug string, profile json.RawMessage, h host.Hints) (host.Plan, error) {
	d, err := p.directory(ctx, slug)
	if err != nil {
		return host.Plan{}, err
	}
	business, err := host.ParseBusiness(profile)
	if err != nil {
		return host.Plan{}, err
	}
	canonical, err := jcs.Transform(profile)
	if err != nil {
		return host.Plan{}, host.Errorf(host.Invalid, "business is no JSON that has a canonical form: %v", err)
	}
	adapter, err := p.adapter(ctx, d.Adapter)
	if err != nil {
		return host.Plan{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, planTime)
	defer cancel()
	answer, call, err := adapter.Call(ctx, sdk.OpPlan, &sdk.Turn{
		Contract: sdk.ContractVersion, Directory: d.Contract(), Business: business.Contract(), Page: h.Page, State: h.State, Number: max(h.Number, 1),
		Results: h.Results, Refusals: h.Refusals,
	})
	switch {
	case ctx.Err() != nil || call.Failure == "indeterminate":
		return host.Plan{}, host.Errorf(host.Unavailable, "The adapter did not answer in time. Ask again later.")
	case err != nil:
		return host.Plan{}, host.Errorf(host.Invalid, "The adapter cannot plan on this page: %v", err)
	case answer.Error != nil:
		return host.Plan{}, host.Errorf(host.Invalid, "The adapter cannot plan on this page: %s: %s", answer.Error.Code, answer.Error.Text)
	}
	digest, manifest := sha256.Sum256(canonical), adapter.Manifest()
	out := host.Plan{
		Steps: answer.Move.Steps,
		Constraints: host.PlanConstraints{
			Policy: d.Policy, MaySubmit: d.Policy == host.PolicyAllowed, Hosts: d.Hosts, State: answer.Move.State, HandOver: answer.Move.Park, Reject: answer.Move.Reject,
			Adapter: manifest.Name, Version: manifest.Version,
		},
		Factors: host.PlanFactors{Directory: d.Slug, BusinessDigest: hex.EncodeToString(digest[:]), BusinessKey: business.Key()},
	}
	if n := len(out.Steps); n > 0 {
		out.Constraints.Submits = out.Steps[n-1].Kind == sdk.StepSubmit
	}
	return out, nil
}
