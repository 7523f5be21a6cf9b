package host

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Clean returns b with every value in the one form the rest of the system relies on (NFC, folded white space, E.164
// phones, country codes, canonical hours), and an error of kind [Invalid] that wraps [Problems], all at once, if b cannot
// be submitted. Cleaning twice changes nothing.
func (b Business) Clean() (Business, error) {
	var p Problems
	b.Name = p.line("name", b.Name, 120, "Example Plumbing")
	if b.Name == "" {
		p.add("name", "Example Plumbing", "is missing")
	}
	b.LegalName = p.line("legal_name", b.LegalName, 150, "Example Plumbing LLC")
	b.Tagline = p.line("tagline", b.Tagline, 150, "Pipes that keep quiet")
	b.DescriptionShort = p.line("description_short", b.DescriptionShort, 200, "Family plumbers for old houses.")
	b.Description = p.paragraphs("description", b.Description, 5000, "a few sentences about the business")
	b.Categories = p.lines("categories", b.Categories, 10, 80, "Plumber")
	b.Tags = p.lines("tags", b.Tags, 50, 60, "leak repair")
	b.Services = p.lines("services", b.Services, 50, 120, "Drain cleaning")
	b.ServiceArea = p.line("service_area", b.ServiceArea, 300, "Berlin and Potsdam")
	b.Address = p.address(b.Address, b.ServiceArea != "")
	b.Email = p.email("email", b.Email)
	b.cleanPhones(&p)
	b.Website = p.url("website", b.Website, "https://www.example.com")
	if b.Phone == "" && b.Email == "" && b.Website == "" {
		p.add("phone", examplePhone(b.Address.Country), "is missing; a business needs at least a phone, an email or a website")
	}
	b.cleanPlace(&p)
	b.PriceRange = p.priceRange(b.PriceRange)
	b.PaymentMethods = p.lines("payment_methods", b.PaymentMethods, 30, 60, "Credit card")
	b.Amenities = p.lines("amenities", b.Amenities, 50, 80, "Wheelchair accessible")
	b.Languages = p.lines("languages", languageNames(b.Languages), 30, 60, "English")
	b.cleanFiles(&p)
	b.VideoURL = p.url("video_url", b.VideoURL, "https://video.example.com/tour")
	b.Social = p.social(b.Social)
	b.Contact = p.contact(b.Contact, b.Address.Country)
	if now := time.Now().Year(); b.YearFounded != 0 && (b.YearFounded < 500 || b.YearFounded > now) {
		p.add("year_founded", "1998", "must be a year from 500 to %d", now)
	}
	b.EmployeeCount = p.employees(b.EmployeeCount)
	b.BusinessType = p.line("business_type", b.BusinessType, 80, "Limited company")
	b.RepositoryURL = p.url("repository_url", b.RepositoryURL, "https://git.example.com/example")
	b.PricingModel = p.line("pricing_model", b.PricingModel, 80, "Subscription")
	return b, p.err()
}

func (b *Business) cleanPhones(p *Problems) {
	country := b.Address.Country
	if !isCountry(country) {
		country = ""
	}
	b.Phone = p.phone("phone", b.Phone, country)
	b.PhoneSecondary = p.phone("phone_secondary", b.PhoneSecondary, country)
	b.Fax = p.phone("fax", b.Fax, country)
	b.WhatsApp = p.phone("whatsapp", b.WhatsApp, country)
}

func (b *Business) cleanPlace(p *Problems) {
	if l := b.Location; l != nil {
		if !(l.Latitude >= -90 && l.Latitude <= 90) {
			p.add("location.latitude", "52.52", "must be from -90 to 90 degrees")
		}
		if !(l.Longitude >= -180 && l.Longitude <= 180) {
			p.add("location.longitude", "13.405", "must be from -180 to 180 degrees")
		}
		if l.Latitude == 0 && l.Longitude == 0 {
			p.add("location", `{"latitude": 52.52, "longitude": 13.405}`, "lies in the sea at 0, 0; leave it out if it is not known")
		}
	}
	b.MapURL = p.url("map_url", b.MapURL, "https://maps.example.com/?q=52.52,13.405")
	if b.Hours = foldLine(b.Hours); b.Hours != "" {
		open, err := ParseHours(b.Hours)
		if err != nil {
			reason, _, _ := strings.Cut(err.Error(), "; write them")
			p.add("hours", hoursExample, "cannot be taken: %s", reason)
			return
		}
		b.Hours = FormatHours(open)
	}
}

var priceRange = regexp.MustCompile(`^(?:\${1,4}|€{1,4}|£{1,4})$`)

func (p *Problems) priceRange(s string) string {
	s = foldLine(s)
	if s == "" {
		return ""
	}
	if !priceRange.MatchString(s) {
		p.add("price_range", "$$", "must be $, $$, $$$ or $$$$")
		return s
	}
	return strings.Repeat("$", len([]rune(s)))
}

var employeeCount = regexp.MustCompile(`^(\d{1,7})(?:-(\d{1,7})|\+)?$`)

func (p *Problems) employees(s string) string {
	s = strings.NewReplacer(" ", "", "–", "-").Replace(foldLine(s))
	if s == "" {
		return ""
	}
	m := employeeCount.FindStringSubmatch(s)
	if m != nil && m[2] != "" {
		low, _ := strconv.Atoi(m[1])
		if high, _ := strconv.Atoi(m[2]); high < low {
			m = nil
		}
	}
	if m == nil {
		p.add("employee_count", "11-50", `must be a number or a range`)
	}
	return s
}

func (p *Problems) contact(c Contact, country string) Contact {
	if !isCountry(country) {
		country = ""
	}
	c.Name = p.line("contact.name", c.Name, 120, "Ada Example")
	c.FirstName = p.line("contact.first_name", c.FirstName, 60, "Ada")
	c.LastName = p.line("contact.last_name", c.LastName, 60, "Example")
	c.Email = p.email("contact.email", c.Email)
	c.Phone = p.phone("contact.phone", c.Phone, country)
	c.Role = p.line("contact.role", c.Role, 80, "Owner")
	return c
}

// languageNames turns language tags into English names; what is no tag stays.
func languageNames(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s
		if tag, err := language.Parse(foldLine(s)); err == nil && len(s) <= 10 {
			base, confidence := tag.Base()
			if name := display.English.Languages().Name(base); confidence == language.Exact && name != "" && base.String() != "und" {
				out[i] = name
			}
		}
	}
	return out
}

const maxPhotos = 20

func (b *Business) cleanFiles(p *Problems) {
	b.Logo = p.file("logo", "logo", b.Logo)
	b.Cover = p.file("cover", "cover", b.Cover)
	var photos []Image
	for i, f := range b.Photos {
		if f == (Image{Handle: f.Handle}) {
			continue
		}
		photos = append(photos, p.file(index("photos", i), fmt.Sprintf("photo-%d", len(photos)+1), f))
	}
	b.Photos = photos
	if len(photos) > maxPhotos {
		p.add("photos", "the best of them", "has %d entries; at most %d are taken", len(photos), maxPhotos)
	}
}

// mediaTypes are the images that directories take, by the ending of their names.
var mediaTypes = map[string]string{".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml"}

const maxImage = 20 << 20

var digest = regexp.MustCompile(`^[0-9a-f]{64}$`)

// file cleans the description of an image. Handles follow from the place in the profile: nobody chooses them.
func (p *Problems) file(field, handle string, f Image) Image {
	if f == (Image{Handle: f.Handle}) {
		return Image{}
	}
	f.Handle = handle
	f.URL = p.url(field+".url", f.URL, "https://www.example.com/logo.png")
	f.Name = p.line(field+".name", f.Name, 100, "logo.png")
	if u, err := url.Parse(f.URL); f.Name == "" && err == nil && mediaTypes[strings.ToLower(path.Ext(u.Path))] != "" {
		if base := foldLine(path.Base(u.Path)); len([]rune(base)) <= 100 && badRune(base) == "" {
			f.Name = base
		}
	}
	if f.Name == "" && f.URL == "" {
		p.add(field+".name", "logo.png", "is missing")
	}
	if strings.ContainsAny(f.Name, `/\:*?"<>|`) {
		p.add(field+".name", "logo.png", "must be a file name without a path")
	}
	f.MediaType = strings.ToLower(p.line(field+".media_type", f.MediaType, 60, "image/png"))
	if f.MediaType == "" {
		f.MediaType = mediaTypes[strings.ToLower(path.Ext(f.Name))]
	}
	known := f.MediaType == ""
	for _, t := range mediaTypes {
		known = known || t == f.MediaType
	}
	if !known {
		p.add(field+".media_type", "image/png", "must be an image: png, jpeg, gif, webp or svg+xml")
	}
	if f.Digest != "" && !digest.MatchString(f.Digest) {
		p.add(field+".digest", "nothing: the host sets it", "is not the SHA-256 of an image")
	}
	if f.Size > maxImage {
		p.add(field+".size", "500000", "must be at most %d bytes", maxImage)
	}
	if f.Width > 20000 || f.Height > 20000 {
		p.add(field+".width", "1200", "and height must be at most 20000 pixels")
	}
	return f
}

func index(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }
