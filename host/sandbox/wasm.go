package sandbox

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Ids of sections, as in https://webassembly.github.io/spec/core/binary/modules.html
const (
	sectionCustom    = 0
	sectionType      = 1
	sectionImport    = 2
	sectionFunction  = 3
	sectionTable     = 4
	sectionMemory    = 5
	sectionGlobal    = 6
	sectionExport    = 7
	sectionStart     = 8
	sectionElement   = 9
	sectionCode      = 10
	sectionData      = 11
	sectionDataCount = 12
)

// Kinds of imports and exports.
const (
	kindFunction = 0
	kindTable    = 1
	kindMemory   = 2
	kindGlobal   = 3
)

// Value types.
const (
	typeI32 = 0x7f
	typeI64 = 0x7e
	typeF32 = 0x7d
	typeF64 = 0x7c
)

var errBinary = errors.New("the file is not a valid WebAssembly module")

// scanner reads the binary format. Its first error stays: what is read after it is zero, so that a caller may look once, at the end of a loop.
type scanner struct {
	b   []byte
	at  int
	err error
}

func (s *scanner) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
	s.at = len(s.b)
}

func (s *scanner) more() bool { return s.err == nil && s.at < len(s.b) }

func (s *scanner) byte() byte {
	if s.at >= len(s.b) {
		s.broken()
		return 0
	}
	s.at++
	return s.b[s.at-1]
}

func (s *scanner) broken() {
	if s.err == nil {
		s.err = errBinary
	}
	s.at = len(s.b)
}

// u32 reads an unsigned number of at most 32 bits.
func (s *scanner) u32() uint32 {
	v, size := binary.Uvarint(s.b[s.at:])
	if size <= 0 || size > 5 || v > 1<<32-1 {
		s.broken()
		return 0
	}
	s.at += size
	return uint32(v)
}

// number passes over a number of any size and sign.
func (s *scanner) number() {
	for range 10 {
		if s.byte() < 0x80 {
			return
		}
	}
	s.broken()
}

func (s *scanner) take(n uint32) []byte {
	if uint64(n) > uint64(len(s.b)-s.at) {
		s.broken()
		return nil
	}
	s.at += int(n)
	return s.b[s.at-int(n) : s.at]
}

// vector reads a length and as many bytes.
func (s *scanner) vector() []byte { return s.take(s.u32()) }

// constant passes over a constant expression. References to functions in it are renumbered by f, if there is one, and the
// expression is returned.
func (s *scanner) constant(f func(uint32) uint32) []byte {
	var out []byte
	for s.err == nil {
		from := s.at
		switch op := s.byte(); op {
		case 0x0b:
			return append(out, op)
		case 0x41, 0x42, 0x23: // i32.const, i64.const, global.get
			s.number()
		case 0x43:
			s.take(4)
		case 0x44:
			s.take(8)
		case 0xd0: // ref.null
			s.byte()
		case 0xd2: // ref.func
			index := s.u32()
			if f != nil {
				index = f(index)
			}
			out = appendU32(append(out, op), index)
			continue
		default:
			s.fail("the module computes a constant with an instruction (0x%02x) that adapters do not have", op)
			return nil
		}
		if s.err == nil {
			out = append(out, s.b[from:s.at]...)
		}
	}
	return nil
}

func appendU32(b []byte, v uint32) []byte { return binary.AppendUvarint(b, uint64(v)) }

// appendSigned writes a number as i32.const and i64.const take it.
func appendSigned(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

func appendSection(b []byte, id byte, content []byte) []byte {
	return append(appendU32(append(b, id), uint32(len(content))), content...)
}

func appendName(b []byte, s string) []byte { return append(appendU32(b, uint32(len(s))), s...) }
