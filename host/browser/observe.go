package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/sdk"
)

//go:embed js/observe.js
var observeScript string

// Bounds of an observation. A page of 40 controls stays under 15 KB of JSON; a page that is all text and links under 40 KB.
var observeLimits = map[string]any{
	"text":      8 << 10, // characters
	"headings":  30,
	"links":     60,
	"buttons":   60,
	"errors":    40,
	"optionSet": 300, // options of one set
	"options":   600, // options of a page
	"forms":     100,
	"controls":  400,
	"choices":   300,  // of one group
	"looked":    1500, // controls that are looked at, choices and all
	"captchas":  20,
	"report":    maxReport, // characters in all
}

const maxReport = 1 << 20 // characters that one frame reports; scripts of the page may have had a hand in them

const maxFrames = 10 // frames of other origins that are looked into

// observation is a page as it was seen, with the elements its refs stand for.
type observation struct {
	page     *sdk.Page
	elements map[string]element
	places   map[string]place
	address  string // of the document, to tell whether it is still the same
	held     []*held
}

// place is where an observed page has what is under a ref: an index into its controls, and into the choices of that one or -1;
// or an index into its buttons or links.
type place struct{ at, choice int }

// held is what one run of the observing script found: a list of elements, in the page's memory.
type held struct {
	frame  playwright.Frame
	handle playwright.JSHandle
}

// element is one element of a list.
type element struct {
	held  *held
	index int
}

// found is what the script reports: the contract's Page, with el where a ref belongs.
type found struct {
	sdk.Page
	Controls []foundControl `json:"controls"`
	Buttons  []foundButton  `json:"buttons"`
	Links    []foundLink    `json:"links"`
	Errors   []foundError   `json:"errors"`
}

type foundControl struct {
	El int `json:"el"`
	sdk.Control
	Choices []foundChoice `json:"choices"`
}

type foundChoice struct {
	El int `json:"el"`
	sdk.Choice
}

type foundButton struct {
	El int `json:"el"`
	sdk.PageButton
}

type foundLink struct {
	El int `json:"el"`
	sdk.Link
}

type foundError struct {
	El *int `json:"el"`
	sdk.PageError
}

// Observe returns the page as it is now. The refs in it are valid until the next Observe.
func (s *Session) Observe(ctx context.Context) (*sdk.Page, error) {
	var page *sdk.Page
	err := s.bounded(ctx, observeLimit+settleLimit, "observe the page", func() error {
		if err := s.settle(ctx, settleLimit); err != nil {
			return err
		}
		if err := s.arrival(); err != nil {
			return err
		}
		o, err := s.look()
		if err != nil {
			return err
		}
		s.drop(s.seen)
		s.drop(s.fresh)
		s.seen, s.fresh = o, o
		page = o.page
		return nil
	})
	if err != nil {
		return nil, err
	}
	page.Dialogs = s.takeDialogs()
	s.veilAll(reflect.ValueOf(&page.Dialogs))
	return page, nil
}

// drop frees what an observation no longer used holds in the page.
func (s *Session) drop(o *observation) {
	if o == nil {
		return
	}
	for _, h := range o.held {
		h.handle.Dispose() // fails where the page is gone already, and then nothing is held
	}
}

// look observes the page, again if it is replaced meanwhile.
func (s *Session) look() (*observation, error) {
	for attempt := 0; ; attempt++ {
		o, err := s.lookOnce()
		if err == nil || attempt == 3 || !isBetweenPages(err) {
			return o, err
		}
		s.page.WaitForLoadState(playwright.PageWaitForLoadStateOptions{State: playwright.LoadStateDomcontentloaded})
	}
}

func (s *Session) lookOnce() (*observation, error) {
	main := s.page.MainFrame()
	o := &observation{page: &sdk.Page{}, elements: map[string]element{}, places: map[string]place{}, address: withoutFragment(main.URL())}
	f, h, err := observeFrame(main)
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, errors.New("the page has no document")
	}
	o.add(f, h)
	o.page.URL, o.page.Title, o.page.Lang, o.page.Text, o.page.Captchas = f.URL, f.Title, f.Lang, f.Text, f.Captchas
	o.page.Status, _ = s.traffic.document(f.URL)
	looked := 0
	for _, frame := range s.page.Frames() {
		if frame == main || frame.IsDetached() || looked == maxFrames {
			continue
		}
		if !strings.HasPrefix(frame.URL(), "http") {
			continue
		}
		looked++
		f, h, err := observeFrame(frame)
		if err != nil {
			if isGone(err) {
				return nil, err
			}
			o.page.Frames = append(o.page.Frames, sdk.Frame{URL: clip(frame.URL(), 4000)})
			continue
		}
		if f == nil {
			continue // its parent's run has covered it
		}
		o.add(f, h)
		o.page.Captchas = append(o.page.Captchas, f.Captchas...)
		if room := observeLimits["text"].(int) - len(o.page.Text); f.Text != "" && room > 0 {
			o.page.Text += "\n" + clip(f.Text, room)
		}
	}
	s.veilAll(reflect.ValueOf(o.page))
	return o, nil
}

// observeFrame runs the script in a frame. It returns nil where there is nothing of its own to see.
func observeFrame(frame playwright.Frame) (*found, *held, error) {
	handle, err := frame.EvaluateHandle(observeScript, observeLimits)
	if err != nil {
		return nil, nil, err
	}
	text, err := handle.Evaluate("(found, most) => found && (typeof found.json === 'string' && found.json.length <= most ? found.json : '')", maxReport)
	if err != nil {
		return nil, nil, err
	}
	report, ok := text.(string)
	if !ok {
		handle.Dispose()
		return nil, nil, nil
	}
	f := &found{}
	if err := json.Unmarshal([]byte(report), f); err != nil {
		handle.Dispose()
		return nil, nil, fmt.Errorf("read the observation of %s: %w", clip(frame.URL(), 200), err)
	}
	return f, &held{frame: frame, handle: handle}, nil
}

// add joins what was found in a frame to the page, with refs that are unique on the page.
func (o *observation) add(f *found, h *held) {
	o.held = append(o.held, h)
	p := o.page
	forms := map[string]string{"": ""}
	for _, form := range f.Forms {
		ref := fmt.Sprintf("f%d", len(p.Forms)+1)
		forms[form.Ref], form.Ref = ref, ref
		p.Forms = append(p.Forms, form)
	}
	firstSet := uint32(len(p.OptionSets))
	p.OptionSets = append(p.OptionSets, f.OptionSets...)
	p.Headings = append(p.Headings, f.Headings...)
	refs := map[int]string{}
	next := len(refs)
	for _, c := range p.Controls {
		next += 1 + len(c.Choices)
	}
	name := func(el, choice int) string {
		next++
		ref := fmt.Sprintf("c%d", next)
		refs[el] = ref
		o.elements[ref] = element{h, el}
		o.places[ref] = place{len(p.Controls), choice}
		return ref
	}
	for _, c := range f.Controls {
		control := c.Control
		control.Ref = name(c.El, -1)
		control.Form = forms[control.Form]
		if control.Options > 0 {
			control.Options += firstSet
		}
		for i, choice := range c.Choices {
			choice.Ref = name(choice.El, i)
			control.Choices = append(control.Choices, choice.Choice)
		}
		p.Controls = append(p.Controls, control)
	}
	for _, b := range f.Buttons {
		button := b.PageButton
		button.Ref = fmt.Sprintf("b%d", len(p.Buttons)+1)
		button.Form = forms[button.Form]
		o.elements[button.Ref], o.places[button.Ref] = element{h, b.El}, place{len(p.Buttons), -1}
		p.Buttons = append(p.Buttons, button)
	}
	for _, l := range f.Links {
		link := l.Link
		link.Ref = fmt.Sprintf("l%d", len(p.Links)+1)
		o.elements[link.Ref], o.places[link.Ref] = element{h, l.El}, place{len(p.Links), -1}
		p.Links = append(p.Links, link)
	}
	for _, e := range f.Errors {
		if e.El != nil {
			e.Control = refs[*e.El]
		}
		p.Errors = append(p.Errors, e.PageError)
	}
}

// veilAll applies veil to every string below v, which is a pointer to what was observed.
func (s *Session) veilAll(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s.veil(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			s.veilAll(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			s.veilAll(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			s.veilAll(v.Index(i))
		}
	}
}

// clip shortens text to at most n bytes, at a character's border.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
