package billing

import (
	"fmt"
	"strings"

	"github.com/directorybolt/directorybolt/host"
)

// Receipt writes the mail to who has paid, with the way to our pages at the address. What was charged is on Stripe's own receipt.
func Receipt(address string) func(host.Payment, host.Customer, bool) host.Mail {
	return func(p host.Payment, c host.Customer, waitsForProfile bool) host.Mail {
		next := "We begin within minutes, and you can watch every directory live."
		if waitsForProfile {
			next = "One thing is missing: your approved business profile. We submit nothing that you have not approved, so we begin when you have."
		}
		var b strings.Builder
		fmt.Fprintf(&b, "Thank you. The payment for %s is in.\n\n", c.CompanyName)
		fmt.Fprintf(&b, "Package: %s, %d directories\nOrder: %s\n\n%s\n\n", p.Package, p.Directories, p.Job, next)
		fmt.Fprintf(&b, "Sign in with this e-mail address: %s/sign-in\n\n", address)
		b.WriteString("Until the first submission begins you can cancel the order in the portal, for a full refund.\n")
		return host.Mail{
			Customer: c.ID, Key: "paid:" + p.Job.String(), Kind: "paid", To: c.Email, Subject: "Your DirectoryBolt order is paid", Body: b.String(),
		}
	}
}
