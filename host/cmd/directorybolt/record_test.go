package main

import (
	"context"
	"fmt"
	"os"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// record is a command of the scripts: `record MODULE FOLDER TRACE CASE...` calls the module with cases of the adapter in the folder, and writes the
// trace that a host would have of these calls.
func record() {
	if err := recordCases(context.Background(), os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func recordCases(ctx context.Context, file, dir, output string, names []string) error {
	given := conditions()
	engine, err := sandbox.New(ctx, sandbox.Config{Clock: given.Clock, Seed: given.Seed})
	if err != nil {
		return err
	}
	wasm, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	module, err := engine.Load(ctx, wasm)
	if err != nil {
		return err
	}
	m := module.Manifest()
	cases, err := sdktest.Load(dir, m)
	if err != nil {
		return err
	}
	byName := map[string]sdktest.Case{}
	for _, c := range cases {
		byName[c.Name] = c
	}
	var calls []host.TracedCall
	for _, name := range names {
		c, ok := byName[name]
		if !ok {
			return fmt.Errorf("there is no case %s", name)
		}
		_, call, err := module.Call(ctx, c.Op, &c.Turn)
		if err != nil && call.Failure == "" {
			return err
		}
		call.Adapter, call.Version = m.Name, m.Version
		calls = append(calls, host.TracedCall{Call: call, Conditions: given, Attempt: 1})
	}
	f, err := os.Create(output)
	if err != nil {
		return err
	}
	if err := trace.New("b3f6e2a0-0000-4000-8000-000000000001", m.Name, calls).Write(f); err != nil {
		return err
	}
	return f.Close()
}
