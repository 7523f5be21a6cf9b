package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/intake"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// DLQCmd looks after the dead letters of the order queue.
type DLQCmd struct {
	List    DLQListCmd    `cmd:"" help:"List the dead letters, with why each is one."`
	Show    DLQShowCmd    `cmd:"" help:"Show one dead letter whole."`
	Redrive DLQRedriveCmd `cmd:"" help:"Send dead letters to the order queue again: one, some, or all."`
}

// letter is a dead letter as it is told.
type letter struct {
	MessageID string    `json:"message_id"`
	SentAt    time.Time `json:"sent_at"`
	JobID     string    `json:"job_id,omitempty"`
	Reason    string    `json:"reason"`
	Body      string    `json:"body"`
}

// deadLetters are the queue and the database that both know of dead letters.
type deadLetters struct {
	queue intake.Queue
	db    *postgres.DB
}

func openDeadLetters(ctx context.Context) (deadLetters, error) {
	q, ok, err := orderQueue(ctx)
	if err != nil {
		return deadLetters{}, err
	}
	if !ok {
		return deadLetters{}, host.Errorf(host.Invalid, "there is no order queue: set SQS_QUEUE_URL and SQS_DLQ_URL")
	}
	dsn, err := databaseURL()
	if err != nil {
		return deadLetters{}, err
	}
	if dsn == "" {
		return deadLetters{}, host.Errorf(host.Invalid, "DATABASE_URL is not set: what leaves the dead letter queue is stored in the database first")
	}
	db, err := postgres.Open(ctx, dsn)
	return deadLetters{q, db}, err
}

// read tells what is known of a dead letter. A message that looks like an order is dead because the database could not take it.
func (d deadLetters) read(ctx context.Context, m intake.Message) (letter, error) {
	l := letter{MessageID: m.ID, SentAt: m.Sent.UTC(), Body: m.Body}
	reason, err := d.db.BadMessage(ctx, m.ID)
	if err != nil && host.KindOf(err) != host.NotFound {
		return l, err
	}
	order, parseErr := host.ParseOrderMessage(m.Body)
	if parseErr == nil {
		l.JobID = order.JobID.String()
	} else {
		reason = cmp.Or(reason, parseErr.Error())
	}
	l.Reason = cmp.Or(reason, "It was received three times and could not be worked on; the log of the intake says why.")
	return l, nil
}

// allDeadLetters reads every dead letter, oldest first, and takes none.
func allDeadLetters(ctx context.Context) ([]letter, error) {
	d, err := openDeadLetters(ctx)
	if err != nil {
		return nil, err
	}
	defer d.db.Close()
	letters := []letter{}
	err = d.queue.DeadLetters(ctx, func(m intake.Message) (bool, error) {
		l, err := d.read(ctx, m)
		letters = append(letters, l)
		return false, err
	})
	slices.SortStableFunc(letters, func(a, b letter) int { return a.SentAt.Compare(b.SentAt) })
	return letters, err
}

// DLQListCmd lists the dead letters.
type DLQListCmd struct {
	JSON bool `name:"json" help:"As JSON."`
}

// Run lists them, oldest first.
func (c *DLQListCmd) Run(ctx context.Context) error {
	letters, err := allDeadLetters(ctx)
	if err != nil {
		return err
	}
	out := stdout()
	if c.JSON {
		return writeJSON(out, letters)
	}
	if len(letters) == 0 {
		out.line("There are no dead letters.")
		return nil
	}
	table := [][]string{{"MESSAGE", "SENT", "JOB", "WHY"}}
	for _, l := range letters {
		table = append(table, []string{l.MessageID, l.SentAt.Format("2 Jan 15:04 MST"), cmp.Or(l.JobID, "none"), clip(l.Reason, 90)})
	}
	out.table(table)
	out.line("\n%d dead letters. `directorybolt dlq redrive MESSAGE` sends one to the order queue again.", len(letters))
	return nil
}

// DLQShowCmd shows one dead letter.
type DLQShowCmd struct {
	Message string `arg:"" help:"Id of the message, as listed."`
	JSON    bool   `name:"json" help:"As JSON."`
}

// Run shows it.
func (c *DLQShowCmd) Run(ctx context.Context) error {
	letters, err := allDeadLetters(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(letters, func(l letter) bool { return l.MessageID == c.Message })
	if i < 0 {
		return host.Errorf(host.NotFound, "there is no dead letter %s: `directorybolt dlq list` says which there are", c.Message)
	}
	out, l := stdout(), letters[i]
	if c.JSON {
		return writeJSON(out, l)
	}
	out.line("message  %s\nsent     %s\njob      %s\nwhy      %s\n\n%s", l.MessageID, l.SentAt.Format(time.RFC3339), cmp.Or(l.JobID, "none"), l.Reason, l.Body)
	return nil
}

// DLQRedriveCmd sends dead letters again.
type DLQRedriveCmd struct {
	Messages []string `arg:"" optional:"" help:"Ids of messages, as listed."`
	Job      string   `help:"All of this job."`
	Why      string   `help:"All whose reason contains this text."`
	All      bool     `help:"All of them."`
	DryRun   bool     `help:"Only say which."`
	Reason   string   `help:"What has been mended, for the audit log. Needed unless --dry-run."`
	JSON     bool     `name:"json" help:"As JSON."`
}

// Run stores each dead letter, sends it, records that, and only then takes it off the dead letter queue. Should it die in between, the
// message is there twice, which starts nothing twice.
func (c *DLQRedriveCmd) Run(ctx context.Context) error {
	if len(c.Messages) == 0 && c.Job == "" && c.Why == "" && !c.All {
		return host.Errorf(host.Invalid, "say which dead letters: ids, --job, --why or --all")
	}
	if c.Reason == "" && !c.DryRun {
		return host.Errorf(host.Invalid, "say with --reason what has been mended: a letter that is sent again as it was is soon dead again")
	}
	d, err := openDeadLetters(ctx)
	if err != nil {
		return err
	}
	defer d.db.Close()
	chosen := []letter{}
	err = d.queue.DeadLetters(ctx, func(m intake.Message) (bool, error) {
		l, err := d.read(ctx, m)
		if err != nil || !c.wants(l) {
			return false, err
		}
		if c.DryRun {
			chosen = append(chosen, l)
			return false, nil
		}
		if err := d.again(ctx, m, l, c.Reason); err != nil {
			return false, err
		}
		chosen = append(chosen, l)
		return true, nil
	})
	out := stdout()
	if c.JSON {
		return errors.Join(writeJSON(out, map[string]any{"dry_run": c.DryRun, "letters": chosen}), err)
	}
	for _, l := range chosen {
		out.line("%s  %s", l.MessageID, clip(l.Reason, 90))
	}
	verb := "were sent to the order queue again"
	if c.DryRun {
		verb = "would be sent to the order queue again"
	}
	out.line("%d dead letters %s.", len(chosen), verb)
	return err
}

func (c *DLQRedriveCmd) wants(l letter) bool {
	return c.All || slices.Contains(c.Messages, l.MessageID) || (c.Job != "" && l.JobID == c.Job) || (c.Why != "" && strings.Contains(l.Reason, c.Why))
}

func (d deadLetters) again(ctx context.Context, m intake.Message, l letter, reason string) error {
	if err := d.db.KeepBadMessage(ctx, m.ID, m.Body, l.Reason, m.Receives); err != nil {
		return err
	}
	sent, err := d.queue.Again(ctx, m)
	if err != nil {
		return err
	}
	return d.db.RecordRedrive(ctx, m.ID, sent, reason)
}

func writeJSON(to terminal, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(to, string(data))
	return err
}
