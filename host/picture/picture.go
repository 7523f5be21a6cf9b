// Package picture takes pictures from strangers: it decodes what they send and writes it anew, so that what is kept is a picture and nothing else.
package picture

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"path"
	"strings"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"github.com/directorybolt/directorybolt/host"
)

const (
	// MaxSize bounds a file, in bytes.
	MaxSize   = 5 << 20
	maxSide   = 8000       // pixels, as sent
	maxPixels = 25_000_000 // 100 MB once decoded
	keptSide  = 2048       // pixels, as kept: no directory shows more
	quality   = 88         // of JPEG
	names     = "abcdefghijklmnopqrstuvwxyz0123456789-_"
)

// Store keeps bytes by their content.
type Store interface {
	Put(ctx context.Context, data []byte) (digest string, err error)
}

// Keeper takes pictures and keeps them. Decoding needs memory: one is decoded at a time.
type Keeper struct {
	store Store
	turn  chan struct{}
}

// NewKeeper returns a keeper that keeps in the store.
func NewKeeper(store Store) *Keeper { return &Keeper{store, make(chan struct{}, 1)} }

// Keep stores a PNG, JPEG or WebP picture: decoded, no larger than directories show it, and encoded anew, which drops what cameras and hands have
// hidden in it. Errors of kind [host.Invalid] say what to send instead.
func (k *Keeper) Keep(ctx context.Context, name string, data []byte) (host.Image, error) {
	if len(data) > MaxSize {
		return host.Image{}, host.Errorf(host.Invalid, "has %.1f MB; at most %d MB are taken. Save it smaller and choose it again", float64(len(data))/(1<<20), MaxSize>>20)
	}
	decode, err := check(data)
	if err != nil {
		return host.Image{}, err
	}
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return host.Image{}, ctx.Err()
	}
	img, err := decode(bytes.NewReader(data))
	if err != nil {
		return host.Image{}, host.Errorf(host.Invalid, "is damaged: it ends too early or cannot be read. Save it again as PNG or JPEG")
	}
	img = upright(img, orientation(data))
	img = shrink(img)
	written, kind, err := encode(img)
	if err != nil {
		return host.Image{}, err
	}
	digest, err := k.store.Put(ctx, written)
	if err != nil {
		return host.Image{}, err
	}
	return host.Image{
		Name: plainName(name) + "." + kind, MediaType: "image/" + kind, Digest: digest, Size: uint32(len(written)),
		Width: uint32(img.Bounds().Dx()), Height: uint32(img.Bounds().Dy()),
	}, nil
}

type decoder func(*bytes.Reader) (image.Image, error)

// check reads what the file says of itself, before anything is decoded: a small file can make a very large picture.
func check(data []byte) (decoder, error) {
	var config image.Config
	var err error
	var decode decoder
	switch r := bytes.NewReader(data); {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		config, err = png.DecodeConfig(r)
		decode = func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) }
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		config, err = jpeg.DecodeConfig(r)
		decode = func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) }
	case bytes.HasPrefix(data, []byte("RIFF")) && len(data) > 12 && string(data[8:12]) == "WEBP":
		config, err = webp.DecodeConfig(r)
		decode = func(r *bytes.Reader) (image.Image, error) { return webp.Decode(r) }
	default:
		return nil, host.Errorf(host.Invalid, "is no PNG, JPEG or WebP picture. Save it as one of these and choose it again")
	}
	if err != nil {
		return nil, host.Errorf(host.Invalid, "is damaged: it ends too early or cannot be read. Save it again as PNG or JPEG")
	}
	w, h := config.Width, config.Height
	if w < 1 || h < 1 || w > maxSide || h > maxSide || w*h > maxPixels {
		return nil, host.Errorf(host.Invalid, "is %d × %d pixels; at most %d a side and %d million in all are taken. Make it smaller and choose it again", w, h, maxSide, maxPixels/1_000_000)
	}
	return decode, nil
}

func shrink(img image.Image) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	longest := max(w, h)
	if longest <= keptSide {
		return img
	}
	out := image.NewNRGBA(image.Rect(0, 0, max(1, w*keptSide/longest), max(1, h*keptSide/longest)))
	xdraw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), xdraw.Src, nil)
	return out
}

// encode writes JPEG for photographs and PNG for what has transparent parts or few colours.
func encode(img image.Image) (data []byte, kind string, err error) {
	var b bytes.Buffer
	if photograph(img) {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
		return b.Bytes(), "jpeg", err
	}
	err = png.Encode(&b, img)
	return b.Bytes(), "png", err
}

func photograph(img image.Image) bool {
	opaque, ok := img.(interface{ Opaque() bool })
	if !ok || !opaque.Opaque() {
		return false
	}
	colours := map[color.RGBA]bool{}
	bounds := img.Bounds()
	step := max(1, max(bounds.Dx(), bounds.Dy())/64)
	for y := bounds.Min.Y; y < bounds.Max.Y; y += step {
		for x := bounds.Min.X; x < bounds.Max.X; x += step {
			r, g, b, _ := img.At(x, y).RGBA()
			colours[color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}] = true
		}
	}
	return len(colours) > 256
}

// upright turns a picture the way its camera was held (EXIF's orientation, 1 to 8), for that note is dropped with the rest.
func upright(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	src := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(src, src.Bounds(), img, img.Bounds().Min, draw.Src)
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if orientation > 4 {
		out = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			out.SetNRGBA(tx, ty, src.NRGBAAt(x, y))
		}
	}
	return out
}

// plainName is a file name, without its ending, that every system takes.
func plainName(name string) string {
	name = strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(names, r) {
			return r
		}
		return '-'
	}, name)
	if name = strings.Trim(name[:min(len(name), 60)], "-"); name == "" {
		return "picture"
	}
	return name
}
