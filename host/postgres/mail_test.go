package postgres_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func queue(t *testing.T, d *postgres.DB, m host.Mail) {
	t.Helper()
	m.Body = "secret"
	if err := d.QueueMail(t.Context(), m); err != nil {
		t.Fatal(err)
	}
}

// TestMailIsClaimedByOne lets several senders take mails at once.
func TestMailIsClaimedByOne(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	const mails = 20
	for range mails {
		queue(t, d, host.Mail{Kind: "done", To: "ada@example.com"})
	}
	var mu sync.Mutex
	claims := map[int64]int{}
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			for {
				m, err := d.ClaimMail(t.Context(), time.Minute)
				if host.KindOf(err) == host.NotFound {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				claims[m.ID]++
				mu.Unlock()
			}
		})
	}
	senders.Wait()
	if len(claims) != mails {
		t.Errorf("%d mails were claimed, want %d", len(claims), mails)
	}
	for id, n := range claims {
		if n != 1 {
			t.Errorf("mail %d was claimed %d times", id, n)
		}
	}
}

// TestClaimOfTheDeadRunsOut is what happens to a mail whose sender died with it.
func TestClaimOfTheDeadRunsOut(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	queue(t, d, host.Mail{Kind: "done", To: "ada@example.com"})
	first, err := d.ClaimMail(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.ClaimMail(t.Context(), time.Hour)
	if err != nil || again.ID != first.ID || again.Attempts != 2 {
		t.Fatalf("claimed %+v, %v", again, err)
	}
	if err := d.MailSent(t.Context(), again.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.MailPostponed(t.Context(), first.ID, "late word of the first", 0); err != nil {
		t.Fatal(err)
	}
	if m, err := d.ClaimMail(t.Context(), time.Hour); host.KindOf(err) != host.NotFound {
		t.Errorf("a sent mail is claimed again: %+v, %v", m, err)
	}
	var body string
	if err := d.Pool().QueryRow(t.Context(), "SELECT body FROM mails").Scan(&body); err != nil || body != "" {
		t.Errorf("text of a sent mail: %q, %v", body, err)
	}
}

func TestMailsComeInTheRightOrderAndTime(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	customer(t, d)
	if err := d.PutMember(t.Context(), "boss@example.com", host.RoleStaff); err != nil {
		t.Fatal(err)
	}
	queue(t, d, host.Mail{Kind: "later", To: "a@example.com", Due: time.Now().Add(time.Hour)})
	queue(t, d, host.Mail{Kind: "done", To: "b@example.com"})
	queue(t, d, host.Mail{Kind: "sign_in", To: "stranger@example.com"})
	queue(t, d, host.Mail{Kind: "sign_in", To: "Boss@Example.com"})
	queue(t, d, host.Mail{Kind: "sign_in", To: "boss@example.com", Expires: time.Now().Add(-time.Minute)})
	var got []string
	for {
		m, err := d.ClaimMail(t.Context(), time.Minute)
		if host.KindOf(err) == host.NotFound {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m.To)
	}
	if want := "Boss@Example.com b@example.com"; strings.Join(got, " ") != want {
		t.Errorf("claimed %v, want %s", got, want)
	}
	trouble, err := d.MailsInTrouble(t.Context())
	if err != nil || len(trouble) != 1 || trouble[0].GivenUp.IsZero() || !strings.Contains(trouble[0].Trouble, "only true until") {
		t.Errorf("in trouble: %+v, %v", trouble, err)
	}
}

func TestTroubleIsKeptForStaffWithoutTheText(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	queue(t, d, host.Mail{Kind: "done", To: "ada@example.com", Subject: "Done"})
	m, err := d.ClaimMail(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.MailPostponed(t.Context(), m.ID, "451 later", 0); err != nil {
		t.Fatal(err)
	}
	trouble, err := d.MailsInTrouble(t.Context())
	if err != nil || len(trouble) != 1 || trouble[0].Trouble != "451 later" || trouble[0].Body != "" || !trouble[0].GivenUp.IsZero() {
		t.Errorf("in trouble: %+v, %v", trouble, err)
	}
	if m, err = d.ClaimMail(t.Context(), time.Minute); err != nil || m.Body != "secret" || m.Attempts != 2 {
		t.Fatalf("claimed %+v, %v", m, err)
	}
	if err := d.MailGivenUp(t.Context(), m.ID, "550 no"); err != nil {
		t.Fatal(err)
	}
	if waiting, err := d.Outbox(t.Context()); err != nil || len(waiting) != 0 {
		t.Errorf("still waiting: %+v, %v", waiting, err)
	}
}

// TestWhatIsToldOnceIsMailedOnce tells the same before and after its mail has gone out.
func TestWhatIsToldOnceIsMailedOnce(t *testing.T) {
	t.Parallel()
	d := postgrestest.Open(t)
	for range 2 {
		queue(t, d, host.Mail{Key: "done:1", Kind: "done", To: "ada@example.com"})
	}
	m, err := d.ClaimMail(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.MailSent(t.Context(), m.ID); err != nil {
		t.Fatal(err)
	}
	queue(t, d, host.Mail{Key: "done:1", Kind: "done", To: "ada@example.com"})
	if m, err := d.ClaimMail(t.Context(), 0); host.KindOf(err) != host.NotFound {
		t.Errorf("mailed again: %+v, %v", m, err)
	}
}
