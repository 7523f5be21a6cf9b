package host

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// WebhookEvents are the types of events that customers are told of, and what each says.
var WebhookEvents = []struct{ Type, Words string }{
	{"job.started", "Work on an order has begun."},
	{"job.completed", "We are done with every directory of an order."},
	{"job.failed", "An order could not be carried out."},
	{"job.cancelled", "An order was cancelled."},
	{"job.held", "Nothing of an order is sent for now."},
	{"job.released", "An order goes on that was held."},
	{"submission.updated", "A directory is settled, or settled otherwise than before."},
	{"submission.needs_you", "A directory wants something that only you can do."},
	{WebhookTest, "You asked for a test."},
}

// WebhookTest is the type of the event that is sent on request. Every endpoint gets it.
const WebhookTest = "webhook.test"

// WebhookOverlap is how long the old secret of an endpoint goes on signing once there is another.
const WebhookOverlap = 24 * time.Hour

// MaxWebhookEndpoints bounds the endpoints of one customer.
const MaxWebhookEndpoints = 10

// WebhookEndpoint is where a customer wants to be told of events.
type WebhookEndpoint struct {
	ID           uuid.UUID
	URL          string
	Events       []string // types that are wanted; empty for all
	CreatedAt    time.Time
	FailingSince time.Time // of an unbroken row of failures; zero where the last delivery succeeded
	DisabledAt   time.Time // zero while it is delivered to
	Reason       string    // why it was disabled
}

// Check fails with [Invalid] on an endpoint that cannot be delivered to.
func (e WebhookEndpoint) Check() error {
	u, err := url.Parse(e.URL)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || len(e.URL) > 500 {
		return Errorf(Invalid, "The URL of an endpoint begins with https://, has a host name, no user and no fragment, and at most 500 characters.")
	}
	if p := u.Port(); p != "" && p != "443" {
		return Errorf(Invalid, "Endpoints are reached at port 443 only.")
	}
	for _, t := range e.Events {
		if !slices.ContainsFunc(WebhookEvents, func(k struct{ Type, Words string }) bool { return k.Type == t }) {
			return Errorf(Invalid, "There is no event %q: %s.", t, strings.Join(eventTypes(), ", "))
		}
	}
	return nil
}

func eventTypes() []string {
	var out []string
	for _, e := range WebhookEvents {
		out = append(out, e.Type)
	}
	return out
}

// WebhookStatus is where a delivery stands.
type WebhookStatus string

// Statuses of a delivery.
const (
	WebhookPending   WebhookStatus = "pending"
	WebhookDelivered WebhookStatus = "delivered"
	WebhookFailed    WebhookStatus = "failed" // given up
)

// WebhookDelivery is a message on its way to an endpoint.
type WebhookDelivery struct {
	ID        uuid.UUID
	Endpoint  uuid.UUID
	Message   uuid.UUID // the same for all endpoints, and however often it is sent
	Type      string
	Payload   json.RawMessage
	Status    WebhookStatus
	Tries     int
	DueAt     time.Time // of the next try
	CreatedAt time.Time
	SettledAt time.Time // zero while it is pending
	Attempts  []WebhookAttempt
}

// WebhookAttempt is one try of a delivery.
type WebhookAttempt struct {
	Status   int    // that was answered; 0: nothing was
	Error    string // why nothing was
	Duration time.Duration
	At       time.Time
}

// DueWebhook is a delivery whose turn it is, with where it goes and what signs it, the newest secret first.
type DueWebhook struct {
	WebhookDelivery
	URL     string
	Secrets []string
}
