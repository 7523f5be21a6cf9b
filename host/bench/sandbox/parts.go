package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"

	"github.com/directorybolt/directorybolt/host/sandbox"
)

// Parts of the measurement run in processes of their own: those that look at memory, so that nothing else is in it, and those that may freeze.
const (
	partShared   = "shared"
	partDistinct = "distinct"
	partSpinBare = "spin-bare"
	partSpinOurs = "spin-ours"
	partCompile  = "compile" // of the sandbox's own: compiles a module
)

// runPart is such a process: it prints what it has found as JSON.
func runPart(ctx context.Context, o options, part string, g guests) error {
	if part == partCompile {
		return sandbox.CompileChild(ctx, os.Stdin, os.Stdout)
	}
	run := map[string]func(context.Context, options, guests) (any, error){
		partShared: shareModules, partDistinct: takeTurns, partSpinBare: spinBare, partSpinOurs: spinOurs,
	}[part]
	if run == nil {
		return fmt.Errorf("no part is called %q", part)
	}
	found, err := run(ctx, o, g)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(found)
}

// startPart has a part run in a process of its own and decodes what it found. A part that is killed because the context is over is no error:
// then finished is false.
func startPart(ctx context.Context, o options, part string, g guests, found any) (finished bool, err error) {
	self, err := os.Executable()
	if err != nil {
		return false, err
	}
	cmd := exec.CommandContext(ctx, self, "-part", part, "-guests", g.dir, "-calls", strconv.Itoa(o.calls), "-modules", strconv.Itoa(o.modules))
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	runtime.LockOSThread() // the kernel kills the process when the thread that started it ends
	defer runtime.UnlockOSThread()
	if err := cmd.Run(); err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return false, nil
		}
		return false, fmt.Errorf("%s: %w", part, err)
	}
	return true, json.Unmarshal(out.Bytes(), found)
}
