package browser

import (
	"errors"
	"strings"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/match"
)

// Why a step failed: the error words of the contract, as Go errors on the way there.
var (
	errNotFound   = errors.New("not_found")
	errAmbiguous  = errors.New("ambiguous")
	errNotVisible = errors.New("not_visible")
	errDisabled   = errors.New("disabled")
	errNoOption   = errors.New("no_option")
	errNotKept    = errors.New("not_kept")
	errTimeout    = errors.New("timeout")
	errNotAllowed = errors.New("refused")
)

var stepErrors = []error{errNotFound, errAmbiguous, errNotVisible, errDisabled, errNoOption, errNotKept, errTimeout, errNotAllowed}

// target is the element a step is about, and what was observed of it.
type target struct {
	element
	ref     string
	control *sdk.Control // nil for a button, a link or what only the page knows
	choice  *sdk.Choice  // set if it is one choice of the control
	direct  playwright.ElementHandle
}

// handle returns the element for actions of the driver.
func (t target) handle() (playwright.ElementHandle, error) {
	if t.direct != nil {
		return t.direct, nil
	}
	h, err := t.held.handle.EvaluateHandle("(found, i) => found.els[i].isConnected ? found.els[i] : null", t.index)
	if err != nil {
		return nil, err
	}
	e := h.AsElement()
	if e == nil {
		return nil, errNotFound
	}
	return t.inItsFrame(e)
}

// inItsFrame returns the element as its own frame knows it. One observation covers the frames its script can read, so it holds elements
// of others; the driver would look for those on the screen in the wrong place.
func (t target) inItsFrame(e playwright.ElementHandle) (playwright.ElementHandle, error) {
	frame, err := e.OwnerFrame()
	if err != nil || frame == nil || frame == t.held.frame {
		return e, err
	}
	const mark = "data-found"
	if _, err := e.Evaluate("(el, mark) => el.setAttribute(mark, '')", mark); err != nil {
		return nil, err
	}
	own, err := frame.Locator("[" + mark + "]").ElementHandle(playwright.LocatorElementHandleOptions{Timeout: actionTimeout})
	if _, unmarked := e.Evaluate("(el, mark) => el.removeAttribute(mark)", mark); unmarked != nil {
		return nil, unmarked
	}
	return own, err
}

// find returns the element that a step means. It looks at the page again where what was seen before does not have it.
func (s *Session) find(want *sdk.Target) (target, error) {
	if want == nil {
		return target{}, errNotFound
	}
	if want.By == sdk.ByRef {
		return s.findRef(want.Value)
	}
	looked := false
	if s.fresh == nil {
		if err := s.lookAgain(); err != nil {
			return target{}, err
		}
		looked = true
	}
	for {
		t, err := s.match(s.fresh, want)
		if err == nil && t.held != nil {
			// Scripts may have replaced the element since.
			if alive, aerr := t.held.handle.Evaluate("(found, i) => found.els[i].isConnected", t.index); aerr == nil && alive == true {
				return t, nil
			}
			err = errNotFound
		}
		if err == nil || !errors.Is(err, errNotFound) || looked {
			return t, err
		}
		if err := s.lookAgain(); err != nil {
			return target{}, err
		}
		looked = true
	}
}

// lookAgain observes the page for the host's own use; refs keep meaning what the adapter was shown.
func (s *Session) lookAgain() error {
	o, err := s.look()
	if err != nil {
		return err
	}
	if s.fresh != s.seen {
		s.drop(s.fresh)
	}
	s.fresh = o
	return nil
}

// moved notes that the page may have changed.
func (s *Session) moved() {
	if s.fresh != s.seen {
		s.drop(s.fresh)
	}
	s.fresh = nil
}

// findRef returns the element that a ref of the last observation means; one that a script has replaced on the same page is
// found again by its marks.
func (s *Session) findRef(ref string) (target, error) {
	if s.seen == nil {
		return target{}, errNotFound
	}
	el, ok := s.seen.elements[ref]
	if !ok {
		return target{}, errNotFound
	}
	t := s.seen.describe(ref, el)
	alive, err := el.held.handle.Evaluate("(found, i) => found.els[i].isConnected", el.index)
	if err == nil && alive == true {
		return t, nil
	}
	if err != nil && isGone(err) {
		return target{}, err
	}
	if withoutFragment(s.page.URL()) != s.seen.address {
		return target{}, errNotFound
	}
	if err := s.lookAgain(); err != nil {
		return target{}, err
	}
	return s.fresh.again(s.seen, ref)
}

// describe returns the element under a ref with what was observed of it.
func (o *observation) describe(ref string, el element) target {
	t := target{element: el, ref: ref}
	if at, ok := o.places[ref]; ok && ref[0] == 'c' {
		t.control = &o.page.Controls[at.at]
		if at.choice >= 0 {
			t.choice = &t.control.Choices[at.choice]
		}
	}
	return t
}

// again finds in o what was under ref in an older observation of the same page.
func (o *observation) again(old *observation, ref string) (target, error) {
	want := old.marks(ref)
	var hits []string
	for r := range o.elements {
		if r[0] == ref[0] && o.marks(r) == want {
			hits = append(hits, r)
		}
	}
	if want == "" || len(hits) != 1 {
		return target{}, errNotFound
	}
	return o.describe(hits[0], o.elements[hits[0]]), nil
}

// marks is what stays the same about an element when a script draws it anew.
func (o *observation) marks(ref string) string {
	el := o.elements[ref]
	t := o.describe(ref, el)
	if c := t.control; c != nil {
		choice := ""
		if t.choice != nil {
			choice = t.choice.Value + "\x00" + t.choice.Label
		}
		return strings.Join([]string{c.Tag, c.Type, c.Name, c.ID, c.Label, c.Placeholder, c.Section, choice}, "\x00")
	}
	at, ok := o.places[ref]
	switch {
	case ok && ref[0] == 'b':
		b := o.page.Buttons[at.at]
		return strings.Join([]string{b.Text, b.Type, b.Name, b.Section}, "\x00")
	case ok && ref[0] == 'l':
		l := o.page.Links[at.at]
		return l.Text + "\x00" + l.URL
	}
	return ""
}

// match finds what a target means in an observation, or in the page itself where observations do not have such things.
func (s *Session) match(o *observation, want *sdk.Target) (target, error) {
	switch ref, result := match.Find(o.page, want); result {
	case match.Found:
		return o.describe(ref, o.elements[ref]), nil
	case match.Ambiguous:
		return target{}, errAmbiguous
	case match.Unseen:
		return s.matchPage(want)
	}
	return target{}, errNotFound
}

// matchPage asks the page itself, for elements that are not observed: tabs, menu items, any text, anything by selector.
func (s *Session) matchPage(want *sdk.Target) (target, error) {
	frames := append([]playwright.Frame{s.page.MainFrame()}, s.page.Frames()...)
	for i, frame := range frames {
		if i > 0 && frame == frames[0] || i > maxFrames {
			continue
		}
		var l playwright.Locator
		switch want.By {
		case sdk.ByCSS:
			l = frame.Locator("css=" + want.Value)
		case sdk.ByText:
			l = frame.GetByText(want.Value)
		case sdk.ByRole:
			l = frame.GetByRole(playwright.AriaRole(want.Role), playwright.FrameGetByRoleOptions{Name: want.Value})
		default:
			return target{}, errNotFound
		}
		all, err := l.ElementHandles()
		if err != nil {
			if isGone(err) {
				return target{}, err
			}
			continue
		}
		var visible []playwright.ElementHandle
		for _, h := range all {
			if ok, err := h.IsVisible(); err == nil && ok {
				visible = append(visible, h)
			}
		}
		if len(visible) == 0 && want.By == sdk.ByCSS {
			visible = all // a file field may be out of sight
		}
		switch {
		case len(visible) == 1 || len(visible) > 1 && want.By == sdk.ByText:
			return target{direct: visible[0]}, nil
		case len(visible) > 1:
			return target{}, errAmbiguous
		}
	}
	return target{}, errNotFound
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
