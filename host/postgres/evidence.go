package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// AddEvidence records evidence whose bytes are in the blob store, all of it or none. The last screenshot becomes the one of the submission.
func (d *DB) AddEvidence(ctx context.Context, s host.Submission, evidence ...host.Evidence) error {
	writes := make([]func(*db.Queries) error, len(evidence))
	for i, e := range evidence {
		writes[i] = func(q *db.Queries) error { return addEvidence(ctx, q, s, e) }
	}
	if err := together(ctx, d.pool, writes...); err != nil {
		return fmt.Errorf("insert evidence: %w", err)
	}
	return nil
}

func addEvidence(ctx context.Context, q *db.Queries, s host.Submission, e host.Evidence) error {
	return q.InsertEvidence(ctx, db.InsertEvidenceParams{
		SubmissionID: s.ID, Fence: s.Fence, Attempt: int32(s.Attempts), Kind: text(e.Kind), MediaType: text(e.MediaType), Digest: e.Digest,
		Size: int32(e.Size), Page: text(e.Page),
	})
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
