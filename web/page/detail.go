package page

import (
	"cmp"
	"fmt"
	"time"

	"github.com/a-h/templ"

	"github.com/directorybolt/directorybolt/host"
)

// next tells in three parts where a submission stands: what happened, what we do next and when, what the customer can do.
func next(d host.Detail, now time.Time, z *time.Location) Told {
	standing, _ := d.Standing()
	look, s := looks[standing], d.Submission
	t := Told{Class: look.class, Icon: look.icon, What: d.Words(), You: "Nothing."}
	or := func(words string) { t.What = cmp.Or(t.What, words) }
	switch standing {
	case host.StandingQueued:
		or("This directory waits for its turn.")
		t.We, t.You = "We open its form when the directories before it are through.", "Nothing. If you do not want to be listed here, leave it out below."
		if s.DueAt.After(now) {
			t.We = "We try again " + clock(s.DueAt, now, z) + "."
		}
	case host.StandingSubmitting:
		or("We are at this directory just now.")
		t.We = "We fill in its form, press Submit once, and look what it answers."
		if s.Status == host.Submitting {
			t.We = "Submit was pressed. We look what the directory made of it, and never press again before we know."
		}
	case host.StandingInReview:
		or("The directory has taken the entry and reviews it.")
		t.We = "The directory decides when it is published. Its listing shows here once we have seen it."
		t.You = "Nothing. If the directory writes to you, follow its mail: it may only publish after you confirm."
	case host.StandingLive:
		or("Your business is listed.")
		t.We, t.You = "We have opened the listing and found your business on it.", "Look at it. If something is wrong, tell us."
	case host.StandingNeedsYou:
		or("The directory asks for something only you can do.")
		t.We, t.You = "We go on as soon as you have answered.", "See what it is and how long it takes."
	case host.StandingLookedAt:
		or("A person has to help here.")
		t.We = "One of us takes it from here; it goes on by itself then."
	case host.StandingChecked:
		or("The directory's answer was unclear.")
		t.We = "One of us looks whether you are listed before anything is sent again."
	case host.StandingFailed:
		or("This directory could not be done.")
		t.We, t.You = "It is counted as not done. We look into causes that several directories share.", "Nothing. You can write to us about it below."
	case host.StandingSkipped:
		or("This directory was left out.")
		t.We = "Nothing is sent to it."
	}
	return t
}

func portalEvidenceURL(s host.Submission, e host.Evidence) templ.SafeURL {
	return templ.SafeURL("/portal/d/" + s.ID.String() + "/evidence/" + e.Digest)
}

// noPicture says why there is no screenshot.
func noPicture(s host.Submission) string {
	switch {
	case s.Intents > 0:
		return "None was taken: the page went away before a picture could be made."
	case s.Status.Settled():
		return "None: nothing was pressed on this directory."
	}
	return "None yet: the first is taken just before Submit is pressed."
}

// noValues says why no values are shown.
func noValues(s host.Submission) string {
	switch {
	case s.Intents > 0:
		return "What was filled in is not on record."
	case s.Status.Settled():
		return "Nothing was sent."
	}
	return "Nothing was filled in yet."
}

func versionWords(s host.Submission) string {
	return fmt.Sprintf("Version %d of your profile", s.ProfileVersion)
}
