package machines

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/intake"
	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

// judge holds what was recorded against what was paid, what the directories did and what the queue still has.
type judge struct {
	t     *testing.T
	town  *town
	blobs string // folder
	// old says that the release before has taken the order in: it knows no order queue, and starts the flow straight away.
	old func(purchase) bool
}

// queue wants every message of the orders gone, or kept with its reason.
func (j judge) queue(f *fleet) {
	j.t.Helper()
	j.town.sqs.SetFaults(localsqs.Faults{})
	q := intake.Queue{
		Client: sqs.New(sqs.Options{Region: "us-east-2", BaseEndpoint: aws.String(j.town.sqsURL), Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")}),
		URL:    localsqs.URL(j.town.sqsURL, "orders"), DLQ: localsqs.URL(j.town.sqsURL, "orders-dlq"),
	}
	ctx, cancel := context.WithTimeout(j.t.Context(), 30*time.Second)
	defer cancel()
	for {
		orders, _, err := q.Depths(ctx)
		if err != nil {
			j.t.Fatal(err)
		}
		if orders == (intake.Depth{}) {
			break
		}
		if !pause(ctx, 100*time.Millisecond) {
			j.t.Fatalf("messages are left in the order queue: %+v", orders)
		}
	}
	list := exec.Command(f.program, "dlq", "list", "--json")
	list.Env = f.env
	out, err := list.Output()
	if err != nil {
		j.t.Fatalf("list the dead letters: %v", err)
	}
	var letters []struct {
		JobID  string `json:"job_id"`
		Reason string `json:"reason"`
	}
	if err := json.Unmarshal(out, &letters); err != nil {
		j.t.Fatal(err)
	}
	for _, l := range letters {
		if l.Reason == "" || l.JobID == "" {
			j.t.Errorf("a dead letter without a reason, or of no order: %+v", l)
		}
	}
	j.t.Logf("%d dead letters", len(letters))
}

// orders wants each paid order through, with a row for each directory, and started once.
func (j judge) orders(bought []purchase) {
	j.t.Helper()
	ctx := j.t.Context()
	for _, p := range bought {
		payment, err := j.town.db.PaymentOfSession(ctx, p.session)
		if err != nil {
			j.t.Fatal(err)
		}
		summary, err := j.town.db.Job(ctx, payment.Job)
		if err != nil {
			j.t.Errorf("%s has paid and has no order: %v", p.company, err)
			continue
		}
		shares := 0
		for _, n := range summary.Counts {
			shares += n
		}
		job, rows := summary.Job, len(j.town.slugs)
		if job.Status != host.JobCompleted || job.DirsTotal != rows || job.DirsDone != rows || job.Progress != 100 || shares != rows {
			j.t.Errorf("%s: the order is %s, %d of %d done, %d %%, and its shares add up to %d; %d directories were paid", p.company, job.Status, job.DirsDone, job.DirsTotal, job.Progress, shares, rows)
		}
		claims := [2]int{1, 1000}
		flows := [2]int{1, 1}
		if j.old != nil && j.old(p) {
			claims, flows = [2]int{}, [2]int{}
		}
		for event, want := range map[string][2]int{"queue_claimed": claims, "flow_triggered": flows, "job_started": {1, 1}, "job_completed": {1, 1}} {
			if n := j.count(`SELECT count(*) FROM queue_history WHERE job_id = $1 AND event_type = $2`, job.ID, event); n < want[0] || n > want[1] {
				j.t.Errorf("%s: %s is on record %d times", p.company, event, n)
			}
		}
	}
	if n := j.count("SELECT count(*) FROM jobs"); n != len(bought) {
		j.t.Errorf("%d orders for %d payments", n, len(bought))
	}
	j.entries()
}

// entries wants the workers to run out of work: what was handed to them twice comes to nothing and is gone soon. An entry that a killed process was running
// stays on record as such until it is rescued; what it was about is settled, so that nothing comes of it then.
func (j judge) entries() {
	j.t.Helper()
	ctx, cancel := context.WithTimeout(j.t.Context(), 30*time.Second)
	defer cancel()
	for {
		waiting := j.waiting()
		if len(waiting) == 0 {
			return
		}
		if !pause(ctx, 100*time.Millisecond) {
			j.t.Errorf("left in the queue of the workers: %v", waiting)
			return
		}
	}
}

func (j judge) waiting() []string {
	j.t.Helper()
	rows, err := j.town.db.Pool().Query(j.t.Context(), `SELECT kind || ' ' || state || ' ' || args FROM river_job WHERE finalized_at IS NULL AND state <> 'running'`)
	if err != nil {
		j.t.Fatal(err)
	}
	waiting, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		j.t.Fatal(err)
	}
	return waiting
}

// row is a submission with what explains it.
type row struct {
	ID               uuid.UUID
	Directory        string
	Company          string
	Status           host.Status
	Listing          host.Listing
	Intents          int
	Verdict          string
	Quote, Note, Log string
	Asked            int // open items for a person
	Proofs           int
}

// ledger wants every row settled and explained, proven where it claims a success, and pressed no more often than was intended.
func (j judge) ledger(bought []purchase) {
	j.t.Helper()
	received := map[string]int{} // presses by directory and company
	accepted := map[string]int{}
	for _, a := range j.town.accounts(j.t) {
		for _, r := range a.Received {
			received[a.Slug+" "+r.Name]++
			if r.Outcome == "accepted" {
				accepted[a.Slug+" "+r.Name]++
			}
		}
	}
	rows, err := j.town.db.Pool().Query(j.t.Context(), `SELECT r.id, directory, company_name AS company, r.status, r.listing, r.intents, r.verdict, quote, coalesce(result_data->>'note', '') AS note, error_log AS log,
		(SELECT count(*) FROM attention_items a WHERE a.submission_id = r.id AND resolved_at IS NULL)::int AS asked,
		(SELECT count(*) FROM evidence e WHERE e.submission_id = r.id)::int AS proofs
		FROM job_results r JOIN customers ON customers.id = customer_id`)
	if err != nil {
		j.t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[row])
	if err != nil {
		j.t.Fatal(err)
	}
	if len(all) != len(bought)*len(j.town.slugs) {
		j.t.Errorf("%d rows for %d orders of %d directories", len(all), len(bought), len(j.town.slugs))
	}
	ends, presses, duplicates, false_ := map[string]int{}, 0, 0, 0
	for _, r := range all {
		ends[string(r.Status)+"/"+string(r.Listing)]++
		pressed, taken := received[r.Directory+" "+r.Company], accepted[r.Directory+" "+r.Company]
		presses += pressed
		delete(received, r.Directory+" "+r.Company)
		if taken > 1 {
			duplicates++
		}
		if r.Status == host.Submitted && (r.Listing == host.Live || r.Listing == host.UnderReview) && taken == 0 {
			false_++
		}
		if why := r.unexplained(pressed, taken); why != "" {
			j.t.Errorf("%s at %s: %s (%+v)", r.Company, r.Directory, why, r)
		}
	}
	for who, n := range received {
		j.t.Errorf("%s was pressed %d times and is on no record", who, n)
	}
	j.evidence()
	j.t.Logf("%d orders, %d submissions, %d presses seen by the directories; duplicates %d, false successes %d; ends %v", len(bought), len(all), presses, duplicates, false_, ends)
}

// unexplained says what is wrong with a row; empty if nothing is.
func (r row) unexplained(pressed, taken int) string {
	switch {
	case !r.Status.Settled():
		return "left as it was"
	case taken > 1:
		return fmt.Sprintf("taken %d times", taken)
	case pressed > r.Intents:
		return fmt.Sprintf("pressed %d times", pressed)
	case r.Status == host.Submitted && r.Listing == host.Rejected:
		if r.Verdict != string(host.AnswerNo) || r.Quote == "" {
			return "refused in no words"
		}
	case r.Status == host.Submitted:
		if taken == 0 || r.Verdict != string(host.AnswerYes) || r.Quote == "" || r.Proofs == 0 {
			return fmt.Sprintf("a success that is not proven, taken %d times", taken)
		}
	case r.Status == host.Unknown || r.Status == host.NeedsAttention:
		if r.Asked != 1 {
			return "waits for a person, and nobody was asked"
		}
	case r.Note == "":
		return "no reason is given"
	}
	return ""
}

// evidence wants what each row of evidence names in the store, as it was stored.
func (j judge) evidence() {
	j.t.Helper()
	store, err := blob.Open(j.blobs)
	if err != nil {
		j.t.Fatal(err)
	}
	rows, err := j.town.db.Pool().Query(j.t.Context(), `SELECT DISTINCT digest FROM evidence`)
	if err != nil {
		j.t.Fatal(err)
	}
	digests, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		j.t.Fatal(err)
	}
	for _, digest := range digests {
		if _, err := store.Get(j.t.Context(), digest); err != nil {
			j.t.Errorf("evidence is on record and not in the store: %v", err)
		}
	}
}

func (j judge) count(sql string, args ...any) (n int) {
	j.t.Helper()
	if err := j.town.db.Pool().QueryRow(j.t.Context(), sql, args...).Scan(&n); err != nil {
		j.t.Fatalf("%s: %v", sql, err)
	}
	return n
}
