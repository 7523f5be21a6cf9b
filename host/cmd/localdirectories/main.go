// Localdirectories serves the small directories of package localdirectories, each at http://NAME.localhost:PORT/, and what
// they received at http://localhost:PORT/_account.json.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/directorybolt/directorybolt/host/localdirectories"
)

// options are the command line.
type options struct {
	Listen string   `default:"127.0.0.1:7071" help:"Address to listen on; port 0 picks a free one."`
	Data   string   `required:"" help:"Folder of the directories' storage."`
	Reset  bool     `help:"Forget everything received so far."`
	Slow   []string `placeholder:"SLUG=STORE/ANSWER" help:"Makes a directory slow, for example cutline=2s/500ms: time before storing, time before answering."`
}

func main() {
	var o options
	kong.Parse(&o, kong.Description("Serves the local directories."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "localdirectories:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	delays, err := parseDelays(o.Slow)
	if err != nil {
		return err
	}
	if o.Reset {
		if err := localdirectories.Erase(o.Data); err != nil {
			return err
		}
	}
	server, err := localdirectories.New(localdirectories.Config{Data: o.Data, Delays: delays, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return errors.Join(err, server.Close())
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	fmt.Printf("listening on http://localhost:%s/\n", port)
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- web.Serve(listener) }()
	select {
	case err = <-done:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		err = web.Shutdown(grace)
		cancel()
		<-done
	}
	return errors.Join(err, server.Close())
}
