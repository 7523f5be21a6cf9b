package sdk

// Kinds of moves.
const (
	MoveDo      = "do"
	MovePark    = "park"
	MoveReject  = "reject"
	MoveVerdict = "verdict"
)

// Reasons of [Park].
const (
	ParkCaptcha   = "captcha"
	ParkMailCode  = "mail_code"
	ParkPhoneCode = "phone_code"
	ParkLogin     = "login"
	ParkPayment   = "payment"
	ParkOther     = "other"
)

// Bounds of a move.
const (
	MaxSteps = 500      // in one list
	MaxState = 64 << 10 // bytes
)

// Do has the host carry out the steps in order. A step that fails ends the list. Zero steps among them ([Step.OnlyIf], [Step.IfKnown]) are left out.
func Do(steps ...Step) Move { return Move{Kind: MoveDo}.Then(steps...) }

// Then adds steps to a move made by [Do]: those of a helper that returns several, and the last.
func (m Move) Then(steps ...Step) Move {
	all := make([]Step, 0, len(m.Steps)+len(steps))
	all = append(all, m.Steps...)
	for i := range steps {
		if steps[i].Kind != "" {
			all = append(all, steps[i])
		}
	}
	m.Steps = all
	return m
}

// Park hands the submission to a person. The reason is one of the Park constants; the message says what the person has to do.
func Park(reason, message string) Move {
	return Move{Kind: MovePark, Park: &Parking{Reason: reason, Message: message}}
}

// Reject hands the submission back to the customer: the profile field is missing or not what this directory takes. The message is
// for the customer.
func Reject(field, message string) Move {
	return Move{Kind: MoveReject, Reject: &Rejection{Field: field, Message: message}}
}

// With has the host hand state back in the next turn of this submission.
func (m Move) With(state []byte) Move {
	m.State = state
	return m
}
