package mapper

// single are the types a form asks for once; what looks like a second one means something else.
var single = []Type{BusinessName, LegalName, Tagline, DescriptionShort, Description, Email, Phone, PhoneSecondary, Fax, WhatsApp, Website, AddressFull,
	StreetAddress, HouseNumber, AddressLine2, Neighbourhood, City, Region, PostalCode, Country, Latitude, Longitude, MapURL, PriceRange, LogoFile, LogoURL,
	CoverImage, VideoURL, ContactName, ContactFirstName, ContactLastName, ContactEmail, ContactPhone, ContactRole, YearFounded, EmployeeCount, Category,
	Facebook, X, Instagram, LinkedIn, YouTube, TikTok, Pinterest}

// second is what a second control of a type asks for.
var second = map[Type]Type{
	BusinessName: ContactName, Email: ContactEmail, Phone: PhoneSecondary, Category: Subcategory, StreetAddress: AddressLine2,
	CoverImage: PhotosFile, ContactEmail: Email, Description: DescriptionShort, LogoFile: PhotosFile,
}

// resolve settles what controls mean by looking at them together.
func (r *Reading) resolve() {
	r.skipUnseen()
	r.name()
	for range 2 { // what gives way may push another aside
		for _, t := range single {
			r.once(t)
		}
	}
	r.describe()
	r.address()
	r.contact()
	r.hours()
}

// skipUnseen leaves alone what a person could not fill.
func (r *Reading) skipUnseen() {
	for i := range r.Fields {
		f := &r.Fields[i]
		c := f.Control
		switch {
		case f.Type.never():
		case c.Hidden != "" && textual(c), c.Type == "hidden":
			f.Type, f.Why = Other, "nobody sees it"
		case c.Disabled || c.ReadOnly:
			f.Type, f.Why = Other, "it cannot be changed"
		}
	}
}

// name tells the business's name from a person's where the form says just "name": a form that asks for a title or a company
// beside it wants the person's.
func (r *Reading) name() {
	firstLast := r.any(ContactFirstName) || r.any(ContactLastName)
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Type != BusinessName {
			continue
		}
		w := known(words(f.Control.Label))
		if len(w) == 0 {
			w = known(words(f.Control.Name))
		}
		switch {
		case hasAny(w, "business", "company", "organization", "organisation", "listing", "firma", "empresa", "entreprise", "azienda", "bedrijf"):
			f.score += 0.3
		case hasAny(w, "title", "titre", "titulo", "titolo", "titel"):
			f.score += 0.1
		case firstLast && hasAny(w, "name", "nom", "nombre", "nome", "naam"):
			f.score += 0.05
		}
	}
}

// once leaves a type to the control that speaks for it most; the others become what a second one means.
func (r *Reading) once(t Type) {
	best := -1
	for i, f := range r.Fields {
		if f.Type == t && !f.repeat && (best < 0 || f.score > r.Fields[best].score) {
			best = i
		}
	}
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Type != t || i == best || f.repeat || best < 0 {
			continue
		}
		delete(f.scores, t)
		next, s := f.scores.best()
		other, ok := second[t]
		switch {
		case ok && holds(f.Control, other) && (s.value < threshold || next.never()) && (!r.any(other) || other == PhotosFile || other == Subcategory):
			f.Type, f.Why = other, "a second "+string(t)
		default:
			f.take(next, s)
			if f.Type == t {
				f.Type = Other
			}
		}
	}
}

// describe takes the first long text that nobody else claims for the description, where the form has none: "Tell us about it", "Your story".
func (r *Reading) describe() {
	if r.any(Description) || r.any(DescriptionShort) {
		return
	}
	for _, f := range r.Fields {
		if f.Type == BusinessName {
			for i := range r.Fields {
				g := &r.Fields[i]
				long := g.Control.Type == "textarea" || g.Control.Type == "richtext"
				if long && g.Type == Other && g.Control.Hidden == "" && g.scores[Other].value < threshold && !g.Control.Disabled && !g.Control.ReadOnly {
					g.Type, g.Why = Description, "the only long text of the form"
					return
				}
			}
		}
	}
}

// address decides whether "address" means the street or everything.
func (r *Reading) address() {
	parts := r.any(City) || r.any(PostalCode) || r.any(AddressLine2)
	for i := range r.Fields {
		f := &r.Fields[i]
		choice := f.Control.Type == "select" || f.Control.Type == "radio" || f.Control.Type == "checkbox"
		switch {
		case f.Type == AddressFull && choice:
			f.Type = LocationArea
		case f.Type == AddressFull && parts && !r.any(StreetAddress) && !hasAny(words(f.Control.Label), "full", "complete", "search", "google"):
			f.Type = StreetAddress
		case f.Type == StreetAddress && !parts && !hasAny(known(words(f.Control.Label)), "street", "line", "strasse", "rue", "calle", "rua", "via", "straat"):
			f.Type = AddressFull
		case f.Type == StreetAddress && choice:
			f.Type = LocationArea
		}
	}
}

// contact gives the one mail address or telephone number of a form to the business where the form has no other.
func (r *Reading) contact() {
	for _, pair := range [...][2]Type{{ContactPhone, Phone}, {PhoneSecondary, Phone}} {
		if r.any(pair[1]) {
			continue
		}
		for i := range r.Fields {
			if r.Fields[i].Type == pair[0] && (pair[0] != ContactPhone || !r.any(ContactName)) {
				r.Fields[i].Type = pair[1]
				break
			}
		}
	}
}

// hours turns the second opening time of a row into its closing time.
func (r *Reading) hours() {
	open := false
	day := ""
	for i := range r.Fields {
		f := &r.Fields[i]
		switch f.Type {
		case HoursOpen:
			if open && f.Day == day {
				f.Type, open = HoursClose, false
			} else {
				open, day = true, f.Day
			}
		case HoursClose:
			open = false
		}
	}
}

func (r *Reading) any(t Type) bool {
	for _, f := range r.Fields {
		if f.Type == t {
			return true
		}
	}
	return false
}
