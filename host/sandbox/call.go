package sandbox

import (
	"bytes"
	"context"

	"github.com/tetratelabs/wazero/api"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Call has the module answer one turn, in an instance of its own that is thrown away afterwards. The record of the call is always filled; an
// answer comes back only if it is in the contract, else the error is an [*Error]. An answer may hold the adapter's own error.
func (m *Module) Call(ctx context.Context, op sdk.Op, turn *sdk.Turn) (*sdk.Answer, host.Call, error) {
	spoken := *turn
	spoken.Contract = sdk.ContractVersion
	return m.Repeat(ctx, op, spoken.Append(nil))
}

// Repeat is Call with a turn in its wire form, as a record has it.
func (m *Module) Repeat(ctx context.Context, op sdk.Op, request []byte) (*sdk.Answer, host.Call, error) {
	i, err := m.Open(ctx)
	if err != nil {
		return nil, host.Call{Op: op, Digest: m.Digest(), Request: request, Failure: kindOf(err)}, err
	}
	defer i.Close()
	return i.Repeat(ctx, op, request)
}

// exports is the part of a guest that the contract knows.
type exports struct {
	memory      api.Memory
	alloc, call api.Function
	left        api.MutableGlobal // of the meter's portion
}

func exportsOf(guest api.Module) exports {
	return exports{guest.Memory(), guest.ExportedFunction("bolt_alloc"), guest.ExportedFunction("bolt_call"), guest.ExportedGlobal(meterLeft).(api.MutableGlobal)}
}

// ask makes one call of a guest. The raw answer comes back as far as there was one.
func (x exports) ask(ctx context.Context, state *callState, op sdk.Op, request []byte) (*sdk.Answer, []byte, error) {
	ctx = state.within(ctx)
	var stack [3]uint64
	stack[0] = uint64(len(request))
	if err := x.alloc.CallWithStack(ctx, stack[:]); err != nil {
		return nil, nil, state.classify(ctx, err)
	}
	at := uint32(stack[0])
	if !x.memory.Write(at, request) {
		return nil, nil, &Error{BadAnswer, "bolt_alloc gave a place that is not in the module's memory"}
	}
	stack[0], stack[1], stack[2] = uint64(op), uint64(at), uint64(len(request))
	if err := x.call.CallWithStack(ctx, stack[:]); err != nil {
		return nil, nil, state.classify(ctx, err)
	}
	from, size := uint32(stack[0]>>32), uint32(stack[0])
	if size > uint32(state.config.MaxAnswer) {
		return nil, nil, &Error{AnswerSize, "the answer is larger than the host takes"}
	}
	view, ok := x.memory.Read(from, size)
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
