package sdk

import (
	"go/build"
	"slices"
	"testing"
)

// Every adapter carries what this package imports: the list is short on purpose. Package strings alone would be 33 KB, with unicode's tables 67 KB,
// strconv 40 KB, errors 9 KB, reflect or fmt 700 KB.
func TestImports(t *testing.T) {
	guest := build.Default
	guest.GOOS, guest.GOARCH, guest.CgoEnabled = "wasip1", "wasm", false
	p, err := guest.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"math", "unicode/utf8", "unsafe"}; !slices.Equal(p.Imports, want) {
		t.Errorf("the guest imports %q, want %q; every adapter would carry the rest", p.Imports, want)
	}
}
