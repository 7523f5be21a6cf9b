package sdk

import (
	"errors"
	"testing"
)

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		raw  []byte
		want error
	}{
		{"a field without its value", []byte{0x08}, errTruncated},
		{"a string shorter than its length", []byte{0x4a, 5, 'a'}, errTruncated},
		{"a length past the end of memory", []byte{0x4a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, errTruncated},
		{"a varint of eleven bytes", []byte{0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, errMalformed},
		{"field 0", []byte{0x00, 1}, errMalformed},
		{"a group", []byte{0xa3, 1}, errMalformed},
		{"a string where a number belongs", []byte{0x0a, 1, 'a'}, errType},
		{"a number where a message belongs", []byte{0x12, 1, 0x50}, errTruncated},
		{"a string that is not UTF-8", []byte{0x42, 1, 0xff}, errUTF8},
		{"the same, deeper", []byte{0x12, 3, 0x0a, 1, 0xff}, errUTF8},
		{"a message with a list in two parts", []byte{0x1a, 5, 0xda, 1, 2, 0x0a, 0, 0x1a, 5, 0xda, 1, 2, 0x0a, 0}, errMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := new(Turn).Decode(c.raw); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
}

func TestDecodePassesOverUnknownFields(t *testing.T) {
	raw := []byte{0xa0, 0x06, 1} // field 100, varint
	raw = append(raw, 0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8)
	raw = append(raw, 0xa2, 0x06, 2, 'h', 'i')
	raw = append(raw, 0xa5, 0x06, 1, 2, 3, 4)
	raw = append(raw, 0x30, 7)
	var turn Turn
	if err := turn.Decode(raw); err != nil || turn.Number != 7 {
		t.Errorf("number %d, error %v; want 7", turn.Number, err)
	}
}

func TestDecodeOfListsInPieces(t *testing.T) {
	// secrets, number, refusals, secrets, refusals: no encoder writes that, and every decoder has to read it.
	raw := []byte{0x42, 1, 'a', 0x30, 7, 0x4a, 2, 0x08, 1, 0x42, 1, 'b', 0x4a, 2, 0x08, 2}
	var turn Turn
	if err := turn.Decode(raw); err != nil {
		t.Fatal(err)
	}
	if len(turn.Secrets) != 2 || turn.Secrets[0] != "a" || turn.Secrets[1] != "b" || turn.Number != 7 ||
		len(turn.Refusals) != 2 || turn.Refusals[0].Intent != 1 || turn.Refusals[1].Intent != 2 {
		t.Errorf("read %+v", turn)
	}
	if err := turn.Decode(raw); err == nil {
		t.Error("a turn that is not empty is decoded into")
	}
}

// The request lies in memory that the host writes; what was decoded must not change with it.
func TestDecodeKeepsACopy(t *testing.T) {
	raw := (&Turn{Directory: Directory{Name: "Hello"}, State: []byte("state"), Secrets: []string{"password"}}).Append(nil)
	var turn Turn
	if err := turn.Decode(raw); err != nil {
		t.Fatal(err)
	}
	clear(raw)
	if turn.Directory.Name != "Hello" || string(turn.State) != "state" || turn.Secrets[0] != "password" {
		t.Errorf("read %+v", turn)
	}
}
