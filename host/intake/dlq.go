package intake

import (
	"context"
	"errors"
	"time"

	"github.com/directorybolt/directorybolt/host"
)

// lookTime is how long dead letters are kept from others while somebody looks through them.
const lookTime = 2 * time.Minute

// DeadLetters calls each for every dead letter, oldest first as far as the queue tells. One that each returns true for is taken off the queue
// when each has returned; all others stay. It stops at the first error.
func (q Queue) DeadLetters(ctx context.Context, each func(Message) (taken bool, err error)) (err error) {
	if q.DLQ == "" {
		return host.Errorf(host.Invalid, "there is no dead letter queue: set SQS_DLQ_URL")
	}
	var stay []Message
	defer func() {
		// Others see at once what stays.
		for _, m := range stay {
			err = errors.Join(err, q.hide(context.WithoutCancel(ctx), q.DLQ, m, 0))
		}
	}()
	seen := map[string]bool{}
	for {
		// A short wait asks all of the queue's servers; none at all asks some of them.
		messages, err := q.receive(ctx, q.DLQ, 10, 1, int32(lookTime/time.Second))
		if err != nil {
			return host.Errorf(host.Unavailable, "the dead letter queue does not answer: %w", err)
		}
		if len(messages) == 0 {
			return nil
		}
		for i, m := range messages {
			if seen[m.ID] { // we have been so long about it that they come again
				stay = append(stay, m)
				continue
			}
			seen[m.ID] = true
			taken, err := each(m)
			if err == nil && taken {
				err = q.remove(ctx, q.DLQ, m)
			} else {
				stay = append(stay, m)
			}
			if err != nil {
				stay = append(stay, messages[i+1:]...)
				return err
			}
		}
	}
}

// Again sends a dead letter to the order queue, as a message of its own.
func (q Queue) Again(ctx context.Context, m Message) (messageID string, err error) {
	return q.send(ctx, q.URL, m.Body)
}
