package sandbox

import (
	"bytes"
	"encoding/binary"
	"slices"
)

const (
	sectionTable = 4
	maxTable     = 1 << 16 // elements of a table, 8 bytes each in the host
)

// fixTables returns the module with tables that cannot grow. The limit of an instance's memory does not count them, and a guest could take the host's
// memory that way; no language runtime we know grows its table.
func fixTables(all []section) ([]byte, error) {
	out := bytes.Clone(coreHeader)
	for _, s := range all {
		if s.id != sectionTable {
			out = append(out, s.whole...)
			continue
		}
		content, err := fixed(s.content)
		if err != nil {
			return nil, err
		}
		out = binary.AppendUvarint(append(out, sectionTable), uint64(len(content)))
		out = append(out, content...)
	}
	return out, nil
}

// fixed rewrites a table section: each table's most elements are its least.
func fixed(content []byte) ([]byte, error) {
	count, size := binary.Uvarint(content)
	if size <= 0 {
		return nil, errBinary
	}
	out, rest := slices.Clone(content[:size]), content[size:]
	for range count {
		if len(rest) < 2 || rest[1] > 1 {
			return nil, errBinary
		}
		kind, limits := rest[0], 1+int(rest[1])
		least, size := binary.Uvarint(rest[2:])
		if size <= 0 {
			return nil, errBinary
		}
		if least > maxTable {
			return nil, refuse("the module has a table of %d elements; at most %d are taken", least, maxTable)
		}
		out = append(out, kind, 1)
		out = binary.AppendUvarint(binary.AppendUvarint(out, least), least)
		after, ok := afterNumbers(rest[2:], limits)
		if !ok {
			return nil, errBinary
		}
		rest = after
	}
	if len(rest) > 0 {
		return nil, errBinary
	}
	return out, nil
}
