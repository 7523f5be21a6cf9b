package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// move is what queue_history keeps of a transition. Nothing in it may tell who the customer is.
type move struct {
	From    host.Status `json:"from,omitempty"`
	To      host.Status `json:"to"`
	Fence   int64       `json:"fence,omitempty"`
	Intent  int         `json:"intent,omitempty"`
	Listing string      `json:"listing,omitempty"`
	Verdict string      `json:"verdict,omitempty"`
	Reason  string      `json:"reason,omitempty"`
}

// record adds an event of a job as a whole.
func record(ctx context.Context, q *db.Queries, job uuid.UUID, event string, data any) error {
	return recordOf(ctx, q, job, nil, event, data)
}

// transition adds the event of one submission's transition.
func transition(ctx context.Context, q *db.Queries, job uuid.UUID, directory string, m move) error {
	return recordOf(ctx, q, job, &directory, "submission_"+string(m.To), m)
}

// transitions adds the same transition for many submissions of a job.
func transitions(ctx context.Context, q *db.Queries, job uuid.UUID, directories []string, t host.Transition) error {
	data, err := json.Marshal(move{From: t.From, To: t.To})
	if err != nil {
		return err
	}
	err = q.RecordTransitions(ctx, db.RecordTransitionsParams{
		JobID: job, Directories: list(directories), EventType: "submission_" + string(t.To), EventData: data,
	})
	if err != nil {
		return fmt.Errorf("record transitions: %w", err)
	}
	return nil
}

func recordOf(ctx context.Context, q *db.Queries, job uuid.UUID, directory *string, event string, data any) error {
	encoded := json.RawMessage("{}")
	if data != nil {
		var err error
		if encoded, err = json.Marshal(data); err != nil {
			return err
		}
	}
	if err := q.RecordEvent(ctx, db.RecordEventParams{JobID: job, Directory: directory, EventType: event, EventData: document(encoded)}); err != nil {
		return fmt.Errorf("record %s: %w", event, err)
	}
	return nil
}
