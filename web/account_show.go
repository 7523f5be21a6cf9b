package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/web/page"
)

// accountStore is what the account page shows and changes.
type accountStore interface {
	Account(ctx context.Context, customer uuid.UUID) (host.Account, error)
	SetTimeZone(ctx context.Context, customer uuid.UUID, zone string) error
	SetNotifications(ctx context.Context, customer uuid.UUID, n host.Notifications) error
	SendEmailLink(ctx context.Context, token string, m host.Mail) error
	EmailLink(ctx context.Context, customer uuid.UUID, token string) (email string, err error)
	ChangeEmail(ctx context.Context, customer uuid.UUID, token string, note host.Mail) (email string, err error)
	Sessions(ctx context.Context, customer uuid.UUID) ([]host.Session, error)
	EndSessionOf(ctx context.Context, customer, id uuid.UUID) error
}

func (s site) accountShow(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	s.account(w, r, http.StatusOK, page.AccountPage{Saved: query.Get("saved"), Sent: query.Get("sent")})
}

// account shows the account around what a form of it has to say.
func (s site) account(w http.ResponseWriter, r *http.Request, status int, p page.AccountPage) {
	ctx := r.Context()
	var err error
	if p.Account, err = s.Accounts.Account(ctx, customer(r)); err != nil {
		s.fail(w, r, err)
		return
	}
	if p.Sessions, err = s.Accounts.Sessions(ctx, customer(r)); err != nil {
		s.fail(w, r, err)
		return
	}
	if p.Payments, err = s.Payments.Payments(ctx, customer(r)); err != nil {
		s.fail(w, r, err)
		return
	}
	if viewer(r).Verified {
		if p.Identities, err = s.Access.Identities(ctx, viewer(r).Email); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	if p.Zone == "" {
		p.Zone = p.Account.TimeZone
	}
	p.Zones = zones
	if !slices.ContainsFunc(zones, func(g page.ZoneGroup) bool { return slices.Contains(g.Zones, p.Account.TimeZone) }) {
		p.Zones = append([]page.ZoneGroup{{Name: "Yours", Zones: []string{p.Account.TimeZone}}}, zones...)
	}
	s.render(w, r, status, page.Account(s.frame(r, "Account"), p))
}

// accountProblem shows what is wrong with what was sent, beside it.
func (s site) accountProblem(w http.ResponseWriter, r *http.Request, p page.AccountPage, err error) {
	kind := host.KindOf(err)
	if kind == host.Internal {
		s.fail(w, r, err)
		return
	}
	p.Wrong = err.Error()
	s.account(w, r, statuses[kind].code, p)
}
