//go:build !linux

package postgres

import "syscall"

// dieWithParent does nothing here: a server that outlives us is adopted at the next start.
func dieWithParent(*syscall.SysProcAttr) {}
