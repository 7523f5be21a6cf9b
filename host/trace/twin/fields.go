package twin

import (
	"fmt"
	"strconv"

	"github.com/directorybolt/directorybolt/sdk"
)

// form says how a text of the business is written, and so how it is replaced.
type form int

const (
	words   form = iota // free text and names
	offered             // words that a form may offer for choice: a town, a service, a tag
	place               // words with those of region and country among them, which stay
	mail                // an e-mail address: its public suffix stays
	site                // the business's own website: scheme and public suffix stay
	account             // an address at somebody else's site: scheme and host stay
	code                // a postcode or a house number: short, and found only where it stands alone
)

// texts calls each with every text of a business that identifies it. The name of the field is that of the profile.
func texts(b *sdk.Business, each func(field string, f form, text *string)) {
	each("name", words, &b.Name)
	each("legal_name", words, &b.LegalName)
	each("contact.name", words, &b.Contact.Name)
	each("contact.first_name", words, &b.Contact.FirstName)
	each("contact.last_name", words, &b.Contact.LastName)
	each("address.street", words, &b.Address.Street)
	each("address.house_number", code, &b.Address.HouseNumber)
	each("address.street_name", words, &b.Address.StreetName)
	each("address.line2", words, &b.Address.Line2)
	each("address.neighbourhood", offered, &b.Address.Neighbourhood)
	each("address.city", offered, &b.Address.City)
	each("address.postal_code", code, &b.Address.PostalCode)
	each("address.full", place, &b.Address.Full)
	each("service_area", place, &b.ServiceArea)
	each("email", mail, &b.Email)
	each("contact.email", mail, &b.Contact.Email)
	each("website", site, &b.Website)
	each("tagline", words, &b.Tagline)
	each("description_short", words, &b.DescriptionShort)
	each("description", words, &b.Description)
	for i := range b.Tags {
		each("tags", offered, &b.Tags[i])
	}
	for i := range b.Services {
		each("services", offered, &b.Services[i])
	}
	each("map_url", account, &b.MapURL)
	each("video_url", account, &b.VideoURL)
	each("repository_url", account, &b.RepositoryURL)
	for i := range b.Social {
		each("social", account, &b.Social[i].URL)
	}
	for _, picture := range pictures(b) {
		each("images", words, &picture.Name)
		each("images", account, &picture.URL)
	}
}

func pictures(b *sdk.Business) []*sdk.File {
	all := []*sdk.File{&b.Logo, &b.Cover}
	for i := range b.Photos {
		all = append(all, &b.Photos[i])
	}
	return all
}

// phones calls each with every number of a business.
func phones(b *sdk.Business, each func(field string, p *sdk.Phone)) {
	each("phone", &b.Phone)
	each("phone_secondary", &b.PhoneSecondary)
	each("fax", &b.Fax)
	each("whatsapp", &b.Whatsapp)
	each("contact.phone", &b.Contact.Phone)
}

// coordinates are the forms in which a place on the map is written: as short as it goes, and as the host reads pins back.
func coordinates(degrees float64) []string {
	return []string{strconv.FormatFloat(degrees, 'f', -1, 64), fmt.Sprintf("%.6f", degrees)}
}
