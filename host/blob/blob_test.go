package blob_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
)

func TestPutGet(t *testing.T) {
	dir := t.TempDir()
	store, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []byte("Thank you, Acme is now listed.")
	digest, err := store.Put(t.Context(), want)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := store.Put(t.Context(), want); err != nil || again != digest {
		t.Errorf("the same bytes again: %s, %v; want %s", again, err, digest)
	}
	got, err := store.Get(t.Context(), digest)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) != 1 {
		t.Errorf("files %v, %v; want one", files, err)
	}
	if err := os.WriteFile(files[0], []byte("forged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Get(t.Context(), digest); err == nil {
		t.Error("forged evidence was handed out")
	}
}

func TestGetRefuses(t *testing.T) {
	store, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for digest, kind := range map[string]host.Kind{
		"":                 host.Invalid,
		"../../etc/passwd": host.Invalid,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": host.NotFound,
	} {
		if _, err := store.Get(t.Context(), digest); host.KindOf(err) != kind || err == nil {
			t.Errorf("%q: got %v, want kind %s", digest, err, kind)
		}
	}
}

func TestRemoveLeavesWhatWasJustPut(t *testing.T) {
	dir := t.TempDir()
	store, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	digest, err := store.Put(t.Context(), []byte("a screenshot"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, digest[:2], digest)
	old := time.Now().Add(-2 * time.Hour)
	age := func(file string) {
		t.Helper()
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(want bool) {
		t.Helper()
		if removed, err := store.Remove(t.Context(), digest, time.Hour); err != nil || removed != want {
			t.Errorf("removed %t, %v; want %t", removed, err, want)
		}
	}
	remove(false)
	age(path)
	if _, err := store.Put(t.Context(), []byte("a screenshot")); err != nil { // in use again
		t.Fatal(err)
	}
	remove(false)
	if _, err := store.Get(t.Context(), digest); err != nil {
		t.Errorf("what was put within the grace: %v", err)
	}
	// A removal that was cut short is completed.
	age(path)
	if err := os.Rename(path, path+".gone"); err != nil {
		t.Fatal(err)
	}
	remove(true)
	remove(true)
	if left, _ := filepath.Glob(filepath.Join(dir, "*", "*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := store.Remove(t.Context(), "../../etc/passwd", 0); host.KindOf(err) != host.Invalid {
		t.Errorf("a name that is no digest: %v", err)
	}
}
