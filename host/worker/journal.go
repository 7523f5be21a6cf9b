package worker

import (
	"context"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// journal writes what an attempt does under the worker's claim. What belongs together is written together: each commit waits for a disk.
type journal struct {
	worker     *Worker
	submission host.Submission // as last written

	calls    []host.TracedCall // these are to be written
	evidence []host.Evidence
	size     int // of the calls, in bytes
}

// mostWaiting bounds what calls may wait in memory.
const mostWaiting = 1 << 20

// Trace is part of [Journal].
func (j *journal) Trace(ctx context.Context, call host.Call) error {
	j.calls = append(j.calls, host.TracedCall{Call: call, Conditions: j.worker.config.Conditions, Attempt: j.submission.Attempts})
	if j.size += len(call.Request) + len(call.Answer); j.size < mostWaiting {
		return nil
	}
	return j.Keep(ctx)
}

// Evidence is part of [Journal].
func (j *journal) Evidence(ctx context.Context, kind, mediaType, page string, data []byte) error {
	digest, err := j.worker.config.Blobs.Put(ctx, data)
	if err != nil {
		return err
	}
	j.evidence = append(j.evidence, host.Evidence{Kind: kind, MediaType: mediaType, Page: page, Digest: digest, Size: len(data)})
	return nil
}

// Keep is part of [Journal].
func (j *journal) Keep(ctx context.Context) error {
	if len(j.calls) > 0 {
		if err := j.worker.config.Store.AddTrace(ctx, j.submission, j.calls...); err != nil {
			return err
		}
		j.calls, j.size = nil, 0
	}
	if len(j.evidence) > 0 {
		if err := j.worker.config.Store.AddEvidence(ctx, j.submission, j.evidence...); err != nil {
			return err
		}
		j.evidence = nil
	}
	return nil
}

// Intend is part of [Journal].
func (j *journal) Intend(ctx context.Context) (Intent, error) {
	if err := j.Keep(ctx); err != nil {
		return Intent{}, err
	}
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
