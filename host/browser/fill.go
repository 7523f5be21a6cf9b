package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

//go:embed js/fill.js
var fillScript string

// fillOp is one step for the filling script.
type fillOp struct {
	El      int          `json:"el"`
	Kind    string       `json:"kind"`
	Values  []string     `json:"values"`
	Hidden  bool         `json:"hidden"`
	Choices []fillChoice `json:"choices,omitempty"`
}

type fillChoice struct {
	El    int    `json:"el"`
	Value string `json:"value"`
	Label string `json:"label"`
}

type fillDone struct {
	Error string `json:"error"`
	Value string `json:"value"`
}

// batch carries out as many steps from the front as one script can: filling a page field by field through the driver costs
// several times as much. It returns the results of those that are done; the first step after them is for [Session.step].
func (s *Session) batch(ctx context.Context, steps []sdk.Step) ([]sdk.StepResult, error) {
	var ops []fillOp
	var on *held
	for _, step := range steps {
		op, h, err := s.fillOp(ctx, step)
		if err != nil {
			return nil, err
		}
		if op == nil || on != nil && h != on {
			break
		}
		on = h
		ops = append(ops, *op)
	}
	if len(ops) == 0 {
		return nil, nil
	}
	done, err := runFill(on, ops)
	if err != nil && isBetweenPages(err) {
		return nil, nil // the page changed under it; step by step it is
	}
	if err != nil {
		return nil, err
	}
	var results []sdk.StepResult
	for i, d := range done {
		if d.Error != "" {
			break
		}
		value := s.veil(d.Value)
		if steps[i].Secret != "" {
			value = ""
		}
		results = append(results, sdk.StepResult{Ok: true, Value: value})
	}
	return results, nil
}

// runFill runs the filling script on elements of one frame.
func runFill(on *held, ops []fillOp) ([]fillDone, error) {
	text, err := json.Marshal(ops)
	if err != nil {
		return nil, err
	}
	v, err := on.handle.Evaluate(fillScript, string(text))
	if err != nil {
		return nil, err
	}
	report, _ := v.(string)
	var done []fillDone
	if err := json.Unmarshal([]byte(report), &done); err != nil {
		return nil, fmt.Errorf("read what was filled: %w", err)
	}
	return done, nil
}

// fillOp returns what the script has to do for a step, or nil if the step is not for the script.
func (s *Session) fillOp(ctx context.Context, step sdk.Step) (*fillOp, *held, error) {
	switch step.Kind {
	case sdk.StepFill, sdk.StepChoose, sdk.StepCheck, sdk.StepUncheck:
	default:
		return nil, nil, nil
	}
	t, err := s.known(step.Target)
	if err != nil || t.control == nil {
		return nil, nil, err
	}
	c := t.control
	op := &fillOp{El: t.index, Kind: step.Kind, Values: values(step), Hidden: c.Hidden != ""}
	switch {
	case step.Kind == sdk.StepFill && (c.Type == "richtext" || c.Type == "combobox" || c.Type == "file" || len(c.Choices) > 0):
		return nil, nil, nil
	case step.Kind == sdk.StepChoose && c.Tag != "select" && len(c.Choices) == 0:
		return nil, nil, nil
	case step.Kind == sdk.StepChoose && len(c.Choices) > 0:
		observed := s.observationOf(t)
		for _, choice := range c.Choices {
			op.Choices = append(op.Choices, fillChoice{observed.elements[choice.Ref].index, choice.Value, choice.Label})
		}
	case step.Kind != sdk.StepFill && step.Kind != sdk.StepChoose && len(c.Choices) > 0 && t.choice == nil:
		return nil, nil, nil
	}
	if step.Secret != "" {
		value, err := s.secret(ctx, step.Secret)
		if err != nil {
			return nil, nil, err
		}
		op.Values = []string{value}
	}
	return op, t.held, nil
}

// known finds a target in what has been observed already, without a question to the page; an empty target if it is not there.
func (s *Session) known(want *sdk.Target) (target, error) {
	if want == nil {
		return target{}, nil
	}
	if want.By == sdk.ByRef {
		if s.seen == nil {
			return target{}, nil
		}
		el, ok := s.seen.elements[want.Value]
		if !ok {
			return target{}, nil
		}
		return s.seen.describe(want.Value, el), nil
	}
	if want.By == sdk.ByCSS || want.By == sdk.ByText {
		return target{}, nil
	}
	if s.fresh == nil {
		if err := s.lookAgain(); err != nil {
			return target{}, err
		}
	}
	t, err := s.match(s.fresh, want)
	if err != nil {
		if isGone(err) {
			return target{}, err
		}
		return target{}, nil
	}
	return t, nil
}

// observationOf returns the observation a target was found in.
func (s *Session) observationOf(t target) *observation {
	if s.seen != nil {
		for _, h := range s.seen.held {
			if h == t.held {
				return s.seen
			}
		}
	}
	return s.fresh
}

// fillByHand fills one control that the script could not: the driver's way first, then key by key.
func (s *Session) fillByHand(t target, value string) (string, error) {
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	if t.control != nil && t.control.Type == "richtext" {
		return s.richText(h, value)
	}
	if editable, err := h.Evaluate("(el) => el.isContentEditable"); err == nil && editable == true {
		return s.richText(h, value)
	}
	if err := usable(h, t); err != nil {
		return "", err
	}
	ferr := fillIn(h, value)
	if ferr == nil {
		if got, err := readBack(h); err != nil || kept(value, got) {
			return got, err
		}
	} else if isGone(ferr) {
		return "", ferr
	}
	if err := clickOn(h); err != nil {
		return "", clickFailure(h, err)
	}
	if err := pressIn(h, "Control+A"); err != nil {
		return "", err
	}
	if value == "" {
		err = pressIn(h, "Delete")
	} else {
		err = typeIn(h, value, 0)
	}
	if err != nil {
		return "", err
	}
	_, _ = h.Evaluate("(el) => el.blur()")
	got, err := readBack(h)
	if err == nil && !kept(value, got) {
		err = errNotKept
	}
	return got, err
}

// usable says why a control cannot be filled, without waiting for it to change its mind.
func usable(h playwright.ElementHandle, t target) error {
	if editable, err := h.IsEditable(); err == nil && !editable {
		return errDisabled
	}
	if t.control != nil && t.control.Type == "select" {
		return nil // a widget may stand for it
	}
	if visible, err := h.IsVisible(); err == nil && !visible {
		return errNotVisible
	}
	return nil
}

// The driver's own actions on an element wait until it can be acted on, half a minute unless told otherwise.
var actionTimeout = playwright.Float(float64(actionLimit.Milliseconds()))

func fillIn(h playwright.ElementHandle, value string) error {
	return h.Fill(value, playwright.ElementHandleFillOptions{Timeout: actionTimeout})
}

func pressIn(h playwright.ElementHandle, key string) error {
	return h.Press(key, playwright.ElementHandlePressOptions{Timeout: actionTimeout})
}

// typeIn presses the keys of a text, with a pause of delay ms after each. A one-line field gets spaces for new lines, which
// would be Enter, and nothing that the keys set off may send the form.
func typeIn(h playwright.ElementHandle, text string, delay float64) error {
	if strings.ContainsAny(text, "\r\n") {
		oneLine, err := h.Evaluate("(el) => el.localName === 'input'")
		if err != nil {
			return err
		}
		if oneLine == true {
			text = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ").Replace(text)
		}
	}
	release, err := holdForm(h)
	if err != nil {
		return err
	}
	defer release()
	limit := float64(actionLimit.Milliseconds()) + float64(len(text))*(10+delay)
	return h.Type(text, playwright.ElementHandleTypeOptions{Delay: &delay, Timeout: &limit})
}

// holdForm keeps the form of a field from being sent, as Enter in a field does, until release is called: only a press that has
// been recorded may send it. Enter also clicks the form's button, whose script may send it in its own way.
func holdForm(h playwright.ElementHandle) (release func(), err error) {
	guard, err := h.EvaluateHandle(`(el) => {
		const win = el.ownerDocument.defaultView;
		const stop = (e) => {
			if (e.type === 'click' && !e.target.closest?.('button:not([type=button],[type=reset]),input[type=submit],input[type=image]')?.form) return;
			e.preventDefault();
			e.stopImmediatePropagation();
		};
		for (const type of ['submit', 'click']) win.addEventListener(type, stop, true);
		return { end: () => { for (const type of ['submit', 'click']) win.removeEventListener(type, stop, true); } };
	}`)
	if err != nil {
		return nil, err
	}
	return func() { _, _ = guard.Evaluate("(guard) => guard.end()") }, nil
}

func readBack(h playwright.ElementHandle) (string, error) {
	v, err := h.Evaluate("(el) => new Promise((done) => setTimeout(() => done('value' in el ? String(el.value) : el.innerText), 0))")
	text, _ := v.(string)
	return text, err
}

// kept reports whether a control holds what it was given, perhaps written in its own way: a telephone mask adds brackets and
// may leave out the calling code, a date or an address may be spaced otherwise.
func kept(want, got string) bool {
	if fold(want) == fold(got) {
		return true
	}
	w, g := letters(want), letters(got)
	if w == "" {
		return false
	}
	if w == g {
		return true
	}
	return isNumber(want) && len(g) >= 7 && strings.HasSuffix(w, g)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func isNumber(s string) bool {
	return strings.Trim(s, "+0123456789 ()-./") == ""
}

func (s *Session) checkByHand(t target, on bool) (string, error) {
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	const read = "(el) => String(el.checked === true || el.getAttribute('aria-checked') === 'true')"
	got, err := h.Evaluate(read)
	if err != nil {
		return "", err
	}
	if got != fmt.Sprint(on) {
		if err := clickOn(h); err != nil {
			// A box that a script draws is out of sight: its label takes the click.
			v, lerr := h.EvaluateHandle("(el) => el.labels && el.labels[0] || null")
			if lerr != nil || v.AsElement() == nil {
				return "", clickFailure(h, err)
			}
			if err := clickOn(v.AsElement()); err != nil {
				return "", clickFailure(h, err)
			}
		}
		if got, err = h.Evaluate(read); err != nil {
			return "", err
		}
	}
	if got != fmt.Sprint(on) {
		return fmt.Sprint(got), errNotKept
	}
	return fmt.Sprint(got), nil
}

func (s *Session) typeKeys(t target, value string) (string, error) {
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	if err := clickOn(h); err != nil {
		return "", clickFailure(h, err)
	}
	if err := typeIn(h, value, 5); err != nil {
		return "", err
	}
	return readBack(h)
}

// maxUpload bounds what one step hands to a page.
const maxUpload = 32 << 20

func (s *Session) upload(ctx context.Context, t target, handles []string) (string, error) {
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	if s.config.File == nil {
		return "", host.Errorf(host.NotFound, "there are no files in this session")
	}
	var files []playwright.InputFile
	size := 0
	for _, name := range handles {
		f, err := s.config.File(ctx, name)
		if err != nil {
			return "", host.Errorf(host.KindOf(err), "file %q to upload: %w", name, err)
		}
		if size += len(f.Data); size > maxUpload {
			return "", host.Errorf(host.Invalid, "files to upload are over %d bytes", maxUpload)
		}
		files = append(files, playwright.InputFile{Name: f.Name, MimeType: f.MediaType, Buffer: f.Data})
	}
	input := h
	if isInput, err := h.Evaluate("(el) => el.localName === 'input' && el.type === 'file'"); err != nil || isInput != true {
		// The target is the drop zone or button around the field.
		v, err := h.EvaluateHandle("(el) => el.control || el.querySelector('input[type=file]') || el.closest('form,div')?.querySelector('input[type=file]') || null")
		if err != nil {
			return "", err
		}
		if input = v.AsElement(); input == nil {
			return "", errNotFound
		}
	}
	if err := input.SetInputFiles(files, playwright.ElementHandleSetInputFilesOptions{Timeout: actionTimeout}); err != nil {
		if strings.Contains(err.Error(), "multiple") {
			return "", errNotKept
		}
		return "", err
	}
	got, err := input.Evaluate("(el) => [...el.files].map((f) => f.name).join(', ')")
	if err != nil {
		return "", err
	}
	names, _ := got.(string)
	// A script may take the files over and empty the field, as drop zones do: then there is nothing to read back.
	if names == "" {
		for i, f := range files {
			if i > 0 {
				names += ", "
			}
			names += f.Name
		}
	}
	return names, nil
}
