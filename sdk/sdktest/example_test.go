package sdktest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/directorybolt/directorybolt/sdk"
	"github.com/directorybolt/directorybolt/sdk/sdktest"
)

var adapter = sdk.Adapter{
	Name: "hello", Version: "1.0.0", Start: "https://hello.example/add",
	Plan: func(t sdk.Turn) (sdk.Move, error) {
		if err := t.Page.Require("Phone"); err != nil {
			return sdk.Move{}, err
		}
		return sdk.Do(sdk.Fill(sdk.Label("Phone"), t.Business.Phone.National), sdk.Submit(sdk.Button("Add"))), nil
	},
}

// The author's test is one line; the cases are files in testdata.
func ExampleRun() {
	_ = func(t *testing.T) { sdktest.Run(t, adapter) }
}

// Tools run cases one by one, with a caller of their own: natively as here, or in the sandbox.
func ExampleLoad() {
	dir, err := os.MkdirTemp("", "hello")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	text := `{"op": "plan", "page": {"text": "We have moved."}, "fails": {"code": "form_changed", "text": "the form has no field Fax"}}`
	if err := os.Mkdir(filepath.Join(dir, "testdata"), 0o755); err != nil {
		fmt.Println(err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, "testdata", "plan-form-changed.json"), []byte(text), 0o644); err != nil {
		fmt.Println(err)
		return
	}
	cases, err := sdktest.Load(dir, adapter.Manifest())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range cases {
		result, err := c.Run(func(op sdk.Op, turn *sdk.Turn) (*sdk.Answer, error) { return adapter.Call(op, turn), nil })
		fmt.Printf("%s: %v\n%s", c.Name, err, result.Text())
	}
	// Output:
	// plan-form-changed: <nil>
	// error.text
	//     was  the form has no field Fax
	//     now  the form has no field Phone
}

// The sample business has every field that a directory may ask for; a case changes what it is about.
func ExampleBusiness() {
	b := sdktest.Business()
	b.Phone = sdk.Phone{}
	fmt.Println(b.Name, b.Phone.E164 == "")
	// Output: Bayside Plumbing true
}
