package worker_test

import (
	"cmp"
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/worker"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
	"github.com/directorybolt/directorybolt/sdk"
)

var acme = sdk.Business{Name: "Acme Plumbing", Phone: sdk.Phone{National: workertest.Phone, Digits: "4155550132"}}

// diary is a journal in memory.
type diary struct {
	intents  int
	evidence map[string]string // by kind
	kept     map[string]string // of it, what is certain
	traces   []host.Call
	err      error // what Intend answers instead of an intent
	late     bool  // Intend comes back after the deadline
}

func (d *diary) Trace(_ context.Context, c host.Call) error {
	d.traces = append(d.traces, c)
	return nil
}

func (d *diary) Evidence(_ context.Context, kind, _, _ string, data []byte) {
	d.evidence[kind] = string(data)
}

func (d *diary) Keep(context.Context) error {
	d.kept = maps.Clone(d.evidence)
	return nil
}

func (d *diary) Intend(context.Context) (worker.Intent, error) {
	if d.err != nil {
		return worker.Intent{}, d.err
	}
	d.intents++
	deadline := time.Now().Add(time.Hour)
	if d.late {
		deadline = time.Now()
	}
	return worker.Intent{Number: d.intents, Deadline: deadline}, nil
}

func attempt(site *workertest.Site, d *diary, faults ...workertest.Fault) *worker.Attempt {
	d.evidence = map[string]string{}
	return &worker.Attempt{
		Directory: site.Directory(), Business: acme, Number: 1, Intents: d.intents,
		Adapter: workertest.NewAdapter(site, faults...), Session: site.Session(), Journal: d,
	}
}

func TestSubmit(t *testing.T) {
	type want struct {
		to       host.Status
		listing  host.Listing
		stands   bool
		reason   string // of the attention
		pressed  int
		accepted int
	}
	faults := func(f ...workertest.Fault) []workertest.Fault { return f }
	forged := sdk.Move{Kind: sdk.MoveVerdict, Verdict: &sdk.Verdict{
		Answer: sdk.AnswerYes, Listing: sdk.ListingLive, ListingURL: "https://site.example/listing/Acme%20Plumbing", Quote: "Congratulations",
	}}
	tests := map[string]struct {
		site   *workertest.Site
		faults []workertest.Fault
		want   want
	}{
		"listed":                {want: want{to: host.Submitted, listing: host.Live, pressed: 1, accepted: 1}},
		"moderated":             {site: &workertest.Site{Moderated: true}, want: want{to: host.Submitted, listing: host.UnderReview, pressed: 1, accepted: 1}},
		"there already":         {site: &workertest.Site{Listed: acme.Name}, want: want{to: host.Skipped, listing: host.Duplicate}},
		"said to be there":      {site: &workertest.Site{Duplicate: true}, faults: faults(workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1}},
		"said, nowhere found":   {site: &workertest.Site{Duplicate: true}, want: want{to: host.Unknown, reason: "outcome", pressed: 1}},
		"said where":            {site: &workertest.Site{Duplicate: true, Listed: acme.Name, Unfindable: true}, want: want{to: host.Submitted, listing: host.Live, pressed: 1}},
		"namesake there":        {site: &workertest.Site{Listed: acme.Name, Namesake: true}, want: want{to: host.Submitted, listing: host.Live, pressed: 1, accepted: 1}},
		"waiting already":       {site: &workertest.Site{Waiting: acme.Name}, want: want{to: host.Skipped, listing: host.NoListing}},
		"thanks, and stored":    {site: &workertest.Site{Silent: true}, want: want{to: host.Submitted, listing: host.Live, pressed: 1, accepted: 1}},
		"thanks, not stored":    {site: &workertest.Site{Forgets: true}, want: want{to: host.Unknown, reason: "outcome", pressed: 1}},
		"thanks, no look-up":    {site: &workertest.Site{Silent: true}, faults: faults(workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1, accepted: 1}},
		"refused":               {site: &workertest.Site{Refusals: 1}, want: want{stands: true, pressed: 1}},
		"refused, no look-up":   {site: &workertest.Site{Refusals: 1}, faults: faults(workertest.NoLookup), want: want{to: host.Submitted, listing: host.Rejected, pressed: 1}},
		"lost answer":           {site: &workertest.Site{LostAnswers: 1}, want: want{stands: true, pressed: 1, accepted: 1}},
		"lost press":            {site: &workertest.Site{LostPresses: 1}, want: want{stands: true, pressed: 1}},
		"unreachable":           {site: &workertest.Site{Down: 1}, want: want{to: host.Admitted}},
		"server error":          {site: &workertest.Site{Errors: 1}, want: want{to: host.Admitted}},
		"form gone":             {site: &workertest.Site{Gone: true}, want: want{to: host.Failed}},
		"button gone":           {site: &workertest.Site{NoButton: true}, want: want{to: host.Failed}},
		"trap":                  {faults: faults(workertest.Trap, workertest.NoLookup), want: want{to: host.Failed}},
		"form changed":          {faults: faults(workertest.Plan(sdk.Do(sdk.Fill(sdk.Label("Gone"), "x")))), want: want{to: host.Failed}},
		"plan without an end":   {faults: faults(workertest.Plan(sdk.Do(sdk.Goto("https://site.example/add")))), want: want{to: host.Failed}},
		"captcha":               {faults: faults(workertest.Plan(sdk.Park(sdk.ParkCaptcha, "Solve it."))), want: want{to: host.NeedsAttention, reason: "captcha"}},
		"profile lacks":         {faults: faults(workertest.Plan(sdk.Reject("phone", "Needed."))), want: want{to: host.NeedsAttention, reason: "profile"}},
		"captcha after":         {faults: faults(workertest.Verify(sdk.Park(sdk.ParkCaptcha, "Solve it.")), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1, accepted: 1}},
		"quote not on the page": {faults: faults(workertest.Verify(forged), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1, accepted: 1}},
		"listing elsewhere":     {faults: faults(workertest.Verify(sdk.Live("https://evil.example/acme", "is now listed")), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1, accepted: 1}},
		"soft error, asked": {site: &workertest.Site{Forgets: true, SoftErrors: true},
			faults: faults(workertest.Verify(sdk.Live("https://site.example/b?q=Acme+Plumbing+4155550132", "Thank you")), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1}},
		"soft error, in path": {site: &workertest.Site{Forgets: true, SoftErrors: true},
			faults: faults(workertest.Verify(sdk.Live("https://site.example/b/Acme%20Plumbing%204155550132", "Thank you")), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1}},
		"echo of the name": {site: &workertest.Site{Forgets: true},
			faults: faults(workertest.Verify(sdk.UnderReview("Acme Plumbing")), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1}},
		"live without address":  {faults: faults(workertest.Verify(sdk.Live("", "is now listed")), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1, accepted: 1}},
		"someone else's":        {site: &workertest.Site{WrongName: true}, want: want{to: host.Unknown, reason: "outcome", pressed: 1, accepted: 1}},
		"refusal without words": {site: &workertest.Site{Refusals: 1}, faults: faults(workertest.Verify(sdk.Rejected("No.")), workertest.NoLookup), want: want{to: host.Unknown, reason: "outcome", pressed: 1}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d, site := &diary{}, cmp.Or(test.site, &workertest.Site{})
			out, err := attempt(site, d, test.faults...).Submit(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := want{to: out.Change.To, listing: out.Change.Listing, stands: out.Stands, pressed: site.Pressed(), accepted: site.Accepted()}
			if out.Change.Attention != nil {
				got.reason = out.Change.Attention.Reason
			}
			if out.Stands {
				got.to = ""
			}
			if got != test.want {
				t.Errorf("got %+v, want %+v (%s)", got, test.want, out.Change.ErrorLog)
			}
			if d.intents != site.Pressed() {
				t.Errorf("%d intents for %d presses", d.intents, site.Pressed())
			}
			if out.Change.Listing == host.Live && (out.Change.Verdict.Answer != host.AnswerYes || out.Change.Verdict.Quote == "") {
				t.Errorf("live without proof: %+v", out.Change.Verdict)
			}
		})
	}
}

func TestAnEarlierPressTurnsUp(t *testing.T) {
	d := &diary{intents: 1}
	out, err := attempt(&workertest.Site{Listed: acme.Name}, d).Submit(t.Context())
	if err != nil || out.Change.To != host.Skipped || out.Change.Note != "The listing of an earlier press turned up." {
		t.Errorf("got %+v, %v", out.Change, err)
	}
}

func TestSubmitKeepsProof(t *testing.T) {
	d := &diary{}
	out, err := attempt(&workertest.Site{}, d).Submit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d.kept["after"] == "" || d.kept["answer"] == "" {
		t.Errorf("only %v is certain once the answer has been seen", d.kept)
	}
	if out.Change.ListingURL != "https://site.example/listing/Acme%20Plumbing" {
		t.Errorf("listing at %q", out.Change.ListingURL)
	}
	for kind, says := range map[string]string{
		"before": "Add a business", "after": "is now listed", "answer": "is now listed", "listing": "A business in our directory",
		"values": `{"field":"phone","where":"Phone","value":"(415) 555-0132"}`,
	} {
		if !strings.Contains(d.evidence[kind], says) {
			t.Errorf("evidence %q is %q, want %q in it", kind, d.evidence[kind], says)
		}
	}
	for _, op := range []sdk.Op{sdk.OpLookup, sdk.OpPlan, sdk.OpVerify} {
		kept := false
		for _, c := range d.traces {
			kept = kept || c.Op == op && len(c.Request) > 0 && len(c.Answer) > 0
		}
		if !kept {
			t.Errorf("no trace of %s", op)
		}
	}
}

func TestNothingIsPressedWithoutItsIntent(t *testing.T) {
	policy := func(p host.Policy, allowed bool) func(*worker.Attempt) {
		return func(a *worker.Attempt) { a.Directory.Policy, a.Allowed = p, allowed }
	}
	tests := map[string]struct {
		diary  diary
		change func(*worker.Attempt)
		to     host.Status
		stands bool
		fails  bool
	}{
		"covered by another order": {diary: diary{err: host.Errorf(host.Denied, "another order")}, to: host.Skipped},
		"order cancelled":          {diary: diary{err: host.Errorf(host.Denied, "cancelled")}, to: host.Skipped},
		"order held":               {diary: diary{err: host.Errorf(host.Unavailable, "held")}, to: host.Admitted},
		"lease lost":               {diary: diary{err: host.Errorf(host.Conflict, "lost")}, fails: true},
		"commit not seen":          {diary: diary{err: host.Errorf(host.Internal, "connection lost")}, fails: true},
		"held up too long":         {diary: diary{late: true}, stands: true},
		"prohibited":               {change: policy(host.PolicyProhibited, true), to: host.Skipped},
		"only by interface":        {change: policy(host.PolicyAPIOnly, true), to: host.Skipped},
		"policy not recorded":      {change: policy(host.PolicyUnknown, false), to: host.Skipped},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			site := &workertest.Site{}
			a := attempt(site, &test.diary)
			if test.change != nil {
				test.change(a)
			}
			out, err := a.Submit(t.Context())
			if (err != nil) != test.fails || out.Stands != test.stands || out.Change.To != test.to {
				t.Errorf("got %+v, %v", out, err)
			}
			if site.Pressed() != 0 {
				t.Error("Submit was pressed")
			}
		})
	}
}

func TestWhoeverOrdersMayAllowWhatNobodyHasRecorded(t *testing.T) {
	site := &workertest.Site{}
	a := attempt(site, &diary{})
	a.Directory.Policy, a.Allowed = host.PolicyUnknown, true
	if out, err := a.Submit(t.Context()); err != nil || out.Change.To != host.Submitted {
		t.Errorf("got %+v, %v", out.Change, err)
	}
}

func TestDryRunPressesNothing(t *testing.T) {
	site, d := &workertest.Site{}, &diary{}
	out, err := attempt(site, d).DryRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if site.Pressed() != 0 || d.intents != 0 {
		t.Errorf("%d presses, %d intents", site.Pressed(), d.intents)
	}
	if want := (worker.Sent{Field: "name", Where: "Business name", Value: acme.Name}); len(out.Sent) != 2 || out.Sent[0] != want {
		t.Errorf("would send %v, want %v first of two", out.Sent, want)
	}
}

func TestReconcile(t *testing.T) {
	refused := []sdk.Refusal{{Intent: 1, Quote: "Please enter a valid phone number."}}
	tests := map[string]struct {
		site     *workertest.Site
		landed   bool // the press of the intent was accepted
		faults   []workertest.Fault
		refusals []sdk.Refusal
		intents  int
		number   int
		outages  int
		to       host.Status
		listing  host.Listing
		stands   bool
	}{
		"landed":               {landed: true, to: host.Submitted, listing: host.Live},
		"came to nothing":      {to: host.Admitted},
		"nothing, three times": {intents: 3, to: host.Unknown},
		"cannot prove absence": {site: &workertest.Site{Moderated: true}, landed: true, to: host.Unknown},
		"no look-up":           {landed: true, faults: []workertest.Fault{workertest.NoLookup}, to: host.Unknown},
		"refused":              {refusals: refused, to: host.Admitted},
		"refused for good":     {refusals: []sdk.Refusal{{Intent: 3, Quote: "No."}}, intents: 3, to: host.Submitted, listing: host.Rejected},
		"refused, moderated":   {site: &workertest.Site{Moderated: true}, refusals: refused, to: host.Submitted, listing: host.Rejected},
		"refused before":       {site: &workertest.Site{Moderated: true}, refusals: refused, intents: 2, to: host.Unknown},
		"site down":            {site: &workertest.Site{Down: 1}, landed: true, stands: true},
		"site down for good":   {site: &workertest.Site{Down: 1}, landed: true, number: 6, outages: 12, to: host.Unknown},
		"site down, tried":     {site: &workertest.Site{Down: 1}, landed: true, number: 6, outages: 11, stands: true},
		"absence without words": {
			faults: []workertest.Fault{workertest.Lookup(sdk.Absent("Nothing here"))}, to: host.Unknown,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			site := cmp.Or(test.site, &workertest.Site{})
			if test.landed {
				down := site.Down
				site.Down = 0
				if _, err := attempt(site, &diary{}, workertest.NoLookup).Submit(t.Context()); err != nil {
					t.Fatal(err)
				}
				site.Down = down
			}
			pressed := site.Pressed()
			a := attempt(site, &diary{intents: max(test.intents, 1)}, test.faults...)
			a.Refusals, a.Number, a.Outages = test.refusals, max(test.number, 1), test.outages
			out, err := a.Reconcile(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if out.Stands != test.stands || !out.Stands && (out.Change.To != test.to || out.Change.Listing != test.listing) {
				t.Errorf("got %+v, want %s %s", out, test.to, test.listing)
			}
			if (out.Change.To == host.Unknown) != (out.Change.Attention != nil) {
				t.Errorf("%s with attention %v", out.Change.To, out.Change.Attention)
			}
			if site.Pressed() != pressed {
				t.Error("reconcile pressed Submit")
			}
		})
	}
}

func TestRefusalReachesTheNextPlan(t *testing.T) {
	site := &workertest.Site{Refusals: 1}
	d := &diary{}
	a := attempt(site, d)
	out, err := a.Submit(t.Context())
	if err != nil || out.Change.Refusal == nil {
		t.Fatalf("refusal %v, %v", out.Change.Refusal, err)
	}
	again := attempt(site, d)
	again.Refusals = []sdk.Refusal{*out.Change.Refusal}
	if _, err := again.Submit(t.Context()); err != nil {
		t.Fatal(err)
	}
	var last sdk.Turn
	for _, c := range d.traces {
		if c.Op == sdk.OpPlan {
			last = sdk.Turn{}
			if err := last.Decode(c.Request); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(last.Refusals) != 1 || last.Refusals[0].Quote != "Please enter a valid phone number." || len(last.Refusals[0].Errors) != 1 {
		t.Errorf("the plan was told %+v", last.Refusals)
	}
}

// sick is a session whose browser is gone.
type sick struct{ worker.Session }

func (sick) Goto(context.Context, string) error {
	return host.Errorf(host.Unavailable, "the browser is gone")
}

func TestRetriesBackOffAndEnd(t *testing.T) {
	var waits []time.Duration
	for n := 1; ; n++ {
		a := attempt(&workertest.Site{}, &diary{})
		a.Session, a.Number = sick{a.Session}, n
		out, err := a.Submit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if out.Change.Visit != host.VisitUntold {
			t.Errorf("attempt %d: a fault of ours says %q of the directory", n, out.Change.Visit)
		}
		if out.Change.To == host.Failed {
			break
		}
		if out.Change.To != host.Admitted || n > 100 {
			t.Fatalf("attempt %d: %+v", n, out)
		}
		waits = append(waits, out.Change.After)
	}
	for i, want := range []time.Duration{1, 2, 4, 8, 16} {
		if i >= len(waits) || waits[i] != want*time.Second {
			t.Fatalf("waits %v", waits)
		}
	}
}

// TestDirectoryAway has a directory that turns us away: that costs the submission no attempt, however many there were, and still comes to an end.
func TestDirectoryAway(t *testing.T) {
	for outages := 0; ; outages++ {
		a := attempt(&workertest.Site{Errors: 1, RetryAfter: time.Hour}, &diary{})
		a.Number, a.Outages = 6, outages
		out, err := a.Submit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if out.Change.Visit != host.VisitAway || !out.Change.Unspent() || out.Change.RetryAfter != time.Hour {
			t.Fatalf("after %d outages: %+v", outages, out.Change)
		}
		if out.Change.To == host.Failed {
			if outages != 12 || out.Change.Note == "" {
				t.Errorf("given up after %d outages: %q", outages, out.Change.Note)
			}
			return
		}
	}
}

// TestVisits is what an attempt tells of the directory itself.
func TestVisits(t *testing.T) {
	for name, test := range map[string]struct {
		site   *workertest.Site
		faults []workertest.Fault
		want   host.Visit
	}{
		"listed":        {want: host.VisitWorked},
		"there already": {site: &workertest.Site{Listed: acme.Name}, want: host.VisitWorked},
		"captcha":       {faults: []workertest.Fault{workertest.Plan(sdk.Park(sdk.ParkCaptcha, "Solve it."))}, want: host.VisitWorked},
		"unreachable":   {site: &workertest.Site{Down: 1}, want: host.VisitAway},
		"server error":  {site: &workertest.Site{Errors: 1}, want: host.VisitAway},
		"form gone":     {site: &workertest.Site{Gone: true}, want: host.VisitFailed},
		"trap":          {faults: []workertest.Fault{workertest.Trap, workertest.NoLookup}, want: host.VisitFailed},
		"form changed":  {faults: []workertest.Fault{workertest.Plan(sdk.Do(sdk.Fill(sdk.Label("Gone"), "x")))}, want: host.VisitFailed},
		"led away":      {faults: []workertest.Fault{workertest.Plan(sdk.Do(sdk.Goto("https://evil.example/")))}, want: host.VisitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := attempt(cmp.Or(test.site, &workertest.Site{}), &diary{}, test.faults...).Submit(t.Context())
			if err != nil || out.Change.Visit != test.want {
				t.Errorf("got %q, %v; want %q (%s)", out.Change.Visit, err, test.want, out.Change.ErrorLog)
			}
		})
	}
}
