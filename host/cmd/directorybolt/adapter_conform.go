package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/conform"
)

// AdapterConformCmd checks that modules keep the contract, in whatever language they were written.
type AdapterConformCmd struct {
	Modules []string `arg:"" help:"Modules to check: FILE.wasm."`
	JSON    bool     `name:"json" help:"Print one JSON document instead of lines."`
}

// conformance is what one module came to, as --json prints it.
type conformance struct {
	File   string           `json:"file"`
	Name   string           `json:"name,omitempty"`
	Digest string           `json:"digest,omitempty"`
	Checks []conform.Result `json:"checks"`
}

// Run prints a line for each check of each module; its exit code says whether one failed.
func (c *AdapterConformCmd) Run(ctx context.Context) error {
	out := stdout()
	failed, checks := 0, 0
	all := []conformance{}
	for _, file := range c.Modules {
		one := conformance{File: file}
		n, err := one.run(ctx, func(r conform.Result) {
			one.Checks = append(one.Checks, r)
			if !c.JSON {
				out.checked(file, r)
			}
		})
		if err != nil {
			return err
		}
		failed, checks, all = failed+n, checks+len(one.Checks), append(all, one)
	}
	if c.JSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(all); err != nil {
			return err
		}
	} else {
		out.line("%d modules, %d checks, %d failed", len(all), checks, failed)
	}
	if failed > 0 {
		return exit(exitFailed)
	}
	return nil
}

func (t terminal) checked(file string, r conform.Result) {
	if r.Problem == "" {
		t.line("%s %s: %s", t.paint(good, "ok  "), file, r.Check)
	} else {
		t.line("%s %s: %s\n%s", t.paint(bad, "FAIL"), file, r.Check, r.Problem)
	}
}

// run checks the module on two hosts that differ in clock and random bytes, and returns how many checks failed.
func (c *conformance) run(ctx context.Context, report func(conform.Result)) (failed int, err error) {
	wasm, err := os.ReadFile(c.File)
	if err != nil {
		return 0, host.Errorf(host.Invalid, "%w", err)
	}
	cache := authorsCache()
	here, err := openSandbox(ctx, sandbox.Config{CacheDir: cache})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, here.Close(ctx)) }()
	there, err := openSandbox(ctx, sandbox.Config{CacheDir: cache, Clock: time.Date(2031, 8, 9, 10, 11, 12, 13, time.UTC), Seed: 4711})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, there.Close(ctx)) }()

	const loads = "loads: its imports, exports and manifest are the contract's"
	module, err := here.Load(ctx, wasm)
	if refused, ok := errors.AsType[*sandbox.Error](err); ok {
		report(conform.Result{Check: loads, Problem: refused.Message})
		return 1, nil
	}
	if err != nil {
		return 0, err
	}
	report(conform.Result{Check: loads})
	same, err := there.Load(ctx, wasm)
	if err != nil {
		return 0, fmt.Errorf("load the module a second time: %w", err)
	}
	c.Name, c.Digest = module.Manifest().Name, module.Digest()
	return conform.Module{Manifest: module.Manifest(), Call: caller(ctx, module), Elsewhere: caller(ctx, same)}.Check(report), nil
}

func caller(ctx context.Context, m *sandbox.Module) conform.Caller {
	return func(op sdk.Op, request []byte) conform.Reply {
		answer, record, err := m.Repeat(ctx, op, request)
		r := conform.Reply{Answer: answer, Raw: record.Answer, Log: record.Log, Failure: record.Failure}
		if err != nil {
			r.Reason = err.Error()
		}
		return r
	}
}
