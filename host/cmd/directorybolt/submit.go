package main

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/browser"
	"github.com/directorybolt/directorybolt/host/worker"
)

// SubmitCmd makes one submission from the terminal, by the same code as one of an order: an intent is on record before Submit is pressed,
// and the same business is not sent to the same directory twice, also not by two calls of this command.
type SubmitCmd struct {
	Places
	Business  string `required:"" placeholder:"FILE" help:"The business: JSON, or schema.org JSON-LD. Images lie beside it."`
	Directory string `required:"" placeholder:"NAME-or-URL" help:"A directory of the catalogue by its name, or the address of any form."`
	DryRun    bool   `help:"Stop before Submit is pressed and show what would be sent."`
	Allowed   bool   `name:"automation-allowed" help:"For an address outside of the catalogue: you have read its terms, and they allow automated submissions."`
	Local     string `name:"local-directories" placeholder:"PORT" help:"Development: reach directories at *.localhost on this port. They are on while make run is."`
}

// Help documents the exit codes.
func (SubmitCmd) Help() string {
	return `Exit codes: 0 taken by the directory, or already listed (with --dry-run: ready to be sent);
1 something of ours went wrong; 2 the command line or the profile is wrong; 3 the directory refused,
or its form could not be filled; 4 a person is needed first (a captcha, a login, a missing field);
5 pressed, and nothing proves what came of it.`
}

// Run submits.
func (c *SubmitCmd) Run(ctx context.Context) (err error) {
	out := stdout()
	if err := c.settle("serve"); err != nil {
		return err
	}
	d, err := c.directory()
	if err != nil {
		return err
	}
	log, logs, err := openLog(c.Data, "submit.log")
	if err != nil {
		return err
	}
	defer logs.Close()
	store, err := openBlobs(ctx, c.Data, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	b, notes, err := readBusiness(ctx, c.Business, store)
	if err != nil {
		return tellProblems(out, c.Business, err)
	}
	for _, n := range notes {
		out.line("note: %s", n)
	}
	out.line("%s → %s, %s", b.Name, d.Name, d.Start)
	if c.DryRun {
		return c.dryRun(ctx, out, d, b, store, log)
	}
	return c.submit(ctx, out, d, b, log)
}

func (c *SubmitCmd) allowance() map[string]netip.AddrPort {
	if c.Local == "" {
		return nil
	}
	return localAllowance()
}

// directory finds the directory in the catalogue, or makes one of an address.
func (c *SubmitCmd) directory() (host.Directory, error) {
	port := c.Local
	if port == "" {
		port = strings.TrimPrefix(catalogueAddress, ":")
	}
	catalogue, err := readCatalogue(c.Plugins, port)
	if err != nil {
		return host.Directory{}, err
	}
	d, err := c.find(catalogue)
	if err != nil {
		return d, err
	}
	if c.Local == "" && slices.ContainsFunc(d.Hosts, isLocal) {
		return d, host.Errorf(host.Denied, "%s is on this machine, which sessions do not reach unless you say so: start the local directories with `make run` and add --local-directories %s", d.Name, port)
	}
	switch {
	case d.Policy == host.PolicyProhibited || d.Policy == host.PolicyAPIOnly:
		return d, host.Errorf(host.Denied, "%s does not allow automated submissions (its recorded policy is %q): submit by hand", d.Name, d.Policy)
	case d.Policy == host.PolicyUnknown && !c.Allowed && !c.DryRun:
		return d, host.Errorf(host.Denied, "nobody has recorded whether %s allows automated submissions: read its terms, then add --automation-allowed; --dry-run needs no permission", d.Name)
	}
	return d, nil
}

func isLocal(address string) bool {
	name, _, _ := strings.Cut(address, ":")
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

func (c *SubmitCmd) find(catalogue []host.Directory) (host.Directory, error) {
	u, err := url.Parse(c.Directory)
	isAddress := err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
	for _, d := range catalogue {
		if strings.EqualFold(d.Slug, c.Directory) || strings.EqualFold(d.Name, c.Directory) || isAddress && slices.Contains(d.Hosts, u.Host) {
			return d, nil
		}
	}
	if !isAddress {
		return host.Directory{}, host.Errorf(host.Invalid, "no directory is called %q%s; or give the address of a form, as https://…", c.Directory, nearest(catalogue, c.Directory))
	}
	return host.Directory{
		Slug: strings.NewReplacer(".", "-", ":", "-").Replace(u.Host), Name: u.Hostname(), Website: u.Scheme + "://" + u.Host + "/",
		PriorityTier: 5, Policy: host.PolicyUnknown, Adapter: "generic", Config: "{}", Hosts: []string{u.Host}, Start: c.Directory,
		Manners: host.DefaultManners,
	}, nil
}

// nearest suggests names that begin alike.
func nearest(catalogue []host.Directory, name string) string {
	var like []string
	for _, d := range catalogue {
		if n := min(3, len(name)); n > 0 && len(d.Slug) >= n && strings.EqualFold(d.Slug[:n], name[:n]) {
			like = append(like, d.Slug)
		}
	}
	if len(like) == 0 {
		return ""
	}
	return " (did you mean " + strings.Join(like, ", ") + "?)"
}

func tellProblems(out terminal, file string, err error) error {
	var problems host.Problems
	if !errors.As(err, &problems) {
		return err
	}
	out.line("%s cannot be submitted yet. Mend these and try again:", file)
	for _, p := range problems {
		out.line("  %s %s%s", out.paint(bad, p.Field), p.Reason, example(p))
	}
	return exit(exitUsage)
}

func example(p host.Problem) string {
	if p.Example == "" {
		return ""
	}
	return ", for example " + p.Example
}

// dryRun fills the form in a browser and stops at the brink. It needs no database: nothing is sent that would have to be on record.
func (c *SubmitCmd) dryRun(ctx context.Context, out terminal, d host.Directory, b host.Business, store *blob.Store, log *slog.Logger) (err error) {
	loaded, stop, err := loadAdapters(ctx, c.Adapters, filepath.Join(c.Data, "compiled"), store)
	if stop != nil {
		defer func() { err = errors.Join(err, stop()) }()
	}
	if err != nil {
		return err
	}
	adapter, err := loaded.get(ctx, d.Adapter)
	if err != nil {
		return err
	}
	br, err := openBrowser(ctx, systemConfig{local: c.allowance(), headed: headed(), log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, br.Close()) }()
	session, err := br.Session(ctx, browser.SessionConfig{
		Reach: host.Reach{Hosts: d.Hosts, AssetHosts: d.AssetHosts},
		File:  func(ctx context.Context, handle string) (host.File, error) { return fileOf(ctx, b, handle, store) },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	notes := &dryJournal{}
	attempt := worker.Attempt{
		Directory: d, Allowed: true, Business: b.Contract(), Number: 1, Adapter: adapter, Session: session, Journal: notes,
		Watch: func(m worker.Moment) { tellMoment(out, m) },
	}
	outcome, err := attempt.DryRun(ctx)
	if err != nil {
		return err
	}
	if outcome.Change.To != "" {
		return tellEnd(out, outcome.Change)
	}
	out.line("\nThis would be sent:")
	rows := [][]string{{"FIELD", "ON THE FORM", "VALUE"}}
	for _, s := range outcome.Sent {
		rows = append(rows, []string{s.Field, clip(s.Where, 32), clip(s.Value, 64)})
	}
	out.table(rows)
	if notes.screenshot != "" {
		out.line("\nThe filled form: %s", notes.screenshot)
	}
	out.line("%s", out.paint(good, "Ready to be sent. Nothing was pressed."))
	return nil
}

// dryJournal keeps the picture of the filled form and refuses intents.
type dryJournal struct {
	screenshot string
	err        error
}

func (*dryJournal) Trace(context.Context, host.Call) error { return nil }

func (j *dryJournal) Evidence(_ context.Context, kind, _, _ string, data []byte) {
	if kind == "before" {
		j.err = j.save(data)
	}
}

func (j *dryJournal) save(image []byte) error {
	f, err := os.CreateTemp("", "directorybolt-*.jpg")
	if err != nil {
		return err
	}
	j.screenshot = f.Name()
	_, err = f.Write(image)
	return errors.Join(err, f.Close())
}

// Keep is part of [worker.Journal].
func (j *dryJournal) Keep(context.Context) error { return j.err }

// Intend is part of [worker.Journal].
func (*dryJournal) Intend(context.Context) (worker.Intent, error) {
	return worker.Intent{}, host.Errorf(host.Denied, "a dry run presses nothing")
}

// submit makes the submission through the queue, as for an order.
func (c *SubmitCmd) submit(ctx context.Context, out terminal, d host.Directory, b host.Business, log *slog.Logger) error {
	database, err := databaseURL()
	if err != nil {
		return err
	}
	var ours uuid.UUID // set before the worker starts
	s, err := startSystem(ctx, systemConfig{
		Places: c.Places, Timing: Timing{Lease: worker.DefaultLease, PressWindow: 90 * time.Second}, database: database,
		local: c.allowance(), headed: headed(), log: log,
		watch: func(s host.Submission, m worker.Moment) {
			if s.JobID == ours {
				tellMoment(out, m)
			}
		},
	})
	if err != nil {
		return err
	}
	result, err := func() (host.SubmissionSummary, error) {
		if err := c.store(ctx, s, d); err != nil {
			return host.SubmissionSummary{}, err
		}
		customer, err := s.db.PutProfile(ctx, host.Customer{Email: b.Email, CompanyName: b.Name, Profile: profile(b), Tier: host.Starter})
		if err != nil {
			return host.SubmissionSummary{}, err
		}
		job, err := s.db.CreateJobFor(ctx, customer.ID, d.Slug, c.Allowed)
		if err != nil {
			return host.SubmissionSummary{}, err
		}
		ours = job.ID
		if err := s.worker.Announce(ctx, job.ID, customer.ProfileVersion); err != nil {
			return host.SubmissionSummary{}, err
		}
		if err := s.work(ctx); err != nil {
			return host.SubmissionSummary{}, err
		}
		return s.settled(ctx, job.ID)
	}()
	if err != nil {
		return joinStop(err, s)
	}
	evidence, err := s.db.Evidence(ctx, result.Submission.ID)
	if err != nil {
		return joinStop(err, s)
	}
	if err := s.stop(); err != nil {
		return err
	}
	for _, e := range evidence {
		place := filepath.Join(c.Data, "blobs", e.Digest[:2], e.Digest)
		if _, err := os.Stat(place); err != nil { // in a bucket, or encrypted
			place = e.Digest
		}
		out.line("evidence  %s %s", e.Kind, out.paint(faint, place))
	}
	sub := result.Submission
	out.line("trace     %s", out.paint(faint, "directorybolt adapter trace "+sub.ID.String()+" --data "+c.Data))
	return tellEnd(out, host.Change{
		To: sub.Status, Listing: sub.Listing, ListingURL: sub.ListingURL, Verdict: sub.Verdict, Note: sub.Note, ErrorLog: sub.ErrorLog,
		Attention: &host.Attention{Audience: result.Waiting},
	})
}

// store makes sure that the database knows the directory. What it knows of one stands, but for those on this machine, whose port changes.
func (c *SubmitCmd) store(ctx context.Context, s *system, d host.Directory) error {
	if c.Local != "" {
		return s.db.PutDirectories(ctx, []host.Directory{d})
	}
	return s.db.AddDirectory(ctx, d)
}

// settled waits until the one submission of a job is.
func (s *system) settled(ctx context.Context, job uuid.UUID) (host.SubmissionSummary, error) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		rows, err := s.db.Submissions(ctx, job)
		if err != nil {
			return host.SubmissionSummary{}, err
		}
		if len(rows) == 1 && rows[0].Submission.Status.Settled() {
			return rows[0], nil
		}
		select {
		case <-ctx.Done():
			return host.SubmissionSummary{}, host.Errorf(host.Unavailable, "stopped before the submission was through; it goes on when the host runs again on the same data")
		case <-tick.C:
		}
	}
}
