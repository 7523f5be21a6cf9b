package host

import (
	"time"

	"github.com/google/uuid"
)

// Mail is a message to send. Body is plain text.
type Mail struct {
	Customer uuid.UUID // whom it is about; zero for nobody we know
	Key      string    // what is told, where it is told once: "done:<job>"; empty otherwise
	Kind     string    // "sign_in", "paid", "start", "needs", "reminder", "done", "deletion", "support"
	To       string
	Subject  string
	Body     string
	Due      time.Time // not to be sent before; zero for at once
}
