package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
)

// small is a folder on a disk of 4 MB, where this machine lets us mount one; otherwise limit is what makes the disk of the test too small.
func small(t *testing.T) (dir string, limit func() uint64, fill func()) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Logf("no small disk can be had here (%v): the limit is moved instead", err)
		full := false
		return dir, func() uint64 {
			if full {
				return 1 << 62
			}
			return 1
		}, func() { full = true }
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	return dir, func() uint64 { return 2 << 20 }, func() {
		if err := os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 3<<20), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFullDiskTakesNoFiles(t *testing.T) {
	dir, limit, fill := small(t)
	store, err := blob.Open(filepath.Join(dir, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (roomy{store, room{dir, limit()}}).Put(t.Context(), []byte("first")); err != nil {
		t.Fatalf("there is room: %v", err)
	}
	fill()
	if err := (room{dir, limit()}).check(); host.KindOf(err) != host.Unavailable {
		t.Errorf("the disk is full: %v", err)
	}
	if _, err := (roomy{store, room{dir, limit()}}).Put(t.Context(), []byte("second")); host.KindOf(err) != host.Unavailable {
		t.Errorf("a full disk took a file: %v", err)
	}
	files := 0
	err = filepath.WalkDir(filepath.Join(dir, "blobs"), func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil || files != 1 {
		t.Errorf("%d files are there, %v; want the first and nothing half written", files, err)
	}
}
