package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/directorybolt/directorybolt/host"
	"github.com/directorybolt/directorybolt/host/postgres/db"
)

// Who acts beside those who sign in.
const (
	operator host.Role = "operator" // at the command line
	program  host.Role = "program"
)

// audit records what somebody did, in the transaction that does it. Nothing in it may tell who a customer is.
func audit(ctx context.Context, q *db.Queries, role host.Role, actor uuid.UUID, action, object, reason string) error {
	err := q.Audit(ctx, db.AuditParams{Role: string(role), Actor: optional(actor), Action: action, Object: text(object), Reason: text(reason)})
	if err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}
