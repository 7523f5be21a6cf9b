package host

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// Draft is what somebody has typed into the profile form, valid or not.
type Draft struct {
	ID          uuid.UUID
	Customer    uuid.UUID // zero for a visitor who has not bought yet
	Package     Package   // that the visitor has chosen; empty if none yet
	Email       string
	CompanyName string
	Fields      map[string][]string // values as typed, by form field
	Approved    json.RawMessage     // the clean profile, once the owner approved it; nil after any change
	Consent     *Consent            // that went with the approval
	Revision    int                 // rises with each save
	UpdatedAt   time.Time
}

// DraftAge is how long what a visitor has typed is kept after the last change, in the visitor's browser and here.
const DraftAge = 90 * 24 * time.Hour

// Consent is the owner's word that we may list the business.
type Consent struct {
	Who         string `json:"who"`          // name of the person, as given
	Email       string `json:"email"`        // that the person is known by
	TextVersion string `json:"text_version"` // of the text that was agreed to
	TextDigest  string `json:"text_digest"`  // SHA-256 of that text, hex
}
