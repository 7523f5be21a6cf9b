package localsqs

import (
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // the API's checksum, not a secret
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// message is one copy of what was sent: a duplicate has the same id and a life of its own.
type message struct {
	id       string
	body     string
	extras   json.RawMessage // message attributes, as they came
	sent     time.Time
	first    time.Time // received
	received int
	visible  time.Time // from then on
	handle   string    // of the last receipt
	since    time.Time // of the last receipt
	source   string    // queue that it was moved to a dead letter queue from
}

// longest is how long a message may stay invisible after it was received.
const longest = 12 * time.Hour

// maxInFlight is how many messages of a queue may be received and not deleted.
const maxInFlight = 120_000

func checksum(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}

type sendEntry struct {
	ID                string `json:"Id"`
	MessageBody       string
	DelaySeconds      *int
	MessageAttributes json.RawMessage
}

type sendRequest struct {
	named
	sendEntry
}

func (s *Server) send(_ *http.Request, body []byte) (any, error) {
	var in sendRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	return s.accept(q, in.sendEntry)
}

type sent struct {
	ID               string `json:"Id,omitempty"`
	MessageID        string `json:"MessageId"`
	MD5OfMessageBody string
}

// accept stores a message.
func (s *Server) accept(q *queue, e sendEntry) (sent, error) {
	delay := q.number("DelaySeconds")
	if e.DelaySeconds != nil {
		delay = *e.DelaySeconds
	}
	switch {
	case e.MessageBody == "":
		return sent{}, refused("MissingParameter", "The request must contain the parameter MessageBody.")
	case len(e.MessageBody) > q.number("MaximumMessageSize"):
		return sent{}, refused("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than %d bytes.", q.number("MaximumMessageSize"))
	case !utf8.ValidString(e.MessageBody) || strings.ContainsFunc(e.MessageBody, unwritable):
		return sent{}, refused("InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.")
	case delay < 0 || delay > 900:
		return sent{}, refused("InvalidParameterValue", "Value %d for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.", delay)
	}
	now := time.Now()
	m := message{id: uuid.NewString(), body: e.MessageBody, extras: e.MessageAttributes, sent: now, visible: now.Add(time.Duration(delay) * time.Second)}
	if s.happens(s.faults.Late) {
		m.visible = m.visible.Add(s.faults.LateBy)
	}
	copies := 1
	if s.happens(s.faults.Duplicate) {
		copies = 2
	}
	for range copies {
		again := m
		q.messages = append(q.messages, &again)
	}
	q.tell()
	return sent{ID: e.ID, MessageID: m.id, MD5OfMessageBody: checksum(m.body)}, nil
}

func unwritable(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

type receiveRequest struct {
	named
	MaxNumberOfMessages         *int
	VisibilityTimeout           *int
	WaitTimeSeconds             *int
	AttributeNames              []string
	MessageSystemAttributeNames []string
	MessageAttributeNames       []string
}

type delivery struct {
	MessageID         string `json:"MessageId"`
	ReceiptHandle     string
	Body              string
	MD5OfBody         string
	Attributes        map[string]string `json:",omitempty"`
	MessageAttributes json.RawMessage   `json:",omitempty"`
}

// receive waits for messages as long as it was asked to.
func (s *Server) receive(r *http.Request, body []byte) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var in receiveRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	most, wait, hide := 1, q.number("ReceiveMessageWaitTimeSeconds"), q.number("VisibilityTimeout")
	for _, p := range []struct {
		name      string
		value     *int
		low, high int
		to        *int
	}{
		{"MaxNumberOfMessages", in.MaxNumberOfMessages, 1, 10, &most},
		{"WaitTimeSeconds", in.WaitTimeSeconds, 0, 20, &wait},
		{"VisibilityTimeout", in.VisibilityTimeout, 0, 43200, &hide},
	} {
		if p.value == nil {
			continue
		}
		if *p.value < p.low || *p.value > p.high {
			return nil, refused("InvalidParameterValue", "Value %d for parameter %s is invalid. Reason: Must be between %d and %d, if provided.", *p.value, p.name, p.low, p.high)
		}
		*p.to = *p.value
	}
	deadline := time.Now().Add(time.Duration(wait) * time.Second)
	for {
		now := time.Now()
		out, next, err := s.take(q, now, most, time.Duration(hide)*time.Second, &in)
		if err != nil {
			return nil, err
		}
		if len(out) > 0 || !now.Before(deadline) {
			return map[string]any{"Messages": out}, nil
		}
		if next.IsZero() || next.After(deadline) {
			next = deadline
		}
		if err := s.pause(r.Context(), next.Sub(now), q.news); err != nil {
			return nil, err
		}
		if s.queues[q.name] != q {
			return nil, refused("QueueDoesNotExist", "The specified queue does not exist.")
		}
	}
}

// pause lets go of the lock while it waits.
func (s *Server) pause(ctx context.Context, d time.Duration, news <-chan struct{}) error {
	s.mu.Unlock()
	defer s.mu.Lock()
	return sleep(ctx, d, news)
}

// take delivers what is visible, and says when more becomes so.
func (s *Server) take(q *queue, now time.Time, most int, hide time.Duration, in *receiveRequest) (out []delivery, next time.Time, err error) {
	policy, dead := q.redrive()
	inFlight := 0
	for _, m := range q.messages {
		if m.received > 0 && m.visible.After(now) {
			inFlight++
		}
	}
	for _, m := range slices.Clone(q.messages) {
		switch {
		case m.visible.After(now):
			if next.IsZero() || m.visible.Before(next) {
				next = m.visible
			}
		case dead && m.received >= int(policy.Most):
			s.bury(q, m, nameOf(policy.Target))
		case len(out) == most:
			return out, next, nil
		case inFlight >= maxInFlight:
			return nil, next, refused("OverLimit", "Too many messages in flight.")
		default:
			out = append(out, m.deliver(now, hide, in))
			inFlight++
		}
	}
	return out, next, nil
}

func (m *message) deliver(now time.Time, hide time.Duration, in *receiveRequest) delivery {
	m.received++
	m.first = cmp.Or(m.first, now)
	m.visible, m.since, m.handle = now.Add(hide), now, uuid.NewString()
	d := delivery{MessageID: m.id, ReceiptHandle: m.handle, Body: m.body, MD5OfBody: checksum(m.body)}
	known := map[string]string{
		"ApproximateReceiveCount": strconv.Itoa(m.received), "SentTimestamp": millis(m.sent), "ApproximateFirstReceiveTimestamp": millis(m.first), "SenderId": account,
	}
	if m.source != "" {
		known["DeadLetterQueueSourceArn"] = arn(m.source)
	}
	for _, name := range append(slices.Clone(in.AttributeNames), in.MessageSystemAttributeNames...) {
		value, ok := known[name]
		switch {
		case name == "All":
			d.Attributes = known
		case ok:
			if d.Attributes == nil {
				d.Attributes = map[string]string{}
			}
			d.Attributes[name] = value
		}
	}
	if len(in.MessageAttributeNames) > 0 {
		d.MessageAttributes = m.extras
	}
	return d
}

func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// bury moves a message to a dead letter queue. It keeps its id and the time it was sent, as in a standard queue.
func (s *Server) bury(q *queue, m *message, target string) {
	q.messages = slices.DeleteFunc(q.messages, func(other *message) bool { return other == m })
	to := s.queues[target]
	if to == nil {
		return // deleted since: the real one loses it, too
	}
	moved := *m
	moved.source, moved.received, moved.handle, moved.first = q.name, 0, "", time.Time{}
	moved.visible = time.Now()
	to.messages = append(to.messages, &moved)
	to.tell()
}

// held finds the message of a receipt. A message that was received again has another one.
func (q *queue) held(handle string) (*message, error) {
	if _, err := uuid.Parse(handle); err != nil {
		return nil, refused("ReceiptHandleIsInvalid", "The input receipt handle %q is not a valid receipt handle.", handle)
	}
	for _, m := range q.messages {
		if m.handle == handle {
			return m, nil
		}
	}
	return nil, nil
}

type receipt struct {
	ID                string `json:"Id"`
	ReceiptHandle     string
	VisibilityTimeout int
}

type receiptRequest struct {
	named
	receipt
}

func (s *Server) remove(_ *http.Request, body []byte) (any, error) {
	var in receiptRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	if err := q.remove(in.receipt); err != nil {
		return nil, err
	}
	return struct{}{}, nil
}

// remove deletes a message. An old receipt deletes nothing, and is no error.
func (q *queue) remove(r receipt) error {
	m, err := q.held(r.ReceiptHandle)
	if err != nil {
		return err
	}
	q.messages = slices.DeleteFunc(q.messages, func(other *message) bool { return other == m })
	return nil
}

func (s *Server) changeVisibility(_ *http.Request, body []byte) (any, error) {
	var in receiptRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	if err := q.hide(in.receipt); err != nil {
		return nil, err
	}
	return struct{}{}, nil
}

func (q *queue) hide(r receipt) error {
	now := time.Now()
	m, err := q.held(r.ReceiptHandle)
	until := now.Add(time.Duration(r.VisibilityTimeout) * time.Second)
	switch {
	case err != nil:
		return err
	case r.VisibilityTimeout < 0 || r.VisibilityTimeout > 43200:
		return refused("InvalidParameterValue", "Value %d for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.", r.VisibilityTimeout)
	case m == nil || !m.visible.After(now):
		return refused("MessageNotInflight", "The specified message isn't in flight.")
	case until.After(m.since.Add(longest)):
		return refused("InvalidParameterValue", "Value %d for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].", r.VisibilityTimeout)
	}
	m.visible = until
	q.tell()
	return nil
}
