package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/localdirectories"
)

// AdapterPracticeCmd serves the local directories, to try adapters where nobody is bothered.
type AdapterPracticeCmd struct {
	Listen string `default:"127.0.0.1:7071" placeholder:"ADDRESS" help:"Address on this machine (${default}); port 0 picks a free one."`
	JSON   bool   `name:"json" help:"Print the address as a JSON object: {\"directories\": \"http://…\"}."`
}

// Help says what they are for.
func (AdapterPracticeCmd) Help() string {
	return `Serves some fifty made-up business directories, each at http://NAME.localhost:PORT/. They behave as directories do in the
wild: some refuse, some delay, some lie. The page at http://localhost:PORT/ lists them with what each does; what they received
is at http://localhost:PORT/_account.json. They begin empty, and forget when they end.

Give the port to the commands that look at them: directorybolt adapter dev http://townbook.localhost:7071/submit-your-business
--local-directories 7071

Exit codes: 0 stopped with Ctrl-C; 1 the port is taken.`
}

// Run serves until ctx ends.
func (c *AdapterPracticeCmd) Run(ctx context.Context) (err error) {
	listener, err := listenHere(c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	data, err := os.MkdirTemp("", "directorybolt-practice-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	directories, err := localdirectories.New(localdirectories.Config{Data: data})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, directories.Close()) }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	out, address := stdout(), "http://localhost:"+port+"/"
	if c.JSON {
		printJSON(out, map[string]string{"directories": address})
	} else {
		out.line("The directories to practise on are listed at %s\nGive the other commands --local-directories %s. Ctrl-C ends them.", out.paint(good, address), port)
	}
	server := &http.Server{Handler: directories, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return host.Errorf(host.Unavailable, "the directories stopped: %w", err)
	}
	return nil
}
