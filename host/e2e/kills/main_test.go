package kills

import (
	"os"
	"testing"

	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Run(m)) }
