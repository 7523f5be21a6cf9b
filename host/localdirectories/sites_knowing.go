package localdirectories

// knowingSites look at what they already have, or have people who look.
var knowingSites = []Site{
	{
		Slug: "alreadythere", Name: "Already There", Tagline: "The register of established firms", Kind: "existing", Lang: "en", Look: paper("#0b5351", "#062c2b", "#f5f9f8"),
		Add: "/register", Listing: "/firm/", Titled: true, Answer: "link", Categories: general, Button: "Register firm", Heading: "Register a firm", Intro: "Please search first: many firms are already in the register.",
		Fields: []Field{
			need("name", "firm", "Firm"), need("phone", "phone", "Phone"), need("category", "category", "Category").of(general...), need("address", "address", "Address"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "knownplaces", Name: "Known Places", Tagline: "Eleven thousand places and counting", Kind: "existing", Lang: "en", Look: cards("#2f9e44", "#113a19", "#f4fbf5"),
		Add: "/place/new", Listing: "/place/", Answer: "redirect", Categories: broad, Button: "Add place", Heading: "Add a missing place",
		Fields: []Field{
			need("name", "name", "Place name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), need("street", "street", "Street"), need("city", "city", "City"), opt("website", "url", "URL"), opt("description", "note", "Description"),
		},
	},
	{
		Slug: "onceonly", Name: "Once Only", Tagline: "One business, one entry", Kind: "duplicate", Lang: "en", Look: bar("#364fc7", "#182252", "#f5f6fd"),
		Add: "/add", Listing: "/e/", Answer: "link", Categories: broad, Button: "Check and add", Heading: "Add an entry", Thanks: "To change it, write to the editors.",
		Fields: []Field{
			need("name", "name", "Business name"), need("phone", "phone", "Phone number"), need("category", "category", "Category").of(broad...), need("website", "website", "Website"), opt("address", "address", "Address"), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "nodoubles", Name: "No Doubles", Tagline: "Clean data, clean conscience", Kind: "duplicate", Lang: "en", Look: side("#d6336c", "#531129", "#fff5f9"),
		Add: "/entries/new", Listing: "/entries/", Titled: true, Answer: "redirect", Categories: general, Token: true, Button: "Create entry", Heading: "New entry",
		Fields: []Field{
			need("name", "entry[name]", "Name"), need("category", "entry[category]", "Category").of(general...), need("phone", "entry[phone]", "Phone"), opt("email", "entry[email]", "Email"), need("street", "entry[street]", "Street"), need("city", "entry[city]", "City"), opt("website", "entry[website]", "Website"),
		},
	},
	{
		Slug: "editorschoice", Name: "Editors' Choice", Tagline: "Every listing read by a person", Kind: "moderation", Lang: "en", Look: paper("#7c2d12", "#3b150a", "#fdf8f5"),
		Add: "/suggest", Listing: "/listing/", Titled: true, Categories: broad, Button: "Suggest listing", Heading: "Suggest a business",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(broad...), need("website", "website", "Website"), need("phone", "phone", "Phone"), need("city", "city", "City"), need("description", "why", "Why should we list it?"), need("contact_email", "email", "Your e-mail, for questions"),
		},
	},
	{
		Slug: "reviewroom", Name: "Review Room", Tagline: "Quality over quantity", Kind: "moderation", Lang: "en", Look: cards("#5c7cfa", "#26356e", "#f6f8ff"),
		Add: "/submissions/new", Listing: "/companies/", Categories: fine, Token: true, Button: "Send for review", Heading: "Submit your company", Thanks: "Your submission is in.",
		Fields: []Field{
			need("name", "company", "Company name"), need("email", "email", "Company email"), need("phone", "phone", "Company phone"), need("website", "url", "Company URL"), need("category", "category", "Category").of(fine...), need("address", "address", "Address"), opt("year", "year", "Founded (year)").as("number"), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "gepruefteseiten", Name: "Geprüfte Seiten", Tagline: "Redaktionell geprüfte Betriebe", Kind: "moderation", Lang: "de", Look: side("#1864ab", "#0a2d4d", "#f3f7fb"),
		Add: "/vorschlagen", Listing: "/betrieb/", Categories: german, Button: "Zur Prüfung senden", Heading: "Betrieb vorschlagen",
		Fields: []Field{
			need("name", "name", "Firmenname"), need("category", "branche", "Branche").of(german...), need("phone", "telefon", "Telefon"), need("street", "strasse", "Straße"), need("postal", "plz", "PLZ"), need("city", "ort", "Ort"), need("email", "email", "E-Mail"), opt("website", "website", "Website"), opt("description", "text", "Beschreibung"),
		},
	},
	{
		Slug: "curadores", Name: "Curadores", Tagline: "Una guía revisada a mano", Kind: "moderation", Lang: "es", Look: bar("#99582a", "#432818", "#fdf9f4"),
		Add: "/proponer", Listing: "/ficha/", Categories: spanish, Button: "Enviar a revisión", Heading: "Proponer una empresa",
		Fields: []Field{
			need("name", "empresa", "Empresa"), need("category", "sector", "Sector").of(spanish...), need("phone", "telefono", "Teléfono"), need("email", "email", "Email"), need("address", "direccion", "Dirección"), opt("website", "web", "Web"), opt("description", "texto", "Descripción"),
		},
	},
	{
		Slug: "closedshop", Name: "The Closed Shop", Tagline: "A register with rules", Kind: "refuses", Lang: "en", Look: classic("#8a1c1c", "#4d0f0f", "#fdfaf8"),
		Add: "/apply", Listing: "/member/", Answer: "link", Categories: general, Button: "Apply", Heading: "Apply for an entry",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(general...), need("phone", "phone", "Phone"), need("email", "email", "Email"), opt("website", "website", "Website"), opt("description", "statement", "Statement"),
		},
	},
}
