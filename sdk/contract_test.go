package sdk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/directorybolt/directorybolt/sdk"
)

// wire is what every message of the contract can do.
type wire interface {
	Append([]byte) []byte
	Decode([]byte) error
}

// The messages that cross the border of a module; all others are part of them.
var roots = map[string]func() wire{
	"Turn":   func() wire { return new(sdk.Turn) },
	"Answer": func() wire { return new(sdk.Answer) },
}

// official returns the official implementation's type of a message, read from contract.proto.
func official(tb testing.TB, name string) protoreflect.MessageDescriptor {
	tb.Helper()
	compiler := protocompile.Compiler{Resolver: &protocompile.SourceResolver{}}
	files, err := compiler.Compile(context.Background(), "contract.proto")
	if err != nil {
		tb.Fatal(err)
	}
	d := files[0].Messages().ByName(protoreflect.Name(name))
	if d == nil {
		tb.Fatalf("contract.proto has no message %s", name)
	}
	return d
}

func TestCodecAgreesWithProtobuf(t *testing.T) {
	for name, fresh := range roots {
		t.Run(name, func(t *testing.T) {
			descriptor := official(t, name)
			random := rand.New(rand.NewPCG(1, 2))
			for range 300 {
				ours := fresh()
				fill(random, reflect.ValueOf(ours).Elem())

				theirs := dynamicpb.NewMessage(descriptor)
				if err := proto.Unmarshal(ours.Append(nil), theirs); err != nil {
					t.Fatalf("protobuf does not read what Append wrote: %v", err)
				}
				if n := unknown(theirs); n > 0 {
					t.Fatalf("protobuf does not know %d bytes of what Append wrote", n)
				}
				raw, err := proto.Marshal(theirs)
				if err != nil {
					t.Fatal(err)
				}
				back := fresh()
				if err := back.Decode(raw); err != nil {
					t.Fatalf("Decode does not read what protobuf wrote: %v", err)
				}
				if !reflect.DeepEqual(ours, back) {
					t.Fatalf("through protobuf:\n%+v\nbefore:\n%+v", back, ours)
				}
				checkJSON(t, ours, theirs, fresh())
			}
		})
	}
}

// checkJSON checks that encoding/json of the struct is protobuf's JSON mapping of the message, both ways.
func checkJSON(t *testing.T, ours wire, theirs *dynamicpb.Message, back wire) {
	t.Helper()
	text, err := json.Marshal(ours)
	if err != nil {
		t.Fatal(err)
	}
	read := dynamicpb.NewMessage(theirs.Descriptor())
	if err := protojson.Unmarshal(text, read); err != nil {
		t.Fatalf("protojson does not read %s: %v", text, err)
	}
	if !proto.Equal(read, theirs) {
		t.Fatalf("protojson reads %v, want %v", read, theirs)
	}
	if text, err = protojson.Marshal(theirs); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, back); err != nil {
		t.Fatalf("encoding/json does not read %s: %v", text, err)
	}
	if !reflect.DeepEqual(ours, back) {
		t.Fatalf("encoding/json reads %+v, want %+v", back, ours)
	}
}

func unknown(m protoreflect.Message) int {
	n := len(m.GetUnknown())
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.IsList() && f.Message() != nil:
			for i := range v.List().Len() {
				n += unknown(v.List().Get(i).Message())
			}
		case f.Message() != nil:
			n += unknown(v.Message())
		}
		return true
	})
	return n
}

// fill sets about half of the fields below v.
func fill(r *rand.Rand, v reflect.Value) {
	if v.Kind() != reflect.Struct && r.IntN(2) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "_" {
				fill(r, v.Field(i))
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem())
	case reflect.Slice:
		n := 1 + r.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(r, v.Index(i))
		}
	case reflect.String:
		words := []string{"a", "Bäckerei", "日本", "\x00", "<b>&\"", "\u2028", "🙂", string(bytes.Repeat([]byte("x"), r.IntN(300)))}
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(r.Uint64() >> r.IntN(64) & (1<<v.Type().Bits() - 1))
	case reflect.Int32:
		v.SetInt(int64(int32(r.Uint32())))
	case reflect.Float64:
		v.SetFloat(r.NormFloat64() * 100)
	default:
		panic("fill: " + v.Kind().String())
	}
}

func FuzzDecodeTurn(f *testing.F)   { fuzzDecode(f, "Turn") }
func FuzzDecodeAnswer(f *testing.F) { fuzzDecode(f, "Answer") }

// fuzzDecode: Decode never panics, and what it accepts, protobuf reads as the same message.
func fuzzDecode(f *testing.F, name string) {
	fresh, descriptor := roots[name], official(f, name)
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		m := fresh()
		fill(random, reflect.ValueOf(m).Elem())
		f.Add(m.Append(nil))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := fresh()
		if m.Decode(raw) != nil {
			return
		}
		written := m.Append(nil)
		again := fresh()
		if err := again.Decode(written); err != nil {
			t.Fatalf("Decode does not read what Append wrote: %v", err)
		}
		if !bytes.Equal(again.Append(nil), written) {
			t.Fatalf("%x becomes %x", written, again.Append(nil))
		}
		theirs, same := dynamicpb.NewMessage(descriptor), dynamicpb.NewMessage(descriptor)
		if err := proto.Unmarshal(raw, theirs); err != nil {
			t.Fatalf("protobuf refuses %x: %v", raw, err)
		}
		back := fresh()
		text, err := proto.MarshalOptions{Deterministic: true}.Marshal(theirs)
		if err != nil || back.Decode(text) != nil || proto.Unmarshal(text, same) != nil {
			t.Fatalf("protobuf does not write %x again", raw)
		}
		if !bytes.Equal(back.Append(nil), written) {
			t.Fatalf("protobuf reads %x, Decode %x", back.Append(nil), written)
		}
	})
}
