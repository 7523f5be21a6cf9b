package sandbox

import (
	"fmt"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// image is the memory that instances of a module begin with. Each instance sees it through a private mapping: a page is copied when the instance
// writes to it first, and nothing it writes is ever seen by another.
type image struct {
	file, size, reserve int

	mu   sync.Mutex
	free []*mapping // of instances that have ended, as good as fresh
}

// maxFree is how many mappings are kept for the next instances: as many as are called at once on most machines.
const maxFree = 4

// newImage makes an image of memory for instances that may grow to reserve bytes. Zero pages take no room.
func newImage(size, reserve int, pages []page) (*image, error) {
	file, err := unix.MemfdCreate("directorybolt-adapter", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("make a file in memory: %w", err)
	}
	i := &image{file: file, size: size, reserve: reserve}
	if err := unix.Ftruncate(file, int64(size)); err != nil {
		return nil, fmt.Errorf("size the memory image: %w", joinClose(err, i))
	}
	for _, p := range pages {
		if _, err := unix.Pwrite(file, p.data, int64(p.at)); err != nil {
			return nil, fmt.Errorf("write the memory image: %w", joinClose(err, i))
		}
	}
	return i, nil
}

func joinClose(err error, i *image) error {
	i.close()
	return err
}

// close frees the image. Mappings in use stay good until they are closed.
func (i *image) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, m := range i.free {
		m.unmap()
	}
	i.free = nil
	_ = unix.Close(i.file)
	i.file = -1
}

// mapping is the memory of one instance.
type mapping struct {
	image *image
	bytes []byte // as large as the instance may grow
	used  int    // how large it has grown
}

func (m *mapping) grow(size int) []byte {
	m.used = size
	return m.bytes[:size]
}

func (i *image) open() (*mapping, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if n := len(i.free); n > 0 {
		m := i.free[n-1]
		i.free = i.free[:n-1]
		return m, nil
	}
	const access = unix.PROT_READ | unix.PROT_WRITE
	at, err := unix.MmapPtr(-1, 0, nil, uintptr(i.reserve), access, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return nil, fmt.Errorf("reserve the memory of an instance: %w", err)
	}
	m := &mapping{image: i, bytes: unsafe.Slice((*byte)(at), i.reserve)}
	if i.size > 0 {
		if _, err := unix.MmapPtr(i.file, 0, at, uintptr(i.size), access, unix.MAP_PRIVATE|unix.MAP_FIXED); err != nil {
			m.unmap()
			return nil, fmt.Errorf("map the memory of an instance: %w", err)
		}
	}
	return m, nil
}

// free gives the memory back. The system forgets what was written: the mapping shows the image again, and zeros behind it.
func (m *mapping) free() {
	m.image.mu.Lock()
	defer m.image.mu.Unlock()
	if m.image.file < 0 || len(m.image.free) >= maxFree || unix.Madvise(m.bytes[:m.used], unix.MADV_DONTNEED) != nil {
		m.unmap()
		return
	}
	m.image.free = append(m.image.free, m)
}

func (m *mapping) unmap() {
	_ = unix.MunmapPtr(unsafe.Pointer(unsafe.SliceData(m.bytes)), uintptr(len(m.bytes)))
	m.bytes = nil
}
