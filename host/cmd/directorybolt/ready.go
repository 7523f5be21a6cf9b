package main

import (
	"context"

	"github.com/directorybolt/directorybolt/host"
)

// parts are what the roles cannot do without, and how each of them is.
func (s *system) parts(context.Context) []host.Part {
	running := host.Part{Name: "running", OK: true}
	if s.stopping.Load() {
		running = host.Part{Name: "running", Detail: "The process is being stopped."}
	}
	return []host.Part{running}
}
