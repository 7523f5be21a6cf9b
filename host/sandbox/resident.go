package sandbox

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
)

// entry is a prepared module that somebody has loaded or calls. Its machine code and its memory image are resident while there is room for them; what was
// not used for the longest goes first, and comes back from the cache with the next call. There is one entry for a digest: the compiler counts on having a
// module once.
type entry struct {
	digest string
	file   string

	loading sync.Mutex // held by the one call that brings it back

	modules int     // loaded and not closed
	users   int     // instances, and those who are about to make one
	code    *loaded // resident, or nil
	used    int64   // when it was last asked for, by the engine's clock
}

// loaded is what instances are made from.
type loaded struct {
	compiled wazero.CompiledModule
	image    *image
	size     int         // bytes of the host's memory, about
	start    int         // bytes of memory that an instance begins with
	globals  int         // of the module
	idle     []*Instance // fresh, for the next calls
}

// maxIdle is how many instances of a module wait for the next calls: as many as most machines call at once.
const maxIdle = 2

// Stats are figures of an engine since it was made, but for those of what is resident.
type Stats struct {
	Compiled       int64         // modules that had to be prepared
	CacheHits      int64         // modules that the cache had
	Loaded         int64         // times machine code was brought from the cache into memory
	CompileTime    time.Duration // of all that were prepared, by the wall clock
	LoadTime       time.Duration // of bringing machine code into memory
	Evicted        int64         // times it had to make room
	ResidentCount  int64
	ResidentBytes  int64
	Calls          int64
	Failed         int64 // calls that ended without an answer
	Work           int64 // charged for all calls
	InstancesInUse int64
}

// Stats returns the engine's figures.
func (e *Engine) Stats() Stats {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.stats
}

func (e *Engine) count(f func(*Stats)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f(&e.stats)
}

// enter returns the entry of a prepared module for one more [Module].
func (e *Engine) enter(digest string) *entry {
	e.mu.Lock()
	defer e.mu.Unlock()
	one, ok := e.entries[digest]
	if !ok {
		one = &entry{digest: digest, file: e.config.preparedFile(digest)}
		e.entries[digest] = one
	}
	one.modules++
	return one
}

// leave undoes enter.
func (e *Engine) leave(one *entry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	one.modules--
	e.forget(one)
}

// acquire returns the code of an entry for one more instance; give it back with release. After an error there is nothing to give back.
func (e *Engine) acquire(ctx context.Context, one *entry) (_ *loaded, err error) {
	e.mu.Lock()
	if one.modules == 0 {
		e.mu.Unlock()
		return nil, errClosed
	}
	e.clock++
	one.used = e.clock
	one.users++
	e.stats.InstancesInUse++
	code := one.code
	e.mu.Unlock()
	if code != nil {
		return code, nil
	}
	defer func() {
		if err != nil {
			e.release(one)
		}
	}()
	one.loading.Lock()
	defer one.loading.Unlock()
	e.mu.Lock()
	code = one.code
	e.mu.Unlock()
	if code != nil {
		return code, nil
	}
	begin := time.Now()
	if code, err = e.bring(ctx, one); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	one.code = code
	e.stats.Loaded++
	e.stats.LoadTime += time.Since(begin)
	e.stats.ResidentCount++
	e.stats.ResidentBytes += int64(code.size)
	e.makeRoom()
	return code, nil
}

func (e *Engine) release(one *entry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	one.users--
	e.stats.InstancesInUse--
	e.forget(one)
	e.makeRoom()
}

var (
	errClosed = &Error{Indeterminate, "the adapter was closed: another version of it may be loaded"}
	errCache  = &Error{Indeterminate, "the adapter is damaged in the cache of compiled adapters, or gone from it: load it again"}
)

// forget takes an entry out of the books when nobody has it any more. It needs e.mu.
func (e *Engine) forget(one *entry) {
	if one.modules == 0 && one.users == 0 {
		if e.entries[one.digest] == one {
			delete(e.entries, one.digest)
		}
		e.drop(one)
	}
}

// bring loads the code of an entry from the cache.
func (e *Engine) bring(ctx context.Context, one *entry) (*loaded, error) {
	p, err := e.config.readPrepared(one.file)
	if err != nil {
		return nil, errCache
	}
	// The compiler must not load the same code twice at once: it shows the second caller what the first has not finished. Adapters that differ in their
	// data only have the same code.
	e.compiling.Lock()
	compiled, err := e.runtime.CompileModule(ctx, p.wasm)
	e.compiling.Unlock()
	if err != nil {
		// What the compiler has kept does not fit any more. Whoever loads the module next has it prepared again.
		_ = os.Remove(e.config.codePath(p.code))
		_ = os.Remove(one.file)
		return nil, errCache
	}
	i, err := newImage(p.size, e.config.MaxMemory, p.pages)
	if err != nil {
		_ = compiled.Close(ctx)
		return nil, err
	}
	return &loaded{compiled: compiled, image: i, start: p.size, globals: p.globals, size: residentFactor*len(p.wasm) + pageSize*len(p.pages)}, nil
}

// residentFactor is about how many bytes of the host's memory a byte of a module takes once its machine code is loaded. With it, 500 adapters in Go that took
// turns within a budget of 256 MiB left the process at 377 MB.
const residentFactor = 4

// makeRoom frees what was not used for the longest while all together is over the budget. It needs e.mu.
func (e *Engine) makeRoom() {
	for e.stats.ResidentBytes > int64(e.config.MaxResident) {
		var oldest *entry
		for _, one := range e.entries {
			if one.code != nil && one.users == 0 && (oldest == nil || one.used < oldest.used) {
				oldest = one
			}
		}
		if oldest == nil {
			return // all are in use
		}
		e.stats.Evicted++
		e.drop(oldest)
	}
}

// drop frees the code of an entry that nobody uses. It needs e.mu.
func (e *Engine) drop(one *entry) {
	if one.code == nil {
		return
	}
	e.stats.ResidentCount--
	e.stats.ResidentBytes -= int64(one.code.size)
	for _, i := range one.code.idle {
		i.destroy()
	}
	_ = one.code.compiled.Close(context.Background()) // it fails in no way that one could act on
	one.code.image.close()
	one.code = nil
}

// takeIdle returns an instance that waits for a call, or nil.
func (e *Engine) takeIdle(code *loaded) *Instance {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := len(code.idle)
	if n == 0 {
		return nil
	}
	i := code.idle[n-1]
	code.idle = code.idle[:n-1]
	return i
}

// keepIdle makes an instance fresh and keeps it for a later call, unless enough wait or it cannot be made fresh. Whoever calls it still uses the entry, so the
// code is there.
func (e *Engine) keepIdle(i *Instance) bool {
	if !i.refresh() {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(i.code.idle) >= maxIdle {
		return false
	}
	i.code.idle = append(i.code.idle, i)
	return true
}
