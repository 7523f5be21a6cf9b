// Package blobtest gives tests a bucket: a gateway that speaks S3 as AWS does, with signatures and checksums, and keeps objects as files in a folder.
package blobtest

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// What the gateway takes for its user.
const (
	AccessKey = "local"
	SecretKey = "local-secret"
	Region    = "us-east-1"
)

// Gateway is a server of one bucket. Folder holds the bucket's objects as files.
type Gateway struct {
	Bucket string
	Folder string
	URL    string

	t       testing.TB
	address string
	server  *exec.Cmd
}

// Start starts a gateway, which ends with the test.
func Start(t testing.TB) *Gateway {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &Gateway{t: t, Bucket: "evidence", Folder: filepath.Join(t.TempDir(), "evidence"), address: l.Addr().String(), URL: "http://" + l.Addr().String()}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(g.Folder, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Stop)
	g.Resume()
	return g
}

// Resume starts the gateway again after Stop.
func (g *Gateway) Resume() {
	g.t.Helper()
	g.server = exec.Command(program(g.t), g.address, filepath.Dir(g.Folder))
	g.server.Stderr = os.Stderr
	if err := g.server.Start(); err != nil {
		g.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(g.t.Context(), 30*time.Second)
	defer cancel()
	client := g.Client(func(o *s3.Options) { o.RetryMaxAttempts = 1 })
	for {
		_, err := client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &g.Bucket})
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			g.t.Fatal(err)
		}
	}
}

// Stop kills the gateway: requests are refused until Resume.
func (g *Gateway) Stop() {
	if g.server != nil {
		_ = g.server.Process.Kill()
		_ = g.server.Wait()
		g.server = nil
	}
}

// Client speaks to the gateway.
func (g *Gateway) Client(changes ...func(*s3.Options)) *s3.Client {
	return s3.New(s3.Options{
		Region: Region, BaseEndpoint: aws.String(g.URL), UsePathStyle: true, Credentials: credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""),
	}, changes...)
}

// Env is what tells the program of the bucket.
func (g *Gateway) Env() []string {
	return []string{
		"EVIDENCE_BUCKET=s3://" + g.Bucket, "AWS_ENDPOINT_URL_S3=" + g.URL, "AWS_DEFAULT_ACCESS_KEY_ID=" + AccessKey, "AWS_DEFAULT_SECRET_ACCESS_KEY=" + SecretKey,
		"AWS_DEFAULT_REGION=" + Region,
	}
}

// program builds the gateway if nobody has yet.
func program(t testing.TB) string {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(here), "..", "..", "..")
	build := exec.Command(filepath.Join(root, ".ci", "tools"), "s3gateway")
	var said bytes.Buffer
	build.Stderr = &said
	dir, err := build.Output()
	if err != nil {
		t.Fatalf("build the S3 gateway: %v\n%s", err, said.String())
	}
	return filepath.Join(strings.TrimSpace(string(dir)), "s3gateway")
}
