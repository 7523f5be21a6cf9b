package web

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// webhookStore is where customers want to be told of events.
type webhookStore interface {
	WebhookEndpoints(ctx context.Context, customer uuid.UUID) ([]host.WebhookEndpoint, error)
	WebhookEndpoint(ctx context.Context, customer, id uuid.UUID) (host.WebhookEndpoint, error)
	CreateWebhookEndpoint(ctx context.Context, customer uuid.UUID, e host.WebhookEndpoint, secret string) (host.WebhookEndpoint, error)
	DeleteWebhookEndpoint(ctx context.Context, customer, id uuid.UUID) error
	RotateWebhookSecret(ctx context.Context, customer, id uuid.UUID, secret string) (host.WebhookEndpoint, error)
	EnableWebhookEndpoint(ctx context.Context, customer, id uuid.UUID) error
	TestWebhook(ctx context.Context, customer, id uuid.UUID) (delivery uuid.UUID, err error)
	WebhookDeliveries(ctx context.Context, customer, endpoint uuid.UUID, after host.Place, most int) ([]host.WebhookDelivery, error)
	RedeliverWebhook(ctx context.Context, customer, endpoint, delivery uuid.UUID) error
}

// apiEndpoint is an endpoint as programs read it.
type apiEndpoint struct {
	ID           uuid.UUID  `json:"id"`
	URL          string     `json:"url"`
	Events       []string   `json:"events"` // empty for all
	CreatedAt    time.Time  `json:"created_at"`
	FailingSince *time.Time `json:"failing_since"`
	DisabledAt   *time.Time `json:"disabled_at"`
	Reason       string     `json:"reason"`           // why it was disabled
	Secret       string     `json:"secret,omitempty"` // only where it is made
}

func endpointFor(e host.WebhookEndpoint) apiEndpoint {
	out := apiEndpoint{ID: e.ID, URL: e.URL, Events: e.Events, CreatedAt: e.CreatedAt.UTC(), FailingSince: orNull(e.FailingSince), DisabledAt: orNull(e.DisabledAt), Reason: e.Reason}
	if out.Events == nil {
		out.Events = []string{}
	}
	return out
}

// orNull is the time in UTC, and null for the zero time.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// newSecret is what signs the messages of an endpoint, in the form of Standard Webhooks.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return "whsec_" + base64.StdEncoding.EncodeToString(b)
}

// apiWebhookList is GET /api/v1/webhooks. There are few: they come all at once.
func (s site) apiWebhookList(w http.ResponseWriter, r *http.Request) {
	endpoints, err := s.Webhooks.WebhookEndpoints(r.Context(), customer(r))
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := listed[apiEndpoint]{Data: []apiEndpoint{}}
	for _, e := range endpoints {
		out.Data = append(out.Data, endpointFor(e))
	}
	s.answer(w, r, http.StatusOK, out)
}

// apiWebhookCreate is POST /api/v1/webhooks.
func (s site) apiWebhookCreate(w http.ResponseWriter, r *http.Request) {
	var in struct {
		URL    string   `json:"url"`
		Events []string `json:"events"`
	}
	if err := decode(r, &in); err != nil {
		s.failJSON(w, r, err)
		return
	}
	e := host.WebhookEndpoint{URL: in.URL, Events: in.Events}
	if err := e.Check(); err != nil {
		s.failJSON(w, r, err)
		return
	}
	secret := newSecret()
	e, err := s.Webhooks.CreateWebhookEndpoint(r.Context(), customer(r), e, secret)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := endpointFor(e)
	out.Secret = secret
	w.Header().Set("Location", s.URL+"/api/v1/webhooks/"+e.ID.String())
	s.answer(w, r, http.StatusCreated, out)
}

// apiWebhookShow is GET /api/v1/webhooks/{id}.
func (s site) apiWebhookShow(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	var e host.WebhookEndpoint
	if err == nil {
		e, err = s.Webhooks.WebhookEndpoint(r.Context(), customer(r), endpoint)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.answer(w, r, http.StatusOK, endpointFor(e))
}

// apiWebhookDelete is DELETE /api/v1/webhooks/{id}.
func (s site) apiWebhookDelete(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	if err == nil {
		err = s.Webhooks.DeleteWebhookEndpoint(r.Context(), customer(r), endpoint)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// apiWebhookRotate is POST /api/v1/webhooks/{id}/rotate-secret.
func (s site) apiWebhookRotate(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	secret := newSecret()
	var e host.WebhookEndpoint
	if err == nil {
		e, err = s.Webhooks.RotateWebhookSecret(r.Context(), customer(r), endpoint, secret)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := endpointFor(e)
	out.Secret = secret
	s.answer(w, r, http.StatusOK, out)
}

// apiWebhookEnable is POST /api/v1/webhooks/{id}/enable.
func (s site) apiWebhookEnable(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	if err == nil {
		err = s.Webhooks.EnableWebhookEndpoint(r.Context(), customer(r), endpoint)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.apiWebhookShow(w, r)
}

// apiWebhookTest is POST /api/v1/webhooks/{id}/test.
func (s site) apiWebhookTest(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	var delivery uuid.UUID
	if err == nil {
		delivery, err = s.Webhooks.TestWebhook(r.Context(), customer(r), endpoint)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.answer(w, r, http.StatusAccepted, map[string]uuid.UUID{"delivery_id": delivery})
}

// apiDelivery is a delivery as programs read it.
type apiDelivery struct {
	ID        uuid.UUID          `json:"id"`
	Message   uuid.UUID          `json:"message_id"` // the webhook-id that it is sent with
	Type      string             `json:"type"`
	Payload   json.RawMessage    `json:"payload"`
	Status    host.WebhookStatus `json:"status"`
	Attempts  []apiAttempt       `json:"attempts"`
	NextAt    *time.Time         `json:"next_attempt_at"` // null where there will be none
	CreatedAt time.Time          `json:"created_at"`
	SettledAt *time.Time         `json:"settled_at"`
}

type apiAttempt struct {
	At       time.Time `json:"at"`
	Status   int       `json:"status"` // that was answered; 0: nothing was
	Error    string    `json:"error"`
	Duration int64     `json:"duration_ms"`
}

func deliveryFor(d host.WebhookDelivery) apiDelivery {
	out := apiDelivery{
		ID: d.ID, Message: d.Message, Type: d.Type, Payload: d.Payload, Status: d.Status, Attempts: []apiAttempt{}, CreatedAt: d.CreatedAt.UTC(), SettledAt: orNull(d.SettledAt),
	}
	for _, a := range d.Attempts {
		out.Attempts = append(out.Attempts, apiAttempt{a.At.UTC(), a.Status, a.Error, a.Duration.Milliseconds()})
	}
	if d.Status == host.WebhookPending {
		out.NextAt = orNull(d.DueAt)
	}
	return out
}

// apiDeliveryList is GET /api/v1/webhooks/{id}/deliveries.
func (s site) apiDeliveryList(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	most, err := pageSize(r)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	after, err := parsePlace(cursorDeliveries, r.URL.Query().Get("cursor"))
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	deliveries, err := s.Webhooks.WebhookDeliveries(r.Context(), customer(r), endpoint, after, most+1)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	out := make([]apiDelivery, len(deliveries))
	for i, d := range deliveries {
		out[i] = deliveryFor(d)
	}
	s.answer(w, r, http.StatusOK, paged(out, most, func(d apiDelivery) string {
		return placeCursor(cursorDeliveries, host.Place{At: d.CreatedAt, ID: d.ID})
	}))
}

// apiRedeliver is POST /api/v1/webhooks/{id}/deliveries/{delivery}/redeliver.
func (s site) apiRedeliver(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	var delivery uuid.UUID
	if err == nil {
		if delivery, err = uuid.Parse(chi.URLParam(r, "delivery")); err != nil {
			err = host.Errorf(host.NotFound, "There is nothing at this address.")
		}
	}
	if err == nil {
		err = s.Webhooks.RedeliverWebhook(r.Context(), customer(r), endpoint, delivery)
	}
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	s.answer(w, r, http.StatusAccepted, map[string]uuid.UUID{"delivery_id": delivery})
}
