package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
)

type orderQueue interface {
	// Enqueue announces a job once and returns the id of its message.
	Enqueue(ctx context.Context, job, customer uuid.UUID, packageSize int) (messageID string, err error)
}

// maxEnqueue bounds the request in bytes.
const maxEnqueue = 4 << 10

// jobEnqueue is POST /api/jobs/enqueue.
func (s site) jobEnqueue(w http.ResponseWriter, r *http.Request) {
	var in struct {
		JobID       string `json:"job_id"`
		CustomerID  string `json:"customer_id"`
		PackageSize int    `json:"package_size"`
	}
	// Other producers than ours may send more than this.
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxEnqueue)).Decode(&in)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		s.failJSON(w, r, host.Errorf(host.TooLarge, "That is too much: at most %s can be taken.", bytesWords(maxEnqueue)))
		return
	case err != nil:
		s.failJSON(w, r, host.Errorf(host.Invalid, "The request is no JSON with job_id, customer_id and package_size."))
		return
	}
	var wrong []string
	job, err := uuid.Parse(in.JobID)
	if err != nil {
		wrong = append(wrong, "job_id is not a UUID")
	}
	customer, err := uuid.Parse(in.CustomerID)
	if err != nil {
		wrong = append(wrong, "customer_id is not a UUID")
	}
	if in.PackageSize < 1 {
		wrong = append(wrong, "package_size is not a number of directories")
	}
	if len(wrong) > 0 {
		s.failJSON(w, r, host.Errorf(host.Invalid, "%s", strings.Join(wrong, "; ")))
		return
	}
	messageID, err := s.Orders.Enqueue(r.Context(), job, customer, in.PackageSize)
	if err != nil {
		s.failJSON(w, r, err)
		return
	}
	answerJSON(w, map[string]string{"message_id": messageID})
}
