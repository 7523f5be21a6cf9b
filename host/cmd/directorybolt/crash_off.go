//go:build !faults

package main

// crash is called at every point that a crash could fall on. Only programs built to be crashed do anything there.
var crash func(point string)
