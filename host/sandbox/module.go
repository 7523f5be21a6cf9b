package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync/atomic"
	"time"

	"github.com/tetratelabs/wazero/api"

	"github.com/directorybolt/directorybolt/sdk"
)

// Module is a loaded adapter. It is safe for concurrent use, by any number of directories.
type Module struct {
	engine   *Engine
	entry    *entry
	manifest sdk.Manifest
	closed   atomic.Bool
}

// Load reads a module's manifest, checks that the host can run it, and prepares it: metered, started once, frozen and compiled, unless the cache has
// it. A module that it refuses is an [*Error] of kind BadModule, which says what to do. The same bytes are prepared once, however often they are loaded.
func (e *Engine) Load(ctx context.Context, wasm []byte) (*Module, error) {
	l, manifest, err := e.config.inspect(wasm)
	if err != nil {
		return nil, err
	}
	if manifest == nil {
		return nil, refuse("the module has no manifest: build it with `directorybolt adapter build`, which adds it")
	}
	sum := sha256.Sum256(wasm)
	digest := hex.EncodeToString(sum[:])
	m := &Module{engine: e, entry: e.enter(digest), manifest: *manifest}
	if err := e.ready(ctx, m.entry, wasm, l); err != nil {
		return nil, errors.Join(err, m.Close(ctx))
	}
	return m, nil
}

// ready sees to it that a module is prepared and can be called: what the first call would meet is met here. A cache that turns out to be damaged is mended once.
func (e *Engine) ready(ctx context.Context, one *entry, wasm []byte, l *layout) error {
	for mended := false; ; mended = true {
		if err := e.ensurePrepared(ctx, one, wasm, l); err != nil {
			return err
		}
		_, err := e.acquire(ctx, one)
		if err == nil {
			e.release(one)
			return nil
		}
		if mended || !errors.Is(err, errCache) {
			return err
		}
	}
}

// ensurePrepared prepares a module unless the cache has it.
func (e *Engine) ensurePrepared(ctx context.Context, one *entry, wasm []byte, l *layout) error {
	cached := func() bool {
		_, err := e.config.readPrepared(one.file)
		if err == nil {
			e.count(func(s *Stats) { s.CacheHits++ })
		}
		return err == nil
	}
	if cached() {
		return nil
	}
	select {
	case e.preparing <- struct{}{}:
		defer func() { <-e.preparing }()
	case <-ctx.Done():
		return &Error{Cancelled, "the load was given up while another adapter was compiled"}
	}
	if cached() { // meanwhile
		return nil
	}
	begin := time.Now()
	defer func() {
		e.count(func(s *Stats) {
			s.Compiled++
			s.CompileTime += time.Since(begin)
		})
	}()
	if e.config.Compiler != nil {
		return e.config.compileInChild(ctx, wasm, one.file)
	}
	p, err := e.config.prepare(ctx, l)
	if err != nil {
		return err
	}
	return p.write(one.file)
}

// Describe checks a module that has no manifest yet and asks it for one, for [AppendManifest]. It runs the module in an interpreter: compiling
// takes seconds, which one small call is not worth.
func (e *Engine) Describe(ctx context.Context, wasm []byte) (m sdk.Manifest, err error) {
	l, _, err := e.config.inspect(wasm)
	if err != nil {
		return m, err
	}
	err = e.config.started(ctx, l, func(_ *layout, guest api.Module) error {
		answer, _, err := exportsOf(guest).ask(ctx, e.config.newState(), sdk.OpDescribe, (&sdk.Turn{Contract: sdk.ContractVersion}).Append(nil))
		if err != nil {
			return err
		}
		if answer.Error != nil {
			return refuse("the module answers with an error when asked to describe itself")
		}
		m = *answer.Manifest
		return nil
	})
	return m, err
}

// Manifest returns what the module says of itself.
func (m *Module) Manifest() sdk.Manifest { return m.manifest }

// Digest returns the SHA-256 of the module's bytes, in hex.
func (m *Module) Digest() string { return m.entry.digest }

// Close gives the module up. What it holds is freed once its calls in progress are over; later calls fail.
func (m *Module) Close(context.Context) error {
	if m.closed.CompareAndSwap(false, true) {
		m.engine.leave(m.entry)
	}
	return nil
}
