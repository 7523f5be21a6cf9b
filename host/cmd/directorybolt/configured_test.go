package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/blob/blobtest"
	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

// TestDoctorTriesWhatIsConfigured sets up each part right and wrong. Secrets hold the word s3cret, which is never told.
func TestDoctorTriesWhatIsConfigured(t *testing.T) {
	sqs := httptest.NewServer(localsqs.New("orders"))
	defer sqs.Close()
	queue, dead := localsqs.URL(sqs.URL, "orders"), localsqs.URL(sqs.URL, "orders-dlq")
	cloud := []string{"AWS_ENDPOINT_URL_SQS=" + sqs.URL, "AWS_DEFAULT_ACCESS_KEY_ID=local", "AWS_DEFAULT_SECRET_ACCESS_KEY=s3cret", "AWS_DEFAULT_REGION=us-east-2", "AWS_MAX_ATTEMPTS=1"}
	keys := t.TempDir()
	for name, mode := range map[string]os.FileMode{"closed": 0o600, "open": 0o644} {
		if err := os.WriteFile(filepath.Join(keys, name), []byte("s3cret"), mode); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := blob.NewKey(filepath.Join(keys, "key")); err != nil {
		t.Fatal(err)
	}
	gateway := blobtest.Start(t)
	shut := httptest.NewServer(http.NotFoundHandler())
	defer shut.Close()
	ours := []string{"EVIDENCE_BUCKET", "AWS_ENDPOINT_URL_S3", "DATABASE_URL", "SQS_QUEUE_URL", "SQS_DLQ_URL", "EVIDENCE_KEY_FILE", "SMTP_URL", "MAIL_FROM", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE",
		"WORKER_AUTH_TOKEN", "PUBLIC_URL", "TRUSTED_PROXIES", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"}
	for name, c := range map[string]struct {
		environ []string
		works   bool
		says    []string
	}{
		"nothing":             {works: true, says: []string{"Everything needed is here."}},
		"no address":          {environ: []string{"DATABASE_URL=postgres://u:s3cret@host:port/x"}, says: []string{"wrong    DATABASE_URL", "should look like postgres://"}},
		"no database":         {environ: []string{"DATABASE_URL=postgres://u:s3cret@127.0.0.1:1/x"}, says: []string{"wrong    DATABASE_URL", "does not answer", "psql"}},
		"queues":              {environ: append(cloud, "SQS_QUEUE_URL="+queue, "SQS_DLQ_URL="+dead), works: true, says: []string{"ok       SQS_QUEUE_URL", "ok       SQS_DLQ_URL", "ok       Redrive policy", "after 3 receives"}},
		"no dead letters":     {environ: append(cloud, "SQS_QUEUE_URL="+queue), works: true, says: []string{"advice   SQS_DLQ_URL"}},
		"no redrive":          {environ: append(cloud, "SQS_QUEUE_URL="+dead, "SQS_DLQ_URL="+dead), works: true, says: []string{"advice   Redrive policy", "there is none"}},
		"another dead letter": {environ: append(cloud, "SQS_QUEUE_URL="+queue, "SQS_DLQ_URL="+queue), says: []string{"wrong    Redrive policy"}},
		"no such queue":       {environ: append(cloud, "SQS_QUEUE_URL="+queue+"x", "SQS_DLQ_URL="+dead), says: []string{"wrong    SQS_QUEUE_URL", "get-queue-attributes"}},
		"only dead letters":   {environ: append(cloud, "SQS_DLQ_URL="+dead), says: []string{"wrong    SQS_QUEUE_URL", "set both"}},
		"bucket":              {environ: gateway.Env(), works: true, says: []string{"ok       EVIDENCE_BUCKET"}},
		"no bucket":           {environ: append(gateway.Env(), "EVIDENCE_BUCKET=another"), says: []string{"wrong    EVIDENCE_BUCKET", "s3:PutObject"}},
		"no server of it":     {environ: append(gateway.Env(), "AWS_ENDPOINT_URL_S3="+shut.URL), says: []string{"wrong    EVIDENCE_BUCKET"}},
		"key":                 {environ: []string{"EVIDENCE_KEY_FILE=" + filepath.Join(keys, "key")}, works: true, says: []string{"ok       EVIDENCE_KEY_FILE"}},
		"key closed, no key":  {environ: []string{"EVIDENCE_KEY_FILE=" + filepath.Join(keys, "closed")}, says: []string{"is not a key file"}},
		"key open":            {environ: []string{"EVIDENCE_KEY_FILE=" + filepath.Join(keys, "open")}, says: []string{"mode is 0644", "chmod 600"}},
		"key not there":       {environ: []string{"EVIDENCE_KEY_FILE=" + filepath.Join(keys, "none")}, says: []string{"wrong    EVIDENCE_KEY_FILE"}},
		"mail server away":    {environ: []string{"SMTP_URL=smtp://u:s3cret@127.0.0.1:1", "MAIL_FROM=a@b.example"}, says: []string{"wrong    SMTP_URL", "does not answer"}},
		"mail server no URL":  {environ: []string{"SMTP_URL=u:s3cret@host", "MAIL_FROM=a@b.example"}, says: []string{"wrong    SMTP_URL", "should look like"}},
		"stripe":              {environ: []string{"STRIPE_SECRET_KEY=sk_test_s3cret", "STRIPE_WEBHOOK_SECRET=whsec_s3cret"}, works: true, says: []string{"no money moves", "ok       STRIPE_WEBHOOK_SECRET"}},
		"stripe, live":        {environ: []string{"STRIPE_SECRET_KEY=rk_live_s3cret", "STRIPE_WEBHOOK_SECRET=whsec_s3cret,whsec_2s3cret"}, works: true, says: []string{": money moves", "2 are taken"}},
		"stripe, publishable": {environ: []string{"STRIPE_SECRET_KEY=pk_test_s3cret", "STRIPE_WEBHOOK_SECRET=whsec_s3cret"}, says: []string{"publishable"}},
		"stripe, no key":      {environ: []string{"STRIPE_SECRET_KEY=s3cret", "STRIPE_WEBHOOK_SECRET=whsec_s3cret"}, says: []string{"no secret key"}},
		"stripe, half":        {environ: []string{"STRIPE_SECRET_KEY=sk_test_s3cret"}, says: []string{"set both"}},
		"stripe, swapped":     {environ: []string{"STRIPE_SECRET_KEY=sk_test_s3cret", "STRIPE_WEBHOOK_SECRET=sk_test_s3cret"}, says: []string{"wrong    STRIPE_WEBHOOK_SECRET"}},
		"worker token":        {environ: []string{"WORKER_AUTH_TOKEN=s3crets3crets3crets3cret"}, works: true, says: []string{"ok       WORKER_AUTH_TOKEN"}},
		"worker token, short": {environ: []string{"WORKER_AUTH_TOKEN=s3crets3crets3crets3cret,s3cret"}, says: []string{"can be guessed", "openssl rand"}},
		"half an issuer":      {environ: []string{"OIDC_ISSUER=https://id.example", "OIDC_CLIENT_SECRET=s3cret"}, says: []string{"OIDC_CLIENT_ID"}},
		"public":              {environ: []string{"PUBLIC_URL=https://shop.example", "TRUSTED_PROXIES=10.0.0.0/8"}, works: true, says: []string{"shop.example"}},
		"public, proxied":     {environ: []string{"PUBLIC_URL=https://shop.example"}, works: true, says: []string{"advice   TRUSTED_PROXIES"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, name := range ours {
				t.Setenv(name, "")
			}
			for _, pair := range c.environ {
				name, value, _ := strings.Cut(pair, "=")
				t.Setenv(name, value)
			}
			var out bytes.Buffer
			err := new(DoctorCmd).report(&out, configured(t.Context()))
			if (err == nil) != c.works {
				t.Errorf("error %v, want it to work: %t\n%s", err, c.works, out.String())
			}
			for _, want := range c.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("does not say %q:\n%s", want, out.String())
				}
			}
			if strings.Contains(out.String(), "s3cret") {
				t.Errorf("tells a secret:\n%s", out.String())
			}
		})
	}
}
