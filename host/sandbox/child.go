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
	Done      bool
	Refused   string // why the module is refused
	Undecided string // what may go otherwise another time
	Failed    string // what went wrong that is not the module's doing
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
	wall := max(4*c.CompileTime, 30*time.Second)
	within, cancel := context.WithTimeout(ctx, wall)
	defer cancel()
	cmd := exec.CommandContext(within, c.Compiler[0], c.Compiler[1:]...)
	cmd.Env = []string{}
	cmd.Dir = "/"
	cmd.Stdin = io.MultiReader(bytes.NewReader(append(line, '\n')), bytes.NewReader(wasm))
	answer, said := &bounded{most: maxVerdict}, &bounded{most: maxVerdict}
	cmd.Stdout, cmd.Stderr = answer, said
	cmd.WaitDelay = time.Second
	dieWithParent(cmd)
	runtime.LockOSThread() // the kernel kills the child when this thread ends, so it must not end before the child
	err = cmd.Run()
	runtime.UnlockOSThread()
	var v verdict
	if json.Unmarshal(answer.b, &v) != nil {
		v = verdict{}
	}
	switch {
	case v.Refused != "":
		return &Error{BadModule, v.Refused}
	case v.Undecided != "":
		return &Error{Indeterminate, v.Undecided}
	case v.Failed != "":
		return fmt.Errorf("compile the adapter: %s", v.Failed)
	case v.Done && err == nil:
		return nil
	case ctx.Err() != nil:
		return &Error{Cancelled, "the load was given up before the module was compiled"}
	case within.Err() != nil:
		return &Error{Indeterminate, "the module was not compiled within " + wall.String() + ": the machine may be busy"}
	case ranOut(err, said.b):
		return refuse("compiling the module takes more than %s of processor time or %d MB of memory: make its functions smaller and its loops flatter",
			c.CompileTime, c.CompileMemory>>20)
	}
	return fmt.Errorf("compile the adapter in another process (%s): %v: %s", c.Compiler[0], err, firstLine(said.b))
}

// ranOut reports whether a child has ended because of its limits: Go ends a program that is out of memory or gets SIGXCPU with a fatal error.
func ranOut(err error, said []byte) bool {
	ended, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return false
	}
	for _, word := range []string{"out of memory", "cannot allocate memory", "fatal error: ", "SIGXCPU", "SIGSEGV"} {
		if bytes.Contains(said, []byte(word)) {
			return true
		}
	}
	return ended.ExitCode() < 0
}

func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte("\n"))
	return line
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
	if failure, ok := errors.AsType[*Error](err); ok && failure.Kind != BadModule {
		return json.NewEncoder(out).Encode(verdict{Undecided: failure.Message})
	} else if ok {
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
