package host

import (
	"encoding/json"
	"time"
)

// ProfileState is how far a customer's profile has come.
type ProfileState struct {
	Version    int             // approved last; 0 until the owner approves
	ApprovedAt time.Time       // zero until then
	Profile    json.RawMessage // of that version; nil until then
	Draft      Draft           // what the form shows
	Missing    Problems        // what keeps the draft from being approved, by form field
	Changed    bool            // the draft differs from what is approved
}
