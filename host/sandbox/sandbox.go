// Package sandbox runs adapters: WebAssembly modules that nobody has to trust. It reads what a module says of itself, refuses what it
// cannot run, and calls it under limits, each call in a fresh instance without network, files, clock or chance. It knows nothing of
// browsers, databases or what the answers are for.
package sandbox

import (
	"context"
	"fmt"
	"time"

	"github.com/tetratelabs/wazero"
)

// Config says how far a module may go. Its zero value works.
type Config struct {
	CacheDir  string        // compiled code is kept here, private to the host, so that a module is compiled once; empty keeps it in memory
	MaxModule int           // bytes of a module; 16 MiB
	MaxMemory int           // bytes of an instance's memory; 64 MiB
	MaxAnswer int           // bytes of an answer; 1 MiB
	MaxLog    int           // bytes kept of what a call prints; 16 KiB
	Deadline  time.Duration // wall clock of a call, a backstop behind MaxWork; 10 s
	Clock     time.Time     // what every guest takes for the time; 2026-01-01T00:00:00Z
	Seed      uint64        // what every guest gets its random bytes from
}

func (c *Config) defaults() {
	for _, d := range []struct {
		limit *int
		size  int
	}{{&c.MaxModule, 16 << 20}, {&c.MaxMemory, 64 << 20}, {&c.MaxAnswer, 1 << 20}, {&c.MaxLog, 16 << 10}} {
		if *d.limit == 0 {
			*d.limit = d.size
		}
	}
	if c.Deadline == 0 {
		c.Deadline = 10 * time.Second
	}
	if c.Clock.IsZero() {
		c.Clock = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
}

// Engine compiles modules and holds what they share. It is safe for concurrent use.
type Engine struct {
	config  Config
	cache   wazero.CompilationCache
	runtime wazero.Runtime
}

// New returns an engine; [Engine.Close] frees it.
func New(ctx context.Context, c Config) (*Engine, error) {
	return open(ctx, c, wazero.NewRuntimeConfig())
}

func open(ctx context.Context, c Config, how wazero.RuntimeConfig) (*Engine, error) {
	c.defaults()
	e := &Engine{config: c, cache: wazero.NewCompilationCache()}
	if c.CacheDir != "" {
		var err error
		if e.cache, err = wazero.NewCompilationCacheWithDir(c.CacheDir); err != nil {
			return nil, fmt.Errorf("open the directory for compiled adapters: %w", err)
		}
	}
	// Without the check for a done context a guest that spins could not be stopped, and would freeze the whole process at its next
	// garbage collection. It makes guests several times slower; they still take milliseconds.
	e.runtime = wazero.NewRuntimeWithConfig(ctx, how.WithCompilationCache(e.cache).WithCloseOnContextDone(true))
	if err := instantiateWASI(ctx, e.runtime); err != nil {
		return nil, fmt.Errorf("set up the imports of adapters: %w", err)
	}
	return e, nil
}

// Close ends calls in progress and frees all modules.
func (e *Engine) Close(ctx context.Context) error {
	err := e.runtime.Close(ctx)
	if cacheErr := e.cache.Close(ctx); err == nil {
		err = cacheErr
	}
	return err
}
