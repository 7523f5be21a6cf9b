package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

func TestRefusedModules(t *testing.T) {
	well := moving(park).build(t)
	damaged := bytes.Replace(well, []byte(manifestSection+"\x0a"), []byte(manifestSection+"\x0b"), 1)
	old := guestManifest
	old.Contract = 99
	newer, err := AppendManifest(well, old)
	if err != nil {
		t.Fatal(err)
	}
	function := func(module, name string) guest {
		return guest{imports: []imported{{module: module, name: name, of: typeAlloc}}, call: unreachable}
	}

	for _, c := range []struct {
		name string
		wasm []byte
		says string // what the person who built it has to know
	}{
		{"no manifest", guest{call: unreachable, bare: true}.build(t), "directorybolt adapter build"},
		{"damaged manifest", damaged, "damaged"},
		{"two manifests", append(bytes.Clone(well), well[bytes.LastIndex(well, []byte(manifestSection))-3:]...), "manifest"},
		{"other contract", newer, "contract 99"},
		{"component", append(bytes.Clone(componentHeader), 1, 2, 3), "component"},
		{"not WebAssembly", []byte("#!/bin/sh\n"), "not a valid WebAssembly module"},
		{"empty", nil, "not a valid WebAssembly module"},
		{"cut short", well[:len(well)/2], ""},
		{"too large", append(bytes.Clone(well), make([]byte, 1<<20)...), "1048576"},
		{"foreign import", function("env", "fetch").build(t), "env.fetch"},
		{"several foreign imports", guest{imports: []imported{
			{module: "env", name: "fetch", of: typeAlloc}, {module: "env", name: "memory", kind: 3}, {module: wasiModule, name: "sock_open", of: typeAlloc},
		}, call: unreachable}.build(t), "env.fetch, env.memory, wasi_snapshot_preview1.sock_open"},
		{"imports a table", guest{imports: []imported{{module: wasiModule, name: "fd_write", kind: 1}}, call: unreachable}.build(t), "fd_write"},
		{"import of another type", function(wasiModule, "fd_write").build(t), "fd_write"},
		{"no bolt_call", guest{call: unreachable, rename: map[string]string{"bolt_call": "call"}}.build(t), "bolt_call"},
		{"bolt_alloc of another type", guest{call: unreachable, rename: map[string]string{"bolt_alloc": "bolt_call", "bolt_call": "bolt_alloc"}}.build(t), "bolt_alloc"},
		{"no memory", guest{call: unreachable, rename: map[string]string{"memory": "mem"}}.build(t), "memory"},
		{"a command", guest{call: unreachable, rename: map[string]string{"bolt_call": "_start"}}.build(t), "-buildmode=c-shared"},
		{"too much memory from the start", guest{call: unreachable, pages: 1000}.build(t), "memory"},
		{"too large a table", guest{call: unreachable, table: 1 << 27}.build(t), "table"},
		{"a table that grows", guest{table: 10, call: code([]byte{0xd0, 0x70}, constant32(1), []byte{0xfc, 15, 0}, drop, unreachable)}.build(t), "table"},
		{"a table that is written", guest{table: 10, call: code(constant32(0), []byte{0xd0, 0x70, 0x26, 0}, unreachable)}.build(t), "table"},
		{"a table that is filled", guest{table: 10, call: code(constant32(0), []byte{0xd0, 0x70}, constant32(1), []byte{0xfc, 17, 0}, unreachable)}.build(t), "table"},
		{"a table that is copied", guest{table: 10, call: code(constant32(0), constant32(0), constant32(1), []byte{0xfc, 14, 0, 0}, unreachable)}.build(t), "table"},
		{"a table that is set up late", guest{table: 10, call: code(constant32(0), constant32(0), constant32(1), []byte{0xfc, 12, 0, 0}, unreachable)}.build(t), "table"},
		{"elements that are dropped", guest{call: code([]byte{0xfc, 13, 0}, unreachable)}.build(t), "table"},
		{"data that is dropped", guest{call: code([]byte{0xfc, 9, 0}, unreachable)}.build(t), "drops data"},
		{"vector instructions", guest{call: code([]byte{0xfd, 12}, make([]byte, 16), drop, unreachable)}.build(t), "SIMD"},
		{"spins in _initialize", guest{initialize: forever, call: unreachable}.build(t), "when it starts"},
		{"traps in _initialize", guest{initialize: unreachable, call: unreachable}.build(t), "when it starts"},
		{"spins in its start function", guest{initialize: forever, start: true, call: unreachable}.build(t), "when it starts"},
		{"traps in its start function", guest{initialize: unreachable, start: true, call: unreachable}.build(t), "when it starts"},
		{"exits when it starts", guest{imports: procExit, initialize: code(constant32(0), callFunction(0)), call: unreachable}.build(t), "when it starts"},
		{"takes too much memory to start", guest{initialize: code(loop(constant32(16), []byte{0x40, 0}, constant32(-1), []byte{0x46, 0x04, 0x40, 0x00, 0x0b})), call: unreachable}.build(t), "more memory"},
		{"one enormous function", guest{call: code(bytes.Repeat([]byte{0x01}, maxBody), unreachable)}.build(t), "bytes"},
		{"thousands of functions", guest{many: maxFunctions, call: unreachable}.build(t), "functions"},
		{"too many variables", guest{more: [][]byte{nil}, locals: 1 << 31, call: unreachable}.build(t), "local variables"},
		{"loops in loops", guest{call: nest(0x03, maxLoops+1)}.build(t), "loops in each other"},
		{"blocks in blocks", guest{call: nest(0x02, maxBlocks+1)}.build(t), "blocks in each other"},
		{"code that does not validate", guest{call: drop}.build(t), "not valid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newEngine(t, Config{MaxModule: 1 << 20, MaxMemory: 16 << 20, MaxWork: 10_000_000})
			_, err := e.Load(t.Context(), c.wasm)
			failure, ok := errors.AsType[*Error](err)
			if !ok || failure.Kind != BadModule {
				t.Fatalf("error %v, want one of kind %s", err, BadModule)
			}
			if !strings.Contains(failure.Message, c.says) {
				t.Errorf("error %q does not say %q", failure.Message, c.says)
			}
			load(t, e, well)
		})
	}
}

func TestManifestIsReadWithoutRunning(t *testing.T) {
	e := newEngine(t, Config{})
	wasm := guest{call: unreachable, initialize: unreachable, start: true}.build(t)
	_, got, err := e.config.inspect(wasm)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(*got, guestManifest) {
		t.Errorf("manifest %+v, want %+v", got, guestManifest)
	}
	wasm = moving(park).build(t)
	digest := sha256.Sum256(wasm)
	if got, want := load(t, e, wasm).Digest(), hex.EncodeToString(digest[:]); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

func TestAppendManifestReplaces(t *testing.T) {
	later := guestManifest
	later.Version = "2"
	once, err := AppendManifest(guest{call: unreachable, bare: true}.build(t), later)
	if err != nil {
		t.Fatal(err)
	}
	again, err := AppendManifest(guest{call: unreachable}.build(t), later)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(once, again) {
		t.Error("a module with an older manifest does not become the same as one without")
	}
	if got := load(t, newEngine(t, Config{}), again).Manifest().Version; got != "2" {
		t.Errorf("version %q, want 2", got)
	}
}

func TestDescribe(t *testing.T) {
	e := newEngine(t, Config{})
	g := answering((&sdk.Answer{Manifest: &guestManifest}).Append(nil))
	g.bare = true
	got, err := e.Describe(t.Context(), g.build(t))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, guestManifest) {
		t.Errorf("manifest %+v, want %+v", got, guestManifest)
	}
}

func TestClosedModule(t *testing.T) {
	e := newEngine(t, Config{})
	wasm := moving(park).build(t)
	first, second := load(t, e, wasm), load(t, e, wasm)
	for range 2 {
		if err := first.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := second.Call(t.Context(), sdk.OpPlan, turn); err != nil {
		t.Errorf("the same module loaded again: %v", err)
	}
}

func TestCompiledCodeIsKept(t *testing.T) {
	dir := t.TempDir()
	wasm := moving(park).build(t)
	kept := func() (files []string) {
		load(t, newEngine(t, Config{CacheDir: dir}), wasm)
		_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, path)
			}
			return err
		})
		return files
	}
	first := kept()
	if len(first) == 0 {
		t.Fatal("nothing was written")
	}
	written, err := os.Stat(first[0])
	if err != nil {
		t.Fatal(err)
	}
	if second := kept(); !reflect.DeepEqual(first, second) {
		t.Errorf("files %v after the second load, %v after the first", second, first)
	}
	if again, err := os.Stat(first[0]); err != nil || !os.SameFile(written, again) {
		t.Errorf("the compiled code was written again (%v)", err)
	}
}
