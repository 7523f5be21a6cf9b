package trace

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/directorybolt/directorybolt/sdk"
)

// CaseFile is a file of test cases, as sdktest reads them.
type CaseFile struct {
	Path    string // below the adapter's testdata, with slashes
	Content []byte
}

// testCase is a case as sdktest has it.
type testCase struct {
	Op        string            `json:"op"`
	Business  string            `json:"business"`       // file
	Page      string            `json:"page,omitempty"` // file
	Directory *sdk.Directory    `json:"directory,omitempty"`
	State     []byte            `json:"state,omitempty"`
	Number    uint32            `json:"number,omitempty"`
	Results   []sdk.StepResult  `json:"results,omitempty"`
	Secrets   []string          `json:"secrets,omitempty"`
	Refusals  []sdk.Refusal     `json:"refusals,omitempty"`
	Expect    *sdk.Move         `json:"expect,omitempty"`
	Fails     *sdk.AdapterError `json:"fails,omitempty"`
}

// Cases turns the calls of a trace into test cases, whose files begin with the name; only the call of a number, or all where it is 0. Left says of
// each call that cannot be one why.
func (t *Trace) Cases(name string, only int) (files []CaseFile, left []string) {
	var businesses [][]byte
	for i := range t.Calls {
		c := &t.Calls[i]
		if only != 0 && only != i+1 {
			continue
		}
		if why := c.noCase(); why != "" {
			left = append(left, fmt.Sprintf("call %d, %s: %s", i+1, c.Title(), why))
			continue
		}
		base := fmt.Sprintf("%s-%02d-%s", name, i+1, c.Op)
		r := c.Request
		one := testCase{
			Op: c.Op, Directory: &r.Directory, State: r.State, Number: r.Number, Results: r.Results, Secrets: r.Secrets, Refusals: r.Refusals,
			Expect: c.Answer.Move, Fails: c.Answer.Error,
		}
		business := pretty(r.Business)
		at := 0
		for at < len(businesses) && !bytes.Equal(businesses[at], business) {
			at++
		}
		one.Business = fmt.Sprintf("businesses/%s-%d.json", name, at+1)
		if at == len(businesses) {
			businesses = append(businesses, business)
			files = append(files, CaseFile{one.Business, business})
		}
		if r.Page != nil {
			one.Page = "pages/" + base + ".json"
			files = append(files, CaseFile{one.Page, pretty(r.Page)})
		}
		files = append(files, CaseFile{base + ".json", pretty(one)})
	}
	return files, left
}

// noCase says why a call cannot be a case; empty if it can.
func (c *Call) noCase() string {
	switch {
	case c.Cut != "":
		return "not kept: " + c.Cut
	case c.Failure != "":
		return "it ended with a failure (" + c.Failure + "); mend the adapter, and replay"
	case c.Request == nil || c.Answer == nil || len(c.RequestBytes) > 0:
		return "its request has no JSON form"
	}
	if m := c.Answer.Move; m != nil && m.Verdict != nil && m.Verdict.Answer != sdk.AnswerUnknown && !c.Request.Page.Says(m.Verdict.Quote) {
		return "its verdict quotes what the page does not say, so the host did not take it"
	}
	return ""
}

func pretty(v any) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(v) // of the contract's messages, which have been through JSON
	return out.Bytes()
}
