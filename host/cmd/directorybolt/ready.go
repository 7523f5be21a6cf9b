package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// checkTime bounds the look at all parts, and freshFor is how long what it found is told again instead of looking anew.
const (
	checkTime = 3 * time.Second
	freshFor  = time.Second
)

// readiness is how the parts of this process are.
type readiness struct {
	mu      sync.Mutex
	looked  time.Time
	parts   []host.Part
	working bool   // the work has begun
	orders  string // how deep the order queue is, as it was last asked
}

// parts are what the roles cannot do without, and how each of them is.
func (s *system) parts(ctx context.Context) []host.Part {
	s.ready.mu.Lock()
	defer s.ready.mu.Unlock()
	if s.stopping.Load() || time.Since(s.ready.looked) > freshFor {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTime)
		defer cancel()
		s.ready.parts, s.ready.looked = s.look(ctx), time.Now()
	}
	return slices.Clone(s.ready.parts)
}

// look asks each part. The causes go to the log by others: what is told here anybody may read.
func (s *system) look(ctx context.Context) []host.Part {
	parts := []host.Part{s.running(), s.database(ctx)}
	if s.roles.has(roleWeb) || s.roles.has(roleWorker) {
		parts = append(parts, s.disk(), part("evidence", s.storeAnswers(ctx), "The store of evidence takes nothing."))
	}
	if s.roles.has(roleWorker) {
		adapters := part("adapters", nil, "")
		adapters.Detail = fmt.Sprintf("%d loaded", len(s.adapters.byName))
		parts = append(parts, part("browser", s.browser.Check(ctx), "The browser does not start."), adapters)
	}
	if s.intake != nil {
		parts = append(parts, s.orderQueue())
	}
	return parts
}

func part(name string, err error, wrong string) host.Part {
	if err != nil {
		return host.Part{Name: name, Detail: wrong}
	}
	return host.Part{Name: name, OK: true}
}

func (s *system) running() host.Part {
	switch {
	case s.stopping.Load():
		return host.Part{Name: "running", Detail: "The process is being stopped."}
	case !s.ready.working:
		return host.Part{Name: "running", Detail: "The process is starting."}
	}
	return host.Part{Name: "running", OK: true}
}

func (s *system) database(ctx context.Context) host.Part {
	err := s.db.Migrated(ctx)
	if host.KindOf(err) == host.Conflict {
		return host.Part{Name: "database", Detail: "The database's schema is older than this program: run `directorybolt migrate`."}
	}
	return part("database", err, "The database does not answer.")
}

func (s *system) disk() host.Part {
	if err := s.room.check(); err != nil {
		return host.Part{Name: "disk", Detail: err.Error()}
	}
	left, err := s.room.left()
	p := part("disk", err, "Nobody can say how much of the disk is free.")
	if p.OK {
		p.Detail = fmt.Sprintf("%d MB left", left>>20)
	}
	return p
}

// storeAnswers puts the same few bytes again and again: they take room once.
func (s *system) storeAnswers(ctx context.Context) error {
	_, err := s.blobs.Put(ctx, []byte("ready?"))
	return err
}

// orderQueue is how the intake is. It does not ask the queue: others may ask us as often as they like.
func (s *system) orderQueue() host.Part {
	state := s.intake.State()
	if state.Stopped {
		return host.Part{Name: "order queue", Detail: fmt.Sprintf("Polling has stopped after %d errors in a row; it is tried again at %s.",
			state.Errors, state.Probe.UTC().Format("15:04:05 MST"))}
	}
	return host.Part{Name: "order queue", OK: true, Detail: s.ready.orders}
}

// gate says why no submission may be begun.
func (s *system) gate() error {
	if s.stopping.Load() {
		return host.Errorf(host.Unavailable, "the process is being stopped")
	}
	return s.room.check()
}

// beat keeps this process on record until the system stops, and tells once of each part that fails and of each that is well again.
func (s *system) beat() {
	s.ready.mu.Lock()
	s.ready.working = true
	s.ready.looked = time.Time{}
	s.ready.mu.Unlock()
	name, _ := os.Hostname()
	self := host.Process{ID: uuid.New(), Host: name, PID: os.Getpid(), Roles: s.roles, Version: version()}
	end := until(func(ctx context.Context) {
		tick := time.NewTicker(host.BeatEvery)
		defer tick.Stop()
		stopped := s.stopped
		for bad := map[string]bool{}; ; {
			self.Parts = s.parts(ctx)
			tell(ctx, s.log, self.Parts, bad)
			s.record(ctx, self)
			select {
			case <-ctx.Done():
				return
			case <-stopped:
				stopped = nil // once, and at once: nothing more is to be sent here
			case <-tick.C:
			}
		}
	})
	s.closers = append(s.closers, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), checkTime)
		defer cancel()
		err := end(ctx)
		if s.db.EndProcess(ctx, self.ID) != nil {
			s.log.WarnContext(ctx, "nobody is told that this process has ended; it will be called lost")
		}
		return err
	})
}

func (s *system) record(ctx context.Context, self host.Process) {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	if s.roles.has(roleWorker) {
		self.Working = s.worker.Working()
		if host.Ready(self.Parts) {
			self.Slots = s.browser.Sessions()
		}
	}
	if err := s.db.Beat(ctx, self); err == nil {
		s.outage.over(ctx, s.log)
	} else if !errors.Is(context.Cause(ctx), context.Canceled) {
		s.log.ErrorContext(ctx, "process not recorded", "error", fmt.Errorf("%s: %w", postgres.NoAnswer, err))
	}
	if s.intake == nil {
		return
	}
	words := ""
	if orders, dead, err := s.intake.Queue.Depths(ctx); err == nil {
		words = fmt.Sprintf("%d wait, %d are worked on, the oldest waited %s; %d dead letters",
			orders.Waiting, orders.InFlight, s.intake.State().Age.Round(time.Second), dead.Waiting+dead.InFlight)
	}
	s.ready.mu.Lock()
	s.ready.orders = words
	s.ready.mu.Unlock()
}

// tell logs what has changed. bad are the parts that were told to fail.
func tell(ctx context.Context, log *slog.Logger, parts []host.Part, bad map[string]bool) {
	for _, p := range parts {
		switch {
		case p.Name == "running" || p.Name == "database" || p.OK != bad[p.Name]: // those are told elsewhere, or nothing has changed
		case p.OK:
			log.InfoContext(ctx, "well again", "part", p.Name, "detail", p.Detail)
		default:
			log.ErrorContext(ctx, "not ready", "part", p.Name, "detail", p.Detail)
		}
		bad[p.Name] = !p.OK
	}
}

// version is the commit that the program was built from.
func version() string {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(len(s.Value), 12)]
		}
	}
	return info.Main.Version
}
