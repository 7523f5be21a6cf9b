package e2e

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/blob/blobtest"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
	"github.com/directorybolt/directorybolt/host/worker/workertest"
)

// openBucket is a store on the gateway's bucket. What waits for it is in dir.
func openBucket(t *testing.T, g *blobtest.Gateway, dir string) *blob.Store {
	t.Helper()
	client := g.Client(func(o *s3.Options) { o.RetryMaxAttempts = 1 })
	store, err := blob.New(t.Context(), blob.Config{Dir: dir, Bucket: &blob.Bucket{Name: g.Bucket, Client: client}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// TestTheBucketIsAwayDuringASubmission takes the bucket away between the intent and the press: nothing is pressed again for it, the verdict stands, and
// the proof gets to the bucket when it is back, although the process that kept it has ended.
func TestTheBucketIsAwayDuringASubmission(t *testing.T) {
	t.Parallel()
	g, dir := blobtest.Start(t), t.TempDir()
	o := newOrder(t, map[string]*workertest.Site{"site": {}})
	store := openBucket(t, g, dir)
	c := o.config()
	c.Blobs, c.PressTime, c.PressWindow, c.Lease = store, 5*time.Second, 10*time.Second, 5*time.Second
	c.At = func(point string) {
		switch point {
		case "before_press":
			g.Stop()
		case "reconcile_claimed":
			t.Error("the verdict did not stand at once")
		}
	}
	w := startWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	s := o.settled(t)["site"]
	if s.Status != host.Submitted || s.Listing != host.Live || s.Intents != 1 || o.sites["site"].Accepted() != 1 {
		t.Fatalf("%s %s after %d presses, %d of them taken (%s)", s.Status, s.Listing, s.Intents, o.sites["site"].Accepted(), s.ErrorLog)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	g.Resume()
	openBucket(t, g, dir)
	elsewhere := openBucket(t, g, t.TempDir())
	evidence, err := o.db.Evidence(t.Context(), s.ID)
	if err != nil || len(evidence) < 4 {
		t.Fatalf("%d pieces of evidence, %v", len(evidence), err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for _, e := range evidence {
		_, err := elsewhere.Get(ctx, e.Digest)
		for host.KindOf(err) == host.NotFound && err != nil && ctx.Err() == nil {
			_, err = elsewhere.Get(ctx, e.Digest)
		}
		if err != nil {
			t.Errorf("%s is not in the bucket: %v", e.Kind, err)
		}
	}
}

// TestWhatACrashLeavesInTheBucketIsRemoved stores what a worker stores that is killed before it writes the row.
func TestWhatACrashLeavesInTheBucketIsRemoved(t *testing.T) {
	t.Parallel()
	g := blobtest.Start(t)
	o := newOrder(t, map[string]*workertest.Site{"site": {}})
	store := openBucket(t, g, t.TempDir())
	c := o.config()
	c.Blobs = store
	w := startWorker(t, c)
	if err := w.Announce(t.Context(), o.job.ID, 1); err != nil {
		t.Fatal(err)
	}
	evidence, err := o.db.Evidence(t.Context(), o.settled(t)["site"].ID)
	if err != nil {
		t.Fatal(err)
	}
	put := func(data string, age time.Duration) string {
		digest, err := store.Put(t.Context(), []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(filepath.Join(g.Folder, digest[:2], digest), at, at); err != nil {
			t.Fatal(err)
		}
		return digest
	}
	for _, e := range evidence {
		at := time.Now().Add(-48 * time.Hour)
		if err := os.Chtimes(filepath.Join(g.Folder, e.Digest[:2], e.Digest), at, at); err != nil {
			t.Fatal(err)
		}
	}
	orphan, fresh, module := put("left by a crash", 25*time.Hour), put("its row is about to be written", time.Hour), put("\x00asm of an adapter", 48*time.Hour)
	asked := []string{orphan}
	for _, e := range evidence {
		asked = append(asked, e.Digest)
	}
	if got, err := o.db.Orphans(t.Context(), asked); err != nil || len(got) != 1 || got[0] != orphan {
		t.Errorf("named by nothing: %v, %v; want %s", got, err, orphan)
	}
	c.OrphanEvery = 50 * time.Millisecond
	startWorker(t, c)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for err = nil; err == nil && ctx.Err() == nil; {
		_, err = store.Get(ctx, orphan)
	}
	if host.KindOf(err) != host.NotFound {
		t.Errorf("what nothing names: %v", err)
	}
	kept := []string{fresh, module}
	for _, e := range evidence {
		kept = append(kept, e.Digest)
	}
	for _, digest := range kept {
		if _, err := store.Get(t.Context(), digest); err != nil {
			t.Errorf("what has to stay: %v", err)
		}
	}
}

func TestEvidenceIsEncryptedLater(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres")
	}
	t.Parallel()
	g, data, file := blobtest.Start(t), t.TempDir(), filepath.Join(t.TempDir(), "keys")
	store := openBucket(t, g, t.TempDir())
	digest, err := store.Put(t.Context(), []byte("proof"))
	if err != nil {
		t.Fatal(err)
	}
	o := operator{t: t, env: append(os.Environ(), g.Env()...)}
	if out, code := o.run("evidence", "encrypt", "--data", data); code != 2 || !strings.Contains(out, "EVIDENCE_KEY_FILE") {
		t.Errorf("without a key: exit code %d: %s", code, out)
	}
	if out, code := o.run("evidence", "new-key", file); code != 0 || !strings.Contains(out, "one key") {
		t.Errorf("exit code %d: %s", code, out)
	}
	with := operator{t: t, env: append(o.env, "EVIDENCE_KEY_FILE="+file)}
	if out, code := with.run("evidence", "encrypt", "--data", data); code != 0 || !strings.Contains(out, "1 of 1") || !strings.Contains(out, "1 had to be done") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if _, err := store.Get(t.Context(), digest); host.KindOf(err) != host.NotFound {
		t.Errorf("it still lies there as it is: %v", err)
	}
	keys, err := blob.ReadKeys(file)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := blob.New(t.Context(), blob.Config{Dir: t.TempDir(), Keys: keys, Bucket: &blob.Bucket{Name: g.Bucket, Client: g.Client()}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got, err := reader.Get(t.Context(), digest); err != nil || string(got) != "proof" {
		t.Errorf("got %q, %v", got, err)
	}
	// Without the key the host does not start.
	o.env = append(o.env, "DATABASE_URL="+postgrestest.DSN(t))
	if out, code := o.run("serve", "--data", data, "--listen", "127.0.0.1:0"); code != 2 || !strings.Contains(out, "EVIDENCE_KEY_FILE") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// TestEvidenceOfAnotherDatabaseStays has a worker look at blobs that its database knows nothing of, as it does after a restore, or by a wrong setting.
func TestEvidenceOfAnotherDatabaseStays(t *testing.T) {
	t.Parallel()
	o := newOrder(t, map[string]*workertest.Site{"site": {}})
	dir := t.TempDir()
	store, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var theirs []string
	for n := range 101 {
		digest, err := store.Put(t.Context(), []byte{byte(n)})
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-48 * time.Hour)
		if err := os.Chtimes(filepath.Join(dir, digest[:2], digest), at, at); err != nil {
			t.Fatal(err)
		}
		theirs = append(theirs, digest)
	}
	said, say := io.Pipe()
	defer said.Close()
	c := o.config()
	c.Blobs, c.OrphanEvery, c.Log = store, 50*time.Millisecond, slog.New(slog.NewTextHandler(say, nil))
	startWorker(t, c)
	lines := bufio.NewScanner(said)
	for lines.Scan() && !strings.Contains(lines.Text(), "101 of 101 blobs are named by nothing in this database") {
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	for _, digest := range theirs {
		if _, err := store.Get(t.Context(), digest); err != nil {
			t.Fatal(err)
		}
	}
}
