package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// local is the program that serves the local directories.
type local struct {
	*child
	port string
}

// startLocal starts the local directories on their usual port, or on a free one if that is taken, and waits until they answer.
func startLocal(ctx context.Context, data string, output io.Writer) (*local, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	program := filepath.Join(filepath.Dir(self), "localdirectories")
	if _, err := os.Stat(program); err != nil {
		return nil, host.Errorf(host.NotFound, "the local directories are not built: %s is missing; run `make demo`, or `go build -o %s ./host/cmd/...`", program, filepath.Dir(self))
	}
	port, err := freePort(strings.TrimPrefix(catalogueAddress, ":"))
	if err != nil {
		return nil, err
	}
	c, err := startChild(exec.Command(program, "--listen", "127.0.0.1:"+port, "--data", data), output)
	if err != nil {
		return nil, fmt.Errorf("start the local directories: %w", err)
	}
	l := &local{child: c, port: port}
	if err := l.wait(ctx); err != nil {
		return nil, fmt.Errorf("%w (stopped: %v)", err, l.stop())
	}
	return l, nil
}

func freePort(preferred string) (string, error) {
	for _, port := range []string{preferred, "0"} {
		l, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil {
			continue
		}
		defer l.Close()
		_, port, err = net.SplitHostPort(l.Addr().String())
		return port, err
	}
	return "", host.Errorf(host.Unavailable, "no port is free on 127.0.0.1 for the local directories")
}

func (l *local) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := l.accounts(ctx); err == nil {
			return nil
		}
		select {
		case err := <-l.done:
			l.done <- err
			return host.Errorf(host.Unavailable, "the local directories ended at once: %w; their log says why", err)
		case <-ctx.Done():
			return host.Errorf(host.Unavailable, "the local directories did not answer on port %s within 15 s", l.port)
		case <-tick.C:
		}
	}
}

// account is what one local directory recorded, in its own words.
type account struct {
	Slug   string `json:"slug"`
	Kind   string `json:"kind"`
	Expect struct {
		Status  host.Status  `json:"status"`
		Listing host.Listing `json:"listing"`
		Reason  string       `json:"reason"`
		Why     string       `json:"why"`
	} `json:"expect"`
	Presses           int       `json:"presses"`
	Accepted          int       `json:"accepted"`
	NewsletterSignups int       `json:"newsletter_signups"`
	HoneypotHits      int       `json:"honeypot_hits"`
	Listings          []listing `json:"listings"` // stored from what we sent
	Seeded            []listing `json:"seeded"`   // there before
}

// listing is what a directory stored, by what it took each value for.
type listing struct {
	Values map[string]string `json:"values"`
}

func (l *local) accounts(ctx context.Context) ([]account, error) {
	var accounts []account
	return accounts, l.call(ctx, http.MethodGet, "/_account.json", nil, &accounts)
}

// seed tells the directories that are to know a business before we come which one it is.
func (l *local) seed(ctx context.Context, b host.Business) error {
	return l.call(ctx, http.MethodPost, "/_seed", map[string]string{"name": b.Name, "phone": b.Phone, "website": b.Website}, nil)
}

func (l *local) call(ctx context.Context, method, path string, send, receive any) error {
	body, err := json.Marshal(send)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, "http://localhost:"+l.port+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 500))
		return fmt.Errorf("%s %s: %s: %s", method, path, response.Status, bytes.TrimSpace(said))
	}
	if receive == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(receive)
}
