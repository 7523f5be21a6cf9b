package sandbox

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// leftover is how old an unfinished file is before it is taken for one that a killed process has left.
const leftover = time.Hour

// prune removes what a cache holds beyond its size, least recently used first, and what killed processes have left. Whatever it removes is made again when it is
// next needed, so failures are of no matter.
func (c *Config) prune() {
	type file struct {
		path string
		size int64
		used time.Time
	}
	var files []file
	total := int64(0)
	_ = filepath.WalkDir(c.CacheDir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == c.CacheDir {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return nil // removed meanwhile
		}
		unfinished := strings.HasPrefix(entry.Name(), ".") || strings.HasSuffix(entry.Name(), ".tmp")
		if unfinished && time.Since(info.ModTime()) > leftover {
			_ = os.RemoveAll(path)
		}
		if unfinished && entry.IsDir() {
			return fs.SkipDir
		}
		if !unfinished && !entry.IsDir() {
			files = append(files, file{path, info.Size(), info.ModTime()})
			total += info.Size()
		}
		return nil
	})
	slices.SortFunc(files, func(a, b file) int { return a.used.Compare(b.used) })
	for _, f := range files {
		if total <= c.MaxCache {
			return
		}
		_ = os.Remove(f.path)
		total -= f.size
	}
}

// touch notes that files of the cache are used.
func touch(files ...string) {
	now := time.Now()
	for _, f := range files {
		_ = os.Chtimes(f, now, now)
	}
}
