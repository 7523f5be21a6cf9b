package sandbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/sdk"
)

// parking is a module that answers with this message.
func parking(t *testing.T, message string) []byte {
	t.Helper()
	return moving(sdk.Park(sdk.ParkOther, message)).build(t)
}

func parked(t *testing.T, m *Module) string {
	t.Helper()
	answer, _, err := m.Call(t.Context(), sdk.OpPlan, turn)
	if err != nil {
		t.Error(err)
		return ""
	}
	return answer.Move.Park.Message
}

func TestModulesTakeTurnsInMemory(t *testing.T) {
	e := newEngine(t, Config{})
	var modules []*Module
	for n := range 20 {
		modules = append(modules, load(t, e, parking(t, fmt.Sprint("module ", n))))
	}
	if got := e.Stats().ResidentCount; got != 20 {
		t.Fatalf("%d modules are resident, want all 20", got)
	}
	e.config.MaxResident = int(e.Stats().ResidentBytes / 4)
	for round := range 3 {
		for n, m := range modules {
			if got, want := parked(t, m), fmt.Sprint("module ", n); got != want {
				t.Fatalf("round %d: %q answers, want %q", round, got, want)
			}
			if s := e.Stats(); s.ResidentBytes > int64(e.config.MaxResident) {
				t.Fatalf("%d bytes are resident, at most %d may be", s.ResidentBytes, e.config.MaxResident)
			}
		}
	}
	if s := e.Stats(); s.Evicted == 0 || s.Loaded <= 20 || s.Compiled != 20 || s.InstancesInUse != 0 {
		t.Errorf("%+v: modules must have been put out and brought back, without compiling again", s)
	}
	for _, m := range modules {
		if err := m.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if s := e.Stats(); s.ResidentCount != 0 || s.ResidentBytes != 0 {
		t.Errorf("%d modules of %d bytes are resident after all were closed", s.ResidentCount, s.ResidentBytes)
	}
}

func TestTheSameModuleIsHeldOnce(t *testing.T) {
	e := newEngine(t, Config{})
	wasm := moving(park).build(t)
	first, second := load(t, e, wasm), load(t, e, wasm)
	if s := e.Stats(); s.Compiled != 1 || s.ResidentCount != 1 {
		t.Errorf("%d compiled, %d resident; want 1 of each", s.Compiled, s.ResidentCount)
	}
	if err := first.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := second.Call(t.Context(), sdk.OpPlan, turn); err != nil {
		t.Errorf("the one that is still open: %v", err)
	}
	if _, record, err := first.Call(t.Context(), sdk.OpPlan, turn); err == nil || record.Failure != string(Indeterminate) {
		t.Errorf("a closed one answers: failure %q, error %v", record.Failure, err)
	}
}

// TestSwapUnderLoad swaps versions while calls run on them: each call is answered by the version it was made on.
func TestSwapUnderLoad(t *testing.T) {
	e := newEngine(t, Config{MaxResident: 1}) // nothing stays longer than it is used
	const versions = 8
	var wasm [versions][]byte
	for v := range wasm {
		wasm[v] = parking(t, fmt.Sprint("version ", v))
	}
	var mu sync.RWMutex
	current, version := load(t, e, wasm[0]), 0
	done := make(chan struct{})
	var calls sync.WaitGroup
	for range 4 {
		calls.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				mu.RLock()
				m, want := current, fmt.Sprint("version ", version)
				i, err := m.Open(t.Context())
				mu.RUnlock()
				if err != nil {
					t.Error(err)
					return
				}
				// The swap may come here: the instance is older than it.
				answer, _, err := i.Repeat(t.Context(), sdk.OpPlan, turn.Append(nil))
				if err != nil || answer.Move.Park.Message != want {
					t.Errorf("%s answers %+v, %v", want, answer, err)
				}
				i.Close()
			}
		})
	}
	for range 100 {
		v := rand.IntN(versions)
		next := load(t, e, wasm[v])
		mu.Lock()
		old := current
		current, version = next, v
		mu.Unlock()
		if err := old.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(done)
	calls.Wait()
	if err := current.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if s := e.Stats(); s.ResidentCount != 0 || s.InstancesInUse != 0 {
		t.Errorf("%+v: nothing may be left", s)
	}
}

func TestClearedCache(t *testing.T) {
	dir := t.TempDir()
	e := newEngine(t, Config{CacheDir: dir, MaxResident: 1})
	wasm := moving(park).build(t)
	m := load(t, e, wasm)
	files, err := filepath.Glob(filepath.Join(dir, "prepared", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	for what, harm := range map[string]func() error{
		"removed": func() error { return os.Remove(files[0]) },
		"damaged": func() error { return os.WriteFile(files[0], []byte("damaged"), 0o600) },
		"cut short": func() error {
			data, err := os.ReadFile(files[0])
			if err != nil {
				return err
			}
			return os.WriteFile(files[0], data[:len(data)/2], 0o600)
		},
	} {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		if _, record, err := m.Call(t.Context(), sdk.OpPlan, turn); record.Failure != string(Indeterminate) {
			t.Errorf("%s: failure %q, error %v", what, record.Failure, err)
		}
		load(t, e, wasm) // puts it there again
		if _, _, err := m.Call(t.Context(), sdk.OpPlan, turn); err != nil {
			t.Errorf("%s, then loaded again: %v", what, err)
		}
	}
}

// TestDamagedMachineCode harms what the compiler has kept: the next load mends it, in the process that compiles.
func TestDamagedMachineCode(t *testing.T) {
	for what, harm := range map[string]func(file string, data []byte) error{
		"removed":   func(file string, _ []byte) error { return os.Remove(file) },
		"cut short": func(file string, data []byte) error { return os.WriteFile(file, data[:len(data)/2], 0o600) },
		"changed": func(file string, data []byte) error {
			data[len(data)/2] ^= 1
			return os.WriteFile(file, data, 0o600)
		},
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			wasm := moving(park).build(t)
			load(t, newEngine(t, Config{CacheDir: dir}), wasm)
			files, err := filepath.Glob(filepath.Join(dir, "wazero-*", "*"))
			if err != nil || len(files) != 1 {
				t.Fatalf("files %v, %v", files, err)
			}
			data, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := harm(files[0], data); err != nil {
				t.Fatal(err)
			}
			e := newEngine(t, Config{CacheDir: dir})
			if _, _, err := load(t, e, wasm).Call(t.Context(), sdk.OpPlan, turn); err != nil || e.Stats().Compiled != 1 {
				t.Errorf("error %v, %d compiled; want it prepared again", err, e.Stats().Compiled)
			}
		})
	}
}

func TestPreparedFileOfAnotherModule(t *testing.T) {
	dir := t.TempDir()
	e := newEngine(t, Config{CacheDir: dir})
	one, other := parking(t, "one"), parking(t, "other")
	first, second := load(t, e, one), load(t, e, other)
	data, err := os.ReadFile(first.entry.file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(second.entry.file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := parked(t, load(t, newEngine(t, Config{CacheDir: dir}), other)); got != "other" {
		t.Errorf("the module answers %q, want %q", got, "other")
	}
}

func TestLoadWaitsNoLongerThanItsCaller(t *testing.T) {
	e := newEngine(t, Config{})
	known := parking(t, "known")
	load(t, e, known)
	e.preparing <- struct{}{} // as if a long compilation were under way
	defer func() { <-e.preparing }()
	load(t, e, known) // needs none
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Load(ctx, parking(t, "unknown")); kindOf(err) != string(Cancelled) {
		t.Errorf("error %v, want one of kind %s", err, Cancelled)
	}
}

func TestCacheIsPruned(t *testing.T) {
	dir := t.TempDir()
	e := newEngine(t, Config{CacheDir: dir})
	old, recent := parking(t, "old"), parking(t, "recent")
	first, second := load(t, e, old), load(t, e, recent)
	ago := time.Now().Add(-24 * time.Hour)
	left := filepath.Join(dir, "prepared", ".new-left")
	if err := errors.Join(os.WriteFile(left, nil, 0o600), os.Chtimes(left, ago, ago), os.Chtimes(first.entry.file, ago, ago)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(second.entry.file); err != nil {
		t.Fatal(err)
	} else {
		newEngine(t, Config{CacheDir: dir, MaxCache: info.Size() + 4096})
	}
	if _, err := os.Stat(first.entry.file); err == nil {
		t.Error("the module that was used least recently is still there")
	}
	if _, err := os.Stat(second.entry.file); err != nil {
		t.Errorf("the module that was used last is gone: %v", err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed process has left is still there")
	}
}
