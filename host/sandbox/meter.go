package sandbox

import (
	"slices"
	"strconv"
)

// The meter charges a module for its work, without a clock: instructions added to its code count down a global variable. A module that has used up
// a portion asks the host for the next one by a function it imports; the host then gives it, or ends the call. So the same call always ends at the
// same instruction, on every machine, and the host gets a turn between portions: to collect garbage, and to look whether somebody still waits.
//
// A function is charged where it begins, and where each of its loops does, with the instructions that can run from there before the next charge. Parts of it
// that may be passed over are charged by themselves, unless they are small. What is left is looked at where a loop begins, and where a function does of those
// that [layout.lookouts] picks. Functions that can come to call themselves also count the stack they need.

const (
	meterModule = "directorybolt" // no module may import from it by itself
	meterRefill = "refill"        // (what is left) the next portion
	meterLeft   = "directorybolt.left"

	// A charge costs some four instructions. A part of a function that weighs less than ownSegment is charged with the function or the loop it lies in, as
	// long as that is charged for at most ownTogether that may not run. With these a plan of an adapter in Go is charged for some three times what
	// it does; exact counts would make the meter twice as dear.
	ownSegment  = 32
	ownTogether = 256

	// stackSize bounds the stack of a call, in bytes as [body.frame] estimates them.
	stackSize = 32 << 20
)

// balance is what a guest has left, in one number so that one look is enough: the work of its portion in the upper 32 bits, the bytes of its stack in the
// lower. Either has its sign in its own uppermost bit; a stack below 0 borrows one unit of work.
type balance int64

const (
	fullBalance balance = stackSize // and no work: a guest asks for its first portion when it is called
	unitOfWork  balance = 1 << 32
	spent               = -1<<63 | 1<<31 // the signs of both
)

func (b balance) stack() int32 { return int32(b) }

func (b balance) work() int64 { return int64(b-balance(b.stack())) >> 32 }

// meter adds the metering to one module.
type meter struct {
	layout    *layout
	refill    uint32 // index of the imported function
	left      uint32 // index of the global that counts down
	looks     []bool // by function of the module's own: looks at what is left when it begins
	recursive []bool // by function of the module's own: can come to call itself
	blockType map[string]uint32
	newTypes  []functionType
}

// metered returns the module with the meter in it and without its custom sections. It asks for its first portion when it is called first.
func (l *layout) metered() ([]byte, error) {
	m := &meter{
		layout: l, refill: uint32(len(l.imported)), left: uint32(len(l.globals)),
		looks: l.lookouts(), recursive: l.recursive(), blockType: map[string]uint32{},
	}
	// Bodies come first: they may need types of their own.
	code := appendU32(nil, uint32(len(l.bodies)))
	for n := range l.bodies {
		metered, err := m.body(n)
		if err != nil {
			return nil, err
		}
		code = append(appendU32(code, uint32(len(metered))), metered...)
	}
	present := map[byte][]byte{}
	for _, s := range l.sections {
		if s.id != sectionCustom {
			present[s.id] = s.content
		}
	}
	out := slices.Clone(coreHeader)
	for _, id := range []byte{
		sectionType, sectionImport, sectionFunction, sectionTable, sectionMemory, sectionGlobal, sectionExport, sectionStart, sectionElement,
		sectionDataCount, sectionCode, sectionData,
	} {
		content, ok := present[id]
		content, err := m.section(id, content)
		if err != nil {
			return nil, err
		}
		if id == sectionCode {
			content = code
		}
		if ok || len(content) > 0 {
			out = appendSection(out, id, content)
		}
	}
	return m.appendNames(out), nil
}

// renumber is the index of a function behind the import that the meter adds.
func (m *meter) renumber(function uint32) uint32 {
	if function >= m.refill {
		return function + 1
	}
	return function
}

// section returns the content of a section with what the meter adds; content is empty where the module has no such section.
func (m *meter) section(id byte, content []byte) ([]byte, error) {
	s := &scanner{b: content}
	var out []byte
	switch id {
	case sectionType:
		out = m.list(s, len(m.newTypes)+1)
		for _, t := range m.newTypes {
			out = appendType(out, t)
		}
		out = appendType(out, functionType{[]byte{typeI64}, []byte{typeI64}})
	case sectionImport:
		out = appendName(appendName(m.list(s, 1), meterModule), meterRefill)
		out = appendU32(append(out, kindFunction), uint32(len(m.layout.types)+len(m.newTypes)))
	case sectionGlobal:
		count := uint32(len(m.layout.globals))
		out = appendU32(nil, count+1)
		for _, g := range m.layout.globals {
			mutable := byte(0)
			if g.mutable {
				mutable = 1
			}
			init := (&scanner{b: g.init}).constant(m.renumber)
			out = append(append(out, g.valueType, mutable), init...)
		}
		out = append(appendSigned(append(out, typeI64, 1, 0x42), int64(fullBalance)), opEnd)
	case sectionExport:
		count := uint32(0)
		if len(content) > 0 {
			count = s.u32()
		}
		out = appendU32(nil, count+1+m.variables())
		for ; count > 0 && s.err == nil; count-- {
			out = appendName(out, string(s.vector()))
			kind := s.byte()
			index := s.u32()
			if kind == kindFunction {
				index = m.renumber(index)
			}
			out = appendU32(append(out, kind), index)
		}
		out = appendU32(append(appendName(out, meterLeft), kindGlobal), m.left)
		for n, g := range m.layout.globals {
			if g.mutable {
				out = appendU32(append(appendName(out, variable(n)), kindGlobal), uint32(n))
			}
		}
	case sectionStart:
		if len(content) > 0 {
			out = appendU32(nil, m.renumber(s.u32()))
		}
	case sectionElement:
		if len(content) > 0 {
			out = m.layout.elements(s, m.renumber)
		}
	default:
		return content, nil
	}
	return out, s.err
}

// variable is the name under which global n of a module is exported, so that the host can read its value after the start, and set it again.
func variable(n int) string { return meterModule + ".variable." + strconv.Itoa(n) }

func (m *meter) variables() (count uint32) {
	for _, g := range m.layout.globals {
		if g.mutable {
			count++
		}
	}
	return count
}

// list returns a section that holds a count and that many things, with room for more at its end.
func (m *meter) list(s *scanner, more int) []byte {
	count := uint32(0)
	if len(s.b) > 0 {
		count = s.u32()
	}
	return append(appendU32(nil, count+uint32(more)), s.b[s.at:]...)
}

func appendType(b []byte, t functionType) []byte {
	b = append(appendU32(append(b, 0x60), uint32(len(t.params))), t.params...)
	return append(appendU32(b, uint32(len(t.results))), t.results...)
}

// appendNames keeps what functions are called, if the module says so: then a failure can say where it stopped.
func (m *meter) appendNames(out []byte) []byte {
	names := m.layout.functionNames()
	if len(names) == 0 {
		return out
	}
	indexes := make([]uint32, 0, len(names))
	for i := range names {
		indexes = append(indexes, i)
	}
	slices.Sort(indexes)
	list := appendU32(nil, uint32(len(indexes)))
	for _, i := range indexes {
		list = appendName(appendU32(list, m.renumber(i)), names[i])
	}
	return appendSection(out, sectionCustom, appendSection(appendName(nil, "name"), 1, list))
}
