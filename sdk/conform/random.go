package conform

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// randomTurn is a turn for echo in which about half of the fields are set; the same source makes the same turn.
func randomTurn(source *rand.Rand) *sdk.Turn {
	t := new(sdk.Turn)
	set(source, reflect.ValueOf(t).Elem())
	t.Directory.Config = `"echo"`
	return t
}

var randomTexts = []string{"a", "Bäckerei", "日本", "\x00", "<b>&\"", "\u2028", "🙂", "  ", strings.Repeat("x", 127), strings.Repeat("é", 64), strings.Repeat("word ", 60)}

func set(source *rand.Rand, v reflect.Value) {
	if v.Kind() != reflect.Struct && source.IntN(2) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "_" { // holds nothing
				set(source, v.Field(i))
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		set(source, v.Elem())
	case reflect.Slice:
		n := 1 + source.IntN(2)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			set(source, v.Index(i))
		}
	case reflect.String:
		v.SetString(randomTexts[source.IntN(len(randomTexts))])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(source.Uint64N(256))
	case reflect.Uint32:
		v.SetUint(uint64(source.Uint32() >> source.IntN(32)))
	case reflect.Int32:
		v.SetInt(int64(int32(source.Uint32()) >> source.IntN(32)))
	case reflect.Float64:
		v.SetFloat(source.NormFloat64() * 100)
	default:
		panic("conform: the contract has a field of a kind that set does not know: " + v.Kind().String())
	}
}

// echoes checks that the conformance adapter reads and writes turns made up at random.
func echoes(m Module) error {
	source := rand.New(rand.NewPCG(1, 2))
	for n := range 100 {
		v := vector{What: fmt.Sprintf("made-up turn %d", n+1), Turn: randomTurn(source), Echo: true}
		if err := v.judge(m.Call(sdk.OpPlan, v.Turn.Append(nil))); err != nil {
			return err
		}
	}
	return nil
}

// cuts checks that the conformance adapter takes a turn that ends too early exactly where the host's own decoder does: between two fields.
func cuts(m Module) error {
	whole := randomTurn(rand.New(rand.NewPCG(3, 4))).Append(nil)
	step := max(1, len(whole)/300)
	for size := len(whole); size >= 0; size -= step {
		request := append(whole[:size:size], echoDirectory...)
		want := new(sdk.Turn)
		r := m.Call(sdk.OpPlan, request)
		if err := want.Decode(request); err != nil {
			if r.Answer != nil && r.Answer.Error == nil {
				return fmt.Errorf("a made-up turn, cut after %d of %d bytes: it must trap or answer with an error; it answered as if nothing were wrong", size, len(whole))
			}
			continue
		}
		if want.Directory.Config != `"echo"` {
			continue // the cut field took the command for its own content
		}
		v := vector{What: fmt.Sprintf("a made-up turn, cut after %d of %d bytes, where a field ends", size, len(whole)), Turn: want, Echo: true}
		if err := v.judge(r); err != nil {
			return err
		}
	}
	return nil
}

// echoDirectory is the wire form of a turn that asks for echo and says nothing else.
var echoDirectory = (&sdk.Turn{Directory: sdk.Directory{Config: `"echo"`}}).Append(nil)
