package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
)

// prepared is a module that has been metered, started and frozen: what instances are made from. It is kept in a file of the cache, beside the
// machine code, which the compiler keeps there itself.
type prepared struct {
	wasm    []byte
	code    codeFile // where the compiler has put its machine code
	globals int      // of the module, the meter's among them
	size    int      // bytes of memory that an instance begins with
	pages   []page   // what of it is not zero
}

// codeFile is a file of machine code in the compiler's own part of the cache.
type codeFile struct {
	name string // below the cache's folder
	size int
}

func (c *Config) codePath(f codeFile) string { return filepath.Join(c.CacheDir, f.name) }

// page is a piece of a memory image that is not all zeros.
type page struct {
	at   int
	data []byte
}

const pageSize = 4096

// preparedFormat changes whenever the meter charges differently or the file is laid out differently: what was prepared before is then prepared again.
const preparedFormat = "directorybolt-prepared-4\n"

func newPrepared(wasm []byte, globals int, memory []byte) *prepared {
	p := &prepared{wasm: wasm, globals: globals, size: len(memory)}
	zero := make([]byte, pageSize)
	for at := 0; at < len(memory); at += pageSize {
		if data := memory[at : at+pageSize]; !bytes.Equal(data, zero) {
			p.pages = append(p.pages, page{at, bytes.Clone(data)})
		}
	}
	return p
}

// key names a prepared module: by the module, and all that has a part in what becomes of it.
func (c *Config) key(digest string) string {
	about := fmt.Sprintf("%s%s %s %d %d %d %d %x", preparedFormat, digest, WazeroVersion(), c.MaxMemory, c.MaxWork, c.Clock.UnixNano(), c.Seed,
		warmUpTurn().Append(nil))
	sum := sha256.Sum256([]byte(about))
	return fmt.Sprintf("%x", sum)
}

// WazeroVersion is the version of the WebAssembly runtime in this program, empty if the program does not know.
func WazeroVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, d := range info.Deps {
		if d.Path == "github.com/tetratelabs/wazero" {
			return d.Version
		}
	}
	return ""
}

func (c *Config) preparedFile(digest string) string {
	return filepath.Join(c.CacheDir, "prepared", c.key(digest))
}

// encode lays the prepared module out: a format, its key, its code, the module, its memory, and a checksum over all.
func (p *prepared) encode(key string) []byte {
	b := append([]byte(preparedFormat), key...)
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(p.code.name))), p.code.name...)
	b = binary.LittleEndian.AppendUint32(b, uint32(p.code.size))
	b = append(binary.LittleEndian.AppendUint32(b, uint32(len(p.wasm))), p.wasm...)
	b = binary.LittleEndian.AppendUint32(b, uint32(p.globals))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.size))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(p.pages)))
	for _, page := range p.pages {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(page.at)), page.data...)
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

var errDamaged = errors.New("the file of a prepared adapter is damaged")

// decodePrepared reads a file that must be the one for the key.
func decodePrepared(b []byte, key string) (*prepared, error) {
	if len(b) < sha256.Size {
		return nil, errDamaged
	}
	b, want := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	sum := sha256.Sum256(b)
	rest, ok := bytes.CutPrefix(b, []byte(preparedFormat+key))
	if !ok || !bytes.Equal(sum[:], want) {
		return nil, errDamaged
	}
	number := func() int {
		if len(rest) < 4 {
			ok = false
			return 0
		}
		n := binary.LittleEndian.Uint32(rest)
		rest = rest[4:]
		return int(n)
	}
	take := func(n int) []byte {
		if n > len(rest) {
			ok = false
			return nil
		}
		taken := rest[:n]
		rest = rest[n:]
		return taken
	}
	p := &prepared{}
	p.code.name = string(take(number()))
	p.code.size = number()
	p.wasm = take(number())
	p.globals = number()
	p.size = number()
	for n := number(); n > 0 && ok; n-- {
		at := number()
		p.pages = append(p.pages, page{at, take(pageSize)})
		ok = ok && at+pageSize <= p.size
	}
	if !ok {
		return nil, errDamaged
	}
	return p, nil
}

// write puts the file in place whole or not at all.
func (p *prepared) write(file string) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(p.encode(filepath.Base(file))) // files are called by their keys
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// readPrepared reads a prepared module from the cache; its machine code must be there, too.
func (c *Config) readPrepared(file string) (*prepared, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p, err := decodePrepared(data, filepath.Base(file))
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(c.codePath(p.code)); err != nil || info.Size() != int64(p.code.size) {
		return nil, errDamaged
	}
	touch(file, c.codePath(p.code))
	return p, nil
}
