// Package blob keeps evidence by its content: what is stored once is never changed, and a name that fits its bytes proves them. Blobs lie in a folder
// or in a bucket, as they are or encrypted.
package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// Config says where blobs are kept and how.
type Config struct {
	Dir    string  // folder of the blobs; with a bucket, of those that wait to be uploaded
	Bucket *Bucket // nil to keep them in the folder
	Keys   Keys    // none to keep them as they are
	Log    *slog.Logger
}

// Store keeps blobs. Its methods are safe for concurrent use, also by several processes.
type Store struct {
	folder *folder
	bucket *Bucket
	keys   Keys
	log    *slog.Logger

	away    atomic.Bool   // the bucket did not take the last upload
	waiting atomic.Int64  // bytes in the folder of a store with a bucket, as far as this process knows
	wake    chan struct{} // tells the upload that something waits
	stop    context.CancelFunc
	running sync.WaitGroup
}

// Open returns the store in a folder, which it makes if it is not there.
func Open(dir string) (*Store, error) {
	return New(context.Background(), Config{Dir: dir, Log: slog.New(slog.DiscardHandler)})
}

// New returns the store, after it has looked whether its keys fit what is there. With a bucket it also begins to upload what waits in the folder, until
// Close; a bucket that does not answer is no error, for it may tomorrow, but one that refuses us is.
func New(ctx context.Context, c Config) (*Store, error) {
	f, err := openFolder(c.Dir)
	if err != nil {
		return nil, err
	}
	s := &Store{folder: f, bucket: c.Bucket, keys: c.Keys, log: c.Log, wake: make(chan struct{}, 1)}
	names, err := f.top(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.keys.fit(names, "the folder "+c.Dir); err != nil {
		return nil, err
	}
	if s.bucket == nil {
		return s, nil
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	names, err = s.bucket.top(within)
	if host.KindOf(err) == host.Unavailable {
		s.away.Store(true)
		s.log.WarnContext(ctx, "the bucket of the evidence does not answer: what is kept waits on this machine", "error", err)
	} else if err != nil {
		return nil, err
	}
	if err := s.keys.fit(names, "the bucket "+s.bucket.Name); err != nil {
		return nil, err
	}
	if err := s.measure(ctx); err != nil {
		return nil, err
	}
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	s.running.Go(func() { s.upload(ctx) })
	return s, nil
}

// Close ends the upload; what still waits is uploaded after the next start.
func (s *Store) Close() error {
	if s.stop != nil {
		s.stop()
		s.running.Wait()
	}
	return nil
}

// Put stores data and returns its digest: SHA-256 in hex. When it returns, the data outlasts a power failure: in the folder, or in the bucket, or, while
// the bucket takes nothing, in the folder until it does. To put the same data again makes it young: see Remove.
func (s *Store) Put(ctx context.Context, data []byte) (string, error) {
	if s.bucket != nil && s.away.Load() && s.waiting.Load() > mostWaiting {
		return "", host.Errorf(host.Unavailable, "the bucket %s takes no evidence, and %d MB wait on this machine already: look at the log for why it does not",
			s.bucket.Name, s.waiting.Load()>>20)
	}
	digest, err := s.put(bytes.NewReader(data))
	if err != nil || s.bucket == nil {
		return digest, err
	}
	if !s.away.Load() {
		within, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if s.move(within, s.keys.name(digest)) == nil {
			return digest, nil
		}
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return digest, nil
}

// put stores what r holds in the folder, under the first key, and returns its digest.
func (s *Store) put(r io.Reader) (digest string, err error) {
	sum := sha256.New()
	file, err := s.folder.create(func(w io.Writer) error {
		sealed, err := s.keys.seal(w)
		if err != nil {
			return err
		}
		if _, err := io.Copy(sealed, io.TeeReader(r, sum)); err != nil {
			return err
		}
		return sealed.Close()
	})
	if err != nil {
		return "", err
	}
	digest = hex.EncodeToString(sum.Sum(nil))
	size, err := s.folder.keep(file, s.keys.name(digest))
	if err == nil && s.bucket != nil {
		s.waiting.Add(size)
	}
	return digest, err
}

// Get returns the data with the digest. Data that does not fit its digest is an error: it proves nothing.
func (s *Store) Get(ctx context.Context, digest string) ([]byte, error) {
	r, err := s.Open(ctx, digest)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// Open returns a reader of the data with the digest. It ends with an error instead of [io.EOF] if what was read does not fit the digest.
func (s *Store) Open(ctx context.Context, digest string) (io.ReadCloser, error) {
	if err := check(digest); err != nil {
		return nil, err
	}
	names := s.keys.names(digest)
	if len(names) > 1 {
		names = append(names, names[0]) // it may have been moved under the first key meanwhile
	}
	for _, name := range names {
		raw, err := s.raw(ctx, name)
		if host.KindOf(err) == host.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		plain, err := s.keys.open(name, raw)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("blob %s is damaged: %w", digest, err), raw.Close())
		}
		return &checked{plain: plain, raw: raw, sum: sha256.New(), digest: digest}, nil
	}
	return nil, host.Errorf(host.NotFound, "there is no blob %s", digest)
}

// raw reads what lies under the name: in the folder or in the bucket.
func (s *Store) raw(ctx context.Context, name string) (io.ReadCloser, error) {
	f, err := s.folder.open(name)
	if s.bucket == nil || err == nil || host.KindOf(err) != host.NotFound {
		return f, err
	}
	return s.bucket.open(ctx, name)
}

// Remove removes the data with the digest, unless it was put within the grace, and reports whether it is gone. Whoever puts the same data meanwhile
// either keeps it or stores it anew.
func (s *Store) Remove(ctx context.Context, digest string, grace time.Duration) (bool, error) {
	if err := check(digest); err != nil {
		return false, err
	}
	for _, name := range s.keys.names(digest) {
		if gone, err := s.folder.remove(name, grace); !gone || err != nil {
			return false, err
		}
		if s.bucket == nil {
			continue
		}
		if gone, err := s.bucket.remove(ctx, name, grace); !gone || err != nil {
			return false, err
		}
	}
	return true, nil
}

// Link is an address that hands the blob out until it expires, to whoever has it, as a file with the name that browsers save; empty where blobs only go
// out through us: from a folder, or encrypted.
func (s *Store) Link(ctx context.Context, digest, file, mediaType string, expires time.Duration) (string, error) {
	if err := check(digest); err != nil {
		return "", err
	}
	if s.bucket == nil || len(s.keys.keys) > 0 {
		return "", nil
	}
	if f, err := s.folder.open(s.keys.name(digest)); err == nil { // it waits: the bucket does not have it
		return "", f.Close()
	}
	return s.bucket.link(ctx, s.keys.name(digest), file, mediaType, expires)
}

// Waiting is how many bytes wait on this machine for the bucket; 0 without one.
func (s *Store) Waiting() int64 { return s.waiting.Load() }

// Each calls f with the digest of every blob, and when it was put last, in no order; it may name one twice.
func (s *Store) Each(ctx context.Context, f func(digest string, at time.Time) error) error {
	each := func(name string, _ int64, at time.Time) error {
		digest, ok := s.keys.digest(name)
		if !ok {
			return nil // not ours
		}
		return f(digest, at)
	}
	if err := s.folder.list(ctx, each); err != nil || s.bucket == nil {
		return err
	}
	return s.bucket.list(ctx, each)
}

func check(digest string) error {
	if raw, err := hex.DecodeString(digest); err != nil || len(raw) != sha256.Size {
		return host.Errorf(host.Invalid, "%q is not the digest of a blob", digest)
	}
	return nil
}
