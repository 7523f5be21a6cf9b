package mapper

import (
	"strconv"
	"strings"

	"github.com/directorybolt/directorybolt/sdk"
)

// values returns what the business has for a type, best first: one entry for a plain value, several for lists. None where the profile does not say.
func values(t Type, b *sdk.Business) []string {
	a := &b.Address
	switch t {
	case BusinessName:
		return some(b.Name)
	case LegalName:
		return some(b.LegalName, b.Name)[:1]
	case Tagline:
		return some(b.Tagline)
	case DescriptionShort:
		return some(b.DescriptionShort, b.Description)
	case Description:
		return some(b.Description, b.DescriptionShort)
	case Category:
		return b.Categories
	case Subcategory:
		if len(b.Categories) > 1 {
			return b.Categories[1:]
		}
		return nil
	case Tags:
		return b.Tags
	case Services:
		return b.Services
	case Email:
		return some(b.Email, b.Contact.Email)
	case ContactEmail:
		return some(b.Contact.Email, b.Email)
	case Phone:
		return some(b.Phone.E164, b.Contact.Phone.E164)
	case PhoneSecondary:
		return some(b.PhoneSecondary.E164)
	case ContactPhone:
		return some(b.Contact.Phone.E164, b.Phone.E164)
	case Fax:
		return some(b.Fax.E164)
	case WhatsApp:
		return some(b.Whatsapp.E164)
	case Website:
		return some(b.Website)
	case AddressFull:
		return some(a.Full)
	case StreetAddress:
		return some(a.Street)
	case HouseNumber:
		return some(a.HouseNumber)
	case AddressLine2:
		return some(a.Line2)
	case Neighbourhood:
		return some(a.Neighbourhood)
	case City:
		return some(a.City)
	case Region:
		return some(a.Region, a.RegionCode)
	case PostalCode:
		return some(a.PostalCode)
	case Country:
		return some(a.CountryName, a.Country)
	case LocationArea:
		return some(place(a), a.City, a.Region, a.RegionCode, a.CountryName)
	case ServiceArea:
		return some(b.ServiceArea)
	case Latitude:
		return degrees(b.Location, true)
	case Longitude:
		return degrees(b.Location, false)
	case MapURL:
		return some(b.MapURL)
	case HoursText:
		return some(b.HoursText)
	case PriceRange:
		return some(b.PriceRange)
	case PaymentMethods:
		return b.PaymentMethods
	case Amenities:
		return b.Amenities
	case LogoURL:
		return some(b.Logo.URL)
	case PhotoURL:
		return photoURLs(b)
	case VideoURL:
		return some(b.VideoURL)
	case SocialOther:
		return otherSocial(b)
	case ContactName:
		return some(b.Contact.Name)
	case ContactFirstName:
		return some(b.Contact.FirstName)
	case ContactLastName:
		return some(b.Contact.LastName)
	case ContactRole:
		return some(b.Contact.Role)
	case YearFounded:
		return some(b.Founded())
	case EmployeeCount:
		return some(b.EmployeeCount)
	case BusinessType:
		return some(b.BusinessType)
	case Languages:
		return b.Languages
	case RepositoryURL:
		return some(b.RepositoryURL)
	case PricingModel:
		return some(b.PricingModel)
	}
	for _, n := range networks {
		if n.typ == t && n.name != "" {
			return some(b.SocialURL(n.name))
		}
	}
	return nil
}

// files returns what a file control of a type takes, at most n.
func files(t Type, b *sdk.Business, n int) []sdk.File {
	var all []sdk.File
	switch t {
	case LogoFile:
		all = append(all, b.Logo, b.Cover)
	case CoverImage:
		all = append(append(all, b.Cover), b.Photos...)
	case PhotosFile:
		all = append(append(all, b.Photos...), b.Cover)
	}
	kept := all[:0]
	for _, f := range all {
		if f.Handle != "" && len(kept) < n {
			kept = append(kept, f)
		}
	}
	return kept
}

func some(list ...string) []string {
	kept := list[:0]
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// place is the business's town as areas are named: "Springfield, Illinois".
func place(a *sdk.Address) string {
	if a.City == "" || a.Region == "" {
		return ""
	}
	return a.City + ", " + a.Region
}

func degrees(p *sdk.Point, latitude bool) []string {
	switch {
	case p == nil:
		return nil
	case latitude:
		return []string{strconv.FormatFloat(p.Latitude, 'f', -1, 64)}
	}
	return []string{strconv.FormatFloat(p.Longitude, 'f', -1, 64)}
}

func photoURLs(b *sdk.Business) []string {
	var all []string
	for _, f := range b.Photos {
		all = append(all, f.URL)
	}
	return some(append(all, b.Cover.URL)...)
}

// otherSocial are the profiles on networks that have no type of their own.
func otherSocial(b *sdk.Business) []string {
	var all []string
	for _, s := range b.Social {
		own := false
		for _, n := range networks {
			own = own || n.name == s.Network
		}
		if !own {
			all = append(all, s.URL)
		}
	}
	return all
}

// website writes an address as the control wants it: some take no scheme.
func website(c *sdk.Control, url string) string {
	bare := strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
	bare = strings.TrimSuffix(bare, "/")
	if c.Pattern != "" && !fits(c.Pattern, url) && fits(c.Pattern, bare) {
		return bare
	}
	p := strings.ToLower(c.Placeholder)
	if c.Type != "url" && p != "" && !strings.Contains(p, "://") && strings.Contains(p, ".") && !strings.Contains(p, " ") {
		if strings.HasPrefix(p, "www.") && !strings.HasPrefix(bare, "www.") && strings.Count(bare, ".") == 1 {
			return "www." + bare
		}
		return bare
	}
	return url
}
