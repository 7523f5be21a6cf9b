// Package dispatch tests dispatchers and workers together on a real database. Nothing imports it.
package dispatch

import (
	"os"
	"testing"

	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Run(m)) }
