package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/directorybolt/directorybolt/host"
)

// Figures tells how the whole has been doing.
func (d *DB) Figures(ctx context.Context) (f host.Figures, err error) {
	days, err := d.read().FiguresByDay(ctx)
	if err != nil {
		return f, fmt.Errorf("figures by day: %w", err)
	}
	for _, r := range days {
		f.Days = append(f.Days, host.DayFigures{Day: r.Day.UTC(), Completed: int(r.Completed), Outcomes: outcomes(r.Taken, r.Refused, r.Failed, r.Unknown)})
	}
	directories, err := d.read().FiguresByDirectory(ctx)
	if err != nil {
		return f, fmt.Errorf("figures by directory: %w", err)
	}
	for _, r := range directories {
		f.Directories = append(f.Directories, host.DirectoryFigures{
			Slug: r.Slug, Name: r.Name, Outcomes: outcomes(r.Taken, r.Refused, r.Failed, r.Unknown), Typical: seconds(r.Typical), Slow: seconds(r.Slow),
		})
	}
	load, err := d.read().FiguresOfLoad(ctx)
	if err != nil {
		return f, fmt.Errorf("figures of the load: %w", err)
	}
	f.Load = host.Load{
		Orders: int(load.Orders), OldestOrder: seconds(load.Oldest), Waiting: int(load.Waiting), UnderWay: int(load.UnderWay), Needs: int(load.Needs),
		OrderLatency: seconds(load.OrderLatency), Paid: int(load.Paid), Done: int(load.Done),
	}
	processes, err := d.Processes(ctx)
	if err != nil {
		return f, err
	}
	for _, p := range processes {
		if p.StoppedAt.IsZero() && !p.Lost && slices.Contains(p.Roles, "worker") {
			f.Load.Workers++
			f.Load.Slots += p.Slots
			f.Load.Busy += p.Working
		}
	}
	return f, nil
}

func outcomes(taken, refused, failed, unknown int32) host.Outcomes {
	return host.Outcomes{Taken: int(taken), Refused: int(refused), Failed: int(failed), Unknown: int(unknown)}
}
