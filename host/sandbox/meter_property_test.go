package sandbox

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

// TestNoWorkIsFree runs functions made up at random, which count in memory what they do, and holds what they are charged against that.
func TestNoWorkIsFree(t *testing.T) {
	e := newEngine(t, Config{})
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		g := moving(park)
		g.pages, g.locals = 3, 64
		const functions = 24
		for n := range functions {
			f := &madeUp{Rand: r, self: n, functions: functions}
			g.more = append(g.more, f.code(4))
		}
		var calls []byte
		for n := range functions {
			calls = code(calls, callFunction(byte(3+n)))
		}
		g.call = code(calls, g.call)
		m := load(t, e, g.build(t))
		i, err := m.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, record, err := i.Repeat(t.Context(), sdk.OpPlan, turn.Append(nil))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		before := binary.LittleEndian.Uint64(i.code.image.source[countAt:])
		count, _ := i.guest.Memory().ReadUint64Le(countAt)
		if done := int64(count - before); record.Work < done*stepWeight {
			t.Errorf("seed %d: %d steps of %d instructions were done and %d units charged", seed, done, stepWeight, record.Work)
		}
		i.Close()
	}
}

const (
	countAt    = 1 << 17 // where functions count their steps
	stepWeight = 6
)

// madeUp is a function made up at random. It ends: loops have few rounds, branches go forward, calls go to later functions.
type madeUp struct {
	*rand.Rand
	self, functions int
	locals          byte
	labels          []bool // open blocks, outermost first: may be branched to
}

func (f *madeUp) code(depth int) (out []byte) {
	for range 1 + f.IntN(4) {
		switch kind := f.IntN(8); {
		case kind <= 1 || depth == 0:
			at := constant32(countAt)
			out = code(out, at, at, []byte{0x29, 3, 0}, constant64(1), []byte{0x7c, 0x37, 3, 0})
		case kind <= 3:
			out = code(out, []byte{0x02, 0x40}, f.inside(true, depth), []byte{0x0b})
		case kind == 4:
			out = code(out, f.odd(), []byte{0x04, 0x40}, f.inside(true, depth), []byte{0x05}, f.inside(true, depth), []byte{0x0b})
		case kind == 5 && f.locals < 60:
			local := f.locals
			f.locals++
			out = code(out, constant64(0), []byte{0x21, local, 0x03, 0x40}, f.inside(false, depth),
				[]byte{0x20, local}, constant64(1), []byte{0x7c, 0x22, local}, constant64(int64(1+f.IntN(5))), []byte{0x54, 0x0d, 0, 0x0b})
		case kind == 6 && f.self+1 < f.functions && f.IntN(4) == 0: // not too many: each calls on
			out = code(out, callFunction(byte(3+f.self+1+f.IntN(f.functions-f.self-1))))
		case kind == 7:
			if label, ok := f.label(); ok {
				out = code(out, f.odd(), []byte{0x0d, label})
			}
		}
	}
	return out
}

// odd leaves 1 if the count is odd, else 0.
func (f *madeUp) odd() []byte {
	return code(constant32(countAt), []byte{0x28, 2, 0}, constant32(1), []byte{0x71})
}

func (f *madeUp) inside(target bool, depth int) []byte {
	f.labels = append(f.labels, target)
	body := f.code(depth - 1)
	f.labels = f.labels[:len(f.labels)-1]
	return body
}

// label is one that may be branched to: of an open block, or of the function.
func (f *madeUp) label() (byte, bool) {
	label := f.IntN(len(f.labels) + 1)
	if label == len(f.labels) {
		return byte(label), true
	}
	return byte(label), f.labels[len(f.labels)-1-label]
}
