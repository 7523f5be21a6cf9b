//go:build !wasip1

package sdk

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Bounds of texts in an answer, in bytes.
const (
	maxLine = 4 << 10  // a name, a message, a quote, an address
	maxText = 64 << 10 // what a step fills in
)

var (
	moveKinds     = []string{MoveDo, MovePark, MoveReject, MoveVerdict}
	parkReasons   = []string{ParkCaptcha, ParkMailCode, ParkPhoneCode, ParkLogin, ParkPayment, ParkOther}
	targetKinds   = []string{ByRef, ByLabel, ByRole, ByPlaceholder, ByName, ByText, ByCSS}
	pageSteps     = []string{StepGoto, StepScreenshot}
	targetedSteps = []string{
		StepFill, StepChoose, StepCheck, StepUncheck, StepUpload, StepType, StepClick, StepSubmit, StepWait, StepExpect, StepExtract,
		StepRichText, StepTags, StepHours, StepPin,
	}
)

// Check reports what is wrong with an answer to op, nil for nothing: kinds the contract does not know, more or less than one thing
// answered, a Submit where none may be, sizes. Its text names places, never contents.
func (a *Answer) Check(op Op) error {
	set := 0
	for _, is := range []bool{a.Move != nil, a.Error != nil, a.Manifest != nil} {
		if is {
			set++
		}
	}
	switch {
	case set != 1:
		return errors.New("the answer must have exactly one of move, error and manifest")
	case a.Error != nil:
		return lines(a.Error.Code, a.Error.Text)
	case (a.Manifest != nil) != (op == OpDescribe):
		return errors.New("the answer has a manifest if and only if it was asked to describe itself")
	case a.Manifest != nil:
		return a.Manifest.Check()
	}
	return a.Move.check(op)
}

func (m *Move) check(op Op) error {
	if !slices.Contains(moveKinds, m.Kind) {
		return errors.New("the move is of an unknown kind")
	}
	if (m.Kind == MoveDo) != (len(m.Steps) > 0) || (m.Kind == MovePark) != (m.Park != nil) ||
		(m.Kind == MoveReject) != (m.Reject != nil) || (m.Kind == MoveVerdict) != (m.Verdict != nil) {
		return errors.New("the move must have what its kind says and nothing else; do needs a step")
	}
	if len(m.State) > MaxState {
		return errors.New("the state is over " + strconv.Itoa(MaxState) + " bytes")
	}
	switch m.Kind {
	case MoveDo:
		return checkSteps(m.Steps, op)
	case MovePark:
		if !slices.Contains(parkReasons, m.Park.Reason) {
			return errors.New("park has an unknown reason")
		}
		return lines(m.Park.Message)
	case MoveReject:
		if op != OpPlan {
			return errors.New("only plan may reject a business")
		}
		return lines(m.Reject.Field, m.Reject.Message)
	}
	if op == OpPlan {
		return errors.New("plan ends with a submit step; verify and lookup give verdicts")
	}
	return m.Verdict.check()
}

func (v *Verdict) check() error {
	ok := false
	switch v.Answer {
	case AnswerYes:
		ok = slices.Contains([]string{ListingLive, ListingUnderReview, ListingDuplicate}, v.Listing)
	case AnswerNo:
		ok = slices.Contains([]string{"", ListingRejected}, v.Listing)
	case AnswerUnknown:
		ok = v.Listing == ""
	}
	if !ok {
		return errors.New("the verdict's answer and listing are not a pair the contract knows")
	}
	return lines(v.Quote, v.ListingURL, v.Reference)
}

func checkSteps(steps []Step, op Op) error {
	if len(steps) > MaxSteps {
		return errors.New("the move has more than " + strconv.Itoa(MaxSteps) + " steps")
	}
	for i := range steps {
		if err := steps[i].check(); err != nil {
			return errors.New("step " + strconv.Itoa(i+1) + ": " + err.Error())
		}
		if steps[i].Kind != StepSubmit {
			continue
		}
		if op != OpPlan {
			return errors.New("step " + strconv.Itoa(i+1) + ": only plan may submit")
		}
		if i != len(steps)-1 {
			return errors.New("step " + strconv.Itoa(i+1) + ": submit must be the last step")
		}
	}
	return nil
}

func (s *Step) check() error {
	switch {
	case !slices.Contains(targetedSteps, s.Kind) && !slices.Contains(pageSteps, s.Kind) && s.Kind != StepPress:
		return errors.New("unknown kind")
	case slices.Contains(targetedSteps, s.Kind) && s.Target == nil:
		return errors.New("needs a target")
	case s.Kind == StepGoto && !strings.HasPrefix(s.Value, "https://") && !strings.HasPrefix(s.Value, "http://"):
		return errors.New("needs an http or https address")
	case s.Kind == StepChoose && s.Value == "" && len(s.Values) == 0:
		return errors.New("needs an option to choose")
	case s.Kind == StepPress && s.Value == "":
		return errors.New("needs a key to press")
	case s.Kind == StepUpload && len(s.Files) == 0:
		return errors.New("needs a file to upload")
	case s.Kind == StepPin && s.Point == nil:
		return errors.New("needs a place")
	case s.Secret != "" && (s.Kind != StepFill || s.Value != ""):
		return errors.New("a secret goes into a fill step, in place of the value")
	case len(s.Value) > maxText:
		return errors.New("the value is too long")
	}
	if t := s.Target; t != nil {
		if !slices.Contains(targetKinds, t.By) {
			return errors.New("unknown way to name the target")
		}
		if t.Value == "" || (t.By == ByRole) != (t.Role != "") {
			return errors.New("the target needs a value, and a role if and only if it is by role")
		}
		if err := lines(t.Value, t.Role, t.Within); err != nil {
			return err
		}
	}
	if err := lines(s.Values...); err != nil {
		return err
	}
	return lines(s.Field, s.Why, s.Secret)
}

// ContractsServed are the versions of the contract that a host built with this package serves, oldest first. A version leaves the list no sooner than
// CHANGELOG.md promises.
var ContractsServed = [...]uint32{ContractVersion}

// checkContract says who has to act where a module speaks a contract that is not served.
func checkContract(version uint32) error {
	if slices.Contains(ContractsServed[:], version) {
		return nil
	}
	var served []string
	for _, v := range ContractsServed {
		served = append(served, strconv.Itoa(int(v)))
	}
	text := "the module speaks contract " + strconv.Itoa(int(version)) + ", this host serves " + strings.Join(served, " and ") + ": "
	if version > ContractVersion {
		return errors.New(text + "update the host, or build the module with the SDK of this host")
	}
	return errors.New(text + "build the module again with a current SDK; sdk/CHANGELOG.md says what changed")
}

// Check reports what is wrong with a manifest, nil for nothing.
func (m *Manifest) Check() error {
	switch {
	case m.Name == "" || m.Version == "":
		return errors.New("the manifest needs a name and a version")
	case !slices.Contains(m.Functions, OpPlan.String()):
		return errors.New("the manifest does not name the function plan")
	}
	if err := checkContract(m.Contract); err != nil {
		return err
	}
	for _, f := range m.Functions {
		if f != OpPlan.String() && f != OpVerify.String() && f != OpLookup.String() {
			return errors.New("the manifest names a function that the contract does not know")
		}
	}
	for i := range m.Name {
		if c := m.Name[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' || len(m.Name) > 64 {
			return errors.New("the name in the manifest must be lower-case letters, digits and dashes, at most 64")
		}
	}
	return lines(m.Version, m.Start, m.Author, m.Licence, m.Summary)
}

func lines(texts ...string) error {
	for _, s := range texts {
		if len(s) > maxLine {
			return errors.New("a text is over " + strconv.Itoa(maxLine) + " bytes")
		}
	}
	return nil
}
