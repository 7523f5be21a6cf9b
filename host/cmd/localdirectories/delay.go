package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/directorybolt/directorybolt/host/localdirectories"
)

// parseDelays reads the --slow options.
func parseDelays(options []string) (map[string]localdirectories.Delay, error) {
	delays := map[string]localdirectories.Delay{}
	for _, o := range options {
		slug, times, _ := strings.Cut(o, "=")
		store, answer, ok := strings.Cut(times, "/")
		if !ok {
			return nil, fmt.Errorf("--slow %s: write SLUG=STORE/ANSWER, for example cutline=2s/500ms", o)
		}
		var d localdirectories.Delay
		var err error
		if d.BeforeStore, err = time.ParseDuration(store); err != nil {
			return nil, fmt.Errorf("--slow %s: %w", o, err)
		}
		if d.BeforeAnswer, err = time.ParseDuration(answer); err != nil {
			return nil, fmt.Errorf("--slow %s: %w", o, err)
		}
		delays[slug] = d
	}
	return delays, nil
}
