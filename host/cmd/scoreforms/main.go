// Scoreforms fills real forms with a profile in which every type of field has a value of its own, reads back which control holds which value,
// and prints how that agrees with what people say the controls ask for.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/host/score"
	"github.com/directorybolt/directorybolt/plugins/generic/mapper"
	"github.com/directorybolt/directorybolt/sdk"
)

type options struct {
	Forms  string `arg:"" help:"Folder of the forms: NAME.html with NAME.json."`
	Driver string `default:".cache/driver" help:"Folder of the browser's driver; fetched if missing."`
	Out    string `placeholder:"FILE" help:"Also write the predictions as JSON."`
}

func main() {
	var o options
	kong.Parse(&o, kong.Description("Measures the mapper on real forms."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "scoreforms:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	gold, err := score.Gold(o.Forms)
	if err != nil {
		return err
	}
	if len(gold) == 0 {
		return fmt.Errorf("no forms in %q: name a folder that has NAME.html and NAME.json files, as in `make score-forms FORMS=../shared/forms/public`", o.Forms)
	}
	if err := browser.Install(ctx, o.Driver); err != nil {
		return err
	}
	b, err := browser.Open(ctx, browser.Config{
		DriverDir: o.Driver, Contact: "http://localhost/", AllowLocal: map[string]netip.AddrPort{".localhost": netip.MustParseAddrPort("127.0.0.1:0")},
	})
	if err != nil {
		return err
	}
	filled, read := score.Predictions{}, score.Predictions{}
	for _, form := range gold {
		filled[form.Name], read[form.Name], err = one(ctx, b, filepath.Join(o.Forms, form.Name+".html"))
		if err != nil {
			return errors.Join(fmt.Errorf("form %s: %w", form.Name, err), b.Close())
		}
	}
	if err := b.Close(); err != nil {
		return err
	}
	if o.Out != "" {
		data, err := json.MarshalIndent(filled, "", " ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.Out, append(data, '\n'), 0o644); err != nil {
			return err
		}
	}
	report(gold, filled, read)
	return nil
}

func report(gold []score.Form, filled, read score.Predictions) {
	fmt.Printf("%d forms, filled in the browser\n", len(gold))
	score.Score(gold, filled, score.Rule{}).Summary(os.Stdout, "strict")
	lenient := score.Score(gold, filled, score.Rule{Lenient: true})
	lenient.Summary(os.Stdout, "lenient")
	score.Score(gold, filled, score.Rule{Core: true}).Summary(os.Stdout, "strict, core")
	score.Score(gold, filled, score.Rule{Lenient: true, Core: true}).Summary(os.Stdout, "lenient, core")
	fmt.Println("\nas read, whether or not there was something to fill in")
	score.Score(gold, read, score.Rule{Lenient: true}).Summary(os.Stdout, "lenient")
	score.Score(gold, read, score.Rule{Lenient: true, Core: true}).Summary(os.Stdout, "lenient, core")
	fmt.Println("\nfilled, lenient")
	lenient.Table(os.Stdout, gold)
}

// one fills one form and returns what its controls were filled as, and what they were taken for. A control over which the browser session ends is
// left out, and the form is filled again without it.
func one(ctx context.Context, b *browser.Browser, path string) (filled, read map[string]string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	states := make(chan []element, 1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	server := &http.Server{Handler: formServer(path, states), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	defer func() {
		_ = server.Close()
		<-served
	}()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	skip := map[string]bool{} // refs; the same page has the same ones each time
	for {
		page, done, stuck, err := visit(ctx, b, "form.localhost:"+port, skip)
		if stuck != "" && len(skip) < 3 {
			fmt.Fprintf(os.Stderr, "scoreforms: %s: left out %s: %v\n", filepath.Base(path), stuck, err)
			skip[stuck] = true
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		select {
		case elements := <-states:
			return predict(elements, page, done), understood(elements, page), nil
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("wait for the state of the form: %w", context.Cause(ctx))
		}
	}
}

// visit fills the form in a session of its own. With an error, stuck is the ref of the control whose step ended the session, if one did.
func visit(ctx context.Context, b *browser.Browser, site string, skip map[string]bool) (page *sdk.Page, done []sdk.Step, stuck string, err error) {
	s, err := b.Session(ctx, browser.SessionConfig{Reach: host.Reach{Hosts: []string{site}}, File: file})
	if err != nil {
		return nil, nil, "", err
	}
	defer func() { _ = s.Close() }()
	if err := s.Goto(ctx, "http://"+site+"/"); err != nil {
		return nil, nil, "", err
	}
	if page, err = s.Observe(ctx); err != nil {
		return nil, nil, "", err
	}
	if shown, err := json.Marshal(page); err != nil || strings.Contains(string(shown), "data-eval-id") {
		return nil, nil, "", errors.Join(err, errors.New("the observation shows the marks of the evaluation"))
	}
	var steps []sdk.Step
	for _, step := range mapper.Map(page, sentinelBusiness()) {
		if !skip[step.Target.Value] {
			steps = append(steps, step)
		}
	}
	for len(steps) > 0 { // a failed step ends a run: go on behind it
		results, err := s.Run(ctx, steps)
		n := 0
		for ; n < len(results) && results[n].Ok; n++ {
			done = append(done, steps[n])
		}
		if err != nil {
			return nil, nil, steps[min(n, len(steps)-1)].Target.Value, err
		}
		steps = steps[min(n+1, len(steps)):]
	}
	return page, done, "", s.Goto(ctx, "http://"+site+"/back")
}

// pixel is a PNG of one pixel.
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

func file(_ context.Context, handle string) (host.File, error) {
	data, err := base64.StdEncoding.DecodeString(pixel)
	return host.File{Handle: handle, Name: handle + ".png", MediaType: "image/png", Data: data}, err
}
