package conform

import (
	"bytes"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

//go:embed vectors/*.json
var files embed.FS

// vector is one file of vectors: a call of the conformance adapter, and what must come of it.
type vector struct {
	Name string `json:"-"` // of the file, without ".json"
	What string `json:"what"`
	Op   string `json:"op"`

	Turn    *sdk.Turn `json:"turn,omitempty"`
	Request string    `json:"request,omitempty"` // wire form in hex, where it is not the usual one of Turn; spaces do not matter

	// One of these.
	Answer  *sdk.Answer `json:"answer,omitempty"`
	Echo    bool        `json:"echo,omitempty"`    // the state of the answer is Turn in its wire form
	Failure []string    `json:"failure,omitempty"` // one of these kinds of failure

	Log string `json:"log,omitempty"` // must be in what was printed

	op      sdk.Op
	request []byte
}

// vectors reads the embedded files. They are part of this package: a mistake in them is one of the package, and panics.
func vectors() []vector {
	names, err := files.ReadDir("vectors")
	if err != nil {
		panic(err)
	}
	var all []vector
	for _, entry := range names {
		raw, err := files.ReadFile(path.Join("vectors", entry.Name()))
		if err != nil {
			panic(err)
		}
		v := vector{Name: strings.TrimSuffix(entry.Name(), ".json")}
		if err := v.read(raw); err != nil {
			panic(entry.Name() + ": " + err.Error())
		}
		all = append(all, v)
	}
	return all
}

func (v *vector) read(raw []byte) (err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	op := slices.Index([]string{"describe", "plan", "verify", "lookup"}, v.Op)
	if op < 0 {
		return fmt.Errorf("there is no op %q", v.Op)
	}
	v.op = sdk.Op(op)
	if v.Request == "" {
		v.request = v.Turn.Append(nil)
		return nil
	}
	v.request, err = hex.DecodeString(strings.ReplaceAll(v.Request, " ", ""))
	return err
}

// judge says what is wrong with a reply, nil for nothing.
func (v vector) judge(r Reply) error {
	if err := v.outcome(r); err != nil {
		return fmt.Errorf("%s: %w", v.What, err)
	}
	if !strings.Contains(r.Log, v.Log) {
		return fmt.Errorf("%s: the log must have %q; it has:\n%s", v.What, v.Log, r.Log)
	}
	return nil
}

func (v vector) outcome(r Reply) error {
	if len(v.Failure) > 0 {
		if !slices.Contains(v.Failure, r.Failure) {
			return fmt.Errorf("the call must end with %s; it ended with %q %s", strings.Join(v.Failure, " or "), r.Failure, pretty(r.Answer))
		}
		return nil
	}
	if err := answered(r); err != nil {
		return err
	}
	if !v.Echo {
		if want, got := pretty(v.Answer), pretty(r.Answer); want != got {
			return fmt.Errorf("the answer must be\n%s\nit is\n%s", want, got)
		}
		return nil
	}
	if r.Answer.Move == nil {
		return errors.New("the answer must be a move with the turn as its state; it is\n" + pretty(r.Answer))
	}
	var echoed sdk.Turn
	if err := echoed.Decode(r.Answer.Move.State); err != nil {
		return fmt.Errorf("the state of the answer must be the turn, encoded again: %w", err)
	}
	if want, got := pretty(v.Turn), pretty(&echoed); want != got {
		return fmt.Errorf("the adapter was told\n%s\nand read\n%s", want, got)
	}
	return nil
}

func pretty(v any) string {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}
