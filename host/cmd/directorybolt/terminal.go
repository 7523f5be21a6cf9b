package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/directorybolt/directorybolt/host"
)

// terminal writes for a person: in colour where that shows.
type terminal struct {
	io.Writer
	colour bool
	live   bool // a line can be written over
}

func stdout() terminal {
	info, err := os.Stdout.Stat()
	isTerminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	live := isTerminal && os.Getenv("TERM") != "dumb"
	return terminal{visible{os.Stdout}, live && os.Getenv("NO_COLOR") == "", live}
}

// visible passes text on without what a terminal obeys, but for colours and what clears a line: much of what is printed was written by strangers, in modules, pages and traces.
type visible struct{ to io.Writer }

var obeyed = regexp.MustCompile(`\x1b\[[0-9;]*[mK]|[\x00-\x08\x0b-\x1f\x7f\x{80}-\x{9f}]`)

// Write implements [io.Writer].
func (v visible) Write(p []byte) (int, error) {
	shown := obeyed.ReplaceAllFunc(p, func(found []byte) []byte {
		if len(found) > 2 || found[0] == '\r' {
			return found // a colour; or back to the beginning of the line, as progress does
		}
		return []byte{'?'}
	})
	if _, err := v.to.Write(shown); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (t terminal) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

// progress shows where a long piece of work is, in a line that the next one takes the place of; an empty one clears it. Only a person sees it.
func (t terminal) progress(format string, args ...any) {
	if t.live {
		fmt.Fprintf(t, "\r\x1b[K"+format, args...)
	}
}

// Colours by what they mean, as SGR codes.
const (
	good  = "32"
	bad   = "31"
	wait  = "33"
	faint = "2"
	plain = ""
)

func (t terminal) paint(colour, text string) string {
	if !t.colour || colour == plain || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

func (t terminal) standing(s host.Standing) string {
	switch s {
	case host.StandingLive, host.StandingInReview:
		return t.paint(good, string(s))
	case host.StandingFailed:
		return t.paint(bad, string(s))
	case host.StandingNeedsYou, host.StandingLookedAt, host.StandingChecked:
		return t.paint(wait, string(s))
	}
	return string(s)
}

// during says on a terminal what is being waited for, until the function it returns is called.
func (t terminal) during(what string) (done func()) {
	if !t.colour {
		return func() {}
	}
	fmt.Fprint(t, t.paint(faint, what+" …"))
	return func() { fmt.Fprint(t, "\r\x1b[K") }
}

// table writes rows in columns; the first row is the head.
func (t terminal) table(rows [][]string) {
	w := tabwriter.NewWriter(t, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	_ = w.Flush()
}

// clip shortens a text to n characters for a column.
func clip(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return text
}

// counted is a number of things: "1 error", "2 errors".
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}
