package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// slug is the local directory the submissions go to: a React form with an upload.
const slug = "nearly"

// directory is the program of the local directories, run for the measurement.
type directory struct {
	cmd  *exec.Cmd
	data string
	host string // "nearly.localhost:1234"
}

func startDirectory(program string) (*directory, error) {
	data, err := os.MkdirTemp("", "directorybolt-bench-")
	if err != nil {
		return nil, err
	}
	d := &directory{cmd: exec.Command(program, "--listen", "127.0.0.1:0", "--data", data), data: data}
	d.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := d.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the local directories (make bench builds them): %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the local directories said nothing: %w", err), d.stop())
	}
	at, err := url.Parse(line[max(0, strings.Index(line, "http")) : len(line)-1])
	if err != nil {
		return nil, errors.Join(err, d.stop())
	}
	d.host = slug + ".localhost:" + at.Port()
	return d, nil
}

func (d *directory) start() string { return "http://" + d.host + "/add" }

// accepted asks the directory how many submissions it has taken.
func (d *directory) accepted(ctx context.Context) (int, error) {
	_, port, _ := strings.Cut(d.host, ":")
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+port+"/_account.json", nil)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var accounts []struct {
		Slug     string
		Accepted int
	}
	if err := json.NewDecoder(response.Body).Decode(&accounts); err != nil {
		return 0, fmt.Errorf("the directories' account: %w", err)
	}
	for _, account := range accounts {
		if account.Slug == slug {
			return account.Accepted, nil
		}
	}
	return 0, fmt.Errorf("the directories' account does not mention %s", slug)
}

func (d *directory) stop() error {
	err := d.cmd.Process.Signal(syscall.SIGTERM)
	_ = d.cmd.Wait() // its exit code after a signal says nothing
	return errors.Join(err, os.RemoveAll(d.data))
}
