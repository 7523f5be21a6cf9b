package sandbox

import (
	"context"
	"fmt"
	"os"
	"sync"

	"github.com/tetratelabs/wazero"
)

// entry is a prepared module that somebody has loaded. Its machine code and its memory image are resident while there is room for them; what was not used for
// the longest goes first, and comes back from the cache with the next call.
type entry struct {
	digest string
	file   string

	loading sync.Mutex // held by the one call that brings it back

	modules int     // loaded and not closed
	code    *loaded // resident, or nil
}

// loaded is what instances are made from.
type loaded struct {
	entry    *entry
	compiled wazero.CompiledModule
	image    *image
	size     int   // bytes of the host's memory, about
	users    int   // instances
	used     int64 // when it was last asked for, by the engine's clock
	dropped  bool  // the last user frees it
}

// Stats are figures of an engine since it was made, but for those of what is resident.
type Stats struct {
	Compiled       int64 // modules that had to be prepared
	CacheHits      int64 // modules that the cache had
	Loaded         int64 // times machine code was brought from the cache into memory
	Evicted        int64 // times it had to make room
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
	if one.modules--; one.modules == 0 {
		delete(e.entries, one.digest)
		e.drop(one)
	}
}

// acquire returns the code of an entry for one more instance; give it back with release.
func (e *Engine) acquire(ctx context.Context, one *entry) (*loaded, error) {
	if c := e.resident(one); c != nil {
		return c, nil
	}
	one.loading.Lock()
	defer one.loading.Unlock()
	if c := e.resident(one); c != nil {
		return c, nil
	}
	c, err := e.bring(ctx, one)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	one.code, c.users = c, 1
	e.touch(c)
	e.stats.Loaded++
	e.stats.ResidentCount++
	e.stats.ResidentBytes += int64(c.size)
	if one.modules == 0 { // closed meanwhile
		e.drop(one)
	}
	e.makeRoom()
	return c, nil
}

// resident returns the code of an entry if it is resident.
func (e *Engine) resident(one *entry) *loaded {
	e.mu.Lock()
	defer e.mu.Unlock()
	if one.code == nil {
		return nil
	}
	one.code.users++
	e.touch(one.code)
	return one.code
}

func (e *Engine) touch(c *loaded) {
	e.clock++
	c.used = e.clock
	e.stats.InstancesInUse++
}

func (e *Engine) release(c *loaded) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.stats.InstancesInUse--
	if c.users--; c.users == 0 {
		if c.dropped {
			c.free()
		}
		e.makeRoom()
	}
}

// bring loads the code of an entry from the cache.
func (e *Engine) bring(ctx context.Context, one *entry) (*loaded, error) {
	data, err := os.ReadFile(one.file)
	if err != nil {
		return nil, &Error{Indeterminate, "the adapter is gone from the cache of compiled adapters: load it again"}
	}
	p, err := decodePrepared(data)
	if err != nil {
		return nil, &Error{Indeterminate, "the adapter is damaged in the cache of compiled adapters: load it again"}
	}
	compiled, err := e.runtime.CompileModule(ctx, p.wasm)
	if err != nil {
		return nil, fmt.Errorf("load compiled adapter %s: %w", one.digest, err)
	}
	i, err := newImage(p.size, e.config.MaxMemory, p.pages)
	if err != nil {
		_ = compiled.Close(ctx)
		return nil, err
	}
	return &loaded{entry: one, compiled: compiled, image: i, size: residentFactor*len(p.wasm) + pageSize*len(p.pages)}, nil
}

// residentFactor is how many bytes of the host's memory a byte of a module takes once its machine code is loaded, measured on adapters in Go.
const residentFactor = 4

// makeRoom frees what was not used for the longest while all together is over the budget. It needs e.mu.
func (e *Engine) makeRoom() {
	for e.stats.ResidentBytes > int64(e.config.MaxResident) {
		var oldest *entry
		for _, one := range e.entries {
			if one.code != nil && one.code.users == 0 && (oldest == nil || one.code.used < oldest.code.used) {
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

// drop takes the code out of its entry and frees it, or leaves that to its last user. It needs e.mu.
func (e *Engine) drop(one *entry) {
	c := one.code
	if c == nil {
		return
	}
	one.code = nil
	e.stats.ResidentCount--
	e.stats.ResidentBytes -= int64(c.size)
	if c.users == 0 {
		c.free()
	} else {
		c.dropped = true
	}
}

func (c *loaded) free() {
	_ = c.compiled.Close(context.Background())
	c.image.close()
}
