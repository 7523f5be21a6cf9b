package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/sdk"
)

// The words of the form at [slug].
const (
	button = "Publish"
	answer = "View your listing"
	upload = "logo"
)

// values are what a submission sends, by the control's name. Every round is another business.
func values(who string, round int) map[string]string {
	return map[string]string{
		"name":        fmt.Sprintf("Harbour Bakery %s %d", who, round),
		"category":    "Food & Drink",
		"phone":       fmt.Sprintf("(503) 555-%04d", round),
		"website":     "https://harbour-bakery.example",
		"street":      "12 Harbour Street",
		"city":        "Portland",
		"state":       "Oregon",
		"zip":         "97204",
		"description": "A family bakery with a wood-fired oven, open since 1987, known for its rye bread and its cinnamon rolls.",
	}
}

// steps are what an adapter plans for the form.
func steps(who string, round int) []sdk.Step {
	v := values(who, round)
	return []sdk.Step{
		sdk.Fill(sdk.Name("name"), v["name"]),
		sdk.Choose(sdk.Name("category"), v["category"]),
		sdk.Fill(sdk.Name("phone"), v["phone"]),
		sdk.Fill(sdk.Name("website"), v["website"]),
		sdk.Fill(sdk.Name("street"), v["street"]),
		sdk.Fill(sdk.Name("city"), v["city"]),
		sdk.Choose(sdk.Name("state"), v["state"]),
		sdk.Fill(sdk.Name("zip"), v["zip"]),
		sdk.Fill(sdk.Name("description"), v["description"]),
		{Kind: sdk.StepUpload, Target: &sdk.Target{By: sdk.ByName, Value: upload}, Files: []string{upload}},
	}
}

// submit makes one submission the way the worker does: observe, carry out the plan, photograph, press once, observe the answer,
// photograph.
func submit(ctx context.Context, b *browser.Browser, d *directory, who string, round int) (err error) {
	session, err := b.Session(ctx, browser.SessionConfig{
		Reach: host.Reach{Hosts: []string{d.host}},
		File: func(_ context.Context, handle string) (host.File, error) {
			return host.File{Handle: handle, Name: "logo.png", MediaType: "image/png", Data: picture()}, nil
		},
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	if err := session.Goto(ctx, d.start()); err != nil {
		return err
	}
	if _, err := session.Observe(ctx); err != nil {
		return err
	}
	results, err := session.Run(ctx, steps(who, round))
	if err != nil {
		return err
	}
	if last := results[len(results)-1]; !last.Ok {
		return fmt.Errorf("step %d: %s", len(results), last.Error)
	}
	if _, err := session.Screenshot(ctx); err != nil {
		return err
	}
	press, err := session.Prepare(ctx, sdk.Submit(sdk.Button(button)))
	if err != nil {
		return err
	}
	if err := press(ctx); err != nil {
		return err
	}
	page, err := session.Observe(ctx)
	if err != nil {
		return err
	}
	if !strings.Contains(page.Text, answer) {
		return fmt.Errorf("the answer does not say %q: %.200s", answer, page.Text)
	}
	_, err = session.Screenshot(ctx)
	return err
}

// submitAlone is the same with a browser of its own, as programs do that launch one for each task.
func submitAlone(ctx context.Context, c browser.Config, d *directory, round int) error {
	b, err := browser.Open(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(submit(ctx, b, d, "alone", round), b.Close())
}
