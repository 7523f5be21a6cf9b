package host

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Priority is how urgent an order is, as its message says it.
type Priority string

// Priorities. Growth and Professional are both pro.
const (
	PriorityStarter    Priority = "starter"
	PriorityPro        Priority = "pro"
	PriorityEnterprise Priority = "enterprise"
)

// PriorityOf returns the priority of a package.
func PriorityOf(p Package) Priority {
	switch p {
	case Starter:
		return PriorityStarter
	case Enterprise:
		return PriorityEnterprise
	}
	return PriorityPro
}

// OrderSource is what our own messages name as theirs.
const OrderSource = "directorybolt_web"

// OrderMessage is the message that announces a job, on its way to the flow.
type OrderMessage struct {
	JobID       uuid.UUID `json:"job_id"`
	CustomerID  uuid.UUID `json:"customer_id"`
	PackageSize int       `json:"package_size"` // directories of the package
	Priority    Priority  `json:"priority"`
	CreatedAt   time.Time `json:"created_at"`
	Source      string    `json:"source"`
}

// maxOrder bounds a message in bytes; an order has some 250.
const maxOrder = 4 << 10

// ParseOrderMessage reads a message. Its errors are of kind [Invalid] and say what is wrong with it. Fields that it does not know are another
// producer's business.
func ParseOrderMessage(body string) (OrderMessage, error) {
	if len(body) > maxOrder {
		return OrderMessage{}, Errorf(Invalid, "the message has %d bytes; an order has at most %d", len(body), maxOrder)
	}
	var raw struct {
		JobID       string      `json:"job_id"`
		CustomerID  string      `json:"customer_id"`
		PackageSize json.Number `json:"package_size"`
		Priority    Priority    `json:"priority"`
		CreatedAt   string      `json:"created_at"`
		Source      string      `json:"source"`
	}
	if err := json.Unmarshal([]byte(body), &raw); err != nil {
		return OrderMessage{}, Errorf(Invalid, "the message is not an order as JSON: %v", err)
	}
	o := OrderMessage{Priority: raw.Priority, Source: raw.Source}
	var wrong []string
	var err error
	if o.JobID, err = uuid.Parse(raw.JobID); err != nil || o.JobID == uuid.Nil {
		wrong = append(wrong, "job_id is not a UUID")
	}
	if o.CustomerID, err = uuid.Parse(raw.CustomerID); err != nil || o.CustomerID == uuid.Nil {
		wrong = append(wrong, "customer_id is not a UUID")
	}
	size, err := raw.PackageSize.Int64()
	if err != nil || size < 1 || size > 1_000_000 {
		wrong = append(wrong, "package_size is not a number of directories")
	}
	o.PackageSize = int(size)
	if !slices.Contains([]Priority{PriorityStarter, PriorityPro, PriorityEnterprise}, o.Priority) {
		wrong = append(wrong, "priority is not starter, pro or enterprise")
	}
	if o.CreatedAt, err = time.Parse(time.RFC3339, raw.CreatedAt); err != nil {
		wrong = append(wrong, "created_at is not an ISO 8601 time")
	}
	if raw.Source == "" || len(raw.Source) > 100 || !utf8.ValidString(raw.Source) {
		wrong = append(wrong, "source is not a short name")
	}
	if len(wrong) > 0 {
		return OrderMessage{}, Errorf(Invalid, "the message is no valid order: %s", strings.Join(wrong, "; "))
	}
	return o, nil
}

// Body is the message as it is sent.
func (o OrderMessage) Body() string {
	o.CreatedAt = o.CreatedAt.UTC()
	body, err := json.Marshal(o)
	if err != nil {
		panic(err) // ids, numbers and words
	}
	return string(body)
}
