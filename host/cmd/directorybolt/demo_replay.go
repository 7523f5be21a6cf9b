package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// replay repeats the calls of every submission in another process, whose guests are given another time and other random bytes. Nothing that an
// adapter answers may depend on either: its error says that an answer does.
func (d *demo) replay(ctx context.Context, outcomes []outcome) error {
	folder := filepath.Join(d.Data, "traces")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{
		"adapter", "replay", "--json", "--clock", "2031-05-06T07:08:09Z", "--seed", "20310506", "--adapters", d.Adapters, "--data", d.Data,
	}
	for _, o := range outcomes {
		calls, err := d.system.db.Trace(ctx, o.row.Submission.ID)
		if err != nil {
			return err
		}
		if len(calls) == 0 {
			continue // the directory does not allow it, so nobody was asked
		}
		file, directory, err := traceFile(ctx, d.system.db, o.row.Submission.ID)
		if err != nil {
			return err
		}
		path := filepath.Join(folder, directory+".trace")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			return err
		}
		args = append(args, path)
	}
	// A difference is exit code 1, and the report says which.
	said, err := exec.CommandContext(ctx, self, args...).Output()
	var report replayReport
	if json.Unmarshal(said, &report) != nil {
		return fmt.Errorf("replay the traces: %w", err)
	}
	share := "100"
	if report.Equal < report.Calls {
		share = fmt.Sprintf("%.1f", 100*float64(report.Equal)/float64(report.Calls))
	}
	text := fmt.Sprintf("%d traces replayed in another process, with another clock and seed: %s %% of their %d calls gave equal bytes.", len(report.Traces), share, report.Calls)
	if report.Equal == report.Calls {
		d.out.line("%s", d.out.paint(good, text))
		return nil
	}
	d.out.line("%s", d.out.paint(bad, text))
	for _, t := range report.Traces {
		for _, c := range t.Calls {
			if c.Ending != "same" {
				d.out.line("  %s call %d, %s: %s %s", t.File, c.Number, c.Op, c.Ending, c.Why)
			}
		}
	}
	return exit(exitFailed)
}
