package main

import "github.com/directorybolt/directorybolt/sdk"

// fields fills one control a text of the turn, each called by its name in the contract.
func fields(t sdk.Turn) sdk.Move {
	b, d, p := t.Business, t.Directory, t.Page
	c, control, option := b.Contact, p.Controls[0], p.OptionSets[0].Options[0]
	var m sdk.Move
	for _, f := range []struct{ name, value string }{
		{"directory.slug", d.Slug}, {"directory.hosts", d.Hosts[0]}, {"directory.start", d.Start}, {"directory.name", d.Name},
		{"business.name", b.Name}, {"business.legal_name", b.LegalName}, {"business.tagline", b.Tagline},
		{"business.description_short", b.DescriptionShort}, {"business.description", b.Description}, {"business.categories", b.Categories[0]},
		{"business.tags", b.Tags[0]}, {"business.services", b.Services[0]}, {"business.email", b.Email},
		{"business.phone.e164", b.Phone.E164}, {"business.phone.national", b.Phone.National}, {"business.phone.international", b.Phone.International},
		{"business.phone.calling_code", b.Phone.CallingCode}, {"business.phone.region", b.Phone.Region}, {"business.phone.digits", b.Phone.Digits},
		{"business.website", b.Website}, {"business.address.full", b.Address.Full}, {"business.address.street", b.Address.Street},
		{"business.address.house_number", b.Address.HouseNumber}, {"business.address.street_name", b.Address.StreetName},
		{"business.address.line2", b.Address.Line2}, {"business.address.neighbourhood", b.Address.Neighbourhood}, {"business.address.city", b.Address.City},
		{"business.address.region", b.Address.Region}, {"business.address.region_code", b.Address.RegionCode},
		{"business.address.postal_code", b.Address.PostalCode}, {"business.address.country", b.Address.Country},
		{"business.address.country_name", b.Address.CountryName}, {"business.service_area", b.ServiceArea}, {"business.map_url", b.MapURL},
		{"business.hours_text", b.HoursText}, {"business.price_range", b.PriceRange}, {"business.logo.handle", b.Logo.Handle},
		{"business.video_url", b.VideoURL}, {"business.contact.name", c.Name}, {"business.contact.first_name", c.FirstName},
		{"business.contact.last_name", c.LastName}, {"business.contact.email", c.Email}, {"business.contact.role", c.Role},
		{"business.employee_count", b.EmployeeCount}, {"business.business_type", b.BusinessType}, {"business.repository_url", b.RepositoryURL},
		{"business.pricing_model", b.PricingModel}, {"page.url", p.URL}, {"page.title", p.Title}, {"page.lang", p.Lang}, {"page.text", p.Text},
		{"page.headings", p.Headings[0]}, {"page.controls.ref", control.Ref}, {"page.controls.type", control.Type}, {"page.controls.name", control.Name},
		{"page.controls.label", control.Label}, {"page.controls.placeholder", control.Placeholder}, {"page.controls.section", control.Section},
		{"page.controls.value", control.Value}, {"page.buttons.text", p.Buttons[0].Text}, {"page.links.text", p.Links[0].Text},
		{"page.links.url", p.Links[0].URL}, {"page.errors.text", p.Errors[0].Text}, {"page.option_sets.options.value", option.Value},
		{"page.option_sets.options.label", option.Label}, {"page.dialogs", p.Dialogs[0]},
	} {
		m.Kind = sdk.MoveDo
		m.Steps = append(m.Steps, sdk.Fill(sdk.Label(f.name), f.value))
	}
	return m
}
