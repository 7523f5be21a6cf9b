// Package webhook tells customers' endpoints what happened, by the specification Standard Webhooks 1.0.
//
// A message is written to the database in the transaction of what it tells of. It is claimed, sent, and then recorded as delivered: it arrives at least
// once, and a repeat has the webhook-id of the first.
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

const secretPrefix = "whsec_"

// keyOf reads a secret as customers have it.
func keyOf(secret string) ([]byte, error) {
	encoded, ok := strings.CutPrefix(secret, secretPrefix)
	if !ok {
		return nil, host.Errorf(host.Internal, "a webhook secret does not begin with %s", secretPrefix)
	}
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || len(key) < 24 || len(key) > 64 {
		return nil, host.Errorf(host.Internal, "a webhook secret is not base64 of 24 to 64 bytes")
	}
	return key, nil
}

// sign is the signature, under the scheme v1, of a message sent at a time.
func sign(key []byte, id string, at time.Time, body []byte) string {
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%s.%d.", id, at.Unix())
	h.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// messageID is what a message is known by to whoever gets it. It has no dot, which would blur where it ends in what is signed.
func messageID(message uuid.UUID) string {
	return "msg_" + strings.ReplaceAll(message.String(), "-", "")
}

// headers are what a message goes with: its id, when it is sent, and a signature for each secret that is good.
func headers(w host.DueWebhook, at time.Time) (http.Header, error) {
	if len(w.Secrets) == 0 {
		return nil, host.Errorf(host.Internal, "webhook endpoint %s has no secret", w.Endpoint)
	}
	var signatures []string
	for _, secret := range w.Secrets {
		key, err := keyOf(secret)
		if err != nil {
			return nil, err
		}
		signatures = append(signatures, sign(key, messageID(w.Message), at, w.Payload))
	}
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("Webhook-Id", messageID(w.Message))
	h.Set("Webhook-Timestamp", strconv.FormatInt(at.Unix(), 10))
	h.Set("Webhook-Signature", strings.Join(signatures, " "))
	return h, nil
}
