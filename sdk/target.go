package sdk

// Ways to say which element is meant: [Target.By].
const (
	ByRef         = "ref"
	ByLabel       = "label"
	ByRole        = "role"
	ByPlaceholder = "placeholder"
	ByName        = "name"
	ByText        = "text"
	ByCSS         = "css"
)

// Ref means the element observed under this name: a control's, button's or link's Ref. It is good for the page it was observed on.
func Ref(ref string) Target { return Target{By: ByRef, Value: ref} }

// Label means the control with this label or accessible name.
func Label(text string) Target { return Target{By: ByLabel, Value: text} }

// Role means the element with this ARIA role and accessible name.
func Role(role, name string) Target { return Target{By: ByRole, Role: role, Value: name} }

// Button means the button that says text.
func Button(text string) Target { return Role("button", text) }

// Placeholder means the control with this placeholder.
func Placeholder(text string) Target { return Target{By: ByPlaceholder, Value: text} }

// Name means the control with this name attribute.
func Name(name string) Target { return Target{By: ByName, Value: name} }

// Text means the element with this visible text.
func Text(text string) Target { return Target{By: ByText, Value: text} }

// CSS means the element that the selector finds. It is the first to break when a site changes: use it last.
func CSS(selector string) Target { return Target{By: ByCSS, Value: selector} }

// In narrows the target to one form, by its ref, id or name.
func (t Target) In(form string) Target {
	t.Within = form
	return t
}
