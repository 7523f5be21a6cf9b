package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"sync"
)

// picture is the logo that is uploaded.
var picture = sync.OnceValue(func() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 256, 256))
	for i := range 256 * 256 {
		x, y := i%256, i/256
		img.Set(x, y, color.NRGBA{uint8(x), uint8(y), uint8(x ^ y), 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // a fixed image into memory
	}
	return b.Bytes()
})
