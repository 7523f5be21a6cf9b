package worker

import (
	"github.com/directorybolt/directorybolt/host"
)

// What the decisions below rest on. They are pure so that the model check explores the very code that runs.
const (
	maxIntents  = 3  // presses of Submit for one submission, each but the first after proof that the one before came to nothing
	maxAttempts = 6  // claims after which a fault that time might heal counts as one it does not
	maxClaims   = 12 // claims after which a submission that kills its workers is taken out of circulation
)

// course is what a worker does with a submission it has claimed.
type course string

const (
	fill      course = "fill"      // nothing is pressed under the present claim: fill the form and press
	reconcile course = "reconcile" // an intent is committed and its press window has closed: find out what came of it
	giveUp    course = "give_up"   // too many workers were lost over it
)

// decideClaimed says what to do with a submission that was just claimed.
func decideClaimed(status host.Status, attempts int) course {
	switch {
	case attempts > maxClaims:
		return giveUp
	case status == host.Submitting:
		return reconcile
	}
	return fill
}

// ruling is what becomes of a submission. At most one of its parts is set; none of them means to go on.
type ruling struct {
	to      host.Status
	listing host.Listing
	stands  bool // let go of it as it is: its intent stands until the press window has closed
	look    bool // look it up at once, in the same session
}

// decideFound says what a look-up before the press means: a business that is listed is not submitted again, and neither is one that waits for
// a review, which is no listing yet.
func decideFound(listed host.Answer, listing host.Listing) ruling {
	switch {
	case listed != host.AnswerYes:
		return ruling{}
	case listing == host.UnderReview:
		return ruling{to: host.Skipped, listing: host.NoListing}
	}
	return ruling{to: host.Skipped, listing: host.Duplicate}
}

// sight is what a worker saw of its own press.
type sight string

const (
	sawNothing sight = "nothing"  // no answer: it may or may not have reached the directory
	sawTaken   sight = "taken"    // the directory says it took the submission, or it shows the listing
	sawRefusal sight = "refusal"  // the directory refused it, in words
	sawNoProof sight = "no_proof" // an answer that proves nothing, such as thanks, or that the business is listed already without saying where
)

// decideAfterPress says what the answer to a press means. listing is what the directory is said to show, where it took it.
// A refusal is believed only as far as a look-up confirms it, and then only once nothing can be under way any more.
func decideAfterPress(s sight, listing host.Listing, canLookup bool) ruling {
	switch s {
	case sawTaken:
		return ruling{to: host.Submitted, listing: listing}
	case sawRefusal:
		if canLookup {
			return ruling{stands: true}
		}
		return ruling{to: host.Submitted, listing: host.Rejected}
	case sawNoProof:
		if canLookup {
			return ruling{look: true}
		}
		return ruling{to: host.Unknown}
	}
	return ruling{stands: true}
}

// decideAfterLook says what a look-up right after an answer without proof means. It cannot prove absence: the press window is open.
func decideAfterLook(listed host.Answer, listing host.Listing) ruling {
	if listed == host.AnswerYes {
		return ruling{to: host.Submitted, listing: listing}
	}
	return ruling{to: host.Unknown}
}

// decideReconcile says what a look-up means once the press window has closed. intents counts the presses so far; refused tells whether the last
// was seen to be refused. Only proven absence leads to another press.
func decideReconcile(listed host.Answer, listing host.Listing, intents int, refused bool) ruling {
	switch {
	case listed == host.AnswerYes:
		return ruling{to: host.Submitted, listing: listing}
	case listed == host.AnswerNo && intents < maxIntents:
		return ruling{to: host.Admitted}
	case refused:
		return ruling{to: host.Submitted, listing: host.Rejected}
	}
	return ruling{to: host.Unknown}
}
