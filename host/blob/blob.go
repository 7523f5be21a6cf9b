// Package blob keeps evidence by its content: what is stored once is never changed, and a name that fits its bytes proves them.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// Disk keeps blobs in a folder. Its methods are safe for concurrent use, also by several processes.
type Disk struct {
	dir string
}

// Open returns the store in the folder, which it makes if it is not there.
func Open(dir string) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	return &Disk{dir: dir}, nil
}

// Put stores data and returns its digest: SHA-256 in hex. When it returns, the data outlasts a power failure.
func (d *Disk) Put(_ context.Context, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	digest := hex.EncodeToString(sum[:])
	path := d.path(digest)
	now := time.Now()
	if err := os.Chtimes(path, now, now); err == nil { // it is there, and in use again: see Remove
		return digest, nil
	}
	if err := write(path, data); err != nil {
		return "", fmt.Errorf("store blob: %w", err)
	}
	return digest, nil
}

// Get returns the data with the digest. Data that no longer fits its digest is an error: it proves nothing.
func (d *Disk) Get(_ context.Context, digest string) ([]byte, error) {
	if err := check(digest); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(d.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, host.Errorf(host.NotFound, "there is no blob %s", digest)
	}
	if err != nil {
		return nil, fmt.Errorf("read blob: %w", err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != digest {
		return nil, fmt.Errorf("blob %s is damaged", digest)
	}
	return data, nil
}

// Remove removes the data with the digest, unless it was put within the grace, and reports whether it is gone. Whoever puts the same data meanwhile
// either keeps it or stores it anew.
func (d *Disk) Remove(_ context.Context, digest string, grace time.Duration) (bool, error) {
	if err := check(digest); err != nil {
		return false, err
	}
	path := d.path(digest)
	aside := path + ".gone"
	if err := os.Rename(path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("remove blob: %w", err)
	}
	// Set aside, nobody can put it to use any more, so its time does not change between this look and what follows. It may also be there because an
	// earlier removal was cut short.
	info, err := os.Stat(aside)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("remove blob: %w", err)
	}
	if time.Since(info.ModTime()) < grace {
		return false, os.Rename(aside, path)
	}
	if err := os.Remove(aside); err != nil {
		return false, fmt.Errorf("remove blob: %w", err)
	}
	return true, sync(filepath.Dir(path))
}

func check(digest string) error {
	if raw, err := hex.DecodeString(digest); err != nil || len(raw) != sha256.Size {
		return host.Errorf(host.Invalid, "%q is not the digest of a blob", digest)
	}
	return nil
}

func (d *Disk) path(digest string) string { return filepath.Join(d.dir, digest[:2], digest) }

// write makes the file whole or not at all.
func write(path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return sync(dir)
}

// sync makes the name of a new file outlast a power failure.
func sync(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
