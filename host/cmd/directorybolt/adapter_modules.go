package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/host/trace"
	"github.com/directorybolt/directorybolt/sdk"
)

// conditions are what the host calls modules under.
func conditions() host.Conditions {
	return host.Conditions{Contract: sdk.ContractVersion, Wazero: sandbox.WazeroVersion(), Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// replayer finds the modules of traces and calls them as they were called. Whoever has it closes it.
type replayer struct {
	with     string // file or folder of the module to call instead; empty for the traces' own
	adapters string // folder with *.wasm
	data     string // folder whose blob store keeps every module that the host has loaded
	cache    string // folder for compiled modules, empty for none
	clock    time.Time
	seed     *uint64

	engines map[setting]*sandbox.Engine
	modules map[loaded]*sandbox.Module
	files   map[string]string // digest to file, of the adapters folder
	instead []byte            // the module that with names
}

// setting is what guests are given.
type setting struct {
	clock int64 // nanoseconds since 1970
	seed  uint64
}

// loaded names a module in an engine.
type loaded struct {
	setting
	digest string
}

func (r *replayer) close(ctx context.Context) error {
	var err error
	for _, e := range r.engines {
		err = errors.Join(err, e.Close(ctx))
	}
	return err
}

// repeat is a [trace.Repeat].
func (r *replayer) repeat(ctx context.Context, m trace.Module, op sdk.Op, request []byte) (host.Call, error) {
	if m.Contract > sdk.ContractVersion {
		return host.Call{}, host.Errorf(host.Invalid, "the trace speaks version %d of the contract and this program %d: use a later version of directorybolt", m.Contract, sdk.ContractVersion)
	}
	module, err := r.module(ctx, m)
	if err != nil {
		return host.Call{}, err
	}
	_, call, err := module.Repeat(ctx, op, request)
	if failure, ok := errors.AsType[*sandbox.Error](err); ok {
		if failure.Kind == sandbox.Cancelled && ctx.Err() != nil {
			return call, ctx.Err()
		}
		return call, nil // the record has it
	}
	return call, err
}

// module returns the module to call for one of a trace.
func (r *replayer) module(ctx context.Context, m trace.Module) (*sandbox.Module, error) {
	at := loaded{setting{m.Clock.UnixNano(), m.Seed}, m.Digest}
	if !r.clock.IsZero() {
		at.clock = r.clock.UnixNano()
	}
	if r.seed != nil {
		at.seed = *r.seed
	}
	if r.with != "" {
		at.digest = "" // one for all
	}
	if module := r.modules[at]; module != nil {
		return module, nil
	}
	engine, err := r.engine(ctx, at.setting)
	if err != nil {
		return nil, err
	}
	wasm, err := r.find(ctx, engine, m)
	if err != nil {
		return nil, err
	}
	module, err := engine.Load(ctx, wasm)
	if err != nil {
		return nil, host.Errorf(host.Invalid, "the module %s %s: %w", m.Adapter, m.Version, err)
	}
	if r.modules == nil {
		r.modules = map[loaded]*sandbox.Module{}
	}
	r.modules[at] = module
	return module, nil
}

func (r *replayer) engine(ctx context.Context, s setting) (*sandbox.Engine, error) {
	if e := r.engines[s]; e != nil {
		return e, nil
	}
	e, err := openSandbox(ctx, sandbox.Config{CacheDir: r.cache, Clock: time.Unix(0, s.clock).UTC(), Seed: s.seed})
	if err != nil {
		return nil, err
	}
	if r.engines == nil {
		r.engines = map[setting]*sandbox.Engine{}
	}
	r.engines[s] = e
	return e, nil
}

// find returns the bytes of the module to call: the one that was asked for, or the trace's own by its digest.
func (r *replayer) find(ctx context.Context, engine *sandbox.Engine, m trace.Module) ([]byte, error) {
	if r.with != "" {
		return r.other(ctx, engine)
	}
	if r.files == nil {
		files, err := filepath.Glob(filepath.Join(r.adapters, "*.wasm"))
		if err != nil {
			return nil, err
		}
		r.files = map[string]string{}
		for _, file := range files {
			wasm, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			sum := sha256.Sum256(wasm)
			r.files[hex.EncodeToString(sum[:])] = file
		}
	}
	if file := r.files[m.Digest]; file != "" {
		return os.ReadFile(file)
	}
	blobs := filepath.Join(r.data, "blobs")
	if _, err := os.Stat(blobs); err == nil || os.Getenv("EVIDENCE_BUCKET") != "" {
		wasm, err := r.kept(ctx, m.Digest)
		if host.KindOf(err) != host.NotFound {
			return wasm, err
		}
	}
	return nil, host.Errorf(host.NotFound, "the module of this trace (%s %s, sha256 %.12s…) is neither among the %d adapters in %s nor among those kept in %s: "+
		"name another folder with --adapters or --data, build it from the same source, or compare with another module by --with",
		m.Adapter, m.Version, m.Digest, len(r.files), r.adapters, blobs)
}

// kept reads a module that the host has loaded once.
func (r *replayer) kept(ctx context.Context, digest string) (wasm []byte, err error) {
	store, err := openBlobs(ctx, r.data, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return store.Get(ctx, digest)
}

// other reads the module that stands in for the traces' own, or builds it from its folder.
func (r *replayer) other(ctx context.Context, engine *sandbox.Engine) ([]byte, error) {
	if r.instead != nil {
		return r.instead, nil
	}
	info, err := os.Stat(r.with)
	if err != nil {
		return nil, host.Errorf(host.NotFound, "--with: %w", err)
	}
	if info.IsDir() {
		_, r.instead, err = buildAdapter(ctx, engine, r.with)
	} else {
		r.instead, err = os.ReadFile(r.with)
	}
	if err != nil {
		return nil, fmt.Errorf("--with %s: %w", r.with, err)
	}
	return r.instead, nil
}
