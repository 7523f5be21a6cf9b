package sdk

// Kinds of steps; contract.proto says what each does.
const (
	StepGoto       = "goto"
	StepFill       = "fill"
	StepChoose     = "choose"
	StepCheck      = "check"
	StepUncheck    = "uncheck"
	StepUpload     = "upload"
	StepType       = "type"
	StepClick      = "click"
	StepSubmit     = "submit"
	StepPress      = "press"
	StepWait       = "wait"
	StepExpect     = "expect"
	StepExtract    = "extract"
	StepScreenshot = "screenshot"
	StepRichText   = "rich_text"
	StepTags       = "tags"
	StepHours      = "hours"
	StepPin        = "pin"
)

// Goto opens an address on one of the directory's hosts.
func Goto(url string) Step { return Step{Kind: StepGoto, Value: url} }

// Fill sets a text control to value.
func Fill(t Target, value string) Step { return Step{Kind: StepFill, Target: &t, Value: value} }

// FillSecret sets a text control to a secret that only the host knows: "account.password". [Turn.Secrets] has the names of those that exist.
func FillSecret(t Target, name string) Step { return Step{Kind: StepFill, Target: &t, Secret: name} }

// Choose picks an option, by label or value, in a select, a radio group or a select widget; several in those that take several.
func Choose(t Target, options ...string) Step {
	s := Step{Kind: StepChoose, Target: &t}
	if len(options) == 1 {
		s.Value = options[0]
	} else {
		s.Values = options
	}
	return s
}

// Check ticks a checkbox.
func Check(t Target) Step { return Step{Kind: StepCheck, Target: &t} }

// Uncheck clears a checkbox.
func Uncheck(t Target) Step { return Step{Kind: StepUncheck, Target: &t} }

// Upload hands files of the business to a file control.
func Upload(t Target, files ...File) Step {
	s := Step{Kind: StepUpload, Target: &t}
	for _, f := range files {
		s.Files = append(s.Files, f.Handle)
	}
	return s
}

// Type presses the keys of value one by one, for controls that listen to keys: an address with suggestions.
func Type(t Target, value string) Step { return Step{Kind: StepType, Target: &t, Value: value} }

// Click clicks something that sends nothing for good: a tab, "Next".
func Click(t Target) Step { return Step{Kind: StepClick, Target: &t} }

// Submit presses the button that sends the submission. It is the last step of a plan, and the host presses it once.
func Submit(t Target) Step { return Step{Kind: StepSubmit, Target: &t} }

// Press presses a key in the element: "Enter", "ArrowDown".
func Press(t Target, key string) Step { return Step{Kind: StepPress, Target: &t, Value: key} }

// WaitFor waits until the element is visible.
func WaitFor(t Target) Step { return Step{Kind: StepWait, Target: &t} }

// Expect ends the list of steps if the element is not there or does not hold value. With an empty value it only has to be there.
func Expect(t Target, value string) Step { return Step{Kind: StepExpect, Target: &t, Value: value} }

// Extract hands the element's text back in [Turn.Results], or its attribute: "href". Empty for the text.
func Extract(t Target, attribute string) Step {
	return Step{Kind: StepExtract, Target: &t, Value: attribute}
}

// Screenshot takes a picture for the evidence. The host takes one before and after each press by itself.
func Screenshot() Step { return Step{Kind: StepScreenshot} }

// RichText sets a rich text editor; blank lines part paragraphs.
func RichText(t Target, text string) Step { return Step{Kind: StepRichText, Target: &t, Value: text} }

// Tags adds tags to a tag input.
func Tags(t Target, tags ...string) Step { return Step{Kind: StepTags, Target: &t, Values: tags} }

// Hours fills an editor of opening hours.
func Hours(t Target, days []OpenDay) Step { return Step{Kind: StepHours, Target: &t, Hours: days} }

// Pin puts the pin of a map at a place.
func Pin(t Target, at Point) Step { return Step{Kind: StepPin, Target: &t, Point: &at} }

// For notes the profile field the value comes from: "phone", "address.city". People read it beside what was sent.
func (s Step) For(field string) Step {
	s.Field = field
	return s
}

// Because notes why this target was chosen, for people.
func (s Step) Because(why string) Step {
	s.Why = why
	return s
}

// IfPresent has the host pass over the step if its target is not on the page.
func (s Step) IfPresent() Step {
	s.Optional = true
	return s
}

// OnlyIf leaves the step out unless the condition holds: Fill(Label("Fax"), b.Fax.National).OnlyIf(b.Fax.E164 != "").
func (s Step) OnlyIf(condition bool) Step {
	if !condition {
		return Step{}
	}
	return s
}

// IfKnown leaves a step that enters something out if there is nothing to enter: Fill(Label("Website"), b.Website).IfKnown().
func (s Step) IfKnown() Step {
	return s.OnlyIf(s.Value != "" || len(s.Values)+len(s.Files)+len(s.Hours) > 0 || s.Point != nil || s.Secret != "")
}
