package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// Places are the folders the program works in.
type Places struct {
	Data     string `placeholder:"DIR" help:"Folder for the database and the evidence (${data})."`
	Adapters string `placeholder:"DIR" help:"Folder with built adapters, *.wasm (adapters, beside this program)."`
	Plugins  string `placeholder:"DIR" default:"plugins" help:"Folder whose plugins/*/directories.json name the directories (${default})."`
}

// Timing shortens the waits of the engine, for tests of its recovery.
type Timing struct {
	Lease       time.Duration `hidden:"" default:"15s"`
	PressWindow time.Duration `hidden:"" default:"${press_window}"`
	Hide        time.Duration `hidden:"" default:"10m"` // how long the order queue keeps a message from other machines
}

// dataDir is where data is kept if nobody says otherwise. Root's home is closed to the users that the database and the browser
// run as, so root's data is with the system's.
func dataDir(name string) string {
	if os.Getuid() == 0 {
		return filepath.Join("/var/lib/directorybolt", name)
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "directorybolt", name)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	return filepath.Join(home, ".local", "share", "directorybolt", name)
}

// settle fills in the defaults and makes the data folder. The database's and the browser's users have to get through it to their own
// folders, which are closed to others.
func (p *Places) settle(name string) error {
	if p.Data == "" {
		p.Data = dataDir(name)
	}
	if err := os.MkdirAll(p.Data, 0o755); err != nil {
		return host.Errorf(host.Invalid, "the data folder cannot be made: %w; choose another with --data", err)
	}
	if p.Adapters == "" {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		p.Adapters = filepath.Join(filepath.Dir(self), "adapters")
	}
	return nil
}

// private is the private database in the data folder.
func (p *Places) private() postgres.Private {
	return postgres.Private{Dir: filepath.Join(p.Data, "postgres")}
}

// foreign are the variables of services that the demo does without, whatever the environment says.
var foreign = []string{"DATABASE_URL", "STRIPE_", "SQS_", "EVIDENCE_", "AWS_", "PG", "SMTP_URL", "MAIL_FROM", "OIDC_", "PUBLIC_URL", "TRUSTED_PROXIES"}

// forgetForeign removes them from the environment, so that neither this process nor a child can reach for them.
func forgetForeign() {
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		for _, prefix := range foreign {
			if strings.HasPrefix(name, prefix) {
				os.Unsetenv(name)
			}
		}
	}
}

// databaseURL returns the database to use, empty for a private one.
func databaseURL() (string, error) {
	url := os.Getenv("DATABASE_URL")
	if url == "" {
		return "", nil
	}
	if _, err := pgx.ParseConfig(url); err != nil {
		// The cause would repeat the address, and the password in it.
		return "", host.Errorf(host.Invalid, "DATABASE_URL is not the address of a PostgreSQL database: it should look like postgres://user:password@host:5432/name")
	}
	return url, nil
}
