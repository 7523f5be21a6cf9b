package sandbox

import "github.com/tetratelabs/wazero/experimental"

// A callState is the memory of its instance, so that it can tell a guest that was refused memory from one that just failed.

// Allocate implements [experimental.MemoryAllocator].
func (c *callState) Allocate(uint64, uint64) experimental.LinearMemory { return c }

// Reallocate implements [experimental.LinearMemory]. It returns nil past the limit; the guest then sees memory.grow fail.
func (c *callState) Reallocate(size uint64) []byte {
	if size > c.maxSize {
		c.refused = true
		return nil
	}
	if size > uint64(cap(c.memory)) {
		grown := make([]byte, size, min(c.maxSize, size+size/4))
		copy(grown, c.memory)
		c.memory = grown
	}
	c.memory = c.memory[:size]
	return c.memory
}

// Free implements [experimental.LinearMemory].
func (c *callState) Free() { c.memory = nil }
