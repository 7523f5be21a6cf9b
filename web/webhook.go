package web

import (
	"errors"
	"io"
	"net/http"

	"github.com/directorybolt/directorybolt/host"
)

// webhook takes Stripe's messages. What is answered otherwise than 200 comes again, for days.
func (s site) webhook(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		problem(w, r, http.StatusRequestEntityTooLarge, string(host.TooLarge), "The message is too large.")
		return
	case err != nil:
		problem(w, r, http.StatusBadRequest, string(host.Invalid), "The message did not come through whole.")
		return
	}
	err = s.Billing.Webhook(r.Context(), payload, r.Header.Get("Stripe-Signature"))
	switch host.KindOf(err) {
	case host.Invalid, host.Denied:
		s.Log.WarnContext(r.Context(), "payment message refused", "error", err)
		problem(w, r, http.StatusBadRequest, string(host.Denied), "The message is refused.")
		return
	}
	if err != nil {
		s.Log.ErrorContext(r.Context(), "payment message not applied", "error", err)
		problem(w, r, http.StatusInternalServerError, string(host.Internal), "The message could not be applied; send it again.")
	}
}
