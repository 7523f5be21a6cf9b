package host

import (
	"crypto/sha256"
	_ "embed" // for the text
	"encoding/hex"
	"strings"
)

// ConsentText is what an owner agrees to, a sentence a line. Whoever changes it changes [ConsentVersion] too.
//
//go:embed consent.txt
var ConsentText string

// ConsentVersion names the text in what is kept of an approval.
const ConsentVersion = "2026-11"

// ConsentLines are the sentences of the text.
func ConsentLines() []string { return strings.Split(strings.TrimSpace(ConsentText), "\n") }

// ConsentDigest is the SHA-256 of the text, in hex: it proves which one was shown.
func ConsentDigest() string {
	sum := sha256.Sum256([]byte(ConsentText))
	return hex.EncodeToString(sum[:])
}

// Approval is an owner's word on a draft.
type Approval struct {
	Revision int // of the draft that was shown; another one is refused
	Consent  Consent
}

// Approved is what an approval set going.
type Approved struct {
	Version   int // of the profile that is approved
	Announced int // jobs that waited for it
	Moved     int // submissions still to do that are made with it
	Resumed   int // of these, the ones that waited for the correction
}
