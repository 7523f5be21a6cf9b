package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/host/worker"
)

// adapters are the loaded adapters by name.
type adapters struct {
	engine *sandbox.Engine
	byName map[string]*sandbox.Module
}

func (a adapters) get(_ context.Context, name string) (worker.Adapter, error) {
	m, ok := a.byName[name]
	if !ok {
		return nil, host.Errorf(host.NotFound, "adapter %q is not loaded", name)
	}
	return m, nil
}

// loadAdapters loads every module in the folder, under the name it gives itself, and keeps it in the store: a trace is replayed with the module
// that it was made with, also when the folder has another one by then.
func loadAdapters(ctx context.Context, dir, cache string, store *blob.Store) (loaded adapters, stop func() error, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.wasm"))
	if err != nil {
		return loaded, nil, err
	}
	if len(files) == 0 {
		return loaded, nil, host.Errorf(host.NotFound, "no adapters (*.wasm) in %s: run `make demo`, or build one with `directorybolt adapter build`", dir)
	}
	given := conditions()
	engine, err := openSandbox(ctx, sandbox.Config{CacheDir: cache, Clock: given.Clock, Seed: given.Seed})
	if err != nil {
		return loaded, nil, err
	}
	stop = func() error { return engine.Close(context.WithoutCancel(ctx)) }
	loaded = adapters{engine: engine, byName: map[string]*sandbox.Module{}}
	for _, file := range files {
		wasm, err := os.ReadFile(file)
		if err != nil {
			return loaded, stop, err
		}
		m, err := engine.Load(ctx, wasm)
		if err != nil {
			return loaded, stop, fmt.Errorf("%s: %w", file, err)
		}
		name := m.Manifest().Name
		if loaded.byName[name] != nil {
			return loaded, stop, host.Errorf(host.Invalid, "%s: another module in this folder is also named %q; remove one", file, name)
		}
		if _, err := store.Put(ctx, wasm); err != nil {
			return loaded, stop, fmt.Errorf("keep the module %s: %w", file, err)
		}
		loaded.byName[name] = m
	}
	return loaded, stop, nil
}
