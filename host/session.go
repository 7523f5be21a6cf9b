package host

import (
	"time"

	"github.com/google/uuid"
)

// Role is what somebody who signed in may do.
type Role string

// Roles.
const (
	RoleCustomer    Role = "customer"
	RoleContributor Role = "contributor"
	RoleStaff       Role = "staff"
)

// Session is somebody who is signed in. A customer's has Customer, a member's has Member.
type Session struct {
	ID        uuid.UUID
	Role      Role
	Email     string
	Verified  bool // the owner of the e-mail address has opened it, not just whoever paid
	Customer  uuid.UUID
	Member    uuid.UUID
	Company   string // of the customer
	NeedsYou  int    // things that wait for the customer
	TimeZone  string // of the customer, an IANA name
	UserAgent string
	CreatedAt time.Time
	SeenAt    time.Time // within a few minutes
	ExpiresAt time.Time
}

// Identity is one of those that an e-mail address signs in as: a customer, or a member.
type Identity struct {
	Role     Role
	Customer uuid.UUID
	Member   uuid.UUID
	Company  string // of the customer
}

// ID is the customer's or the member's.
func (i Identity) ID() uuid.UUID {
	if i.Role == RoleCustomer {
		return i.Customer
	}
	return i.Member
}
