package blob

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

const (
	patience    = 5 * time.Second  // that whoever puts a blob waits for the bucket
	most        = 2 * time.Minute  // that one upload may take behind it
	firstWait   = time.Second      // between tries while the bucket is away; it doubles
	longestWait = 30 * time.Second // up to this
	mostWaiting = 1 << 30          // bytes, while the bucket is away: beyond, no more is taken on
)

// upload moves what waits in the folder to the bucket, until ctx ends: what earlier runs have left, too.
func (s *Store) upload(ctx context.Context) {
	wait := firstWait
	for {
		err := s.measure(ctx)
		if err == nil {
			err = s.moveAll(ctx)
		}
		if ctx.Err() != nil {
			return
		}
		again := (<-chan time.Time)(nil)
		switch {
		case err != nil:
			s.log.WarnContext(ctx, "evidence waits on this machine", "bytes", s.waiting.Load(), "again_in", wait.String(), "error", err)
			again = time.After(wait)
			wait = min(2*wait, longestWait)
		default:
			wait = firstWait
		}
		wake := s.wake
		if err != nil {
			wake = nil // the bucket is away: more of what waits is no reason to hurry
		}
		select {
		case <-ctx.Done():
			return
		case <-again:
		case <-wake:
		}
	}
}

// measure counts what waits anew: other processes share the folder.
func (s *Store) measure(ctx context.Context) error {
	var sum int64
	err := s.folder.list(ctx, func(_ string, size int64, _ time.Time) error { sum += size; return nil })
	s.waiting.Store(sum)
	return err
}

// moveAll moves everything that waits, and stops at the first that the bucket does not take.
func (s *Store) moveAll(ctx context.Context) error {
	return s.folder.list(ctx, func(name string, _ int64, _ time.Time) error {
		if _, ok := s.keys.digest(name); !ok {
			return nil
		}
		if !s.keys.current(name) { // as a folder has left it that had no bucket, or another key
			err := s.renew(ctx, name)
			if errors.Is(err, errDamaged) {
				s.log.ErrorContext(ctx, "a blob that waits is not uploaded", "name", name, "error", err)
				return nil
			}
			return err
		}
		within, cancel := context.WithTimeout(ctx, most)
		defer cancel()
		return s.move(within, name)
	})
}

// move uploads one file and removes it. One that is gone has been moved by another.
func (s *Store) move(ctx context.Context, name string) error {
	file, err := s.folder.open(name)
	if host.KindOf(err) == host.NotFound && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	err = s.bucket.put(ctx, name, file)
	if was := s.away.Swap(err != nil); was != (err != nil) {
		s.tell(ctx, err)
	}
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil {
		err = os.Remove(s.folder.path(name))
	}
	if os.IsNotExist(err) {
		return nil
	}
	if err == nil {
		s.waiting.Add(-info.Size())
	}
	return err
}

func (s *Store) tell(ctx context.Context, err error) {
	if err != nil {
		s.log.ErrorContext(ctx, "the bucket takes no evidence: what is kept waits on this machine", "error", err)
		return
	}
	s.log.InfoContext(ctx, "the bucket takes evidence again")
}

// renew stores the blob with the name anew, as blobs are stored from here on, and removes the old.
func (s *Store) renew(ctx context.Context, name string) error {
	digest, _ := s.keys.digest(name)
	r, err := s.raw(ctx, name)
	if err != nil {
		return ignore(err, host.NotFound) // removed meanwhile
	}
	defer r.Close()
	plain, err := s.keys.open(name, r)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", errDamaged, name, err)
	}
	got, err := s.put(plain)
	if err != nil {
		return err
	}
	if got != digest { // what was stored by it is nobody's: see Each
		return fmt.Errorf("%w: %s", errDamaged, name)
	}
	if s.bucket == nil {
		_, err = s.folder.remove(name, 0)
		return err
	}
	if err := s.move(ctx, s.keys.name(digest)); err != nil {
		return err
	}
	if _, err := s.folder.remove(name, 0); err != nil {
		return err
	}
	_, err = s.bucket.remove(ctx, name, 0)
	return err
}

// errDamaged says that a blob does not hold what it was stored with. It stays where it is.
var errDamaged = errors.New("a blob is damaged")

// Renew encrypts under the first key what is not, and tells how far it is after each blob. What it has done it does not do again: it may be stopped at
// any time. A damaged blob does not keep it from the others; the error names them all.
func (s *Store) Renew(ctx context.Context, tell func(done, all int)) error {
	var old []string
	note := func(name string, _ int64, _ time.Time) error {
		if _, ok := s.keys.digest(name); ok && !s.keys.current(name) {
			old = append(old, name)
		}
		return nil
	}
	if err := s.folder.list(ctx, note); err != nil {
		return err
	}
	if s.bucket != nil {
		if err := s.bucket.list(ctx, note); err != nil {
			return err
		}
	}
	var damaged error
	for i, name := range old {
		err := s.renew(ctx, name)
		if err != nil && !errors.Is(err, errDamaged) {
			return errors.Join(damaged, err)
		}
		damaged = errors.Join(damaged, err)
		tell(i+1, len(old))
	}
	return damaged
}
