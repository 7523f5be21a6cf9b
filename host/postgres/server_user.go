package postgres

import (
	"fmt"
	"hash/fnv"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/directorybolt/directorybolt/host"
)

// maxSocketDir keeps the path of the socket itself under the kernel's 107 bytes.
const maxSocketDir = 80

// unprivileged returns the user that the server runs as when we are root, which it refuses to be.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("user id of %s: %w", name, err)
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("group id of %s: %w", name, err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, host.Errorf(host.NotFound, "a private database server cannot run as root, and there is neither a user postgres nor nobody")
}

// own makes the folder, private to the server's user.
func (s *Server) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if s.user == nil {
		return nil
	}
	return os.Chown(dir, int(s.user.Uid), int(s.user.Gid))
}

// placeSocket decides where the socket lives: in the data folder, or in a short folder named after it if that path is too long.
func (s *Server) placeSocket() error {
	dir, err := filepath.Abs(s.dir)
	if err != nil {
		return err
	}
	s.dir = dir
	s.socket = filepath.Join(dir, "socket")
	if len(s.socket) > maxSocketDir {
		name := fnv.New32a()
		name.Write([]byte(dir))
		s.socket = filepath.Join(os.TempDir(), fmt.Sprintf("directorybolt-pg-%08x", name.Sum32()))
	}
	return s.own(s.socket)
}
