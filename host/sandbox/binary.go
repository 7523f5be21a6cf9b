package sandbox

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/directorybolt/directorybolt/sdk"
)

// manifestSection is the name of the custom section that holds the wire form of the manifest.
const manifestSection = "directorybolt.manifest"

// Sections of a module. https://webassembly.github.io/spec/core/binary/modules.html
const (
	sectionCustom = 0
	sectionImport = 2
)

var (
	coreHeader      = []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	componentHeader = []byte{0, 'a', 's', 'm', 0x0d, 0, 1, 0}
	errBinary       = errors.New("the file is not a valid WebAssembly module")
)

// section is one section of a module; whole includes its header.
type section struct {
	id             byte
	name           string // of a custom section
	whole, content []byte
}

// sections takes a module apart without compiling it.
func sections(wasm []byte) ([]section, error) {
	if bytes.HasPrefix(wasm, componentHeader) {
		return nil, errors.New("the file is a WebAssembly component; adapters are core modules: build with `directorybolt adapter build`, " +
			"or in other languages for wasm32-wasip1 as a reactor, without a component step")
	}
	rest, ok := bytes.CutPrefix(wasm, coreHeader)
	if !ok {
		return nil, errBinary
	}
	var all []section
	for len(rest) > 0 {
		s := section{id: rest[0]}
		content, after, ok := vector(rest[1:])
		if !ok {
			return nil, errBinary
		}
		s.whole, s.content = rest[:len(rest)-len(after)], content
		if s.id == sectionCustom {
			name, content, ok := vector(content)
			if !ok {
				return nil, errBinary
			}
			s.name, s.content = string(name), content
		}
		all = append(all, s)
		rest = after
	}
	return all, nil
}

// vector reads a length and as many bytes.
func vector(b []byte) (content, rest []byte, ok bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return nil, nil, false
	}
	return b[size : size+int(n)], b[size+int(n):], true
}

// manifestIn returns the manifest of a module, nil if it has none.
func manifestIn(all []section) (*sdk.Manifest, error) {
	var found *sdk.Manifest
	for _, s := range all {
		if s.id != sectionCustom || s.name != manifestSection {
			continue
		}
		if found != nil {
			return nil, errors.New("the module has two manifests")
		}
		found = new(sdk.Manifest)
		if err := found.Decode(s.content); err != nil {
			return nil, errors.New("the module's manifest is damaged: " + err.Error())
		}
		if err := found.Check(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// AppendManifest returns the module with m as its manifest, in place of one it may have.
func AppendManifest(wasm []byte, m sdk.Manifest) ([]byte, error) {
	all, err := sections(wasm)
	if err != nil {
		return nil, err
	}
	out := bytes.Clone(coreHeader)
	for _, s := range all {
		if s.id != sectionCustom || s.name != manifestSection {
			out = append(out, s.whole...)
		}
	}
	content := binary.AppendUvarint(nil, uint64(len(manifestSection)))
	content = m.Append(append(content, manifestSection...))
	out = binary.AppendUvarint(append(out, sectionCustom), uint64(len(content)))
	return append(out, content...), nil
}

// foreignImports names what a module asks for that adapters do not get, each once: "env.fetch".
func foreignImports(all []section) ([]string, error) {
	var foreign []string
	for _, s := range all {
		if s.id != sectionImport {
			continue
		}
		count, size := binary.Uvarint(s.content)
		if size <= 0 {
			return nil, errBinary
		}
		rest := s.content[size:]
		for range count {
			module, afterModule, ok := vector(rest)
			if !ok {
				return nil, errBinary
			}
			name, afterName, ok := vector(afterModule)
			if !ok || len(afterName) == 0 {
				return nil, errBinary
			}
			_, served := wasi[string(name)]
			if isFunction := afterName[0] == 0; !isFunction || string(module) != wasiModule || !served {
				foreign = append(foreign, string(module)+"."+string(name))
			}
			if rest, ok = afterImport(afterName); !ok {
				return nil, errBinary
			}
		}
	}
	return foreign, nil
}

// afterImport passes over what an import says of its type.
func afterImport(b []byte) (rest []byte, ok bool) {
	kind, b := b[0], b[1:]
	switch kind {
	case 0: // function: index of its type
		return afterNumbers(b, 1)
	case 1: // table: type of its elements, limits
		if len(b) < 2 {
			return nil, false
		}
		return afterNumbers(b[2:], 1+int(b[1]&1))
	case 2: // memory: limits
		if len(b) < 1 {
			return nil, false
		}
		return afterNumbers(b[1:], 1+int(b[0]&1))
	case 3: // global: type, mutability
		if len(b) < 2 {
			return nil, false
		}
		return b[2:], true
	}
	return nil, false
}

func afterNumbers(b []byte, n int) (rest []byte, ok bool) {
	for range n {
		_, size := binary.Uvarint(b)
		if size <= 0 {
			return nil, false
		}
		b = b[size:]
	}
	return b, true
}
