package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clearStale removes the lock files of a server that is no longer alive. A pid alone says little: it may by now belong to another
// program, or to a zombie that nobody reaps, as in containers. Backends that have outlived their server are given a
// moment to notice, since a second server beside them would destroy the cluster.
func clearStale(cluster, socket string) error {
	lock := filepath.Join(cluster, "postmaster.pid")
	pid, err := lockedBy(lock)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for range 100 {
		if !serverAlive(pid) && !inUse(cluster) {
			if err := os.Remove(lock); err != nil {
				return err
			}
			left, err := filepath.Glob(filepath.Join(socket, ".s.PGSQL.*"))
			for _, f := range left {
				err = errors.Join(err, os.Remove(f))
			}
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("a server (pid %d) holds %s and does not answer", pid, cluster)
}

// stopAdopted shuts down a server that we did not start, and waits until it is gone.
func stopAdopted(cluster string) error {
	pid, err := lockedBy(filepath.Join(cluster, "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		return fmt.Errorf("stop postgres %d: %w", pid, err)
	}
	for range 600 {
		if !serverAlive(pid) {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("postgres %d does not stop", pid)
}

func lockedBy(lock string) (int, error) {
	content, err := os.ReadFile(lock)
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 {
		return 0, fmt.Errorf("%s holds no process id", lock)
	}
	return pid, nil
}

func serverAlive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	return strings.Contains(string(stat), "(postgres)") && !strings.Contains(string(stat), ") Z ")
}

// inUse reports whether any process works in the cluster; every process of a server has it as its working directory.
func inUse(cluster string) bool {
	cwds, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		return false
	}
	for _, cwd := range cwds {
		if dir, err := os.Readlink(cwd); err == nil && dir == cluster {
			return true
		}
	}
	return false
}
