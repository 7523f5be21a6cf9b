package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/blob"
)

// EvidenceCmd looks after the keys that evidence is encrypted under.
type EvidenceCmd struct {
	NewKey  EvidenceNewKeyCmd  `cmd:"" help:"Make a key file for EVIDENCE_KEY_FILE, or add a key on top of one: what is stored from then on is encrypted under it."`
	Encrypt EvidenceEncryptCmd `cmd:"" help:"Encrypt under the first key of EVIDENCE_KEY_FILE what is stored under another or none. It may be stopped, and goes on from there."`
}

// EvidenceNewKeyCmd makes a key.
type EvidenceNewKeyCmd struct {
	File string `arg:"" help:"Key file, for its owner only."`
}

// Run makes the file, or adds to it.
func (c *EvidenceNewKeyCmd) Run() error {
	n, err := blob.NewKey(c.File)
	if err != nil {
		return err
	}
	out := stdout()
	out.line("%s holds %s. Without it the evidence cannot be read: keep a copy where the backups of the evidence are not.", c.File, keys(n))
	if n > 1 {
		out.line("Start each `serve` anew with it, then run `directorybolt evidence encrypt`. The keys below the first can go when that has ended.")
	}
	return nil
}

func keys(n int) string {
	if n == 1 {
		return "one key"
	}
	return fmt.Sprintf("%d keys", n)
}

// EvidenceEncryptCmd encrypts what is stored.
type EvidenceEncryptCmd struct {
	Data string `placeholder:"DIR" help:"Data folder of the host (${data})."`
}

// Run encrypts. The host may run meanwhile, if it has all the keys.
func (c *EvidenceEncryptCmd) Run(ctx context.Context) (err error) {
	if os.Getenv("EVIDENCE_KEY_FILE") == "" {
		return host.Errorf(host.Invalid, "EVIDENCE_KEY_FILE is not set: make a key with `directorybolt evidence new-key FILE`, and name the file there")
	}
	if c.Data == "" {
		c.Data = dataDir("serve")
	}
	if _, err := os.Stat(c.Data); err != nil {
		return host.Errorf(host.NotFound, "there is no data folder %s: say where the host keeps its data with --data", c.Data)
	}
	store, err := openBlobs(ctx, c.Data, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	out, told, count := stdout(), time.Now(), 0
	err = store.Renew(ctx, func(done, all int) {
		count = done
		if done == all || time.Since(told) > time.Second {
			out.line("%d of %d", done, all)
			told = time.Now()
		}
	})
	if err == nil {
		out.line("Everything is encrypted under the first key; %d had to be done.", count)
	}
	return err
}

// openBlobs opens the evidence: in the bucket of EVIDENCE_BUCKET, without one in the data folder; encrypted under EVIDENCE_KEY_FILE, if that is set.
func openBlobs(ctx context.Context, data string, log *slog.Logger) (*blob.Store, error) {
	c := blob.Config{Dir: filepath.Join(data, "blobs"), Log: log}
	var err error
	if file := os.Getenv("EVIDENCE_KEY_FILE"); file != "" {
		if c.Keys, err = blob.ReadKeys(file); err != nil {
			return nil, err
		}
	}
	if c.Bucket, err = bucketOf(ctx, os.Getenv("EVIDENCE_BUCKET")); err != nil {
		return nil, err
	}
	return blob.New(ctx, c)
}

// bucketOf is the bucket that EVIDENCE_BUCKET names, nil for none.
func bucketOf(ctx context.Context, value string) (*blob.Bucket, error) {
	if value == "" {
		return nil, nil
	}
	name, prefix, _ := strings.Cut(strings.TrimPrefix(value, "s3://"), "/")
	prefix = strings.Trim(prefix, "/")
	if name == "" || strings.Contains(name, ":") || strings.Contains("/"+prefix+"/", "/../") {
		return nil, host.Errorf(host.Invalid, "EVIDENCE_BUCKET is not the name of a bucket: it should look like evidence or s3://evidence/folder")
	}
	c, err := awsConfig(ctx)
	if err != nil {
		return nil, err
	}
	// Whoever waits for evidence has a page open or a submission under way: a server that is not there must show soon.
	client := awshttp.NewBuildableClient().WithTimeout(2 * time.Minute).
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = 3 * time.Second }).
		WithTransportOptions(func(t *http.Transport) { t.ResponseHeaderTimeout = 15 * time.Second })
	return &blob.Bucket{Name: name, Prefix: prefix, Client: s3.NewFromConfig(c, func(o *s3.Options) {
		o.HTTPClient = client
		// Servers at another address than AWS's rarely have a name for each bucket.
		o.UsePathStyle = os.Getenv("AWS_ENDPOINT_URL_S3") != "" || os.Getenv("AWS_ENDPOINT_URL") != ""
	})}, nil
}
