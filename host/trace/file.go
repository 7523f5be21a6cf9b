package trace

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"

	"github.com/directorybolt/directorybolt/host"
)

// maxFile bounds a trace, uncompressed: several times what a submission may keep.
const maxFile = 64 << 20

// Write writes the file form of a trace: JSON in gzip. The same trace gives the same bytes.
func (t *Trace) Write(w io.Writer) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(t); err != nil {
		return err
	}
	if text.Len() > maxFile {
		return host.Errorf(host.Invalid, "the trace has %d bytes; at most %d are written", text.Len(), maxFile)
	}
	packed := gzip.NewWriter(w)
	if _, err := packed.Write(text.Bytes()); err != nil {
		return err
	}
	return packed.Close()
}

// Read reads a trace file. It may come from a stranger: errors of kind [host.Invalid] say what is wrong with it.
func Read(r io.Reader) (*Trace, error) {
	packed, err := gzip.NewReader(r)
	if err != nil {
		return nil, host.Errorf(host.Invalid, "this is not a trace: it is not compressed with gzip")
	}
	text, err := io.ReadAll(io.LimitReader(packed, maxFile+1))
	if err != nil {
		return nil, host.Errorf(host.Invalid, "the trace is damaged: %v", err)
	}
	if len(text) > maxFile {
		return nil, host.Errorf(host.Invalid, "the trace is larger than the %d bytes that are read", maxFile)
	}
	var format struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(text, &format); err != nil {
		return nil, host.Errorf(host.Invalid, "this is not a trace: %v", err)
	}
	if format.Format != Format {
		return nil, host.Errorf(host.Invalid, "the trace has format %d and this program reads %d: use the version of directorybolt that wrote it, or a later one", format.Format, Format)
	}
	t := new(Trace)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(t); err != nil {
		return nil, host.Errorf(host.Invalid, "the trace cannot be read: %v", err)
	}
	if err := t.check(); err != nil {
		return nil, host.Errorf(host.Invalid, "the trace is not in order: %v", err)
	}
	return t, nil
}
