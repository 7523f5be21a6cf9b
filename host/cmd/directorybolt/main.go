// Command directorybolt is the whole host: `serve` runs it, `demo` shows it on this machine, `submit` makes one submission, `adapter` is for
// the authors of adapters, `doctor` says what a machine lacks.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // customers read times in their own zone, whatever this machine knows of zones

	"github.com/alecthomas/kong"

	"github.com/directorybolt/directorybolt/host"
)

type cli struct {
	Serve    ServeCmd    `cmd:"" help:"Run the host: pages, queue and browser, until Ctrl-C."`
	Demo     DemoCmd     `cmd:"" help:"Carry one order of 50 directories through on this machine, and judge every outcome."`
	Run      RunCmd      `cmd:"" help:"Like demo, and stay up until Ctrl-C."`
	Submit   SubmitCmd   `cmd:"" help:"Submit one business to one directory, with live steps."`
	Adapter  AdapterCmd  `cmd:"" help:"Start, build and test adapters."`
	Member   MemberCmd   `cmd:"" help:"Say who may sign in as staff or contributor."`
	Key      KeyCmd      `cmd:"" help:"Make, list and revoke API keys of customers."`
	SignIn   SignInCmd   `cmd:"" name:"sign-in" help:"Print a link that signs in, once."`
	DLQ      DLQCmd      `cmd:"" name:"dlq" help:"Look after the dead letters of the order queue."`
	Evidence EvidenceCmd `cmd:"" help:"Look after the keys of the evidence."`
	Pause    PauseCmd    `cmd:"" help:"Let nothing be begun or sent, everywhere or in one directory, until it is resumed."`
	Resume   ResumeCmd   `cmd:"" help:"End a pause."`
	Migrate  MigrateCmd  `cmd:"" help:"Bring the database in DATABASE_URL up to date."`
	Restored RestoredCmd `cmd:"" help:"Let the workers have a database in DATABASE_URL that was restored, promoted or moved."`
	Compile  CompileCmd  `cmd:"" hidden:"" help:"Compile the adapter on standard input; the other commands start it."`
	Doctor   DoctorCmd   `cmd:"" help:"Say what this machine lacks, and the command for it."`
}

// Exit codes. Those of `submit` say how the submission ended, so that scripts can act on it.
const (
	exitFailed  = 1 // something of ours went wrong, or an outcome was not the expected one
	exitUsage   = 2 // the command line or its input is wrong
	exitRefused = 3 // submit: the directory said no, or its form could not be filled
	exitPerson  = 4 // submit: a person is needed first
	exitUnknown = 5 // submit: pressed, and nothing proves what came of it
)

// exit is an error that has been told to the user and only has to become an exit code.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	var commands cli
	parser := kong.Must(&commands,
		kong.Name("directorybolt"),
		kong.Description("Puts a business into directories, and proves it. Serves adapters of "+contractsServed()+"."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"data": dataDir("NAME"), "press_window": "90s"},
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "directorybolt: %v\nSay `directorybolt --help` for what there is.\n", err)
		return exitUsage
	}
	err = command.Run()
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return exitFailed // Ctrl-C; whoever pressed it knows
	}
	fmt.Fprintln(visible{os.Stderr}, "directorybolt:", err)
	if host.KindOf(err) == host.Invalid {
		return exitUsage
	}
	return exitFailed
}
