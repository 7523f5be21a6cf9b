package page

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/directorybolt/directorybolt/host"
)

// Listings is what the portal's first page shows.
type Listings struct {
	host.Watch
	Jobs    []host.Job // of the customer, newest first
	Query   ListingQuery
	Shown   []host.SubmissionSummary // the rows that the query chooses, in its order
	Filters []Filter
	All     host.Pace // everybody's
	Zone    string    // of the customer, an IANA name
	Now     time.Time
}

// ListingQuery is a choice of rows, as it stands in the URL. Empty parts mean the first choice.
type ListingQuery struct {
	Job, Show, Find, Sort string
}

// Sorts are the orders of rows by their name in the URL.
var Sorts = []struct{ Key, Words, Class string }{
	{"name", "Directory", ""}, {"status", "Status", "status"}, {"authority", "Authority", "extra right"}, {"updated", "Updated", "extra"},
}

// With is the query with one part changed.
func (q ListingQuery) With(part, value string) ListingQuery {
	switch part {
	case "show":
		q.Show = value
	case "sort":
		q.Sort = value
	case "job":
		return ListingQuery{Job: value}
	}
	return q
}

// Encode is the query as a URL has it, with its question mark; empty if nothing is chosen.
func (q ListingQuery) Encode() string {
	v := url.Values{}
	for key, value := range map[string]string{"job": q.Job, "show": q.Show, "q": q.Find, "sort": q.Sort} {
		if value != "" && value != "all" && value != "authority" {
			v.Set(key, value)
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// URL is the address of the page with this choice.
func (q ListingQuery) URL() string { return "/portal" + q.Encode() }

// Narrowed reports whether the query can leave rows out.
func (q ListingQuery) Narrowed() bool { return q.Show != "all" || q.Find != "" }

// Finds reports whether the row is one that was searched for.
func (q ListingQuery) Finds(r host.SubmissionSummary) bool {
	find := strings.ToLower(strings.TrimSpace(q.Find))
	return strings.Contains(strings.ToLower(r.DirectoryName+" "+hostOf(r.Website)), find)
}

// Order sorts rows as the query says, the best known first where it does not matter.
func (q ListingQuery) Order(rows []host.SubmissionSummary) {
	slices.SortStableFunc(rows, func(a, b host.SubmissionSummary) int {
		name := strings.Compare(strings.ToLower(a.DirectoryName), strings.ToLower(b.DirectoryName))
		known := cmp.Or(b.DAScore-a.DAScore, name)
		switch q.Sort {
		case "name":
			return name
		case "updated":
			return cmp.Or(b.Submission.UpdatedAt.Compare(a.Submission.UpdatedAt), known)
		case "status":
			return cmp.Or(rank(a)-rank(b), known)
		}
		return known
	})
}

// rank puts what waits for the customer first and what is done last.
func rank(r host.SubmissionSummary) int {
	standing, _ := r.Standing()
	return slices.Index([]host.Standing{
		host.StandingNeedsYou, host.StandingFailed, host.StandingLookedAt, host.StandingChecked, host.StandingSubmitting, host.StandingQueued,
		host.StandingInReview, host.StandingLive, host.StandingSkipped,
	}, standing)
}

// News is what a change alters on the page, in parts that each replace the one with their id. moved says that a row stands in another place by now, or
// is no longer among those chosen.
func (l Listings) News(moved func(host.SubmissionSummary) bool) []templ.Component {
	parts := []templ.Component{toldCard(l), progressCard(l), tasksCard(l), filters(l), activityCard(l), NeedsCount(len(l.Tasks))}
	for _, r := range l.Rows {
		parts = append(parts, row(l, r, moved(r)))
	}
	return parts
}

func (l Listings) zone() *time.Location { return zone(l.Zone) }

// total is what was paid for, or what is done where nobody paid.
func (l Listings) total() int { return l.Counts.Total() }

func (l Listings) sub() string {
	return fmt.Sprintf("%s · %s · ordered %s", packageName(l.Job.Package), directories(l.total()), l.Job.CreatedAt.In(l.zone()).Format("2 Jan 2006"))
}

func directories(n int) string {
	if n == 1 {
		return "1 directory"
	}
	return fmt.Sprintf("%d directories", n)
}

// stuckAfter is how long nothing may be settled before that is said instead of an estimate.
const stuckAfter = 20 * time.Minute

// expected says when the job will be done: what the time is of, and the time.
func (l Listings) expected() (label, words, hint string) {
	idle := l.Now.Sub(latest(l.MovedAt, l.AnnouncedAt))
	switch {
	case l.Job.Status == host.JobCancelled:
		return "Expected to finish", "Cancelled", ""
	case l.Job.Held != host.NotHeld:
		return "Expected to finish", "Paused", "Known when it goes on"
	case l.AnnouncedAt.IsZero():
		return "Starts", "When your profile is approved", ""
	case l.Job.Status == host.JobPending:
		return "Starts", "In a few minutes", ""
	case l.Job.Status == host.JobFailed:
		return "Expected to finish", "Not known", "See above"
	case l.Remaining() == 0 && !l.CompletedAt.IsZero():
		return "All tried", day(l.CompletedAt, l.Now, l.zone()) + ", " + l.CompletedAt.In(l.zone()).Format("15:04"), l.afterwards()
	case idle > stuckAfter:
		return "Expected to finish", "No progress " + span(idle), "Our staff see this too; there is nothing for you to do"
	}
	e := host.EstimateOf(l.Now, l.Remaining(), l.Pace, l.All)
	if e.Unknown != "" {
		return "Expected to finish", "Not known yet", e.Unknown
	}
	words, hint = clock(e.To, l.Now, l.zone()), "Reviews by the directories take longer"
	if e.To.Sub(e.From) > 15*time.Minute {
		hint = "At the earliest " + strings.ToLower(clock(e.From, l.Now, l.zone()))
	}
	return "Expected to finish", words, hint
}

func (l Listings) afterwards() string {
	if n := l.Counts[host.ShareInReview]; n > 0 {
		return fmt.Sprintf("%s still to be reviewed by the directories", directories(n))
	}
	return ""
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Told is something that went otherwise than planned, in three parts.
type Told struct {
	Class, Icon   string
	What, We, You string
}

// told is what has to be said before anything else.
func (l Listings) told() []Told {
	var out []Told
	switch {
	case l.Job.Held == host.HeldDispute:
		out = append(out, Told{
			"warn", "alert", "Your payment is disputed, so nothing is sent at present.",
			"We go on where we stopped as soon as your bank has settled the dispute in our favour or you withdraw it. What is listed stays listed.",
			"If it was a mistake, ask your bank to withdraw it. Otherwise write to us: we often find a way.",
		})
	case l.Job.Held == host.HeldStaff:
		out = append(out, Told{
			"warn", "alert", cmp.Or(l.Job.Reason, "We have paused this order."),
			"We go on where we stopped when it is cleared up.", "Nothing, unless we wrote to you.",
		})
	case l.Job.Status == host.JobCancelled:
		out = append(out, Told{
			"", "failed", cmp.Or(l.Job.Reason, "This order was cancelled."),
			"Nothing more is sent. What was listed by then stays listed.", "You can order again at any time.",
		})
	case l.Paused && l.Remaining() > 0:
		out = append(out, Told{
			"warn", "alert", "We have paused sending for the moment.", "We go on where we stopped, usually within hours.", "Nothing.",
		})
	case l.Job.Status == host.JobFailed:
		out = append(out, Told{
			"bad", "failed", "No directory of this package takes entries at present.",
			"We look for others, and give the money back if there are none.", "Nothing. Write to us if you would rather not wait.",
		})
	}
	if l.Refunded > 0 {
		what := fmt.Sprintf("%s of %s were given back to you.", Money(l.Refunded, l.Currency), Money(l.Amount, l.Currency))
		if l.Refunded >= l.Amount {
			what = fmt.Sprintf("Your payment of %s was given back to you.", Money(l.Amount, l.Currency))
		}
		out = append(out, Told{"", "card", what, "Your bank shows it within ten days.", "Nothing."})
	}
	return out
}

// unplanned explains what was paid for and is not among the rows.
func (l Listings) unplanned() string {
	if l.Unplanned == 0 || l.Job.Unplanned() != host.ShareFailed {
		return ""
	}
	return fmt.Sprintf("%s of yours could not be chosen: fewer took entries when we began than when you paid. Write to us, and we give their share of the price back.", directories(l.Unplanned))
}

// Cause is what several failures have in common.
type Cause struct {
	Words string
	Rows  []host.SubmissionSummary
}

// causes groups what could not be done, the most frequent first.
func causes(rows []host.SubmissionSummary) []Cause {
	at := map[string]int{}
	var out []Cause
	for _, r := range rows {
		if _, share := r.Standing(); share != host.ShareFailed {
			continue
		}
		words := cmp.Or(r.Submission.Note, "Could not be done.")
		i, known := at[words]
		if !known {
			i, at[words] = len(out), len(out)
			out = append(out, Cause{Words: words})
		}
		out[i].Rows = append(out[i].Rows, r)
	}
	slices.SortStableFunc(out, func(a, b Cause) int { return len(b.Rows) - len(a.Rows) })
	return out
}

// minutes is how long all the tasks take, about.
func minutes(tasks []host.Task) string {
	sum := 0
	for _, t := range tasks {
		sum += host.TaskWordsOf(t.Reason).Minutes
	}
	if sum == 1 {
		return "about 1 minute"
	}
	return fmt.Sprintf("about %d minutes", sum)
}

func things(n int) string {
	if n == 1 {
		return "1 thing only you can do"
	}
	return fmt.Sprintf("%d things only you can do", n)
}

// named puts the directory's name into words that have a place for it.
func named(words, directory string) string { return strings.ReplaceAll(words, "%s", directory) }

// expiry is what the task's deadline means now.
func expiry(t host.Task, now time.Time, z *time.Location) string {
	switch {
	case t.Deadline.IsZero():
		return "No deadline"
	case t.Expired(now):
		return "What the directory sent has expired; it sends a new one when you go on"
	case t.Deadline.Sub(now) < 48*time.Hour:
		return "Expires in " + span(t.Deadline.Sub(now))
	}
	return "Expires " + t.Deadline.In(z).Format("Mon 2 Jan, 15:04")
}

func expiryClass(t host.Task) string {
	if t.Deadline.IsZero() {
		return "undated"
	}
	return "deadline"
}

// doneWords are on the button that lets us go on.
func doneWords(t host.Task, now time.Time) string {
	if t.Expired(now) {
		return "Ask for a new code"
	}
	return host.TaskWordsOf(t.Reason).Done
}
