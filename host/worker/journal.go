package worker

import (
	"context"
	"errors"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// journal writes what an attempt does under the worker's claim. What belongs together is written together: each commit waits for a disk.
type journal struct {
	worker     *Worker
	submission host.Submission // as last written

	calls   []host.TracedCall // these are to be written
	size    int               // of the calls, in bytes
	storing []*storing
}

// storing is evidence whose bytes are being stored: a disk takes several at a time as fast as one.
type storing struct {
	host.Evidence
	done chan error
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
func (j *journal) Evidence(ctx context.Context, kind, mediaType, page string, data []byte) {
	e := &storing{host.Evidence{Kind: kind, MediaType: mediaType, Page: page, Size: len(data)}, make(chan error, 1)}
	go func() {
		var err error
		e.Digest, err = j.worker.config.Blobs.Put(ctx, data)
		e.done <- err
	}()
	j.storing = append(j.storing, e)
}

// Keep is part of [Journal].
func (j *journal) Keep(ctx context.Context) error {
	if len(j.calls) > 0 {
		if err := j.worker.config.Store.AddTrace(ctx, j.submission, j.calls...); err != nil {
			return err
		}
		j.calls, j.size = nil, 0
	}
	stored, err := j.stored()
	if len(stored) == 0 {
		return err
	}
	return errors.Join(err, j.worker.config.Store.AddEvidence(ctx, j.submission, stored...))
}

// stored waits for the evidence under way and returns what of it is in the store. What is not is told of once.
func (j *journal) stored() (evidence []host.Evidence, err error) {
	for _, e := range j.storing {
		if failed := <-e.done; failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		evidence = append(evidence, e.Evidence)
	}
	j.storing = nil
	return evidence, err
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
