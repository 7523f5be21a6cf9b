//go:build faults

package main

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// crash kills this process at the point that DIRECTORYBOLT_CRASH_AT names, as in "intent_committed" or, for the third time it is reached,
// "intent_committed:3". The recovery tests build the program with this in.
var crash = func() func(string) {
	point, nth, _ := strings.Cut(os.Getenv("DIRECTORYBOLT_CRASH_AT"), ":")
	n, err := strconv.ParseInt(nth, 10, 64)
	if err != nil {
		n = 1
	}
	var reached atomic.Int64
	return func(at string) {
		if at == point && reached.Add(1) == n {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
}()
