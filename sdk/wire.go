package sdk

import (
	"errors"
	"math"
	"unicode/utf8"
)

// Wire types of protobuf that the contract uses or has to pass over.
// https://protobuf.dev/programming-guides/encoding/
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

// maxDepth bounds nested messages, so that a hostile answer cannot exhaust the stack. The contract itself is 5 deep.
const maxDepth = 16

// Errors of Decode. They carry no text of the message: it may hold a customer's data.
var (
	errTruncated = errors.New("message is truncated")
	errWire      = errors.New("message is malformed")
	errType      = errors.New("field has the wrong wire type")
	errUTF8      = errors.New("string is not valid UTF-8")
	errDepth     = errors.New("messages are nested too deeply")
)

func appendUvarint(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func appendTag(b []byte, field, wire int) []byte {
	return appendUvarint(b, uint64(field)<<3|uint64(wire))
}

func appendVarint(b []byte, field int, v uint64) []byte {
	return appendUvarint(appendTag(b, field, wireVarint), v)
}

func appendString(b []byte, field int, s string) []byte {
	return append(appendUvarint(appendTag(b, field, wireBytes), uint64(len(s))), s...)
}

func appendBytes(b []byte, field int, p []byte) []byte {
	return append(appendUvarint(appendTag(b, field, wireBytes), uint64(len(p))), p...)
}

func appendDouble(b []byte, field int, f float64) []byte {
	b = appendTag(b, field, wireFixed64)
	bits := math.Float64bits(f)
	for range 8 {
		b = append(b, byte(bits))
		bits >>= 8
	}
	return b
}

// Nested messages are opened, appended and closed by generated code that calls each type directly: calls through an interface would keep
// the codecs of all messages in every adapter.

// openMessage begins a nested message and leaves one byte for its length.
func openMessage(b []byte, field int) []byte { return append(appendTag(b, field, wireBytes), 0) }

// closeMessage writes the length of the message that was opened when b had before bytes. It moves the message up in the rare case that
// the length needs more than a byte.
func closeMessage(b []byte, before, field int) []byte {
	start := before + tagSize(field)
	size := len(b) - start - 1
	if size < 0x80 {
		b[start] = byte(size)
		return b
	}
	var length [10]byte
	prefix := appendUvarint(length[:0], uint64(size))
	b = append(b, prefix[1:]...)
	copy(b[start+len(prefix):], b[start+1:start+1+size])
	copy(b[start:], prefix)
	return b
}

// closePresent leaves a message without content out.
func closePresent(b []byte, before, field int) []byte {
	if len(b) == before+tagSize(field)+1 {
		return b[:before]
	}
	return closeMessage(b, before, field)
}

func tagSize(field int) int {
	if field < 16 {
		return 1
	}
	return 2
}

// reader walks over the fields of one message. Its first error ends the walk.
type reader struct {
	b     []byte
	depth int
	field int
	wire  int
	err   error
}

func newReader(b []byte, depth int) (reader, error) {
	if depth > maxDepth {
		return reader{}, errDepth
	}
	return reader{b: b, depth: depth}, nil
}

func (r *reader) next() bool {
	if r.err != nil || len(r.b) == 0 {
		return false
	}
	tag := r.uvarint()
	r.field, r.wire = int(tag>>3), int(tag&7)
	if r.err == nil && (r.field < 1 || r.field > 1<<29-1) {
		r.err = errWire
	}
	return r.err == nil
}

func (r *reader) uvarint() uint64 {
	var v uint64
	for i := range 10 {
		if i >= len(r.b) {
			r.err = errTruncated
			return 0
		}
		c := r.b[i]
		if i == 9 && c > 1 {
			break
		}
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.b = r.b[i+1:]
			return v
		}
	}
	r.err = errWire
	return 0
}

func (r *reader) expect(wire int) bool {
	if r.err == nil && r.wire != wire {
		r.err = errType
	}
	return r.err == nil
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.err = errTruncated
		return nil
	}
	p := r.b[:n]
	r.b = r.b[n:]
	return p
}

func (r *reader) varint() uint64 {
	if !r.expect(wireVarint) {
		return 0
	}
	return r.uvarint()
}

func (r *reader) view() []byte {
	if !r.expect(wireBytes) {
		return nil
	}
	n := r.uvarint()
	if r.err != nil {
		return nil
	}
	return r.take(n)
}

func (r *reader) string() string {
	p := r.view()
	if r.err == nil && !utf8.Valid(p) {
		r.err = errUTF8
		return ""
	}
	return string(p)
}

func (r *reader) bytes() []byte { return append([]byte(nil), r.view()...) }

func (r *reader) double() float64 {
	if !r.expect(wireFixed64) {
		return 0
	}
	p := r.take(8)
	if r.err != nil {
		return 0
	}
	var bits uint64
	for i := range p {
		bits |= uint64(p[i]) << (8 * i)
	}
	return math.Float64frombits(bits)
}

func (r *reader) message() ([]byte, bool) {
	p := r.view()
	return p, r.err == nil
}

func (r *reader) skip() {
	switch r.wire {
	case wireVarint:
		r.uvarint()
	case wireFixed64:
		r.take(8)
	case wireFixed32:
		r.take(4)
	case wireBytes:
		r.view()
	default:
		r.err = errWire
	}
}
