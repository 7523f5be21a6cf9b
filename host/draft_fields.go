package host

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// DraftFields are the fields that [Draft.Check] makes b from.
func DraftFields(b Business) map[string][]string {
	out := map[string][]string{}
	put := func(field string, values ...string) {
		if len(values) > 0 && (len(values) > 1 || values[0] != "") {
			out[field] = values
		}
	}
	put("name", b.Name)
	put("legal_name", b.LegalName)
	put("tagline", b.Tagline)
	put("description_short", b.DescriptionShort)
	put("description", b.Description)
	put("categories", b.Categories...)
	put("tags", strings.Join(b.Tags, "\n"))
	put("services", strings.Join(b.Services, "\n"))
	put("email", b.Email)
	put("phone", b.Phone)
	put("phone_secondary", b.PhoneSecondary)
	put("fax", b.Fax)
	put("whatsapp", b.WhatsApp)
	put("website", b.Website)
	put("address.street", b.Address.Street)
	put("address.line2", b.Address.Line2)
	put("address.neighbourhood", b.Address.Neighbourhood)
	put("address.city", b.Address.City)
	put("address.region", b.Address.Region)
	put("address.postal_code", b.Address.PostalCode)
	put("address.country", b.Address.Country)
	put("service_area", b.ServiceArea)
	if b.Address.Street == "" && b.ServiceArea != "" {
		put(HiddenStreet, "yes")
	}
	if l := b.Location; l != nil {
		put("location", strconv.FormatFloat(l.Latitude, 'f', -1, 64)+", "+strconv.FormatFloat(l.Longitude, 'f', -1, 64))
	}
	put("map_url", b.MapURL)
	open, _ := ParseHours(b.Hours) // none that can be read, none to show
	for _, day := range open {
		put("hours."+day.Day, dayValues(day)...)
	}
	put("price_range", b.PriceRange)
	put("payment_methods", b.PaymentMethods...)
	put("amenities", strings.Join(b.Amenities, "\n"))
	put("languages", b.Languages...)
	put("video_url", b.VideoURL)
	put("employee_count", b.EmployeeCount)
	put("business_type", b.BusinessType)
	put("repository_url", b.RepositoryURL)
	put("pricing_model", b.PricingModel)
	contact := b.Contact.contract() // the name in one piece
	put("contact.name", contact.Name)
	put("contact.email", b.Contact.Email)
	put("contact.phone", b.Contact.Phone)
	put("contact.role", b.Contact.Role)
	if b.YearFounded != 0 {
		put("year_founded", fmt.Sprint(b.YearFounded))
	}
	for field, images := range map[string][]Image{"logo": {b.Logo}, "cover": {b.Cover}, "photos": b.Photos} {
		for _, i := range images {
			if i != (Image{}) {
				out[field] = append(out[field], ImageValue(i))
			}
		}
	}
	var others []string
	for _, s := range b.Social {
		field := "social." + s.Network
		if slices.Contains(SocialNetworks, s.Network) && out[field] == nil {
			put(field, s.URL)
		} else {
			others = append(others, strings.TrimSpace(s.Network+" "+s.URL))
		}
	}
	put("social", strings.Join(others, "\n"))
	return out
}

func dayValues(day sdk.OpenDay) []string {
	if day.Closed {
		return []string{DayClosed}
	}
	values := []string{DayByTimes}
	for _, slot := range day.Slots {
		if slot.Open == "00:00" && slot.Close == "24:00" {
			return []string{DayAllDay}
		}
		closes := slot.Close
		if closes == "24:00" {
			closes = "00:00" // what a field for a time of day can say
		}
		values = append(values, slot.Open, closes)
	}
	return values
}
