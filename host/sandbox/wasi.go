package sandbox

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"strings"

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
	call   func(c *callState, m api.Memory, stack []uint64) (errno uint64)
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

func instantiateWASI(ctx context.Context, r wazero.Runtime) error {
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
			stack[0] = f.call(stateOf(ctx), m.Memory(), stack)
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

func exit(ctx context.Context, m api.Module, stack []uint64) {
	code := uint32(stack[0])
	_ = m.CloseWithExitCode(ctx, code)
	panic(sys.NewExitError(code)) // how wazero unwinds the guest
}

func succeed(*callState, api.Memory, []uint64) uint64 { return errnoSuccess }

func noFile(*callState, api.Memory, []uint64) uint64 { return errnoBadf }

// none answers that there are 0 of something, in 0 bytes.
func none(_ *callState, m api.Memory, stack []uint64) uint64 {
	if !m.WriteUint32Le(uint32(stack[0]), 0) || !m.WriteUint32Le(uint32(stack[1]), 0) {
		return errnoFault
	}
	return errnoSuccess
}

func clock(c *callState, m api.Memory, stack []uint64) uint64 {
	if !m.WriteUint64Le(uint32(stack[2]), c.clock) {
		return errnoFault
	}
	return errnoSuccess
}

func random(c *callState, m api.Memory, stack []uint64) uint64 {
	into, ok := m.Read(uint32(stack[0]), uint32(stack[1]))
	if !ok {
		return errnoFault
	}
	_, _ = c.random.Read(into)
	return errnoSuccess
}

// poll says that everything waited for has happened.
func poll(_ *callState, m api.Memory, stack []uint64) uint64 {
	if !m.WriteUint32Le(uint32(stack[3]), uint32(stack[2])) {
		return errnoFault
	}
	return errnoSuccess
}

func write(c *callState, m api.Memory, stack []uint64) uint64 {
	fd, vectors, count, written := uint32(stack[0]), uint32(stack[1]), uint32(stack[2]), uint32(stack[3])
	if fd != 1 && fd != 2 {
		return errnoBadf
	}
	if count > maxVectors {
		return errnoInval
	}
	list, ok := m.Read(vectors, count*8)
	if !ok {
		return errnoFault
	}
	var total uint32
	for ; len(list) > 0; list = list[8:] {
		text, ok := m.Read(binary.LittleEndian.Uint32(list), binary.LittleEndian.Uint32(list[4:]))
		if !ok {
			return errnoFault
		}
		c.print(text)
		total += uint32(len(text))
	}
	if !m.WriteUint32Le(written, total) {
		return errnoFault
	}
	return errnoSuccess
}

// callState is what the host keeps of one call while it runs.
type callState struct {
	random  *rand.ChaCha8
	clock   uint64 // nanoseconds since 1970
	log     []byte
	maxLog  int
	cut     bool // the log is longer than what was kept
	memory  []byte
	maxSize uint64
	refused bool // the guest asked for more memory than it may have
}

type stateKey struct{}

func stateOf(ctx context.Context) *callState { return ctx.Value(stateKey{}).(*callState) }

func (c *callState) print(text []byte) {
	if room := c.maxLog - len(c.log); len(text) > room {
		text, c.cut = text[:room], true
	}
	c.log = append(c.log, text...)
}

// text returns the log as valid text without zero bytes, which Postgres does not keep.
func (c *callState) text() string {
	s := strings.ReplaceAll(strings.ToValidUTF8(string(c.log), "\uFFFD"), "\x00", "\uFFFD")
	if len(s) > c.maxLog {
		s, c.cut = strings.ToValidUTF8(s[:c.maxLog], ""), true
	}
	if c.cut {
		s += "\n[the log goes on]"
	}
	return s
}
