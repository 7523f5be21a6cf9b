package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"github.com/directorybolt/directorybolt/sdk"
)

// Module is a compiled adapter. It is safe for concurrent use.
type Module struct {
	engine   *Engine
	code     wazero.CompiledModule
	manifest sdk.Manifest
	digest   string
	close    func(context.Context) error
}

// Load reads a module's manifest, checks that the host can run it, and compiles it. A module that it refuses is an [*Error] of kind BadModule, which
// says what to do. Nothing of the module runs.
func (e *Engine) Load(ctx context.Context, wasm []byte) (*Module, error) {
	return e.load(ctx, wasm, true)
}

// Describe checks a module that has no manifest yet and asks it for one, for [AppendManifest]. It runs the module in an interpreter: compiling
// takes seconds, which one small call is not worth.
func (e *Engine) Describe(ctx context.Context, wasm []byte) (m sdk.Manifest, err error) {
	once := e.config
	once.CacheDir = ""
	interpreter, err := open(ctx, once, wazero.NewRuntimeConfigInterpreter())
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, interpreter.Close(ctx)) }()
	module, err := interpreter.load(ctx, wasm, false)
	if err != nil {
		return m, err
	}
	answer, _, err := module.Call(ctx, sdk.OpDescribe, &sdk.Turn{})
	if err != nil {
		return m, err
	}
	if answer.Error != nil {
		return m, &Error{BadModule, "the module answers with an error when asked to describe itself"}
	}
	return *answer.Manifest, nil
}

func (e *Engine) load(ctx context.Context, wasm []byte, needManifest bool) (*Module, error) {
	if len(wasm) > e.config.MaxModule {
		return nil, refuse("the module has %d bytes; at most %d are taken", len(wasm), e.config.MaxModule)
	}
	all, err := sections(wasm)
	if err != nil {
		return nil, refuse("%v", err)
	}
	manifest, err := manifestIn(all)
	if err != nil {
		return nil, refuse("%v", err)
	}
	if manifest == nil && needManifest {
		return nil, refuse("the module has no manifest: build it with `directorybolt adapter build`, which adds it")
	}
	foreign, err := foreignImports(all)
	if err != nil {
		return nil, refuse("%v", err)
	}
	if len(foreign) > 0 {
		return nil, refuse("the module imports %s; an adapter has no network, files or host of its own: remove what needs them", strings.Join(foreign, ", "))
	}
	bounded, err := fixTables(all)
	if err != nil {
		return nil, refuse("%v", err)
	}
	code, err := e.runtime.CompileModule(ctx, bounded)
	if err != nil {
		return nil, refuse("the module does not compile: %v", err)
	}
	if err := e.checkInterface(code); err != nil {
		_ = code.Close(ctx)
		return nil, err
	}
	digest := sha256.Sum256(wasm)
	m := &Module{engine: e, code: code, digest: hex.EncodeToString(digest[:])}
	if manifest != nil {
		m.manifest = *manifest
	}
	var once sync.Once
	m.close = func(ctx context.Context) (err error) {
		once.Do(func() { err = code.Close(ctx) })
		return err
	}
	return m, nil
}

// checkInterface checks what a compiled module exports and imports against the contract.
func (e *Engine) checkInterface(code wazero.CompiledModule) error {
	memory, ok := code.ExportedMemories()["memory"]
	if !ok {
		return refuse("the module does not export its memory as %q", "memory")
	}
	if least := uint64(memory.Min()) << 16; least > uint64(e.config.MaxMemory) {
		return refuse("the module starts with %d bytes of memory; at most %d are given", least, e.config.MaxMemory)
	}
	for name, want := range map[string]string{"bolt_alloc": "i:i", "bolt_call": "iii:l"} {
		f, ok := code.ExportedFunctions()[name]
		if !ok && code.ExportedFunctions()["_start"] != nil {
			return refuse("the module is a command, not a reactor: with Go build with -buildmode=c-shared, as `directorybolt adapter build` does")
		}
		if !ok {
			return refuse("the module does not export the function %s", name)
		}
		if got := signature(f); got != want {
			return refuse("the module exports %s as %s; the contract has %s", name, got, want)
		}
	}
	if f, ok := code.ExportedFunctions()["_initialize"]; ok && signature(f) != ":" {
		return refuse("the module exports _initialize with parameters or results")
	}
	for _, f := range code.ImportedFunctions() {
		_, name, _ := f.Import()
		want := wasi[name].params + ":i"
		if name == "proc_exit" {
			want = "i:"
		}
		if got := signature(f); got != want {
			return refuse("the module imports %s.%s as %s; it is %s", wasiModule, name, got, want)
		}
	}
	return nil
}

// signature is a function's type in letters, i for i32 and l for i64: "iii:l".
func signature(f api.FunctionDefinition) string {
	letters := func(types []api.ValueType) string {
		var s strings.Builder
		for _, t := range types {
			s.WriteString(map[api.ValueType]string{api.ValueTypeI32: "i", api.ValueTypeI64: "l"}[t])
			if t != api.ValueTypeI32 && t != api.ValueTypeI64 {
				s.WriteByte('?')
			}
		}
		return s.String()
	}
	return letters(f.ParamTypes()) + ":" + letters(f.ResultTypes())
}

func refuse(format string, args ...any) error {
	return &Error{BadModule, fmt.Sprintf(format, args...)}
}

// Manifest returns what the module says of itself.
func (m *Module) Manifest() sdk.Manifest { return m.manifest }

// Digest returns the SHA-256 of the module's bytes, in hex.
func (m *Module) Digest() string { return m.digest }

// Close frees the module once its calls in progress are over. Later calls fail.
func (m *Module) Close(ctx context.Context) error { return m.close(ctx) }
