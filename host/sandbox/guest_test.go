package sandbox

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

// guest is a module written by hand: small, exact, and as hostile as a toolchain would never make it.
type guest struct {
	imports    []imported
	alloc      []byte   // body of bolt_alloc; by default it gives requestAt
	call       []byte   // body of bolt_call
	initialize []byte   // body of _initialize, if it has one
	start      bool     // call the same function also as the module's start function
	data       []byte   // put at answerAt
	pages      uint64   // of memory at the start; 2 by default
	table      uint64   // elements of a table without a limit; none if 0
	more       [][]byte // bodies of further functions without parameters or results, from index 3 on
	many       int      // so many further functions that do nothing
	locals     uint64   // local variables of those, all i64
	element    byte     // function that the table holds at 0, if not 0
	global     bool     // has a global variable, i32
	rename     map[string]string
	bare       bool // without a manifest
}

type imported struct {
	module, name string
	kind         byte
	of           byte // type index of a function
}

const (
	requestAt = 1 << 16
	answerAt  = 4096
)

// Indexes of the types every guest has.
const (
	typeNone  = iota // ()
	typeAlloc        // (i32) i32
	typeCall         // (i32, i32, i32) i64
	typeFour         // (i32, i32, i32, i32) i32
	typeExit         // (i32)
	typeTwo          // (i32, i32) i32
)

const i32, i64 = 0x7f, 0x7e

var guestTypes = []byte{6,
	0x60, 0, 0,
	0x60, 1, i32, 1, i32,
	0x60, 3, i32, i32, i32, 1, i64,
	0x60, 4, i32, i32, i32, i32, 1, i32,
	0x60, 1, i32, 0,
	0x60, 2, i32, i32, 1, i32,
}

var guestManifest = sdk.Manifest{Name: "guest", Version: "1", Contract: sdk.ContractVersion, Functions: []string{"plan", "verify", "lookup"}}

func (g guest) build(t *testing.T) []byte {
	t.Helper()
	g.more = append(slices.Clone(g.more), make([][]byte, g.many)...)
	out := slices.Clone(coreHeader)
	add := func(id byte, content []byte) {
		out = append(binary.AppendUvarint(append(out, id), uint64(len(content))), content...)
	}
	add(1, guestTypes)
	var functions byte
	if len(g.imports) > 0 {
		content := []byte{byte(len(g.imports))}
		for _, i := range g.imports {
			content = append(name(name(content, i.module), i.name), i.kind)
			switch i.kind {
			case 0:
				content = append(content, i.of)
				functions++
			case 1:
				content = append(content, 0x70, 0, 1)
			case 2:
				content = append(content, 0, 1)
			case 3:
				content = append(content, i32, 0)
			}
		}
		add(2, content)
	}
	add(3, append(binary.AppendUvarint(nil, uint64(3+len(g.more))), append([]byte{typeAlloc, typeCall, typeNone}, bytes.Repeat([]byte{typeNone}, len(g.more))...)...))
	if g.table > 0 {
		add(4, binary.AppendUvarint([]byte{1, 0x70, 0}, g.table))
	}
	add(5, binary.AppendUvarint([]byte{1, 0}, max(g.pages, 2)))
	if g.global {
		add(6, append(append([]byte{1, i32, 1}, constant32(0)...), 0x0b))
	}
	exports := []struct {
		name        string
		kind, index byte
	}{{"memory", 2, 0}, {"bolt_alloc", 0, functions}, {"bolt_call", 0, functions + 1}, {"_initialize", 0, functions + 2}}
	content := []byte{byte(len(exports))}
	for _, e := range exports {
		if other, ok := g.rename[e.name]; ok {
			e.name = other
		}
		content = append(name(content, e.name), e.kind, e.index)
	}
	add(7, content)
	if g.start {
		add(8, []byte{functions + 2})
	}
	if g.element > 0 {
		add(9, append(append([]byte{1, 0}, constant32(0)...), 0x0b, 1, functions+g.element))
	}
	if g.alloc == nil {
		g.alloc = constant32(requestAt)
	}
	content = binary.AppendUvarint(nil, uint64(3+len(g.more)))
	for _, body := range [][]byte{g.alloc, g.call, g.initialize} {
		body = append(append([]byte{0}, body...), 0x0b) // no locals; end
		content = append(binary.AppendUvarint(content, uint64(len(body))), body...)
	}
	for _, body := range g.more {
		locals := []byte{0}
		if g.locals > 0 {
			locals = append(binary.AppendUvarint([]byte{1}, g.locals), i64)
		}
		body = append(append(locals, body...), 0x0b)
		content = append(binary.AppendUvarint(content, uint64(len(body))), body...)
	}
	add(10, content)
	if len(g.data) > 0 {
		content = append(append([]byte{1, 0}, constant32(answerAt)...), 0x0b)
		add(11, append(binary.AppendUvarint(content, uint64(len(g.data))), g.data...))
	}
	if g.bare {
		return out
	}
	whole, err := AppendManifest(out, guestManifest)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

func name(b []byte, s string) []byte { return append(binary.AppendUvarint(b, uint64(len(s))), s...) }

// Instructions.
var (
	unreachable = []byte{0x00}
	forever     = []byte{0x03, 0x40, 0x0c, 0, 0x0b} // loop br 0 end
	drop        = []byte{0x1a}
	callTable   = []byte{0x41, 0, 0x11, typeNone, 0} // call what the table holds at 0

	// bolt_call: if its first parameter is below 40, call itself twice with one more, and add up.
	doubling = code([]byte{0x20, 0}, constant32(40), []byte{0x48, 0x04, i64}, again, again, []byte{0x7c, 0x05}, constant64(1), []byte{0x0b})
	again    = code([]byte{0x20, 0}, constant32(1), []byte{0x6a}, constant32(0), constant32(0), callFunction(1))
)

// nest is so many blocks or loops in each other, the innermost empty.
func nest(op byte, depth int) []byte {
	return code(bytes.Repeat([]byte{op, 0x40}, depth), bytes.Repeat([]byte{0x0b}, depth), unreachable)
}

// past is a loop that a branch goes past; root is the square root of a constant, dropped.
var (
	past = code([]byte{0x02, 0x40, 0x0c, 0}, forever, []byte{0x0b})
	root = code([]byte{0x44}, make([]byte, 8), []byte{0x9f}, drop)
)

// guarded does what body does only for small requests: not in the warm-up.
func guarded(body []byte) []byte {
	return code([]byte{0x20, 2}, constant32(4000), []byte{0x49, 0x04, 0x40}, body, []byte{0x0b}, unreachable)
}

// fillMemory fills so many bytes of memory.
func fillMemory(size int32) []byte {
	return code(constant32(0), constant32(1), constant32(size), []byte{0xfc, 11, 0})
}

// busy keeps n i64 variables alive around the code.
func busy(n int, around []byte) []byte {
	var before, after []byte
	for i := range n {
		at := binary.AppendUvarint(nil, uint64(i))
		before = code(before, constant32(int32(8*i)), []byte{0x29, 3, 0, 0x21}, at)       // local.set i (i64.load 8*i)
		after = code(after, constant32(int32(8*i)), []byte{0x20}, at, []byte{0x37, 3, 0}) // i64.store 8*i (local.get i)
	}
	return code(before, around, after)
}

func constant32(v int32) []byte { return signed([]byte{0x41}, int64(v)) }
func constant64(v int64) []byte { return signed([]byte{0x42}, v) }

func signed(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

func code(parts ...[]byte) []byte { return slices.Concat(parts...) }

func callFunction(index byte) []byte { return []byte{0x10, index} }

// loop repeats the code forever.
func loop(parts ...[]byte) []byte {
	return code([]byte{0x03, 0x40}, slices.Concat(parts...), []byte{0x0c, 0, 0x0b})
}

// answering is a guest whose answer is these bytes.
func answering(raw []byte) guest {
	return guest{data: raw, call: place(answerAt, len(raw))}
}

func place(at, size int) []byte { return constant64(int64(at)<<32 | int64(size)) }

func moving(m sdk.Move) guest { return answering((&sdk.Answer{Move: &m}).Append(nil)) }
