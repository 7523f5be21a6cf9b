package localdirectories

// trickySites have traps for the hasty.
var trickySites = []Site{
	{
		Slug: "weeklynews", Name: "Weekly Local", Tagline: "News and businesses of the week", Kind: "newsletter", Lang: "en", Look: paper("#1a1a1a", "#1a1a1a", "#fbfbf8"),
		Add: "/list", Listing: "/listing/", Answer: "redirect", Categories: broad, Button: "Submit",
		Fields: []Field{
			need("email", "business_email", "Business email"), need("name", "business_name", "Business name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), need("city", "city", "City"), opt("website", "website", "Website"), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "inboxed", Name: "Inboxed", Tagline: "Small business, every Monday", Kind: "newsletter", Lang: "en", Look: cards("#f76707", "#5c2603", "#fff9f4"),
		Add: "/add-your-business", Listing: "/b/", Titled: true, Answer: "link", Categories: general, Token: true, Button: "Add business",
		Fields: []Field{
			need("name", "name", "Business name"), need("phone", "phone", "Phone"), need("email", "email", "Email"), need("category", "category", "Category").of(general...), need("address", "address", "Address"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "boletinlocal", Name: "Boletín Local", Tagline: "Noticias y negocios del barrio", Kind: "newsletter", Lang: "es", Look: side("#2d6a4f", "#143728", "#f4faf6"),
		Add: "/alta", Listing: "/negocio/", Answer: "link", Categories: spanish, Button: "Dar de alta", Heading: "Alta de empresa",
		Fields: []Field{
			need("name", "nombre", "Nombre comercial"), need("category", "actividad", "Actividad").of(spanish...), need("phone", "tel", "Teléfono"), need("email", "email", "Correo electrónico"), need("street", "calle", "Calle y número"), need("city", "localidad", "Localidad"), opt("postal", "cp", "Código postal"), opt("website", "web", "Sitio web"),
		},
	},
	{
		Slug: "honeyhall", Name: "Honey Hall", Tagline: "Sweet local finds", Kind: "honeypot", Lang: "en", Look: bar("#d19a00", "#4d3900", "#fffcf2"),
		Add: "/add", Listing: "/find/", Answer: "link", Categories: general, Button: "Add find", Heading: "Add a find",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(general...), need("phone", "phone", "Phone"), opt("website", "website", "Website"), need("city", "city", "City"), opt("email", "email", "Email"), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "beeline", Name: "Beeline", Tagline: "Straight to the shop", Kind: "honeypot", Lang: "en", Look: cards("#f59f00", "#332200", "#fffdf5"),
		Add: "/join", Listing: "/shop/", Titled: true, Answer: "redirect", Categories: fine, Token: true, Button: "Join", Heading: "Join Beeline",
		Fields: []Field{
			need("name", "company", "Company name"), need("category", "category", "Category").of(fine...), need("phone", "tel", "Telephone"), need("email", "mail", "Email"), need("street", "street", "Street"), need("city", "city", "City"), need("postal", "zip", "ZIP"), opt("website", "web", "Website"),
		},
	},
	{
		Slug: "stadthonig", Name: "Stadthonig", Tagline: "Süße Adressen für jeden Tag", Kind: "honeypot", Lang: "de", Look: paper("#a66a00", "#4a2f00", "#fffaf0"),
		Add: "/eintragen", Listing: "/adresse/", Answer: "link", Categories: german, Button: "Eintragen", Heading: "Adresse eintragen",
		Fields: []Field{
			need("name", "name", "Firma"), need("category", "rubrik", "Rubrik").of(german...), need("phone", "telefon", "Telefon"), need("address", "anschrift", "Anschrift"), opt("website", "web", "Webadresse"), opt("email", "email", "E-Mail"),
		},
	},
	{
		Slug: "registerone", Name: "Register One", Tagline: "The orderly business register", Kind: "validation", Rule: "digits", Lang: "en", Look: classic("#2f4f4f", "#1c3030", "#fbfdfd"),
		Add: "/form", Listing: "/record/", Answer: "link", Categories: general, Button: "Record", Heading: "New record",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(general...), need("phone", "phone", "Phone"), need("city", "city", "City"), opt("website", "website", "Website"), opt("description", "description", "Description"),
		},
	},
	{
		Slug: "strictlylocal", Name: "Strictly Local", Tagline: "Proper listings for proper firms", Kind: "validation", Rule: "international", Lang: "en", Look: side("#343a40", "#16191c", "#f6f7f8"),
		Add: "/apply", Listing: "/firm/", Titled: true, Answer: "redirect", Categories: broad, Token: true, Button: "Apply for listing", Heading: "Apply for a listing",
		Fields: []Field{
			need("name", "firm", "Name of firm"), need("category", "sector", "Sector").of(broad...), need("phone", "telephone", "Telephone"), need("email", "email", "Email"), need("address", "address", "Address"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "shortandsweet", Name: "Short & Sweet", Tagline: "Listings you can read in a breath", Kind: "validation", Rule: "short", Lang: "en", Look: cards("#e64980", "#571a30", "#fff7fa"),
		Add: "/add", Listing: "/l/", Answer: "link", Categories: broad, Button: "Add it", Heading: "Add a listing",
		Fields: []Field{
			need("name", "name", "Name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), need("description", "description", "Description"), opt("website", "website", "Website"), opt("city", "city", "City"),
		},
	},
	{
		Slug: "parentheses", Name: "Parentheses", Tagline: "(Local businesses)", Kind: "validation", Rule: "national", Lang: "en", Look: paper("#3b5bdb", "#1c2d6e", "#fbfbff"),
		Add: "/submit", Listing: "/listing/", Titled: true, Answer: "link", Categories: general, Button: "Submit (free)", Heading: "Submit (a business)",
		Fields: []Field{
			need("name", "name", "Business (name)"), need("phone", "phone", "Telephone (main)"), need("category", "category", "Category").of(general...), need("street", "street", "Street"), need("city", "city", "City"), opt("website", "website", "Website"),
		},
	},
	{
		Slug: "metroregistry", Name: "Metro Registry", Tagline: "New system since this spring", Kind: "changed", Lang: "en", Look: bar("#0c8599", "#05363d", "#f2fafb"),
		Add: "/registry/new", Listing: "/registry/", Answer: "link", Categories: general, Button: "Lodge", Heading: "Lodge an entry",
		Fields: []Field{
			need("name", "n", "Business name"), need("category", "c", "Category").of(general...), need("phone", "p", "Phone"), need("designator", "tdc", "Registry allocation code (RAC-9)").hint("As printed on your allocation letter."), opt("website", "w", "Website"),
		},
	},
	{
		Slug: "gratefulguide", Name: "Grateful Guide", Tagline: "Thanks for stopping by", Kind: "thankyou", Lang: "en", Look: cards("#20c997", "#0a4a37", "#f4fdfa"),
		Add: "/submit-listing", Listing: "/listing/", Answer: "bare", Categories: broad, Button: "Submit listing", Thanks: "Thank you! Your submission was received.",
		Fields: []Field{
			need("name", "name", "Business name"), need("category", "category", "Category").of(broad...), need("phone", "phone", "Phone"), need("email", "email", "Email"), opt("website", "website", "Website"), opt("description", "description", "Description"),
		},
	},
}
