// Package plugins carries the adapter that new ones are copied from. The adapters themselves are programs of their own, one a folder, and
// nothing imports them.
package plugins

import "embed"

// Template is the folder hello, from which `directorybolt adapter new` makes a new adapter.
//
//go:embed hello/*.go hello/testdata
var Template embed.FS
