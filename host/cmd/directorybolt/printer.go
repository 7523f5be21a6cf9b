package main

import (
	"context"
	"sync"

	"github.com/directorybolt/directorybolt/host/browser"
)

// pdfPrinter prints pages of ours.
type pdfPrinter interface {
	PDF(ctx context.Context, html string) ([]byte, error)
}

// printer is the worker's browser where there is one, and otherwise one that is started for the first page that is printed.
func (s *system) printer() pdfPrinter {
	if s.browser != nil {
		return s.browser
	}
	p := &latePrinter{open: func(ctx context.Context) (*browser.Browser, error) {
		return openBrowser(ctx, systemConfig{log: s.log})
	}}
	s.closers = append(s.closers, p.close)
	return p
}

// latePrinter starts its browser when it is needed first. A machine without one says so each time, and works from when it has one.
type latePrinter struct {
	open func(ctx context.Context) (*browser.Browser, error)

	mu      sync.Mutex
	browser *browser.Browser
}

// PDF prints a page; see [browser.Browser.PDF].
func (p *latePrinter) PDF(ctx context.Context, html string) ([]byte, error) {
	b, err := p.opened(ctx)
	if err != nil {
		return nil, err
	}
	return b.PDF(ctx, html)
}

func (p *latePrinter) opened(ctx context.Context) (*browser.Browser, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.browser == nil {
		b, err := p.open(ctx)
		if err != nil {
			return nil, err
		}
		p.browser = b
	}
	return p.browser, nil
}

func (p *latePrinter) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.browser == nil {
		return nil
	}
	return p.browser.Close()
}
