package host

import (
	"time"

	"github.com/directorybolt/directorybolt/sdk"
)

// Call is the record of one call of an adapter: the exact bytes in and out, so that it can be repeated anywhere.
type Call struct {
	Op       sdk.Op
	Digest   string // SHA-256 of the module, hex
	Request  []byte // wire form of sdk.Turn
	Answer   []byte // wire form of sdk.Answer; empty if the adapter gave none
	Log      string // what the adapter printed, shortened
	Duration time.Duration
	Work     int64  // what the call was charged, in units of the sandbox
	Stopped  []string // functions it stopped in, innermost first, where it failed and its module keeps their names
	Failure  string   // how the call ended if not with an answer: "trap", "exhausted", ...; empty for an answer
}

// Reach is where a browser session may go. Everything else is refused.
type Reach struct {
	Hosts      []string // host names the session may visit, with port where it is not the default
	AssetHosts []string // host names its pages may load from, but not navigate to
}

// File is an image of a business, as the host holds it.
type File struct {
	Handle    string // "logo", "cover", "photo-1"
	Name      string
	MediaType string
	Data      []byte
}
