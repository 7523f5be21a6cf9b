package host

import "time"

// Account is what a customer may set, and what it is about.
type Account struct {
	Email     string
	Company   string
	Package   Package
	TimeZone  string // IANA name
	Wanted    Notifications
	CreatedAt time.Time
}

// Notifications are the mails that a customer wants. Mails about payments, signing in and deletion are always sent.
type Notifications struct {
	Start bool // work has begun
	Needs bool // something only the customer can do
	Done  bool // the report is ready
}
