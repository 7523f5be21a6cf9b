package conform

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
)

// An SDK that forgets a field of the turn must fail, so the vectors set every one of them.
func TestVectorsTellEveryField(t *testing.T) {
	told := map[string]bool{}
	for _, v := range vectors() {
		if v.Echo {
			collect(told, "Turn", reflect.ValueOf(*v.Turn))
		}
	}
	missing := map[string]bool{}
	every(missing, "Turn", reflect.TypeFor[sdk.Turn]())
	for path := range missing {
		if !told[path] {
			t.Errorf("no vector with echo sets %s", path)
		}
	}
}

// every collects the paths of all fields below a type, collect those of a value that are set.
func every(paths map[string]bool, path string, of reflect.Type) {
	paths[path] = true
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() == reflect.Struct {
		for f := range of.NumField() {
			if of.Field(f).Name != "_" { // holds nothing
				every(paths, path+"."+of.Field(f).Name, of.Field(f).Type)
			}
		}
	}
}

func collect(paths map[string]bool, path string, v reflect.Value) {
	if v.IsZero() {
		return
	}
	paths[path] = true
	switch v.Kind() {
	case reflect.Pointer:
		collect(paths, path, v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			collect(paths, path, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			collect(paths, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

func TestVectorsHaveEveryKindOfAnswer(t *testing.T) {
	got := map[string]bool{}
	for _, v := range vectors() {
		switch a := v.Answer; {
		case a == nil:
		case a.Error != nil:
			got["error"] = true
		case a.Manifest != nil:
			got["manifest"] = true
		default:
			got[a.Move.Kind] = true
			for _, s := range a.Move.Steps {
				got["step "+s.Kind] = true
				if s.Target != nil {
					got["by "+s.Target.By] = true
				}
			}
			if a.Move.Park != nil {
				got["park "+a.Move.Park.Reason] = true
			}
			if a.Move.Verdict != nil {
				got["verdict "+a.Move.Verdict.Answer+" "+a.Move.Verdict.Listing] = true
			}
		}
	}
	for _, want := range []string{
		"error", "manifest", sdk.MoveDo, sdk.MovePark, sdk.MoveReject, sdk.MoveVerdict,
		"step goto", "step fill", "step choose", "step check", "step uncheck", "step upload", "step type", "step click", "step submit", "step press",
		"step wait", "step expect", "step extract", "step screenshot", "step rich_text", "step tags", "step hours", "step pin",
		"by ref", "by label", "by role", "by placeholder", "by name", "by text", "by css",
		"park captcha", "park mail_code", "park phone_code", "park login", "park payment", "park other",
		"verdict yes live", "verdict yes under_review", "verdict yes duplicate", "verdict no rejected", "verdict no ", "verdict unknown ",
	} {
		if !got[want] {
			t.Errorf("no vector has the answer %s", want)
		}
	}
}

// The vectors stand for what the host's own codec does.
func TestVectorsAgreeWithTheHost(t *testing.T) {
	for _, v := range vectors() {
		var turn sdk.Turn
		err := turn.Decode(v.request)
		if damaged := strings.HasPrefix(v.Name, "damaged-"); damaged != (err != nil) {
			t.Errorf("%s: the host decodes it with the error %v", v.Name, err)
		}
		if err == nil && v.Request != "" && pretty(turn) != pretty(v.Turn) {
			t.Errorf("%s: the host reads\n%s\nthe file says\n%s", v.Name, pretty(turn), pretty(v.Turn))
		}
		if v.Answer != nil {
			if err := v.Answer.Check(v.op); err != nil {
				t.Errorf("%s: the host would refuse the answer: %v", v.Name, err)
			}
		}
		if n := btoi(v.Answer != nil) + btoi(v.Echo) + btoi(len(v.Failure) > 0); n != 1 {
			t.Errorf("%s expects %d things, not one", v.Name, n)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestJudge(t *testing.T) {
	echo := vector{Echo: true, Turn: &sdk.Turn{Number: 2}}
	move := func(m sdk.Move) Reply { return Reply{Answer: &sdk.Answer{Move: &m}} }
	for _, c := range []struct {
		name string
		v    vector
		r    Reply
		ok   bool
	}{
		{"the turn", echo, move(sdk.Unknown().With((&sdk.Turn{Number: 2}).Append(nil))), true},
		{"another turn", echo, move(sdk.Unknown().With((&sdk.Turn{Number: 3}).Append(nil))), false},
		{"no turn", echo, move(sdk.Unknown().With([]byte{0})), false},
		{"an error for a turn", echo, Reply{Answer: &sdk.Answer{Error: &sdk.AdapterError{Code: "x"}}}, false},
		{"a failure for a turn", echo, Reply{Failure: "trap"}, false},
		{"the failure", vector{Failure: []string{"trap", "exit"}}, Reply{Failure: "exit"}, true},
		{"another failure", vector{Failure: []string{"trap"}}, Reply{Failure: "memory"}, false},
		{"an answer for a failure", vector{Failure: []string{"trap"}}, move(sdk.Unknown()), false},
		{"a failure without its text", vector{Failure: []string{"trap"}, Log: "on purpose"}, Reply{Failure: "trap", Log: "unreachable"}, false},
		{"the answer", vector{Answer: move(sdk.Unknown()).Answer}, move(sdk.Unknown()), true},
		{"another answer", vector{Answer: move(sdk.Unknown()).Answer}, move(sdk.Rejected("no")), false},
	} {
		if err := c.v.judge(c.r); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// native is a module that was never compiled: an adapter of this process.
type native struct {
	adapter sdk.Adapter
	calls   int
	decode  func(*sdk.Turn, []byte) error
	spoil   func(n int, op sdk.Op, r *Reply)
}

func (n *native) call(op sdk.Op, request []byte) Reply {
	n.calls++
	var turn sdk.Turn
	decode := n.decode
	if decode == nil {
		decode = (*sdk.Turn).Decode
	}
	if err := decode(&turn, request); err != nil {
		return Reply{Failure: "trap", Reason: err.Error()}
	}
	r := Reply{Answer: n.adapter.Call(op, &turn)}
	if n.spoil != nil {
		n.spoil(n.calls, op, &r)
	}
	r.Raw = r.Answer.Append(nil)
	return r
}

// Each thing an adapter can get wrong fails the check that is for it, and the honest adapter passes all.
func TestChecksFindWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name  string
		fails string // the check; none if empty
		make  func(*native)
	}{
		{"an honest adapter", "", func(*native) {}},
		{"another manifest", "describes itself", func(n *native) {
			n.spoil = func(_ int, op sdk.Op, r *Reply) {
				if op == sdk.OpDescribe {
					r.Answer.Manifest.Version = "2"
				}
			}
		}},
		{"an answer to any op", "answers the functions", func(n *native) {
			n.spoil = func(_ int, op sdk.Op, r *Reply) {
				if op > sdk.OpLookup {
					r.Answer = &sdk.Answer{Move: new(sdk.Unknown())}
				}
			}
		}},
		{"a fault on a turn without a page", "answers an empty turn", func(n *native) {
			n.decode = func(t *sdk.Turn, raw []byte) error {
				if len(raw) == 0 {
					return fmt.Errorf("no page")
				}
				return t.Decode(raw)
			}
		}},
		{"a decoder with room for 100 controls", "answers a huge page", func(n *native) {
			n.decode = func(t *sdk.Turn, raw []byte) error {
				if err := t.Decode(raw); err != nil || t.Page != nil && len(t.Page.Controls) > 100 {
					return fmt.Errorf("no room")
				}
				return nil
			}
		}},
		{"a decoder that takes what it could read", "refuses a damaged request", func(n *native) {
			n.decode = func(t *sdk.Turn, raw []byte) error { _ = t.Decode(raw); return nil }
		}},
		{"a decoder that fails on unknown fields", "ignores fields", func(n *native) {
			n.decode = func(t *sdk.Turn, raw []byte) error {
				if err := t.Decode(raw); err != nil || len(t.Append(nil)) != len(raw) {
					return fmt.Errorf("unknown field")
				}
				return nil
			}
		}},
		{"a count of calls", "gives the same bytes for the same request", func(n *native) {
			n.spoil = func(calls int, _ sdk.Op, r *Reply) {
				if r.Answer.Move != nil {
					r.Answer.Move.State = fmt.Append(nil, calls)
				}
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := &native{adapter: sdk.Adapter{Name: "honest", Version: "1", Plan: func(t sdk.Turn) (sdk.Move, error) {
				return sdk.Do(sdk.Fill(sdk.Label("Name"), t.Business.Name), sdk.Submit(sdk.Button("Send"))), nil
			}}}
			c.make(n)
			var failed []string
			m := Module{Manifest: n.adapter.Manifest(), Call: n.call, Elsewhere: n.call}
			m.Check(func(r Result) {
				if r.Problem != "" {
					failed = append(failed, r.Check)
				}
			})
			found := slices.ContainsFunc(failed, func(name string) bool { return c.fails != "" && strings.HasPrefix(name, c.fails) })
			if (c.fails == "") != (len(failed) == 0) || (c.fails != "") != found {
				t.Errorf("failed checks %q, want one that begins with %q", failed, c.fails)
			}
		})
	}
}

// Two hosts that give different clocks must get the same bytes, and a customer before must not show.
func TestChecksOfTwoHostsAndTwoCustomers(t *testing.T) {
	a := sdk.Adapter{Name: "honest", Version: "1", Plan: func(sdk.Turn) (sdk.Move, error) { return sdk.Do(sdk.Screenshot()), nil }}
	n, clock := &native{adapter: a}, &native{adapter: a, spoil: func(_ int, op sdk.Op, r *Reply) {
		if op == sdk.OpPlan {
			r.Answer.Move.State = []byte("2031")
		}
	}}
	if err := elsewhere(Module{Manifest: a.Manifest(), Call: n.call, Elsewhere: clock.call}); err == nil {
		t.Error("an adapter that answers with the time of its host passes")
	}
	before := "nobody"
	a.Plan = func(t sdk.Turn) (sdk.Move, error) {
		m := sdk.Do(sdk.Screenshot()).With([]byte(before))
		before = t.Business.Name + "!"
		return m, nil
	}
	if err := forgets(Module{Manifest: a.Manifest(), Call: (&native{adapter: a}).call}); err == nil {
		t.Error("an adapter that remembers the customer before passes")
	}
}
