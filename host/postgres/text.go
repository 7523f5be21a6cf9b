package postgres

import (
	"encoding/json"
	"regexp"
	"strings"
)

// unknownRune stands where a stranger's text held what the database does not take.
const unknownRune = "\uFFFD"

// text makes any text one that the database takes: valid UTF-8 without U+0000. A page must not be able to prevent its own record.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, unknownRune), "\x00", unknownRune)
}

func texts(all []string) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = text(s)
	}
	return out
}

// escapes are the escapes of a JSON document, in pieces that must not be torn apart. Those of six characters are what the database does not take:
// U+0000, and halves of surrogate pairs.
var escapes = regexp.MustCompile(`\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u0000|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.`)

// document is [text] for JSON.
func document(raw json.RawMessage) json.RawMessage {
	return escapes.ReplaceAllFunc([]byte(text(string(raw))), func(escape []byte) []byte {
		if len(escape) == len(`\u0000`) {
			return []byte(unknownRune)
		}
		return escape
	})
}
