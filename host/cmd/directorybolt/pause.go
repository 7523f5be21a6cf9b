package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

// PauseCmd stops what is sent, everywhere or to one directory.
type PauseCmd struct {
	Places
	Reason    string        `required:"" help:"Why, on record; staff see it."`
	Directory string        `placeholder:"SLUG" help:"Only this directory."`
	For       time.Duration `placeholder:"TIME" help:"For so long, such as 2h. Without it: until it is resumed."`
}

// Run pauses. What is being pressed just now takes up to the press window; nothing else is begun once it has returned.
func (c *PauseCmd) Run(ctx context.Context) error {
	if c.For < 0 {
		return host.Errorf(host.Invalid, "--for %s lies in the past", c.For)
	}
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	until, words := time.Time{}, "until `directorybolt resume`"
	if c.For > 0 {
		until = time.Now().Add(c.For)
		words = "until " + until.Format("2 Jan 15:04 MST")
	}
	what := "Sending is paused everywhere"
	if c.Directory != "" {
		what = c.Directory + " is paused"
		err = db.PauseDirectory(ctx, uuid.Nil, c.Directory, c.Reason, until)
	} else {
		err = db.PauseAll(ctx, uuid.Nil, c.Reason, until)
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s. What was pressed before is still looked up.\n", what, words)
	return nil
}

// ResumeCmd ends a pause.
type ResumeCmd struct {
	Places
	Directory string `placeholder:"SLUG" help:"Only this directory."`
	Reason    string `help:"Why, on record." default:"resumed at the command line"`
}

// Run resumes. What waited goes on within a minute.
func (c *ResumeCmd) Run(ctx context.Context) error {
	db, err := openRunning(ctx, c.Places)
	if err != nil {
		return err
	}
	defer db.Close()
	what := "Sending goes on; directories that are paused themselves stay so"
	if c.Directory != "" {
		what = c.Directory + " goes on"
		err = db.ResumeDirectory(ctx, uuid.Nil, c.Directory, c.Reason)
	} else {
		err = db.ResumeAll(ctx, uuid.Nil, c.Reason)
	}
	if err != nil {
		return err
	}
	fmt.Println(what + ".")
	return nil
}
