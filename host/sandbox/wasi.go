package sandbox

import (
	"context"
	"encoding/binary"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/sys"
)

// The imports of adapters: the part of WASI preview 1 that language runtimes cannot start without, and nothing behind it. The clock
// stands still, random bytes come from a fixed seed, the environment is empty, there are no files; what is printed goes to the log of the call.

const wasiModule = "wasi_snapshot_preview1"

// Numbers of WASI errors.
const (
	errnoSuccess = 0
	errnoBadf    = 8
	errnoFault   = 21
	errnoInval   = 28
)

// maxVectors is how many pieces one write may have, as on Linux.
const maxVectors = 1024

type wasiFunc struct {
	params string // one letter a parameter: i for i32, l for i64
	call   func(ctx context.Context, c *callState, m api.Module, stack []uint64) (errno uint64)
}

var wasi = map[string]wasiFunc{
	"args_get":            {"ii", succeed},
	"args_sizes_get":      {"ii", none},
	"clock_time_get":      {"ili", clock},
	"environ_get":         {"ii", succeed},
	"environ_sizes_get":   {"ii", none},
	"fd_close":            {"i", noFile},
	"fd_fdstat_get":       {"ii", noFile},
	"fd_fdstat_set_flags": {"ii", noFile},
	"fd_filestat_get":     {"ii", noFile},
	"fd_prestat_dir_name": {"iii", noFile},
	"fd_prestat_get":      {"ii", noFile},
	"fd_read":             {"iiii", noFile},
	"fd_seek":             {"ilii", noFile},
	"fd_write":            {"iiii", write},
	"poll_oneoff":         {"iiii", poll},
	"proc_exit":           {"i", nil},
	"random_get":          {"ii", random},
	"sched_yield":         {"", succeed},
}

// instantiateImports gives a runtime what modules import: this, and the meter's own function.
func instantiateImports(ctx context.Context, r wazero.Runtime) error {
	number := []api.ValueType{api.ValueTypeI64}
	meter := r.NewHostModuleBuilder(meterModule).NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(refill), number, number)
	if _, err := meter.Export(meterRefill).Instantiate(ctx); err != nil {
		return err
	}
	b := r.NewHostModuleBuilder(wasiModule)
	for name, f := range wasi {
		var params []api.ValueType
		for _, p := range f.params {
			if p == 'l' {
				params = append(params, api.ValueTypeI64)
			} else {
				params = append(params, api.ValueTypeI32)
			}
		}
		results := []api.ValueType{api.ValueTypeI32}
		call := func(ctx context.Context, m api.Module, stack []uint64) {
			c := stateOf(ctx)
			c.charge(ctx, m, workOfImport)
			stack[0] = f.call(ctx, c, m, stack)
		}
		if name == "proc_exit" {
			results = nil
			call = exit
		}
		b.NewFunctionBuilder().WithGoModuleFunction(api.GoModuleFunc(call), params, results).Export(name)
	}
	_, err := b.Instantiate(ctx)
	return err
}

// workOfImport is what the call of an import is charged: crossing over to the host takes as long as some hundred instructions.
const workOfImport = 300

// charge takes work that the host does off what a guest has left, and looks at it at once: a guest may call imports without looking itself.
func (c *callState) charge(ctx context.Context, m api.Module, work int64) {
	left := m.ExportedGlobal(meterLeft).(api.MutableGlobal)
	left.Set(uint64(c.settle(ctx, balance(left.Get())-balance(work)*unitOfWork)))
}

func exit(ctx context.Context, m api.Module, stack []uint64) {
	code := uint32(stack[0])
	_ = m.CloseWithExitCode(ctx, code)
	panic(sys.NewExitError(code)) // how wazero unwinds the guest
}

func succeed(context.Context, *callState, api.Module, []uint64) uint64 { return errnoSuccess }

func noFile(context.Context, *callState, api.Module, []uint64) uint64 { return errnoBadf }

// none answers that there are 0 of something, in 0 bytes.
func none(_ context.Context, _ *callState, m api.Module, stack []uint64) uint64 {
	if !m.Memory().WriteUint32Le(uint32(stack[0]), 0) || !m.Memory().WriteUint32Le(uint32(stack[1]), 0) {
		return errnoFault
	}
	return errnoSuccess
}

func clock(_ context.Context, c *callState, m api.Module, stack []uint64) uint64 {
	if !m.Memory().WriteUint64Le(uint32(stack[2]), uint64(c.config.Clock.UnixNano())) {
		return errnoFault
	}
	return errnoSuccess
}

func random(ctx context.Context, c *callState, m api.Module, stack []uint64) uint64 {
	into, ok := m.Memory().Read(uint32(stack[0]), uint32(stack[1]))
	if !ok {
		return errnoFault
	}
	c.charge(ctx, m, int64(len(into)))
	_, _ = c.random.Read(into)
	return errnoSuccess
}

// poll says that everything waited for has happened.
func poll(_ context.Context, _ *callState, m api.Module, stack []uint64) uint64 {
	if !m.Memory().WriteUint32Le(uint32(stack[3]), uint32(stack[2])) {
		return errnoFault
	}
	return errnoSuccess
}

func write(ctx context.Context, c *callState, m api.Module, stack []uint64) uint64 {
	fd, vectors, count, written := uint32(stack[0]), uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	if fd != 1 && fd != 2 {
		return errnoBadf
	}
	if count > maxVectors {
		return errnoInval
	}
	c.charge(ctx, m, int64(count)*workOfImport)
	list, ok := m.Memory().Read(vectors, count*8)
	if !ok {
		return errnoFault
	}
	var total uint32
	for ; len(list) > 0; list = list[8:] {
		text, ok := m.Memory().Read(binary.LittleEndian.Uint32(list), binary.LittleEndian.Uint32(list[4:]))
		if !ok {
			return errnoFault
		}
		c.print(text)
		total += uint32(len(text))
	}
	if !m.Memory().WriteUint32Le(written, total) {
		return errnoFault
	}
	return errnoSuccess
}
