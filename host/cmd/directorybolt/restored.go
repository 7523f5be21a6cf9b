package main

import (
	"context"
	"fmt"
	"os"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// RestoredCmd lets the workers have a database that was restored, promoted or moved.
type RestoredCmd struct {
	Complete bool   `help:"Nothing is missing: it was moved while everything stood still, or the standby had it all."`
	Reason   string `required:"" placeholder:"TEXT" help:"Which backup, and why, for the audit log."`
}

// Run marks every order there is: nothing of it is pressed before its directory was asked.
func (c *RestoredCmd) Run(ctx context.Context) error {
	url, err := databaseURL()
	if err != nil {
		return err
	}
	if url == "" {
		return host.Errorf(host.Invalid, "DATABASE_URL is not set: name the database that was restored")
	}
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	jobs, err := db.Restored(ctx, c.Complete, c.Reason)
	if err != nil {
		return err
	}
	if c.Complete {
		fmt.Fprintln(os.Stdout, "The workers may have it. Nothing is looked up beyond what they always do.")
		return nil
	}
	fmt.Fprintf(os.Stdout, "The workers may have it. What is still to do of %d orders is looked up at each directory before anything is sent;\n"+
		"where a directory cannot be asked, a person is.\n", jobs)
	return nil
}
