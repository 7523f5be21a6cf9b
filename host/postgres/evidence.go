package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// AddEvidence records evidence whose bytes are in the blob store. The last screenshot becomes the one of the submission.
func (d *DB) AddEvidence(ctx context.Context, s host.Submission, e host.Evidence) error {
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error { return addEvidence(ctx, db.New(tx), s, e) })
}

func addEvidence(ctx context.Context, q *db.Queries, s host.Submission, e host.Evidence) error {
	err := q.InsertEvidence(ctx, db.InsertEvidenceParams{
		SubmissionID: s.ID, Attempt: int32(s.Attempts), Kind: text(e.Kind), MediaType: text(e.MediaType), Digest: e.Digest,
		Size: int32(e.Size), Page: text(e.Page),
	})
	if err != nil {
		return fmt.Errorf("insert evidence: %w", err)
	}
	if !strings.HasPrefix(e.MediaType, "image/") {
		return nil
	}
	if err := q.SetScreenshot(ctx, db.SetScreenshotParams{ID: s.ID, Fence: s.Fence, Digest: e.Digest}); err != nil {
		return fmt.Errorf("set screenshot: %w", err)
	}
	return nil
}

// Evidence returns the evidence of a submission, oldest first.
func (d *DB) Evidence(ctx context.Context, id uuid.UUID) ([]host.Evidence, error) {
	return evidence(ctx, d.read(), id)
}

func evidence(ctx context.Context, q *db.Queries, id uuid.UUID) ([]host.Evidence, error) {
	rows, err := q.EvidenceOfSubmission(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("evidence of submission: %w", err)
	}
	out := make([]host.Evidence, len(rows))
	for i, r := range rows {
		out[i] = host.Evidence{Kind: r.Kind, MediaType: r.MediaType, Digest: r.Digest, Size: int(r.Size), Page: r.Page, At: r.CreatedAt}
	}
	return out, nil
}
