package machines

import (
	"context"
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

// fleet is the program running several times, each process looked after as a service manager would: whatever ends is started again.
type fleet struct {
	program string
	args    []string // of every process
	env     []string
	dir     string

	processes []*process
	running   sync.WaitGroup
	stopping  chan struct{}
	fell      atomic.Int64 // processes that ended though nobody had killed them
}

// process is one of them.
type process struct {
	name   string
	args   []string
	log    string // file
	killed atomic.Bool

	mu  sync.Mutex
	cmd *exec.Cmd
}

// add starts one more process.
func (f *fleet) add(name string, args ...string) {
	p := &process{name: name, log: filepath.Join(f.dir, name+".log"), args: slices.Concat(f.args, args)}
	f.processes = append(f.processes, p)
	f.running.Go(func() { f.look(p) })
}

// look runs the process until the fleet stops.
func (f *fleet) look(p *process) {
	for {
		if err := f.run(p); err != nil && !p.killed.Swap(false) {
			select {
			case <-f.stopping:
			default:
				f.fell.Add(1)
			}
		}
		select {
		case <-f.stopping:
			return
		case <-time.After(200 * time.Millisecond):
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
	p.mu.Lock()
	err = cmd.Start()
	p.cmd = cmd
	p.mu.Unlock()
	if err != nil {
		return err
	}
	return cmd.Wait()
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

// stop ends the fleet the way a machine is shut down, and waits for it.
func (f *fleet) stop() {
	close(f.stopping)
	for _, p := range f.processes {
		p.signal(syscall.SIGTERM)
	}
	done := make(chan struct{})
	go func() { f.running.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		for _, p := range f.processes {
			p.signal(syscall.SIGKILL)
		}
		<-done
	}
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
