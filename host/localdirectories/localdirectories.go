// Package localdirectories is a town of small business directories on one listener, each under its own host name
// (NAME.localhost), for demonstrations and tests. They behave as directories do in the wild: forms of many kinds, some of
// which refuse, delay, lose their answer or pretend. Each keeps its own storage and an account of what it received, so that
// claims about a submission can be held against what the directory itself saw.
//
// Adapters never import this package: to them these are sites like any other.
package localdirectories

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Config says where the directories keep their data and which of them are slow.
type Config struct {
	// Data is the folder of the storage, made if missing; each directory has a folder of its own in it.
	Data string
	// Delays replaces the delay of the directories named by slug. Those of the kinds "slow" have one of their own.
	Delays map[string]Delay
	// Log receives one line a press; nil for none.
	Log *slog.Logger
}

// Delay is how long a directory takes over a submit of its form.
type Delay struct {
	BeforeStore  time.Duration // after the press is recorded, before the listing is stored
	BeforeAnswer time.Duration // after the listing is stored, before the answer is sent
}

// Server serves every directory, and the account of all of them at the bare host name.
type Server struct {
	directories map[string]*directory
	order       []*directory
	account     *http.ServeMux
	closed      chan struct{}
}

// New opens the storage under c.Data and returns the server. Listings accepted earlier are there again.
func New(c Config) (*Server, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{directories: map[string]*directory{}, closed: make(chan struct{})}
	for slug := range c.Delays {
		if siteBySlug(slug) == nil {
			return nil, fmt.Errorf("no local directory is called %q", slug)
		}
	}
	for i := range sites {
		site := &sites[i]
		d, err := openDirectory(site, filepath.Join(c.Data, site.Slug), c.Log, s.closed)
		if err != nil {
			return nil, fmt.Errorf("open local directory %s: %w", site.Slug, err)
		}
		if delay, ok := c.Delays[site.Slug]; ok {
			d.delay = delay
		}
		s.directories[site.Slug] = d
		s.order = append(s.order, d)
	}
	s.account = s.accountRoutes()
	return s, nil
}

// Close stops delays under way and closes the storage. Call it after the HTTP server has been shut down.
func (s *Server) Close() error {
	close(s.closed)
	var first error
	for _, d := range s.order {
		if err := d.store.close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// ServeHTTP hands the request to the directory its Host header names.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	slug, isDirectory := strings.CutSuffix(strings.ToLower(host), ".localhost")
	if !isDirectory {
		s.account.ServeHTTP(w, r)
		return
	}
	d := s.directories[slug]
	if d == nil {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "No directory of this name is served here.\n")
		return
	}
	d.mux.ServeHTTP(w, r)
}

// baseURL is the address of a directory as the client of r would write it.
func baseURL(r *http.Request, slug string) string {
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		return "http://" + slug + ".localhost:" + port
	}
	return "http://" + slug + ".localhost"
}

// Erase removes what the directories stored under data, and nothing else there. No server may be running on it.
func Erase(data string) error {
	for i := range sites {
		if err := os.RemoveAll(filepath.Join(data, sites[i].Slug)); err != nil {
			return fmt.Errorf("erase local directories: %w", err)
		}
	}
	return nil
}
