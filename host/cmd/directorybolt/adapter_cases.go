package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// AdapterTestCmd runs an adapter's own test, then its cases on the compiled module in the sandbox it will run in.
type AdapterTestCmd struct {
	Dir string `arg:"" optional:"" default:"." type:"existingdir" help:"Folder of the adapter."`
}

// Run prints a line for each case; its error says how many failed.
func (c *AdapterTestCmd) Run(ctx context.Context) (err error) {
	native, err := goTool(ctx, c.Dir, "test", ".")
	if err != nil {
		return err
	}
	if err := native.Run(); err != nil {
		return host.Errorf(host.Invalid, "the adapter's own tests fail (%v); mend them first", err)
	}
	engine, err := openSandbox(ctx, authorsCache())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close(ctx)) }()
	_, wasm, err := buildAdapter(ctx, engine, c.Dir)
	if err != nil {
		return err
	}
	module, err := engine.Load(ctx, wasm)
	if err != nil {
		return host.Errorf(host.Invalid, "%w", err)
	}
	cases, err := sdktest.Load(c.Dir, module.Manifest())
	if err != nil {
		return host.Errorf(host.Invalid, "%w", err)
	}
	failed := 0
	for _, one := range cases {
		if !runInSandbox(ctx, module, one) {
			failed++
		}
	}
	if failed > 0 {
		return host.Errorf(host.Invalid, "%d of %d cases fail in the sandbox", failed, len(cases))
	}
	fmt.Printf("%d cases pass natively and in the sandbox (%d bytes, sha256 %s)\n", len(cases), len(wasm), module.Digest())
	return nil
}

func runInSandbox(ctx context.Context, module *sandbox.Module, one sdktest.Case) bool {
	var record host.Call
	diff, err := one.Run(func(op sdk.Op, turn *sdk.Turn) (answer *sdk.Answer, err error) {
		answer, record, err = module.Call(ctx, op, turn)
		return answer, err
	})
	switch {
	case err != nil:
		fmt.Printf("FAIL %s: %v\n%s", one.Name, err, record.Log)
	case diff != "":
		fmt.Printf("FAIL %s (- expected, + got in the sandbox):\n%s", one.Name, diff)
	default:
		fmt.Printf("ok   %s\n", one.Name)
	}
	return err == nil && diff == ""
}
