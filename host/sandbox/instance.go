package sandbox

import (
	"context"
	"fmt"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// instanceConfig: a nameless instance, so that any number can run at once; nothing starts by itself.
var instanceConfig = wazero.NewModuleConfig().WithName("").WithStartFunctions()

// Instance is one instance of a module, for one caller at a time. What a guest does to its memory is seen by the next call of the same instance, so the
// calls of an instance must belong to one customer; [Module.Call] takes a fresh one for each. An instance that has failed is of no more use.
type Instance struct {
	module    *Module
	code      *loaded
	guest     api.Module
	exports   exports
	variables []frozenVariable
	memory    *mapping
	state     *callState // of the call in progress
	failed    bool
}

// frozenVariable is a global variable of an instance and its value in the frozen module.
type frozenVariable struct {
	api.MutableGlobal
	frozen uint64
}

// Open returns a fresh instance; close it.
func (m *Module) Open(ctx context.Context) (*Instance, error) {
	if m.closed.Load() {
		return nil, errClosed
	}
	code, err := m.engine.acquire(ctx, m.entry)
	if err != nil {
		return nil, err
	}
	i := m.engine.takeIdle(code)
	if i == nil {
		if i, err = m.engine.instantiate(ctx, code); err != nil {
			m.engine.release(m.entry)
			return nil, fmt.Errorf("make an instance of adapter %s: %w", m.Digest(), err)
		}
	}
	i.module = m
	i.exports = exportsOf(i.guest) // new ones: the old may hold a large stack
	return i, nil
}

func (e *Engine) instantiate(ctx context.Context, code *loaded) (*Instance, error) {
	memory, err := code.image.open()
	if err != nil {
		return nil, err
	}
	i := &Instance{code: code, memory: memory, state: &callState{config: &e.config, memory: memory}}
	i.guest, err = e.runtime.InstantiateModule(experimental.WithMemoryAllocator(ctx, i.state), code.compiled, instanceConfig)
	if err != nil {
		memory.free()
		return nil, err
	}
	for n := range code.globals {
		if g, ok := i.guest.ExportedGlobal(variable(n)).(api.MutableGlobal); ok {
			i.variables = append(i.variables, frozenVariable{g, g.Get()})
		}
	}
	return i, nil
}

// Close gives the instance back. It is made fresh for a later call if that can be done: its memory and its variables, which are all that a guest can change.
func (i *Instance) Close() {
	m := i.module // once it is kept, another caller may have it
	if !m.engine.keepIdle(i) {
		i.destroy()
	}
	m.engine.release(m.entry)
}

func (i *Instance) destroy() { _ = i.guest.Close(context.Background()) }

// refresh makes the instance what it was at the start, and reports whether it could: memory that has grown does not shrink.
func (i *Instance) refresh() bool {
	if i.failed || i.memory.used != i.code.start || i.memory.reset() != nil {
		return false
	}
	for _, v := range i.variables {
		v.Set(v.frozen)
	}
	return true
}

// Repeat makes one call, with a turn in its wire form. It returns what [Module.Repeat] does.
func (i *Instance) Repeat(ctx context.Context, op sdk.Op, request []byte) (*sdk.Answer, host.Call, error) {
	fresh := i.module.engine.config.newState()
	fresh.memory = i.memory
	*i.state = *fresh
	i.exports.left.Set(uint64(fullBalance))
	begin := time.Now()
	answer, raw, err := i.exports.ask(ctx, i.state, op, request)
	i.failed = i.failed || err != nil
	record := host.Call{
		Op: op, Digest: i.module.Digest(), Request: request, Answer: raw, Log: i.state.text(), Duration: time.Since(begin),
		Work: i.state.given - balance(i.exports.left.Get()).work(), Stopped: i.state.stopped, Failure: kindOf(err),
	}
	if record.Failure == string(Exhausted) {
		record.Work = i.state.given
	}
	i.module.engine.count(func(s *Stats) {
		s.Calls++
		s.Work += record.Work
		if err != nil {
			s.Failed++
		}
	})
	return answer, record, err
}
