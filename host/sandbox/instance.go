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
	module  *Module
	code    *loaded
	guest   api.Module
	exports exports
	state   *callState // of the call in progress; also the instance's memory
}

// Open returns a fresh instance; close it.
func (m *Module) Open(ctx context.Context) (*Instance, error) {
	if m.closed.Load() {
		return nil, &Error{Indeterminate, "the adapter was closed: another version of it may be loaded"}
	}
	c, err := m.engine.acquire(ctx, m.entry)
	if err != nil {
		return nil, err
	}
	at, err := c.image.open()
	if err != nil {
		m.engine.release(c)
		return nil, err
	}
	i := &Instance{module: m, code: c, state: &callState{config: &m.engine.config, memory: at}}
	i.guest, err = m.engine.runtime.InstantiateModule(experimental.WithMemoryAllocator(ctx, i.state), c.compiled, instanceConfig)
	if err != nil {
		m.engine.release(c)
		return nil, fmt.Errorf("make an instance of adapter %s: %w", m.Digest(), err)
	}
	i.exports = exportsOf(i.guest)
	return i, nil
}

// Close throws the instance away.
func (i *Instance) Close() {
	_ = i.guest.Close(context.Background())
	i.module.engine.release(i.code)
}

// Repeat makes one call, with a turn in its wire form. It returns what [Module.Repeat] does.
func (i *Instance) Repeat(ctx context.Context, op sdk.Op, request []byte) (*sdk.Answer, host.Call, error) {
	fresh := i.module.engine.config.newState()
	fresh.memory = i.state.memory
	*i.state = *fresh
	i.exports.left.Set(0)
	begin := time.Now()
	answer, raw, err := i.exports.ask(ctx, i.state, op, request)
	record := host.Call{
		Op: op, Digest: i.module.Digest(), Request: request, Answer: raw, Log: i.state.text(), Duration: time.Since(begin),
		Work: i.state.given - max(0, int64(i.exports.left.Get())), Stopped: i.state.stopped, Failure: kindOf(err),
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
