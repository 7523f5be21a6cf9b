package sandbox

import (
	"encoding/binary"
	"fmt"
	"os"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// image is the memory that instances of a module begin with. Each instance sees it through a private mapping: a page is copied when the instance
// writes to it first, and nothing it writes is ever seen by another.
type image struct {
	file, size, reserve int
	source              []byte // what the image holds, to copy from

	mu      sync.Mutex
	written map[int]int // by page: after how many of the observed calls it had been written to
	seen    int         // calls observed
	hot     []span      // pages that calls write to as a rule
	cold    []span      // those between
}

// span is a part of a memory, in bytes.
type span struct{ from, to int }

const (
	observed = 8       // calls whose writing is looked at
	maxHot   = 512     // pages
	nearby   = 4       // pages between two hot ones that are taken along
	anywhere = 1 << 62 // the end of the last cold span
	present  = 1 << 63 // in an entry of /proc/self/pagemap
	shared   = 1 << 61 // the page is the file's, not a copy
	access   = unix.PROT_READ | unix.PROT_WRITE
)

// newImage makes an image of memory for instances that may grow to reserve bytes. Zero pages take no room.
func newImage(size, reserve int, pages []page) (_ *image, err error) {
	file, err := unix.MemfdCreate("directorybolt-adapter", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("make a file in memory: %w", err)
	}
	i := &image{file: file, size: size, reserve: reserve, written: map[int]int{}, cold: []span{{0, anywhere}}}
	defer func() {
		if err != nil {
			i.close()
		}
	}()
	if err := unix.Ftruncate(file, int64(size)); err != nil {
		return nil, fmt.Errorf("size the memory image: %w", err)
	}
	for _, p := range pages {
		if _, err := unix.Pwrite(file, p.data, int64(p.at)); err != nil {
			return nil, fmt.Errorf("write the memory image: %w", err)
		}
	}
	if size > 0 {
		if i.source, err = unix.Mmap(file, 0, size, unix.PROT_READ, unix.MAP_SHARED); err != nil {
			return nil, fmt.Errorf("map the memory image: %w", err)
		}
	}
	return i, nil
}

// close frees the image. Mappings stay good until they are freed.
func (i *image) close() {
	if i.source != nil {
		_ = unix.Munmap(i.source)
	}
	_ = unix.Close(i.file)
}

// mapping is the memory of one instance.
type mapping struct {
	image *image
	bytes []byte // as large as the instance may grow
	used  int    // how large it has grown
}

func (i *image) open() (*mapping, error) {
	at, err := unix.MmapPtr(-1, 0, nil, uintptr(i.reserve), access, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return nil, fmt.Errorf("reserve the memory of an instance: %w", err)
	}
	m := &mapping{image: i, bytes: unsafe.Slice((*byte)(at), i.reserve)}
	if i.size > 0 {
		if _, err := unix.MmapPtr(i.file, 0, at, uintptr(i.size), access, unix.MAP_PRIVATE|unix.MAP_FIXED); err != nil {
			m.free()
			return nil, fmt.Errorf("map the memory of an instance: %w", err)
		}
	}
	return m, nil
}

func (m *mapping) grow(size int) []byte {
	m.used = size
	return m.bytes[:size]
}

func (m *mapping) free() {
	if m.bytes != nil {
		_ = unix.MunmapPtr(unsafe.Pointer(unsafe.SliceData(m.bytes)), uintptr(len(m.bytes)))
		m.bytes = nil
	}
}

// reset makes the memory what it was at the start. Pages that calls write to as a rule are copied over; what was written elsewhere the system forgets,
// and the image shows again. A page that is copied over does not have to be brought back at the next write, which takes several times longer.
func (m *mapping) reset() error {
	hot, cold := m.image.observe(m)
	for _, s := range hot {
		copy(m.bytes[s.from:s.to], m.image.source[s.from:s.to])
	}
	for _, s := range cold {
		if to := min(s.to, m.used); s.from < to {
			if err := unix.Madvise(m.bytes[s.from:to], unix.MADV_DONTNEED); err != nil {
				return fmt.Errorf("forget what an instance has written: %w", err)
			}
		}
	}
	return nil
}

// observe returns which pages are hot, and looks at what the first calls have written to find that out.
func (i *image) observe(m *mapping) (hot, cold []span) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.seen < observed {
		pages, err := m.written()
		if err != nil {
			i.seen = observed // this system does not tell
			return i.hot, i.cold
		}
		for _, p := range pages {
			i.written[p]++
		}
		if i.seen++; i.seen == observed {
			i.settle()
		}
	}
	return i.hot, i.cold
}

// settle decides which pages are hot: those that more than half of the calls have written to.
func (i *image) settle() {
	last := i.size / pageSize
	var hot []span
	pages := 0
	for p := 0; p < last && pages < maxHot; p++ {
		if i.written[p] <= observed/2 {
			continue
		}
		pages++
		if n := len(hot); n > 0 && p*pageSize-hot[n-1].to <= nearby*pageSize {
			hot[n-1].to = (p + 1) * pageSize
		} else {
			hot = append(hot, span{p * pageSize, (p + 1) * pageSize})
		}
	}
	cold, from := []span(nil), 0
	for _, s := range hot {
		if from < s.from {
			cold = append(cold, span{from, s.from})
		}
		from = s.to
	}
	i.hot, i.cold, i.written = hot, append(cold, span{from, anywhere}), nil
}

// written returns the pages of the image that the instance has copies of.
// https://docs.kernel.org/admin-guide/mm/pagemap.html
func (m *mapping) written() ([]int, error) {
	f, err := os.Open("/proc/self/pagemap")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries := make([]byte, 8*(m.image.size/pageSize))
	start := uintptr(unsafe.Pointer(unsafe.SliceData(m.bytes))) / pageSize
	if _, err := f.ReadAt(entries, 8*int64(start)); err != nil {
		return nil, err
	}
	var pages []int
	for p := range len(entries) / 8 {
		if e := binary.LittleEndian.Uint64(entries[8*p:]); e&present != 0 && e&shared == 0 {
			pages = append(pages, p)
		}
	}
	return pages, nil
}
