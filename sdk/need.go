package sdk

// Need is a profile field without which a directory takes nobody, made by [Needs].
type Need struct{ field, value, message string }

// Needs says that a directory needs a profile field. Value is what the business has for it; the message is for the customer.
func Needs(field, value, message string) Need { return Need{field, value, message} }

// Lacking returns the rejection for the first need that the business does not meet, and whether there is one:
//
//	if reject, lacking := sdk.Lacking(
//		sdk.Needs("phone", b.Phone.E164, "Hello lists only businesses with a phone number."),
//	); lacking {
//		return reject, nil
//	}
func Lacking(needs ...Need) (Move, bool) {
	for _, n := range needs {
		if n.value == "" {
			return Reject(n.field, n.message), true
		}
	}
	return Move{}, false
}

// Require returns the error of a form that has changed, with the name of the first control that is missing, found as [Page.Control] finds it; nil if
// the page has them all.
func (p *Page) Require(controls ...string) error {
	for _, name := range controls {
		if !p.Asks(name) {
			return FormChanged("the form has no field " + name)
		}
	}
	return nil
}

// FormChanged returns the error of a page that is not the one the adapter knows. The text says what the adapter saw and what it expected.
func FormChanged(text string) error { return Fail("form_changed", text) }
