package host

import (
	"encoding/json"

	"github.com/google/uuid"
)

// Customer is who bought: a row of customers.
type Customer struct {
	ID             uuid.UUID
	Email          string
	CompanyName    string
	Profile        json.RawMessage // customers.business_data: the current profile
	ProfileVersion int             // rises with each change of the profile
	Tier           Package
}
