package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// processAge is how long processes that have ended stay on record, and shownAge how long they are listed.
const (
	processAge = 30 * 24 * time.Hour
	shownAge   = 24 * time.Hour
)

// Beat records that a process is there, and how it is.
func (d *DB) Beat(ctx context.Context, p host.Process) error {
	parts, err := json.Marshal(p.Parts)
	if err != nil {
		return err
	}
	err = d.read().BeatProcess(ctx, db.BeatProcessParams{
		ID: p.ID, Host: p.Host, Pid: int32(p.PID), Roles: list(p.Roles), Version: p.Version, Slots: int32(p.Slots), Working: int32(p.Working), Parts: parts,
	})
	if err != nil {
		return fmt.Errorf("record process: %w", err)
	}
	return nil
}

// EndProcess records that a process has stopped, and forgets those that did so long ago.
func (d *DB) EndProcess(ctx context.Context, id uuid.UUID) error {
	if err := d.read().StopProcess(ctx, id); err != nil {
		return fmt.Errorf("record the end of the process: %w", err)
	}
	if err := d.read().ForgetProcesses(ctx, processAge); err != nil {
		return fmt.Errorf("forget old processes: %w", err)
	}
	return nil
}

// Processes lists those of the last day: the lost ones first, those that have stopped last.
func (d *DB) Processes(ctx context.Context) ([]host.Process, error) {
	rows, err := d.read().Processes(ctx, db.ProcessesParams{Patience: host.LostAfter, Age: shownAge})
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	out := make([]host.Process, len(rows))
	for i, r := range rows {
		p := r.Process
		out[i] = host.Process{
			ID: p.ID, Host: p.Host, PID: int(p.Pid), Roles: p.Roles, Version: p.Version, Slots: int(p.Slots), Working: int(p.Working),
			StartedAt: p.StartedAt, SeenAt: p.SeenAt, Lost: r.Lost,
		}
		if p.StoppedAt != nil {
			out[i].StoppedAt = *p.StoppedAt
		}
		if err := json.Unmarshal(p.Parts, &out[i].Parts); err != nil {
			return nil, fmt.Errorf("parts of process %s: %w", p.ID, err)
		}
	}
	return out, nil
}

// Slots is how many submissions the living workers make at once, all together.
func (d *DB) Slots(ctx context.Context) (int, error) {
	n, err := d.read().LivingSlots(ctx, host.LostAfter)
	if err != nil {
		return 0, fmt.Errorf("slots of living workers: %w", err)
	}
	return int(n), nil
}
