package main

import (
	"cmp"
	"context"
	"net/url"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/intake"
	"github.com/directorybolt/directorybolt/host/postgres"
	"github.com/directorybolt/directorybolt/host/worker"
)

// awsConfig reads the settings of AWS's services: those of the SDK itself (AWS_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE, the machine's role,
// AWS_ENDPOINT_URL_SQS for another server ...), and where they say nothing AWS_DEFAULT_REGION, AWS_DEFAULT_ACCESS_KEY_ID and
// AWS_DEFAULT_SECRET_ACCESS_KEY.
func awsConfig(ctx context.Context) (aws.Config, error) {
	options := []func(*config.LoadOptions) error{config.WithDefaultRegion(cmp.Or(os.Getenv("AWS_DEFAULT_REGION"), "us-east-2"))}
	if id := os.Getenv("AWS_DEFAULT_ACCESS_KEY_ID"); id != "" && os.Getenv("AWS_ACCESS_KEY_ID") == "" {
		options = append(options, config.WithCredentialsProvider(
			credentials.NewStaticCredentialsProvider(id, os.Getenv("AWS_DEFAULT_SECRET_ACCESS_KEY"), "")))
	}
	c, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return c, host.Errorf(host.Invalid, "the settings of AWS cannot be read: %w", err)
	}
	return c, nil
}

// orderQueue is the queue in SQS_QUEUE_URL and SQS_DLQ_URL; ok is false where there is none.
func orderQueue(ctx context.Context) (q intake.Queue, ok bool, err error) {
	q = intake.Queue{URL: os.Getenv("SQS_QUEUE_URL"), DLQ: os.Getenv("SQS_DLQ_URL")}
	if q.URL == "" && q.DLQ == "" {
		return q, false, nil
	}
	for name, address := range map[string]string{"SQS_QUEUE_URL": q.URL, "SQS_DLQ_URL": q.DLQ} {
		if u, err := url.Parse(address); err != nil || (address != "" && u.Host == "") {
			return q, false, host.Errorf(host.Invalid, "%s is not the address of a queue: it should look like https://sqs.us-east-2.amazonaws.com/123456789012/orders", name)
		}
	}
	if q.URL == "" {
		return q, false, host.Errorf(host.Invalid, "SQS_DLQ_URL is set and SQS_QUEUE_URL is not: set both, or neither to do without an order queue")
	}
	c, err := awsConfig(ctx)
	if err != nil {
		return q, false, err
	}
	q.Client = sqs.NewFromConfig(c)
	return q, true, nil
}

// orders is where the intake takes orders to, and whoever announces one by hand.
type orders struct {
	*worker.Worker
	db    *postgres.DB
	queue *intake.Queue // nil without one
}

// Enqueue sends the message of a job once. Without an order queue the flow is started straight away, and the message's id is made of the job's.
func (o orders) Enqueue(ctx context.Context, job, customer uuid.UUID, packageSize int) (string, error) {
	order, err := o.db.Order(ctx, job)
	if err != nil {
		return "", err
	}
	order.CustomerID, order.PackageSize = customer, packageSize
	if o.queue != nil {
		return o.db.EnqueueOnce(ctx, order, func(ctx context.Context) (string, error) { return o.queue.Send(ctx, order) })
	}
	id, err := o.db.EnqueueOnce(ctx, order, func(context.Context) (string, error) { return "outbox-" + job.String(), nil })
	if err != nil {
		return "", err
	}
	return id, o.TriggerFlow(ctx, "", order)
}

func (o orders) KeepBadMessage(ctx context.Context, messageID, body, reason string, receives int) error {
	return o.db.KeepBadMessage(ctx, messageID, body, reason, receives)
}
