package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// deliveriesShown is how many deliveries a page of an endpoint has.
const deliveriesShown = 50

// webhookCreate adds an endpoint and shows its secret this once.
func (s site) webhookCreate(w http.ResponseWriter, r *http.Request) {
	e := host.WebhookEndpoint{URL: strings.TrimSpace(r.PostFormValue("url"))}
	e.Events = r.PostForm["event"]
	secret := newSecret()
	err := e.Check()
	if err == nil {
		_, err = s.Webhooks.CreateWebhookEndpoint(r.Context(), customer(r), e, secret)
	}
	s.programMade(w, r, page.ProgramsPage{Made: secret, MadeFor: "secret"}, page.ProgramsPage{Problem: "webhook", URL: e.URL}, err)
}

// webhookShow is the page of an endpoint.
func (s site) webhookShow(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	var e host.WebhookEndpoint
	if err == nil {
		e, err = s.Webhooks.WebhookEndpoint(r.Context(), customer(r), endpoint)
	}
	var after host.Place
	if err == nil {
		after, err = parsePlace(cursorDeliveries, r.URL.Query().Get("cursor"))
	}
	var deliveries []host.WebhookDelivery
	if err == nil {
		deliveries, err = s.Webhooks.WebhookDeliveries(r.Context(), customer(r), endpoint, after, deliveriesShown+1)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := paged(deliveries, deliveriesShown, func(d host.WebhookDelivery) string {
		return placeCursor(cursorDeliveries, host.Place{At: d.CreatedAt, ID: d.ID})
	})
	older := ""
	if p.NextCursor != nil {
		older = *p.NextCursor
	}
	s.render(w, r, http.StatusOK, page.Webhook(s.frame(r, "Endpoint"), e, p.Data, older))
}

// webhookRotate gives an endpoint another secret and shows it this once.
func (s site) webhookRotate(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	secret := newSecret()
	if err == nil {
		_, err = s.Webhooks.RotateWebhookSecret(r.Context(), customer(r), endpoint, secret)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.programs(w, r, http.StatusOK, page.ProgramsPage{Made: secret, MadeFor: "secret"})
}

// withWebhook does something with an endpoint and leads to a page: back to the endpoint's own, or to all of them.
func (s site) withWebhook(do func(ctx context.Context, customer, id uuid.UUID) error, back bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		endpoint, err := id(r)
		if err == nil {
			err = do(r.Context(), customer(r), endpoint)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		to := "/portal/account/api"
		if back {
			to += "/webhooks/" + endpoint.String()
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

func (s site) webhookTest(ctx context.Context, customer, id uuid.UUID) error {
	_, err := s.Webhooks.TestWebhook(ctx, customer, id)
	return err
}

// webhookRedeliver sends a message once more. One that is on its way already is what was wanted.
func (s site) webhookRedeliver(w http.ResponseWriter, r *http.Request) {
	endpoint, err := id(r)
	delivery, deliveryErr := uuid.Parse(chi.URLParam(r, "delivery"))
	if err != nil || deliveryErr != nil {
		s.notFound(w, r)
		return
	}
	if err := s.Webhooks.RedeliverWebhook(r.Context(), customer(r), endpoint, delivery); err != nil && host.KindOf(err) != host.Conflict {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account/api/webhooks/"+endpoint.String(), http.StatusSeeOther)
}

// programRoutes are the pages for programs of a customer's.
func (s site) programRoutes(r chi.Router) {
	r.Get("/", s.programsShow)
	r.Post("/keys/{id}/revoke", s.keyRevoke)
	r.Get("/webhooks/{id}", s.webhookShow)
	r.Group(func(r chi.Router) {
		r.Use(s.confirmed)
		r.Post("/keys", s.keyCreate)
		r.Post("/webhooks", s.webhookCreate)
		r.Post("/webhooks/{id}/rotate", s.webhookRotate)
		r.Post("/webhooks/{id}/delete", s.withWebhook(s.Webhooks.DeleteWebhookEndpoint, false))
		r.Post("/webhooks/{id}/enable", s.withWebhook(s.Webhooks.EnableWebhookEndpoint, true))
		r.Post("/webhooks/{id}/test", s.withWebhook(s.webhookTest, true))
		r.Post("/webhooks/{id}/deliveries/{delivery}/redeliver", s.webhookRedeliver)
	})
}
