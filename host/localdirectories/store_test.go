package localdirectories

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What was accepted is there again after the program has ended without a word, and numbering goes on.
func TestStorageSurvivesReopening(t *testing.T) {
	data := t.TempDir()
	site := siteBySlug("editorschoice")
	first := townAt(t, data)
	first.send(site, filled(site))
	first.lever("/_seed", acmeSeed)
	before := first.account(site.Slug)

	second := townAt(t, data) // the first has not been closed
	after := second.account(site.Slug)
	if after.Presses != 1 || after.Accepted != 1 || after.Listings[0].Reference != before.Listings[0].Reference || !after.Listings[0].ReceivedAt.Equal(before.Listings[0].ReceivedAt) {
		t.Fatalf("after reopening %+v, before %+v", after, before)
	}
	if len(second.account("knownplaces").Seeded) != 1 {
		t.Error("the seed is gone")
	}
	second.lever("/_approve", "")
	second.send(site, filled(site))
	third := townAt(t, data).account(site.Slug)
	if len(third.Listings) != 2 || third.Listings[0].State != "live" || third.Listings[1].State != "pending" || third.Listings[1].ID != 1002 {
		t.Errorf("listings %+v", third.Listings)
	}
}

// A line cut short by a kill was never answered for: it is dropped, and the next is written over it.
func TestTornLineIsDropped(t *testing.T) {
	data := t.TempDir()
	site := siteBySlug("mainstreetlist")
	townAt(t, data).send(site, filled(site))
	path := filepath.Join(data, site.Slug, "events.jsonl")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(whole, `{"type":"press","press":2,"name":"`+strings.Repeat("x", 9000)...), 0o644); err != nil {
		t.Fatal(err)
	}
	c := townAt(t, data)
	if a := c.account(site.Slug); a.Presses != 1 || a.Accepted != 1 {
		t.Fatalf("presses %d, accepted %d, want 1 and 1", a.Presses, a.Accepted)
	}
	c.send(site, filled(site))
	if a := townAt(t, data).account(site.Slug); a.Presses != 2 || a.Accepted != 2 {
		t.Errorf("after another press: presses %d, accepted %d, want 2 and 2", a.Presses, a.Accepted)
	}
}

// A damaged file is reported with its line, not read over.
func TestDamagedStorageIsReported(t *testing.T) {
	data := t.TempDir()
	dir := filepath.Join(data, "mainstreetlist")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "events.jsonl"), []byte("{}\nnonsense\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Data: data}); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v, want one that names line 2", err)
	}
}

func TestEraseLeavesOtherFiles(t *testing.T) {
	data := t.TempDir()
	townAt(t, data)
	keep := filepath.Join(data, "keep.txt")
	if err := os.WriteFile(keep, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Erase(data); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(data)
	if err != nil || len(entries) != 1 || entries[0].Name() != "keep.txt" {
		t.Errorf("left %v, %v, want keep.txt alone", entries, err)
	}
}
