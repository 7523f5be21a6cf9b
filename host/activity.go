package host

import (
	"encoding/json"
	"slices"
)

// ActivityKind is a choice of what happened.
type ActivityKind string

// Kinds of activity; the empty one is all of them.
const (
	ActivityResults ActivityKind = "results" // what directories answered
	ActivityNeeds   ActivityKind = "needs"   // what waited for the customer
	ActivitySteps   ActivityKind = "steps"   // what we did on the way
)

var activityEvents = map[ActivityKind][]string{
	ActivityResults: {"submission_submitted", "submission_unknown", "submission_failed", "submission_skipped"},
	ActivityNeeds:   {"submission_needs_attention"},
	ActivitySteps:   {"submission_admitted", "submission_filling", "submission_submitting"},
}

// ActivityEvents are the events of a kind. Of all kinds, what we did on the way is left out: it would bury the results.
func ActivityEvents(kind ActivityKind) []string {
	if events, ok := activityEvents[kind]; ok {
		return events
	}
	return slices.Concat(activityEvents[ActivityResults], activityEvents[ActivityNeeds])
}

// Said is an event in plain words, with the standing that the submission had after it.
func (e Event) Said() (words string, standing Standing) {
	var data struct {
		From    Status  `json:"from"`
		Listing Listing `json:"listing"`
		Reason  string  `json:"reason"`
	}
	if json.Unmarshal([]byte(e.Data), &data) != nil {
		return "Something happened that we cannot read any more", StandingQueued
	}
	switch e.Type {
	case "submission_planned":
		return "Chosen for your package", StandingQueued
	case "submission_admitted":
		switch data.From {
		case NeedsAttention:
			return "You answered, we go on", StandingQueued
		case Planned:
			return "Put in line", StandingQueued
		}
		return "To be tried again", StandingQueued
	case "submission_filling":
		return "We opened the form and fill it in", StandingSubmitting
	case "submission_submitting":
		return "We press Submit", StandingSubmitting
	case "submission_reclaimed":
		return "Another of our workers took over", StandingSubmitting
	case "submission_released":
		return "We wait to see what the directory made of it", StandingSubmitting
	case "submission_submitted":
		switch data.Listing {
		case Live:
			return "Your listing is live", StandingLive
		case Rejected:
			return "The directory turned the listing down", StandingFailed
		case Removed:
			return "The directory removed the listing", StandingFailed
		}
		return "Submitted, the directory reviews it", StandingInReview
	case "submission_unknown":
		return "The directory's answer was unclear, one of us looks at it", StandingChecked
	case "submission_needs_attention":
		switch data.Reason {
		case "profile":
			return "The directory does not accept one of your details", StandingNeedsYou
		case "mail_code", "phone_code":
			return "The directory wants a code that it sends to you", StandingNeedsYou
		}
		return "A person has to help here", StandingLookedAt
	case "submission_failed":
		return "Could not be done", StandingFailed
	case "submission_skipped":
		switch {
		case data.Listing == Duplicate:
			return "You were listed there already", StandingLive
		case data.Reason == "customer":
			return "Left out, as you asked", StandingSkipped
		}
		return "Left out", StandingSkipped
	}
	return "Something happened on our side", StandingQueued
}
