package e2e

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/directorybolt/directorybolt/host/intake/localsqs"
	"github.com/directorybolt/directorybolt/host/postgres/postgrestest"
)

// operator runs the program against an order queue and a database, as whoever looks after them does.
type operator struct {
	t   *testing.T
	env []string
	sqs *sqs.Client
	dlq string
}

func newOperator(t *testing.T) operator {
	t.Helper()
	at := httptest.NewServer(localsqs.New("orders"))
	t.Cleanup(at.Close)
	o := operator{t: t, dlq: localsqs.URL(at.URL, "orders-dlq")}
	o.env = append(os.Environ(), "DATABASE_URL="+postgrestest.DSN(t), "SQS_QUEUE_URL="+localsqs.URL(at.URL, "orders"), "SQS_DLQ_URL="+o.dlq,
		"AWS_ENDPOINT_URL_SQS="+at.URL, "AWS_DEFAULT_ACCESS_KEY_ID=local", "AWS_DEFAULT_SECRET_ACCESS_KEY=local", "AWS_DEFAULT_REGION=us-east-2")
	o.sqs = sqs.New(sqs.Options{Region: "us-east-2", BaseEndpoint: aws.String(at.URL), Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")})
	return o
}

// run returns what the command says, and its exit code.
func (o operator) run(args ...string) (out string, code int) {
	o.t.Helper()
	cmd := exec.Command(program(o.t), args...)
	cmd.Env = o.env
	var both bytes.Buffer
	cmd.Stdout, cmd.Stderr = &both, &both
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		o.t.Fatal(err)
	}
	return both.String(), cmd.ProcessState.ExitCode()
}

func (o operator) dead(body string) string {
	o.t.Helper()
	out, err := o.sqs.SendMessage(o.t.Context(), &sqs.SendMessageInput{QueueUrl: &o.dlq, MessageBody: &body})
	if err != nil {
		o.t.Fatal(err)
	}
	return *out.MessageId
}

func TestDeadLettersAreLookedAfter(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Postgres")
	}
	const job = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
	o := newOperator(t)
	if out, code := o.run("dlq", "list"); code != 0 || !strings.Contains(out, "There are no dead letters.") {
		t.Errorf("exit code %d: %s", code, out)
	}
	nonsense := o.dead("hello")
	lost := o.dead(`{"job_id":"` + job + `","customer_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","package_size":50,"priority":"starter","created_at":"2026-11-26T08:00:00Z","source":"x"}`)

	if out, code := o.run("dlq", "list"); code != 0 || !strings.Contains(out, "not an order as JSON") || !strings.Contains(out, job) || !strings.Contains(out, "2 dead letters") {
		t.Errorf("exit code %d: %q", code, out)
	}
	if out, code := o.run("dlq", "show", nonsense); code != 0 || !strings.Contains(out, "hello") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if out, code := o.run("dlq", "show", "nothing"); code != 1 || !strings.Contains(out, "dlq list") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if out, code := o.run("dlq", "redrive", "--all"); code != 2 || !strings.Contains(out, "--reason") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if out, code := o.run("dlq", "redrive", "--all", "--dry-run"); code != 0 || !strings.Contains(out, "2 dead letters would be sent") {
		t.Errorf("exit code %d: %s", code, out)
	}
	if out, code := o.run("dlq", "redrive", "--job", job, "--reason", "the database is back"); code != 0 || !strings.Contains(out, "1 dead letters were sent") {
		t.Errorf("exit code %d: %s", code, out)
	}
	out, code := o.run("dlq", "list", "--json")
	var left []struct {
		MessageID string `json:"message_id"`
	}
	if err := json.Unmarshal([]byte(out), &left); err != nil || code != 0 || len(left) != 1 || left[0].MessageID != nonsense {
		t.Errorf("exit code %d, %v: left are %s, want only %s and not %s", code, err, out, nonsense, lost)
	}
}
