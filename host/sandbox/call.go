package sandbox

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/sys"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// instanceConfig: a fresh, nameless instance, so that any number can run at once; a reactor is started by its _initialize.
var instanceConfig = wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")

// Call has the module answer one turn, in an instance of its own that is thrown away afterwards. The record of the call is always filled; an
// answer comes back only if it is in the contract, else the error is an [*Error]. An answer may hold the adapter's own error.
func (m *Module) Call(ctx context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, host.Call, error) {
	spoken := *turn
	spoken.Contract = sdk.ContractVersion
	return m.Repeat(ctx, op, spoken.Append(nil))
}

// Repeat is Call with a turn in its wire form, as a record has it.
func (m *Module) Repeat(ctx context.Context, op sdk.Op, request []byte) (*sdk.Answer, host.Call, error) {
	record := host.Call{Op: op, Digest: m.digest, Request: request}
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], m.engine.config.Seed)
	state := &callState{
		random:  rand.NewChaCha8(seed),
		clock:   uint64(m.engine.config.Clock.UnixNano()),
		maxLog:  m.engine.config.MaxLog,
		maxSize: uint64(m.engine.config.MaxMemory),
	}

	begin := time.Now()
	answer, raw, err := m.run(ctx, op, record.Request, state)
	record.Duration = time.Since(begin)

	record.Answer, record.Log = raw, state.text()
	if failure, ok := errors.AsType[*Error](err); ok {
		record.Failure = string(failure.Kind)
	}
	return answer, record, err
}

func (m *Module) run(ctx context.Context, op sdk.Op, request []byte, state *callState) (*sdk.Answer, []byte, error) {
	limits := m.engine.config
	bounded, cancel := context.WithTimeout(ctx, limits.Deadline)
	defer cancel()
	bounded = experimental.WithMemoryAllocator(context.WithValue(bounded, stateKey{}, state), state)

	instance, err := m.engine.runtime.InstantiateModule(bounded, m.code, instanceConfig)
	if err != nil {
		return nil, nil, m.classify(ctx, bounded, err, state)
	}
	defer func() { _ = instance.Close(context.WithoutCancel(ctx)) }()

	memory := instance.Memory()
	at, err := call(bounded, instance, "bolt_alloc", uint64(len(request)))
	if err != nil {
		return nil, nil, m.classify(ctx, bounded, err, state)
	}
	if !memory.Write(uint32(at), request) {
		return nil, nil, &Error{BadAnswer, "bolt_alloc gave a place that is not in the module's memory"}
	}
	packed, err := call(bounded, instance, "bolt_call", uint64(op), at, uint64(len(request)))
	if err != nil {
		return nil, nil, m.classify(ctx, bounded, err, state)
	}
	from, size := uint32(packed>>32), uint32(packed)
	if size > uint32(limits.MaxAnswer) {
		return nil, nil, &Error{AnswerSize, "the answer is larger than the host takes"}
	}
	view, ok := memory.Read(from, size)
	if !ok {
		return nil, nil, &Error{BadAnswer, "bolt_call gave a place that is not in the module's memory"}
	}
	raw := bytes.Clone(view)
	answer := new(sdk.Answer)
	if err := answer.Decode(raw); err != nil {
		return nil, raw, &Error{BadAnswer, "the answer does not decode: " + err.Error()}
	}
	clean(answer)
	if err := answer.Check(op); err != nil {
		return nil, raw, &Error{BadAnswer, err.Error()}
	}
	return answer, raw, nil
}

func call(ctx context.Context, instance api.Module, name string, args ...uint64) (uint64, error) {
	results, err := instance.ExportedFunction(name).Call(ctx, args...)
	if err != nil {
		return 0, err
	}
	return results[0], nil
}

// classify says in the host's words why a guest did not return.
func (m *Module) classify(ctx, bounded context.Context, err error, state *callState) error {
	_, exited := errors.AsType[*sys.ExitError](err)
	switch {
	case ctx.Err() != nil:
		return &Error{Cancelled, "the call was given up before the module answered"}
	case bounded.Err() != nil:
		return &Error{Indeterminate, "the module did not answer within " + m.engine.config.Deadline.String()}
	case state.refused:
		return &Error{Memory, "the module needs more memory than it is given"}
	case exited:
		return &Error{Exit, "the module ended itself instead of answering"}
	}
	if _, fault, ok := strings.Cut(err.Error(), "wasm error: "); ok {
		fault, _, _ = strings.Cut(fault, "\n")
		return &Error{Trap, "the module trapped (" + fault + "); its log may say why"}
	}
	return &Error{Trap, "the module could not be run"}
}
