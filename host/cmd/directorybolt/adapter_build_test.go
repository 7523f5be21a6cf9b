package main

import (
	"testing"

	"github.com/directorybolt/directorybolt/host/sandbox"
)

// The smallest adapter stays small: 1.8 MB of it are Go's runtime, and every adapter carries the rest.
func TestHelloIsSmall(t *testing.T) {
	engine, err := sandbox.New(t.Context(), sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close(t.Context())
	_, wasm, err := buildAdapter(t.Context(), engine, "../../../plugins/hello")
	if err != nil {
		t.Fatal(err)
	}
	const most = 2_000_000
	if len(wasm) >= most {
		t.Errorf("hello has %d bytes, want less than %d; what a build for wasip1 carries of the SDK can be seen by size in the name section of a build without -ldflags=-s", len(wasm), most)
	}
	t.Logf("hello has %d bytes", len(wasm))
}
