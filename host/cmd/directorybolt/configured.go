package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/billing"
	"github.com/directorybolt/directorybolt/host/blob"
	"github.com/directorybolt/directorybolt/host/mail"
	"github.com/directorybolt/directorybolt/host/postgres"
)

// patience is how long the doctor waits for each service that is configured.
const patience = 5 * time.Second

// configured examines what the environment sets up, by trying it. What is not set up is not spoken of. No finding repeats a secret: errors that
// could are not told.
func configured(ctx context.Context) []finding {
	var findings []finding
	for _, check := range []func(context.Context) []finding{database, queues, bucket, keyFile, mailServer, stripeKeys, workerTokens, surroundings} {
		ctx, cancel := context.WithTimeout(ctx, patience)
		findings = append(findings, check(ctx)...)
		cancel()
	}
	return findings
}

func fine(name, detail string) []finding {
	return []finding{{Name: name, State: stateOK, Detail: detail}}
}

func wrong(name, detail, fix string) []finding { return []finding{{name, stateWrong, detail, fix}} }

func database(ctx context.Context) []finding {
	const name = "DATABASE_URL"
	dsn, err := databaseURL()
	if err != nil {
		return wrong(name, err.Error(), "")
	}
	if dsn == "" {
		return nil
	}
	db, err := postgres.Open(ctx, dsn)
	if err == nil {
		defer db.Close()
		err = db.Migrated(ctx)
	}
	switch {
	case host.KindOf(err) == host.Conflict:
		return wrong(name, "the database answers; its schema is older than this release", "directorybolt migrate")
	case err != nil:
		return wrong(name, "the database does not answer", `psql "$DATABASE_URL" -c 'SELECT 1' says why`)
	}
	return fine(name, "the database answers, and this release knows its schema")
}

func queues(ctx context.Context) []finding {
	const name = "SQS_QUEUE_URL"
	q, ok, err := orderQueue(ctx)
	if err != nil {
		return wrong(name, err.Error(), "")
	}
	if !ok {
		return nil
	}
	waiting, dead, err := q.Depths(ctx)
	if err != nil {
		return wrong(name, "the order queue or its dead letter queue cannot be read",
			`aws sqs get-queue-attributes --attribute-names All --queue-url "$SQS_QUEUE_URL" says why; and with "$SQS_DLQ_URL"`)
	}
	findings := fine(name, fmt.Sprintf("%d orders wait, %d are being taken in", waiting.Waiting, waiting.InFlight))
	if q.DLQ == "" {
		return append(findings, finding{"SQS_DLQ_URL", stateAdvice, "not set: messages that are no orders stay in the order queue until it forgets them", "set SQS_DLQ_URL"})
	}
	dlq := finding{Name: "SQS_DLQ_URL", State: stateOK, Detail: fmt.Sprintf("%d dead letters", dead.Waiting+dead.InFlight)}
	if dead.Waiting > 0 {
		dlq.State, dlq.Fix = stateAdvice, "directorybolt dlq list"
	}
	findings = append(findings, dlq)
	target, receives, err := q.RedrivePolicy(ctx)
	policy := finding{Name: "Redrive policy", State: stateOK, Detail: fmt.Sprintf("after %d receives", receives)}
	fix := `aws sqs set-queue-attributes --queue-url "$SQS_QUEUE_URL" --attributes '{"RedrivePolicy":"{\"deadLetterTargetArn\":\"ARN\",\"maxReceiveCount\":\"3\"}"}'`
	switch {
	case err != nil:
		policy = finding{policy.Name, stateAdvice, "cannot be read", "allow sqs:GetQueueAttributes"}
	case receives == 0:
		policy = finding{policy.Name, stateAdvice, "there is none; the intake moves dead letters itself, as long as it runs", fix}
	case !strings.HasSuffix(target, ":"+path.Base(q.DLQ)):
		policy = finding{policy.Name, stateWrong, "it names another queue than SQS_DLQ_URL", fix}
	}
	return append(findings, policy)
}

// bucket puts something into the bucket of the evidence, and takes it out again.
func bucket(ctx context.Context) []finding {
	const name, fix = "EVIDENCE_BUCKET", "look at its name, AWS_REGION, AWS_ENDPOINT_URL_S3 and the credentials, which need s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket"
	b, err := bucketOf(ctx, os.Getenv(name))
	if err != nil {
		return wrong(name, err.Error(), "")
	}
	if b == nil {
		return nil
	}
	key := aws.String(path.Join(b.Prefix, "doctor-"+rand.Text()))
	if _, err := b.Client.PutObject(ctx, &s3.PutObjectInput{Bucket: &b.Name, Key: key, Body: strings.NewReader("of no use")}); err != nil {
		return wrong(name, "the bucket takes nothing", fix)
	}
	if _, err := b.Client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.Name, Key: key}); err != nil {
		return wrong(name, "the bucket gives nothing up: evidence would outlive a deletion; remove "+*key+" by hand", fix)
	}
	return fine(name, "the bucket takes evidence and gives it up")
}

// keyFile looks who may read the key that evidence is encrypted with.
func keyFile(context.Context) []finding {
	const name = "EVIDENCE_KEY_FILE"
	file := os.Getenv(name)
	if file == "" {
		return nil
	}
	info, err := os.Stat(file)
	if err != nil {
		return wrong(name, "it names a file that is not there or cannot be reached", "set it to the key's file, or unset it where evidence is not encrypted")
	}
	f, err := os.Open(file)
	if err != nil || !info.Mode().IsRegular() {
		return wrong(name, "the file cannot be read by this user", "run this as the user that directorybolt runs as, or give that user the file with chown")
	}
	if err := f.Close(); err != nil {
		return wrong(name, "the file cannot be read", "look at its disk")
	}
	if others := info.Mode() & fs.FileMode(0o077); others != 0 {
		return wrong(name, fmt.Sprintf("others may read or change the key: its mode is %04o", info.Mode().Perm()), "chmod 600 "+file)
	}
	if _, err := blob.ReadKeys(file); err != nil {
		return wrong(name, err.Error(), "")
	}
	return fine(name, "there, and closed to others")
}

func mailServer(ctx context.Context) []finding {
	const name = "SMTP_URL"
	if os.Getenv(name) == "" {
		return nil
	}
	sender, err := mail.New(mail.Config{Server: os.Getenv(name), From: os.Getenv("MAIL_FROM"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return wrong(name, err.Error(), "")
	}
	if err := sender.Check(ctx); err != nil {
		return wrong(name, "the mail server does not answer, or does not let us in", "look at host, port, user and password; smtps:// is for port 465, smtp:// for 587")
	}
	return fine(name, "the mail server answers and lets us in")
}

func stripeKeys(context.Context) []finding {
	const name, hook = "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"
	key, secrets := os.Getenv(name), os.Getenv(hook)
	if key == "" && secrets == "" {
		return nil
	}
	if _, err := paymentsFor("", false); err != nil {
		return wrong(name, err.Error(), "")
	}
	if _, _, ok := strings.Cut(key, "_test_"); !ok && !billing.Live(key) {
		return wrong(name, "this is no secret key of Stripe's", "copy the one that begins with sk_ or rk_ from https://dashboard.stripe.com/apikeys")
	}
	if !strings.HasPrefix(key, "sk_") && !strings.HasPrefix(key, "rk_") {
		return wrong(name, "this is a publishable key, which takes no payments", "copy the one that begins with sk_ or rk_ from https://dashboard.stripe.com/apikeys")
	}
	mode := "a test key: no money moves"
	if billing.Live(key) {
		mode = "a live key: money moves"
	}
	findings := fine(name, mode)
	known := 0
	for secret := range strings.SplitSeq(secrets, ",") {
		if secret = strings.TrimSpace(secret); !strings.HasPrefix(secret, "whsec_") {
			return append(findings, wrong(hook, "this is no signing secret of a webhook", "copy the one that begins with whsec_ from the endpoint in Stripe's dashboard")...)
		}
		known++
	}
	return append(findings, several(hook, known, "the old one can go once Stripe has stopped signing with it")...)
}

func workerTokens(context.Context) []finding {
	const name, shortest = "WORKER_AUTH_TOKEN", 20
	known := 0
	for token := range strings.SplitSeq(os.Getenv(name), ",") {
		if token = strings.TrimSpace(token); token == "" {
			continue
		}
		if known++; len(token) < shortest {
			return wrong(name, fmt.Sprintf("shorter than %d characters: it can be guessed", shortest), "openssl rand -hex 32")
		}
	}
	if known == 0 {
		return nil
	}
	return several(name, known, "the old one can go once nothing sends it any more")
}

// several tells how many secrets are taken at a time.
func several(name string, known int, advice string) []finding {
	if known > 1 {
		return []finding{{name, stateAdvice, fmt.Sprintf("%d are taken", known), advice}}
	}
	return fine(name, "set")
}

// surroundings are the variables that say where the pages are and who signs staff in.
func surroundings(context.Context) []finding {
	reach, err := reachOf(os.Getenv)
	if err != nil {
		return wrong("PUBLIC_URL and others", err.Error(), "")
	}
	if reach.url == nil {
		return nil
	}
	if reach.url.Scheme != "https" {
		return []finding{{"PUBLIC_URL", stateAdvice, "not https: sessions can be read on the way", "put the pages behind TLS, as in host/deploy/nginx.conf"}}
	}
	if len(reach.proxies) == 0 {
		return []finding{{"TRUSTED_PROXIES", stateAdvice, "not set: behind a proxy, limits take all visitors for one", "set it to the proxy's network"}}
	}
	return fine("PUBLIC_URL", reach.url.Host)
}
