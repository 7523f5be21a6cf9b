// Package plan is the work that all contenders of the sandbox's figures do: it answers an observed page of 60 controls with 40 steps. It is
// compiled natively and into each guest; guest/c holds the same in C.
package plan

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// Stamp comes back as the state of each answer. A module with other digits in place of the zeros is another module, which proves by
// its answers that it and no other has run.
const Stamp = "directorybolt bench module 0000"

// Number stands in the code, as Stamp does in the data: with another one the module has other machine code, too.
const Number = 0x7abc0000

// Adapter is the plan as an adapter.
var Adapter = sdk.Adapter{
	Name: "bench", Version: "1.0.0", Summary: "The work that the figures of the sandbox are measured with.",
	Author: "DirectoryBolt contributors", Licence: "MIT",
	Plan: Plan,
}

// Plan fills every control that a person could fill and the business has a value for, and ends with the press.
func Plan(t sdk.Turn) (sdk.Move, error) {
	if t.Page == nil || len(t.Page.Buttons) == 0 {
		return sdk.Move{}, sdk.Fail("form_changed", "the page has no button")
	}
	if t.Number == Number {
		return sdk.Move{}, sdk.Fail("number", "nobody calls so often")
	}
	steps := make([]sdk.Step, 0, len(t.Page.Controls)+1)
	for i := range t.Page.Controls {
		c := &t.Page.Controls[i]
		if c.Hidden != "" || c.Disabled || c.ReadOnly {
			continue
		}
		field, value := valueOf(&t.Business, c.Label)
		if value == "" {
			continue
		}
		step := sdk.Fill(sdk.Ref(c.Ref), value)
		if c.Options > 0 {
			step = sdk.Choose(sdk.Ref(c.Ref), option(t.Page.Options(c), value))
		}
		steps = append(steps, step.For(field).Because("the label says "+c.Label))
	}
	steps = append(steps, sdk.Submit(sdk.Ref(t.Page.Buttons[len(t.Page.Buttons)-1].Ref)))
	return sdk.Do(steps...).With([]byte(Stamp)), nil
}

// option is the label of the option that says value, or value itself.
func option(options []sdk.Option, value string) string {
	for i := range options {
		if strings.EqualFold(options[i].Label, value) || strings.EqualFold(options[i].Value, value) {
			return options[i].Label
		}
	}
	return value
}

// valueOf returns what the business has for the label, and the name of the profile field it is from.
func valueOf(b *sdk.Business, label string) (field, value string) {
	switch label {
	case "Business name":
		return "name", b.Name
	case "Legal name":
		return "legal_name", b.LegalName
	case "Tagline":
		return "tagline", b.Tagline
	case "Short description":
		return "description_short", b.DescriptionShort
	case "Description":
		return "description", b.Description
	case "Category":
		return "categories", first(b.Categories)
	case "Keyword":
		return "tags", first(b.Tags)
	case "Main service":
		return "services", first(b.Services)
	case "Email":
		return "email", b.Email
	case "Phone":
		return "phone", b.Phone.National
	case "Second phone":
		return "phone_secondary", b.PhoneSecondary.National
	case "Fax":
		return "fax", b.Fax.National
	case "WhatsApp":
		return "whatsapp", b.Whatsapp.International
	case "Website":
		return "website", b.Website
	case "Street address":
		return "address.street", b.Address.Street
	case "Address line 2":
		return "address.line2", b.Address.Line2
	case "Neighbourhood":
		return "address.neighbourhood", b.Address.Neighbourhood
	case "City":
		return "address.city", b.Address.City
	case "State":
		return "address.region", b.Address.Region
	case "ZIP code":
		return "address.postal_code", b.Address.PostalCode
	case "Country":
		return "address.country", b.Address.CountryName
	case "Service area":
		return "service_area", b.ServiceArea
	case "Map link":
		return "map_url", b.MapURL
	case "Opening hours":
		return "hours", b.HoursText
	case "Price range":
		return "price_range", b.PriceRange
	case "Payment method":
		return "payment_methods", first(b.PaymentMethods)
	case "Amenity":
		return "amenities", first(b.Amenities)
	case "Language":
		return "languages", first(b.Languages)
	case "Video":
		return "video_url", b.VideoURL
	case "Employees":
		return "employee_count", b.EmployeeCount
	case "Kind of business":
		return "business_type", b.BusinessType
	case "Repository":
		return "repository_url", b.RepositoryURL
	case "Pricing":
		return "pricing_model", b.PricingModel
	case "Contact name":
		return "contact.name", b.Contact.Name
	case "First name":
		return "contact.first_name", b.Contact.FirstName
	case "Last name":
		return "contact.last_name", b.Contact.LastName
	case "Contact email":
		return "contact.email", b.Contact.Email
	case "Contact phone":
		return "contact.phone", b.Contact.Phone.National
	case "Position":
		return "contact.role", b.Contact.Role
	}
	return "", ""
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
