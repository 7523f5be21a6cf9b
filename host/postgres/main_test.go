package postgres_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// serveIn names the folder in which this test binary, started again by a test, runs a server until it is killed.
const serveIn = "POSTGRES_TEST_SERVE_IN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(serveIn); dir != "" {
		if _, err := postgres.Start(context.Background(), postgres.Private{Dir: dir, Throwaway: true}); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("serving")
		select {}
	}
	os.Exit(postgrestest.Run(m))
}
