package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host"
)

// kept is a store that remembers what was put into it last.
type kept struct{ data []byte }

func (k *kept) Put(_ context.Context, data []byte) (string, error) {
	k.data = data
	return strings.Repeat("ab", 32), nil
}

func gradient(w, h int, alpha uint8) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8(x ^ y), alpha})
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claiming is a PNG whose header claims a size that its content does not have.
func claiming(t *testing.T, w, h uint32) []byte {
	data := pngOf(t, gradient(2, 2, 255))
	binary.BigEndian.PutUint32(data[16:], w)
	binary.BigEndian.PutUint32(data[20:], h)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// exif puts a note of how the camera was held, and one of where, into a JPEG.
func exif(data []byte, orientation byte) []byte {
	tiff := append([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), orientation, 0, 0, 0, 0, 0, 0)
	segment := append(append([]byte("Exif\x00\x00"), tiff...), "GPS 37.77,-122.41"...)
	size := len(segment) + 2
	return append(append([]byte{0xff, 0xd8, 0xff, 0xe1, byte(size >> 8), byte(size)}, segment...), data[2:]...)
}

func TestKeep(t *testing.T) {
	photo := jpegOf(t, gradient(400, 200, 255))
	for name, c := range map[string]struct {
		file          string
		data          []byte
		want          string // name and kind
		width, height uint32
	}{
		"photograph":        {"Our Team.JPG", photo, "our-team.jpeg", 400, 200},
		"held upright":      {"a/b\\c.jpg", exif(photo, 6), "c.jpeg", 200, 400},
		"transparent logo":  {"../../etc/logo.png", pngOf(t, gradient(64, 64, 100)), "logo.png", 64, 64},
		"very large":        {"wide.png", pngOf(t, image.NewGray(image.Rect(0, 0, 4096, 512))), "wide.png", 2048, 256},
		"with a program":    {"<script>.png", append(pngOf(t, gradient(64, 64, 100)), "<script>alert(1)</script>"...), "script.png", 64, 64},
		"name of no letter": {"….png", pngOf(t, gradient(8, 8, 100)), "picture.png", 8, 8},
	} {
		t.Run(name, func(t *testing.T) {
			store := &kept{}
			got, err := NewKeeper(store).Keep(t.Context(), c.file, c.data)
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != c.want || got.Width != c.width || got.Height != c.height || int(got.Size) != len(store.data) {
				t.Errorf("got %+v for %d bytes", got, len(store.data))
			}
			for _, hidden := range []string{"<script>", "GPS", "Exif"} {
				if bytes.Contains(store.data, []byte(hidden)) {
					t.Errorf("what is kept has %q in it", hidden)
				}
			}
			if _, _, err := image.Decode(bytes.NewReader(store.data)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	photo := jpegOf(t, gradient(64, 64, 255))
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"nothing":      {nil, "no PNG, JPEG or WebP"},
		"drawing":      {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "no PNG, JPEG or WebP"},
		"page":         {[]byte("<!doctype html><script>alert(1)</script>"), "no PNG, JPEG or WebP"},
		"animation":    {[]byte("GIF89a\x01\x00\x01\x00"), "no PNG, JPEG or WebP"},
		"cut short":    {photo[:len(photo)/2], "damaged"},
		"head only":    {photo[:3], "damaged"},
		"false head":   {append([]byte("\x89PNG\r\n\x1a\n"), photo...), "damaged"},
		"empty WebP":   {[]byte("RIFF\x04\x00\x00\x00WEBPVP8 "), "damaged"},
		"bomb":         {claiming(t, 50000, 50000), "50000 × 50000 pixels"},
		"flat bomb":    {claiming(t, 1, 1<<30), "pixels"},
		"just too big": {claiming(t, 7000, 7000), "25 million"},
		"large file":   {append(photo, make([]byte, MaxSize)...), "has 5.0 MB; at most 5 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			store := &kept{}
			_, err := NewKeeper(store).Keep(t.Context(), "x.png", c.data)
			if host.KindOf(err) != host.Invalid || !strings.Contains(err.Error(), c.say) {
				t.Errorf("got %v, want %q", err, c.say)
			}
			if store.data != nil {
				t.Error("it was kept all the same")
			}
		})
	}
}

// A camera held on its side: what was the right edge of the file is the top.
func TestUpright(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	left, right := color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 255, 255}
	img.SetNRGBA(0, 0, left)
	img.SetNRGBA(1, 0, right)
	for orientation, first := range map[int]color.NRGBA{1: left, 2: right, 3: right, 4: left, 5: left, 6: left, 7: right, 8: right} {
		if got := color.NRGBAModel.Convert(upright(img, orientation).At(0, 0)); got != first {
			t.Errorf("orientation %d: first pixel %v, want %v", orientation, got, first)
		}
	}
}

func FuzzKeep(f *testing.F) {
	f.Add(pngOf(f, gradient(4, 4, 100)))
	f.Add(exif(jpegOf(f, gradient(4, 4, 255)), 6))
	f.Add([]byte("RIFF\x24\x00\x00\x00WEBPVP8L"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := NewKeeper(&kept{}).Keep(t.Context(), "x", data)
		if err != nil && host.KindOf(err) != host.Invalid {
			t.Fatal(err)
		}
		if err == nil && (got.Width > keptSide || got.Height > keptSide || got.Width == 0) {
			t.Fatalf("%+v", got)
		}
	})
}
