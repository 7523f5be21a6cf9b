package worker

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

const (
	orphanAge   = 24 * time.Hour // of a blob that no row names, before it is taken for left by a crash
	orphanBatch = 10_000         // blobs asked about at once: each time all profiles are read
	fewOrphans  = 100            // crashes and replaced pictures leave no more between two searches, or a share of all that is below
	mostOrphans = 4              // one in so many
)

// doomOrphans finds the blobs that were put last before the given time and that nothing names, has them removed, and returns how many.
// So many that another database must be the one which names them are left alone: this one may have been restored, or be the wrong one.
func (w *Worker) doomOrphans(ctx context.Context, before time.Time) (int, error) {
	var orphans, batch []string
	all := 0
	ask := func() error {
		found, err := w.config.Store.Orphans(ctx, batch)
		orphans, batch = append(orphans, found...), batch[:0]
		return err
	}
	err := w.config.Blobs.Each(ctx, func(digest string, at time.Time) error {
		all++
		if at.After(before) {
			return nil
		}
		if batch = append(batch, digest); len(batch) < orphanBatch {
			return nil
		}
		return ask()
	})
	if err == nil && len(batch) > 0 {
		err = ask()
	}
	if err != nil {
		return 0, err
	}
	if len(orphans) > fewOrphans && len(orphans) > all/mostOrphans {
		return 0, host.Errorf(host.Conflict, "%d of %d blobs are named by nothing in this database: look whether it is the one that belongs to them", len(orphans), all)
	}
	doomed := make([]string, 0, len(orphans))
	for _, digest := range orphans {
		if module, err := w.isModule(ctx, digest); err != nil {
			return 0, err
		} else if !module {
			doomed = append(doomed, digest)
		}
	}
	if len(doomed) == 0 {
		return 0, nil
	}
	return len(doomed), w.config.Store.DoomBlobs(ctx, doomed)
}

// isModule reports whether the blob is an adapter's module. Those stay: a trace may be made with one at any time.
func (w *Worker) isModule(ctx context.Context, digest string) (bool, error) {
	r, err := w.config.Blobs.Open(ctx, digest)
	if err != nil {
		if host.KindOf(err) == host.NotFound {
			return false, nil
		}
		return false, fmt.Errorf("look at a blob that nothing names: %w", err)
	}
	start := make([]byte, 4)
	_, err = io.ReadFull(r, start)
	if closed := r.Close(); closed != nil {
		return false, closed
	}
	return err == nil && bytes.Equal(start, []byte("\x00asm")), nil
}
