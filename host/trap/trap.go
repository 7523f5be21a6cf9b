// Package trap reads what a Go program prints when it ends in a panic or a fatal error, as the log of an adapter's call has it, and says in
// which function and line of the adapter that was.
package trap

import (
	"path"
	"strconv"
	"strings"
)

// Trap is where a Go program ended and why.
type Trap struct {
	Reason string  `json:"reason"` // "panic: runtime error: index out of range [3] with length 3"
	Frames []Frame `json:"frames"` // of the adapter's own code, innermost first
}

// Frame is one call.
type Frame struct {
	Function string `json:"function"`       // "plan", "(*form).fill", "mapper.Read"
	File     string `json:"file,omitempty"` // "main.go"; below a subfolder with its name
	Line     int    `json:"line,omitempty"` // 0 where it is not known
}

func (f Frame) String() string {
	if f.Line == 0 {
		return f.Function
	}
	return f.Function + " (" + f.File + ":" + strconv.Itoa(f.Line) + ")"
}

// Where is the place of the adapter where it ended; empty if no frame was its own.
func (t Trap) Where() string {
	if len(t.Frames) == 0 {
		return ""
	}
	return t.Frames[0].String()
}

// Text is the reason and the frames, a line each.
func (t Trap) Text() string {
	text := t.Reason + "\n"
	for i, f := range t.Frames {
		text += []string{"at ", "by "}[min(i, 1)] + f.String() + "\n"
	}
	return text
}

const sdkPath = "github.com/directorybolt/directorybolt/sdk"

// Read finds the end of a Go program in log. It reports false where there is none: another language, or an end without a word.
func Read(log string) (t Trap, ok bool) {
	lines := strings.Split(log, "\n")
	trace := -1
	for i, line := range lines {
		if t.Reason == "" && (strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") || strings.HasPrefix(line, "runtime: out of memory")) {
			t.Reason = strings.TrimSuffix(line, " [recovered]")
		}
		if t.Reason != "" && strings.HasPrefix(line, "goroutine ") && strings.HasSuffix(line, ":") {
			trace = i
			break
		}
	}
	if t.Reason == "" {
		return t, false
	}
	if trace < 0 {
		return t, true
	}
	for i := trace + 1; i+1 < len(lines); i++ {
		function, at := lines[i], lines[i+1]
		if function == "" {
			break // the next goroutine
		}
		if !strings.HasPrefix(at, "\t") {
			continue
		}
		if frame, own := read(function, at); own {
			t.Frames = append(t.Frames, frame)
		}
		i++
	}
	return t, true
}

// read reads the two lines of a frame, `main.plan(...)` and "\tyellow-pages/main.go:31 +0x4". It reports whether the frame is the adapter's own.
func read(function, at string) (f Frame, own bool) {
	if strings.HasPrefix(function, "created by ") {
		return f, false
	}
	if i := strings.LastIndexByte(function, '('); i > 0 {
		function = function[:i]
	}
	file, line, ok := strings.Cut(strings.TrimSpace(at), ":")
	line, _, _ = strings.Cut(line, " ")
	n, err := strconv.Atoi(line)
	if !ok || err != nil {
		return f, false
	}
	folder, name := path.Split(function)
	pkg, name, _ := strings.Cut(name, ".")
	if folder+pkg == sdkPath || strings.HasPrefix(folder+pkg, sdkPath+"/") || folder == "" && pkg != "main" || standard(folder) {
		return f, false
	}
	if pkg != "main" {
		// Its folder is below the adapter's: "yellow-pages/form.go" belongs to main, "yellow-pages/mapper/read.go" to mapper.
		return Frame{pkg + "." + name, path.Join(pkg, path.Base(file)), n}, true
	}
	return Frame{name, path.Base(file), n}, true
}

// standard reports whether a package of two or more elements is of the standard library, which has no dot in the first: "encoding/json". A module
// called by one word looks alike, so only the standard library's own first elements count.
func standard(folder string) bool {
	first, _, _ := strings.Cut(folder, "/")
	switch first {
	case "archive", "compress", "container", "crypto", "database", "debug", "embed", "encoding", "go", "hash", "html", "image", "index", "internal",
		"io", "iter", "log", "math", "mime", "net", "os", "path", "regexp", "runtime", "sync", "testing", "text", "time", "unicode":
		return true
	}
	return false
}
