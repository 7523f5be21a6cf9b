// Package mapper reads a page as the host observed it and says which control asks for what of a business, and with which
// steps to fill it. It knows words, not sites: labels, names, types, sections and option lists, in the larger western
// languages. It uses nothing but the standard library and the sdk, so that it runs natively and inside a guest, and it
// stays away from fmt, regexp and encoding/json, which cost a guest more than all the rest.
package mapper

// Type is what a control asks for. The names are those of the profile's schema, aligned with schema.org.
type Type string

// Types of controls.
const (
	BusinessName     Type = "business_name"
	LegalName        Type = "legal_name"
	Tagline          Type = "tagline"
	DescriptionShort Type = "description_short"
	Description      Type = "description"
	Category         Type = "category"
	Subcategory      Type = "subcategory"
	Tags             Type = "tags"
	Services         Type = "services"
	Email            Type = "email"
	Phone            Type = "phone"
	PhoneSecondary   Type = "phone_secondary"
	Fax              Type = "fax"
	WhatsApp         Type = "whatsapp"
	Website          Type = "website"
	AddressFull      Type = "address_full"
	StreetAddress    Type = "street_address"
	HouseNumber      Type = "house_number"
	AddressLine2     Type = "address_line2"
	Neighbourhood    Type = "neighbourhood"
	City             Type = "city"
	Region           Type = "region"
	PostalCode       Type = "postal_code"
	Country          Type = "country"
	LocationArea     Type = "location_area"
	ServiceArea      Type = "service_area"
	Latitude         Type = "latitude"
	Longitude        Type = "longitude"
	MapURL           Type = "map_url"
	HoursDay         Type = "hours_day"
	HoursOpen        Type = "hours_open"
	HoursClose       Type = "hours_close"
	HoursFlag        Type = "hours_flag"
	HoursText        Type = "hours_text"
	PriceRange       Type = "price_range"
	Price            Type = "price"
	PaymentMethods   Type = "payment_methods"
	Amenities        Type = "amenities"
	LogoFile         Type = "logo_file"
	LogoURL          Type = "logo_url"
	CoverImage       Type = "cover_image"
	PhotosFile       Type = "photos_file"
	PhotoURL         Type = "photo_url"
	VideoURL         Type = "video_url"
	VideoFile        Type = "video_file"
	Facebook         Type = "social_facebook"
	X                Type = "social_x"
	Instagram        Type = "social_instagram"
	LinkedIn         Type = "social_linkedin"
	YouTube          Type = "social_youtube"
	TikTok           Type = "social_tiktok"
	Pinterest        Type = "social_pinterest"
	SocialOther      Type = "social_other"
	SocialNetwork    Type = "social_network_select"
	ContactName      Type = "contact_name"
	ContactFirstName Type = "contact_first_name"
	ContactLastName  Type = "contact_last_name"
	ContactEmail     Type = "contact_email"
	ContactPhone     Type = "contact_phone"
	ContactRole      Type = "contact_role"
	YearFounded      Type = "year_founded"
	EmployeeCount    Type = "employee_count"
	BusinessType     Type = "business_type"
	Languages        Type = "languages"
	RepositoryURL    Type = "repository_url"
	PricingModel     Type = "pricing_model"
	ReciprocalURL    Type = "reciprocal_url"
	ListingPlan      Type = "listing_plan"
	SubmitterNote    Type = "submitter_note"
	ConsentTerms     Type = "consent_terms"
	ConsentMarketing Type = "consent_marketing"
	Captcha          Type = "captcha"
	Honeypot         Type = "honeypot"
	Password         Type = "password"
	Other            Type = "other"
)

// profileFields names the profile field behind each type that has one.
var profileFields = map[Type]string{
	BusinessName: "name", LegalName: "legal_name", Tagline: "tagline", DescriptionShort: "description_short",
	Description: "description", Category: "categories", Subcategory: "categories", Tags: "tags", Services: "services",
	Email: "email", Phone: "phone", PhoneSecondary: "phone_secondary", Fax: "fax", WhatsApp: "whatsapp", Website: "website",
	AddressFull: "address", StreetAddress: "address.street", HouseNumber: "address.house_number", AddressLine2: "address.line2",
	Neighbourhood: "address.neighbourhood", City: "address.city", Region: "address.region", PostalCode: "address.postal_code",
	Country: "address.country", LocationArea: "address.city", ServiceArea: "service_area", Latitude: "location",
	Longitude: "location", MapURL: "map_url", HoursDay: "hours", HoursOpen: "hours", HoursClose: "hours", HoursFlag: "hours",
	HoursText: "hours", PriceRange: "price_range", PaymentMethods: "payment_methods", Amenities: "amenities", LogoFile: "logo",
	LogoURL: "logo", CoverImage: "cover", PhotosFile: "photos", PhotoURL: "photos", VideoURL: "video_url",
	Facebook: "social.facebook", X: "social.x", Instagram: "social.instagram", LinkedIn: "social.linkedin",
	YouTube: "social.youtube", TikTok: "social.tiktok", Pinterest: "social.pinterest", SocialOther: "social",
	SocialNetwork: "social", ContactName: "contact.name", ContactFirstName: "contact.first_name",
	ContactLastName: "contact.last_name", ContactEmail: "contact.email", ContactPhone: "contact.phone",
	ContactRole: "contact.role", YearFounded: "year_founded", EmployeeCount: "employee_count", BusinessType: "business_type",
	Languages: "languages", RepositoryURL: "repository_url", PricingModel: "pricing_model",
}

// Field returns the profile field a type is filled from; empty for types the profile has nothing for.
func (t Type) Field() string { return profileFields[t] }

// never reports types that are recognised in order to be left alone.
func (t Type) never() bool {
	return t == Other || t == Honeypot || t == Captcha || t == Password || t == ""
}

// business reports types that tell a listing form from any other form.
func (t Type) business() bool {
	switch t {
	case ConsentTerms, ConsentMarketing, ContactName, ContactFirstName, ContactLastName, ContactEmail, SubmitterNote:
		return false
	}
	return !t.never()
}
