package host

import (
	"time"

	"github.com/google/uuid"
)

// Mail is a message to send. Body is plain text.
type Mail struct {
	Customer uuid.UUID // whom it is about; zero for nobody we know
	Key      string    // what is told, where it is told once: "done:<job>"; empty otherwise
	Kind     string    // "sign_in", "change_email", "email_changed", "paid", "start", "needs", "reminder", "done", "deletion", "support"
	To       string
	Subject  string
	Body     string
	Due      time.Time // not to be sent before; zero for at once
	Expires  time.Time // of no use to the recipient afterwards; zero for never
}

// QueuedMail is a mail that waits to be sent, or that could not be.
type QueuedMail struct {
	Mail
	ID        int64
	CreatedAt time.Time
	Attempts  int
	Trouble   string    // why the last attempt did not succeed
	GivenUp   time.Time // zero while it is still tried
}
