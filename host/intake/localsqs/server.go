// Package localsqs is a small SQS for tests and development: standard queues, spoken to by the AWS JSON protocol, faults on demand. Messages
// live in memory and are gone with the process. It follows the SQS API reference
// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference): what the real one refuses is refused here, with the same code.
//
// There are no FIFO queues, tags, permissions or encryption, and a signature has to be there but is not checked.
package localsqs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// account owns every queue.
const account = "000000000000"

// maxRequest bounds a request; SQS takes 1 MiB of messages, and JSON may need several bytes for one.
const maxRequest = 8 << 20

// Server answers as SQS does. Its zero value is ready.
type Server struct {
	mu     sync.Mutex
	queues map[string]*queue
	moves  []*move
	faults Faults
	chance *rand.Rand
}

// New returns a server with the queues that it is asked for: each with a dead letter queue beside it, NAME-dlq, that a message goes to after
// being received three times, as in production.
func New(names ...string) *Server {
	s := &Server{}
	for _, name := range names {
		s.queue(name + "-dlq")
		s.queue(name).attributes["RedrivePolicy"] = fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":3}`, arn(name+"-dlq"))
	}
	return s
}

// queue returns the queue of the name, and makes it where there is none.
func (s *Server) queue(name string) *queue {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.queues == nil {
		s.queues = map[string]*queue{}
	}
	if s.queues[name] == nil {
		s.queues[name] = newQueue(name, time.Now())
	}
	return s.queues[name]
}

// URL is the address of a queue of the server at base.
func URL(base, name string) string {
	return strings.TrimSuffix(base, "/") + "/" + account + "/" + name
}

func arn(name string) string { return "arn:aws:sqs:us-east-2:" + account + ":" + name }

// nameOf is the queue of an ARN or a URL.
func nameOf(address string) string {
	return address[strings.LastIndexAny(address, ":/")+1:]
}

// operation is one action of the API. It holds the server's lock but for [Server.receive], which waits.
type operation func(s *Server, r *http.Request, body []byte) (any, error)

var operations = map[string]operation{
	"CreateQueue":                  locked((*Server).createQueue),
	"DeleteQueue":                  locked((*Server).deleteQueue),
	"ListQueues":                   locked((*Server).listQueues),
	"GetQueueUrl":                  locked((*Server).queueURL),
	"GetQueueAttributes":           locked((*Server).queueAttributes),
	"SetQueueAttributes":           locked((*Server).setQueueAttributes),
	"PurgeQueue":                   locked((*Server).purgeQueue),
	"SendMessage":                  locked((*Server).send),
	"SendMessageBatch":             locked((*Server).sendBatch),
	"ReceiveMessage":               (*Server).receive,
	"DeleteMessage":                locked((*Server).remove),
	"DeleteMessageBatch":           locked((*Server).removeBatch),
	"ChangeMessageVisibility":      locked((*Server).changeVisibility),
	"ChangeMessageVisibilityBatch": locked((*Server).changeVisibilityBatch),
	"ListDeadLetterSourceQueues":   locked((*Server).deadLetterSources),
	"StartMessageMoveTask":         locked((*Server).startMove),
	"ListMessageMoveTasks":         locked((*Server).listMoves),
	"CancelMessageMoveTask":        locked((*Server).cancelMove),
}

func locked(op operation) operation {
	return func(s *Server, r *http.Request, body []byte) (any, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return op(s, r, body)
	}
}

// ServeHTTP is the whole API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer, err := s.answer(r)
	h := w.Header()
	h.Set("Content-Type", "application/x-amz-json-1.0")
	h.Set("X-Amzn-Requestid", uuid.NewString())
	if errors.Is(err, errDropped) {
		panic(http.ErrAbortHandler) // the connection closes without an answer
	}
	var refusal *apiError
	switch {
	case errors.As(err, &refusal):
		h.Set("X-Amzn-Query-Error", refusal.query+";"+refusal.fault())
		w.WriteHeader(refusal.status)
		answer = map[string]string{"__type": "com.amazonaws.sqs#" + refusal.code, "message": refusal.message}
	case err != nil: // the caller has gone away
		return
	}
	_ = json.NewEncoder(w).Encode(answer) // to a connection: whoever has closed it needs no answer
}

func (s *Server) answer(r *http.Request) (any, error) {
	name, ok := strings.CutPrefix(r.Header.Get("X-Amz-Target"), "AmazonSQS.")
	op := operations[name]
	switch {
	case r.Method != http.MethodPost || !ok || op == nil:
		return nil, refused("InvalidAction", "The action or operation requested is invalid: %q.", r.Header.Get("X-Amz-Target"))
	case !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential="):
		return nil, &apiError{"MissingAuthenticationToken", "MissingAuthenticationToken", "The request carries no signature.", http.StatusForbidden}
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
	if err != nil {
		return nil, refused("InvalidParameterValue", "The request cannot be read, or is too large.")
	}
	fault := s.fault(name)
	if fault == throttled {
		return nil, &apiError{"RequestThrottled", "RequestThrottled", "The request was throttled.", http.StatusBadRequest}
	}
	if fault == broken {
		return nil, &apiError{"InternalFailure", "InternalFailure", "The request failed for an unknown reason.", http.StatusInternalServerError}
	}
	answer, err := op(s, r, body)
	if err == nil && fault == dropped {
		return nil, errDropped
	}
	return answer, err
}

// apiError is a refusal of the API.
type apiError struct {
	code    string // of the JSON protocol
	query   string // of the query protocol, which older clients know it by
	message string
	status  int
}

func (e *apiError) Error() string { return e.code + ": " + e.message }

func (e *apiError) fault() string {
	if e.status >= 500 {
		return "Receiver"
	}
	return "Sender"
}

// queryCodes are the codes that differ between the two protocols.
var queryCodes = map[string]string{
	"QueueDoesNotExist":            "AWS.SimpleQueueService.NonExistentQueue",
	"QueueNameExists":              "QueueAlreadyExists",
	"BatchEntryIdsNotDistinct":     "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
	"BatchRequestTooLong":          "AWS.SimpleQueueService.BatchRequestTooLong",
	"EmptyBatchRequest":            "AWS.SimpleQueueService.EmptyBatchRequest",
	"InvalidBatchEntryId":          "AWS.SimpleQueueService.InvalidBatchEntryId",
	"TooManyEntriesInBatchRequest": "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
	"MessageNotInflight":           "AWS.SimpleQueueService.MessageNotInflight",
	"UnsupportedOperation":         "AWS.SimpleQueueService.UnsupportedOperation",
}

func refused(code, format string, args ...any) *apiError {
	query := code
	if q, ok := queryCodes[code]; ok {
		query = q
	}
	return &apiError{code, query, fmt.Sprintf(format, args...), http.StatusBadRequest}
}

// decode reads a request and returns the queue that it is about.
func (s *Server) decode(body []byte, request interface{ address() string }) (*queue, error) {
	if err := json.Unmarshal(body, request); err != nil {
		return nil, refused("InvalidParameterValue", "The request is not what the operation takes: %v", err)
	}
	q := s.queues[nameOf(request.address())]
	if q == nil || request.address() == "" {
		return nil, refused("QueueDoesNotExist", "The specified queue does not exist.")
	}
	q.expire(time.Now())
	return q, nil
}

// named is the part of a request that says which queue it is about.
type named struct{ QueueUrl string } //nolint:revive // the API's name

func (n named) address() string { return n.QueueUrl }

func base(r *http.Request) string { return "http://" + r.Host }

func (s *Server) names() []string { return slices.Sorted(maps.Keys(s.queues)) }

// sleep waits for the time to pass, for news of the queue, or for the caller to go away.
func sleep(ctx context.Context, d time.Duration, news <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-news:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}
