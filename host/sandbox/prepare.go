package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/directorybolt/directorybolt/sdk"
)

// features are what the modules of adapters may use of WebAssembly 2.0. Vectors are left out: nothing an adapter does needs them, and a meter would
// have to know each of their instructions.
const features = api.CoreFeaturesV2 &^ api.CoreFeatureSIMD

// inspect reads a module without running or compiling anything of it, and refuses what cannot be an adapter. The manifest is nil if it has none.
func (c *Config) inspect(wasm []byte) (*layout, *sdk.Manifest, error) {
	if len(wasm) > c.MaxModule {
		return nil, nil, refuse("the module has %d bytes; at most %d are taken", len(wasm), c.MaxModule)
	}
	all, err := sections(wasm)
	if err != nil {
		return nil, nil, refuse("%v", err)
	}
	manifest, err := manifestIn(all)
	if err != nil {
		return nil, nil, refuse("%v", err)
	}
	foreign, err := foreignImports(all)
	if err != nil {
		return nil, nil, refuse("%v", err)
	}
	if len(foreign) > 0 {
		return nil, nil, refuse("the module imports %s; an adapter has no network, files or host of its own: remove what needs them", strings.Join(foreign, ", "))
	}
	l, err := takeApart(all)
	if err != nil {
		return nil, nil, refuse("%v", err)
	}
	if err := l.checkShape(); err != nil {
		return nil, nil, err
	}
	if least := uint64(l.pages) << 16; least > uint64(c.MaxMemory) {
		return nil, nil, refuse("the module starts with %d bytes of memory; at most %d are given", least, c.MaxMemory)
	}
	return l, manifest, nil
}

// Metered returns a module as it runs here, with the meter in it, for whoever measures what the meter costs.
func Metered(wasm []byte) ([]byte, error) {
	var c Config
	c.defaults()
	l, _, err := c.inspect(wasm)
	if err != nil {
		return nil, err
	}
	return l.metered()
}

// prepare meters a module, starts it, freezes it and has the compiler put its machine code into the cache.
func (c *Config) prepare(ctx context.Context, l *layout) (p *prepared, err error) {
	freeze := func(started *layout, instance api.Module) error {
		wasm, memory, err := started.freeze(instance)
		if err != nil {
			return err
		}
		p = newPrepared(wasm, len(started.globals), memory)
		return nil
	}
	err = c.started(ctx, l, func(started *layout, instance api.Module) error {
		if err := c.warmUp(ctx, instance); err != nil {
			return err
		}
		return freeze(started, instance)
	})
	if _, warming := errors.AsType[errWarmUp](err); warming && kindOf(err) != string(Indeterminate) && kindOf(err) != string(Cancelled) {
		// Then without the warm-up, which has left it in the middle of something. What depends on the machine is no reason: the image must not, either.
		err = c.started(ctx, l, freeze)
	}
	if err != nil {
		return nil, err
	}
	p.code, err = c.compile(ctx, p.wasm)
	return p, err
}

// compile has the compiler put the machine code of a module into its part of the cache, and returns the file. It compiles into a folder of its own first:
// what the compiler calls the file only it knows.
func (c *Config) compile(ctx context.Context, wasm []byte) (f codeFile, err error) {
	own, err := os.MkdirTemp(c.CacheDir, ".compile-*")
	if err != nil {
		return f, fmt.Errorf("make a folder for machine code: %w", err)
	}
	defer func() { _ = os.RemoveAll(own) }()
	cache, err := wazero.NewCompilationCacheWithDir(own)
	if err != nil {
		return f, fmt.Errorf("open the cache of compiled adapters: %w", err)
	}
	defer func() { err = errors.Join(err, cache.Close(ctx)) }()
	compiler := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigCompiler().WithCoreFeatures(features).WithCompilationCache(cache))
	defer func() { err = errors.Join(err, compiler.Close(ctx)) }()
	if _, err := compiler.CompileModule(ctx, wasm); err != nil {
		return f, refuse("the module does not compile: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(own, "*", "*"))
	if err != nil || len(files) != 1 {
		return f, fmt.Errorf("the compiler has left %d files, not one (%v)", len(files), err)
	}
	info, err := os.Stat(files[0])
	if err != nil {
		return f, err
	}
	if f.name, err = filepath.Rel(own, files[0]); err != nil {
		return f, err
	}
	f.size = int(info.Size())
	if err := os.MkdirAll(filepath.Dir(c.codePath(f)), 0o700); err != nil {
		return f, err
	}
	return f, os.Rename(files[0], c.codePath(f))
}

// warmUp has a module do what it does the first time only, before it is frozen: runtimes prepare their heaps when they are first needed, and adapters their
// tables. It asks what the module is, and what it would do on a page that nobody has; the answers are of no interest.
func (c *Config) warmUp(ctx context.Context, instance api.Module) error {
	x, request := exportsOf(instance), warmUpTurn().Append(nil)
	for _, op := range []sdk.Op{sdk.OpDescribe, sdk.OpPlan} {
		state := c.newState()
		state.most, state.until = c.startWork(), time.Now().Add(c.CompileTime)
		if _, raw, err := x.ask(ctx, state, op, request); err != nil && raw == nil {
			return errWarmUp{err}
		}
	}
	return nil
}

// errWarmUp is a failure of the warm-up, not of the start before it.
type errWarmUp struct{ error }

func (e errWarmUp) Unwrap() error { return e.error }

func warmUpTurn() *sdk.Turn {
	page := &sdk.Page{URL: "https://directory.example/", Text: strings.Repeat("A made-up page. ", 500)}
	for n := range 60 {
		ref := strconv.Itoa(n)
		page.Controls = append(page.Controls, sdk.Control{Ref: "c" + ref, Tag: "input", Type: "text", Name: "field-" + ref, Label: "Field " + ref})
	}
	return &sdk.Turn{Contract: sdk.ContractVersion, Number: 1, Page: page, Directory: sdk.Directory{Slug: "directory", Start: page.URL}}
}

// startWork is the work that a module may do to start, and again to warm up. It runs in the interpreter then, some forty times slower; adapters in Go with
// large tables take 100 million.
func (c *Config) startWork() int64 { return min(c.MaxWork/8, 300_000_000) }

// roomShare is the part of an instance's memory that it begins with beyond what the module asks for.
const roomShare = 8

// started starts the metered module in an interpreter, which needs no compiler for code that runs once, and shows it to use. The layout
// that use gets is of the module as it runs there.
func (c *Config) started(ctx context.Context, l *layout, use func(*layout, api.Module) error) (err error) {
	metered, err := l.metered()
	if err != nil {
		return refuse("%v", err)
	}
	all, err := sections(metered)
	if err != nil {
		return err
	}
	running, err := takeApart(all)
	if err != nil {
		return err
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(features))
	defer func() { err = errors.Join(err, runtime.Close(ctx)) }()
	if err := instantiateImports(ctx, runtime); err != nil {
		return err
	}
	code, err := runtime.CompileModule(ctx, metered)
	if err != nil {
		return refuse("the module is not valid: %v", err)
	}
	if err := checkInterface(code); err != nil {
		return err
	}
	state := c.newState()
	state.most, state.until = c.startWork(), time.Now().Add(c.CompileTime)
	state.memory = &heap{most: c.MaxMemory}
	inside := state.within(ctx)
	instance, err := runtime.InstantiateModule(experimental.WithMemoryAllocator(inside, state), code, instanceConfig)
	if err != nil {
		return refuseStart(ctx, err, state)
	}
	// With room from the start a guest seldom has to grow its memory, and an instance whose memory has not grown can be made fresh again. Where the module
	// forbids it, nothing is lost but that.
	instance.Memory().Grow(uint32(c.MaxMemory / roomShare >> 16))
	if initialize := instance.ExportedFunction("_initialize"); initialize != nil {
		if _, err := initialize.Call(inside); err != nil {
			return refuseStart(ctx, err, state)
		}
	}
	return use(running, instance)
}

// refuseStart says why a module did not get through its start.
func refuseStart(ctx context.Context, err error, state *callState) error {
	failure := state.classify(ctx, err)
	if failure.Kind == Cancelled || failure.Kind == Indeterminate {
		return failure
	}
	text := "the module fails when it starts: " + failure.Message
	if log := state.text(); log != "" {
		text += "\n" + printable(log)
	}
	return refuse("%s", text)
}

// checkInterface checks what a module exports and imports against the contract.
func checkInterface(code wazero.CompiledModule) error {
	if _, ok := code.ExportedMemories()["memory"]; !ok {
		return refuse("the module does not export its memory as %q", "memory")
	}
	for _, export := range [][2]string{{"bolt_alloc", "i:i"}, {"bolt_call", "iii:l"}} {
		name, want := export[0], export[1]
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
		module, name, _ := f.Import()
		if module == meterModule {
			continue // put there by the meter
		}
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
