package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// tick is the kernel's unit of time in /proc; it is 10 ms on every Linux that Go supports.
const tick = 10 * time.Millisecond

// meter reads the processor time of this program and everything it has started, also of what has ended since.
type meter struct {
	except map[int]bool  // processes whose work is not the work measured, such as the directory's server
	own    time.Duration // spent on reading, which is not that either
}

// newMeter makes this program the parent of orphans, so that a process whose parent has died still counts.
func newMeter(except ...int) (*meter, error) {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return nil, fmt.Errorf("become the parent of orphans: %w", err)
	}
	m := &meter{except: map[int]bool{}}
	for _, pid := range except {
		m.except[pid] = true
	}
	return m, nil
}

type process struct {
	parent int
	time   time.Duration // of its own, and of the children it has waited for
}

// read returns the time used so far by the tree of processes below this one.
func (m *meter) read() (time.Duration, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start, err := threadTime()
	if err != nil {
		return 0, err
	}
	total, err := m.readTree()
	if err != nil {
		return 0, err
	}
	total -= m.own
	end, err := threadTime()
	m.own += end - start
	return total, err
}

// threadTime returns the processor time of the calling thread.
func threadTime() (time.Duration, error) {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &usage); err != nil {
		return 0, fmt.Errorf("own processor time: %w", err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}

func (m *meter) readTree() (time.Duration, error) {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	processes := make(map[int]process, len(files))
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			continue // it ended between the two
		}
		pid, p, err := parseStat(data)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		processes[pid] = p
	}
	return m.sum(processes, os.Getpid()), nil
}

func (m *meter) sum(processes map[int]process, root int) time.Duration {
	children := make(map[int][]int)
	for pid, p := range processes {
		children[p.parent] = append(children[p.parent], pid)
	}
	var total time.Duration
	for next := []int{root}; len(next) > 0; next = next[1:] {
		if m.except[next[0]] {
			continue
		}
		total += processes[next[0]].time
		next = append(next, children[next[0]]...)
	}
	return total
}

// parseStat reads a line of /proc/PID/stat. The program's name in it is in brackets and may hold anything, brackets included.
func parseStat(line []byte) (pid int, p process, err error) {
	open, end := bytes.IndexByte(line, '('), bytes.LastIndexByte(line, ')')
	if open < 1 || end < open {
		return 0, p, fmt.Errorf("no program name in %q", line)
	}
	if pid, err = strconv.Atoi(string(bytes.TrimSpace(line[:open]))); err != nil {
		return 0, p, err
	}
	rest := bytes.Fields(line[end+1:])
	const parent, userTime, childrensSystemTime = 1, 11, 14
	if len(rest) <= childrensSystemTime {
		return 0, p, fmt.Errorf("only %d fields in %q", len(rest), line)
	}
	if p.parent, err = strconv.Atoi(string(rest[parent])); err != nil {
		return 0, p, err
	}
	for _, field := range rest[userTime : childrensSystemTime+1] {
		ticks, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, p, err
		}
		p.time += time.Duration(ticks) * tick
	}
	return pid, p, nil
}

// settle waits until the tree has come to rest, since browsers clean up after the call that ended the work, and returns the
// reading.
func (m *meter) settle() (time.Duration, error) {
	const pause, calm = 200 * time.Millisecond, 2 * tick
	before, err := m.read()
	if err != nil {
		return 0, err
	}
	for range 20 {
		time.Sleep(pause)
		now, err := m.read()
		if err != nil {
			return 0, err
		}
		if now-before <= calm {
			return now, nil
		}
		before = now
	}
	return before, nil
}

// cost is a [rounds.Stopwatch]: the processor time of the tree from rest to rest.
func (m *meter) cost(work func() error) (time.Duration, error) {
	before, err := m.settle()
	if err != nil {
		return 0, err
	}
	if err := work(); err != nil {
		return 0, err
	}
	after, err := m.settle()
	return after - before, err
}
