package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// DropEvidence removes what was kept of submissions whose jobs ended before the given time, at most a thousand pieces at a time, and returns how many
// blobs that concerns. The blobs follow, see [DB.SweepBlobs].
func (d *DB) DropEvidence(ctx context.Context, before time.Time) (n int, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		digests, err := q.DropEvidence(ctx, before)
		if err != nil {
			return fmt.Errorf("drop evidence: %w", err)
		}
		if n = len(digests); n == 0 {
			return nil
		}
		if err := q.DoomBlobs(ctx, digests); err != nil {
			return fmt.Errorf("doom blobs: %w", err)
		}
		return nil
	})
	return n, err
}

// DropDrafts removes what visitors typed into the profile form before the given time and never bought anything with, and returns how many drafts that
// were. The blobs follow, see [DB.SweepBlobs].
func (d *DB) DropDrafts(ctx context.Context, before time.Time) (int, error) {
	gone, err := d.read().DropDrafts(ctx, before)
	if err != nil {
		return 0, fmt.Errorf("drop drafts: %w", err)
	}
	return len(gone), nil
}

// SweepBlobs hands remove the digests of blobs that lost a row that named them and that no other row names, and forgets those that it removes or that
// are named after all. One that remove reports as left is offered again later.
func (d *DB) SweepBlobs(ctx context.Context, remove func(ctx context.Context, digest string) (removed bool, err error)) (n int, err error) {
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		q := db.New(tx)
		doomed, err := q.DoomedBlobs(ctx)
		if err != nil || len(doomed) == 0 {
			return err
		}
		named, err := q.NamedBlobs(ctx, doomed)
		if err != nil {
			return fmt.Errorf("blobs that are named: %w", err)
		}
		settled, left := named, []string{}
		for _, digest := range doomed {
			if slices.Contains(named, digest) {
				continue
			}
			removed, err := remove(ctx, digest)
			switch {
			case err != nil:
				return err
			case removed:
				settled = append(settled, digest)
				n++
			default:
				left = append(left, digest)
			}
		}
		if err := q.RedeemBlobs(ctx, list(settled)); err != nil {
			return fmt.Errorf("redeem blobs: %w", err)
		}
		if err := q.PostponeBlobs(ctx, left); err != nil {
			return fmt.Errorf("postpone blobs: %w", err)
		}
		return nil
	})
	return n, err
}

// Orphans returns those of the digests that no row names: what was stored just before a crash, and pictures that were replaced.
func (d *DB) Orphans(ctx context.Context, digests []string) ([]string, error) {
	rest, err := d.read().BlobsWithoutEvidence(ctx, digests)
	if err != nil {
		return nil, fmt.Errorf("blobs without evidence: %w", err)
	}
	if len(rest) == 0 {
		return nil, nil
	}
	named, err := d.read().NamedBlobs(ctx, rest)
	if err != nil {
		return nil, fmt.Errorf("blobs that are named: %w", err)
	}
	return slices.DeleteFunc(rest, func(digest string) bool { return slices.Contains(named, digest) }), nil
}

// DoomBlobs has [DB.SweepBlobs] remove the blobs with the digests, unless a row names them by then.
func (d *DB) DoomBlobs(ctx context.Context, digests []string) error {
	if err := d.read().DoomBlobs(ctx, digests); err != nil {
		return fmt.Errorf("doom blobs: %w", err)
	}
	return nil
}
