package main

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/lint"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// AdapterLintCmd judges an adapter before anybody runs it.
type AdapterLintCmd struct {
	Dir  string `arg:"" optional:"" default:"." type:"existingdir" help:"Folder of the adapter."`
	JSON bool   `name:"json" help:"Print one JSON object for each finding."`
}

// Help documents the rules by their names.
func (AdapterLintCmd) Help() string {
	return `Compiles the adapter, asks it for its manifest, runs its cases in the sandbox, and holds its source against the pages
in testdata/pages. One line for each finding: place, severity, what is wrong, what to do.

Errors:
  no-verify, no-hosts, bad-host, bad-start, start-off-hosts, bad-version, bad-selector
  no-case         no case tries one of the functions
  case-fails      a case does not pass
  target-missed   a step finds nothing, or more than one thing, on its case's page

Warnings:
  no-lookup, no-licence, no-author, no-summary, start-without-tls
  no-submit, no-doubt            no case ends in a submit; none doubts an answer page
  requires-untried               no case shows that a business without the field is rejected
  requires-lacks                 a case rejects for a field that Requires does not name
  page-unused                    a captured page that no case is about
  selector-unmatched, -unjudged  a target in the source is on no captured page, or only a page's source could tell
  heavy-import                   fmt, encoding/json and others that make the module much larger

Examples:
  directorybolt adapter lint
  directorybolt adapter lint --json plugins/hello | jq -r 'select(.severity == "error") | .message'

With --json each line is {"file", "line", "severity", "rule", "message", "fix"}.

Exit codes: 0 no errors; 1 errors; 2 the adapter cannot be judged, for it does not compile or its cases cannot be read.`
}

// Run prints the findings.
func (c *AdapterLintCmd) Run(ctx context.Context) (err error) {
	out := stdout()
	c.Dir = filepath.Clean(c.Dir)
	engine, err := openSandbox(ctx, sandbox.Config{CacheDir: authorsCache()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close(ctx)) }()
	done := out.during("compiling")
	module, _, err := loadBuilt(ctx, engine, c.Dir)
	done()
	if err != nil {
		return err
	}
	cases, err := sdktest.Read(c.Dir, module.Manifest())
	if err != nil {
		return host.Errorf(host.Invalid, "%w", err)
	}
	findings, err := lint.Check(lint.Adapter{
		Dir: c.Dir, Manifest: module.Manifest(), Cases: cases,
		Call: func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error) {
			answer, _, err := module.Call(ctx, op, turn)
			return answer, err
		},
	})
	if err != nil {
		return host.Errorf(host.Invalid, "%w", err)
	}
	faults := 0
	for _, f := range findings {
		if f.Severity == lint.Error {
			faults++
		}
		if c.JSON {
			printJSON(out, f)
			continue
		}
		colour := map[string]string{lint.Error: bad, lint.Warning: wait}[f.Severity]
		out.line("%s: %s: %s [%s]\n    %s", f.Place(), out.paint(colour, f.Severity), f.Message, f.Rule, out.paint(faint, f.Fix))
	}
	if !c.JSON {
		tellFindings(out, faults, len(findings)-faults)
	}
	if faults > 0 {
		return exit(exitFailed)
	}
	return nil
}

func tellFindings(out terminal, faults, warnings int) {
	switch {
	case faults > 0:
		out.line("%s, %s", out.paint(bad, counted(faults, "error")), counted(warnings, "warning"))
	case warnings > 0:
		out.line("no errors, %s", out.paint(wait, counted(warnings, "warning")))
	default:
		out.line("%s", out.paint(good, "nothing to mend"))
	}
}
