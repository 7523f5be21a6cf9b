package sandbox

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/sys"
)

// portion is how much work a guest does between two looks of the host: about a millisecond of it.
const portion = 1 << 20

// callState is what the host keeps of one call while it runs.
type callState struct {
	config  *Config
	random  *rand.ChaCha8
	log     []byte
	cut     bool  // the log is longer than what was kept
	given   int64 // work handed out so far
	most    int64 // work that may be handed out
	until   time.Time
	memory  memory
	denied  bool // the guest asked for more memory than it may have
	stopped []string
}

func (c *Config) newState() *callState {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], c.Seed)
	return &callState{config: c, random: rand.NewChaCha8(seed), most: c.MaxWork, until: time.Now().Add(c.Deadline)}
}

type stateKey struct{}

func (c *callState) within(ctx context.Context) context.Context {
	return context.WithValue(ctx, stateKey{}, c)
}

func stateOf(ctx context.Context) *callState { return ctx.Value(stateKey{}).(*callState) }

// refill is the import of the meter: it gives the guest the next portion of work, or ends the call.
func refill(ctx context.Context, _ api.Module, stack []uint64) {
	stack[0] = uint64(stateOf(ctx).settle(ctx, balance(stack[0])))
}

// settle gives the guest portions of work until what is left is not below 0, or ends the call by a panic, as wazero unwinds guests.
func (c *callState) settle(ctx context.Context, left balance) balance {
	if left.stack() < 0 {
		panic(&Error{Exhausted, "the module calls itself too deeply: its stack is used up"})
	}
	for left.work() < 0 {
		switch {
		case ctx.Err() != nil:
			panic(&Error{Cancelled, "the call was given up before the module answered"})
		case time.Now().After(c.until):
			panic(&Error{Indeterminate, "the module did not answer within " + c.config.Deadline.String()})
		case c.given >= c.most:
			panic(&Error{Exhausted, "the module works longer than a call may; is there a loop that does not end?"})
		}
		next := min(portion, c.most-c.given)
		c.given += next
		left += balance(next) * unitOfWork
	}
	return left
}

// classify says in the host's words why a guest did not return.
func (c *callState) classify(ctx context.Context, err error) *Error {
	c.stopped = stoppedIn(err)
	failure, known := errors.AsType[*Error](err)
	_, exited := errors.AsType[*sys.ExitError](err)
	switch {
	case known:
		return failure
	case ctx.Err() != nil:
		return &Error{Cancelled, "the call was given up before the module answered"}
	case c.denied:
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

// stoppedIn returns the functions that a guest stopped in, innermost first, where its module has kept their names.
func stoppedIn(err error) (names []string) {
	_, trace, ok := strings.Cut(err.Error(), "wasm stack trace:\n")
	if !ok {
		return nil
	}
	for line := range strings.Lines(trace) {
		name, _, ok := strings.Cut(strings.TrimSpace(line), "(")
		if !ok {
			break
		}
		name = strings.TrimPrefix(name, ".")
		if !strings.HasPrefix(name, "$") && !strings.HasPrefix(name, meterModule+".") {
			names = append(names, name)
		}
	}
	return names
}

func (c *callState) print(text []byte) {
	if room := c.config.MaxLog - len(c.log); len(text) > room {
		text, c.cut = text[:room], true
	}
	c.log = append(c.log, text...)
}

// text returns the log as valid text without zero bytes, which Postgres does not keep.
func (c *callState) text() string {
	s := strings.ReplaceAll(strings.ToValidUTF8(string(c.log), "\uFFFD"), "\x00", "\uFFFD")
	if most := c.config.MaxLog; len(s) > most {
		s, c.cut = strings.ToValidUTF8(s[:most], ""), true
	}
	if c.cut {
		s += "\n[the log goes on]"
	}
	return s
}

// memory is where an instance's memory lies.
type memory interface {
	// grow returns the memory with this size, or nil if it may not be so large.
	grow(size int) []byte
	free()
}

// Allocate implements [experimental.MemoryAllocator].
func (c *callState) Allocate(uint64, uint64) experimental.LinearMemory { return c }

// Reallocate implements [experimental.LinearMemory]. It returns nil past the limit; the guest then sees memory.grow fail.
func (c *callState) Reallocate(size uint64) []byte {
	var b []byte
	if size <= uint64(c.config.MaxMemory) {
		b = c.memory.grow(int(size))
	}
	if b == nil {
		c.denied = true
	}
	return b
}

// Free implements [experimental.LinearMemory].
func (c *callState) Free() { c.memory.free() }

// heap is memory of the host's own, for the one instance that is started and frozen.
type heap struct {
	bytes []byte
	most  int
}

func (h *heap) grow(size int) []byte {
	if size > cap(h.bytes) {
		grown := make([]byte, size, min(h.most, size+size/4))
		copy(grown, h.bytes)
		h.bytes = grown
	}
	h.bytes = h.bytes[:size]
	return h.bytes
}

func (h *heap) free() { h.bytes = nil }
