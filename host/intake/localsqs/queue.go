package localsqs

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// queue is a standard queue.
type queue struct {
	name       string
	attributes map[string]string
	created    time.Time
	modified   time.Time
	messages   []*message
	news       chan struct{} // closed, and replaced, when a message may have become visible
}

// limits are the attributes that can be set as numbers, with what they may be.
var limits = map[string][2]int{
	"DelaySeconds":                  {0, 900},
	"MaximumMessageSize":            {1024, 1 << 20},
	"MessageRetentionPeriod":        {60, 1209600},
	"ReceiveMessageWaitTimeSeconds": {0, 20},
	"VisibilityTimeout":             {0, 43200},
}

func newQueue(name string, now time.Time) *queue {
	return &queue{name: name, created: now, modified: now, news: make(chan struct{}), attributes: map[string]string{
		"DelaySeconds": "0", "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600", "ReceiveMessageWaitTimeSeconds": "0", "VisibilityTimeout": "30",
	}}
}

func (q *queue) number(attribute string) int {
	n, err := strconv.Atoi(q.attributes[attribute])
	if err != nil {
		return 0 // it was checked when it was set
	}
	return n
}

func (q *queue) seconds(attribute string) time.Duration {
	return time.Duration(q.number(attribute)) * time.Second
}

// tell wakes whoever waits for messages.
func (q *queue) tell() {
	close(q.news)
	q.news = make(chan struct{})
}

// expire drops what is past its retention.
func (q *queue) expire(now time.Time) {
	oldest := now.Add(-q.seconds("MessageRetentionPeriod"))
	q.messages = slices.DeleteFunc(q.messages, func(m *message) bool { return m.sent.Before(oldest) })
}

// redrive is where messages go that were received too often.
type redrive struct {
	Target string `json:"deadLetterTargetArn"`
	Most   number `json:"maxReceiveCount"`
}

// number is one that may be written as a string.
type number int

// UnmarshalJSON reads 3 and "3".
func (n *number) UnmarshalJSON(data []byte) error {
	text := string(data)
	if unquoted, err := strconv.Unquote(text); err == nil {
		text = unquoted
	}
	v, err := strconv.Atoi(text)
	*n = number(v)
	return err
}

func (q *queue) redrive() (redrive, bool) {
	var r redrive
	if q.attributes["RedrivePolicy"] == "" {
		return r, false
	}
	err := json.Unmarshal([]byte(q.attributes["RedrivePolicy"]), &r)
	return r, err == nil && r.Target != ""
}

var queueName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`)

type createRequest struct {
	QueueName  string
	Attributes map[string]string
}

func (s *Server) createQueue(r *http.Request, body []byte) (any, error) {
	var in createRequest
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, refused("InvalidParameterValue", "The request is not what the operation takes: %v", err)
	}
	if !queueName.MatchString(in.QueueName) {
		return nil, refused("InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.")
	}
	if q := s.queues[in.QueueName]; q != nil {
		for name, value := range in.Attributes {
			if q.attributes[name] != value {
				return nil, refused("QueueNameExists", "A queue already exists with the same name and a different value for attribute %s", name)
			}
		}
		return map[string]string{"QueueUrl": URL(base(r), in.QueueName)}, nil
	}
	q := newQueue(in.QueueName, time.Now())
	if err := s.set(q, in.Attributes); err != nil {
		return nil, err
	}
	if s.queues == nil {
		s.queues = map[string]*queue{}
	}
	s.queues[in.QueueName] = q
	return map[string]string{"QueueUrl": URL(base(r), in.QueueName)}, nil
}

// set checks all attributes before it changes any.
func (s *Server) set(q *queue, attributes map[string]string) error {
	for name, value := range attributes {
		switch bounds, ok := limits[name]; {
		case ok:
			if n, err := strconv.Atoi(value); err != nil || n < bounds[0] || n > bounds[1] {
				return refused("InvalidAttributeValue", "Invalid value for the parameter %s.", name)
			}
		case name == "RedrivePolicy":
			var policy redrive
			if value == "" {
				continue
			}
			if err := json.Unmarshal([]byte(value), &policy); err != nil || policy.Most < 1 || policy.Most > 1000 {
				return refused("InvalidAttributeValue", "Value %s for parameter RedrivePolicy is invalid.", value)
			}
			if s.queues[nameOf(policy.Target)] == nil {
				return refused("InvalidAttributeValue", "Value %s for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.", value)
			}
		default:
			return refused("InvalidAttributeName", "Unknown Attribute %s.", name)
		}
	}
	for name, value := range attributes {
		if value == "" {
			delete(q.attributes, name)
			continue
		}
		q.attributes[name] = value
	}
	q.modified = time.Now()
	return nil
}

func (s *Server) deleteQueue(_ *http.Request, body []byte) (any, error) {
	q, err := s.decode(body, &named{})
	if err != nil {
		return nil, err
	}
	delete(s.queues, q.name)
	q.tell()
	return struct{}{}, nil
}

type listRequest struct {
	QueueNamePrefix string
}

func (s *Server) listQueues(r *http.Request, body []byte) (any, error) {
	var in listRequest
	if err := json.Unmarshal(body, &in); err != nil {
		return nil, refused("InvalidParameterValue", "The request is not what the operation takes: %v", err)
	}
	urls := []string{}
	for _, name := range s.names() {
		if len(name) >= len(in.QueueNamePrefix) && name[:len(in.QueueNamePrefix)] == in.QueueNamePrefix {
			urls = append(urls, URL(base(r), name))
		}
	}
	return map[string]any{"QueueUrls": urls}, nil
}

type urlRequest struct{ QueueName string }

func (u urlRequest) address() string { return u.QueueName }

func (s *Server) queueURL(r *http.Request, body []byte) (any, error) {
	q, err := s.decode(body, &urlRequest{})
	if err != nil {
		return nil, err
	}
	return map[string]string{"QueueUrl": URL(base(r), q.name)}, nil
}

type attributesRequest struct {
	named
	AttributeNames []string
}

func (s *Server) queueAttributes(_ *http.Request, body []byte) (any, error) {
	var in attributesRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	all := q.describe(time.Now())
	out := map[string]string{}
	for _, name := range in.AttributeNames {
		switch value, ok := all[name]; {
		case name == "All":
			out = all
		case ok:
			out[name] = value
		}
	}
	return map[string]any{"Attributes": out}, nil
}

func (q *queue) describe(now time.Time) map[string]string {
	visible, hidden, delayed := 0, 0, 0
	for _, m := range q.messages {
		switch {
		case !m.visible.After(now):
			visible++
		case m.received == 0:
			delayed++
		default:
			hidden++
		}
	}
	out := map[string]string{
		"ApproximateNumberOfMessages": strconv.Itoa(visible), "ApproximateNumberOfMessagesNotVisible": strconv.Itoa(hidden),
		"ApproximateNumberOfMessagesDelayed": strconv.Itoa(delayed), "QueueArn": arn(q.name),
		"CreatedTimestamp": strconv.FormatInt(q.created.Unix(), 10), "LastModifiedTimestamp": strconv.FormatInt(q.modified.Unix(), 10),
	}
	for name, value := range q.attributes {
		out[name] = value
	}
	return out
}

type setRequest struct {
	named
	Attributes map[string]string
}

func (s *Server) setQueueAttributes(_ *http.Request, body []byte) (any, error) {
	var in setRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	if err := s.set(q, in.Attributes); err != nil {
		return nil, err
	}
	return struct{}{}, nil
}

func (s *Server) purgeQueue(_ *http.Request, body []byte) (any, error) {
	q, err := s.decode(body, &named{})
	if err != nil {
		return nil, err
	}
	q.messages = nil
	return struct{}{}, nil
}
