package sandbox

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/directorybolt/directorybolt/sdk"
)

// manifestSection is the name of the custom section that holds the wire form of the manifest.
const manifestSection = "directorybolt.manifest"

var (
	coreHeader      = []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	componentHeader = []byte{0, 'a', 's', 'm', 0x0d, 0, 1, 0}
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
	for scan := (&scanner{b: rest}); scan.more(); {
		from := scan.at
		one := section{id: scan.byte()}
		one.content = scan.vector()
		one.whole = rest[from:scan.at]
		if one.id == sectionCustom {
			inside := &scanner{b: one.content}
			one.name = string(inside.vector())
			one.content = inside.b[inside.at:]
			if inside.err != nil {
				return nil, errBinary
			}
		}
		if scan.err != nil {
			return nil, scan.err
		}
		if len(all) == maxSections {
			return nil, errors.New("the module has more than " + strconv.Itoa(maxSections) + " sections")
		}
		all = append(all, one)
	}
	return all, nil
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
	return appendSection(out, sectionCustom, m.Append(appendName(nil, manifestSection))), nil
}

// foreignImports names what a module asks for that adapters do not get, each once: "env.fetch".
func foreignImports(all []section) ([]string, error) {
	var foreign []string
	for _, s := range all {
		if s.id != sectionImport {
			continue
		}
		imports := &scanner{b: s.content}
		for n := imports.u32(); n > 0 && imports.err == nil; n-- {
			module, name, kind := string(imports.vector()), string(imports.vector()), imports.byte()
			if _, served := wasi[name]; kind != kindFunction || module != wasiModule || !served {
				foreign = note(foreign, module+"."+name)
			}
			imports.importType(kind)
		}
		if imports.err != nil {
			return nil, imports.err
		}
	}
	return foreign, nil
}

// importType passes over what an import says of its type.
func (s *scanner) importType(kind byte) {
	switch kind {
	case kindFunction:
		s.u32()
	case kindTable, kindMemory:
		if kind == kindTable {
			s.byte()
		}
		flags := s.byte()
		s.u32()
		if flags&1 != 0 {
			s.u32()
		}
	case kindGlobal:
		s.take(2)
	default:
		s.broken()
	}
}

// maxNamed is how many imports a refusal names.
const maxNamed = 10

// note adds a name to a list for people: each once, ten at most, as text that a terminal shows as it is.
func note(names []string, name string) []string {
	if len(name) > 80 {
		name = name[:80] + "…"
	}
	name = printable(name)
	switch {
	case slices.Contains(names, name) || len(names) > maxNamed:
		return names
	case len(names) == maxNamed:
		return append(names, "and more")
	}
	return append(names, name)
}

// printable is text without what a terminal obeys: of control characters it keeps the new line.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || r == utf8.RuneError) {
			return '?'
		}
		return r
	}, text)
}
