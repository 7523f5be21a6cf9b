package machines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// fleet is a program running several times, each process looked after as a service manager would: whatever ends is started again.
type fleet struct {
	program string
	args    []string // of every process
	env     []string
	dir     string // of the logs

	processes []*process
	fell      atomic.Int64 // processes that ended though nobody had killed them
}

// process is one of them.
type process struct {
	name   string
	args   []string
	log    string // file
	killed atomic.Bool
	over   chan struct{} // closed when it is not to be started again
	done   chan struct{} // closed when it has ended for good

	mu  sync.Mutex
	cmd *exec.Cmd
}

// add starts one more process.
func (f *fleet) add(name string, args ...string) *process {
	p := &process{name: name, log: filepath.Join(f.dir, name+".log"), args: slices.Concat(f.args, args), over: make(chan struct{}), done: make(chan struct{})}
	f.processes = append(f.processes, p)
	go f.look(p)
	return p
}

// look runs the process until it is retired.
func (f *fleet) look(p *process) {
	defer close(p.done)
	for {
		err := f.run(p)
		select {
		case <-p.over:
			return
		case <-time.After(200 * time.Millisecond):
		}
		if err != nil && !p.killed.Swap(false) {
			f.fell.Add(1)
		}
	}
}

func (f *fleet) run(p *process) error {
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(f.program, p.args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = f.env, log, log
	if err := p.start(cmd); err != nil {
		return err
	}
	return cmd.Wait()
}

// start starts what a signal is to reach from then on, unless the process is retired.
func (p *process) start(cmd *exec.Cmd) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.over:
		return errors.New("the process is retired")
	default:
	}
	p.cmd = cmd
	return cmd.Start()
}

// signal reports whether there was a process to send the signal to.
func (p *process) signal(s syscall.Signal) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd != nil && p.cmd.Process != nil && p.cmd.Process.Signal(s) == nil
}

func (p *process) kill() bool {
	p.killed.Store(true)
	return p.signal(syscall.SIGKILL)
}

// retire ends the process for good, the way a machine is shut down, and waits for it.
func (p *process) retire() {
	close(p.over)
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(time.Minute):
		p.signal(syscall.SIGKILL)
		<-p.done
	}
}

// stop retires those that are left, at once.
func (f *fleet) stop() {
	var ending sync.WaitGroup
	for _, p := range f.processes {
		select {
		case <-p.over:
		default:
			ending.Go(p.retire)
		}
	}
	ending.Wait()
}

// up waits until every process has said that it is up.
func (f *fleet) up(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for _, p := range f.processes {
		for !strings.Contains(tail(p.log, 1<<20), "is up at") {
			if !pause(ctx, 50*time.Millisecond) {
				t.Fatalf("%s is not up\n%s", p.name, f.lastWords())
			}
		}
	}
}

// lastWords is the end of each log.
func (f *fleet) lastWords() string {
	var all strings.Builder
	for _, p := range f.processes {
		fmt.Fprintf(&all, "== %s\n%s\n", p.name, tail(p.log, 3000))
	}
	return all.String()
}

func tail(file string, n int64) string {
	in, err := os.Open(file)
	if err != nil {
		return err.Error()
	}
	defer in.Close()
	if size, err := in.Seek(0, io.SeekEnd); err == nil {
		_, err = in.Seek(max(0, size-n), io.SeekStart)
		if err != nil {
			return err.Error()
		}
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// freePort is a port that nobody listens on. A process that is killed gets the same again.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
