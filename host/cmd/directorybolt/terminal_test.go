package main

import (
	"bytes"
	"testing"
)

func TestStrangersTextObeysNothing(t *testing.T) {
	var shown bytes.Buffer
	out := terminal{visible{&shown}, true, false}
	out.line("%s \x1b]0;title\x07 \x1b[2J \u009b2J\ttab\r%s", out.paint(good, "ok"), "ä")
	if got, want := shown.String(), "\x1b[32mok\x1b[0m ?]0;title? ?[2J ?2J\ttab\rä\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
