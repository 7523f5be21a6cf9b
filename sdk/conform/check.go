package conform

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// checks are what every adapter must stand.
var checks = []struct {
	name string
	run  func(Module) error
}{
	{"describes itself as its manifest says", describes},
	{"answers the functions it has, and no others", functions},
	{"answers an empty turn", func(m Module) error { return answers(m, nil) }},
	{"answers a huge page", func(m Module) error { return answers(m, hugePage(m)) }},
	{"ignores fields it does not know", ignoresUnknown},
	{"refuses a damaged request", refusesDamage},
	{"outlives an oversized request", outlivesOversize},
	{"gives the same bytes for the same request", repeats},
	{"gives the same bytes under another clock and other random bytes", elsewhere},
	{"remembers nothing between calls", forgets},
}

// damage is what makes bytes no message at all; it stands at the end of a turn that is otherwise fine.
var damage = map[string][]byte{
	"field number 0":                  {0x00, 0x01},
	"a wire type that does not exist": {0x2f},
	"a group":                         {0xa3, 0x06, 0xa4, 0x06},
	"a varint of eleven bytes":        {0x30, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
	"a length past the end":           {0x2a, 0x05, 'a'},
	"a length of nearly 2^64":         {0x2a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
	"a length of nearly 2^32":         {0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f},
	"a tag without a value":           {0x30},
}

func describes(m Module) error {
	r := m.Call(sdk.OpDescribe, nil)
	if err := answered(r); err != nil {
		return err
	}
	if r.Answer.Manifest == nil {
		return errors.New("asked to describe itself (op 0), it must answer with a manifest")
	}
	if !bytes.Equal(r.Answer.Manifest.Append(nil), m.Manifest.Append(nil)) {
		return errors.New("the manifest it answers with is not the one attached to it: build it again with `directorybolt adapter build`")
	}
	return nil
}

func functions(m Module) error {
	for _, op := range []sdk.Op{sdk.OpPlan, sdk.OpVerify, sdk.OpLookup, 4, 9, 1 << 31} {
		r := m.Call(op, formPage(m))
		if err := answered(r); err != nil {
			return fmt.Errorf("op %d (%v): %w", op, op, err)
		}
		has := slices.Contains(m.Manifest.Functions, op.String())
		if lacks := r.Answer.Error != nil && r.Answer.Error.Code == "no_function"; lacks == has {
			return fmt.Errorf("op %d (%v): the manifest says that it has this function: %t; it must answer with the error no_function if and only if it does not", op, op, has)
		}
	}
	return nil
}

// answers checks that each function of the module answers the request, be it with an error of its own.
func answers(m Module, request []byte) error {
	for _, op := range []sdk.Op{sdk.OpPlan, sdk.OpVerify, sdk.OpLookup} {
		if err := answered(m.Call(op, request)); err != nil {
			return fmt.Errorf("%v: %w", op, err)
		}
	}
	return nil
}

func answered(r Reply) error {
	if r.Failure == "" {
		return nil
	}
	return fmt.Errorf("it must answer, be it with an error; it ended with %s: %s\n%s", r.Failure, r.Reason, r.Log)
}

func ignoresUnknown(m Module) error {
	request := formPage(m)
	want := m.Call(sdk.OpPlan, request)
	unknown := []byte{0xa0, 0x06, 0xff, 0x01} // field 100: a varint, eight bytes, a string, four bytes
	unknown = append(unknown, 0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8)
	unknown = append(unknown, 0xa2, 0x06, 2, 'h', 'i')
	unknown = append(unknown, 0xa5, 0x06, 1, 2, 3, 4)
	unknown = append(unknown, 0xf8, 0xff, 0xff, 0xff, 0x0f, 1) // the largest field number
	for _, r := range []Reply{m.Call(sdk.OpPlan, slices.Concat(unknown, request)), m.Call(sdk.OpPlan, slices.Concat(request, unknown))} {
		if err := same(want, r); err != nil {
			return fmt.Errorf("with fields of later contracts in the turn %w", err)
		}
	}
	return nil
}

func refusesDamage(m Module) error {
	request := formPage(m)
	want := m.Call(sdk.OpPlan, request)
	damaged := map[string][]byte{"a turn without its last byte": request[:len(request)-1], "half a turn": request[:len(request)/2]}
	for name, bytes := range damage {
		damaged[name] = slices.Concat(request, bytes)
	}
	for name, request := range damaged {
		if r := m.Call(sdk.OpPlan, request); r.Answer != nil && r.Answer.Error == nil {
			return fmt.Errorf("%s: it must trap or answer with an error; it answered as if nothing were wrong", name)
		}
	}
	if err := same(want, m.Call(sdk.OpPlan, request)); err != nil {
		return fmt.Errorf("called again with a sound turn %w", err)
	}
	return nil
}

func outlivesOversize(m Module) error {
	request := formPage(m)
	want := m.Call(sdk.OpPlan, request)
	page := sdk.Page{Text: strings.Repeat("Add your business to the list. ", 1<<20)}
	m.Call(sdk.OpPlan, (&sdk.Turn{Contract: sdk.ContractVersion, Page: &page}).Append(nil)) // whatever comes of it is fine, as long as
	if err := same(want, m.Call(sdk.OpPlan, request)); err != nil {
		return fmt.Errorf("called again with a sound turn %w", err)
	}
	return nil
}

func repeats(m Module) error {
	for _, op := range []sdk.Op{sdk.OpPlan, sdk.OpVerify, sdk.OpLookup} {
		want := m.Call(op, formPage(m))
		for range 2 {
			if err := same(want, m.Call(op, formPage(m))); err != nil {
				return fmt.Errorf("%v: %w", op, err)
			}
		}
	}
	return nil
}

func elsewhere(m Module) error {
	for _, op := range []sdk.Op{sdk.OpDescribe, sdk.OpPlan, sdk.OpVerify, sdk.OpLookup} {
		if err := same(m.Call(op, formPage(m)), m.Elsewhere(op, formPage(m))); err != nil {
			return fmt.Errorf("%v: %w; an answer may depend on the turn only", op, err)
		}
	}
	return nil
}

func forgets(m Module) error {
	for _, op := range []sdk.Op{sdk.OpPlan, sdk.OpVerify, sdk.OpLookup} {
		want := m.Call(op, formPage(m))
		m.Call(op, hugePage(m))
		m.Call(op, nil)
		if err := same(want, m.Call(op, formPage(m))); err != nil {
			return fmt.Errorf("%v: after calls for others %w", op, err)
		}
	}
	return nil
}

// same reports how two replies differ, as the end of a sentence.
func same(want, got Reply) error {
	switch {
	case want.Failure != got.Failure:
		return fmt.Errorf("it ends otherwise: %q, before %q (empty for an answer)", got.Failure, want.Failure)
	case !bytes.Equal(want.Raw, got.Raw):
		return fmt.Errorf("it answers with other bytes:\n%s\nbefore:\n%s", pretty(got.Answer), pretty(want.Answer))
	}
	return nil
}
