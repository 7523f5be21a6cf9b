package browser

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"github.com/mxschmitt/playwright-go"

	"github.com/directorybolt/directorybolt/host"
)

// nodeVariable is where the driver's library looks for Node; it has no other way to be told.
const nodeVariable = "PLAYWRIGHT_NODEJS_PATH"

// nodeLock guards nodeVariable in the process's environment while it is set for a call of the library.
var nodeLock sync.Mutex

// Install puts the browser's driver (playwright-core, from the npm registry) into dir. Where it is already there nothing is
// fetched. It needs Node: the program in PLAYWRIGHT_NODEJS_PATH, or node in PATH.
func Install(ctx context.Context, dir string) error {
	node, err := nodeProgram()
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("driver folder: %w", err)
	}
	err = withNode(node, func() error {
		return playwright.Install(&playwright.RunOptions{DriverDirectory: dir, SkipInstallBrowsers: true, Stdout: io.Discard, Stderr: io.Discard})
	})
	if err != nil {
		return host.Errorf(host.Unavailable, "install the browser driver into %s (needs the npm registry, or remove a driver of another version): %w", dir, err)
	}
	return nil
}

func nodeProgram() (string, error) {
	if path := os.Getenv(nodeVariable); path != "" {
		return path, nil
	}
	path, err := exec.LookPath("node")
	if err != nil {
		return "", host.Errorf(host.NotFound, "no Node.js: install version 20 or newer, or name its program in %s", nodeVariable)
	}
	return path, nil
}

// withNode runs f while the driver's library finds program as its Node.
func withNode(program string, f func() error) error {
	nodeLock.Lock()
	defer nodeLock.Unlock()
	before, was := os.LookupEnv(nodeVariable)
	if err := os.Setenv(nodeVariable, program); err != nil {
		return err
	}
	defer func() {
		if was {
			_ = os.Setenv(nodeVariable, before)
		} else {
			os.Unsetenv(nodeVariable)
		}
	}()
	return f()
}
