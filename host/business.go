package host

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"

	"github.com/directorybolt/directorybolt/sdk"
)

// Business is a customer's profile as stored in customers.business_data. Field names are those of the adapter contract,
// each the counterpart of a schema.org LocalBusiness property. Empty means the owner did not say. It marshals to the
// same bytes for the same content: no maps, fields in this order.
//
// [ParseBusiness], [BusinessFromJSONLD] and [ReadBusiness] return clean ones; see [Business.Clean].
type Business struct {
	Name             string       `json:"name"`
	LegalName        string       `json:"legal_name,omitempty"`
	Tagline          string       `json:"tagline,omitempty"`
	DescriptionShort string       `json:"description_short,omitempty"` // derived from Description for adapters if empty
	Description      string       `json:"description,omitempty"`       // may have paragraphs
	Categories       []string     `json:"categories,omitempty"`        // most specific first, in plain words: "Plumber"
	Tags             []string     `json:"tags,omitempty"`
	Services         []string     `json:"services,omitempty"`
	Email            string       `json:"email,omitempty"`
	Phone            string       `json:"phone,omitempty"` // phone numbers are E.164 once clean: "+14155550132"
	PhoneSecondary   string       `json:"phone_secondary,omitempty"`
	Fax              string       `json:"fax,omitempty"`
	WhatsApp         string       `json:"whatsapp,omitempty"`
	Website          string       `json:"website,omitempty"`
	Address          Address      `json:"address"`
	ServiceArea      string       `json:"service_area,omitempty"` // where the business comes to the customer, in words
	Location         *sdk.Point   `json:"location,omitempty"`     // degrees, WGS 84
	MapURL           string       `json:"map_url,omitempty"`
	Hours            string       `json:"hours,omitempty"`       // see [ParseHours]
	PriceRange       string       `json:"price_range,omitempty"` // "$" to "$$$$"
	PaymentMethods   []string     `json:"payment_methods,omitempty"`
	Amenities        []string     `json:"amenities,omitempty"`
	Languages        []string     `json:"languages,omitempty"` // English names once clean: "German"
	Logo             Image        `json:"logo,omitzero"`
	Cover            Image        `json:"cover,omitzero"`
	Photos           []Image      `json:"photos,omitempty"`
	VideoURL         string       `json:"video_url,omitempty"`
	Social           []sdk.Social `json:"social,omitempty"`
	Contact          Contact      `json:"contact,omitzero"`
	YearFounded      int          `json:"year_founded,omitempty"`
	EmployeeCount    string       `json:"employee_count,omitempty"` // "8", "11-50" or "500+"
	BusinessType     string       `json:"business_type,omitempty"`  // legal form in words: "Limited company"
	RepositoryURL    string       `json:"repository_url,omitempty"`
	PricingModel     string       `json:"pricing_model,omitempty"`
}

// Address is where a business is. One that comes to its customers may leave Street empty and name its service area.
type Address struct {
	Street        string `json:"street,omitempty"` // house number and street, as its country writes them
	Line2         string `json:"line2,omitempty"`
	Neighbourhood string `json:"neighbourhood,omitempty"`
	City          string `json:"city,omitempty"`
	Region        string `json:"region,omitempty"` // name of the state or province once clean: "California"
	PostalCode    string `json:"postal_code,omitempty"`
	Country       string `json:"country"` // ISO 3166-1 alpha-2 once clean: "US"
}

// Contact is the person who answers for the listings. The name may come whole or in its two parts.
type Contact struct {
	Name      string `json:"name,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone,omitempty"`
	Role      string `json:"role,omitempty"`
}

// Image describes a picture; its bytes are a [File] of the same handle.
type Image struct {
	Handle    string `json:"handle,omitempty"` // "logo", "cover", "photo-1": given by [Business.Clean], whatever was written
	Name      string `json:"name,omitempty"`
	MediaType string `json:"media_type,omitempty"`
	Width     uint32 `json:"width,omitempty"` // pixels
	Height    uint32 `json:"height,omitempty"`
	Size      uint32 `json:"size,omitempty"`   // bytes
	URL       string `json:"url,omitempty"`    // public address, where there is one
	Digest    string `json:"digest,omitempty"` // SHA-256 of the bytes, hex: their name in the blob store; set by the host
}

// maxProfile bounds a profile file; the largest valid one is well under it.
const maxProfile = 256 << 10

// ParseBusiness reads a profile as JSON in the form of [Business], cleans and validates it. The error is of kind
// [Invalid] and, unless data is no JSON at all, wraps [Problems]; the business returned with it is for display only.
func ParseBusiness(data []byte) (Business, error) {
	if err := checkJSON(data); err != nil {
		return Business{}, err
	}
	if unknown := unknownFields(data); len(unknown) > 0 {
		return Business{}, unknown.err()
	}
	var b Business
	if err := json.Unmarshal(data, &b); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return b, Problems{{
				Field:   cmp.Or(wrong.Field, "profile"),
				Reason:  "must be " + typeInWords(wrong.Type) + ", not " + wrong.Value,
				Example: exampleOf(wrong.Type),
			}}.err()
		}
		return b, Errorf(Invalid, "the profile cannot be read: %v", err)
	}
	return b.Clean()
}

// ReadBusiness reads a profile in either form, told apart by the keywords of JSON-LD. Notes say what an import from
// JSON-LD left out. Errors are those of [ParseBusiness].
func ReadBusiness(data []byte) (b Business, notes []string, err error) {
	if isJSONLD(data) {
		return BusinessFromJSONLD(data)
	}
	b, err = ParseBusiness(data)
	return b, nil, err
}

// Validate returns nil for a business that can be submitted, and otherwise an error of kind [Invalid] that wraps
// [Problems], all of them at once.
func (b Business) Validate() error {
	_, err := b.Clean()
	return err
}

// checkJSON fails on what is too large, or not one JSON document.
func checkJSON(data []byte) error {
	if len(data) > maxProfile {
		return Errorf(Invalid, "the profile has %d bytes; at most %d are read", len(data), maxProfile)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	var document json.RawMessage
	if err := d.Decode(&document); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
			return Errorf(Invalid, "the profile is not JSON: %v in line %d", err, line)
		}
		return Errorf(Invalid, "the profile is not JSON: it ends too early")
	}
	if _, err := d.Token(); err != io.EOF {
		return Errorf(Invalid, "the profile must be one JSON document; something follows it")
	}
	return nil
}
