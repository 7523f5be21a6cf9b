// Package lint judges an adapter before anybody runs it: what its manifest says, what its cases show, whether the selectors in its source are on
// the pages it has captured. It opens no pages and starts no modules; the caller hands it a way to call the adapter.
package lint

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

// Severities.
const (
	Error   = "error"   // the adapter would not work, or not safely
	Warning = "warning" // worth mending
)

// Finding is one thing to mend.
type Finding struct {
	File     string `json:"file"`           // within the adapter's folder
	Line     int    `json:"line,omitempty"` // 0 where no line is to blame
	Severity string `json:"severity"`
	Rule     string `json:"rule"` // "no-verify"; does not change
	Message  string `json:"message"`
	Fix      string `json:"fix"` // what to do
}

// Place is where the finding is, as editors understand it.
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// Adapter is what is judged.
type Adapter struct {
	Dir      string
	Manifest sdk.Manifest
	Cases    []sdktest.Case
	Call     sdktest.Caller // calls the compiled adapter
}

// Check returns what is to be mended, errors first, then by place. An error says that the folder could not be read.
func Check(a Adapter) ([]Finding, error) {
	source, err := readSource(a.Dir)
	if err != nil {
		return nil, err
	}
	pages, err := readPages(a.Dir, a.Cases)
	if err != nil {
		return nil, err
	}
	r := &report{adapter: a, source: source}
	r.manifest()
	r.functions()
	r.cases(pages)
	r.selectors(pages)
	r.imports()
	slices.SortStableFunc(r.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule))
	})
	return r.findings, nil
}

// report collects findings.
type report struct {
	adapter  Adapter
	source   *source
	findings []Finding
}

func (r *report) add(severity, rule, file string, line int, fix, format string, args ...any) {
	if rel, err := filepath.Rel(r.adapter.Dir, file); err == nil && filepath.IsAbs(file) == filepath.IsAbs(r.adapter.Dir) {
		file = rel
	}
	f := Finding{File: filepath.ToSlash(file), Line: line, Severity: severity, Rule: rule, Message: fmt.Sprintf(format, args...), Fix: fix}
	if !slices.Contains(r.findings, f) {
		r.findings = append(r.findings, f)
	}
}

// atText adds a finding to the line of the source that has text.
func (r *report) atText(text, severity, rule, fix, format string, args ...any) {
	file, line := r.source.find(text)
	r.add(severity, rule, file, line, fix, format, args...)
}

// can reports whether the adapter has a function.
func (r *report) can(op sdk.Op) bool {
	return slices.Contains(r.adapter.Manifest.Functions, op.String())
}
