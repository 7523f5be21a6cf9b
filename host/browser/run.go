package browser

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/sdk"
)

// Run carries out steps in order and says what became of each. The first that fails ends the run: its result has the reason,
// later ones have none. A step that is optional and has no target on the page is passed over: its result is ok with the error
// "not_found". The error is for a session that can go on no longer, or a file or secret that could not be had; never for a step.
// A submit step is refused: see [Session.Prepare].
func (s *Session) Run(ctx context.Context, steps []sdk.Step) ([]sdk.StepResult, error) {
	results := make([]sdk.StepResult, 0, len(steps))
	for len(results) < len(steps) {
		rest := steps[len(results):]
		var done []sdk.StepResult
		err := s.bounded(ctx, s.limit(rest[0]), "step "+rest[0].Kind, func() (err error) {
			if done, err = s.batch(ctx, rest); err != nil || len(done) > 0 {
				return err
			}
			value, err := s.step(ctx, rest[0])
			result, err := s.result(rest[0], value, err)
			done = []sdk.StepResult{result}
			return err
		})
		results = append(results, done...)
		if err != nil {
			return results, err
		}
		if last := results[len(results)-1]; !last.Ok {
			return results, nil
		}
	}
	return results, nil
}

func (s *Session) limit(step sdk.Step) time.Duration {
	switch step.Kind {
	case sdk.StepGoto:
		return gotoLimit + 2*settleLimit
	case sdk.StepType:
		return stepLimit + time.Duration(len(step.Value))*20*time.Millisecond
	case sdk.StepTags, sdk.StepHours:
		return 4 * stepLimit
	}
	return 2 * stepLimit
}

// result turns the end of a step into the contract's words; what ends the session stays an error.
func (s *Session) result(step sdk.Step, value string, err error) (sdk.StepResult, error) {
	value = s.veil(value)
	if step.Secret != "" {
		value = ""
	}
	if err == nil {
		return sdk.StepResult{Ok: true, Value: value}, nil
	}
	if errors.Is(err, errNotFound) && step.Optional {
		return sdk.StepResult{Ok: true, Error: errNotFound.Error()}, nil
	}
	for _, e := range stepErrors {
		if errors.Is(err, e) {
			return sdk.StepResult{Error: e.Error(), Value: value}, nil
		}
	}
	var he *host.Error
	switch {
	case s.broken.Load() != nil || isGone(err):
		return sdk.StepResult{}, err
	case errors.As(err, &he) && he.Kind == host.Denied:
		return sdk.StepResult{Error: errNotAllowed.Error(), Value: s.veil(he.Message)}, nil
	case errors.As(err, &he):
		return sdk.StepResult{}, err
	case errors.Is(err, playwright.ErrTimeout):
		return sdk.StepResult{Error: errTimeout.Error(), Value: value}, nil
	case isBetweenPages(err):
		return sdk.StepResult{Error: errNotFound.Error()}, nil
	}
	return sdk.StepResult{Error: errNotKept.Error(), Value: s.veil(firstLine(err))}, nil
}

// step carries out one step and returns what it read back.
func (s *Session) step(ctx context.Context, step sdk.Step) (string, error) {
	switch step.Kind {
	case sdk.StepGoto:
		return "", s.gotoStep(ctx, step.Value)
	case sdk.StepScreenshot:
		return "", nil // the host takes it, with the evidence
	case sdk.StepSubmit:
		return "", errNotAllowed
	case sdk.StepWait, sdk.StepExpect:
		return s.await(ctx, step)
	case sdk.StepPress:
		return "", s.pressKey(ctx, step)
	}
	t, err := s.find(step.Target)
	if err != nil {
		return "", err
	}
	switch step.Kind {
	case sdk.StepFill, sdk.StepRichText:
		value := step.Value
		if step.Secret != "" {
			if value, err = s.secret(ctx, step.Secret); err != nil {
				return "", err
			}
		}
		return s.fillByHand(t, value)
	case sdk.StepChoose:
		return s.choose(ctx, t, values(step))
	case sdk.StepCheck, sdk.StepUncheck:
		return s.checkByHand(t, step.Kind == sdk.StepCheck)
	case sdk.StepUpload:
		return s.upload(ctx, t, step.Files)
	case sdk.StepType:
		return s.typeKeys(t, step.Value)
	case sdk.StepClick:
		return "", s.click(ctx, t)
	case sdk.StepExtract:
		return s.extract(t, step.Value)
	case sdk.StepTags:
		return s.tags(t, step.Values)
	case sdk.StepHours:
		return s.hours(ctx, t, step.Hours)
	case sdk.StepPin:
		return s.pin(t, *step.Point)
	}
	return "", errNotAllowed
}

func values(step sdk.Step) []string {
	if len(step.Values) > 0 {
		return step.Values
	}
	return []string{step.Value}
}

// gotoStep is Goto within a run: a site that does not answer fails the step, not the session.
func (s *Session) gotoStep(ctx context.Context, url string) error {
	err := s.Goto(ctx, url)
	if host.KindOf(err) == host.Unavailable && s.broken.Load() == nil {
		return errTimeout
	}
	return err
}

func (s *Session) click(ctx context.Context, t target) error {
	h, err := t.handle()
	if err != nil {
		return err
	}
	s.moved()
	s.follow.Store(true)
	defer s.follow.Store(false)
	if err := clickOn(h); err != nil {
		return clickFailure(h, err)
	}
	if err := s.settle(ctx, settleLimit); err != nil {
		return err
	}
	if err := s.followPopups(); err != nil {
		return err
	}
	return s.inPlace()
}

// clickOn clicks once the element stands still and nothing lies over it.
func clickOn(h playwright.ElementHandle) error {
	return h.Click(playwright.ElementHandleClickOptions{Timeout: actionTimeout})
}

// clickFailure says why an element could not be clicked.
func clickFailure(h playwright.ElementHandle, err error) error {
	if !errors.Is(err, playwright.ErrTimeout) {
		return err
	}
	if visible, verr := h.IsVisible(); verr == nil && !visible {
		return errNotVisible
	}
	if enabled, eerr := h.IsEnabled(); eerr == nil && !enabled {
		return errDisabled
	}
	return errTimeout // something lies over it, or it does not stand still
}

func (s *Session) pressKey(ctx context.Context, step sdk.Step) error {
	s.follow.Store(true)
	defer s.follow.Store(false)
	if step.Target == nil {
		if err := s.page.Keyboard().Press(step.Value); err != nil {
			return err
		}
	} else {
		t, err := s.find(step.Target)
		if err != nil {
			return err
		}
		h, err := t.handle()
		if err != nil {
			return err
		}
		if err := pressIn(h, step.Value); err != nil {
			return clickFailure(h, err)
		}
	}
	s.moved()
	if err := s.settle(ctx, settleLimit); err != nil {
		return err
	}
	if err := s.followPopups(); err != nil {
		return err
	}
	return s.inPlace()
}

// await looks for a target until it is there and, where the step says so, holds a value; once only for expect.
func (s *Session) await(ctx context.Context, step sdk.Step) (string, error) {
	end := time.Now().Add(stepLimit)
	if step.Kind == sdk.StepExpect {
		end = time.Now()
	}
	for {
		value, err := s.present(step)
		if err == nil || (!errors.Is(err, errNotFound) && !errors.Is(err, errNotVisible) && !errors.Is(err, errNotKept)) || !time.Now().Before(end) {
			if step.Kind == sdk.StepWait && errors.Is(err, errNotFound) {
				err = errTimeout
			}
			return value, err
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		s.moved()
	}
}

func (s *Session) present(step sdk.Step) (string, error) {
	t, err := s.find(step.Target)
	if err != nil {
		return "", err
	}
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	if t.control == nil || t.control.Hidden != "" {
		if visible, err := h.IsVisible(); err != nil || !visible {
			return "", errors.Join(errNotVisible, err)
		}
	}
	if step.Kind == sdk.StepWait || step.Value == "" {
		return "", nil
	}
	value, err := s.extract(t, "")
	if err != nil {
		return "", err
	}
	if !holds(value, step.Value) {
		return value, errNotKept
	}
	return value, nil
}

// extract returns what a control holds, the text of anything else, or an attribute.
func (s *Session) extract(t target, attribute string) (string, error) {
	h, err := t.handle()
	if err != nil {
		return "", err
	}
	v, err := h.Evaluate(`(el, attribute) => {
		if (attribute === 'href' || attribute === 'src') return el[attribute] || '';
		if (attribute) return el.getAttribute(attribute) || '';
		if (el.type === 'password') return '';
		if (el.type === 'checkbox' || el.type === 'radio') return String(el.checked);
		if (el.localName === 'select') return [...el.selectedOptions].map((o) => o.label).join(', ');
		return 'value' in el && el.localName !== 'button' && el.localName !== 'li' ? el.value : el.innerText;
	}`, attribute)
	text, _ := v.(string)
	return clip(fold(text), 4<<10), err
}

// holds reports whether a text read from the page has the words wanted, white space and case aside.
func holds(text, want string) bool {
	return strings.Contains(strings.ToLower(fold(text)), strings.ToLower(fold(want)))
}
