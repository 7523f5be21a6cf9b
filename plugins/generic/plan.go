package main

import (
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/plugins/generic/mapper"
	"github.com/directorybolt/directorybolt/sdk"
)

// plan fills what it sees, looks again, and presses once everything holds its value: so chained selects, conditional fields and pages of a wizard
// need no rules of their own. Each control is tried once; one that will not hold its value ends in an error that names it.
func plan(t sdk.Turn) (sdk.Move, error) {
	c, err := readConfig(t.Directory.Config)
	if err != nil {
		return sdk.Move{}, err
	}
	move, err := next(t, &c)
	if err != nil && readState(t.State).filled && answered(read(t.Page, &t.Business), &c) {
		return sentBetween(t.Directory), nil
	}
	return move, err
}

// answered reports whether a page speaks as directories do once they have a submission.
func answered(page *said, c *config) bool {
	return page.find(c.published, publishedPhrases) != "" || page.duplicate(c.duplicate) != "" || page.review(c.review) != ""
}

// sentBetween stops before a form that may have been sent by a button that looked as if it only led on is filled and sent again.
func sentBetween(d sdk.Directory) sdk.Move {
	return sdk.Park(sdk.ParkOther, "The form of "+d.Name+" seems to have been sent by a step in between. Look at the directory before anything is sent again.")
}

func next(t sdk.Turn, c *config) (sdk.Move, error) {
	if t.Page == nil && t.Directory.Start == "" {
		return sdk.Move{}, sdk.Fail("no_start", "the directory has no start page; give its row one")
	}
	if t.Page == nil {
		return sdk.Do(sdk.Goto(t.Directory.Start)), nil
	}
	s := readState(t.State)
	if s.press != strconv.Itoa(len(t.Refusals)) { // a new attempt begins
		s = state{press: strconv.Itoa(len(t.Refusals))}
	}
	if len(c.before) > 0 && !s.began {
		s.began = true
		return sdk.Do(resolved(c.before, t.Directory)...).With(s.bytes()), nil
	}
	if captcha(t.Page) {
		return sdk.Park(sdk.ParkCaptcha, t.Directory.Name+" asks for a captcha."), nil
	}
	if b := cookieButton(t.Page); b != nil && s.try("cookies") {
		return sdk.Do(sdk.Click(sdk.Ref(b.Ref)).Because("the question about cookies covers the page")).With(s.bytes()), nil
	}
	hints := mapper.Hints{Types: c.fields, Values: c.values, Refusals: t.Refusals}
	r, ok := mapper.ReadWith(t.Page, hints)
	if !ok {
		return withoutForm(&t, c, &s)
	}
	p := r.Plan(&t.Business, hints)
	if move, ok, err := unchanged(&t, &r, hints, p); ok || err != nil {
		return move, err
	}
	if move, ok := gapMove(&t, p.Gaps); ok {
		return move, nil
	}
	p.Steps = append(p.Steps, passwords(&t, p.Gaps)...)
	if todo := s.untried(t.Page, p.Steps); len(todo) > 0 {
		return sdk.Do(todo...).With(s.bytes()), nil
	}
	for _, control := range p.Open {
		if s.try("open " + key(control)) {
			return sdk.Do(sdk.Click(sdk.Ref(control.Ref)).Because("its options show once it is open")).With(s.bytes()), nil
		}
	}
	if err := gapError(t.Page, p); err != nil {
		return sdk.Move{}, err
	}
	if err := notHeld(t.Page, p.Steps); err != nil {
		return sdk.Move{}, err
	}
	return press(&t, &s, r.Form)
}

// press ends a page: with the button that leads on, or with the one that sends.
func press(t *sdk.Turn, s *state, form string) (sdk.Move, error) {
	if b := mapper.Send(t.Page, form); b != nil {
		return sdk.Do(sdk.Submit(sdk.Ref(b.Ref)).Because("the button “" + b.Text + "”")), nil
	}
	if b := mapper.Next(t.Page, form); b != nil {
		if !s.try("next " + t.Page.URL + " " + b.Text + " " + pageKey(t.Page)) {
			return sdk.Move{}, sdk.Fail("refused", "the page stays after “"+b.Text+"”"+firstError(t.Page))
		}
		s.filled = true
		return sdk.Do(sdk.Click(sdk.Ref(b.Ref)).Because("the button “" + b.Text + "”")).With(s.bytes()), nil
	}
	if form != "" { // the button may stand outside
		if b := mapper.Send(t.Page, ""); b != nil {
			return sdk.Do(sdk.Submit(sdk.Ref(b.Ref)).Because("the button “" + b.Text + "”")), nil
		}
	}
	return sdk.Move{}, sdk.Fail("form_changed", "the form has no button that sends it")
}

// withoutForm decides on a page that asks for nothing: the last page of a wizard, a login, or a page that leads to the form.
func withoutForm(t *sdk.Turn, c *config, s *state) (sdk.Move, error) {
	p, page := t.Page, read(t.Page, &t.Business)
	if s.filled {
		for i := range p.Controls {
			if c := &p.Controls[i]; c.Required && c.Hidden == "" && !c.Disabled && c.Value == "" && !c.Checked {
				return sdk.Move{}, sdk.Fail("form_changed", "a page of the form requires “"+c.Label+"”, and nothing says what that is")
			}
		}
		for _, form := range formsOf(p) {
			if b := mapper.Send(p, form); b != nil {
				return sdk.Do(sdk.Submit(sdk.Ref(b.Ref)).Because("the button “" + b.Text + "”")), nil
			}
		}
		for _, form := range formsOf(p) {
			if mapper.Next(p, form) != nil {
				return press(t, s, form)
			}
		}
		if answered(page, c) {
			return sentBetween(t.Directory), nil
		}
	}
	for i := range p.Controls {
		if p.Controls[i].Type == "password" && p.Controls[i].Hidden == "" {
			return sdk.Park(sdk.ParkLogin, t.Directory.Name+" asks to log in first."), nil
		}
	}
	if page.find(loginPhrases) != "" {
		return sdk.Park(sdk.ParkLogin, t.Directory.Name+" asks to log in first."), nil
	}
	for _, l := range p.Links {
		if text := strings.ToLower(l.Text); says(text, []string{"add your business", "add a business", "add business", "submit your", "submit a", "add listing", "add your listing", "list your", "eintrag hinzufügen", "firma eintragen", "ajouter", "añadir", "adicionar"}) && s.try("link "+l.URL) {
			return sdk.Do(sdk.Goto(l.URL).Because("the link “" + l.Text + "”")).With(s.bytes()), nil
		}
	}
	return sdk.Move{}, sdk.Fail("form_changed", "the page has no form that asks for a business")
}

// formsOf lists the forms that have buttons, in page order.
func formsOf(p *sdk.Page) []string {
	var list []string
	seen := map[string]bool{}
	for _, b := range p.Buttons {
		if !seen[b.Form] {
			seen[b.Form] = true
			list = append(list, b.Form)
		}
	}
	return list
}

// captcha reports whether a person has to prove to be one. What runs by itself does not count.
func captcha(p *sdk.Page) bool {
	for _, c := range p.Captchas {
		if c.Kind != "invisible" && c.Kind != "v3" {
			return true
		}
	}
	return false
}

// cookieButton returns the button that answers a question about cookies, the one that refuses them before the one that takes them; nil if there is none.
func cookieButton(p *sdk.Page) *sdk.PageButton {
	if !strings.Contains(strings.ToLower(p.Text), "cookie") {
		return nil
	}
	for _, list := range [][]string{
		{"reject", "decline", "refuse", "only necessary", "necessary only", "only essential", "essential only", "ablehnen", "nur notwendige", "nur nötige", "refuser", "rechazar", "rejeitar", "rifiuta", "weigeren"},
		{"accept", "agree", "allow", "got it", "ok", "understand", "akzeptieren", "zustimmen", "einverstanden", "accepter", "aceptar", "aceitar", "accetta", "accepteren"},
	} {
		for i := range p.Buttons {
			if b := &p.Buttons[i]; b.Form == "" && !b.Disabled && len(b.Text) < 40 && says(strings.ToLower(b.Text), list) {
				return b
			}
		}
	}
	return nil
}

// gapMove answers gaps that a person or the customer has to fill.
func gapMove(t *sdk.Turn, gaps []mapper.Gap) (sdk.Move, bool) {
	for _, g := range gaps {
		switch {
		case g.Type == mapper.Captcha:
			return sdk.Park(sdk.ParkCaptcha, t.Directory.Name+" asks for “"+g.Control.Label+"”."), true
		case g.Type == mapper.ListingPlan:
			return sdk.Park(sdk.ParkPayment, t.Directory.Name+" asks to choose a plan, and shows none that is free."), true
		case g.Type == mapper.Password && !has(t.Secrets, "account.password"):
			return sdk.Park(sdk.ParkLogin, t.Directory.Name+" asks for an account."), true
		case g.Limit > 0:
			return sdk.Reject(g.Field, t.Directory.Name+" takes names of at most "+strconv.Itoa(g.Limit)+" characters, and the name of the business is longer."), true
		case g.Field != "":
			return sdk.Reject(g.Field, t.Directory.Name+" asks for “"+strings.TrimRight(g.Control.Label, " *:")+"”, which the profile does not have."), true
		}
	}
	return sdk.Move{}, false
}

func passwords(t *sdk.Turn, gaps []mapper.Gap) []sdk.Step {
	var list []sdk.Step
	for _, g := range gaps {
		if g.Type == mapper.Password {
			list = append(list, sdk.FillSecret(sdk.Ref(g.Control.Ref), "account.password").Because("a password input"))
		}
	}
	return list
}

func gapError(p *sdk.Page, plan mapper.Plan) error {
	for _, g := range plan.Gaps {
		switch {
		case g.Type == mapper.Password:
		case g.Type == mapper.Other:
			return sdk.Fail("form_changed", "the form requires “"+g.Control.Label+"”, and nothing says what that is")
		case p.Options(g.Control) != nil:
			return sdk.Fail("no_option", "“"+g.Control.Label+"” has no option that fits the business")
		default:
			return sdk.Fail("form_changed", "the form requires “"+g.Control.Label+"”, which cannot be filled")
		}
	}
	return nil
}

// unchanged ends an attempt that would send again exactly what the directory has refused.
func unchanged(t *sdk.Turn, r *mapper.Reading, h mapper.Hints, p mapper.Plan) (sdk.Move, bool, error) {
	n := len(t.Refusals)
	if n == 0 {
		return sdk.Move{}, false, nil
	}
	h.Refusals = h.Refusals[:n-1]
	if before := r.Plan(&t.Business, h); !sameSteps(before.Steps, p.Steps) {
		return sdk.Move{}, false, nil
	}
	quote := t.Refusals[n-1].Quote
	if f := r.Blamed(t.Refusals[n-1]); f != nil && f.Type.Field() != "" {
		return sdk.Reject(f.Type.Field(), t.Directory.Name+" refused “"+strings.TrimRight(f.Control.Label, " *:")+"”: "+quote), true, nil
	}
	return sdk.Move{}, false, sdk.Fail("refused", "the directory refused the form, and nothing in it can be written another way: "+quote)
}

func sameSteps(a, b []sdk.Step) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Kind != b[i].Kind || a[i].Value != b[i].Value || a[i].Target.Value != b[i].Target.Value || strings.Join(a[i].Values, "\n") != strings.Join(b[i].Values, "\n") {
			return false
		}
	}
	return true
}

func firstError(p *sdk.Page) string {
	if len(p.Errors) == 0 {
		return ""
	}
	return ": " + p.Errors[0].Text
}

func resolved(list []sdk.Step, d sdk.Directory) []sdk.Step {
	out := append([]sdk.Step(nil), list...)
	for i := range out {
		if out[i].Kind == sdk.StepGoto && strings.HasPrefix(out[i].Value, "/") {
			out[i].Value = d.URL(out[i].Value)
		}
	}
	return out
}

func has(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}
