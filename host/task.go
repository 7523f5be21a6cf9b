package host

import (
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/sdk"
)

// Task is something that only the customer can do: an attention item whose audience is the customer.
type Task struct {
	ID            int64
	Submission    uuid.UUID
	Job           uuid.UUID
	DirectoryName string
	Website       string
	Reason        string // as in [Attention]
	Field         string // the profile field to mend, where Reason is "profile"
	Message       string // in the words of whoever asked
	CreatedAt     time.Time
	Deadline      time.Time // after it what the directory sent is no longer good; zero if nothing expires
	ResolvedAt    time.Time // zero while it is open
	Outcome       string    // "answered" or "skipped"; empty while it is open, or where it settled itself
}

// Open reports whether the task still waits for the customer.
func (t Task) Open() bool { return t.ResolvedAt.IsZero() }

// Expired reports whether what the directory sent is no longer good.
func (t Task) Expired(now time.Time) bool { return !t.Deadline.IsZero() && now.After(t.Deadline) }

// TaskWords are what a customer reads of a task. %s in Title and Why stands for the directory's name.
type TaskWords struct {
	Title    string
	Why      string
	Steps    []string
	Minutes  int           // that it takes, about
	Patience time.Duration // until what the directory sent expires; 0 if nothing does
	Icon     string
	Done     string // what the customer presses when it is done
	Visit    bool   // it is done on the directory's own pages, while we have them open
}

// tasks are the words by reason. Every reason an adapter may park for has some.
var tasks = map[string]TaskWords{
	"profile": {
		Title: "Correct your business profile for %s", Why: "%s does not accept one of your details as it is.", Minutes: 2, Icon: "business",
		Steps: []string{"Open the field and correct it.", "Approve the profile again.", "Come back and let us go on."},
		Done:  "I corrected it, go on",
	},
	sdk.ParkMailCode: {
		Title: "Tell us the code %s mails you", Why: "%s checks that the e-mail address is yours before it publishes your page.", Minutes: 2, Icon: "mail",
		Steps: []string{"Look into the mailbox of your business, also under spam.", "Keep the mail: its code is asked for here as soon as the directory's page is open."},
		Done:  "I am ready, go on", Patience: 24 * time.Hour, Visit: true,
	},
	sdk.ParkPhoneCode: {
		Title: "Take the code %s sends to your phone", Why: "%s checks that the phone number is yours before it publishes your page.", Minutes: 2, Icon: "phone",
		Steps: []string{"Have the phone of your business at hand.", "Say that you are ready: the directory sends a code then, and it is asked for here."},
		Done:  "I am ready, go on", Patience: 15 * time.Minute, Visit: true,
	},
	sdk.ParkCaptcha: {
		Title: "Show %s that you are a person", Why: "%s wants a person to solve a puzzle before it takes the form. We do not get around such puzzles.", Minutes: 1, Icon: "picture",
		Steps: []string{"Say that you are ready.", "The puzzle is shown here as soon as the directory's page is open."},
		Done:  "I am ready, go on", Visit: true,
	},
	sdk.ParkLogin: {
		Title: "Give us a way into %s", Why: "%s only takes businesses from people who have an account there.", Minutes: 5, Icon: "lock",
		Steps: []string{"Open an account at the directory with the e-mail address of your business.", "Invite us as a manager, or list the business there yourself.", "Say that it is done."},
		Done:  "I did it",
	},
	sdk.ParkPayment: {
		Title: "Decide whether %s is worth its price", Why: "%s asks for money for a listing. We never pay in your name.", Minutes: 3, Icon: "card",
		Steps: []string{"Look at what the directory asks for.", "Pay there yourself if you like, or skip this directory."},
		Done:  "I did it",
	},
	"video": {
		Title: "Record a short video for %s", Why: "%s asks for a video of your place instead of a letter.", Minutes: 3, Icon: "camera",
		Steps: []string{"Film the sign, the entrance and the inside in one go, half a minute is enough.", "Upload it on the directory's page.", "Say that it is done."},
		Done:  "I did it",
	},
	"outcome": {
		Title: "Look whether %s lists you", Why: "We could not see what %s did with your entry, and do not want to send it twice.", Minutes: 2, Icon: "search",
		Steps: []string{"Open the directory and search for your business.", "If it is not there, let us try again; if it is, skip this directory."},
		Done:  "It is not there, try again",
	},
	sdk.ParkOther: {
		Title: "%s needs a hand from you", Why: "%s asks for something that only you can answer.", Minutes: 5, Icon: "hand",
		Steps: []string{"Read below what the directory asks for.", "Do it, and say that it is done."},
		Done:  "I did it",
	},
}

// TaskWordsOf returns the words for a reason; one it does not know reads like any other.
func TaskWordsOf(reason string) TaskWords {
	if w, ok := tasks[reason]; ok {
		return w
	}
	return tasks[sdk.ParkOther]
}
