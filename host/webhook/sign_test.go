package webhook

import (
	"crypto/hmac"
	"encoding/base64"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// The vector that the specification's libraries are tested with.
func TestSignatureOfTheSpecification(t *testing.T) {
	key, err := keyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// verified is how the specification has customers check a message.
func verified(secret, id, timestamp, signatures string, body []byte) bool {
	key, err := keyOf(secret)
	seconds, timeErr := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || timeErr != nil {
		return false
	}
	want := sign(key, id, time.Unix(seconds, 0), body)
	for one := range strings.SplitSeq(signatures, " ") {
		if hmac.Equal([]byte(one), []byte(want)) {
			return true
		}
	}
	return false
}

func secretOf(b byte) string {
	return secretPrefix + base64.StdEncoding.EncodeToString([]byte(strings.Repeat(string(rune(b)), 32)))
}

// A message whose secret was changed is good under the new and the old one, and under no other.
func TestRotatedSecrets(t *testing.T) {
	w := host.DueWebhook{WebhookDelivery: host.WebhookDelivery{Message: uuid.New(), Payload: []byte(`{"type":"job.started"}`)}, Secrets: []string{secretOf('n'), secretOf('o')}}
	h, err := headers(w, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for secret, want := range map[string]bool{secretOf('n'): true, secretOf('o'): true, secretOf('x'): false} {
		if got := verified(secret, h.Get("webhook-id"), h.Get("webhook-timestamp"), h.Get("webhook-signature"), w.Payload); got != want {
			t.Errorf("under %s: %v, want %v", secret, got, want)
		}
	}
	if verified(secretOf('n'), h.Get("webhook-id"), h.Get("webhook-timestamp"), h.Get("webhook-signature"), []byte(`{}`)) {
		t.Error("another body has the same signature")
	}
	if strings.Contains(h.Get("webhook-id"), ".") {
		t.Errorf("id %s has a dot", h.Get("webhook-id"))
	}
	w.Secrets = nil
	if _, err := headers(w, time.Now()); err == nil {
		t.Error("a message without a secret is sent unsigned")
	}
}

// FuzzSecret: what is no secret is refused, and what is one signs what only it verifies.
func FuzzSecret(f *testing.F) {
	f.Add("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,abc")
	f.Add("whsec_", "")
	f.Add("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1, v1")
	f.Fuzz(func(t *testing.T, secret, signature string) {
		key, err := keyOf(secret)
		if err != nil {
			return
		}
		if secretPrefix+base64.StdEncoding.EncodeToString(key) != secret {
			t.Errorf("%q is read as another secret", secret)
		}
		right := sign(key, "msg_1", time.Unix(1, 0), []byte("{}"))
		if verified(secret, "msg_1", "1", signature, []byte("{}")) && !strings.Contains(" "+signature+" ", " "+right+" ") {
			t.Errorf("%q passes", signature)
		}
		if !verified(secret, "msg_1", "1", signature+" "+right, []byte("{}")) {
			t.Error("the right signature among others does not pass")
		}
	})
}

func TestSchedule(t *testing.T) {
	var all time.Duration
	for tries := 1; ; tries++ {
		status, pause := next(host.WebhookAttempt{Status: 500}, tries, 0)
		if status == host.WebhookFailed {
			if tries != 10 || all < 75*time.Hour || all > 92*time.Hour {
				t.Errorf("given up after %d tries and %s", tries, all)
			}
			break
		}
		all += pause
	}
	for name, c := range map[string]struct {
		a      host.WebhookAttempt
		asked  time.Duration
		status host.WebhookStatus
		least  time.Duration
	}{
		"taken":      {host.WebhookAttempt{Status: 204}, 0, host.WebhookDelivered, 0},
		"gone":       {host.WebhookAttempt{Status: 410}, 0, host.WebhookFailed, 0},
		"sent on":    {host.WebhookAttempt{Status: 302}, 0, host.WebhookPending, 5 * time.Second},
		"no answer":  {host.WebhookAttempt{Error: "no answer"}, 0, host.WebhookPending, 5 * time.Second},
		"asks later": {host.WebhookAttempt{Status: 429}, time.Hour, host.WebhookPending, time.Hour},
	} {
		if status, pause := next(c.a, 1, c.asked); status != c.status || pause < c.least {
			t.Errorf("%s: %s after %s", name, status, pause)
		}
	}
}
