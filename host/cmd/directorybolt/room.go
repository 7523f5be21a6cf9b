package main

import (
	"context"
	"syscall"

	"github.com/directorybolt/directorybolt/host"
)

// room is the disk that holds the data folder, and how much of it must stay free: for the database, and for what is under way.
type room struct {
	dir  string
	keep uint64 // bytes
}

// left is how many bytes are free.
func (r room) left() (uint64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(r.dir, &disk); err != nil {
		return 0, err
	}
	return disk.Bavail * uint64(disk.Bsize), nil
}

// check fails with [host.Unavailable] where less is free than must stay free.
func (r room) check() error {
	left, err := r.left()
	if err != nil {
		return host.Errorf(host.Unavailable, "nobody can say how much of the disk is free: %w", err)
	}
	if left < r.keep {
		return host.Errorf(host.Unavailable, "the disk is full: %d MB are left and %d MB must stay free", left>>20, r.keep>>20)
	}
	return nil
}

// roomy takes files of customers only while there is room for them.
type roomy struct {
	store interface {
		Put(ctx context.Context, data []byte) (digest string, err error)
	}
	room room
}

// Put stores data; see [blob.Store.Put].
func (r roomy) Put(ctx context.Context, data []byte) (string, error) {
	if r.room.check() != nil {
		return "", host.Errorf(host.Unavailable, "There is no room for files just now, and we have been told. Nothing else of what you typed is lost: try the file again later.")
	}
	return r.store.Put(ctx, data)
}
