package sandbox

import (
	"bytes"
	"slices"
)

// layout is a module taken apart as far as the host changes or judges it.
type layout struct {
	sections []section
	types    []functionType
	imported []uint32 // type index of each imported function
	defined  []uint32 // type index of each function of the module's own
	bodies   []body
	globals  []global
	pages    uint32 // of memory at the start
	maxPages uint32
	takes    map[uint32]bool // functions that a table may hold
}

type functionType struct{ params, results []byte }

// body is the code of one function.
type body struct {
	locals     []byte // how they are declared
	localCount uint64
	code       []byte
}

type global struct {
	valueType byte
	mutable   bool
	init      []byte
}

// takeApart reads all sections. What it does not look at is for the compiler to check; but that every list is as long as it says is checked here,
// since the compiler makes room for what a list says.
func takeApart(all []section) (*layout, error) {
	l := &layout{sections: all, takes: map[uint32]bool{}}
	last := 0
	for _, sec := range all {
		if sec.id == sectionCustom {
			continue
		}
		order := sectionOrder(sec.id)
		if order <= last {
			return nil, errBinary
		}
		last = order
		s := &scanner{b: sec.content}
		switch sec.id {
		case sectionType:
			l.readTypes(s)
		case sectionImport:
			l.readImports(s)
		case sectionFunction:
			for n := s.u32(); n > 0 && s.err == nil; n-- {
				if len(l.defined) == maxFunctions {
					s.fail("the module has more than %d functions", maxFunctions)
				}
				l.defined = append(l.defined, s.u32())
			}
		case sectionTable:
			l.readTables(s)
		case sectionMemory:
			l.readMemory(s)
		case sectionGlobal:
			l.readGlobals(s)
		case sectionElement:
			_ = l.elements(s, nil)
		case sectionCode:
			l.readBodies(s)
		case sectionExport:
			for n := s.u32(); n > 0 && s.err == nil; n-- {
				s.vector()
				s.byte()
				s.u32()
			}
		case sectionStart, sectionDataCount:
			s.u32()
		case sectionData:
			for n := s.u32(); n > 0 && s.err == nil; n-- {
				s.dataSegment()
			}
		default:
			s.fail("the module has a section (%d) that adapters do not have", sec.id)
		}
		if s.err == nil && s.more() {
			s.broken()
		}
		if s.err != nil {
			return nil, s.err
		}
	}
	if len(l.bodies) != len(l.defined) {
		return nil, errBinary
	}
	for _, t := range append(slices.Clone(l.imported), l.defined...) {
		if int(t) >= len(l.types) {
			return nil, errBinary
		}
	}
	return l, nil
}

// dataSegment reads a segment of data: what it is for, and its content.
func (s *scanner) dataSegment() (passive bool, content []byte) {
	switch flags := s.u32(); flags {
	case 0:
		s.constant(nil)
	case 1:
		passive = true
	case 2:
		s.u32()
		s.constant(nil)
	default:
		s.broken()
	}
	return passive, s.vector()
}

// sectionOrder is the place of a section: the count of data segments comes before the code although its number is higher.
func sectionOrder(id byte) int {
	switch {
	case id == sectionDataCount:
		return 2*sectionCode - 1
	default:
		return 2 * int(id)
	}
}

func (l *layout) readTypes(s *scanner) {
	for n := s.u32(); n > 0 && s.err == nil; n-- {
		if s.byte() != 0x60 {
			s.broken()
		}
		if len(l.types) == maxTypes+maxFunctions { // the meter may add one for a function
			s.broken()
		}
		l.types = append(l.types, functionType{s.vector(), s.vector()})
	}
}

// readImports reads functions; [foreignImports] has refused all else.
func (l *layout) readImports(s *scanner) {
	for n := s.u32(); n > 0 && s.err == nil; n-- {
		s.vector()
		s.vector()
		if s.byte() != kindFunction || len(l.imported) == maxFunctions {
			s.broken()
		}
		l.imported = append(l.imported, s.u32())
	}
}

// readTables bounds what tables hold from the start. They never grow: the instruction for it is refused.
func (l *layout) readTables(s *scanner) {
	elements := uint64(0)
	for n := s.u32(); n > 0 && s.err == nil; n-- {
		s.byte()
		flags := s.byte()
		if elements += uint64(s.u32()); flags > 1 {
			s.broken()
		}
		if flags == 1 {
			s.u32()
		}
		if elements > maxTable {
			s.fail("the module has tables of more than %d elements", maxTable)
		}
	}
}

func (l *layout) readMemory(s *scanner) {
	if s.u32() != 1 {
		s.fail("the module has more than one memory")
	}
	flags := s.byte()
	if flags > 1 {
		s.fail("the module's memory is shared or has 64-bit addresses; adapters have neither")
	}
	l.pages, l.maxPages = s.u32(), 1<<16
	if flags == 1 {
		l.maxPages = s.u32()
	}
}

func (l *layout) readGlobals(s *scanner) {
	for n := s.u32(); n > 0 && s.err == nil; n-- {
		if len(l.globals) == maxGlobals+meterGlobals {
			s.fail("the module has more than %d global variables", maxGlobals)
		}
		g := global{valueType: s.byte(), mutable: s.byte() == 1}
		from := s.at
		s.constant(func(f uint32) uint32 {
			if int(f) < len(l.imported)+len(l.defined) {
				l.takes[f] = true
			}
			return f
		})
		g.init = s.b[from:s.at]
		if g.mutable && (g.valueType < typeF64 || g.valueType > typeI32) {
			s.fail("the module has a global variable that is not a number; adapters have none")
		}
		l.globals = append(l.globals, g)
	}
}

func (l *layout) readBodies(s *scanner) {
	for n := s.u32(); n > 0 && s.err == nil; n-- {
		if len(l.bodies) == len(l.defined) {
			s.broken()
		}
		f := &scanner{b: s.vector()}
		var b body
		from := f.at
		for groups := f.u32(); groups > 0 && f.err == nil; groups-- {
			b.localCount += uint64(f.u32())
			f.byte()
		}
		if f.err != nil {
			s.err = f.err
			return
		}
		b.locals, b.code = f.b[from:f.at], f.b[f.at:]
		l.bodies = append(l.bodies, b)
	}
}

// elements reads an element section and notes the functions in it; with f it returns the section with the functions renumbered.
func (l *layout) elements(s *scanner, f func(uint32) uint32) []byte {
	var out []byte
	note := func(index uint32) uint32 {
		if int(index) < len(l.imported)+len(l.defined) {
			l.takes[index] = true
		}
		if f != nil {
			return f(index)
		}
		return index
	}
	count := s.u32()
	out = appendU32(out, count)
	for ; count > 0 && s.err == nil; count-- {
		flags := s.u32()
		out = appendU32(out, flags)
		if flags > 7 {
			s.broken()
			return nil
		}
		if flags&1 == 0 { // active: where it goes
			if flags&2 != 0 {
				out = appendU32(out, s.u32())
			}
			out = append(out, s.constant(note)...)
		}
		if flags&3 != 0 { // the kind or type of its elements
			out = append(out, s.byte())
		}
		n := s.u32()
		out = appendU32(out, n)
		for ; n > 0 && s.err == nil; n-- {
			if flags&4 != 0 {
				out = append(out, s.constant(note)...)
			} else {
				out = appendU32(out, note(s.u32()))
			}
		}
	}
	return out
}

// functionNames returns the names of functions in the name section, by index, as far as they can be read.
func (l *layout) functionNames() map[uint32]string {
	names := map[uint32]string{}
	for _, sec := range l.sections {
		if sec.id != sectionCustom || sec.name != "name" {
			continue
		}
		for s := (&scanner{b: sec.content}); s.more(); {
			kind, content := s.byte(), s.vector()
			if kind != 1 {
				continue
			}
			f := &scanner{b: content}
			for n := f.u32(); n > 0 && f.err == nil; n-- {
				if index, name := f.u32(), f.vector(); f.err == nil {
					names[index] = string(bytes.ToValidUTF8(name, []byte("?")))
				}
			}
		}
	}
	return names
}
