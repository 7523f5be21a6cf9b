package localsqs_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host/intake/localsqs"
)

// endpoint is what the conformance test is pointed at: SQS_ENDPOINT with the credentials of the environment ("aws" for the real one), or a
// server of our own.
func endpoint(t *testing.T) *sqs.Client {
	t.Helper()
	address := os.Getenv("SQS_ENDPOINT")
	if address == "" {
		server := httptest.NewServer(localsqs.New())
		t.Cleanup(server.Close)
		return client(server.URL)
	}
	c, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sqs.NewFromConfig(c, func(o *sqs.Options) {
		if address != "aws" {
			o.BaseEndpoint = &address
		}
	})
}

func client(address string) *sqs.Client {
	return sqs.New(sqs.Options{Region: "us-east-2", BaseEndpoint: &address, Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")})
}

// queue is a queue of the test's own.
type queue struct {
	t   *testing.T
	c   *sqs.Client
	url *string
}

func newQueue(t *testing.T, c *sqs.Client, attributes map[string]string) queue {
	t.Helper()
	out, err := c.CreateQueue(t.Context(), &sqs.CreateQueueInput{QueueName: aws.String("conformance-" + uuid.NewString()), Attributes: attributes})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := c.DeleteQueue(context.WithoutCancel(t.Context()), &sqs.DeleteQueueInput{QueueUrl: out.QueueUrl}); err != nil {
			t.Error(err)
		}
	})
	return queue{t, c, out.QueueUrl}
}

func (q queue) send(body string, delay int32) string {
	q.t.Helper()
	out, err := q.c.SendMessage(q.t.Context(), &sqs.SendMessageInput{QueueUrl: q.url, MessageBody: &body, DelaySeconds: delay})
	if err != nil {
		q.t.Fatal(err)
	}
	return *out.MessageId
}

func (q queue) receive(most, hide, wait int32) []types.Message {
	q.t.Helper()
	out, err := q.c.ReceiveMessage(q.t.Context(), &sqs.ReceiveMessageInput{
		QueueUrl: q.url, MaxNumberOfMessages: most, VisibilityTimeout: hide, WaitTimeSeconds: wait,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameAll},
	})
	if err != nil {
		q.t.Fatal(err)
	}
	return out.Messages
}

func (q queue) one(hide int32) types.Message {
	q.t.Helper()
	got := q.receive(1, hide, 20)
	if len(got) != 1 {
		q.t.Fatalf("received %d messages, want 1", len(got))
	}
	return got[0]
}

func (q queue) remove(m types.Message) {
	q.t.Helper()
	if _, err := q.c.DeleteMessage(q.t.Context(), &sqs.DeleteMessageInput{QueueUrl: q.url, ReceiptHandle: m.ReceiptHandle}); err != nil {
		q.t.Fatal(err)
	}
}

func (q queue) hide(m types.Message, seconds int32) error {
	_, err := q.c.ChangeMessageVisibility(q.t.Context(), &sqs.ChangeMessageVisibilityInput{QueueUrl: q.url, ReceiptHandle: m.ReceiptHandle, VisibilityTimeout: seconds})
	return err
}

func (q queue) attribute(name types.QueueAttributeName) string {
	q.t.Helper()
	out, err := q.c.GetQueueAttributes(q.t.Context(), &sqs.GetQueueAttributesInput{QueueUrl: q.url, AttributeNames: []types.QueueAttributeName{name}})
	if err != nil {
		q.t.Fatal(err)
	}
	return out.Attributes[string(name)]
}

func TestConformance(t *testing.T) {
	t.Parallel()
	c := endpoint(t)
	for name, check := range map[string]func(*testing.T, *sqs.Client){
		"a message is received and deleted": received, "what is not deleted comes again": comesAgain, "visibility": visibility, "delay": delayed,
		"a long poll ends with the message": longPoll, "batches": batches, "dead letters": deadLetters, "dead letters go back": moveTask, "typed errors": typedErrors,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); check(t, c) })
	}
}

func received(t *testing.T, c *sqs.Client) {
	q := newQueue(t, c, nil)
	id := q.send("héllo \"{}\"\n", 0)
	m := q.one(30)
	if *m.MessageId != id || *m.Body != "héllo \"{}\"\n" || m.Attributes["ApproximateReceiveCount"] != "1" {
		t.Errorf("got %s %q %v", *m.MessageId, *m.Body, m.Attributes)
	}
	if sent, err := strconv.ParseInt(m.Attributes["SentTimestamp"], 10, 64); err != nil || time.Since(time.UnixMilli(sent)) > time.Hour {
		t.Errorf("sent at %q", m.Attributes["SentTimestamp"])
	}
	q.remove(m)
	q.remove(m) // is no error
	if got := q.receive(10, 0, 1); len(got) != 0 {
		t.Errorf("received %d messages after the only one was deleted", len(got))
	}
}

func comesAgain(t *testing.T, c *sqs.Client) {
	q := newQueue(t, c, nil)
	q.send("again", 0)
	first := q.one(1)
	second := q.one(30)
	if *first.ReceiptHandle == *second.ReceiptHandle || second.Attributes["ApproximateReceiveCount"] != "2" || *first.MessageId != *second.MessageId {
		t.Errorf("first %s, second %s with %v", *first.ReceiptHandle, *second.ReceiptHandle, second.Attributes)
	}
	q.remove(second)
}

func visibility(t *testing.T, c *sqs.Client) {
	q := newQueue(t, c, nil)
	q.send("hidden", 0)
	m := q.one(60)
	if got := q.receive(1, 60, 0); len(got) != 0 {
		t.Error("a message that is worked on was delivered again")
	}
	if err := q.hide(m, 0); err != nil { // handed back
		t.Fatal(err)
	}
	m = q.one(1)
	if err := q.hide(m, 60); err != nil {
		t.Fatal(err)
	}
	if got := q.receive(1, 60, 2); len(got) != 0 {
		t.Error("a message whose time was extended was delivered again")
	}
	if err := q.hide(m, 43201); code(err) != "InvalidParameterValue" {
		t.Errorf("beyond 12 hours: %v", err)
	}
	q.remove(m)
	if err := q.hide(m, 10); code(err) == "" {
		t.Error("the time of a deleted message was extended")
	}
}

func delayed(t *testing.T, c *sqs.Client) {
	q := newQueue(t, c, nil)
	q.send("later", 2)
	if got := q.receive(1, 30, 0); len(got) != 0 {
		t.Error("a delayed message was delivered at once")
	}
	q.remove(q.one(30))
}

func longPoll(t *testing.T, c *sqs.Client) {
	q := newQueue(t, c, nil)
	got := make(chan string, 1)
	go func() {
		for _, m := range q.receive(1, 30, 20) {
			got <- *m.Body
		}
		close(got)
	}()
	q.send("in time", 0)
	if body := <-got; body != "in time" {
		t.Errorf("the poll ended with %q", body)
	}
}

func batches(t *testing.T, c *sqs.Client) {
	q := newQueue(t, c, nil)
	sent, err := c.SendMessageBatch(t.Context(), &sqs.SendMessageBatchInput{QueueUrl: q.url, Entries: []types.SendMessageBatchRequestEntry{
		{Id: aws.String("a"), MessageBody: aws.String("one")}, {Id: aws.String("b"), MessageBody: aws.String("bad \x01")}, {Id: aws.String("c"), MessageBody: aws.String("two")},
	}})
	if err != nil || len(sent.Successful) != 2 || len(sent.Failed) != 1 || *sent.Failed[0].Id != "b" || !sent.Failed[0].SenderFault {
		t.Fatalf("%+v, %v", sent, err)
	}
	var entries []types.DeleteMessageBatchRequestEntry
	for len(entries) < 2 {
		for _, m := range q.receive(10, 30, 20) {
			entries = append(entries, types.DeleteMessageBatchRequestEntry{Id: aws.String("d" + strconv.Itoa(len(entries))), ReceiptHandle: m.ReceiptHandle})
		}
	}
	entries = append(entries, types.DeleteMessageBatchRequestEntry{Id: aws.String("bad"), ReceiptHandle: aws.String("nonsense")})
	gone, err := c.DeleteMessageBatch(t.Context(), &sqs.DeleteMessageBatchInput{QueueUrl: q.url, Entries: entries})
	if err != nil || len(gone.Successful) != 2 || len(gone.Failed) != 1 || *gone.Failed[0].Id != "bad" {
		t.Errorf("%+v, %v", gone, err)
	}
}

// deadLettered makes a queue and its dead letter queue, with one message that was received once too often.
func deadLettered(t *testing.T, c *sqs.Client) (q, dead queue, id string) {
	t.Helper()
	dead = newQueue(t, c, nil)
	q = newQueue(t, c, map[string]string{"RedrivePolicy": `{"deadLetterTargetArn":"` + dead.attribute(types.QueueAttributeNameQueueArn) + `","maxReceiveCount":"2"}`})
	id = q.send("poison", 0)
	for range 2 {
		if err := q.hide(q.one(60), 0); err != nil {
			t.Fatal(err)
		}
	}
	if got := q.receive(1, 60, 1); len(got) != 0 {
		t.Fatal("delivered a third time")
	}
	return q, dead, id
}

func deadLetters(t *testing.T, c *sqs.Client) {
	q, dead, id := deadLettered(t, c)
	if n := dead.attribute(types.QueueAttributeNameApproximateNumberOfMessages); n != "1" {
		t.Errorf("the dead letter queue says it has %s messages", n)
	}
	m := dead.one(30)
	if *m.MessageId != id || *m.Body != "poison" || m.Attributes["DeadLetterQueueSourceArn"] != q.attribute(types.QueueAttributeNameQueueArn) {
		t.Errorf("dead letter %s %q %v", *m.MessageId, *m.Body, m.Attributes)
	}
	sources, err := c.ListDeadLetterSourceQueues(t.Context(), &sqs.ListDeadLetterSourceQueuesInput{QueueUrl: dead.url})
	if err != nil || len(sources.QueueUrls) != 1 || sources.QueueUrls[0] != *q.url {
		t.Errorf("sources %v, %v", sources, err)
	}
}

func moveTask(t *testing.T, c *sqs.Client) {
	q, dead, _ := deadLettered(t, c)
	source := dead.attribute(types.QueueAttributeNameQueueArn)
	if _, err := c.StartMessageMoveTask(t.Context(), &sqs.StartMessageMoveTaskInput{SourceArn: &source}); err != nil {
		t.Fatal(err)
	}
	if m := q.one(30); *m.Body != "poison" || m.Attributes["ApproximateReceiveCount"] != "1" {
		t.Errorf("came back as %q %v", *m.Body, m.Attributes)
	}
	tasks, err := c.ListMessageMoveTasks(t.Context(), &sqs.ListMessageMoveTasksInput{SourceArn: &source})
	if err != nil || len(tasks.Results) != 1 {
		t.Errorf("tasks %+v, %v", tasks, err)
	}
}

func typedErrors(t *testing.T, c *sqs.Client) {
	q := newQueue(t, c, nil)
	nowhere := aws.String(strings.TrimSuffix(*q.url, "e") + "-nowhere")
	_, err := c.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: nowhere, MessageBody: aws.String("x")})
	var missing *types.QueueDoesNotExist
	if !errors.As(err, &missing) {
		t.Errorf("no such queue: %v", err)
	}
	_, err = c.SendMessageBatch(t.Context(), &sqs.SendMessageBatchInput{QueueUrl: q.url, Entries: []types.SendMessageBatchRequestEntry{
		{Id: aws.String("a"), MessageBody: aws.String("x")}, {Id: aws.String("a"), MessageBody: aws.String("y")},
	}})
	var repeated *types.BatchEntryIdsNotDistinct
	if !errors.As(err, &repeated) {
		t.Errorf("repeated ids: %v", err)
	}
	var invalid *types.ReceiptHandleIsInvalid
	if err := q.hide(types.Message{ReceiptHandle: aws.String("nonsense")}, 1); !errors.As(err, &invalid) {
		t.Errorf("not a receipt: %v", err)
	}
	var unreadable *types.InvalidMessageContents
	if _, err := c.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: q.url, MessageBody: aws.String("\x01")}); !errors.As(err, &unreadable) {
		t.Errorf("a control character: %v", err)
	}
	if _, err := c.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: q.url, MaxNumberOfMessages: 11}); code(err) != "InvalidParameterValue" {
		t.Errorf("11 messages at once: %v", err)
	}
	if _, err := c.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: q.url, MessageBody: aws.String(strings.Repeat("x", 1<<20+1))}); code(err) != "InvalidParameterValue" {
		t.Errorf("too large: %v", err)
	}
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}
