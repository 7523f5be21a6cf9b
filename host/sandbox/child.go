package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// Compiling is the one thing a module can make arbitrarily dear, and the compiler does not look at the clock. So it happens in a process of its own, which
// has no environment, a limit to its processor time and memory, and is killed if it takes too long; what it leaves is the prepared module in the cache.

// assignment is what the child is told on its standard input, as a line of JSON before the module.
type assignment struct {
	Config Config
	File   string // where the prepared module goes
}

// verdict is what it answers on its standard output. Nothing, or anything else, means that it did not get so far.
type verdict struct {
	Done    bool
	Refused string // why the module is refused
	Failed  string // what went wrong that is not the module's doing
}

// maxVerdict bounds what is read from the child: the text may hold what the module printed.
const maxVerdict = 64 << 10

// compileInChild has another process prepare a module.
func (c *Config) compileInChild(ctx context.Context, wasm []byte, file string) error {
	told := *c
	told.Compiler = nil
	line, err := json.Marshal(assignment{told, file})
	if err != nil {
		return err
	}
	// On a machine that does other things the wall clock runs faster than the processor's.
	ctx, cancel := context.WithTimeout(ctx, 4*c.CompileTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.Compiler[0], c.Compiler[1:]...)
	cmd.Env = []string{}
	cmd.Dir = "/"
	cmd.Stdin = io.MultiReader(bytes.NewReader(append(line, '\n')), bytes.NewReader(wasm))
	answer := &bounded{most: maxVerdict}
	cmd.Stdout = answer
	cmd.WaitDelay = time.Second
	dieWithParent(cmd)
	runtime.LockOSThread() // the kernel kills the child when this thread ends, so it must not end before the child
	err = cmd.Run()
	runtime.UnlockOSThread()
	var v verdict
	if json.Unmarshal(answer.b, &v) != nil {
		v = verdict{}
	}
	var ended *exec.ExitError
	switch {
	case v.Refused != "":
		return &Error{BadModule, v.Refused}
	case v.Failed != "":
		return fmt.Errorf("compile the adapter: %s", v.Failed)
	case v.Done && err == nil:
		return nil
	case errors.As(err, &ended):
		return refuse("compiling the module takes more than %s of processor time or %d MB of memory: make its functions smaller and its loops flatter",
			c.CompileTime, c.CompileMemory>>20)
	}
	return fmt.Errorf("compile the adapter in another process (%s): %w", c.Compiler[0], err)
}

// CompileChild is what the program in [Config.Compiler] runs: it reads the module and where it is to go from in, prepares it under the limits, and answers on
// out.
func CompileChild(ctx context.Context, in io.Reader, out io.Writer) error {
	r := bufio.NewReader(in)
	line, err := r.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read the assignment: %w", err)
	}
	var a assignment
	if err := json.Unmarshal(line, &a); err != nil {
		return fmt.Errorf("read the assignment: %w", err)
	}
	wasm, err := io.ReadAll(io.LimitReader(r, int64(a.Config.MaxModule)+1))
	if err != nil {
		return fmt.Errorf("read the module: %w", err)
	}
	if err := limitProcess(a.Config.CompileTime, a.Config.CompileMemory); err != nil {
		return json.NewEncoder(out).Encode(verdict{Failed: err.Error()})
	}
	err = prepareTo(ctx, &a.Config, wasm, a.File)
	if failure, ok := errors.AsType[*Error](err); ok {
		return json.NewEncoder(out).Encode(verdict{Refused: failure.Message})
	}
	if err != nil {
		return json.NewEncoder(out).Encode(verdict{Failed: err.Error()})
	}
	return json.NewEncoder(out).Encode(verdict{Done: true})
}

func prepareTo(ctx context.Context, c *Config, wasm []byte, file string) error {
	l, _, err := c.inspect(wasm)
	if err != nil {
		return err
	}
	p, err := c.prepare(ctx, l)
	if err != nil {
		return err
	}
	return p.write(file)
}

// bounded keeps the first bytes written to it.
type bounded struct {
	b    []byte
	most int
}

func (w *bounded) Write(p []byte) (int, error) {
	if room := w.most - len(w.b); len(p) > room {
		w.b = append(w.b, p[:room]...)
		return 0, os.ErrInvalid
	}
	w.b = append(w.b, p...)
	return len(p), nil
}
