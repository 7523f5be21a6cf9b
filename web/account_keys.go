package web

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// programsShow is the page of keys and webhooks.
func (s site) programsShow(w http.ResponseWriter, r *http.Request) {
	s.programs(w, r, http.StatusOK, page.ProgramsPage{})
}

// programs shows the page around what one of its forms has to say.
func (s site) programs(w http.ResponseWriter, r *http.Request, status int, p page.ProgramsPage) {
	var err error
	if p.Keys, err = s.Keys.APIKeysOf(r.Context(), customer(r)); err != nil {
		s.fail(w, r, err)
		return
	}
	if p.Endpoints, err = s.Webhooks.WebhookEndpoints(r.Context(), customer(r)); err != nil {
		s.fail(w, r, err)
		return
	}
	p.Now = time.Now()
	s.render(w, r, status, page.Programs(s.frame(r, "API and webhooks"), p))
}

// confirmed lets through who has opened the mail to their address: keys and endpoints outlive the browser they are made in.
func (s site) confirmed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !viewer(r).Verified {
			s.fail(w, r, host.Errorf(host.Denied, "Confirm your e-mail address first: your account page says how."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// keyCreate makes a key and shows it this once. There is no way back to it: the answer is the page itself.
func (s site) keyCreate(w http.ResponseWriter, r *http.Request) {
	k := host.APIKey{Customer: customer(r), Name: strings.TrimSpace(r.PostFormValue("name"))}
	for _, scope := range r.PostForm["scope"] {
		k.Scopes = append(k.Scopes, host.Scope(scope))
	}
	if asked := r.PostFormValue("days"); asked != "" {
		days, err := strconv.Atoi(asked)
		if err != nil || days < 1 || days > 3650 {
			days = 90
		}
		k.ExpiresAt = time.Now().AddDate(0, 0, days)
	}
	token := host.APIKeyPrefix + rand.Text()
	err := k.Check(time.Now())
	if err == nil {
		_, err = s.Keys.CreateAPIKey(r.Context(), k, token)
	}
	s.programMade(w, r, page.ProgramsPage{Made: token, MadeFor: "key"}, page.ProgramsPage{Problem: "key", Name: k.Name}, err)
}

// programMade shows what was made, or what is wrong beside the form that it was asked with.
func (s site) programMade(w http.ResponseWriter, r *http.Request, made, wrong page.ProgramsPage, err error) {
	switch kind := host.KindOf(err); {
	case err == nil:
		s.programs(w, r, http.StatusOK, made)
	case kind == host.Internal:
		s.fail(w, r, err)
	default:
		wrong.Wrong = err.Error()
		s.programs(w, r, statuses[kind].code, wrong)
	}
}

// keyRevoke makes a key useless. One that is so already is what was wanted.
func (s site) keyRevoke(w http.ResponseWriter, r *http.Request) {
	key, err := id(r)
	if err == nil {
		err = s.Keys.RevokeAPIKey(r.Context(), customer(r), key)
	}
	if err != nil && host.KindOf(err) != host.NotFound {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/portal/account/api", http.StatusSeeOther)
}
