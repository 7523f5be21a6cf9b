package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// folder keeps files by name, each whole or not at all.
type folder struct {
	dir string
}

const (
	begun = ".new-"        // how names of files start that are being written
	aside = ".gone"        // how names of files end that are being removed
	stale = 24 * time.Hour // after which a file that is being written is taken for left by a crash
	mode  = fs.FileMode(0o700)
)

func openFolder(dir string) (*folder, error) {
	if err := os.MkdirAll(dir, mode); err != nil {
		return nil, host.Errorf(host.Invalid, "the folder of the evidence cannot be made: %w; choose another with --data", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, begun+"*"))
	if err != nil {
		return nil, err
	}
	for _, file := range left {
		if info, err := os.Stat(file); err == nil && time.Since(info.ModTime()) > stale {
			_ = os.Remove(file) // or the next start does
		}
	}
	return &folder{dir}, nil
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

// create writes a file without a name yet, and returns its path.
func (f *folder) create(write func(io.Writer) error) (path string, err error) {
	file, err := os.CreateTemp(f.dir, begun+"*")
	if err != nil {
		return "", f.failed(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	err = write(file)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", f.failed(err)
	}
	return file.Name(), nil
}

// keep gives the file its name, and returns its size.
func (f *folder) keep(file, name string) (int64, error) {
	path := f.path(name)
	info, err := os.Stat(file)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), mode)
	}
	if err == nil {
		err = os.Rename(file, path) // also over the same blob: a rename makes it young, and heals it if it is damaged
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		_ = os.Remove(file)
		return 0, f.failed(err)
	}
	return info.Size(), nil
}

// failed says what to do about an error of the disk.
func (f *folder) failed(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return host.Errorf(host.Unavailable, "the disk of %s is full, so no evidence can be kept: make room there; work goes on by itself then", f.dir)
	}
	return host.Errorf(host.Unavailable, "the folder %s does not take the evidence: %w", f.dir, err)
}

func (f *folder) open(name string) (*os.File, error) {
	file, err := os.Open(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, host.Errorf(host.NotFound, "there is no %s", name)
	}
	return file, err
}

// remove removes the file unless it was put within the grace, and reports whether it is gone.
func (f *folder) remove(name string, grace time.Duration) (bool, error) {
	path := f.path(name)
	aside := path + aside
	if err := os.Rename(path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, f.failed(err)
	}
	// Set aside, nobody can put it to use any more, so its time does not change between this look and what follows. It may also be there because an
	// earlier removal was cut short.
	info, err := os.Stat(aside)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, f.failed(err)
	}
	if time.Since(info.ModTime()) < grace {
		return false, os.Rename(aside, path)
	}
	if err := os.Remove(aside); err != nil {
		return false, f.failed(err)
	}
	return true, syncDir(filepath.Dir(path))
}

// top are the names of the folders at the top that hold anything.
func (f *folder) top(ctx context.Context) (names []string, err error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, f.failed(err)
	}
	errFound := errors.New("found")
	for _, e := range entries {
		within := folder{f.path(e.Name())}
		err := within.list(ctx, func(string, int64, time.Time) error { return errFound })
		if errors.Is(err, errFound) {
			names = append(names, e.Name())
		} else if err != nil {
			return nil, f.failed(err)
		}
	}
	return names, nil
}

// list calls each with every file that has its name.
func (f *folder) list(ctx context.Context, each func(name string, size int64, at time.Time) error) error {
	return filepath.WalkDir(f.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && ctx.Err() != nil {
			err = ctx.Err()
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), begun) || strings.HasSuffix(e.Name(), aside) {
			return nil
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) { // removed meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(f.dir, path)
		if err != nil {
			return err
		}
		return each(filepath.ToSlash(name), info.Size(), info.ModTime())
	})
}

// syncDir makes the name of a new file outlast a power failure.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
