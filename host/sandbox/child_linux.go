package sandbox

import (
	"fmt"
	"os/exec"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// limitProcess limits this process: what it may not exceed, it dies of.
func limitProcess(processor time.Duration, memory int) error {
	seconds := uint64(processor / time.Second)
	for what, limit := range map[int]uint64{
		unix.RLIMIT_CPU:    max(1, seconds),
		unix.RLIMIT_DATA:   uint64(memory),
		unix.RLIMIT_CORE:   0,
		unix.RLIMIT_FSIZE:  256 << 20,
		unix.RLIMIT_NOFILE: 256,
	} {
		hard := limit
		if what == unix.RLIMIT_CPU {
			hard += 5 // the soft limit ends the process with a word, the hard one without
		}
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: limit, Max: hard}); err != nil {
			return fmt.Errorf("limit the process: %w", err)
		}
	}
	return nil
}

// dieWithParent has the kernel kill the child when the thread that started it ends.
func dieWithParent(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
