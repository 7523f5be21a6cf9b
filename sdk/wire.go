package sdk

import (
	"math"
	"unicode/utf8"
	"unsafe"
)

// The codec of protobuf's wire format. It walks tables that contract_gen.go has, one a message, instead of code of its own for each message: that
// is a seventh of the size, and every adapter carries it.

// message is the table of one message type.
type message struct {
	size   uintptr                    // of its struct, in bytes
	make   func(n int) unsafe.Pointer // address of n empty structs; nil for a message that is nowhere a list or optional
	fields []field                    // the field of number n at n-1; a kind of 0 where there is none
}

// field is one field of a message.
type field struct {
	kind   kind
	tag    uint16   // its number and wire type, as they stand on the wire
	offset uint32   // in the struct, in bytes
	of     *message // for fields that are messages
}

// kind says how a field lies in the struct and on the wire.
type kind uint8

const (
	kindString   kind = iota + 1
	kindBytes         // []byte
	kindBool          // bool
	kindUint32        // uint32
	kindInt32         // int32
	kindDouble        // float64
	kindStrings       // []string
	kindMessage       // a struct; left out where it is empty
	kindOptional      // a pointer to a struct
	kindMessages      // a slice of structs
)

// Wire types that the contract uses or has to pass over.
// https://protobuf.dev/programming-guides/encoding/
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

// wireError is what may be wrong with a message. It carries no text of the message, which may hold a customer's data.
type wireError string

func (e wireError) Error() string { return "message " + string(e) }

const (
	errTruncated wireError = "is truncated"
	errMalformed wireError = "is malformed"
	errType      wireError = "has a field of the wrong wire type"
	errUTF8      wireError = "has a string that is not valid UTF-8"
)

// list is how a slice lies in memory.
type list struct {
	data     unsafe.Pointer
	len, cap int
}

// append adds the wire form of the struct at m.
func (t *message) append(b []byte, m unsafe.Pointer) []byte {
	for i := range t.fields {
		f := &t.fields[i]
		at := unsafe.Add(m, f.offset)
		tag := uint64(f.tag)
		switch f.kind {
		case kindString:
			if s := *(*string)(at); s != "" {
				b = appendString(b, tag, s)
			}
		case kindBytes:
			if p := *(*[]byte)(at); len(p) > 0 {
				b = appendString(b, tag, string(p))
			}
		case kindBool:
			if *(*bool)(at) {
				b = appendVarint(b, tag, 1)
			}
		case kindUint32:
			b = appendVarint(b, tag, uint64(*(*uint32)(at)))
		case kindInt32:
			b = appendVarint(b, tag, uint64(int64(*(*int32)(at))))
		case kindDouble:
			if v := *(*float64)(at); v != 0 {
				b = appendFixed64(appendUvarint(b, tag), math.Float64bits(v))
			}
		case kindStrings:
			for _, s := range *(*[]string)(at) {
				b = appendString(b, tag, s)
			}
		case kindMessage:
			before := len(b)
			if b = f.of.appendNested(b, tag, at); len(b) < before+4 { // a tag and a length of 0; a field takes two bytes more
				b = b[:before]
			}
		case kindOptional:
			if p := *(*unsafe.Pointer)(at); p != nil {
				b = f.of.appendNested(b, tag, p)
			}
		case kindMessages:
			all := (*list)(at)
			for n := range all.len {
				b = f.of.appendNested(b, tag, unsafe.Add(all.data, uintptr(n)*f.of.size))
			}
		}
	}
	return b
}

// appendNested adds a message within another. It leaves a byte for the length and moves the message up in the rare case that this is too little.
func (t *message) appendNested(b []byte, tag uint64, m unsafe.Pointer) []byte {
	b = append(appendUvarint(b, tag), 0)
	start := len(b)
	b = t.append(b, m)
	size := len(b) - start
	if size < 0x80 {
		b[start-1] = byte(size)
		return b
	}
	var length [10]byte
	prefix := appendUvarint(length[:0], uint64(size))
	b = append(b, prefix[1:]...)
	copy(b[start+len(prefix)-1:], b[start:start+size])
	copy(b[start-1:], prefix)
	return b
}

//go:noinline // a third of the codec's size otherwise
func appendUvarint(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

// appendVarint adds a number that is not 0.
func appendVarint(b []byte, tag, v uint64) []byte {
	if v == 0 {
		return b
	}
	return appendUvarint(appendUvarint(b, tag), v)
}

//go:noinline // as above
func appendString(b []byte, tag uint64, s string) []byte {
	if tag < 0x80 && len(s) < 0x80 {
		b = append(b, byte(tag), byte(len(s)))
	} else {
		b = appendUvarint(appendUvarint(b, tag), uint64(len(s)))
	}
	return append(b, s...)
}

func appendFixed64(b []byte, v uint64) []byte {
	for range 8 {
		b = append(b, byte(v))
		v >>= 8
	}
	return b
}

// decode reads s into the empty struct at m, whose strings become parts of s. It descends into known messages only, of which none holds itself.
func (t *message) decode(m unsafe.Pointer, s string) error {
	r := reader{rest: s}
	for r.next() {
		n := r.tag>>3 - 1
		if n >= uint64(len(t.fields)) || t.fields[n].kind == 0 {
			r.skip()
			continue
		}
		f := &t.fields[n]
		if r.tag != uint64(f.tag) {
			return errType
		}
		at := unsafe.Add(m, f.offset)
		switch f.kind {
		case kindString:
			*(*string)(at) = r.string()
		case kindBytes:
			*(*[]byte)(at) = append([]byte(nil), r.view()...)
		case kindBool:
			*(*bool)(at) = r.uvarint() != 0
		case kindUint32:
			*(*uint32)(at) = uint32(r.uvarint())
		case kindInt32:
			*(*int32)(at) = int32(r.uvarint())
		case kindDouble:
			*(*float64)(at) = math.Float64frombits(r.fixed64())
		case kindStrings:
			all := (*[]string)(at)
			if len(*all) == cap(*all) {
				*all = append(make([]string, 0, len(*all)+r.count()), *all...)
			}
			*all = append(*all, r.string())
		case kindMessage:
			r.nested(f.of, at)
		case kindOptional:
			p := (*unsafe.Pointer)(at)
			if *p == nil {
				*p = f.of.make(1)
			}
			r.nested(f.of, *p)
		case kindMessages:
			all := (*list)(at)
			if all.cap == 0 {
				n := r.count()
				*all = list{data: f.of.make(n), cap: n}
			} else if all.len == all.cap {
				return errMalformed // a message in two parts, as no encoder writes it
			}
			all.len++
			r.nested(f.of, unsafe.Add(all.data, uintptr(all.len-1)*f.of.size))
		}
	}
	return r.err
}

// reader walks over the fields of one message. Its first error ends the walk.
type reader struct {
	rest string
	tag  uint64 // of the field it is at
	err  error
}

func (r *reader) next() bool {
	if r.err != nil || r.rest == "" {
		return false
	}
	if c := r.rest[0]; c >= 1<<3 && c < 0x80 { // nearly always: a field below 16
		r.tag, r.rest = uint64(c), r.rest[1:]
		return true
	}
	r.tag = r.uvarint()
	if r.err == nil && (r.tag < 1<<3 || r.tag > 1<<32-1) {
		r.err = errMalformed
	}
	return r.err == nil
}

// count is how many fields like the one just begun there are from here on, with it.
func (r *reader) count() int {
	ahead, n := *r, 1
	for ahead.skip(); ahead.next(); ahead.skip() {
		if ahead.tag == r.tag {
			n++
		}
	}
	return n
}

func (r *reader) uvarint() uint64 {
	var v uint64
	for i := range 10 {
		if i >= len(r.rest) {
			r.err = errTruncated
			return 0
		}
		c := r.rest[i]
		if i == 9 && c > 1 {
			break
		}
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return v
		}
	}
	r.err = errMalformed
	return 0
}

func (r *reader) take(n uint64) string {
	if r.err == nil && n > uint64(len(r.rest)) {
		r.err = errTruncated
	}
	if r.err != nil {
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// view is the content of a field of the wire type bytes.
func (r *reader) view() string {
	if n := len(r.rest); n > 0 {
		if size := int(r.rest[0]); size < 0x80 && size < n { // nearly always: less than 128 bytes
			s := r.rest[1 : size+1]
			r.rest = r.rest[size+1:]
			return s
		}
	}
	return r.take(r.uvarint())
}

func (r *reader) string() string {
	s := r.view()
	if r.err == nil && !utf8.ValidString(s) {
		r.err = errUTF8
	}
	return s
}

func (r *reader) fixed64() uint64 {
	var v uint64
	for i, c := range []byte(r.take(8)) {
		v |= uint64(c) << (8 * i)
	}
	return v
}

func (r *reader) nested(t *message, m unsafe.Pointer) {
	if s := r.view(); r.err == nil {
		r.err = t.decode(m, s)
	}
}

func (r *reader) skip() {
	switch r.tag & 7 {
	case wireVarint:
		r.uvarint()
	case wireFixed64:
		r.take(8)
	case wireFixed32:
		r.take(4)
	case wireBytes:
		r.view()
	default:
		r.err = errMalformed
	}
}
