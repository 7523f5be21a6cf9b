package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // so that their sizes can be read
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/directorybolt/directorybolt/host"
)

// sample is the business of the demo, with its logo. It is made up.
//
//go:embed sample
var sample embed.FS

// maxImage bounds an image file, in bytes.
const maxImage = 5 << 20

// blobs keeps bytes by their content.
type blobs interface {
	Put(ctx context.Context, data []byte) (digest string, err error)
	Get(ctx context.Context, digest string) ([]byte, error)
}

// readBusiness reads a profile from a file, JSON or JSON-LD, and the images that lie beside it. Notes say what was left out.
func readBusiness(ctx context.Context, file string, store blobs) (host.Business, []string, error) {
	if _, err := os.Stat(file); err != nil {
		return host.Business{}, nil, host.Errorf(host.NotFound, "the profile %s cannot be read: %w", file, err)
	}
	return readBusinessIn(ctx, os.DirFS(filepath.Dir(file)), filepath.Base(file), store)
}

func readBusinessIn(ctx context.Context, folder fs.FS, name string, store blobs) (host.Business, []string, error) {
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return host.Business{}, nil, err
	}
	b, notes, err := host.ReadBusiness(data)
	if err != nil {
		return b, notes, err
	}
	images := []*host.Image{&b.Logo, &b.Cover}
	for i := range b.Photos {
		images = append(images, &b.Photos[i])
	}
	for _, img := range images {
		note, err := takeImage(ctx, folder, img, store)
		if err != nil {
			return b, notes, err
		}
		if note != "" {
			notes = append(notes, note)
		}
	}
	return b, notes, nil
}

// takeImage stores the bytes of an image that lies in the folder and notes what they are; what the profile said of them does not count.
func takeImage(ctx context.Context, folder fs.FS, img *host.Image, store blobs) (note string, err error) {
	img.Digest = ""
	if img.Name == "" {
		return "", nil
	}
	data, err := fs.ReadFile(folder, img.Name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		handle := img.Handle
		*img = host.Image{URL: img.URL}
		return fmt.Sprintf("%s was left out: its file does not lie beside the profile", handle), nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", img.Name, err)
	}
	if len(data) > maxImage {
		return "", host.Errorf(host.Invalid, "%s has %d bytes; an image may have %d: make it smaller", img.Name, len(data), maxImage)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return "", host.Errorf(host.Invalid, "%s is not an image we can read: save it as PNG or JPEG", img.Name)
	}
	img.MediaType, img.Width, img.Height, img.Size = "image/"+format, uint32(config.Width), uint32(config.Height), uint32(len(data))
	img.Digest, err = store.Put(ctx, data)
	return "", err
}

// fileOf returns the bytes of one of the business's images.
func fileOf(ctx context.Context, b host.Business, handle string, store blobs) (host.File, error) {
	for _, img := range append([]host.Image{b.Logo, b.Cover}, b.Photos...) {
		if img.Handle != handle || img.Digest == "" {
			continue
		}
		data, err := store.Get(ctx, img.Digest)
		return host.File{Handle: handle, Name: img.Name, MediaType: img.MediaType, Data: data}, err
	}
	return host.File{}, host.Errorf(host.NotFound, "the business has no image %q", handle)
}

// profile is the business as it is stored in customers.business_data.
func profile(b host.Business) json.RawMessage {
	data, err := json.Marshal(b)
	if err != nil {
		panic(err) // a business holds nothing that JSON cannot
	}
	return data
}
