package main

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/directorybolt/directorybolt/host/fetch"
	"github.com/directorybolt/directorybolt/host/webhook"
)

// sendWebhooks begins to tell customers' endpoints of what happens, until the system stops. Any number of processes may do so.
func (s *system) sendWebhooks(url string) {
	ctx, cancel := context.WithCancel(context.Background())
	client := &fetch.Client{Contact: contact}
	var running sync.WaitGroup
	running.Go(func() {
		webhook.Run(ctx, webhook.Config{
			Store: s.db, URL: url, Log: s.log,
			Post: func(ctx context.Context, address string, header http.Header, body []byte, limit time.Duration) (int, time.Duration, error) {
				posted, err := client.Post(ctx, address, header, body, limit)
				return posted.Status, posted.RetryAfter, err
			},
		})
	})
	s.closers = append(s.closers, func() error { cancel(); running.Wait(); return nil })
}
