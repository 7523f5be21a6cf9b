package browser

import (
	"context"
	"errors"
	"time"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

const (
	printLimit = 20 * time.Second
	maxPrint   = 12 << 20 // bytes of HTML, pictures included
)

// printFoot numbers the pages. Chromium gives it a document of its own.
const printFoot = `<div style="width:100%;font-size:8px;color:#666;padding:0 12mm;text-align:right"><span class="pageNumber"></span> / <span class="totalPages"></span></div>`

// PDF prints a page of ours, given as HTML, on A4. The page runs no script and reaches nothing at all: what it shows has to be in it, as data. One page
// is printed at a time. An error of kind [host.Unavailable] may be tried again later.
func (b *Browser) PDF(ctx context.Context, html string) ([]byte, error) {
	if len(html) > maxPrint {
		return nil, host.Errorf(host.Invalid, "the page has %d bytes; at most %d are printed", len(html), maxPrint)
	}
	ctx, cancel := context.WithTimeout(ctx, printLimit)
	defer cancel()
	select {
	case b.printing <- struct{}{}:
		defer func() { <-b.printing }()
	case <-ctx.Done():
		return nil, host.Errorf(host.Unavailable, "waited for others to be printed: %w", ctx.Err())
	case <-b.stopped:
		return nil, host.Errorf(host.Unavailable, "the browser is closed")
	}
	g, err := b.engine.acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer b.engine.release(g)
	data, err := print(ctx, g, html)
	if err != nil {
		if isGone(err) && ctx.Err() == nil {
			b.engine.lose(g)
		}
		return nil, host.Errorf(host.Unavailable, "print a page: %w", errors.Join(ctx.Err(), err))
	}
	return data, nil
}

func print(ctx context.Context, g *generation, html string) ([]byte, error) {
	// A proxy that refuses every host, for the ways that being offline leaves open.
	nowhere, err := newEgress(host.Reach{}, nil)
	if err != nil {
		return nil, err
	}
	defer nowhere.close()
	force := time.AfterFunc(openLimit, g.driver.kill)
	c, err := g.browser.NewContext(playwright.BrowserNewContextOptions{
		JavaScriptEnabled: playwright.Bool(false),
		Offline:           playwright.Bool(true),
		AcceptDownloads:   playwright.Bool(false),
		ServiceWorkers:    playwright.ServiceWorkerPolicyBlock,
		ColorScheme:       playwright.ColorSchemeLight,
		Proxy:             &playwright.Proxy{Server: nowhere.address(), Bypass: playwright.String("<-loopback>")},
	})
	force.Stop()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	page, err := c.NewPage()
	if err != nil {
		return nil, err
	}
	if err := page.SetContent(html, playwright.PageSetContentOptions{Timeout: playwright.Float(float64(printLimit.Milliseconds()))}); err != nil {
		return nil, err
	}
	return page.PDF(playwright.PagePdfOptions{
		Format: playwright.String("A4"), PrintBackground: playwright.Bool(true), Tagged: playwright.Bool(true), Outline: playwright.Bool(true),
		DisplayHeaderFooter: playwright.Bool(true), HeaderTemplate: playwright.String("<span></span>"), FooterTemplate: playwright.String(printFoot),
		Margin: &playwright.Margin{Top: playwright.String("14mm"), Bottom: playwright.String("16mm"), Left: playwright.String("12mm"), Right: playwright.String("12mm")},
	})
}
