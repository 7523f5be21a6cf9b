package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/host/capture"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/host/trap"
	"github.com/directorybolt/directorybolt/host/workbench"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// AdapterDevCmd serves the workbench: the directory's page beside what the adapter would do on it.
type AdapterDevCmd struct {
	Sight
	URL    string `arg:"" name:"url" help:"Address of the directory's page with the form."`
	Dir    string `arg:"" optional:"" default:"." type:"existingdir" help:"Folder of the adapter."`
	Listen string `default:"127.0.0.1:0" placeholder:"ADDRESS" help:"Address of the workbench on this machine (${default}: a free port)."`
	JSON   bool   `name:"json" help:"Print the address as a JSON object: {\"workbench\": \"http://…\"}."`
}

// Help says what it does and what it never does.
func (AdapterDevCmd) Help() string {
	return `Opens the page in the browser and serves a local page that shows it with its controls marked, what the adapter is told
of it, and the adapter's plan with its reasons. It compiles, asks and runs the cases again at each save. With "Run these
steps in the browser" the steps are carried out, up to the submit: Submit is never pressed. A click is carried out as the
adapter wrote it, so sdk.Click is for what sends nothing for good.

Examples:
  directorybolt adapter dev https://hello.example/add
  directorybolt adapter dev http://townbook.localhost:7071/submit-your-business --local-directories 7071
  directorybolt adapter dev https://hello.example/add ./hello --business acme.json --listen 127.0.0.1:8080

Where the folder has a directories.json with a row for the address, its configuration is given to the adapter.

Exit codes: 0 stopped with Ctrl-C; 2 the command line is wrong; 1 something of ours went wrong, such as a missing browser.`
}

// Run serves until ctx ends.
func (c *AdapterDevCmd) Run(ctx context.Context) (err error) {
	u, err := c.check(c.URL)
	if err != nil {
		return err
	}
	c.Dir = filepath.Clean(c.Dir)
	out := stdout()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	business, files, err := c.business(ctx, out)
	if err != nil {
		return err
	}
	listener, err := listenHere(c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	done := out.during("starting the browser")
	br, err := c.browser(ctx)
	done()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, br.Close()) }()
	engine, err := openSandbox(ctx, sandbox.Config{CacheDir: authorsCache()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close(context.WithoutCancel(ctx))) }()
	scrubber := capture.NewScrubber(business)
	bench := workbench.New(workbench.Config{
		URL: c.URL, Business: business,
		Directory: func(m sdk.Manifest) sdk.Directory { return c.directory(u, m) },
		Changed:   func() string { return fingerprint(c.Dir) },
		Build:     func(ctx context.Context) (*workbench.Adapter, error) { return benchAdapter(ctx, engine, c.Dir) },
		Open: func(ctx context.Context, m sdk.Manifest) (workbench.Session, error) {
			session, err := br.Session(ctx, browser.SessionConfig{Reach: c.reach(u, m), File: files})
			if err != nil {
				return nil, err
			}
			if err := session.Goto(ctx, c.URL); err != nil {
				return nil, errors.Join(err, session.Close())
			}
			return benchSession{session}, nil
		},
		Keep: func(name string, op sdk.Op, page *sdk.Page) (string, error) {
			kept, err := capture.Case{Dir: c.Dir, Name: name, Op: op, Page: scrubber.Page(page)}.Keep()
			if err != nil {
				return "", err
			}
			return "Kept as " + kept.Page + ". `directorybolt adapter test --update` writes what is expected.", nil
		},
	})
	c.tell(out, "http://"+listener.Addr().String()+"/")
	server := &http.Server{
		Handler: bench.Handler(), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	err = bench.Run(ctx)
	server.Close()
	if end := <-served; !errors.Is(end, http.ErrServerClosed) {
		err = errors.Join(err, end)
	}
	return err
}

func (c *AdapterDevCmd) tell(out terminal, address string) {
	if c.JSON {
		printJSON(out, map[string]string{"workbench": address})
		return
	}
	folder, err := filepath.Abs(c.Dir)
	if err != nil {
		folder = c.Dir
	}
	out.line("The workbench is at %s\nIt follows each save in %s and never presses Submit. Ctrl-C ends it.", out.paint(good, address), folder)
}

// listenHere listens on this machine only: the workbench shows and does what its author may, without a password.
func listenHere(address string) (net.Listener, error) {
	name, _, err := net.SplitHostPort(address)
	if ip := net.ParseIP(name); err != nil || name != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, host.Errorf(host.Invalid, "--listen takes an address of this machine, as 127.0.0.1:8080, not %q", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, host.Errorf(host.Conflict, "%w: choose another port with --listen", err)
	}
	return listener, nil
}

// directory is the site as the adapter is told of it: a row of directories.json where one fits, else the manifest's.
func (c *AdapterDevCmd) directory(u *url.URL, m sdk.Manifest) sdk.Directory {
	data, err := os.ReadFile(filepath.Join(c.Dir, "directories.json"))
	if err == nil && c.Local != "" {
		data = bytes.ReplaceAll(data, []byte(catalogueAddress), []byte(":"+c.Local))
	}
	var rows []row
	if err == nil && json.Unmarshal(data, &rows) == nil {
		for _, r := range rows {
			if slices.Contains(r.Hosts, u.Host) {
				return r.directory().Contract()
			}
		}
	}
	d := sdk.Directory{Slug: m.Name, Name: m.Name, Hosts: m.Hosts, Start: c.URL}
	if !slices.Contains(d.Hosts, u.Host) {
		d.Hosts = append(slices.Clone(d.Hosts), u.Host)
	}
	return d
}

// benchSession is a browser session as the workbench needs it.
type benchSession struct{ *browser.Session }

func (s benchSession) Picture(ctx context.Context) (workbench.Picture, error) {
	p, err := s.Session.Picture(ctx)
	return workbench.Picture(p), err
}

// benchAdapter compiles the adapter in dir for the workbench.
func benchAdapter(ctx context.Context, engine *sandbox.Engine, dir string) (*workbench.Adapter, error) {
	module, _, err := loadBuilt(ctx, engine, dir)
	if err != nil {
		return nil, err
	}
	return &workbench.Adapter{
		Manifest: module.Manifest(),
		Call: func(ctx context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, string, error) {
			answer, record, err := module.Call(ctx, op, turn)
			return answer, record.Log, explained(err, record)
		},
		Cases: func(ctx context.Context) ([]workbench.Case, error) {
			cases, err := sdktest.Load(dir, module.Manifest())
			var all []workbench.Case
			for _, one := range cases {
				r := runCase(ctx, dir, module, one)
				text := sdktest.Result{Misses: r.Misses, Differences: r.Differences}.Text()
				if r.Trap != nil {
					text = r.Trap.Text() + text
				}
				if r.Error != "" {
					text = r.Error + "\n" + text
				}
				all = append(all, workbench.Case{Name: one.Name, Passed: r.Status == "ok", Text: strings.TrimSpace(text)})
			}
			return all, err
		},
		Close: func() error { return module.Close(context.WithoutCancel(ctx)) },
	}, nil
}

// explained adds to a failed call where in the adapter it failed.
func explained(err error, record host.Call) error {
	t, ok := trap.Read(record.Log)
	if err == nil || !ok {
		return err
	}
	return fmt.Errorf("%w\n%s", err, t.Text())
}

// fingerprint is another text once a file of the adapter is saved, added or removed. What is built from them does not count.
func fingerprint(dir string) string {
	sum := fnv.New64a()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil // removed while we looked: the next look sees it
		}
		name := entry.Name()
		if path != dir && (strings.HasPrefix(name, ".") || name == "node_modules" || filepath.Ext(name) == ".wasm") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if info, err := entry.Info(); err == nil && !entry.IsDir() {
			fmt.Fprintln(sum, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return fmt.Sprint(sum.Sum64(), err)
}
