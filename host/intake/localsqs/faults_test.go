package localsqs_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

// faulty is a queue on a server that misbehaves, spoken to without retries.
func faulty(t *testing.T, f localsqs.Faults) (queue, *localsqs.Server) {
	t.Helper()
	server := localsqs.New("orders")
	server.SetFaults(f)
	at := httptest.NewServer(server)
	t.Cleanup(at.Close)
	address := at.URL
	c := client(address)
	once := sqs.New(c.Options(), func(o *sqs.Options) { o.RetryMaxAttempts = 1 })
	return queue{t, once, aws.String(localsqs.URL(address, "orders"))}, server
}

func TestFaults(t *testing.T) {
	t.Parallel()
	t.Run("a duplicate has the same id and outlives the other", func(t *testing.T) {
		t.Parallel()
		q, _ := faulty(t, localsqs.Faults{Duplicate: 1})
		id := q.send("twice", 0)
		first, second := q.one(30), q.one(30)
		if *first.MessageId != id || *second.MessageId != id {
			t.Errorf("received %s and %s, sent %s", *first.MessageId, *second.MessageId, id)
		}
		q.remove(first)
		if err := q.hide(second, 0); err != nil {
			t.Errorf("the second copy went with the first: %v", err)
		}
	})
	t.Run("a dropped answer was carried out", func(t *testing.T) {
		t.Parallel()
		q, server := faulty(t, localsqs.Faults{Drop: 1})
		if _, err := q.c.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: q.url, MessageBody: aws.String("sent")}); err == nil {
			t.Error("an answer came")
		}
		server.SetFaults(localsqs.Faults{})
		if m := q.one(30); *m.Body != "sent" {
			t.Errorf("received %q", *m.Body)
		}
	})
	t.Run("throttled and broken", func(t *testing.T) {
		t.Parallel()
		q, server := faulty(t, localsqs.Faults{Throttle: 1})
		_, err := q.c.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: q.url})
		var throttled *types.RequestThrottled
		if !errors.As(err, &throttled) {
			t.Errorf("got %v, want a throttled request", err)
		}
		server.SetFaults(localsqs.Faults{Break: 1})
		if _, err := q.c.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: q.url}); code(err) != "InternalFailure" {
			t.Errorf("got %v, want an internal failure", err)
		}
	})
	t.Run("late", func(t *testing.T) {
		t.Parallel()
		q, _ := faulty(t, localsqs.Faults{Late: 1, LateBy: 1e9})
		q.send("late", 0)
		if got := q.receive(1, 30, 0); len(got) != 0 {
			t.Error("it is not late")
		}
		q.one(30)
	})
}

func TestRequestsWithoutSignatureOrSenseAreRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		target, authorization, body string
		status                      int
		code                        string
	}{
		"no signature":   {"AmazonSQS.ListQueues", "", "{}", 403, "MissingAuthenticationToken"},
		"no such action": {"AmazonSQS.Explode", "AWS4-HMAC-SHA256 Credential=x", "{}", 400, "InvalidAction"},
		"no JSON":        {"AmazonSQS.SendMessage", "AWS4-HMAC-SHA256 Credential=x", "{", 400, "InvalidParameterValue"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(tt.body))
			r.Header.Set("X-Amz-Target", tt.target)
			r.Header.Set("Authorization", tt.authorization)
			w := httptest.NewRecorder()
			localsqs.New().ServeHTTP(w, r)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), "#"+tt.code) {
				t.Errorf("got %d %s, want %d %s", w.Code, w.Body, tt.status, tt.code)
			}
		})
	}
}
