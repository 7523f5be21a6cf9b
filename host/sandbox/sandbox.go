// Package sandbox runs adapters: WebAssembly modules that nobody has to trust. It reads what a module says of itself, refuses what it
// cannot run, meters its work, starts it once and freezes it, and answers each call with an instance of its own, without network, files,
// clock or chance. It knows nothing of browsers, databases or what the answers are for.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
)

// Config says how far a module may go. Its zero value works.
type Config struct {
	CacheDir    string        // prepared modules are kept here, private to the host, so that each is compiled once; empty keeps them as long as the engine
	MaxModule   int           // bytes of a module; 8 MiB
	MaxMemory   int           // bytes of an instance's memory; 64 MiB
	MaxAnswer   int           // bytes of an answer; 1 MiB
	MaxLog      int           // bytes kept of what a call prints; 16 KiB
	MaxWork     int64         // work of a call, in units of about one instruction; 8 billion, some seconds
	MaxResident int           // bytes of machine code and memory images kept ready; 256 MiB
	MaxCache    int64         // bytes of the folder of prepared modules, when an engine opens it; 4 GiB
	Deadline    time.Duration // wall clock of a call, a backstop behind MaxWork; 10 s
	Clock       time.Time     // what every guest takes for the time; 2026-01-01T00:00:00Z
	Seed        uint64        // what every guest gets its random bytes from

	// Compiler is the command line of a program that calls [CompileChild]. Without it modules are compiled in this process, where a module that is made
	// to be hard to compile takes the process's time and memory.
	Compiler      []string
	CompileTime   time.Duration // processor time of a compilation; 60 s
	CompileMemory int           // bytes of a compilation; 1 GiB
}

func (c *Config) defaults() {
	for _, d := range []struct {
		limit *int
		size  int
	}{
		{&c.MaxModule, 8 << 20}, {&c.MaxMemory, 64 << 20}, {&c.MaxAnswer, 1 << 20}, {&c.MaxLog, 16 << 10}, {&c.MaxResident, 256 << 20},
		{&c.CompileMemory, 1 << 30},
	} {
		if *d.limit == 0 {
			*d.limit = d.size
		}
	}
	if c.MaxWork == 0 {
		c.MaxWork = 8_000_000_000
	}
	if c.MaxCache == 0 {
		c.MaxCache = 4 << 30
	}
	if c.Deadline == 0 {
		c.Deadline = 10 * time.Second
	}
	if c.CompileTime == 0 {
		c.CompileTime = time.Minute
	}
	if c.Clock.IsZero() {
		c.Clock = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
}

// Engine prepares modules and holds what they share. It is safe for concurrent use.
type Engine struct {
	config    Config
	temporary bool // the cache is ours to remove
	cache     wazero.CompilationCache
	runtime   wazero.Runtime

	preparing chan struct{} // holds one: a compilation may take much memory
	compiling sync.Mutex    // held while code is brought from the cache

	mu      sync.Mutex // guards what follows
	entries map[string]*entry
	clock   int64 // rises with each use of an entry
	stats   Stats
}

// New returns an engine; [Engine.Close] frees it.
func New(ctx context.Context, c Config) (_ *Engine, err error) {
	c.defaults()
	e := &Engine{config: c, entries: map[string]*entry{}, preparing: make(chan struct{}, 1)}
	if c.CacheDir == "" {
		if e.config.CacheDir, err = os.MkdirTemp("", "directorybolt-compiled-"); err != nil {
			return nil, fmt.Errorf("make a folder for compiled adapters: %w", err)
		}
		e.temporary = true
	}
	if e.config.CacheDir, err = filepath.Abs(e.config.CacheDir); err != nil { // the process that compiles has another working directory
		return nil, fmt.Errorf("find the folder for compiled adapters: %w", err)
	}
	e.config.prune()
	if e.cache, err = wazero.NewCompilationCacheWithDir(e.config.CacheDir); err != nil {
		return nil, fmt.Errorf("open the folder for compiled adapters: %w", err)
	}
	e.runtime = wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigCompiler().WithCoreFeatures(features).WithCompilationCache(e.cache))
	if err := instantiateImports(ctx, e.runtime); err != nil {
		return nil, fmt.Errorf("set up the imports of adapters: %w", errors.Join(err, e.Close(ctx)))
	}
	return e, nil
}

// Close frees all modules. No call may be in progress.
func (e *Engine) Close(ctx context.Context) error {
	e.mu.Lock()
	for _, one := range e.entries {
		e.drop(one)
	}
	e.mu.Unlock()
	err := errors.Join(e.runtime.Close(ctx), e.cache.Close(ctx))
	if e.temporary {
		err = errors.Join(err, os.RemoveAll(e.config.CacheDir))
	}
	return err
}
