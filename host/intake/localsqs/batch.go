package localsqs

import (
	"errors"
	"net/http"
	"regexp"
)

type failed struct {
	ID          string `json:"Id"`
	Code        string
	Message     string
	SenderFault bool
}

// batched carries out each entry for itself: some may fail while others do not.
func batched[E any](entries []E, id func(E) string, do func(E) (any, error)) (any, error) {
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = id(e)
	}
	if err := checkBatch(ids); err != nil {
		return nil, err
	}
	done, lost := []any{}, []failed{}
	for i, e := range entries {
		result, err := do(e)
		var refusal *apiError
		if errors.As(err, &refusal) {
			lost = append(lost, failed{ids[i], refusal.code, refusal.message, true})
			continue
		}
		done = append(done, result)
	}
	return map[string]any{"Successful": done, "Failed": lost}, nil
}

var batchID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`)

func checkBatch(ids []string) error {
	switch {
	case len(ids) == 0:
		return refused("EmptyBatchRequest", "There should be at least one entry in the request.")
	case len(ids) > 10:
		return refused("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent %d.", len(ids))
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if !batchID.MatchString(id) {
			return refused("InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.")
		}
		if seen[id] {
			return refused("BatchEntryIdsNotDistinct", "Id %s repeated.", id)
		}
		seen[id] = true
	}
	return nil
}

type sendBatchRequest struct {
	named
	Entries []sendEntry
}

// maxBatch is how many bytes the bodies of a batch may have together.
const maxBatch = 1 << 20

func (s *Server) sendBatch(_ *http.Request, body []byte) (any, error) {
	var in sendBatchRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	size := 0
	for _, e := range in.Entries {
		size += len(e.MessageBody)
	}
	if size > maxBatch {
		return nil, refused("BatchRequestTooLong", "Batch requests cannot be longer than %d bytes. You have sent %d bytes.", maxBatch, size)
	}
	return batched(in.Entries, func(e sendEntry) string { return e.ID }, func(e sendEntry) (any, error) { return s.accept(q, e) })
}

type receiptBatchRequest struct {
	named
	Entries []receipt
}

func (s *Server) removeBatch(_ *http.Request, body []byte) (any, error) {
	return s.receipts(body, (*queue).remove)
}

func (s *Server) changeVisibilityBatch(_ *http.Request, body []byte) (any, error) {
	return s.receipts(body, (*queue).hide)
}

func (s *Server) receipts(body []byte, do func(*queue, receipt) error) (any, error) {
	var in receiptBatchRequest
	q, err := s.decode(body, &in)
	if err != nil {
		return nil, err
	}
	return batched(in.Entries, func(e receipt) string { return e.ID }, func(e receipt) (any, error) {
		return map[string]string{"Id": e.ID}, do(q, e)
	})
}

func (s *Server) deadLetterSources(r *http.Request, body []byte) (any, error) {
	q, err := s.decode(body, &named{})
	if err != nil {
		return nil, err
	}
	urls := []string{}
	for _, name := range s.sources(q.name) {
		urls = append(urls, URL(base(r), name))
	}
	return map[string]any{"queueUrls": urls}, nil // the API's own spelling
}

// sources are the queues whose dead letters go to the named one.
func (s *Server) sources(name string) []string {
	var out []string
	for _, other := range s.names() {
		if policy, ok := s.queues[other].redrive(); ok && nameOf(policy.Target) == name {
			out = append(out, other)
		}
	}
	return out
}
