package host

import (
	"time"

	"github.com/google/uuid"
)

// Member is somebody beside customers who may sign in: staff or a contributor.
type Member struct {
	ID        uuid.UUID
	Email     string
	Role      Role
	CreatedAt time.Time
}
