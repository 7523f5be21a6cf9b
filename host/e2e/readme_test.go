package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// TestReadmeForManyMachines starts what the README starts, with ports that are free and a database of the test's, and carries one submission
// through all of it: announced to the queue, taken in, planned, made by a worker, with its evidence in the bucket.
func TestReadmeForManyMachines(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres and a browser")
	}
	ports := map[string]string{}
	var replace []string
	for _, port := range []string{"9324", "7070", "7071", "8080", "8081", "8082", "8083", "8084"} {
		ports[port] = freePort(t)
		replace = append(replace, port, ports[port])
	}
	place := dataDir(t)
	shareCompiled(t, filepath.Join(place, "data"))
	script := "set -e\n"
	for _, b := range blocks(t, "../../README.md") {
		if b.kind == "sh" && (b.file == "services" || b.file == "processes") {
			script += strings.NewReplacer(append(replace, "/var/tmp/bolt", place)...).Replace(b.text)
		}
	}
	dsn := postgrestest.DSN(t)
	shell := exec.Command("bash", "-c", script+"echo started\nread\nkill $(jobs -p); wait")
	shell.Dir = "../.."
	shell.Env = append(os.Environ(), "DATABASE_URL="+dsn, node)
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer
	shell.Stdout, shell.Stderr = &said, &said
	end, err := shell.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		fmt.Fprintln(end)
		stuck := time.AfterFunc(60*time.Second, func() {
			_ = syscall.Kill(-shell.Process.Pid, syscall.SIGKILL)
			t.Error("not everything ends when it is told to")
		})
		_ = shell.Wait()
		stuck.Stop()
		if t.Failed() {
			t.Logf("the commands said:\n%s", said.String())
			logs, _ := filepath.Glob(filepath.Join(place, "*.log"))
			for _, name := range logs {
				content, _ := os.ReadFile(name)
				t.Logf("%s:\n%s", filepath.Base(name), content)
			}
		}
	})
	for _, port := range []string{"8080", "8081", "8082", "8083", "8084"} {
		await(t, "http://127.0.0.1:"+ports[port]+"/ready")
	}

	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	business, err := os.ReadFile("../cmd/directorybolt/sample/business.json")
	if err != nil {
		t.Fatal(err)
	}
	customer, err := db.CreateCustomer(t.Context(), host.Customer{Email: "owner@acme.example", CompanyName: "Acme", Profile: json.RawMessage(business), Tier: host.Starter})
	if err != nil {
		t.Fatal(err)
	}
	o := &order{db: db}
	if o.job, err = db.CreateJobFor(t.Context(), customer.ID, "tradefinder", true); err != nil {
		t.Fatal(err)
	}
	if err := db.AnnounceJob(t.Context(), o.job.ID, 1, func(context.Context, pgx.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1:"+ports["8080"]+"/api/jobs/enqueue",
		strings.NewReader(fmt.Sprintf(`{"job_id":%q,"customer_id":%q,"package_size":50}`, o.job.ID, customer.ID)))
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Authorization", "Bearer only-for-this-machine")
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the announcement is answered with %d", answer.StatusCode)
	}
	if s := o.settled(t)["tradefinder"]; s.Status != host.Submitted {
		t.Errorf("%s (%s %s)", s.Status, s.Note, s.ErrorLog)
	}
	kept := 0
	if err := filepath.WalkDir(filepath.Join(place, "s3", "evidence"), func(_ string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			kept++
		}
		return err
	}); err != nil || kept == 0 {
		t.Errorf("%d pieces of evidence in the bucket, %v", kept, err)
	}
}

// await asks until the answer is 200.
func await(t *testing.T, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s is never ready: %v", url, err)
		case <-tick.C:
		}
	}
}
