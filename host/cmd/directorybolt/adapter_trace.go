package main

import (
	"bytes"
	"context"
	"errors"
	"os"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/trace"
)

// AdapterTraceCmd gets a trace out of the database.
type AdapterTraceCmd struct {
	Submission uuid.UUID `arg:"" help:"Id of the submission, as in the address of its page."`
	Output     string    `short:"o" placeholder:"FILE" help:"File to write; DIRECTORY.trace if not given."`
	Data       string    `placeholder:"DIR" help:"Data folder of the host, unless DATABASE_URL says where its database is (${data})."`
}

// Run writes the file. It holds a customer's data, so only its owner may read it.
func (c *AdapterTraceCmd) Run(ctx context.Context) (err error) {
	url, err := databaseURL()
	if err != nil {
		return err
	}
	if c.Data == "" {
		c.Data = dataDir("serve")
	}
	s := &system{}
	defer func() { err = errors.Join(err, s.stop()) }()
	if url == "" {
		if _, err := os.Stat(c.Data); err != nil {
			return host.Errorf(host.NotFound, "there is no data folder %s: say where the host keeps its data with --data", c.Data)
		}
		if err := s.lock(c.Data); err != nil {
			return host.Errorf(host.Conflict, "%w; while it runs, its pages have the trace: /staff/submissions/%s/trace", err, c.Submission)
		}
	}
	db, stop, err := openDatabase(ctx, systemConfig{Places: Places{Data: c.Data}, database: url})
	if stop != nil {
		s.closers = append(s.closers, stop)
	}
	if err != nil {
		return err
	}
	file, directory, err := traceFile(ctx, db, c.Submission)
	if err != nil {
		return err
	}
	if c.Output == "" {
		c.Output = directory + ".trace"
	}
	if err := os.WriteFile(c.Output, file, 0o600); err != nil {
		return host.Errorf(host.Invalid, "write the trace: %w", err)
	}
	stdout().line("%s, %d bytes. It holds the customer's data; before you give it away make a twin:\n  directorybolt adapter replay %s --twin twin.trace", c.Output, len(file), c.Output)
	return nil
}

// traceFile returns the trace of a submission as a file, and its directory. [host.NotFound] says that there is none.
func traceFile(ctx context.Context, db *postgres.DB, submission uuid.UUID) (file []byte, directory string, err error) {
	summary, err := db.Submission(ctx, submission)
	if err != nil {
		return nil, "", err
	}
	directory = summary.Submission.Directory
	calls, err := db.Trace(ctx, submission)
	if err != nil {
		return nil, directory, err
	}
	if len(calls) == 0 {
		return nil, directory, host.Errorf(host.NotFound, "This submission has no trace: no adapter was called for it, or its calls are older than they are kept.")
	}
	var out bytes.Buffer
	err = trace.New(submission.String(), directory, calls).Write(&out)
	return out.Bytes(), directory, err
}
