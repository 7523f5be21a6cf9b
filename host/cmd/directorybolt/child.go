package main

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// child is a program we started and have to stop.
type child struct {
	cmd  *exec.Cmd
	done chan error
}

// startChild starts a program that dies with us, also when we are killed. Ctrl-C does not reach it: we stop it in our own order.
func startChild(cmd *exec.Cmd, output io.Writer) (*child, error) {
	cmd.Stdout, cmd.Stderr = output, output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	c := &child{cmd: cmd, done: make(chan error, 1)}
	started := make(chan error)
	go func() {
		// Linux sends the death signal when the thread that forked ends, not the process: keep the thread.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			c.done <- cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return c, nil
}

// stop ends the program: politely first, for good after ten seconds.
func (c *child) stop() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); errors.Is(err, syscall.ESRCH) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
		err := c.cmd.Process.Kill()
		<-c.done
		return err
	}
}
