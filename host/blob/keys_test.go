package blob_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/blob/blobtest"
)

func newKeys(t *testing.T) blob.Keys {
	t.Helper()
	return addKey(t, filepath.Join(t.TempDir(), "keys"))
}

func addKey(t *testing.T, file string) blob.Keys {
	t.Helper()
	if _, err := blob.NewKey(file); err != nil {
		t.Fatal(err)
	}
	keys, err := blob.ReadKeys(file)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func sealed(t *testing.T, dir string, keys blob.Keys) *blob.Store {
	t.Helper()
	store, err := blob.New(t.Context(), blob.Config{Dir: dir, Keys: keys, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestEncrypted(t *testing.T) {
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "keys")
	store := sealed(t, dir, addKey(t, file))
	const secret = "Dana Example, (415) 555-0132"
	digest := put(t, store, secret)
	wantData(t, store, digest, secret)
	large := strings.Repeat("0123456789abcdef", 1<<16)
	wantData(t, store, put(t, store, large), large)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v, %v", info.Mode(), err)
	}
	for _, name := range files(t, dir) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("555-0132")) || strings.Contains(name, digest) {
			t.Errorf("%s gives the blob away", name)
		}
		data[len(data)-1] ^= 1
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := store.Get(t.Context(), digest); err == nil {
		t.Errorf("changed by a bit: got %q", got)
	}
	if gone, err := store.Remove(t.Context(), digest, 0); !gone || err != nil || len(files(t, dir)) != 1 {
		t.Errorf("removed %t, %v; left %v", gone, err, files(t, dir))
	}
	if link, err := store.Link(t.Context(), digest, "proof.txt", "text/plain", time.Minute); link != "" || err != nil {
		t.Errorf("a link to what nobody else can read: %q, %v", link, err)
	}
}

// TestKeyFileStaysItsOwners: a key that root adds to the file of a service leaves the file to the service.
func TestKeyFileStaysItsOwners(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	file := filepath.Join(t.TempDir(), "keys")
	addKey(t, file)
	if err := os.Chown(file, 65534, 65533); err != nil {
		t.Fatal(err)
	}
	addKey(t, file)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if is := info.Sys().(*syscall.Stat_t); is.Uid != 65534 || is.Gid != 65533 || info.Mode().Perm() != 0o600 {
		t.Errorf("it is %d:%d's now, with mode %o", is.Uid, is.Gid, info.Mode())
	}
}

func TestWrongKeysAreNoStart(t *testing.T) {
	dir, g := t.TempDir(), blobtest.Start(t)
	right := newKeys(t)
	put(t, sealed(t, dir, right), "proof")
	put(t, open(t, g, t.TempDir(), right), "proof")
	for name, keys := range map[string]blob.Keys{"another key": newKeys(t), "none": {}} {
		_, err := blob.New(t.Context(), blob.Config{Dir: dir, Keys: keys, Log: quiet})
		if host.KindOf(err) != host.Invalid || err == nil || !strings.Contains(err.Error(), "EVIDENCE_KEY_FILE") {
			t.Errorf("%s, folder: %v", name, err)
		}
		_, err = blob.New(t.Context(), blob.Config{Dir: t.TempDir(), Bucket: bucket(g), Keys: keys, Log: quiet})
		if host.KindOf(err) != host.Invalid || err == nil || !strings.Contains(err.Error(), "EVIDENCE_KEY_FILE") {
			t.Errorf("%s, bucket: %v", name, err)
		}
	}
	bad := filepath.Join(t.TempDir(), "keys")
	for name, text := range map[string]string{"empty": "", "nonsense": "AGE-SECRET-KEY-1NOTAKEY"} {
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := blob.ReadKeys(bad); host.KindOf(err) != host.Invalid || err == nil || strings.Contains(err.Error(), "NOTAKEY") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := blob.ReadKeys(bad + "-missing"); host.KindOf(err) != host.Invalid || err == nil {
		t.Errorf("no file: %v", err)
	}
}

// A key is changed while blobs of all ages stay readable; then all of them go under it, in as many runs as it takes.
func TestKeysAreChanged(t *testing.T) {
	t.Run("folder", func(t *testing.T) {
		dir := t.TempDir()
		changeKeys(t, func(k blob.Keys) *blob.Store { return sealed(t, dir, k) })
	})
	t.Run("bucket", func(t *testing.T) {
		g := blobtest.Start(t)
		changeKeys(t, func(k blob.Keys) *blob.Store { return open(t, g, t.TempDir(), k) })
	})
}

func changeKeys(t *testing.T, with func(blob.Keys) *blob.Store) {
	file := filepath.Join(t.TempDir(), "keys")
	texts := []string{"as it is", "under the first key", "under the second key"}
	digests := []string{put(t, with(blob.Keys{}), texts[0]), put(t, with(addKey(t, file)), texts[1])}
	first, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	both := addKey(t, file)
	store := with(both)
	digests = append(digests, put(t, store, texts[2]))
	seen := map[string]bool{}
	if err := store.Each(t.Context(), func(digest string, _ time.Time) error { seen[digest] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for i, digest := range digests {
		wantData(t, store, digest, texts[i])
		if !seen[digest] {
			t.Errorf("%q is not listed", texts[i])
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	_ = store.Renew(stopped, func(int, int) { stop() })
	ran := 0
	if err := store.Renew(t.Context(), func(done, all int) { ran = all }); err != nil || ran > 2 {
		t.Errorf("%d in the second run, %v", ran, err)
	}
	if err := store.Renew(t.Context(), func(int, int) { t.Error("something was left to do") }); err != nil {
		t.Error(err)
	}
	// The first key is not needed any more.
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.TrimSuffix(text, first), 0o600); err != nil {
		t.Fatal(err)
	}
	second, err := blob.ReadKeys(file)
	if err != nil {
		t.Fatal(err)
	}
	store = with(second)
	for i, digest := range digests {
		wantData(t, store, digest, texts[i])
	}
}
