package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// DemoCmd carries one Starter order through the same code as a paid one, against directories on this machine.
type DemoCmd struct {
	Places
	Listen string `default:"127.0.0.1:0" help:"Address of the pages (a free port)."`
}

// RunCmd is the demo, left running.
type RunCmd struct {
	Places
	Listen string `default:"127.0.0.1:8080" help:"Address of the pages (${default})."`
}

// Run ends without an error only if every outcome is the expected one.
func (c *DemoCmd) Run(ctx context.Context) error {
	d := demo{Places: c.Places, listen: c.Listen, out: stdout()}
	return d.run(ctx, func() error { return nil })
}

// Run stays up when the order is through.
func (c *RunCmd) Run(ctx context.Context) error {
	d := demo{Places: c.Places, listen: c.Listen, out: stdout()}
	err := d.run(ctx, func() error {
		d.out.line("\nStill up at %s, with the directories at http://localhost:%s/. Ctrl-C stops it.", d.address, d.local.port)
		d.out.line("Sign in there as the customer, %s, or as %s. The mails with the links are at %s/dev/outbox.", d.business.Email, demoStaff, d.address)
		<-ctx.Done()
		return nil
	})
	if errors.Is(err, context.Canceled) {
		return nil // Ctrl-C is how it ends
	}
	return err
}

// demoTiming: the local directories answer within seconds, so nothing is under way to them for long.
var demoTiming = Timing{Lease: 10 * time.Second, PressWindow: 16 * time.Second}

// demo is one demonstration. It starts from nothing each time, so that each shows the same.
type demo struct {
	Places
	listen string
	out    terminal

	system   *system
	local    *local
	business host.Business
	address  string
	began    time.Time
}

func (d *demo) run(ctx context.Context, after func() error) (err error) {
	forgetForeign()
	d.began = time.Now()
	if err := d.settle("demo"); err != nil {
		return err
	}
	logs, err := d.open(ctx)
	if logs != nil {
		defer logs.Close()
	}
	defer func() { err = errors.Join(err, d.close()) }()
	if err != nil {
		return err
	}
	job, err := d.order(ctx)
	if err != nil {
		return err
	}
	if err := d.watch(ctx, job); err != nil {
		if ctx.Err() != nil {
			d.out.line("\nStopping. What was not pressed is not sent; what was pressed is on record.")
			return ctx.Err()
		}
		return fmt.Errorf("%w; the log is %s", err, logs.Name())
	}
	verdict := d.report(ctx, job)
	return errors.Join(after(), verdict)
}

// open starts the host and the local directories, both afresh.
func (d *demo) open(ctx context.Context) (*os.File, error) {
	log, logs, err := openLog(d.Data, "demo.log")
	if err != nil {
		return nil, err
	}
	d.out.line("Starting the database, the browser and the local directories ...")
	d.system, err = startSystem(ctx, systemConfig{
		Places: d.Places, Timing: demoTiming, local: localAllowance(), headed: headed(), fresh: true, payments: testPayments, log: log,
	})
	if err != nil {
		return logs, err
	}
	if err := logs.Truncate(0); err != nil {
		return logs, err
	}
	if d.local, err = startLocal(ctx, filepath.Join(d.Data, "local"), logs); err != nil {
		return logs, err
	}
	directories, err := readCatalogue(d.Plugins, d.local.port)
	if err != nil {
		return logs, err
	}
	if err := d.system.db.PutDirectories(ctx, directories); err != nil {
		return logs, err
	}
	if d.address, err = d.system.serve(ctx, d.listen); err != nil {
		return logs, err
	}
	link, err := d.staffLink(ctx)
	if err != nil {
		return logs, err
	}
	d.out.line("Up after %.1f s. Watch as staff, with a link that works once: %s", time.Since(d.began).Seconds(), link)
	return logs, d.system.work(ctx)
}

// demoStaff is who watches the demo.
const demoStaff = "staff@localhost"

// staffLink signs whoever runs the demo in as staff.
func (d *demo) staffLink(ctx context.Context) (string, error) {
	if err := d.system.db.PutMember(ctx, demoStaff, host.RoleStaff); err != nil {
		return "", err
	}
	return d.signInLink(ctx, demoStaff, "/staff")
}

// signInLink opens the page to whoever has it, once.
func (d *demo) signInLink(ctx context.Context, email, to string) (string, error) {
	token := rand.Text()
	return d.address + "/sign-in/" + token + "?to=" + to, d.system.db.NewSignInLink(ctx, token, email)
}

func (d *demo) close() error {
	var err error
	if d.system != nil {
		err = d.system.stop()
	}
	if d.local != nil {
		err = errors.Join(err, d.local.stop())
	}
	return err
}

// watch prints each submission as it settles, until the job is through.
func (d *demo) watch(ctx context.Context, job host.Job) error {
	changed := make(chan struct{}, 1)
	listening, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		ended <- d.system.db.Listen(listening, func() {}, func(_, id uuid.UUID) {
			if id == job.ID {
				select {
				case changed <- struct{}{}:
				default: // one is waiting to be looked at already
				}
			}
		})
	}()
	defer func() { stop(); <-ended }()
	told := map[uuid.UUID]bool{}
	tick := time.NewTicker(2 * time.Second) // in case the connection that listens breaks
	defer tick.Stop()
	for {
		through, err := d.tell(ctx, job, told)
		if err != nil || through {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-tick.C:
		}
	}
}

func (d *demo) tell(ctx context.Context, job host.Job, told map[uuid.UUID]bool) (through bool, err error) {
	rows, err := d.system.db.Submissions(ctx, job.ID)
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if told[r.Submission.ID] || !r.Submission.Status.Settled() {
			continue
		}
		told[r.Submission.ID] = true
		standing, _ := r.Standing()
		link := r.Submission.ListingURL
		if link == "" {
			link = d.out.paint(faint, clip(r.Submission.Note, 60))
		}
		d.out.line("%5.1f s  %2d/%d  %-24s  %s  %s", time.Since(d.began).Seconds(), len(told), len(rows), clip(r.DirectoryName, 24), d.out.standing(standing), link)
	}
	return len(rows) > 0 && len(told) == len(rows), nil
}

// report prints the table, and says of each outcome whether it is right by what the directory itself has recorded.
func (d *demo) report(ctx context.Context, job host.Job) error {
	summary, err := d.system.db.Job(ctx, job.ID)
	if err != nil {
		return err
	}
	outcomes, err := d.outcomes(ctx, job)
	if err != nil {
		return err
	}
	table := [][]string{{"DIRECTORY", "WHAT HAPPENED", "VERDICT", "LISTING", "EVIDENCE"}}
	var wrong []string
	for _, o := range outcomes {
		s := o.row.Submission
		standing, _ := o.row.Standing()
		happened := string(standing)
		if s.Note != "" {
			happened += ": " + s.Note
		}
		answer := string(s.Verdict.Answer)
		if s.Verdict.Quote != "" {
			answer += " “" + clip(s.Verdict.Quote, 34) + "”"
		}
		table = append(table, []string{clip(o.row.DirectoryName, 24), clip(happened, 46), answer, s.ListingURL, o.folder})
		for _, w := range o.wrong() {
			wrong = append(wrong, fmt.Sprintf("%s (%s): %s %s", o.row.DirectoryName, o.account.Kind, w, s.ErrorLog))
		}
	}
	d.out.line("")
	d.out.table(table)
	c := summary.Counts
	d.out.line("\nThe evidence (screenshots, texts, values sent) is in %s, the traces of the adapters' calls are in %s.",
		filepath.Join(d.Data, "evidence"), filepath.Join(d.Data, "traces"))
	d.out.line("%d directories in %.0f s: %d live, %d in review, %d need you, %d could not be done, %d skipped, %d being looked at.",
		len(outcomes), time.Since(d.began).Seconds(), c[host.ShareLive], c[host.ShareInReview], c[host.ShareNeedsYou], c[host.ShareFailed], c[host.ShareSkipped], c[host.ShareToDo])
	replayed := d.replay(ctx, outcomes)
	if len(wrong) > 0 {
		d.out.line("%s", d.out.paint(bad, fmt.Sprintf("%d outcomes are not as they should be:", len(wrong))))
		for _, w := range wrong {
			d.out.line("  %s", w)
		}
		return exit(exitFailed)
	}
	d.out.line("%s", d.out.paint(good, "Every outcome is the expected one, by what the directories themselves recorded: no false success, nothing sent twice."))
	return replayed
}

func (d *demo) outcomes(ctx context.Context, job host.Job) ([]outcome, error) {
	rows, err := d.system.db.Submissions(ctx, job.ID)
	if err != nil {
		return nil, err
	}
	accounts, err := d.local.accounts(ctx)
	if err != nil {
		return nil, err
	}
	bySlug := map[string]account{}
	for _, a := range accounts {
		bySlug[a.Slug] = a
	}
	outcomes := make([]outcome, len(rows))
	for i, r := range rows {
		evidence, err := d.system.db.Evidence(ctx, r.Submission.ID)
		if err != nil {
			return nil, err
		}
		folder, err := d.export(ctx, r.Submission.Directory, evidence)
		if err != nil {
			return nil, err
		}
		outcomes[i] = outcome{business: d.business, folder: folder, row: r, account: bySlug[r.Submission.Directory], evidence: evidence}
	}
	return outcomes, nil
}

// export writes the evidence of a submission as files that a person can open, and returns their folder's name.
func (d *demo) export(ctx context.Context, slug string, evidence []host.Evidence) (string, error) {
	if len(evidence) == 0 {
		return "", nil
	}
	folder := filepath.Join("evidence", slug)
	if err := os.MkdirAll(filepath.Join(d.Data, folder), 0o755); err != nil {
		return "", err
	}
	endings := map[string]string{"image/jpeg": ".jpg", "application/json": ".json"}
	for i, e := range evidence {
		data, err := d.system.blobs.Get(ctx, e.Digest)
		if err != nil {
			return "", err
		}
		name := fmt.Sprintf("%d-%s%s", i+1, e.Kind, cmp.Or(endings[e.MediaType], ".txt"))
		if err := os.WriteFile(filepath.Join(d.Data, folder, name), data, 0o644); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%s (%d)", folder, len(evidence)), nil
}
