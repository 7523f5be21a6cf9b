package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/directorybolt/directorybolt/host"
)

// Queue is the order queue and its dead letter queue.
type Queue struct {
	Client *sqs.Client
	URL    string
	DLQ    string // address of the dead letter queue; empty if there is none
}

// Send announces an order and returns the id that the queue gave the message.
func (q Queue) Send(ctx context.Context, o host.OrderMessage) (messageID string, err error) {
	return q.send(ctx, q.URL, o.Body())
}

func (q Queue) send(ctx context.Context, url, body string) (messageID string, err error) {
	out, err := q.Client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &url, MessageBody: &body})
	if err != nil {
		return "", host.Errorf(host.Unavailable, "the order queue did not take the message: %w", err)
	}
	return *out.MessageId, nil
}

// Message is what was received.
type Message struct {
	ID       string
	Body     string
	Receives int       // how often it was received, this time included
	Sent     time.Time // zero if the queue does not say

	receipt *string
}

func (q Queue) receive(ctx context.Context, url string, most, wait, hide int32) ([]Message, error) {
	out, err := q.Client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: &url, MaxNumberOfMessages: most, WaitTimeSeconds: wait, VisibilityTimeout: hide,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{
			types.MessageSystemAttributeNameApproximateReceiveCount, types.MessageSystemAttributeNameSentTimestamp,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("receive from %s: %w", url, err)
	}
	messages := make([]Message, len(out.Messages))
	for i, m := range out.Messages {
		messages[i] = Message{ID: *m.MessageId, Body: *m.Body, receipt: m.ReceiptHandle}
		if n, err := strconv.Atoi(m.Attributes["ApproximateReceiveCount"]); err == nil {
			messages[i].Receives = n
		}
		if ms, err := strconv.ParseInt(m.Attributes["SentTimestamp"], 10, 64); err == nil {
			messages[i].Sent = time.UnixMilli(ms)
		}
	}
	return messages, nil
}

func (q Queue) remove(ctx context.Context, url string, m Message) error {
	if _, err := q.Client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &url, ReceiptHandle: m.receipt}); err != nil {
		return fmt.Errorf("delete message %s: %w", m.ID, err)
	}
	return nil
}

// hide keeps a message from others for so long from now on.
func (q Queue) hide(ctx context.Context, url string, m Message, d time.Duration) error {
	_, err := q.Client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: &url, ReceiptHandle: m.receipt, VisibilityTimeout: int32(d / time.Second),
	})
	if err != nil {
		return fmt.Errorf("keep message %s: %w", m.ID, err)
	}
	return nil
}

// Depth is how many messages wait, and how many are being worked on.
type Depth struct{ Waiting, InFlight int }

// Depths asks both queues.
func (q Queue) Depths(ctx context.Context) (orders, dead Depth, err error) {
	if orders, err = q.depth(ctx, q.URL); err != nil || q.DLQ == "" {
		return orders, dead, err
	}
	dead, err = q.depth(ctx, q.DLQ)
	return orders, dead, err
}

func (q Queue) depth(ctx context.Context, url string) (Depth, error) {
	attributes, err := q.attributes(ctx, url, types.QueueAttributeNameApproximateNumberOfMessages, types.QueueAttributeNameApproximateNumberOfMessagesNotVisible,
		types.QueueAttributeNameApproximateNumberOfMessagesDelayed)
	if err != nil {
		return Depth{}, err
	}
	number := func(name types.QueueAttributeName) int {
		n, err := strconv.Atoi(attributes[string(name)])
		if err != nil {
			return 0 // a queue that does not say has nothing to tell
		}
		return n
	}
	return Depth{
		Waiting:  number(types.QueueAttributeNameApproximateNumberOfMessages) + number(types.QueueAttributeNameApproximateNumberOfMessagesDelayed),
		InFlight: number(types.QueueAttributeNameApproximateNumberOfMessagesNotVisible),
	}, nil
}

func (q Queue) attributes(ctx context.Context, url string, names ...types.QueueAttributeName) (map[string]string, error) {
	out, err := q.Client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: &url, AttributeNames: names})
	if err != nil {
		return nil, fmt.Errorf("ask %s for its attributes: %w", url, err)
	}
	return out.Attributes, nil
}

// RedrivePolicy is where the order queue itself puts messages after so many receives; 0 if it does not.
func (q Queue) RedrivePolicy(ctx context.Context) (targetARN string, receives int, err error) {
	attributes, err := q.attributes(ctx, q.URL, types.QueueAttributeNameRedrivePolicy)
	if err != nil || attributes[string(types.QueueAttributeNameRedrivePolicy)] == "" {
		return "", 0, err
	}
	var policy struct {
		Target   string      `json:"deadLetterTargetArn"`
		Receives json.Number `json:"maxReceiveCount"` // AWS answers with a number, and takes a text as well
	}
	if err := json.Unmarshal([]byte(attributes[string(types.QueueAttributeNameRedrivePolicy)]), &policy); err != nil {
		return "", 0, fmt.Errorf("redrive policy of %s: %w", q.URL, err)
	}
	receives, err = strconv.Atoi(policy.Receives.String())
	return policy.Target, receives, err
}
