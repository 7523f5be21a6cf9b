// Command localsqs serves an order queue on this machine, for development: SQS's protocol, messages in memory, faults on demand.
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

type options struct {
	Listen string `default:"127.0.0.1:9324" help:"Address (${default})."`
	Queue  string `default:"orders" help:"Name of the queue (${default}); its dead letter queue is NAME-dlq."`

	Seed      uint64        `help:"Of chance, so that faults can be repeated."`
	Duplicate float64       `help:"Share of messages that are delivered twice, 0 to 1."`
	Late      float64       `help:"Share of messages that are late."`
	LateBy    time.Duration `default:"5s" help:"How late they are (${default})."`
	Drop      float64       `help:"Share of requests whose answer is lost."`
	Throttle  float64       `help:"Share of requests that are refused for being too many."`
	Break     float64       `help:"Share of requests that fail."`
}

func main() {
	var o options
	kong.Parse(&o, kong.Name("localsqs"), kong.Description("An order queue on this machine, for development. It speaks SQS's protocol and forgets everything when it ends."))
	if err := o.run(); err != nil {
		fmt.Fprintln(os.Stderr, "localsqs:", err)
		os.Exit(1)
	}
}

func (o options) run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	queue := localsqs.New(o.Queue)
	queue.SetFaults(localsqs.Faults{
		Seed: o.Seed, Duplicate: o.Duplicate, Late: o.Late, LateBy: o.LateBy, Drop: o.Drop, Throttle: o.Throttle, Break: o.Break,
	})
	listener, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	base := "http://" + listener.Addr().String()
	fmt.Printf("export SQS_QUEUE_URL=%s SQS_DLQ_URL=%s AWS_ENDPOINT_URL_SQS=%s AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local\n",
		localsqs.URL(base, o.Queue), localsqs.URL(base, o.Queue+"-dlq"), base)
	server := &http.Server{Handler: queue, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() { <-ctx.Done(); _ = server.Close() }()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}
