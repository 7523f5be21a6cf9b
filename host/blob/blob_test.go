package blob_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

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
