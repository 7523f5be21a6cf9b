package sdktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Difference is one place where an answer is not the expected one.
type Difference struct {
	Where string `json:"where"`         // `step 3, fill label "Phone": value`, `verdict.quote`
	Was   string `json:"was,omitempty"` // expected; empty where nothing was
	Now   string `json:"now,omitempty"` // answered; empty where nothing came
}

// Text is the difference as people read it, in lines that end with a newline.
func (d Difference) Text() string {
	text := d.Where + "\n"
	if d.Was != "" {
		text += "    was  " + d.Was + "\n"
	}
	if d.Now != "" {
		text += "    now  " + d.Now + "\n"
	}
	return text
}

// Differences compares two answers: their steps one by one, whatever else they hold by its name. The page, where there is one, gives names to refs.
func Differences(want, got *sdk.Answer, p *sdk.Page) []Difference {
	var was, now []sdk.Step
	if want.Move != nil {
		was = want.Move.Steps
	}
	if got.Move != nil {
		now = got.Move.Steps
	}
	return append(fields("", flat(want), flat(got)), steps(was, now, p)...)
}

// fields compares what was flattened, in the order of the names.
func fields(where string, was, now map[string]string) (all []Difference) {
	names := slices.Sorted(maps.Keys(was))
	for name := range now {
		if _, ok := was[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if was[name] != now[name] {
			all = append(all, Difference{where + name, was[name], now[name]})
		}
	}
	return all
}

// flat is an answer without its steps as texts by their names: "verdict.quote".
func flat(a *sdk.Answer) map[string]string {
	bare := *a
	if a.Move != nil {
		bare.Move = new(*a.Move)
		bare.Move.Steps = nil
	}
	raw, err := json.Marshal(bare)
	if err != nil {
		return nil // an answer holds nothing that JSON cannot
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil
	}
	all := map[string]string{}
	flatten(all, "", tree)
	return all
}

func flatten(into map[string]string, name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if name == "" && key == "move" {
				flatten(into, "", value)
				continue
			}
			flatten(into, strings.TrimPrefix(name+"."+key, "."), value)
		}
	case []any:
		for i, value := range v {
			flatten(into, fmt.Sprintf("%s[%d]", name, i), value)
		}
	default:
		into[name] = fmt.Sprint(v)
	}
}

// steps compares two lists of steps. Steps that do the same to the same target belong together; what is left in between is
// taken as changed in its order.
func steps(was, now []sdk.Step, p *sdk.Page) (all []Difference) {
	same := func(i, j int) bool { return Describe(was[i], p) == Describe(now[j], p) }
	// common[i][j] is the length of the longest common run of was[i:] and now[j:], not necessarily adjacent.
	common := make([][]int, len(was)+1)
	for i := range common {
		common[i] = make([]int, len(now)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(now) - 1; j >= 0; j-- {
			if same(i, j) {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var gone, come []int
	settle := func() {
		for k := range max(len(gone), len(come)) {
			var d Difference
			if k < len(gone) {
				d.Where, d.Was = step(gone[k]), whole(was[gone[k]], p)
			}
			if k < len(come) {
				d.Where, d.Now = step(come[k]), whole(now[come[k]], p)
			}
			all = append(all, d)
		}
		gone, come = nil, nil
	}
	for i, j := 0, 0; i < len(was) || j < len(now); {
		switch {
		case i < len(was) && j < len(now) && same(i, j):
			settle()
			all = append(all, fields(step(j)+", "+Describe(now[j], p)+": ", parts(was[i]), parts(now[j]))...)
			i, j = i+1, j+1
		case j == len(now) || i < len(was) && common[i+1][j] >= common[i][j+1]:
			gone = append(gone, i)
			i++
		default:
			come = append(come, j)
			j++
		}
	}
	settle()
	return all
}

func step(i int) string { return "step " + strconv.Itoa(i+1) }

// whole is a step in one line.
func whole(s sdk.Step, p *sdk.Page) string {
	text := Describe(s, p)
	if v := Value(s); v != "" && s.Kind != sdk.StepGoto {
		text += " = " + v
	}
	return text
}

// parts are what can differ between two steps that do the same to the same target.
func parts(s sdk.Step) map[string]string {
	all := map[string]string{"value": Value(s), "field": s.Field, "why": s.Why}
	if s.Kind == sdk.StepGoto {
		delete(all, "value")
	}
	if s.Optional {
		all["optional"] = "true"
	}
	return all
}

// Value is what a step puts into its target, as a text.
func Value(s sdk.Step) string {
	switch {
	case s.Secret != "":
		return "(secret " + s.Secret + ")"
	case len(s.Values) > 0:
		return strings.Join(s.Values, ", ")
	case len(s.Files) > 0:
		return strings.Join(s.Files, ", ")
	case s.Point != nil:
		return fmt.Sprintf("%g, %g", s.Point.Latitude, s.Point.Longitude)
	case len(s.Hours) > 0:
		raw, err := json.Marshal(s.Hours)
		if err != nil {
			return ""
		}
		return string(raw)
	}
	return s.Value
}
