package host

import (
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

const shortDescription = 200 // characters, as the contract says

// Contract returns the business as adapters see it, with the values that need tables ready made. b must be clean.
func (b Business) Contract() sdk.Business {
	open, _ := ParseHours(b.Hours) // no hours, no days
	short := b.DescriptionShort
	if short == "" {
		short = shorten(b.Description, shortDescription)
	}
	var photos []sdk.File
	for _, photo := range b.Photos {
		photos = append(photos, photo.contract())
	}
	return sdk.Business{
		Name: b.Name, LegalName: b.LegalName, Tagline: b.Tagline, DescriptionShort: short, Description: b.Description,
		Categories: b.Categories, Tags: b.Tags, Services: b.Services, Email: b.Email,
		Phone: contractPhone(b.Phone), PhoneSecondary: contractPhone(b.PhoneSecondary),
		Fax: contractPhone(b.Fax), Whatsapp: contractPhone(b.WhatsApp),
		Website: b.Website, Address: b.Address.contract(), ServiceArea: b.ServiceArea, Location: b.Location, MapURL: b.MapURL,
		Hours: open, HoursText: b.Hours, PriceRange: b.PriceRange, PaymentMethods: b.PaymentMethods, Amenities: b.Amenities,
		Languages: b.Languages, Logo: b.Logo.contract(), Cover: b.Cover.contract(), Photos: photos, VideoURL: b.VideoURL, Social: b.Social,
		Contact: b.Contact.contract(), YearFounded: uint32(b.YearFounded), EmployeeCount: b.EmployeeCount,
		BusinessType: b.BusinessType, RepositoryURL: b.RepositoryURL, PricingModel: b.PricingModel,
	}
}

func (i Image) contract() sdk.File {
	return sdk.File{Handle: i.Handle, Name: i.Name, MediaType: i.MediaType, Width: i.Width, Height: i.Height, Size: i.Size, URL: i.URL}
}

func (c Contact) contract() sdk.Contact {
	out := sdk.Contact{Name: c.Name, FirstName: c.FirstName, LastName: c.LastName, Email: c.Email, Phone: contractPhone(c.Phone), Role: c.Role}
	switch {
	case out.Name == "":
		out.Name = strings.TrimSpace(out.FirstName + " " + out.LastName)
	case out.FirstName == "" && out.LastName == "":
		out.FirstName, out.LastName = splitName(out.Name)
	}
	return out
}

// titles stand before a name and belong to neither part of it.
var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "mx": true, "dr": true, "prof": true, "sir": true, "herr": true, "frau": true}

// particles begin a family name: "Ludwig van Beethoven", "Ana de la Cruz".
var particles = map[string]bool{"van": true, "von": true, "de": true, "del": true, "della": true, "di": true, "da": true, "dos": true, "der": true, "den": true, "la": true, "le": true, "bin": true, "ibn": true, "al": true, "zu": true}

// splitName takes the last word as the family name, with the particles before it; "Example, Ada" is read backwards.
func splitName(name string) (first, last string) {
	if before, after, ok := strings.Cut(name, ", "); ok && !strings.Contains(after, ",") && !strings.HasSuffix(after, ".") {
		return after, before
	}
	words := strings.Fields(name)
	for len(words) > 1 && titles[strings.ToLower(strings.TrimSuffix(words[0], "."))] {
		words = words[1:]
	}
	if len(words) < 2 {
		return strings.Join(words, " "), ""
	}
	at := len(words) - 1
	for i := 1; i < at; i++ {
		if particles[strings.ToLower(words[i])] {
			at = i
		}
	}
	return strings.Join(words[:at], " "), strings.Join(words[at:], " ")
}
