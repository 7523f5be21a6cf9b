package localsqs

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"
)

// move is a task that takes the messages of a dead letter queue back to where they came from. It is done by the time it is answered:
// the real one takes its time, and is listed while it runs.
type move struct {
	handle      string
	source      string
	destination string // empty: each message goes back to its own source
	moved       int
	started     time.Time
}

type moveRequest struct {
	SourceArn      string
	DestinationArn string
	MaxResults     int
}

func (s *Server) moveOf(body []byte) (moveRequest, *queue, error) {
	var in moveRequest
	if err := json.Unmarshal(body, &in); err != nil {
		return in, nil, refused("InvalidParameterValue", "The request is not what the operation takes: %v", err)
	}
	q := s.queues[nameOf(in.SourceArn)]
	if q == nil || in.SourceArn == "" {
		return in, nil, refused("ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.")
	}
	return in, q, nil
}

func (s *Server) startMove(_ *http.Request, body []byte) (any, error) {
	in, q, err := s.moveOf(body)
	if err != nil {
		return nil, err
	}
	if len(s.sources(q.name)) == 0 {
		return nil, refused("UnsupportedOperation", "Source queue must be configured as a Dead Letter Queue.")
	}
	if in.DestinationArn != "" && s.queues[nameOf(in.DestinationArn)] == nil {
		return nil, refused("ResourceNotFoundException", "The resource that you specified for the DestinationArn parameter doesn't exist.")
	}
	m := &move{source: in.SourceArn, destination: in.DestinationArn, started: time.Now()}
	m.handle = base64.StdEncoding.EncodeToString([]byte(uuid.NewString()))
	for _, letter := range slices.Clone(q.messages) {
		target := letter.source
		if in.DestinationArn != "" {
			target = nameOf(in.DestinationArn)
		}
		to := s.queues[target]
		if to == nil || letter.visible.After(time.Now()) {
			continue
		}
		back := *letter
		back.source, back.received, back.handle, back.first = "", 0, "", time.Time{}
		q.messages = slices.DeleteFunc(q.messages, func(other *message) bool { return other == letter })
		to.messages = append(to.messages, &back)
		to.tell()
		m.moved++
	}
	s.moves = append(s.moves, m)
	return map[string]string{"TaskHandle": m.handle}, nil
}

func (s *Server) listMoves(_ *http.Request, body []byte) (any, error) {
	in, _, err := s.moveOf(body)
	if err != nil {
		return nil, err
	}
	results := []map[string]any{}
	for _, m := range slices.Backward(s.moves) {
		if m.source != in.SourceArn || len(results) == max(1, in.MaxResults) {
			continue
		}
		result := map[string]any{
			"Status": "COMPLETED", "SourceArn": m.source, "ApproximateNumberOfMessagesMoved": m.moved,
			"ApproximateNumberOfMessagesToMove": m.moved, "StartedTimestamp": m.started.UnixMilli(),
		}
		if m.destination != "" {
			result["DestinationArn"] = m.destination
		}
		results = append(results, result)
	}
	return map[string]any{"Results": results}, nil
}

// cancelMove finds nothing to cancel: a task is done when it has been answered.
func (s *Server) cancelMove(_ *http.Request, _ []byte) (any, error) {
	return nil, refused("ResourceNotFoundException", "The task handle names no task that is running.")
}
