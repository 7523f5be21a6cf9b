package main

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
	"github.com/directorybolt/directorybolt/sdk"
)

func TestPlanIsMadeOnThePageThatComesWithIt(t *testing.T) {
	fill := sdk.Move{Kind: sdk.MoveDo, State: []byte("two"), Steps: []sdk.Step{
		{Kind: sdk.StepFill, Target: &sdk.Target{By: sdk.ByRef, Value: "c1"}, Value: "Acme", Field: "name"},
		{Kind: sdk.StepSubmit, Target: &sdk.Target{By: sdk.ByRef, Value: "b1"}},
	}}
	page := &sdk.Page{URL: "https://city.example/add", Controls: []sdk.Control{{Ref: "c1", Tag: "input", Type: "text", Label: "Name"}}, Buttons: []sdk.PageButton{{Ref: "b1", Text: "Send"}}}
	const address = `{"street":"12 Example Street","city":"San Francisco","region":"CA","postal_code":"94103","country":"US"}`
	profile := json.RawMessage(`{"name":"Acme","email":"owner@acme.example","phone":"+14155550132","address":` + address + `}`)
	of := func(policy host.Policy, adapter *workertest.Adapter) planner {
		return planner{
			directory: func(_ context.Context, slug string) (host.Directory, error) {
				if slug != "city" {
					return host.Directory{}, host.Errorf(host.NotFound, "there is no directory %s", slug)
				}
				return host.Directory{Slug: slug, Policy: policy, Adapter: "site", Hosts: []string{"city.example"}}, nil
			},
			adapter: func(context.Context, string) (worker.Adapter, error) { return adapter, nil },
		}
	}
	good := of(host.PolicyAllowed, workertest.NewAdapter(&workertest.Site{}, workertest.Plan(fill)))
	plan, err := good.Plan(t.Context(), "city", profile, host.Hints{Page: page})
	if err != nil || len(plan.Steps) != 2 || !plan.Constraints.Submits || !plan.Constraints.MaySubmit || string(plan.Constraints.State) != "two" {
		t.Errorf("%+v, %v", plan, err)
	}
	// What makes two submissions the same does not hang on how the profile is written.
	other, err := good.Plan(t.Context(), "city", json.RawMessage(`{ "address": `+address+`, "phone": "+14155550132", "email": "owner@acme.example", "name": "Acme" }`), host.Hints{Page: page})
	if err != nil || other.Factors != plan.Factors || plan.Factors.BusinessKey == "" || plan.Factors.BusinessDigest == "" {
		t.Errorf("factors %+v and %+v, %v", plan.Factors, other.Factors, err)
	}
	if plan, err := of(host.PolicyProhibited, workertest.NewAdapter(&workertest.Site{}, workertest.Plan(fill))).Plan(t.Context(), "city", profile, host.Hints{Page: page}); err != nil || plan.Constraints.MaySubmit {
		t.Errorf("where machines may not: %+v, %v", plan.Constraints, err)
	}
	for name, c := range map[string]struct {
		p       planner
		slug    string
		profile string
		kind    host.Kind
	}{
		"no directory": {good, "none", string(profile), host.NotFound},
		"no profile":   {good, "city", `{"name":"Acme","colour":"red"}`, host.Invalid},
		"trap":         {of(host.PolicyAllowed, workertest.NewAdapter(&workertest.Site{}, workertest.Trap)), "city", string(profile), host.Invalid},
	} {
		if _, err := c.p.Plan(t.Context(), c.slug, json.RawMessage(c.profile), host.Hints{Page: page}); host.KindOf(err) != c.kind || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
