package e2e

import (
	"os"
	"testing"

	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// node is what the browsers' drivers of programs run on. It is read at the start: while a test starts a browser in this process, the variable names
// something that goes away again.
var node = "PLAYWRIGHT_NODEJS_PATH=" + os.Getenv("PLAYWRIGHT_NODEJS_PATH")

func TestMain(m *testing.M) { os.Exit(postgrestest.Run(m)) }
