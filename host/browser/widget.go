package browser

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/sdk"
)

//go:embed js/options.js
var optionsScript string

// optionLimit is how long an option may take to appear: the choice before it may make the page ask its server for the list.
const optionLimit = 5 * time.Second

// choose picks options in what the script could not: a select whose options are still to come, or a widget.
func (s *Session) choose(ctx context.Context, t target, wanted []string) (string, error) {
	if t.control != nil && (t.control.Tag == "select" || len(t.control.Choices) > 0) && t.held != nil {
		return s.chooseNative(ctx, t, wanted)
	}
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	if native, err := h.Evaluate("(el) => el.localName === 'select'"); err == nil && native == true {
		if _, err := h.SelectOption(playwright.SelectOptionValues{ValuesOrLabels: &wanted}, playwright.ElementHandleSelectOptionOptions{Timeout: actionTimeout}); err != nil {
			return "", errNoOption
		}
		return s.extract(t, "")
	}
	var got string
	for _, want := range wanted {
		if got, err = s.chooseInWidget(ctx, h, want); err != nil {
			return got, err
		}
	}
	return got, nil
}

func (s *Session) chooseNative(ctx context.Context, t target, wanted []string) (string, error) {
	op := fillOp{El: t.index, Kind: sdk.StepChoose, Values: wanted, Hidden: t.control.Hidden != ""}
	observed := s.observationOf(t)
	for _, c := range t.control.Choices {
		op.Choices = append(op.Choices, fillChoice{observed.elements[c.Ref].index, c.Value, c.Label})
	}
	end := time.Now().Add(optionLimit)
	for {
		done, err := runFill(t.held, []fillOp{op})
		if err != nil {
			return "", err
		}
		if done[0].Error == "" {
			return done[0].Value, nil
		}
		err = stepError(done[0].Error)
		if !errors.Is(err, errNoOption) && !errors.Is(err, errDisabled) || len(op.Choices) > 0 || !time.Now().Before(end) {
			return done[0].Value, err
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return "", err
		}
	}
}

// stepError returns the error that a word of the contract stands for.
func stepError(word string) error {
	for _, e := range stepErrors {
		if e.Error() == word {
			return e
		}
	}
	return errNotKept
}

// chooseInWidget opens a select widget, narrows its list by typing where it has a field for that, and clicks the option.
func (s *Session) chooseInWidget(ctx context.Context, h playwright.ElementHandle, want string) (string, error) {
	if err := clickOn(h); err != nil {
		return "", clickFailure(h, err)
	}
	option, err := awaitOption(ctx, h, want, 500*time.Millisecond)
	if errors.Is(err, errNoOption) {
		if option, err = s.searchOption(ctx, h, want); err != nil {
			_ = s.page.Keyboard().Press("Escape")
			return "", err
		}
	}
	if err != nil {
		return "", err
	}
	if err := clickOn(option); err != nil {
		return "", clickFailure(option, err)
	}
	got, err := h.Evaluate(`(el) => new Promise((done) => setTimeout(() => {
		const own = el.localName === 'input' ? el.value : el.innerText;
		const box = el.closest('[class*=select],[class*=combobox],[class*=dropdown]') || el.parentElement;
		done([own || '', box ? box.innerText : '']);
	}, 50))`)
	if err != nil {
		return "", err
	}
	texts, _ := got.([]any)
	for _, text := range texts {
		if text, ok := text.(string); ok && holds(text, want) {
			return want, nil
		}
	}
	own := ""
	if len(texts) > 0 {
		own, _ = texts[0].(string)
	}
	return clip(own, 200), errNotKept
}

// searchOption types into the field of an open widget: its own, or the one that has the focus.
func (s *Session) searchOption(ctx context.Context, h playwright.ElementHandle, want string) (playwright.ElementHandle, error) {
	v, err := h.EvaluateHandle(`(el) => {
		const field = (e) => e && e.localName === 'input' && !e.readOnly && e.type !== 'checkbox' && e.type !== 'radio';
		const active = el.getRootNode().activeElement;
		return field(el) ? el : field(active) ? active : null;
	}`)
	if err != nil {
		return nil, err
	}
	field := v.AsElement()
	if field == nil {
		return awaitOption(ctx, h, want, optionLimit)
	}
	if err := fillIn(field, ""); err != nil {
		return nil, err
	}
	if err := typeIn(field, want, 0); err != nil {
		return nil, err
	}
	return awaitOption(ctx, h, want, optionLimit)
}

func awaitOption(ctx context.Context, h playwright.ElementHandle, want string, limit time.Duration) (playwright.ElementHandle, error) {
	for end := time.Now().Add(limit); ; {
		v, err := h.EvaluateHandle(optionsScript, want)
		if err != nil {
			return nil, err
		}
		if option := v.AsElement(); option != nil {
			return option, nil
		}
		if !time.Now().Before(end) {
			return nil, errNoOption
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// richText sets an editor's content through the browser's own editing, which editors listen to. Blank lines part paragraphs.
func (s *Session) richText(h playwright.ElementHandle, value string) (string, error) {
	const set = `(el, text) => new Promise((done) => {
		const doc = el.ownerDocument, own = el.isContentEditable;
		if (!own) {
			Object.getOwnPropertyDescriptor(doc.defaultView.HTMLTextAreaElement.prototype, 'value').set.call(el, text);
		} else {
			el.focus({ preventScroll: true });
			doc.getSelection().selectAllChildren(el);
			doc.execCommand('delete');
			text.split(/\n\s*\n/).forEach((p, i) => {
				if (i) doc.execCommand('insertParagraph');
				p.split('\n').forEach((l, j) => { if (j) doc.execCommand('insertLineBreak'); doc.execCommand('insertText', false, l); });
			});
		}
		for (const type of ['input', 'change']) el.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
		el.blur();
		el.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
		setTimeout(() => done(own ? el.innerText : el.value), 0);
	})`
	v, err := h.Evaluate(set, value)
	if err != nil {
		return "", err
	}
	got, _ := v.(string)
	if kept(value, got) {
		return got, nil
	}
	if err := clickOn(h); err != nil {
		return got, clickFailure(h, err)
	}
	if err := s.page.Keyboard().Press("Control+A"); err != nil {
		return got, err
	}
	if err := s.page.Keyboard().Press("Delete"); err != nil {
		return got, err
	}
	if err := s.page.Keyboard().Type(value); err != nil {
		return got, err
	}
	if got, err = readBack(h); err == nil && !kept(value, got) {
		err = errNotKept
	}
	return got, err
}

// tags types each tag and presses Enter. A form that takes Enter as Submit is not sent by that.
func (s *Session) tags(t target, tags []string) (string, error) {
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	release, err := holdForm(h)
	if err != nil {
		return "", err
	}
	defer release()
	// A tag counts when it stands beside the field, in text or in a field of its own, and no longer in the field.
	const taken = `(el, tag) => new Promise((done) => setTimeout(() => {
		const want = tag.trim().toLowerCase();
		for (let p = el.parentElement, n = 0; p && n < 4 && p.localName !== 'form'; p = p.parentElement, n++) {
			if (el.value.trim().toLowerCase() === want) break;
			if (p.innerText.toLowerCase().includes(want)) return done(true);
			if ([...p.querySelectorAll('input')].some((i) => i !== el && i.value.toLowerCase().split(',').map((v) => v.trim()).includes(want))) return done(true);
		}
		done(false);
	}, 20))`
	var got []string
	for _, tag := range tags {
		ok := any(false)
		for _, key := range []string{"Enter", ",", "Tab"} {
			if err := fillIn(h, ""); err != nil {
				return strings.Join(got, ", "), err
			}
			if err := typeIn(h, tag, 0); err != nil {
				return strings.Join(got, ", "), err
			}
			if err := pressIn(h, key); err != nil {
				return strings.Join(got, ", "), err
			}
			if ok, err = h.Evaluate(taken, tag); err != nil {
				return strings.Join(got, ", "), err
			}
			if ok == true {
				break
			}
		}
		if ok != true {
			return strings.Join(got, ", "), errNotKept
		}
		got = append(got, tag)
	}
	return strings.Join(got, ", "), nil
}

// pin writes a place into the latitude and longitude fields of the page, which may be hidden ones, or clicks the middle of the
// map if there are none. What it read back is "latitude, longitude".
func (s *Session) pin(t target, at sdk.Point) (string, error) {
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	v, err := h.Evaluate(`(el, [lat, lng]) => {
		const scope = el.closest('form') || el.ownerDocument;
		const named = (i, re) => re.test([i.name, i.id, i.getAttribute('aria-label'), i.placeholder, i.labels?.[0]?.textContent].join(' '));
		const inputs = [...scope.querySelectorAll('input')].filter((i) => /^(text|number|hidden|tel)$/.test(i.type));
		const a = inputs.find((i) => named(i, /(^|[^a-z])(lat|latitude)([^a-z]|$)/i)), b = inputs.find((i) => named(i, /(^|[^a-z])(lng|lon|long|longitude)([^a-z]|$)/i));
		if (!a || !b) return null;
		const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
		for (const [i, v] of [[a, lat], [b, lng]]) {
			set.call(i, v);
			for (const type of ['input', 'change', 'blur']) i.dispatchEvent(new Event(type, { bubbles: true }));
		}
		return a.value + ', ' + b.value;
	}`, []any{fmt.Sprintf("%.6f", at.Latitude), fmt.Sprintf("%.6f", at.Longitude)})
	if err != nil {
		return "", err
	}
	if text, ok := v.(string); ok {
		return text, nil
	}
	if err := clickOn(h); err != nil {
		return "", clickFailure(h, err)
	}
	return "", nil
}
