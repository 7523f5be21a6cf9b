package trace

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Change is one thing in which an answer differs from the recorded one.
type Change struct {
	Where string `json:"where"` // "step 3, fill label “Phone”"
	Was   string `json:"was,omitempty"`
	Now   string `json:"now,omitempty"`
}

// compare says in which respects a repeated call ended in another way, and whether the host would act in another way on it.
func compare(c *Call, now host.Call) (changes []Change, acts bool) {
	d := &difference{}
	answer := new(sdk.Answer)
	if len(now.Answer) == 0 || answer.Decode(now.Answer) != nil {
		answer = nil
	}
	switch was := c.Answer; {
	case c.Failure != now.Failure || was == nil || answer == nil || kind(was) != kind(answer):
		d.say("answer", Summary(was, c.Failure), Summary(answer, now.Failure), true)
	case was.Error != nil:
		d.say("error", was.Error.Code+": "+was.Error.Text, answer.Error.Code+": "+answer.Error.Text, false)
	case was.Move != nil:
		d.move(was.Move, answer.Move)
	}
	if len(d.changes) == 0 {
		d.say("bytes", fmt.Sprintf("%d, which say the same", len(c.AnswerWire())), fmt.Sprintf("%d", len(now.Answer)), false)
	}
	return d.changes, d.acts
}

// Summary is an answer in one line; failure is how the call ended without one.
func Summary(a *sdk.Answer, failure string) string {
	switch {
	case failure != "":
		return "failed: " + failure
	case a == nil:
		return "an answer that does not decode"
	case a.Error != nil:
		return "error " + a.Error.Code + ": " + a.Error.Text
	case a.Move == nil:
		return "no move"
	}
	m := a.Move
	switch {
	case m.Reject != nil:
		return "reject " + m.Reject.Field + ": " + m.Reject.Message
	case m.Park != nil:
		return "park (" + m.Park.Reason + "): " + m.Park.Message
	case m.Verdict != nil:
		text := strings.TrimSpace(m.Verdict.Answer + " " + strings.ReplaceAll(m.Verdict.Listing, "_", " "))
		if m.Verdict.Quote != "" {
			text += ", “" + m.Verdict.Quote + "”"
		}
		return text
	case len(m.Steps) == 0:
		return m.Kind
	}
	kinds, last := len(m.Steps), m.Steps[len(m.Steps)-1].Kind
	if kinds == 1 {
		return "1 step: " + last
	}
	return fmt.Sprintf("%d steps, the last: %s", kinds, last)
}

func kind(a *sdk.Answer) string {
	switch {
	case a.Error != nil:
		return "error"
	case a.Move != nil:
		return a.Move.Kind
	}
	return ""
}

// difference gathers changes.
type difference struct {
	changes []Change
	acts    bool
}

func (d *difference) say(where, was, now string, acts bool) {
	if was == now {
		return
	}
	d.changes = append(d.changes, Change{where, was, now})
	d.acts = d.acts || acts
}

func (d *difference) move(was, now *sdk.Move) {
	d.steps(was.Steps, now.Steps)
	if was.Park != nil && now.Park != nil {
		d.say("reason", was.Park.Reason, now.Park.Reason, true)
		d.say("message", was.Park.Message, now.Park.Message, false)
	}
	if was.Reject != nil && now.Reject != nil {
		d.say("field", was.Reject.Field, now.Reject.Field, true)
		d.say("message", was.Reject.Message, now.Reject.Message, false)
	}
	if a, b := was.Verdict, now.Verdict; a != nil && b != nil {
		d.say("verdict", a.Answer, b.Answer, true)
		d.say("listing", a.Listing, b.Listing, true)
		d.say("quote", a.Quote, b.Quote, false)
		d.say("listing address", a.ListingURL, b.ListingURL, false)
		d.say("reference", a.Reference, b.Reference, false)
	}
	d.say("state", readable(was.State), readable(now.State), true)
}

// steps lines the steps up by what they do to what, and says what came, went and changed.
func (d *difference) steps(was, now []sdk.Step) {
	if max(len(was), len(now)) > sdk.MaxSteps { // of a trace that no host wrote
		d.say("steps", strconv.Itoa(len(was)), strconv.Itoa(len(now)), true)
		return
	}
	for _, p := range align(was, now) {
		switch {
		case p.now < 0:
			d.say(fmt.Sprintf("step %d is gone", p.was+1), stepText(&was[p.was]), "", true)
		case p.was < 0:
			d.say(fmt.Sprintf("step %d is added", p.now+1), "", stepText(&now[p.now]), true)
		default:
			d.step(p.now+1, &was[p.was], &now[p.now])
		}
	}
}

func (d *difference) step(number int, was, now *sdk.Step) {
	where := "step " + strconv.Itoa(number) + ", " + doing(now)
	if doing(was) != doing(now) {
		d.say("step "+strconv.Itoa(number), stepText(was), stepText(now), true)
		return
	}
	d.say(where, content(was), content(now), true)
	d.say(where+", within", within(was), within(now), true)
	d.say(where+", if it is not there", optional(was), optional(now), true)
	d.say(where+", taken from", was.Field, now.Field, false)
	d.say(where+", why", was.Why, now.Why, false)
}

func within(s *sdk.Step) string {
	if s.Target == nil {
		return ""
	}
	return s.Target.Within
}

func optional(s *sdk.Step) string {
	if s.Optional {
		return "pass over"
	}
	return "stop"
}

// doing is a step without what it puts in: "fill label “Phone”".
func doing(s *sdk.Step) string {
	if s.Target == nil {
		return s.Kind
	}
	return s.Kind + " " + cmp.Or(s.Target.Role, s.Target.By) + " “" + s.Target.Value + "”"
}

// content is what a step puts in.
func content(s *sdk.Step) string {
	var all []string
	if s.Value != "" {
		all = append(all, "“"+s.Value+"”")
	}
	if s.Secret != "" {
		all = append(all, "the secret "+s.Secret)
	}
	for _, v := range s.Values {
		all = append(all, "“"+v+"”")
	}
	all = append(all, s.Files...)
	if len(s.Hours) > 0 {
		all = append(all, inJSON(s.Hours))
	}
	if s.Point != nil {
		all = append(all, fmt.Sprintf("%g, %g", s.Point.Latitude, s.Point.Longitude))
	}
	return strings.Join(all, ", ")
}

func stepText(s *sdk.Step) string {
	if c := content(s); c != "" {
		return doing(s) + ": " + c
	}
	return doing(s)
}

func inJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// readable is a state as people can read it.
func readable(state []byte) string {
	if !utf8.Valid(state) || strings.ContainsFunc(string(state), func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' }) {
		return fmt.Sprintf("%d bytes %x", len(state), state)
	}
	return strings.ReplaceAll(string(state), "\n", " | ")
}

// pair is a step that stands in both lists, or in one: the index in the other is -1.
type pair struct{ was, now int }

// align pairs steps that do the same to the same target, in order; what is left over in one place of both lists is paired as it stands.
func align(was, now []sdk.Step) []pair {
	common := make([][]int, len(was)+1)
	for i := range common {
		common[i] = make([]int, len(now)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(now) - 1; j >= 0; j-- {
			if doing(&was[i]) == doing(&now[j]) {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var pairs []pair
	for i, j := 0, 0; i < len(was) || j < len(now); {
		switch {
		case i < len(was) && j < len(now) && doing(&was[i]) == doing(&now[j]):
			pairs = append(pairs, pair{i, j})
			i, j = i+1, j+1
		case i < len(was) && j < len(now) && common[i+1][j+1] == common[i][j]:
			pairs = append(pairs, pair{i, j})
			i, j = i+1, j+1
		case j == len(now) || i < len(was) && common[i+1][j] >= common[i][j+1]:
			pairs = append(pairs, pair{i, -1})
			i++
		default:
			pairs = append(pairs, pair{-1, j})
			j++
		}
	}
	return pairs
}
