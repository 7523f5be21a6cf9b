package blob

import (
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// checked reads a blob and ends with an error if it does not fit its digest.
type checked struct {
	plain  io.Reader
	raw    io.Closer
	sum    hash.Hash
	digest string
}

// Read is part of [io.Reader].
func (c *checked) Read(p []byte) (int, error) {
	n, err := c.plain.Read(p)
	c.sum.Write(p[:n])
	switch {
	case err == nil:
		return n, nil
	case err != io.EOF:
		return n, fmt.Errorf("read blob %s: %w", c.digest, err)
	case hex.EncodeToString(c.sum.Sum(nil)) != c.digest:
		return n, fmt.Errorf("blob %s is damaged", c.digest)
	}
	return n, io.EOF
}

// Close is part of [io.Closer].
func (c *checked) Close() error { return c.raw.Close() }
