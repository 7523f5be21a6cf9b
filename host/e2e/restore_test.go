package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
)

// keeper runs the commands of host/deploy/README.md, as whoever runs the machines types them.
type keeper struct {
	t      *testing.T
	blocks []block
	backup string
}

// run runs the commands of the named part against a database and a data folder.
func (k keeper) run(name, database, data string) {
	k.t.Helper()
	for _, b := range k.blocks {
		if b.kind != "sh" || b.file != name {
			continue
		}
		cmd := exec.Command("sh", "-ec", b.text)
		cmd.Env = append(os.Environ(), "DATABASE_URL="+database, "DATA="+data, "BACKUP="+k.backup, "PATH="+filepath.Dir(program(k.t))+":"+os.Getenv("PATH"))
		if out, err := cmd.CombinedOutput(); err != nil {
			k.t.Fatalf("%v\n%s%s", err, b.text, out)
		}
		return
	}
	k.t.Fatalf("host/deploy/README.md says nothing of %q", name)
}

// TestRestore backs up while a form is filled in, lets the order finish, loses everything, and restores on another server. Nothing that was pressed
// between the backup and the loss may be pressed again, also where the directory does not show what it has.
func TestRestore(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres")
	}
	t.Parallel()
	sites := map[string]*workertest.Site{"one": {}, "two": {}, "three": {}, "four": {}, "five": {Moderated: true}, "six": {Moderated: true}}
	o := newOrder(t, sites)
	data := dataDir(t)
	var err error
	if o.blobs, err = blob.Open(filepath.Join(data, "blobs")); err != nil {
		t.Fatal(err)
	}
	k := keeper{t: t, blocks: blocks(t, "../deploy/README.md"), backup: t.TempDir()}

	// One submission has been made and another is about to be pressed when the backup is taken.
	ready, backedUp := make(chan struct{}), make(chan struct{})
	var prepared atomic.Int32
	c := o.config()
	c.Submissions = 1
	c.At = func(point string) {
		if point == "prepared" && prepared.Add(1) == 2 {
			close(ready)
			<-backedUp
		}
	}
	first := newWorker(t, c)
	if err := o.db.SettledHere(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := first.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	startDispatcher(t, o.db, first, 8, c.Log)
	if err := first.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ready:
	case <-time.After(time.Minute):
		t.Fatalf("no second form is filled in: %s", o.describe(t))
	}
	k.run("backup", o.db.Pool().Config().ConnString(), data)
	before := o.submissions(t)
	close(backedUp)
	o.settled(t)
	if err := first.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for slug, s := range sites {
		if s.Pressed() != 1 {
			t.Fatalf("%s: pressed %d times before the loss", slug, s.Pressed())
		}
	}

	dsn, elsewhere := otherServer(t), dataDir(t)
	k.run("restore", dsn, elsewhere)
	if o.db, err = postgres.Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.db.Close)
	if o.blobs, err = blob.Open(filepath.Join(elsewhere, "blobs")); err != nil {
		t.Fatal(err)
	}
	for slug, s := range o.submissions(t) {
		if w := before[slug]; s.ID != w.ID || s.Status != w.Status || s.Fence != w.Fence || !s.UpdatedAt.Equal(w.UpdatedAt) {
			t.Errorf("%s: restored as %+v, was %+v", slug, s, w)
		}
		o.wantEvidence(t, s)
	}
	if err := o.db.SettledHere(t.Context()); host.KindOf(err) != host.Conflict {
		t.Errorf("the workers would take the restored database for the one that was lost: %v", err)
	}

	k.run("restored", dsn, elsewhere)
	if err := o.db.SettledHere(t.Context()); err != nil {
		t.Error(err)
	}
	startWorker(t, o.config())
	for slug, s := range o.settled(t) {
		want := host.Submitted
		if sites[slug].Moderated && before[slug].Status != host.Submitted {
			want = host.Unknown // the directory does not say: a person looks
		}
		if s.Status != want || sites[slug].Pressed() != 1 {
			t.Errorf("%s: %s after %d presses (%s); want %s after 1", slug, s.Status, sites[slug].Pressed(), s.ErrorLog, want)
		}
	}
	o.wantLegalHistory(t)
}

// wantEvidence opens every piece of evidence that the rows of a submission name.
func (o *order) wantEvidence(t *testing.T, s host.Submission) {
	t.Helper()
	pieces, err := o.db.Evidence(t.Context(), s.ID)
	if err != nil || (len(pieces) == 0) == (s.Status == host.Submitted) {
		t.Errorf("%s is %s with %d pieces of evidence, %v", s.Directory, s.Status, len(pieces), err)
	}
	for _, e := range pieces {
		if _, err := o.blobs.Get(t.Context(), e.Digest); err != nil {
			t.Errorf("%s: the %s is lost: %v", s.Directory, e.Kind, err)
		}
	}
}

// otherServer is an empty database on a server that has never had one of ours.
func otherServer(t *testing.T) string {
	t.Helper()
	server, err := postgres.Start(t.Context(), postgres.Private{Dir: dataDir(t), Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	if err := server.Create(t.Context(), "directorybolt", ""); err != nil {
		t.Fatal(err)
	}
	return server.DSN("directorybolt")
}
