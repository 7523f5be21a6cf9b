package blob_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/blob/blobtest"
)

var quiet = slog.New(slog.DiscardHandler)

// open returns a store on the bucket, with a folder of its own for what waits.
func open(t *testing.T, g *blobtest.Gateway, dir string, keys blob.Keys) *blob.Store {
	t.Helper()
	store, err := blob.New(t.Context(), blob.Config{Dir: dir, Bucket: bucket(g), Keys: keys, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func bucket(g *blobtest.Gateway) *blob.Bucket {
	return &blob.Bucket{Name: g.Bucket, Prefix: "tests", Client: g.Client(func(o *s3.Options) { o.RetryMaxAttempts = 1 })}
}

// files are those below the folder that have their names.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !strings.Contains(path, "/.") {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func put(t *testing.T, store *blob.Store, data string) (digest string) {
	t.Helper()
	digest, err := store.Put(t.Context(), []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return digest
}

func wantData(t *testing.T, store *blob.Store, digest, want string) {
	t.Helper()
	if got, err := store.Get(t.Context(), digest); err != nil || string(got) != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestBucket(t *testing.T) {
	g, dir := blobtest.Start(t), t.TempDir()
	store := open(t, g, dir, blob.Keys{})
	const want = "Thank you, Acme is now listed."
	digest := put(t, store, want)
	if again := put(t, store, want); again != digest {
		t.Errorf("the same bytes again: %s; want %s", again, digest)
	}
	wantData(t, store, digest, want)
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("still in the folder: %v", left)
	}
	for digest, kind := range map[string]host.Kind{"": host.Invalid, "../../etc/passwd": host.Invalid, strings.Repeat("e3", 32): host.NotFound} {
		if _, err := store.Get(t.Context(), digest); err == nil || host.KindOf(err) != kind {
			t.Errorf("%q: got %v, want kind %s", digest, err, kind)
		}
	}

	t.Run("a link hands out what it was made for and nothing else, until it expires", func(t *testing.T) {
		other := put(t, store, "another customer's")
		link, err := store.Link(t.Context(), digest, "proof.txt", "text/plain", time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		status, body, header := fetch(t, link)
		if status != 200 || body != want || header.Get("Content-Disposition") != "attachment; filename=proof.txt" || header.Get("Content-Type") != "text/plain" {
			t.Errorf("got %d %q %v", status, body, header)
		}
		for name, forged := range map[string]string{
			"another blob":  strings.Replace(link, digest[:2]+"/"+digest, other[:2]+"/"+other, 1),
			"a longer life": strings.Replace(link, "X-Amz-Expires=60", "X-Amz-Expires=86400", 1),
			"another type":  strings.Replace(link, "text%2Fplain", "text%2Fhtml", 1),
			"shown":         strings.Replace(link, "=attachment", "=inline", 1),
		} {
			if forged == link {
				t.Errorf("%s: the link was not changed", name)
			}
			if status, body, _ := fetch(t, forged); status != http.StatusForbidden {
				t.Errorf("%s: got %d %q", name, status, body)
			}
		}
		short, err := store.Link(t.Context(), digest, "proof.txt", "text/plain", time.Second)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		for status = 200; status == 200 && ctx.Err() == nil; {
			status, _, _ = fetch(t, short)
		}
		if status != http.StatusForbidden {
			t.Errorf("after its time the link still gives %d", status)
		}
	})

	t.Run("forged evidence is not handed out, and putting it again heals it", func(t *testing.T) {
		if err := os.WriteFile(filepath.Join(g.Folder, "tests", digest[:2], digest), []byte("forged"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := store.Get(t.Context(), digest); err == nil {
			t.Errorf("got %q", got)
		}
		put(t, store, want)
		wantData(t, store, digest, want)
	})

	t.Run("removal spares what is fresh", func(t *testing.T) {
		for _, c := range []struct {
			grace time.Duration
			gone  bool
		}{{time.Hour, false}, {0, true}, {0, true}} {
			if gone, err := store.Remove(t.Context(), digest, c.grace); gone != c.gone || err != nil {
				t.Errorf("with a grace of %s: %t, %v; want %t", c.grace, gone, err, c.gone)
			}
		}
		if _, err := store.Get(t.Context(), digest); host.KindOf(err) != host.NotFound || err == nil {
			t.Errorf("after the removal: %v", err)
		}
	})
}

// What is kept while the bucket is away is kept on this machine, and gets to the bucket when it is back, also by the next process.
func TestWhatTheBucketDoesNotTakeWaits(t *testing.T) {
	g, dir := blobtest.Start(t), t.TempDir()
	keys := newKeys(t)
	store := open(t, g, dir, keys)
	g.Stop()
	first := put(t, store, "kept while the bucket is away")
	if waits := files(t, dir); len(waits) != 1 {
		t.Fatalf("on this machine: %v", waits)
	}
	wantData(t, store, first, "kept while the bucket is away")
	g.Resume()
	wantNone(t, dir)
	wantData(t, store, first, "kept while the bucket is away")

	g.Stop()
	second := put(t, store, "kept before the process ended")
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	next := open(t, g, dir, keys) // a bucket that is away is no reason not to start
	g.Resume()
	wantNone(t, dir)
	wantData(t, next, second, "kept before the process ended")
	elsewhere := open(t, g, t.TempDir(), keys)
	wantData(t, elsewhere, first, "kept while the bucket is away")
	wantData(t, elsewhere, second, "kept before the process ended")
}

// wantNone waits until nothing is left in the folder.
func wantNone(t *testing.T, dir string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	for len(files(t, dir)) > 0 {
		if ctx.Err() != nil {
			t.Fatalf("still on this machine: %v", files(t, dir))
		}
	}
}

// A folder that gets a bucket is moved there, encrypted if there is a key.
func TestAFolderMovesToItsBucket(t *testing.T) {
	g, dir := blobtest.Start(t), t.TempDir()
	before, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	digest := put(t, before, "from the days of the folder")
	store := open(t, g, dir, newKeys(t))
	wantNone(t, dir)
	wantData(t, store, digest, "from the days of the folder")
	for _, file := range files(t, g.Folder) {
		if data, err := os.ReadFile(file); err != nil || bytes.Contains(data, []byte("folder")) || strings.Contains(file, digest) {
			t.Errorf("%s is not encrypted: %q, %v", file, data, err)
		}
	}
}

func TestErrorsOfABucketSayWhoActs(t *testing.T) {
	answers := map[string]struct {
		status int
		code   string
		kind   host.Kind
		says   string
	}{
		"no such bucket": {404, "NoSuchBucket", host.Invalid, "EVIDENCE_BUCKET"},
		"refused":        {403, "AccessDenied", host.Invalid, "s3:GetObject"},
		"wrong key":      {403, "InvalidAccessKeyId", host.Invalid, "credentials"},
		"other region":   {301, "PermanentRedirect", host.Invalid, "AWS_REGION"},
		"throttled":      {503, "SlowDown", host.Unavailable, "tried again"},
		"out of order":   {500, "InternalError", host.Unavailable, "tried again"},
		"missing":        {404, "NoSuchKey", host.NotFound, ""},
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			listed := false
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/xml")
				if r.URL.Query().Has("list-type") && !listed { // the look at the start
					listed = true
					_, _ = io.WriteString(w, `<ListBucketResult><Name>b</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>`)
					return
				}
				w.WriteHeader(answer.status)
				_, _ = io.WriteString(w, "<Error><Code>"+answer.code+"</Code><Message>no</Message></Error>")
			}))
			defer server.Close()
			g := blobtest.Gateway{URL: server.URL}
			client := g.Client(func(o *s3.Options) { o.RetryMaxAttempts = 1; o.BaseEndpoint = aws.String(server.URL) })
			store, err := blob.New(t.Context(), blob.Config{Dir: t.TempDir(), Bucket: &blob.Bucket{Client: client, Name: "b"}, Log: quiet})
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			_, err = store.Get(t.Context(), strings.Repeat("e3", 32))
			if err == nil || host.KindOf(err) != answer.kind || !strings.Contains(err.Error(), answer.says) {
				t.Errorf("got %s: %v; want %s with %q", host.KindOf(err), err, answer.kind, answer.says)
			}
		})
	}
}

// A bucket that refuses us will do so tomorrow, too: that is told at the start.
func TestABucketThatRefusesUsIsNoStart(t *testing.T) {
	g := blobtest.Start(t)
	for name, b := range map[string]*blob.Bucket{
		"no such bucket": {Name: "nowhere", Client: g.Client()},
		"wrong secret":   {Name: g.Bucket, Client: g.Client(func(o *s3.Options) { o.Credentials = wrong{} })},
	} {
		if _, err := blob.New(t.Context(), blob.Config{Dir: t.TempDir(), Bucket: b, Log: quiet}); host.KindOf(err) != host.Invalid || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type wrong struct{}

func (wrong) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: blobtest.AccessKey, SecretAccessKey: "not the secret"}, nil
}

func fetch(t *testing.T, link string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body), answer.Header
}
