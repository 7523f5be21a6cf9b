package web

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/directorybolt/directorybolt/host"
)

// api is everything for programs. What it answers is described in openapi.json, which a test holds against these routes.
func (s site) api(r chi.Router) {
	r.NotFound(s.notFound)
	if s.Billing != nil {
		r.With(s.limited(600, time.Minute)).Post("/webhook", s.webhook) // Stripe sends in bursts
	}
	// For our own services and workers.
	r.Group(func(r chi.Router) {
		r.Use(s.limited(600, time.Minute), s.bearer)
		r.Post("/jobs/enqueue", s.jobEnqueue)
		r.Get("/autobolt/queue", s.queueShow)
		r.Post("/autobolt/claims", s.apiClaim)
		r.Post("/autobolt/evidence", s.apiEvidenceKeep)
		r.Post("/autobolt/update-progress", s.progressUpdate)
	})
	// For programs of customers.
	r.Route("/v1", func(r chi.Router) {
		r.NotFound(s.notFound)
		r.Get("/openapi.json", s.openAPI)
		r.Group(func(r chi.Router) {
			r.Use(s.limited(1200, time.Minute), s.keyed, s.metered(300, time.Minute))
			r.Group(func(r chi.Router) {
				r.Use(s.scoped(host.ScopeRead))
				r.Get("/jobs", s.apiJobList)
				r.Get("/jobs/{id}", s.apiJobShow)
				r.Get("/results", s.apiResultList)
				r.Get("/results/{id}", s.apiResultShow)
				r.Get("/results/{id}/evidence/{digest}", s.listingEvidence)
				r.Get("/directories", s.apiDirectoryList)
				r.Get("/directories/{slug}", s.apiDirectoryShow)
			})
			r.Group(func(r chi.Router) {
				r.Use(s.scoped(host.ScopeWrite), s.once)
				r.Post("/jobs/{id}/rerun", s.apiJobRerun)
				r.Post("/results/{id}/rerun", s.apiResultRerun)
				r.Post("/results/{id}/skip", s.apiResultSkip)
				r.Post("/results/{id}/answer", s.apiResultAnswer)
			})
			r.Group(func(r chi.Router) {
				r.Use(s.scoped(host.ScopeWebhooks), s.once)
				r.Get("/webhooks", s.apiWebhookList)
				r.Post("/webhooks", s.apiWebhookCreate)
				r.Get("/webhooks/{id}", s.apiWebhookShow)
				r.Delete("/webhooks/{id}", s.apiWebhookDelete)
				r.Post("/webhooks/{id}/rotate-secret", s.apiWebhookRotate)
				r.Post("/webhooks/{id}/enable", s.apiWebhookEnable)
				r.Post("/webhooks/{id}/test", s.apiWebhookTest)
				r.Get("/webhooks/{id}/deliveries", s.apiDeliveryList)
				r.Post("/webhooks/{id}/deliveries/{delivery}/redeliver", s.apiRedeliver)
			})
		})
	})
}

// notFound is what is at an address where nothing is.
func (s site) notFound(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, host.Errorf(host.NotFound, "There is nothing at this address."))
}
