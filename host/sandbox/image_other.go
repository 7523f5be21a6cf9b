//go:build !linux

package sandbox

// image is the memory that instances of a module begin with. Where the system cannot share it page by page, each instance has a copy.
type image struct {
	memory  []byte
	reserve int
}

func newImage(size, reserve int, pages []page) (*image, error) {
	i := &image{memory: make([]byte, size), reserve: reserve}
	for _, p := range pages {
		copy(i.memory[p.at:], p.data)
	}
	return i, nil
}

func (i *image) close() {}

// mapping is the memory of one instance.
type mapping struct {
	bytes []byte // as large as the instance may grow
}

func (m *mapping) grow(size int) []byte { return m.bytes[:size] }

func (i *image) open() (*mapping, error) {
	m := &mapping{bytes: make([]byte, i.reserve)}
	copy(m.bytes, i.memory)
	return m, nil
}

func (m *mapping) free() { m.bytes = nil }
