package sandbox

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/tetratelabs/wazero/api"
)

// A language's runtime takes longer to start than a call takes. So a module is started once, and the state it is in then is frozen: the values of its
// global variables become part of the module, its memory becomes an image that every instance begins with. A frozen module has no start function and
// fills no memory.

const frozenGlobal = "directorybolt.global."

// exposed returns the module with its global variables among its exports, so that their values can be read.
func (l *layout) exposed() ([]byte, error) {
	return l.rewritten(map[byte]func(*scanner) []byte{
		sectionExport: func(s *scanner) []byte {
			var names []byte
			variables := uint32(0)
			for n, g := range l.globals {
				if g.mutable {
					names = appendU32(append(appendName(names, frozenGlobal+strconv.Itoa(n)), kindGlobal), uint32(n))
					variables++
				}
			}
			count := s.u32()
			return append(append(appendU32(nil, count+variables), s.b[s.at:]...), names...)
		},
	})
}

// frozen returns the module as it is once it has started: with these values of its global variables, and with this memory, of which it holds nothing.
func (l *layout) frozen(globals []uint64, pages uint32) ([]byte, error) {
	return l.rewritten(map[byte]func(*scanner) []byte{
		sectionMemory: func(*scanner) []byte { return appendU32(appendU32([]byte{1, 1}, pages), l.maxPages) },
		sectionStart:  func(*scanner) []byte { return nil },
		sectionGlobal: func(*scanner) []byte {
			out := appendU32(nil, uint32(len(l.globals)))
			for n, g := range l.globals {
				if !g.mutable {
					out = append(append(out, g.valueType, 0), g.init...)
					continue
				}
				out = append(appendConstant(append(out, g.valueType, 1), g.valueType, globals[n]), opEnd)
			}
			return out
		},
		sectionData: l.spentData,
	})
}

// spentData is a data section in which what has been put into memory is used up.
func (l *layout) spentData(s *scanner) []byte {
	counted := slices.ContainsFunc(l.sections, func(s section) bool { return s.id == sectionDataCount })
	if !counted {
		return []byte{0} // nothing refers to the segments
	}
	count := s.u32()
	out := appendU32(nil, count)
	for ; count > 0 && s.err == nil; count-- {
		flags := s.u32()
		if flags == 2 {
			s.u32()
		}
		if flags != 1 {
			s.constant(nil)
		}
		content := s.vector()
		if flags != 1 {
			content = nil
		}
		out = append(appendU32(append(out, 1), uint32(len(content))), content...)
	}
	return out
}

// rewritten returns the module with some of its sections made anew; one that has become nil is left out.
func (l *layout) rewritten(by map[byte]func(*scanner) []byte) ([]byte, error) {
	out := slices.Clone(coreHeader)
	for _, sec := range l.sections {
		f := by[sec.id]
		if f == nil || sec.id == sectionCustom {
			out = append(out, sec.whole...)
			continue
		}
		s := &scanner{b: sec.content}
		content := f(s)
		if s.err != nil {
			return nil, s.err
		}
		if content != nil {
			out = appendSection(out, sec.id, content)
		}
	}
	return out, nil
}

func appendConstant(b []byte, valueType byte, v uint64) []byte {
	switch valueType {
	case typeI32:
		return appendSigned(append(b, 0x41), int64(int32(v)))
	case typeI64:
		return appendSigned(append(b, 0x42), int64(v))
	case typeF32:
		return binary.LittleEndian.AppendUint32(append(b, 0x43), uint32(v))
	default:
		return binary.LittleEndian.AppendUint64(append(b, 0x44), v)
	}
}

// freeze takes the state of an instance of the exposed module and returns the frozen module.
func (l *layout) freeze(started api.Module) (wasm, memory []byte, err error) {
	globals := make([]uint64, len(l.globals))
	for n, g := range l.globals {
		if g.mutable {
			globals[n] = started.ExportedGlobal(frozenGlobal + strconv.Itoa(n)).Get()
		}
	}
	size := started.Memory().Size()
	memory, ok := started.Memory().Read(0, size)
	if !ok || size > math.MaxInt32 {
		return nil, nil, fmt.Errorf("read %d bytes of memory", size)
	}
	wasm, err = l.frozen(globals, size>>16)
	return wasm, memory, err
}
