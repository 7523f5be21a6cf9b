package blob

import (
	"bytes"
	"crypto/aes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"filippo.io/age"
	"golang.org/x/crypto/xts"

	"github.com/directorybolt/directorybolt/host"
)

// Keys encrypt blobs and their names. The first encrypts, each decrypts what is its own. Without any, blobs lie as they are.
type Keys struct {
	keys []key
}

// key is one age identity. What is encrypted under it lies in a folder named by the key's id, under names that only the key can tell from chance:
// whoever sees names alone cannot look for bytes that they know.
type key struct {
	identity *age.X25519Identity
	id       string // 16 hex digits
	names    *xts.Cipher
}

// ReadKeys reads a key file: age identities (AGE-SECRET-KEY-1...), one a line.
func ReadKeys(file string) (Keys, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Keys{}, host.Errorf(host.Invalid, "the key file cannot be read: %w; `directorybolt evidence new-key %s` makes one, if nothing is encrypted yet", err, file)
	}
	identities, err := age.ParseIdentities(bytes.NewReader(data))
	if err != nil {
		// The cause could repeat a line, and with it a key.
		return Keys{}, host.Errorf(host.Invalid, "%s is not a key file: it has to hold lines that start with AGE-SECRET-KEY-1, as `directorybolt evidence new-key` writes them", file)
	}
	var k Keys
	for _, i := range identities {
		identity, ok := i.(*age.X25519Identity)
		if !ok {
			return Keys{}, host.Errorf(host.Invalid, "%s holds a key of a kind that is not used here: make one with `directorybolt evidence new-key`", file)
		}
		one, err := newKey(identity)
		if err != nil {
			return Keys{}, err
		}
		k.keys = append(k.keys, one)
	}
	return k, nil
}

func newKey(identity *age.X25519Identity) (key, error) {
	material, err := hkdf.Key(sha256.New, []byte(identity.String()), nil, "directorybolt names of blobs", 8+64)
	if err != nil {
		return key{}, fmt.Errorf("derive the key of names: %w", err)
	}
	names, err := xts.NewCipher(aes.NewCipher, material[8:])
	return key{identity: identity, id: hex.EncodeToString(material[:8]), names: names}, err
}

// NewKey adds a key on top of the file, which it makes if it is not there, and returns how many keys it holds. The file is for its owner only, who stays
// the one it was: root may add a key to what a service reads.
func NewKey(file string) (int, error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return 0, fmt.Errorf("make a key: %w", err)
	}
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, host.Errorf(host.Invalid, "the key file cannot be read: %w", err)
	}
	n := 1
	if len(old) > 0 {
		k, err := ReadKeys(file)
		if err != nil {
			return 0, err
		}
		n += len(k.keys)
	}
	text := fmt.Sprintf("# %s\n%s\n%s", time.Now().UTC().Format(time.DateOnly), identity, old)
	f, err := os.CreateTemp(filepath.Dir(file), ".key-*") // readable to its owner only
	if err != nil {
		return 0, host.Errorf(host.Invalid, "the key file cannot be written: %w", err)
	}
	if len(old) > 0 {
		err = sameOwner(f, file)
	}
	if err == nil {
		_, err = f.WriteString(text)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return 0, host.Errorf(host.Invalid, "the key file cannot be written: %w", err)
	}
	return n, syncDir(filepath.Dir(file))
}

// sameOwner gives f to the owner of the file and lets the same others read it, before a key is in it.
func sameOwner(f *os.File, file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	was, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if int(was.Uid) != os.Geteuid() || int(was.Gid) != os.Getegid() {
		if err := f.Chown(int(was.Uid), int(was.Gid)); err != nil {
			return err
		}
	}
	return f.Chmod(info.Mode().Perm())
}

// name is where a blob lies that is stored from here on.
func (k Keys) name(digest string) string { return k.names(digest)[0] }

// names are all names that a blob may lie under: that of each key, and the plain one.
func (k Keys) names(digest string) []string {
	names := make([]string, 0, len(k.keys)+1)
	raw, _ := hex.DecodeString(digest) // check has been at it
	for _, key := range k.keys {
		out := make([]byte, len(raw))
		key.names.Encrypt(out, raw, 0)
		name := hex.EncodeToString(out)
		names = append(names, key.id+"/"+name[:2]+"/"+name)
	}
	return append(names, digest[:2]+"/"+digest)
}

// digest is that of the blob under the name; ok is false for what is no name of ours.
func (k Keys) digest(name string) (digest string, ok bool) {
	key, last := k.of(name)
	raw, err := hex.DecodeString(last)
	if err != nil || len(raw) != sha256.Size {
		return "", false
	}
	if key != nil {
		key.names.Decrypt(raw, raw, 0)
	}
	return hex.EncodeToString(raw), true
}

// of is the key that a name belongs to, nil for none, and the last part of the name.
func (k Keys) of(name string) (*key, string) {
	parts := strings.Split(name, "/")
	for i := range k.keys {
		if len(parts) == 3 && parts[0] == k.keys[i].id {
			return &k.keys[i], parts[2]
		}
	}
	if len(parts) == 2 {
		return nil, parts[1]
	}
	return nil, ""
}

// current reports whether a blob is stored from here on as the one with this name is.
func (k Keys) current(name string) bool {
	key, _ := k.of(name)
	return len(k.keys) == 0 || key == &k.keys[0]
}

// fit refuses keys that do not open everything that is there, going by the names at the top.
func (k Keys) fit(top []string, where string) error {
	for _, name := range top {
		if raw, err := hex.DecodeString(name); err != nil || len(raw) != 8 {
			continue
		}
		if key, _ := k.of(name + "//"); key != nil {
			continue
		}
		if len(k.keys) == 0 {
			return host.Errorf(host.Invalid, "%s holds encrypted evidence: set EVIDENCE_KEY_FILE to the file with its key (the one with the id %s)", where, name)
		}
		return host.Errorf(host.Invalid, "%s holds evidence that none of the keys in EVIDENCE_KEY_FILE opens: add the key with the id %s below them", where, name)
	}
	return nil
}

// seal returns a writer that encrypts to w. Its Close does not close w.
func (k Keys) seal(w io.Writer) (io.WriteCloser, error) {
	if len(k.keys) == 0 {
		return open{w}, nil
	}
	return age.Encrypt(w, k.keys[0].identity.Recipient())
}

// open is a writer with nothing to close.
type open struct{ io.Writer }

// Close is part of [io.Closer].
func (open) Close() error { return nil }

// open returns a reader of what lies under the name as it was before it was stored.
func (k Keys) open(name string, raw io.Reader) (io.Reader, error) {
	key, _ := k.of(name)
	if key == nil {
		return raw, nil
	}
	return age.Decrypt(raw, key.identity)
}
