package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/sandbox"
	"github.com/directorybolt/directorybolt/host/trap"
	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// AdapterTestCmd runs the own test of an adapter in Go, then the cases of any adapter on the compiled module in the sandbox it will run in.
type AdapterTestCmd struct {
	Dir     string `arg:"" optional:"" default:"." type:"existingdir" help:"Folder of the adapter."`
	Pattern string `name:"run" placeholder:"PATTERN" help:"Only cases whose name this regular expression fits."`
	Update  bool   `help:"Write what the adapter answers into its cases; read the difference before you commit it."`
	JSON    bool   `name:"json" help:"One JSON object a line instead of text; --help says which."`
}

// Help documents what the command prints.
func (AdapterTestCmd) Help() string {
	return `Runs "go test", then each case of testdata/*.json on the compiled module. A case fails where the answer is not
the expected one, where a step finds nothing on the case's page, or where the module ends without an answer.

Examples:
  directorybolt adapter test                   all cases of the adapter in this folder
  directorybolt adapter test --run '^verify'   the cases of verify
  directorybolt adapter test --update          accept what it answers, after you have looked at it

With --json there is a line for each case:
  {"case", "op", "status": "ok" or "fail", "milliseconds", "misses": [{"step", "what", "why", "nearest"}],
   "differences": [{"where", "was", "now"}], "error", "failure", "trap": {"reason", "frames"}, "log"}
and a last one: {"cases", "failed", "native": "ok", "fail" or "none", "output", "bytes", "sha256"}.

Exit codes: 0 all pass; 2 something fails, or does not compile; 1 something of ours went wrong.`
}

// caseReport is what came of one case in the sandbox.
type caseReport struct {
	Case         string               `json:"case"`
	Op           string               `json:"op"`
	Status       string               `json:"status"` // "ok" or "fail"
	Milliseconds float64              `json:"milliseconds"`
	Misses       []sdktest.Miss       `json:"misses,omitempty"`
	Differences  []sdktest.Difference `json:"differences,omitempty"`
	Error        string               `json:"error,omitempty"`
	Failure      string               `json:"failure,omitempty"` // kind of the sandbox: "trap"
	Trap         *trap.Trap           `json:"trap,omitempty"`
	Log          string               `json:"log,omitempty"`
}

// testReport is the last line.
type testReport struct {
	Cases  int    `json:"cases"`
	Failed int    `json:"failed"`
	Native string `json:"native"` // "ok" or "fail"; "none" for an adapter that is not in Go
	Output string `json:"output,omitempty"`
	Bytes  int    `json:"bytes,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
}

// Run prints a line for each case; its error says how many failed.
func (c *AdapterTestCmd) Run(ctx context.Context) (err error) {
	pattern, err := regexp.Compile(c.Pattern)
	if err != nil {
		return host.Errorf(host.Invalid, "--run takes a regular expression: %w", err)
	}
	out := stdout()
	all := testReport{Native: "none"}
	if languageOf(c.Dir) == golang {
		if err := c.native(ctx, out); err != nil {
			return err
		}
		all.Native = "ok"
	}
	engine, err := openSandbox(ctx, sandbox.Config{CacheDir: authorsCache()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close(ctx)) }()
	done := out.during("compiling for the sandbox")
	module, size, err := loadBuilt(ctx, engine, c.Dir)
	done()
	if err != nil {
		return err
	}
	cases, err := sdktest.Load(c.Dir, module.Manifest())
	if err != nil {
		return host.Errorf(host.Invalid, "%w", err)
	}
	all.Bytes, all.SHA256 = size, module.Digest()
	for _, one := range cases {
		if !pattern.MatchString(one.Name) {
			continue
		}
		if c.Update && all.Native == "none" { // else `go test` has done it
			err := one.Update(func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error) {
				answer, _, err := module.Call(ctx, op, turn)
				return answer, err
			})
			if err != nil {
				return host.Errorf(host.Invalid, "%s: %w", one.Name, err)
			}
			continue
		}
		report := runCase(ctx, c.Dir, module, one)
		all.Cases++
		if report.Status != "ok" {
			all.Failed++
		}
		if c.JSON {
			printJSON(out, report)
		} else {
			report.tell(out)
		}
	}
	if c.JSON {
		printJSON(out, all)
	}
	switch {
	case all.Cases == 0:
		return host.Errorf(host.Invalid, "no case is called like %q; testdata has %s", c.Pattern, namesOf(cases))
	case all.Failed > 0:
		return host.Errorf(host.Invalid, "%d of %d cases fail in the sandbox", all.Failed, all.Cases)
	case !c.JSON:
		where := "in the sandbox"
		if all.Native == "ok" {
			where = "natively and in the sandbox"
		}
		out.line("%s (%d bytes, sha256 %s)", out.paint(good, fmt.Sprintf("%d cases pass %s", all.Cases, where)), size, module.Digest())
	}
	return nil
}

// native runs the adapter's own tests with the Go toolchain.
func (c *AdapterTestCmd) native(ctx context.Context, out terminal) error {
	args := []string{"test", "."}
	if c.Pattern != "" {
		args = append(args, "-run", "/"+c.Pattern)
	}
	if c.Update {
		args = append(args, "-update")
	}
	test, err := goTool(ctx, c.Dir, args...)
	if err != nil {
		return err
	}
	var said bytes.Buffer
	test.Stdout, test.Stderr = &said, &said
	done := out.during("go test")
	err = test.Run()
	done()
	if err == nil {
		if !c.JSON {
			out.line("%s", strings.TrimSpace(said.String()))
		}
		return nil
	}
	if c.JSON {
		printJSON(out, testReport{Native: "fail", Output: said.String()})
	} else {
		out.line("%s", strings.TrimSpace(out.differences(said.String())))
	}
	if strings.Contains(said.String(), "[build failed]") || strings.Contains(said.String(), "[setup failed]") || !strings.Contains(said.String(), "FAIL") {
		return host.Errorf(host.Invalid, "the adapter does not compile, or %s is not the folder of one (%v)", c.Dir, err)
	}
	return host.Errorf(host.Invalid, "the adapter's own tests fail (%v); mend them first", err)
}

// loadBuilt compiles the adapter in dir and loads it.
func loadBuilt(ctx context.Context, engine *sandbox.Engine, dir string) (*sandbox.Module, int, error) {
	_, wasm, err := buildAdapter(ctx, engine, dir)
	if err != nil {
		return nil, 0, err
	}
	module, err := engine.Load(ctx, wasm)
	if err != nil {
		return nil, 0, host.Errorf(host.Invalid, "%w", err)
	}
	return module, len(wasm), nil
}

func runCase(ctx context.Context, dir string, module *sandbox.Module, one sdktest.Case) caseReport {
	var record host.Call
	result, err := one.Run(func(op sdk.Op, turn *sdk.Turn) (answer *sdk.Answer, err error) {
		answer, record, err = module.Call(ctx, op, turn)
		return answer, err
	})
	report := caseReport{
		Case: one.Name, Op: one.Op.String(), Status: "ok", Milliseconds: float64(record.Duration.Microseconds()) / 1000,
		Misses: result.Misses, Differences: result.Differences, Failure: record.Failure, Log: record.Log,
	}
	if err != nil {
		report.Error = err.Error()
	}
	if t, ok := trap.Read(record.Log); ok && record.Failure != "" {
		report.Trap = &t
	}
	if report.Trap == nil && (record.Failure == string(sandbox.Exhausted) || record.Failure == string(sandbox.Indeterminate)) {
		report.Trap = stopped(ctx, dir, record)
	}
	if err != nil || !result.Passed() {
		report.Status = "fail"
	}
	return report
}

// stopped builds the adapter again with its symbols and repeats a call that did not end, to say in which function it is. Nil where that cannot
// be told.
func stopped(ctx context.Context, dir string, record host.Call) *trap.Trap {
	file, err := os.CreateTemp("", "directorybolt-symbols-*.wasm")
	if err != nil {
		return nil
	}
	defer os.Remove(file.Name())
	file.Close()
	build, err := goTool(ctx, dir, "build", "-buildmode=c-shared", "-o", file.Name(), ".")
	if err != nil {
		return nil
	}
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "CGO_ENABLED=0")
	if build.Run() != nil {
		return nil // not Go
	}
	wasm, err := os.ReadFile(file.Name())
	if err != nil {
		return nil
	}
	frames, err := trap.Stopped(ctx, wasm, record.Op, record.Request, time.Second)
	if err != nil || len(frames) == 0 {
		return nil
	}
	return &trap.Trap{Reason: "it does not end; it is busy", Frames: frames}
}

func (r caseReport) tell(out terminal) {
	took := out.paint(faint, time.Duration(r.Milliseconds*float64(time.Millisecond)).Round(10*time.Microsecond).String())
	if r.Status == "ok" {
		out.line("%s   %-32s %s", out.paint(good, "ok"), r.Case, took)
		return
	}
	head := r.Case
	if r.Error != "" {
		head += ": " + r.Error
	}
	out.line("%s %s", out.paint(bad, "FAIL"), head)
	if r.Trap != nil {
		fmt.Fprint(out, indent(r.Trap.Text()))
	} else if r.Log != "" {
		out.line("  its log:\n%s", indent(r.Log))
	}
	fmt.Fprint(out, out.differences(indent(sdktest.Result{Misses: r.Misses, Differences: r.Differences}.Text())))
}

func indent(text string) string {
	if text == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

// differences paints the lines that say what was and what is.
func (t terminal) differences(text string) string {
	if !t.colour {
		return text
	}
	var all strings.Builder
	for line := range strings.Lines(text) {
		bare := strings.TrimSuffix(line, "\n")
		switch word, _, _ := strings.Cut(strings.TrimSpace(bare), "  "); word {
		case "was":
			line = t.paint(bad, bare) + "\n"
		case "now":
			line = t.paint(good, bare) + "\n"
		}
		all.WriteString(line)
	}
	return all.String()
}

func namesOf(cases []sdktest.Case) string {
	var names []string
	for _, c := range cases {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// printJSON writes v as one line.
func printJSON(w io.Writer, v any) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // the reader is gone
}
