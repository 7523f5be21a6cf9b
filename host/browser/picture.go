package browser

import (
	"bytes"
	"context"
	"fmt"
	"image/jpeg"
	"slices"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/sdk"
)

// Picture is a photograph of the whole page, and where on it the things are that were observed last.
type Picture struct {
	JPEG          []byte
	Width, Height int                // in CSS pixels, which are those of the picture
	Places        map[string]sdk.Box // by ref; what cannot be seen is not in it
}

// placesScript measures the elements a run of the observing script found, in pixels of the outermost document that it can read.
const placesScript = `(found) => found.els.map((el) => {
	const r = el.getBoundingClientRect();
	if (!el.isConnected || r.width < 2 || r.height < 2) return null;
	let x = r.left, y = r.top, win = el.ownerDocument.defaultView;
	for (;;) {
		let frame = null;
		try { frame = win.frameElement; } catch { /* of another origin */ }
		if (!frame) break;
		const f = frame.getBoundingClientRect();
		x += f.left; y += f.top; win = frame.ownerDocument.defaultView;
	}
	return [x + win.scrollX, y + win.scrollY, r.width, r.height].map(Math.round);
})`

// Picture photographs the page for people who write adapters. Evidence is what [Session.Screenshot] takes.
func (s *Session) Picture(ctx context.Context) (Picture, error) {
	p := Picture{Places: map[string]sdk.Box{}}
	err := s.bounded(ctx, shotLimit, "photograph the page", func() (err error) {
		p.JPEG, err = s.page.Screenshot(playwright.PageScreenshotOptions{
			Type: playwright.ScreenshotTypeJpeg, Quality: playwright.Int(80), FullPage: playwright.Bool(true), Scale: playwright.ScreenshotScaleCss,
		})
		if err != nil || s.seen == nil {
			return err
		}
		boxes := map[*held][]*sdk.Box{}
		for _, h := range s.seen.held {
			if boxes[h], err = s.places(h); err != nil {
				return err
			}
		}
		for ref, el := range s.seen.elements {
			if all := boxes[el.held]; el.index < len(all) && all[el.index] != nil {
				p.Places[ref] = *all[el.index]
			}
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(p.JPEG))
	p.Width, p.Height = size.Width, size.Height
	return p, err
}

// places measures what was found in a frame; nil for what cannot be seen. A frame that is gone has nothing left to measure.
func (s *Session) places(h *held) ([]*sdk.Box, error) {
	v, err := h.handle.Evaluate(placesScript)
	if err != nil {
		if isGone(err) && !h.frame.IsDetached() {
			return nil, err
		}
		return nil, nil
	}
	var dx, dy float64
	if h.frame != s.page.MainFrame() {
		if dx, dy, err = s.corner(h.frame); err != nil {
			return nil, err
		}
	}
	list, _ := v.([]any)
	boxes := make([]*sdk.Box, len(list))
	for i, one := range list {
		if n, ok := one.([]any); ok && len(n) == 4 {
			boxes[i] = &sdk.Box{X: int32(number(n[0]) + dx), Y: int32(number(n[1]) + dy), Width: int32(number(n[2])), Height: int32(number(n[3]))}
		}
	}
	return boxes, nil
}

// corner is where a frame of another origin begins on the page.
func (s *Session) corner(frame playwright.Frame) (x, y float64, err error) {
	el, err := frame.FrameElement()
	if err != nil {
		return 0, 0, err
	}
	box, err := el.BoundingBox()
	if err != nil || box == nil {
		return 0, 0, err
	}
	scrolled, err := s.page.Evaluate("[scrollX, scrollY]")
	if err != nil {
		return 0, 0, err
	}
	n, ok := scrolled.([]any)
	if !ok || len(n) != 2 {
		return 0, 0, fmt.Errorf("the page says it is scrolled to %v", scrolled)
	}
	return box.X + number(n[0]), box.Y + number(n[1]), nil
}

// number is what the driver makes of a JavaScript number.
func number(v any) float64 {
	switch n := v.(type) {
	case int:
		return float64(n)
	case float64:
		return n
	}
	return 0
}

// HTML returns the source of the page's main document as it is now.
func (s *Session) HTML(ctx context.Context) (source string, err error) {
	err = s.bounded(ctx, observeLimit, "read the page's source", func() (err error) {
		source, err = s.page.Content()
		source = s.veil(source)
		return err
	})
	return source, err
}

// Denied returns the hosts, as "name:port", that pages of this session asked for and were not given, most recent last, each once.
func (s *Session) Denied() []string {
	s.egress.mu.Lock()
	defer s.egress.mu.Unlock()
	var once []string
	for _, name := range s.egress.denied {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}
