package postgres_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

var patience = postgres.Patience{Pause: 6 * time.Hour, Reminder: 48 * time.Hour, Deadline: 24 * time.Hour}

// notices are the mails that are queued at a time, each as its kind and how many tasks it tells of.
func notices(t *testing.T, db *postgres.DB, now time.Time) []string {
	t.Helper()
	var out []string
	n, err := db.Notify(t.Context(), now, patience, func(n host.Notice) host.Mail {
		out = append(out, fmt.Sprintf("%s %d", n.Kind, len(n.Tasks)))
		return host.Mail{Customer: n.Customer, Key: n.Key, Kind: n.Kind, To: n.Email, Subject: n.Kind}
	})
	if err != nil {
		t.Fatal(err)
	}
	if n != len(out) {
		t.Errorf("%d mails are said to be queued, %v were", n, out)
	}
	slices.Sort(out)
	return out
}

func wantNotices(t *testing.T, db *postgres.DB, when string, now time.Time, want ...string) {
	t.Helper()
	if got := notices(t, db, now); !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", when, got, want)
	}
}

func ask(t *testing.T, db *postgres.DB, s host.Submission) {
	t.Helper()
	c := host.Change{To: host.NeedsAttention, Attention: &host.Attention{Audience: host.ForCustomer, Reason: "captcha", Message: "Solve the captcha."}}
	if _, err := db.Move(t.Context(), claim(t, db, s, long), c); err != nil {
		t.Fatal(err)
	}
}

func TestCustomersAreToldOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c := customer(t, db)
	waiting, err := db.CreateJob(t.Context(), c.ID, host.Starter)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(t.Context(), "UPDATE jobs SET dirs_paid = 50"); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	wantNotices(t, db, "just paid", now.Add(23*time.Hour))
	wantNotices(t, db, "no profile for a day", now.Add(25*time.Hour), "profile 0")
	if _, err := db.Pool().Exec(t.Context(), "DELETE FROM jobs WHERE id = $1", waiting.ID); err != nil {
		t.Fatal(err)
	}

	all := submissions(t, db, start(t, db, c, host.Starter).ID)
	wantNotices(t, db, "started", now, "start 0")
	wantNotices(t, db, "started, again", now)
	ask(t, db, all[0])
	wantNotices(t, db, "something is needed", now, "needs 1")
	ask(t, db, all[1])
	ask(t, db, all[2])
	wantNotices(t, db, "more is needed soon after", now.Add(5*time.Hour))
	wantNotices(t, db, "all of it in one mail", now.Add(7*time.Hour), "needs 3")
	wantNotices(t, db, "all told", now.Add(20*time.Hour))
	wantNotices(t, db, "two days on", now.Add(49*time.Hour), "reminder 3")
	wantNotices(t, db, "reminded once", now.Add(100*time.Hour))
	for _, s := range all[3:] {
		fail(t, db, s)
	}
	wantNotices(t, db, "done", now, "done 0")
	wantNotices(t, db, "done, again", now)
	if n := scalar[int](t, db, "SELECT count(*)::int FROM mails"); n != 6 {
		t.Errorf("%d mails, want 6", n)
	}
}

func TestDeadlinesAreRemindedOfInTime(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	all := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)
	now := time.Now()
	ask(t, db, all[0])
	if _, err := db.Pool().Exec(t.Context(), "UPDATE attention_items SET deadline = $1", now.Add(36*time.Hour)); err != nil {
		t.Fatal(err)
	}
	wantNotices(t, db, "asked", now, "needs 1", "start 0")
	wantNotices(t, db, "time enough", now.Add(11*time.Hour))
	wantNotices(t, db, "soon too late", now.Add(13*time.Hour), "reminder 1")
	wantNotices(t, db, "too late", now.Add(50*time.Hour))
}

func TestUnwantedMailsAreNotQueued(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	c := customer(t, db)
	all := submissions(t, db, start(t, db, c, host.Starter).ID)
	ask(t, db, all[0])
	if _, err := db.Pool().Exec(t.Context(), "UPDATE customers SET mail_start = false, mail_needs = false, mail_done = false"); err != nil {
		t.Fatal(err)
	}
	wantNotices(t, db, "none wanted", time.Now().Add(72*time.Hour))
	if _, err := db.Pool().Exec(t.Context(), "UPDATE customers SET mail_start = true, mail_needs = true"); err != nil {
		t.Fatal(err)
	}
	request(t, db, c, time.Now())
	wantNotices(t, db, "about to be deleted", time.Now().Add(72*time.Hour))
}

// Several programs sweep at once: nobody gets a mail twice.
func TestNoticesAtOnce(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 30)
	for range 4 {
		all := submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)
		ask(t, db, all[0])
		ask(t, db, all[1])
	}
	done := make(chan error)
	for _, now := range []time.Time{time.Now(), time.Now().Add(49 * time.Hour)} {
		for range 6 {
			go func() {
				_, err := db.Notify(t.Context(), now, patience, func(n host.Notice) host.Mail {
					return host.Mail{Customer: n.Customer, Key: n.Key, Kind: n.Kind, To: n.Email, Subject: n.Kind + strings.Repeat(" task", len(n.Tasks))}
				})
				done <- err
			}()
		}
		for range 6 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
	if s := scalar[string](t, db, "SELECT string_agg(n || ' ' || subject, ', ' ORDER BY subject) FROM (SELECT count(*) AS n, subject FROM mails GROUP BY subject) m"); s != "4 needs task task, 4 reminder task task, 4 start" {
		t.Errorf("mails: %s", s)
	}
}

// TestTasksOfYesterdayCrowdOutNobody has as many customers as are looked at in one go with a task each that was over before they could be told of it.
func TestTasksOfYesterdayCrowdOutNobody(t *testing.T) {
	t.Parallel()
	db := postgrestest.Open(t)
	putDirectories(t, db, 6)
	for range 130 {
		ask(t, db, submissions(t, db, start(t, db, customer(t, db), host.Starter).ID)[0])
	}
	now := time.Now()
	if _, err := db.Pool().Exec(t.Context(), "UPDATE attention_items SET deadline = $1 WHERE id IN (SELECT id FROM attention_items ORDER BY id LIMIT 100)", now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	told := slices.DeleteFunc(notices(t, db, now), func(n string) bool { return n != "needs 1" })
	if len(told) != 30 {
		t.Errorf("%d of 30 were told of what is still open", len(told))
	}
}
