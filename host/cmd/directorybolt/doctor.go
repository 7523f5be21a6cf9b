package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/browser"
)

// DoctorCmd says what this machine lacks to run DirectoryBolt, what of its environment does not work, and what in it is not used.
type DoctorCmd struct {
	JSON  bool `help:"Print the findings as a JSON array."`
	Fetch bool `help:"Only fetch the browser's driver, for images that start without network."`
}

// Run prints the findings. Its error says that something needed is missing, or configured and of no use.
func (c *DoctorCmd) Run(ctx context.Context) error {
	if c.Fetch {
		return browser.Install(ctx, driverDir())
	}
	m := machine{root: "/", environ: os.Environ(), uid: os.Getuid(), driver: driverDir()}
	return c.report(os.Stdout, append(m.examine(), configured(ctx)...))
}

// finding is one thing the doctor looked at.
type finding struct {
	Name   string       `json:"name"`
	State  findingState `json:"state"`
	Detail string       `json:"detail"`        // what was found, or what it is needed for
	Fix    string       `json:"fix,omitempty"` // the command that mends it
}

type findingState string

const (
	stateOK      findingState = "ok"
	stateMissing findingState = "missing" // the program cannot do its work without
	stateWrong   findingState = "wrong"   // configured, and it does not work
	stateAdvice  findingState = "advice"  // it runs, but worse
	stateUnused  findingState = "unused"  // set in the environment, read by nothing
)

func (c *DoctorCmd) report(w io.Writer, findings []finding) error {
	if c.JSON {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(findings); err != nil {
			return fmt.Errorf("write findings: %w", err)
		}
	} else {
		for _, f := range findings {
			fmt.Fprintf(w, "  %-8s %-24s %s\n", f.State, f.Name, f.Detail)
			if f.Fix != "" {
				fmt.Fprintf(w, "  %-8s %-24s   %s\n", "", "", f.Fix)
			}
		}
	}
	missing, wrong := 0, 0
	for _, f := range findings {
		switch f.State {
		case stateMissing:
			missing++
		case stateWrong:
			wrong++
		}
	}
	if wrong > 0 {
		return host.Errorf(host.Unavailable, "%d settings do not work and %d of what is needed is missing; each line above says what mends it", wrong, missing)
	}
	if missing > 0 {
		return host.Errorf(host.Unavailable, "%d of what is needed is missing; each line above says the command that mends it, and `make demo` installs them all", missing)
	}
	if !c.JSON {
		fmt.Fprintln(w, "\nEverything needed is here.")
	}
	return nil
}
