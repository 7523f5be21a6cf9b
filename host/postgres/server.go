package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/directorybolt/directorybolt/host"
)

// Private is what a private server needs to know.
type Private struct {
	Dir       string // holds the cluster, its log and, where the path is short enough, its socket
	Throwaway bool   // for tests: nothing is synced to disk
}

// Server is a PostgreSQL of our own, reachable only over a unix socket.
type Server struct {
	dir, socket string
	user        *syscall.Credential // nil: the server runs as we do
	cmd         *exec.Cmd           // nil: adopted from a process before us
	exited      chan struct{}       // closed when cmd has ended
	exit        error               // how it ended
}

// Start runs a private server on the cluster in p.Dir, which it creates at first. A server that a killed process before us left
// running there is adopted; what it left behind dead is cleared away. The server stops when this process ends, however
// it ends.
func Start(ctx context.Context, p Private) (*Server, error) {
	bin, err := FindBinaries()
	if err != nil {
		return nil, err
	}
	s := &Server{dir: p.Dir, exited: make(chan struct{})}
	if s.user, err = unprivileged(); err != nil {
		return nil, err
	}
	if err := s.own(s.dir); err != nil {
		return nil, err
	}
	if err := s.reachable(); err != nil {
		return nil, err
	}
	if err := s.placeSocket(); err != nil {
		return nil, err
	}
	if err := s.initialise(ctx, bin, p.Throwaway); err != nil {
		return nil, err
	}
	if s.ping(ctx) == nil {
		return s, nil
	}
	if err := clearStale(s.cluster(), s.socket); err != nil {
		return nil, err
	}
	if err := s.launch(bin, p.Throwaway); err != nil {
		return nil, err
	}
	if err := s.await(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// Running returns the server that another process runs on the cluster in p.Dir. [host.NotFound] says that none does. It is not ours to stop.
func Running(ctx context.Context, p Private) (*Server, error) {
	none := host.Errorf(host.NotFound, "no database runs in %s", p.Dir)
	if _, err := os.Stat(p.Dir); err != nil {
		return nil, none
	}
	s := &Server{dir: p.Dir}
	var err error
	if s.user, err = unprivileged(); err != nil {
		return nil, err
	}
	if err := s.placeSocket(); err != nil {
		return nil, err
	}
	if s.ping(ctx) != nil {
		return nil, none
	}
	return s, nil
}

// DSN is the connection string of one of the server's databases.
func (s *Server) DSN(database string) string {
	return fmt.Sprintf("host=%s user=postgres dbname=%s sslmode=disable", s.socket, database)
}

// Create makes the database if it is not there. An empty template means the server's own.
func (s *Server) Create(ctx context.Context, database, template string) error {
	conn, err := pgx.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("connect to private postgres: %w", err)
	}
	defer conn.Close(ctx)
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", database).Scan(&there); err != nil || there {
		return err
	}
	sql := "CREATE DATABASE " + pgx.Identifier{database}.Sanitize()
	if template != "" {
		sql += " TEMPLATE " + pgx.Identifier{template}.Sanitize()
	}
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("create database %s: %w", database, err)
	}
	return nil
}

// Stop shuts the server down without waiting for its clients, and waits for it. An adopted server is stopped by its pid.
func (s *Server) Stop() error {
	if s.cmd == nil {
		return stopAdopted(s.cluster())
	}
	if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop postgres: %w", err)
	}
	select {
	case <-s.exited:
	case <-time.After(30 * time.Second):
		if err := s.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
			return fmt.Errorf("stop postgres at once: %w", err)
		}
		<-s.exited
	}
	if filepath.Dir(s.socket) != s.dir {
		return os.RemoveAll(s.socket)
	}
	return nil
}

func (s *Server) cluster() string { return filepath.Join(s.dir, "cluster") }

func (s *Server) logFile() string { return filepath.Join(s.dir, "postgres.log") }

// initialise creates the cluster beside its final name, so that a kill leaves either none or a whole one.
func (s *Server) initialise(ctx context.Context, bin string, throwaway bool) error {
	if _, err := os.Stat(filepath.Join(s.cluster(), "PG_VERSION")); err == nil {
		return nil
	}
	fresh := s.cluster() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	args := []string{"-D", fresh, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"}
	if throwaway {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), args...)
	s.confine(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb in %s: %w\n%s", fresh, err, out)
	}
	return os.Rename(fresh, s.cluster())
}

func (s *Server) launch(bin string, throwaway bool) error {
	args := []string{"-D", s.cluster(), "-k", s.socket, "-c", "listen_addresses=", "-c", "max_connections=200",
		"-c", "shared_buffers=64MB", "-c", "logging_collector=off", "-c", "log_min_messages=warning"}
	if s.user != nil {
		// The socket's folder lets in nobody but root and the server; the socket itself may then be open.
		args = append(args, "-c", "unix_socket_permissions=0777")
	}
	if throwaway {
		args = append(args, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off")
	}
	log, err := os.OpenFile(s.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(filepath.Join(bin, "postgres"), args...)
	s.confine(cmd)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr.Setpgid = true // Ctrl-C must not reach the server before we are done with it
	dieWithParent(cmd.SysProcAttr)
	started := make(chan error, 1)
	go func() {
		// The kernel tells the child of its parent's death when the thread that forked it ends: keep that thread.
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			s.exit = cmd.Wait()
			close(s.exited)
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	s.cmd = cmd
	return nil
}

// await returns when the server answers, and fails when it has exited instead.
func (s *Server) await(ctx context.Context) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if s.ping(ctx) == nil {
			return nil
		}
		select {
		case <-s.exited:
			return fmt.Errorf("postgres exited at start (%v); its log is %s", s.exit, s.logFile())
		case <-ctx.Done():
			return fmt.Errorf("wait for postgres: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

func (s *Server) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return err
	}
	return errors.Join(conn.Ping(ctx), conn.Close(ctx))
}

// confine makes the command run as the server's user, in a folder that user can read.
func (s *Server) confine(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.user}
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=" + s.dir, "TZ=UTC"}
}

// reachable fails if the server's user cannot reach the data folder, which initdb reports in a way nobody understands.
func (s *Server) reachable() error {
	if s.user == nil {
		return nil
	}
	check := exec.Command("/usr/bin/test", "-w", s.dir)
	s.confine(check)
	check.Dir = "/"
	if err := check.Run(); err != nil {
		return host.Errorf(host.Invalid, "the database server runs as another user (it refuses root), and that user cannot reach %s: "+
			"choose a data folder outside of private folders such as /root, for example /var/lib/directorybolt", s.dir)
	}
	return nil
}
