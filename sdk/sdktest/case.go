package sdktest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Caller makes one call of an adapter: natively, or in the sandbox. An error says that there was no answer.
type Caller func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error)

// Case is one case, ready to run.
type Case struct {
	Name string // of its file, without ".json"
	Op   sdk.Op
	Turn sdk.Turn

	path string
	file file
}

// file is a case as it is written down.
type file struct {
	Op        string            `json:"op"`
	Business  json.RawMessage   `json:"business,omitempty"`
	Page      json.RawMessage   `json:"page,omitempty"`
	Directory *sdk.Directory    `json:"directory,omitempty"`
	State     []byte            `json:"state,omitempty"`
	Number    uint32            `json:"number,omitempty"`
	Results   []sdk.StepResult  `json:"results,omitempty"`
	Secrets   []string          `json:"secrets,omitempty"`
	Refusals  []sdk.Refusal     `json:"refusals,omitempty"`
	Expect    *sdk.Move         `json:"expect,omitempty"`
	Fails     *sdk.AdapterError `json:"fails,omitempty"`
}

// Load reads the cases testdata/*.json below dir, in the order of their names. The manifest is that of the adapter. A function without a case is an
// error.
func Load(dir string, m sdk.Manifest) ([]Case, error) {
	cases, err := Read(dir, m)
	if err != nil {
		return nil, err
	}
	for _, f := range m.Functions {
		if !slices.ContainsFunc(cases, func(c Case) bool { return c.Op.String() == f }) {
			return nil, fmt.Errorf("no case in testdata has \"op\": %q; write one, and `directorybolt adapter test --update` fills in what is expected", f)
		}
	}
	return cases, nil
}

// Read is Load for a folder that may lack cases.
func Read(dir string, m sdk.Manifest) ([]Case, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "testdata", "*.json"))
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, path := range paths {
		c, err := load(path, m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		cases = append(cases, c)
	}
	return cases, nil
}

func load(path string, m sdk.Manifest) (Case, error) {
	c := Case{Name: strings.TrimSuffix(filepath.Base(path), ".json"), path: path}
	raw, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	if err := strict(raw, &c.file); err != nil {
		return c, err
	}
	switch c.file.Op {
	case "plan":
		c.Op = sdk.OpPlan
	case "verify":
		c.Op = sdk.OpVerify
	case "lookup":
		c.Op = sdk.OpLookup
	default:
		return c, fmt.Errorf("\"op\" is %q; it must be plan, verify or lookup", c.file.Op)
	}
	c.Turn = sdk.Turn{
		Contract: sdk.ContractVersion, State: c.file.State, Number: max(c.file.Number, 1), Results: c.file.Results,
		Secrets: c.file.Secrets, Refusals: c.file.Refusals, Business: Business(),
		Directory: sdk.Directory{Slug: m.Name, Name: m.Name, Hosts: m.Hosts, Start: m.Start},
	}
	if c.file.Directory != nil {
		c.Turn.Directory = *c.file.Directory
	}
	if len(c.file.Business) > 0 {
		c.Turn.Business = sdk.Business{}
		if err := inlineOrFile(path, c.file.Business, &c.Turn.Business); err != nil {
			return c, fmt.Errorf("business: %w", err)
		}
	}
	if len(c.file.Page) > 0 {
		c.Turn.Page = new(sdk.Page)
		if err := inlineOrFile(path, c.file.Page, c.Turn.Page); err != nil {
			return c, fmt.Errorf("page: %w", err)
		}
	}
	return c, nil
}

// inlineOrFile reads raw into v, or the file it names beside the case.
func inlineOrFile(path string, raw json.RawMessage, v any) error {
	var name string
	if json.Unmarshal(raw, &name) == nil {
		content, err := os.ReadFile(filepath.Join(filepath.Dir(path), filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		raw = content
	}
	return strict(raw, v)
}

// strict reads JSON and fails on fields it does not know: they are mistakes of the author.
func strict(raw []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// Result is what came of one run of a case.
type Result struct {
	Answer      *sdk.Answer
	Differences []Difference // from what the case expects
	Misses      []Miss       // steps that would find nothing on the case's page
}

// Passed reports whether the answer is the expected one and each step finds its target.
func (r Result) Passed() bool { return len(r.Differences) == 0 && len(r.Misses) == 0 }

// Text is what is wrong, as people read it; empty if nothing is.
func (r Result) Text() string {
	var text strings.Builder
	for _, m := range r.Misses {
		text.WriteString(m.Text() + "\n")
	}
	for _, d := range r.Differences {
		text.WriteString(d.Text())
	}
	return text.String()
}

// Run makes the call and compares the answer with the one expected. An error says what is wrong with the answer itself, or that there is none.
func (c Case) Run(call Caller) (Result, error) {
	got, err := c.call(call)
	if err != nil {
		return Result{}, err
	}
	r := Result{Answer: got, Misses: c.misses(got)}
	if c.file.Expect == nil && c.file.Fails == nil {
		return r, fmt.Errorf("the case expects nothing yet; `directorybolt adapter test --update` fills it in, for you to read")
	}
	r.Differences = Differences(&sdk.Answer{Move: c.file.Expect, Error: c.file.Fails}, got, c.Turn.Page)
	return r, nil
}

func (c Case) misses(a *sdk.Answer) []Miss {
	if a.Move == nil {
		return nil
	}
	return Misses(a.Move.Steps, c.Turn.Page)
}

// Path is the file the case was read from.
func (c Case) Path() string { return c.path }

// PagePath is the file of the case's page; empty where the page stands in the case or there is none.
func (c Case) PagePath() string {
	var name string
	if json.Unmarshal(c.file.Page, &name) != nil || name == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(c.path), filepath.FromSlash(name))
}

// Update makes the call and writes its answer into the file as what is expected. An answer whose steps miss their targets is not written.
func (c Case) Update(call Caller) error {
	got, err := c.call(call)
	if err != nil {
		return err
	}
	if r := (Result{Misses: c.misses(got)}); !r.Passed() {
		return errors.New("not written, for these steps would not work on the page:\n" + r.Text())
	}
	c.file.Expect, c.file.Fails = got.Move, got.Error
	return os.WriteFile(c.path, []byte(pretty(c.file)), 0o644)
}

func (c Case) call(call Caller) (*sdk.Answer, error) {
	turn := c.Turn
	got, err := call(c.Op, &turn)
	if err != nil {
		return nil, err
	}
	if err := got.Check(c.Op); err != nil {
		return nil, fmt.Errorf("the host would refuse this answer: %w\n%s", err, pretty(got))
	}
	if got.Move == nil || got.Move.Verdict == nil {
		return got, nil
	}
	if v := got.Move.Verdict; v.Answer != sdk.AnswerUnknown && !c.Turn.Page.Says(v.Quote) {
		return nil, fmt.Errorf("the page does not say %q, so the host would take this verdict for unknown", v.Quote)
	}
	return got, nil
}

func pretty(v any) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return out.String()
}
