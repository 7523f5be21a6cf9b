package worker

import (
	"context"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// journal writes what an attempt does under the worker's claim.
type journal struct {
	worker     *Worker
	submission host.Submission // as last written
}

// Trace is part of [Journal].
func (j *journal) Trace(ctx context.Context, call host.Call) error {
	return j.worker.config.Store.AddTrace(ctx, j.submission, host.TracedCall{
		Call: call, Conditions: j.worker.config.Conditions, Attempt: j.submission.Attempts,
	})
}

// Evidence is part of [Journal].
func (j *journal) Evidence(ctx context.Context, kind, mediaType, page string, data []byte) error {
	digest, err := j.worker.config.Blobs.Put(ctx, data)
	if err != nil {
		return err
	}
	return j.worker.config.Store.AddEvidence(ctx, j.submission, host.Evidence{
		Kind: kind, MediaType: mediaType, Page: page, Digest: digest, Size: len(data),
	})
}

// Intend is part of [Journal].
func (j *journal) Intend(ctx context.Context) (Intent, error) {
	// Our clock starts before the database's does, so our deadline passes first, however long the commit takes to come back.
	began := time.Now()
	s, err := j.worker.config.Store.Intend(ctx, j.submission, j.worker.config.PressWindow)
	if err != nil {
		return Intent{}, err
	}
	s.Attempts = j.submission.Attempts // what follows is on record under the claim it belongs to
	j.submission = s
	return Intent{Number: s.Intents, Deadline: began.Add(j.worker.config.PressTime)}, nil
}
